"""In JupyterLab a cell run again lets go of its old explorable, but not of one that a window still shows."""

import pytest

pytestmark = pytest.mark.browser
SETUP = """
import gc
from nnlab.explore.kit import letting_go
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.lesson1 import explore_perceptron
letting_go.ANSWER_WITHIN = letting_go.TRY_AGAIN_AFTER = 0.2  # seconds
"""
SHOWN, OTHER = "explorer = explore_perceptron('XOR')\nexplorer", "explore_perceptron('AND')"
COUNT = "print(*sorted(e['data'] for e in gc.get_objects() if isinstance(e, Explorer)))"
PLAYED = "Number(node.dataset.position) > 0"


@pytest.fixture(scope="module")
def lesson(new_lab):
    with new_lab() as lab:
        lab.write("again.ipynb", [SETUP, SHOWN, OTHER, COUNT])
        lab.open("again.ipynb")
        lab.run_all()
        lab.stage(0), lab.stage(1)
        yield lab


def alive(lesson):
    """The data of the explorables that the kernel still holds."""
    lesson.run_cell("print(")
    return lesson.cells()[3]["outputs"][0]["text"].strip()


def settled(lesson, expected):
    """Whether that comes to be what is alive; what nobody shows goes after a cell that runs later."""
    for _ in range(20):
        if alive(lesson) == expected:
            return True
        lesson.page.wait_for_timeout(300)
    return False


def play(lesson, number):
    stage = lesson.stage(number)
    stage.get_by_role("button", name="play", exact=True).click()
    lesson.until(stage, PLAYED)


def test_a_cell_run_again_lets_go_of_its_old_explorable_alone(lesson):
    for _ in range(3):
        lesson.run_cell("explorer =")
        lesson.stage(0)
        assert settled(lesson, "AND XOR")
    play(lesson, 0)
    play(lesson, 1)
    assert lesson.faults() == []


def test_a_window_keeps_the_one_that_it_shows_when_another_runs_the_cell(lesson, new_lab):
    lesson.page.evaluate("async () => window.jupyterapp.commands.execute('docmanager:save')")
    with new_lab() as window:
        window.load("again.ipynb")  # the file holds pictures: to play there, the cell is run there
        window.run_cell("explorer =")
        window.stage(0)
        for _ in range(3):
            lesson.page.wait_for_timeout(300)  # the first window's time to answer
            assert alive(lesson) == "AND XOR XOR"
        at = lesson.stage(0).get_attribute("data-position")
        lesson.until(lesson.stage(0), f"Number(node.dataset.position) > {at}")  # it has played all the time
        play(window, 0)
    lesson.run_cell("explorer =")
    assert settled(lesson, "AND XOR")
