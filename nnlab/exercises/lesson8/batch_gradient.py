"""Lesson 8: the gradient of one mini-batch."""

from collections.abc import Callable, Iterator

import numpy as np

from nnlab.activations import sigmoid
from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson8.shared import alike, overflowing_shares, shares
from nnlab.exercises.lesson8.words import WORDS


def batch_gradient(W, b, X, y):
    """Return the slopes by W (d, k) and b (k,) of the mean cross-entropy of softmax outputs for a batch."""
    z = X @ W + b
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    delta = (p - y) / len(X)  # the slope by z: that of the softmax cancels
    return X.T @ delta, delta.sum(axis=0)


def _probe(W, b, X, classes) -> dict:
    W, b, X = (np.array(each, dtype=float) for each in (W, b, X))
    return {"W": W, "b": b, "X": X, "y": np.eye(len(b))[classes]}


def _batches(rng: np.random.Generator) -> Iterator[dict]:
    yield _probe([[0, 0]], [0, 0], [[1]], [0])
    yield _probe([[1, 0]], [0, 1], [[2]], [1])
    yield _probe([[1000, 999]], [0, 0], [[1]], [0])
    yield _probe([[0, 2000]], [0, 0], [[1]], [0])
    yield _probe([[1, -1]], [0, 0.5], [[2], [1]], [0, 1])
    yield _probe(
        [[1000, 999]], [0, 0], [[-1], [0]], [1, 0]
    )  # beside the 0 of another sample, both are nothing
    for n, d, k in (3, 1, 3), (2, 2, 3), (4, 3, 3), (6, 3, 4):
        W, b, X = rng.integers(-4, 5, (d, k)) / 4, rng.integers(-2, 3, k) / 2, rng.integers(1, 7, (n, d)) / 2
        yield _probe(W, b, X, np.append([0, 1], rng.integers(0, k, n - 2)))


EXERCISE = Exercise(
    name="batches.batch_gradient",
    words=WORDS["batches.batch_gradient"],
    reference=batch_gradient,
    probes=_batches,
    tolerance=CUSTOMARY,
)

_TAME = [
    _probe([[1, 0]], [0, 0.5], [[2]], [1]),
    _probe([[1, -1]], [0, 0.5], [[2], [1]], [0, 1]),
    _probe([[1, 0, -1], [0.5, -0.5, 1]], [0, 1, 0.5], [[1, 2], [3, 0.5], [0, 1], [2, 2]], [0, 2, 1, 0]),
    _probe([[1, 0, -1], [0.5, -0.5, 1], [0, 1, 0]], [1, 0, 0], [[1, 2, 0], [0, 1, 3], [1, 1, 1]], [2, 2, 1]),
]


def _known(name: str) -> Callable:
    """Add a wrong answer that shows itself where z is small, whatever becomes of a large one."""
    return lambda wrong: EXERCISE.mistake(name, wrong, when=alike(EXERCISE, _TAME, wrong))


def _slopes(X, delta):
    return X.T @ delta, delta.sum(axis=0)


@_known("the sum in place of the mean")
def _the_sum_in_place_of_the_mean(W, b, X, y):
    return _slopes(X, shares(X @ W + b) - y)


@_known("divided by the classes, too")
def _divided_by_the_classes_too(W, b, X, y):
    return _slopes(X, (shares(X @ W + b) - y) / y.size)


@_known("only the weights' slopes divided")
def _only_the_weights_slopes_divided(W, b, X, y):
    by_W, by_b = batch_gradient(W, b, X, y)
    return by_W, by_b * len(X)


@_known("only the biases' slopes divided")
def _only_the_biases_slopes_divided(W, b, X, y):
    by_W, by_b = batch_gradient(W, b, X, y)
    return by_W * len(X), by_b


@_known("the sign")
def _the_sign(W, b, X, y):
    by_W, by_b = batch_gradient(W, b, X, y)
    return -by_W, -by_b


@_known("the softmax over the batch")
def _the_softmax_over_the_batch(W, b, X, y):
    return _slopes(X, (shares(X @ W + b, axis=0) - y) / len(X))


@_known("the softmax over the whole table")
def _the_softmax_over_the_whole_table(W, b, X, y):
    return _slopes(X, (shares(X @ W + b, axis=None) - y) / len(X))


@_known("a sigmoid for each")
def _a_sigmoid_for_each(W, b, X, y):
    return _slopes(X, (sigmoid(X @ W + b) - y) / len(X))


@_known("no softmax")
def _no_softmax(W, b, X, y):
    return _slopes(X, (X @ W + b - y) / len(X))


@_known("the largest takes all")
def _the_largest_takes_all(W, b, X, y):
    return _slopes(X, (np.eye(len(b))[(X @ W + b).argmax(axis=1)] - y) / len(X))


@_known("the slope of a sigmoid put in once more")
def _the_slope_of_a_sigmoid_put_in_once_more(W, b, X, y):
    p = shares(X @ W + b)
    return _slopes(X, (p - y) * p * (1 - p) / len(X))


@_known("the right class alone")
def _the_right_class_alone(W, b, X, y):
    return _slopes(X, (shares(X @ W + b) - 1) * y / len(X))


@_known("the bias forgotten")
def _the_bias_forgotten(W, b, X, y):
    return batch_gradient(W, 0 * b, X, y)


@_known("one sum for all biases")
def _one_sum_for_all_biases(W, b, X, y):
    p = shares(X @ W + b)
    return X.T @ (p - y) / len(X), np.sum(p - y) / len(X)


@_known("the biases' slopes with the inputs")
def _the_biases_slopes_with_the_inputs(W, b, X, y):
    delta = (shares(X @ W + b) - y) / len(X)
    return X.T @ delta, X.sum(axis=1) @ delta


@_known("the gradient turned on its side")
def _the_gradient_turned_on_its_side(W, b, X, y):
    by_W, by_b = batch_gradient(W, b, X, y)
    return by_W.T, by_b


@_known("the two in the other order")
def _the_two_in_the_other_order(W, b, X, y):
    by_W, by_b = batch_gradient(W, b, X, y)
    return by_b, by_W


@_known("a step in place of the gradient")
def _a_step_in_place_of_the_gradient(W, b, X, y):
    by_W, by_b = batch_gradient(W, b, X, y)
    return W - by_W, b - by_b


@EXERCISE.mistake("it overflows")
def _it_overflows(W, b, X, y):
    return _slopes(X, (overflowing_shares(X @ W + b) - y) / len(X))


@EXERCISE.mistake("one maximum for the whole batch")
def _one_maximum_for_the_whole_batch(W, b, X, y):
    z = X @ W + b
    return _slopes(X, (overflowing_shares(z - z.max()) - y) / len(X))
