"""Lesson 5: a local minimum: samples of a sine, its least loss at each frequency, and how a loss curves."""

from collections.abc import Callable

import numpy as np

from nnlab import checks
from nnlab.data.curves import REACH, TRUE, sine_samples  # noqa: F401


def least_loss(x, y, frequencies) -> np.ndarray:
    """Return the least mean squared error (m,) of a sine of each of the frequencies (m,).

    Amplitude A and phase p are at their best there. No descent is needed for these two:
    A sin(f x + p) = A cos(p) sin(f x) + A sin(p) cos(f x), which for a fixed f is a sum
    of two known curves, and least squares finds how much of each. x and y are (n,).
    Raises ValueError for unfit arguments.
    """
    x, y = checks.row(x, "x"), checks.row(y, "y", np.size(x))
    found = []
    for f in checks.row(frequencies, "frequencies"):
        curves = np.column_stack([np.sin(f * x), np.cos(f * x)])
        shares, *_ = np.linalg.lstsq(curves, y, rcond=None)
        found.append(np.mean((curves @ shares - y) ** 2))
    return np.array(found)


def curvatures(loss: Callable, theta) -> np.ndarray:
    """Return how strongly the loss curves upwards at theta (p,), the least first, (p,).

    They are the eigenvalues of its matrix of second derivatives (the Hessian), taken
    from differences of the gradient: the curvatures along p directions at right angles.
    Where the gradient is 0 and all of them are above 0, every way leads up: theta is a
    local minimum. loss is a function theta -> (value, gradient).
    Raises ValueError unless theta is a row of numbers.
    Source: J. Nocedal, S. Wright, Numerical Optimization (2006), theorem 2.4.
    """
    theta = checks.row(theta, "theta")
    nudge = 1e-5
    nudges = nudge * np.eye(len(theta))
    H = np.array([loss(theta + e)[1] - loss(theta - e)[1] for e in nudges]) / (2 * nudge)
    return np.linalg.eigvalsh((H + H.T) / 2)
