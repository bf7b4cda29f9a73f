"""Read a lesson's notebook: its opening, its headings, and the pairs of cells that make its exercises."""

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from nnlab.classroom.calls import checked_in

COURSE = Path(__file__).parents[2] / "notebooks"  # beside the package, in a clone
EXERCISES = "Exercises"


@dataclass(frozen=True)
class Pair:
    """An exercise in a notebook: where the answer is written, where it is checked, what is handed in."""

    exercise: str
    answer_at: int
    check_at: int
    handed_in: str


@dataclass(frozen=True)
class Section:
    """A heading and the cells below it, up to the next."""

    title: str
    cells: list[NotebookNode]


def notebook_of(lesson: int, folder: Path = COURSE) -> Path:
    """Return the notebook of a lesson. Raises FileNotFoundError if there is none."""
    found = sorted(folder.glob(f"{lesson:02}_*.ipynb"))
    if not found:
        raise FileNotFoundError(
            f"lesson: expected the number of a notebook in {folder}, got {lesson}; --notebooks names another"
        )
    return found[0]


def numbers(folder: Path = COURSE) -> list[int]:
    """Return the numbers of all lessons that have a notebook."""
    return [int(path.name[:2]) for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))]


def read(path: Path) -> NotebookNode:
    """Read a notebook as nbformat 4."""
    return nbformat.read(path, as_version=4)


def lesson_of(notebook: NotebookNode) -> int | None:
    """Return the number in the title, such as 4 of "# 4 · Send the error back"; None without one."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (found := re.match(r"#\s+(\d+)\s+·", cell.source)):
            return int(found[1])
    return None


def sections(notebook: NotebookNode) -> list[Section]:
    """Return the parts of a notebook by their headings of the second level; the opening has no title."""
    found = [Section("", [])]
    for cell in notebook.cells:
        heading = re.match(r"##\s+(.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            found.append(Section(heading[1].strip(), []))
        found[-1].cells.append(cell)
    return found


def exercises_at(notebook: NotebookNode) -> int | None:
    """Return at which cell *Exercises* begins; without the heading, the cell before the first check."""
    for i, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and re.match(rf"#+\s*{EXERCISES}\b", cell.source):
            return i
    checks = [
        i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code" and checked_in(cell.source)
    ]
    return max(checks[0] - 1, 0) if checks else None


def pairs(notebook: NotebookNode) -> list[Pair]:
    """Return the exercises in their order: in each, the code cell before the check holds the answer."""
    found, before = [], None
    for i, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        checked = checked_in(cell.source)
        if checked and before is not None:
            found.append(Pair(checked[0], before, i, checked[1]))
        before = i
    return found
