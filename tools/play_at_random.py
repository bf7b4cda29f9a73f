"""Play an explorable at random in Chromium: is there an error, does memory grow, is the last frame true?

    uv run python tools/play_at_random.py                          the playground, 1,000 moves, ten minutes
    uv run python tools/play_at_random.py lesson4.explore_network --moves 200 --minutes 2 --seed 3

A move is a control, a button, the pointer or a key, at random. Twenty times on the way it pauses, compares
the picture in the page with one drawn anew, and tells the memory of kernel and page. The exit status is 0
if all held.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "helpers"))
from lab import Lab, chromium, jupyterlab
from random_hand import RandomHand

LOOKS = 20  # at what must hold, on the way
GROWTH = 1.1  # by which the memory of the last quarter may be above that of the second


def play(hand: RandomHand, moves: int, seconds: float) -> tuple[list[str], list[tuple[float, float]]]:
    """Make so many moves in about so many seconds; return what was wrong, and the memories on the way."""
    wrong, memories, begun = [], [], time.monotonic()
    for k in range(1, moves + 1):
        hand.move()
        hand.page.wait_for_timeout(max(0.0, 1000 * (k * seconds / moves - (time.monotonic() - begun))))
        if k % max(1, moves // LOOKS) == 0 or k == moves:
            found = hand.faults()
            memories.append(hand.memory())
            kernel, page = memories[-1]
            now = time.monotonic() - begun
            print(f"{k:5} moves {now:4.0f} s: kernel {kernel:.0f} MB, page {page:.0f} MB")
            if found:
                wrong += [f"after move {k}: {fault}" for fault in found]
                print(*wrong, "the last moves: " + "; ".join(hand.moves[-8:]), sep="\n")
                break
    return wrong, memories


def grown(memories: list[tuple[float, float]]) -> list[str]:
    """Say which memory is not level: from the second quarter of the looks to the last."""
    quarter, found = len(memories) // 4, []
    for name, seen in zip(("kernel", "page"), zip(*memories)):
        early = statistics.median(seen[quarter : 2 * quarter] or seen)
        late = statistics.median(seen[-quarter:])
        print(f"{name}: {early:.0f} MB early, {late:.0f} MB late")
        if late > GROWTH * early:
            found.append(f"{name}: memory grows from {early:.0f} to {late:.0f} MB")
    return found


def main() -> int:
    """Play as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("explorable", nargs="?", default="playground.explore_playground")
    parser.add_argument("--moves", type=int, default=1000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    module, name = asked.explorable.rsplit(".", 1)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        where, scratch = Path(folder, "course"), Path(folder, "scratch")
        where.mkdir()
        with jupyterlab(where, scratch) as address:
            lab = Lab(browser.new_page(viewport={"width": 1400, "height": 900}), address, where)
            lab.write(
                "play.ipynb", [f"from nnlab.explore.{module} import {name}\nexplorer = {name}()\nexplorer"]
            )
            lab.open("play.ipynb")
            lab.run_all()
            hand = RandomHand(lab, "explorer", rng=np.random.default_rng(asked.seed))
            wrong, memories = play(hand, asked.moves, 60 * asked.minutes)
    wrong += grown(memories)
    print("held" if not wrong else "did not hold", f"{len(hand.moves)} moves", sep=": ")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
