"""Compares what the page draws with what matplotlib's Agg draws, for every explorable, artist by artist.

    uv run python tools/compare_drawings.py [--only hopfield] [--folder DIR]

At pixel ratios 1 and 2, at several steps of each explorable: each moving artist alone, and all of them. Says
what is wrong and returns 1 if anything is; with `--folder` keeps the pictures of the whole, Agg's and ours.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "helpers"))
from lab import chromium
from replay import compared, explorables, standing

STEPS = (0, 3, 40)


def main() -> int:
    """Compare, and return whether anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="explorables with this in their name")
    parser.add_argument("--folder", type=Path, help="where to keep the pictures")
    arguments = parser.parse_args()
    wrong = count = 0
    with chromium() as browser:
        page = browser.new_page()
        for name, make in explorables().items():
            if arguments.only not in name:
                continue
            explorer = make()
            for step in STEPS if explorer.player is not None else STEPS[:1]:
                if explorer.player is not None:
                    explorer.player.seek(step)
                explorer.draw()
                for ratio in (1.0, 2.0):
                    found, agg, ours = compared(page, explorer.stage, ratio)
                    found["what stands still"] = standing(page, explorer.stage, ratio)
                    count += len(found)
                    for artist, what in found.items():
                        wrong += bool(what)
                        for fault in what:
                            print(f"{name}, step {step}, ratio {ratio:g}, {artist}: {fault}", flush=True)
                    if arguments.folder:
                        both = np.concatenate([agg[..., :3], ours])
                        file = f"{name.replace(': ', '-').replace(' ', '')}-{step}-{ratio:g}.png"
                        Image.fromarray(both).save(arguments.folder / file)
            explorer.close()
    print(f"{count} compared, {wrong} differ")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
