"""How quickly explorables answer to a pointer that drags: milliseconds from its event to the pixels.

    uv run python benchmarks/drags.py [--moves 24] [--rounds 3]

All in one JupyterLab, in turn, each at rest. A move is seen from the time stamp of its event to the animation
frame after the new picture is in the page; the next one follows when that is there.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "helpers"))
from lab import Lab, chromium, jupyterlab

# What is dragged: a name, the cell, where it is pressed (parts of the picture), and page pixels to the right.
DRAGS = {
    "lesson 1, a sample among a hundred": (
        "from nnlab.explore.lesson1 import explore_perceptron\nexplore_perceptron('blobs')",
        (0.25, 0.3),
        40,
    ),
    "lesson 7, a stroke on 16 × 16": (
        "from nnlab.explore.lesson7 import explore_hopfield\nexplore_hopfield('own', cue='blank')",
        (0.25, 0.5),
        60,
    ),
    "lesson 9, the digit on its sheet": (
        "from nnlab.explore.lesson9 import explore_shift\nexplore_shift()",
        (0.16, 0.32),
        30,
    ),
    "lesson 9, a stroke on the magnifier's picture": (
        "from nnlab.explore.lesson9 import explore_window\nexplore_window()",
        (0.1, 0.3),
        40,
    ),
}
WATCH = """() => {
    window.seen = []; window.moved = null;
    window.addEventListener('pointermove', event => { window.moved = event.timeStamp; }, true);
    const paint = () => requestAnimationFrame(() => {
        if (window.moved !== null) window.seen.push(performance.now() - window.moved);
        window.moved = null;
    });
    new MutationObserver(paint).observe(document.body, { subtree: true, attributeFilter: ['data-frames'] });
}"""


def drag(lab: Lab, cell: str, start: tuple[float, float], step: int, moves: int) -> list[float]:
    """Milliseconds from each move of a drag to its picture, of what ``cell`` shows."""
    lab.write("drag.ipynb", [cell])
    lab.open("drag.ipynb")
    lab.run_all()
    if faults := lab.faults():
        raise RuntimeError(faults[0])
    box, mouse = lab.stage().locator("canvas").bounding_box(), lab.page.mouse
    x, y = (box[at] + part * box[size] for at, part, size in zip("xy", start, ("width", "height")))
    mouse.move(x, y)
    mouse.down()
    lab.page.wait_for_timeout(1000)
    lab.page.evaluate(WATCH)
    for move in range(moves):
        mouse.move(x + step * (move % 3 + 1), y)
        lab.page.wait_for_function(f"() => window.seen.length > {move}")
        lab.page.wait_for_timeout(200)  # each is seen alone
    mouse.up()
    return lab.page.evaluate("() => window.seen")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moves", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    seen = {name: [] for name in DRAGS}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "notebooks"
        folder.mkdir()
        with jupyterlab(folder, Path(scratch)) as address, chromium() as browser:
            lab = Lab(browser.new_page(viewport={"width": 1400, "height": 900}), address, folder)
            for _ in range(arguments.rounds):
                for name, how in DRAGS.items():
                    seen[name].append(statistics.median(drag(lab, *how, arguments.moves)))
    print(f"load of the machine: {os.getloadavg()[0]:.1f}\n")
    print("| pointer to pixels, ms | median of the rounds | best |\n|---|---:|---:|")
    for name, medians in seen.items():
        print(f"| {name} | {statistics.median(medians):.0f} | {min(medians):.0f} |")


if __name__ == "__main__":
    main()
