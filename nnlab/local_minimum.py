"""Lesson 5: samples of a sine."""

import numpy as np

from nnlab import checks
from nnlab.curvefit import SINE

TRUE = (1.5, 2.0, 0.5)  # amplitude, frequency and phase that the samples are drawn from
REACH = 5.0  # the samples lie between -REACH and REACH


def sine_samples(n: int, noise: float, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw n samples x, y (n,) of 1.5 sin(2 x + 0.5), x at random, y with that noise.

    noise is a standard deviation. x is sorted.
    Raises ValueError unless n is at least 1 and noise at least 0.
    """
    n, noise = checks.count(n, 1, "n"), checks.number_at_least(noise, 0, "noise")
    rng = checks.generator(rng)
    x = np.sort(rng.uniform(-REACH, REACH, n))
    return x, SINE.f(x, TRUE) + noise * rng.standard_normal(n)
