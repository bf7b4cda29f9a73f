"""Lesson 2: how far a sample lies from the line."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson2.words import WORDS


def distance(w, b, x):
    """Return the signed distance of one sample x (d,) from the boundary of a neuron with w (d,) and b."""
    # z grows by the length of w for each unit that x goes along w, so z is that many times too large.
    return (np.dot(w, x) + b) / np.sqrt(np.dot(w, w))


def _one_sample(rng: np.random.Generator) -> Iterator[dict]:
    def probe(w, b, x):
        return {"w": np.array(w, dtype=float), "b": b, "x": np.array(x, dtype=float)}

    yield probe([2], -6.0, [4])  # 1 beyond the threshold 3
    yield probe([2], -6.0, [1])
    yield probe([3, 4], -2.0, [0, 0])
    yield probe([3, 4], -2.0, [1, 1])
    yield probe([3, 4], -2.0, [2, -1])  # on the line
    for d in 2, 2, 3, 3, 3:
        w, x = rng.integers(-4, 5, size=(2, d)) / 2
        w[0] = 1.5  # not all 0: there must be a line
        yield probe(w, int(rng.integers(1, 5)) / 2, x)


EXERCISE = Exercise(
    name="boundary.distance",
    words=WORDS["boundary.distance"],
    reference=distance,
    probes=_one_sample,
    tolerance=CUSTOMARY,
)


@EXERCISE.mistake("the bias in the length of w")
def _the_bias_in_the_length_of_w(w, b, x):
    return _z(w, b, x) / np.sqrt(np.dot(w, w) + b * b)


@EXERCISE.mistake("z, not yet a distance")
def _z(w, b, x):
    return np.dot(w, x) + b


@EXERCISE.mistake("divided by the square of the length")
def _divided_by_the_square_of_the_length(w, b, x):
    return _z(w, b, x) / np.dot(w, w)


@EXERCISE.mistake("a distance without its sign")
def _a_distance_without_its_sign(w, b, x):
    return abs(_z(w, b, x)) / np.sqrt(np.dot(w, w))


@EXERCISE.mistake("no bias in z")
def _no_bias_in_z(w, b, x):
    return np.dot(w, x) / np.sqrt(np.dot(w, w))


@EXERCISE.mistake("the weights added up in place of their length")
def _the_weights_added_up_in_place_of_their_length(w, b, x):
    return _z(w, b, x) / np.abs(w).sum()


@EXERCISE.mistake("the two sides exchanged")
def _the_two_sides_exchanged(w, b, x):
    return -_z(w, b, x) / np.sqrt(np.dot(w, w))
