"""Values of every form are compared, named and written, however long, deep or strange they are."""

import time
from functools import partial

import numpy as np
import pytest
from halving import HALVE, halve, verdict

from nnlab import exercises
from nnlab.exercises import checking, forms
from nnlab.exercises.forms import WrongForm, close, describe, show


def test_show_writes_python_that_can_be_pasted_with_stable_digits():
    values = [1, True, 0.1 + 0.2, -0.0, 1e-7, np.float64(2), np.int64(3), None, ..., "a", (1.0,), ()]
    texts = ["1", "True", "0.3", "0.0", "1e-07", "2.0", "3", "None", "...", "'a'", "(1.0,)", "()"]
    assert [show(value) for value in values] == texts
    array = np.array([[0.5, 1.0], [2.0, 3.25]])
    assert np.array_equal(eval(show(array)), array)
    assert show([np.array([True]), np.inf]) == "[np.array([True]), inf]"

    class Silent:
        def __repr__(self):
            raise RuntimeError

    assert show(Silent()) == "a Silent that cannot be shown"


def contains_itself():
    loop = [1.0]
    loop.append(loop)
    return loop


def contain_each_other():
    one, other = [], ()
    other = (one,)
    one.append(other)
    return one


@pytest.mark.parametrize(
    "given",
    [
        contains_itself(),
        contain_each_other(),
        (contains_itself(), 1),
        np.zeros(10**7),
        np.zeros((10**7, 1)),
        [0] * 10**6,
        (np.zeros(10**7), 0),
        10**5000,
        "x" * 10**7,
        b"x" * 10**7,
        np.array([contains_itself(), None], dtype=object),
    ],
    ids=lambda given: type(given).__name__,
)
@pytest.mark.parametrize(
    "exercise",
    [HALVE, "perceptron.nand", "boundary.xor", "hopfield.energy"],
    ids=lambda given: getattr(given, "name", given),
)
def test_what_is_huge_or_without_end_gets_a_short_answer_soon(exercise, given):
    for answer in (given, lambda *inputs: given):
        began = time.perf_counter()
        report = exercises.check(exercise, answer)
        assert time.perf_counter() - began < 6  # twelve before arrays were cut
        assert report.verdict in (checking.WRONG_FORM, checking.WRONG)
        assert len(repr(report)) < 1200


@pytest.mark.parametrize(
    ("answer", "takes"),
    [
        (lambda x: x, "x"),
        (lambda: 1, ""),
        (lambda x, k, lr: x, "x, k, lr"),
        (lambda x, *, k: x, "x, *, k"),
        (lambda x, k, lr, steps=3: x, "x, k, lr, steps=3"),
    ],
)
def test_another_count_of_inputs_is_said_in_a_sentence(answer, takes):
    report = exercises.check(HALVE, answer)
    assert report.verdict == checking.WRONG_FORM
    assert f"a function of (x, k) was expected and yours takes ({takes})" in " ".join(repr(report).split())


@pytest.mark.parametrize(
    "answer",
    [
        lambda *inputs: halve(*inputs),
        lambda x, k, more=1: halve(x, k),
        partial(halve),
        lambda a, b: (a / 2, b / 2),
    ],
)
def test_other_names_and_further_inputs_that_may_be_left_out_are_fine(answer):
    assert verdict(answer) == checking.RIGHT


def test_a_value_that_is_a_function_of_inputs_is_said_in_a_sentence():
    report = exercises.check("perceptron.nand", lambda x1, x2: 1)
    assert report.verdict == checking.WRONG_FORM
    assert (
        "a function without inputs was expected, or the numbers themselves, and yours takes (x1, x2)"
        in " ".join(repr(report).split())
    )


def test_close_compares_up_to_rounding_and_no_further():
    assert close(0.1 + 0.2, 0.3) and not close(0.3001, 0.3)
    assert close([1, 2], np.array([1.0, 2.0])) and not close([2, 1], np.array([1.0, 2.0]))
    assert close(True, 1) and close(np.nan, np.nan) and not close(np.nan, 1.0)


@pytest.mark.parametrize("yours", ["1", None, [1, 2], [[1], [2, 3]], {}, {1}, 1j, object()])
def test_close_refuses_what_is_not_a_number(yours):
    with pytest.raises(WrongForm):
        close(yours, 1)


def test_describe_names_forms():
    assert describe([1]) == "1 value" and describe(()) == "0 values"
    assert describe(Report := exercises.Report) == f"the class {Report.__name__}"
    assert describe(np.zeros((2, 1))) == "an array of shape (2, 1)"


def test_a_list_that_is_too_long_is_not_converted_to_see_that(monkeypatch):
    real = forms.as_numbers
    monkeypatch.setattr(forms, "as_numbers", lambda value: real(value) if np.ndim(value) == 0 else 1 / 0)
    with pytest.raises(forms.WrongForm, match=r"^a number was expected and 1000 values came"):
        forms.close([0.0] * 1000, 0.5)
