"""What a frame of the play costs the kernel, and how many bytes it is, without browser and server.

    uv run python benchmarks/frames.py [--frames 200]

The explorables of `browser.py`, played at 60 steps a second for a page that paints three frames at a time:
all that the kernel's thread computes for a frame, learning and drawing included, and the bytes it sends. For
another commit run a copy of this file, with its `benchmarks` folder as `PYTHONPATH`.
"""

import argparse
import statistics
import time

from browser import CELLS


def made(cell: str):
    """Return the explorable that a cell of `browser.py` shows."""
    *before, last = cell.split("\n")
    names: dict = {}
    exec("\n".join(before), names)
    return eval(last, names)


def played(explorer, ratio: float, frames: int) -> tuple[float, float]:
    """Return the mean of the thread's ms for a frame, and the median of its bytes."""
    messages, spent, sizes = [], [], []
    stage = explorer.stage
    stage.send = lambda content, buffers: messages.append((content, buffers))
    stage.speed = 60
    stage.hello(ratio)
    explorer.play()
    while len(sizes) < frames:
        messages.clear()
        under_way = sorted(stage.transport._under_way)
        began, before = time.thread_time(), stage.transport._number
        explorer._on_page(stage, dict(kind="painted", numbers=under_way[:3]), [])
        new = stage.transport._number - before
        if not new:
            break  # the run has ended
        spent.append(1000 * (time.thread_time() - began))
        sizes += [sum(map(len, buffers)) / len(content["heads"]) for content, buffers in messages]
    explorer.pause()
    return sum(spent) / max(stage.transport._number, 1), statistics.median(sizes)


def main() -> None:
    """Measure all, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=200)
    arguments = parser.parse_args()
    print("| | ratio 1: ms | bytes | ratio 2: ms | bytes |\n|---|---:|---:|---:|---:|")
    for name, (cell, _) in CELLS.items():
        row = []
        for ratio in (1.0, 2.0):
            explorer = made(cell)  # afresh, so that both play the same steps
            ms, size = played(explorer, ratio, arguments.frames)
            row += [f"{ms:.2f}", f"{size:,.0f}"]
            explorer.close()
        print(f"| {name} | {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
