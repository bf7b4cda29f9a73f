"""How an exercise answers back: it asks the answer a few small questions and reports what it heard.

An answer is right if it agrees with the reference on every probe, and it has a known mistake if it agrees
with that mistake on every probe. What else can come of it is in the list of verdicts.
"""

import copy
import re
import textwrap
import traceback
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnlab.exercises import forms, words
from nnlab.exercises.deadline import Deadline, TimeIsUp, silence
from nnlab.exercises.exercise import Exercise, Mistake
from nnlab.exercises.forms import EXACT, WrongForm, close, show
from nnlab.exercises.recognise import does_nothing, is_blank, is_like_ours, is_ours
from nnlab.rules import at_least, between, checked

NOT_ATTEMPTED = "not attempted yet"
RIGHT = "right"
KNOWN_MISTAKE = "known mistake"
WRONG = "wrong"
WRONG_FORM = "wrong form"
GAVE_NOTHING = "gave back nothing"
RAISED = "raised"
CHANGED_INPUT = "changed its input"
DID_NOT_FINISH = "did not finish"

LINE = 64  # characters of a line: what an output has room for on a narrow page, next to the list of files
_LONGEST = 300  # characters of an input, an outcome or Python's own words


@dataclass(frozen=True, repr=False)
class Report:
    """What the check found: the exercise, one of the verdicts above, the text.

    `mistake` is the name of the mistake if it is known. `remark` is what else there is to say of a right
    answer: that it is our own, or that it differs from ours in distant digits.
    """

    exercise: str
    verdict: str
    text: str
    mistake: str | None = None
    remark: str | None = None

    def __repr__(self) -> str:
        return self.text

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.verdict == RIGHT

    def require(self) -> None:
        """Raise AssertionError with the report's text unless the answer is right: for pytest and otter."""
        if not self.right:
            raise AssertionError(self.text)

    @checked(points=at_least(0), known_mistake=between(0, 1))
    def grade(self, points: float, known_mistake: float = 0) -> float:
        """Print the report and return the points: all of them if the answer is right, else none.

        A known mistake gets the share `known_mistake` of them, from 0 to 1. nbgrader takes text, True, -1 or
        a number of NumPy for full points; what comes back is a plain float.
        """
        print(self.text)
        share = known_mistake if self.verdict == KNOWN_MISTAKE else float(self.right)
        return points * share


def examine(exercise: Exercise, answer: Any, seconds: float) -> Report:
    """Try every probe on the answer and report; its errors and its warnings never come through."""
    with silence():
        return _examine(exercise, answer, seconds)


def did_not_finish(exercise: Exercise, seconds: float, *example: str) -> Report:
    """Return the report on an answer that was stopped."""
    return _report(exercise, DID_NOT_FINISH, words.DID_NOT_FINISH, *example, seconds=f"{seconds:g}")


def ended_python(exercise: Exercise) -> Report:
    """Return the report on an answer that took the process with it."""
    return _report(exercise, RAISED, words.ENDED_PYTHON)


def _examine(exercise: Exercise, answer: Any, seconds: float) -> Report:
    if is_blank(answer) or does_nothing(answer):
        return _report(exercise, NOT_ATTEMPTED, words.NOT_ATTEMPTED, _wrap(words.TASK, task=exercise.task))
    probes = exercise.questions()
    outcomes = _outcomes(exercise, answer, probes, seconds)
    if isinstance(outcomes, Report):
        return outcomes
    expected = [exercise.ask(exercise.reference, *copy.deepcopy(probe).values()) for probe in probes]
    wrong = [i for i in range(len(probes)) if not exercise.agree(outcomes[i], expected[i])]
    if not wrong:
        return _right(exercise, answer, outcomes, expected)
    return _wrong(exercise, answer, probes, outcomes, expected, wrong)


def _outcomes(exercise: Exercise, answer: Any, probes: list[dict], seconds: float) -> list | Report:
    """Return what the answer says to every probe, or a report if it does not get that far."""
    deadline, outcomes = Deadline(seconds), []
    for probe in probes:
        handed = copy.deepcopy(probe)
        try:
            if exercise.ask is forms.call:
                forms.must_take(answer, list(probe))
            outcomes.append(deadline.call(exercise.ask, answer, *handed.values()))
        except WrongForm as form:
            return _report(exercise, WRONG_FORM, words.WRONG_FORM, form=form)
        except TimeIsUp:
            example = _example(words.WORKING_ON, probe)
            return did_not_finish(exercise, seconds, *example)
        except (Exception, SystemExit) as error:  # exit() in an answer must not end the session
            more = [_wrap("{error}", error=_python_says(error)), *_example(words.ON_THIS_INPUT, probe)]
            line = _line_of(error, answer)
            if line is None:
                return _report(exercise, RAISED, words.RAISED, *more)
            return _report(exercise, RAISED, words.RAISED_AT, *more, line=line.lineno, text=line.line)
        changed = [name for name in probe if not _identical(handed[name], probe[name])]
        if changed:
            example = _example(words.ON_THIS_INPUT, probe)
            return _report(exercise, CHANGED_INPUT, words.CHANGED_INPUT, *example, changed=", ".join(changed))
    return outcomes


def _right(exercise: Exercise, answer: Any, outcomes: list, expected: list) -> Report:
    remark = None
    if is_ours(answer, exercise.reference):
        remark = words.OURS
    elif is_like_ours(answer, exercise.reference):
        remark = words.LIKE_OURS
    elif not all(exercise.agree(*both, EXACT) for both in zip(outcomes, expected)):
        remark = words.ROUNDED
    last = words.COMPARE if remark not in (words.OURS, words.LIKE_OURS) else ""
    more = [_wrap(text, exercise=exercise.name) for text in (remark, last) if text]
    says = words.RIGHT_VALUE if exercise.one_value else words.RIGHT
    return _report(exercise, RIGHT, says, *more, remark=remark, probes=len(outcomes))


def _wrong(
    exercise: Exercise, answer: Any, probes: list[dict], outcomes: list, expected: list, wrong: list[int]
) -> Report:
    """Report a mistake we know, or a missing return, or else the smallest input that shows what is wrong."""
    first, example = wrong[0], []
    if not exercise.one_value:
        example = _example(words.SMALLEST_INPUT, probes[first], outcomes[first], expected[first])
    for mistake in exercise.mistakes:
        if has(exercise, mistake, answer, probes, outcomes):
            hint = _wrap(words.HINT, hint=mistake.hint)
            return _report(exercise, KNOWN_MISTAKE, words.KNOWN_MISTAKE, hint, *example, mistake=mistake.name)
    nothing = [i for i in wrong if outcomes[i] is None and not exercise.one_value]
    if nothing:
        example = _example(words.SMALLEST_INPUT, probes[nothing[0]], None, expected[nothing[0]])
        says = words.ALWAYS_NOTHING if len(nothing) == len(probes) else words.SOMETIMES_NOTHING
        return _report(exercise, GAVE_NOTHING, says, *example, nothing=len(nothing), probes=len(probes))
    try:
        close(outcomes[first], expected[first])
    except WrongForm as form:
        return _report(exercise, WRONG_FORM, words.WRONG_FORM, *example, form=form)
    says = words.WRONG_VALUE if exercise.one_value else words.WRONG
    return _report(exercise, WRONG, says, *example, wrong=len(wrong), probes=len(probes))


def has(exercise: Exercise, mistake: Mistake, answer: Any, probes: list[dict], outcomes: list) -> bool:
    """Return whether an answer that gave these outcomes for the probes has this mistake."""
    if mistake.when is not None:
        try:
            return mistake.when(answer)
        except Exception:  # an answer that is another one each time it is asked
            return False
    return all(
        exercise.agree(outcome, exercise.ask(mistake.wrong, *copy.deepcopy(probe).values()))
        for probe, outcome in zip(probes, outcomes)
    )


def _identical(now: Any, before: Any) -> bool:
    if isinstance(before, tuple | list):
        return type(now) is type(before) and len(now) == len(before) and all(map(_identical, now, before))
    return np.array_equal(now, before)


def _report(
    exercise: Exercise,
    verdict: str,
    says: str,
    *more: str,
    mistake: str | None = None,
    remark: str | None = None,
    **places: Any,
) -> Report:
    """Return a report that begins with a sentence of `words`, its places filled in."""
    first = _wrap(says, exercise=exercise.name, mistake=mistake, **places)
    return Report(exercise.name, verdict, "\n".join([first, *more]), mistake, remark)


def _example(title: str, probe: dict[str, Any], *results: Any) -> list[str]:
    """Return the lines of an input, and after it yours and expected if they are given."""
    width = max(map(len, probe))
    rows = [(f"    {name:{width}} = ", show(value)) for name, value in probe.items()]
    if results:
        texts = [show(result) for result in results]
        if texts[0] == texts[1]:  # they differ in a digit that is not shown
            texts = [show(result, digits=12) for result in results]
        width = 1 + max(len(words.YOURS), len(words.EXPECTED))
        rows += [(f"  {name:{width}}", text) for name, text in zip((words.YOURS, words.EXPECTED), texts)]
    return [title] + [
        _fill(textwrap.shorten(text[:2000], _LONGEST, placeholder=" ..."), head) for head, text in rows
    ]


def _wrap(says: str, **places: Any) -> str:
    """Return a sentence, its places filled in, in lines that fit a notebook."""
    return _fill(says.format(**places))


def _fill(text: str, head: str = "") -> str:
    """Break a text into lines; the first begins with `head`, the others stand below."""
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", text)  # memory addresses differ from run to run
    wrapper = textwrap.TextWrapper(LINE, break_long_words=False, break_on_hyphens=False)
    wrapper.initial_indent, wrapper.subsequent_indent = head, " " * len(head)
    return wrapper.fill(text)


def _python_says(error: BaseException) -> str:
    """Return the error as Python shows it, and no more than a few lines of it."""
    text = " ".join(traceback.format_exception_only(error))
    return textwrap.shorten(text[: 10 * _LONGEST], _LONGEST, placeholder=" ...")


def _line_of(error: BaseException, answer: Any) -> traceback.FrameSummary | None:
    """Return in which line of the reader's own code the error arose, or None if it cannot be shown."""
    file = getattr(getattr(answer, "__code__", None), "co_filename", None)
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return lines[-1] if lines and lines[-1].line else None
