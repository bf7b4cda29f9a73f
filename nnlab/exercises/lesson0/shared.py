"""Lesson 0: how the tasks that ask for a value are read."""

from collections.abc import Callable
from typing import Any

import numpy as np

from nnlab.exercises.forms import as_numbers, inputs_of, value_of


def value(answer: Any, *givens: Any) -> Any:
    """Return an answer that is a value; one that is a formula is called with what the task gives."""
    if not callable(answer):
        return answer
    came = inputs_of(answer)
    if came is not None and not came.takes(givens):
        return value_of(answer)
    return answer(*givens)


def rounded(numbers: Any, *givens: Any) -> Callable[[Any], bool]:
    """Return a test: is an answer these numbers, to the three digits that one writes down?"""

    def when(answer: Any) -> bool:
        given = as_numbers(value(answer, *givens))
        return given is not None and given.shape == np.shape(numbers) and np.allclose(given, numbers, 2e-3, 0)

    return when
