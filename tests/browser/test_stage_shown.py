"""The stage in a real Chromium: what is drawn, the hovering pointer, a picture that only shows."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from replay import faults
from stages import AT_REST

pytestmark = pytest.mark.browser
HOVERING = """
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.stage import Stage

class Hovering(Explorer):
    def __init__(self):
        stage = Stage(600, 300, alt="nothing", hovers=True, cursor="crosshair")
        stage.figure.add_subplot()
        self.seen = []
        super().__init__(stage, {})
    def pointed(self, pointer):
        self.seen.append(pointer.kind)
    def draw(self):
        pass
    def sentence(self):
        return ", ".join(dict.fromkeys(self.seen))

Hovering()
"""
SLIDERS = """
from nnlab.explore import sliders
sliders(lambda ax, x: ax.plot([0, x]) and None, alt="a line", x=(0.0, 1.0, 0.1))
"""
SEEN = "canvas => canvas.toDataURL('image/png').split(',')[1]"


def picture(stage):
    """What the canvas shows, (rows, columns, 3)."""
    text = stage.locator("canvas").evaluate(SEEN)
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))).convert("RGB"))


def test_what_is_drawn_is_what_agg_would_draw(lab):
    lab.write(
        "drawn.ipynb",
        [
            "from nnlab.explore.lesson1 import explore_perceptron",
            "e = explore_perceptron('moons', start='random', seed=3)\ne",
            "import base64\nprint(e.player.position, base64.b64encode(e.still()).decode())",
        ],
    )
    lab.open("drawn.ipynb")
    lab.run_all()
    stage = lab.stage()
    stage.get_by_label("speed").select_option("60")
    for _ in range(2):
        at = int(stage.get_attribute("data-position"))
        stage.get_by_role("button", name="play", exact=True).click()
        lab.until(stage, f"Number(node.dataset.position) > {at + 30}")
        stage.get_by_role("button", name="pause").click()
        lab.until(stage, AT_REST)
        shown = picture(stage)
        lab.run_cell("b64encode")
        printed = "".join(lab.cells()[2]["outputs"][0]["text"]).split()
        assert printed[0] == stage.get_attribute("data-position")
        agg = np.asarray(Image.open(io.BytesIO(base64.b64decode(printed[1]))).convert("RGB"))
        assert faults(agg, shown, np.full_like(agg, 255)) == []


def test_the_pointer_hovers_and_leaves(lab):
    lab.write("hovering.ipynb", [HOVERING])
    lab.open("hovering.ipynb")
    lab.run_all()
    stage = lab.stage()
    says = "node.querySelector('[role=status]').textContent === "
    canvas = stage.locator("canvas")
    assert canvas.evaluate("node => getComputedStyle(node).cursor") == "crosshair"
    box = canvas.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lab.page.mouse.move(*middle)
    lab.until(stage, says + "'move'")
    lab.page.mouse.move(middle[0], box["y"] + box["height"] + 100)
    lab.until(stage, says + "'move, leave'")
    lab.page.mouse.move(*middle)
    lab.page.mouse.down()
    lab.page.mouse.move(middle[0] + 20, middle[1])
    lab.page.mouse.up()
    lab.until(stage, says + "'move, leave, press, drag, release'")


def test_a_picture_that_only_shows_takes_no_focus(lab):
    lab.write("sliders.ipynb", [SLIDERS])
    lab.open("sliders.ipynb")
    lab.run_all()
    canvas = lab.stage().locator("canvas")
    assert canvas.get_attribute("tabindex") is None and canvas.get_attribute("aria-label") == "a line"
