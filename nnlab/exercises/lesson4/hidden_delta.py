"""Lesson 4: back through one layer."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson4.shared import halves
from nnlab.exercises.lesson4.words import WORDS


def hidden_delta(W2, delta2, a1):
    """Return delta (n, h) of tanh neurons that said a1 (n, h); outputs have delta2 (n, k), W2 is (h, k)."""
    blame = delta2 @ W2.T  # how the loss changes with what each hidden neuron says
    return blame * (1 - a1**2)  # and with its z: tanh is that steep where it says a1


def _ways_back(rng: np.random.Generator) -> Iterator[dict]:
    yield {"W2": np.array([[2.0]]), "delta2": np.array([[0.5]]), "a1": np.array([[0.5]])}
    yield {"W2": np.array([[1.0], [-2.0]]), "delta2": np.array([[0.25]]), "a1": np.array([[0.5, -0.5]])}
    for n, h, k in (2, 2, 1), (3, 2, 1), (2, 3, 2), (3, 4, 2):
        a1 = rng.integers(1, 8, (n, h)) / 8 * rng.choice([-1, 1], (n, h))
        yield {"W2": halves(h, k, rng=rng), "delta2": rng.integers(-7, 8, (n, k)) / 16, "a1": a1}


EXERCISE = Exercise(
    name="network.hidden_delta",
    words=WORDS["network.hidden_delta"],
    reference=hidden_delta,
    probes=_ways_back,
    tolerance=CUSTOMARY,
)


@EXERCISE.mistake("the slope left out")
def _the_slope_left_out(W2, delta2, a1):
    return delta2 @ W2.T


@EXERCISE.mistake("the slope of the sigmoid")
def _the_slope_of_the_sigmoid(W2, delta2, a1):
    return delta2 @ W2.T * a1 * (1 - a1)


@EXERCISE.mistake("the slope taken of z in place of a")
def _the_slope_taken_of_z_in_place_of_a(W2, delta2, a1):
    return delta2 @ W2.T * (1 - np.tanh(a1) ** 2)


@EXERCISE.mistake("the activation in place of its slope")
def _the_activation_in_place_of_its_slope(W2, delta2, a1):
    return delta2 @ W2.T * a1


@EXERCISE.mistake("the weights left out")
def _the_weights_left_out(W2, delta2, a1):
    return delta2.sum(axis=1, keepdims=True) * (1 - a1**2)


@EXERCISE.mistake("the size of the weights")
def _the_size_of_the_weights(W2, delta2, a1):
    return delta2 @ np.abs(W2).T * (1 - a1**2)


@EXERCISE.mistake("the sign")
def _the_sign(W2, delta2, a1):
    return -(delta2 @ W2.T) * (1 - a1**2)
