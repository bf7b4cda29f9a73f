"""Pictures of a network: the hidden neurons' own boundaries, and the plane as the output sees it."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nnlab.pictures import Curves, HiddenSpace, Plane, UnitBoundaries
from nnlab.pictures.style import NO, YES
from nnlab.pictures.unit_boundaries import NAMED


@pytest.fixture
def ax():
    figure = Figure()
    FigureCanvasAgg(figure)
    ax = figure.add_subplot()
    ax.set(xlim=(-2, 2), ylim=(-1, 3))
    return ax


def lines(units) -> np.ndarray:
    """The two ends of each line, (h, 2, 2)."""
    return units.lines.get_xydata().reshape(-1, 3, 2)[:, :2]


def test_each_unit_has_its_line_across_the_picture_and_an_arrow_to_its_yes(ax):
    units = UnitBoundaries(ax)
    W, b = np.array([[1.0, 0.0, -2.0], [0.0, 3.0, 1.0]]), np.array([-0.5, -3.0, 0.3])
    units.update(W, b)
    for j, ends in enumerate(lines(units)):
        np.testing.assert_allclose(ends @ W[:, j] + b[j], 0, atol=1e-9)
        on_edge = np.isclose(np.abs(ends[:, 0]), 2) | np.isclose(ends[:, 1], -1) | np.isclose(ends[:, 1], 3)
        assert on_edge.all() and np.linalg.norm(ends[0] - ends[1]) > 1
    arrows = units.arrows.get_xydata().reshape(3, 6, 2)
    for j, arrow in enumerate(arrows):
        foot, tip, _, point, _, gap = arrow
        assert foot @ W[:, j] + b[j] == pytest.approx(0, abs=1e-9) and tip @ W[:, j] + b[j] > 0
        np.testing.assert_array_equal(tip, point)
        assert np.isnan(gap).all()
        assert units.names[j].get_visible() and np.array(units.names[j].get_position()) @ W[:, j] + b[j] > 0
    assert [name.get_text() for name in units.names[:3]] == ["$a_1$", "$a_2$", "$a_3$"]
    assert not any(name.get_visible() for name in units.names[3:])


def test_a_unit_without_weights_or_off_the_picture_has_no_line(ax):
    units = UnitBoundaries(ax)
    units.update(np.array([[0.0, 1.0, 1e300]]).repeat(2, axis=0), np.array([1.0, -50.0, 0.0]))
    seen = np.isfinite(lines(units)).all(axis=(1, 2))
    assert seen.tolist() == [False, False, True]
    assert [name.get_visible() for name in units.names[:3]] == [False, False, True]


def test_lines_that_lie_on_each_other_share_a_name(ax):
    units = UnitBoundaries(ax)
    W = np.array([[1.0, 1.0, 1.0], [2.0, 2.0, -1.0]])
    units.update(W, np.array([-0.5, -0.5, 0.2]))
    assert [(n.get_visible(), n.get_text()) for n in units.names[::2]][:2] == [
        (True, "$a_1, a_2$"),
        (True, "$a_3$"),
    ]
    assert not units.names[1].get_visible()
    units.update(W * [1, -1, 1], np.array([-0.5, 0.5, 0.2]))  # the same line, the other side
    assert [name.get_visible() for name in units.names[:3]] == [True] * 3
    assert [name.get_text() for name in units.names[:3]] == ["$a_1$", "$a_2$", "$a_3$"]


def test_no_name_hides_the_head_of_an_arrow(ax):
    """A card keeps clear of its own arrow, whichever way that points; the arrows lie on all cards."""
    units = UnitBoundaries(ax)
    assert units.artists.index(units.arrows) > max(map(units.artists.index, units.names))
    renderer = ax.figure.canvas.get_renderer()
    for angle in np.linspace(0, 2 * np.pi, 24, endpoint=False):
        way = np.array([np.cos(angle), np.sin(angle)])
        for shift in (-1.9, -1.0, 0.0, 1.3, 1.9):
            units.update(way[:, None], np.array([-way @ [0, 1] + shift]))
            if not np.isfinite(lines(units)).all():
                continue
            tip = ax.transData.transform(units.arrows.get_xydata()[1])
            ax.figure.draw_without_rendering()
            card = units.names[0].get_window_extent(renderer)
            inside = ax.bbox
            if inside.x0 + 50 < tip[0] < inside.x1 - 50 and inside.y0 + 50 < tip[1] < inside.y1 - 50:
                assert not card.contains(*tip), (angle, shift)
            assert card.x0 >= inside.x0 - 3 and card.x1 <= inside.x1 + 3


def test_many_units_bear_no_names(ax):
    units = UnitBoundaries(ax)
    W = np.random.default_rng(0).normal(size=(2, NAMED + 1))
    units.update(W, np.zeros(NAMED + 1))
    assert len(lines(units)) == NAMED + 1 and not any(name.get_visible() for name in units.names)
    units.update(W[:, :2], np.zeros(2))
    assert [name.get_visible() for name in units.names] == [True] * 2 + [False] * (NAMED - 2)
    with pytest.raises(ValueError, match="W: expected at most 16 units, got 17"):
        units.update(np.ones((2, 17)), np.ones(17))


def test_the_places_do_not_depend_on_the_pixel_ratio(ax):
    units = UnitBoundaries(ax)
    W, b = np.array([[1.0], [2.0]]), np.array([-0.5])
    ax.figure.set_dpi(100)
    units.update(W, b)
    once = units.arrows.get_xydata().copy()
    ax.figure.set_dpi(200)
    units.update(W, b)
    np.testing.assert_allclose(units.arrows.get_xydata(), once, atol=1e-12, equal_nan=True)


@pytest.fixture
def warp(ax):
    warp = HiddenSpace(ax)
    warp.relabel("left", "up", ((-1, 1), (-2, 2)), title="seen")
    return warp


def test_samples_grid_and_words(warp):
    P = np.array([[0.0, 0.1], [0.2, 0.3], [0.4, 0.5], [0.6, 0.7]])
    y, held = np.array([0, 1, 0, 1]), np.array([False, False, True, True])
    warp.samples(P, y, held, np.array([True, False, False, True]))
    marks = [warp.no, warp.yes, warp.no_held, warp.yes_held]
    assert [mark.get_xydata().tolist() for mark in marks] == [[place] for place in P.tolist()]
    assert {(mark.get_marker(), mark.get_color()) for mark in marks} == {("s", NO), ("o", YES)}
    assert warp.wrong_marks.get_xydata().tolist() == [P[0].tolist(), P[3].tolist()]
    G = np.arange(12.0).reshape(2, 3, 2)
    warp.mesh(G)
    drawn = warp.grid.get_xydata().reshape(2, 4, 2)
    np.testing.assert_array_equal(drawn[:, :3], G)
    assert np.isnan(drawn[:, 3]).all()
    ax = warp.ax
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title(loc="left")) == ("left", "up", "seen")
    assert (ax.get_xlim(), ax.get_ylim()) == ((-1, 1), (-2, 2))


def test_huge_ends_are_written_short_and_cover_no_label(warp):
    warp.relabel("across", "along", ((-1e50, 1e50), (-2, 2)))
    warp.ax.figure.draw_without_rendering()
    assert [tick.get_text() for tick in warp.ax.get_xticklabels()] == ["−1e50", "1e50"]
    assert not warp.ax.xaxis.get_offset_text().get_text()
    warp.relabel("across", "along", ((-1, 1), (-2, 2)))
    warp.ax.figure.draw_without_rendering()
    assert len(warp.ax.get_xticks()) >= 5 and "0.5" in [t.get_text() for t in warp.ax.get_xticklabels()]


@pytest.mark.parametrize(
    "w", [(1.0, 0.5, -0.3), (-2.0, 0.0, 0.4), (0.0, 3.0, 1.0), (1e-9, 1e-9, 0.0), (1.0, 1.0, 2.5)]
)
def test_the_line_and_its_yes_side(warp, w):
    w = np.array(w)
    warp.line(w)
    size = np.abs(w[:2]).sum()
    np.testing.assert_allclose((warp.boundary.get_xydata() @ w[:2] + w[2]) / size, 0, atol=1e-9)
    places = np.random.default_rng(0).uniform((-1, -2), (1, 2), (200, 2))
    inside = warp.region.get_path().contains_points(places)
    np.testing.assert_array_equal(inside, places @ w[:2] + w[2] >= 0)


def test_without_weights_the_bias_alone_decides(warp):
    warp.line(np.array([0.0, 0.0, 0.0]))
    assert warp.region.get_path().contains_point((0.9, -1.9)) and len(warp.boundary.get_xdata()) == 0
    warp.line(np.array([0.0, 0.0, -0.1]))
    assert not warp.region.get_path().contains_point((0.9, -1.9))


def test_a_line_far_outside_the_picture(warp):
    for b, yes in ((1e9, True), (-1e9, False)):
        warp.line(np.array([1.0, 0.0, b]))
        assert warp.region.get_path().contains_point((0.0, 0.0)) == yes


def test_deeper_tints_where_the_answer_is_sure(ax):
    plane = Plane(ax, features=("", ""), classes=("0", "1"), limits=((-2, 2), (-1, 1)))
    plane.answers(lambda places: places[:, 0], sure=1.5)
    sure = [patch.get_path().contains_point for patch in (plane.sure_no, plane.sure_yes)]
    assert [inside((-1.6, 0)) for inside in sure] == [True, False]
    assert [inside((1.6, 0)) for inside in sure] == [False, True]
    assert not any(inside((x, 0)) for inside in sure for x in (-1.4, 0, 1.4))
    assert plane.region.get_path().contains_point((1.4, 0))


def test_more_entries_in_the_legend(ax):
    plane = Plane(ax, features=("", ""), classes=("0", "1"), limits=((-2, 2), (-1, 1)))
    how = dict(features=("", ""), classes=("0", "1"), limits=((-2, 2), (-1, 1)))
    plane.relabel(**how, more=[UnitBoundaries(ax).key("hidden neuron")])
    words = [text.get_text() for text in ax.get_legend().get_texts()]
    assert words == ["class 1", "class 0", "wrong answer", "hidden neuron"]


def test_a_log_axis_does_not_run_with_a_loss_that_runs_away(ax):
    curves = Curves(ax, ("loss",), xlabel="", ylabel="", log=True)
    ends = set()
    for power in range(12, 100):
        curves.update(np.arange(2), np.array([[0.5], [10.0**power]]), now=1)
        assert ax.get_ylim()[1] >= 10.0**power
        ends.add(ax.get_ylim())
    assert len(ends) == 5
