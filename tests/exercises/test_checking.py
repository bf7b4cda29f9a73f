"""The mechanism: whatever an answer does, the check says so in a report and leaves no trace behind."""

import dataclasses
import sys
import threading
import time
from fractions import Fraction
from functools import partial

import numpy as np
import pytest

from nnlab import exercises
from nnlab.exercises import Exercise, Words, checking, words
from nnlab.exercises.forms import WrongForm, close, describe, show


def halve(x, k):
    return x / 2, k / 2


def halve_probes(rng):
    yield {"x": np.array([0.0]), "k": 0}
    yield {"x": np.array([2.0]), "k": 0}
    yield {"x": np.array([2.0, 4.0]), "k": 6}
    yield {"x": rng.integers(1, 9, size=3) / 2, "k": 8}


HALVE = Exercise(
    name="toy.halve",
    words=Words(
        task="Write halve(x, k): half of both.",
        hints={"doubled": "Larger or smaller?", "k forgotten": "What about the other one?"},
    ),
    reference=halve,
    probes=halve_probes,
)


@HALVE.mistake("doubled")
def doubled(x, k):
    return x * 2, k * 2


HALVE.mistake("k forgotten", lambda x, k: (x / 2, k))


def verdict(answer, exercise=HALVE, **options):
    return exercises.check(exercise, answer, **options).verdict


# ---- Verdicts ----------------------------------------------------------------------------------------


def stub(x, k): ...


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


def without_source(body):
    """Make a function as a cell does, but without a file or a linecache where its source could be found."""
    names = {}
    exec("def answer(x, k):\n    " + body.replace("\n", "\n    "), names)
    return names["answer"]


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
        "toy.halve: your function gave back nothing (None): is a return missing? `print` only\n"
        "shows a value, `return` gives it back.\n"
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
        "toy.halve: on 1 of the 4 inputs tried, your function gave back nothing (None): is a\n"
        "return missing? Each way through the function needs one. `print` only shows a value,\n"
        "`return` gives it back.\n"
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


@pytest.mark.parametrize("body", ["half = x / 2\nraise NotImplementedError", "return 0, 0", "return 0"])
def test_a_body_that_does_something_is_not_a_placeholder(body):
    assert verdict(without_source(body)) in (checking.RAISED, checking.WRONG, checking.WRONG_FORM)


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
        f"toy.halve: the answer raised an error in line {line}, `return x / 2, [][k]`.\n"
        "IndexError: list index out of range\n"
        "On this input:\n"
        "    x = np.array([2.0, 4.0])\n"
        "    k = 6"
    )


def leaves(x, k):
    sys.exit("bye")


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


def in_place(x, k):
    x /= 2
    return x, k / 2


def in_place_without_return(x, k):
    x /= 2


@pytest.mark.parametrize("answer", [in_place, in_place_without_return])
def test_an_answer_that_changes_its_input_is_told_which(answer):
    report = exercises.check(HALVE, answer)
    assert report.verdict == checking.CHANGED_INPUT
    assert "after the call, x no longer held" in repr(report)
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


# ---- Answers without an end, and what must be left as it was -----------------------------------------


# The answers below end after some seconds, or run on a thread that can be left alone: red must not hang.


def waits(x, k):
    end = time.perf_counter() + 3
    while time.perf_counter() < end:
        k = k + 0


def waits_in_a_generator(x, k):
    end = time.perf_counter() + 3
    return any(time.perf_counter() > end for _ in iter(int, 1))


def waits_and_catches(x, k):
    for _ in range(30):
        try:
            time.sleep(0.1)
        except Exception:
            print("and on")


def waits_later(x, k):
    if k == 6:
        waits(x, k)
    return x / 2, k / 2


@pytest.mark.parametrize("answer", [waits, waits_in_a_generator, waits_and_catches, waits_later])
def test_an_answer_that_takes_too_long_is_stopped(answer):
    began = time.perf_counter()
    report = exercises.check(HALVE, answer, seconds=0.05)
    assert report.verdict == checking.DID_NOT_FINISH
    assert time.perf_counter() - began < 2
    assert "After 0.05 s it was stopped." in repr(report)
    assert ("k = 6" in repr(report)) == (answer is waits_later)


@pytest.mark.parametrize(
    "loop", ["while True: pass", "while True:\n        k += 1", "for i in iter(int, 1): pass"]
)
def test_an_endless_loop_is_stopped_on_whichever_thread(loop):
    names, reports = {}, []
    exec(f"def endless(x, k):\n    {loop}", names)  # as text, since a formatter would break the first line
    thread = threading.Thread(
        target=lambda: reports.append(verdict(names["endless"], seconds=0.05)), daemon=True
    )
    thread.start()
    thread.join(timeout=3)
    assert reports == [checking.DID_NOT_FINISH]


@pytest.mark.parametrize("answer", [halve, waits, leaves, stub, in_place, 3])
def test_a_debugger_or_a_coverage_measurement_goes_on(answer):
    seen = []

    def mine(frame, event, argument):
        seen.append(frame.f_code.co_name)
        return mine

    before = sys.gettrace()
    sys.settrace(mine)
    try:
        exercises.check(HALVE, answer, seconds=0.05)
        after = sys.gettrace()
        show(1.0)
    finally:
        sys.settrace(before)
    assert after is mine
    assert seen[-1] == "show"


@pytest.fixture
def slow_modules(tmp_path, monkeypatch):
    """A module that takes longer to import than an answer may take, by way of another one."""
    (tmp_path / "slow_inner.py").write_text("import time\ntime.sleep(0.6)\nhalf = 0.5\n")
    (tmp_path / "slow_outer.py").write_text("from slow_inner import half\n")
    (tmp_path / "slow_broken.py").write_text("import slow_inner\nimport no_such_module\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    for name in ("slow_inner", "slow_outer", "slow_broken"):
        sys.modules.pop(name, None)


def imports(x, k):
    from slow_outer import half

    return x * half, k * half


def imports_in_vain(x, k):
    try:
        import slow_broken  # noqa: F401
    except ImportError:
        return x / 2, k / 2


def imports_and_waits(x, k):
    import slow_outer  # noqa: F401

    waits(x, k)


@pytest.mark.parametrize("answer", [imports, imports_in_vain])
def test_a_slow_first_import_is_no_endless_loop(answer, slow_modules):
    assert verdict(answer, seconds=0.5) == checking.RIGHT


def test_after_an_import_the_time_runs_on(slow_modules):
    assert verdict(imports_and_waits, seconds=0.1) == checking.DID_NOT_FINISH


def test_without_a_debugger_nothing_stays_behind():
    before = sys.gettrace()
    sys.settrace(None)
    try:
        exercises.check(HALVE, waits, seconds=0.05)
        assert sys.gettrace() is None
    finally:
        sys.settrace(before)


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


def complains(x, k):
    raise ValueError("no " * 10_000)


@pytest.mark.parametrize("answer", [complains, lambda x, k: (np.zeros(10_000), k)])
def test_a_long_text_does_not_fill_the_notebook(answer):
    assert len(repr(exercises.check(HALVE, answer))) < 1200


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
@pytest.mark.parametrize("exercise", [HALVE, "perceptron.nand", "boundary.xor", "hopfield.energy"], ids=str)
def test_what_is_huge_or_without_end_gets_a_short_answer_soon(exercise, given):
    for answer in (given, lambda *inputs: given):
        began = time.perf_counter()
        report = exercises.check(exercise, answer)
        assert time.perf_counter() - began < 6  # twelve before arrays were cut
        assert report.verdict in (checking.WRONG_FORM, checking.WRONG)
        assert len(repr(report)) < 1200


@pytest.mark.parametrize("given", [[..., [None]], [...], (None, [..., ...])])
def test_placeholders_in_lists_are_seen(given):
    assert verdict(given) == checking.NOT_ATTEMPTED


def test_a_list_of_itself_is_no_placeholder():
    loop = []
    loop.append(loop)
    assert verdict(loop) == checking.WRONG_FORM


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


def test_no_sentence_of_the_check_is_long():
    sentences = {name: text for name, text in vars(words).items() if name.isupper()}
    assert len(sentences) > 20
    assert {name: len(text) for name, text in sentences.items() if len(text) > 300} == {}


# ---- Comparing ---------------------------------------------------------------------------------------


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


# ---- The door ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "door", [exercises.task, exercises.solution, lambda name: exercises.check(name, None)]
)
@pytest.mark.parametrize("name", ["perceptron.xor", "", None, ["perceptron.nand"]])
def test_an_unknown_name_gets_three_known_ones_in_a_sentence(door, name):
    says = r"name: expected the name of an exercise, such as perceptron\.nand, .*, .*; got .*names\(\)"
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
