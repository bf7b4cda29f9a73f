"""What one would say without having learned anything: has a model become better than that?"""

from typing import NamedTuple

import numpy as np

AFTER = 50  # steps: before that a model has not had its chance
SHARE = 0.8  # of what would be wrong without learning: with more wrong than that, little has been learned


class OneClass(NamedTuple):
    """How it would be to give one answer to all samples."""

    answer: int  # the commonest class
    wrong: int  # how many samples would be wrong
    n: int
    beats: bool  # whether the model has as many wrong, or more


def one_class(wrong: int, y: np.ndarray, k: int) -> OneClass | None:
    """Return how the commonest of the classes `y (n,)` would do, if a model is hardly better at step `k`.

    `wrong` is how many of these training samples the model answers wrongly. Return None where it is better,
    where it has hardly begun, and where all samples are of one class.
    """
    ones = int(np.sum(y))
    otherwise = min(ones, len(y) - ones)
    if k < AFTER or not otherwise or wrong < SHARE * otherwise:
        return None
    return OneClass(int(2 * ones > len(y)), otherwise, len(y), wrong >= otherwise)


def loss_of_mean(loss: float, y: np.ndarray, k: int) -> float | None:
    """Return the loss (mse) of saying the mean of `y (n,)`, if at step `k` a `loss` is hardly better."""
    variance = float(np.var(y)) if len(y) > 1 else 0.0
    if k < AFTER or not variance or not loss >= SHARE * variance:
        return None
    return variance
