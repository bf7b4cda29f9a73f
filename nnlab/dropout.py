"""Lesson 9: dropout: at each step of learning a part of the hidden units is left out, drawn by chance.

What is left has to do without the others, so no unit can rely on a certain other one: a remedy against
overfitting. A unit that is kept says 1 / (1 - share) times what it says, where share is the part left out. So
the next layer gets in the mean as much as it would without dropout (which is then called inverted). When the
network is asked, and not taught, nobody is left out, and nothing has to be scaled.

Which units are left out for a sample at step k follows from a seed, k and the layer alone.
Source: N. Srivastava et al., Journal of Machine Learning Research 15 (2014) 1929.
"""

from collections.abc import Sequence
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
MASKS = 2**32  # is added to k in a mask's seed: no epoch of an order of rows has such a number


@final
@dataclass(frozen=True)
class Dropout:
    """The share of hidden units left out, and the seed of the dice; ValueError says what they should be."""

    share: float
    seed: int = 0

    def __post_init__(self):
        SHARE(self.share, "share"), whole(0)(self.seed, "seed")

    @checked(net=instance(Network, NETWORK), n=whole(1), k=whole(0))
    def masks(self, net: Network, n: int, k: int) -> list[np.ndarray]:
        """Return for each hidden layer by what its answers (n, h) to n samples are multiplied at step k.

        It is 0 for a unit that is left out, and 1 / (1 - share) for one that is kept. Raises ValueError for
        invalid arguments.
        """
        return self._masks(net, n, k)

    def _masks(self, net, n, k):
        return [self._mask(n, h, k, layer) for layer, h in enumerate(net.sizes[1:-1])]

    def _mask(self, n, h, k, layer):
        dice = np.random.default_rng((self.seed, MASKS + k, layer)).random((n, h))
        return read_only((dice >= self.share) / (1 - self.share))


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
class Thinned:
    """A stream of losses with dropout, for `descend`: `at(k)` is that of step k.

    batches hold samples X (n, d) and y (n, k). Raises ValueError for what does not fit together.
    """

    net: Network
    batches: Batches
    dropout: Dropout
    kind: str = "cross_entropy"

    def __post_init__(self):
        instance(Network, NETWORK)(self.net, "net")
        instance(Batches, "Batches(rows, size)")(self.batches, "batches")
        instance(Dropout, "Dropout(share, seed)")(self.dropout, "dropout")
        loss_of(self.net, self.kind).check(*self.batches.at(0))

    def masks(self, k: int) -> list[np.ndarray]:
        """Return the masks (b, h) of step k, one a hidden layer."""
        _, start, stop = self.batches.place(k)
        return self.dropout._masks(self.net, stop - start, k)

    def at(self, k: int) -> Loss:
        """Return the loss of step k, a function theta -> (value, gradient)."""
        return masked_loss(self.net, *self.batches.at(k), self.kind, self.masks(k))
