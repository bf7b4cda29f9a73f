"""Logarithm and exponential: the lesson's figures, and what a computer's numbers cannot hold."""

import math

import numpy as np
import pytest

from nnlab.explore.lesson0 import explore_log_exp


@pytest.mark.parametrize(("p", "loss"), [(0.5, "0.6931"), (0.9, "0.1054"), (0.01, "4.605")])
def test_the_loss_of_a_probability(p, loss):
    explorer = explore_log_exp(p=p)
    assert f"= {loss}." in explorer.sentence()
    assert explorer.loss_dot.get_ydata()[0] == pytest.approx(-math.log(p))


def test_a_sure_answer_has_no_loss():
    explorer = explore_log_exp(p=1.0)
    assert "the loss −ln 1 = 0" in explorer.sentence() and explorer.sum_of_logs == 0 and explorer.product == 1


def test_a_hundred_factors():
    explorer = explore_log_exp(p=0.9, n=100)
    assert explorer.product == pytest.approx(0.9**100) and round(explorer.product * 1e5, 2) == 2.66
    assert round(explorer.sum_of_logs, 2) == -10.54
    assert "2.66·10⁻⁵" in explorer.sentence() and "−10.54" in explorer.sentence()


def test_a_product_that_is_lost_and_a_sum_that_is_not():
    explorer = explore_log_exp()
    explorer.preset.value = "A product that becomes 0"
    assert explorer.product == 0 and explorer.sum_of_logs == pytest.approx(500 * math.log(0.1))
    assert "which says 0" in explorer.sentence()
    k, powers = explorer.products.get_data()
    assert len(k) == 324 and powers[-1] == pytest.approx(-323, abs=0.5)  # 10^-323 is the last
    assert explorer.sums.get_ydata()[-1] == pytest.approx(-500)
    explorer.set(n=323)
    assert explorer.product > 0
    explorer.set(n=324)
    assert explorer.product == 0


@pytest.mark.parametrize("z", [-1000.0, -746.0, -745.0, -1.0, 0.0, 1.0, 709.0, 710.0, 1000.0])
def test_e_to_the_z_is_what_numpy_says_without_a_warning(z):
    explorer = explore_log_exp(z=z)
    with np.errstate(all="ignore"):
        assert explorer.power == np.exp(z)
    told = explorer.sentence()
    assert ("NumPy says inf" in told) == (z >= 710) and ("NumPy says 0" in told) == (z <= -746)


def test_the_pointer_sets_what_is_under_it(page):
    explorer = explore_log_exp()
    browser = page(explorer)
    browser.click(0.25, 3.0, explorer.axes[0])
    assert explorer["p"] == pytest.approx(0.25, abs=0.005)
    browser.click(60.0, -1.0, explorer.axes[1])
    assert explorer["n"] == pytest.approx(60, abs=1)
    browser.click(-500.0, 0.0, explorer.axes[2])
    assert explorer["z"] == pytest.approx(-500, abs=8)
    browser.point("press", 0.5, 3.0, explorer.axes[0])
    browser.point("drag", -0.5, 3.0, explorer.axes[0])
    assert explorer["p"] == 0.001 and explorer.problem == ""


def test_bad_settings_are_refused_by_name():
    with pytest.raises(ValueError, match="probability p: expected a number from"):
        explore_log_exp(p=0.0)
    with pytest.raises(ValueError, match="factors n: expected a number from 1 to 1,000"):
        explore_log_exp(n=0)


def test_the_dot_at_the_end_of_the_product_does_not_lie_on_the_next_picture_s_words():
    explorer = explore_log_exp(p=0.999, n=100)
    explorer.stage.pixels()
    dot, words = explorer.product_dot.get_window_extent(), explorer.axes[2].yaxis.label.get_window_extent()
    assert dot.y0 < words.y1 and words.y0 < dot.y1, "they are not side by side"
    assert dot.x1 + 2 < words.x0
