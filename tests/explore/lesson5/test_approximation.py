"""Fit, interpolation and approximation without a browser: every control, the pointer, and their claims."""

import numpy as np
import pytest
from driving import differ, drawn_at_both_ends

from nnlab import curvefit
from nnlab.explore.lesson5.approximation import (
    APPROXIMATION,
    EVERY,
    FIT,
    KINDS,
    NETWORK,
    NEUTRAL,
    ONE,
    PRESETS,
    SHOWN,
    STRAIGHT,
    explore_approximation,
)


@pytest.fixture
def explorer():
    return explore_approximation()


def errors(explorer):
    return explorer.off


def curve_at(explorer, x):
    explorer.draw()
    return np.interp(x, *explorer.fit.curve_line.get_data())


def test_every_control_is_tried(explorer):
    assert set(explorer.controls) == set(NEUTRAL)


@pytest.mark.parametrize("name", [name for name in NEUTRAL if name != "lr"])
def test_each_control_at_both_ends_draws_something_else(name, drawn):
    explorer = explore_approximation(kind=NETWORK if name == "hidden" else FIT)
    assert differ(*drawn_at_both_ends(explorer, name, drawn))


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_is_shown_at_once(explorer, name):
    explorer.preset.value = name
    explorer.draw()
    assert explorer.sentence() and explorer.problem == ""


@pytest.mark.parametrize("even", ["evenly", "at random"])
@pytest.mark.parametrize("kind", [STRAIGHT, ONE])
def test_an_interpolation_goes_through_every_point(kind, even):
    explorer = explore_approximation(kind=kind, even=even, n=7, degree=2)
    assert (np.diff(explorer.x) > 0).all()
    assert errors(explorer)[0] < 1e-9 and "Off by nothing at the points" in explorer.sentence()
    np.testing.assert_allclose(curve_at(explorer, explorer.x), explorer.y, atol=0.05)


def test_a_fit_need_not_connect_the_points(explorer):
    gaps = np.abs(curve_at(explorer, explorer.x) - explorer.y)
    assert (gaps > 0.02).sum() > len(gaps) / 2
    assert errors(explorer)[0] > 0.1


def test_no_fit_of_the_same_degree_is_nearer_to_the_points(explorer):
    best = errors(explorer)[0]
    approximated = explore_approximation(kind=APPROXIMATION, degree=7)
    np.testing.assert_array_equal(approximated.y, explorer.y)
    assert best < errors(approximated)[0]
    assert errors(approximated)[1] < errors(explorer)[1]  # which in turn is nearer to the function


def test_an_approximation_does_not_look_at_the_points(explorer, page):
    explorer.set(kind=APPROXIMATION)
    before = curve_at(explorer, explorer.x)
    explorer.y[3] += 1
    explorer._points_moved()
    np.testing.assert_array_equal(curve_at(explorer, explorer.x), before)


def test_one_polynomial_swings_out_between_points_without_noise(explorer):
    explorer.preset.value = "Without noise, and yet it swings out"
    at_points, all_along = errors(explorer)
    assert at_points < 1e-9 and all_along > 0.3


def test_the_chart_shows_the_errors_of_every_degree(explorer):
    explorer.draw()
    shown = explorer.errors.lines[0].get_ydata()
    for degree in (0, 7, 10):
        fitted = curvefit.polynomial(explorer.x, explorer.y, degree)
        assert shown[degree] == pytest.approx(np.sqrt(np.mean((fitted(explorer.x) - explorer.y) ** 2)))
    assert (np.diff(shown) < 1e-9).all()  # the error at the points never rises with the degree
    assert explorer.errors.dots[0].get_xydata()[0, 0] == 7


def test_a_network_is_shown_after_a_while_and_learns_on(explorer):
    explorer.set(kind=NETWORK, hidden=20)
    assert explorer.player.step.k == SHOWN * EVERY
    before = errors(explorer)[0]
    explorer.seek(SHOWN + 100)
    assert errors(explorer)[0] < before / 5  # it ends up going through all twelve points
    explorer.controls["lr"].value = 0.01
    assert explorer.player.position == SHOWN + 100
    explorer.controls["lr"].value = 100.0
    explorer.seek(SHOWN + 300)
    explorer.draw()
    assert "lower the learning rate" in explorer.sentence()


@pytest.mark.parametrize("kind", KINDS)
def test_a_point_is_dragged_up_and_stays_where_it_is_across(kind, page):
    explorer = explore_approximation(kind=kind)
    seen = page(explorer)
    x, y = explorer.x[4], explorer.y[4]
    before = curve_at(explorer, x)
    seen.point("press", x, y, explorer.fit.ax)
    seen.point("drag", x + 0.3, y + 1, explorer.fit.ax)
    seen.point("release", x + 0.3, y + 1, explorer.fit.ax)
    assert explorer.x[4] == x and explorer.y[4] == pytest.approx(y + 1, abs=0.02)
    assert explorer.problem == ""
    moved = abs(curve_at(explorer, x) - before)
    assert {STRAIGHT: moved > 0.9, ONE: moved > 0.9, APPROXIMATION: moved == 0, FIT: 0 < moved < 0.6}.get(
        kind, True
    )


def test_a_point_is_moved_by_keys(explorer, page):
    seen = page(explorer)
    before = explorer.y.copy()
    seen.key("Enter")
    seen.key("Enter")
    seen.key("ArrowUp")
    assert explorer.y[1] > before[1] and (np.delete(explorer.y, 1) == np.delete(before, 1)).all()
    assert len(explorer.fit.cross.get_xdata()) == 1


@pytest.mark.parametrize(
    "settings, wanted",
    [
        (dict(kind="spline"), "curve: expected one of"),
        (dict(points=3), "settings: expected some of"),
        (dict(n=2), "points n: expected a number from 3"),
    ],
)
def test_other_settings_are_refused(settings, wanted):
    with pytest.raises(ValueError, match=wanted):
        explore_approximation(**settings)


def test_another_curve_brings_its_own_truth_also_on_the_screen():
    explorer = explore_approximation()
    explorer.still()
    explorer.set(data="kink")
    seen = explorer.stage.pixels()
    explorer.stage.redraw()
    np.testing.assert_array_equal(seen, explorer.stage.pixels())


def test_where_there_is_nothing_to_play_it_says_so():
    explorer = explore_approximation()
    explorer.play()
    assert "nothing to play" in explorer.stage.caption["status"] and not explorer.stage.playing
    explorer.controls["degree"].value = 3
    assert "nothing to play" not in explorer.stage.caption["status"]
    explorer.controls["kind"].value = NETWORK
    explorer.play()
    assert "nothing to play" not in explorer.stage.caption["status"] and explorer.stage.playing


@pytest.mark.parametrize(
    "kind, meant",
    [
        (FIT, {"degree"}),
        (NETWORK, {"hidden", "lr"}),
        (STRAIGHT, set()),
        (ONE, set()),
        (APPROXIMATION, {"degree"}),
    ],
)
def test_only_controls_that_mean_something_are_seen(kind, meant):
    explorer = explore_approximation(kind=kind)
    names = ("degree", "hidden", "lr")
    assert {name for name in names if explorer.controls[name].layout.display != "none"} == meant


@pytest.mark.parametrize("ratio", [0.5, 0.61, 0.75, 1.0, 2.0])
def test_no_name_is_cut_off_in_any_size(ratio):
    explorer = explore_approximation()
    explorer.stage.hello(ratio)
    figure = explorer.stage.figure
    figure.canvas.draw()
    assert all(ax.get_legend().get_window_extent().x1 <= figure.bbox.width for ax in figure.axes)
