"""Customary variants of a right answer are right: float32, a tiny number against log 0."""

import inspect

import numpy as np
import pytest

from nnlab import exercises
from nnlab.exercises import words

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
    if not inspect.signature(exercise.reference).parameters:
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


def shared_out(tiny):
    def answer(z):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / (e.sum(axis=1, keepdims=True) + tiny)

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
        ("batches.softmax", shared_out),
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
