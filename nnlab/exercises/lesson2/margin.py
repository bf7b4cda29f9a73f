"""Lesson 2: the margin of all samples."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson2.words import WORDS


def margin(w, b, X, y):
    """Return the margin of samples X (n, d) of classes y (n,): the smallest distance from the wrong side."""
    length = np.sqrt(np.dot(w, w))
    return min((1 if label == 1 else -1) * (np.dot(w, x) + b) / length for x, label in zip(X, y))


def _many_samples(rng: np.random.Generator) -> Iterator[dict]:
    def probe(w, b, X, y):
        w, X = np.array(w, dtype=float), np.array(X, dtype=float)
        return {"w": w, "b": b, "X": X, "y": np.array(y)}

    yield probe([2], -6.0, [[4], [1]], [1, 0])
    yield probe([2], -6.0, [[4], [2.5], [0]], [1, 0, 0])  # the nearest says 0
    yield probe([3, 4], -2.0, [[1, 1], [0, 0], [3, 0]], [1, 0, 1])
    yield probe([3, 4], -2.0, [[1, 1], [0, 0], [2, 2]], [1, 0, 0])  # one on the wrong side
    for n in 4, 5, 6, 8:
        X = rng.integers(-4, 5, size=(n, 2)) / 2
        yield probe([1.5, int(rng.integers(-4, 5)) / 2], 0.5, X, rng.integers(0, 2, n))


EXERCISE = Exercise(
    name="boundary.margin",
    words=WORDS["boundary.margin"],
    reference=margin,
    probes=_many_samples,
    tolerance=CUSTOMARY,
)


def _distances(w, b, X, length=None):
    return (X @ w + b) / (np.sqrt(np.dot(w, w)) if length is None else length)


def _signs(y):
    return np.where(y == 1, 1, -1)


@EXERCISE.mistake("wrong answers counted as right")
def _wrong_answers_counted_as_right(w, b, X, y):
    return np.abs(_distances(w, b, X)).min()


@EXERCISE.mistake("class 0 taken for the positive side")
def _class_0_taken_for_the_positive_side(w, b, X, y):
    return (-_signs(y) * _distances(w, b, X)).min()


@EXERCISE.mistake("the classes left out")
def _the_classes_left_out(w, b, X, y):
    return _distances(w, b, X).min()


@EXERCISE.mistake("y used as the sign")
def _y_used_as_the_sign(w, b, X, y):
    return (y * _distances(w, b, X)).min()


@EXERCISE.mistake("the bias in the length of w")
def _the_bias_in_the_length_of_w(w, b, X, y):
    return (_signs(y) * _distances(w, b, X, np.sqrt(np.dot(w, w) + b * b))).min()


@EXERCISE.mistake("z in place of the distance")
def _z_in_place_of_the_distance(w, b, X, y):
    return (_signs(y) * _distances(w, b, X, 1.0)).min()


@EXERCISE.mistake("the mean in place of the smallest")
def _the_mean_in_place_of_the_smallest(w, b, X, y):
    return (_signs(y) * _distances(w, b, X)).mean()


@EXERCISE.mistake("the largest in place of the smallest")
def _the_largest_in_place_of_the_smallest(w, b, X, y):
    return (_signs(y) * _distances(w, b, X)).max()
