"""Lesson 6's classifier as a reader meets it: a real JupyterLab in a real Chromium."""

import pytest
from lab import pick
from stages import AT_REST, STATUS, no_problem

pytestmark = pytest.mark.browser
CELLS = ["from nnlab.explore.lesson6 import explore_shrink", "explore_shrink()"]


def choose(lesson, label: str, option: str) -> None:
    its_label = lesson.page.get_by_text(label, exact=True)  # other lists have the word in their entries
    pick(lesson.page.locator(".widget-dropdown", has=its_label).locator("select"), option)


def test_a_penalty_chosen_while_it_plays_keeps_the_weights_and_makes_zeros(lesson):
    stage = lesson.stage()
    stage.get_by_label("speed").select_option("240")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, "Number(node.dataset.position) > 60")
    at = int(stage.get_attribute("data-position"))
    choose(lesson, "penalty", "L1")
    slider = lesson.page.locator(".widget-hslider .noUi-handle").first  # the strength
    slider.focus()
    for _ in range(2):
        lesson.page.keyboard.press("ArrowRight")
    assert int(stage.get_attribute("data-position")) >= at
    lesson.until(stage, f"{STATUS}.includes('Exactly 0: ')", timeout=60_000)
    assert stage.get_attribute("data-playing") == "true"
    no_problem(lesson, stage)


def test_the_best_step_is_a_click_away(lesson):
    stage = lesson.stage()
    stage.get_by_label("speed").select_option("1200")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, f"{STATUS}.includes('lowest, 0.588, at step 27')", timeout=60_000)
    lesson.page.get_by_role("button", name="To the best step").click()
    lesson.until(stage, f"{AT_REST} && {STATUS}.startsWith('Step 27:')")
    no_problem(lesson, stage)


def test_more_hidden_units_and_more_samples_go_on_with_the_weights(lesson):
    stage = lesson.stage()
    for _ in range(2):
        stage.get_by_role("button", name="step forward").click()
    lesson.until(stage, f"{STATUS}.startsWith('Step 2:')")
    choose(lesson, "training samples", "160")
    lesson.until(stage, f"{STATUS}.includes('Step 2:') && {STATUS}.includes('on 160 samples')")
    lesson.page.locator(".widget-hslider .noUi-handle").nth(1).focus()
    lesson.page.keyboard.press("ArrowRight")
    lesson.until(stage, f"{STATUS}.includes('weights of step 2; what is new says nothing yet. Step 2:')")
    lesson.until(stage, f"{STATUS}.includes('12 of 13 hidden units')")
    lesson.page.get_by_label("seed").fill("3")
    lesson.page.keyboard.press("Enter")
    lesson.until(stage, f"{STATUS}.startsWith('It begins again. Step 0:')")
    no_problem(lesson, stage)
