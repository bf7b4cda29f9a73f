"""Lesson 0: the mean of each column."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson0.words import WORDS


def column_means(X):
    """Return the mean of each column of X (n, d), shape (d,)."""
    return np.sum(X, axis=0) / len(X)  # `axis=0` is the axis that disappears


def _tables(rng: np.random.Generator) -> Iterator[dict]:
    yield {"X": np.array([[4.0, 8.0]])}
    yield {"X": np.array([[2.0, 4.0], [6.0, 0.0]])}
    yield {"X": np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 9.0]])}
    for n, d in (2, 4), (3, 3), (5, 2):
        yield {"X": rng.integers(-8, 9, (n, d)) / 2 + rng.permutation(n * d).reshape(n, d)}


EXERCISE = Exercise(
    name="start.column_means",
    words=WORDS["start.column_means"],
    reference=column_means,
    probes=_tables,
    tolerance=CUSTOMARY,
)

EXERCISE.mistake("the means of the rows", lambda X: np.mean(X, axis=1))
EXERCISE.mistake("one mean of all", lambda X: np.mean(X))
EXERCISE.mistake("sums", lambda X: np.sum(X, axis=0))
EXERCISE.mistake("medians", lambda X: np.median(X, axis=0))
EXERCISE.mistake("divided by the number of columns", lambda X: np.sum(X, axis=0) / X.shape[1])
EXERCISE.mistake("the sums of the rows, divided", lambda X: np.sum(X, axis=1) / len(X))
EXERCISE.mistake("the first column alone", lambda X: np.mean(X[:, 0]))
