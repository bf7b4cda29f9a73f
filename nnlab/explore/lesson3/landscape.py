"""The landscape of a loss over w and b: what the explorables of a neuron with one input share."""

from dataclasses import replace

import ipywidgets as widgets
import numpy as np

from nnlab import checks
from nnlab.activations import ACTIVATIONS
from nnlab.data import Data
from nnlab.explore.kit import samples
from nnlab.explore.kit.controls import Number, choice
from nnlab.explore.kit.editable_samples import Points
from nnlab.explore.kit.handles import ARROWS
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import OWN, SampleExplorer, sample_list
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson3 import words
from nnlab.explore.lesson3.rolling import Frame, Rolling
from nnlab.pictures import Curves, Landscape, Response, style

RATES = (*(float(f"{m}e{e}") for e in range(-3, 2) for m in (1, 2, 5)), 100.0)
STEEPNESSES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
CORNER = (-5.0, -5.0)
STARTS = ((-4.0, 1.0), CORNER, (0.0, 0.0))
MINE = words.WHERE_I_PUT_IT
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
GRIDS = ((30, 91), (100, 61), (np.inf, 31))  # up to so many samples, so fine a map: quick enough to play
FLAT = 1e-3  # a gradient shorter than this is called flat


class LandscapeExplorer(SampleExplorer):
    """Abstract: samples with one input, landscapes over w and b, and a ball on each.

    An explorable with it makes `response`, `landscapes` and `curves` before it calls this `__init__`, says in
    `kinds` the losses, one for each landscape, and in `sentence()` what is seen. All balls begin at the same
    place. A sample stands in the picture of the answer as high as its target.
    """

    response: Response
    landscapes: list[Landscape]
    curves: Curves
    frame: Frame

    def __init__(self, stage: Stage, controls: dict[str, widgets.Widget], **kwargs) -> None:
        self.rolling = Rolling()
        self._mine: np.ndarray | None = None  # where the reader has put the balls
        self.points = Points(self.response.ax)
        pictures = (self.response, *self.landscapes, self.curves)
        stage.moving = [artist for picture in pictures for artist in picture.artists]
        super().__init__(stage, controls, **kwargs)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The loss of each landscape."""
        raise NotImplementedError

    @property
    def player(self) -> Player:
        """The tape of the descents."""
        return self.rolling.player

    def setting(self, name: str):
        """Return the value of a control, or what stands in its place where there is none."""
        return self[name] if name in self.controls else IF_NONE[name]

    # -- samples and learning -----------------------------------------------------------------------------

    @property
    def x(self) -> np.ndarray:
        """The samples' one input `(n,)`."""
        return self.points.X[:, 0]

    @property
    def targets(self) -> np.ndarray:
        """What the neuron is asked to answer `(n,)`: 1 for class 1, and `low` for class 0."""
        return np.where(self.points.y == 1, 1.0, float(self.setting("low")))

    def fetch(self, name: str) -> Data:
        """Return the samples of that name."""
        x, y = SETS[name]
        return Data(name, np.array(x, float)[:, None], y, (words.INPUT,), ("0", "1"))

    def limits(self) -> tuple:
        """Return ends with room on both sides of the samples, and above and below the answers."""
        x = np.array([-3.0, 3.0]) if self.data is None else self.data.X[:, 0]
        room = 0.15 * np.ptp(x) or 2.5
        return (float(x.min() - room), float(x.max() + room)), self._heights()

    def _heights(self) -> tuple[float, float]:
        """Return how far the picture of the answer goes, from the lowest target or answer up."""
        lowest = self.setting("low"), ACTIVATIONS[self.setting("activation")].low
        return -1.3 if -1 in lowest else -0.3, 1.3

    def choose_held(self) -> None:
        """Hold none out."""

    def samples_taken(self) -> None:
        """Put the samples as high as their targets."""
        self.points.X = np.column_stack([self.points.X[:, 0], self.targets])
        self._label()

    def _label(self) -> None:
        span, heights = self.points.limits[0], self._heights()
        self.points.limits = span, heights
        xlabel = words.INPUT if self.data is None else self.data.features[0]
        self.response.ax.set(xlim=span, ylim=heights, xlabel=xlabel)

    def _learn_from(self) -> None:
        """Build the losses and their maps for the samples and settings as they are."""
        how = dict(activation=self.setting("activation"), low=self.setting("low"))
        self.rolling.learn_from(self.x, self.points.y, self.kinds, **how, steepness=self["steepness"])
        self._draw_map()

    def _draw_map(self) -> None:
        reach = self["reach"]
        grid = next(grid for most, grid in GRIDS if len(self.x) <= most)
        for landscape, height in zip(self.landscapes, self.rolling.heights):
            landscape.relabel(style.equal_units(landscape.ax, ((-reach, reach), (-reach, reach))), grid)
            landscape.heights(height)

    def _begin(self) -> None:
        self.rolling.lr = self["lr"]
        self.rolling.begin()

    def _place_start(self) -> None:
        if self["start"] != MINE:
            self.rolling.place = np.array(self["start"], float)
        elif self._mine is not None:
            self.rolling.place = self._mine
        else:  # nowhere yet: where the ball is now
            self.rolling.place = self._place()

    def _place(self) -> np.ndarray:
        """Return where the first ball is now `(2,)`."""
        return np.nan_to_num(self.player.step.steps[0].theta)

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the samples and answers, the landscapes with their balls, and the losses so far."""
        rolling, points = self.rolling, self.points
        self.frame = frame = rolling.frame()
        numbers, rows, now = self.player.history()
        self.response.samples(rolling.x, rolling.targets, points.y)
        places = np.linspace(*points.limits[0], 401)
        A = np.column_stack([rolling.answers(step.theta, places) for step in frame.steps])
        self.response.answers(places, A)
        if len(frame.steps) == 1:
            self.response.wrong_by(rolling.x, rolling.targets, frame.a[:, 0])
            yes = places[A[:, 0] >= rolling.middle]
            self.response.says_yes(*((yes[0], yes[-1]) if len(yes) else (0, 0)))
        self.response.cursor(points.cursor)
        for i, (landscape, step) in enumerate(zip(self.landscapes, frame.steps)):
            path = rows[: now + 1, 3 * i + 1 : 3 * i + 3]
            landscape.ball(step.theta, step=rolling.ahead(i), path=path)
        self.curves.update(numbers, rows[:, ::3], now)
        self.stage.alt = words.alt(len(points.y), frame.k, len(frame.steps))

    def off_the_map(self) -> str:
        """Say if a ball has rolled out of what is seen."""
        for landscape, step in zip(self.landscapes, self.frame.steps):
            low, high = np.transpose([landscape.ax.get_xlim(), landscape.ax.get_ylim()])
            if not ((low <= step.theta) & (step.theta <= high)).all():
                return words.OFF_THE_MAP
        return ""

    # -- what the reader does -----------------------------------------------------------------------------

    def restart(self) -> None:
        """Take fresh samples, and put the balls at their start."""
        self.take_samples()
        self._place_start()
        self._learn_from()
        self._begin()

    def changed(self, *names: str) -> None:
        """Let the balls go on from where they are; other samples or another start begin again."""
        if "data" in names:
            self.restart()
        elif "start" in names:
            self._place_start()
            if len(names) > 1:
                self._learn_from()
            self._begin()
        elif set(names) == {"reach"}:
            self._draw_map()
        elif set(names) == {"lr"}:
            self.rolling.lr = self["lr"]
            self.rolling.go_on()
        else:
            self._label()
            self.samples_changed()

    def samples_changed(self) -> None:
        """Let the balls go on from where they are, on other landscapes."""
        self.points.X[:, 1] = self.targets
        self._learn_from()
        self.rolling.lr = self["lr"]
        self.rolling.go_on()

    def put(self, place: np.ndarray) -> None:
        """Put the balls on this place of their landscapes, and begin again there."""
        self._set_silently(dict(start=MINE))
        self.rolling.place = self._mine = np.asarray(place, float)
        self._begin()

    def pointed(self, pointer: Pointer) -> None:
        """Let a click on a landscape put the balls there, and one among the samples change these."""
        if pointer.kind in ("press", "drag") and any(pointer.axes is land.ax for land in self.landscapes):
            self.points.cursor = None
            self.put(np.array([pointer.x, pointer.y]))
        elif pointer.axes is self.response.ax and pointer.kind in ("press", "drag", "release"):
            middle = self.rolling.middle
            up = pointer.y >= middle
            self.points.adds = int(up)
            height = 1.0 if up else float(self.setting("low"))
            if pointer.kind != "drag" and abs(pointer.y - height) < 0.12 * np.ptp(
                self.response.ax.get_ylim()
            ):
                pointer = replace(pointer, y=height)  # a sample stands exactly there: take hold of that one
            if self.points.pointed(replace(pointer, shift=False)):
                # The height at which a sample is put down says of which class it is.
                self.points.y = (self.points.X[:, 1] >= middle).astype(int)
                self.samples_changed()

    def typed(self, key: str, shift: bool) -> None:
        """Let arrows move the balls; after Enter they put samples, until Escape."""
        points = self.points
        if points.cursor is not None and key in ("ArrowUp", "ArrowDown"):
            # There is no height between the classes.
            points.cursor[1] = 1.0 if key == "ArrowUp" else float(self.setting("low"))
        elif key == "undo" or (points.cursor is not None and key != "Enter"):
            super().typed(key, shift)
        elif key == "Enter" and points.cursor is None:
            points.cursor = np.array([np.mean(points.limits[0]), 1.0])
        elif key == "Enter":
            points.add(points.cursor, y=int(points.cursor[1] >= self.rolling.middle))
            self.samples_changed()
        elif key in ARROWS:
            way = np.array(ARROWS[key]) * self["reach"] / (100 if shift else 20)
            self.put(self._place() + way)


def rate(lr: float) -> Number:
    """Return the control of the learning rate, over powers of ten."""
    return Number(lr, "learning rate η", RATES, low=1e-6, high=1e4, width="225px")


def steepness(value: float) -> Number:
    """Return the control of the steepness, from flat to nearly a step."""
    return Number(value, "steepness", STEEPNESSES, low=0.01, high=1000, width="170px")


def starts(start: tuple[float, float]) -> widgets.Dropdown:
    """Return the list of starts (w, b)."""
    places = dict.fromkeys((*STARTS, start))
    return choice([*((words.start(*place), place) for place in places), (MINE, MINE)], start, "start")


def part_of_the_map(reach: float) -> widgets.Dropdown:
    """Return the list of how much of the landscape is seen."""
    return choice([(f"±{r:g}", r) for r in (3.0, 6.0, 10.0, 20.0, 50.0)], reach, "map of w and b")


def shared_controls(given: Data | None, settings: dict) -> dict[str, widgets.Widget]:
    """Return the controls that all these explorables have."""
    return dict(
        data=sample_list(SETS, given, settings["data"]),
        lr=rate(settings["lr"]),
        steepness=steepness(settings["steepness"]),
        start=starts(settings["start"]),
        reach=part_of_the_map(settings["reach"]),
    )


def checked(data: str | Data, settings: dict, neutral: dict) -> tuple[Data | None, dict]:
    """Return what an explorable is made from: the reader's own data or None, and all its settings."""
    given, settings = samples.checked(data, settings, neutral, SETS, features=1)
    if "start" in settings:
        settings = settings | dict(start=tuple(checks.parameters(settings["start"], 2, "start").tolist()))
    return given, neutral | settings
