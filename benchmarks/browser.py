"""How quickly explorables play and answer in a browser, some of it against ``ipywidgets.interact``.

    uv run python benchmarks/browser.py [--ratio 2] [--only network] [--rounds 3]

All in one JupyterLab, on one page, in turn. Key press to pixels: from the key event's time stamp to the
animation frame after the new picture is in the page, with the slider of the learning rate in focus. Frames
a second: pictures shown while playing, over five seconds. Hitch: the longest time between two pictures
while a control, slider or list, is moved by keys in the play; a line for each. CPU: what kernel, server and
browser together use for one frame, which a busy machine changes less than the rest.
"""

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "helpers"))
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
from nnlab.explore.lesson1.perceptron import explore_perceptron
"""
PERCEPTRON = "perceptron on XOR"
# What is played: a name, the cell, and the labels of the controls that are moved for the hitch.
CELLS = {
    PERCEPTRON: (
        "from nnlab.explore.lesson1.perceptron import explore_perceptron\nexplore_perceptron('XOR')",
        ("learning rate η", "features", "order"),
    ),
    "network, 16 hidden": (
        "from nnlab.explore.lesson4.network import explore_network\nexplore_network('moons', hidden=16)",
        ("learning rate η", "hidden size", "hidden activation", "held out"),
    ),
    # At a temperature above 0 it never comes to rest.
    "Hopfield, 16 x 16": (
        "from nnlab.explore.lesson7.hopfield import explore_hopfield\n"
        "explore_hopfield('large digits', which='0123', stored=4, cue='random', T=0.6)",
        ("temperature T", "stored", "order"),
    ),
    "curve fitting, 64 hidden, 200 samples": (
        "from nnlab.explore.lesson5.curvefit import explore_curvefit\n"
        "explore_curvefit('sine', hidden=64, n=200, lr=0.005)",
        ("learning rate η", "hidden size", "hidden activation", "noise"),
    ),
    "overfitting, 64 hidden, 200 samples": (
        "from nnlab.explore.lesson6.overfit import explore_overfit\n"
        "explore_overfit(model='network', hidden=64, n=200, penalty='L1', lam=0.003)",
        ("strength λ", "hidden size", "penalty", "noise"),
    ),
    "classifier, 16 hidden, 160 samples": (
        "from nnlab.explore.lesson6.shrink import explore_shrink\n"
        "explore_shrink(hidden=16, n=160, penalty='L1', lam=0.003)",
        ("strength λ", "hidden size", "penalty", "noise"),
    ),
    "mini-batches of 32, 64 hidden": (
        "from nnlab.explore.lesson8 import explore_minibatches\nexplore_minibatches()",
        ("learning rate η", "hidden size", "batch size", "order"),
    ),
    "dense net and convolution, 32 kernels": (
        "from nnlab.explore.lesson9 import explore_shift\nexplore_shift()",
        ("learning rate η", "digit shown", "pool", "rows above"),
    ),
}
WATCH = """() => {
    window.seen = []; window.pressed = null; window.times = [];
    window.addEventListener('keydown', event => { window.pressed = event.timeStamp; }, true);
    const paint = () => requestAnimationFrame(now => {
        window.times.push(now);
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


def slider(lab: Lab, number: int):
    """The handle of the slider of that number on the page, in focus."""
    handle = lab.page.locator(".widget-hslider .noUi-handle").nth(number)
    handle.scroll_into_view_if_needed()
    handle.focus()
    return handle


def move(lab: Lab, press: int) -> None:
    """Moves the slider in focus two places up, two down, and so on."""
    lab.page.keyboard.press("ArrowRight" if press % 4 < 2 else "ArrowLeft")


def key_to_pixels(lab: Lab, number: int, presses: int) -> list[float]:
    """Milliseconds from key press to pixels, with the slider of that number on the page."""
    slider(lab, number)
    lab.page.evaluate("() => { window.seen = []; }")
    for press in range(presses):
        move(lab, press)
        lab.page.wait_for_function(f"() => window.seen.length > {press}")
        lab.page.wait_for_timeout(350)  # each is seen alone
    return lab.page.evaluate("() => window.seen")


def cpu_seconds() -> float:
    """What kernel, server and browser have used up to now: this process's offspring (Linux alone tells)."""
    parents, ticks = {}, {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            name, fields = (process / "stat").read_text().split("(", 1)[1].rsplit(")", 1)
        except OSError:  # it has just ended
            continue
        fields = fields.split()
        parents[int(process.name)] = int(fields[1])
        if not name.startswith(("node", "MainThread")):  # Playwright's own
            ticks[int(process.name)] = int(fields[11]) + int(fields[12])
    ours = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(ticks.get(process, 0) for process in ours - {os.getpid()}) / os.sysconf("SC_CLK_TCK")


def times_of_frames(lab: Lab, seconds: float = 5.0) -> list[float]:
    """When, in ms, pictures were shown of what plays now."""
    lab.page.evaluate("() => { window.times = []; }")
    lab.page.wait_for_timeout(1000 * seconds)
    return lab.page.evaluate("() => window.times")


def frames_a_second(lab: Lab) -> float:
    """Pictures shown in a second, of what plays now."""
    lab.page.wait_for_timeout(1500)
    times = times_of_frames(lab)
    return 1000 * (len(times) - 1) / (times[-1] - times[0])


def hitch(lab: Lab, stage, label: str, presses: int = 10) -> float:
    """The longest time in ms between pictures, while the control of that label is moved during the play."""
    if stage.get_attribute("data-playing") != "true":  # the control before has ended it
        stage.get_by_role("button", name="play", exact=True).click()
        lab.page.wait_for_timeout(500)
    named = lab.page.locator("label", has_text=re.compile(f"^{re.escape(label)}$"))
    control = lab.page.locator(".widget-hslider, .widget-dropdown", has=named).first
    control.locator(".noUi-handle, select").first.focus()
    lab.page.evaluate("() => { window.times = []; }")
    for press in range(presses):
        move(lab, press)
        lab.page.wait_for_timeout(300)
    times = lab.page.evaluate("() => window.times")
    return max(after - before for before, after in pairwise(times))


def play(lab: Lab, cell: str, labels: tuple[str, ...]) -> tuple[float, float, list[float]]:
    """Frames a second, CPU ms of a frame, and the hitches, of what ``cell`` shows at 60 steps a second."""
    lab.write("play.ipynb", [cell])
    lab.open("play.ipynb")
    lab.run_all()
    if faults := lab.faults():
        raise RuntimeError(faults[0])
    lab.page.evaluate(WATCH)
    stage = lab.stage()
    stage.get_by_label("speed").select_option("60")
    stage.get_by_role("button", name="play", exact=True).click()
    lab.page.wait_for_timeout(1500)
    start, before = time.monotonic(), cpu_seconds()
    times = times_of_frames(lab)
    used, seconds = cpu_seconds() - before, time.monotonic() - start
    return len(times) / seconds, 1000 * used / len(times), [hitch(lab, stage, label) for label in labels]


def against_interact(lab: Lab, presses: int) -> tuple[list[float], list[float], float]:
    """Key press to pixels of ours and of ``interact``, and the frames a second of ``interact``."""
    lab.write("latency.ipynb", [IMPORTS, OURS, INTERACT])
    lab.open("latency.ipynb")
    lab.run_all()
    stage = lab.stage()
    stage.get_by_role("button", name="one step forward").click()
    lab.until(stage, "node.dataset.position === '1'")
    lab.page.evaluate(WATCH)
    ours, theirs = [], []
    for _ in range(3):  # in turn, so that the machine's moods meet both
        ours += key_to_pixels(lab, 0, presses // 3)
        theirs += key_to_pixels(lab, 1, presses // 3)
    lab.write("play.ipynb", [IMPORTS, PLAY])
    lab.open("play.ipynb")
    lab.run_all()
    lab.page.evaluate(WATCH)
    button = lab.page.locator(".jupyter-widgets.widget-play button").first
    button.scroll_into_view_if_needed()
    button.click()
    return ours, theirs, frames_a_second(lab)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ratio", type=float, default=1.0, help="device pixel ratio")
    parser.add_argument("--presses", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3, help="of all that plays, in turn")
    parser.add_argument("--only", default="", help="play only what has this in its name, without interact")
    arguments = parser.parse_args()
    chosen = {name: cell for name, cell in CELLS.items() if arguments.only in name}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "notebooks"
        folder.mkdir()
        with jupyterlab(folder, Path(scratch)) as address, chromium() as browser:
            page = browser.new_page(
                viewport={"width": 1400, "height": 900}, device_scale_factor=arguments.ratio
            )
            lab = Lab(page, address, folder)
            rival = None if arguments.only else against_interact(lab, arguments.presses)
            played = {name: [] for name in chosen}
            for _ in range(arguments.rounds):
                for name, (cell, labels) in chosen.items():
                    played[name].append(play(lab, cell, labels))
    print(f"load of the machine: {os.getloadavg()[0]:.1f}\n")
    print(f"| pixel ratio {arguments.ratio:g}: median of {arguments.rounds} rounds (best) ", end="")
    print("| frames a second | CPU of a frame, ms | hitch, ms |\n|---|---:|---:|---:|")
    for name, rounds in played.items():
        frames, cpu, hitches = zip(*rounds)
        print(f"| {name} | {statistics.median(frames):.0f} ({max(frames):.0f})", end=" ")
        print(f"| {statistics.median(cpu):.0f} ({min(cpu):.0f}) | |")
        for label, gaps in zip(chosen[name][1], zip(*hitches)):
            spread = f"{min(gaps):.0f} to {max(gaps):.0f}"
            print(f"| {name}: {label} | | | {statistics.median(gaps):.0f} ({spread}) |")
    if rival is not None:
        ours, theirs, their_frames = rival
        a, b = statistics.median(ours), statistics.median(theirs)
        our_frames = statistics.median(frames for frames, _, _ in played[PERCEPTRON])
        print(f"\n| pixel ratio {arguments.ratio:g} | nnlab | interact + inline | ratio |")
        print("|---|---:|---:|---:|")
        print(f"| key press to pixels, median of {len(ours)}, ms | {a:.0f} | {b:.0f} | {b / a:.1f} |")
        gain = our_frames / their_frames
        print(f"| frames a second while playing | {our_frames:.0f} | {their_frames:.0f} | {gain:.1f} |")


if __name__ == "__main__":
    main()
