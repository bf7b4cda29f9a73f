"""How an exercise answers back: it asks the answer a few small questions and reports what it heard.

An exercise is a task, a reference solution, probes (the questions, smallest first) and the mistakes
that learners really make, each as a wrong answer with a hint. An answer is right if it agrees with the
reference on every probe, and it has a known mistake if it agrees with that mistake on every probe.
"""

import copy
import dis
import re
import sys
import textwrap
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np

NOT_ATTEMPTED = "not attempted yet"
RIGHT = "right"
KNOWN_MISTAKE = "known mistake"
WRONG = "wrong"
WRONG_FORM = "wrong form"
GAVE_NOTHING = "gave back nothing"
RAISED = "raised"
CHANGED_INPUT = "changed its input"
DID_NOT_FINISH = "did not finish"


class WrongForm(ValueError):
    """The answer cannot be compared at all; the message says what was expected and what came."""


class _TimeIsUp(BaseException):
    """Stops an answer that takes too long; no Exception, so that `except Exception` lets it pass."""


# ---- What an exercise is made of ---------------------------------------------------------------------


def call(answer: Any, *inputs: Any) -> Any:
    """Ask an answer that is a function: call it."""
    if not callable(answer):
        meant = "hand in its name alone, without brackets"
        raise WrongForm(f"a function was expected ({meant}) and {describe(answer)} came")
    return answer(*inputs)


def close(yours: Any, expected: Any) -> bool:
    """Compare numbers, arrays and tuples of them, up to rounding.

    Lists pass for tuples and arrays, (n, 1) columns for (n,), and ints, bools and floats for one another.
    Raises WrongForm if the number of values or a shape differs.
    """
    if isinstance(expected, tuple):
        several = isinstance(yours, tuple | list) or (isinstance(yours, np.ndarray) and yours.ndim > 0)
        if not several or len(yours) != len(expected):
            raise WrongForm(f"{len(expected)} values were expected and {describe(yours)} came")
        return all([close(a, b) for a, b in zip(yours, expected)])  # a list: look at every form first
    numbers, expected = as_numbers(yours), np.asarray(expected)
    if numbers is None or np.squeeze(numbers).shape != np.squeeze(expected).shape:
        raise WrongForm(f"{describe(expected)} was expected and {describe(yours)} came")
    # squeezed, because NumPy would compare a column with a row by making a square of them
    return np.allclose(np.squeeze(numbers), np.squeeze(expected), rtol=1e-9, atol=1e-9, equal_nan=True)


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that learners really give, and a hint that does not give the right one away.

    An answer has this mistake if it does what `wrong` does, on every probe; or, where many wrong answers do
    the same for different reasons, if `when(answer)` is true (`wrong` is then an example).
    """

    name: str
    wrong: Any
    hint: str
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Exercise:
    """A task, its solution, the probes that try an answer, and the mistakes we know.

    probes(rng) yields dicts from input name to value, smallest first; ask(answer, *inputs) is what the answer
    says to one probe; compare(yours, expected) is true for equals and may raise WrongForm.
    """

    name: str
    task: str
    reference: Callable
    probes: Callable[[np.random.Generator], Iterable[dict[str, Any]]]
    mistakes: tuple[Mistake, ...]
    ask: Callable[..., Any] = call
    compare: Callable[[Any, Any], bool] = close
    seed: int = 0

    def questions(self) -> list[dict[str, Any]]:
        """Give the probes, the same ones every time."""
        return list(self.probes(np.random.default_rng(self.seed)))

    def agree(self, yours: Any, expected: Any) -> bool:
        """Say whether two outcomes are the same; another form is another outcome."""
        try:
            return self.compare(yours, expected)
        except WrongForm:
            return False


@dataclass(frozen=True, repr=False)
class Report:
    """What the check found: the exercise, one of the verdicts above, the mistake if it is known, the text."""

    exercise: str
    verdict: str
    text: str
    mistake: str | None = None

    def __repr__(self) -> str:
        return self.text


# ---- The check ---------------------------------------------------------------------------------------


def examine(exercise: Exercise, answer: Any, seconds: float) -> Report:
    """Try every probe on the answer and report; an answer's own errors never come through."""

    def report(verdict: str, says: str, *more: str, mistake: str | None = None) -> Report:
        text = "\n".join([_wrap(f"{exercise.name}: {says}"), *more])
        return Report(exercise.name, verdict, text, mistake)

    if is_blank(answer) or _is_stub(answer):
        return report(NOT_ATTEMPTED, "not attempted yet.", _wrap(f"Task: {exercise.task}"))

    probes, outcomes = exercise.questions(), []
    deadline = time.perf_counter() + seconds
    for probe in probes:
        handed = copy.deepcopy(probe)
        try:
            outcomes.append(_before(deadline, exercise.ask, answer, *handed.values()))
        except WrongForm as form:
            return report(WRONG_FORM, f"the answer does not have the form asked for: {form}.")
        except _TimeIsUp:
            says = f"did not finish. After {seconds:g} s it was stopped. Is there a loop without an end?"
            return report(DID_NOT_FINISH, says, *_lines("The input it was working on:", probe))
        except (Exception, SystemExit) as error:  # exit() in an answer must not end the session
            says = f"the answer raised an error{_where(error, answer)}."
            python_says = " ".join(traceback.format_exception_only(error))
            return report(RAISED, says, _wrap(python_says), *_lines("On this input:", probe))
        changed = [name for name in probe if not _identical(handed[name], probe[name])]
        if changed:
            says = (
                f"the answer changed its input: after the call, {' and '.join(changed)} no longer held what "
                "was handed in, and the caller may still need it. `a += 1` and `a[0] = 1` write into the "
                "caller's array `a`; `a = a + 1` makes a new one."
            )
            return report(CHANGED_INPUT, says, *_lines("On this input:", probe))

    expected = [exercise.ask(exercise.reference, *copy.deepcopy(probe).values()) for probe in probes]
    wrong = [i for i in range(len(probes)) if not exercise.agree(outcomes[i], expected[i])]
    if not wrong:
        says = f"right, on all {len(probes)} inputs tried."
        return report(RIGHT, says, f'Compare it with ours: exercises.solution("{exercise.name}")')

    first = wrong[0]
    example = _lines("The smallest input that shows it:", probes[first], outcomes[first], expected[first])
    for mistake in exercise.mistakes:
        if _has(exercise, mistake, answer, probes, outcomes):
            says = f"not right yet. We know this one: {mistake.name}."
            return report(KNOWN_MISTAKE, says, _wrap(f"Hint: {mistake.hint}"), *example, mistake=mistake.name)
    nothing = [i for i in wrong if outcomes[i] is None]
    if nothing:
        says = "your function gave back nothing (None): is a return missing?"
        if len(nothing) < len(probes):
            says = (
                f"on {len(nothing)} of the {len(probes)} inputs tried, your function gave back nothing "
                "(None): is a return missing? Each way through the function needs one."
            )
        says += " `print` only shows a value, `return` gives it back."
        first = nothing[0]
        example = _lines("The smallest input that shows it:", probes[first], None, expected[first])
        return report(GAVE_NOTHING, says, *example)
    try:
        exercise.compare(outcomes[first], expected[first])
    except WrongForm as form:
        return report(WRONG_FORM, f"the answer does not have the form asked for: {form}.", *example)
    return report(WRONG, f"not right yet, on {len(wrong)} of the {len(probes)} inputs tried.", *example)


def _has(exercise: Exercise, mistake: Mistake, answer: Any, probes: list, outcomes: list) -> bool:
    if mistake.when is not None:
        try:
            return mistake.when(answer)
        except Exception:  # an answer that is another one each time it is asked
            return False
    return all(
        exercise.agree(outcome, exercise.ask(mistake.wrong, *copy.deepcopy(probe).values()))
        for probe, outcome in zip(probes, outcomes)
    )


def is_blank(value: Any) -> bool:
    """Say whether a value is a placeholder: None, ..., NotImplemented, or several of them."""
    if isinstance(value, tuple | list) and len(value) > 0:
        return all(is_blank(part) for part in value)
    return value is None or value is ... or value is NotImplemented


def _is_stub(answer: Any) -> bool:
    """Say whether a function's whole body is `...`, `pass`, a docstring, `return None` or the like.

    Read from the bytecode, because the source is not always at hand. Docstrings, comments and `...` on a
    line of its own leave no trace in it.
    """
    code = getattr(answer, "__code__", None) or getattr(type(answer).__call__, "__code__", None)
    if not isinstance(code, CodeType):  # written in C, for example
        return False
    steps = [step for step in dis.get_instructions(code) if step.opname not in ("RESUME", "NOP")]
    first = steps[0]
    if first.opname == "LOAD_GLOBAL":
        return first.argval in ("NotImplemented", "NotImplementedError")
    # RETURN_CONST is what Python 3.12 and 3.13 make of LOAD_CONST and RETURN_VALUE
    returns = [step.opname for step in steps] in (["LOAD_CONST", "RETURN_VALUE"], ["RETURN_CONST"])
    return returns and is_blank(first.argval)


def _identical(now: Any, before: Any) -> bool:
    if isinstance(before, tuple | list):
        return type(now) is type(before) and len(now) == len(before) and all(map(_identical, now, before))
    return np.array_equal(now, before)


def _before(deadline: float, function: Callable, *inputs: Any) -> Any:
    """Call the function and stop it at the deadline.

    Python calls `watch` as it goes through the answer, on every system and on the thread in use. Beyond it
    are endless loops in compiled code and those that catch everything with a bare `except:`.
    """

    def watch(frame, event, argument):
        frame.f_trace_opcodes = True  # `while True: pass` never comes to a new line
        if time.perf_counter() > deadline:
            raise _TimeIsUp
        return watch

    previous = sys.gettrace()  # a debugger or a coverage measurement
    sys.settrace(watch)
    try:
        return function(*inputs)
    finally:
        sys.settrace(previous)


# ---- Words -------------------------------------------------------------------------------------------


def as_numbers(value: Any) -> np.ndarray | None:
    """Read a value as an array of floats, or None if it is not made of numbers."""
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O" and value is not None:  # fractions, for example
            array = array.astype(float)
        return array.astype(float) if array.dtype.kind in "biuf" else None
    except Exception:  # whatever the answer's own objects do when NumPy touches them
        return None


def describe(value: Any) -> str:
    """Name the form of a value: "a number", "an array of shape (3,)", "3 values"."""
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return f"an array of shape {value.shape}"
    if isinstance(value, tuple | list):
        return f"{len(value)} value{'s' * (len(value) != 1)}"
    if value is None:
        return "nothing (None: is a return missing?)"
    if value is ...:
        return "a placeholder (...)"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    return "a number" if as_numbers(value) is not None else f"a value of type {type(value).__name__}"


def show(value: Any, digits: int = 6) -> str:
    """Write a value as Python that can be pasted into a cell, with the same digits on every machine."""
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return f"np.array({show(value.tolist(), digits)})"
    if isinstance(value, np.generic | np.ndarray):
        value = value.item()
    if value is ...:
        return "..."
    if isinstance(value, list):
        return f"[{', '.join(show(part, digits) for part in value)}]"
    if isinstance(value, tuple):
        return f"({', '.join(show(part, digits) for part in value)}{',' * (len(value) == 1)})"
    if isinstance(value, float):
        text = f"{value + 0.0:.{digits}g}"  # + 0.0 turns -0.0 into 0.0
        return text + ".0" if text.lstrip("-").isdigit() else text
    try:
        return repr(value)
    except Exception:
        return f"a {type(value).__name__} that cannot be shown"


def _lines(title: str, probe: dict[str, Any], *results: Any) -> list[str]:
    """Write the input, and after it yours and expected if they are given."""
    width = max(map(len, probe))
    rows = [(f"    {name:{width}} = ", show(value)) for name, value in probe.items()]
    if results:
        texts = [show(result) for result in results]
        if texts[0] == texts[1]:  # they differ in a digit that is not shown
            texts = [show(result, digits=12) for result in results]
        rows += [("  yours:    ", texts[0]), ("  expected: ", texts[1])]
    return [title] + [_wrap(text, head) for head, text in rows]


def _wrap(text: str, head: str = "") -> str:
    """Break a text into lines that fit a notebook; the first begins with `head`, the others stand below."""
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", text)  # memory addresses differ from run to run
    text = textwrap.shorten(text, 600, placeholder=" ...")
    wrapper = textwrap.TextWrapper(88, break_long_words=False, break_on_hyphens=False)
    wrapper.initial_indent, wrapper.subsequent_indent = head, " " * len(head)
    return wrapper.fill(text)


def _where(error: BaseException, answer: Any) -> str:
    """Say in which line of the reader's own code the error arose."""
    file = getattr(getattr(answer, "__code__", None), "co_filename", None)
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return f" in line {lines[-1].lineno}, `{lines[-1].line}`" if lines and lines[-1].line else ""
