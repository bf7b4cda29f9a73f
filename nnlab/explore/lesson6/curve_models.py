"""The two models that lesson 6 lets overfit, a polynomial and a network 1-h-1, and what a frame shows.

A model is a `Network`: a polynomial of degree d is a linear neuron on d features.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import final

import numpy as np

from nnlab.curvefit import spread_out
from nnlab.data.curves import HIGH, LOW
from nnlab.explore.kit.training import Training
from nnlab.learned import Learned
from nnlab.network import Network, loss
from nnlab.regression import chebyshev
from nnlab.scaling import Scaler

POLYNOMIAL, NETWORK = "polynomial", "network"
DOMAIN = (LOW, HIGH)
# Where the curve is drawn, in the units of learning.
PLACES = np.linspace(LOW, HIGH, 301)


@lru_cache(maxsize=256)
def net_of(model: str, p: int) -> Network:
    """Return the model with p parameters: a linear neuron on p - 1 features, or 1-h-1 with 3 h + 1 = p."""
    if model == POLYNOMIAL:
        return Network((p - 1, 1), "linear")
    return Network((1, (p - 1) // 3, 1), ("tanh", "linear"))


def inputs(model: str, p: int, x: np.ndarray) -> np.ndarray:
    """Return what the model of p parameters is given for places `x (n,)`, `(n, d)`."""
    return chebyshev(x, p - 1, DOMAIN) if model == POLYNOMIAL else stretched(x)[:, None]


def stretched(x: np.ndarray) -> np.ndarray:
    """Return places with mean 0 and spread 1, where all between `LOW` and `HIGH` are as likely."""
    return (2 * x - LOW - HIGH) / (HIGH - LOW) * np.sqrt(3)


def name_of(net: Network) -> str:
    """Return the name of a model."""
    return POLYNOMIAL if len(net.sizes) == 2 else NETWORK


def loss_of(net: Network, x: np.ndarray, y: np.ndarray, kind: str) -> Callable:
    """Return the loss of a model on samples `x (n,)`, `y (n,)`, as `nnlab.network.loss` does."""
    return loss(net, inputs(name_of(net), net.size, x), y, kind)


def learned(training: Training, into: Scaler, back: Scaler, name: str) -> Learned:
    """Return the model at the step shown as a function of places as measured, called by that name."""
    theta = training.theta
    net = training.model_of(theta.size)
    expand = partial(_expanded, name_of(net), net.size)
    return Learned(net, theta, into, (name,), target=back, expand=expand)


def _expanded(model: str, p: int, X: np.ndarray) -> np.ndarray:
    return inputs(model, p, X[:, 0])


def first_theta(net: Network, *, rng: np.random.Generator) -> np.ndarray:
    """Return weights to start from: 0, or hidden units that share out the places."""
    if name_of(net) == POLYNOMIAL:
        return np.zeros(net.size)
    theta = spread_out(net, stretched(PLACES), rng=rng)
    (W1, b1), (W2, _) = net.layers(theta)
    # So that the units of a smaller network are everywhere, too.
    mixed = rng.permutation(len(b1))
    W1[:], b1[:], W2[:] = W1[:, mixed], b1[mixed], W2[mixed]
    return theta


@lru_cache(maxsize=64)
def mask_of(net: Network) -> np.ndarray:
    """Return where a theta of that model holds a weight and not a bias, `(p,)`."""
    return net.weights


@lru_cache(maxsize=8)
def _drawn_inputs(model: str, p: int) -> np.ndarray:
    return inputs(model, p, PLACES)


@final
@dataclass(frozen=True, eq=False)
class CurveFrame:
    """A model at one theta."""

    net: Network
    weights: np.ndarray  # (m,) all but the biases
    curve: np.ndarray  # (301,) what it says at `PLACES`, in the units of learning

    @property
    def size(self) -> int:
        """The degree of a polynomial, or the number of hidden units."""
        return self.net.sizes[-2]

    @property
    def in_use(self) -> int | None:
        """How many hidden units have both their weights not at 0; of a polynomial None."""
        if name_of(self.net) == POLYNOMIAL:
            return None
        h = self.size
        return int(np.sum((self.weights[:h] != 0) & (self.weights[h:] != 0)))


def frame_of(net: Network, theta: np.ndarray) -> CurveFrame:
    """Return the frame of a model at `theta (p,)`."""
    a = _drawn_inputs(name_of(net), net.size)
    with np.errstate(over="ignore", invalid="ignore"):
        for M, activation in zip(net.matrices(theta), net.functions):
            a = activation.f(a @ M[:-1] + M[-1])
    return CurveFrame(net, theta[mask_of(net)], a[:, 0])
