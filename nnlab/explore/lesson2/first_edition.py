"""The fence as the first edition called it, for readers' own copies of its notebooks alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab import projection
from nnlab.descent import descend
from nnlab.projection import _projected as _pulled  # noqa: F401

KINDS = {"round": "l2", "diamond": "l1"}


def pull_inside(v, size: float, shape: str = "round") -> np.ndarray:
    """Return `projection.project(v, size, kind)`."""
    return projection.project(v, size, KINDS[shape])


def norm(v, shape: str = "round") -> float:
    """Return `projection.norm(v, kind)`."""
    return projection.norm(v, KINDS[shape])


@final
@dataclass(frozen=True, eq=False)
class Step:
    """The neuron after k steps, with weights w (d + 1,) and the mean of (s - z)^2."""

    k: int
    w: np.ndarray
    error: float


def learn(X, y, *, lr: float, size: float | None = None, shape: str = "round", start=None) -> Iterator[Step]:
    """Yield the steps of `descend` on `projection.half_mean_square`, with `projection.fence` as prox."""
    start = np.zeros(np.shape(X)[1] + 1) if start is None else start
    prox = None if size is None else projection.fence(size, KINDS[shape])
    for step in descend(projection.half_mean_square(X, y), start, lr=lr, prox=prox):
        yield Step(step.k, step.theta, 2 * step.value)
