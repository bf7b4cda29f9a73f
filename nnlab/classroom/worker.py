"""Run the imports of a notebook and its cells after *Exercises*, and try the answers. Runs below a keeper."""

import ast
import hashlib
import inspect
import linecache
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from nnlab import exercises
from nnlab.classroom.calls import check_in
from nnlab.exercises import apart
from nnlab.exercises.checking import NOT_ATTEMPTED, RAISED
from nnlab.exercises.forms import as_numbers, show
from nnlab.exercises.recognise import lines_of

Tell = Callable[..., object]
_EARLIER = "it uses {name}, which is made before *Exercises*; only imports are taken from there"
_CHECKING = ast.Expr | ast.Assign | ast.Assert


def run(job: dict, tell: Tell) -> None:
    """Run a job and tell, line by line, which cell begins, what a check found and what could not be run."""
    names: dict[str, Any] = {"__name__": "__main__"}
    known = {exercise.name: exercise for exercise in exercises.all_exercises()}
    tried: set[str] = set()

    def attempt(exercise: str, handed_in: ast.expr) -> None:
        if exercise not in known:
            tell(trouble=f"{exercise} is no exercise of this course")
            return
        tried.add(exercise)
        answer = eval(compile(ast.Expression(handed_in), "<handed in>", "eval"), names)
        report = apart.examine(known[exercise], answer, job["each"])
        if report.verdict == RAISED and (missing := _missing(report.text)) in job["before"]:
            raise NameError(f"name '{missing}' is not defined", name=missing)
        tell(report=asdict(report), answer=None if report.verdict == NOT_ATTEMPTED else _written(answer))

    def guarded(do: Callable[[], None], place: str) -> None:
        try:
            do()
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            if isinstance(error, NameError) and error.name in job["before"]:
                said = _EARLIER.format(name=error.name)
            tell(trouble=f"{place}: {said}")

    for statement in job["imports"]:
        guarded(lambda text=statement: exec(text, names), f"`{statement}`")
    for number, source in job["cells"]:
        tell(cell=number)
        guarded(lambda n=number, text=source: _run_cell(n, text, names, attempt), f"cell {number}")
    for exercise, handed_in in job["expected"].items():
        if exercise not in tried:  # its check is gone from the notebook
            tell(cell=None)
            try:
                attempt(exercise, ast.parse(handed_in, mode="eval").body)
            except NameError:
                tell(trouble=f"{exercise}: neither an answer nor a check is there")
    tell(end=True)


def _missing(text: str) -> str | None:
    """Return the name that an answer missed, if its report says so."""
    found = re.search(r"NameError: name '(\w+)' is not\s+defined", text)
    return found and found[1]


def _run_cell(number: int, source: str, names: dict[str, Any], attempt: Callable) -> None:
    """Run a cell statement by statement; where it checks, what is handed in is tried by this process."""
    source = _without_magic(source)
    file = f"<cell {number}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)  # for inspect
    for statement in ast.parse(source, file).body:
        if isinstance(statement, _CHECKING) and (check := check_in(statement)):
            attempt(*check)
        else:
            exec(compile(ast.Module([statement], []), file, "exec"), names)


def _without_magic(source: str) -> str:
    """Return a cell without the lines that only IPython understands."""
    return re.sub(r"(?m)^\s*(?:[%!?].*|.*\?)$", "", source)


def _written(answer: Any) -> str | None:
    """Return a sign of what is written in an answer, equal for equal text; None if it cannot be told."""
    text = None
    if inspect.isfunction(answer):
        text = lines_of(answer)
    elif isinstance(answer, tuple | list) or as_numbers(answer) is not None:
        text = show(answer)
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else None
