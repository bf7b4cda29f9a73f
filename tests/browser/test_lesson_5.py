"""Lesson 5's explorable as a reader meets it: a real JupyterLab in a real Chromium."""

import pytest
from stages import ALT, AT_REST, STATUS, choose, no_more, no_problem, play

pytestmark = pytest.mark.browser
CELLS = ["from nnlab.explore.lesson5 import explore_curvefit", "explore_curvefit('sine', hidden=6)"]


def click(lesson, stage, across: float, down: float) -> None:
    box = stage.locator("canvas").bounding_box()
    lesson.page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])


def test_it_plays_learns_and_rewinds(lesson):
    stage = lesson.stage()
    lesson.until(stage, AT_REST)
    before = lesson.pixels(stage)
    play(lesson, 40)
    lesson.until(stage, "Number(node.dataset.position) > 1000", timeout=60_000)
    stage.get_by_role("button", name="pause").click()
    lesson.until(stage, AT_REST)
    assert lesson.pixels(stage) != before
    stage.locator("canvas").focus()
    lesson.page.keyboard.press("Home")
    lesson.until(stage, f"node.dataset.position === '0' && {AT_REST}")
    lesson.until(stage, f"{STATUS}.startsWith('Step 0')")
    no_problem(lesson, stage)


def test_rate_and_noise_moved_while_it_plays_keep_the_weights(lesson):
    stage = play(lesson, 40)
    for name in ("learning rate", "noise"):
        slider = lesson.page.locator(".widget-hslider", has_text=name).locator(".noUi-handle")
        slider.focus()
        at = int(stage.get_attribute("data-position"))
        lesson.page.keyboard.press("ArrowRight")
        assert int(stage.get_attribute("data-position")) >= at
        lesson.until(stage, f"Number(node.dataset.position) > {at + 40} && node.dataset.playing === 'true'")
    no_problem(lesson, stage)


def test_the_hidden_size_moved_while_it_plays_begins_anew(lesson):
    stage = play(lesson, 40)
    lesson.until(stage, "Number(node.dataset.position) > 400", timeout=60_000)
    lesson.page.locator(".widget-hslider", has_text="hidden size").locator(".noUi-handle").focus()
    lesson.page.keyboard.press("ArrowRight")
    lesson.until(stage, "Number(node.dataset.position) < 400 && node.dataset.playing === 'true'")
    lesson.until(stage, f"{ALT}.includes('7 hidden units')")
    no_problem(lesson, stage)


def test_a_click_adds_a_point_and_undo_takes_it_away(lesson):
    stage = lesson.stage()
    lesson.until(stage, f"{AT_REST} && {ALT}.startsWith('40 samples')")
    seen = []
    for _ in range(
        2
    ):  # axes that move for the first time are no picture any more, and letters differ a little
        click(lesson, stage, 0.3, 0.4)
        lesson.until(stage, f"{AT_REST} && {ALT}.startsWith('41 samples')")
        seen.append(lesson.pixels(stage))
        lesson.page.get_by_role("button", name="Undo").click()
        lesson.until(stage, f"{AT_REST} && {ALT}.startsWith('40 samples')")
        seen.append(lesson.pixels(stage))
    assert seen[:2] == seen[2:] and seen[0] != seen[1]
    no_problem(lesson, stage)


def test_always_positive_and_the_cure(lesson):
    stage = lesson.stage()
    choose(lesson, "try", "Always positive: a sigmoid output")
    lesson.until(stage, f"{STATUS}.includes('No prediction can be negative')")
    play(lesson, 40)
    choose(lesson, "output activation", "linear")
    lesson.until(stage, no_more("No prediction can be negative"))
    lesson.until(stage, "node.dataset.playing === 'true' && Number(node.dataset.position) > 40")
    no_problem(lesson, stage)


def test_divergence_is_a_sentence(lesson):
    stage = lesson.stage()
    choose(lesson, "try", "Rate far too large: it diverges")
    lesson.until(stage, f"{STATUS}.includes('Step 0')")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(
        stage, f"{STATUS}.includes('diverged at step') && {STATUS}.includes('lower the learning rate')"
    )
    lesson.until(stage, "node.dataset.playing === 'false'")
    no_problem(lesson, stage)


def test_a_file_of_ones_own(lesson):
    (lesson.folder / "days.csv").write_text("day,place,warm\n1,a,-2\n2,b,0.5\n3,c,1\n4,d,-1\n")
    entry = lesson.page.get_by_placeholder("name.csv, next to this notebook")
    entry.fill("days.csv")
    entry.press("Enter")
    lesson.until(lesson.stage(), f"{ALT}.startsWith('4 samples (days.csv)')")
    said = "days.csv is open: 4 samples; x is day, y is warm."
    lesson.page.get_by_text(said).wait_for()
    no_problem(lesson, lesson.stage())
