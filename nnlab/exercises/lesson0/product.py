"""Lesson 0: a matrix product, on paper."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson0.shared import value
from nnlab.exercises.lesson0.words import WORDS


def product(X, W):
    """Return X @ W: each row of X with each column of W."""
    return np.array([[np.sum(row * column) for column in W.T] for row in X])


def givens(*, rng: np.random.Generator | None) -> Iterator[dict]:
    """Yield what the task gives."""
    yield {"X": np.array([[1, 2], [3, 4]]), "W": np.array([[0, 1], [2, 5]])}


EXERCISE = Exercise(
    name="start.product",
    words=WORDS["start.product"],
    reference=product,
    probes=givens,
    ask=value,
    one_value=True,
)

EXERCISE.mistake("place by place", lambda X, W: X * W)
EXERCISE.mistake("the matrices changed places", lambda X, W: W @ X)
EXERCISE.mistake("rows with rows", lambda X, W: X @ W.T)
EXERCISE.mistake("columns with columns", lambda X, W: X.T @ W)
EXERCISE.mistake("columns with rows", lambda X, W: X.T @ W.T)
EXERCISE.mistake("the outcome lying on its side", lambda X, W: (X @ W).T)
EXERCISE.mistake("added place by place", lambda X, W: X + W)
EXERCISE.mistake("added up to one row", lambda X, W: np.sum(X @ W, axis=0))
