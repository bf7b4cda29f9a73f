"""A lesson that was run and saved keeps its pictures: the file, and the page on which it is opened again."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from stages import AT_REST, PIXELS

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.browser
VIEW = "application/vnd.jupyter.widget-view+json"
LESSON = [
    "from nnlab.explore.lesson1 import explore_perceptron",
    "explore_perceptron('XOR', seed=3)",
]
OTHERS = [
    "import ipywidgets",
    "ipywidgets.IntSlider()",
    """class WithPicture(ipywidgets.Label):
    def _repr_mimebundle_(self, **kwargs):
        return super()._repr_mimebundle_(**kwargs) | {"image/png": "iVBORw0KGgo="}""",
    "WithPicture(value='not of the course')",
]
CONTEXT = "window.jupyterapp.shell.currentWidget.context"


def play_and_pause(lab, stage, position):
    stage.get_by_label("speed").select_option("60")
    stage.get_by_role("button", name="play", exact=True).click()
    lab.until(stage, f"Number(node.dataset.position) > {position}")
    stage.get_by_role("button", name="pause").click()
    lab.until(stage, AT_REST)


def save(lab):
    """Saves the notebook, and gives the outputs of its file, all in one list."""
    lab.page.evaluate("async () => { await window.jupyterapp.commands.execute('docmanager:save'); }")
    path = lab.page.evaluate(f"() => {CONTEXT}.path")
    cells = json.loads((lab.folder / path).read_text(encoding="utf-8"))["cells"]
    return [output for cell in cells for output in cell["outputs"]]


def is_dirty(lab):
    return lab.page.evaluate(f"() => {CONTEXT}.model.dirty")


def assert_valid(notebook):
    """The stored outputs are those of a fresh run, as nbval's strict mode compares them."""
    check = [sys.executable, "-m", "pytest", "-q", "-c", ROOT / "pyproject.toml", "--rootdir", ROOT, notebook]
    run = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout


def test_a_saved_lesson_shows_its_last_picture_when_it_is_opened_again(lab):
    lab.write("saved.ipynb", LESSON)
    lab.open("saved.ipynb")
    lab.run_all()
    stage = lab.stage()
    play_and_pause(lab, stage, 10)
    first = lab.pixels(stage)
    [output] = save(lab)
    assert {"image/png", "text/plain"} == output["data"].keys()
    # What is on the page goes on. What is played now is no more in the file, and the notebook knows.
    assert not is_dirty(lab)
    play_and_pause(lab, stage, 40)
    lab.page.wait_for_function(f"() => {CONTEXT}.model.dirty")
    last = lab.pixels(stage)
    assert last != first
    save(lab)

    lab.open("saved.ipynb")  # with a fresh kernel, in which nothing has run
    picture = lab.page.locator(".jp-OutputArea img")
    assert picture.evaluate(PIXELS) == last
    assert picture.evaluate("picture => picture.width") <= 920
    assert "model not found" not in lab.page.locator(".jp-Notebook").inner_text()
    assert lab.stages().count() == 0

    lab.run_all()
    stage = lab.stage()
    stage.get_by_role("button", name="one step forward").click()
    lab.until(stage, "node.dataset.position === '1'")
    save(lab)
    assert lab.faults() == []
    assert_valid(lab.folder / "saved.ipynb")


def test_other_widgets_keep_their_view_and_a_restart_keeps_the_picture(lab):
    lab.write("others.ipynb", [*LESSON, *OTHERS])
    lab.open("others.ipynb")
    lab.run_all()
    stage = lab.stage()
    play_and_pause(lab, stage, 10)
    last = lab.pixels(stage)
    lab.restart()
    explorable, *others = save(lab)
    assert VIEW not in explorable["data"]
    assert [VIEW in output["data"] for output in others] == [True, True]

    lab.open("others.ipynb")
    assert lab.page.locator(".jp-OutputArea img").first.evaluate(PIXELS) == last
