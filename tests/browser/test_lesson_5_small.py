"""Lesson 5's three small explorables as a reader meets them: in a real JupyterLab in a real Chromium."""

import pytest
from stages import AT_REST, STATUS, no_problem

pytestmark = pytest.mark.browser
CELLS = [
    "from nnlab.explore.lesson5 import explore_approximation, explore_ensemble, explore_sine",
    "explore_sine()",
    "explore_approximation()",
    "explore_ensemble()",
]
SINE, POINTS, FAN = range(3)


@pytest.fixture(scope="module")
def lesson(running):
    """The three, one below the other."""
    return running


def stage_of(lesson, number):
    lesson.run_cell(CELLS[1 + number])
    stage = lesson.stage(number)
    lesson.until(stage, AT_REST)
    return stage


def at(stage, across, down):
    box = stage.locator("canvas").bounding_box()
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def play_on(lesson, stage, position):
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, f"Number(node.dataset.position) > {position}", timeout=60_000)
    stage.get_by_role("button", name="pause").click()
    lesson.until(stage, AT_REST)


def test_a_click_into_the_valley_begins_there_and_plays(lesson):
    stage = stage_of(lesson, SINE)
    lesson.page.mouse.click(*at(stage, 0.85, 0.2))
    lesson.until(stage, f"/frequency.4\\.\\d/.test({STATUS})")
    play_on(lesson, stage, 20)
    lesson.until(stage, f"{STATUS}.startsWith('Step ')")
    no_problem(lesson, stage)


def test_a_point_is_dragged_and_the_curve_follows(lesson):
    stage = stage_of(lesson, POINTS)
    before, words = lesson.pixels(stage), stage.locator("[role=status]").inner_text()
    # The second point from the right, at x = 2.45, where its y is: read off the axes, which stand still.
    x, y = at(stage, 0.491, 0.664)
    lesson.page.mouse.move(x, y)
    lesson.page.mouse.down()
    lesson.page.mouse.move(x, y - 40)
    lesson.page.mouse.move(x, y - 80)
    lesson.page.mouse.up()
    lesson.page.wait_for_function(
        f"([node, words]) => {STATUS} !== words", arg=[stage.element_handle(), words]
    )
    lesson.until(stage, AT_REST)
    assert lesson.pixels(stage) != before
    no_problem(lesson, stage)


def test_twenty_networks_play_and_rewind(lesson):
    stage = stage_of(lesson, FAN)
    before = lesson.pixels(stage)
    play_on(lesson, stage, 30)
    assert lesson.pixels(stage) != before
    stage.get_by_role("button", name="rewind").click()
    lesson.until(stage, "Number(node.dataset.position) === 0")
    lesson.until(stage, AT_REST)
    assert "Press play" in stage.locator("[role=status]").inner_text()
    no_problem(lesson, stage)
