"""A | B: two settings learn in step, from one start and on the same samples where that can be. No widgets."""

from dataclasses import dataclass, fields
from typing import Any, NamedTuple, final

import numpy as np

from nnlab.explore.kit.numbers import count, plain
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.material import Material
from nnlab.explore.playground.settings import OWN, REGRESSION, Settings

SAMPLES = ("task", "data", "formula", "samples", "noise", "held_out", "data_seed")  # what is learned from
STARTS = ("start", "start_seed")
CLOSE = 0.05  # of the lower loss: who is ahead by less is level

NAMES = {  # of settings, as a sentence says them
    "task": "{}",
    "data": "{}",
    "formula": "{}",
    "samples": "{} samples",
    "noise": "noise {}",
    "held_out": "{} held out",
    "features": "features {}",
    "hidden": "{} hidden",
    "activations": "{}",
    "output": "{} output",
    "loss": "{} loss",
    "batch": "batches of {}",
    "rule": "{}",
    "lr": "learning rate {}",
    "penalty": "penalty {}",
    "lam": "λ {}",
    "dropout": "dropout {}",
    "start": "start {}",
    "data_seed": "samples no. {}",
    "start_seed": "start no. {}",
}
WHOLE_BATCH = "all samples at once"
NO_LAYER = "no hidden layer"
DIFFERS = "A: {a}. B: {b}."
EQUAL = "A and B have the same settings: change anything, and B has it."

ONE_START = "Both begin with the same weights and see the same batches of the same samples."
SAME_SEED = (
    "Both see the same samples. Their networks differ in size, so they cannot begin with the same weights; "
    "they begin with the same seed."
)
OTHER_START = "Both see the same samples, but each has a start of its own, for that is what you changed."
OTHER_SAMPLES = "They learn from different samples, so their losses are not those of one task."
OTHER_BATCHES = (
    "Their batches differ in size, so they do not see the same ones; an update of each is one step."
)

AHEAD = "After {k} steps {winner} is ahead: {what} {low} against {high}."
LEVEL = "After {k} steps they are level: {what} {a} (A) and {b} (B)."
LOST = "{loser} has diverged at step {k}; {winner} goes on, {what} {low}."
BOTH_LOST = "Both have diverged: A at step {a}, B at step {b}."
HELD, TRAINING = "held-out loss", "training loss"
ONE_RACE = "This is one race, with one seed. Whether it is luck, a sweep over seeds tells."
NO_RACE = "Losses of other samples or of another kind cannot be set against each other: look at the planes."


class Both(NamedTuple):
    """A step of both; it is what the player of a comparison shows."""

    k: int
    diverged: bool


@final
@dataclass(frozen=True)
class Fairness:
    """What two settings have in common: their samples, their start, and the size of their batches."""

    samples: bool
    sizes: bool
    start: bool
    batches: bool
    kind: bool

    @property
    def comparable(self) -> bool:
        """Whether the losses can be set against each other."""
        return self.samples and self.kind

    def told(self) -> str:
        """Say what they have in common and what not."""
        if not self.samples:
            return OTHER_SAMPLES
        parts = [OTHER_START if not self.start else ONE_START if self.sizes else SAME_SEED]
        if not self.batches:
            parts = [parts[0].replace(" and see the same batches of", ", and learn from"), OTHER_BATCHES]
        return " ".join(parts)


@final
class Comparison:
    """Two learners, a and b, that go step by step together.

    `material` are samples of the reader's own, `theta (p,)` the start of A where it was edited by hand. Of
    a `Player` it has what an explorable asks of one.
    """

    def __init__(
        self, a: Settings, b: Settings, material: Material | None = None, theta: np.ndarray | None = None
    ) -> None:
        self.a = Learner(a, material if a.data == OWN else None, theta)
        a, b = self.a.settings, b
        shared = self.a.material if _same(a, b, SAMPLES) else material if b.data == OWN else None
        # What learns from the same samples gets the very same arrays.
        first = Learner(b, shared)
        same_start = _same(a, b, STARTS)
        same_sizes = first.net.sizes == self.a.net.sizes
        self.b = Learner(b, shared, self.a.first) if same_start and same_sizes else first
        b = self.b.settings
        one_kind = (a.output, a.loss) == (b.output, b.loss)
        self.fairness = Fairness(
            shared is self.a.material, same_sizes, same_start, _batch(self.a) == _batch(self.b), one_kind
        )

    @property
    def learners(self) -> tuple[Learner, Learner]:
        """Both."""
        return self.a, self.b

    # -- as a player ----------------------------------------------------------------------------------------

    @property
    def position(self) -> int:
        """The step shown: of the one that is further, where the other has diverged."""
        return max(learner.player.position for learner in self.learners)

    @property
    def length(self) -> int:
        """The furthest step so far."""
        return max(learner.player.length for learner in self.learners)

    @property
    def finished(self) -> bool:
        """Whether neither can go on."""
        return all(learner.player.finished for learner in self.learners)

    @property
    def step(self) -> Both:
        """The step shown."""
        return Both(self.position, all(learner.diverged for learner in self.learners))

    def advance(self, by: int = 1) -> bool:
        """Let both go `by` steps on; one that has diverged stays. Return False when no step is left."""
        moved = [learner.player.advance(by) for learner in self.learners]
        return any(moved)

    def seek(self, position: int) -> None:
        """Show a step of both."""
        for learner in self.learners:
            learner.player.seek(position)

    def empty(self) -> None:
        """Let go of both tapes."""
        for learner in self.learners:
            learner.player.empty()

    # -- what is seen ---------------------------------------------------------------------------------------

    def answers(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what both say (m, k) at places (m, 2) of the plane."""
        return tuple(learner.answers(learner.theta, places) for learner in self.learners)

    def apart(self, places: np.ndarray) -> np.ndarray | None:
        """Return how far their answers at places (m, 2) are apart (m,); None if they answer different things.

        Of numbers it is |b - a|. Of classes it is half the sum of the differences of their shares: 0 where
        both say the same, 1 where each is sure of another class.
        """
        a, b = (shares(learner, said) for learner, said in zip(self.learners, self.answers(places)))
        if a.shape != b.shape or self.a.material.task != self.b.material.task:
            return None
        difference = np.abs(b - a).sum(axis=1)
        return difference if self.a.material.task == REGRESSION else 0.5 * difference

    def part_apart(self, places: np.ndarray) -> float:
        """Return on which share of the places they decide for different classes; nan of other tasks."""
        if REGRESSION in (self.a.material.task, self.b.material.task):
            return np.nan
        if self.a.material.classes != self.b.material.classes:
            return np.nan
        a, b = (learner.called(said) for learner, said in zip(self.learners, self.answers(places)))
        return float(np.mean(a != b))

    def losses(self) -> tuple[str, float, float]:
        """Return the name of the loss that is compared, held out if there is such, and that of both."""
        if all(learner.material.held.any() for learner in self.learners):
            return HELD, self.a.held_loss, self.b.held_loss
        return TRAINING, self.a.loss, self.b.loss

    def differs(self) -> str:
        """Say in what the settings differ."""
        return differs(self.a.settings, self.b.settings)

    def standing(self) -> str:
        """Say who is ahead, and how little that means."""
        lost = [learner.diverged for learner in self.learners]
        if all(lost):
            return BOTH_LOST.format(a=count(_end(self.a)), b=count(_end(self.b)))
        what, a, b = self.losses()
        if any(lost):
            loser, winner = ("A", "B") if lost[0] else ("B", "A")
            k = _end(self.a if lost[0] else self.b)
            return LOST.format(
                loser=loser, winner=winner, k=count(k), what=what, low=plain(b if lost[0] else a)
            )
        if not self.fairness.comparable:
            return NO_RACE
        return f"{ahead(self.position, what, a, b)} {ONE_RACE}"


def _batch(learner: Learner) -> int:
    """Return how many samples a step sees: all of them, where there are no more than a batch may have."""
    n = len(learner.asking.rows)
    return min(learner.settings.batch or n, n)


def _end(learner: Learner) -> int:
    return learner.player.position


def _same(a: Settings, b: Settings, names: tuple[str, ...]) -> bool:
    return all(getattr(a, name) == getattr(b, name) for name in names)


def ahead(k: int, what: str, a: float, b: float) -> str:
    """Say who is ahead after k steps, by a loss called `what`, or that they are level."""
    low, high = sorted((a, b))
    if k == 0 or high - low <= CLOSE * low:
        return LEVEL.format(k=count(k), what=what, a=plain(a), b=plain(b))
    winner = "A" if a < b else "B"
    return AHEAD.format(k=count(k), winner=winner, what=what, low=plain(low), high=plain(high))


def written(name: str, value: Any) -> str:
    """Return a setting as a sentence says it: learning rate 0.03, 4 and 2 hidden."""
    if name == "batch" and value == 0:
        return WHOLE_BATCH
    if name == "hidden" and not value:
        return NO_LAYER
    if isinstance(value, tuple):
        words = list(dict.fromkeys(map(str, value))) if name == "activations" else list(map(str, value))
        value = " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    elif name == "held_out":
        value = f"{100 * value:.0f} %"
    elif isinstance(value, float):
        value = plain(value)
    return NAMES[name].format(value)


def differs(a: Settings, b: Settings) -> str:
    """Say in what two settings differ: A: learning rate 0.03. B: learning rate 0.3."""
    names = [f.name for f in fields(Settings) if getattr(a, f.name) != getattr(b, f.name)]
    kinds = {frozenset(s.activations) for s in (a, b) if s.activations}
    if "hidden" in names and "activations" in names and len(kinds) == 1:
        names.remove("activations")  # their number says no more than that of the layers
    if not names:
        return EQUAL
    sides = [", ".join(written(name, getattr(s, name)) for name in names) for s in (a, b)]
    return DIFFERS.format(a=sides[0], b=sides[1])


def shares(learner: Learner, a: np.ndarray) -> np.ndarray:
    """Return answers a (n, k) as the share of each class (n, classes); of a regression as they are."""
    output = learner.settings.output
    if output in ("softmax", "linear"):
        return a
    p = (a[:, 0] + 1) / 2 if output == "tanh" else a[:, 0]
    return np.column_stack([1 - p, p])
