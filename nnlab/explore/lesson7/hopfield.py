"""The Hopfield memory's explorable: draw or damage a pattern, and watch it settle neuron by neuron."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase

import ipywidgets as widgets
import numpy as np

from nnlab import hopfield
from nnlab.attention import attend, attention
from nnlab.data import Digits, digits
from nnlab.data.letters import SHAPE, letters
from nnlab.explore.kit.controls import LABEL, Number, choice, row, whole
from nnlab.explore.kit.explorer import AT_ONCE, KEYS, SPEEDS, Explorer, handler
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.pictures import Curves, Gallery, Grid, Threads, style

RATES = (0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0)
TEMPERATURES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0)
BETAS = (0.001, 0.003, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
MOST = 26  # patterns of a set that may be stored; those that the reader teaches come on top
TAUGHT = 14
MODERN = "modern"
SETS = [
    ("letters, 10×10", "letters"),
    ("handwritten digits, 8×8", "digits"),
    ("digits, 16×16", "large digits"),
    ("random, 10×10", "random"),
    ("your own, 16×16", "own"),
    ("two neurons", "two"),
]
RULES = [
    ("Hebb", "hebb"),
    ("pseudo-inverse", "pseudo-inverse"),
    ("Storkey", "storkey"),
    ("modern (attention)", MODERN),
]
ORDERS = [
    ("one by one, shuffled", "random"),
    ("one by one, in turn", "fixed"),
    ("all at once", "synchronous"),
]
CUES = [
    ("a stored pattern", "stored"),
    ("its negative", "negative"),
    ("a mixture of three", "mixture"),
    ("a random state", "random"),
    ("blank paper", "blank"),
    ("your drawing", "drawing"),
]
SHARES = [(f"{p} %", p / 100) for p in (0, 5, 10, 15, 20, 25, 30, 40, 50)]

NEUTRAL = dict(
    which="",
    stored=3,
    rule="hebb",
    lr=1.0,
    diagonal=False,
    cue="stored",
    share=0.2,
    order="random",
    T=0.0,
    beta=0.1,
    seed=0,
)
FOUR_DIGITS = dict(patterns="digits", stored=4, share=0.1)
PRESETS = {
    "A damaged letter heals": dict(patterns="letters", which="AJX"),
    "The negative is a memory too": dict(patterns="letters", which="AJX", cue="negative"),
    "A mixture of three is spurious": dict(patterns="letters", which="AJX", cue="mixture", share=0.1),
    "Temperature leaves the mixture": dict(patterns="letters", which="AJX", cue="mixture", share=0.0, T=0.4),
    "Seven random patterns: all is well": dict(patterns="random", stored=7, share=0.1, seed=1),
    "Overload: 26 random patterns": dict(patterns="random", stored=26, share=0.1, seed=1),
    "The diagonal kept: a false calm": dict(patterns="random", stored=26, share=0.3, seed=1, diagonal=True),
    "O and Q: too alike for Hebb": dict(patterns="letters", which="OQA", share=0.1),
    "Three digits: Hebb holds them": dict(FOUR_DIGITS, stored=3),
    "Four digits: Hebb breaks": FOUR_DIGITS,
    "The same cue, pseudo-inverse": dict(FOUR_DIGITS, rule="pseudo-inverse"),
    "The same cue, Storkey": dict(FOUR_DIGITS, rule="storkey"),
    "Storkey at a small rate: nearly Hebb": dict(FOUR_DIGITS, rule="storkey", lr=0.01),
    "The same cue, modern network": dict(FOUR_DIGITS, rule=MODERN, beta=0.3),
    "26 letters, modern network": dict(patterns="letters", which="A", stored=26, rule=MODERN, beta=0.2),
    "All at once: two neurons swap": dict(
        patterns="two", stored=1, cue="blank", share=0.0, order="synchronous"
    ),
    "One by one: they come to rest": dict(patterns="two", stored=1, cue="blank", share=0.0, order="fixed"),
    "Draw and store your own": dict(patterns="own", cue="blank", share=0.0),
}


@dataclass(frozen=True, eq=False)
class Blend:
    """The modern network after its k-th step."""

    k: int  # steps so far
    s: np.ndarray  # (N,) the state: any numbers
    a: np.ndarray  # (P,) how much attention each pattern has got for the next step
    end: str | None  # "settled", or None


def blends(X: np.ndarray, start: np.ndarray | Blend, beta: float) -> Iterator[Blend]:
    """The modern network's states from ``start``, until one step changes nothing any more."""
    if not isinstance(start, Blend):
        start = Blend(0, start, attention(X, start, beta), None)
    yield start
    while start.end is None:
        s = attend(X, start.s, beta)
        end = "settled" if np.abs(s - start.s).max() < 1e-6 else None
        start = Blend(start.k + 1, s, attention(X, s, beta), end)
        yield start


def patterns_of(
    name: str, which: str, *, rng: np.random.Generator
) -> tuple[np.ndarray, list[str], tuple[int, int]]:
    """The patterns (P, N) of a set in the order in which they are stored, their names, and their shape.

    Those named in ``which`` come first. The random ones are drawn from ``rng``.
    """
    first = list(dict.fromkeys(which.upper()))
    if name == "letters":
        order = [c for c in first if c in ascii_uppercase]
        order += [c for c in ascii_uppercase if c not in order]
        return letters("".join(order)), order, SHAPE
    if name in ("digits", "large digits"):
        order = [c for c in first if c in "0123456789"]
        order += [c for c in "0123456789" if c not in order]
        written = digits()
        at = [np.flatnonzero(written.y == int(c)) for c in order]
        # One of each, then a second one of each ...
        rows = np.array([at[j % 10][j // 10] for j in range(MOST)])
        names = [f"the {('', 'second ', 'third ')[j // 10]}{order[j % 10]}" for j in range(MOST)]
        X = np.where(written.X[rows] >= 8, 1, -1)
        times = 1 if name == "digits" else 2
        X = X.reshape(-1, *Digits.shape).repeat(times, axis=1).repeat(times, axis=2)
        return X.reshape(MOST, -1), names, X.shape[1:]
    if name == "random":
        X = rng.choice([-1, 1], size=(MOST, 100))
        return X, [f"pattern {j + 1}" for j in range(MOST)], (10, 10)
    if name == "two":
        return np.array([[1, -1]]), ["(+, −)"], (1, 2)
    return np.empty((0, 256), int), [], (16, 16)


def mixture(X: np.ndarray, s: np.ndarray) -> np.ndarray | None:
    """Three or five numbers of patterns (P, N), and their signs, whose sum has the signs of s; else None."""
    m = X @ s
    for size in (3, 5):
        if len(X) >= size:
            best = np.sort(np.argsort(-np.abs(m), kind="stable")[:size])
            signs = np.where(m[best] >= 0, 1, -1)
            if np.array_equal(np.sign(signs @ X[best]), s):
                return np.stack([best, signs])
    return None


class HopfieldExplorer(Explorer):
    """Made by ``explore_hopfield``; see there."""

    def __init__(self, settings: dict) -> None:
        settings = NEUTRAL | settings
        whole(settings["stored"], 0, MOST, "stored")
        for name, kind in (("which", str), ("diagonal", bool)):
            if not isinstance(settings[name], kind):
                raise ValueError(f"{name}: expected a {kind.__name__}, got {settings[name]!r}")
        stored = widgets.IntSlider(settings["stored"], min=0, max=MOST, description="stored", style=LABEL)
        stored.layout.width = "270px"
        which = widgets.Text(settings["which"], style=LABEL, continuous_update=False)
        which.layout.width = "180px"
        controls = dict(
            patterns=choice(SETS, settings["patterns"], "patterns"),
            which=which,
            stored=stored,
            rule=choice(RULES, settings["rule"], "rule"),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-3, high=10, width="230px"),
            diagonal=widgets.Checkbox(settings["diagonal"], description="keep the diagonal", indent=False),
            cue=choice(CUES, settings["cue"], "start from"),
            share=choice(SHARES, settings["share"], "damaged"),
            order=choice(ORDERS, settings["order"], "order"),
            T=Number(settings["T"], "temperature T", TEMPERATURES, low=0, high=10, width="200px"),
            beta=Number(settings["beta"], "β", BETAS, low=1e-4, high=10, width="200px"),
            seed=whole(settings["seed"], 0, 9999, "seed"),
        )
        controls["diagonal"].layout.width = "150px"

        def button(text: str, tooltip: str) -> widgets.Button:
            made = widgets.Button(description=text, tooltip=tooltip)
            made.layout.width = "auto"
            return made

        self.store_button = button("Store this", "learn the state shown as one more pattern, at rate η")
        self.forget_button = button(
            "Forget this", "take the state shown out of the couplings: a stored one wholly, others at rate η"
        )
        self.undo_button = button("Undo", "undo a change of the drawing")
        hint = (
            "Draw: press and drag for ink, with Shift or the right button for paper. A press on ink, without "
            "a drag, takes it away. Or move a cursor with the arrows; Enter turns a cell over, Delete takes "
            "the ink away. The framed small picture is the nearest; with a dashed frame it is its negative. "
            f"Press a small picture to start from it. Ctrl+Z undoes; {KEYS}."
        )
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=15, hint=hint)
        self._make_pictures(stage)
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.store_button.on_click(self._on_store)
        self.forget_button.on_click(self._on_forget)
        self.undo_button.on_click(self._on_undo)
        self.lay_out(
            above=[
                row(self.preset, controls["patterns"], controls["rule"]),
                row(controls["which"], controls["stored"], controls["T"], controls["order"]),
            ],
            below=[
                row(
                    controls["cue"], controls["share"], controls["seed"], self.undo_button, self.reset_button
                ),
                row(
                    controls["lr"],
                    self.store_button,
                    self.forget_button,
                    controls["diagonal"],
                    controls["beta"],
                ),
            ],
        )
        self.cursor: tuple[int, int] | None = None
        self._colour, self._last = 1, (0, 0)  # of the stroke
        self._new, self._tapped = True, None  # has it changed nothing yet? is it a press on ink so far?
        self.restart()
        self.publish()

    def _make_pictures(self, stage: Stage) -> None:
        add = stage.figure.add_axes
        self.grid = Grid(add((0.015, 0.03, 0.475, 0.874)), dot="wants to turn over", frame="just done so")
        self.gallery = Gallery(
            add((0.52, 0.44, 0.47, 0.46)), title="stored patterns: each bar shows the overlap"
        )
        low = dict(bottom=0.115, height=0.26)
        places = [(0.59, low["bottom"], 0.148, low["height"]), (0.83, low["bottom"], 0.135, low["height"])]
        self.energy = Curves(add(places[0]), ("energy",), xlabel="step", ylabel="", signed=True)
        self.energy.ax.get_legend().remove()
        # Its name stands above it: beside it, long numbers would push it into the grid.
        style.head(self.energy.ax, "energy per neuron", x=-0.2)
        of = dict(xlabel="step", title="the framed one")
        self.attention = Threads(add(places[0]), ylabel="attention", ends=(0, 1), **of)
        self.overlap = Threads(add(places[1]), ylabel="overlap m", ends=(-1, 1), **of)
        for ax in (self.energy.ax, self.attention.ax, self.overlap.ax):
            ax.callbacks.connect("xlim_changed", style.thin_ticks)
        pictures = (self.grid, self.gallery, self.energy, self.attention, self.overlap)
        stage.moving = [artist for picture in pictures for artist in picture.artists]

    # -- patterns, couplings, cue -----------------------------------------------------------------------

    def _rng(self, purpose: int) -> np.random.Generator:
        return np.random.default_rng([self["seed"], purpose])

    @property
    def modern(self) -> bool:
        """Whether the modern network is at work, which knows the patterns themselves and no couplings."""
        return self["rule"] == MODERN

    def _take_patterns(self) -> None:
        X, names, shape = patterns_of(
            self["patterns"], self["which"], rng=np.random.default_rng(self["seed"])
        )
        if shape != self.grid.shape:
            self.cursor = None
        self.base, self.base_names, self.shape = X[: self["stored"]], names[: self["stored"]], shape
        kind, some = {"letters": ("letters", "AJX"), "digits": ("digits", "012")}.get(
            self["patterns"].removeprefix("large "), ("", "")
        )
        which, stored = self.controls["which"], self.controls["stored"]
        which.description, which.placeholder, which.disabled = f"first {kind}", some, not kind
        stored.disabled = self["patterns"] in ("own", "two")
        for control in (which, stored):
            control.layout.visibility = "hidden" if control.disabled else "visible"
        if self["patterns"] == "two" and not len(self.base):
            self.base, self.base_names = X, names
        self._store()

    def _store(self) -> None:
        """Makes the couplings W anew: of the set's patterns, and of what the reader taught."""
        rule, lr, diagonal = self["rule"], self["lr"], self["diagonal"]
        N = int(np.prod(self.shape))
        kept = [all(abs(int(x @ s)) < N for s in self.dropped) for x in self.base]
        base = self.base[kept]
        learned = [s for s, sign, _ in self.taught if sign > 0]
        self.names = [name for name, stays in zip(self.base_names, kept) if stays]
        self.names += [f"your pattern {j + 1}" for j in range(len(learned))]
        self.X = np.concatenate([base, np.reshape(learned, (-1, N)).astype(int)])
        W = np.zeros((N, N), int if rule == "hebb" else float)
        if rule == "pseudo-inverse" and len(self.X):
            W = hopfield.store(self.X, rule, diagonal)
        elif rule in ("hebb", "storkey"):
            if len(base):
                W = hopfield.store(base, rule, diagonal, lr=lr if rule == "storkey" else 1)
            for s, sign, rate in self.taught:
                if sign > 0:
                    W = hopfield.learn(W, s, rule, diagonal, lr=rate)
                elif rule == "hebb":
                    W = hopfield.forget(W, s, lr=rate)
        self.W, self.unit = W, N if rule == "hebb" else 1
        pull = self.X * (self.X @ W)  # (P, N): below 0 where a neuron of the pattern wants to turn over
        leaves = pull < -hopfield.tolerance(W)
        self.stays = np.ones(len(self.X), bool) if self.modern else ~leaves.any(axis=1)
        self.grid.reshape(self.shape)
        self.grid.ax.get_legend().set_visible(not self.modern)  # there, no neuron turns over
        self.gallery.hang(self.X, self.shape, pale=~self.stays)
        self.stage.redraw(self.grid.ax, self.gallery.ax)
        for name in ("T", "order", "diagonal"):
            self._disable(name, self.modern)
        self._disable("beta", not self.modern)

    def _disable(self, name: str, off: bool) -> None:
        control = self.controls[name]
        for part in control.children if isinstance(control, Number) else [control]:
            if hasattr(part, "disabled"):
                part.disabled = off

    def _take_cue(self) -> None:
        """The state to start from, before it is damaged."""
        N, cue = int(np.prod(self.shape)), self["cue"]
        X = self.X if len(self.X) else -np.ones((1, N), int)
        picked = X[min(self.picked, len(X) - 1)]
        if cue == "stored":
            self.drawing = picked
        elif cue == "negative":
            self.drawing = -picked
        elif cue == "mixture":
            self.drawing = np.where(X[:3].sum(axis=0) > 0, 1, -1)
        elif cue == "random":
            self.drawing = self._rng(1).choice([-1, 1], size=N)
        elif cue == "blank" or len(self.drawing) != N:
            self.drawing = -np.ones(N, int)

    def _go(self, at: int | None = None) -> None:
        """Makes the run anew; shows its step ``at``, or the same as before: its end, if that was shown."""
        self.note, at_end = "", False
        if at is None:
            player = self.player
            at, at_end = player.position, player.finished and player.position == player.length
        self.start = hopfield.corrupt(self.drawing, self["share"], rng=self._rng(2))
        self.player = Player(self._run(), measure=self._measure)
        self.player.seek(AT_ONCE if at_end and (self.modern or self["T"] == 0) else min(at, AT_ONCE))

    def _run(self):
        """The run with the controls as they are now."""
        if self.modern:
            X, beta = self.X, self["beta"]
            X = X if len(X) else np.zeros((1, len(self.start)))
            return lambda step: blends(X, self.start.astype(float) if step is None else step, beta)
        W, order, T = self.W, self["order"], self["T"] * self.unit
        start = self.start

        def run(step):
            if step is None:
                return hopfield.recall(W, start, order=order, T=T, rng=self._rng(3))
            return hopfield.recall(W, step, order=order, T=T)

        return run

    def _wants(self, step) -> np.ndarray:
        """Which neurons (N,) would turn over if they looked now."""
        if self.modern:
            return np.zeros(len(step.s), bool)
        return step.s * step.h < -hopfield.tolerance(self.W)

    def _overlaps(self, step) -> np.ndarray:
        return self.X @ step.s / len(step.s)

    def _measure(self, step) -> tuple[float, ...]:
        """Energy per neuron, then all overlaps, and for the modern network the attention."""
        energy = np.nan if self.modern else step.energy / (len(step.s) * self.unit)
        a = step.a[: len(self.X)] if self.modern else ()
        return (energy, *self._overlaps(step), *a)

    # -- what is seen -----------------------------------------------------------------------------------

    def nearest(self) -> int | None:
        """The pattern most like the state shown, or most unlike it; the modern network attends to it most."""
        m = self._overlaps(self.player.step)
        if not len(m):
            return None
        return int(np.argmax(self.player.step.a if self.modern else np.abs(m)))

    def draw(self) -> None:
        """The state, its neurons that want to turn over, the overlaps and the curves."""
        step, P, which = self.player.step, len(self.X), self.nearest()
        wants = self._wants(step)
        turned = None if self.modern else step.neuron
        self.grid.update(step.s, wants=wants, turned=turned, cursor=self.cursor)
        self.gallery.update(self._overlaps(step), which)
        numbers, rows, now = self.player.history()
        self.energy.ax.set_visible(not self.modern)
        self.attention.ax.set_visible(self.modern)
        if self.modern:
            self.attention.update(numbers, rows[:, 1 + P :], now, which)
        else:
            seen = np.unique([*np.linspace(0, len(numbers) - 1, 400).astype(int), now])
            self.energy.update(numbers[seen], rows[seen, :1], int(np.searchsorted(seen, now)))
        self.overlap.update(numbers, rows[:, 1 : 1 + P], now, which)
        self.stage.alt = (
            f"a memory of {len(step.s)} neurons, {(step.s > 0).sum()} of them on, with {P} stored "
            f"pattern{'s' * (P != 1)}, after {step.k} steps; {wants.sum()} neurons want to turn over; "
            f"{self._what()}"
        )

    def sentence(self) -> str:
        """What just happened, what is remembered, and what cannot be."""
        if not len(self.X):
            return self.note or "Nothing is stored yet. Draw a pattern, then press “Store this”."
        note = self.note if self.player.position == 0 else ""
        parts = (note, self._happened(), self._what(), self._load(), self._about_the_control())
        return " ".join(part for part in parts if part)

    def _happened(self) -> str:
        step = self.player.step
        if self.modern:
            return self._blended(step)
        wanting = int(self._wants(step).sum())
        want = f"{wanting or 'no'} neuron{'s' * (wanting > 1)} want{'s' * (wanting < 2)} to turn over"
        energy = round(step.energy / (len(step.s) * self.unit), 3) + 0.0  # no minus before a zero
        energy = f"energy per neuron {energy:.3f}".replace("-", "−")
        if step.end == "settled" and self["T"] == 0:
            return f"Settled at step {step.k}: no neuron wants to turn over; {energy}."
        if step.end == "two-cycle" and self["order"] == "synchronous":
            return "A two-cycle: all at once, they swap between two states for ever."
        if step.k == 0:
            return f"Press play: {want}; {energy}." if wanting else f"No neuron wants to turn over; {energy}."
        if step.neuron is not None:
            return f"Step {step.k}: {self._turned(step)}. {want[0].upper()}{want[1:]}; {energy}."
        if step.before is not None:
            turned = int((step.s != step.before).sum())
            return f"Step {step.k}: {turned} turned over, all at once. {want[0].upper()}{want[1:]}; {energy}."
        sweep = "a whole sweep in which no neuron turned over"
        return f"Step {step.k}: {sweep}. {want[0].upper()}{want[1:]}; {energy}."

    def _turned(self, step: hopfield.Step) -> str:
        """Which neuron turned over, and why."""
        i = step.neuron
        down, along = divmod(i, self.shape[1])
        # What it hears now, but for what it now hears of itself in another way.
        heard = float(step.h[i] - 2 * step.s[i] * self.W[i, i]) / self.unit
        said = f"{heard:+.2f}".replace("-", "−")
        why = f"for it heard {said}" if heard * step.s[i] > 0 else f"by chance, though it heard {said}"
        return f"row {down + 1}, column {along + 1} turned over, {why}"

    def _blended(self, step: Blend) -> str:
        most = int(np.argmax(step.a))
        given = f"{100 * step.a[most]:.0f} % of the attention is on {self.names[most]}"
        if step.end:
            return f"Settled at step {step.k}: {given}."
        begin = f"Step {step.k}" if step.k else "Press play"
        return f"{begin}: {given}. The next state is the mean of all, weighted so."

    def _what(self) -> str:
        """What is remembered."""
        if not len(self.X):
            return "nothing is stored"
        step, N = self.player.step, len(self.player.step.s)
        m, j = self._overlaps(step), self.nearest()
        name, negative = self.names[j], "the negative of " if m[j] < 0 else ""
        if self.modern:
            if np.abs(step.s - self.X[j]).max() < 0.01:
                return f"It is {name}, with every neuron right."
            return f"Nearest is {name}, with overlap {m[j]:.2f}.".replace("-", "−")
        if m[j] == 0:
            return "It is like none of the stored: no overlap is above or below 0."
        wrong = round((1 - abs(m[j])) / 2 * N)
        if wrong == 0 and m[j] > 0:
            return f"It is {name}, with every neuron right."
        if wrong == 0:
            return (
                f"It is the negative of {name}: no error, for a state and its negative have the same energy."
            )
        resting = step.end == "settled" and self["T"] == 0
        found = mixture(self.X, step.s) if resting else None
        if found is not None:
            signs = [("−" if sign < 0 else "+") + f" {self.names[k]}" for k, sign in found.T]
            total = " ".join(signs).removeprefix("+ ")
            return f"It is none of the stored, but a mixture: the sign of {total}."
        few = f"{wrong} of {N} neurons differ"
        if resting and abs(m[j]) < 0.9:
            return f"It is none of the stored; nearest is {negative}{name}, of which {few}."
        return f"{'It is nearly' if resting else 'Nearest is'} {negative}{name}: {few}."

    def _load(self) -> str:
        if self.stays.all() or self.player.position not in (0, self.player.length) or self.stage.playing:
            return ""
        few = f"only {self.stays.sum()} can" if self.stays.any() else "none can"
        return f"Of the {len(self.X)} stored, {few} stay put; the pale ones cannot."

    def _about_the_control(self) -> str:
        """What the control moved last does not do."""
        if self.moved == "which" and (unknown := [c for c in self._named() if c not in self._known()]):
            kind = "letter" if self["patterns"] == "letters" else "digit"
            return f"No {kind}, and so left out: {', '.join(unknown)}."
        if self.moved != "lr":
            return ""
        return {
            "hebb": "Hebb’s rule stores the set at η = 1, since another rate would only rescale W: η is for "
            "“Store this” and “Forget this”.",
            "storkey": "Storkey’s rule corrects a pattern by what W knows already; at a small η that is "
            "little, and it is Hebb’s rule.",
        }.get(self["rule"], "This rule stores all at once and has no learning rate.")

    # -- what the reader does ---------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Controls moved: the same state goes on, or the same start is tried anew."""
        names = set(names)
        if "which" in names and len(names) == 1:
            chosen = [c for c in self._named() if c in self._known()]
            if chosen:
                self._set_silently(dict(stored=len(chosen)))
        if names == {"cue"} and self["cue"] == "blank":
            self._set_silently(dict(share=0.0))  # blank paper is blank
        self.note = ""
        if "patterns" in names:
            self.stage.playing = False
            self.restart()
        elif names & {"which", "stored", "seed", "rule", "lr", "diagonal"}:
            self._take_patterns()
            self._take_cue()
            self._go()
        elif names & {"cue", "share"}:
            self._take_cue()
            self._go(at=0)
        elif names & {"T", "order"} and not self.modern:
            player = self.player
            if "T" not in names and player.finished and player.position == player.length:
                self._go()  # from the same start: where does this order end?
            else:
                player.branch(self._run())
        elif "beta" in names and self.modern:
            self._go()

    def _known(self) -> str:
        """What may be written into the control ``which``."""
        return ascii_uppercase if self["patterns"] == "letters" else "0123456789"

    def _named(self) -> list[str]:
        """What is written there, each sign once."""
        return [c for c in dict.fromkeys(self["which"].upper()) if not c.isspace() and c != ","]

    def restart(self) -> None:
        """The patterns and the start that the controls name, without anything taught or drawn."""
        self.cursor = None
        self.picked, self.past, self.taught, self.dropped = 0, [], [], []
        self.drawing = np.empty(0, int)
        self._take_patterns()
        self._take_cue()
        self._go(at=0)

    def pointed(self, pointer: Pointer) -> None:
        """The pointer draws on the grid, or chooses a small picture."""
        if pointer.axes is self.grid.ax:
            self._stroke(pointer)
        elif pointer.axes is self.gallery.ax and pointer.kind == "press":
            which = self.gallery.at(pointer.x, pointer.y)
            if which is not None:
                self._keep()
                self._set_silently(dict(cue="stored"))
                self.picked = which
                self._take_cue()
                self._go(at=0)

    def _keep(self) -> None:
        """What is drawn and taught now can be brought back by Undo."""
        now = self.drawing, self.picked, self.taught, self.dropped
        self.past = [*self.past, (now, dict(cue=self["cue"], share=self["share"]))][-200:]

    def _stroke(self, pointer: Pointer) -> None:
        cell = self.grid.cell(pointer.x, pointer.y)
        if pointer.kind == "release":
            if self._tapped is not None:  # a finger has no Shift and no right button
                self._put([self._tapped], -1)
            self._tapped = None
        elif cell is not None:
            if pointer.kind == "press":
                self._colour = -1 if pointer.shift or pointer.alt or pointer.button == 2 else 1
                self._last, self._new, self.cursor = cell, True, None
                self._tapped = cell if self._colour == 1 and self._ink()[cell] == 1 else None
            (r0, c0), (r1, c1) = self._last, cell
            n = max(abs(r1 - r0), abs(c1 - c0), 1)  # a quick hand leaves cells out: they are filled in
            cells = [(round(r0 + (r1 - r0) * t / n), round(c0 + (c1 - c0) * t / n)) for t in range(n + 1)]
            self._tapped = self._tapped if cell == self._tapped else None
            self._last = cell
            self._put(cells, self._colour)

    def _ink(self) -> np.ndarray:
        """The state shown, as ink (1) and paper (-1), in the grid's shape."""
        return np.where(self.player.step.s >= 0, 1, -1).reshape(self.shape)

    def _put(self, cells, colour: int) -> None:
        """Draws on the state shown; it becomes the new start. Undo takes a whole stroke back."""
        self.stage.playing = False
        s = self._ink()
        if all(s[cell] == colour for cell in cells):
            return
        if self._new:
            self._keep()
        self._new = False
        for cell in cells:
            s[cell] = colour
        self._begin_from(s.ravel())

    def _begin_from(self, s: np.ndarray) -> None:
        self.drawing = s
        self._set_silently(dict(cue="drawing", share=0.0))
        self._go(at=0)

    def typed(self, key: str, shift: bool) -> None:
        """The keyboard draws, too."""
        ways = dict(ArrowUp=(-1, 0), ArrowDown=(1, 0), ArrowLeft=(0, -1), ArrowRight=(0, 1))
        if key in ways:
            if self.cursor is None:
                self.cursor = self.shape[0] // 2, self.shape[1] // 2
            else:
                self.cursor = tuple(
                    min(max(at + by, 0), size - 1) for at, by, size in zip(self.cursor, ways[key], self.shape)
                )
        elif key == "Escape":
            self.cursor = None
        elif key == "undo":
            self._undo()
        elif key in ("Enter", "Delete", "Backspace") and self.cursor is not None:
            self._new = True
            self._put([self.cursor], -1 if key != "Enter" or self._ink()[self.cursor] == 1 else 1)

    def _undo(self) -> None:
        if self.past:
            *self.past, ((self.drawing, self.picked, self.taught, self.dropped), settings) = self.past
            self._set_silently(settings)
            self._store()
            self._go(at=0)

    @handler
    def _on_undo(self, _button) -> None:
        self._undo()

    @handler
    def _on_store(self, _button) -> None:
        self._teach(1)

    @handler
    def _on_forget(self, _button) -> None:
        self._teach(-1)

    def _teach(self, sign: int) -> None:
        """Stores the state shown (sign 1), or forgets it (-1)."""
        self.stage.playing, self.moved = False, ""
        s = self._ink().ravel()
        alike = np.flatnonzero(np.abs(self.X @ s) == len(s))  # a negative has the same couplings
        name = self.names[alike[0]] if len(alike) else ""
        learned = sum(sign > 0 for _, sign, _ in self.taught)
        self._keep()
        if sign > 0 and name:
            note = f"This is stored already: {name}, or its negative."
        elif sign > 0 and learned == TAUGHT:
            note = f"There is room for {TAUGHT} patterns of your own, and they are there. Forget one first."
        elif sign > 0:
            self.taught = [*self.taught, (s, 1, self["lr"])]
            note = f"Stored as your pattern {learned + 1}. Now damage it, or draw something else."
        elif name:
            self.taught = [lesson for lesson in self.taught if abs(int(lesson[0] @ s)) != len(s)]
            self.dropped = [*self.dropped, s]
            note = f"Forgotten: the couplings are as if {name} had never been stored."
        elif self["rule"] == "hebb":
            self.taught = [*self.taught, (s, -1, self["lr"])]
            note = f"Taken out of the couplings at rate η = {self['lr']:g}, though it was never stored."
        else:
            note = "It is none of the stored. Only Hebb’s rule can take out what was never stored."
        self._store()
        self._begin_from(s)
        self.note = note


def explore_hopfield(patterns: str = "letters", **settings) -> HopfieldExplorer:
    """An explorable of the Hopfield memory.

    ``patterns`` are "letters", "digits", "large digits", "random", "own" (what you draw) or "two" (neurons).
    ``settings`` set controls: ``which`` (letters or digits that are stored first), ``stored`` (how many, 0 to
    26), ``rule`` ("hebb", "pseudo-inverse", "storkey" or "modern"), ``lr``, ``diagonal``, ``cue`` ("stored",
    "negative", "mixture", "random", "blank"), ``share`` (damaged: 0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4 or
    0.5), ``order`` ("random", "fixed" or "synchronous"), ``T``, ``beta`` and ``seed`` (0 to 9999). Raises
    ValueError for anything else.
    """
    if unknown := set(settings) - set(NEUTRAL):
        raise ValueError(f"settings: expected some of {sorted(NEUTRAL)}, got {sorted(unknown)}")
    return HopfieldExplorer(dict(patterns=patterns, **settings))
