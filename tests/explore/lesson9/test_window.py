"""The magnifier without a browser: what it adds up, what hand and keys do, and each preset's claim."""

import numpy as np
import pytest
from driving import differ, drawn_at_both_ends

from nnlab.convolution import correlate_slowly, flipped
from nnlab.explore.lesson9 import explore_window, material
from nnlab.explore.lesson9.window import LARGEST, PRESETS
from nnlab.pictures.cell_table import written


def expected(explorer):
    """All answers, by the two loops."""
    K = flipped(explorer.K) if explorer["flip"] else explorer.K
    return correlate_slowly(np.pad(explorer.x, explorer["padding"]), K)


def preset(name):
    explorer = explore_window("outline", picture="digit 8", padding=2, flip=True)
    explorer.preset.value = name
    assert explorer.problem == ""
    np.testing.assert_allclose(explorer.view.answers.values, expected(explorer), atol=1e-12)
    return explorer


@pytest.mark.parametrize("name", ["picture", "kernel", "number", "padding", "flip"])
def test_each_control_at_both_ends_draws_something_else(drawn, name):
    explorer = explore_window()
    assert {"picture", "kernel", "number", "padding", "flip"} == set(explorer.controls)
    assert differ(*drawn_at_both_ends(explorer, name, drawn))


def test_the_nine_products_are_those_of_the_window_and_add_up_to_the_answer(page):
    explorer = explore_window("left edge", picture="digit 5", padding=2)
    browser = page(explorer)
    rng = np.random.default_rng(0)
    for row, column in rng.integers(0, 10, (10, 2)).tolist():
        browser.point("move", column + 0.5, row + 0.5, explorer.view.answers.ax)
        assert explorer.at == (row, column)
        window = np.pad(explorer.x, 2)[row : row + 3, column : column + 3]
        np.testing.assert_array_equal(explorer.view.window.values, window)
        np.testing.assert_allclose(explorer.view.products.values, window * explorer.K)
        total = explorer.view.products.values.sum()
        assert explorer.view.sum.texts[0].get_text() == written(total)
        assert explorer.sum == pytest.approx(total) == pytest.approx(expected(explorer)[row, column])
        assert explorer.view.wide.frame.get_bbox().bounds == (column, row, 3, 3)
        assert f"Row {row + 1}, column {column + 1}" in explorer.sentence()


def test_numbers_of_the_kernel_are_dragged_typed_and_undone(page):
    explorer = explore_window()
    browser, before = page(explorer), explorer.K.copy()
    browser.point("press", 1.5, 2.5, explorer.view.kernel.ax)
    assert explorer.chosen == (2, 1) and explorer["number"] == 1
    browser.point("drag", 1.5, 1.5, explorer.view.kernel.ax)
    browser.point("release", 1.5, 1.5, explorer.view.kernel.ax)
    assert explorer.K[2, 1] == explorer["number"] == 3 and explorer.K.sum() == before.sum() + 2
    assert "your own" in explorer.sentence()
    browser.key(",")
    assert explorer.chosen == (2, 0)
    browser.key(".")
    browser.key(".")
    assert explorer.chosen == (2, 2)
    explorer.controls["number"].value = -2.5
    assert explorer.K[2, 2] == -2.5
    browser.key("undo")
    browser.key("undo")
    np.testing.assert_array_equal(explorer.K, before)
    explorer.undo_button.click()  # nothing is left to undo
    np.testing.assert_array_equal(explorer.K, before)


def test_no_number_is_dragged_beyond_its_ends(page):
    explorer = explore_window("outline")
    browser = page(explorer)
    browser.point("press", 1.5, 1.5, explorer.view.kernel.ax)
    browser.point("drag", 1.5, 0.0, explorer.view.kernel.ax)
    assert explorer.K[1, 1] == LARGEST


def test_of_a_turned_kernel_the_number_under_the_pointer_is_meant(page):
    explorer = explore_window(flip=True)
    page(explorer).click(0.5, 0.5, explorer.view.kernel.ax)
    assert explorer.chosen == (2, 2) and explorer.view.kernel.values[0, 0] == explorer.K[2, 2]


def test_ink_is_drawn_on_the_picture_inside_its_rim_and_undone(page):
    explorer = explore_window(picture="blank", padding=1)
    browser, ax = page(explorer), explorer.view.wide.ax
    browser.point("press", 2.5, 2.5, ax)
    browser.point("drag", 5.5, 2.5, ax)
    browser.point("release", 5.5, 2.5, ax)
    assert np.argwhere(explorer.x == 1).tolist() == [[1, 1], [1, 2], [1, 3], [1, 4]]
    assert "your ink" in explorer.sentence()
    browser.click(0.5, 0.5, ax)  # the rim stays blank
    assert explorer.x.sum() == 4
    browser.click(2.5, 2.5, ax, shift=True)
    assert explorer.x.sum() == 3
    browser.key("undo")
    browser.key("undo")
    assert explorer.x.sum() == 0


def test_drawing_on_a_digit_leaves_its_greys(page):
    explorer = explore_window(picture="digit 3")
    before = explorer.x.copy()
    page(explorer).click(1.5, 1.5, explorer.view.wide.ax)
    changed = np.argwhere(explorer.x != before).tolist()
    assert changed == [[0, 0]] and explorer.x[0, 0] == 1


def test_shift_and_the_ink_that_is_pressed_take_light_grey_away_too(page):
    explorer = explore_window(picture="digit 3")
    browser, ax = page(explorer), explorer.view.wide.ax
    light, dark = (tuple(np.argwhere(where)[0].tolist()) for where in (faint(explorer), explorer.x > 0.9))
    browser.click(light[1] + 1.5, light[0] + 1.5, ax, shift=True)
    browser.click(dark[1] + 1.5, dark[0] + 1.5, ax)
    assert explorer.x[light] == explorer.x[dark] == 0
    assert (explorer.x != material.picture("digit 3")).sum() == 2


def faint(explorer):
    """Where ink is so light that the pen takes it for grey."""
    return (explorer.x > 0) & (explorer.x < 0.4)


def cursor_of(explorer):
    """The cell of the picture in its rim on which the cursor of the keys is seen, or None."""
    cursor = explorer.view.wide.cursor[1]
    return (cursor.get_y(), cursor.get_x()) if cursor.get_visible() else None


def test_keys_draw_and_each_pixel_is_undone(page):
    explorer = explore_window(picture="blank", padding=2)
    browser, view = page(explorer), explorer.view
    browser.key("Enter")  # the first key only shows the cursor
    assert cursor_of(explorer) == (6, 6) and explorer.x.sum() == 0
    browser.key("Enter")
    for key in ("ArrowUp", "ArrowUp", "ArrowLeft"):
        browser.key(key, shift=True)
    browser.key("Enter")
    assert np.argwhere(explorer.x == 1).tolist() == [[2, 3], [4, 4]]
    assert cursor_of(explorer) == (4, 5) and explorer.at == (
        3,
        3,
    )  # the place stays
    np.testing.assert_allclose(view.answers.values, expected(explorer), atol=1e-12)
    browser.key("Delete")
    assert np.argwhere(explorer.x).tolist() == [[4, 4]]
    for ink in (2, 1, 0, 0):  # a pixel at a time, and then nothing is left
        browser.key("undo")
        assert explorer.x.sum() == ink
    browser.key("Escape")
    assert cursor_of(explorer) is None


def test_the_cursor_stays_on_the_picture_and_a_key_turns_grey_dark_and_then_clears_it(page):
    explorer = explore_window(picture="digit 3", padding=0)
    browser = page(explorer)
    for _ in range(9):
        browser.key("ArrowUp", shift=True)
        browser.key("ArrowRight", shift=True)
    assert explorer.pen.cursor == (0, 7) and cursor_of(explorer) == (0, 7)
    explorer.pen.cursor = grey = tuple(np.argwhere(faint(explorer))[0].tolist())
    browser.key("Enter")
    assert explorer.x[grey] == 1
    browser.key("Enter")
    assert explorer.x[grey] == 0
    browser.key("undo")
    browser.key("undo")
    np.testing.assert_array_equal(explorer.x, material.picture("digit 3"))


def test_pressing_the_picture_hides_the_cursor(page):
    explorer = explore_window()
    browser = page(explorer)
    browser.key("ArrowUp", shift=True)
    assert cursor_of(explorer) is not None
    browser.click(2.5, 2.5, explorer.view.wide.ax)
    assert cursor_of(explorer) is None


def test_the_keys_are_said_under_the_picture():
    hint = explore_window().stage.hint
    for key in ("arrow keys", "Shift", "Enter", "Delete", "Escape", "full stop", "comma", "Ctrl+Z"):
        assert key in hint, key


def test_the_arrows_move_the_place_and_stop_at_the_edge(page):
    explorer = explore_window(padding=0)
    browser = page(explorer)
    for key, times in (("ArrowUp", 9), ("ArrowRight", 9)):
        for _ in range(times):
            browser.key(key)
    assert explorer.at == (0, 5)
    explorer.controls["padding"].value = 2
    browser.key("ArrowDown")
    assert explorer.at == (1, 5)


# -- presets ---------------------------------------------------------------------------------------


def test_every_preset_is_tried():
    assert set(PRESETS) == {
        "Upper edges",
        "Left edges",
        "Blur",
        "Sharpen",
        "Outline",
        "Turned round, as in mathematics",
        "No padding: the edge is lost",
        "A kernel that was learned",
        "Draw it yourself",
    }


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_says_what_is_special(name):
    assert len(preset(name).sentence()) > 120


def test_turned_round_an_upper_edge_is_a_lower_one():
    turned = preset("Turned round, as in mathematics")
    straight = explore_window(picture=material.BAR)
    np.testing.assert_array_equal(turned.view.answers.values, -straight.view.answers.values)
    assert "as in mathematics. So blue is now ink above" in turned.sentence()


def test_without_padding_there_are_fewer_answers():
    assert preset("No padding: the edge is lost").view.answers.values.shape == (6, 6)
    assert preset("Blur").view.answers.values.shape == (8, 8)


def test_the_learned_kernel_is_none_that_was_made_by_hand():
    K = preset("A kernel that was learned").K
    assert not any(np.allclose(K, material.kernel(name)) for name in material.KERNELS[:-1])
    assert np.linalg.norm(K) > 1


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        (dict(kernel="emboss"), "kernel: expected one of"),
        (dict(picture="digit 10"), "picture: expected one of"),
        (dict(padding=3), "padding: expected one of"),
        (dict(side=5), "settings: expected some of"),
    ],
)
def test_other_settings_are_refused(settings, wanted):
    with pytest.raises(ValueError, match=wanted):
        explore_window(**settings)
