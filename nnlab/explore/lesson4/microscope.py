"""The microscope: one sample goes forward through a network and its error comes back, number by number."""

from functools import lru_cache
from itertools import islice

import ipywidgets as widgets
import numpy as np

from nnlab import backprop_steps
from nnlab.checks import parameters
from nnlab.explore.kit.controls import Number, choice, row, whole
from nnlab.explore.kit.explorer import KEYS, Explorer, handler
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson4 import formulas
from nnlab.explore.lesson4.network import KINDS
from nnlab.network import Network, loss
from nnlab.pictures import NetworkDiagram, style
from nnlab.pictures.network_diagram import RED, key

WIDTH, HEIGHT = 1064, 580
SIZES = {"2-2-1": (2, 2, 1), "2-3-1": (2, 3, 1), "3-4-1": (3, 4, 1), "3-4-2": (3, 4, 2)}
SAMPLES = np.array(
    [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], float
)  # x1, x2, and a third that is always 1
ANSWERS = np.array([[0, 0], [1, 0], [1, 0], [0, 1]], float)  # x1 xor x2, x1 and x2
HIDDEN = ("sigmoid", "tanh", "relu", "linear")
RATES = (0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 1.6, 3.0, 10.0)
RANDOM, BY_HAND, ZEROS, SATURATED, GIVEN = "random", "by hand", "zeros", "one saturated", "given"
HAND = np.array([[1, -1, 2, 3, -1, 1], [4, -2, -1, 0, 0, 0]], float).ravel()[:9]  # z = 0 everywhere at (1, 0)
HUNTS = dict(
    zip(
        ("bug A", "bug B", "bug C", "bug D"),
        (backprop_steps.EARLY, backprop_steps.NO_BIAS, backprop_steps.NO_SLOPE, backprop_steps.OF_Z),
    )
)
NONE = "none"
SPEEDS = [1, 2, 5, 15]
NUDGE = 1e-5
FORMULA = 17  # points
PASSES = 300  # over the four samples, in the small chart
HINT = (
    "Point at a wire: its weight is nudged, and the two gradients are compared. Drag up or down: change "
    "its weight. By keyboard, on the picture: left and right choose a wire, up and down change its weight "
    "(with Shift by less), Ctrl+Z undoes"
)

NEUTRAL = dict(
    sizes="2-2-1", sample=2, start=RANDOM, activation="sigmoid", kind="half_sse", lr=1.6, seed=178, bug=NONE,
    check=True,
)  # fmt: skip
PRESETS = {
    "By hand: every number is short": dict(start=BY_HAND),
    "A saturated neuron learns next to nothing": dict(start=SATURATED),
    "From zero no hidden neuron is told anything": dict(start=ZEROS),
    "Two outputs: two deltas meet in every hidden neuron": dict(sizes="3-4-2", sample=3),
    "Bug hunt: A": dict(bug="bug A"),
    "Bug hunt: B": dict(bug="bug B"),
    "Bug hunt: C": dict(bug="bug C"),
    "Bug hunt: D": dict(bug="bug D"),
    "A wrong sign, which training does reveal": dict(bug=backprop_steps.SIGN),
}
DOES = {  # what the picture calls it, and the title of the step
    "input": ("a", "the sample comes in"),
    "z": ("z", "add up what comes in, each times its weight"),
    "a": ("a", "the activation: what it says"),
    "loss": ("loss", "compare with the right answer"),
    "error": ("error", "how the loss changes with what it says"),
    "delta": ("delta", "times the slope: how the loss changes with z"),
    "gradient": ("gradient", "what came in, times delta"),
    "update": ("weight", "one step of descent"),
}


class Microscope(Explorer):
    """Made by ``explore_microscope``; see there."""

    def __init__(self, given: np.ndarray | None, settings: dict) -> None:
        settings = NEUTRAL | ({} if given is None else dict(start=GIVEN)) | settings
        starts = [*([GIVEN] if given is not None else []), RANDOM, BY_HAND, ZEROS, SATURATED]
        bugs = [NONE, *HUNTS, *backprop_steps.BUGS]
        self.net = self._network(settings)
        self.given = None if given is None else parameters(given, self.net.size)
        controls = dict(
            sizes=choice([*SIZES], settings["sizes"], "network"),
            sample=choice([("0, 0", 0), ("0, 1", 1), ("1, 0", 2), ("1, 1", 3)], settings["sample"], "x₁, x₂"),
            start=choice(starts, settings["start"], "start weights"),
            activation=choice(HIDDEN, settings["activation"], "hidden activation"),
            kind=choice(KINDS, settings["kind"], "loss"),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-4, high=1e4),
            seed=whole(settings["seed"], 0, 9999, "seed"),
            bug=choice(bugs, settings["bug"], "mistake built in"),
            check=widgets.Checkbox(settings["check"], description="mark wrong gradients", indent=False),
            edge=choice(self._edge_names(), 0, "wire"),
            weight=Number(0.0, "its weight", np.round(np.arange(-5, 5.01, 0.1), 1), low=-100, high=100),
        )
        small = widgets.Layout(width="auto")
        self.apply_button = widgets.Button(
            description="Apply the update", tooltip="these new weights become the weights", layout=small
        )
        self.undo_button = widgets.Button(description="Undo", tooltip="the weights as before", layout=small)
        stage = Stage(WIDTH, HEIGHT, bar=True, speeds=SPEEDS, speed=2, hint=f"{HINT}; {KEYS}.", hovers=True)
        self._make_pictures(stage)
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.apply_button.on_click(self._on_apply)
        self.undo_button.on_click(self._on_undo)
        self.lay_out(
            above=[
                row(self.preset, controls["sizes"], controls["sample"], controls["bug"]),
                row(
                    controls["edge"],
                    controls["weight"],
                    self.apply_button,
                    self.undo_button,
                    controls["check"],
                ),
            ],
            below=[
                row(controls["lr"], controls["start"], controls["seed"], self.reset_button),
                row(controls["activation"], controls["kind"]),
            ],
        )
        self.restart()
        self.publish()

    # -- the network and its walk -------------------------------------------------------------------------

    @staticmethod
    def _network(values) -> Network:
        return Network(SIZES[values["sizes"]], (values["activation"], "sigmoid"))

    def _edge_names(self) -> list[tuple[str, int]]:
        """The edges for the list, in the order of theta."""
        down = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
        names = []
        for number, (l, i, j) in enumerate(backprop_steps.edges(self.net)):
            bias = i == self.net.sizes[l - 1]
            name = f"b{j + 1}" if bias else f"w{i + 1}{j + 1}"
            names.append((f"{name.translate(down)} into {'hidden' if l == 1 else 'output'}", number))
        return names

    @property
    def bug(self) -> str | None:
        """The mistake that is built in."""
        return None if self["bug"] == NONE else HUNTS.get(self["bug"], self["bug"])

    def _first_theta(self) -> np.ndarray:
        """The start weights, short ones."""
        net, start = self.net, self["start"]
        if start == GIVEN:
            return self.given.copy()
        if start == BY_HAND:
            return HAND.copy()
        theta = np.round(np.random.default_rng(self["seed"]).uniform(-2, 2, net.size), 1)
        if start == ZEROS:
            theta[:] = 0.0
        elif start == SATURATED:
            net.layers(theta)[0].b[0] = 9.0
        return theta

    def _rewire(self) -> None:
        """Another network: other artists, another list of edges."""
        self.net = self._network({name: self[name] for name in ("sizes", "activation")})
        if self.wiring.sizes != self.net.sizes:
            self.wiring.rewire(self.net.sizes)
            self._list_artists(self.stage)
            self.stage.redraw()
            self._silent = True
            try:
                self.controls["edge"].options = self._edge_names()
                self.controls["edge"].value = 0
            finally:
                self._silent = False

    def restart(self) -> None:
        """The start weights, and the first step."""
        if self["start"] == BY_HAND and self.net.sizes != SIZES["2-2-1"] != SIZES[self["sizes"]]:
            self._set_silently(dict(start=RANDOM))
        self._rewire()
        self.first = self._first_theta()
        self.theta, self.past = self.first, []
        self.applied: list[float] = []  # the losses before each update, in a row
        self.hovered: tuple | None = None
        self._held: tuple | None = (
            None  # the edge in hand: its number, and where and with which weight it began
        )
        self._chosen_at = None
        self._walk(at=0)

    def _walk(self, at: int | None = None) -> None:
        """Walks anew with weights and controls as they are, and shows step ``at``, or the same as before."""
        at = self.player.position if at is None else at
        x, y = SAMPLES[self["sample"], : self.net.sizes[0]], ANSWERS[self["sample"], : self.net.sizes[-1]]
        self.x, self.y = x, y
        self.loss = loss(self.net, x[None], y[None], self["kind"])
        settings = dict(kind=self["kind"], lr=self["lr"], bug=self.bug)
        self.steps = list(backprop_steps.steps(self.net, self.theta, x, y, **settings))
        self.edges = backprop_steps.edges(self.net)
        self.gradient = backprop_steps.collect(self.net, self.steps)
        self.updated = backprop_steps.collect(self.net, self.steps, "update")
        self.numeric = self._nudged()
        self.wrong = {
            e for e, g, n in zip(self.edges, self.gradient, self.numeric) if not self._agree(e, g, n)
        }
        self.player = Player(lambda start: iter(self.steps[start.k if start else 0 :]))
        self.player.seek(len(self.steps))  # all of them are there already
        self.player.seek(min(at, len(self.steps) - 1))
        self._set_silently(dict(weight=float(self.theta[self["edge"]])))

    def _nudged(self) -> np.ndarray:
        """The slope of the loss (p,): each weight once a little larger and once a little smaller."""
        with np.errstate(over="ignore", invalid="ignore"):
            ways = NUDGE * np.eye(self.net.size)
            ends = [self.loss(self.theta + way)[0] - self.loss(self.theta - way)[0] for way in ways]
        return np.array(ends) / (2 * NUDGE)

    def _agree(self, edge, gradient: float, numeric: float) -> bool:
        """Whether the two gradients are the same, as far as such a nudge can tell."""
        return abs(gradient - numeric) <= 1e-6 * abs(gradient) + 1e-8 or self._at_a_kink(edge)

    def _at_a_kink(self, edge) -> bool:
        """Whether the edge leads to a relu at its corner: two slopes meet there, a nudge finds neither."""
        l, _, j = edge
        z = {step.where[0]: step.value for step in self.steps if step.does == "z"}
        return self.net.activations[l - 1] == "relu" and abs(z[l, j]) < 2 * NUDGE

    def _focus(self) -> tuple:
        """The edge that is looked at: under the pointer, or chosen since the last step, or the step's own."""
        if self.hovered is not None:
            return self.hovered
        step, chosen = self.player.step, self.edges[self["edge"]]
        own = step.where if step.does in ("gradient", "update") else ()
        return own[0] if own and self._chosen_at != self.player.position and chosen not in own else chosen

    # -- what is seen -------------------------------------------------------------------------------------

    def _make_pictures(self, stage: Stage) -> None:
        self.ax = stage.figure.add_axes((0, 0, 1, 1))
        self.ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
        self.ax.set_axis_off()
        self.wiring = NetworkDiagram(
            self.ax, self.net.sizes, room=(28, 64, WIDTH - 20, 432), text=formulas.number
        )
        write = dict(va="center", color=style.INK)
        self.phase = self.ax.text(20, 554, "", fontsize=15, fontweight="bold", **write)
        self.title = self.ax.text(180, 554, "", fontsize=14, **write)
        self.symbols = self.ax.text(20, 517, "", fontsize=FORMULA, **write)
        self.numbers = self.ax.text(20, 478, "", fontsize=FORMULA, **write)
        self.checked = self.ax.text(20, 27, "", fontsize=13.5, **write)
        self.chart = stage.figure.add_axes((0.79, 0.115, 0.19, 0.125))
        (
            self.bug_curve,
            self.right_curve,
        ) = (  # the dashes lie on top: they are seen on a curve that is the same
            self.chart.plot([], [], color=style.PURPLE, linewidth=4)[0],
            self.chart.plot([], [], color=style.INK, linewidth=1.6, linestyle=(0, (4, 3)))[0],
        )
        style.dress(self.chart, "", "")
        self.chart.set(xlim=(0, PASSES), ylim=(0, 1), yticks=[0, 1])
        self.chart.set_xticks([0, PASSES], ["0", f"{PASSES} passes"], ha="right")
        words = "loss in training: purple with\nthe mistake, dashed without"
        how = dict(fontsize=12, ha="right", va="center", linespacing=1.3)
        self.chart.text(-0.22, 0.3, words, **how, transform=self.chart.transAxes)
        self.chart.tick_params(labelsize=12)
        key(self.ax, WIDTH - 78, 402)
        self._list_artists(stage)

    def _list_artists(self, stage: Stage) -> None:
        texts = [self.phase, self.title, self.symbols, self.numbers, self.checked]
        stage.moving = [*self.wiring.artists, *texts, self.bug_curve, self.right_curve]

    def draw(self) -> None:
        """The numbers known so far, the formula at work, and the check of the edge that is looked at."""
        step, position = self.player.step, self.player.position
        known: dict[str, dict] = {name: {} for name, _ in DOES.values()}
        known["weight"] = dict(zip(self.edges, self.theta))
        changed = set()
        for past in self.steps[: position + 1]:
            known[DOES[past.does][0]].update(zip(past.where or [()], past.values))
            changed |= set(past.where) if past.does == "update" else set()
        focus, done = self._focus(), step.does == "update" and position == len(self.steps) - 1
        last = len(self.net.sizes) - 1
        self.wiring.update(
            **(known | {"loss": known["loss"].get(())}),
            target={(last, j): value for j, value in enumerate(self.y)},
            after=self.loss(self.updated)[0] if done else None,
            changed=changed,
            found=[(DOES[step.does][0], place) for place in step.where or [()]],
            used=self._used(step),
            wrong=self.wrong & set(known["gradient"]) if self["check"] else (),
            pointed=focus,
        )
        self._write(step, focus)
        self._draw_chart()
        self.stage.alt = (
            f"A {self['sizes']} network and one sample, step {position} of {len(self.steps) - 1}: "
            f"{self._where(step)}, {DOES[step.does][1]}"
        )

    def _used(self, step) -> list[tuple[str, tuple]]:
        """The numbers that stand in the formula of a step."""
        sizes, last = self.net.sizes, len(self.net.sizes) - 1
        if step.does == "loss":
            return [("a", (last, j)) for j in range(sizes[-1])]
        if step.does in ("input", "update"):
            return []
        l, *rest = step.where[0]
        if step.does == "z":
            sources = range(sizes[l - 1] + 1)
            return [u for i in sources for u in (("weight", (l, i, *rest)), ("a", (l - 1, i)))]
        if step.does == "a":
            return [("z", (l, *rest))]
        if step.does == "gradient":
            return [("a", (l - 1, rest[0])), ("delta", (l, rest[1]))]
        if step.does == "error" and l < last:
            return [
                u for m in range(sizes[l + 1]) for u in (("weight", (l + 1, *rest, m)), ("delta", (l + 1, m)))
            ]
        return [("a", (l, *rest)), *([("error", (l, *rest))] if step.does == "delta" else [])]

    def _write(self, step, focus) -> None:
        forward = step.does in ("input", "z", "a", "loss")
        phase, colour = ("forward  →", style.YES) if forward else ("←  backward", style.PURPLE)
        if step.does == "update":
            phase, colour = "update", style.GREEN
        self.phase.set(text=phase, color=colour)
        self.title.set_text(f"{self._where(step)}: {DOES[step.does][1]}")
        if step.does == "update":
            at = step.where.index(focus) if focus in step.where else 0
            symbols, numbers = formulas.update(step, self.net, at)
            value = step.values[at]
        else:
            (symbols, numbers), value = formulas.formula(step, self.net, self["kind"]), step.value
        result = (
            f"({', '.join(map(formulas.tex, step.values))})" if step.does == "input" else formulas.tex(value)
        )
        self.symbols.set_text(f"${symbols}$")
        self.numbers.set_text(
            f"$= {numbers}$" + rf" $=\; \mathbf{{{result}}}$" if numbers else rf"$=\; \mathbf{{{result}}}$"
        )
        for line in (self.symbols, self.numbers):  # as large as fits
            line.set_fontsize(FORMULA)
            width = line.get_window_extent(self.stage.figure.canvas.get_renderer()).width
            room = (WIDTH - 40) / WIDTH * self.stage.figure.bbox.width
            line.set_fontsize(FORMULA * min(1.0, room / width))
        self._write_check(focus)

    def _write_check(self, focus) -> None:
        at = self.edges.index(focus)
        name = formulas.edge(self.net, *focus)
        numeric = self.numeric[at]
        nudging = rf"(L_+ - L_-)\,/\,2\varepsilon = {formulas.tex(numeric)}"
        told = f"${formulas.slope_of_loss(name)}$:   nudging gives  ${nudging}$"
        computed = any(
            s.does == "gradient" and s.where[0] == focus for s in self.steps[: self.player.position + 1]
        )
        colour = style.INK
        if computed:
            told += f",   backpropagation  ${formulas.tex(self.gradient[at])}$"
            if focus in self.wrong:
                told, colour = told + ":  they disagree!", RED
            else:
                told += ":  a kink, no slope" if self._at_a_kink(focus) else r"  $\checkmark$"
        self.checked.set(text=told, color=colour)

    def _draw_chart(self) -> None:
        bug = self.bug
        self.chart.set_visible(bug is not None)
        if bug is not None:
            setting = (self.net, self["kind"], self["lr"], tuple(self.first))
            for curve, mistake in ((self.right_curve, None), (self.bug_curve, bug)):
                curve.set_data(*_trained(*setting, mistake))
            top = style.round_up(
                max(1e-3, *self.right_curve.get_ydata()[:1], *style.finite(self.bug_curve.get_ydata()))
            )
            if self.chart.get_ylim() != (0, top):
                self.chart.set(ylim=(0, top), yticks=[0, top])

    def _where(self, step) -> str:
        """The place of a step, in words."""
        last = len(self.net.sizes) - 1
        if step.does == "input":
            return "inputs"
        if step.does == "loss":
            return "loss"
        l, *rest = step.where[0]
        layer = "output" if l == last else "hidden"
        if step.does == "update":
            return f"weights into the {layer} layer"
        name = f"{layer} neuron {rest[-1] + 1}" if self.net.sizes[l] > 1 else f"{layer} neuron"
        if step.does != "gradient":
            return name
        i = rest[0]
        before = "input" if l == 1 else "hidden neuron"
        return f"bias of {name}" if i == self.net.sizes[l - 1] else f"wire from {before} {i + 1} to {name}"

    def sentence(self) -> str:
        """What this step does and why, in plain words."""
        step = self.player.step
        parts = [self._happened(), getattr(self, f"_about_{step.does}")(step), self._about_the_check(step)]
        return " ".join(part for part in parts if part)

    def _happened(self) -> str:
        """What applying the update has done."""
        if not self.applied or self.player.position:
            return ""
        before, now, times = self.applied[-1], self.loss(self.theta)[0], len(self.applied)
        way = "fell" if now < before else "rose" if now > before else "stayed"
        updates = f"{times} update{'s' * (times > 1)} applied"
        return f"{updates}: on this sample the loss {way} from {before:.3g} to {now:.3g}."

    def _about_input(self, step) -> str:
        right = ", ".join(f"{y:g}" for y in self.y)
        x = ", ".join(f"{x:g}" for x in self.x)
        hunt = (
            " Somewhere on the way this code makes a mistake. Can you see where?"
            if self["bug"] in HUNTS
            else ""
        )
        return f"The sample ({x}) comes in; right is {right}. Press play, and watch the numbers appear.{hunt}"

    def _about_z(self, step) -> str:
        return "What comes in, times the weight of its wire; the bias is the weight of a 1. Their sum is z."

    def _about_a(self, step) -> str:
        [(l, _)] = step.where
        squeezed = {
            "sigmoid": "σ makes of z a number between 0 and 1",
            "tanh": "Tanh makes of z a number between minus 1 and 1",
            "relu": "Relu lets z through where it is positive, and says 0 elsewhere",
            "linear": "Linear passes z on as it is",
        }[self.net.activations[l - 1]]
        return f"{squeezed}: that is what this neuron says."

    def _about_loss(self, step) -> str:
        return (
            "The answer beside what is right gives one number for how wrong it is. Now the way back begins."
        )

    def _about_error(self, step) -> str:
        [(l, _)] = step.where
        if l == len(self.net.sizes) - 1:
            way = "fall" if step.value < 0 else "rise"
            return (
                f"What if the answer were slightly larger? By this slope, the loss would {way}, and so fast."
            )
        return (
            "Nobody tells this neuron what it should have said. Its share of the blame comes back "
            "through the weights: each wire out of it, times the δ at its end."
        )

    def _about_delta(self, step) -> str:
        [(l, _)] = step.where
        if self["kind"] == "cross_entropy" and l == len(self.net.sizes) - 1:
            return (
                "With the cross-entropy the slope of the sigmoid cancels: what is left is answer less target."
            )
        if self.net.activations[l - 1] in ("sigmoid", "tanh") and abs(step.value) < 0.02 * abs(step.terms[0]):
            return "The neuron is saturated: its curve is so flat here that next to nothing gets through."
        return "Times the slope of the activation at this place: the flatter it is, the less gets through."

    def _about_gradient(self, step) -> str:
        if step.value == 0 and step.terms[0] == 0:
            return "What came in here is 0, so this weight had no part in the answer: its gradient is 0."
        if step.value == 0 and step.terms[1] == 0:
            return "No δ has come back here, so nothing is learned from it: the gradient is 0."
        return "A weight answers for what came in through it, times the δ at its end. That is its gradient."

    def _about_update(self, step) -> str:
        if self.player.position < len(self.steps) - 1:
            return "Every weight takes a step against its gradient, η times as long."
        now, after = self.loss(self.theta)[0], self.loss(self.updated)[0]
        way = "falls" if after < now else "rises" if after > now else "stays"
        return f"All weights have moved: on this sample the loss {way} from {now:.3g} to {after:.3g}."

    def _about_the_check(self, step) -> str:
        """What the comparison with the nudged loss says, and at the end which mistake it was."""
        if step.does == "gradient" and step.where[0] in self.wrong and self["check"]:
            return "But nudging the weight says otherwise: this gradient is wrong."
        if self.player.position < len(self.steps) - 1:
            return ""
        if not self.wrong:
            return "All gradients agree with the nudged ones."
        told = f"{len(self.wrong)} of {len(self.edges)} gradients disagree with the nudged ones."
        if self["bug"] in backprop_steps.BUGS:
            return f"{told} Built in: {backprop_steps.BUGS[self['bug']]}."
        return (
            f"{told} Which step spoiled them?"
            if self["check"]
            else "Do all gradients agree with the nudged ones?"
        )

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Controls moved: the same step with them, or from the beginning where the weights are new."""
        if {"start", "seed", "sizes"} & set(names):
            if "start" in names and self["start"] == BY_HAND:
                self._set_silently(dict(sizes="2-2-1", sample=2))
            elif self["start"] in (BY_HAND, GIVEN) and self.net.sizes != SIZES[self["sizes"]]:
                self._set_silently(dict(start=RANDOM))
            self.stage.playing = False
            self.restart()
        elif "edge" in names:
            self._choose(self["edge"])
        elif "weight" in names:
            self._put(self["edge"], self["weight"])
        elif {"sample", "activation", "kind", "lr", "bug"} & set(names):
            self._rewire()
            self._walk()

    def _choose(self, number: int) -> None:
        self._set_silently(dict(edge=number, weight=float(self.theta[number])))
        self._chosen_at, self.hovered = self.player.position, None

    def _put(self, number: int, weight: float, *, remember: bool = True) -> None:
        """Another weight for one edge."""
        if remember:
            self.past = [*self.past[-99:], self.theta]
        self.theta = self.theta.copy()
        self.theta[number] = weight
        self.applied = []
        self._walk()

    def pointed(self, pointer: Pointer) -> None:
        """The edge under the pointer is looked at; a drag changes its weight."""
        edge = self.wiring.near(pointer.x, pointer.y) if pointer.axes is self.ax else None
        if pointer.kind in ("move", "leave"):
            self.hovered = edge
        elif pointer.kind == "press":
            self._held = None
            if edge is not None:
                number = self.edges.index(edge)
                self._choose(number)
                self._held = (number, pointer.y, self.theta[number])
                self.past = [*self.past[-99:], self.theta]
        elif pointer.kind == "drag" and self._held is not None and pointer.axes is self.ax:
            number, y, weight = self._held
            self._put(
                number, float(np.clip(round(weight + (pointer.y - y) / 50, 1), -100, 100)), remember=False
            )

    def typed(self, key: str, shift: bool) -> None:
        """The same by keyboard."""
        number = self.edges.index(self._focus())
        if key in ("ArrowLeft", "ArrowRight"):
            self._choose((number + (1 if key == "ArrowRight" else -1)) % len(self.edges))
        elif key in ("ArrowUp", "ArrowDown"):
            self._choose(number)
            by = (0.01 if shift else 0.1) * (1 if key == "ArrowUp" else -1)
            self._put(number, float(np.clip(round(self.theta[number] + by, 3), -100, 100)))
        elif key == "undo":
            self._undo()

    def _undo(self) -> None:
        if self.past:
            self.theta, self.applied = self.past.pop(), []
            self._walk()

    @handler
    def _on_undo(self, _button) -> None:
        self._undo()

    @handler
    def _on_apply(self, _button) -> None:
        """The update is made: the same sample once more, with the new weights."""
        if not np.isfinite(self.updated).all():
            return
        self.past = [*self.past[-99:], self.theta]
        self.applied.append(self.loss(self.theta)[0])
        self.theta = self.updated
        self._walk(at=0)


@lru_cache(maxsize=32)
def _trained(
    net: Network, kind: str, lr: float, theta: tuple, bug: str | None
) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of passes over the four samples, and the loss of all four after each."""
    X, y = SAMPLES[:, : net.sizes[0]], ANSWERS[:, : net.sizes[-1]]
    f = loss(net, X, y, kind)
    thetas = backprop_steps.train(net, np.array(theta), X, y, kind=kind, lr=lr, bug=bug)
    values = np.array([f(theta)[0] for theta in islice(thetas, PASSES + 1)])
    return np.arange(len(values)), values


def explore_microscope(sizes: tuple[int, ...] = (2, 2, 1), *, theta=None, **settings) -> Microscope:
    """An explorable of backpropagation. ``sizes`` is (2, 2, 1), (2, 3, 1), (3, 4, 1) or (3, 4, 2).

    ``theta`` are start weights of your own, in the order of `Network`. ``settings`` set controls: ``sample``
    (0 to 3), ``start`` ("random", "by hand", "zeros", "one saturated"), ``activation`` (of the hidden layer),
    ``kind`` (of loss), ``lr``, ``seed``, ``bug`` ("none", "bug A" to "bug D", or a name from
    `backprop_steps.BUGS`) and ``check`` (whether wrong gradients are marked). Raises ValueError for anything
    else.
    """
    if unknown := set(settings) - (set(NEUTRAL) - {"sizes"}):
        raise ValueError(f"settings: expected some of {sorted(NEUTRAL)}, got {sorted(unknown)}")
    names = {shape: name for name, shape in SIZES.items()}
    shape = tuple(sizes)
    if shape not in names:
        raise ValueError(f"sizes: expected one of {list(names)}, got {sizes}")
    return Microscope(theta, dict(settings, sizes=names[shape]))
