"""Rules stand in front of a function: applied in order, at the call, and unseen in its source."""

import inspect

import numpy as np
import pytest

from nnlab import rules
from nnlab.rules import above, among, between, checked, labels_of, optional, samples, weights_of, whole
from nnlab.source import source


@checked(X=samples, y=labels_of("X"), w=optional(weights_of("X")), lr=above(0))
def learn(X, y, w=None, *, lr: float = 1):
    """Say what came."""
    return X, y, w, lr


@checked(n=whole(1))
def count_up(n):
    yield from range(n)


def test_a_function_gets_its_arguments_in_the_form_that_the_rules_give_them():
    X, y, w, lr = learn([[1, 2], [3, 4]], [True, False], w=[1, 2, 3], lr=2)
    assert X.dtype == w.dtype == float and y.tolist() == [1, 0] and isinstance(lr, float)


def test_what_is_left_out_is_left_alone():
    *_, w, lr = learn([[1.0]], [1])
    assert w is None and lr == 1 and isinstance(lr, int)
    assert learn([[1.0]], [1], None)[2] is None


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: learn([1.0], [1]), r"X: expected shape \(n, d\)"),
        (lambda: learn([[1.0]], [1, 0]), "y: expected 1 labels"),
        (lambda: learn([[1.0]], [1], [1.0]), r"w: expected shape \(2,\)"),
        (lambda: learn([[1.0]], [1], lr=0), "lr: expected a number above 0, got 0"),
        (lambda: learn([1.0], [2], lr=0), "X: expected"),  # the first rule speaks first
        (
            lambda: count_up(0),
            "n: expected a whole number of at least 1, got 0",
        ),  # at the call, not at `next`
        (lambda: between(0, 1, open_end=True)(1, "m"), "m: expected a number from 0 to below 1, got 1"),
        (lambda: among(("a", "b"))("c", "which"), "which: expected one of a, b, got 'c'"),
        (lambda: rules.function("theta -> loss")(3, "f"), "f: expected a function theta -> loss, got 3"),
    ],
)
def test_a_rule_that_is_broken_says_so_at_the_call(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_both_ends_of_between():
    assert between(0, 1)(1, "m") == 1.0 and between(0, 1, open_end=True)(0, "m") == 0.0


def test_python_itself_says_what_is_missing_or_unknown():
    with pytest.raises(TypeError, match=r"learn\(\) missing 1 required positional argument: 'y'"):
        learn([[1.0]])
    with pytest.raises(TypeError, match="unexpected keyword argument 'rate'"):
        learn([[1.0]], [1], rate=2)


def test_a_rule_about_something_that_is_no_parameter_is_refused_when_the_function_is_defined():
    def learn(y):
        return y

    with pytest.raises(TypeError, match="learn has no parameter X, rate"):
        checked(rate=above(0), X=samples)(learn)


def test_the_function_keeps_its_name_its_docstring_its_signature_and_its_source():
    assert (learn.__name__, learn.__doc__) == ("learn", "Say what came.")
    assert list(inspect.signature(learn).parameters) == ["X", "y", "w", "lr"]
    shown = source(learn).text
    assert shown.startswith("@checked(X=samples") and "return X, y, w, lr" in shown


def test_methods_may_look_at_themselves():
    class Model:
        size = 2

        @checked(theta=rules.parameters_of("self"))
        def ask(self, theta):
            return theta

    assert Model().ask([1, 2]).tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match=r"theta: expected shape \(2,\)"):
        Model().ask(np.zeros(3))
