"""A whole round of nbgrader: release, submissions of every kind, marks, feedback, and the points as CSV.

nbgrader lives in an environment of its own, whose `bin` is on the path; CONTRIBUTING.md says how.
"""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from nnlab import exercises
from nnlab.classroom.__main__ import main

NAMES = ("perceptron.nand", "perceptron.update", "perceptron.count_updates")
NAND = "my_w1, my_w2, my_b = -4, -4, 5"
UPDATE = """def update(w, b, x, y, lr):
    error = y - int(np.dot(w, x) + b >= 0)
    return w + lr * error * x, b + lr * error"""
COUNT = """def count_updates(X, y, lr, max_passes):
    w, b, updates = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_passes):
        before = updates
        for x, wanted in zip(X, y):
            error = wanted - int(np.dot(w, x) + b >= 0)
            w, b, updates = w + lr * error * x, b + lr * error, updates + abs(error)
        if updates == before:
            break
    return updates"""
LOOPS = "def update(w, b, x, y, lr):\n    while True:\n        pass"
LOOPS_IN_C = "def update(w, b, x, y, lr):\n    return sum(iter(int, 1))"
WARNS = UPDATE.replace(
    "):\n", "):\n    import sys, warnings\n    warnings.warn('mind')\n    print(1, file=sys.stderr)\n", 1
)
REPLACED = "exercises.check = lambda *given: type('R', (), {'grade': lambda self, points: float(points)})()"


def cell(notebook, grade_id):
    [found] = [one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == grade_id]
    return found


def answered(nand=NAND, update=UPDATE, count=COUNT):
    def change(notebook):
        for name, text in zip(("nand", "update", "count-updates"), (nand, update, count)):
            cell(notebook, f"perceptron-{name}-answer").source = text

    return change


def empty(notebook):
    pass


def tampered(notebook):
    check = cell(notebook, "perceptron-update-check")
    check.source, check.metadata["nbgrader"]["points"] = "6.0", 6
    check.metadata["nbgrader"]["locked"] = False


def deleted(notebook):
    answered(nand="my_w1, my_w2, my_b = 1, 2, 3")(notebook)
    gone = ("perceptron-nand-check", "perceptron-update-check")
    notebook.cells = [one for one in notebook.cells if one.id not in gone]


def all_deleted(notebook):
    answered()(notebook)
    notebook.cells = [one for one in notebook.cells if not one.id.startswith("perceptron-update")]


def stripped(notebook):
    answered()(notebook)
    for i, one in enumerate(notebook.cells):
        one.metadata, one.id = nbformat.NotebookNode(), f"c{i}"


def replaced(notebook):
    notebook.cells[1].source += "\n" + REPLACED


# name: what was done, the points of nand, update and count_updates
SUBMISSIONS = {
    "right": (answered(), 2, 2, 2),
    "empty": (empty, 0, 0, 0),
    "mistaken": (
        answered(nand="my_w1, my_w2, my_b = 2, 2, -3", update=UPDATE.replace("y - int", "int")),
        0,
        0,
        2,
    ),
    "warning": (answered(update=WARNS), 2, 2, 2),
    "looping": (answered(update=LOOPS), 2, 0, 2),
    "looping_in_c": (answered(update=LOOPS_IN_C), 2, 0, 2),
    "looping_outside": (answered(nand="my_w1, my_w2, my_b = sum(iter(int, 1)), 0, 0"), 0, 2, 2),
    "tampered": (tampered, 0, 0, 0),
    "deleted": (deleted, 0, 2, 2),
    "all_deleted": (all_deleted, 2, 0, 2),
    "stripped": (stripped, 2, 2, 2),
    "ours": (answered(update=exercises.solution("perceptron.update").text), 2, 2, 2),
    # What cannot be defended against: the guide says that this is for practice.
    "replaced": (replaced, 2, 2, 2),
}


def nbgrader(course, *words):
    bin_folder = Path(shutil.which("nbgrader") or pytest.fail("no nbgrader on the path")).parent
    known = {
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(course),
        "OMP_NUM_THREADS": "1",
    }
    run = subprocess.run(
        ["nbgrader", *words], cwd=course, env=known, capture_output=True, text=True, timeout=900
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return run.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The folder of a course after a whole round."""
    course = tmp_path_factory.mktemp("course")
    # Each student's notebook is run whole: with all of lesson 1 the round takes three times as long.
    words = ["assignment", "01", "--points", "2", "--only-exercises", "--out", str(course)]
    assert main(words) == 0
    nbgrader(course, "generate_assignment", "01")
    released = course / "release/01/01_perceptron.ipynb"
    for student, (change, *_) in SUBMISSIONS.items():
        notebook = nbformat.read(released, as_version=4)
        change(notebook)
        place = course / "submitted" / student / "01"
        place.mkdir(parents=True)
        nbformat.write(notebook, place / released.name)
        (place / "timestamp.txt").write_text("2026-11-29 12:00:00 UTC")  # without it no feedback is released
    nbgrader(course, "autograde", "01")
    nbgrader(course, "generate_feedback", "01")
    nbgrader(course, "export")
    return course


def points_of(course, student):
    """The points of each check, as the autograded notebook's own outputs and nbgrader's gradebook say."""
    with (course / "grades.csv").open() as file:
        [row] = [row for row in csv.DictReader(file) if row["student_id"] == student]
    assert float(row["max_score"]) == 6
    return float(row["score"])


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_points_are_those_that_a_fair_teacher_gives(course, student):
    _, *points = SUBMISSIONS[student]
    assert points_of(course, student) == sum(points)
    marked = nbformat.read(course / "autograded" / student / "01/01_perceptron.ipynb", as_version=4)
    for name, expected in zip(("nand", "update", "count-updates"), points):
        outputs = cell(marked, f"perceptron-{name}-check").outputs
        given = [out.data["text/plain"] for out in outputs if out.output_type == "execute_result"]
        assert given == [str(float(expected))] or (
            expected == 0 and any(o.output_type == "error" for o in outputs)
        )


@pytest.mark.parametrize(
    ("student", "says"),
    [
        ("right", "perceptron.update: right, on all"),
        ("empty", "perceptron.update: not attempted yet."),
        ("mistaken", "Hint: "),
        ("looping_in_c", "perceptron.update: did not finish."),
        ("ours", "This is our own answer, so it had to pass."),
    ],
)
def test_the_feedback_shows_what_the_check_said(course, student, says):
    page = (course / "feedback" / student / "01/01_perceptron.html").read_text(encoding="utf-8")
    assert says in page


def test_what_is_released_holds_no_solution(course):
    text = (course / "release/01/01_perceptron.ipynb").read_text(encoding="utf-8")
    assert "BEGIN SOLUTION" not in text
    assert "np.dot(w, x) + b >= 0" not in text
