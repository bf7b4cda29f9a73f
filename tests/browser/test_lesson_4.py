"""Lesson 4's explorable as a reader meets it: a real JupyterLab in a real Chromium."""

import pytest
from stages import AT_REST, STATUS, choose, no_problem, play

pytestmark = pytest.mark.browser
CELLS = [
    "from nnlab.explore.lesson4 import explore_network",
    "explore_network('moons', hidden=3, held_out=0.2)",
]


def test_it_plays_and_learns(lesson):
    stage = lesson.stage()
    lesson.until(stage, AT_REST)
    before = lesson.pixels(stage)
    stage.get_by_label("speed").select_option("1200")
    play(lesson)
    lesson.until(stage, f"{STATUS}.includes('Wrong: 0 of 160 training samples')", timeout=60_000)
    stage.get_by_role("button", name="pause").click()
    lesson.until(stage, AT_REST)
    assert lesson.pixels(stage) != before
    no_problem(lesson, stage)


def test_the_learning_rate_moved_while_it_plays(lesson):
    stage = play(lesson)
    handle = lesson.page.locator(".widget-hslider .noUi-handle").first
    handle.focus()
    at = int(stage.get_attribute("data-position"))
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        lesson.page.keyboard.press(key)
    assert int(stage.get_attribute("data-position")) >= at  # the weights are kept
    lesson.until(stage, f"Number(node.dataset.position) > {at + 20} && node.dataset.playing === 'true'")
    no_problem(lesson, stage)


def test_the_hidden_size_moved_while_it_plays_begins_anew(lesson):
    stage = play(lesson)
    lesson.until(stage, "Number(node.dataset.position) > 60")
    lesson.page.locator(".widget-hslider .noUi-handle").nth(1).focus()
    lesson.page.keyboard.press("ArrowRight")
    lesson.until(stage, "Number(node.dataset.position) < 60 && node.dataset.playing === 'true'")
    lesson.until(stage, "node.querySelector('canvas').getAttribute('aria-label').includes('4 hidden units')")
    lesson.until(stage, "Number(node.dataset.position) > 60")
    no_problem(lesson, stage)


def test_a_preset_and_a_point_of_ones_own(lesson):
    stage = lesson.stage()
    choose(lesson, "try", "Zero start: nothing moves")
    lesson.until(stage, f"{STATUS}.includes('exactly zero')")
    play(lesson)
    stage.get_by_role("button", name="pause").click()
    lesson.until(stage, AT_REST)
    box = stage.locator("canvas").bounding_box()
    lesson.page.mouse.click(box["x"] + 0.15 * box["width"], box["y"] + 0.25 * box["height"])
    lesson.until(stage, f"{STATUS}.includes('of 5 wrong')")
    no_problem(lesson, stage)


def test_divergence_is_a_sentence(lesson):
    stage = lesson.stage()
    choose(lesson, "try", "Rate far too large: it diverges")
    lesson.until(stage, f"{STATUS}.includes('Step 0')")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, f"{STATUS}.includes('diverged at step 107: lower the learning rate')", timeout=60_000)
    lesson.until(stage, "node.dataset.playing === 'false'")
    no_problem(lesson, stage)
