"""Lesson 0: what a generator hands out next."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson0.shared import value
from nnlab.exercises.lesson0.words import WORDS


def generator(k):
    """Return the third, fourth and fifth number of a generator that counts from k."""
    return k + 2, k + 3, k + 4  # two are taken, and it goes on from where it stopped


def givens(*, rng: np.random.Generator | None) -> Iterator[dict]:
    """Yield what the task gives."""
    yield {"k": 8}


EXERCISE = Exercise(
    name="start.generator",
    words=WORDS["start.generator"],
    reference=generator,
    probes=givens,
    ask=value,
    one_value=True,
)

EXERCISE.mistake("it begins again", lambda k: (k, k + 1, k + 2))
EXERCISE.mistake("always the first", lambda k: (k, k, k))
EXERCISE.mistake("always the third", lambda k: (k + 2, k + 2, k + 2))
EXERCISE.mistake("one too early", lambda k: (k + 1, k + 2, k + 3))
EXERCISE.mistake("one too late", lambda k: (k + 3, k + 4, k + 5))
EXERCISE.mistake("it is at its end", lambda k: ())
EXERCISE.mistake("all five", lambda k: tuple(range(k, k + 5)))
EXERCISE.mistake("the next one alone", lambda k: k + 2)
