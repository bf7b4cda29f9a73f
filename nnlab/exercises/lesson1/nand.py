"""Lesson 1: three numbers that make a neuron compute NAND."""

import math
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import WrongForm, as_numbers, show, value_of
from nnlab.exercises.lesson1.words import NO_BIAS, NO_RETURN, THREE_NUMBERS, TRUTH_TABLE, WORDS


def nand():
    """Return w1, w2 and b of a step neuron that says no only if both inputs are 1."""
    # Without input the neuron must say yes, so b is positive. One input must not yet turn it
    # round (3 - 2 is still at least 0), two must (3 - 2 - 2 is below 0).
    return -2, -2, 3


_OFTEN_MEANT = {2: NO_BIAS, 4: TRUTH_TABLE}


def _three_numbers(answer: Any) -> tuple[float, float, float]:
    """Return w1, w2, b from a tuple, list or array, or from a function that returns one."""
    given = value_of(answer)
    numbers = as_numbers(given)
    size = 0 if numbers is None else numbers.size
    if size != 3 or not np.isfinite(numbers).all():
        says = NO_RETURN if given is None else _OFTEN_MEANT.get(size, THREE_NUMBERS)
        raise WrongForm(says.format(came=textwrap.shorten(show(given), 60, placeholder=" ...")))
    return tuple(numbers.ravel().tolist())


def _neuron(answer: Any, x1: int, x2: int, tie: int = 1) -> int:
    """Return what a step neuron with these three numbers says."""
    w1, w2, b = _three_numbers(answer)
    pull = w1 * x1 + w2 * x2
    if math.isclose(pull, -b, rel_tol=1e-9):  # a tie on paper, such as 0.1 + 0.2 - 0.3, is a tie here
        return tie
    return int(pull + b > 0)


def corners(*, rng: np.random.Generator | None) -> Iterator[dict]:
    """Yield the four pairs of inputs 0 and 1."""
    for x1, x2 in (0, 0), (0, 1), (1, 0), (1, 1):
        yield {"x1": x1, "x2": x2}


EXERCISE = Exercise(
    name="perceptron.nand",
    words=WORDS["perceptron.nand"],
    reference=nand,
    probes=corners,
    ask=_neuron,
)


def _would_be_right(turn_w: int = 1, turn_b: int = 1, tie: int = 1) -> Callable[[Any], bool]:
    """Return a test: would the three numbers be right with these signs, or if ties fell on that side?"""

    def when(answer: Any) -> bool:
        w1, w2, b = _three_numbers(answer)
        mended = (turn_w * w1, turn_w * w2, turn_b * b)
        said = [_neuron(mended, *corner.values(), tie=tie) for corner in corners(rng=None)]
        return said == [1, 1, 1, 0]

    return when


EXERCISE.mistake("a tie on the wrong side", (-1, -1, 2), when=_would_be_right(tie=0))

EXERCISE.mistake("AND instead of NAND", (1, 1, -1.5))

EXERCISE.mistake("NOR instead of NAND", (-2, -2, 1))

EXERCISE.mistake("the sign of the bias", (-2, -2, -3), when=_would_be_right(turn_b=-1))

EXERCISE.mistake("the sign of the weights", (2, 2, 3), when=_would_be_right(turn_w=-1))
