"""Lesson 2's explorables in a real JupyterLab in a real Chromium: dragged, turned, played."""

import json

import numpy as np
import pytest
from lab import pick
from stages import AT_REST, STATUS, no_more

pytestmark = pytest.mark.browser
LINE = [
    "from nnlab.explore.lesson2.boundary import explore_boundary",
    "explorer = explore_boundary('AND', w1=1.0, w2=1.0, b=0.5)\nexplorer",
    # Where the handles are, as parts of the picture's width and height, for the test's hand.
    "ax, size = explorer.plane.ax, explorer.stage.figure.bbox.size\n"
    "line = explorer.line\n"
    "tip = line.foot + line.unit * explorer.player.step.w[:2]\n"
    "[(ax.transData.transform(place) / size).tolist() for place in (line.foot, tip, (0.75, 0.75), (1, 0))]",
]
TRIO = ["from nnlab.explore.lesson2.three_neurons import explore_three_neurons", "explore_three_neurons()"]
FENCE = ["from nnlab.explore.lesson2.fence import explore_fence", "explore_fence()"]


@pytest.fixture(scope="module")
def page(new_lab):
    with new_lab() as lab:
        yield lab


@pytest.fixture
def show(page):
    """Runs these cells in a fresh notebook."""

    def show(name, cells):
        page.write(name, cells)
        page.open(name)
        page.run_all()
        assert page.faults() == []
        return page

    return show


def hand(lab, stage):
    """Where to put the pointer for a place told as parts of the picture."""
    box = stage.locator("canvas").bounding_box()
    return lambda place: (box["x"] + place[0] * box["width"], box["y"] + (1 - place[1]) * box["height"])


def drag(lab, at, start, end):
    lab.page.mouse.move(*at(start))
    lab.page.mouse.down()
    lab.page.mouse.move(*at(np.mean([start, end], axis=0)))
    lab.page.mouse.move(*at(end))
    lab.page.mouse.up()


def entries(lab):
    """What stands in the entries beside the sliders w1, w2 and b."""
    boxes = lab.page.locator(".widget-text input[type=text]")
    return [boxes.nth(i).input_value() for i in (0, 1, 3)]


def until_entry(lab, number, condition):
    """Waits until the ``number``-th entry is as ``condition`` says."""
    of = "document.querySelectorAll('.widget-text input[type=text]')"
    lab.page.wait_for_function(f"() => {of}[{number}].value {condition}")


def test_dragging_the_line_changes_the_mistakes_and_the_sliders_follow(show):
    lab = show("line.ipynb", LINE)
    stage = lab.stage()
    lab.until(stage, f"{STATUS}.includes('Wrong now: 3 of 4')")
    lab.until(stage, AT_REST)
    foot, tip, target, beside = eval(lab.cells()[2]["outputs"][0]["data"]["text/plain"])
    assert entries(lab) == ["1", "1", "0.5"]
    before = lab.pixels(stage)
    drag(lab, hand(lab, stage), foot, target)
    lab.until(stage, f"{STATUS}.includes('Wrong now: 0 of 4')")
    lab.until(stage, AT_REST)
    dragged = lab.pixels(stage)
    assert dragged != before
    w1, w2, b = map(float, entries(lab))
    assert (w1, w2) == (1, 1) and b == pytest.approx(-1.5, abs=0.1)
    lab.page.get_by_role("button", name="Undo").first.click()
    lab.until(stage, f"{STATUS}.includes('Wrong now: 3 of 4')")
    lab.until(stage, AT_REST)
    assert lab.pixels(stage) != dragged and entries(lab) == ["1", "1", "0.5"]
    drag(lab, hand(lab, stage), tip, beside)
    until_entry(lab, 0, "!== '1'")


def test_slider_keys_and_play_from_the_weights_set_by_hand(show):
    lab = show("line.ipynb", LINE)
    stage = lab.stage()
    lab.page.locator(".widget-hslider .noUi-handle").first.focus()
    lab.page.keyboard.press("ArrowRight")
    until_entry(lab, 0, "=== '1.1'")
    canvas = stage.locator("canvas")
    canvas.focus()
    told = stage.get_by_role("status").text_content()
    lab.page.keyboard.press("ArrowDown")
    lab.page.keyboard.press("ArrowDown")
    until_entry(lab, 3, "!== '0.5'")
    lab.until(stage, f"{STATUS} !== {json.dumps(told)}")
    stage.get_by_label("speed").select_option("60")
    stage.get_by_role("button", name="play", exact=True).click()
    lab.until(stage, f"{STATUS}.includes('Learned from your weights')")
    lab.until(stage, f"{STATUS}.includes('Wrong now: 0 of 4')")


def test_three_neurons_by_preset_and_by_key(show):
    lab = show("trio.ipynb", TRIO)
    stage = lab.stage()
    lab.until(stage, f"{STATUS}.includes('2 of 4 wrong')")
    box = lab.page.locator(".widget-dropdown", has_text="try").first
    pick(box.locator("select"), "A corridor between two lines")
    lab.until(stage, f"{STATUS}.includes('0 of 4 wrong')")
    lab.until(stage, AT_REST)
    before = lab.pixels(stage)
    stage.locator("canvas").focus()
    for _ in range(12):
        lab.page.keyboard.press("ArrowUp")
    lab.until(stage, no_more(" 0 of 4 wrong"))
    lab.until(stage, AT_REST)
    assert lab.pixels(stage) != before


def test_the_fence_is_put_up_and_calms_the_boundary(show):
    lab = show("fence.ipynb", FENCE)
    stage = lab.stage()
    lab.until(stage, f"{STATUS}.includes('23 % of 200 held out')")
    lab.until(stage, AT_REST)
    before = lab.pixels(stage)
    box = lab.page.locator(".widget-dropdown", has_text="no fence").first
    pick(box.locator("select"), "round (L2)")
    lab.until(stage, f"{STATUS}.includes('12 % of 200 held out')")
    lab.until(stage, AT_REST)
    assert lab.pixels(stage) != before
    at = int(stage.get_attribute("data-position"))
    stage.get_by_role("button", name="play", exact=True).click()
    lab.until(stage, f"Number(node.dataset.position) > {at + 5}")
