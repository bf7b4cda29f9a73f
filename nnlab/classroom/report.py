"""How a class did: every notebook that was handed in is tried in a process of its own, inside limits."""

import ast
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from nnlab.classroom import lessons
from nnlab.classroom.calls import checked_in, made_in
from nnlab.exercises.checking import Report

_OURS_TO_READ = 10_000_000  # bytes of a notebook, and of what a worker may tell
_ENDED = "it took all down: it was ended after {seconds:g} s, or ended Python itself; tried again without it"
_ENDED_EARLY = "ended before its first answer"


@dataclass(frozen=True)
class Limits:
    """What one notebook may take: seconds in all and for each answer, megabytes of memory and of a file."""

    seconds: float = 60.0
    each: float = 3.0
    memory: int = 2000
    file: int = 10


@dataclass(frozen=True)
class Outcome:
    """What the check said of one answer, and a sign of its text, to find equal ones."""

    report: Report
    answer: str | None = None


@dataclass
class Tried:
    """One notebook after it was tried."""

    student: str
    path: Path
    lesson: int | None = None
    expected: tuple[str, ...] = ()
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)


def submissions(folder: Path) -> list[tuple[str, Path]]:
    """Return students and their notebooks: `anna.ipynb`, or `anna/01/01_perceptron.ipynb` (nbgrader).

    Raises FileNotFoundError if there is none.
    """
    paths = [path for path in sorted(folder.rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts]
    if not paths:
        raise FileNotFoundError(f"submitted: expected a folder with notebooks, got {folder}, which has none")
    parts = [path.relative_to(folder).with_suffix("").parts for path in paths]
    return [(part[0], path) for part, path in zip(parts, paths)]


def try_all(folder: Path, notebooks: Path, limits: Limits, workers: int) -> list[Tried]:
    """Try every notebook of a folder, several at a time."""
    course = {
        number: _expected(lessons.notebook_of(number, notebooks)) for number in lessons.numbers(notebooks)
    }
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda one: try_one(*one, course, limits), submissions(folder)))


def _expected(path: Path) -> dict[str, str]:
    """Return the exercises of a lesson, and what its own checks hand in."""
    return {pair.exercise: pair.handed_in for pair in lessons.pairs(lessons.read(path))}


def try_one(student: str, path: Path, course: dict[int, dict[str, str]], limits: Limits) -> Tried:
    """Try one notebook; if a cell takes it all down, once more without that cell."""
    tried = Tried(student, path)
    try:
        if path.stat().st_size > _OURS_TO_READ:
            raise ValueError(f"{path.stat().st_size:,} bytes are too many for a notebook")
        job = _job(tried, course)
    except Exception as error:  # whatever a damaged file does to nbformat
        tried.troubles.append(f"the file: {type(error).__name__}: {' '.join(str(error).split())[:200]}")
        return tried
    job |= {"seconds": limits.seconds, "each": limits.each, "memory": limits.memory, "file": limits.file}
    ended, at = _hear(job, tried)
    if ended:
        return tried
    tried.troubles.append(f"cell {at}: {_ENDED.format(seconds=limits.seconds)}" if at else _ENDED_EARLY)
    if at is None:
        return tried
    again = replace(tried, outcomes={}, troubles=tried.troubles[-1:])
    job["cells"] = [(number, source) for number, source in job["cells"] if number != at]
    _hear(job, again)
    return again


def _job(tried: Tried, course: dict[int, dict[str, str]]) -> dict[str, Any]:
    """Return what a worker is to run: imports, the cells after *Exercises*, and what the lesson expects."""
    notebook = lessons.read(tried.path)
    begin = lessons.exercises_at(notebook)
    if begin is None:
        raise ValueError("neither a heading *Exercises* nor a check")
    code = [(i + 1, cell.source) for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    after = [(number, source) for number, source in code if number > begin]
    checks = {found[0] for _, source in after if (found := checked_in(source))}
    titled = lessons.lesson_of(notebook)
    if titled not in course:
        titled = next((number for number, names in course.items() if checks & names.keys()), None)
    tried.lesson, expected = titled, course.get(titled, {})
    tried.expected = tuple(expected)
    imports = [line for number, source in code if number <= begin for line in _imports(source)]
    before = [name for number, source in code if number <= begin for name in made_in(source)]
    return {"imports": imports, "cells": after, "expected": expected, "before": before}


def _imports(source: str) -> list[str]:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return []
    return [
        ast.unparse(statement) for statement in body if isinstance(statement, ast.Import | ast.ImportFrom)
    ]


def _hear(job: dict[str, Any], tried: Tried) -> tuple[bool, int | None]:
    """Let a keeper run the job; return whether it came to its end, and at which cell it was."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as results:
        home = Path(folder).resolve()
        environment = {"HOME": str(home), "TMPDIR": str(home), "PATH": os.defpath, "LANG": "C.UTF-8"}
        environment |= {"MPLBACKEND": "agg", "MPLCONFIGDIR": str(home), "OMP_NUM_THREADS": "1"}
        keeper = subprocess.Popen(
            [sys.executable, "-I", "-m", "nnlab.classroom.keeper"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=home,
            env=environment,
            pass_fds=[results.fileno()],
            start_new_session=True,
        )
        try:
            keeper.communicate(json.dumps(job | {"results": results.fileno()}).encode(), job["seconds"] + 30)
        except subprocess.TimeoutExpired:
            keeper.kill()
            keeper.communicate()
        return _take(results, tried)


def _take(results: IO[bytes], tried: Tried) -> tuple[bool, int | None]:
    """Read what the worker told. The student's code ran beside it, so nothing is taken for granted."""
    results.seek(0)
    ended, at = False, None
    for line in results.read(_OURS_TO_READ).splitlines():
        try:
            said = json.loads(line)
            if "cell" in said:
                at = said["cell"] if isinstance(said["cell"], int) else None
            elif "report" in said:
                report = Report(**{name: value and str(value) for name, value in said["report"].items()})
                tried.outcomes[report.exercise] = Outcome(report, said["answer"] and str(said["answer"]))
            elif "trouble" in said:
                tried.troubles.append(str(said["trouble"])[:300])
            elif "end" in said:
                ended = True
        except (ValueError, TypeError, KeyError, AttributeError):
            tried.troubles.append("a line of its results could not be read")
    return ended, at
