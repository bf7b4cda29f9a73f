"""Lesson 9: dropout: at each step of learning a part of the hidden units is left out, drawn by chance.

What is left has to do without the others, so no unit can rely on one certain other. It is a remedy against
overfitting. The share of units left out is the dropout; a unit that is kept says 1 / (1 - share) times what it
says, so that the next layer gets as much as it would without, in the mean ("inverted" dropout). When the network is asked,
and not taught, nobody is left out, and nothing has to be scaled.

Which units are left out for a sample at step k follows from a seed, k and the layer alone.
Source: N. Srivastava et al., Journal of Machine Learning Research 15 (2014) 1929.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab.batches import Batches
from nnlab.descent import Loss
from nnlab.losses import _loss_and_delta
from nnlab.network import NETWORK, Network, columns, loss_of, with_ones
from nnlab.resume import read_only
from nnlab.rules import between, checked, instance, whole

SHARE = between(0, 1, open_end=True)
MASKS = 2**32  # the second number of a mask's seed: no order of rows has so large an epoch


@checked(net=instance(Network, NETWORK), share=SHARE, n=whole(1), k=whole(0), seed=whole(0))
def masks(net: Network, share: float, n: int, k: int, seed: int) -> list[np.ndarray]:
    """Return for each hidden layer of net by what the answers (n, h) to n samples are multiplied at step k.

    It is 0 for a unit that is left out, which happens with probability share, and 1 / (1 - share) for one that is kept.
    Raises ValueError for invalid arguments.
    """
    return _masks(net, share, n, k, seed)


def _masks(net, share, n, k, seed):
    drawn = [
        np.random.default_rng((seed, MASKS + k, layer)).random((n, h))
        for layer, h in enumerate(net.sizes[1:-1])
    ]
    return [read_only((dice >= share) / (1 - share)) for dice in drawn]


def masked_loss(net: Network, X: np.ndarray, y: np.ndarray, kind: str, masks: Sequence[np.ndarray]) -> Loss:
    """Return the loss of net on samples X (n, d), y (n, k), with masks (n, h), one a hidden layer.

    It is a function theta -> (value, gradient), as that of `network.loss`.
    """
    A = columns(net, X)
    outputs = _loss_and_delta(net.activations[-1], kind, np.ascontiguousarray(y.T))
    masks = [np.ascontiguousarray(mask.T) for mask in masks]

    def loss_at(theta):
        matrices = net.matrices(theta)
        given, said, z = _forward(net, matrices, A, masks)
        value, delta = outputs(z)
        return value, _backward(net, matrices, given, said, masks, delta)

    return loss_at


def _forward(net, matrices, A, masks):
    """Return what goes into each layer, what each hidden layer said before its mask, and z of the last."""
    given, said = [A], []
    for M, activation, mask in zip(matrices, net.functions, masks):
        a = np.dot(M.T, given[-1])
        said.append(activation.f(a, out=a))
        A = with_ones(len(a), a.shape[1], net.bias)
        np.multiply(a, mask, out=A[: len(a)])
        given.append(A)
    return given, said, np.dot(matrices[-1].T, given[-1])


def _backward(net, matrices, given, said, masks, delta):
    """Return the gradient (p,): as without masks, but the slope by what a unit said passes its mask, too."""
    gradient = np.empty(net.size)
    shares = net.matrices(gradient)
    for i in reversed(range(len(matrices))):
        np.dot(given[i], delta.T, out=shares[i])
        if i > 0:
            delta = np.dot(matrices[i][: net.sizes[i]], delta)
            delta *= masks[i - 1]
            delta *= net.functions[i - 1].slope(said[i - 1])
    return gradient


@final
@dataclass(frozen=True, eq=False)
class Dropout:
    """A stream of losses with dropout, for `descend`: `at(k)` is that of step k.

    batches hold samples X (n, d) and y (n, k). Raises ValueError for invalid arguments.
    """

    net: Network
    batches: Batches
    share: float
    seed: int = 0
    kind: str = "cross_entropy"

    def __post_init__(self):
        (
            instance(Network, NETWORK)(self.net, "net"),
            instance(Batches, "Batches(rows, size)")(self.batches, "batches"),
        )
        SHARE(self.share, "share"), whole(0)(self.seed, "seed")
        loss_of(self.net, self.kind).check(*self.batches.at(0))

    def masks(self, k: int) -> list[np.ndarray]:
        """Return the masks (b, h) of step k, one a hidden layer."""
        _, start, stop = self.batches.place(k)
        return _masks(self.net, self.share, stop - start, k, self.seed)

    def at(self, k: int) -> Callable[[np.ndarray], tuple[float, np.ndarray]]:
        """Return the loss of step k."""
        return masked_loss(self.net, *self.batches.at(k), self.kind, self.masks(k))
