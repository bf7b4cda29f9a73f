"""What a run of the playground shows, gathered from its learner and put before the remarks."""

from typing import NamedTuple, final

import numpy as np

from nnlab.explore.playground import remarks
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.material import Material
from nnlab.explore.playground.settings import NONE, REGRESSION
from nnlab.network import loss

NEIGHBOURS = 7
ASKED = 2000  # samples at most: the distances of all pairs of a large file would fill the memory
WELL, WELL_LOSS = 0.04, 2.0  # so much below what neighbours reach, or so many times their loss, is as good
EXPLAINED = 0.05  # a share of the variance that may always be left


class Reach(NamedTuple):
    """How well training samples can be answered, and how well by one answer that is always the same.

    Of classes both are shares of right answers, of numbers mean squared errors.
    """

    possible: float
    constant: float


def reach(material: Material) -> Reach:
    """Return what the neighbours of each training sample say of it: of the nearest, or of seven, the better.

    This is no bound: noise may be learned by heart. But samples whose neighbours contradict them are
    not to be blamed on the network.
    """
    X, y = material.X[~material.held], material.y[~material.held]
    constant = float(np.var(y)) if material.task == REGRESSION else float(np.bincount(y).max() / len(y))
    if len(X) > ASKED:
        some = np.random.default_rng(0).choice(len(X), ASKED, replace=False)
        X, y = X[some], y[some]
    n = len(X)
    squares = (X**2).sum(axis=1)
    distances = squares[:, None] + squares - 2 * X @ X.T
    np.fill_diagonal(distances, np.inf)
    nearest, several = np.argmin(distances, axis=1)[:, None], _several(distances, min(NEIGHBOURS, n - 1))
    if material.task == REGRESSION:
        errors = [np.mean((y[near].mean(axis=1) - y) ** 2) for near in (nearest, several)]
        return Reach(float(min(errors)), constant)
    k = len(material.classes)
    votes = np.stack([(y[several] == c).sum(axis=1) for c in range(k)], axis=1)
    right = [(y[nearest[:, 0]] == y).mean(), (votes.argmax(axis=1) == y).mean()]
    return Reach(float(max(right)), constant)


def _several(distances: np.ndarray, k: int) -> np.ndarray:
    """Return which k others (n, k) are nearest to each of n, in no order; a single sample has itself."""
    return np.argpartition(distances, max(k, 1) - 1, axis=1)[:, : max(k, 1)]


class Remark(NamedTuple):
    """A remark by the name of its function."""

    name: str
    text: str


@final
class Diagnosis:
    """The remarks on the run of a learner, on the step shown."""

    def __init__(self, learner: Learner) -> None:
        self.learner = learner
        self.reach = reach(learner.material)
        self._X = learner.material.X[~learner.material.held]
        self._loss = loss(learner.net, *learner.asking.learned, learner.settings.loss)

    def well(self) -> bool:
        """Return whether the network answers about as well as its training samples allow."""
        learner = self.learner
        if learner.material.task == REGRESSION:
            bar = max(WELL_LOSS * self.reach.possible, EXPLAINED * self.reach.constant)
            return learner.loss <= bar
        return learner.accuracy() >= self.reach.possible - WELL

    def found(self) -> list[Remark]:
        """Return all remarks there are, the most urgent first."""
        learner, k = self.learner, self.learner.player.position
        if learner.diverged:
            return [Remark("diverged", remarks.diverged(k, has_diverged=True))]
        steps, losses = learner.curves()
        steps, losses = steps[steps <= k], losses[steps <= k]
        told = [] if self.well() else self._poor(k, steps, losses[:, 0])
        return [remark for remark in (*told, *self._rest(steps, losses)) if remark.text]

    def told(self) -> list[str]:
        """Return the sentences to show, two at the most."""
        return [remark.text for remark in self.found()[: remarks.MOST]]

    def _poor(self, k: int, steps: np.ndarray, losses: np.ndarray) -> list[Remark]:
        """Return what may be the reason, where answers are poor."""
        learner, s = self.learner, self.learner.settings
        theta = learner.theta
        units = learner.units(theta, self._X)[1:-1]
        with np.errstate(over="ignore", invalid="ignore"):
            slope = float(np.linalg.norm(self._loss(theta)[1]))
        names = learner.net.activations[:-1]
        first, now = (learner.net.matrices(at)[:-1] for at in (learner.first, theta))
        weights = [[M[:-1] for M in learner.net.matrices(at)] for at in (learner.first, theta)]
        lam = s.lam if s.penalty != NONE else 0.0
        restless = s.dropout > 0
        causes = [
            Remark("alike", remarks.alike(first, now)),
            Remark("shut", remarks.shut(units, names)),
            Remark("too_strong", remarks.too_strong(k, *weights, lam)),
            Remark("jumps", "" if restless else remarks.jumps(steps, losses)),
            Remark("linear", remarks.linear(k, names)),
            Remark("too_few", remarks.too_few(k, s.data, s.features, s.hidden)),
            Remark("saturated", remarks.saturated(units, names)),
            Remark("too_slow", remarks.too_slow(k, theta, learner.first, slope)),
            Remark("dead", remarks.dead(units, names)),
        ]
        if not any(text for _, text in causes):  # else that it does not fall is no news
            causes.append(Remark("plateau", remarks.plateau(steps, losses, slope)))
        if learner.material.task == REGRESSION:
            return [*causes, Remark("the_mean", remarks.the_mean(k, learner.loss, self.reach.constant))]
        right = learner.accuracy()
        return [*causes, Remark("commonest", remarks.commonest(k, right, self.reach.constant))]

    def _rest(self, steps: np.ndarray, losses: np.ndarray) -> list[Remark]:
        """Return what is worth a remark however good the answers are."""
        learner, s = self.learner, self.learner.settings
        n_held = int(learner.material.held.sum())
        right = learner.accuracy(held=True) if n_held else np.nan
        return [
            Remark("overfitting", remarks.overfitting(steps, losses, n_held)),
            Remark("few_held", remarks.few_held(n_held, right)),
            Remark("by_its_slope", remarks.by_its_slope(s.penalty, s.lam, s.rule)),
            Remark("drops", remarks.drops(s.dropout)),
        ]
