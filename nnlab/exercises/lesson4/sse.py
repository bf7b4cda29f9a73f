"""Lesson 4: the sum of squared errors, rows and columns."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson4.words import WORDS


def sse(a, y):
    """Return the sum of squared errors of the answers a (n, 1) for the targets y (n,)."""
    # NumPy would take a column less a row for "each with each": so first a row out of the column.
    return np.sum((np.ravel(a) - np.ravel(y)) ** 2)


def _rows_and_columns(rng: np.random.Generator) -> Iterator[dict]:
    yield {"a": np.array([[0.75]]), "y": np.array([1.0])}
    yield {"a": np.array([[0.25], [0.5]]), "y": np.array([0.0, 1.0])}
    for n in 3, 4, 6:
        yield {"a": rng.integers(1, 8, (n, 1)) / 8, "y": np.arange(n) % 2.0}


EXERCISE = Exercise(
    name="network.sse",
    words=WORDS["network.sse"],
    reference=sse,
    probes=_rows_and_columns,
    tolerance=CUSTOMARY,
)


@EXERCISE.mistake("a column against a row")
def _a_column_against_a_row(a, y):
    return np.sum((a - y) ** 2)


@EXERCISE.mistake("the mean in place of the sum")
def _the_mean_in_place_of_the_sum(a, y):
    return np.mean((a[:, 0] - y) ** 2)


@EXERCISE.mistake("a mean over a column against a row")
def _a_mean_over_a_column_against_a_row(a, y):
    return np.mean((a - y) ** 2)


@EXERCISE.mistake("a half too many")
def _a_half_too_many(a, y):
    return 0.5 * np.sum((a[:, 0] - y) ** 2)


@EXERCISE.mistake("not squared")
def _not_squared(a, y):
    return np.sum(a[:, 0] - y)


@EXERCISE.mistake("absolute errors")
def _absolute_errors(a, y):
    return np.sum(np.abs(a[:, 0] - y))


@EXERCISE.mistake("the square of the sum")
def _the_square_of_the_sum(a, y):
    return np.sum(a[:, 0] - y) ** 2
