"""Lesson 0: a weighted sum, on paper."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson0.shared import value
from nnlab.exercises.lesson0.words import WORDS


def weighted_sum(w, x, b):
    """Return z: each input times its weight, all added up, and the bias on top."""
    return w[0] * x[0] + w[1] * x[1] + b


def givens(*, rng: np.random.Generator | None) -> Iterator[dict]:
    """Yield what the task gives."""
    yield {"w": np.array([3, -2]), "x": np.array([2, 5]), "b": 3}


EXERCISE = Exercise(
    name="start.weighted_sum",
    words=WORDS["start.weighted_sum"],
    reference=weighted_sum,
    probes=givens,
    ask=value,
    one_value=True,
)

EXERCISE.mistake("the forgotten bias", lambda w, x, b: w @ x)
EXERCISE.mistake("the bias added twice", lambda w, x, b: w @ x + b + b)
EXERCISE.mistake("the bias taken away", lambda w, x, b: w @ x - b)
EXERCISE.mistake("the bias multiplied", lambda w, x, b: w @ x * b)
EXERCISE.mistake("a minus lost", lambda w, x, b: abs(w) @ x + b)
EXERCISE.mistake("not added up", lambda w, x, b: w * x)
EXERCISE.mistake("not added up, the bias with each", lambda w, x, b: w * x + b)
EXERCISE.mistake("crosswise", lambda w, x, b: w @ x[::-1] + b)
EXERCISE.mistake("added where it should be multiplied", lambda w, x, b: np.sum(w + x) + b)
EXERCISE.mistake("the sums multiplied", lambda w, x, b: np.sum(w) * np.sum(x) + b)
