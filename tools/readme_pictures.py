"""Make the pictures of the README anew: docs/lesson.png and docs/training.gif.

    uv run python tools/readme_pictures.py

The first is a lesson as it looks in JupyterLab, and needs Chromium on the path. The second is drawn by the
stage of an explorable, one frame for every few steps of a run.
"""

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image

from nnlab.explore.lesson4.network import explore_network

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "helpers"))
from lab import Lab, chromium, jupyterlab  # noqa: E402

LESSON = "01_perceptron.ipynb"
FRAMES, PAUSE, WIDTH, COLOURS = 36, 110, 600, 48  # pause in ms; so that the GIF stays below half a megabyte


def lesson(path: Path) -> None:
    """A screenshot of the lesson's first explorable, some steps into its play."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "course"
        shutil.copytree(ROOT / "notebooks", folder / "notebooks")
        with jupyterlab(folder, Path(scratch)) as address, chromium() as browser:
            page = browser.new_page(viewport={"width": 1250, "height": 860}, device_scale_factor=1.5)
            lab = Lab(page, address, folder)
            lab.open(f"notebooks/{LESSON}")
            lab.run_all()
            stage = lab.stage()
            for step in range(1, 9):
                stage.get_by_role("button", name="one step forward").click()
                lab.until(stage, f"node.dataset.position === '{step}'")
            page.wait_for_timeout(1000)  # the lossless picture follows
            stage.scroll_into_view_if_needed()
            shot = Image.open(io.BytesIO(page.screenshot()))
            shot.convert("RGB").save(path, optimize=True)


def training(path: Path) -> None:
    """A network learns the moons: slowly at first, then in longer and longer strides."""
    explorer = explore_network("moons", hidden=6, seed=1)
    frames = []
    for frame in range(FRAMES):
        explorer.seek(round(2 * frame**1.8))
        picture = Image.open(io.BytesIO(explorer.still()))
        size = (WIDTH, round(WIDTH * picture.height / picture.width))
        frames.append(picture.convert("RGB").resize(size, Image.Resampling.LANCZOS))
    # One palette for all frames, each colour the mean of those it stands for: orange must stay orange.
    palette = frames[-1].quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=8)
    frames = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    pauses = [PAUSE] * (FRAMES - 1) + [2500]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=pauses, loop=0, optimize=True)


if __name__ == "__main__":
    (ROOT / "docs").mkdir(exist_ok=True)
    training(ROOT / "docs" / "training.gif")
    lesson(ROOT / "docs" / "lesson.png")
