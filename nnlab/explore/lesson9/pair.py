"""Two networks that learn the same digits side by side, without widgets: one dense, one with shared weights.

What is learned is one theta, that of the dense net and behind it that of the other; their losses add up, so
neither disturbs the other, and one run has both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import final

import numpy as np

from nnlab import conv_network, network
from nnlab.batches import Batches, Shuffled
from nnlab.conv_network import ConvNetwork
from nnlab.data import one_hot
from nnlab.descent import Loss
from nnlab.explore.lesson9.material import SIDE
from nnlab.network import Network
from nnlab.rows import Arrays
from nnlab.sheets import Wandering, laid

SHEET = 12
ROOM = SHEET - SIDE  # how far a digit can be moved
BATCH = 32
# Pictures asked in one product. Larger products are shared among the processor's cores, and on a busy machine
# they wait for one another several times as long as one of them would have taken.
AT_ONCE = 25
POOLS = {"max": ("max", None), "mean": ("mean", None), "two": ("max", 2)}


@final
@dataclass(frozen=True)
class Pair:
    """Two networks, where digits lie that they learn from (`everywhere` or in the middle), and a seed."""

    hidden: int = 13
    kernels: int = 32
    side: int = 5
    padding: int = 4
    pool: str = "max"
    everywhere: bool = False
    seed: int = 0

    @cached_property
    def dense(self) -> Network:
        """The dense network."""
        return Network((SHEET**2, self.hidden, 10), ("tanh", "softmax"))

    @cached_property
    def shared(self) -> ConvNetwork:
        """The network with shared weights."""
        pool, side = POOLS[self.pool]
        return ConvNetwork((SHEET, SHEET), self.kernels, self.side, self.padding, pool, side)

    @property
    def size(self) -> int:
        """The number of parameters of both."""
        return self.dense.size + self.shared.size

    def apart(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the theta of each, as views."""
        return theta[: self.dense.size], theta[self.dense.size :]

    def init(self, *, rng: np.random.Generator) -> np.ndarray:
        """Return a theta to start from: xavier for the dense net, he for the other."""
        return np.concatenate([self.dense.init(rng=rng), self.shared.init(rng=rng)])

    def predict(self, theta: np.ndarray, X: np.ndarray) -> np.ndarray:
        """Return what both say to X (n, d): (2, n, 10), without a look at whether theta is finite."""
        first, second = self.apart(theta)
        return np.stack([dense_answers(self.dense, first, X), self.shared._answers(second, X)])


def dense_answers(net: Network, theta: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return what a dense net says (n, k), unchecked."""
    layers = list(zip(net.matrices(theta), net.functions))
    said = []
    for start in range(0, len(X), AT_ONCE):
        A = X[start : start + AT_ONCE]
        for M, activation in layers:
            A = activation.f(A @ M[:-1] + M[-1])
        said.append(A)
    return np.concatenate(said)


@final
class Lessons:
    """The stream of losses of a pair that learns pictures (n, 8, 8) of digits y (n,): batch after batch."""

    def __init__(self, pair: Pair, pictures: np.ndarray, y: np.ndarray) -> None:
        targets = one_hot(y, 10)
        rows = (
            Wandering(pictures, targets, SHEET) if pair.everywhere else Arrays(laid(pictures, SHEET), targets)
        )
        self.pair, self.batches = pair, Batches(rows, BATCH, Shuffled(pair.seed))
        self._losses: tuple[Callable, Callable] = (
            network.loss_of(pair.dense),
            conv_network.loss_of(pair.shared),
        )

    def at(self, k: int) -> Loss:
        """Return the loss of step k: the sum of both."""
        first, second = (make(*self.batches.at(k)) for make in self._losses)
        apart = self.pair.apart

        def loss(theta):
            one, other = apart(theta)
            (value, slope), (its, its_slope) = first(one), second(other)
            return value + its, np.concatenate([slope, its_slope])

        return loss

    def __iter__(self):
        k = 0
        while True:
            yield self.at(k)
            k += 1


def lessons(pair: Pair, pictures: np.ndarray, y: np.ndarray, kind: str) -> Lessons:
    """Return the stream of losses, as a `Training` asks for it."""
    return Lessons(pair, pictures, y)
