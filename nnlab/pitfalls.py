"""Lesson 8: mistakes that raise no error, written out so that one can see what they do.

Nothing here is for use.
"""

from collections.abc import Sequence

import numpy as np

from nnlab.batches import Batches
from nnlab.descent import Step
from nnlab.rules import above, checked, generator, instance, iterable, row, squarable, whole

__all__ = ["along_the_way", "by_itself", "in_pieces", "mean_of_means", "regression_along"]


def _axis(value, name):
    return whole(0, 1)(value, name)


@checked(X=squarable, Y=squarable, axis=_axis, rng=generator, epochs=whole(1), size=whole(1), lr=above(0))
@np.errstate(over="ignore", invalid="ignore")  # too large a rate is not what this is about
def regression_along(
    X, Y, axis: int, *, rng: np.random.Generator, epochs: int = 10, size: int = 32, lr: float = 0.5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return W (d, k), b (k,) of softmax regression, and the shares (m, k) of its last batch.

    X is (n, d), Y (n, k) one-hot. With axis=1 the shares of each sample sum to 1, as they should. With
    axis=0 those of each class do: the samples of a batch compete with one another.
    """
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), size):
            some = order[start : start + size]
            z = X[some] @ W + b
            e = np.exp(z - z.max(axis=axis, keepdims=True))
            p = e / e.sum(axis=axis, keepdims=True)
            delta = (p - Y[some]) / len(some)
            W, b = W - lr * X[some].T @ delta, b - lr * delta.sum(axis=0)
    return W, b, p


@checked(losses=row, size=whole(1))
def mean_of_means(losses, size: int) -> float:
    """Return the mean of the means of batches: the last and smaller one counts as much as each other.

    losses (n,) are those of the samples, in the order in which they come.
    """
    return float(np.mean([losses[i : i + size].mean() for i in range(0, len(losses), size)]))


@checked(batches=instance(Batches, "Batches(rows, size)"), steps=iterable(Step, "the steps of a descent"))
def along_the_way(batches: Batches, steps: Sequence[Step]) -> np.ndarray:
    """Return for each whole epoch of the steps the mean over the samples of the losses of its batches.

    Each sample's loss is right, and so is the mean. But they were asked of many thetas, one after another:
    it is neither the loss at the beginning of the epoch nor the one at its end.
    """
    values, per = [step.value for step in steps], batches.per_epoch
    sizes = [stop - start for _, start, stop in map(batches.place, range(per))]
    whole = range(0, len(values) - per + 1, per)
    return np.array([np.average(values[k : k + per], weights=sizes) for k in whole])


@checked(X=squarable)
def by_itself(X) -> np.ndarray:
    """Return X (n, d) scaled by its own means and spreads; a column without spread becomes 0."""
    spread = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1.0)


_by_itself = by_itself.__wrapped__  # the same without its rules, for batches whose rows were checked before


@checked(X=squarable, size=whole(1))
def in_pieces(X, size: int) -> np.ndarray:
    """Return X (n, d) with each `size` rows, one after another, scaled by themselves."""
    return np.concatenate([_by_itself(X[i : i + size]) for i in range(0, len(X), size)])
