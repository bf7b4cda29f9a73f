"""Lesson 2: a fence around the weights, which keeps a neuron with many features calm."""

from collections.abc import Callable

import numpy as np

from nnlab.checks import shaped
from nnlab.perceptron import with_bias
from nnlab.rules import among, at_least, checked, labels_of, samples, vector

KINDS = ("l2", "l1")  # a round fence (a ball in the L2 norm), and a diamond (a ball in the L1 norm)


@checked(v=vector, radius=at_least(0), kind=among(KINDS))
def project(v, radius: float, kind: str = "l2") -> np.ndarray:
    """Return the point nearest to v (d,) inside the fence of that radius; v itself if it is inside.

    Inside is what has a length sqrt(v_1^2 + ... + v_d^2) of at most radius ("l2", round), or a sum
    |v_1| + ... + |v_d| of at most radius ("l1", a diamond). In a round fence v shrinks and keeps its
    direction. In a diamond every entry moves by the same amount towards 0, and those that reach 0 stay
    there. Raises ValueError for invalid arguments.
    Source: J. Duchi et al., Efficient projections onto the l1-ball, ICML (2008), figure 1.
    """
    return _projected(v, radius, kind).copy()


@checked(v=vector, kind=among(KINDS))
def norm(v, kind: str = "l2") -> float:
    """Return the radius of the smallest fence that v (d,) lies in: its L2 norm or its L1 norm."""
    return float(np.hypot.reduce(v, initial=0.0) if kind == "l2" else np.abs(v).sum())


def _projected(v, radius, kind):
    if kind == "l2":
        length = np.hypot.reduce(v, initial=0.0)  # squares alone may be too large for a number
        return v if length <= radius else v * (radius / length)
    lengths = np.abs(v)
    if lengths.sum() <= radius:
        return v
    # What is left? If the k longest stay above 0, each keeps radius / k, and what it is above their mean.
    below = lengths - lengths.max()  # differences alone count, and these are not rounded
    longest, k = np.sort(below)[::-1], np.arange(1, len(v) + 1)
    kept = radius / k - np.cumsum(longest) / k
    enough = kept[max(np.count_nonzero(longest + kept > 0), 1) - 1]
    return np.sign(v) * np.maximum(below + enough, 0)


@checked(radius=at_least(0), kind=among(KINDS))
def fence(radius: float, kind: str = "l2") -> Callable[[np.ndarray, float], np.ndarray]:
    """Return a function (w, lr) -> w that puts the weights w (d + 1,) back inside the fence.

    The bias, which is last, is not fenced: it says where the boundary is, not how wildly it bends.
    `descent.descend` takes such a function as prox, and lets it have the last word on every step.
    Raises ValueError for invalid arguments.
    """
    return lambda w, lr: np.append(_projected(w[:-1], radius, kind), w[-1])


@checked(X=samples, y=labels_of("X"))
def half_mean_square(X, y) -> Callable[[np.ndarray], tuple[float, np.ndarray]]:
    """Return the error as a function w -> (error, gradient): half the mean of (s - z)^2.

    X is (n, d), y is (n,) of 0 and 1, w (d + 1,). Each sample wants its z at s: +1 for class 1, -1 for
    class 0. It pushes as in lesson 1, but by how far z is off, not by whether the answer is wrong: one
    step downhill is w <- w + lr mean of (s - z) (x, 1). Raises ValueError for invalid arguments.
    Source: B. Widrow and M. Hoff, Adaptive switching circuits (1960), here with all samples at once.
    """
    ones, s = with_bias(X), np.where(y == 1, 1.0, -1.0)

    def error(w):
        w = shaped(w, (ones.shape[1],), "w")
        off = s - ones @ w
        return float(off @ off) / (2 * len(s)), -(off @ ones) / len(s)

    return error
