"""The grid: columns go where the unit arrows go, by control, pointer and key."""

import numpy as np
import pytest

from nnlab.explore.lesson0 import explore_grid


def of(explorer):
    """The matrix, row by row."""
    return [explorer[name] for name in ("w11", "w12", "w21", "w22")]


def tips(explorer):
    """Where the three arrows of the picture "after" end."""
    arrows = explorer.after.arrows
    return np.stack([arrows.U, arrows.V], axis=1)


def test_the_columns_are_where_the_unit_arrows_go():
    explorer = explore_grid(w11=1.0, w12=2.0, w21=3.0, w22=-1.0, x1=2.0, x2=1.0)
    np.testing.assert_allclose(tips(explorer), [[1, 3], [2, -1], [4, 5]])
    np.testing.assert_allclose(tips(explorer)[2], explorer.W @ [2.0, 1.0])
    assert "(1, 0) goes to (1, 3), the first column of W" in explorer.sentence()
    assert "x goes to 2 · (1, 3) + 1 · (2, −1) = (4, 5)" in explorer.sentence()


def test_with_points_as_rows_the_rows_are():
    explorer = explore_grid(w11=1.0, w12=2.0, w21=3.0, w22=-1.0, x1=2.0, x2=1.0, points="rows")
    np.testing.assert_allclose(tips(explorer), [[1, 2], [3, -1], [5, 3]])
    np.testing.assert_allclose(tips(explorer)[2], np.array([2.0, 1.0]) @ explorer.W)
    assert "(1, 0) goes to (1, 2), the first row of W" in explorer.sentence()


def test_each_crossing_of_the_grid_goes_where_the_matrix_says():
    explorer = explore_grid(w11=0.5, w12=-1.0, w21=2.0, w22=1.5)
    before, after = (
        np.concatenate([np.stack(picture.lines.get_segments()), np.stack(picture.axes.get_segments())])
        for picture in (explorer.before, explorer.after)
    )
    np.testing.assert_allclose(after, before @ explorer.W.T)
    assert len(before) == 26


@pytest.mark.parametrize(
    ("preset", "said"),
    [
        ("Nothing happens", "Every point stays"),
        ("A quarter turn", None),
        ("A shear", None),
        ("Turned over, as in a mirror", "turned over"),
        ("Flattened onto a line", "flattened onto a line"),
        ("All to one point", "Every point goes to (0, 0)"),
    ],
)
def test_what_becomes_of_the_grid_is_said(preset, said):
    explorer = explore_grid()
    explorer.preset.value = preset
    told = explorer.sentence()
    words = ("Every point stays", "turned over", "flattened", "Every point goes to (0, 0)")
    assert [word in told for word in words] == [bool(said) and word in said for word in words]


def test_flattened_means_that_two_points_arrive_together():
    explorer = explore_grid()
    explorer.preset.value = "Flattened onto a line"
    np.testing.assert_allclose(explorer.W @ [2, 0], explorer.W @ [0, 1])
    explorer.preset.value = "Turned by 30 degrees"
    np.testing.assert_allclose(explorer.W.T @ explorer.W, np.eye(2), atol=0.001)


def test_a_column_is_dragged_and_undone(page):
    explorer = explore_grid(w11=1.0, w12=0.0, w21=0.0, w22=1.0)
    browser, ax = page(explorer), explorer.after.ax
    browser.point("press", 1.0, 0.0, ax)
    browser.point("drag", 2.0, 1.0, ax)
    browser.point("drag", 1.5, 2.0, ax)
    browser.point("release", 1.5, 2.0, ax)
    np.testing.assert_allclose(of(explorer), [1.5, 0, 2, 1], atol=0.011)
    browser.point("press", 0.0, 1.0, ax)
    browser.point("drag", -1.0, 1.0, ax)
    browser.point("release", -1.0, 1.0, ax)
    np.testing.assert_allclose(of(explorer), [1.5, -1, 2, 1], atol=0.011)
    explorer.undo_button.click()
    np.testing.assert_allclose(of(explorer), [1.5, 0, 2, 1], atol=0.011)
    browser.key("undo")
    assert of(explorer) == [1, 0, 0, 1]
    browser.key("undo")  # nothing left
    assert of(explorer) == [1, 0, 0, 1]


def test_what_follows_an_undo_or_a_drag_can_be_undone_by_itself(page):
    explorer = explore_grid(w11=1.0, w12=0.0, w21=0.0, w22=1.0)
    browser, ax = page(explorer), explorer.after.ax
    for undone in (True, False):
        browser.point("press", 1.0, 0.0, ax)
        browser.point("drag", 2.0, 1.0, ax)
        browser.point("release", 2.0, 1.0, ax)
        if undone:
            browser.key("undo")
        before = of(explorer)
        browser.key("ArrowUp")
        browser.key("ArrowUp")  # the same pull
        assert of(explorer) != before
        browser.key("undo")
        assert of(explorer) == before


def test_with_rows_a_dragged_tip_is_a_row(page):
    explorer = explore_grid(w11=1.0, w12=0.0, w21=0.0, w22=1.0, points="rows")
    browser, ax = page(explorer), explorer.after.ax
    browser.point("press", 1.0, 0.0, ax)
    browser.point("drag", 2.0, 1.0, ax)
    np.testing.assert_allclose(of(explorer), [2, 1, 0, 1], atol=0.011)


def test_the_point_is_dragged_on_the_left(page):
    explorer = explore_grid()
    browser, ax = page(explorer), explorer.before.ax
    browser.point("press", 2.0, 1.0, ax)
    browser.point("drag", -1.0, 3.0, ax)
    np.testing.assert_allclose([explorer["x1"], explorer["x2"]], [-1, 3], atol=0.011)


def test_a_tip_stays_within_reach(page):
    explorer = explore_grid()
    browser, ax = page(explorer), explorer.after.ax
    browser.point("press", 1.0, 0.0, ax)
    browser.point("drag", 4.4, -4.4, ax)
    assert explorer["w11"] == 4 and explorer["w21"] == -4 and explorer.problem == ""


def test_keys_choose_and_move_tips_and_point(page):
    explorer = explore_grid(w11=1.0, w12=0.0, w21=0.0, w22=1.0)
    browser = page(explorer)
    browser.key("ArrowUp")  # the first tip, without being chosen
    assert explorer["w21"] == pytest.approx(0.22) and explorer["w11"] == 1
    browser.key("Enter")
    browser.key("ArrowRight", shift=True)
    assert explorer["w12"] == pytest.approx(0.04)
    browser.key("Enter")
    browser.key("ArrowLeft")
    assert explorer["x1"] == pytest.approx(1.78) and explorer["x2"] == 1
    assert len(explorer.before.ring.get_xdata()) == 1 and not len(explorer.after.ring.get_xdata())
    browser.key("Enter")
    browser.key("ArrowDown")
    assert explorer["w21"] == 0.0
    assert len(explorer.after.ring.get_xdata()) == 1 and not len(explorer.before.ring.get_xdata())


def test_reset_forgets_what_was_dragged(page):
    explorer = explore_grid()
    browser = page(explorer)
    browser.key("ArrowUp")
    explorer.reset_button.click()
    explorer.undo_button.click()
    assert of(explorer) == [1.0, 0.5, 0.0, 1.5]


def test_bad_settings_are_refused_by_name():
    with pytest.raises(ValueError, match="W₁₁: expected a number from −4 to 4, got 9"):
        explore_grid(w11=9)
    with pytest.raises(ValueError, match="points are: expected one of"):
        explore_grid(points="samples")
