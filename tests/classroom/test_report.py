"""The report on a class: what it sees, and what a hostile notebook cannot do."""

import csv
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import hostile
import nbformat
import pytest

from nnlab.classroom import __main__ as commands
from nnlab.classroom import findings, lessons, page, report
from nnlab.classroom.assignment import assignment

COURSE = lessons.COURSE
SOON = report.Limits(seconds=12.0, each=0.5, memory=2000, file=1)
NAND, UPDATE, COUNT = "perceptron.nand", "perceptron.update", "perceptron.count_updates"

RIGHT_NAND = "my_w1, my_w2, my_b = -4, -4, 5"
RIGHT_UPDATE = """def update(w, b, x, y, lr):
    error = y - int(np.dot(w, x) + b >= 0)
    return w + lr * error * x, b + lr * error"""
CHECKS = {
    NAND: 'exercises.check("perceptron.nand", (my_w1, my_w2, my_b))',
    UPDATE: 'exercises.check("perceptron.update", update)',
}


def handed_in(*cells, before=(), title="# 1 · Teach one neuron", heading="## Exercises"):
    """A small notebook of lesson 1: what is needed, and not all of its imports."""
    new = nbformat.v4
    notebook = new.new_notebook()
    imports = "import numpy as np\nfrom nnlab import exercises\nraise RuntimeError('only imports are run')"
    notebook.cells = [new.new_markdown_cell(title), new.new_code_cell(imports)]
    notebook.cells += [new.new_code_cell(text) for text in before]
    notebook.cells += [new.new_markdown_cell(heading), *(new.new_code_cell(text) for text in cells)]
    return notebook


def answers(nand=RIGHT_NAND, update=RIGHT_UPDATE):
    return nand, CHECKS[NAND], update, CHECKS[UPDATE]


REPLACES = "import nnlab.exercises\nnnlab.exercises.check = exercises.check = lambda *given: 'right'"


def made_up(pids):
    """{file: notebook} of a class."""
    ours = nbformat.v4.new_notebook(cells=assignment(lessons.read(lessons.notebook_of(1)), 2).cells)
    spread = [RIGHT_UPDATE.replace("error", name) for name in ("error", "miss")]
    return {
        "right.ipynb": handed_in(*answers(update=spread[1])),
        "equal_1.ipynb": handed_in(*answers()),
        "equal_2.ipynb": handed_in(*answers(update="# mine\n" + RIGHT_UPDATE)),
        "empty.ipynb": lessons.read(lessons.notebook_of(1)),
        "ours.ipynb": ours,
        "mistaken.ipynb": handed_in(*answers(nand="my_w1, my_w2, my_b = 2, 2, -3")),
        "mistaken_too.ipynb": handed_in(*answers(nand="my_w1, my_w2, my_b = 2.0, 2.0, -3")),
        "loop_inside.ipynb": handed_in(
            *answers(update=f"def update(w, b, x, y, lr):\n    return {hostile.LOOP}")
        ),
        "loop_outside.ipynb": handed_in(*answers(nand=f"my_w1, my_w2, my_b = {hostile.LOOP}, 0, 0")),
        "slip.ipynb": handed_in(*answers(update="def update(w, b, x, y, lr)\n    return w")),
        "magic.ipynb": handed_in(*answers(nand="%time 1\n!ls\n" + RIGHT_NAND)),
        "deleted_check.ipynb": handed_in(RIGHT_NAND, RIGHT_UPDATE),
        "replaced.ipynb": handed_in(REPLACES, *answers(nand="my_w1, my_w2, my_b = 1, 2, 3")),
        "other_name.ipynb": handed_in(
            RIGHT_UPDATE.replace("update", "mine"), 'exercises.check("perceptron.update", mine)'
        ),
        "no_heading.ipynb": handed_in(*answers(), heading="My work"),
        "untitled.ipynb": handed_in(*answers(), title="Hello"),
        "nothing.ipynb": handed_in("1 + 1", title="# Hello", heading="Mine"),
        "uses_earlier.ipynb": handed_in(
            *answers(nand="my_w1, my_w2, my_b = three"), before=["three = -4, -4, 5"]
        ),
        "helped.ipynb": handed_in(
            *answers(update="def update(w, b, x, y, lr):\n    return own_step(w, b)"),
            before=["def own_step(w, b):\n    return w, b"],
        ),
        "=cmd()<script>.ipynb": handed_in(
            *answers(update="def update(w, b, x, y, lr):\n    raise KeyError('<b>')")
        ),
        "bomb.ipynb": handed_in(hostile.bomb(str(pids), children=40), *answers()),
        "flood.ipynb": handed_in(hostile.FLOOD, *answers()),
        "deletes.ipynb": handed_in(hostile.DELETES, *answers()),
        "reads.ipynb": handed_in(hostile.READS, *answers()),
        "hogs.ipynb": handed_in(hostile.HOGS, *answers()),
    }


@pytest.fixture(scope="module")
def class_(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    submitted = folder / "submitted"
    for name, notebook in made_up(folder / "pids").items():
        submitted.mkdir(exist_ok=True)
        nbformat.write(notebook, submitted / name)
    (submitted / "damaged.ipynb").write_text("{")
    (folder / "beside").write_text("mine")
    os.environ["A_SECRET"] = "of the teacher"
    try:
        tried = report.try_all(submitted, COURSE, SOON, 2)
    finally:
        del os.environ["A_SECRET"]
    return folder, findings.look(tried)


def says(class_, student):
    _, found = class_
    return {name: entry.says for name, entry in found.rows[student].items()}


def troubles(class_, student):
    return [what for who, what in class_[1].troubles if who == student]


NOT_YET = {COUNT: "not attempted yet"}


@pytest.mark.parametrize(
    ("student", "nand", "update"),
    [
        ("right", "right (same as", "right"),
        ("empty", "not attempted yet", "not attempted yet"),
        ("ours", "right", "right (our own answer)"),
        ("mistaken", "known mistake: AND instead of NAND", "right (same as"),
        ("loop_inside", "right", "did not finish"),
        ("loop_outside", "could not be run", "right"),
        ("slip", "right", "could not be run"),
        ("magic", "right", "right"),
        ("deleted_check", "right", "right"),
        ("replaced", "wrong", "right"),
        ("other_name", "could not be run", "right"),
        ("no_heading", "right", "right"),
        ("untitled", "right", "right"),
        ("uses_earlier", "could not be run", "right"),
        ("helped", "right", "could not be run"),
        ("bomb", "right", "right"),
        ("flood", "right", "right"),
        ("deletes", "right", "right"),
        ("reads", "right", "right"),
        ("hogs", "right", "right"),
    ],
)
def test_each_student_is_seen_as_they_are(class_, student, nand, update):
    said = says(class_, student)
    assert said[NAND].startswith(nand)
    assert said[UPDATE].startswith(update)


def test_equal_answers_are_the_same_as_others_and_no_more(class_):
    assert says(class_, "equal_1")[UPDATE] == says(class_, "equal_2")[UPDATE]
    _, found = class_
    assert found.rows["equal_1"][UPDATE].same > 5
    assert found.rows["right"][UPDATE].same == 0
    assert found.rows["empty"][UPDATE].same == 0  # nothing written is nothing in common
    assert "cop" not in page.html_text(found).split("</style>")[1].lower()


@pytest.mark.parametrize(
    ("student", "says"),
    [
        ("loop_outside", "it took all down: it was ended after 12 s"),
        ("slip", "SyntaxError"),
        ("uses_earlier", "cell 5: it uses three, which is made before *Exercises*"),
        ("helped", "cell 8: it uses own_step, which is made before *Exercises*"),
        ("nothing", "neither a heading *Exercises* nor a check"),
        ("damaged", "the file: "),
        ("hogs", "MemoryError"),
        ("flood", "OSError: [Errno 27] File too large"),
    ],
)
def test_what_could_not_be_run_is_said(class_, student, says):
    assert says in " ".join(troubles(class_, student))


def test_the_commonest_mistake_comes_first_with_its_hint(class_):
    first = class_[1].commonest[0]
    assert (first.exercise, first.mistake, first.students) == (NAND, "AND instead of NAND", 2)
    assert first.hint.split()[0] in page.html_text(class_[1])


# ---- Nothing outside is harmed -----------------------------------------------------------------------


def test_no_child_of_a_bomb_is_left(class_):
    pids = [int(line) for line in (class_[0] / "pids").read_text().split()]
    assert len(pids) == 40
    time.sleep(0.2)
    alive = [pid for pid in pids if Path(f"/proc/{pid}/status").exists()]
    assert [pid for pid in alive if "sleep" in Path(f"/proc/{pid}/wchan").read_text()] == []
    assert alive == []


# An account without rights: ours, or nobody's if ours is root, whose processes no limit counts.
FORKS = """
import os, signal, time
from nnlab.classroom import keeper
if os.getuid() == 0:
    os.setuid(65534)
keeper._limit({"seconds": 20, "memory": 2000, "file": 1})
children = []
try:
    while len(children) < 200:
        if (child := os.fork()) == 0:
            time.sleep(30)
            os._exit(0)
        children.append(child)
except BlockingIOError:
    pass
for child in children:
    os.kill(child, signal.SIGKILL)
print(len(children))
"""


def test_an_account_without_rights_cannot_start_as_many_as_it_likes():
    tried = subprocess.run([sys.executable, "-I", "-c", FORKS], capture_output=True, text=True, timeout=60)
    assert 0 < int(tried.stdout) < 200, tried.stderr


def test_the_environment_of_the_teacher_is_not_there(class_):
    [said] = [what for what in troubles(class_, "reads") if "ValueError" in what]
    assert "HOME" in said
    assert "A_SECRET" not in said


def test_what_stands_beside_is_still_there(class_):
    folder, _ = class_
    assert (folder / "beside").read_text() == "mine"
    assert len(list((folder / "submitted").iterdir())) == len(made_up("")) + 1
    assert lessons.notebook_of(1).exists()


# ---- Page and table ----------------------------------------------------------------------------------


def test_the_page_holds_no_code_of_a_student(class_):
    text = page.html_text(class_[1])
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "KeyError: &#x27;&lt;b&gt;&#x27;" in text
    assert "Limits are no sandbox" in text.replace("Limits are no sandbox:", "Limits are no sandbox")


def test_the_table_has_a_row_for_each_student_and_no_formula(class_):
    rows = list(csv.DictReader(io.StringIO(page.csv_text(class_[1]))))
    assert len(rows) == len(class_[1].rows) == len(made_up("")) + 1
    right = {row["student"]: row["right"] for row in rows}
    assert right["equal_1"] == "2"
    assert right["empty"] == "0"
    assert right["ours"] == "3"
    assert not any(value[:1] in ("=", "+", "@") for row in rows for value in row.values())
    assert "'=cmd()<script>" in right


# ---- The command -------------------------------------------------------------------------------------


def test_as_root_it_refuses_unless_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert commands.main(["report", str(tmp_path)]) == 1
    assert "this account is root: use one without rights, or say --unsafe" in capsys.readouterr().err
    assert commands.main(["report", str(tmp_path), "--unsafe"]) == 1
    assert "expected a folder with notebooks" in capsys.readouterr().err


def test_the_command_writes_both(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    place = tmp_path / "submitted/anna/01/01_perceptron.ipynb"  # as nbgrader has it
    place.parent.mkdir(parents=True)
    nbformat.write(handed_in(*answers()), place)
    words = [
        "report",
        str(tmp_path / "submitted"),
        "--html",
        str(tmp_path / "a.html"),
        "--csv",
        str(tmp_path / "a.csv"),
    ]
    assert commands.main(words) == 0
    assert "1 students, 2 right answers; limits are no sandbox" in capsys.readouterr().out
    assert (tmp_path / "a.csv").read_text().splitlines()[1].startswith("anna,right,right,")
    assert "<h1>How the class did</h1>" in (tmp_path / "a.html").read_text()
