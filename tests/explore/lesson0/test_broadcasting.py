"""Boxes: every pair of shapes is what NumPy makes of it, and what lights up is what was added."""

import itertools

import numpy as np
import pytest

from nnlab.explore.lesson0 import explore_broadcasting
from nnlab.explore.lesson0.broadcasting import AXES, RED, SHAPES


def texts(explorer):
    """The table's words, line by line, as they are read."""
    rows = {}
    for text in explorer.table:
        if text.get_text():
            x, y = text.get_position()
            rows.setdefault(-y, []).append((x, text.get_text()))
    return [[text for _, text in sorted(row)] for _, row in sorted(rows.items())]


@pytest.mark.parametrize("does", ["a + b", "a - b", "a * b"])
def test_each_pair_of_shapes_is_put_together_or_refused_as_numpy_does(does):
    explorer = explore_broadcasting(does=does)
    for a, b in itertools.product(SHAPES, repeat=2):
        explorer.set(a=a, b=b)
        try:
            shape = np.broadcast_shapes(a, b)
        except ValueError:
            assert explorer.result is None
            assert "neither can be stretched" in explorer.sentence()
            assert RED in [text.get_color() for text in explorer.table]
            assert "refused" in explorer.note.get_text()
            continue
        assert explorer.result.shape == shape
        assert str(tuple(shape)) in texts(explorer)[2][0]
        assert len(explorer.arrays[0].corners) == len(explorer.arrays[1].corners) == explorer.result.size
        assert explorer.note.get_text() == ""


def test_the_boxes_hold_the_numbers_stretched():
    explorer = explore_broadcasting(a=(3, 4), b=(3, 1))
    shown = [[float(t.get_text()) for t in boxes.texts if t.get_text()] for boxes in explorer.arrays]
    assert shown[0] == list(range(1, 13))
    assert shown[1] == [10] * 4 + [20] * 4 + [30] * 4
    assert shown[2] == [x + y for x, y in zip(shown[0], shown[1])]


def test_the_table_lines_the_axes_up_from_the_right():
    explorer = explore_broadcasting(a=(2, 3, 4), b=(3, 1))
    assert texts(explorer) == [
        ["a  (2, 3, 4)", "2", "3", "4"],
        ["b  (3, 1)", "1 → 2", "3", "1 → 4"],
        ["result  (2, 3, 4)", "2", "3", "4"],
    ]


def test_the_refusal_names_the_two_sizes_and_repeats_numpy():
    explorer = explore_broadcasting(a=(3, 4), b=(3,))
    assert "4 meets 3" in explorer.sentence()
    assert "could not be broadcast together with shapes (3,4) (3,)" in explorer.sentence()


def test_the_silent_trap_makes_nine_numbers_of_three():
    explorer = explore_broadcasting()
    explorer.preset.value = "A silent trap: (3, 1) - (3,)"
    a, y = np.array([[1], [2], [3]]), np.array([1, 2, 3])
    np.testing.assert_array_equal(explorer.result, a - y)
    assert explorer.result.shape == (3, 3) and (explorer.result**2).sum() == 12
    assert "each number of a meets each of b" in explorer.sentence()


@pytest.mark.parametrize("keepdims", [False, True])
def test_sums_are_numpys_and_light_what_they_add(keepdims):
    explorer = explore_broadcasting(does="a.sum", keepdims=keepdims)
    for a, axis in itertools.product(SHAPES, AXES):
        explorer.set(a=a, axis=axis)
        try:
            expected = explorer.a.sum(axis=axis, keepdims=keepdims)
        except ValueError:
            assert explorer.result is None and "has no axis" in explorer.sentence()
            continue
        np.testing.assert_array_equal(explorer.result, expected)
        for chosen in range(expected.size):
            explorer.chosen = chosen
            of_a, of_b = explorer.sources()
            assert explorer.a.ravel()[of_a].sum() == expected.ravel()[chosen] and not of_b.size


def test_a_sum_says_which_axis_goes():
    explorer = explore_broadcasting(does="a.sum", axis=0)
    assert "axis 0, which had 3 numbers: shape (3, 4) becomes (4,)" in explorer.sentence()
    assert "result[0] = 1 + 5 + 9 = 15" in explorer.sentence()
    assert texts(explorer)[1] == ["result  (4,)", "summed", "4"]
    explorer.set(axis=1, keepdims=True)
    assert texts(explorer)[1] == ["result  (3, 1)", "3", "1"]


def test_axis_and_keepdims_rest_where_nothing_is_summed():
    explorer = explore_broadcasting()
    assert explorer.controls["axis"].disabled and explorer.controls["keepdims"].disabled
    explorer.controls["does"].value = "a.sum"
    assert not explorer.controls["axis"].disabled and not explorer.controls["keepdims"].disabled


def lit(explorer, which):
    """The numbers in the boxes of an array that are lit."""
    boxes = explorer.arrays[which]
    spots = [path.vertices[:4].mean(axis=0) for path in boxes.lit.get_paths()]
    return [boxes.texts[boxes.at(*spot)].get_text() for spot in spots]


def test_what_makes_the_number_looked_at_is_lit():
    explorer = explore_broadcasting(a=(3, 4), b=(4,))
    explorer.chosen = 6
    explorer.draw()
    assert [lit(explorer, which) for which in range(3)] == [["7"], ["30"], ["37"]]
    explorer.set(does="a.sum", axis=0)
    assert lit(explorer, 0) == ["1", "5", "9"] and lit(explorer, 2) == ["15"]
    explorer.set(axis=None)
    assert len(lit(explorer, 0)) == 12


def test_the_pointer_and_the_arrows_look_at_a_box(page):
    explorer = explore_broadcasting(a=(3, 4), b=(4,))
    browser = page(explorer)
    x, y = explorer.arrays[2].corners[6] + [10, 10]
    browser.point("move", x, y, explorer.ax)
    assert explorer.chosen == 6 and "result[1, 2] = 7 + 30 = 37" in explorer.sentence()
    browser.point("move", 5, 5, explorer.ax)  # beside all boxes: the last one stays
    assert explorer.chosen == 6
    browser.key("ArrowRight")
    browser.key("ArrowDown")
    assert "result[2, 3] = 12 + 40 = 52" in explorer.sentence()
    browser.key("ArrowDown")  # the last line
    browser.key("ArrowRight")
    assert explorer.chosen == 11
    browser.key("ArrowUp")
    browser.key("ArrowLeft")
    assert explorer.chosen == 6


def test_keys_do_nothing_where_there_is_no_result(page):
    explorer = explore_broadcasting(a=(3, 4), b=(3,))
    page(explorer).key("ArrowRight")
    assert explorer.chosen == 0 and explorer.problem == ""


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        (dict(a=(5,)), "shape of a: expected one of"),
        (dict(does="a / b"), "compute: expected one of"),
        (dict(axis=2), "axis: expected one of"),
        (dict(a=3), "shape of a: expected one of"),
        (dict(keepdims=3), "keepdims: expected True or False"),
    ],
)
def test_bad_settings_are_refused_by_name(setting, sentence):
    with pytest.raises(ValueError, match=sentence):
        explore_broadcasting(**setting)
