"""Lesson 1: one look at one sample."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson1.words import WORDS


def update(w, b, x, y, lr):
    """Return the weights and the bias after the neuron has looked at one sample x (d,) of class y."""
    answer = 1 if np.dot(w, x) + b >= 0 else 0
    error = y - answer  # 1: no instead of yes, -1: yes instead of no, 0: right, nothing moves
    return w + lr * error * x, b + lr * error  # the bias is the weight of an input that is always 1


def _looks(rng: np.random.Generator) -> Iterator[dict]:
    def look(w, b, x, y, lr):
        return {"w": np.array(w, dtype=float), "b": b, "x": np.array(x, dtype=float), "y": y, "lr": lr}

    yield look([0], 0.0, [1], 1, 1.0)  # z = 0 says yes, and that is right
    yield look([0], 0.0, [1], 0, 1.0)  # z = 0 says yes, and that is wrong
    yield look([-1], 0.0, [1], 1, 1.0)
    yield look([1], 0.0, [1], 1, 0.5)
    yield look([-1], 0.0, [1], 0, 0.5)
    yield look([2], -1.0, [1.5], 0, 0.5)
    yield look([1], -2.0, [1], 1, 0.5)  # the bias decides
    for d in 2, 2, 2, 2, 3, 3, 3, 3:
        w, x = rng.integers(-4, 5, size=(2, d)) / 2
        b, lr = int(rng.integers(-4, 5)) / 2, float(rng.choice([0.5, 1.0, 2.0]))
        yield look(w, b, x, int(rng.integers(2)), lr)


EXERCISE = Exercise(
    name="perceptron.update",
    words=WORDS["perceptron.update"],
    reference=update,
    probes=_looks,
)


def _error(w, b, x, y):
    return y - int(np.dot(w, x) + b >= 0)


@EXERCISE.mistake("the sign of the update")
def _the_sign_of_the_update(w, b, x, y, lr):
    return update(w, b, x, y, -lr)


@EXERCISE.mistake("the forgotten bias")
def _the_forgotten_bias(w, b, x, y, lr):
    return w + lr * _error(w, b, x, y) * x, b


@EXERCISE.mistake("the bias moves along with x")
def _the_bias_moves_along_with_x(w, b, x, y, lr):
    error = _error(w, b, x, y)
    return w + lr * error * x, b + lr * error * x


@EXERCISE.mistake("no learning rate for the bias")
def _no_learning_rate_for_the_bias(w, b, x, y, lr):
    error = _error(w, b, x, y)
    return w + lr * error * x, b + error


@EXERCISE.mistake("no learning rate")
def _no_learning_rate(w, b, x, y, lr):
    return update(w, b, x, y, 1)


@EXERCISE.mistake("an update although the answer was right")
def _an_update_although_the_answer_was_right(w, b, x, y, lr):
    return w + lr * y * x, b + lr * y


@EXERCISE.mistake("the class in place of the error")
def _the_class_in_place_of_the_error(w, b, x, y, lr):
    if _error(w, b, x, y) != 0:
        return w + lr * y * x, b + lr * y
    return w, b


@EXERCISE.mistake("z in place of the answer")
def _z_in_place_of_the_answer(w, b, x, y, lr):
    error = y - (np.dot(w, x) + b)
    return w + lr * error * x, b + lr * error


@EXERCISE.mistake("step(0) = 0")
def _no_at_a_tie(w, b, x, y, lr):
    error = y - int(np.dot(w, x) + b > 0)
    return w + lr * error * x, b + lr * error


@EXERCISE.mistake("no bias in z")
def _no_bias_in_z(w, b, x, y, lr):
    error = y - int(np.dot(w, x) >= 0)
    return w + lr * error * x, b + lr * error


@EXERCISE.mistake("w where x belongs")
def _w_where_x_belongs(w, b, x, y, lr):
    error = _error(w, b, x, y)
    return w + lr * error * w, b + lr * error


@EXERCISE.mistake("answers of -1 and +1")
def _answers_of_minus_1_and_plus_1(w, b, x, y, lr):
    error = y - (1 if np.dot(w, x) + b >= 0 else -1)
    return w + lr * error * x, b + lr * error


@EXERCISE.mistake("the error asked again after each weight")
def _the_error_asked_again_after_each_weight(w, b, x, y, lr):
    w = w.copy()
    for i in range(len(w)):
        w[i] += lr * _error(w, b, x, y) * x[i]
    return w, b + lr * _error(w, b, x, y)
