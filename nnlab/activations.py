"""Lesson 1: activations, what a neuron says once it has added up its inputs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


def step(z) -> np.ndarray:
    """Say 1 (yes) where z >= 0 and 0 (no) where z < 0; in particular step(0) = 1.

    z may have any shape, also that of a single number; the answer has the same shape
    and holds whole numbers. Raises ValueError where z is NaN, which is neither above
    nor below.
    Source: the threshold unit of McCulloch and Pitts (1943).
    """
    z = np.asarray(z)
    if np.isnan(z).any():
        raise ValueError("z: expected numbers, got nan")
    return (z >= 0).astype(int)


# From lesson 3 on: activations that have a slope. Like NumPy's own functions they take
# any shape, and write into the array `out` if one is given.


def sigmoid(z, out=None) -> np.ndarray:
    """Say 1 / (1 + exp(-z)): a step with rounded corners, from 0 through 1/2 to 1."""
    # exp(710) is more than a computer's number can hold; and from -700 down the answer
    # is 0 for all purposes (1e-304), so there we need not look further.
    return np.divide(1, 1 + np.exp(-np.maximum(z, -700.0)), out=out)


def tanh(z, out=None) -> np.ndarray:
    """Say 2 sigmoid(2 z) - 1: a sigmoid that goes from -1 through 0 to 1."""
    return np.tanh(z, out=out)


def relu(z, out=None) -> np.ndarray:
    """Say z where it is positive and 0 elsewhere (a rectified linear unit)."""
    return np.maximum(z, 0.0, out=out)


def linear(z, out=None) -> np.ndarray:
    """Say z itself."""
    return np.multiply(z, 1.0, out=out)


def _step(z, out=None):
    return step(z) if out is None else np.multiply(step(z), 1.0, out=out)


def _no_slope(a):
    raise ValueError(
        "activation: step cannot learn by descent: its slope is 0 on both sides of the "
        "jump, so a small change of a weight changes no answer and nothing says which "
        "way is down; sigmoid, tanh, relu and linear have a slope"
    )


@dataclass(frozen=True)
class Activation:
    """An activation: f(z) = a, its slope da/dz, and the range in which its answers lie.

    The slope takes the activation a, not z: what the neuron said is enough to know it.
    """

    name: str
    f: Callable[..., np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]
    low: float
    high: float


ACTIVATIONS = {
    "step": Activation("step", _step, _no_slope, 0, 1),
    "sigmoid": Activation("sigmoid", sigmoid, lambda a: a * (1 - a), 0, 1),
    "tanh": Activation("tanh", tanh, lambda a: 1 - a * a, -1, 1),
    "relu": Activation("relu", relu, np.sign, 0, np.inf),  # the sign of a: 0 or 1
    "linear": Activation("linear", linear, np.ones_like, -np.inf, np.inf),
}


# From lesson 8 on: an activation for a whole row of outputs. What one of them says depends on all of
# them, so it has no slope of its own; `losses.softmax_and_cross_entropy` has that of both together.


def softmax(z, out=None) -> np.ndarray:
    """Say e^z / (sum of e^z along the last axis): shares of a whole, (k,) or (n, k), each row summing to 1.

    The same number added to all z of a row changes nothing, so the largest is taken away first:
    e^0 = 1 is then the largest power, and nothing overflows.
    Source: J. Bridle, Neurocomputing: Algorithms, Architectures and Applications (1990) 227.
    """
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return np.divide(e, e.sum(axis=-1, keepdims=True), out=out)


def _no_own_slope(a):
    raise ValueError(
        "activation: softmax has no slope of its own: each answer depends on all z of its row; "
        "with cross_entropy the slope of both together by z is a - y"
    )


OUTPUTS = ACTIVATIONS | {"softmax": Activation("softmax", softmax, _no_own_slope, 0, 1)}  # of a last layer
