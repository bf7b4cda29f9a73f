"""The mechanism: whatever an answer does, the check says so in a report and leaves no trace behind."""

import dataclasses
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from halving import HALVE, halve, halve_probes, in_place, leaves, stub, verdict, without_source

from nnlab import exercises
from nnlab.exercises import checking, words

# ---- Verdicts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "half = x / 2, k / 2",
        "x / 2, k / 2",
        "half = x / 2\nprint(half, k / 2)",
        "half = None\nreturn half",
        "for _ in x:\n    ...",
        "if k > 100:\n    return x / 2, k / 2",
        "'Half of both.'\nhalf = x / 2\n...",
    ],
)
def test_a_forgotten_return_is_said(body):
    report = exercises.check(HALVE, without_source(body))
    assert report.verdict == checking.GAVE_NOTHING
    assert repr(report) == (
        "toy.halve: your function gave back nothing (None): is a return\n"
        "missing? `print` only shows a value, `return` gives it back.\n"
        "The smallest input that shows it:\n"
        "    x = np.array([0.0])\n"
        "    k = 0\n"
        "  yours:    None\n"
        "  expected: (np.array([0.0]), 0.0)"
    )


@pytest.mark.parametrize(
    "answer", [partial(stub), partial(print, end=""), type("C", (), {"__call__": print})()]
)
def test_whatever_can_be_called_and_gives_nothing_is_asked_for_a_return(answer):
    assert verdict(answer) == checking.GAVE_NOTHING


def test_a_return_that_is_missing_on_some_ways_is_said_and_shown():
    report = exercises.check(HALVE, without_source("if k != 6:\n    return x / 2, k / 2 + (x[0] == 2)"))
    assert report.verdict == checking.GAVE_NOTHING
    assert repr(report) == (
        "toy.halve: on 1 of the 4 inputs tried, your function gave back\n"
        "nothing (None): is a return missing? Each way through the\n"
        "function needs one. `print` only shows a value, `return` gives\n"
        "it back.\n"
        "The smallest input that shows it:\n"
        "    x = np.array([2.0, 4.0])\n"
        "    k = 6\n"
        "  yours:    None\n"
        "  expected: (np.array([1.0, 2.0]), 3.0)"
    )


def test_where_nothing_is_right_nothing_is_missed():
    def reference(x, k):
        return k / 2 if k else None

    sometimes = dataclasses.replace(HALVE, reference=reference, mistakes=[])
    assert verdict(without_source("if k: return k / 2"), sometimes) == checking.RIGHT
    assert verdict(without_source("if k: return k / 3"), sometimes) == checking.WRONG
    assert verdict(without_source("if k == 6: return k / 2"), sometimes) == checking.GAVE_NOTHING


@pytest.mark.parametrize(
    "answer",
    [
        halve,
        lambda x, k: [[value / 2 for value in x], k / 2],
        lambda x, k: (x[:, None] / 2, np.array([k / 2])),
        lambda x, k: ([Fraction(value) / 2 for value in x], Fraction(k, 2)),
        lambda x, k: (x / 2 + 1e-15, k // 2),
        lambda x, k: (x / 2, np.float32(k / 2)),
    ],
)
def test_a_right_answer_in_any_form_is_right(answer):
    assert verdict(answer) == checking.RIGHT


def test_a_known_mistake_gets_its_hint_and_an_example():
    report = exercises.check(HALVE, lambda x, k: [2 * x, 2 * k])
    assert (report.verdict, report.mistake) == (checking.KNOWN_MISTAKE, "doubled")
    assert repr(report) == (
        "toy.halve: not right yet. We know this one: doubled.\n"
        "Hint: Larger or smaller?\n"
        "The smallest input that shows it:\n"
        "    x = np.array([2.0])\n"
        "    k = 0\n"
        "  yours:    [np.array([4.0]), 0]\n"
        "  expected: (np.array([1.0]), 0.0)"
    )


def test_an_unknown_mistake_gets_the_smallest_counterexample():
    report = exercises.check(HALVE, lambda x, k: (x / 2, 1.0 if k == 6 else k / 2 + (k == 8)))
    assert report.verdict == checking.WRONG
    assert repr(report) == (
        "toy.halve: not right yet, on 2 of the 4 inputs tried.\n"
        "The smallest input that shows it:\n"
        "    x = np.array([2.0, 4.0])\n"
        "    k = 6\n"
        "  yours:    (np.array([1.0, 2.0]), 1.0)\n"
        "  expected: (np.array([1.0, 2.0]), 3.0)"
    )


def test_a_mistake_must_agree_on_every_probe():
    assert verdict(lambda x, k: (x * 2, k * 2 + (k == 8))) == checking.WRONG


def test_a_small_difference_is_shown_with_enough_digits():
    text = repr(exercises.check(HALVE, lambda x, k: (x / 2, k / 2 + (k == 6) * 1e-8)))
    assert "yours:    (np.array([1.0, 2.0]), 3.00000001)" in text


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (3, "a function was expected (hand in its name alone, without brackets) and a number came"),
        ([], "a function was expected (hand in its name alone, without brackets) and 0 values came"),
        ("text", "without brackets) and a value of type str came"),
        (lambda x, k: np.append(x, k), "2 values were expected and an array of shape (3,) came"),
        (lambda x, k: (x / 2,), "2 values were expected and 1 value came"),
        (
            lambda x, k: (np.outer(x, x), k),
            "an array of shape (2,) was expected and an array of shape (2, 2)",
        ),
        (lambda x, k: (x / 2, None), "a number was expected and nothing (None: is a return missing?) came"),
        (lambda x, k: (x / 2, ...), "a number was expected and a placeholder (...) came"),
        (lambda x, k: (x / 2, "3"), "a number was expected and a value of type str came"),
        (lambda x, k: (x / 2, {k}), "a number was expected and a value of type set came"),
        (lambda x, k: (yield x), "2 values were expected and a value of type generator came"),
    ],
)
def test_another_form_is_said_in_a_sentence(answer, sentence):
    report = exercises.check(HALVE, answer)
    assert report.verdict in (checking.WRONG_FORM, checking.WRONG)
    if report.verdict == checking.WRONG:  # with one feature another form can look alike; with two it cannot
        longer = dataclasses.replace(HALVE, probes=lambda rng: list(halve_probes(rng))[2:])
        report = exercises.check(longer, answer)
    assert report.verdict == checking.WRONG_FORM
    assert sentence in " ".join(repr(report).split())


def fails_on_pairs(x, k):
    if len(x) == 2:
        return x / 2, [][k]
    return x / 2, k / 2


def test_an_error_is_reported_with_its_line_and_its_input():
    report = exercises.check(HALVE, fails_on_pairs)
    assert report.verdict == checking.RAISED
    line = fails_on_pairs.__code__.co_firstlineno + 2
    assert repr(report) == (
        f"toy.halve: the answer raised an error in line {line}, `return x /\n"
        "2, [][k]`.\n"
        "IndexError: list index out of range\n"
        "On this input:\n"
        "    x = np.array([2.0, 4.0])\n"
        "    k = 6"
    )


def dives(x, k):
    return dives(x, k)


@pytest.mark.parametrize("answer", [leaves, dives, lambda *inputs: inputs[2], lambda x, k: unknown_name])  # noqa: F821
def test_no_error_of_an_answer_comes_through(answer):
    assert verdict(answer) == checking.RAISED


def test_the_stop_button_does_come_through():
    def interrupted(x, k):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exercises.check(HALVE, interrupted)


def in_place_without_return(x, k):
    x /= 2


@pytest.mark.parametrize("answer", [in_place, in_place_without_return])
def test_an_answer_that_changes_its_input_is_told_which(answer):
    report = exercises.check(HALVE, answer)
    assert report.verdict == checking.CHANGED_INPUT
    assert "after the call, x no longer held" in " ".join(repr(report).split())
    assert "x = np.array([2.0])" in repr(report)  # the input as it was


def test_an_input_in_nested_lists_is_watched_too():
    def probes(rng):
        yield {"layers": [np.zeros((2, 2)), [1, 2, 3]]}

    layers = dataclasses.replace(HALVE, reference=len, probes=probes, mistakes=[])

    def touches(layers):
        layers[0][1, 1] = 5
        return 2

    assert verdict(len, layers) == checking.RIGHT
    assert verdict(touches, layers) == checking.CHANGED_INPUT
    assert verdict(lambda layers: layers.pop() and 2, layers) == checking.CHANGED_INPUT
    assert verdict(lambda layers: layers.__setitem__(1, 7) or 2, layers) == checking.CHANGED_INPUT


# ---- The same text every time ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", [halve, stub, fails_on_pairs, in_place, lambda x, k: halve, lambda x, k: object(), halve_probes]
)
def test_two_checks_give_the_same_report(answer):
    first, second = exercises.check(HALVE, answer), exercises.check(HALVE, answer)
    assert first == second
    assert repr(first) == repr(second)
    assert "0x" not in repr(first)


def test_probes_are_the_same_every_time_and_do_not_depend_on_the_answer():
    def spoils(x, k):
        x[:] = 7
        return x, k

    before = [probe["x"].tolist() for probe in HALVE.questions()]
    exercises.check(HALVE, spoils)
    assert [probe["x"].tolist() for probe in HALVE.questions()] == before


def complains(x, k):
    raise ValueError("no " * 10_000)


@pytest.mark.parametrize("answer", [complains, lambda x, k: (np.zeros(10_000), k)])
def test_a_long_text_does_not_fill_the_notebook(answer):
    assert len(repr(exercises.check(HALVE, answer))) < 1200


def test_no_sentence_of_the_check_is_long():
    sentences = {name: text for name, text in vars(words).items() if name.isupper()}
    assert len(sentences) > 20
    assert {name: len(text) for name, text in sentences.items() if len(text) > 300} == {}


# ---- The door ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "door", [exercises.task, exercises.solution, lambda name: exercises.check(name, None)]
)
@pytest.mark.parametrize("name", ["perceptron.xor", "", None, ["perceptron.nand"]])
def test_an_unknown_name_gets_three_known_ones_in_a_sentence(door, name):
    says = r"name: expected the name of an exercise, such as \w+\.\w+, .*, .*; got .*names\(\)"
    with pytest.raises(ValueError, match=says) as caught:
        door(name)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("perceptron.updat", "perceptron.update"),
        ("hopfield.swep", "hopfield.sweep"),
        ("network.learning", "network.learn"),
    ],
)
def test_a_misspelt_name_gets_the_one_that_was_meant(name, meant):
    with pytest.raises(ValueError, match=f"such as {meant}"):
        exercises.check(name, None)


@pytest.mark.parametrize("seconds", [0, -1, np.nan, "3"])
def test_seconds_must_be_above_zero(seconds):
    with pytest.raises(ValueError, match="seconds: expected a number above 0"):
        exercises.check("perceptron.nand", None, seconds=seconds)


def test_a_solution_is_the_source_that_runs():
    shown = exercises.solution(HALVE)
    assert repr(shown) == "def halve(x, k):\n    return x / 2, k / 2"
    assert shown._repr_markdown_() == f"```python\n{shown.text}\n```"
