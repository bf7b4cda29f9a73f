"""The pictures of lesson 5: a curve near samples, and what many runs came to."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nnlab.pictures import Fit, PredictedVsTrue, RunBands


@pytest.fixture
def ax():
    figure = Figure(figsize=(6, 4))
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def fit(ax, **said):
    return Fit(ax, xlabel="x", ylabel="y", limits=((-3, 3), (-1, 2)), **said)


def words(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_fit_draws_what_it_is_given(ax):
    picture = fit(ax)
    x, y = np.array([1.0, 2, 3]), np.array([4.0, 5, 6])
    picture.samples(x, y, np.array([False, True, False]))
    np.testing.assert_array_equal(picture.marks.get_xydata(), [(1, 4), (3, 6)])
    np.testing.assert_array_equal(picture.held_marks.get_xydata(), [(2, 5)])
    picture.samples(x, y)
    assert len(picture.held_marks.get_xydata()) == 0 and len(picture.marks.get_xydata()) == 3
    picture.curve(x, -y)
    np.testing.assert_array_equal(picture.curve_line.get_xydata(), np.column_stack([x, -y]))
    picture.truth(x, 2 * y)
    np.testing.assert_array_equal(picture.truth_line.get_ydata(), 2 * y)
    picture.truth(x, None)
    assert len(picture.truth_line.get_xydata()) == 0
    picture.cursor(np.array([0.5, 1]))
    np.testing.assert_array_equal(picture.cross.get_xydata(), [(0.5, 1)])
    picture.cursor(None)
    assert len(picture.cross.get_xydata()) == 0
    ax.figure.canvas.draw()


def test_many_pieces_are_one_line_with_gaps(ax):
    picture = fit(ax)
    x, P = np.array([0.0, 1]), np.array([[1.0, 3], [2, 4]])
    picture.pieces(x, P)
    nan = np.nan
    np.testing.assert_array_equal(
        picture.pieces_line.get_xydata(), [(0, 1), (1, 2), (nan, nan), (0, 3), (1, 4), (nan, nan)]
    )
    picture.pieces(x, np.empty((2, 0)))
    assert len(picture.pieces_line.get_xydata()) == 0


def test_outside_of_the_samples_is_shaded(ax):
    picture = fit(ax)
    picture.inside(-2, 1)
    assert picture.left.get_bbox().bounds == (-3, 0, 1, 1) and picture.right.get_bbox().bounds == (1, 0, 2, 1)
    picture.inside(-5, 5)
    assert picture.left.get_width() == picture.right.get_width() == 0


def test_the_legend_names_what_is_drawn_and_nothing_else(ax):
    picture = fit(ax)
    assert words(ax) == ["samples", "network"]
    picture.relabel(
        xlabel="a", ylabel="b", limits=((0, 1), (0, 1)), held_out=True, truth=True, pieces=True, curve="sum"
    )
    assert words(ax) == ["samples", "held out", "sum", "true function", "hidden units"]
    assert ax.get_xlabel() == "a" and ax.get_xlim() == (0, 1)
    picture.relabel(xlabel="a", ylabel="b", limits=((0, 1), (0, 1)), samples=False, pieces=True)
    assert words(ax) == ["network", "hidden units"]


def test_many_samples_have_smaller_marks(ax):
    picture = fit(ax)
    picture.samples(*np.zeros((2, 20)))
    few = picture.marks.get_markersize()
    picture.samples(*np.zeros((2, 400)))
    assert picture.marks.get_markersize() == few / 2 == picture.held_marks.get_markersize()


def test_all_that_moves_is_listed_once_and_what_stands_still_is_not(ax):
    picture = fit(ax)
    moving = [picture.pieces_line, picture.held_marks, picture.marks, picture.curve_line, picture.cross]
    assert picture.artists == moving
    assert set(ax.lines) - set(moving) == {picture.truth_line, picture.zero}


def test_what_is_out_of_reach_is_tinted(ax):
    picture = fit(ax)
    assert picture.reach(0, 1)
    assert picture.below.get_bbox().bounds == (0, -1, 1, 1) and picture.above.get_bbox().bounds == (
        0,
        1,
        1,
        1,
    )
    assert not picture.reach(0, 1)
    assert picture.reach(-np.inf, np.inf)
    assert picture.below.get_height() == picture.above.get_height() == 0


def test_shades_say_whether_they_changed(ax):
    picture = fit(ax)
    assert picture.inside(-0.3, 0.7) and not picture.inside(-0.3, 0.7) and picture.inside(-0.3, 0.8)
    picture.relabel(xlabel="", ylabel="", limits=((-9, 9), (-1, 1)))
    assert picture.inside(-0.3, 0.8)


def test_agreement_puts_answers_over_right_answers(ax):
    picture = PredictedVsTrue(ax, xlabel="right", ylabel="answer")
    right, answers = np.array([1.0, 2, 3]), np.array([4.0, 5, 6])
    picture.update(right, answers, np.array([True, False, False]), (-1, 7))
    np.testing.assert_array_equal(picture.marks.get_xydata(), [(2, 5), (3, 6)])
    np.testing.assert_array_equal(picture.held_marks.get_xydata(), [(1, 4)])
    np.testing.assert_array_equal(picture.diagonal.get_xydata(), [(-1, -1), (7, 7)])
    assert ax.get_xlim() == ax.get_ylim() == (-1, 7)


def test_spread_draws_mean_band_and_every_run(ax):
    picture = RunBands(ax, xlabel="hidden", ylabel="error")
    values = np.array([[1.0, 3], [4, 8]])
    picture.update([1, 2], values)
    np.testing.assert_array_equal(picture.lines[0].get_xydata(), [(1, 2), (2, 6)])
    np.testing.assert_array_equal(picture.dots[0].get_xydata(), [(1, 1), (1, 3), (2, 4), (2, 8)])
    edge = picture.bands[0].get_paths()[0].vertices
    assert edge[:, 1].min() == pytest.approx(2 - np.sqrt(2)) and edge[:, 1].max() == pytest.approx(
        6 + np.sqrt(8)
    )
    ax.figure.canvas.draw()


def test_the_band_can_be_the_standard_error(ax):
    picture = RunBands(ax, xlabel="", ylabel="", band="error")
    picture.update([1, 2], np.array([[1.0, 3], [4, 8]]))
    assert picture.bands[0].get_paths()[0].vertices[:, 1].max() == pytest.approx(6 + 2)


def test_a_run_that_diverged_leaves_a_gap_without_a_warning(ax):
    picture = RunBands(ax, xlabel="", ylabel="")
    picture.update([1, 2], np.array([[1.0, np.inf], [4, 8]]))
    np.testing.assert_array_equal(picture.lines[0].get_ydata(), [np.nan, 6])
    assert ax.get_ylim()[1] < 20
    ax.figure.canvas.draw()


def test_several_series_stand_side_by_side_with_their_names(ax):
    picture = RunBands(ax, ("train", "held out"), xlabel="", ylabel="", logx=True, logy=True)
    picture.update([1, 10, 100], np.exp(np.random.default_rng(0).normal(size=(2, 3, 5))))
    assert words(ax) == ["train", "held out"]
    one, other = (line.get_xdata() for line in picture.lines)
    np.testing.assert_allclose(other / one, (other / one)[0])
    assert 1 < (other / one)[0] < 1.1
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1", "10", "100"]
    ax.figure.canvas.draw()


def test_places_may_have_words_and_a_missing_number_leaves_a_gap(ax):
    picture = RunBands(ax, xlabel="", ylabel="")
    picture.update([0, 1], np.array([[1.0, np.nan], [2, 4]]), ["tanh", "relu"])
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["tanh", "relu"]
    assert np.isnan(picture.lines[0].get_ydata()[0]) and picture.lines[0].get_ydata()[1] == 3
    ax.figure.canvas.draw()


def test_spread_says_what_does_not_fit(ax):
    with pytest.raises(ValueError, match=r"^names: expected 1 to 4 series"):
        RunBands(ax, tuple("abcde"), xlabel="", ylabel="")
    with pytest.raises(ValueError, match=r"^band: expected spread or error"):
        RunBands(ax, xlabel="", ylabel="", band="sd")
    picture = RunBands(ax, xlabel="", ylabel="")
    with pytest.raises(ValueError, match=r"^values: expected shape \(1, 2, runs\), got \(1, 3, 4\)"):
        picture.update([1, 2], np.zeros((3, 4)))
