"""Lesson 0: the shape of a column minus a row."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson0.shared import value
from nnlab.exercises.lesson0.words import WORDS


def broadcast(a, y):
    """Return the shape of a - y."""
    return (a - y).shape  # the column is repeated sideways, the row downwards


def givens(*, rng: np.random.Generator | None) -> Iterator[dict]:
    """Yield what the task gives."""
    yield {"a": np.array([[1], [2], [3]]), "y": np.array([1, 2, 3])}


EXERCISE = Exercise(
    name="start.broadcast",
    words=WORDS["start.broadcast"],
    reference=broadcast,
    probes=givens,
    ask=value,
    one_value=True,
)

EXERCISE.mistake("the shape of the column", lambda a, y: a.shape)
EXERCISE.mistake("the shape of the row", lambda a, y: len(y))  # (3) is 3 in Python, and (3,) counts as it
EXERCISE.mistake("the shape of a row of its own", lambda a, y: a.T.shape)
EXERCISE.mistake("the number of values", lambda a, y: np.size(a - y))
EXERCISE.mistake("one axis after another", lambda a, y: a.shape + y.shape)
EXERCISE.mistake("one value", lambda a, y: np.shape(np.sum(a - y)))
EXERCISE.mistake("the difference itself", lambda a, y: a - y)
EXERCISE.mistake("the difference that was meant", lambda a, y: a[:, 0] - y)
