"""Lesson 0's explorables in a real JupyterLab in a real Chromium: dragged, stepped, nudged."""

import pytest
from stages import AT_REST, STATUS, no_problem

pytestmark = pytest.mark.browser
GRID, SECANT, GENERATOR, BOXES = range(4)
CELLS = [
    "from nnlab.explore.lesson0 import *",
    "grid = explore_grid(w11=1.0, w12=0.0, w21=0.0, w22=1.0)\ngrid",
    "explore_secant()",
    "explore_generator()",
    "boxes = explore_broadcasting()\nboxes",
    # Where the test's hand is to go, as parts of the picture's width and height.
    "def spots(stage, ax, places):\n"
    "    return (ax.transData.transform(places) / stage.figure.bbox.size).tolist()\n"
    "spots(grid.stage, grid.after.ax, [(1, 0), (2, 1)]) + "
    "spots(boxes.stage, boxes.ax, boxes.arrays[2].corners[[6]] + 10)",
]


@pytest.fixture(scope="module")
def lesson(running):
    """The four, one below the other."""
    return running


def stage_of(lesson, number):
    stage = lesson.stage(number)
    lesson.until(stage, AT_REST)
    return stage


def at(stage, place):
    box = stage.locator("canvas").bounding_box()
    return box["x"] + place[0] * box["width"], box["y"] + (1 - place[1]) * box["height"]


def spots(lesson):
    return eval(lesson.cells()[5]["outputs"][0]["data"]["text/plain"])


def test_a_column_is_dragged_the_numbers_follow_and_undo_takes_it_back(lesson):
    stage = stage_of(lesson, GRID)
    tip, target, _ = spots(lesson)
    before = lesson.pixels(stage)
    lesson.page.mouse.move(*at(stage, tip))
    lesson.page.mouse.down()
    lesson.page.mouse.move(*at(stage, target), steps=3)
    lesson.page.mouse.up()
    lesson.until(stage, rf"/goes to .(2|2\.0\d|1\.9\d?), (1|1\.0\d|0\.9\d?)., the first/.test({STATUS})")
    lesson.until(stage, AT_REST)
    assert lesson.pixels(stage) != before
    root = lesson.page.locator(".nnlab-explorer").nth(GRID)
    entries = root.locator(".widget-text input[type=text]")
    assert abs(float(entries.nth(0).input_value()) - 2) < 0.1
    root.get_by_role("button", name="Undo").click()
    lesson.until(stage, f"{STATUS}.includes('goes to (1, 0), the first')")
    no_problem(lesson, stage)


def test_a_tip_is_moved_by_keyboard(lesson):
    stage = stage_of(lesson, GRID)
    stage.locator("canvas").focus()
    lesson.page.keyboard.press("ArrowUp")
    lesson.until(stage, f"{STATUS}.includes('goes to (1, 0.22), the first')")
    lesson.page.keyboard.press("Control+z")
    lesson.until(stage, f"{STATUS}.includes('goes to (1, 0), the first')")
    no_problem(lesson, stage)


def test_a_tiny_nudge_is_typed_and_the_secant_is_the_tangent(lesson):
    stage = stage_of(lesson, SECANT)
    root = lesson.page.locator(".nnlab-explorer").nth(SECANT)
    entry = root.locator(".widget-text input[type=text]").nth(1)
    for typed, said in (("0.001", "slope 4.004."), ("1e-17", "nothing changes at all")):
        entry.fill(typed)
        entry.press("Enter")
        lesson.until(stage, f"{STATUS}.includes('{said}')")
    no_problem(lesson, stage)


def test_the_generator_is_stepped_by_key_and_by_button_and_plays_to_its_end(lesson):
    stage = stage_of(lesson, GENERATOR)
    stage.locator("canvas").focus()
    while "hands 5" not in stage.locator("[role=status]").inner_text():
        position = int(stage.get_attribute("data-position"))
        assert position < 10
        lesson.page.keyboard.press(".")
        lesson.until(stage, f"Number(node.dataset.position) === {position + 1}")
    stage.get_by_role("button", name="one step forward").click()
    lesson.until(stage, f"{STATUS}.includes('second = next(g)')")
    stage.get_by_role("button", name="rewind").click()
    lesson.until(stage, f"{STATUS}.includes('runs no line of it yet')")
    no_problem(lesson, stage)


def test_the_pointer_over_a_box_says_how_it_comes_about(lesson):
    stage = stage_of(lesson, BOXES)
    lesson.page.mouse.move(*at(stage, spots(lesson)[2]), steps=2)
    lesson.until(stage, f"{STATUS}.includes('result[1, 2] = 7 + 30 = 37')")
    no_problem(lesson, stage)
