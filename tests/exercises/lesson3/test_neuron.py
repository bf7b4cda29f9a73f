"""Lesson 3's exercises: right answers in many forms, and that they agree with the package."""

import math

import numpy as np
import pytest

from nnlab import descent, exercises, losses, neuron
from nnlab.activations import ACTIVATIONS
from nnlab.exercises import checking

check = exercises.check


def with_a_loop(w, X, y):
    total = [0.0] * len(w)
    for x, target in zip(X, y):
        a = 1 / (1 + math.exp(-sum(wi * xi for wi, xi in zip(w, x))))
        for i in range(len(w)):
            total[i] += (a - target) * a * (1 - a) * x[i]
    return total


def with_descend(w, b, x, y, lr, steps):
    loss = neuron.loss([[x]], [y])
    *_, last = descent.stop(descent.descend(loss, [w, b], lr=lr), at_most=steps)
    return list(last.theta)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("neuron.slope", lambda a: a - a**2),
        ("neuron.slope", ACTIVATIONS["sigmoid"].slope),
        ("neuron.gradient", with_a_loop),
        ("neuron.gradient", lambda w, X, y: neuron.loss(X, y, bias=False)(w)[1]),
        ("neuron.gradient", lambda w, X, y: np.reshape(with_a_loop(w, X, y), (-1, 1))),  # a column
        ("neuron.cross_entropy", lambda a, y: losses.cross_entropy(a, y)),
        ("neuron.cross_entropy", lambda a, y: np.mean([-math.log(p if t else 1 - p) for p, t in zip(a, y)])),
        ("neuron.roll", with_descend),
    ],
)
def test_every_right_way_is_right(name, answer):
    assert check(name, answer).verdict == checking.RIGHT
