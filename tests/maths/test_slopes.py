"""Slopes by nudging: worked by hand, and how their errors shrink."""

import math

import pytest

from nnlab.slopes import central, one_sided


def test_worked_by_hand():
    assert one_sided(lambda w: w * w, 3.0, 1.0) == 7.0  # 16 - 9
    assert central(lambda w: w * w, 3.0, 1.0) == 6.0  # (16 - 4) / 2
    f = lambda w: (2 * w - 1) ** 2  # noqa: E731
    assert one_sided(f, 1.0, 0.001) == pytest.approx(4.004, abs=1e-9)
    assert central(f, 1.0, 0.001) == pytest.approx(4.0, abs=1e-9)


@pytest.mark.parametrize(("rule", "power"), [(one_sided, 1), (central, 2)])
def test_the_error_shrinks_with_h_or_with_its_square(rule, power):
    errors = [rule(math.exp, 1.0, h) - math.e for h in (0.01, 0.001)]
    assert errors[0] / errors[1] == pytest.approx(10**power, rel=0.01)


def test_a_nudge_below_the_last_digit_is_lost():
    assert one_sided(lambda w: w * w, 1.0, 1e-17) == 0.0


@pytest.mark.parametrize("rule", [one_sided, central])
def test_a_nudge_has_a_length(rule):
    with pytest.raises(ValueError, match=r"h: expected a finite number greater than 0|h: expected .*0"):
        rule(math.exp, 1.0, 0.0)
