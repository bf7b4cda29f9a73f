"""The commands: `python -m nnlab.classroom assignment 01 --points 2 --out course`, and the others."""

import argparse
import os
import sys
from pathlib import Path

from nnlab.classroom import assignment, findings, guide, lessons, page, report

_ROOT = (
    "a notebook that was handed in may do what this account may do, and this account is root: use one "
    "without rights, or say --unsafe"
)
_NO_LIMITS = "limits on a process need Linux or macOS; on Windows use WSL"


def main(words: list[str] | None = None) -> int:
    """Do what the words of the command line say; return 0, or 1 after a sentence on what is wrong."""
    parser = argparse.ArgumentParser("python -m nnlab.classroom", description="Tools for a teacher.")
    commands = parser.add_subparsers(required=True, metavar="command")

    make = commands.add_parser("assignment", help="make an nbgrader assignment of a lesson")
    make.add_argument("lesson", type=int, help="its number, such as 01")
    make.add_argument("--points", type=float, default=1, help="points of each exercise (default 1)")
    make.add_argument(
        "--known-mistake",
        type=float,
        default=0,
        metavar="SHARE",
        help="share of the points for a known mistake, from 0 to 1 (default 0)",
    )
    make.add_argument(
        "--only-exercises", action="store_true", help="leave out what stands before: quicker to mark"
    )
    make.add_argument("--out", type=Path, default=Path("course"), help="nbgrader's folder of the course")
    make.add_argument("--force", action="store_true", help="write over what is there")
    make.set_defaults(run=_assignment)

    tell = commands.add_parser("guide", help="bring the generated parts of a teacher's guide up to date")
    tell.add_argument("lesson", type=int, help="its number, such as 01")
    tell.add_argument("--out", type=Path, default=guide.FOLDER, help="the folder of the guides")
    tell.set_defaults(run=_guide)

    see = commands.add_parser("report", help="how a class did, from the notebooks that were handed in")
    see.add_argument("submitted", type=Path, help="a folder: anna.ipynb, or anna/01/01_perceptron.ipynb")
    see.add_argument("--html", type=Path, help="where to write the page")
    see.add_argument("--csv", type=Path, help="where to write the table")
    see.add_argument("--seconds", type=float, default=60, help="for one notebook (default 60)")
    see.add_argument("--memory", type=int, default=2000, help="MB for one process (default 2000)")
    see.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="notebooks at a time")
    see.add_argument("--unsafe", action="store_true", help="run even as root")
    see.set_defaults(run=_report)

    for command in make, tell, see:
        command.add_argument("--notebooks", type=Path, default=lessons.COURSE, help="where the lessons are")
    given = parser.parse_args(words)
    try:
        print("\n".join(given.run(given)))
    except (OSError, ValueError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 1
    return 0


def _assignment(given: argparse.Namespace) -> list[str]:
    path = lessons.notebook_of(given.lesson, given.notebooks)
    made = assignment.assignment(
        lessons.read(path), given.points, given.known_mistake, only_exercises=given.only_exercises
    )
    return assignment.write(made, path.stem, given.out, given.force)


def _guide(given: argparse.Namespace) -> list[str]:
    return [guide.write(lessons.notebook_of(given.lesson, given.notebooks), given.out)]


def _report(given: argparse.Namespace) -> list[str]:
    if os.name != "posix":
        raise OSError(_NO_LIMITS)
    if os.geteuid() == 0 and not given.unsafe:
        raise PermissionError(_ROOT)
    limits = report.Limits(seconds=given.seconds, memory=given.memory)
    found = findings.look(report.try_all(given.submitted, given.notebooks, limits, given.workers))
    for place, text in (given.html, page.html_text), (given.csv, page.csv_text):
        if place:
            place.write_text(text(found), encoding="utf-8")
    right = sum(entry.verdict == "right" for row in found.rows.values() for entry in row.values())
    said = [f"{len(found.rows)} students, {right} right answers; limits are no sandbox"]
    said += [f"{one.students} x {one.exercise}: {one.mistake}" for one in found.commonest[:5]]
    said += [f"could not be run: {who}: {what}" for who, what in found.troubles]
    return said


if __name__ == "__main__":
    sys.exit(main())
