"""Lesson 7's explorable as a reader meets it: a real JupyterLab in a real Chromium."""

import io
import json
import re

import numpy as np
import pytest
from lab import pick
from PIL import Image
from stages import ALT, AT_REST, STATUS, no_problem

pytestmark = pytest.mark.browser
CELLS = ["from nnlab.explore.lesson7 import explore_hopfield", "explore_hopfield('letters', which='AJX')"]
GRID = (0.015, 0.096, 0.475, 0.874)  # left, top, width, height, as parts of the picture


def choose(lesson, label: str, option: str) -> None:
    label = lesson.page.locator("label", has_text=re.compile(f"^{label}$"))
    pick(lesson.page.locator(".widget-dropdown", has=label).locator("select"), option)


def place(stage, row: int, column: int) -> tuple[float, float]:
    """The middle of a cell of the 10 by 10 grid on the screen."""
    box, (left, top, width, height) = stage.locator("canvas").bounding_box(), GRID
    across, down = left + width * (column + 0.5) / 10, top + height * (row + 0.5) / 10
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def takes(lesson, name: str, number: str) -> None:
    """Waits until the kernel has taken a slider's number: it writes it into the entry beside it.

    While the kernel is busy the page holds a slider's moves back, but not a press of a button, which could
    overtake them.
    """
    entry = lesson.page.locator(f"input[title^='{name}']")
    lesson.page.wait_for_function(
        "([entry, number]) => entry.value === number", arg=[entry.element_handle(), number]
    )


def test_a_damaged_letter_heals_and_is_rewound(lesson):
    stage = lesson.stage()
    lesson.until(stage, AT_REST)
    before = lesson.pixels(stage, 0.5)
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, f"{STATUS}.includes('It is A, with every neuron right')", timeout=60_000)
    lesson.until(stage, AT_REST)
    assert lesson.pixels(stage, 0.5) != before and stage.get_attribute("data-position") == "21"
    stage.get_by_label("rewind to the start").click()
    lesson.until(stage, f"node.dataset.position === '0' && {AT_REST}")
    assert lesson.pixels(stage, 0.5) == before
    lesson.until(stage, f"{STATUS}.startsWith('Press play: 20 neurons want to turn over')")
    no_problem(lesson, stage)


def test_a_pattern_drawn_with_the_pointer(lesson):
    stage = lesson.stage()
    choose(lesson, "start from", "blank paper")
    lesson.until(stage, f"{AT_REST} && {ALT}.includes('neurons, 0 of them on')")
    before = lesson.pixels(stage, 0.5)
    mouse = lesson.page.mouse
    # An X with the left button, from corner to corner.
    for start, end in (((0, 0), (9, 9)), ((0, 9), (9, 0)), ((0, 1), (8, 9)), ((0, 8), (8, 0))):
        mouse.move(*place(stage, *start))
        mouse.down()
        mouse.move(*place(stage, *end), steps=5)
        mouse.up()
    lesson.until(stage, f"{STATUS}.includes('Nearest is X')")
    lesson.until(stage, AT_REST)
    lesson.page.wait_for_timeout(500)  # the last stroke's last frame
    lesson.until(stage, AT_REST)
    said, seen = stage.get_by_role("status").inner_text(), []
    assert lesson.pixels(stage, 0.5) != before
    for _ in range(
        2
    ):  # axes that move for the first time are no picture any more, and letters differ a little
        mouse.click(*place(stage, 0, 0))  # a tap on ink, as with a finger: paper again
        lesson.until(stage, f"{STATUS} !== {json.dumps(said)} && {AT_REST}")
        seen.append(lesson.pixels(stage, 0.5))
        stage.locator("canvas").press("Control+z")
        lesson.until(stage, f"{STATUS} === {json.dumps(said)} && {AT_REST}")
        seen.append(lesson.pixels(stage, 0.5))
    assert seen[1] == seen[3] and seen[2] != seen[3]
    mouse.click(*place(stage, 9, 9), button="right")
    lesson.until(stage, f"{STATUS} !== {json.dumps(said)} && {AT_REST}")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, f"{STATUS}.includes('It is X, with every neuron right')", timeout=60_000)
    no_problem(lesson, stage)


def test_the_temperature_changed_while_it_plays(lesson):
    stage = lesson.stage()
    choose(lesson, "try", "A mixture of three is spurious")
    lesson.until(stage, f"{STATUS}.includes('Nearest is X: 30 of 100')")
    choose(lesson, "start from", "a stored pattern")
    handle = lesson.page.locator(".widget-hslider .noUi-handle").nth(1)
    handle.focus()
    for _ in range(6):
        lesson.page.keyboard.press("ArrowRight")
    takes(lesson, "temperature", "0.3")
    stage.get_by_label("speed").select_option("240")  # several steps to a frame, however slow the frames are
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, "Number(node.dataset.position) > 30 && node.dataset.playing === 'true'")
    at = int(stage.get_attribute("data-position"))
    handle.focus()
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft"):
        lesson.page.keyboard.press(key)
    assert int(stage.get_attribute("data-position")) >= at  # the state is kept
    lesson.until(stage, f"Number(node.dataset.position) > {at + 20} && node.dataset.playing === 'true'")
    handle.focus()
    lesson.page.keyboard.press("Home")  # cold: now it settles
    lesson.until(stage, f"{STATUS}.includes('Settled at step')", timeout=60_000)
    no_problem(lesson, stage)


def test_a_pattern_of_ones_own_is_stored(lesson):
    stage = lesson.stage()
    choose(lesson, "try", "Draw and store your own")
    lesson.until(stage, f"{STATUS}.includes('Nothing is stored yet')")
    mouse = lesson.page.mouse
    for column in (3, 4, 5):
        mouse.move(*place(stage, 1, column))
        mouse.down()
        mouse.move(*place(stage, 8, column), steps=4)
        mouse.up()
    lesson.until(stage, f"{ALT}.includes('256 neurons, 36 of them on')")  # the last stroke has been drawn
    lesson.page.get_by_role("button", name="Store this").click()
    lesson.until(stage, f"{STATUS}.includes('Stored as your pattern 1')")
    choose(lesson, "damaged", "25 %")
    lesson.until(stage, f"{STATUS}.includes('64 of 256 neurons differ')")
    stage.get_by_label("speed").select_option("60")
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, f"{STATUS}.includes('It is your pattern 1, with every neuron right')", timeout=60_000)
    no_problem(lesson, stage)


def test_a_picture_file_becomes_the_drawing(lesson):
    stage = lesson.stage()
    page, file = np.full((120, 120), 240, np.uint8), io.BytesIO()
    page[48:72, 12:108] = 30  # a thick dash
    Image.fromarray(page).save(file, "PNG")
    with lesson.page.expect_file_chooser() as chooser:
        lesson.page.get_by_role("button", name="Your picture").click()
    chooser.value.set_files(dict(name="dash.png", mimeType="image/png", buffer=file.getvalue()))
    lesson.until(stage, f"{STATUS}.startsWith('dash.png (120×120) is now a drawing of 10×10 cells.')")
    lesson.until(stage, f"{ALT}.includes('16 of them on')")
    lesson.until(stage, AT_REST)
    lesson.page.get_by_role("button", name="Undo").click()
    lesson.until(stage, f"{STATUS}.includes('Nearest is A')")
    no_problem(lesson, stage)
