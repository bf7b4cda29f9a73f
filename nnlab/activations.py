"""Lesson 1: activations, what a neuron says once it has added up its inputs."""

import numpy as np


def step(z) -> np.ndarray:
    """Say 1 (yes) where z >= 0 and 0 (no) where z < 0; in particular step(0) = 1.

    z may have any shape, also that of a single number; the answer has the same shape and
    holds whole numbers. Raises ValueError where z is NaN, which is neither above nor below.
    Source: the threshold unit of McCulloch and Pitts (1943).
    """
    z = np.asarray(z)
    if np.isnan(z).any():
        raise ValueError("z: expected numbers, got nan")
    return (z >= 0).astype(int)
