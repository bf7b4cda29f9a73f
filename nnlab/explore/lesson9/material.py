"""What lesson 9's explorables look at: digits, a bar, a blank sheet, and a kernel that was learned."""

from functools import lru_cache

import numpy as np

from nnlab.batches import Batches, Shuffled, Stream
from nnlab.conv_network import ConvNetwork, loss_of
from nnlab.convolution import KERNELS_BY_HAND
from nnlab.data import digits, one_hot
from nnlab.descent import descend, stop
from nnlab.optimisers import Momentum
from nnlab.resume import read_only
from nnlab.rows import Arrays

SIDE = 8  # of a picture
BAR, BLANK = "a bar", "blank"
PICTURES = (*(f"digit {d}" for d in range(10)), BAR, BLANK)
LEARNED = "learned"
KERNELS = (*KERNELS_BY_HAND, LEARNED)


@lru_cache(maxsize=1)
def pictures() -> tuple[np.ndarray, np.ndarray]:
    """Return all digits (1797, 8, 8), ink from 0 to 1, and which they are (1797,)."""
    found = digits()
    return read_only(found.X.reshape(-1, SIDE, SIDE) / 16), found.y


def picture(name: str) -> np.ndarray:
    """Return the picture (8, 8) of that name."""
    if name == BAR:
        x = np.zeros((SIDE, SIDE))
        x[3:5, 1:7] = 1
        return x
    if name == BLANK:
        return np.zeros((SIDE, SIDE))
    X, y = pictures()
    return X[np.flatnonzero(y == int(name.split()[1]))[0]].copy()


def kernel(name: str) -> np.ndarray:
    """Return the kernel (3, 3) of that name."""
    return learned_kernel().copy() if name == LEARNED else KERNELS_BY_HAND[name].copy()


@lru_cache(maxsize=1)
def learned_kernel() -> np.ndarray:
    """Return a kernel learned from the digits in two epochs, that of eight with the longest weights."""
    X, y = pictures()
    net = ConvNetwork((SIDE, SIDE), kernels=8, side=3, padding=0, pool_side=2)
    stream = Stream(loss_of(net), Batches(Arrays(X.reshape(len(X), -1), one_hot(y, 10)), 32, Shuffled(0)))
    start = net.init(rng=np.random.default_rng(0))
    *_, last = stop(descend(stream, start, rule=Momentum(0.1)), at_most=2 * stream.batches.per_epoch)
    K = net.layers(last.theta)[0].W.T
    return read_only(K[np.linalg.norm(K, axis=1).argmax()].reshape(3, 3).round(2))
