"""Lesson 3: one neuron with a slope, and its loss as a function of its weights."""

from collections.abc import Callable

import numpy as np

from nnlab import checks
from nnlab.activations import ACTIVATIONS
from nnlab.losses import loss_and_delta
from nnlab.perceptron import preactivation, with_bias
from nnlab.rules import above, among, checked, flag, samples, targets_of


@checked(X=samples, activation=among(ACTIVATIONS), steepness=above(0), bias=flag)
def predict(
    w,
    X,
    activation: str = "sigmoid",
    steepness: float = 1.0,
    *,
    bias: bool = True,
) -> np.ndarray:
    """Return the neuron's answers a = f(steepness z), (n,), for X (n, d).

    w is (d + 1,), the bias last, or (d,) with bias=False.
    Raises ValueError for invalid arguments.
    """
    f = ACTIVATIONS[activation].f
    if not bias:
        w = np.append(checks.parameters(w, X.shape[1], "w"), 0.0)
    return f(steepness * preactivation(w, X))


@checked(X=samples, y=targets_of("X"), activation=among(ACTIVATIONS), steepness=above(0), bias=flag)
def loss(
    X,
    y,
    *,
    activation: str = "sigmoid",
    kind: str = "half_sse",
    steepness: float = 1.0,
    bias: bool = True,
) -> Callable[[np.ndarray], tuple[float, np.ndarray]]:
    """Return the loss as a function of the weights: w -> (value, gradient), both at w.

    X is (n, d), y (n,) or (n, 1), w (d + 1,), the bias last, or (d,) with bias=False.
    By the chain rule the gradient is the sum over samples of the slope of the loss by
    z, times the steepness, times (x, 1). Several threads may use one such function at a
    time.
    Raises ValueError for invalid arguments.
    """
    A = with_bias(X) if bias else X.copy()
    outputs = loss_and_delta(activation, kind, y[:, 0].copy())

    def loss_at(w):
        w = checks.shaped(w, (A.shape[1],), "w")
        z = steepness * (A @ w)
        value, delta = outputs(z)  # delta (n,): the slope of the loss by z
        return value, steepness * (delta @ A)

    return loss_at
