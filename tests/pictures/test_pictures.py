"""Pictures draw what they are given: the data in their artists, not pixels, are compared."""

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nnlab.pictures import Arrows, Curves, Plane
from nnlab.pictures.style import NO, YES, round_up


@pytest.fixture
def ax():
    figure = Figure()
    FigureCanvasAgg(figure)
    return figure.add_subplot()


@pytest.fixture
def plane(ax):
    return Plane(ax, features=("left", "up"), classes=("cat", "dog"), limits=((-1, 1), (-2, 2)))


def answered_yes(plane, place):
    return plane.region.get_path().contains_point(place, radius=1e-9)


def test_the_region_and_the_boundary_of_a_line(plane):
    plane.answers(lambda places: places[:, 0] - 0.25)
    assert answered_yes(plane, (0.3, 1.5)) and not answered_yes(plane, (0.2, 1.5))
    across = plane.boundary.get_xdata()
    np.testing.assert_allclose(across[np.isfinite(across)], 0.25, atol=1e-12)


def test_zero_is_a_yes(plane):
    plane.answers(lambda places: np.zeros(len(places)))
    assert answered_yes(plane, (0.9, -1.9)) and len(plane.boundary.get_xdata()) == 0
    plane.answers(lambda places: np.full(len(places), -1e-300))
    assert not answered_yes(plane, (0.9, -1.9)) and len(plane.boundary.get_xdata()) == 0


def test_a_boundary_in_two_pieces_has_a_gap(plane):
    plane.answers(lambda places: places[:, 0] ** 2 - 0.25)
    across = plane.boundary.get_xdata()
    assert np.isnan(across).sum() == 2
    assert (
        not answered_yes(plane, (0.0, 0.0))
        and answered_yes(plane, (-0.9, 0))
        and answered_yes(plane, (0.9, 0))
    )


def test_the_earlier_boundary_is_a_line_of_its_own(plane):
    plane.answers(lambda places: places[:, 0] - 0.25)
    plane.earlier(lambda places: places[:, 0] + 0.5)
    across = plane.earlier_boundary.get_xdata()
    np.testing.assert_allclose(across[np.isfinite(across)], -0.5, atol=1e-12)
    plane.earlier(None)
    assert len(plane.earlier_boundary.get_xdata()) == 0 and len(plane.boundary.get_xdata()) > 0


def test_samples_go_to_their_marks(plane):
    X = np.array([[0.0, 0.1], [0.2, 0.3], [0.4, 0.5], [0.6, 0.7]])
    plane.samples(X, np.array([0, 1, 0, 1]), held_out=np.array([False, False, True, True]))
    marks = [plane.no, plane.yes, plane.no_held, plane.yes_held]
    assert [mark.get_xydata().tolist() for mark in marks] == [[row] for row in X.tolist()]
    assert {(mark.get_marker(), mark.get_color()) for mark in marks} == {("s", NO), ("o", YES)}
    assert plane.no_held.get_markerfacecolor() == plane.yes_held.get_markerfacecolor() == "white"
    plane.samples(X, np.array([0, 1, 0, 1]))
    assert len(plane.no_held.get_xdata()) == 0 and len(plane.no.get_xdata()) == 2


def test_the_marks_of_many_samples_are_smaller_but_not_in_the_key(plane):
    def sizes(n):
        plane.samples(np.zeros((n, 2)), np.arange(n) % 2)
        plane.relabel(features=("left", "up"), classes=("cat", "dog"), limits=((-1, 1), (-2, 2)))
        key = [(h.get_markersize(), h.get_markeredgewidth()) for h in plane.ax.get_legend().legend_handles]
        marks = (plane.no, plane.yes_held, plane.wrong_marks)
        return np.array([(mark.get_markersize(), mark.get_markeredgewidth()) for mark in marks]), key

    few, key = sizes(300)
    assert few[0].tolist() == [7.5, 1.6]
    for n, part in ((0, 1), (4, 1), (1200, 0.5)):
        marks, same_key = sizes(n)
        np.testing.assert_allclose(marks, part * few)
        assert same_key == key


def test_wrong_at_work_and_cursor(plane):
    plane.wrong(np.array([[0.0, 1.0]]))
    plane.at_work(np.array([0.5, 0.5]))
    plane.cursor(np.array([0.1, 0.2]))
    assert plane.wrong_marks.get_xydata().tolist() == [[0.0, 1.0]]
    assert plane.ring.get_xydata().tolist() == [[0.5, 0.5]]
    assert plane.cross.get_xydata().tolist() == [[0.1, 0.2]]
    plane.at_work(None)
    plane.cursor(None)
    assert len(plane.ring.get_xdata()) == len(plane.cross.get_xdata()) == 0


def test_labels_and_legend(plane):
    plane.relabel(features=("a", "b"), classes=("0", "1"), limits=((0, 1), (0, 1)))
    assert (plane.ax.get_xlabel(), plane.ax.get_ylabel()) == ("a", "b")
    words = [text.get_text() for text in plane.ax.get_legend().get_texts()]
    assert words == ["class 1", "class 0", "wrong answer"]
    other = Plane(plane.ax, features=("", ""), classes=("cat", "dog"), limits=((0, 1), (0, 1)), held_out=True)
    words = [text.get_text() for text in other.ax.get_legend().get_texts()]
    assert words == ["1: dog", "0: cat", "held out", "wrong answer"]


def test_arrows_stand_head_to_tail(ax):
    arrows = Arrows(ax, xlabel="", ylabel="")
    arrows.update([1.0, 2.0], [4.0, 1.0], reach=3.0, note="b = 3")
    np.testing.assert_array_equal(arrows.arrows.get_offsets(), [[0, 0], [1, 2], [0, 0]])
    np.testing.assert_array_equal([arrows.arrows.U, arrows.arrows.V], [[1, 3, 4], [2, -1, 1]])
    assert arrows.note.get_text() == "b = 3"
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert left < 0 < 4 < right and bottom < 0 < 2 < top
    width, height = ax.bbox.size
    assert (right - left) / width == pytest.approx((top - bottom) / height)  # equal units


def test_curves_and_their_calm_axes(ax):
    curves = Curves(ax, ("one", "two"), xlabel="k", ylabel="", ladder=True)
    x = np.arange(13)
    curves.update(x, np.column_stack([x, np.full(13, np.nan)]), now=4)
    assert curves.lines[0].get_xydata().tolist() == np.column_stack([x, x]).tolist()
    assert curves.dots[0].get_xydata().tolist() == [[4, 4]]
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 15), (0, 15))
    assert len({line.get_linestyle() for line in curves.lines}) == 2


def test_curves_over_powers_of_ten(ax):
    curves = Curves(ax, ("loss", "other"), xlabel="k", ylabel="", log=True)
    assert ax.get_yscale() == "log"
    Y = np.array([[20.0, 0.0], [0.5, -1.0], [0.003, np.nan]])
    curves.update(np.arange(3), Y, now=2)
    assert ax.get_ylim() == (0.001, 100)
    assert curves.lines[0].get_xydata().tolist() == [[0, 20], [1, 0.5], [2, 0.003]]
    assert np.isnan(curves.lines[1].get_ydata()).all()  # there is no place for 0, or for what lies below
    curves.update(np.arange(3), np.full((3, 2), 1.0), now=0)
    assert ax.get_ylim() == (1, 10)
    curves.update(np.arange(3), np.array([[1.0, 1e308], [np.inf, 1], [1, 1]]), now=0)
    assert ax.get_ylim() == (1, 1e100)
    ax.figure.canvas.draw()  # its ticks lie a few powers further out
    curves.update(np.arange(1), np.array([[np.nan, 0.0]]), now=0)
    assert ax.get_ylim() == (1, 10)


@pytest.mark.parametrize(
    "x, above",
    [
        (0.0032, 0.004),
        (0.02, 0.02),
        (0.3, 0.3),
        (1, 1),
        (1.1, 1.5),
        (7, 8),
        (9, 10),
        (11, 15),
        (51, 60),
        (1234, 1500),
    ],
)
def test_round_up(x, above):
    assert round_up(x) == pytest.approx(above)


def test_pictures_leave_matplotlibs_settings_alone(ax):
    before = dict(matplotlib.rcParams)
    Plane(ax, features=("", ""), classes=("a", "b"), limits=((0, 1), (0, 1)))
    Arrows(ax, xlabel="", ylabel="")
    Curves(ax, ("one",), xlabel="", ylabel="")
    assert dict(matplotlib.rcParams) == before


def test_what_an_axis_cannot_show_does_not_stop_a_picture(ax):
    curves = Curves(ax, ("one",), xlabel="", ylabel="")
    for strange in (np.nan, np.inf):
        curves.update(np.arange(3), np.array([[1.0], [strange], [2.0]]), now=0)
        assert ax.get_ylim() == (0, 3)
        curves.update(np.arange(3), np.full((3, 1), strange), now=0)
    arrows = Arrows(ax, xlabel="", ylabel="")
    arrows.update([0.0, np.inf], [1.0, np.nan])
    with pytest.raises(ValueError, match="names: expected at most 4 curves"):
        Curves(ax, tuple("abcde"), xlabel="", ylabel="")


def test_a_diamond_marks_one_place(ax):
    curves = Curves(ax, ("one", "two"), xlabel="", ylabel="", best="the lowest")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["one", "two", "the lowest"]
    Y = np.array([[3.0, 4.0], [2.0, 1.0], [1.0, 5.0]])
    curves.update(np.arange(3), Y, now=2, best=(1, 1.0))
    assert curves.diamond in curves.artists and curves.diamond.get_xydata().tolist() == [[1, 1]]
    curves.update(np.arange(3), Y, now=2)
    assert len(curves.diamond.get_xydata()) == 0


def test_an_axis_may_have_a_shortest_length(ax):
    curves = Curves(ax, ("loss",), xlabel="steps", ylabel="loss", shortest=100)
    ends = []
    for last in (0, 7, 99, 101):
        curves.update(np.arange(last + 1), np.ones((last + 1, 1)), now=-1)
        ends.append(ax.get_xlim())
    assert ends[:3] == [(0, 100)] * 3 and ends[3][1] > 101
