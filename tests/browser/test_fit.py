"""Every explorable fits the screen: all of them in one notebook of a real JupyterLab, measured in its panel.

Zoomed to 150 %, a page of 1280 × 720 has 853 × 480 pixels of its own; zoomed to 200 %, 640 × 360.
"""

import importlib
import pkgutil

import pytest

import nnlab.explore

pytestmark = pytest.mark.browser
LESSONS = sorted(
    (module.name for module in pkgutil.iter_modules(nnlab.explore.__path__) if module.name != "kit"),
    key=lambda name: (len(name), name),
)
# Of each lesson its explorables, as a reader makes them; and the one to copy.
EXPLORABLES = [
    (lesson, name)
    for lesson in LESSONS
    for name in importlib.import_module(f"nnlab.explore.{lesson}").__all__
    if name.startswith("explore_")
] + [("kit.example", "explore_line")]
SHORTEST = 90  # pixels of a slider: with fewer its values are hard to hit
RING = 17  # pixels by which a slider's handle, with the ring of the focus, stands out at its ends
NEXT = 12  # pixels between a control and the next on its line: one sees which name goes with which
# What JupyterLab looks like: with all its parts, or with the notebook alone.
LOOKS = """simple => {
    const shell = window.jupyterapp.shell;
    shell.mode = simple ? 'single-document' : 'multiple-document';
    if (simple) shell.collapseLeft(); else shell.expandLeft();
}"""
# Scrolls an explorable to the top of the panel; gives where its parts end below that, and what is amiss.
MEASURE = """async stage => {
    const root = stage.closest('.nnlab-explorer'), panel = root.closest('.jp-WindowedPanel-outer');
    const frame = () => new Promise(done => requestAnimationFrame(done));
    const box = node => node.getBoundingClientRect();
    for (let still = 0, last = ''; still < 3; ) {
        panel.scrollTop += box(root).top - box(panel).top;
        await frame();
        const now = [root, panel, stage].map(node => JSON.stringify(box(node))).join();
        still = now === last ? still + 1 : 0;
        last = now;
    }
    const from = box(root), side = root.querySelector('.nnlab-side');
    const bottom = name => box(root.querySelector(name)).bottom - from.top;
    const seen = node => node.checkVisibility({ visibilityProperty: true });
    const all = (within, names) => [...within.querySelectorAll(names)].filter(seen);
    const bar = stage.querySelector('.nnlab-bar'), rest = root.querySelector('.nnlab-rest');
    const isWider = node => node.scrollWidth > node.clientWidth + 1;
    // What a list would be wide if it had all room for its longest entry.
    const wanted = list => {
        const twin = list.cloneNode(true);
        twin.style.cssText = 'position: absolute; flex: none; width: max-content';
        list.after(twin);
        const { width } = box(twin);
        twin.remove();
        return width;
    };
    const ends = node => box(node).right + (node.matches('.noUi-target') ? RING : 0);
    const main = box(root.querySelector('.nnlab-main')), canvas = box(stage.querySelector('canvas'));
    return {
        panel: panel.clientHeight, top: from.top - box(panel).top, whole: from.height,
        played: bottom(bar ? '.nnlab-bar' : 'canvas'), main: bottom('.nnlab-main'),
        beside: main.left >= canvas.right, below: main.top >= canvas.bottom,
        more: rest.children.length, open: seen(rest),
        outside: all(side, 'select, input, button, .noUi-target')
            .filter(node => ends(node) > from.right + 1).map(node => node.outerHTML),
        cut: [...all(side, '.widget-label, button'), ...all(stage, '.nnlab-bar, .nnlab-bar button')]
            .filter(isWider).map(node => node.textContent),
        near: all(side, '.nnlab-main > *, .nnlab-rest > *')
            .filter(node => {
                const [one, next] = [box(node), node.nextElementSibling && box(node.nextElementSibling)];
                const sameLine = next?.width && next.top < one.bottom && next.left > one.left;
                return sameLine && next.left < one.right + NEXT;
            }).map(node => node.textContent),
        scrub: bar ? box(bar.querySelector('input')).width : 1000,
        speed: bar ? box(bar.querySelector('select')).width - wanted(bar.querySelector('select')) : 0,
        shortest: Math.min(1000, ...all(side, '.noUi-target').map(node => box(node).width)),
    };
}""".replace("RING", str(RING)).replace("NEXT", str(NEXT))


@pytest.fixture(scope="module")
def shown(new_lab):
    """A notebook with all explorables."""
    with new_lab() as lab:
        makes = [f"from nnlab.explore.{lesson} import {name}\n{name}()" for lesson, name in EXPLORABLES]
        lab.write("fit.ipynb", makes)
        lab.open("fit.ipynb")
        lab.run_all()
        assert lab.faults() == []
        yield lab


def measured(lab, width: int, height: int, zoom: float = 1, *, simple: bool) -> dict[str, dict]:
    """Measures all explorables on a page of that size, in its own pixels."""
    size = dict(width=width, height=height, deviceScaleFactor=zoom, mobile=False)
    lab.page.context.new_cdp_session(lab.page).send("Emulation.setDeviceMetricsOverride", size)
    lab.page.evaluate(LOOKS, simple)
    lab.page.wait_for_function(f"() => window.jupyterapp.shell.leftCollapsed === {str(simple).lower()}")
    found = {name: lab.stage(i).evaluate(MEASURE) for i, (_, name) in enumerate(EXPLORABLES)}
    assert all(abs(at["top"]) < 2 for at in found.values()), "not at the top of the panel"
    return found


def failing(found: dict[str, dict], claim) -> dict[str, dict]:
    """What was measured of those explorables for which the claim does not hold."""
    return {name: at for name, at in found.items() if not claim(at)}


def is_whole_in_itself(at: dict) -> bool:
    """Whether no name is cut off, nothing stands out on the right, and sliders are long enough."""
    return not at["cut"] and not at["outside"] and at["shortest"] >= SHORTEST


def test_at_1400_x_900_each_stands_whole_with_all_its_controls(shown):
    found = measured(shown, 1400, 900, simple=False)
    assert failing(found, lambda at: at["whole"] <= at["panel"]) == {}
    assert failing(found, lambda at: at["open"] or not at["more"]) == {}
    assert failing(found, is_whole_in_itself) == {}


def test_at_150_percent_picture_bar_and_main_controls_are_seen_together(shown):
    found = measured(shown, 853, 480, 1.5, simple=True)
    assert failing(found, lambda at: max(at["played"], at["main"]) <= at["panel"]) == {}
    assert failing(found, lambda at: at["beside"]) == {}
    assert failing(found, lambda at: not at["open"]) == {}
    assert failing(found, is_whole_in_itself) == {}


def test_at_200_percent_picture_and_bar_are_seen_together(shown):
    found = measured(shown, 640, 360, 2, simple=True)
    assert failing(found, lambda at: at["played"] <= at["panel"]) == {}
    assert failing(found, lambda at: at["beside"]) == {}
    assert failing(found, lambda at: not at["open"]) == {}
    assert failing(found, is_whole_in_itself) == {}


def test_at_200_percent_of_1400_x_900_the_run_can_be_dragged_and_its_speed_read(shown):
    found = measured(shown, 700, 450, 2, simple=True)
    assert failing(found, lambda at: at["played"] <= at["panel"] and at["beside"]) == {}
    assert failing(found, lambda at: at["scrub"] >= SHORTEST and at["speed"] > -1) == {}
    assert failing(found, is_whole_in_itself) == {}


def test_on_a_narrow_page_the_controls_stand_below(shown):
    found = measured(shown, 1000, 700, simple=False)
    assert failing(found, lambda at: at["below"] and not at["near"]) == {}
    assert failing(found, is_whole_in_itself) == {}


def test_more_unfolds_by_keyboard_and_its_controls_work(shown):
    page = shown.page
    measured(shown, 853, 480, 1.5, simple=True)
    root = page.locator(".nnlab-explorer").nth(EXPLORABLES.index(("lesson1", "explore_perceptron")))
    more, seed = root.get_by_role("button", name="more"), root.get_by_label("seed")
    assert more.get_attribute("aria-expanded") == "false" and not seed.is_visible()
    more.press("Enter")
    seed.wait_for(state="visible")
    assert more.get_attribute("aria-expanded") == "true"
    frames = root.locator(".nnlab-stage").get_attribute("data-frames")
    seed.fill("3")
    seed.press("Tab")
    shown.until(root.locator(".nnlab-stage"), f"Number(node.dataset.frames) > {frames}")
    more.press("Space")
    seed.wait_for(state="hidden")
    measured(shown, 1400, 900, simple=False)
    assert not seed.is_visible(), "folded by hand, it stays so"


def test_picture_and_bar_stand_still_while_it_plays(shown):
    measured(shown, 853, 480, 1.5, simple=True)
    stage = shown.stage(EXPLORABLES.index(("lesson4", "explore_network")))
    stage.evaluate(
        """stage => {
            window.places = new Set();
            const look = () => {
                if (!window.places) return;
                const from = stage.closest('.nnlab-explorer').getBoundingClientRect();
                for (const name of ['canvas', '.nnlab-bar']) {
                    const { top, left, width, height } = stage.querySelector(name).getBoundingClientRect();
                    window.places.add([name, top - from.top, left - from.left, width, height].map(
                        part => part.toFixed?.(1) ?? part).join(' '));
                }
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    stage.get_by_role("button", name="play", exact=True).click()
    shown.until(stage, "Number(node.dataset.position) > 100")
    stage.get_by_role("button", name="pause").click()
    places = shown.page.evaluate(
        "() => { const found = [...window.places]; window.places = null; return found; }"
    )
    assert len(places) == 2, places
