"""Lesson 0: the standard deviation of a few numbers."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson0.words import WORDS


def spread(values):
    """Return the standard deviation of the values (n,), with n - 1."""
    distances = values - np.mean(values)
    return np.sqrt(np.sum(distances**2) / (len(values) - 1))


def _rows(rng: np.random.Generator) -> Iterator[dict]:
    yield {"values": np.array([2.0, 6.0])}
    yield {"values": np.array([1.0, 2.0, 6.0])}
    yield {"values": np.array([0.95, 0.97, 0.96, 0.98])}
    for n in 5, 6:
        yield {"values": rng.permutation(12)[:n] + 0.5}


EXERCISE = Exercise(
    name="start.spread",
    words=WORDS["start.spread"],
    reference=spread,
    probes=_rows,
    tolerance=CUSTOMARY,
)

EXERCISE.mistake("divided by n", lambda values: np.std(values))
EXERCISE.mistake("no root", lambda values: np.var(values, ddof=1))
EXERCISE.mistake("no root, and divided by n", lambda values: np.var(values))
EXERCISE.mistake("the standard error", lambda values: spread(values) / np.sqrt(len(values)))
EXERCISE.mistake("from the smallest to the largest", lambda values: np.ptp(values))
EXERCISE.mistake("not squared", lambda values: np.mean(abs(values - np.mean(values))))
EXERCISE.mistake("not divided", lambda values: np.sqrt(np.sum((values - np.mean(values)) ** 2)))
EXERCISE.mistake("the mean forgotten", lambda values: np.sqrt(np.sum(values**2) / (len(values) - 1)))
EXERCISE.mistake("the mean", lambda values: np.mean(values))
