"""Placeholders are recognised on every Python, and so is our own answer."""

import linecache

import numpy as np
import pytest
from halving import HALVE, stub, verdict, without_source

from nnlab import exercises
from nnlab.exercises import checking, words
from nnlab.exercises.lesson1.nand import nand
from nnlab.exercises.lesson3.cross_entropy import cross_entropy

EXERCISES = exercises.all_exercises()


def not_yet(x, k):
    raise NotImplementedError


class Stub:
    def __call__(self, x, k):
        """Give half of both."""

    def method(self, x, k): ...


@pytest.mark.parametrize(
    "answer",
    [
        None,
        ...,
        (..., ...),
        stub,
        not_yet,
        Stub(),
        Stub().method,
        lambda x, k: ...,
        lambda x, k: None,
        lambda x, k: (None, None),
        lambda x, k: NotImplemented,
    ],
)
def test_a_placeholder_is_not_attempted_yet(answer):
    report = exercises.check(HALVE, answer)
    assert report.verdict == checking.NOT_ATTEMPTED
    assert repr(report) == "toy.halve: not attempted yet.\nTask: Write halve(x, k): half of both."


@pytest.mark.parametrize(
    "body",
    [
        "...  # your lines",
        "pass",
        "'Half of both.'",
        "'Half of both.'\n...",
        "return",
        "return None",
        "return ...",
        "'Half of both.'\n...\npass\nreturn None",
        "raise NotImplementedError('to do')",
    ],
)
def test_a_body_that_does_nothing_is_a_placeholder(body):
    assert verdict(without_source(body)) == checking.NOT_ATTEMPTED


@pytest.mark.parametrize("body", ["half = x / 2\nraise NotImplementedError", "return 0, 0", "return 0"])
def test_a_body_that_does_something_is_not_a_placeholder(body):
    assert verdict(without_source(body)) in (checking.RAISED, checking.WRONG, checking.WRONG_FORM)


@pytest.mark.parametrize("given", [[..., [None]], [...], (None, [..., ...])])
def test_placeholders_in_lists_are_seen(given):
    assert verdict(given) == checking.NOT_ATTEMPTED


def test_a_list_of_itself_is_no_placeholder():
    loop = []
    loop.append(loop)
    assert verdict(loop) == checking.WRONG_FORM


# ---- Our own answer ----------------------------------------------------------------------------------


def pasted(text, name, monkeypatch=None):
    """The function of this text, whose source can be found as that of a cell can, or not at all."""
    names = {"np": np}
    if monkeypatch is not None:
        entry = len(text), None, text.splitlines(keepends=True), "<a cell>"
        monkeypatch.setitem(linecache.cache, "<a cell>", entry)
    exec(compile(text, "<a cell>", "exec"), names)
    return names[name]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_our_own_answer_is_recognised_and_right(exercise, monkeypatch):
    name = exercise.reference.__name__
    text = exercises.solution(exercise.name).text
    renamed = text.replace(f"def {name}(", "def mine(")
    reports = [exercises.check(exercise.name, exercise.reference)]
    reports += [exercises.check(exercise.name, pasted(text, name))]
    reports += [exercises.check(exercise.name, pasted(text, name, monkeypatch))]
    reports += [exercises.check(exercise.name, pasted(renamed, "mine", monkeypatch))]
    for report in reports:
        assert (report.verdict, report.remark) == ("right", words.OURS)
        assert words.OURS in " ".join(repr(report).split())
        assert "exercises.solution" not in repr(report)


def test_our_own_lines_under_another_description_are_said_to_be_alike():
    def mine(a, y):
        return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))

    def described(a, y):
        """Return what I think it is."""
        return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))

    for answer in (mine, described):
        assert exercises.check("neuron.cross_entropy", answer).remark == words.LIKE_OURS


def test_our_answer_with_a_line_changed_is_not_ours(monkeypatch):
    text = exercises.solution("neuron.slope").text.replace("a * (1 - a)", "a - a * a")
    assert exercises.check("neuron.slope", pasted(text, "slope", monkeypatch)).remark is None


def test_an_answer_of_ones_own_gets_no_remark():
    def mine(p, t):
        return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))

    def through_ours(a, y):
        return cross_entropy(a, y)

    for answer in (mine, through_ours):
        report = exercises.check("neuron.cross_entropy", answer)
        assert (report.verdict, report.remark) == ("right", None)
    assert exercises.check("perceptron.nand", nand()).remark is None  # three numbers that anybody may find
