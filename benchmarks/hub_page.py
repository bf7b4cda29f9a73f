"""One student's page behind the hub's address, in Chromium: `python benchmarks/hub.py --page` runs it."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "helpers"))

from lab import NOTEBOOK, Lab, chromium  # noqa: E402
from stages import AT_REST, PIXELS  # noqa: E402

if TYPE_CHECKING:
    from hub import Hub

NAME = "student0"
LESSON, QUICK = "01_perceptron.ipynb", "quick.ipynb"


def one_page(hub: "Hub", speed: int, shots: Path | None) -> None:
    """One student logs in, runs lesson 1, plays, draws, saves, and opens it again; screenshots in `shots`."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        _log_in(page, hub)
        # The student's own login is what opens the page: no token.
        address = f"{hub.url}/user/{NAME}/lab/tree/mine/NOTEBOOK?own"
        lab = Lab(page, address, hub.folder / "homes" / NAME / "nnlab/mine")

        def shoot(name: str) -> None:
            if shots:
                page.screenshot(path=str(shots / f"{name}.png"))
            print(name, flush=True)

        _run(lab)
        _play(lab)
        shoot("played")
        _draw(lab)
        shoot("drawn")
        last = _save(lab)
        _open_again(lab, last)
        shoot("opened again")
        _quick(lab, speed)
        shoot(f"begins at {speed} steps a second at most")


def _log_in(page, hub: "Hub") -> None:
    page.goto(f"{hub.url}/hub/login", timeout=60_000)
    page.fill("#username_input", NAME)
    page.fill("#password_input", "any")
    page.click("#login_submit")
    page.wait_for_url(f"**/class/user/{NAME}/lab**", timeout=120_000)


def _run(lab: Lab) -> None:
    lab.load(LESSON)
    lab.begin_all()
    lab.page.wait_for_function("() => window.ranAll", timeout=240_000)
    lab.idle()
    assert lab.faults() == []


def _play(lab: Lab) -> None:
    stage = lab.stage()
    stage.get_by_label("speed").select_option("15")
    stage.get_by_role("button", name="play", exact=True).click()
    lab.until(stage, "node.dataset.position === '11' && node.dataset.playing === 'false'", timeout=60_000)
    lab.until(stage, AT_REST)


def _draw(lab: Lab) -> None:
    stage = lab.stage()
    before = lab.pixels(stage)
    box = stage.locator("canvas").bounding_box()
    lab.page.mouse.click(box["x"] + 0.15 * box["width"], box["y"] + 0.2 * box["height"])
    lab.until(stage, "node.querySelector('[role=status]').textContent.includes('of 5')")
    lab.until(stage, AT_REST)
    assert lab.pixels(stage) != before


def _save(lab: Lab) -> str:
    """Save; return the fingerprint of the picture that must be there when the notebook is opened again."""
    stage = lab.stage()
    last = lab.pixels(stage)
    lab.page.evaluate("async () => { await window.jupyterapp.commands.execute('docmanager:save'); }")
    stored = json.loads((lab.folder / LESSON).read_text(encoding="utf-8"))
    outputs = [output for cell in stored["cells"] for output in cell.get("outputs", [])]
    kinds = [kind for output in outputs for kind in output.get("data", {})]
    assert "image/png" in kinds
    assert "application/vnd.jupyter.widget-view+json" not in kinds
    return last


def _open_again(lab: Lab, last: str) -> None:
    """End the kernel, as the next day finds it, and load the page anew."""
    lab.page.evaluate(f"async () => {{ await {NOTEBOOK}.context.sessionContext.shutdown(); }}")
    lab.load(LESSON)
    picture = lab.page.locator(".jp-OutputArea img").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate(PIXELS) == last
    assert lab.stages().count() == 0
    assert "model not found" not in lab.page.locator(".jp-Notebook").inner_text()


def _quick(lab: Lab, speed: int) -> None:
    """An explorable that begins with 60 steps a second elsewhere begins with `speed` here."""
    lab.write(QUICK, ["from nnlab.explore.lesson4 import explore_network", "explore_network()"])
    lab.load(QUICK)
    lab.run_all()
    assert lab.faults() == []
    assert lab.stage().get_by_label("speed").input_value() == str(min(speed, 60))
