"""Lesson 6: penalties on the weights, to be added to any loss.

The conventions of the whole course, for weights w, the numbers of theta in the mask:

- l1: lam times the sum of |w|
- l2: lam / 2 times the sum of w^2, so that its slope is lam w
- lam is not divided by the number of samples: next to a mean over samples (mse,
  cross_entropy) the same lam goes with any number of samples
- biases stand outside the mask (`Network.weights`) and are never penalised
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlab import checks
from nnlab.descent import LOSS, Loss, Prox, answer_of, descend, stop
from nnlab.rules import above, at_least, between, checked, function, mask, row, vector, whole


@dataclass(frozen=True, eq=False)
class Penalty:
    """What large weights cost: a function theta -> (value, gradient), made by l1 or l2."""

    kind: str  # "l1" or "l2"
    lam: float  # its strength
    mask: np.ndarray  # (p,) True where theta holds a weight

    def norm(self, theta) -> float:
        """Return the sum of |w| of an l1, the root of the sum of w^2 of an l2."""
        w = checks.shaped(theta, self.mask.shape, "theta")[self.mask]
        return float(np.abs(w).sum() if self.kind == "l1" else np.sqrt(w @ w))

    def __call__(self, theta) -> tuple[float, np.ndarray]:
        """Return the value at theta (p,) and its gradient (p,).

        |w| has no slope at 0. There we take 0, which lies between the slopes on either side.
        """
        w = checks.shaped(theta, self.mask.shape, "theta") * self.mask
        if self.kind == "l1":
            return self.lam * float(np.abs(w).sum()), self.lam * np.sign(w)
        return 0.5 * self.lam * float(w @ w), self.lam * w

    def prox(self, theta, lr: float) -> np.ndarray:
        """Return where theta (p,) goes by one step of size lr on this penalty alone."""
        return proximal(self)(theta, lr)


@checked(lam=at_least(0), mask=mask)
def l1(lam: float, mask) -> Penalty:
    """Return the penalty lam sum |w| on the weights: theta (p,) where mask (p,) is True."""
    return Penalty("l1", lam, mask)


@checked(lam=at_least(0), mask=mask)
def l2(lam: float, mask) -> Penalty:
    """Return the penalty lam / 2 sum w^2 on the weights: theta where mask (p,) is True."""
    return Penalty("l2", lam, mask)


@checked(loss=LOSS)
def total(loss: Loss, *penalties: Penalty) -> Loss:
    """Return loss + penalties as one function theta -> (value, gradient).

    Descent on it follows the slope of |w| and steps back and forth over the kink at 0: l1
    makes no weight exactly 0 that way. `proximal` is the way that does.
    """

    def total_at(theta):
        value, gradient = loss(theta)
        for penalty in penalties:
            more, slope = penalty(theta)
            value, gradient = value + more, gradient + slope
        return value, gradient

    return total_at


def proximal(*penalties: Penalty) -> Prox:
    """Return the prox for `descend(loss, ..., prox=)` that stands for these penalties.

    After each step of size lr on the loss alone it finds, for each weight v, the w that
    makes (w - v)^2 / (2 lr) + the penalties least. l1 pulls v towards 0 by lr lam, and
    what would pass 0 stays there; l2 divides by 1 + lr lam; first the one, then the
    other. Biases stay as they are. Descent surely comes to rest with lr below
    2 (1 - momentum) / c, where c is the largest curvature of the loss.
    Source: Parikh, Boyd, Proximal Algorithms (2014), sections 4.2 and 6.5.2.
    """
    if other := [p for p in penalties if not isinstance(p, Penalty)]:
        raise ValueError(f"penalties: expected what l1 or l2 returns, got {checks.shown(other[0])}")
    if len({p.mask.size for p in penalties}) > 1:
        came = ", ".join(str(p.mask.size) for p in penalties)
        raise ValueError(f"penalties: expected masks of one length, got {came}")
    pull, shrink = (
        sum((p.lam * p.mask for p in penalties if p.kind == kind), start=np.zeros(1)) for kind in ("l1", "l2")
    )

    def prox(theta, lr):
        theta = theta - np.clip(theta, -lr * pull, lr * pull)
        return theta / (1 + lr * shrink)

    return prox


@checked(loss=LOSS, mask=mask)
def lam_max(loss: Loss, mask) -> float:
    """Return the smallest lam from which on an l1 on the weights makes all of them 0.

    loss must be that of a linear neuron with mse, or a sigmoid one with cross_entropy.
    With all weights 0 and the biases at their best, a weight pays if the loss falls by
    more than lam for each unit of it: lam_max is the steepest slope. With a hidden layer
    it says nothing: at weights of 0 a weight alone changes nothing, two together may.
    Raises ValueError for a hidden layer, and if no biases are best: where all samples
    are of one class, they would grow for ever.
    """
    theta = np.zeros(mask.size)
    _refuse_hidden(loss, theta)
    biases = np.flatnonzero(~mask)
    for _ in range(100):  # Newton's rule, the curvature by differences
        slope = answer_of(loss, theta)[1]
        nudge = 1e-5 * max(1.0, np.abs(slope).max())  # it must show next to the slope
        curvature = np.empty((biases.size, biases.size))
        for bends, i in zip(curvature, biases):
            nudged = theta.copy()
            nudged[i] += nudge
            bends[:] = (loss(nudged)[1] - slope)[biases] / nudge
        if not curvature.diagonal().all():
            break
        move = np.linalg.solve(curvature, slope[biases])
        theta[biases] -= move
        if np.abs(move).max(initial=0) <= 1e-9 * (1 + np.abs(theta).max()):
            return float(np.abs(loss(theta)[1][mask]).max(initial=0))
    raise ValueError("loss: expected biases with a best place, got none; is it all one class?")


def _refuse_hidden(loss, zero):
    """Raise ValueError if the loss is that of a model with a hidden layer.

    Around a hidden layer a single weight has no slope while all others are 0, whether it is 0 itself or
    1: what it does never reaches the output. With all of them at 1 its slope shows. In a linear model a
    weight without a slope in both places belongs to a feature that is always 0, and has none anywhere.
    """
    still = answer_of(loss, zero)[1] == 0
    still = [i for i in np.flatnonzero(still) if not loss(np.eye(zero.size)[i])[1][i]]
    if loss(zero + 1)[1][still].any():
        raise ValueError("loss: expected a model linear in its weights, got a hidden layer")


def _penalties_at(penalties, lam):
    found = penalties(lam)
    if not isinstance(found, tuple | list):
        raise ValueError(f"penalties: expected it to return a tuple of penalties, got {checks.shown(found)}")
    return found


@checked(
    loss=LOSS,
    start=vector,
    penalties=function("lam -> penalties"),
    lams=row,
    lr=above(0),
    momentum=between(0, 1, open_end=True),
    still=above(0),
    at_most=whole(1, 10**12),
)
def path(
    loss: Loss,
    start,
    penalties: Callable[[float], tuple[Penalty, ...]],
    lams,
    *,
    lr: float,
    momentum: float = 0.0,
    still: float = 1e-10,
    at_most: int = 100_000,
) -> np.ndarray:
    """Return the theta (m, p) that m strengths lams (m,) lead to, each from the last.

    penalties is a function lam -> penalties. From start (p,) descent with their prox goes
    on at each lam until every number of theta moves by less than still. Where the loss
    is flat it moves slowly: with lr = 1 / c, theta is then off by up to still c / m, where
    c is the largest curvature and m the smallest. Raises ValueError if that takes
    more than at_most updates, or if descent diverges.
    """
    found = []
    for lam in lams:
        prox = proximal(*_penalties_at(penalties, float(lam)))
        steps = descend(loss, start, lr=lr, momentum=momentum, prox=prox)
        [step] = deque(stop(steps, velocity_below=still, at_most=at_most + 1), maxlen=1)
        if step.diverged or step.k > at_most:
            came = "divergence; lower lr" if step.diverged else f"{at_most} updates"
            raise ValueError(f"lams: expected theta to come to rest, got {came} at {lam:g}")
        found.append(step.theta)
        start = step.theta
    return np.array(found)
