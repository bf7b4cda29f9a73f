"""Lesson 0: a formula with an exponential, in one line."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson0.words import WORDS


def sigmoid(z):
    """Return 1 / (1 + e to the power of -z), for each number of an array."""
    return 1 / (1 + np.exp(-z))


def _places(rng: np.random.Generator) -> Iterator[dict]:
    yield {"z": np.array([0.0])}
    yield {"z": np.array([2.0])}
    yield {"z": np.array([-2.0, 0.0, 1.0])}
    for n in 4, 5:
        yield {"z": rng.integers(-12, 13, n) / 4}


EXERCISE = Exercise(
    name="start.sigmoid",
    words=WORDS["start.sigmoid"],
    reference=sigmoid,
    probes=_places,
    tolerance=CUSTOMARY,
)

EXERCISE.mistake("the minus forgotten", lambda z: 1 / (1 + np.exp(z)))
EXERCISE.mistake("no bracket below the line", lambda z: 1 / 1 + np.exp(-z))
EXERCISE.mistake("the one below the line forgotten", lambda z: 1 / np.exp(-z))
EXERCISE.mistake("a power of ten", lambda z: 1 / (1 + 10.0**-z))
EXERCISE.mistake("a power of two", lambda z: 1 / (1 + 2.0**-z))
EXERCISE.mistake("e times z", lambda z: 1 / (1 + np.e * -z))
EXERCISE.mistake("its slope", lambda z: sigmoid(z) * (1 - sigmoid(z)))
EXERCISE.mistake("the slope's formula with z", lambda z: z * (1 - z))
