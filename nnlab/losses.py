"""Lesson 3: losses, one number for how far the answers a are from the right answers y.

The conventions of the whole course, for n samples and k outputs:

- sse: the sum of (a - y)^2 over samples and outputs
- half_sse: half of it, so that the 2 of its slope is gone
- mse: the mean of (a - y)^2 over samples and outputs, sse / (n k)
- cross_entropy: -y log a - (1 - y) log(1 - a), mean over samples, sum over outputs;
  of softmax outputs, whose answers exclude one another, -y log a alone (lesson 8)
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlab import checks
from nnlab.activations import ACTIVATIONS, OUTPUTS
from nnlab.moved import renamed
from nnlab.rules import among, checked, numbers, relative


def sse(a, y) -> float:
    """Return the sum of squared errors of a for y, both (n,), (n, 1) or (n, k)."""
    a, y = checks.alike(a, y)
    return float(np.sum((a - y) ** 2))


def half_sse(a, y) -> float:
    """Return half the sum of squared errors of a for y, both (n,), (n, 1) or (n, k)."""
    return 0.5 * sse(a, y)


def mse(a, y) -> float:
    """Return the mean squared error of a for y, both (n,), (n, 1) or (n, k)."""
    return sse(a, y) / np.size(y)


def cross_entropy(a, y) -> float:
    """Return the cross-entropy of a for y, both (n,), (n, 1) or (n, k), from 0 to 1.

    An answer that is certain and wrong (a = 0 where y = 1) costs infinitely much.
    """
    a, y = checks.alike(a, y)
    a, y = checks.fractions(a, "a"), checks.fractions(y, "y")
    with np.errstate(divide="ignore"):  # log 0 = -inf is meant; and 0 log 0 counts as 0
        yes = y * np.log(a, out=np.zeros_like(a), where=y > 0)
        no = (1 - y) * np.log(1 - a, out=np.zeros_like(a), where=y < 1)
    return float(-np.sum(yes + no) / len(y))


@dataclass(frozen=True)
class Loss:
    """A loss: its value f(a, y), its slope by a, the activations it goes with."""

    name: str
    f: Callable[..., float]
    slope: Callable[[np.ndarray, np.ndarray], np.ndarray]
    outputs: tuple[str, ...]


ROUND = ("sigmoid", "tanh", "relu", "linear")  # all that have a slope
LOSSES = {
    "sse": Loss("sse", sse, lambda a, y: 2 * (a - y), ROUND),
    "half_sse": Loss("half_sse", half_sse, lambda a, y: a - y, ROUND),
    "mse": Loss("mse", mse, lambda a, y: 2 * (a - y) / np.size(y), ROUND),
    "cross_entropy": Loss(
        "cross_entropy",
        cross_entropy,
        lambda a, y: (a - y) / (a * (1 - a) * len(y)),
        ("sigmoid",),
    ),
}


def check_pair(activation: str, kind: str) -> None:
    """Raise ValueError unless outputs with this activation can learn by this loss."""
    checks.one_of(kind, LOSSES, "kind")
    if checks.one_of(activation, OUTPUTS, "activation") == "step":
        ACTIVATIONS["step"].slope(0.0)  # says why it cannot
    if activation == "softmax":
        if kind != "cross_entropy":
            raise ValueError(
                f"kind: expected cross_entropy for softmax outputs, got {kind}; "
                "squared errors go with outputs that answer each for itself"
            )
    elif activation not in LOSSES[kind].outputs:
        raise ValueError(
            f"kind: expected sse, half_sse or mse for {activation} outputs, got {kind}, "
            "which reads answers as probabilities: it needs sigmoid or softmax outputs"
        )


@checked(y=numbers, activation=among(ACTIVATIONS))
def unreachable(y, activation: str) -> np.ndarray:
    """Say of each target in y, any shape, if it lies outside the activation's range.

    Such a target can never be reached: a sigmoid output never says -1. Learning by
    squared errors goes as near to it as it can. The ends count as inside: a sigmoid
    never says 0 or 1 either, but it comes as near as you like.
    """
    a = ACTIVATIONS[activation]
    return (y < a.low) | (y > a.high)


@relative
def _fitting(activation, name, given):
    check_pair(activation, given["kind"])
    return activation


@relative
def _learnable(y, name, given):
    if given["kind"] == "cross_entropy":
        checks.fractions(y, name)
    return checks.shares(y, name) if given["activation"] == "softmax" else y


@checked(activation=_fitting, y=_learnable)
def loss_and_delta(activation: str, kind: str, y) -> Callable:
    """Return a function z -> (loss, delta) for outputs a = f(z) that should say y.

    delta is the slope of the loss by z. By the chain rule it is the slope of the loss
    by a times the slope of a by z. All have y's shape, samples along the last axis.
    Raises ValueError for a pair that does not go together, and for a y out of its range.
    """
    f, slope = OUTPUTS[activation].f, OUTPUTS[activation].slope
    n = y.shape[-1]

    def squared(z):
        a = f(z)
        error = a - y
        loss = float(scale * np.vdot(error, error))
        error *= 2 * scale  # the slope by a
        if activation != "linear":  # whose slope is 1
            error *= slope(a)
        return loss, error

    def cross_entropy_of_sigmoid(z):
        # It is log(1 + e^z) - y z, and log(1 + e^z) = max(z, 0) + log(1 + e^-|z|). This stays right
        # where a is rounded to 0 or 1. The slope by z is a - y: that of the sigmoid cancels.
        loss = np.maximum(z, 0.0) - y * z + np.log1p(np.exp(-np.abs(z)))
        delta = f(z) - y
        delta /= n
        return float(np.add.reduce(loss, axis=None)) / n, delta

    if activation == "softmax":
        return softmax_and_cross_entropy(y)
    if kind == "cross_entropy":
        return cross_entropy_of_sigmoid
    scale = {"sse": 1.0, "half_sse": 0.5, "mse": 1 / y.size}[kind]
    return squared


# The same without its rules, for y that were checked before.
_loss_and_delta = loss_and_delta.__wrapped__


def softmax_and_cross_entropy(y) -> Callable:
    """Return a function z -> (loss, delta) for softmax outputs that should say y (k, n), a sample a column.

    -log a of the right class is log(sum of e^z) - z: no share is ever rounded to 0 before its logarithm
    is taken. The largest z of each sample is taken away first, so no e^z overflows. The
    slope by z is a - y, divided by n: that of the softmax cancels.
    Source: C. Bishop, Pattern Recognition and Machine Learning (2006), sections 4.3.4 and 5.3.
    """
    n = y.shape[-1]

    def loss_at(z):
        z = z - np.maximum.reduce(z)
        e = np.exp(z)
        total = np.add.reduce(e)  # (n,), at least 1
        loss = float(np.add.reduce(np.log(total)) - np.vdot(y, z)) / n
        e /= total
        e -= y
        e /= n
        return loss, e

    return loss_at


def categorical_cross_entropy(a, y) -> float:
    """Return the cross-entropy of shares a (n, k) for y (n, k), the rows of both summing to 1.

    Where y is one-hot it is the mean of -log a of the right class. A share of 0 for it costs infinitely much.
    """
    a, y = checks.alike(a, y)
    a, y = checks.shares(checks.fractions(a, "a").T, "a"), checks.shares(checks.fractions(y, "y").T, "y")
    with np.errstate(divide="ignore"):  # log 0 = -inf is meant; and 0 log 0 counts as 0
        return float(-np.sum(y * np.log(a, out=np.zeros_like(a), where=y > 0)) / y.shape[1])


__getattr__ = renamed(__name__, at_outputs="loss_and_delta", out_of_reach="unreachable")
