"""Lesson 7: how much a Hopfield network can hold: by trial, and by theory."""

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from nnlab import checks
from nnlab.attractors import settle
from nnlab.hopfield import RULES, corrupt, energy, field_unit, store, tolerance
from nnlab.moved import renamed
from nnlab.rules import among, between, checked, couplings, flag, generator, signs_of, whole
from nnlab.sweep import Mean, mean_and_error  # they stood here in the first edition

__all__ = [
    "EnergyLevels",
    "Mean",
    "TheoreticalCapacity",
    "Trial",
    "energy_levels",
    "mean_and_error",
    "theoretical_capacity",
    "trials",
]


class Trial(NamedTuple):
    """What one network of N neurons remembered of P random patterns."""

    N: int
    P: int
    stable: float  # share of the patterns in which every neuron keeps its state
    overlap: float  # of a pattern and where its cue ended, mean over the patterns
    exact: float  # share of the patterns that came back without a wrong neuron


def _counts(values, name):
    if not np.iterable(values):
        raise ValueError(f"{name}: expected whole numbers in a list, got {checks.shown(values)}")
    return [checks.count(value, 1, name) for value in values]


@checked(
    N=whole(2, 10**6),
    sizes=_counts,
    repeats=whole(1),
    rng=generator,
    rule=among(RULES),
    diagonal=flag,
    share=between(0, 1),
)
def trials(
    N: int,
    sizes: Iterable[int],
    repeats: int,
    *,
    rng: np.random.Generator,
    rule="hebb",
    diagonal=False,
    share: float = 0.0,
) -> Iterator[Trial]:
    """Store P random patterns; let the network settle from each, a share of it damaged.

    Yields a `Trial` for each of repeats networks at each P in sizes, so that progress
    can be shown. Each has a generator of its own, spawned from rng when its turn comes:
    sizes added at the end change nothing in the trials before; sizes added at the
    start, or other repeats, do. Neurons go one by one, in random order.
    Raises ValueError for invalid arguments.
    """
    for P in sizes:
        for chance in rng.spawn(repeats):
            X = chance.choice([-1, 1], size=(P, N))
            W = store(X, rule, diagonal)
            S = settle(W, corrupt(X, share, rng=chance), rng=chance).S
            leaves = X * (X.astype(float) @ W) < -tolerance(W)
            m = np.vecdot(S, X) / N
            stable = 1 - leaves.any(axis=1).mean()
            yield Trial(N, P, float(stable), float(m.mean()), float((m == 1).mean()))


class TheoreticalCapacity(NamedTuple):
    """How many random patterns large networks of N neurons hold with Hebb's rule."""

    approximately: float  # 0.138 N: all come back, with 1.6 % of the neurons wrong
    most: float  # N / (2 ln N): nearly all come back without a wrong neuron
    all: float  # N / (4 ln N): all of them do


@checked(N=whole(2), share=between(0, 0.5, open_end=True))
def theoretical_capacity(N: int, share: float = 0.0) -> TheoreticalCapacity:
    """Return what theory promises as N grows; share is how much of a cue is damaged.

    Damage shrinks the last two by (1 - 2 share)^2; the first is for small damage.
    Sources: D. Amit, H. Gutfreund, H. Sompolinsky, Annals of Physics 173 (1987) 30;
    R. McEliece, E. Posner, E. Rodemich, S. Venkatesh, IEEE Transactions on Information
    Theory 33 (1987) 461. Raises ValueError unless N >= 2 and 0 <= share < 1/2.
    """
    each = (1 - 2 * share) ** 2 * N / math.log(N)
    return TheoreticalCapacity(0.138 * N, each / 2, each / 4)


class EnergyLevels(NamedTuple):
    """Energies per neuron, in units of theory, of the states where a network ended."""

    retrieval: np.ndarray  # from the patterns; still near them
    spurious: np.ndarray  # from random states; near no pattern and no negative


@checked(
    W=couplings,
    patterns=signs_of("P, N", "W"),
    starts=whole(1, 10**9),
    rng=generator,
    rule=among(RULES),
)
def energy_levels(
    W,
    patterns,
    starts: int = 100,
    *,
    rng: np.random.Generator,
    rule="hebb",
) -> EnergyLevels:
    """Return the energies where W (N, N) ends from its patterns and from random states.

    "Near" is an overlap above 0.9. From random states, without temperature, a network
    falls into the shallow minima that are met first, not into the deepest. rule is the
    one by which W was stored; it decides the `field_unit`. Raises ValueError for invalid
    arguments.
    """
    N, X = len(W), patterns
    near = settle(W, X, rng=rng).S
    near = near[np.vecdot(near, X) > 0.9 * N]
    far = settle(W, rng.choice([-1, 1], size=(starts, N)), rng=rng).S
    far = far[np.abs(far @ X.T).max(axis=1) <= 0.9 * N]
    E = [energy(W, S) if len(S) else np.empty(0) for S in (near, far)]
    return EnergyLevels(*(each / (N * field_unit(W, rule)) for each in E))


__getattr__ = renamed(
    __name__,
    promise="theoretical_capacity",
    depths="energy_levels",
    mean="mean_and_error",
)
