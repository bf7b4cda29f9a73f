"""How quickly the explorable answers in a browser, against ``ipywidgets.interact`` with inline matplotlib.

    uv run python benchmarks/browser.py [--ratio 2]

Both draw the same picture from the same computation, in one JupyterLab, on one page, in turn. Key press to
pixels: from the key event's time stamp to the animation frame after the new picture is in the page, with the
slider of the learning rate in focus. Frames a second: pictures shown while playing, over five seconds.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "browser"))
from lab import Lab, chromium, jupyterlab

OURS = """
explore_perceptron("blobs", start="random", seed=3, order="shuffled")
"""
# The artists are kept here too, which makes it faster than an `interact` as it is usually written.
INTERACT = """
same = explore_perceptron("blobs", start="random", seed=3, order="shuffled")
same.seek(1)
def draw(lr):
    same.controls["lr"].value = lr
    same.draw()
    display(same.stage.figure)
interact(draw, lr=widgets.SelectionSlider(options=[2.0 ** i for i in range(-4, 3)], value=1.0))
"""
PLAY = """
playing = explore_perceptron("XOR")
def show(k):
    playing.player.seek(k)
    playing.draw()
    display(playing.stage.figure)
interact(show, k=widgets.Play(min=0, max=100_000, interval=10))
"""
IMPORTS = """
import ipywidgets as widgets
from IPython.display import display
from ipywidgets import interact
from nnlab.explore.perceptron import explore_perceptron
"""
WATCH = """() => {
    window.seen = []; window.pressed = null; window.shown = 0;
    window.addEventListener('keydown', event => { window.pressed = event.timeStamp; }, true);
    const paint = () => requestAnimationFrame(now => {
        window.shown += 1;
        if (window.pressed !== null) window.seen.push(performance.now() - window.pressed);
        window.pressed = null;
    });
    new MutationObserver(changes => {
        for (const change of changes) {
            if (change.attributeName === 'data-frames') return paint();
            for (const node of change.addedNodes) {
                const image = node.querySelector?.('img') ?? (node.tagName === 'IMG' ? node : null);
                if (image) { image.decode().then(paint); return; }
            }
        }
    }).observe(document.body,
        { subtree: true, childList: true, attributes: true, attributeFilter: ['data-frames'] });
}"""


def key_to_pixels(lab: Lab, slider: int, presses: int) -> list[float]:
    """Milliseconds from key press to pixels, with the slider of that number on the page."""
    handle = lab.page.locator(".widget-hslider .noUi-handle").nth(slider)
    handle.scroll_into_view_if_needed()
    handle.focus()
    lab.page.evaluate("() => { window.seen = []; }")
    for press in range(presses):
        lab.page.keyboard.press("ArrowRight" if press % 4 < 2 else "ArrowLeft")
        lab.page.wait_for_function(f"() => window.seen.length > {press}")
        lab.page.wait_for_timeout(350)  # let the lossless picture follow
    return lab.page.evaluate("() => window.seen")


def frames_a_second(lab: Lab, seconds: float = 5.0) -> float:
    """Pictures shown in a second, of what plays now."""
    lab.page.wait_for_timeout(1500)
    before, start = lab.page.evaluate("() => [window.shown, performance.now()]")
    lab.page.wait_for_timeout(1000 * seconds)
    after, end = lab.page.evaluate("() => [window.shown, performance.now()]")
    return 1000 * (after - before) / (end - start)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--ratio", type=float, default=1.0, help="device pixel ratio")
    arguments.add_argument("--presses", type=int, default=24)
    arguments = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "notebooks"
        folder.mkdir()
        with jupyterlab(folder, Path(scratch)) as address, chromium() as browser:
            page = browser.new_page(
                viewport={"width": 1400, "height": 900}, device_scale_factor=arguments.ratio
            )
            lab = Lab(page, address, folder)
            lab.write("latency.ipynb", [IMPORTS, OURS, INTERACT])
            lab.open("latency.ipynb")
            lab.run_all()
            stage = lab.stage()
            stage.get_by_role("button", name="one step forward").click()
            lab.until(stage, "node.dataset.position === '1'")
            page.evaluate(WATCH)
            ours, theirs = [], []
            for _ in range(3):  # in turn, so that the machine's moods meet both
                ours += key_to_pixels(lab, 0, arguments.presses // 3)
                theirs += key_to_pixels(lab, 1, arguments.presses // 3)
            lab.write("play.ipynb", [IMPORTS, "explore_perceptron('XOR')", PLAY])
            lab.open("play.ipynb")
            lab.run_all()
            page.evaluate(WATCH)
            stage = lab.stage()
            stage.get_by_label("speed").select_option("60")
            stage.get_by_role("button", name="play", exact=True).click()
            our_frames = frames_a_second(lab)
            stage.get_by_role("button", name="pause").click()
            button = page.locator(".jupyter-widgets.widget-play button").first
            button.scroll_into_view_if_needed()
            button.click()
            their_frames = frames_a_second(lab)
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"| pixel ratio {arguments.ratio:g} | nnlab | interact + inline | ratio |")
    print("|---|---:|---:|---:|")
    print(f"| key press to pixels, median of {len(ours)}, ms | {a:.0f} | {b:.0f} | {b / a:.1f} |")
    gain = our_frames / their_frames
    print(f"| frames a second while playing | {our_frames:.0f} | {their_frames:.0f} | {gain:.1f} |")


if __name__ == "__main__":
    main()
