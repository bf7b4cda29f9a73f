"""A sweep of one control over values and seeds, a slice of learning at a time. No widgets, threads or timers.

Whoever plays asks for the next frame, and a `Sweeping` learns a slice of the run under way; so Stop is pause,
and what is finished stays.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any, NamedTuple, final

import numpy as np

from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.material import Material
from nnlab.explore.playground.settings import (
    ACTIVATIONS,
    CLASSIFICATION,
    L2,
    LAYERS,
    LOSSES,
    NONE,
    OWN,
    PENALTIES,
    REGRESSION,
    RULES,
    SETS,
    UNITS,
    Settings,
)
from nnlab.features import FEATURES

SEEDS = 2**31  # as many as there are; after the last comes the first
SLICE = 0.04  # seconds of learning at a time: so long the page has to wait at most
AT_ONCE = 5  # steps between two looks at the clock

RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5)
ABOUT_SAMPLES = ("data", "samples", "noise", "held_out")  # they mean nothing for samples of the reader's own
SQUARED = ("x1", "x2", "x1²", "x2²")
VALUES: dict[str, tuple] = {  # of each control that can be swept, by the name of the setting
    "lr": RATES,
    "batch": (1, 3, 10, 30, 0),
    "rule": tuple(RULES),
    "units": tuple(range(1, UNITS + 1)),  # in each hidden layer
    "layers": tuple(range(LAYERS + 1)),
    "activation": ACTIVATIONS,  # of all hidden layers
    "output": ("sigmoid", "tanh", "softmax"),
    "loss": LOSSES,
    "penalty": PENALTIES,
    "lam": (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1),
    "dropout": (0.0, *SHARES),
    "noise": (0.0, *SHARES),
    "samples": (20, 50, 100, 200, 500, 1000),
    "held_out": (*SHARES, 0.6, 0.7, 0.8),
    "start": ("xavier", "he", "uniform", "constant", "zeros"),
    "features": (("x1", "x2"), SQUARED, ("x1", "x2", "x1x2"), tuple(FEATURES)),
    "data": (),  # those of the task
}
NUMBERS = ("lr", "batch", "units", "layers", "lam", "dropout", "noise", "samples", "held_out")
MEASURES = ("held_loss", "held_accuracy", "loss", "accuracy")  # what is known of a finished run
MANY = ("three arms", "three rings", "four blobs")  # more than two classes: their output is softmax
UNLIKE = ("output", "loss", "data")  # where these are swept, one loss is not like the other
USUAL_UNITS = 4  # where the network has no hidden layer yet
USUAL_LAM = 0.001  # where a penalty is swept and λ is 0


def controls(settings: Settings, material: Material | None = None) -> list[str]:
    """Return which controls can be swept, for some would do nothing.

    Samples of one's own are what they are. More than two classes have one output and one loss, a tanh or a
    softmax has one loss, and without hidden layers there are no units to choose an activation for or to drop.
    """
    task = settings.task if material is None else material.task
    names = [name for name in VALUES if settings.data != OWN or name not in ABOUT_SAMPLES]
    many = settings.data in MANY if material is None else len(material.classes) > 2
    two_classes = task == CLASSIFICATION and not many
    idle = set() if settings.hidden else {"activation", "dropout"}
    if not two_classes:
        idle |= {"output", "loss"}
    elif settings.output != "sigmoid":
        idle.add("loss")
    return [name for name in names if name not in idle]


def usual_values(settings: Settings, name: str) -> tuple:
    """Return good values for a sweep of that control."""
    return SETS[settings.task] if name == "data" else VALUES[name]


def swept(settings: Settings, name: str, value: Any) -> Settings:
    """Return the settings with one control at a value.

    The number of units is that of every hidden layer, and the activation, too. A λ needs a penalty: where
    there is none it is that of L2; and a penalty needs a λ.
    """
    hidden, widest = settings.hidden, max(settings.hidden, default=USUAL_UNITS)
    if name == "units":
        return settings.resized((value,) * max(len(hidden), 1))
    if name == "layers":
        return settings.resized((*hidden, *(widest,) * value)[:value])
    if name == "activation":
        return replace(settings, activations=(value,) * len(hidden))
    if name == "lam" and settings.penalty == NONE:
        return replace(settings, lam=value, penalty=L2)
    if name == "penalty" and settings.lam == 0:
        return replace(settings, penalty=value, lam=USUAL_LAM)
    return replace(settings, **{name: value})


class Case(NamedTuple):
    """A run of a sweep: the places of its value and its seed, and its settings."""

    value: int
    seed: int
    settings: Settings


@final
class Sweeping:
    """Runs of `steps` steps for every value of the control `name`, with `seeds` seeds each.

    A seed draws other samples, another start and other batches; samples of the reader's own, `material`, stay
    what they are. All values meet the same seeds. First each value has one run, then each a second one.
    Of a `Player` it has what an explorable asks of one; `position` is the number of finished runs shown.
    `clock` is asked for seconds. Raises ValueError for an unknown control, and if there is nothing to run.
    """

    def __init__(
        self,
        settings: Settings,
        name: str,
        values: Sequence | None = None,
        *,
        seeds: int = 5,
        steps: int = 1000,
        material: Material | None = None,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        known = controls(settings, material)
        if name not in known:
            raise ValueError(f"name: expected one of {', '.join(known)}, got {name!r}")
        self.values = tuple(usual_values(settings, name) if values is None else values)
        for what, number in (("values", len(self.values)), ("seeds", seeds), ("steps", steps)):
            if number < 1:
                raise ValueError(f"{what}: expected at least one, got {number}")
        self.settings, self.name, self.seeds, self.steps = settings, name, seeds, steps
        self.material = material if settings.data == OWN else None
        self._clock = clock
        self.cases = [
            Case(i, seed, self._case(value, seed))
            for seed in range(seeds)
            for i, value in enumerate(self.values)
        ]
        self.position = 0
        self._found: list[tuple[float, ...]] = []  # of each finished run what `MEASURES` names
        self._seconds = 0.0  # of learning so far
        self._learner: Learner | None = None  # the run under way

    def _case(self, value: Any, further: int) -> Settings:
        """Return the settings with a value, and with seeds so much further on."""
        s = swept(self.settings, self.name, value)
        seeds = ((number + further) % SEEDS for number in (s.data_seed, s.start_seed))
        return replace(s, **dict(zip(("data_seed", "start_seed"), seeds)))

    def with_seeds(self, seeds: int) -> "Sweeping":
        """Return the same sweep with more seeds or fewer: runs that are finished stay."""
        how = dict(seeds=seeds, steps=self.steps, material=self.material, clock=self._clock)
        other = Sweeping(self.settings, self.name, self.values, **how)
        other._found = self._found[: other.total]
        other._seconds, other.position = self._seconds, other.length
        if self.length < other.total:
            other._learner = self._learner
        return other

    # -- as a player ----------------------------------------------------------------------------------------

    @property
    def total(self) -> int:
        """How many runs there are."""
        return len(self.cases)

    @property
    def length(self) -> int:
        """How many runs are finished."""
        return len(self._found)

    @property
    def finished(self) -> bool:
        """Whether all runs are."""
        return self.length == self.total

    @property
    def step(self) -> int:
        """The number of runs shown."""
        return self.position

    def advance(self, by: int = 1) -> bool:
        """Show runs that are finished, or learn for a slice; return False when nothing is left."""
        if self.position < self.length:
            self.position = min(self.position + by, self.length)
            return True
        if self.finished:
            return False
        self._learn()
        self.position = self.length
        return True

    def seek(self, position: int) -> None:
        """Show so many finished runs; beyond them learn for a slice, so that no page waits for whole runs."""
        if position > self.length and not self.finished:
            self._learn()
        self.position = min(max(position, 0), self.length)

    def empty(self) -> None:
        """Let go of the run under way."""
        self._learner = None

    # -- learning -------------------------------------------------------------------------------------------

    def _learn(self) -> None:
        """Learn for a slice, at most to the end of the run under way."""
        began = now = self._clock()
        if self._learner is None:
            self._learner = Learner(self.cases[self.length].settings, self.material)
        player = self._learner.player
        while player.position < self.steps and not player.finished and now < began + SLICE:
            player.advance(min(AT_ONCE, self.steps - player.position))
            now = self._clock()
        self._seconds += now - began
        if player.position >= self.steps or player.finished:
            self._found.append(outcome(self._learner))
            self._learner = None

    @property
    def under_way(self) -> int:
        """How many steps the run under way has made."""
        return 0 if self._learner is None else self._learner.player.position

    def left(self) -> float:
        """Return how many seconds of learning are left, if the other runs take as long as those so far."""
        done = self.length + self.under_way / self.steps
        return float("nan") if done == 0 else self._seconds / done * (self.total - done)

    # -- what is found --------------------------------------------------------------------------------------

    def table(self, measure: str) -> np.ndarray:
        """Return a measure of all runs shown, (values, seeds): nan where there is none.

        A run that has diverged has an infinite loss, and no accuracy.
        """
        column = MEASURES.index(measure)
        found = np.full((len(self.values), self.seeds), np.nan)
        for case, row in zip(self.cases[: self.position], self._found):
            found[case.value, case.seed] = row[column]
        return found

    @property
    def diverged(self) -> np.ndarray:
        """Which of the runs shown have diverged, (values, seeds)."""
        return np.isinf(self.table("loss"))

    def measures(self) -> list[str]:
        """Return what can be shown: of numbers no accuracy, and nothing held out where nothing is.

        Losses of different kinds, or of different tasks, cannot be set against each other.
        """
        s = self.settings
        held = (
            s.held_out > 0 or self.name == "held_out"
            if self.material is None
            else bool(self.material.held.any())
        )
        task = s.task if self.material is None else self.material.task
        names = [name for name in MEASURES if held or not name.startswith("held")]
        if task == REGRESSION:
            return [name for name in names if "accuracy" not in name]
        return [name for name in names if "accuracy" in name] if self.name in UNLIKE else names


def outcome(learner: Learner) -> tuple[float, ...]:
    """Return of a run what `MEASURES` names: infinite losses if it has diverged."""
    if learner.diverged:
        return np.inf, np.nan, np.inf, np.nan
    return learner.held_loss, learner.accuracy(held=True), learner.loss, learner.accuracy()


class Middle(NamedTuple):
    """Of each value's runs the median (m,), and between which numbers the middle half of them lies."""

    median: np.ndarray
    low: np.ndarray
    high: np.ndarray


def middle(table: np.ndarray) -> Middle:
    """Return the median and the quartiles of each row of a table (m, seeds), of the runs there are.

    A loss that is infinite is larger than all others: if most runs have diverged, the median is. A row
    without any run has nan.
    """
    rows = [row[~np.isnan(row)] for row in table]
    found = np.full((len(table), 3), np.nan)
    for i, row in enumerate(rows):
        if len(row):
            found[i] = [_quantile(np.sort(row), share) for share in (0.5, 0.25, 0.75)]
    return Middle(*found.T)


def _quantile(x: np.ndarray, share: float) -> float:
    """Return a quantile of sorted numbers, as numpy does, but also where some are infinite."""
    at = share * (len(x) - 1)
    low, high = x[int(np.floor(at))], x[int(np.ceil(at))]
    return float(low) if low == high else float(low + (at - np.floor(at)) * (high - low))


def best(table: np.ndarray, *, largest: bool) -> int | None:
    """Return which value (row) has the best median, if any has one."""
    median = middle(table).median
    usable = np.isfinite(median)
    if not usable.any():
        return None
    return int(
        np.argmax(np.where(usable, median, -np.inf))
        if largest
        else np.argmin(np.where(usable, median, np.inf))
    )
