"""The report on a class of thirty: how long it takes, on all cores of this machine.

    uv run python benchmarks/classroom.py
    uv run python benchmarks/classroom.py --make submitted    # only writes the notebooks, for another account

Whole notebooks of all lessons from 1 on: most hold our solutions, every fifth an endless loop in compiled
code in place of one, every seventh nothing yet. The last five are hostile besides: 200 children, too much
output and too large a file, their folder deleted, the environment read, more memory than there is.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from nnlab.classroom import findings, lessons, report
from nnlab.classroom.assignment import BEGIN, assignment

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "helpers"))

import hostile

STUDENTS = 30
TAUGHT = [number for number in lessons.numbers() if number > 0]  # lesson 0 is a test of its own


def notebook(number: int, harms: list[str]) -> nbformat.NotebookNode:
    """What student `number` hands in."""
    course = lessons.read(lessons.notebook_of(TAUGHT[number % len(TAUGHT)]))
    made = course if number % 7 == 6 else assignment(course, 1)
    if number % 5 == 4 and made is not course:
        answers = [cell for cell in made.cells if cell.source.startswith("def ") and BEGIN in cell.source]
        answers[-1].source = answers[-1].source.splitlines()[0] + f"\n    return {hostile.LOOP}"
    if (harm := number - STUDENTS + len(harms)) >= 0:
        made.cells.insert(lessons.exercises_at(made) + 1, nbformat.v4.new_code_cell(harms[harm]))
    return made


def make(folder: Path) -> None:
    """Write what all hand in; the children of the bomb write their numbers to `pids` in the folder above."""
    pids = Path(folder).resolve().parent / "pids"
    harms = [
        hostile.bomb(str(pids), children=200),
        hostile.FLOOD,
        hostile.DELETES,
        hostile.READS,
        hostile.HOGS,
    ]
    folder.mkdir(exist_ok=True)
    for number in range(STUDENTS):
        nbformat.write(notebook(number, harms), folder / f"student{number:02}.ipynb")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--make", type=Path, metavar="FOLDER", help="write the notebooks there, and no report"
    )
    given = parser.parse_args()
    if given.make:
        make(given.make)
        return
    with tempfile.TemporaryDirectory() as folder:
        submitted = Path(folder) / "submitted"
        make(submitted)
        cores = os.cpu_count() or 1
        began = time.monotonic()
        found = findings.look(report.try_all(submitted, lessons.COURSE, report.Limits(), cores))
        took = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    says = [entry.verdict for row in found.rows.values() for entry in row.values()]
    print(f"{STUDENTS} notebooks, {len(says)} answers, {cores} cores: {took:.0f} s, ", end="")
    print(f"{used.ru_utime + used.ru_stime:.0f} s of CPU, load {os.getloadavg()[0]:.1f}")
    print({verdict: says.count(verdict) for verdict in sorted(set(says))})
    print(*found.troubles, sep="\n")


if __name__ == "__main__":
    main()
