"""The Hopfield memory's explorable: draw or damage a pattern, and watch it settle neuron by neuron."""

from dataclasses import asdict
from typing import Any, final

import ipywidgets as widgets
import numpy as np

from nnlab.explore.kit.controls import LABEL, Number, button, choice, whole, whole_slider
from nnlab.explore.kit.explorer import AT_ONCE, KEYS, SPEEDS, Explorer, handler
from nnlab.explore.kit.picture_input import PictureInput, read_picture
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson7 import words
from nnlab.explore.lesson7.memory import MODERN, Memory, Settings
from nnlab.explore.lesson7.patterns import GIVEN, MOST, Patterns, from_arrays, from_shades
from nnlab.explore.lesson7.pen import Drawn, Pen
from nnlab.pictures import Curves, Gallery, Grid, Threads, style

RATES = (0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0)
TEMPERATURES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0)
BETAS = (0.001, 0.003, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
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

NEUTRAL = {name: value for name, value in asdict(Settings()).items() if name != "patterns"}
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


def _controls(settings: dict, given: Patterns | None) -> dict[str, widgets.Widget]:
    """Return the controls, or raise ValueError for a setting that cannot be."""
    for name, kind in (("which", str), ("diagonal", bool)):
        if not isinstance(settings[name], kind):
            raise ValueError(f"{name}: expected a {kind.__name__}, got {settings[name]!r}")
    sets = list(SETS)
    if given is not None:
        sets.insert(0, (f"your pictures, {given.shape[1]}×{given.shape[0]}", GIVEN))
    which = widgets.Text(settings["which"], style=LABEL, continuous_update=False)
    which.layout.width = "180px"
    diagonal = widgets.Checkbox(settings["diagonal"], description="keep the diagonal", indent=False)
    diagonal.layout.width = "150px"
    return dict(
        patterns=choice(sets, settings["patterns"], "patterns"),
        which=which,
        stored=whole_slider(settings["stored"], 0, MOST, "stored", width="270px"),
        rule=choice(RULES, settings["rule"], "rule"),
        lr=Number(settings["lr"], "learning rate η", RATES, low=1e-3, high=10, width="230px"),
        diagonal=diagonal,
        cue=choice(CUES, settings["cue"], "start from"),
        share=choice(SHARES, settings["share"], "damaged"),
        order=choice(ORDERS, settings["order"], "order"),
        T=Number(settings["T"], "temperature T", TEMPERATURES, low=0, high=10, width="200px"),
        beta=Number(settings["beta"], "β", BETAS, low=1e-4, high=10, width="200px"),
        seed=whole(settings["seed"], 0, 9999, "seed"),
    )


@final
class HopfieldExplorer(Explorer):
    """Made by `explore_hopfield`; see there. `memory` is all that it shows."""

    undoes = words.UNDO

    def __init__(self, settings: dict, given: Patterns | None = None) -> None:
        controls = _controls(settings, given)
        self.given = given
        self.memory: Memory | None = None
        self.pen, self.note = Pen(), ""
        self.store_button = button(*words.STORE, width="auto")
        self.forget_button = button(*words.FORGET, width="auto")
        self.picture_input = PictureInput(self.bring)
        hint = words.HINT.format(keys=KEYS)
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=15, hint=hint)
        self._make_pictures(stage)
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.store_button.on_click(self._on_store)
        self.forget_button.on_click(self._on_forget)
        store = ["rule", "lr", self.store_button, self.forget_button, "diagonal", "beta"]
        more = ["patterns", self.picture_input, *store, "order", "seed"]
        self.lay_out(main=["which", "stored", "cue", "share", "T"], more=more)
        self.restart()
        self.publish()

    def _make_pictures(self, stage: Stage) -> None:
        add = stage.figure.add_axes
        self.grid = Grid(add((0.015, 0.03, 0.475, 0.874)), **words.LEGEND)
        self.gallery = Gallery(add((0.52, 0.44, 0.47, 0.46)), title=words.GALLERY)
        low = dict(bottom=0.115, height=0.26)
        places = [(0.59, low["bottom"], 0.148, low["height"]), (0.83, low["bottom"], 0.135, low["height"])]
        self.energy = Curves(add(places[0]), ("energy",), xlabel=words.STEP, ylabel="", signed=True)
        self.energy.ax.get_legend().remove()
        # Its name stands above it: next to it, long numbers would push it into the grid.
        style.head(self.energy.ax, words.ENERGY, x=-0.2)
        of = dict(xlabel=words.STEP, title=words.FRAMED)
        self.attention = Threads(add(places[0]), ylabel=words.ATTENTION, ends=(0, 1), **of)
        self.overlap = Threads(add(places[1]), ylabel=words.OVERLAP, ends=(-1, 1), **of)
        for ax in (self.energy.ax, self.attention.ax, self.overlap.ax):
            ax.callbacks.connect("xlim_changed", style.thin_ticks)
        pictures = (self.grid, self.gallery, self.energy, self.attention, self.overlap)
        stage.moving = [artist for picture in pictures for artist in picture.artists]

    # -- the memory and its run ---------------------------------------------------------------------------

    def _settings(self) -> Settings:
        return Settings(**{name: self[name] for name in self.controls})

    def _take(self, memory: Memory) -> None:
        """Take over a memory, and show on controls and pictures what is other in it."""
        before, self.memory = self.memory, memory
        settings = memory.settings
        self._set_silently(dict(cue=settings.cue, share=settings.share))
        if before is None or memory.coupled is not before.coupled:
            self._hang()

    def _hang(self) -> None:
        """Show what is stored, and which controls matter for it."""
        memory, settings = self.memory, self.memory.settings
        self.grid.reshape(memory.shape)
        # In the modern network no neuron turns over.
        self.grid.ax.get_legend().set_visible(not settings.modern)
        self.gallery.hang(memory.X, memory.shape, pale=~memory.stays)
        self.stage.redraw(self.grid.ax, self.gallery.ax)
        which, stored = self.controls["which"], self.controls["stored"]
        which.description, which.placeholder = words.FIRST.get(settings.patterns, ("", ""))
        which.disabled = settings.patterns not in words.FIRST
        stored.disabled = settings.patterns in ("own", "two")
        for control in (which, stored):
            control.layout.display = "none" if control.disabled else None
        for name in ("T", "order", "diagonal"):
            self._disable(name, settings.modern)
        self._disable("beta", not settings.modern)

    def _disable(self, name: str, off: bool) -> None:
        control = self.controls[name]
        for part in control.children if isinstance(control, Number) else [control]:
            if hasattr(part, "disabled"):
                part.disabled = off

    def _go(self, at: int | None = None, note: str = "") -> None:
        """Run from the start; show step `at`, or the same as before: its end, if that was shown."""
        player, at_end = self.player, False
        if at is None:
            at, at_end = player.position, player.finished and player.position == player.length
        self.note = note
        self.player = Player(self.memory.run(), measure=self.memory.measure)
        self.player.seek(AT_ONCE if at_end and self.memory.settings.cold else min(at, AT_ONCE))

    # -- what is seen -------------------------------------------------------------------------------------

    def nearest(self) -> int | None:
        """Return the pattern most like the state shown, see `View`."""
        return self.memory.view(self.player.step).nearest

    def draw(self) -> None:
        """Draw the state, its neurons that want to turn over, the overlaps and the curves."""
        view, modern, P = self.memory.view(self.player.step), self.memory.settings.modern, len(self.memory.X)
        turned = None if modern else view.step.neuron
        self.grid.update(view.step.s, wants=view.wants, turned=turned, cursor=self.pen.cursor)
        self.gallery.update(view.m, view.nearest)
        numbers, rows, now = self.player.history()
        self.energy.ax.set_visible(not modern)
        self.attention.ax.set_visible(modern)
        if modern:
            self.attention.update(numbers, rows[:, 1 + P :], now, view.nearest)
        else:
            seen = np.unique([*np.linspace(0, len(numbers) - 1, 400).astype(int), now])
            self.energy.update(numbers[seen], rows[seen, :1], int(np.searchsorted(seen, now)))
        self.overlap.update(numbers, rows[:, 1 : 1 + P], now, view.nearest)
        self.stage.alt = words.picture(self.memory, view)

    def sentence(self) -> str:
        """Return what just happened, what is remembered, and what cannot be."""
        player = self.player
        note = self.note if player.position == 0 or not len(self.memory.X) else ""
        ends = player.position in (0, player.length) and not self.stage.playing
        view = self.memory.view(player.step)
        return words.status(self.memory, view, note=note, moved=self.moved, ends=ends)

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Go on from the same state, or try the same start again."""
        names = set(names)
        if names == {"which"} and (chosen := self._settings().chosen):
            self._set_silently(dict(stored=len(chosen)))
        if names == {"cue"} and self["cue"] == "blank":
            self._set_silently(dict(share=0.0))  # blank paper is blank
        self.note = ""
        if "patterns" in names:
            self.stage.playing = False
            self.restart()
            return
        player, memory = self.player, self.memory.under(self._settings())
        self._take(memory)
        modern = memory.settings.modern
        if names & {"which", "stored", "seed", "rule", "lr", "diagonal"}:
            self._go()
        elif names & {"cue", "share"}:
            self._go(at=0)
        elif names & {"T", "order"} and not modern:
            if "T" not in names and player.finished and player.position == player.length:
                self._go()  # from the same start: where does this order end?
            else:
                player.branch(memory.run())
        elif "beta" in names and modern:
            self._go()

    def restart(self) -> None:
        """Begin with the patterns and the start that the controls name, without anything taught or drawn."""
        self.pen.put_away()
        self._take(Memory.fresh(self._settings(), self.given))
        own = self.memory.settings.patterns == GIVEN
        self._go(at=0, note=words.given(self.given.made) if own else "")

    def pointed(self, pointer: Pointer) -> None:
        """Draw on the grid, or choose a small picture."""
        if pointer.axes is self.grid.ax:
            cell = self.grid.cell(pointer.x, pointer.y)
            self._draw_on(self.pen.pointed(pointer, cell, self._ink()))
        elif pointer.axes is self.gallery.ax and pointer.kind == "press":
            which = self.gallery.at(pointer.x, pointer.y)
            if which is not None:
                self._take(self.memory.starting_from(which))
                self._go(at=0)

    def typed(self, key: str, shift: bool) -> None:
        """Draw by keyboard."""
        if key == "undo":
            self.undo()
        else:
            self._draw_on(self.pen.typed(key, self._ink()))

    def _ink(self) -> np.ndarray:
        """Return the state shown, as ink (1) and paper (-1), in the grid's shape."""
        return np.where(self.player.step.s >= 0, 1, -1).reshape(self.memory.shape)

    def _draw_on(self, drawn: Drawn | None) -> None:
        """Make the state shown, with one more mark, the new start."""
        if drawn is not None:
            self.begin_from(drawn.s, remember=drawn.first)

    def begin_from(self, s: np.ndarray, *, remember: bool = False, note: str = "") -> None:
        """Start from the state s (N,) of -1 and +1; Undo comes back to before, if it is to be remembered."""
        self.stage.playing = False
        memory = self.memory.remembered() if remember else self.memory
        self._take(memory.drawn(s))
        self._go(at=0, note=note)

    @handler
    def bring(self, name: str, content: bytes) -> None:
        """Start from the picture in a file."""
        self.moved, name = "", name if len(name) <= 60 else f"{name[:57]}..."
        self.leave_preset()
        try:
            if min(self.memory.shape) < 2:
                raise ValueError(words.NO_ROOM)
            s, made = from_shades(read_picture(content), self.memory.shape)
        except ValueError as error:
            self.stage.playing = False
            self._go(at=0, note=words.refused(name, str(error)))
        else:
            self.begin_from(s, remember=True, note=words.opened(name, made))

    def undo(self) -> None:
        """Take the last change back."""
        if self.memory.past:
            self._take(self.memory.undone())
            self._go(at=0)

    @handler
    def _on_store(self, _button) -> None:
        self._learn(Memory.teach)

    @handler
    def _on_forget(self, _button) -> None:
        self._learn(Memory.forget)

    def _learn(self, how) -> None:
        """Store the state shown, or forget it."""
        self.stage.playing, self.moved = False, ""
        s = self._ink().ravel()
        name = self.memory.known_as(s)
        memory, told = how(self.memory, s)
        self._take(memory)
        self._go(at=0, note=words.taught(memory, told, name))


def explore_hopfield(patterns: Any = "letters", **settings) -> HopfieldExplorer:
    """Return an explorable of the Hopfield memory.

    `patterns` are "letters", "digits", "large digits", "random", "own" (what you draw) or "two" (neurons); or
    pictures of your own, as an array (P, h, w) or one (h, w): True is ink, and so is +1 where all numbers are
    -1 or +1; of other numbers, shades from 0 to 255 say, those above the middle of their range are ink. More
    than 32 cells across or down are scaled down. A picture in a file is opened by a button.

    `settings` set controls: `which` (letters or digits that are stored first), `stored` (how many, 0 to
    26), `rule` ("hebb", "pseudo-inverse", "storkey" or "modern"), `lr`, `diagonal`, `cue` ("stored",
    "negative", "mixture", "random", "blank"), `share` (damaged: 0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4 or
    0.5), `order` ("random", "fixed" or "synchronous"), `T`, `beta` and `seed` (0 to 9999). Raises
    ValueError for anything else.
    """
    if isinstance(patterns, str):
        return HopfieldExplorer(settings_from(settings, NEUTRAL) | dict(patterns=patterns))
    given = from_arrays(patterns)
    return HopfieldExplorer(
        settings_from(settings, NEUTRAL | dict(stored=len(given.X))) | dict(patterns=GIVEN), given
    )
