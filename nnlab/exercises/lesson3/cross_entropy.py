"""Lesson 3: cross-entropy."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson3.words import WORDS


def cross_entropy(a, y):
    """Return the mean cross-entropy of the answers a (n,), all between 0 and 1, for targets y (n,)."""
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


def _beliefs(rng: np.random.Generator) -> Iterator[dict]:
    yield {"a": np.array([0.5]), "y": np.array([1])}
    yield {"a": np.array([0.1]), "y": np.array([1])}
    yield {"a": np.array([0.1]), "y": np.array([0])}
    yield {"a": np.array([0.9, 0.2]), "y": np.array([1, 0])}
    for n in 3, 4, 6:
        yield {"a": rng.integers(1, 20, n) / 20, "y": rng.integers(0, 2, n)}


EXERCISE = Exercise(
    name="neuron.cross_entropy",
    words=WORDS["neuron.cross_entropy"],
    reference=cross_entropy,
    probes=_beliefs,
    tolerance=CUSTOMARY,
)


@EXERCISE.mistake("the sum in place of the mean")
def _the_sum_in_place_of_the_mean(a, y):
    return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a))


@EXERCISE.mistake("only the samples of class 1")
def _only_the_samples_of_class_1(a, y):
    return -np.mean(y * np.log(a))


@EXERCISE.mistake("the sign")
def _the_sign(a, y):
    return np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


@EXERCISE.mistake("the answers exchanged")
def _the_answers_exchanged(a, y):
    return -np.mean(y * np.log(1 - a) + (1 - y) * np.log(a))


@EXERCISE.mistake("the logarithm to another base")
def _the_logarithm_to_another_base(a, y):
    return -np.mean(y * np.log2(a) + (1 - y) * np.log2(1 - a))


@EXERCISE.mistake("the squared error")
def _the_squared_error(a, y):
    return np.mean((a - y) ** 2)


@EXERCISE.mistake("the minus on the first term only")
def _the_minus_on_the_first_term_only(a, y):
    return np.mean(-y * np.log(a) + (1 - y) * np.log(1 - a))
