"""Lesson 2: XOR with three step neurons."""

from collections.abc import Callable
from typing import Any

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import three_triples
from nnlab.exercises.lesson1.nand import corners
from nnlab.exercises.lesson2.words import ONE_NEURON, THREE_NEURONS, WORDS


def xor():
    """Return three neurons (w1, w2, b): the first two see x1 and x2, the third sees what these two say."""
    either = (2, 2, -1)  # yes if at least one input is 1
    not_both = (-2, -2, 3)  # yes unless both are
    both_say_yes = (2, 2, -3)
    return either, not_both, both_say_yes


def _says(neuron: np.ndarray, inputs: tuple, tie: int) -> int:
    z = neuron[0] * inputs[0] + neuron[1] * inputs[1] + neuron[2]
    return tie if abs(z) < 1e-9 * np.abs(neuron).max() else int(z > 0)


def _network(answer: Any, x1: int, x2: int, tie: int = 1) -> int:
    """Return what the three neurons say together."""
    first, second, third = three_triples(answer, THREE_NEURONS, ONE_NEURON)
    return _says(third, (_says(first, (x1, x2), tie), _says(second, (x1, x2), tie)), tie)


EXERCISE = Exercise(
    name="boundary.xor",
    words=WORDS["boundary.xor"],
    reference=xor,
    probes=corners,
    ask=_network,
)


def _table(answer: Any, tie: int = 1) -> list[int]:
    return [_network(answer, *corner.values(), tie=tie) for corner in corners(rng=None)]


def _lost_by_a_tie(answer: Any) -> bool:
    return _table(answer, tie=0) == [0, 1, 1, 0] != _table(answer)


def _gives(table: list[int]) -> Callable[[Any], bool]:
    return lambda answer: _table(answer) == table and not _lost_by_a_tie(answer)


_EITHER, _NOT_BOTH, _BOTH = (2, 2, -1), (-2, -2, 3), (2, 2, -3)


EXERCISE.mistake("a tie on the wrong side", (_EITHER, (-2, -2, 4), _BOTH), when=_lost_by_a_tie)

EXERCISE.mistake(
    "the opposite: yes where both inputs are equal",
    (_EITHER, _NOT_BOTH, _NOT_BOTH),
    when=_gives([1, 0, 0, 1]),
)

EXERCISE.mistake(
    "OR: both inputs together slip through", (_EITHER, _NOT_BOTH, (2, 0, -1)), when=_gives([0, 1, 1, 1])
)

EXERCISE.mistake(
    "NAND: no input at all slips through", (_EITHER, _NOT_BOTH, (0, 2, -1)), when=_gives([1, 1, 1, 0])
)

EXERCISE.mistake("yes to every corner", (_EITHER, _NOT_BOTH, (2, 2, -1)), when=_gives([1, 1, 1, 1]))

EXERCISE.mistake("no to every corner", (_EITHER, _NOT_BOTH, (2, 2, -5)), when=_gives([0, 0, 0, 0]))
