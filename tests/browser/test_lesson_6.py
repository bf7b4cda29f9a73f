"""Lesson 6's curve as a reader meets it: a real JupyterLab in a real Chromium."""

import pytest
from lab import pick

pytestmark = pytest.mark.browser
AT_REST = "node.dataset.playing === 'false' && node.dataset.rests === 'true'"
WORDS = "node.querySelector('[role=status]').textContent"
ALT = "node.querySelector('canvas').getAttribute('aria-label')"


@pytest.fixture(scope="module")
def running(new_lab):
    """The explorable alone, on a page and a kernel of its own."""
    with new_lab() as lab:
        source = "explore_overfit(penalty='L1', lam=0.3)"
        lab.write("overfit.ipynb", ["from nnlab.explore.lesson6.overfit import explore_overfit", source])
        lab.open("overfit.ipynb")
        lab.run_all()
        yield lab


@pytest.fixture
def lesson(running):
    """The explorable as at first."""
    running.run_cell("explore_overfit(")
    return running


def play(lesson):
    stage = lesson.stage()
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, "Number(node.dataset.position) > 20")
    return stage


def slide(lesson, label: str):
    """The handle of the slider with this label, ready for the keyboard."""
    handle = lesson.page.locator(".widget-hslider", has_text=label).first.locator(".noUi-handle")
    handle.focus()
    return handle


def choose(lesson, label: str, option: str) -> None:
    box = lesson.page.locator(".widget-dropdown", has_text=label).first
    pick(box.locator("select"), option)


def no_problem(lesson, stage) -> None:
    assert stage.get_by_role("alert").all_inner_texts() in ([], [""])
    assert lesson.faults() == []


def test_lam_moved_while_it_plays_keeps_the_weights(lesson):
    stage = play(lesson)
    lesson.until(stage, f"{WORDS}.includes('Exactly 0: ') && Number(node.dataset.position) > 150")
    slide(lesson, "strength")
    at = int(stage.get_attribute("data-position"))
    for _ in range(4):
        lesson.page.keyboard.press("ArrowLeft")
    assert int(stage.get_attribute("data-position")) >= at
    lesson.until(stage, f"Number(node.dataset.position) > {at + 30} && node.dataset.playing === 'true'")
    stage.get_by_role("button", name="pause").click()
    lesson.until(stage, AT_REST)
    lesson.until(stage, f"{WORDS}.includes('that had been pulled to 0 are back')")
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
    lesson.until(stage, f"{WORDS}.includes('193 parameters for 10 samples')")
    stage.get_by_label("speed").select_option("240")
    play(lesson)
    lesson.until(stage, "Number(node.dataset.position) > 300")
    stage.get_by_role("button", name="pause").click()
    lesson.until(stage, AT_REST)
    lesson.until(stage, f"{WORDS}.includes('The held-out loss was lowest')")
    before = lesson.pixels(stage)
    lesson.page.get_by_role("button", name="To the best step").click()
    lesson.until(stage, f"Number(node.dataset.position) < 100 && {AT_REST}")
    assert lesson.pixels(stage) != before
    no_problem(lesson, stage)


def test_divergence_is_a_sentence(lesson):
    stage = lesson.stage()
    choose(lesson, "try", "Too large a rate")
    lesson.until(stage, f"{WORDS}.includes('Step 0')")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, f"{WORDS}.includes('lower the learning rate')", timeout=60_000)
    lesson.until(stage, "node.dataset.playing === 'false'")
    no_problem(lesson, stage)
