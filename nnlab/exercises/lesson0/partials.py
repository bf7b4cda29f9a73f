"""Lesson 0: slopes of a function of two numbers, one at a time."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson0.shared import value
from nnlab.exercises.lesson0.words import WORDS


def partials(w, b, x, y):
    """Return the slopes of (wx + b - y) squared by w and by b."""
    error = w * x + b - y
    return 2 * error * x, 2 * error


def givens(*, rng: np.random.Generator | None) -> Iterator[dict]:
    """Yield what the task gives."""
    yield {"w": 2, "b": 1, "x": 4, "y": 6}


EXERCISE = Exercise(
    name="start.partials",
    words=WORDS["start.partials"],
    reference=partials,
    probes=givens,
    ask=value,
    one_value=True,
)


def _error(w, b, x, y):
    return w * x + b - y


EXERCISE.mistake("the doubling forgotten", lambda *g: (_error(*g) * g[2], _error(*g)))
EXERCISE.mistake("the error turned round", lambda *g: (-2 * _error(*g) * g[2], -2 * _error(*g)))
EXERCISE.mistake("the input forgotten", lambda *g: (2 * _error(*g), 2 * _error(*g)))
EXERCISE.mistake("the input with both", lambda *g: (2 * _error(*g) * g[2], 2 * _error(*g) * g[2]))
EXERCISE.mistake("the weight where the input belongs", lambda *g: (2 * _error(*g) * g[0], 2 * _error(*g)))
EXERCISE.mistake("the error forgotten", lambda *g: (2 * g[2], 2))
EXERCISE.mistake("only the bracket", lambda *g: (g[2], 1))
EXERCISE.mistake("the square kept", lambda *g: (2 * _error(*g) ** 2 * g[2], 2 * _error(*g) ** 2))
EXERCISE.mistake("the other way about", lambda *g: (2 * _error(*g), 2 * _error(*g) * g[2]))
