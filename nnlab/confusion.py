"""Lesson 8: which classes a model takes for which others, and how sure it is of it."""

from typing import NamedTuple

import numpy as np

from nnlab import checks
from nnlab.rules import checked, relative, samples, whole

_classes = relative(lambda y, name, given: checks.classes(y, given["p"].shape[1], name, len(given["p"])))


@checked(p=samples, y=_classes)
def confusion_matrix(p, y) -> np.ndarray:
    """Return how many samples of each class were called what: entry [i, j] counts those of class i called j.

    p (n, k) holds a share for each class, and the largest is the answer (of equal ones the first); y (n,) the
    class numbers. A row is a right class and adds up to its samples, the diagonal is what is right.
    """
    k = p.shape[1]
    return np.bincount(k * y + p.argmax(axis=1), minlength=k * k).reshape(k, k)


@checked(p=samples, y=_classes)
def accuracy(p, y) -> float:
    """Return the share of right answers; p (n, k) holds shares, y (n,) class numbers."""
    return float((p.argmax(axis=1) == y).mean())


class Judgement(NamedTuple):
    """How each class fares, (k,) each; nan for a class without samples."""

    samples: np.ndarray  # how many of it there are
    recall: np.ndarray  # the share of them that were found
    precision: np.ndarray  # of those called so, the share that are; nan if nothing was called so
    cross_entropy: np.ndarray  # the mean of -log p of the right class, over its samples


@checked(p=samples, y=_classes)
def per_class(p, y) -> Judgement:
    """Return for each class its recall, precision and cross-entropy.

    p (n, k) holds shares, y (n,) class numbers. The mean of the cross-entropies, each counted as often as
    its class has samples, is that of all samples.
    """
    counts = confusion_matrix(p, y)
    given, called = counts.sum(axis=1), counts.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):  # log 0 is meant, and 0 / 0 is nan
        costs = np.bincount(y, -np.log(p[np.arange(len(y)), y]), p.shape[1])
        return Judgement(given, counts.diagonal() / given, counts.diagonal() / called, costs / given)


@checked(p=samples, y=_classes, m=whole(1))
def surest_mistakes(p, y, m: int = 10) -> np.ndarray:
    """Return the rows of at most m wrong answers, those with the largest share first."""
    wrong = np.flatnonzero(p.argmax(axis=1) != y)
    return wrong[np.argsort(-p[wrong].max(axis=1), kind="stable")][:m]


# The same without their rules, for shares that a network has just said.
_confusion_matrix, _surest_mistakes = confusion_matrix.__wrapped__, surest_mistakes.__wrapped__
