"""Balls on the landscape of a loss over w and b: what the explorables of a neuron with one input share."""

import functools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import ipywidgets as widgets
import numpy as np

from nnlab import checks, neuron
from nnlab.activations import ACTIVATIONS
from nnlab.data import Data
from nnlab.descent import Step, descend
from nnlab.explore.kit.controls import Number, choice
from nnlab.explore.kit.csv_input import readable
from nnlab.explore.kit.editable_samples import Points
from nnlab.explore.kit.explorer import Explorer, handler
from nnlab.explore.kit.handles import ARROWS
from nnlab.explore.kit.numbers import plain
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import sample_list
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.pictures import Curves, Landscape, Response, style

RATES = (*(float(f"{m}e{e}") for e in range(-3, 2) for m in (1, 2, 5)), 100.0)
STEEPNESSES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
CORNER = (-5.0, -5.0)
STARTS = {(-4.0, 1.0): "w = −4, b = 1", CORNER: "w = −5, b = −5", (0.0, 0.0): "w = 0, b = 0"}
MINE = "where I put it"
OWN = "your own"
SETS = {  # one input x, and the class
    "overlapping": (
        [-3, -2.2, -1.4, -0.9, -0.7, -0.1, 0.2, 0.6, 1.1, 1.5, 2.3, 3],
        [0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1],
    ),
    "apart": ([-3, -2.2, -1.5, -0.6, 0.6, 1.3, 2.4, 3], [0, 0, 0, 0, 1, 1, 1, 1]),
    "far from 0": ([2, 2.5, 3, 3.4, 3.9, 4.1, 4.6, 5, 5.5, 6], [0, 0, 0, 0, 1, 0, 1, 1, 1, 1]),
    "one sample": ([1], [1]),
    OWN: ([], []),
}
TARGETS = [("0 and 1", 0), ("−1 and 1", -1)]  # the target of class 0
IF_NONE = dict(activation="sigmoid", low=0)  # what holds where there is no such control
GRIDS = ((30, 91), (100, 61), (math.inf, 31))  # up to so many samples, so fine a map: quick enough to play
FLAT = 1e-3  # a gradient shorter than this is called flat
HINT = (
    "Click into a landscape, or drag: put the ball there. Click among the samples: add one, of class 1 if "
    "near the top; drag: move it; Alt-click or right-click: remove it. By keyboard, on the picture: arrows "
    "move the ball (with Shift less far); Enter begins to put samples: then arrows and Enter add, Delete "
    "removes, Escape goes back to the ball; Ctrl+Z undoes"
)


@dataclass(frozen=True, eq=False)
class Balls:
    """Where the balls stand after k steps: each is a step of descent on a landscape of its own."""

    k: int
    steps: tuple[Step, ...]


def heights(
    places: np.ndarray, x: np.ndarray, targets: np.ndarray, *, activation: str, kind: str, steepness: float
) -> np.ndarray:
    """The loss ``(m,)`` of a neuron with w, b at each of ``places (m, 2)``, for inputs ``x (n,)``.

    The same numbers as ``neuron.loss``, but for all places at once: a map takes thousands of them.
    """
    z = steepness * (np.outer(places[:, 0], x) + places[:, 1:])  # (m, n)
    if kind == "cross_entropy":
        return np.mean(np.maximum(z, 0) - targets * z + np.log1p(np.exp(-np.abs(z))), axis=1)
    error = ACTIVATIONS[activation].f(z) - targets
    return {"sse": 1.0, "half_sse": 0.5, "mse": 1 / len(x)}[kind] * np.vecdot(error, error)


def answer(a: float) -> str:
    """What a neuron says: a sigmoid comes near 0 and 1, and never says either."""
    if 0 < a < 0.0001:
        return "less than 0.0001"
    return "more than 0.9999" if 0.9999 < a < 1 else f"{a:.4f}".replace("-", "−")


class Neurons(Explorer):
    """What both explorables share: samples with one input, landscapes over w and b, and a ball on each.

    ``kinds`` are the losses, one for each ball. All balls start at the same place.
    """

    def __init__(self, stage: Stage, controls: dict, **kwargs) -> None:
        self.place = np.zeros(2)  # where the balls start
        self._mine: np.ndarray | None = None  # where the reader has put them
        self._own: tuple | None = None  # the reader's own samples, while others are shown
        self.points = Points(self.response.ax)
        self.undo_button = widgets.Button(
            description="Undo", tooltip="undo a change of samples", layout=widgets.Layout(width="76px")
        )
        super().__init__(stage, controls, **kwargs)
        self.undo_button.on_click(self._on_undo)

    # -- what a subclass has ------------------------------------------------------------------------------

    response: Response
    landscapes: list[Landscape]
    curves: Curves

    def setting(self, name: str):
        """The value of a control, or what stands in its place where there is none."""
        return self[name] if name in self.controls else IF_NONE[name]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The loss of each ball."""
        return (self["kind"],)

    # -- samples, losses, the run -------------------------------------------------------------------------

    @property
    def x(self) -> np.ndarray:
        """The samples' one input ``(n,)``."""
        return self.points.X[:, 0]

    @property
    def targets(self) -> np.ndarray:
        """What the neuron is asked to answer ``(n,)``: 1 for class 1, and ``low`` for class 0."""
        return np.where(self.points.y == 1, 1.0, float(self.setting("low")))

    def _take_samples(self) -> None:
        name = self["data"]
        if isinstance(name, Data):
            x, y, self._names = name.X[:, 0], name.y, (name.features[0], name.classes)
        else:
            x, y = (np.array(column, float) for column in SETS[name])
            self._names = "input $x$", ("0", "1")
        if name == OWN and self._own is not None:
            x, y = self._own
        self.points.take(None)
        self.points.X, self.points.y = np.column_stack([x, y]), y.astype(int)
        self.points.held = np.zeros(len(y), bool)
        low, high = (x.min(), x.max()) if len(x) and name != OWN else (-3.0, 3.0)
        room = 0.15 * (high - low) or 2.5
        self._span = low - room, high + room

    def _learn_from(self) -> None:
        """The losses and their landscapes for the samples and settings as they are."""
        self.losses: list[Callable | None] = []
        self.refusals: list[str] = []
        self.heights: list[Callable | None] = []
        x, targets, reach = self.x, self.targets, self["reach"]
        grid = next(grid for most, grid in GRIDS if len(x) <= most)
        for landscape, kind in zip(self.landscapes, self.kinds):
            refusal = self._refusal(kind)
            how = dict(activation=self.setting("activation"), kind=kind, steepness=self["steepness"])
            self.refusals.append(refusal)
            self.losses.append(None if refusal else neuron.loss(x[:, None], targets, **how))
            landscape.relabel(style.equal_units(landscape.ax, ((-reach, reach), (-reach, reach))), grid)
            # A step has heights, though no slope; but not everything has a cross-entropy.
            defined = len(x) and not (refusal and kind == "cross_entropy")
            height = functools.partial(heights, x=x, targets=targets, **how) if defined else None
            self.heights.append(height)
            landscape.heights(height)

    def _refusal(self, kind: str) -> str:
        """Why no ball can roll on the landscape of this loss, in a sentence; empty if it can."""
        if not len(self.x):
            return "No samples yet. Click into the picture of the answer: at the top for class 1, or lower."
        activation, low = self.setting("activation"), self.setting("low")
        if kind == "cross_entropy" and (activation != "sigmoid" or low != 0):
            return (
                "Cross-entropy takes the logarithm of an answer, as of a probability. So it needs answers "
                "and targets between 0 and 1: a sigmoid, and targets 0 and 1. Choose another loss, or these."
            )
        try:
            neuron.loss(self.x[:, None], self.targets, activation=activation, kind=kind)
        except ValueError as error:  # a step, which says itself why
            told = str(error).split(": ", 1)[-1]
            return f"{told[0].upper()}{told[1:]}."
        return ""

    def _run(self) -> Callable[[Balls | None], Iterator[Balls]]:
        """A run with the settings as they are now; the player may play it again when they are others."""
        losses, heights, lr, place = self.losses, self.heights, self["lr"], self.place.copy()

        def run(start: Balls | None) -> Iterator[Balls]:
            starts = [place] * len(losses) if start is None else start.steps
            if any(loss is None for loss in losses):
                at = [s.theta if isinstance(s, Step) else s for s in starts]
                values = [h(p[None])[0] if h else math.nan for h, p in zip(heights, at)]
                k = 0 if start is None else start.k
                yield Balls(k, tuple(Step(k, p, value, np.zeros(2)) for p, value in zip(at, values)))
                return
            for steps in zip(*(descend(loss, s, lr=lr) for loss, s in zip(losses, starts))):
                yield Balls(steps[0].k, steps)

        return run

    def _measure(self, balls: Balls) -> tuple[float, ...]:
        """For each ball its loss, w and b."""
        return tuple(number for step in balls.steps for number in (step.value, *step.theta))

    def _begin(self) -> None:
        """A fresh run from the place of the start."""
        self._learn_from()
        self._since = 0  # the step from which on the settings are what they are
        self.player = Player(self._run(), measure=self._measure, max_bytes=4_000_000)

    def _go_on(self) -> None:
        """The balls go on from where they are, with the settings as they are now."""
        if any(step.diverged for step in self.player.step.steps):
            self._begin()  # nothing is left to go on from
        else:
            self._learn_from()
            self._since = self.player.position
            self.player.branch(self._run())

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """The samples and answers, the landscapes with their balls, and the losses so far."""
        balls, points, targets = self.player.step, self.points, self.targets
        numbers, rows, now = self.player.history()
        self.response.samples(self.x, targets, points.y)
        places = np.linspace(*self._span, 401)
        with np.errstate(over="ignore", invalid="ignore"):
            A = np.column_stack([self.answers(step.theta, places) for step in balls.steps])
            a = self.answers(balls.steps[0].theta, self.x)
        self.response.answers(places, A)
        if len(balls.steps) == 1:
            self.response.wrong_by(self.x, targets, a)
            yes = places[A[:, 0] >= self.middle]
            self.response.says_yes(*((yes[0], yes[-1]) if len(yes) else (0, 0)))
        self.response.cursor(points.cursor)
        for i, (landscape, step) in enumerate(zip(self.landscapes, balls.steps)):
            path = rows[: now + 1, 3 * i + 1 : 3 * i + 3]
            ahead = None if self.losses[i] is None or step.diverged else -self["lr"] * step.gradient
            landscape.ball(step.theta, step=ahead, path=path)
        self.curves.update(numbers, rows[:, ::3], now)
        self.stage.alt = (
            f"{len(points.y)} samples with one input, the answers to them of "
            f"{'one neuron' if len(balls.steps) == 1 else 'two neurons'}, and the loss as a landscape over "
            f"w and b; after {balls.k} steps"
        )

    def answers(self, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
        """The neuron's answers ``(m,)`` to inputs ``x (m,)``; also where theta has diverged."""
        z = np.nan_to_num(self["steepness"] * (theta[0] * x + theta[1]))
        return np.asarray(ACTIVATIONS[self.setting("activation")].f(z), float)

    @property
    def middle(self) -> float:
        """The answer half-way between a no and a yes."""
        return (1 + self.setting("low")) / 2

    def _wrong(self, step: Step) -> int:
        with np.errstate(over="ignore", invalid="ignore"):
            return int(np.sum((self.answers(step.theta, self.x) >= self.middle) != (self.points.y == 1)))

    # -- what the reader does -----------------------------------------------------------------------------

    def restart(self) -> None:
        """Fresh samples, and the balls at their start."""
        self._take_samples()
        self._place_start()
        self._label()
        self._begin()

    def _place_start(self) -> None:
        if self["start"] != MINE:
            self.place = np.array(self["start"], float)
        elif self._mine is not None:
            self.place = self._mine
        else:  # nowhere yet: where the ball is now
            self.place = np.nan_to_num(self.player.step.steps[0].theta)

    def _label(self) -> None:
        bottom = -1.3 if -1 in (self.setting("low"), ACTIVATIONS[self.setting("activation")].low) else -0.3
        self.response.ax.set(xlim=self._span, ylim=(bottom, 1.3), xlabel=self._names[0])

    def changed(self, *names: str) -> None:
        """Controls moved: the balls go on from where they are; other samples or another start begin anew."""
        if "data" in names:
            if self.points.past:
                self._own = self.x.copy(), self.points.y.copy()
            self._take_samples()
            self._place_start()
            self._label()
            self._begin()
        elif "start" in names:
            self._place_start()
            self._begin()
        elif set(names) == {"reach"}:
            self._learn_from()
        else:
            self._label()
            self._samples_changed()

    def put(self, place: np.ndarray) -> None:
        """Puts the balls on this place of their landscapes, and begins anew there."""
        self._set_silently(dict(start=MINE))
        self.place = self._mine = np.asarray(place, float)
        self._begin()

    def pointed(self, pointer: Pointer) -> None:
        """A click on a landscape puts the balls there; one among the samples changes them."""
        if pointer.kind in ("press", "drag") and any(pointer.axes is land.ax for land in self.landscapes):
            self.points.cursor = None
            self.put(np.array([pointer.x, pointer.y]))
        elif pointer.axes is self.response.ax and pointer.kind in ("press", "drag", "release"):
            up = pointer.y >= self.middle
            self.points.adds = int(up)
            height = 1.0 if up else float(self.setting("low"))
            if pointer.kind != "drag" and abs(pointer.y - height) < 0.12 * self._height():
                pointer = replace(pointer, y=height)  # a sample stands exactly there: take hold of that one
            if self.points.pointed(replace(pointer, shift=False)):
                # The height at which a sample is put down says of which class it is.
                self.points.y = (self.points.X[:, 1] >= self.middle).astype(int)
                self._samples_changed()

    def _off_the_map(self) -> str:
        """A word on balls that have rolled out of what is seen."""
        for landscape, step in zip(self.landscapes, self.player.step.steps):
            low, high = np.transpose([landscape.ax.get_xlim(), landscape.ax.get_ylim()])
            if not ((low <= step.theta) & (step.theta <= high)).all():
                return "The ring: the ball has left the map. Choose a wider map of w and b."
        return ""

    def _height(self) -> float:
        bottom, top = self.response.ax.get_ylim()
        return top - bottom

    def _samples_changed(self) -> None:
        """Samples stand at the height of their class's target."""
        self.points.X[:, 1] = self.targets
        self._go_on()

    def typed(self, key: str, shift: bool) -> None:
        """Arrows move the balls; Enter begins to put samples, which then the arrows do, until Escape."""
        points, low = self.points, float(self.setting("low"))
        if points.cursor is not None and key in ("ArrowUp", "ArrowDown"):
            points.cursor[1] = 1.0 if key == "ArrowUp" else low  # there is no height between the classes
        elif key == "undo" or (points.cursor is not None and key != "Enter"):
            bottom, top = self.response.ax.get_ylim()
            points.limits = self._span, (bottom, top)
            if points.typed(key, shift):
                self._samples_changed()
        elif key == "Enter" and points.cursor is None:
            points.cursor = np.array([np.mean(self._span), 1.0])
        elif key == "Enter":
            points.add(points.cursor, y=int(points.cursor[1] >= self.middle))
            self._samples_changed()
        elif key in ARROWS:
            way = np.array(ARROWS[key]) * self["reach"] / (100 if shift else 20)
            self.put(np.nan_to_num(self.player.step.steps[0].theta) + way)

    @handler
    def _on_undo(self, _button) -> None:
        if self.points.undo():
            self._samples_changed()


def samples(given: Data | None, settings: dict) -> widgets.Dropdown:
    """The choice of samples, those ``given`` first."""
    return sample_list(SETS, given, settings["data"])


def rate(lr: float) -> Number:
    """The learning rate, over powers of ten."""
    return Number(lr, "learning rate η", RATES, low=1e-6, high=1e4, width="225px")


def steepness(value: float) -> Number:
    """The steepness, from flat to nearly a step."""
    return Number(value, "steepness", STEEPNESSES, low=0.01, high=1000, width="170px")


def starts(start: tuple[float, float]) -> widgets.Dropdown:
    """The choice of a start (w, b)."""
    places = {**STARTS, start: STARTS.get(start, f"w = {plain(start[0])}, b = {plain(start[1])}")}
    return choice([*((text, place) for place, text in places.items()), (MINE, MINE)], start, "start")


def part_of_the_map(reach: float) -> widgets.Dropdown:
    """How much of the landscape is seen."""
    return choice([(f"±{r:g}", r) for r in (3.0, 6.0, 10.0, 20.0, 50.0)], reach, "map of w and b")


def checked(data: str | Data, settings: dict, known: dict) -> tuple[Data | None, dict]:
    """What an explorable is made from: the reader's own data or None, and settings that all are ``known``."""
    if unknown := set(settings) - set(known):
        raise ValueError(f"settings: expected some of {sorted(known)}, got {sorted(unknown)}")
    if "start" in settings:
        settings = settings | dict(start=tuple(checks.parameters(settings["start"], 2, "start").tolist()))
    if isinstance(data, Data):
        return readable(data), settings
    if data not in SETS:
        raise ValueError(f"data: expected one of {list(SETS)} or a Data, got {data!r}")
    return None, settings | dict(data=data)
