"""The stage in a real Chromium: parts of pictures, the hovering pointer, a picture that only shows."""

import pytest

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
# Compares what a frame with loss has left on the canvas with the exact picture that follows.
COMPARE = """stage => {
    const canvas = stage.querySelector('canvas'), context = canvas.getContext('2d');
    const look = () => context.getImageData(0, 0, canvas.width, canvas.height).data;
    let lossy = null;
    window.errors = [];
    new MutationObserver(() => {
        if (stage.dataset.sharp === 'false') lossy = look();
        else if (lossy !== null) {
            const exact = look();
            const off = exact.reduce((sum, value, k) => sum + Math.abs(value - lossy[k]), 0);
            window.errors.push(off / exact.length);
            lossy = null;
        }
    }).observe(stage, { attributes: true, attributeFilter: ['data-sharp', 'data-frames'] });
}"""


def test_parts_of_pictures_stand_where_they_belong(lab):
    lab.write(
        "parts.ipynb",
        [
            "from nnlab.explore.lesson1 import explore_perceptron",
            "explore_perceptron('XOR', seed=3)",
        ],
    )
    lab.open("parts.ipynb")
    lab.run_all()
    stage = lab.stage()
    lab.until(stage, "node.dataset.sharp === 'true'")
    stage.evaluate(COMPARE)
    stage.get_by_label("speed").select_option("60")
    for _ in range(3):
        at = int(stage.get_attribute("data-position"))
        stage.get_by_role("button", name="play", exact=True).click()
        lab.until(stage, f"Number(node.dataset.position) > {at + 30}")
        stage.get_by_role("button", name="pause").click()
        lab.until(stage, "node.dataset.playing === 'false' && node.dataset.sharp === 'true'")
    stage.get_by_role("button", name="one step forward").click()
    lab.page.wait_for_function("() => window.errors.length >= 4")
    errors = lab.page.evaluate("() => window.errors")
    assert max(errors) < 2, errors  # of 255: what JPEG loses


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
