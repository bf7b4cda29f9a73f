"""Exercises that answer back.

check(name, answer) tries your answer and reports; solution(name) shows ours; task(name) says what to do.

Each lesson has a folder, such as `lesson1` or `lesson12`: a file for each exercise, `words.py` with all that
they say, and an `__init__.py` that lists the exercises in their order (EXERCISES). The folders are found by
their names, so a new lesson needs no line here. `exercise` says what an exercise is made of, `checking` how
an answer is tried.
"""

import difflib
import re
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from nnlab import checks
from nnlab.exercises import apart, words
from nnlab.exercises.checking import Report, examine
from nnlab.exercises.exercise import Exercise, Mistake, Words
from nnlab.source import Source, source

__all__ = ["Exercise", "Mistake", "Report", "Words", "all_exercises", "check", "names", "solution", "task"]


def _lessons() -> list[str]:
    """Return the names of the lessons' folders, lesson 2 before lesson 10."""
    folders = [found.name for found in iter_modules(__path__) if re.fullmatch(r"lesson\d+", found.name)]
    return sorted(folders, key=lambda folder: int(folder.removeprefix("lesson")))


def _found() -> dict[str, Exercise]:
    """Return all exercises by name. Raises ValueError if a name stands twice."""
    found: dict[str, Exercise] = {}
    for lesson in _lessons():
        for exercise in import_module(f"{__name__}.{lesson}").EXERCISES:
            if found.setdefault(exercise.name, exercise) is not exercise:
                raise ValueError(f"{lesson}: expected new names, got {exercise.name} once more")
    return found


_EXERCISES = _found()


def names() -> tuple[str, ...]:
    """Return the names of all exercises, lesson by lesson."""
    return tuple(_EXERCISES)


def all_exercises() -> tuple[Exercise, ...]:
    """Return all exercises, lesson by lesson."""
    return tuple(_EXERCISES.values())


def task(name: str | Exercise) -> str:
    """Return what the exercise asks for."""
    return _find(name).task


def check(name: str | Exercise, answer: Any, *, seconds: float = 3.0) -> Report:
    """Try your answer on small inputs and report what came out.

    The report says "not attempted yet", "right", which known mistake it is, or the smallest input on which
    the answer goes wrong. It also says so if the answer raises, changes its input or has not finished after
    `seconds`; an error in your answer never comes through. Raises ValueError for a name that does not exist.
    """
    exercise, seconds = _find(name), checks.number_above(seconds, 0, "seconds")
    return (apart.examine if apart.is_graded() else examine)(exercise, answer, seconds)


def solution(name: str | Exercise) -> Source:
    """Return our answer, to be shown. Try yours first: a look at ours takes the exercise away."""
    return source(_find(name).reference)


def _find(name: str | Exercise) -> Exercise:
    if isinstance(name, Exercise):
        return name
    if name not in names():  # a tuple, so that even an unhashable name gets this sentence
        raise ValueError(words.UNKNOWN_NAME.format(examples=_meant(name), name=repr(name)[:60]))
    return _EXERCISES[name]


def _meant(name: Any) -> str:
    """Return the names that a wrong one may stand for, or else those that come first."""
    near = difflib.get_close_matches(name, names(), 3, 0.5) if isinstance(name, str) else []
    return ", ".join(near or names()[:3])
