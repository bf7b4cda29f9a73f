"""Lesson 4: one step of learning."""

from collections.abc import Iterator

import numpy as np

from nnlab.activations import sigmoid
from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson4.shared import networks
from nnlab.exercises.lesson4.words import WORDS


def learn(W1, b1, W2, b2, X, y, lr):
    """Return W1, b1, W2, b2 after a step of descent on half the summed squared error; all are sigmoids."""
    a1 = 1 / (1 + np.exp(-(X @ W1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ W2 + b2)))
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = delta2 @ W2.T * a1 * (1 - a1)  # with the old W2, by which the answers came about
    return (
        W1 - lr * X.T @ delta1,
        b1 - lr * delta1.sum(axis=0),
        W2 - lr * a1.T @ delta2,
        b2 - lr * delta2.sum(axis=0),
    )


def _lessons(rng: np.random.Generator) -> Iterator[dict]:
    for probe in networks(rng=rng):
        n, k = len(probe["X"]), len(probe["b2"])
        yield probe | {"y": np.arange(n * k).reshape(n, k) % 2.0, "lr": 2.0}


EXERCISE = Exercise(
    name="network.learn",
    words=WORDS["network.learn"],
    reference=learn,
    probes=_lessons,
    tolerance=CUSTOMARY,
)


def _answers(W1, b1, W2, b2, X):
    a1 = sigmoid(X @ W1 + b1)
    return a1, sigmoid(a1 @ W2 + b2)


def _step(W1, b1, W2, b2, X, lr, a1, delta1, delta2):
    """Return the parameters after a step by these deltas."""
    return (
        W1 - lr * X.T @ delta1,
        b1 - lr * delta1.sum(axis=0),
        W2 - lr * a1.T @ delta2,
        b2 - lr * delta2.sum(axis=0),
    )


@EXERCISE.mistake("the weights updated too early")
def _the_weights_updated_too_early(W1, b1, W2, b2, X, y, lr):
    a1, a2 = _answers(W1, b1, W2, b2, X)
    delta2 = (a2 - y) * a2 * (1 - a2)
    W2 = W2 - lr * a1.T @ delta2
    delta1 = delta2 @ W2.T * a1 * (1 - a1)
    return W1 - lr * X.T @ delta1, b1 - lr * delta1.sum(axis=0), W2, b2 - lr * delta2.sum(axis=0)


@EXERCISE.mistake("uphill")
def _uphill(W1, b1, W2, b2, X, y, lr):
    return learn(W1, b1, W2, b2, X, y, -lr)


@EXERCISE.mistake("the sign of the hidden layer alone")
def _the_sign_of_the_hidden_layer_alone(W1, b1, W2, b2, X, y, lr):
    a1, a2 = _answers(W1, b1, W2, b2, X)
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = -delta2 @ W2.T * a1 * (1 - a1)
    return _step(W1, b1, W2, b2, X, lr, a1, delta1, delta2)


@EXERCISE.mistake("the slope given z")
def _the_slope_given_z(W1, b1, W2, b2, X, y, lr):
    a1, a2 = _answers(W1, b1, W2, b2, X)
    z1, z2 = X @ W1 + b1, a1 @ W2 + b2
    delta2 = (a2 - y) * z2 * (1 - z2)
    delta1 = delta2 @ W2.T * z1 * (1 - z1)
    return _step(W1, b1, W2, b2, X, lr, a1, delta1, delta2)


@EXERCISE.mistake("the slope taken at a in place of z")
def _the_slope_taken_at_a_in_place_of_z(W1, b1, W2, b2, X, y, lr):
    a1, a2 = _answers(W1, b1, W2, b2, X)
    delta2 = (a2 - y) * sigmoid(a2) * (1 - sigmoid(a2))
    delta1 = delta2 @ W2.T * sigmoid(a1) * (1 - sigmoid(a1))
    return _step(W1, b1, W2, b2, X, lr, a1, delta1, delta2)


@EXERCISE.mistake("the hidden slope left out")
def _the_hidden_slope_left_out(W1, b1, W2, b2, X, y, lr):
    a1, a2 = _answers(W1, b1, W2, b2, X)
    delta2 = (a2 - y) * a2 * (1 - a2)
    return _step(W1, b1, W2, b2, X, lr, a1, delta2 @ W2.T, delta2)


@EXERCISE.mistake("the output's slope left out")
def _the_outputs_slope_left_out(W1, b1, W2, b2, X, y, lr):
    a1, a2 = _answers(W1, b1, W2, b2, X)
    delta2 = a2 - y
    delta1 = delta2 @ W2.T * a1 * (1 - a1)
    return _step(W1, b1, W2, b2, X, lr, a1, delta1, delta2)


@EXERCISE.mistake("both slopes left out")
def _both_slopes_left_out(W1, b1, W2, b2, X, y, lr):
    a1, a2 = _answers(W1, b1, W2, b2, X)
    return _step(W1, b1, W2, b2, X, lr, a1, (a2 - y) @ W2.T, a2 - y)


@EXERCISE.mistake("the biases stay behind")
def _the_biases_stay_behind(W1, b1, W2, b2, X, y, lr):
    V1, _, V2, _ = learn(W1, b1, W2, b2, X, y, lr)
    return V1, b1, V2, b2


@EXERCISE.mistake("the mean in place of the sum")
def _the_mean_in_place_of_the_sum(W1, b1, W2, b2, X, y, lr):
    return learn(W1, b1, W2, b2, X, y, lr / len(X))


@EXERCISE.mistake("no half")
def _no_half(W1, b1, W2, b2, X, y, lr):
    return learn(W1, b1, W2, b2, X, y, 2 * lr)


@EXERCISE.mistake("the gradients themselves")
def _the_gradients_themselves(W1, b1, W2, b2, X, y, lr):
    a1, a2 = _answers(W1, b1, W2, b2, X)
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = delta2 @ W2.T * a1 * (1 - a1)
    return X.T @ delta1, delta1.sum(axis=0), a1.T @ delta2, delta2.sum(axis=0)


@EXERCISE.mistake("in another order")
def _in_another_order(W1, b1, W2, b2, X, y, lr):
    V1, c1, V2, c2 = learn(W1, b1, W2, b2, X, y, lr)
    return V1, V2, c1, c2


@EXERCISE.mistake("a step after every sample")
def _a_step_after_every_sample(W1, b1, W2, b2, X, y, lr):
    for i in range(len(X)):
        W1, b1, W2, b2 = learn(W1, b1, W2, b2, X[i : i + 1], y[i : i + 1], lr)
    return W1, b1, W2, b2


@EXERCISE.mistake("tanh in the hidden layer")
def _tanh_in_the_hidden_layer(W1, b1, W2, b2, X, y, lr):
    a1 = np.tanh(X @ W1 + b1)
    a2 = sigmoid(a1 @ W2 + b2)
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = delta2 @ W2.T * (1 - a1**2)
    return _step(W1, b1, W2, b2, X, lr, a1, delta1, delta2)


@EXERCISE.mistake("the output layer alone")
def _the_output_layer_alone(W1, b1, W2, b2, X, y, lr):
    _, _, V2, c2 = learn(W1, b1, W2, b2, X, y, lr)
    return W1, b1, V2, c2


@EXERCISE.mistake("one sum for all biases of a layer")
def _one_sum_for_all_biases_of_a_layer(W1, b1, W2, b2, X, y, lr):
    a1, a2 = _answers(W1, b1, W2, b2, X)
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = delta2 @ W2.T * a1 * (1 - a1)
    return (
        W1 - lr * X.T @ delta1,
        b1 - lr * np.sum(delta1),
        W2 - lr * a1.T @ delta2,
        b2 - lr * np.sum(delta2),
    )


@EXERCISE.mistake("the error overwritten by np.multiply")
def _the_error_overwritten_by_np_multiply(W1, b1, W2, b2, X, y, lr):
    a1, a2 = _answers(W1, b1, W2, b2, X)
    delta2 = np.multiply(a2, 1 - a2, a2 - y)
    delta1 = np.multiply(a1, 1 - a1, delta2 @ W2.T)
    return _step(W1, b1, W2, b2, X, lr, a1, delta1, delta2)


@EXERCISE.mistake("the third factor lost in np.multiply")
def _the_third_factor_lost_in_np_multiply(W1, b1, W2, b2, X, y, lr):
    a1, a2 = _answers(W1, b1, W2, b2, X)
    delta2 = np.multiply(a2 - y, a2, 1 - a2)
    delta1 = np.multiply(delta2 @ W2.T, a1, 1 - a1)
    return _step(W1, b1, W2, b2, X, lr, a1, delta1, delta2)
