"""Make an nbgrader assignment of a lesson, and put back what a submission has lost."""

import ast
import copy
import re
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from nnlab import exercises
from nnlab.classroom.calls import checked_in
from nnlab.classroom.config import CONFIG
from nnlab.classroom.lessons import EXERCISES, Pair, pairs, sections
from nnlab.exercises.forms import show

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
ANSWER, CHECK = "-answer", "-check"  # how the ids end


def assignment(
    lesson: NotebookNode, points: float, known_mistake: float = 0, *, only_exercises: bool = False
) -> NotebookNode:
    """Return the lesson as a source notebook of nbgrader: solutions between marks, checks that grade.

    With `only_exercises` the parts between the imports and *Exercises* are left out, which nbgrader would run
    for each student. Links to other files become plain words: they lead nowhere in a student's folder.

    Raises ValueError if the notebook has no exercise that is checked, as lesson 0, whose test nobody marks.
    """
    if not pairs(lesson):
        raise ValueError("lesson: expected a notebook with exercises.check(...), got one without")
    made = copy.deepcopy(lesson)
    if only_exercises:
        opening, *parts = sections(made)
        kept = [part.cells for part in parts if part.title == EXERCISES]
        made.cells = [*opening.cells, *(cell for cells in kept for cell in cells)]
    for pair in pairs(made):
        answer, check = made.cells[pair.answer_at], made.cells[pair.check_at]
        answer.source = _solved(pair, answer.source)
        share = f", known_mistake={known_mistake:g}" if known_mistake else ""
        check.source = f"{check.source.rstrip()}.grade({points:g}{share})"
        for cell, end in (answer, ANSWER), (check, CHECK):
            _mark(cell, pair.exercise.replace(".", "-").replace("_", "-") + end, points)
    for cell in made.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"(?<!!)\[([^\]]+)\]\((?!https?:|#)[^)]+\)", r"\1", cell.source)
        else:
            cell.outputs, cell.execution_count = [], None
    nbformat.validate(made)
    return made


def write(made: NotebookNode, name: str, folder: Path, force: bool = False) -> list[str]:
    """Write an assignment and nbgrader's config; return what was written and what was left as it was.

    Raises FileExistsError if the notebook is there, unless told to force: a teacher may have changed it.
    """
    source = folder / "source" / name[:2] / f"{name}.ipynb"
    if source.exists() and not force:
        raise FileExistsError(f"{source} is there already; --force writes it anew")
    source.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, source)
    config = folder / "nbgrader_config.py"
    if config.exists() and config.read_text(encoding="utf-8") != CONFIG and not force:
        return [f"wrote {source}", f"left {config} as it is"]
    config.write_text(CONFIG, encoding="utf-8")
    return [f"wrote {source}", f"wrote {config}"]


def put_back(submitted: NotebookNode, released: Sequence[tuple[str, str]]) -> None:
    """Give the cells of an assignment their marks back, and bring back those that are gone.

    `released` holds the id and the text of each answer and each check, in their order. A cell is known by its
    marks, by its own id, or by the exercise it checks; an answer also by standing before its check. Without
    this, nbgrader loses a submission whose metadata an editor has dropped.
    """
    at = -1
    for grade_id, text in released:
        found = _find(submitted.cells, grade_id, text, at)
        if found is None:
            at += 1
            submitted.cells.insert(at, nbformat.v4.new_code_cell(text))
        else:
            at = found
        if _grade_id(submitted.cells[at]) != grade_id:
            _mark(submitted.cells[at], grade_id, 0)  # nbgrader knows the points and puts them back


def _find(cells: list[NotebookNode], grade_id: str, text: str, after: int) -> int | None:
    for i, cell in enumerate(cells):
        if _grade_id(cell) == grade_id:
            return i
    free = [i for i, cell in enumerate(cells) if cell.cell_type == "code" and _grade_id(cell) is None]
    for i in free:
        if cells[i].get("id") == grade_id:
            return i
    if grade_id.endswith(CHECK):
        wanted = checked_in(text)
        return next((i for i in free if i > after and wanted and _checks(cells[i], wanted[0])), None)
    head = _head(text)
    return next((i for i in free if i > after and _head(cells[i].source) == head), None)


def _checks(cell: NotebookNode, exercise: str) -> bool:
    found = checked_in(cell.source)
    return found is not None and found[0] == exercise


def _head(source: str) -> str | None:
    """Return what an answer defines: the name of its function, or of its values."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        found = re.search(r"^def (\w+)", source, re.M)
        return found and found[1]
    for statement in body:
        if isinstance(statement, ast.FunctionDef):
            return statement.name
        if isinstance(statement, ast.Assign):
            return ast.unparse(statement.targets[0])
    return None


def _grade_id(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _mark(cell: NotebookNode, grade_id: str, points: float) -> None:
    """Tell nbgrader what a cell is. Its own id says the same, and outlives an editor that drops metadata."""
    graded = grade_id.endswith(CHECK)
    cell.id = grade_id
    cell.metadata["nbgrader"] = {
        "grade": graded,
        "grade_id": grade_id,
        "locked": graded,
        "schema_version": 3,
        "solution": not graded,
        "task": False,
        **({"points": points} if graded else {}),
    }


def _solved(pair: Pair, source: str) -> str:
    """Return the answer cell with our solution between the marks, which nbgrader takes out for students."""
    [statement] = ast.parse(source).body
    if isinstance(statement, ast.Assign):
        [reference] = [one.reference for one in exercises.all_exercises() if one.name == pair.exercise]
        names = ast.unparse(statement.targets[0]).strip("()")
        return "\n".join([source.rstrip(), BEGIN, f"{names} = {show(reference())[1:-1]}", END])
    text = exercises.solution(pair.exercise).text
    [ours] = ast.parse(text).body
    body = text.splitlines()[ours.body[0].lineno - 1 :]
    return "\n".join([source.splitlines()[0], "    " + BEGIN, *body, "    " + END])
