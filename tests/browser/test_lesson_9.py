"""Lesson 9's explorables as a reader meets them: a real JupyterLab in a real Chromium."""

import pytest
from stages import AT_REST, STATUS, no_more, no_problem

pytestmark = pytest.mark.browser
CELLS = [
    "from nnlab.explore.lesson9 import explore_shift, explore_window",
    "explore_shift(kernels=8)",
    "explore_window()",
]
SHEET = (0.015, 0.07, 0.29, 0.5)  # left, top, width, height, as parts of the picture
ANSWERS = (586 / 840, 300 / 544, 240 / 840, 240 / 544)


@pytest.fixture(scope="module")
def lesson(running):
    """Both explorables, one below the other."""
    return running


def place(stage, picture, across: float, down: float) -> tuple[float, float]:
    """A place of one of the pictures on the screen, as parts of its width and height."""
    box, (left, top, width, height) = stage.locator("canvas").bounding_box(), picture
    x, y = left + width * across, top + height * down
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def test_both_learn_and_the_digit_is_dragged(lesson):
    stage = lesson.stage(0)
    stage.scroll_into_view_if_needed()
    lesson.until(stage, AT_REST)
    before = lesson.pixels(stage, 0.5)
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, "+node.dataset.position >= 20", timeout=60_000)
    stage.get_by_role("button", name="pause", exact=True).click()
    lesson.until(stage, f"{AT_REST} && {STATUS}.includes('lies in the middle')")
    assert lesson.pixels(stage, 0.5) != before
    mouse = lesson.page.mouse
    mouse.move(*place(stage, SHEET, 0.5, 0.5))
    mouse.down()
    mouse.move(*place(stage, SHEET, 0.62, 0.38), steps=4)  # two cells of twenty, and a little
    mouse.up()
    lesson.until(stage, f"{AT_REST} && {STATUS}.includes('lies 2 off the middle')")
    stage.locator("canvas").press("ArrowLeft")
    stage.locator("canvas").press("ArrowDown")
    lesson.until(stage, f"{AT_REST} && {STATUS}.includes('lies 1 off the middle')")
    no_problem(lesson, stage)


def test_an_answer_is_pointed_at(lesson):
    stage = lesson.stage(1)
    stage.scroll_into_view_if_needed()
    lesson.until(stage, f"{AT_REST} && {STATUS}.startsWith('Row 4, column 4')")
    lesson.page.mouse.move(*place(stage, ANSWERS, 0.06, 0.06))
    lesson.until(stage, f"{STATUS}.startsWith('Row 1, column 1')")
    stage.locator("canvas").press("ArrowRight")
    lesson.until(stage, f"{AT_REST} && {STATUS}.startsWith('Row 1, column 2')")
    no_problem(lesson, stage)


def test_a_stroke_is_drawn_by_keys_and_undone(lesson):
    stage = lesson.stage(1)
    lesson.page.locator(".nnlab-explorer").nth(1).get_by_role("button", name="Reset").click()
    lesson.until(stage, f"{AT_REST} && {no_more('your ink')}")
    canvas, before = stage.locator("canvas"), lesson.pixels(stage)
    canvas.press("Shift+ArrowDown")  # shows the cursor, in the middle
    for key in ("Shift+ArrowLeft", "Shift+ArrowLeft", "Enter", "Shift+ArrowDown", "Enter"):
        canvas.press(key)
    lesson.until(stage, f"{AT_REST} && {STATUS}.includes('The picture has your ink in it')")
    assert lesson.pixels(stage) != before
    for _ in range(2):
        canvas.press("Control+z")
    lesson.until(stage, f"{AT_REST} && {no_more('your ink')}")
    canvas.press("Escape")
    lesson.page.wait_for_timeout(500)  # the last key's frame
    lesson.until(stage, AT_REST)
    assert lesson.pixels(stage) == before
    no_problem(lesson, stage)
