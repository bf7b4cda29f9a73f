"""An assignment: solutions between marks, full points with them, none without, and cells put back."""

import copy
import re

import nbformat
import pytest

from nnlab.classroom import lessons
from nnlab.classroom.__main__ import main
from nnlab.classroom.assignment import BEGIN, END, assignment, put_back
from nnlab.classroom.config import CONFIG

# Lesson 0 is a test that nobody marks: it says what to read.
LESSONS = [number for number in lessons.numbers() if number > 0]


def made(number, points=2, known_mistake=0):
    return assignment(lessons.read(lessons.notebook_of(number)), points, known_mistake)


def released(notebook):
    """As nbgrader releases it: what stands between the marks becomes the stub of our config."""
    notebook = copy.deepcopy(notebook)
    [stub] = re.findall(r"code_stub = \{\"python\": '(.+)'\}", CONFIG)
    for cell in notebook.cells:
        cell.source = re.sub(rf"(?ms)^( *){BEGIN}$.*?{END}", lambda found: found[1] + stub, cell.source)
    return notebook


def marked(notebook, end):
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return [cell for cell, own in zip(notebook.cells, ids) if own and own.endswith(end)]


def points(notebook):
    """What the checks give, in a notebook of which only the imports and the exercises are run."""
    names = {}
    exec(notebook.cells[1].source, names)
    given = []
    for cell in notebook.cells:
        own = cell.metadata.get("nbgrader")
        if own and own["solution"]:
            exec(cell.source, names)
        if own and own["grade"]:
            given.append(eval(cell.source, names))
    return given


def test_a_notebook_without_exercises_is_refused():
    with pytest.raises(
        ValueError, match=r"lesson: expected a notebook with exercises\.check.*, got one without"
    ):
        made(0)


@pytest.mark.parametrize("number", LESSONS)
def test_with_our_solutions_every_exercise_gets_its_points_and_without_them_none(number, capsys):
    source = made(number)
    count = len(lessons.pairs(lessons.read(lessons.notebook_of(number))))
    assert count >= 3
    assert points(source) == [2.0] * count
    assert "our own answer" in capsys.readouterr().out
    assert points(released(source)) == [0.0] * count
    assert capsys.readouterr().out.count("not attempted yet") == count


@pytest.mark.parametrize("number", LESSONS)
def test_a_student_finds_the_cells_of_the_course(number):
    course, student = lessons.read(lessons.notebook_of(number)), released(made(number))
    nbformat.validate(student)
    for ours, theirs in zip(course.cells, student.cells, strict=True):
        if ours.cell_type == "code" and "nbgrader" not in theirs.metadata:
            assert theirs.source == ours.source
        if marked(nbformat.from_dict({"cells": [theirs]}), "-answer"):
            assert theirs.source.startswith(ours.source)  # below values that are no function a stub stands
        assert not re.search(r"\]\((?!https?:|#)", theirs.source) or ours.cell_type == "code"
        assert theirs.get("outputs", []) == []


def test_ids_say_what_a_cell_is_and_checks_are_locked():
    notebook = made(1, points=1.5, known_mistake=0.25)
    assert [cell.id for cell in marked(notebook, "")][:2] == [
        "perceptron-nand-answer",
        "perceptron-nand-check",
    ]
    assert [cell.metadata.nbgrader.points for cell in marked(notebook, "-check")] == [1.5] * 3
    assert all(cell.metadata.nbgrader.locked for cell in marked(notebook, "-check"))
    assert not any(cell.metadata.nbgrader.locked for cell in marked(notebook, "-answer"))
    assert marked(notebook, "update-check")[0].source == (
        'exercises.check("perceptron.update", update).grade(1.5, known_mistake=0.25)'
    )


def test_an_assignment_of_the_exercises_alone_holds_the_imports_and_no_more():
    lesson = lessons.read(lessons.notebook_of(1))
    short = assignment(lesson, 2, only_exercises=True)
    assert [cell.source for cell in short.cells[:2]][1] == lesson.cells[1].source
    assert [cell.id for cell in marked(short, "")] == [cell.id for cell in marked(made(1), "")]
    titles = [section.title for section in lessons.sections(short)]
    assert titles == ["", "Exercises"]
    assert points(short) == [2.0] * 3


# ---- Put back ----------------------------------------------------------------------------------------


def strip(notebook):
    for cell in notebook.cells:
        cell.metadata = nbformat.NotebookNode()


def strip_ids_too(notebook):
    strip(notebook)
    for i, cell in enumerate(notebook.cells):
        cell.id = f"c{i}"


def write_answers_and_strip(notebook):
    for cell in marked(notebook, "update-answer"):
        cell.source = "# mine\ndef update(w, b, x, y, lr)\n    return w"  # with a slip
    strip_ids_too(notebook)


def delete(*ids):
    def change(notebook):
        notebook.cells = [cell for cell in notebook.cells if cell.id not in ids]

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda notebook: None,
        strip,
        strip_ids_too,
        write_answers_and_strip,
        delete("perceptron-update-check"),
        delete("perceptron-nand-answer", "perceptron-nand-check"),
        delete("perceptron-count-updates-answer", "perceptron-count-updates-check"),
        lambda notebook: notebook.cells.clear(),
    ],
)
def test_every_cell_is_back_in_its_order_and_no_answer_is_lost(change):
    student = released(made(1))
    cells = [(cell.id, cell.source) for cell in marked(student, "")]
    change(student)
    written = [cell.source for cell in student.cells if "mine" in cell.source]
    put_back(student, cells)
    assert [cell.metadata.nbgrader.grade_id for cell in marked(student, "")] == [name for name, _ in cells]
    nbformat.validate(student)
    checks = [text for name, text in cells if name.endswith("-check")]
    assert [cell.source for cell in marked(student, "-check")] == checks
    assert [cell.source for cell in marked(student, "-answer") if "mine" in cell.source] == written
    before = copy.deepcopy(student)
    put_back(student, cells)
    assert student == before


# ---- The command -------------------------------------------------------------------------------------


def test_the_command_writes_a_course_and_does_not_write_over_a_teachers_work(tmp_path, capsys):
    words = ["assignment", "02", "--points", "3", "--out", str(tmp_path)]
    assert main(words) == 0
    path = tmp_path / "source/02/02_decision_boundary.ipynb"
    assert marked(lessons.read(path), "-check")[0].source.endswith(".grade(3)")
    compile((tmp_path / "nbgrader_config.py").read_text(), "config", "exec")
    assert main(words) == 1
    assert "is there already; --force writes it anew" in capsys.readouterr().err
    (tmp_path / "nbgrader_config.py").write_text("mine")
    assert main(["assignment", "03", "--out", str(tmp_path)]) == 0
    assert "left" in capsys.readouterr().out
    assert (tmp_path / "nbgrader_config.py").read_text() == "mine"
    assert main([*words, "--force"]) == 0


def test_a_lesson_that_is_not_there_is_said(tmp_path, capsys):
    assert main(["assignment", "77", "--out", str(tmp_path)]) == 1
    assert "lesson: expected the number of a notebook in" in capsys.readouterr().err
