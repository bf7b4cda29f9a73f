"""The pictures of states: a grid one can draw on, the small ones, and the threads of their overlaps."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from nnlab.pictures import Curves, Gallery, Grid, Threads, style
from nnlab.pictures.grid import INKED, PAPER, POINTS


@pytest.fixture
def ax():
    figure = Figure(figsize=(6, 4), dpi=100)
    FigureCanvasAgg(figure)
    return figure.add_axes((0.1, 0.1, 0.8, 0.8))


def colour_at(ax, x: float, y: float) -> tuple[int, ...]:
    """The pixel at data coordinates, as the canvas has it."""
    ax.figure.canvas.draw()
    across, up = ax.transData.transform((x, y))
    pixels = np.asarray(ax.figure.canvas.buffer_rgba())
    return tuple(int(v) for v in pixels[len(pixels) - 1 - int(up), int(across), :3])


def bytes_of(colour) -> np.ndarray:
    return np.round(255 * np.array(to_rgb(colour)))


@pytest.mark.parametrize("shape", [(3, 4), (1, 2), (16, 16), (4, 3)])
@pytest.mark.parametrize("dpi", [100, 173])
def test_each_cell_is_drawn_where_it_is_asked_for(ax, shape, dpi):
    ax.figure.set_dpi(dpi)
    grid = Grid(ax, shape)
    s = np.random.default_rng(0).choice([-1, 1], size=shape)
    grid.update(s.ravel())
    np.testing.assert_array_equal(grid.image.get_array(), s)
    ax.figure.canvas.draw()
    for row, column in np.ndindex(shape):
        assert grid.cell(column + 0.5, row + 0.5) == (row, column)
        wanted = bytes_of(INKED if s[row, column] == 1 else PAPER)
        across, up = ax.transData.transform((column + 0.5, row + 0.5))
        pixels = np.asarray(ax.figure.canvas.buffer_rgba())
        np.testing.assert_allclose(pixels[len(pixels) - 1 - int(up), int(across), :3], wanted, atol=1)
    pixel = 1 / (ax.transData.transform((1, 0)) - ax.transData.transform((0, 0)))[0]
    near = [colour_at(ax, shape[1] - 1 + by * pixel, 0.5) for by in (-1.5, -0.5, 0.5, 1.5)]
    assert (255, 255, 255) in near  # the line between two cells


def test_between_ink_and_paper_there_are_shades(ax):
    grid = Grid(ax, (1, 3))
    grid.update(np.array([-1.0, 0.0, 1.0]))
    dark = [sum(colour_at(ax, column + 0.5, 0.5)) for column in range(3)]
    assert dark[0] > dark[1] > dark[2] and abs(dark[1] - (dark[0] + dark[2]) / 2) < 6


def test_the_first_row_is_on_top(ax):
    grid = Grid(ax, (5, 3))
    assert ax.transData.transform((0.5, 0.5))[1] > ax.transData.transform((0.5, 4.5))[1]
    assert grid.cell(0.2, 0.3) == (0, 0) and grid.cell(2.9, 4.9) == (4, 2)


def test_marks_stand_in_their_cells(ax):
    grid = Grid(ax, (3, 4))
    wants = np.zeros(12, bool)
    wants[[1, 11]] = True
    grid.update(np.ones(12), wants=wants, turned=6, cursor=(2, 1))
    np.testing.assert_array_equal(grid.wants.get_xydata(), [(1.5, 0.5), (3.5, 2.5)])
    assert grid.turned.get_visible() and grid.turned.get_xy() == (2, 1)
    assert grid.place.get_visible() and grid.place.get_xy() == (1, 2)
    grid.update(np.ones(12))
    assert (
        len(grid.wants.get_xydata()) == 0 and not grid.turned.get_visible() and not grid.place.get_visible()
    )


def test_outside_there_is_no_cell_and_the_last_line_belongs_to_the_last(ax):
    grid = Grid(ax, (3, 4))
    assert grid.cell(-0.1, 1) is None and grid.cell(1, 3.1) is None and grid.cell(4.2, 1) is None
    assert grid.cell(4.0, 3.0) == (2, 3)


def test_another_shape_on_the_same_axes(ax):
    grid = Grid(ax, (10, 10))
    grid.update(np.ones(100))
    grid.reshape((1, 2))
    grid.update(np.array([1, -1]))
    assert tuple(grid.image.get_extent()) == (0, 2, 1, 0) and grid.cell(1.5, 0.5) == (0, 1)
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert left <= 0 < 2 <= right and top <= 0 < 1 <= bottom


@pytest.mark.parametrize("P", [0, 1, 3, 8, 26, 40])
@pytest.mark.parametrize("shape", [(10, 10), (16, 16), (1, 2)])
def test_all_pictures_hang_inside_and_apart(ax, P, shape):
    gallery = Gallery(ax)
    X = np.random.default_rng(1).choice([-1, 1], size=(P, shape[0] * shape[1]))
    gallery.hang(X, shape)
    assert gallery.tiles.shape == (P, 2)
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    units = (right - left) / ax.bbox.width, (bottom - top) / ax.bbox.height
    assert units[0] == pytest.approx(units[1])  # cells are square
    for j, (x, y) in enumerate(gallery.tiles):
        assert left <= x and x + shape[1] <= right and top <= y and y + shape[0] < bottom
        assert gallery.at(x + shape[1] / 2, y + shape[0] / 2) == j
        for row, column in [(0, 0), (shape[0] - 1, shape[1] - 1)]:
            s = X[j].reshape(shape)[row, column]
            found = colour_at(ax, x + column + 0.5, y + row + 0.5) if P <= 3 else None
            if found:
                np.testing.assert_allclose(found, bytes_of(INKED if s == 1 else PAPER), atol=1)
    assert gallery.at(left - 1, top) is None


def test_bars_frame_and_pale_pictures(ax):
    gallery = Gallery(ax)
    gallery.hang(np.ones((3, 4), int), (2, 2), pale=np.array([False, True, False]))
    gallery.update(np.array([0.5, -1.0, 0.0]), 1)
    spans = [np.ptp(path.vertices[:, 0]) for path in gallery.bars.get_paths()]
    np.testing.assert_allclose(spans, [0.5, 1.0, 0.0])  # of a half width of 1
    middles = gallery.tiles[:, 0] + 1
    assert gallery.bars.get_paths()[0].vertices[:, 0].min() == middles[0]
    assert gallery.bars.get_paths()[1].vertices[:, 0].max() == middles[1]
    np.testing.assert_array_equal(gallery.bars.get_facecolor()[:2, :3], [to_rgb(style.YES), to_rgb(style.NO)])
    assert gallery.frame.get_visible() and gallery.frame.get_linestyle() != "-"
    assert gallery.frame.get_x() < gallery.tiles[1, 0] < gallery.frame.get_x() + gallery.frame.get_width()
    # It goes round the picture and its bar, and through neither; nor does it reach the next ones.
    frame, (x, y) = gallery.frame.get_bbox(), gallery.tiles[1]
    bar = gallery.troughs.get_paths()[1].vertices
    assert frame.x0 < x and x + 2 < frame.x1 and frame.y0 < y and bar[:, 1].max() < frame.y1
    for other in np.delete(gallery.tiles, 1, axis=0):
        apart_across = frame.x1 < other[0] or other[0] + 2 < frame.x0
        assert apart_across or frame.y1 < other[1] or other[1] + 2 < frame.y0
    dark, pale = (sum(colour_at(ax, *(gallery.tiles[j] + 0.5))) for j in (0, 1))
    assert pale > dark + 150
    gallery.update(np.array([0.5, -1.0, 0.0]), 0)
    assert gallery.frame.get_linestyle() == "-"
    gallery.update(np.zeros(3), None)
    assert not gallery.frame.get_visible()


def test_one_thread_is_thick_and_long_runs_are_thinned(ax):
    threads = Threads(ax, xlabel="step", ylabel="m", ends=(-1, 1))
    x = np.arange(5)
    Y = np.stack([x / 5, -x / 5], axis=1)
    threads.update(x, Y, 3, 1)
    np.testing.assert_array_equal(threads.thick.get_xydata(), np.stack([x, Y[:, 1]], axis=1))
    np.testing.assert_array_equal(threads.dot.get_xydata(), [(3, Y[3, 1])])
    others = threads.others.get_xydata()
    assert len(others) == 12 and np.isnan(others[5, 1]) and np.isnan(others[11, 1])
    np.testing.assert_array_equal(others[6:11, 1], Y[:, 1])
    x = np.arange(3001)
    threads.update(x, np.stack([np.sin(x), x / 3001], axis=1), 1234, 1)
    seen = threads.thick.get_xydata()
    assert len(seen) <= POINTS + 1 and 1234 in seen[:, 0] and seen[-1, 0] == 3000 and seen[0, 0] == 0
    np.testing.assert_array_equal(threads.dot.get_xydata(), [(1234, 1234 / 3001)])
    threads.update(np.arange(2), np.empty((2, 0)), 1, None)
    assert np.isnan(threads.thick.get_ydata()).all()


def test_a_signed_curve_goes_below_0(ax):
    curves = Curves(ax, ("energy",), xlabel="step", ylabel="E", signed=True)
    curves.update(np.arange(3), np.array([[-0.1], [-0.2], [-0.45]]), 2)
    low, high = ax.get_ylim()
    assert low < -0.45 and 0 < high < 0.1
    curves.update(np.arange(2), np.array([[0.25], [-0.25]]), 0)
    low, high = ax.get_ylim()
    assert low <= -0.25 and high >= 0.25
    curves.update(np.arange(1), np.array([[0.0]]), 0)
    assert ax.get_ylim()[0] < ax.get_ylim()[1]
