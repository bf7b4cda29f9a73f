"""What a frame of the play costs the kernel, and how many bytes it is, without browser and server.

    uv run python benchmarks/frames.py [--frames 200] [--every]

The explorables of `browser.py`, played at 60 steps a second for a page that paints three frames at a time:
all that the kernel's thread computes for a frame, learning and drawing included, and the bytes it sends. With
`--every` instead the bytes of every explorable: in play, and of the answers to all its controls. For another
commit run a copy of this file, with its `benchmarks` folder as `PYTHONPATH`.
"""

import argparse
import contextlib
import statistics
import time

from browser import CELLS  # which makes the tests' helpers known
from replay import explorables


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
        began, before = time.thread_time(), stage.transport._number
        explorer._on_page(stage, dict(kind="painted", numbers=under_way(explorer)[:3]), [])
        new = stage.transport._number - before
        if not new:
            break  # the run has ended
        spent.append(1000 * (time.thread_time() - began))
        sizes += [sum(map(len, buffers)) / len(content["heads"]) for content, buffers in messages]
    explorer.pause()
    return sum(spent) / max(stage.transport._number, 1), statistics.median(sizes)


def sizes_in_play(explorer, frames: int) -> list[float]:
    """Return the bytes of so many frames of the play, at pixel ratio 1."""
    sizes = []
    explorer.stage.send = lambda content, buffers: sizes.extend(map(len, buffers))
    explorer.stage.speed = 60
    explorer.stage.hello(1.0)
    sizes.clear()  # the first tells of all that stands still
    explorer.play()
    while len(sizes) < frames and explorer.stage.playing:
        explorer._on_page(explorer.stage, dict(kind="painted", numbers=under_way(explorer)), [])
    explorer.pause()
    return sizes


def sizes_of_answers(explorer) -> list[float]:
    """Return the bytes of the answers to its presets, and to each control moved to some of its values."""
    sizes = []
    explorer.stage.send = lambda content, buffers: sizes.extend(map(len, buffers))
    explorer.stage.hello(1.0)
    sizes.clear()
    for control in (explorer.preset, *explorer.controls.values()):
        values = [value for _, value in getattr(control, "_options_full", ())]
        for value in values[:: max(1, len(values) // 8)]:
            explorer._on_page(explorer.stage, dict(kind="painted", numbers=under_way(explorer)), [])
            with contextlib.suppress(Exception):  # a value that only the reader's own file makes possible
                control.value = value
    return sizes


def under_way(explorer) -> list[int]:
    """Return the numbers of the frames that the page has not painted yet."""
    return sorted(explorer.stage.transport._under_way)


def every_explorable(frames: int) -> None:
    """Print a table of the bytes of every explorable."""
    print("| | play: median | largest | answers: median | largest |\n|---|---:|---:|---:|---:|")
    for name, make in explorables().items():
        row = []
        for sizes_of in (lambda one: sizes_in_play(one, frames), sizes_of_answers):
            explorer = make()
            if sizes_of is sizes_of_answers or explorer.player is not None:
                sizes = sizes_of(explorer)
                row += [f"{statistics.median(sizes):,.0f}", f"{max(sizes):,.0f}"]
            else:
                row += ["", ""]
            explorer.close()
        print(f"| {name} | {' | '.join(row)} |", flush=True)


def main() -> None:
    """Measure all, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=200)
    parser.add_argument("--every", action="store_true", help="bytes alone, of every explorable")
    arguments = parser.parse_args()
    if arguments.every:
        every_explorable(arguments.frames)
        return
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
