"""Lesson 2: a fence around the weights, which keeps a neuron with many features calm."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nnlab import checks
from nnlab.moved import renamed
from nnlab.perceptron import preactivation, with_bias

SHAPES = ("round", "diamond")  # a ball in the L2 norm, and one in the L1 norm


def project(v, size: float, shape: str = "round") -> np.ndarray:
    """Return the point nearest to v (d,) that lies inside the fence; v itself if it is inside.

    A round fence holds what has a length sqrt(v_1^2 + ... + v_d^2) of at most `size` (the L2 norm), a
    diamond what has |v_1| + ... + |v_d| of at most `size` (the L1 norm). On a round fence v shrinks and
    keeps its direction. On a diamond every entry moves by the same amount towards 0, and those that
    reach 0 stay there. Raises ValueError for unfit arguments.
    Source: J. Duchi et al., Efficient projections onto the l1-ball, ICML (2008), figure 1.
    """
    v = checks.weights(v, np.size(v), "v")
    size, shape = checks.number_at_least(size, 0, "size"), _known(shape)
    return _pulled(v, size, shape).copy()


def norm(v, shape: str = "round") -> float:
    """Return the size of the smallest fence that v (d,) lies in: its L2 norm (round) or L1 norm (diamond)."""
    v = checks.weights(v, np.size(v), "v")
    return float(np.hypot.reduce(v, initial=0.0) if _known(shape) == "round" else np.abs(v).sum())


def _pulled(v, size, shape):
    if shape == "round":
        length = np.hypot.reduce(v, initial=0.0)  # squares alone may be too large for a number
        return v if length <= size else v * (size / length)
    lengths = np.abs(v)
    if lengths.sum() <= size:
        return v
    # What is left? If the k longest stay above 0, each keeps size / k, and what it is above their mean.
    below = lengths - lengths.max()  # differences alone count, and these are not rounded
    longest, k = np.sort(below)[::-1], np.arange(1, len(v) + 1)
    kept = size / k - np.cumsum(longest) / k
    enough = kept[max(np.count_nonzero(longest + kept > 0), 1) - 1]
    return np.sign(v) * np.maximum(below + enough, 0)


@dataclass(frozen=True, eq=False)
class Step:
    """The neuron after k steps."""

    k: int  # steps so far
    w: np.ndarray  # (d + 1,) the weights after this step, the bias last
    error: float  # mean of (s - z)^2 over the samples, with these weights


def learn(X, y, *, lr: float, size: float | None = None, shape: str = "round", start=None) -> Iterator[Step]:
    """Let all samples push at once, step after step, and bring w back inside the fence after each.

    X is (n, d), y is (n,) of 0 and 1, lr the learning rate, size and shape the fence (`project`; no
    fence if size is None). Each sample wants its z at s: +1 for class 1, -1 for class 0. It pushes as in
    lesson 1, but by how far z is off, not by whether the answer is wrong, and w takes the mean:
    w <- w + lr mean of (s - z) (x, 1). The bias is not fenced: it says where the boundary is, not how
    wildly it bends. The start is yielded first: zeros, your weights (d + 1,), or a Step to go on from.
    A start outside the fence stays as it is until the first step. It never ends by itself, unless the
    numbers grow beyond all bounds: then the last Step's error is infinite. The arrays are read-only.
    Raises ValueError for unfit arguments.
    Source: B. Widrow and M. Hoff, Adaptive switching circuits (1960), here with all samples at once.
    """
    X = checks.samples(X)
    n, d = X.shape
    s = np.where(checks.labels(y, n) == 1, 1.0, -1.0)
    lr, shape = checks.number_above(lr, 0, "lr"), _known(shape)
    size = None if size is None else checks.number_at_least(size, 0, "size")
    k, w = (start.k, start.w) if isinstance(start, Step) else (0, start)
    w = np.zeros(d + 1) if w is None else checks.weights(w, d + 1, "start").copy()
    return _steps(with_bias(X), s, lr, size, shape, k, w)


def _steps(ones, s, lr, size, shape, k, w):
    with np.errstate(over="ignore", invalid="ignore"):  # too large a rate is answered by error = inf
        while True:
            off = s - ones @ w
            error = float(off @ off) / len(s)
            w.setflags(write=False)
            yield Step(k, w, error if np.isfinite(error) else np.inf)
            if not np.isfinite(error):
                return
            w = w + lr * (off @ ones) / len(s)
            if size is not None:
                w[:-1] = _pulled(w[:-1], size, shape)
            k += 1


def error(w, X, y) -> float:
    """Return the mean of (s - z)^2 over X (n, d) and y (n,), what `learn` makes small; w is (d + 1,)."""
    z = preactivation(w, X)
    return float(np.mean((np.where(checks.labels(y, len(z)) == 1, 1.0, -1.0) - z) ** 2))


def _known(shape):
    if shape not in SHAPES:
        raise ValueError(f"shape: expected one of {', '.join(SHAPES)}, got {shape!r}")
    return shape


__getattr__ = renamed(__name__, pull_inside="project")
