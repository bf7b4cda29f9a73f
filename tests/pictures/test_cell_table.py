"""Tables of numbers as cells, many small ones, and the shares that two models say."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nnlab.pictures import CellTable, CellTables, Curves, Shares
from nnlab.pictures.cell_table import written


@pytest.fixture
def ax():
    figure = Figure(figsize=(6, 4), dpi=100)
    FigureCanvasAgg(figure)
    return figure.add_axes((0.1, 0.1, 0.8, 0.8))


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (-0.0, "0"), (-0.001, "0"), (1, "1"), (-0.5, "−0.5"), (2.345, "2.35"), (1 / 9, "0.11")],
)
def test_numbers_in_cells_are_short(number, text):
    assert written(number) == text


def test_ink_goes_from_paper_to_full_and_signs_go_both_ways(ax):
    table = CellTable(ax, (1, 3))
    table.update(np.array([[0, 0.5, 1]]))
    assert table.image.get_array().tolist() == [[-1, 0, 1]]
    signed = CellTable(ax, (1, 3), colours="signed")
    signed.update(np.array([[-4.0, 0, 2]]))
    assert signed.image.get_array().tolist() == [[-1, 0, 0.5]]
    signed.update(np.array([[-4.0, 0, 2]]), largest=8)
    assert signed.image.get_array().tolist() == [[-0.5, 0, 0.25]]
    signed.update(np.zeros((1, 3)))
    assert signed.image.get_array().tolist() == [[0, 0, 0]]


def test_it_writes_its_numbers_and_marks_its_cells(ax):
    table = CellTable(ax, (2, 2), points=12)
    table.update(np.array([[0.25, -1], [0, 2]]), frame=(1, 0, 1, 2), dots=np.array([[0, 1]]), rim=0)
    assert [text.get_text() for text in table.texts] == ["0.25", "−1", "0", "2"]
    assert table.frame.get_bbox().bounds == (0, 1, 2, 1) and table.frame.get_visible()
    assert table.dots.get_xydata().tolist() == [[1.5, 0.5]] and not table.edge.get_visible()
    assert {text.get_fontsize() for text in table.texts} == {12} and not table.cursor[1].get_visible()
    table.update(np.zeros((2, 2)), cursor=(0, 1))
    assert table.cursor[1].get_visible() and table.cursor[1].get_xy() == (1, 0)
    assert not table.frame.get_visible() and len(table.dots.get_xydata()) == 0


def test_another_shape_and_its_rim(ax):
    table = CellTable(ax, (2, 2))
    table.update(np.zeros((6, 8)), rim=2)
    assert table.edge.get_visible() and table.edge.get_bbox().bounds == (2, 2, 4, 2)
    assert table.cell(7.9, 5.9) == (5, 7) == table.cell(8, 6) and table.cell(8.1, 1) is None


@pytest.mark.parametrize("n", [1, 4, 7, 32, 64])
def test_each_small_table_is_found_where_it_is_shown(ax, n):
    tables = np.random.default_rng(0).normal(size=(n, 5, 5))
    tables[0] = 0
    shown = CellTables(ax)
    shown.update(tables, chosen=n - 1)
    image = np.ma.filled(shown.image.get_array(), np.nan)
    for i in range(n):
        row, column = divmod(i, shown.across)
        part = image[row * 6 : row * 6 + 5, column * 6 : column * 6 + 5]
        np.testing.assert_allclose(part, tables[i] / (np.abs(tables[i]).max() or 1))
        assert shown.at(column * 6 + 2.5, row * 6 + 2.5) == i
    assert shown.at(-1, 2) is None and shown.at(6 * shown.across + 1, 2) is None
    row, column = divmod(n - 1, shown.across)
    assert shown.frame.get_x() == pytest.approx(6 * column - 0.3)


def test_small_tables_are_told_to_a_page_as_one_pixel_a_number(ax):
    tables = CellTables(ax)
    tables.update(np.ones((7, 3, 3)))
    rows, columns = tables.image.get_array().shape
    pixels, *_ = tables.image.make_image(None, unsampled=True)
    assert pixels.shape == (rows, columns, 4) and tables.image._check_unsampled_image()
    blue, white = pixels[::-1][0, 0], pixels[::-1][0, 3]
    assert white.tolist() == [255] * 4 and blue.tolist() == [0, 114, 178, 255]  # the gap is paper


def test_shares_stand_side_by_side_and_the_right_one_is_marked(ax):
    shares = Shares(ax, ("a", "b"), ("0", "1"), xlabel="x", ylabel="y")
    shares.update(np.array([0.25, 0.75]), np.array([np.nan, 1.0]), right=1)
    first, second = (
        bars.get_path().vertices.reshape(2, 5, 2)[:, :, 1].max(axis=1).tolist() for bars in shares.bars
    )
    assert first == [0.25, 0.75] and second == [0, 1]
    assert shares.mark.get_xydata()[0, 0] == 1
    shares.update(np.ones(2), np.ones(2))
    assert len(shares.mark.get_xydata()) == 0


def test_curves_may_end_where_one_says(ax):
    curves = Curves(ax, ("a",), xlabel="x", ylabel="y", top=1.0)
    curves.update(np.arange(3), np.array([[0.2], [0.9], [0.95]]), 2)
    assert ax.get_ylim() == (0, 1)
