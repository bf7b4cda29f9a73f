"""The stage while its kernel is busy, is told to pause, restarts or goes: never blank, never wrong."""

import pytest
from stages import AT_REST, STATUS, play

from nnlab.explore.kit import words

pytestmark = pytest.mark.browser
# Busy until the test allows it to end.
BUSY = """
import time
from pathlib import Path
while not Path("go").exists():
    time.sleep(0.02)
Path("go").unlink()
"""
NETWORK = ["from nnlab.explore.lesson4 import explore_network", "explore_network('moons', hidden=3)"]
# Counts the pixels of the picture that are not white.
INK = """stage => {
    const canvas = stage.querySelector('canvas'), context = canvas.getContext('2d');
    const colours = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return colours.reduce((sum, colour) => sum + (colour !== 0xffffffff), 0);
}"""
# Clicks on Pause, and keeps the positions shown from then on and what the button is called just after.
PAUSE = """stage => {
    const play = stage.querySelector('.nnlab-play');
    window.shown = [stage.dataset.position];
    new MutationObserver(() => window.shown.push(stage.dataset.position))
        .observe(stage, { attributes: true, attributeFilter: ['data-frames'] });
    play.click();
    return play.textContent;
}"""
# Keeps how high the stage is, and the sentence in it, at every animation frame.
WATCH = """stage => {
    window.below = new Set();
    window.heights = new Set();
    const status = stage.querySelector('[role=status]');
    const look = () => {
        window.below.add(Math.round(stage.getBoundingClientRect().height));
        const range = document.createRange();
        range.selectNodeContents(status);
        window.heights.add(Math.round(range.getBoundingClientRect().height));
        requestAnimationFrame(look);
    };
    look();
}"""


@pytest.fixture
def network(lab):
    """Lesson 4's network on a kernel of its own, run."""
    lab.write("network.ipynb", NETWORK)
    lab.open("network.ipynb")
    lab.run_all()
    return lab


def test_a_stage_is_never_blank_while_all_cells_run(lab):
    lab.write("busy.ipynb", [*NETWORK, BUSY, "print('done')"])
    lab.open("busy.ipynb")
    lab.begin_all()
    stage = lab.stages().first
    stage.wait_for()
    lab.until(stage, f"{STATUS}.startsWith('Step 0')", timeout=30_000)
    assert stage.get_attribute("data-frames") is None  # the kernel has not answered
    assert stage.evaluate(INK) > 100_000
    assert "3 hidden units" in stage.locator("canvas").get_attribute("aria-label")
    stage.get_by_role("button", name="play", exact=True).click()
    lab.until(stage, f"{STATUS} === {words.WAITING!r}")
    assert stage.get_attribute("data-frames") is None
    (lab.folder / "go").touch()
    lab.until(stage, f"Number(node.dataset.position) > 3 && {STATUS}.startsWith('Step')")
    stage.get_by_role("button", name="pause").click()
    lab.until(stage, AT_REST)
    assert all("widgets" not in cell["metadata"] for cell in lab.cells()) and lab.faults() == []


def test_an_output_shown_again_while_the_kernel_is_busy_is_not_blank(lab):
    lab.write("again.ipynb", [NETWORK[0], f"e = {NETWORK[1]}", "e", BUSY])
    lab.open("again.ipynb")
    lab.begin_all()
    stage = lab.stages().first
    lab.until(stage, f"{STATUS}.startsWith('Step 0')", timeout=30_000)
    lab.page.evaluate(
        """() => {
            const content = window.jupyterapp.shell.currentWidget.content;
            content.activeCellIndex = 2;
            return window.jupyterapp.commands.execute('notebook:create-output-view');
        }"""
    )
    second = lab.stages().nth(1)
    second.wait_for()
    assert second.evaluate(INK) > 100_000
    (lab.folder / "go").touch()
    lab.until(stage, "Number(node.dataset.frames) > 0")


def test_pause_holds_the_picture_in_the_page_and_the_kernel_comes_back_to_it(network):
    stage = play(network, 10)
    for _ in range(3):
        assert stage.evaluate(PAUSE) == "▶ Play"
        network.until(stage, AT_REST)
        shown = network.page.evaluate("() => window.shown")
        assert len(set(shown)) == 1 and len(shown) > 1, shown
        at = int(shown[0])
        stage.get_by_role("button", name="one step forward").click()
        network.until(stage, f"Number(node.dataset.position) === {at + 1}")  # the kernel was there, too
        play(network, at + 8)
    assert network.faults() == []


def test_a_kernel_that_restarts_or_ends_is_told_of_at_once(network):
    stage = play(network, 10)
    context = "window.jupyterapp.shell.currentWidget.context.sessionContext"
    network.page.evaluate(f"() => {{ {context}.restartKernel(); }}")
    gone = f"{STATUS} === {words.GONE!r} && node.querySelector('.nnlab-play').textContent === '▶ Play'"
    network.until(stage, gone)
    assert stage.locator(".nnlab-bar :enabled").count() == 0
    network.wait_for_kernel()
    network.run_all()
    stage = play(network, 10)
    network.page.evaluate(f"() => {{ {context}.shutdown(); }}")
    network.until(stage, gone, timeout=30_000)
    assert stage.locator(".nnlab-bar :enabled").count() == 0


def test_what_stands_below_the_sentence_does_not_move_while_it_plays(lab):
    lab.write(
        "perceptron.ipynb",
        [
            "from nnlab.explore.lesson1 import explore_perceptron",
            "explore_perceptron('XOR')",
        ],
    )
    lab.open("perceptron.ipynb")
    lab.run_all()
    stage = lab.stage()
    stage.get_by_label("speed").select_option("15")
    stage.evaluate(WATCH)
    play(lab, 40)
    heights, below = lab.page.evaluate("() => [[...window.heights], [...window.below]]")
    assert len(heights) > 1, "the sentence had always the same number of lines"
    assert len(below) == 1, below
