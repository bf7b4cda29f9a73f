"""Weights that go on learning in a network of another size."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from nnlab.descent import Step
from nnlab.network import Network


def carried(step: Step, first: np.ndarray, net_of: Callable[[int], Network]) -> Step:
    """Return the step in the network of `first (p,)`: old weights stay, what is new says nothing yet.

    `net_of(p)` is the network of p parameters. Of one layer, new features have weight 0. Of two, new hidden
    units start as in `first`, but the output does not hear them yet. Of a smaller network the last are cut
    off.
    """
    if step.theta.size == first.size:
        return step
    fresh = first.copy()
    net_of(first.size).layers(fresh)[-1].W[:] = 0
    velocity = None if step.velocity is None else _moved(step.velocity, np.zeros_like(first), net_of)
    return replace(step, theta=_moved(step.theta, fresh, net_of), velocity=velocity, memory=None)


def _moved(old: np.ndarray, into: np.ndarray, net_of: Callable[[int], Network]) -> np.ndarray:
    for mine, theirs in zip(net_of(into.size).layers(into), net_of(old.size).layers(old)):
        rows, columns = np.minimum(mine.W.shape, theirs.W.shape)
        mine.W[:rows, :columns] = theirs.W[:rows, :columns]
        mine.b[:columns] = theirs.b[:columns]
    into.setflags(write=False)
    return into
