"""Lesson 0: the slope of a curve at one place."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import as_numbers
from nnlab.exercises.lesson0.shared import value
from nnlab.exercises.lesson0.words import WORDS


def slope(w):
    """Return the slope of (3w - 2) squared at w."""
    return 2 * (3 * w - 2) * 3  # the last 3 is how fast the bracket changes


def _height(w):
    return (3 * w - 2) ** 2


def givens(*, rng: np.random.Generator | None) -> Iterator[dict]:
    """Yield the place that the task names."""
    yield {"w": 2}


EXERCISE = Exercise(
    name="start.slope",
    words=WORDS["start.slope"],
    reference=slope,
    probes=givens,
    ask=value,
    one_value=True,
)


def _beside_the_slope(answer: Any) -> bool:
    """Return whether an answer is no whole number, and as near as a nudge of up to 0.1 comes."""
    number = as_numbers(value(answer, 2))
    return (
        number is not None
        and number.size == 1
        and number % 1 != 0
        and abs(number - slope(2)) <= 1.001 * abs((_height(2.1) - _height(2)) / 0.1 - slope(2))
    )


EXERCISE.mistake("near the slope", lambda w: (_height(w + 0.1) - _height(w)) / 0.1, when=_beside_the_slope)
EXERCISE.mistake("divided by half of the nudge", lambda w: (_height(w + 0.5) - _height(w - 0.5)) / 0.5)
EXERCISE.mistake("not divided by the nudge", lambda w: _height(w + 0.001) - _height(w - 0.001))
EXERCISE.mistake("the height", lambda w: _height(w))
EXERCISE.mistake("the bracket alone", lambda w: 3 * w - 2)
EXERCISE.mistake("the inside forgotten", lambda w: 2 * (3 * w - 2))
EXERCISE.mistake("the outside forgotten", lambda w: (3 * w - 2) * 3)
EXERCISE.mistake("the bracket forgotten", lambda w: 2 * 3)
EXERCISE.mistake("the square kept", lambda w: 2 * (3 * w - 2) ** 2 * 3)
EXERCISE.mistake("the square of a difference", lambda w: 2 * 3**2 * w)  # as if it were 9w² - 4
EXERCISE.mistake("downhill", lambda w: -2 * (3 * w - 2) * 3)
