"""Gears: ratios multiply, signs too, and a 0 lets nothing through."""

import numpy as np
import pytest

from nnlab.explore.lesson0 import explore_gears
from nnlab.explore.lesson0.gears import PRESETS


def angles(explorer):
    """How far each mark points from the top, clockwise, in turns."""
    ends = np.stack(explorer.gears.marks.get_segments())
    across, up = (ends[:, 1] - ends[:, 0]).T
    return np.arctan2(across, up) / (2 * np.pi)


@pytest.mark.parametrize("preset", PRESETS)
def test_each_wheel_turns_by_the_product_of_the_ratios_before_it(preset):
    explorer = explore_gears()
    explorer.preset.value = preset
    explorer.controls["turn"].value = 0.005
    np.testing.assert_allclose(angles(explorer), 0.005 * np.cumprod([1, *explorer.ratios]), atol=1e-12)


def test_the_lessons_chain_is_ninety_and_not_fourteen():
    explorer = explore_gears()
    explorer.preset.value = "z = 3w, a = z², L = 5a at w = 1"
    f = lambda w: 5 * (3 * w) ** 2  # noqa: E731
    assert np.prod(explorer.ratios) == pytest.approx((f(1 + 1e-6) - f(1 - 1e-6)) / 2e-6) == 90
    assert "3 · 6 · 5 = 90 times" in explorer.sentence() and "do not add" in explorer.sentence()
    explorer.controls["turn"].value = 0.5
    assert "w has made 0.5 turns, and L 45" in explorer.sentence()


def test_two_and_two_add_to_the_same_so_nothing_is_claimed():
    assert "do not add" not in explore_gears(first=2.0, second=2.0).sentence()


def test_signs_and_nothing():
    assert "= −6 times" in explore_gears(first=3.0, second=-2.0).sentence()
    assert "the other way" in explore_gears(first=3.0, second=-2.0).sentence()
    assert "the other way" not in explore_gears(first=-3.0, second=-2.0).sentence()
    explorer = explore_gears(first=3.0, second=0.0, third=5.0, wheels=4, turn=0.1)
    assert "L stands still" in explorer.sentence()
    np.testing.assert_allclose(angles(explorer)[2:], 0, atol=1e-12)
    assert len(explorer.gears.chains.get_segments()) == 4  # two of three chains, with two sides each


def test_a_chain_is_crossed_where_the_ratio_is_negative():
    def crosses(explorer):
        (a, b), (c, d) = explorer.gears.chains.get_segments()[:2]
        return (a[1] - c[1]) * (b[1] - d[1]) < 0

    assert not crosses(explore_gears(first=3.0)) and crosses(explore_gears(first=-3.0))


def test_the_sizes_of_the_wheels_have_the_ratio():
    explorer = explore_gears(first=3.0, second=0.5)
    left = np.ptp(explorer.gears.wheels.get_paths()[0].vertices[:, 1])
    heights = sorted(np.ptp(path.vertices[:, 1]) for path in explorer.gears.wheels.get_paths())
    assert left == heights[-1]
    teeth = 0.055
    assert (heights[-1] - teeth) / (heights[0] - teeth) == pytest.approx(3, rel=0.05)


def test_the_third_ratio_rests_where_there_are_three_wheels():
    explorer = explore_gears()
    assert explorer.controls["third"]._slider.disabled
    explorer.controls["wheels"].value = 4
    assert not explorer.controls["third"]._slider.disabled
    explorer.reset_button.click()
    assert explorer.controls["third"]._slider.disabled


def test_the_first_wheel_is_turned_by_its_mark_even_past_the_bottom(page):
    explorer = explore_gears()
    browser, ax = page(explorer), explorer.gears.ax
    middle = explorer.gears.middle
    browser.point("press", *explorer.gears.rim, ax)
    for turn in (0.1, 0.3, 0.45, 0.6, 0.8):
        angle = 2 * np.pi * turn
        browser.point("drag", *(middle + 0.6 * np.array([np.sin(angle), np.cos(angle)])), ax)
        assert explorer["turn"] == pytest.approx(turn, abs=0.03)
    browser.point("release", *middle, ax)
    assert len(explorer.gears.chosen.get_xdata()) == 0


def test_keys_turn_it(page):
    explorer = explore_gears()
    browser = page(explorer)
    browser.key("ArrowRight")
    browser.key("ArrowUp", shift=True)
    assert explorer["turn"] == pytest.approx(0.06)
    for _ in range(30):
        browser.key("ArrowLeft")
    assert explorer["turn"] == -1 and explorer.problem == ""


def test_bad_settings_are_refused_by_name():
    with pytest.raises(ValueError, match="second ratio: expected a number from −6 to 6"):
        explore_gears(second=7)
    with pytest.raises(ValueError, match="wheels: expected one of"):
        explore_gears(wheels=2)
