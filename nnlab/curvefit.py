"""Lesson 5: fitting a curve: a known expression, a polynomial, or a network's pieces."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.polynomial import Chebyshev

from nnlab import checks, network
from nnlab.activations import ACTIVATIONS
from nnlab.descent import Step, descend
from nnlab.network import NETWORK, Network
from nnlab.rules import above, among, between, checked, generator, instance, row, row_of, whole


@dataclass(frozen=True)
class Expression:
    """A formula that is known but for a few numbers, theta (p,), one for each name."""

    names: Sequence[str]
    f: Callable[[np.ndarray, np.ndarray], np.ndarray]  # x (n,), theta -> answers (n,)
    slopes: Callable[[np.ndarray, np.ndarray], np.ndarray]  # of f by theta, (n, p)


def _sine(x, theta):
    amplitude, frequency, phase = theta
    return amplitude * np.sin(frequency * x + phase)


def _sine_slopes(x, theta):
    amplitude, frequency, phase = theta
    inner = frequency * x + phase
    by_inner = amplitude * np.cos(inner)  # and by the chain rule, times the inner slope:
    return np.column_stack([np.sin(inner), by_inner * x, by_inner])


SINE = Expression(("amplitude", "frequency", "phase"), _sine, _sine_slopes)


@checked(expression=instance(Expression, "an Expression, such as SINE"), x=row, y=row_of("x"))
def loss(expression: Expression, x, y) -> Callable:
    """Return the mean squared error as a function theta -> (value, gradient (p,)).

    x and y are (n,), and copied. Raises ValueError for invalid arguments.
    """
    x, y = x.copy(), y.copy()
    n, p = len(x), len(expression.names)

    def loss_at(theta):
        theta = checks.shaped(theta, (p,), "theta")
        error = checks.shaped(expression.f(x, theta), (n,), "f") - y
        slopes = checks.shaped(expression.slopes(x, theta), (n, p), "slopes")
        return float(np.mean(error**2)), 2 * error @ slopes / n

    return loss_at


@checked(x=row, y=row_of("x"), frequencies=row)
def least_loss(x, y, frequencies) -> np.ndarray:
    """Return the least mean squared error (m,) of a sine of each of the frequencies (m,).

    Amplitude A and phase p are at their best there. No descent is needed for these two:
    A sin(f x + p) = A cos(p) sin(f x) + A sin(p) cos(f x), which for a fixed f is a sum
    of two known curves, and least squares finds how much of each. x and y are (n,).
    Raises ValueError for invalid arguments.
    """
    found = []
    for f in frequencies:
        curves = np.column_stack([np.sin(f * x), np.cos(f * x)])
        shares, *_ = np.linalg.lstsq(curves, y, rcond=None)
        found.append(np.mean((curves @ shares - y) ** 2))
    return np.array(found)


@checked(x=row, y=row_of("x"), degree=whole(0))
def polynomial(x, y, degree: int) -> Callable[[np.ndarray], np.ndarray]:
    """Return the polynomial of that degree with the least squared error, as a function.

    It is written as a sum of Chebyshev polynomials, with the range of x stretched to
    -1 ... 1: powers of x as they stand would drown in rounding from degree 15 or so.
    Only degrees near the number of samples still do: the polynomial through 20 of them
    meets each to 1e-5, that through 60 swings so far that it misses some.
    Source: L. N. Trefethen, Approximation Theory and Approximation Practice (2013).
    Raises ValueError unless there are more different x (n,) than the degree.
    """
    different = len(np.unique(x))
    if degree >= different:
        expected = f"at most {different - 1}, since there are {different} different x"
        raise ValueError(f"degree: expected {expected}, got {checks.shown(degree)}")
    fitted, _ = Chebyshev.fit(x, y, degree, full=True)
    return fitted


@checked(x=row, y=row_of("x"))
def interpolate(x, y) -> Callable[[np.ndarray], np.ndarray]:
    """Return the function that goes through all points, straight from one to the next.

    Outside of x (n,) it stays as it is at the end. Raises ValueError where one x has
    two different y (n,): no curve goes through both.
    """
    order = np.lexsort((y, x))
    x, y = x[order], y[order]
    twice = np.flatnonzero((np.diff(x) == 0) & (np.diff(y) != 0))
    if len(twice):
        i = int(twice[0])
        got = f"{y[i]:g} and {y[i + 1]:g} at x = {x[i]:g}"
        raise ValueError(f"y: expected one number for each x, got {got}")
    return lambda places: np.interp(places, x, y)


@checked(net=instance(Network, NETWORK), x=row)
def pieces(net: Network, theta, x) -> np.ndarray:
    """Return what each unit of the last hidden layer adds to the output's z, (n, h).

    The share of unit j at x (n,) is its activation times its weight, a_j w_j. All
    shares and the output's bias add up to z. theta is (p,).
    Raises ValueError unless the network has one input, one output and a hidden layer.
    """
    if len(net.sizes) < 3 or net.sizes[0] != 1 or net.sizes[-1] != 1:
        expected = "sizes 1, ..., 1 with a hidden layer between"
        raise ValueError(f"net: expected {expected}, got {net.sizes}")
    a = net.forward(theta, x[:, None])[-2]
    return a * net.layers(theta)[-1].W[:, 0]


STEEPEST = 3.0  # how much z of a hidden unit changes at first where x changes by 1


@checked(net=instance(Network, NETWORK), x=row, rng=generator)
def spread_out(net: Network, x, *, rng: np.random.Generator) -> np.ndarray:
    """Return a theta (p,) to start from, in which the hidden units share out x (n,).

    Each unit has its middle, where z = 0, at a place of its own: the places stand at
    equal distances over the range of x, and each is moved a little by chance. So every
    unit bends the curve where there are samples; with biases 0 all would do so at
    x = 0. x should be scaled: of spread 1.
    Raises ValueError unless the network is 1-h-1, with biases.
    Source: after D. Nguyen, B. Widrow, IJCNN 3 (1990) 21.
    """
    if len(net.sizes) != 3 or net.sizes[0] != 1 or net.sizes[2] != 1 or not net.bias:
        raise ValueError(f"net: expected sizes 1, h, 1 and biases, got {net.sizes}")
    h, theta = net.sizes[1], np.zeros(net.size)
    (W1, b1), (W2, _) = net.layers(theta)
    middles = x.min() + np.ptp(x) * (np.arange(h) + rng.uniform(0, 1, h)) / h
    ways = 1 - 2 * (rng.permutation(h) % 2)  # half of them look left, half look right
    W1[0] = ways * rng.uniform(0.5, 1, h) * min(STEEPEST, 0.7 * h)
    b1[:] = -W1[0] * middles
    W2[:, 0] = rng.uniform(-1, 1, h) / np.sqrt(h)
    return theta


@checked(
    x=row,
    y=row_of("x"),
    hidden=whole(1, 10**6),
    rng=generator,
    output=among(name for name in ACTIVATIONS if name != "step"),
    lr=above(0),
    momentum=between(0, 1, open_end=True),
    steps=whole(0, 10**9),
)
def learn(
    x,
    y,
    hidden: int,
    *,
    rng: np.random.Generator,
    output: str = "linear",
    lr: float = 0.05,
    momentum: float = 0.9,
    steps: int = 2000,
) -> tuple[Network, Step]:
    """Return a network 1-hidden-1 and its last step of learning y (n,) at x (n,).

    The hidden units are tanh, the start is `spread_out`, the loss the mean squared
    error of all samples. x should be scaled. Raises ValueError for invalid arguments.
    """
    net = Network((1, hidden, 1), ("tanh", output))
    start = spread_out(net, x, rng=rng)
    loss_at = network.loss(net, np.reshape(x, (-1, 1)), y, "mse")
    *_, last = islice(descend(loss_at, start, lr=lr, momentum=momentum), steps + 1)
    return net, last
