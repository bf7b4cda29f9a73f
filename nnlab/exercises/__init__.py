"""Exercises that answer back.

check(name, answer) tries your answer and reports; solution(name) shows ours; task(name) says what to do.
`checking` says how it works. To add a lesson, write a file like `perceptron` and name it in _LESSONS below.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from nnlab import checks
from nnlab.exercises.checking import Exercise, Mistake, Report, examine
from nnlab.source import Source, source

__all__ = ["Exercise", "Mistake", "Report", "all_exercises", "check", "names", "solution", "task"]

_FILES = [import_module(f"{__name__}.{file.name}") for file in iter_modules(__path__)]
_EXERCISES: dict[str, Exercise] = {}
for _file in _FILES:
    for _exercise in getattr(_file, "EXERCISES", ()):
        if _EXERCISES.setdefault(_exercise.name, _exercise) is not _exercise:
            raise ValueError(f"{_file.__name__}: expected new names, got {_exercise.name} once more")


def names() -> tuple[str, ...]:
    """Name all exercises, file by file."""
    return tuple(_EXERCISES)


def all_exercises() -> tuple[Exercise, ...]:
    """Return all exercises, file by file."""
    return tuple(_EXERCISES.values())


def task(name: str | Exercise) -> str:
    """Say what the exercise asks for."""
    return _find(name).task


def check(name: str | Exercise, answer: Any, *, seconds: float = 3.0) -> Report:
    """Try your answer on small inputs and report what came out.

    The report says "not attempted yet", "right", which known mistake it is, or the smallest input on which
    the answer goes wrong. It also says so if the answer raises, changes its input or has not finished after
    `seconds`; an error in your answer never comes through. Raises ValueError for a name that does not exist.
    """
    return examine(_find(name), answer, checks.number_above(seconds, 0, "seconds"))


def solution(name: str | Exercise) -> Source:
    """Show our answer. Try yours first: a look at ours takes the exercise away."""
    return source(_find(name).reference)


def _find(name: str | Exercise) -> Exercise:
    if isinstance(name, Exercise):
        return name
    if name not in names():  # a tuple, so that even an unhashable name gets this sentence
        raise ValueError(f"name: expected one of {', '.join(names())}; got {name!r}")
    return _EXERCISES[name]
