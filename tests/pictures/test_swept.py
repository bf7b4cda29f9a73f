"""The runs of a sweep: dots, medians, middle halves, and what is off the axis."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nnlab.pictures import swept
from nnlab.pictures.swept import Swept

TABLE = np.array([[0.1, 0.2, 0.3], [1.0, np.nan, np.inf]])
MIDDLE = np.array([0.2, np.inf]), np.array([0.15, 1.0]), np.array([0.25, np.inf])


@pytest.fixture
def picture():
    figure = Figure()
    FigureCanvasAgg(figure)
    return Swept(figure.add_subplot())


def test_each_run_is_a_dot_near_its_value(picture):
    picture.name("rate", "loss", ["0.1", "1"])
    picture.update(TABLE, *MIDDLE)
    x, y = picture.dots.get_data()
    np.testing.assert_array_equal(y.reshape(2, 3), np.where(np.isfinite(TABLE), TABLE, np.nan))
    assert np.abs(x.reshape(2, 3) - [[0], [1]]).max() == pytest.approx(swept.WIDE / 2) and len({*x}) == 6
    np.testing.assert_array_equal(picture.medians.get_ydata(), [0.2, np.nan])
    np.testing.assert_array_equal(picture.medians.get_xdata(), [0, 1])
    assert picture.medians.get_linestyle() == "-"
    band = np.reshape(picture.band.get_ydata(), (2, 3))
    np.testing.assert_allclose(band[0, :2], [0.15, 0.25])
    assert band[1, 1] == picture.ax.get_ylim()[1]  # as far as the axis goes
    assert [text.get_text() for text in picture.ax.get_xticklabels()] == ["0.1", "1"]


@pytest.mark.parametrize("log", [False, True])
def test_a_run_without_a_number_has_a_cross_at_the_edge(picture, log):
    picture.name("rate", "loss", ["0.1", "1"], log=log)
    picture.update(TABLE, *MIDDLE)
    (x,), (y,) = picture.lost.get_data()
    low, high = picture.ax.get_ylim()
    assert x == pytest.approx(1 + swept.WIDE / 2) and low < y < high and y > TABLE[np.isfinite(TABLE)].max()


def test_powers_of_ten_end_at_the_least_and_the_most(picture):
    picture.name("rate", "loss", ["a", "b"], in_order=False, log=True)
    table = np.array([[0.0, 1e-30, 0.02], [0.5, 1e9, np.nan]])
    picture.update(table, table[:, 0], table[:, 0], table[:, 0])
    y = picture.dots.get_ydata()
    np.testing.assert_array_equal(y, [swept.LEAST, swept.LEAST, 0.02, 0.5, np.nan, np.nan])
    assert picture.ax.get_ylim() == (swept.LEAST, 10.0) and len(picture.lost.get_xdata()) == 1
    assert picture.medians.get_linestyle() == "None"


def test_nothing_yet(picture):
    for log in (True, False):
        picture.name("rate", "loss", ["a"], log=log)
        picture.update(np.full((1, 2), np.nan), *np.full((3, 1), np.nan))
        for line in picture.artists:  # gaps alone would be noted as a line without a stroke
            assert len(line.get_xdata()) == 0
        picture.ax.figure.canvas.draw()
