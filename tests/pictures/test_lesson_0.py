"""The pictures of lesson 0: boxes, a mapped grid, gears and a listing."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from nnlab.pictures.boxes import COPIED, HEIGHT, OWN, WIDTH, Boxes, places, size
from nnlab.pictures.gears import LEAST, MOST, Gears, chain, radii, wheel
from nnlab.pictures.listing import Listing
from nnlab.pictures.mapped_grid import MappedGrid


@pytest.fixture
def ax():
    figure = Figure(figsize=(9, 4.4), dpi=100)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, 900), ylim=(0, 440))
    return ax


def test_boxes_stand_row_by_row_and_sheets_below_one_another():
    corners = places((2, 3, 4))
    assert len(corners) == 24 and len(np.unique(corners, axis=0)) == 24
    np.testing.assert_array_equal(corners[:5], [[i * WIDTH, -HEIGHT] for i in range(4)] + [[0, -2 * HEIGHT]])
    assert corners[12][1] < corners[11][1] - HEIGHT  # a gap between the sheets
    assert size(()) == (WIDTH, HEIGHT) and size((3,)) == (3 * WIDTH, HEIGHT)
    assert size((3, 1)) == (WIDTH, 3 * HEIGHT)


def test_boxes_hold_their_numbers_and_are_found(ax):
    boxes = Boxes(ax)
    values = np.array([[1.0, -2.0], [3.5, 4.0]])
    copied, lit = values < 0, values == 4
    boxes.update(values, (100, 300), "a", copied=copied, lit=lit)
    assert [text.get_text() for text in boxes.texts[:5]] == ["1", "−2", "3.5", "4", ""]
    expected = [to_rgba(colour) for colour in (OWN, COPIED, OWN, OWN)]
    np.testing.assert_allclose(boxes.boxes.get_facecolors(), expected)
    assert [boxes.at(*path.vertices[:4].mean(axis=0)) for path in boxes.lit.get_paths()] == [3]
    for i, corner in enumerate(boxes.corners):
        assert boxes.at(*(corner + 1)) == i
    assert boxes.at(99, 299) is None and boxes.at(101, 301) is None
    boxes.update(None, (0, 0))
    assert boxes.at(101, 299) is None and not any(text.get_text() for text in boxes.texts)


@pytest.mark.parametrize("ratio", [0.25, 0.5, 1, 3, -3, 6])
def test_the_wheels_have_the_ratio(ratio):
    driving, driven = radii(ratio)
    assert driving / driven == pytest.approx(abs(ratio))


def test_wheels_stay_within_limits():
    assert all(LEAST <= radius <= MOST for ratio in (0, 1e-6, 0.01, 100) for radius in radii(ratio))


@pytest.mark.parametrize("crossed", [False, True])
@pytest.mark.parametrize(("big", "small"), [(1.0, 0.2), (0.3, 0.9), (0.5, 0.5)])
def test_a_chain_touches_both_wheels(big, small, crossed):
    left, right = np.array([0.0, 0.0]), np.array([2.7, 0.0])
    for start, end in chain(left, big, right, small, crossed=crossed):
        assert np.hypot(*(start - left)) == pytest.approx(big)
        assert np.hypot(*(end - right)) == pytest.approx(small)
        way = end - start  # a tangent is at right angles to both radii
        assert way @ (start - left) == pytest.approx(0, abs=1e-12)
        assert way @ (end - right) == pytest.approx(0, abs=1e-12)


def test_a_wheel_turns_clockwise():
    before, after = wheel(np.zeros(2), 0.5, 0.0), wheel(np.zeros(2), 0.5, 0.25)
    np.testing.assert_allclose(after, np.stack([before[:, 1], -before[:, 0]], axis=1), atol=1e-12)


def test_gears_with_fewer_shafts_say_nothing_of_the_rest(ax):
    gears = Gears(ax)
    gears.update([2.0, 3.0, -1.0], 0.1, list("wzaL"), ["× 2", "× 3", "× −1"])
    gears.update([2.0], 0.1, list("wz"), ["× 2"])
    assert [text.get_text() for text in gears.names] == ["w", "z", "", ""]
    assert [text.get_text() for text in gears.ratios] == ["× 2", "", ""]
    assert len(gears.wheels.get_paths()) == 2 and len(gears.marks.get_segments()) == 2


def test_a_mapped_grid_shows_the_way_along_both_arrows(ax):
    grid = MappedGrid(ax, ("1", "2", "x"), title="after", reach=4)
    W, x = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([0.5, -1.0])
    grid.update(W, x, chosen=1)
    np.testing.assert_allclose(grid.way.get_segments(), [[(0, 0), (0.5, 1.5), (-1.5, 2.5)]])
    np.testing.assert_allclose(np.transpose(grid.ring.get_data()), [[2, -1]])
    square = grid.square.get_paths()[0].vertices[:4]
    np.testing.assert_allclose(square, [[0, 0], [1, 3], [3, 2], [2, -1]])
    grid.update(np.zeros((2, 2)), x)  # nothing has a direction any more
    assert np.isfinite([name.get_position() for name in grid.names]).all() and not len(grid.ring.get_xdata())


@pytest.mark.parametrize("x", [(3.9, 0), (-3.9, 1), (3.9, 3.9), (-3.9, -3.9), (0, 3.9), (0, -3.9), (4, 1)])
def test_the_name_at_an_arrow_is_whole_wherever_its_tip_is_seen(ax, x):
    grid = MappedGrid(ax, ("(1, 0)", "(0, 1)", "new x"), title="after", reach=4)
    grid.update(np.eye(2), np.array(x, float))
    ax.figure.draw_without_rendering()
    low, high = grid.names[2].get_window_extent().get_points()
    assert (ax.bbox.min <= low + 0.01).all() and (high <= ax.bbox.max + 0.01).all()
    tip = ax.transData.transform(x)
    assert not ((low < tip) & (tip < high)).all(), "it lies on the tip"


def test_a_listing_marks_one_line_and_waits_at_another(ax):
    listing = Listing(ax, (20, 400), 300)
    listing.write("the caller", "a = 1\nb = 2", "its variables", 2)
    listing.update(1, 0, dict(a="1"))
    waits, now = listing.bars
    assert now.get_y() < listing.height(1) < now.get_y() + now.get_height()
    assert waits.get_y() < listing.height(0) < waits.get_y() + waits.get_height()
    assert [text.get_text() for text in listing.variables[:2]] == ["a = 1", ""]
    listing.update(None, None, {})
    assert not now.get_visible() and not waits.get_visible() and not listing.variables[0].get_text()
