"""Explorables for readers who hear the page, use its keys, or a finger; on a light and a dark theme."""

import io

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from explorables import explorables_of
from notebook_rules import NOTEBOOKS
from PIL import Image

from nnlab.explore.lesson1 import explore_perceptron

pytestmark = pytest.mark.browser
LESSONS = (
    "01_perceptron.ipynb",
    "04_two_layer_backprop.ipynb",
    "07_hopfield_memory.ipynb",
    "playground.ipynb",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LINE = """
import nnlab.explore as explore
def draw(ax, threshold, many, wide):
    ax.plot([0, threshold])
    return "a line"
explorer = explore.sliders(draw, alt="a line", threshold=(0.0, 1.0, 0.1), many=(0, 5, 1), wide=False)
"""
# Name and spoken value of all sliders' handles, and what is written beside them.
HANDLES = """root => [...root.querySelectorAll('.widget-slider')].flatMap(slider =>
    [...slider.querySelectorAll('.noUi-handle')].map(handle => ({
        name: handle.getAttribute('aria-label'), says: handle.getAttribute('aria-valuetext'),
        label: slider.querySelector('.widget-label').textContent,
        shown: slider.querySelector('.widget-readout').textContent })))"""
# Those that can be pressed, as wide and high as they are; a box to tick is pressed on its words, too.
TARGETS = """root => [...root.querySelectorAll('button, select, input, summary, .noUi-handle, a[href]')]
    .map(node => node.type === 'checkbox' ? node.closest('label') : node)
    .map(node => [node, node.getBoundingClientRect()]).filter(([, box]) => box.width > 0)
    .map(([node, box]) => [node.outerHTML.slice(0, 120), Math.round(box.width), Math.round(box.height)])"""
AREAS = """root => [...root.querySelectorAll('.noUi-touch-area')].map(node => node.getBoundingClientRect())
    .map(box => [box.width, box.height])"""
# The ring's width, and its contrast to what lies around it, of the element that has the focus.
RING = """() => {
    const node = document.activeElement, style = getComputedStyle(node);
    const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = colour => numbers(colour).slice(0, 3).map(c => c / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
    let around = node.closest('.widget-slider') ?? node.parentElement; // the ring is wider than the track
    while ((numbers(getComputedStyle(around).backgroundColor)[3] ?? 1) === 0) around = around.parentElement;
    const [a, b] = [light(style.outlineColor), light(getComputedStyle(around).backgroundColor)];
    return { what: node.className || node.tagName, style: style.outlineStyle,
        width: parseFloat(style.outlineWidth),
        contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) };
}"""


def roots(lab):
    """The boxes of all explorables, each painted and named."""
    found = lab.page.locator(".nnlab-access")
    for number in range(lab.stages().count()):
        lab.stage(number)
    lab.page.wait_for_function(
        "count => document.querySelectorAll('.nnlab-access').length === count", arg=lab.stages().count()
    )
    return [found.nth(number) for number in range(found.count())]


def use_theme(lab, theme):
    change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
    lab.page.evaluate(change, f"JupyterLab {theme}")
    is_light = str(theme == "Light").lower()
    lab.page.wait_for_function(f"() => document.body.dataset.jpThemeLight === '{is_light}'")


@pytest.mark.parametrize("name", LESSONS)
def test_axe_finds_nothing_serious_and_all_is_named_and_large_enough(lab, name):
    lab.write("access.ipynb", explorables_of(NOTEBOOKS[name]))
    lab.open("access.ipynb")
    lab.run_all()
    assert lab.faults() == []
    boxes = roots(lab)
    assert len(boxes) >= (1 if name == "playground.ipynb" else 2)
    for theme in ("Dark", "Light"):
        use_theme(lab, theme)
        found = (
            Axe().run(lab.page, ".nnlab-access", {"resultTypes": ["violations"], "runOnly": RULES}).response
        )
        assert found["passes"], "axe has looked at nothing"
        assert [
            (fault["id"], node["html"])
            for fault in found["violations"]
            for node in fault["nodes"]
            if fault["impact"] in ("serious", "critical")
        ] == []
    for box in boxes:
        for handle in box.evaluate(HANDLES):
            assert handle["name"] == handle["label"] != ""
            assert handle["says"] == handle["shown"] != ""
        assert [target for target in box.evaluate(TARGETS) if min(target[1:]) < 24] == []
        assert all(min(area) >= 32 for area in box.evaluate(AREAS))


@pytest.fixture(scope="module")
def line(new_lab):
    """An explorable with one slider of each kind and a box to tick, shown twice."""
    with new_lab() as lab:
        lab.write("line.ipynb", [LINE, "explorer", "explorer", "control = explorer.controls['threshold']"])
        lab.open("line.ipynb")
        lab.run_all()
        yield lab


def handles(lab, view=0):
    return roots(lab)[view].evaluate(HANDLES)


def test_what_a_slider_says_follows_its_value_on_both_views(line):
    assert [(h["name"], h["says"]) for h in handles(line)] == [("threshold", "0"), ("many", "0")]
    threshold = roots(line)[0].get_by_role("slider", name="threshold")
    threshold.focus()
    line.page.keyboard.press("ArrowRight")
    for view in (0, 1):
        line.page.wait_for_function(
            f"view => ({HANDLES})(view)[0].says === '0.1'", arg=roots(line)[view].element_handle()
        )
    assert roots(line)[0].get_by_role("textbox", name="many").inner_text() == "0"
    assert roots(line)[0].get_by_role("textbox", name="threshold: any number from 0 to 1").count() == 1


def test_names_hold_when_a_control_is_changed_or_shown_anew(line):
    line.page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.requestExecute(
            { code: "control._slider.description = 'limit'" }).done"""
    )
    root = roots(line)[0].element_handle()
    line.page.wait_for_function(f"view => ({HANDLES})(view)[0].name === 'limit'", arg=root)
    line.run_cell("explorer")  # the first that has the word: all begins again
    line.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    line.idle()
    named = f"view => ({HANDLES})(view)[0]?.name === 'threshold'"
    line.page.wait_for_function(f"() => [...document.querySelectorAll('.nnlab-access')].some({named})")


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_the_focus_is_seen_on_each_kind_of_control(lab, theme):
    lab.write("line.ipynb", ["from nnlab.explore.lesson1 import explore_perceptron", "explore_perceptron()"])
    lab.open("line.ipynb")
    lab.run_all()
    use_theme(lab, theme)
    [root] = roots(lab)
    root.locator("canvas").focus()  # the first; the keyboard comes to it from the part of the page before it
    lab.page.keyboard.press("Shift+Tab")
    rings = {}
    for _ in range(40):
        lab.page.keyboard.press("Tab")
        if not root.evaluate("root => root.contains(document.activeElement)"):
            break
        ring = lab.page.evaluate(RING)
        rings[ring["what"]] = ring
    assert {"noUi-handle noUi-handle-lower", "SELECT", "CANVAS", "SUMMARY", "widget-input"} <= set(rings), (
        set(rings)
    )
    for ring in rings.values():
        assert ring["style"] == "solid" and ring["width"] >= 2 and ring["contrast"] >= 3, ring


def contrast(png: bytes) -> float:
    """The contrast between the lightest and the darkest pixel, as WCAG reckons it."""
    parts = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")) / 255
    light = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    light = light @ [0.2126, 0.7152, 0.0722]
    return (light.max() + 0.05) / (light.min() + 0.05)


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_the_arrow_of_a_list_is_seen(lab, theme):
    lab.write("line.ipynb", ["from nnlab.explore.lesson1 import explore_perceptron", "explore_perceptron()"])
    lab.open("line.ipynb")
    lab.run_all()
    use_theme(lab, theme)
    [root] = roots(lab)
    box = root.get_by_label("start weights").bounding_box()
    arrow = dict(x=box["x"] + box["width"] - 19, y=box["y"] + 4, width=16, height=box["height"] - 8)
    assert contrast(lab.page.screenshot(clip=arrow)) >= 3


def test_a_finger_drags_a_sample_and_a_slider(lab):
    lab.write(
        "line.ipynb", ["from nnlab.explore.lesson1 import explore_perceptron", "explore_perceptron('AND')"]
    )
    lab.open("line.ipynb")
    lab.run_all()
    [root] = roots(lab)
    stage, cdp = lab.stage(), lab.page.context.new_cdp_session(lab.page)
    cdp.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def drag(start, end):
        places = [("touchStart", [start]), ("touchMove", [end]), ("touchEnd", [])]
        for kind, points in places:
            touches = [{"x": x, "y": y} for x, y in points]
            cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    box, own = stage.locator("canvas").bounding_box(), explore_perceptron("AND").stage.figure
    across, up = own.axes[0].transData.transform((1, 1)) / own.bbox.size
    x, y = box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"]
    one = box["width"] / 920  # pixels here to one of the page for which the type is made
    canvas = stage.locator("canvas")
    before = canvas.evaluate("node => node.toDataURL()")
    drag((x + 18 * one, y), (x + 60 * one, y))
    lab.page.wait_for_function(
        "([node, before]) => node.toDataURL() !== before", arg=[canvas.element_handle(), before]
    )
    assert canvas.get_attribute("aria-label").startswith("4 samples")  # moved; a fifth would be added
    slider = root.get_by_role("slider", name="learning rate η")
    knob, before = slider.bounding_box(), slider.get_attribute("aria-valuetext")
    middle = knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] + 3  # not on the knob, but near it
    drag(middle, (middle[0] + 60, middle[1]))
    lab.page.wait_for_function(
        "([node, before]) => node.getAttribute('aria-valuetext') !== before",
        arg=[slider.element_handle(), before],
    )
