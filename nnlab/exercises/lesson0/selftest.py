"""Lesson 0: the self-test as a whole. It keeps what came out of each task, and says what to read."""

import dataclasses
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any, final

from nnlab.exercises import checking
from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson0 import words
from nnlab.exercises.lesson0.route import LATER, ON_ITS_OWN, TASKS, Task
from nnlab.exercises.lesson0.tasks import EXERCISES

_SECONDS = 3.0  # for one answer
_EXAMPLES = 3  # of names, for one that is not there


@final
class SelfTest:
    """The tasks of lesson 0. `check(name, answer)` tries one answer; `advice()` says what they come to."""

    def __init__(self) -> None:
        self._exercises = {exercise.name.split(".")[1]: exercise for exercise in EXERCISES}
        self._verdicts: dict[str, str] = {}

    def check(self, name: str, answer: Any) -> checking.Report:
        """Try an answer, keep the outcome, and report; the report of a wrong one says where to read.

        Raises ValueError for a name that is no task.
        """
        report = checking.examine(self._find(name), answer, _SECONDS)
        self._verdicts[name] = report.verdict
        if report.verdict in (checking.RIGHT, checking.NOT_ATTEMPTED):
            return report
        [task] = [task for task in TASKS if task.name == name]
        where = words.READ.format(
            part=task.part, section=task.section, minutes=task.minutes, lesson=task.first
        )
        return dataclasses.replace(report, text=f"{report.text}\n{textwrap.fill(where, checking.LINE)}")

    def advice(self) -> "Advice":
        """Return what to read, from the last answer to each task."""
        return Advice(self._verdicts)

    def _find(self, name: Any) -> Exercise:
        if not isinstance(name, str) or name not in self._exercises:
            examples = ", ".join(list(self._exercises)[:_EXAMPLES])
            raise ValueError(words.UNKNOWN_TASK.format(examples=examples, name=repr(name)[:60]))
        return self._exercises[name]


@final
class Advice:
    """What to read, and before which lesson: a few sentences and a table.

    `verdicts` are those of the reports, by the names of the tasks; a task without one was not tried.
    """

    def __init__(self, verdicts: Mapping[str, str]) -> None:
        self._verdicts = dict(verdicts)
        self.missing = [task for task in TASKS if self._verdicts.get(task.name) != checking.RIGHT]

    @property
    def minutes(self) -> int:
        """How long it takes to read what is missing."""
        return sum(task.minutes for task in self.missing)

    @property
    def ready(self) -> int:
        """Up to the end of which lesson nothing is missing; 0 if not even lesson 1 can begin."""
        return min((task.first for task in self.missing), default=max(LATER) + 1) - 1

    def before(self, lesson: int) -> list[Task]:
        """Return the missing tasks that this lesson is the first to need."""
        return [task for task in self.missing if task.first == lesson]

    def again(self, lesson: int) -> list[Task]:
        """Return the missing tasks that this lesson leans on, whether as the first or not."""
        return [task for task in self.missing if lesson in task.lessons]

    @property
    def sentences(self) -> list[str]:
        """What to do, in the order in which to do it."""
        if not self.missing:
            return [words.ALL_RIGHT.format(tasks=len(TASKS))]
        tried = any(verdict != checking.NOT_ATTEMPTED for verdict in self._verdicts.values())
        right = len(TASKS) - len(self.missing)
        counted = words.ONE_RIGHT if right == 1 else words.SOME_RIGHT
        said = [counted.format(right=right, tasks=len(TASKS)) if tried else words.NOT_TRIED]
        if self.ready:
            said.append((words.BEGIN if self.ready > 1 else words.BEGIN_ONE).format(last=self.ready))
        said += [_read(lesson, tasks) for lesson in _firsts() if (tasks := self.before(lesson))]
        return said + [self._later(lesson) for lesson in LATER]

    def _later(self, lesson: int) -> str:
        missing, alone = self.again(lesson), lesson == ON_ITS_OWN
        if missing:
            says, tasks = words.LATER_ALONE if alone else words.LATER, _numbers(missing)
            return says.format(lesson=lesson, tasks=tasks)
        says = words.LATER_READY_ALONE if alone else words.LATER_READY
        return says.format(lesson=lesson)

    def rows(self, *, links: bool = False) -> list[tuple[str, ...]]:
        """Return the table, a row for each task and one for the minutes of all that is missing.

        With `links` the names of sections lead to their headings in the notebook.
        """
        table = []
        for number, task in enumerate(TASKS, 1):
            wanted = task in self.missing
            section = f"[{task.section}](#{task.section.replace(' ', '-')})" if links else task.section
            verdict = self._verdicts.get(task.name, checking.NOT_ATTEMPTED)
            tried = words.UNTRIED if verdict == checking.NOT_ATTEMPTED else words.NO
            table.append(
                (
                    str(number),
                    task.can,
                    tried if wanted else words.YES,
                    words.PART.format(part=task.part, section=section) if wanted else words.NOTHING,
                    str(task.minutes) if wanted else words.NOTHING,
                    ", ".join(map(str, task.lessons)),
                )
            )
        return [*table, ("", words.TOTAL, "", "", str(self.minutes), "")]

    def __repr__(self) -> str:
        rows = [words.HEAD, *self.rows()]
        widths = [max(map(len, column)) for column in zip(*rows)]
        table = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
        return "\n".join([*(textwrap.fill(text, checking.LINE) for text in self.sentences), "", *table])

    def _repr_markdown_(self) -> str:
        rows = [words.HEAD, ("---",) * len(words.HEAD), *self.rows(links=True)]
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        return "\n".join([*(f"- {text}" for text in self.sentences), "", table])


def _firsts() -> list[int]:
    """Return the lessons that are the first to need something."""
    return sorted({task.first for task in TASKS})


def _numbers(tasks: Iterable[Task]) -> str:
    """Name these tasks by their numbers in the test."""
    *before, last = (str(TASKS.index(task) + 1) for task in tasks)
    says = words.SEVERAL_TASKS if before else words.ONE_TASK
    return says.format(before=", ".join(before), last=last)


def _sections(tasks: Iterable[Task]) -> str:
    """Name the sections of these tasks, part by part, each once."""
    parts: dict[int, dict[str, None]] = {}
    for task in tasks:
        parts.setdefault(task.part, {})[words.SECTION.format(section=task.section)] = None
    return ", ".join(
        words.IN_PART.format(sections=_together([*named]), part=part) for part, named in parts.items()
    )


def _together(named: list[str]) -> str:
    """Write names in a row, the last after "and"."""
    *before, last = named
    return words.SEVERAL_SECTIONS.format(before=", ".join(before), last=last) if before else last


def _read(lesson: int, tasks: list[Task]) -> str:
    """Say what to read before a lesson: a whole part, if all of it is missing, or sections."""
    minutes = sum(task.minutes for task in tasks)
    part = tasks[0].part
    if tasks == [task for task in TASKS if task.part == part]:
        return words.WHOLE_PART.format(lesson=lesson, part=part, minutes=minutes)
    return words.SECTIONS.format(lesson=lesson, sections=_sections(tasks), minutes=minutes)
