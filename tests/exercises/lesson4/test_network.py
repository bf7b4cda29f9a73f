"""Lesson 4's exercises: right answers in many forms, and that they agree with the package."""

import math

import numpy as np
import pytest

from nnlab import descent, exercises, losses
from nnlab.exercises import checking
from nnlab.exercises.lesson4.central_difference import central_difference
from nnlab.network import Network, loss

check = exercises.check


def as_theta(*blocks):
    """The parameters of W1, b1, W2, b2 in the package's order."""
    return np.concatenate([np.ravel(block) for block in blocks])


def described(W1, W2, activations):
    return Network((len(W1), len(W2), W2.shape[1]), activations)


def with_the_package(W1, b1, W2, b2, X):
    return described(W1, W2, ("tanh", "sigmoid")).predict(as_theta(W1, b1, W2, b2), X)


def with_loops(W1, b1, W2, b2, X):
    answers = []
    for x in X:
        a1 = [math.tanh(sum(x[i] * W1[i, j] for i in range(len(x))) + b1[j]) for j in range(len(b1))]
        z2 = [sum(a1[j] * W2[j, m] for j in range(len(a1))) + b2[m] for m in range(len(b2))]
        answers.append([1 / (1 + math.exp(-z)) for z in z2])
    return answers


def deltas_with_loops(W2, delta2, a1):
    rows = []
    for d, a in zip(delta2, a1):
        back = [sum(w * dm for w, dm in zip(W2[j], d)) for j in range(len(a))]
        rows.append([b * (1 - s) * (1 + s) for b, s in zip(back, a)])
    return rows


def step_with_the_package(W1, b1, W2, b2, X, y, lr):
    net = described(W1, W2, "sigmoid")
    steps = descent.descend(loss(net, X, y), as_theta(W1, b1, W2, b2), lr=lr)
    *_, last = descent.stop(steps, at_most=1)
    (V1, c1), (V2, c2) = net.layers(last.theta)
    return V1, c1, V2, c2


def nudged_in_place(f, theta, h):
    """Writes into the array that was handed in, but leaves it as it was."""
    slopes = []
    for i in range(len(theta)):
        theta[i] += h
        above = f(theta)
        theta[i] -= 2 * h
        slopes.append((above - f(theta)) / (2 * h))
        theta[i] += h
    return slopes


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("network.forward", with_the_package),
        ("network.forward", with_loops),
        ("network.sse", lambda a, y: losses.sse(a, y)),
        ("network.sse", lambda a, y: np.sum((a - y[:, None]) ** 2)),
        ("network.sse", lambda a, y: sum((p - t) ** 2 for [p], t in zip(a, y))),
        ("network.hidden_delta", deltas_with_loops),
        ("network.hidden_delta", lambda W2, delta2, a1: np.einsum("nk,hk->nh", delta2, W2) * (1 - a1 * a1)),
        ("network.learn", step_with_the_package),
        ("network.learn", lambda *inputs: list(step_with_the_package(*inputs))),
        ("network.central_difference", nudged_in_place),
    ],
)
def test_every_right_way_is_right(name, answer):
    report = check(name, answer)
    assert report.verdict == checking.RIGHT, report


def test_the_difference_is_exact_for_a_bowl_and_near_the_slope_of_a_loss():
    f = loss(Network((2, 3, 1)), [[0.0, 1.0], [1.0, 1.0]], [1.0, 0.0])
    theta = Network((2, 3, 1)).init(rng=np.random.default_rng(0), how="uniform")
    nudged = central_difference(lambda t: f(t)[0], theta, 1e-5)
    np.testing.assert_allclose(nudged, f(theta)[1], atol=1e-9)


def test_a_function_that_is_handed_in_is_shown_as_python():
    report = check("network.central_difference", lambda f, theta, h: theta)
    assert "f     = lambda theta: theta[0] ** 2" in repr(report)


def test_writing_into_the_weights_handed_in_is_told():
    def in_place(W1, b1, W2, b2, X, y, lr):
        W2 -= lr
        return W1, b1, W2, b2

    report = check("network.learn", in_place)
    assert report.verdict == checking.CHANGED_INPUT and "W2 no longer held" in " ".join(repr(report).split())
