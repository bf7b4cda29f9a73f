"""Spread and standard error: worked by hand, against NumPy, and by drawing many samples."""

import numpy as np
import pytest

from nnlab.spread import standard_deviation, standard_error


def test_worked_by_hand():
    x = [0.95, 0.97, 0.96, 0.98]  # mean .965; squares of the distances: .000225 + .000025 twice
    assert standard_deviation(x) == pytest.approx(np.sqrt(0.0005 / 3), rel=1e-12)
    assert round(standard_deviation(x), 4) == 0.0129 and round(standard_error(x), 4) == 0.0065


@pytest.mark.parametrize("n", [2, 7, 1000])
def test_it_is_what_numpy_calls_std_with_one_degree_less(n):
    x = np.random.default_rng(n).normal(size=n)
    assert standard_deviation(x) == pytest.approx(x.std(ddof=1), rel=1e-12)


def test_means_of_many_samples_spread_by_the_standard_error():
    drawn = np.random.default_rng(0).random((2000, 25))
    told = np.sqrt(np.mean([standard_error(x) ** 2 for x in drawn]))
    assert drawn.mean(axis=1).std(ddof=1) == pytest.approx(told, rel=0.05)  # itself off by 1.6 %


def test_one_number_has_no_spread():
    for of in (standard_deviation, standard_error):
        with pytest.raises(ValueError, match=r"x: expected at least two numbers, got shape \(1,\)"):
            of([3.0])
