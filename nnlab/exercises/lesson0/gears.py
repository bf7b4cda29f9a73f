"""Lesson 0: the slope of a chain of functions."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson0.shared import value
from nnlab.exercises.lesson0.words import WORDS


def gears(w):
    """Return the slope of L by w, where z = 3w - 1, a is z squared, and L = 4a."""
    z = 3 * w - 1
    return 3 * (2 * z) * 4  # z by w, a by z, L by a


def givens(*, rng: np.random.Generator | None) -> Iterator[dict]:
    """Yield the place that the task names."""
    yield {"w": 2}


EXERCISE = Exercise(
    name="start.gears",
    words=WORDS["start.gears"],
    reference=gears,
    probes=givens,
    ask=value,
    one_value=True,
)


def _z(w):
    return 3 * w - 1


EXERCISE.mistake("added", lambda w: 3 + 2 * _z(w) + 4)
EXERCISE.mistake("the first factor forgotten", lambda w: 2 * _z(w) * 4)
EXERCISE.mistake("the last factor forgotten", lambda w: 3 * 2 * _z(w))
EXERCISE.mistake("the middle factor forgotten", lambda w: 3 * 4)
EXERCISE.mistake("the middle factor alone", lambda w: 2 * _z(w))
EXERCISE.mistake("the middle slope at w", lambda w: 3 * (2 * w) * 4)
EXERCISE.mistake("the middle not doubled", lambda w: 3 * _z(w) * 4)
EXERCISE.mistake("the square for its slope", lambda w: 3 * _z(w) ** 2 * 4)
EXERCISE.mistake("the value of L", lambda w: _z(w) ** 2 * 4)
