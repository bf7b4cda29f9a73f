"""One step neuron among samples, without widgets: what it is given, how it learns, what a frame shows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab import perceptron
from nnlab.explore.kit.baselines import OneClass, one_class
from nnlab.explore.kit.explorer import AT_ONCE
from nnlab.explore.kit.player import Player
from nnlab.explore.lesson1.perceptron import expand
from nnlab.perceptron import Update, weighted_sum
from nnlab.scaling import Scaler

# Of a weight. A file may hold numbers up to 1e100, so no product of a rate and two of them comes near it.
LARGEST = 1e300
HUGE = 1e50  # products of weights beyond that may be no numbers any more


def comparable(w: np.ndarray) -> np.ndarray:
    """Return weights `w (d + 1,)` that can be multiplied; if they are huge, others with the same boundary."""
    most = np.abs(w).max()
    return w / most if most > HUGE else w


def same_boundary(w: np.ndarray, before: Scaler, after: Scaler) -> np.ndarray:
    """Return weights that draw the boundary of `w (3,)` or `(4,)`, bias last, on another scale.

    If x is what `before` made of a sample and u what `after` makes of it, then x = stretch u + shift. That
    is put into z = w₁ x₁ + w₂ x₂ (+ w₃ x₁ x₂) + b, and the brackets are multiplied out.
    """
    w = comparable(w)
    stretch, shift = after.scale / before.scale, (after.mean - before.mean) / before.scale
    w3 = w[2] if len(w) == 4 else 0.0
    slopes = w[:2] + w3 * shift[::-1]
    b = w[-1] + w[:2] @ shift + w3 * shift.prod()
    return comparable(np.array([*slopes * stretch, *[w3 * stretch.prod()] * (len(w) - 3), b]))


def through(w: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return weights `w (d + 1,)` with such a bias that the boundary goes through `place (2,)`."""
    w = w.copy()
    with np.errstate(over="ignore", invalid="ignore"):
        w[-1] = np.round(-w[:-1] @ expand(place[None], len(w) - 1)[0], 2) + 0.0
    return w


@final
@dataclass(frozen=True, eq=False)
class Frame:
    """The neuron after one update, and what is seen of it among the samples."""

    step: Update
    w: np.ndarray  # (d + 1,) its weights, bias last, or such with the same boundary: see `comparable`
    length: float  # of w without the bias, as it was learned
    wrong: np.ndarray  # (n,) which samples are answered wrongly
    distance: np.ndarray  # (n,) how far they are from the boundary, above 0 where it says 1; (0,) without one
    margin: float | None  # of the training samples; None without a boundary or without such samples

    def z(self, places: np.ndarray) -> np.ndarray:
        """Return z `(m,)` at `places (m, 2)` of the picture."""
        return weighted_sum(self.w, expand(places, len(self.w) - 1))

    @property
    def straight(self) -> bool:
        """Whether the boundary is a line in the picture."""
        return len(self.w) == 3 and self.length > 0


@final
class StepNeuron:
    """A neuron that answers 0 or 1, with samples and a tape of its updates.

    It is given two features, or with `features` 3 also their product, on the scale that `take_scale` chose.
    `places (n, 2)` are the samples on that scale, where the picture shows them.
    """

    player: Player | None = None
    first: np.ndarray  # (d + 1,) the weights it begins with, the bias last

    def __init__(self) -> None:
        self.scaler = Scaler(np.zeros(2), np.ones(2))
        self.features = 2
        self.lr = 1.0

    # -- samples ------------------------------------------------------------------------------------------

    def take_scale(self, X: np.ndarray, standardise: bool) -> bool:
        """Fit the scaler on training samples `X (m, 2)`, if wished and possible; return whether it was."""
        done = standardise and len(X) > 1 and bool((np.ptp(X, axis=0) > 0).all())
        self.scaler = Scaler.fit(X) if done else Scaler(np.zeros(2), np.ones(2))
        return done

    def scaled(self, X: np.ndarray) -> np.ndarray:
        """Return where places `X (n, 2)` as measured, of which there may be none, stand in the picture."""
        return (X - self.scaler.mean) / self.scaler.scale

    def learn_from(self, X: np.ndarray, y: np.ndarray, held: np.ndarray, features: int) -> None:
        """Take samples `X (n, 2)` as measured, of classes `y (n,)`; those `held (n,)` only judge."""
        self.features, self.held, self.answers = features, held, y
        self.places = self.scaled(X)
        self.inputs = expand(self.places, features)
        self.kept = np.flatnonzero(~held)
        self.X, self.y = self.inputs[self.kept], y[self.kept]

    # -- learning -----------------------------------------------------------------------------------------

    def begin(self, first: np.ndarray) -> None:
        """Make the run from the weights `first (d + 1,)`, and show its start."""
        self.first = first
        self._play(0)

    def again(self) -> None:
        """Make the run from the same weights with what was changed, and show the same step of it.

        If the end was shown, the end is shown again. In either case it goes no further than `AT_ONCE`.
        """
        player = self.player
        at_end = player.finished and player.position == player.length > 0
        self._play(AT_ONCE if at_end else player.position)

    def _play(self, at: int) -> None:
        self.player = Player(self._run(), measure=self._measure)
        self.player.seek(min(at, AT_ONCE))

    def _run(self) -> Callable[[Update | None], Iterator[Update]]:
        """Return the run with all that is set now, as a player wants it."""
        X, y, lr, first = self.X, self.y, self.lr, self.first
        if not len(y):
            return lambda start: iter([Update(0, first, None, 0, 0, np.arange(0), None)])
        return lambda start: _without_warnings(
            perceptron.train_in_blocks(X, y, lr=lr, start=first if start is None else start)
        )

    def wrong(self, w: np.ndarray) -> np.ndarray:
        """Return which samples `(n,)` the weights `w (d + 1,)` answer wrongly."""
        return (weighted_sum(comparable(w), self.inputs) >= 0) != (self.answers == 1)

    def _measure(self, step: Update) -> tuple[float, float]:
        """Return wrong answers in %, of the training samples and of those held out."""
        wrong, held = self.wrong(step.w), self.held
        return (
            100 * wrong[~held].mean() if not held.all() else np.nan,
            100 * wrong[held].mean() if held.any() else np.nan,
        )

    # -- what is seen -------------------------------------------------------------------------------------

    def frame(self) -> Frame:
        """Return what is seen of the step shown."""
        step = self.player.step
        w = comparable(step.w)
        z = weighted_sum(w, self.inputs)
        wrong = (z >= 0) != (self.answers == 1)
        length = float(np.hypot.reduce(step.w[:-1]))
        if length == 0:
            return Frame(step, w, length, wrong, np.zeros(0), None)
        distance = z / np.hypot.reduce(w[:-1])
        right_way = np.where(self.answers == 1, distance, -distance)[self.kept]
        return Frame(step, w, length, wrong, distance, float(right_way.min()) if len(self.y) else None)

    def simplest(self, frame: Frame) -> OneClass | None:
        """Return how one answer to all training samples would do, if the neuron is hardly better."""
        return one_class(int(frame.wrong[self.kept].sum()), self.y, frame.step.k)

    def shares(self, frame: Frame) -> np.ndarray:
        """Return by how much each feature changes a distance `(2,)`, over the training samples."""
        across = np.abs(frame.w[:2]) / np.linalg.norm(frame.w[:2])
        return across * np.ptp(self.X, axis=0)


def _without_warnings(run: Iterator[Update]) -> Iterator[Update]:
    """Go through a run; products of the largest numbers may be infinite, and have a sign all the same."""
    while True:
        with np.errstate(over="ignore", invalid="ignore"):
            step = next(run, None)
        if step is None:
            return
        yield step
