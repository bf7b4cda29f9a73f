"""Lesson 9: how many answers a kernel gives along one side of a picture."""

import math
from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson9.words import WORDS


def answers_along(side, kernel, padding, stride):
    """Return how many places a kernel has along a side, if it moves on by `stride` pixels each time."""
    room = side + 2 * padding - kernel  # how far it can move from its first place
    return room // stride + 1


def _sides(rng: np.random.Generator) -> Iterator[dict]:
    def probe(side, kernel, padding, stride):
        return {"side": side, "kernel": kernel, "padding": padding, "stride": stride}

    yield probe(3, 2, 0, 1)
    yield probe(3, 3, 0, 1)
    yield probe(8, 3, 0, 1)
    yield probe(8, 5, 4, 1)
    yield probe(6, 2, 0, 2)
    yield probe(7, 2, 0, 2)
    yield probe(8, 3, 1, 3)
    for _ in range(6):
        kernel, padding, stride = (int(rng.integers(*ends)) for ends in ((2, 6), (1, 4), (2, 5)))
        yield probe(int(rng.integers(10, 30)), kernel, padding, stride)


EXERCISE = Exercise(
    name="convolution.answers_along",
    words=WORDS["convolution.answers_along"],
    reference=answers_along,
    probes=_sides,
)


@EXERCISE.mistake("the first place not counted")
def _the_first_place_not_counted(side, kernel, padding, stride):
    return answers_along(side, kernel, padding, stride) - 1


@EXERCISE.mistake("one place too many")
def _one_place_too_many(side, kernel, padding, stride):
    return answers_along(side, kernel, padding, stride) + 1


@EXERCISE.mistake("the padding on one end alone")
def _the_padding_on_one_end_alone(side, kernel, padding, stride):
    return (side + padding - kernel) // stride + 1


@EXERCISE.mistake("no padding")
def _no_padding(side, kernel, padding, stride):
    return (side - kernel) // stride + 1


@EXERCISE.mistake("no stride")
def _no_stride(side, kernel, padding, stride):
    return answers_along(side, kernel, padding, 1)


@EXERCISE.mistake("the 1 before the division")
def _the_1_before_the_division(side, kernel, padding, stride):
    return (side + 2 * padding - kernel + 1) // stride


@EXERCISE.mistake("a part of a step counted")
def _a_part_of_a_step_counted(side, kernel, padding, stride):
    return math.ceil((side + 2 * padding - kernel) / stride) + 1


@EXERCISE.mistake("not a whole number")
def _not_a_whole_number(side, kernel, padding, stride):
    return (side + 2 * padding - kernel) / stride + 1


@EXERCISE.mistake("windows side by side")
def _windows_side_by_side(side, kernel, padding, stride):
    return (side + 2 * padding) // kernel


@EXERCISE.mistake("the padded side itself")
def _the_padded_side_itself(side, kernel, padding, stride):
    return side + 2 * padding


@EXERCISE.mistake("the side itself")
def _the_side_itself(side, kernel, padding, stride):
    return side
