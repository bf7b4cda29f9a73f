"""What several exercises of lesson 8 share: the wrong softmaxes, and answers compared where z is small."""

import copy
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from nnlab.exercises.exercise import Exercise


def shares(z, axis=1):
    """Return the softmax of z (n, k) along an axis, or over the whole table if that is None."""
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def overflowing_shares(z):
    """Return the softmax of z (n, k) along its rows, by powers that may overflow."""
    with np.errstate(all="ignore"):
        e = np.exp(z)
        return e / e.sum(axis=1, keepdims=True)


def same(exercise: Exercise, probes: Iterable[dict], answer: Any, other: Any) -> bool:
    """Return whether two answers say the same to these probes."""
    return all(
        exercise.agree(*(exercise.ask(one, *copy.deepcopy(probe).values()) for one in (answer, other)))
        for probe in probes
    )


def alike(exercise: Exercise, probes: list[dict], wrong: Any) -> Callable[[Any], bool]:
    """Return a function that says of an answer whether it does what `wrong` does, on these probes alone.

    Nothing overflows there, so a mistake is known whatever else the answer does with a large z.
    """
    return lambda answer: same(exercise, probes, answer, wrong)
