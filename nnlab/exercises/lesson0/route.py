"""Lesson 0: which task belongs to which part, and which lessons lean on what it asks for.

The first of a task's lessons is the one before which it should be read. Some things are used earlier than
that, and explained there: lesson 1 says what `yield` and a seed do when it comes to them. What each lesson
really uses is counted by a test, from the notebooks and from the sources that they show.
"""

from dataclasses import dataclass
from typing import final

from nnlab.exercises.lesson0.words import CAN, READING

ON_ITS_OWN = 7  # the lesson that can be read straight after lesson 1
LATER = (6, 7, 8, 9)  # lessons in which nothing on the list is new, but much of it comes again


@final
@dataclass(frozen=True)
class Task:
    """A task of the self-test: its name, the part to read, the minutes it takes, the lessons that need it."""

    name: str
    part: int
    minutes: int
    lessons: tuple[int, ...]

    @property
    def first(self) -> int:
        """The lesson before which it should be read."""
        return self.lessons[0]

    @property
    def can(self) -> str:
        """What one can do who gets it right."""
        return CAN[self.name]

    @property
    def section(self) -> str:
        """The heading under which the lesson explains it."""
        return READING[self.name]


TASKS = (
    Task("weighted_sum", part=1, minutes=4, lessons=(1, 2, 3, 7)),
    Task("count_wrong", part=1, minutes=5, lessons=(1, 2, 3, 6, 7)),
    Task("column_means", part=1, minutes=5, lessons=(2, 4, 6, 8, 9)),
    Task("slope", part=2, minutes=8, lessons=(3, 5, 6)),
    Task("partials", part=2, minutes=5, lessons=(3, 4, 9)),
    Task("sigmoid", part=2, minutes=4, lessons=(3, 4, 8)),
    Task("logarithm", part=2, minutes=4, lessons=(3, 8)),
    Task("product", part=3, minutes=8, lessons=(4, 6, 7, 8)),
    Task("broadcast", part=3, minutes=7, lessons=(4, 5, 8)),
    Task("gears", part=3, minutes=7, lessons=(4, 5)),
    Task("generator", part=4, minutes=6, lessons=(5, 8)),
    Task("draws", part=4, minutes=4, lessons=(5, 6, 8, 9)),
    Task("spread", part=4, minutes=6, lessons=(5, 6, 8)),
)
