"""Lesson 8's explorable as a reader meets it: a real JupyterLab in a real Chromium."""

import pytest
from stages import ALT, AT_REST, STATUS, choose, no_problem

pytestmark = pytest.mark.browser
CELLS = ["from nnlab.explore.lesson8 import explore_minibatches", "explore_minibatches()"]


def play_until(lesson, stage, condition: str) -> None:
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, condition)
    stage.get_by_role("button", name="pause").click()
    lesson.until(stage, AT_REST)


def until_other_pixels(lesson, stage, seen: str) -> None:
    """Waits until something else is shown; `until` cannot, for the stage is at rest before, too."""
    for _ in range(50):
        if lesson.pixels(stage) != seen:
            return
        lesson.page.wait_for_timeout(100)
    raise AssertionError("the picture stays as it is")


def test_it_learns_and_earlier_runs_stay_until_they_are_cleared(lesson):
    stage = lesson.stage()
    lesson.until(stage, AT_REST)
    before = lesson.pixels(stage)
    play_until(lesson, stage, "Number(node.dataset.position) > 90")
    assert lesson.pixels(stage) != before
    choose(lesson, "batch size", "all")
    lesson.until(stage, f"{STATUS}.includes('The run before stays') && {ALT}.includes('of 1 earlier run;')")
    play_until(lesson, stage, "Number(node.dataset.position) > 5")
    seen = lesson.pixels(stage)
    choose(lesson, "loss against", "updates")
    until_other_pixels(lesson, stage, seen)
    lesson.page.get_by_role("button", name="Undo").click()
    lesson.until(stage, "Number(node.dataset.position) > 90")
    lesson.until(stage, f"{STATUS}.includes('taken back') && {ALT}.includes('of 0 earlier runs;')")
    no_problem(lesson, stage)


def test_the_rate_moved_by_keys_while_it_plays(lesson):
    stage = lesson.stage()
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, "Number(node.dataset.position) > 30")
    lesson.page.locator(".widget-hslider .noUi-handle").first.focus()
    at = int(stage.get_attribute("data-position"))
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft"):
        lesson.page.keyboard.press(key)
    assert int(stage.get_attribute("data-position")) >= at  # the weights are kept
    lesson.until(stage, f"Number(node.dataset.position) > {at + 30} && node.dataset.playing === 'true'")
    stage.get_by_role("button", name="pause").click()
    no_problem(lesson, stage)


def test_a_sorted_file_and_a_batch_larger_than_the_file(lesson):
    stage = lesson.stage()
    choose(lesson, "try", "Sorted by class, not shuffled")
    lesson.until(stage, f"{STATUS}.includes('every batch holds one class')")
    play_until(lesson, stage, "Number(node.dataset.position) >= 45")
    choose(lesson, "try", "Batch larger than the file")
    lesson.until(stage, f"{STATUS}.includes('1,437 // 2,000 = 0 batches') && node.dataset.position === '0'")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, "node.dataset.playing === 'false' && node.dataset.position === '0'")
    no_problem(lesson, stage)
