"""Lesson 3: the slope of a sigmoid, from what it says."""

from collections.abc import Iterator

import numpy as np

from nnlab.activations import sigmoid
from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson3.words import WORDS


def slope(a):
    """Return the slope of the sigmoid at the place where it says a."""
    # With a = 1 / (1 + exp(-z)), da/dz = exp(-z) / (1 + exp(-z))^2, and that is a times what is left to 1.
    return a * (1 - a)


def _answers(rng: np.random.Generator) -> Iterator[dict]:
    for a in 0.5, 0.25, 0.9, 0.01:
        yield {"a": a}
    yield {"a": np.array([0.1, 0.5, 0.8])}


EXERCISE = Exercise(
    name="neuron.slope",
    words=WORDS["neuron.slope"],
    reference=slope,
    probes=_answers,
    tolerance=CUSTOMARY,
)


@EXERCISE.mistake("a taken for z")
def _a_taken_for_z(a):
    return sigmoid(a) * (1 - sigmoid(a))


@EXERCISE.mistake("the slope of tanh")
def _the_slope_of_tanh(a):
    return 1 - a * a


@EXERCISE.mistake("the sign of the slope")
def _the_sign_of_the_slope(a):
    return a * (a - 1)


@EXERCISE.mistake("half of the product")
def _half_of_the_product(a):
    return 1 - a


@EXERCISE.mistake("the other half of the product")
def _the_other_half_of_the_product(a):
    return a


EXERCISE.mistake("the activation in place of its slope", sigmoid)
