"""Numbers in sentences: digits, thousands, and one true minus sign."""

import math

import numpy as np
import pytest

from nnlab.explore.kit.numbers import count, fixed, listed, pair, plain


@pytest.mark.parametrize(
    "number, text",
    [
        *[(0.9799, "0.98"), (-4.539e-5, "−0.0000454"), (3749.8, "3,750"), (999.7, "1,000"), (0.5, "0.5")],
        *[(0, "0"), (-0.0, "0"), (4e-17, "nearly 0"), (-4e-17, "nearly 0"), (100.0, "100"), (-20, "−20")],
        *[(9_999_999, "1·10⁷"), (1.26e12, "1.26·10¹²"), (-3e101, "−3·10¹⁰¹"), (12345.0, "12,300")],
        *[(math.inf, "∞"), (-math.inf, "−∞"), (math.nan, "nan")],
    ],
)
def test_a_number_has_three_digits_that_count(number, text):
    assert plain(number) == plain(np.float64(number)) == text


def test_as_many_digits_as_are_wanted():
    assert [plain(0.693147, digits) for digits in (1, 2, 4)] == ["0.7", "0.69", "0.6931"]
    assert plain(0.30004, 4) == "0.3"


def test_digits_behind_the_point_and_signs():
    told = fixed(-0.5, 2), fixed(1234.5, 1), fixed(-0.001, 2), fixed(0.25, 1, sign=True), fixed(-2, 0)
    assert told == ("−0.50", "1,234.5", "0.00", "+0.2", "−2")


def test_counts_pairs_and_lists():
    assert (count(12000), count(7), pair([0.5, -1])) == ("12,000", "7", "(0.5, −1)")
    assert [listed(units) for units in ([0], [0, 2], [0, 1, 3], [])] == ["1", "1 and 3", "1, 2 and 4", ""]


@pytest.mark.parametrize(
    "say", [plain, lambda number: fixed(number, 3), lambda number: fixed(number, 2, sign=True)]
)
def test_no_number_is_written_with_a_hyphen(say):
    for number in (-1.5, -3e9, -2e-5, -1e-30, -0.0):
        assert "-" not in say(number)
