"""Lesson 3: several steps downhill."""

from collections.abc import Iterator

import numpy as np

from nnlab.activations import sigmoid
from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson3.words import WORDS


def roll(w, b, x, y, lr, steps):
    """Return w and b after that many steps down half the squared error of one sample x with target y."""
    for _ in range(steps):
        a = 1 / (1 + np.exp(-(w * x + b)))
        delta = (a - y) * a * (1 - a)
        w, b = w - lr * delta * x, b - lr * delta  # both from the same delta: the step is taken at once
    return w, b


def _starts(rng: np.random.Generator) -> Iterator[dict]:
    def probe(w, b, x, y, lr, steps):
        return {"w": w, "b": b, "x": x, "y": y, "lr": lr, "steps": steps}

    yield probe(0.0, 0.0, 2.0, 1, 4.0, 1)
    yield probe(0.0, 0.0, 2.0, 1, 4.0, 0)
    yield probe(0.0, 0.0, 2.0, 1, 4.0, 2)
    yield probe(1.0, -0.5, -1.5, 1, 0.5, 3)
    yield probe(-1.0, 0.5, 3.0, 0, 2.0, 5)


EXERCISE = Exercise(
    name="neuron.roll",
    words=WORDS["neuron.roll"],
    reference=roll,
    probes=_starts,
    tolerance=CUSTOMARY,
)


def _delta(w, b, x, y):
    a = sigmoid(w * x + b)
    return (a - y) * a * (1 - a)


@EXERCISE.mistake("uphill")
def _uphill(w, b, x, y, lr, steps):
    return roll(w, b, x, y, -lr, steps)


@EXERCISE.mistake("the bias stays behind")
def _the_bias_stays_behind(w, b, x, y, lr, steps):
    for _ in range(steps):
        w = w - lr * _delta(w, b, x, y) * x
    return w, b


@EXERCISE.mistake("the bias moves along with x")
def _the_bias_moves_along_with_x(w, b, x, y, lr, steps):
    for _ in range(steps):
        delta = _delta(w, b, x, y)
        w, b = w - lr * delta * x, b - lr * delta * x
    return w, b


@EXERCISE.mistake("one after the other")
def _one_after_the_other(w, b, x, y, lr, steps):
    for _ in range(steps):
        w = w - lr * _delta(w, b, x, y) * x
        b = b - lr * _delta(w, b, x, y)
    return w, b


@EXERCISE.mistake("only one step")
def _only_one_step(w, b, x, y, lr, steps):
    return roll(w, b, x, y, lr, 1)


@EXERCISE.mistake("one step too many")
def _one_step_too_many(w, b, x, y, lr, steps):
    return roll(w, b, x, y, lr, steps + 1)


@EXERCISE.mistake("always the first slope")
def _always_the_first_slope(w, b, x, y, lr, steps):
    delta = _delta(w, b, x, y)
    return w - steps * lr * delta * x, b - steps * lr * delta


@EXERCISE.mistake("the slope of the activation left out")
def _the_slope_of_the_activation_left_out(w, b, x, y, lr, steps):
    for _ in range(steps):
        error = sigmoid(w * x + b) - y
        w, b = w - lr * error * x, b - lr * error
    return w, b
