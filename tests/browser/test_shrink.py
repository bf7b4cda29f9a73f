"""Lesson 6's classifier as a reader meets it: a real JupyterLab in a real Chromium."""

import pytest
from lab import pick

pytestmark = pytest.mark.browser
AT_REST = "node.dataset.playing === 'false' && node.dataset.rests === 'true'"
WORDS = "node.querySelector('[role=status]').textContent"


@pytest.fixture(scope="module")
def running(new_lab):
    """The explorable alone, on a page and a kernel of its own."""
    with new_lab() as lab:
        lab.write("shrink.ipynb", ["from nnlab.explore.lesson6 import explore_shrink", "explore_shrink()"])
        lab.open("shrink.ipynb")
        lab.run_all()
        yield lab


@pytest.fixture
def lesson(running):
    """The explorable as at first."""
    running.run_cell("explore_shrink(")
    return running


def choose(lesson, label: str, option: str) -> None:
    its_label = lesson.page.get_by_text(label, exact=True)  # other lists have the word in their entries
    pick(lesson.page.locator(".widget-dropdown", has=its_label).locator("select"), option)


def no_problem(lesson, stage) -> None:
    assert stage.get_by_role("alert").all_inner_texts() in ([], [""])
    assert lesson.faults() == []


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
    lesson.until(stage, f"{WORDS}.includes('Exactly 0: ')", timeout=60_000)
    assert stage.get_attribute("data-playing") == "true"
    no_problem(lesson, stage)


def test_the_best_step_is_a_click_away(lesson):
    stage = lesson.stage()
    stage.get_by_label("speed").select_option("1200")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, f"{WORDS}.includes('lowest, 0.588, at step 27')", timeout=60_000)
    lesson.page.get_by_role("button", name="To the best step").click()
    lesson.until(stage, f"{AT_REST} && {WORDS}.startsWith('Step 27:')")
    no_problem(lesson, stage)


def test_more_hidden_units_and_more_samples_go_on_with_the_weights(lesson):
    stage = lesson.stage()
    for _ in range(2):
        stage.get_by_role("button", name="step forward").click()
    lesson.until(stage, f"{WORDS}.startsWith('Step 2:')")
    choose(lesson, "training samples", "160")
    lesson.until(stage, f"{WORDS}.includes('Step 2:') && {WORDS}.includes('on 160 samples')")
    lesson.page.locator(".widget-hslider .noUi-handle").nth(1).focus()
    lesson.page.keyboard.press("ArrowRight")
    lesson.until(stage, f"{WORDS}.includes('weights of step 2; what is new says nothing yet. Step 2:')")
    lesson.until(stage, f"{WORDS}.includes('12 of 13 hidden units')")
    lesson.page.get_by_label("seed").fill("3")
    lesson.page.keyboard.press("Enter")
    lesson.until(stage, f"{WORDS}.startsWith('It begins again. Step 0:')")
    no_problem(lesson, stage)
