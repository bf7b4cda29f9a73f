"""The pictures of lesson 8: runs next to one another, gradients, a table of answers, pictures with words."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nnlab.pictures import Captioned, ComparedRuns, ConfusionTable, GradientCloud
from nnlab.pictures.compared_runs import APART, LETTER, Run

NOTHING = np.empty((0, 3))


@pytest.fixture
def ax():
    figure = Figure(figsize=(6, 4), dpi=100)
    FigureCanvasAgg(figure)
    return figure.add_axes((0.1, 0.1, 0.8, 0.8))


@pytest.fixture
def runs(ax):
    return ComparedRuns(ax, ("all", "held out", "batch"), xlabel="x", ylabel="y", most=3)


def middles(labels) -> np.ndarray:
    """The middles of the labels drawn, in page pixels."""
    return np.array(
        [(p.vertices.min(axis=0) + p.vertices.max(axis=0)) / 2 for p in labels.artist.get_paths()]
    )


# -- runs ---------------------------------------------------------------------------------------------------


def test_axes_hold_all_runs_and_end_at_powers_of_ten_or_three_times_one(runs):
    x, Y = np.array([0, 32, 64]), np.array([[2.5, 2.6, 9.0], [1.0, 1.1, 1e-5], [0.4, 0.5, 0.3]])
    earlier = [Run(np.array([0, 1437, 143_700]), np.array([2.5, 2.0, 0.06]), "B = all")]
    runs.update(x, Y, (64, 0.4, 0.5), earlier, xlabel="digits seen")
    assert runs.ax.get_xlim() == (10, 300_000) and runs.ax.get_ylim() == (0.01, 3)
    assert runs.ax.get_xlabel() == "digits seen"
    np.testing.assert_array_equal(runs.lines[1].get_xydata(), [(10, 2.6), (32, 1.1), (64, 0.5)])
    np.testing.assert_array_equal(runs.earlier[0].get_xydata(), [(10, 2.5), (1437, 2.0), (143_700, 0.06)])
    assert [dot.get_xydata().tolist() for dot in runs.dots] == [[[64, 0.4]], [[64, 0.5]]]


def test_only_the_last_runs_are_shown_and_curves_that_go_leave_nothing(runs):
    some = [Run(np.array([1, 10]), np.array([1.0, 0.5 + i]), f"run {i}") for i in range(5)]
    runs.update(np.array([1]), np.ones((1, 3)), (1, 1, 1), some, xlabel="x")
    assert sorted(runs.names.told.values()) == ["run 2", "run 3", "run 4"]
    runs.update(np.array([1]), np.ones((1, 3)), (1, 1, 1), [], xlabel="x")
    assert runs.names.told == {} and all(len(line.get_xdata()) == 0 for line in runs.earlier)


def test_names_of_runs_that_end_together_do_not_cover_one_another(runs):
    some = [Run(np.array([1, 1000]), np.array([2.0, end]), "B = 32, plain") for end in (0.5, 0.51, 0.49)]
    runs.update(np.array([1]), np.ones((1, 3)), (1, 1, 1), some, xlabel="x")
    places = middles(runs.names)
    down = -np.diff(places[:, 1])
    assert len(places) == 3 and (down >= APART - 1e-9).all()
    right = places[:, 0] + LETTER * len("B = 32, plain") / 2
    assert (right <= runs.ax.bbox.x1 + 1e-6).all()


def test_nothing_yet_and_numbers_beyond_an_axis_are_no_trouble(runs, ax):
    runs.update(np.array([], int), NOTHING, (0, np.nan, np.nan), [], xlabel="x")
    assert [len(dot.get_xdata()) for dot in runs.dots] == [0, 0]
    runs.update(
        np.array([0, 1]), np.array([[2.0, np.inf, np.nan], [1e30, 0.0, 1.0]]), (1, 1e30, 0), [], xlabel="x"
    )
    low, high = ax.get_ylim()
    assert 0 < low < high <= 1e12 and runs.dots[0].get_ydata() == [high]
    ax.figure.canvas.draw()


# -- gradients ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(6, 4), (3, 6)])
@pytest.mark.parametrize("scale", [1e-4, 0.9, 70.0])
def test_gradients_lie_inside_and_a_unit_is_as_long_across_as_upwards(size, scale):
    figure = Figure(figsize=size, dpi=100)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0.15, 0.15, 0.8, 0.7))
    cloud = GradientCloud(ax, xlabel="along", ylabel="aside", full="all", batches="one")
    along, aside = scale * np.array([1.0, -0.2, 0.1]), scale * np.array([0.3, 0.1, 1.0])
    cloud.update(0.7 * scale, along, aside)
    unit = ax.transData.transform((scale, scale)) - ax.transData.transform((0, 0))
    np.testing.assert_allclose(unit[0], unit[1], rtol=1e-9)
    np.testing.assert_array_equal(cloud.points.get_xydata(), np.column_stack([along, aside]))
    assert cloud.tip.get_xydata().tolist() == [[0.7 * scale, 0]]
    for place in cloud.points.get_xydata():
        assert ax.bbox.contains(*ax.transData.transform(place))


def test_gradients_that_are_no_numbers_are_not_drawn(ax):
    cloud = GradientCloud(ax, xlabel="along", ylabel="aside", full="all", batches="one")
    cloud.update(np.nan, np.array([1.0]), np.array([1.0]))
    cloud.update(1e200, np.array([np.inf, 0.5]), np.array([0.0, 0.1]))
    assert cloud.points.get_xydata().tolist() == [[0.5, 0.1]]
    ax.figure.canvas.draw()


# -- the table ----------------------------------------------------------------------------------------------


def test_counts_stand_in_their_cells_with_the_first_row_on_top(ax):
    table = ConfusionTable(ax, ("a", "b", "c"), xlabel="answer", ylabel="class")
    table.update(np.array([[5, 0, 1], [0, 0, 0], [0, 2, 2]]))
    assert table.labels.told == {(0, 0): "5", (0, 2): "1", (2, 1): "2", (2, 2): "2"}
    wide, high = table.size
    expected = [(0.5 * wide, 2.5 * high), (2.5 * wide, 2.5 * high), (1.5 * wide, 0.5 * high)]
    np.testing.assert_allclose(middles(table.labels)[:3], expected, atol=1.5)
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["a", "b", "c"]
    assert ax.get_yticks()[0] > ax.get_yticks()[2]


def test_right_and_wrong_have_colours_of_their_own_the_deeper_the_more(ax):
    table = ConfusionTable(ax, ("a", "b"), xlabel="answer", ylabel="class")
    table.update(np.array([[9, 1], [5, 5]]))
    colours = table.cells.get_facecolor()[:, :3].reshape(2, 2, 3)
    assert colours[0, 0, 2] > colours[0, 0, 0] and colours[0, 1, 0] > colours[0, 1, 2]  # blue, and orange
    assert colours[0, 0].sum() < colours[1, 1].sum() and colours[1, 0].sum() < colours[0, 1].sum()
    place = ax.transData.transform((0.25 * table.size[0], 1.8 * table.size[1]))  # of row 0, column 0
    ax.figure.canvas.draw()
    pixels = np.asarray(ax.figure.canvas.buffer_rgba())
    seen = pixels[len(pixels) - 1 - int(place[1]), int(place[0]), :3] / 255
    np.testing.assert_allclose(seen, colours[0, 0], atol=0.01)


# -- pictures with words ------------------------------------------------------------------------------------


def test_pictures_come_with_their_words_and_places_without_one_are_empty(ax):
    row = Captioned(ax, (2, 2), 3, title="mistakes")
    row.update(np.array([[0.0, 1.0, 0.5, 0.25]]), [("3, said 5", "p = 0.995")])
    assert [image.get_visible() for image in row.images] == [True, False, False]
    np.testing.assert_array_equal(row.images[0].get_array(), [[-1, 1], [0, -0.5]])
    assert row.labels.told == {(0, 0): "3, said 5", (0, 1): "p = 0.995"}
    first, second = middles(row.labels)
    left, right, low, high = row.images[0].get_extent()
    assert left < first[0] < right and second[1] < first[1] < low < high
    row.update(np.empty((0, 4)), [])
    assert row.labels.told == {} and not any(image.get_visible() for image in row.images)
    ax.figure.canvas.draw()
