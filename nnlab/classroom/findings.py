"""What the answers of a class have in common: mistakes, equal answers, answers that are ours."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nnlab import exercises
from nnlab.classroom.report import Tried
from nnlab.exercises import words
from nnlab.exercises.checking import KNOWN_MISTAKE, NOT_ATTEMPTED, RIGHT

NOT_RUN = "could not be run"


@dataclass(frozen=True)
class Entry:
    """One answer of one student: a verdict, or that it could not be run; what else there is to say."""

    verdict: str
    mistake: str | None = None
    text: str = ""
    ours: bool = False
    same: int = 0  # how many other students wrote the same

    @property
    def says(self) -> str:
        """The entry in a few words."""
        said = f"{self.verdict}: {self.mistake}" if self.mistake else self.verdict
        if self.ours:
            return f"{said} (our own answer)"
        return f"{said} (same as {self.same} other{'s' * (self.same > 1)})" if self.same else said


@dataclass(frozen=True)
class Common:
    """A mistake, how many students made it, and the hint they got."""

    exercise: str
    mistake: str
    students: int
    hint: str


@dataclass(frozen=True)
class Findings:
    """The class: columns, a row of entries for each student, the commonest mistakes, what went wrong."""

    columns: tuple[str, ...]
    rows: dict[str, dict[str, Entry]]
    commonest: tuple[Common, ...]
    troubles: tuple[tuple[str, str], ...]

    def count(self, column: str, verdict: str) -> int:
        """Return how many students' answers have this verdict."""
        return sum(column in row and row[column].verdict == verdict for row in self.rows.values())


def look(class_: Sequence[Tried]) -> Findings:
    """Return what there is to see. An exercise that a student never had is no entry of theirs."""
    found = {name for tried in class_ for name in (*tried.expected, *tried.outcomes)}
    columns = tuple(name for name in exercises.names() if name in found)
    answers = Counter(
        (name, outcome.answer)
        for tried in class_
        for name, outcome in tried.outcomes.items()
        if outcome.answer
    )
    rows: dict[str, dict[str, Entry]] = {}
    for tried in class_:
        row = rows.setdefault(tried.student, {})
        for name in columns:
            if name in tried.outcomes:
                outcome = tried.outcomes[name]
                report = outcome.report
                ours = report.remark in (words.OURS, words.LIKE_OURS)
                same = answers[name, outcome.answer] - 1 if outcome.answer else 0
                row[name] = Entry(report.verdict, report.mistake, report.text, ours, same)
            elif name in tried.expected:
                row.setdefault(name, Entry(NOT_RUN))
    troubles = tuple((tried.student, trouble) for tried in class_ for trouble in tried.troubles)
    return Findings(columns, rows, _commonest(columns, rows), troubles)


def _commonest(columns: Sequence[str], rows: dict[str, dict[str, Entry]]) -> tuple[Common, ...]:
    entries = [(name, row[name]) for row in rows.values() for name in columns if name in row]
    count = Counter((name, entry.mistake) for name, entry in entries if entry.verdict == KNOWN_MISTAKE)
    hints = {
        (exercise.name, mistake.name): mistake.hint
        for exercise in exercises.all_exercises()
        for mistake in exercise.mistakes
    }
    return tuple(
        Common(name, mistake, students, hints.get((name, mistake), ""))
        for (name, mistake), students in sorted(count.items(), key=lambda item: (-item[1], item[0]))
    )


VERDICTS = {RIGHT: "✓", KNOWN_MISTAKE: "~", NOT_ATTEMPTED: "·", NOT_RUN: "!"}  # others: ✗
