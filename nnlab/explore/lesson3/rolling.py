"""Neurons with one input that roll down the landscapes of their losses, without widgets."""

import functools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab import neuron
from nnlab.activations import ACTIVATIONS
from nnlab.descent import Loss, Step, descend
from nnlab.explore.kit.player import Player
from nnlab.explore.lesson3 import words
from nnlab.losses import unreachable


@final
@dataclass(frozen=True, eq=False)
class Descents:
    """Where descent has come after k steps, on each landscape."""

    k: int
    steps: tuple[Step, ...]


def heights(
    places: np.ndarray, x: np.ndarray, targets: np.ndarray, *, activation: str, kind: str, steepness: float
) -> np.ndarray:
    """Return the loss `(m,)` of a neuron with w, b at each of `places (m, 2)`, for inputs `x (n,)`.

    The same numbers as `neuron.loss`, but for all places at once: a map takes thousands of them.
    """
    z = steepness * (np.outer(places[:, 0], x) + places[:, 1:])  # (m, n)
    if kind == "cross_entropy":
        return np.mean(np.maximum(z, 0) - targets * z + np.log1p(np.exp(-np.abs(z))), axis=1)
    error = ACTIVATIONS[activation].f(z) - targets
    return {"sse": 1.0, "half_sse": 0.5, "mse": 1 / len(x)}[kind] * np.vecdot(error, error)


def refusal(n: int, activation: str, low: int, kind: str) -> str:
    """Return why nothing can roll on the landscape of this loss for `n` samples; empty if it can."""
    if not n:
        return words.NO_SAMPLES
    if kind == "cross_entropy" and (activation != "sigmoid" or low != 0):
        return words.NO_PROBABILITY
    return words.NO_SLOPE if activation == "step" else ""


@final
@dataclass(frozen=True, eq=False)
class Frame:
    """What is seen of one step of all descents, with the samples and settings as they are now."""

    k: int
    steps: tuple[Step, ...]
    slopes: tuple[tuple[float, np.ndarray], ...]  # the loss and its gradient there, of each
    a: np.ndarray  # (n, descents) the answers to the samples
    wrong: tuple[int, ...]  # how many of these are wrong, of each


@final
class Rolling:
    """Neurons that begin at one `place (2,)` and roll down, each on the landscape of its own loss.

    Whoever holds it says what is learned with `learn_from`, sets `place` and `lr`, and then lets it `begin()`
    there or `go_on()` from the step shown. Losses are built in `learn_from` alone.
    """

    player: Player

    def __init__(self) -> None:
        self.place = np.zeros(2)
        self.lr = 1.0
        self.since = 0  # the step from which on the settings are what they are
        self.losses: list[Loss | None] = []
        self.heights: list[Callable | None] = []  # of each map: places (m, 2) -> (m,)
        self.refusals: list[str] = []

    def learn_from(
        self,
        x: np.ndarray,
        y: np.ndarray,
        kinds: tuple[str, ...],
        *,
        activation: str,
        low: int,
        steepness: float,
    ) -> None:
        """Take samples `x (n,)` of classes `y (n,)`, and a loss of each of these `kinds`."""
        self.x, self.yes = x.copy(), y == 1
        self.activation, self.steepness = ACTIVATIONS[activation], steepness
        self.targets = np.where(self.yes, 1.0, float(low))
        self.out_of_reach = bool(unreachable(self.targets, activation).any())
        self.middle = (1 + low) / 2  # the answer half-way between a no and a yes
        self.refusals = [refusal(len(x), activation, low, kind) for kind in kinds]
        self.losses, self.heights = [], []
        for kind, refused in zip(kinds, self.refusals):
            how = dict(activation=activation, kind=kind, steepness=steepness)
            self.losses.append(None if refused else neuron.loss(self.x[:, None], self.targets, **how))
            # A step has heights, though no slope; but not everything has a cross-entropy.
            defined = len(x) and not (refused and kind == "cross_entropy")
            height = functools.partial(heights, x=self.x, targets=self.targets, **how) if defined else None
            self.heights.append(height)

    def begin(self) -> None:
        """Begin at the place of the start."""
        self.since = 0
        self.player = Player(self._run(), measure=_measure, max_bytes=4_000_000)

    def go_on(self) -> None:
        """Go on from the step shown with what was changed; begin again if that step has diverged."""
        if any(step.diverged for step in self.player.step.steps):
            return self.begin()  # nothing is left to go on from
        self.since = self.player.position
        self.player.branch(self._run())

    def _run(self) -> Callable[[Descents | None], Iterator[Descents]]:
        """Return a run with the settings of now; the player may play it again when they are others."""
        losses, maps, lr, place = self.losses, self.heights, self.lr, self.place.copy()

        def run(start: Descents | None) -> Iterator[Descents]:
            starts = [place] * len(losses) if start is None else start.steps
            if any(loss is None for loss in losses):
                at = [s.theta if isinstance(s, Step) else s for s in starts]
                values = [h(p[None])[0] if h else math.nan for h, p in zip(maps, at)]
                k = 0 if start is None else start.k
                yield Descents(k, tuple(Step(k, p, value, np.zeros(2)) for p, value in zip(at, values)))
                return
            for steps in zip(*(descend(loss, s, lr=lr) for loss, s in zip(losses, starts))):
                yield Descents(steps[0].k, steps)

        return run

    # -- what is seen -------------------------------------------------------------------------------------

    def answers(self, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
        """Return a neuron's answers `(m,)` to inputs `x (m,)`; also where theta has diverged."""
        with np.errstate(over="ignore", invalid="ignore"):
            z = np.nan_to_num(self.steepness * (theta[0] * x + theta[1]))
            return np.asarray(self.activation.f(z), float)

    def frame(self) -> Frame:
        """Return what is seen of the step shown."""
        player, steps = self.player, self.player.step.steps
        a = np.column_stack([self.answers(step.theta, self.x) for step in steps])
        wrong = ((a >= self.middle) != self.yes[:, None]).sum(axis=0)
        slopes = [(step.value, step.gradient) for step in steps]
        if player.position < self.since and not any(self.refusals):  # it was made with other settings
            slopes = [loss(step.theta) for loss, step in zip(self.losses, steps)]
        return Frame(player.step.k, steps, tuple(slopes), a, tuple(wrong.tolist()))

    def lately(self) -> np.ndarray:
        """Return the losses of the first descent in the last steps with the settings as they are.

        There are none where the tape is thinned.
        """
        now, rows = self.player.position, self.player.history()[1]
        return rows[max(now - 20, self.since) : now + 1, 0] if self.player.stride == 1 else rows[:0, 0]

    def ahead(self, which: int) -> np.ndarray | None:
        """Return the step `(2,)` that comes next on one landscape; None if there is none."""
        step = self.player.step.steps[which]
        return None if self.losses[which] is None or step.diverged else -self.lr * step.gradient


def _measure(descents: Descents) -> tuple[float, ...]:
    """Return the loss, w and b of each descent."""
    return tuple(number for step in descents.steps for number in (step.value, *step.theta))
