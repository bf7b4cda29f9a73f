"""Lesson 3's explorables in a real JupyterLab in a real Chromium."""

import pytest
from lab import pick
from stages import AT_REST, STATUS, no_more

pytestmark = pytest.mark.browser
CELLS = [
    "from nnlab.explore.lesson3 import explore_neuron, explore_two_losses",
    "explore_neuron()",
    "explore_two_losses()",
]


def says(words: str) -> str:
    return f"{STATUS}.includes('{words}')"


def play(stage, speed: str) -> None:
    stage.get_by_label("speed").select_option(speed)
    stage.get_by_role("button", name="play", exact=True).click()


def test_the_rate_is_moved_while_it_plays_and_the_ball_goes_on(lesson):
    stage = lesson.stage()
    play(stage, "15")
    lesson.until(stage, "Number(node.dataset.position) >= 10")
    slider = lesson.page.locator(".widget-hslider .noUi-handle").first
    slider.focus()
    at = int(stage.get_attribute("data-position"))
    lesson.page.keyboard.press("ArrowRight")
    lesson.until(stage, f"Number(node.dataset.position) > {at} && node.dataset.playing === 'true'")
    lesson.until(stage, says("no place on this map is much lower"))
    assert lesson.page.locator(".widget-text input").first.input_value() == "1"
    assert lesson.faults() == []


def test_a_click_on_the_landscape_puts_the_ball_there(lesson):
    stage = lesson.stage()
    lesson.until(stage, AT_REST)
    before = lesson.pixels(stage)
    box = stage.locator("canvas").bounding_box()
    lesson.page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + 0.6 * box["height"])
    lesson.until(stage, no_more("w\u00a0=\u00a0−4"))
    lesson.until(stage, AT_REST)
    assert stage.get_attribute("data-position") == "0" and lesson.pixels(stage) != before


def test_a_linear_neuron_diverges_and_says_so(lesson):
    stage = lesson.stage()
    box = lesson.page.locator(".widget-dropdown", has_text="try").first
    pick(box.locator("select"), "It diverges: a linear neuron, rate 1")
    lesson.until(stage, says("loss 309"))
    play(stage, "240")
    lesson.until(stage, says("Diverged at step") + " && node.dataset.playing === 'false'")
    assert "lower the learning rate" in stage.get_by_role("status").inner_text()
    assert lesson.faults() == []


def test_of_two_balls_one_crawls(lesson):
    stage = lesson.stage(1)
    play(stage, "15")
    lesson.until(stage, "Number(node.dataset.position) >= 12")
    stage.get_by_role("button", name="pause").click()
    lesson.until(stage, AT_REST)
    assert "not because it is right" in stage.get_by_role("status").inner_text()
