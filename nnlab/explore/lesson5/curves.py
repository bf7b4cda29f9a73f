"""Samples of curves as explorables take them: by name, from a file or a `Curve`, some held out, scaled."""

import numpy as np

from nnlab.data import Curve, curve, curve_names, inflation, real_interest
from nnlab.explore.kit.samples import OWN
from nnlab.scaling import Scaler

RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
MOMENTA = (0.0, 0.5, 0.9, 0.99)
NOISES = tuple(np.round(np.linspace(0, 1, 21), 2).tolist())
FEWEST, MOST_SAMPLES = 4, 200
REAL = {"real interest": real_interest, "inflation": inflation}
SETS = (*curve_names(), *REAL, OWN)


def fetch(name: str, n: int, noise: float, *, rng: np.random.Generator) -> Curve:
    """Return the samples of that name: a series as it is, or `n` of a toy curve with that `noise`."""
    return REAL[name]() if name in REAL else curve(name, n, rng=rng, noise=noise)


def evenly_held(n: int, share: float) -> np.ndarray:
    """Return which of `n` samples are held out, `(n,)`, so that those of fewer samples stay so.

    It is for samples that stand in random order already.
    """
    return np.floor(np.arange(1, n + 1) * share) > np.floor(np.arange(n) * share)


def standard(x: np.ndarray) -> Scaler:
    """Return the scaler that gives `x (n,)` mean 0 and spread 1; it only shifts where all are the same."""
    if not len(x) or np.ptp(x) == 0:
        return Scaler(np.array([x.mean() if len(x) else 0.0]), np.ones(1))
    return Scaler.fit(x[:, None])


def from_0_to_1(x: np.ndarray) -> Scaler:
    """Return the scaler after which `x (n,)` goes from 0 to 1; it only shifts where all are the same."""
    if not len(x) or np.ptp(x) == 0:
        return Scaler(np.array([x.min() if len(x) else 0.0]), np.ones(1))
    return Scaler(np.array([x.min()]), np.array([np.ptp(x)]))


def scaled(x: np.ndarray, scaler: Scaler) -> np.ndarray:
    """Return numbers `x (n,)` of the picture, of which there may be none, in the units of learning."""
    return (x - scaler.mean) / scaler.scale
