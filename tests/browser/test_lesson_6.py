"""Lesson 6's curve as a reader meets it: a real JupyterLab in a real Chromium."""

import pytest
from stages import ALT, AT_REST, STATUS, choose, no_problem, play

pytestmark = pytest.mark.browser
CELLS = ["from nnlab.explore.lesson6 import explore_overfit", "explore_overfit(penalty='L1', lam=0.3)"]


def slide(lesson, label: str):
    """The handle of the slider with this label, ready for the keyboard."""
    handle = lesson.page.locator(".widget-hslider", has_text=label).first.locator(".noUi-handle")
    handle.focus()
    return handle


def test_lam_moved_while_it_plays_keeps_the_weights(lesson):
    stage = play(lesson)
    lesson.until(stage, f"{STATUS}.includes('Exactly 0: ') && Number(node.dataset.position) > 150")
    slide(lesson, "strength")
    at = int(stage.get_attribute("data-position"))
    for _ in range(4):
        lesson.page.keyboard.press("ArrowLeft")
    assert int(stage.get_attribute("data-position")) >= at
    lesson.until(stage, f"Number(node.dataset.position) > {at + 30} && node.dataset.playing === 'true'")
    stage.get_by_role("button", name="pause").click()
    lesson.until(stage, AT_REST)
    lesson.until(stage, f"{STATUS}.includes('that had been pulled to 0 are back')")
    no_problem(lesson, stage)


def test_the_degree_moved_while_it_plays_keeps_the_weights(lesson):
    stage = play(lesson)
    at = int(stage.get_attribute("data-position"))
    slide(lesson, "degree")
    lesson.page.keyboard.press("ArrowRight")
    lesson.until(stage, f"{ALT}.includes('degree 16')")
    assert int(stage.get_attribute("data-position")) >= at
    lesson.until(stage, f"Number(node.dataset.position) > {at + 30} && node.dataset.playing === 'true'")
    no_problem(lesson, stage)


def test_a_preset_its_sentence_and_the_best_step(lesson):
    stage = lesson.stage()
    choose(lesson, "try", "64 hidden units on 10 samples")
    lesson.until(stage, f"{STATUS}.includes('193 parameters for 10 samples')")
    stage.get_by_label("speed").select_option("240")
    play(lesson)
    lesson.until(stage, "Number(node.dataset.position) > 300")
    stage.get_by_role("button", name="pause").click()
    lesson.until(stage, AT_REST)
    lesson.until(stage, f"{STATUS}.includes('The held-out loss was lowest')")
    before = lesson.pixels(stage)
    lesson.page.get_by_role("button", name="To the best step").click()
    lesson.until(stage, f"Number(node.dataset.position) < 100 && {AT_REST}")
    assert lesson.pixels(stage) != before
    no_problem(lesson, stage)


def test_divergence_is_a_sentence(lesson):
    stage = lesson.stage()
    choose(lesson, "try", "Too large a rate")
    lesson.until(stage, f"{STATUS}.includes('Step 0')")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, f"{STATUS}.includes('lower the learning rate')", timeout=60_000)
    lesson.until(stage, "node.dataset.playing === 'false'")
    no_problem(lesson, stage)
