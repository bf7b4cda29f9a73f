"""The secant becomes the tangent, both sides are better than one, and too tiny a nudge is worse again."""

import math

import numpy as np
import pytest

from nnlab.explore.lesson0 import explore_secant
from nnlab.explore.lesson0.secant import ALL_H, BOTH, CURVES, ENDS, ONE


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("w", [-1.3, 0.4, 2.1])
def test_the_slopes_written_down_are_those_of_the_functions(name, w):
    curve = CURVES[name]
    assert curve.slope(w) == pytest.approx((curve.f(w + 1e-5) - curve.f(w - 1e-5)) / 2e-5, rel=1e-6, abs=1e-8)


def test_at_a_kink_there_is_no_slope():
    explorer = explore_secant()
    explorer.preset.value = "A kink: no slope"
    assert explorer.slope is None
    assert "to the right the slope is 1, to the left 0" in explorer.sentence()
    assert np.isnan(explorer.tangent.get_ydata()).all()
    explorer.set(h=1e-6)
    assert "to the right the slope is 1, to the left 0" in explorer.sentence()


def test_the_figures_of_the_lesson():
    explorer = explore_secant()
    explorer.preset.value = "A small nudge: 0.001"
    assert "slope 4.004." in explorer.sentence() and "tangent is 4." in explorer.sentence()
    explorer.preset.value = "The same from both sides"
    assert explorer.measured == pytest.approx(4.0, abs=1e-9)
    assert "slope 4." in explorer.sentence() and "the two cancel" in explorer.sentence()


@pytest.mark.parametrize("name", ["w³", "eʷ", "sin w"])
def test_a_tenth_of_the_nudge_is_a_tenth_of_the_error_or_a_hundredth(name):
    explorer = explore_secant(curve=name, w=0.7)
    for rule, times in ((ONE, 10), (BOTH, 100)):
        off = []
        for h in (0.01, 0.001):
            explorer.set(rule=rule, h=h)
            off.append(explorer.measured - explorer.slope)
        assert off[0] / off[1] == pytest.approx(times, rel=0.03)


def test_the_errors_fall_and_rise_again():
    explorer = explore_secant(curve="eʷ")
    one, both = explorer.all_errors
    best_one, best_both = ALL_H[np.argmin(one)], ALL_H[np.argmin(both)]
    assert 1e-10 < best_one < 1e-6 < best_both < 1e-3
    assert one[0] == both[0] == pytest.approx(math.e)  # nothing is left of the nudge: slope 0
    for line, errors in zip(explorer.errors, explorer.all_errors):
        np.testing.assert_array_equal(line.get_data(), [ALL_H, errors])


def test_rounding_is_said():
    explorer = explore_secant()
    explorer.preset.value = "Too tiny: rounding"
    assert abs(explorer.measured - explorer.slope) > 1e-3 and "rounding" in explorer.sentence()
    explorer.preset.value = "Far too tiny: nothing is left"
    assert explorer.measured == 0 and "nothing changes at all" in explorer.sentence()


def test_the_secant_goes_through_both_dots():
    for rule, left in ((ONE, 1.0), (BOTH, 0.5)):
        explorer = explore_secant(rule=rule, h=0.5)
        x, y = explorer.marks.get_data()
        np.testing.assert_allclose(x, [left, 1.5])
        np.testing.assert_allclose(y, explorer.curve.f(np.array(x)))
        a, b = explorer.secant.get_xydata()
        slope = (b[1] - a[1]) / (b[0] - a[0])
        assert slope == pytest.approx(explorer.measured)
        np.testing.assert_allclose(a[1] + slope * (np.array(x) - a[0]), y)


def test_magnified_the_curve_is_nearly_its_tangent():
    """By a share of the picture's height, the curve and its tangent part less and less."""
    parts = []
    for zoom in (10, 100, 1000):
        explorer = explore_secant(curve="eʷ", zoom=zoom)
        low, high = explorer.near.get_xlim()
        places = np.array([low, high])
        gap = np.abs(explorer.curve.f(places) - explorer.tangent.get_ydata()).max()
        parts.append(gap / np.ptp(explorer.near.get_ylim()))
    assert parts[0] > 5 * parts[1] > 25 * parts[2]


def test_the_dots_are_dragged(page):
    explorer = explore_secant(h=1.0)
    browser, ax = page(explorer), explorer.near
    browser.point("press", 1.0, 1.0, ax)
    browser.point("drag", 0.5, 3.0, ax)
    browser.point("release", 0.5, 3.0, ax)
    assert explorer["w"] == pytest.approx(0.5, abs=0.02) and explorer["h"] == 1.0
    w = explorer["w"]
    browser.point("press", w + 1, explorer.curve.f(w + 1), ax)
    browser.point("drag", w + 0.2, 0.0, ax)
    assert explorer["h"] == pytest.approx(0.2, abs=0.02) and explorer["w"] == w
    browser.point("drag", w - 1, 0.0, ax)  # never behind w
    assert explorer["h"] == 0.01
    browser.point("drag", 3.0, 9.0, ax)
    assert explorer["h"] == 2.0 and explorer.problem == ""


def test_the_dots_move_by_key(page):
    explorer = explore_secant(h=1.0)
    browser = page(explorer)
    browser.key("ArrowRight")
    assert explorer["w"] == pytest.approx(1.125)
    browser.key("Enter")
    browser.key("ArrowLeft", shift=True)
    assert explorer["h"] == pytest.approx(0.975) and explorer["w"] == pytest.approx(1.125)
    for _ in range(60):
        browser.key("ArrowLeft")
    assert explorer["h"] == 0.01
    browser.key("Enter")
    for _ in range(60):
        browser.key("ArrowRight")
    assert explorer["w"] == ENDS[1] and explorer.problem == ""


def test_bad_settings_are_refused_by_name():
    with pytest.raises(ValueError, match="nudge h: expected a number from"):
        explore_secant(h=0.0)
    with pytest.raises(ValueError, match=r"f\(w\): expected one of"):
        explore_secant(curve="tan w")
    with pytest.raises(ValueError, match="magnified: expected one of"):
        explore_secant(zoom=2)
