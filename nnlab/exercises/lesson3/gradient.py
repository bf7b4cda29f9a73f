"""Lesson 3: the gradient of the squared error."""

from collections.abc import Iterator

import numpy as np

from nnlab.activations import sigmoid
from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson3.words import WORDS


def gradient(w, X, y):
    """Return the gradient (d,) at w (d,) of half the summed squared error for X (n, d) and targets y (n,)."""
    a = 1 / (1 + np.exp(-X @ w))
    delta = (a - y) * a * (1 - a)  # the slope of the loss in each sample's z
    return X.T @ delta  # z changes with a weight as fast as that weight's input is large


def _neurons(rng: np.random.Generator) -> Iterator[dict]:
    yield {"w": np.array([0.0]), "X": np.array([[2.0]]), "y": np.array([1])}
    yield {"w": np.array([1.0]), "X": np.array([[1.0]]), "y": np.array([0])}
    yield {"w": np.array([1.0]), "X": np.array([[1.0], [-2.0]]), "y": np.array([0, 1])}
    for n, d in (2, 2), (3, 2), (4, 3):
        w, X = rng.integers(-4, 5, d) / 2, rng.integers(-4, 5, (n, d)) / 2
        yield {"w": w, "X": X, "y": np.arange(n) % 2}


EXERCISE = Exercise(
    name="neuron.gradient",
    words=WORDS["neuron.gradient"],
    reference=gradient,
    probes=_neurons,
    tolerance=CUSTOMARY,
)


@EXERCISE.mistake("the sign of the gradient")
def _the_sign_of_the_gradient(w, X, y):
    return -gradient(w, X, y)


@EXERCISE.mistake("the slope of the activation left out")
def _the_slope_of_the_activation_left_out(w, X, y):
    return X.T @ (sigmoid(X @ w) - y)


@EXERCISE.mistake("the slope taken at a in place of z")
def _the_slope_taken_at_a_in_place_of_z(w, X, y):
    a = sigmoid(X @ w)
    return X.T @ ((a - y) * sigmoid(a) * (1 - sigmoid(a)))


@EXERCISE.mistake("the mean in place of the sum")
def _the_mean_in_place_of_the_sum(w, X, y):
    return gradient(w, X, y) / len(y)


@EXERCISE.mistake("no half")
def _no_half(w, X, y):
    return 2 * gradient(w, X, y)


@EXERCISE.mistake("the inputs left out")
def _the_inputs_left_out(w, X, y):
    a = sigmoid(X @ w)
    return np.full(len(w), np.sum((a - y) * a * (1 - a)))


@EXERCISE.mistake("the error left out")
def _the_error_left_out(w, X, y):
    a = sigmoid(X @ w)
    return X.T @ (a * (1 - a))


@EXERCISE.mistake("a dot product in the slope")
def _a_dot_product_in_the_slope(w, X, y):
    a = sigmoid(X @ w)
    return X.T @ ((a - y) * np.dot(a, 1 - a))
