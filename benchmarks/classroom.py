"""The report on a class of thirty: how long it takes, on all cores of this machine.

    uv run python benchmarks/classroom.py

Whole notebooks of all lessons: most hold our solutions, every fifth an endless loop in compiled code in place
of one, every seventh nothing yet.
"""

import os
import tempfile
import time
from pathlib import Path

import nbformat

from nnlab.classroom import findings, lessons, report
from nnlab.classroom.assignment import BEGIN, assignment

STUDENTS = 30


def notebook(number: int) -> nbformat.NotebookNode:
    """What student `number` hands in."""
    courses = lessons.numbers()
    course = lessons.read(lessons.notebook_of(courses[number % len(courses)]))
    if number % 7 == 6:
        return course
    made = assignment(course, 1)
    if number % 5 == 4:
        answers = [cell for cell in made.cells if cell.source.startswith("def ") and BEGIN in cell.source]
        answers[-1].source = answers[-1].source.splitlines()[0] + "\n    return sum(iter(int, 1))"
    return made


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number in range(STUDENTS):
            nbformat.write(notebook(number), Path(folder) / f"student{number:02}.ipynb")
        cores = os.cpu_count() or 1
        began = time.monotonic()
        found = findings.look(report.try_all(Path(folder), lessons.COURSE, report.Limits(), cores))
        took = time.monotonic() - began
    says = [entry.verdict for row in found.rows.values() for entry in row.values()]
    print(f"{STUDENTS} notebooks, {len(says)} answers, {cores} cores: {took:.0f} s")
    print({verdict: says.count(verdict) for verdict in sorted(set(says))})
    print(found.troubles)


if __name__ == "__main__":
    main()
