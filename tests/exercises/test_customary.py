"""Customary variants of a right answer are right: float32, tiny numbers against log 0, our own solution."""

import linecache

import numpy as np
import pytest

from nnlab import exercises
from nnlab.exercises import words
from nnlab.exercises.lesson1.nand import nand
from nnlab.exercises.lesson3.cross_entropy import cross_entropy

EXERCISES = exercises.all_exercises()
TINY = [1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15]


def in_float32(value):
    if isinstance(value, tuple | list):
        return tuple(map(in_float32, value))
    if isinstance(value, float | np.floating) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
        return np.float32(value)
    return value


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_an_answer_in_float32_is_right(exercise):
    if exercise.ask.__name__ != "call":
        answers = [in_float32(exercise.reference())]
    else:
        answers = [
            lambda *inputs: in_float32(exercise.reference(*inputs)),
            lambda *inputs: exercise.reference(*map(in_float32, inputs)),
            lambda *inputs: in_float32(exercise.reference(*map(in_float32, inputs))),
        ]
    for answer in answers:
        assert exercises.check(exercise.name, answer).verdict == "right"


def with_a_guard(tiny):
    return lambda a, y: -np.mean(y * np.log(a + tiny) + (1 - y) * np.log(1 - a + tiny))


def clipped(tiny):
    def answer(a, y):
        a = np.clip(a, tiny, 1 - tiny)
        return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))

    return answer


def clipped_in_float32(tiny):
    return lambda a, y: clipped(np.float32(tiny))(a.astype(np.float32), y)


def standardised(tiny):
    return lambda X, X_new: (X_new - X.mean(axis=0)) / (X.std(axis=0) + tiny)


def attended(tiny):
    def answer(patterns, queries, beta):
        z = beta * queries @ patterns.T
        a = np.exp(z - z.max(axis=1, keepdims=True))
        return a / (a.sum(axis=1, keepdims=True) + tiny) @ patterns

    return answer


def measured(tiny):
    return lambda w, b, x: (w @ x + b) / (np.linalg.norm(w) + tiny)


@pytest.mark.parametrize("tiny", TINY)
@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("neuron.cross_entropy", with_a_guard),
        ("neuron.cross_entropy", clipped),
        ("neuron.cross_entropy", clipped_in_float32),
        ("boundary.standardise", standardised),
        ("boundary.distance", measured),
        ("hopfield.attend", attended),
    ],
)
def test_a_customary_guard_is_right(name, variant, tiny):
    assert exercises.check(name, variant(tiny)).verdict == "right"


def test_what_differs_in_distant_digits_is_right_with_a_remark():
    report = exercises.check("neuron.cross_entropy", with_a_guard(1e-7))
    assert report.remark == words.ROUNDED
    assert words.ROUNDED in " ".join(repr(report).split())
    assert exercises.check("neuron.cross_entropy", clipped(1e-7)).remark is None


@pytest.mark.parametrize("tiny", [1e-3, 1e-2])
def test_a_guard_that_shows_is_wrong(tiny):
    assert exercises.check("neuron.cross_entropy", with_a_guard(tiny)).verdict == "wrong"


def test_whole_numbers_must_be_whole():
    """Where all numbers are whole or halves, nothing rounds, and a little off is wrong."""
    whole = {exercise.name for exercise in EXERCISES if exercise.tolerance < 1e-6}
    assert {"perceptron.update", "perceptron.count_updates", "hopfield.store", "hopfield.energy"} < whole
    assert exercises.check("hopfield.energy", lambda W, s: -0.5 * s @ W @ s + 1e-6).verdict == "wrong"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_mistake_is_far_beyond_the_tolerance(exercise):
    """Else a mistake could hide behind the room that is left for rounding."""
    wide = [exercise.ask(exercise.reference, *probe.values()) for probe in exercise.questions()]
    for mistake in exercise.mistakes:
        said = [exercise.ask(mistake.wrong, *probe.values()) for probe in exercise.questions()]
        assert not all(exercise.agree(one, other, 1e-3) for one, other in zip(said, wide)), mistake.name


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
