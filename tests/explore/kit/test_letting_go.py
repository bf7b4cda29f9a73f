"""An explorable closes with all that it made, and a kernel lets go of one that no cell shows any more."""

import gc
import importlib
import sys
import weakref
from threading import Event, Thread

import comm
import pytest
from drawings import line
from ipywidgets.widgets.widget import _instances
from jupyter_client.manager import KernelManager

from nnlab.explore import sliders
from nnlab.explore.kit.example import explore_line
from nnlab.explore.kit.explorer import problems
from nnlab.explore.lesson1.perceptron import explore_perceptron
from nnlab.explore.lesson4.network import explore_network

LESSONS = [
    importlib.import_module(f"nnlab.explore.{name}")
    for name in (*(f"lesson{number}" for number in range(1, 10)), "playground")
]


def explore_slopes():
    return sliders(line, alt="", slope=(-1.0, 1.0, 0.5, 0.0), shape=["straight", "bent"], wide=False)


MAKERS = [
    explore_slopes,
    explore_line,
    *(getattr(lesson, name) for lesson in LESSONS for name in lesson.__all__ if name.startswith("explore_")),
]


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_closing_leaves_no_widget_no_comm_and_nothing_that_keeps_it(make):
    explorer = make()
    weak = weakref.ref(explorer)
    explorer.close()
    assert not _instances and not comm.get_comm_manager().comms
    del explorer
    gc.collect()
    assert weak() is None


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_one_that_was_used_goes_as_well(make, page):
    explorer = make()
    weak, browser = weakref.ref(explorer), page(explorer)
    explorer.play()
    for _ in range(5):
        browser.paint()
    explorer.pause()
    explorer.reset_button.click()
    browser.say(kind="gone")
    del explorer.stage.send  # the page's ear, which would keep it
    explorer.close()
    assert not _instances and not comm.get_comm_manager().comms
    del explorer, browser
    gc.collect()
    assert weak() is None


def test_one_that_is_closed_answers_no_more(page):
    explorer = explore_perceptron("XOR")
    browser = page(explorer)
    explorer.seek(20)
    explorer.play()
    explorer.close()
    browser.heard.clear()
    explorer.controls["lr"].value = 2.0
    explorer.preset.value = "XOR: no line will do"
    explorer.reset_button.click()
    explorer.play()
    explorer.seek(3)
    for kind in ("hello", "painted", "gone", "here", "play"):
        browser.say(kind=kind, ratio=1.0, numbers=[1])
    browser.point("press", 0.5, 0.5, explorer.plane.ax) if explorer.stage.figure.axes else None
    explorer.close()  # once more does no harm
    assert browser.heard == [] and not problems
    assert len(explorer.player.kept) == 1 and explorer.stage.figure.axes == []


def test_one_that_could_not_be_made_leaves_nothing_to_close():
    with pytest.raises(ValueError, match="data"):
        explore_perceptron("NAND of nothing")
    with pytest.raises(ZeroDivisionError):
        sliders(lambda ax, x: 1 / 0, alt="", x=(0, 3, 1))


def test_closing_waits_until_what_is_under_way_is_done():
    explorer = explore_perceptron("XOR")
    inside, go_on, done = Event(), Event(), []

    def seek(position):
        inside.set()
        go_on.wait(10)
        done.append(explorer.closed)

    explorer.player.seek = seek
    seeking = Thread(target=explorer.seek, args=[1])
    seeking.start()
    inside.wait(10)
    closing = Thread(target=explorer.close)
    closing.start()
    closing.join(0.2)  # time to close, if it may
    assert not explorer.closed
    go_on.set()
    for thread in (seeking, closing):
        thread.join()
    assert done == [False] and explorer.closed and not problems


def test_closing_all_widgets_is_closing_each():
    explorer = explore_network("XOR")
    explorer.close_all()
    assert explorer.closed and not _instances


# -- in a kernel ------------------------------------------------------------------------------------------


class Notebook:
    """A kernel of its own, told which cell it runs, as JupyterLab does."""

    def __init__(self, folder) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.kernel_spec.argv[0] = sys.executable
        self.manager.start_kernel(cwd=str(folder))
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def end(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()

    def run(self, code: str, cell: str | None = None) -> str:
        """Runs the cell, and gives what it printed."""
        content = dict(code=code, silent=False, store_history=True, user_expressions={}, allow_stdin=False)
        message = self.client.session.msg(
            "execute_request", content, metadata=dict(cellId=cell) if cell else {}
        )
        return self.send(message)

    def model(self, name: str) -> str:
        """The number by which a page calls the stage of the explorable of this name."""
        return self.run(f"print({name}.stage.model_id)").strip()

    def say(self, model: str, **content) -> None:
        """The page says something to a stage."""
        data = dict(method="custom", content=content)
        self.send(self.client.session.msg("comm_msg", dict(comm_id=model, data=data)))

    def send(self, message: dict) -> str:
        self.client.shell_channel.send(message)
        said = ""
        while True:
            answer = self.client.get_iopub_msg(timeout=60)
            if answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            kind, content = answer["msg_type"], answer["content"]
            assert kind != "error", content["traceback"]
            said += content["text"] if kind == "stream" else ""
            if kind == "status" and content["execution_state"] == "idle":
                return said

    def alive(self) -> list[str]:
        """The data of the explorables that are alive in the kernel."""
        return self.run("print(*alive())").split()


SETUP = """
import gc, ipywidgets, psutil
from IPython.display import display
from nnlab.explore.kit import letting_go
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.lesson1 import explore_perceptron
from nnlab.explore.lesson4 import explore_network

def explorables():
    return [e for e in gc.get_objects() if isinstance(e, Explorer) and not e.closed]

def alive():
    return sorted(e["data"] for e in explorables())

def find(data):
    return next(e for e in explorables() if e["data"] == data)

def resident():
    gc.collect()
    return psutil.Process().memory_info().rss / 2**20
"""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    notebook = Notebook(tmp_path_factory.mktemp("kernel"))
    notebook.run(SETUP)
    yield notebook
    notebook.end()


@pytest.fixture
def notebook(kernel):
    """The kernel, and nothing of another test in it."""
    kernel.run("letting_go.ANSWER_WITHIN = -1.0")  # a page that has not answered by the next cell never will
    yield kernel
    kernel.run("for e in explorables(): e.close()")
    kernel.run("%reset -f")
    kernel.run(SETUP)


def test_a_cell_run_twenty_times_holds_one_explorable(notebook):
    sizes = []
    for run in range(1, 21):
        notebook.run("explorer = explore_network('moons')\nexplorer.seek(200)\nexplorer", "a")
        assert notebook.alive() == ["moons"]
        if run in (5, 20):
            sizes.append(float(notebook.run("print(resident())")))
    assert sizes[1] < sizes[0] + 12, (
        sizes
    )  # MB; fifteen that stayed would take 45, and the allocator keeps some


@pytest.mark.parametrize("last", ["display({})", "view = display({}, display_id=True)", "{}"])
def test_without_a_name_it_goes_too(notebook, last):
    for _ in range(3):
        notebook.run(last.format("explore_perceptron('XOR')"), "a")
        assert notebook.alive() == ["XOR"]
    in_out = notebook.run("print(sum(isinstance(value, Explorer) for value in Out.values()))")
    assert int(in_out) == (last == "{}")
    notebook.run("6 * 7", "a")
    assert notebook.alive() == []
    assert notebook.run("print(_)") == "42\n"


def test_one_in_which_something_went_wrong_goes_too(notebook):
    wrong = "try: explorer.seek('nowhere')\nexcept ValueError: assert explorer.problem"
    notebook.run(f"explorer = explore_perceptron('XOR')\n{wrong}\nexplorer", "a")
    notebook.run("explorer = explore_perceptron('AND')\nexplorer", "a")
    assert notebook.alive() == ["AND"]


def test_what_another_cell_shows_lives_on_and_answers(notebook):
    notebook.run("other = explore_perceptron('AND')\nother", "b")
    other = notebook.model("other")
    notebook.run("other = None")  # the page alone still has it
    for data in ("XOR", "OR"):
        notebook.run(f"explorer = explore_perceptron('{data}')\nexplorer", "a")
    assert notebook.alive() == ["AND", "OR"]
    notebook.say(other, kind="seek", position=3)
    assert notebook.run("print(find('AND').player.position)") == "3\n"


def test_a_tab_that_was_closed_and_is_opened_again_finds_it(notebook):
    notebook.run("explorer = explore_perceptron('XOR')\nexplorer.seek(5)\nexplorer", "a")
    model = notebook.model("explorer")
    notebook.run("explorer = None")
    for word in (dict(kind="hello", ratio=1.0), dict(kind="gone"), dict(kind="hello", ratio=2.0)):
        notebook.say(model, **word)
        notebook.run("explore_perceptron('AND')", "b")
        assert notebook.alive() == ["AND", "XOR"]
    assert notebook.run("print(find('XOR').player.position, find('XOR').stage.canvas.ratio)") == "5 2.0\n"


def test_one_that_a_page_still_shows_stays_until_none_does(notebook):
    """In a second window on the notebook the old output still stands."""
    notebook.run("letting_go.ANSWER_WITHIN = 60.0")
    notebook.run("explorer = explore_perceptron('XOR')\nexplorer", "a")
    old = notebook.model("explorer")
    notebook.say(old, kind="hello", ratio=1.0)
    notebook.run("explorer = explore_perceptron('AND')\nexplorer", "a")  # asks
    notebook.say(old, kind="here")
    notebook.run("letting_go.ANSWER_WITHIN = -1.0")  # asks again
    assert notebook.alive() == ["AND", "XOR"]
    notebook.run("1 + 1")
    assert notebook.alive() == ["AND"]


def test_one_that_has_a_name_stays_and_can_be_shown_again(notebook):
    notebook.run("first = explore_perceptron('XOR')\nfirst.seek(4)\nfirst", "a")
    model = notebook.model("first")
    notebook.run("second = explore_perceptron('AND')\nsecond", "a")
    assert notebook.alive() == ["AND", "XOR"]
    notebook.run("first", "b")
    notebook.run("first = None")
    notebook.say(model, kind="step", by=1)
    assert notebook.run("print(find('XOR').player.position)") == "5\n"
    notebook.run("second", "b")
    assert notebook.alive() == ["AND"]


def test_one_that_was_at_work_when_it_should_have_gone_goes_later(notebook):
    """As a message that is answered on another thread while the cell ends."""
    notebook.run("letting_go.TRY_AGAIN_AFTER = 60.0")
    notebook.run("explorer = explore_perceptron('XOR')\nexplorer", "a")
    notebook.run("at_work = [explorer]")
    notebook.run("explorer = explore_perceptron('AND')\nexplorer", "a")
    assert notebook.alive() == ["AND", "XOR"]
    notebook.run("at_work.clear()")
    assert notebook.alive() == ["AND", "XOR"]  # collecting takes time: not after every cell
    notebook.run("letting_go.TRY_AGAIN_AFTER = 0.0")
    assert notebook.alive() == ["AND"]


@pytest.mark.parametrize(
    ("code", "cell"),
    [
        ("box = ipywidgets.VBox([explorer])\nbox", "b"),
        ("out = ipywidgets.Output()\nwith out: display(explorer)", "a"),
        ("display(explorer)", None),
    ],
    ids=["in a box", "in an output widget", "by a front end that names no cells"],
)
def test_where_it_may_stand_elsewhere_it_stays(notebook, code, cell):
    notebook.run("explorer = explore_perceptron('XOR')\nexplorer", "a")
    model = notebook.model("explorer")
    notebook.run(code, cell)
    notebook.run("box = out = explorer = None")
    for _ in range(2):
        notebook.run("explorer = explore_perceptron('AND')\nexplorer", "a")
        assert notebook.alive() == ["AND", "XOR"]
        # A page that is loaded again asks for all that is registered.
        assert notebook.run(f"print('{model}' in ipywidgets.widgets.widget._instances)") == "True\n"
    notebook.say(model, kind="seek", position=3)
    assert notebook.run("print(find('XOR').player.position)") == "3\n"
