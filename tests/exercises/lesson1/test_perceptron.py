"""Lesson 1's exercises: the answers that learners give, right and wrong, in many forms."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab import exercises, perceptron
from nnlab.exercises import checking
from nnlab.exercises.lesson1.count_updates import EXERCISE as COUNT
from nnlab.exercises.lesson1.count_updates import _looks_of, _passes, count_updates
from nnlab.exercises.lesson1.nand import EXERCISE as NAND
from nnlab.exercises.lesson1.update import EXERCISE as UPDATE
from nnlab.exercises.lesson1.update import update

check = exercises.check
halves = st.integers(-6, 6).map(lambda number: number / 2)


@pytest.mark.parametrize("exercise", [UPDATE, COUNT], ids=lambda exercise: exercise.name)
def test_sums_are_exact_whatever_their_order(exercise):
    """All inputs are multiples of a half, so no right answer can lose to rounding."""
    for probe in exercise.questions():
        for value in probe.values():
            assert np.array_equal(np.asarray(value) * 2, np.round(np.asarray(value) * 2))


# ---- NAND --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        (-2, -2, 3),
        [-1.0, -1.0, 1.5],
        np.array([-1, -1, 1]),  # a tie at (0, 1) and (1, 0), on the side of yes
        np.array([[-2], [-2], [3]]),
        (np.int64(-20), np.float32(-15), 30),
        (-2e-12, -2e-12, 3e-12),
        lambda: (-2, -2, 3),
    ],
)
def test_nand_accepts_every_right_triple(answer):
    assert check("perceptron.nand", answer).verdict == checking.RIGHT


@given(w1=halves, w2=halves, b=halves)
def test_nand_agrees_with_the_neuron_of_the_package(w1, w2, b):
    X = [[0, 0], [0, 1], [1, 0], [1, 1]]
    right = perceptron.predict(np.array([w1, w2, b]), X).tolist() == [1, 1, 1, 0]
    report = check("perceptron.nand", (w1, w2, b))
    assert (report.verdict == checking.RIGHT) == right


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        ((1, 1, -2), "AND instead of NAND"),
        ((-1, -3, 0), "NOR instead of NAND"),
        ((-3, -2, -4), "the sign of the bias"),
        ((1, 1, 1), "the sign of the weights"),
        ((-1, -2, 3), "a tie on the wrong side"),
        (
            (-0.1, -0.2, 0.3),
            "a tie on the wrong side",
        ),  # rounding hides this tie from the machine, not from paper
        (lambda: [-1, -1, 2], "a tie on the wrong side"),
        ((0, 0, -1), None),
        ((-3, -1, 2), None),
    ],
)
def test_nand_tells_the_mistakes_apart(answer, mistake):
    assert check("perceptron.nand", answer).mistake == mistake


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((-2, -2), "and (-2, -2) came (is the bias missing?)."),
        ((1, 1, 1, 0), "and (1, 1, 1, 0) came (a truth table?"),
        (([-2, -2], 3), "and ([-2, -2], 3) came."),
        ((-2, ..., 3), "and (-2, ..., 3) came."),
        ((-2, -2, np.nan), "and (-2, -2, nan) came."),
        ("-2, -2, 3", "and '-2, -2, 3' came."),
        (0, "and 0 came."),
        (lambda: print(end=""), "and None came (is a return missing?)."),
    ],
)
def test_nand_asks_for_three_numbers(answer, sentence):
    report = check("perceptron.nand", answer)
    assert report.verdict == checking.WRONG_FORM
    assert f"three numbers w1, w2, b were expected {sentence}" in " ".join(repr(report).split())


def test_nand_shows_the_corner():
    assert repr(check("perceptron.nand", (-3, -1, 2))) == (
        "perceptron.nand: not right yet, on 1 of the 4 inputs tried.\n"
        "The smallest input that shows it:\n"
        "    x1 = 1\n"
        "    x2 = 0\n"
        "  yours:    0\n"
        "  expected: 1"
    )


def test_nand_survives_an_answer_that_changes_its_mind():
    triples = itertools.chain([(0, 0, -1)] * 4, itertools.repeat("no more"))
    assert check("perceptron.nand", lambda: next(triples)).verdict == checking.WRONG


@pytest.mark.parametrize("answer", [None, (..., ..., ...), lambda: None, lambda: (..., ..., ...)])
def test_nand_not_attempted(answer):
    assert check("perceptron.nand", answer).verdict == checking.NOT_ATTEMPTED


# ---- update ------------------------------------------------------------------------------------------


def update_by_cases(w, b, x, y, lr):
    z = b
    for weight, feature in zip(w, x):
        z += weight * feature
    if z >= 0 and y == 0:
        return [weight - lr * feature for weight, feature in zip(w, x)], b - lr
    if z < 0 and y == 1:
        return [weight + lr * feature for weight, feature in zip(w, x)], b + lr
    return w, b


def update_as_columns(w, b, x, y, lr):
    w, x = w[:, None], x[:, None]
    error = y - (w.T @ x + b >= 0)
    return w + lr * x * error, b + lr * error


def update_with_the_package(w, b, x, y, lr):
    steps = perceptron.train([x], [y], lr=lr, start=np.append(w, b))
    *_, last = itertools.islice(steps, 2)
    return last.w[:-1], last.w[-1]


@pytest.mark.parametrize("answer", [update_by_cases, update_as_columns, update_with_the_package])
def test_update_accepts_other_ways(answer):
    assert check("perceptron.update", answer).verdict == checking.RIGHT


@given(
    w=st.lists(halves, min_size=2, max_size=2),
    x=st.lists(halves, min_size=2, max_size=2),
    b=halves,
    y=st.integers(0, 1),
    lr=st.sampled_from([0.5, 1.0]),
)
def test_update_agrees_with_the_package(w, b, x, y, lr):
    w, x = np.array(w), np.array(x)
    assert checking.close(update_with_the_package(w, b, x, y, lr), update(w, b, x, y, lr))


def test_update_without_a_return_is_told():
    def answer(w, b, x, y, lr):
        error = y - (w @ x + b >= 0)
        w = w + lr * error * x
        b = b + lr * error

    report = check("perceptron.update", answer)
    assert report.verdict == checking.GAVE_NOTHING
    assert "  yours:    None\n  expected: (np.array([0.0]), 0.0)" in repr(report)


def test_update_that_returns_after_mistakes_only_is_told():
    def answer(w, b, x, y, lr):
        if y - (w @ x + b >= 0) != 0:
            return update(w, b, x, y, lr)

    report = check("perceptron.update", answer)
    assert report.verdict == checking.GAVE_NOTHING
    assert "Each way through the function needs one." in " ".join(repr(report).split())


def test_update_in_place_is_told():
    def answer(w, b, x, y, lr):
        error = y - (w @ x + b >= 0)
        w += lr * error * x
        return w, b + lr * error

    report = check("perceptron.update", answer)
    assert report.verdict == checking.CHANGED_INPUT
    assert "after the call, w no longer held" in " ".join(repr(report).split())


def test_update_shows_the_smallest_counterexample():
    report = check("perceptron.update", lambda w, b, x, y, lr: (w, b))
    assert repr(report).splitlines()[1:] == [
        "The smallest input that shows it:",
        "    w  = np.array([0.0])",
        "    b  = 0.0",
        "    x  = np.array([1.0])",
        "    y  = 0",
        "    lr = 1.0",
        "  yours:    (np.array([0.0]), 0.0)",
        "  expected: (np.array([-1.0]), -1.0)",
    ]


# ---- count_updates -----------------------------------------------------------------------------------


def count_with_the_package(X, y, lr, max_passes):
    steps = perceptron.train(X, y, lr=lr)
    return (
        sum(1 for step in itertools.takewhile(lambda step: step.samples_seen <= max_passes * len(X), steps))
        - 1
    )


def count_recursively(X, y, lr, max_passes, theta=None):
    theta = [0.0] * (len(X[0]) + 1) if theta is None else theta
    count = 0
    for x, wanted in zip(X, y):
        x = [*x, 1.0]
        error = int(wanted) - int(sum(p * q for p, q in zip(theta, x)) >= 0)
        theta = [
            p + error * q for p, q in zip(theta, x)
        ]  # from zero weights the learning rate is only a scale
        count += abs(error)
    return count + count_recursively(X, y, lr, max_passes - 1, theta) if count and max_passes > 1 else count


def count_as_numpy_int(X, y, lr, max_passes):
    return np.array([[count_updates(X, y, lr, max_passes)]])


@pytest.mark.parametrize("answer", [count_with_the_package, count_recursively, count_as_numpy_int])
def test_count_accepts_other_ways(answer):
    assert check("perceptron.count_updates", answer).verdict == checking.RIGHT


def learner(*, on_mistake="", on_right="pass", after_look="", at_end="", notice="True"):
    """Write count_updates as a learner does, with lines of theirs at the places where they go astray."""
    text = f"""
def answer(X, y, lr, max_passes):
    w, b, updates = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_passes):
        quiet = True
        for x, wanted in zip(X, y):
            old_w, old_b = w, b
            w, b = update(w, b, x, wanted, lr)
            if (w != old_w).any() if {notice == "w"} else b != old_b:
                updates += 1
                quiet = False
                {on_mistake}
            else:
                {on_right}
            {after_look}
        if quiet:
            break
    {at_end}
"""
    names = {"np": np, "update": update}
    exec(text, names)
    return names["answer"]


@pytest.mark.parametrize(
    ("lines", "mistake"),
    [
        ({"after_look": "return updates"}, "a return after the first look"),
        ({"on_mistake": "return updates"}, "a return after the first mistake"),
        ({"on_mistake": "return updates", "at_end": "return updates"}, "a return after the first mistake"),
        ({"on_right": "return updates"}, "a return after the first right answer"),
        ({"on_right": "return updates", "at_end": "return updates"}, "a return after the first right answer"),
        (
            {"after_look": "if quiet: return updates", "at_end": "return updates"},
            "the end is tested inside a pass",
        ),
        ({"after_look": "if quiet: break", "at_end": "return updates"}, "the end is tested inside a pass"),
        ({"notice": "w", "at_end": "return updates"}, "only changes of w are counted"),
    ],
)
def test_count_knows_the_mistakes_as_learners_write_them(lines, mistake):
    report = check("perceptron.count_updates", learner(**lines))
    assert (report.verdict, report.mistake) == (checking.KNOWN_MISTAKE, mistake)


def test_count_by_changes_of_w_is_known_even_if_the_passes_end_rightly():
    def answer(*inputs):
        looks = _looks_of(*inputs)
        return sum(x.any() for each in looks for x, wrong in zip(inputs[0], each) if wrong)

    assert check("perceptron.count_updates", answer).mistake == "only changes of w are counted"


@pytest.mark.parametrize("at_end", ["", "print(end='')"])
def test_count_that_returns_nothing_is_told(at_end):
    report = check("perceptron.count_updates", learner(at_end=at_end))
    assert report.verdict == checking.GAVE_NOTHING
    assert "  yours:    None\n  expected: 0" in repr(report)


def test_the_learner_behind_these_mistakes_is_right_without_them():
    assert check("perceptron.count_updates", learner(at_end="return updates")).verdict == checking.RIGHT


def test_count_gives_the_known_figures():
    X, passes = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), 20
    assert count_updates(X, np.array([0, 0, 0, 1]), 1.0, passes) == 11
    assert count_updates(X, np.array([0, 1, 1, 1]), 1.0, passes) == 5


def test_count_ends_quiet_and_not_quiet():
    """The probes hold both: data that are learned in time, and XOR, where max_passes ends it."""
    quiet = [_passes(*probe.values())[-1] == 0 for probe in COUNT.questions()]
    assert True in quiet and False in quiet


def test_the_learner_behind_the_mistakes_is_right_without_them():
    for probe in COUNT.questions():
        assert sum(_passes(*probe.values())) == count_updates(*probe.values())


def test_count_that_never_ends_on_xor_is_stopped_there():
    def answer(X, y, lr, max_passes):
        w, count = np.zeros(X.shape[1] + 1), 0
        for _ in range(100_000):  # as good as for ever
            quiet = True
            for x, wanted in zip(np.column_stack([X, np.ones(len(X))]), y):
                error = wanted - (w @ x >= 0)
                w, count, quiet = w + lr * error * x, count + abs(error), quiet and error == 0
            if quiet:
                break
        return count

    cut_short = {"X": np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), "y": np.array([0, 1, 1, 0])}
    xor = [probe for probe in COUNT.questions() if np.array_equal(probe["X"], cut_short["X"])][-1]
    assert np.array_equal(xor["y"], cut_short["y"])
    report = check("perceptron.count_updates", answer, seconds=0.3)
    assert report.verdict == checking.DID_NOT_FINISH
    assert "y          = np.array([0, 1, 1, 0])" in repr(report)


def test_nand_has_one_input_per_corner():
    assert [tuple(probe.values()) for probe in NAND.questions()] == [(0, 0), (0, 1), (1, 0), (1, 1)]
