"""Lesson 0: how far numbers lie from their mean, and how far the mean itself may be off."""

import numpy as np

from nnlab.rules import checked, several


@checked(x=several)
def standard_deviation(x: np.ndarray) -> float:
    """Return the spread of numbers `x (n,)`: the root of their mean squared distance from their mean.

    The sum is divided by n - 1, because the mean was taken from the same numbers. Raises ValueError for
    fewer than two.
    """
    return float(np.sqrt(np.sum((x - x.mean()) ** 2) / (len(x) - 1)))


@checked(x=several)
def standard_error(x: np.ndarray) -> float:
    """Return the spread that the mean of such numbers `x (n,)` has from one sample to the next.

    It is the spread of one number, divided by the root of n: four times the numbers, half the error. This
    holds for numbers that were drawn independently. Raises ValueError for fewer than two.
    """
    return standard_deviation(x) / np.sqrt(len(x))
