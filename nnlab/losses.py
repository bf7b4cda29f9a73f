"""Lesson 3: losses, one number for how far the answers a are from the right answers y.

The conventions of the whole course, for n samples and k outputs:

- sse: the sum of (a - y)^2 over samples and outputs
- half_sse: half of it, so that the 2 of its slope is gone
- mse: the mean of (a - y)^2 over samples and outputs, sse / (n k)
- cross_entropy: -y log a - (1 - y) log(1 - a), mean over samples, sum over outputs
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlab import checks
from nnlab.activations import ACTIVATIONS
from nnlab.moved import renamed
from nnlab.rules import among, checked, numbers


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
    if checks.one_of(activation, ACTIVATIONS, "activation") == "step":
        ACTIVATIONS["step"].slope(0.0)  # says why it cannot
    if activation not in LOSSES[kind].outputs:
        raise ValueError(
            f"kind: expected sse, half_sse or mse for {activation} outputs, "
            f"got {kind}, which reads answers as probabilities: it needs sigmoid outputs"
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


def loss_and_delta(activation: str, kind: str, y) -> Callable:
    """Return a function z -> (loss, delta) for outputs a = f(z) that should say y.

    delta is the slope of the loss by z. By the chain rule it is the slope of the loss
    by a times the slope of a by z. All have y's shape, samples along the last axis.
    """
    check_pair(activation, kind)
    f, slope = ACTIVATIONS[activation].f, ACTIVATIONS[activation].slope
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
        # -log a is log(1 + e^-z), and -log(1 - a) is log(1 + e^z): these stay right where
        # a is rounded to 0 or 1. The slope by z is a - y: that of the sigmoid cancels.
        yes, no = np.logaddexp(0, -z), np.logaddexp(0, z)
        loss = float(np.vdot(y, yes) + np.vdot(1 - y, no)) / n
        return loss, (f(z) - y) / n

    if kind == "cross_entropy":
        checks.fractions(y, "y")
        return cross_entropy_of_sigmoid
    scale = {"sse": 1.0, "half_sse": 0.5, "mse": 1 / y.size}[kind]
    return squared


__getattr__ = renamed(__name__, at_outputs="loss_and_delta", out_of_reach="unreachable")
