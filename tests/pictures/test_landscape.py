"""The landscape of a loss, and what a neuron answers: the data in their artists are compared."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from nnlab.pictures import Landscape, Response
from nnlab.pictures.landscape import LEVELS

LIMITS = ((-2.0, 4.0), (-1.0, 3.0))


@pytest.fixture
def ax():
    figure = Figure()
    FigureCanvasAgg(figure)
    return figure.add_subplot()


@pytest.fixture
def land(ax):
    return Landscape(ax, xlabel="w", ylabel="b", limits=LIMITS)


def tilted(places):
    """Rises by 1 to the right and by 10 upwards."""
    return places[:, 0] + 10 * places[:, 1]


def test_right_is_right_and_up_is_up(land):
    land.heights(tilted)
    shown = np.asarray(land.image.get_array())
    assert shown[0, 0] == -12 and shown[0, -1] == -6 and shown[-1, 0] == 28 and shown[-1, -1] == 34
    assert land.image.origin == "lower" and land.image.get_clim() == (-12, 34)


def test_the_middle_of_a_pixel_lies_where_it_was_asked(land):
    left, right, bottom, top = land.image.get_extent()
    n = len(land._x)
    assert left + (right - left) / n / 2 == pytest.approx(-2)
    assert top - (top - bottom) / n / 2 == pytest.approx(3)


def test_contour_lines_are_as_high_as_they_say_at_equal_steps(land):
    land.heights(lambda places: np.sum(places**2, axis=1))
    line = land.contours.get_xydata()
    height = np.sum(line[np.isfinite(line[:, 0])] ** 2, axis=1)
    levels = np.linspace(land.height.min(), land.height.max(), LEVELS + 2)[1:-1]
    assert np.abs(height[:, None] - levels).min(axis=1).max() < 0.01
    assert {int(np.abs(levels - h).argmin()) for h in height} == set(range(LEVELS))
    assert np.isnan(line[:, 0]).sum() >= LEVELS  # each is a piece of its own


def test_a_plain_and_no_landscape_at_all(land):
    land.heights(lambda places: np.full(len(places), 0.5))
    assert land.image.get_visible() and len(land.contours.get_xdata()) == 0
    land.heights(tilted)
    land.heights(None)
    assert not land.image.get_visible() and len(land.contours.get_xdata()) == 0 and land.height is None


def test_the_pixels_kept_are_those_of_the_heights(land):
    figure = land.ax.figure
    renderer = figure.canvas.get_renderer()

    def fresh():
        return AxesImage.make_image(land.image, renderer)[0]

    land.heights(tilted)
    first = land.image.make_image(renderer)[0]
    np.testing.assert_array_equal(first, fresh())
    assert land.image.make_image(renderer)[0] is first
    land.heights(lambda places: tilted(2 - places))  # turned round: as high and as low as before
    assert not np.array_equal(land.image.make_image(renderer)[0], first)
    np.testing.assert_array_equal(land.image.make_image(renderer)[0], fresh())
    land.relabel(((-1.0, 1.0), (-1.0, 1.0)))
    np.testing.assert_array_equal(land.image.make_image(renderer)[0], fresh())
    figure.set_dpi(200)
    np.testing.assert_array_equal(land.image.make_image(renderer)[0], fresh())


def test_the_ball_its_way_and_its_next_step(land):
    path = np.array([[0.0, 0.0], [1.0, 0.5], [1.5, 1.0]])
    land.ball(path[-1], step=np.array([0.5, -1.0]), path=path)
    np.testing.assert_array_equal(land.spot.get_xydata(), [[1.5, 1.0]])
    np.testing.assert_array_equal(land.path.get_xydata(), path)
    np.testing.assert_array_equal(land.places.get_xydata(), path)
    np.testing.assert_array_equal(land.arrow.get_offsets(), [[1.5, 1.0]])
    assert (land.arrow.U[0], land.arrow.V[0]) == (0.5, -1.0) and land.arrow.get_visible()
    assert len(land.away.get_xdata()) == 0
    land.ball(None)
    assert all(len(line.get_xdata()) == 0 for line in (land.spot, land.path, land.places))
    assert not land.arrow.get_visible()


@pytest.mark.parametrize(
    "place, edge", [((9.0, 1.0), (4, 1)), ((-np.inf, np.inf), (-1, 3)), ((1e300, -1e300), (3, -1))]
)
def test_a_ball_that_has_left_the_map_is_hollow_at_its_edge(land, place, edge):
    land.ball(np.array(place), step=np.array([np.inf, -1e300]), path=np.array([[0.0, 0.0], place]))
    assert len(land.spot.get_xdata()) == 0
    np.testing.assert_allclose(land.away.get_xydata(), [edge], atol=1e-12)
    if abs(place[0]) > 1e9:
        np.testing.assert_array_equal(land.path.get_xydata(), [[0, 0]])  # nor is the way there drawn
    assert np.isfinite(land.path.get_xydata()).all() and np.isfinite([land.arrow.U, land.arrow.V]).all()
    land.ax.figure.canvas.draw()


def test_a_long_step_keeps_its_direction(land):
    land.ball(np.zeros(2), step=np.array([3000.0, -4000.0]))
    assert land.arrow.U[0] / land.arrow.V[0] == pytest.approx(-0.75)
    assert np.hypot(land.arrow.U[0], land.arrow.V[0]) > 10


def test_another_part_of_the_map(land):
    land.relabel(((0.0, 1.0), (5.0, 7.0)), grid=31)
    assert land.grid.shape == (31 * 31, 2)
    assert land.grid.min(axis=0).tolist() == [0, 5] and land.grid.max(axis=0).tolist() == [1, 7]
    assert land.ax.get_xlim() == (0, 1) and land.ax.get_ylim() == (5, 7)


def test_a_response_and_its_samples(ax):
    response = Response(ax, xlabel="x", ylabel="a")
    x, y = np.array([-1.0, 0.5, 2.0]), np.array([0, 1, 1])
    targets, a = np.array([-1.0, 1.0, 1.0]), np.array([0.2, 0.4, 0.9])
    response.samples(x, targets, y)
    response.wrong_by(x, targets, a)
    response.answers(x, a[:, None])
    response.says_yes(0.7, 3.0)
    np.testing.assert_array_equal(response.no.get_xydata(), [[-1, -1]])
    np.testing.assert_array_equal(response.yes.get_xydata(), [[0.5, 1], [2, 1]])
    np.testing.assert_array_equal(response.lines[0].get_ydata(), a)
    lines = response.errors.get_xydata()
    np.testing.assert_array_equal(lines[3:5], [[0.5, 1.0], [0.5, 0.4]])
    assert np.isnan(lines[2::3, 1]).all()
    assert (response.yes_side.get_x(), response.yes_side.get_width()) == (0.7, pytest.approx(2.3))
    response.cursor(np.array([1.0, 0.5]))
    np.testing.assert_array_equal(response.cross.get_xydata(), [[1, 0.5]])
    response.cursor(None)
    assert len(response.cross.get_xdata()) == 0


def test_two_responses_differ_in_colour_and_dashes(ax):
    response = Response(ax, ("one", "other"), xlabel="x", ylabel="a")
    one, other = response.lines
    assert one.get_color() != other.get_color() and one.get_linestyle() != other.get_linestyle()
