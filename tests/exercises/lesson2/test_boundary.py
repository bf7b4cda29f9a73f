"""Lesson 2's exercises: the answers that learners give, right and wrong, in many forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab import boundary, exercises
from nnlab.exercises import checking
from nnlab.scaling import Scaler

check = exercises.check


def right(name, answer):
    return check(name, answer).verdict == checking.RIGHT


def test_distance_accepts_every_right_way():
    def by_loop(w, b, x):
        z = b
        for wi, xi in zip(w, x):
            z += wi * xi
        return [z / sum(wi**2 for wi in w) ** 0.5]

    assert right("boundary.distance", by_loop)
    assert right("boundary.distance", lambda w, b, x: (w @ x + b) / np.linalg.norm(w))
    assert right("boundary.distance", lambda w, b, x: boundary.signed_distance([*w, b], [x]))


def test_margin_accepts_every_right_way():
    def by_package(w, b, X, y):
        return boundary.margin(np.append(w, b), X, y)

    assert right("boundary.margin", by_package)
    assert right("boundary.margin", lambda w, b, X, y: ((2 * y - 1) * (X @ w + b)).min() / np.linalg.norm(w))


def test_standardise_accepts_every_right_way():
    def by_loops(X, X_new):
        columns = []
        for j in range(X.shape[1]):
            mean = sum(X[:, j]) / len(X)
            spread = (sum((X[:, j] - mean) ** 2) / len(X)) ** 0.5
            columns.append([(x - mean) / spread for x in X_new[:, j]])
        return np.array(columns).T.tolist()

    assert right("boundary.standardise", by_loops)
    assert right("boundary.standardise", lambda X, X_new: Scaler.fit(X).transform(X_new))


@pytest.mark.parametrize(
    "answer",
    [
        ((1, 1, -0.5), (-1, -1, 1.5), (1, 1, -1.5)),
        [[1, 1, -1], [-1, -1, 1], [1, 1, -2]],  # ties on the side of yes
        np.array([[2, -2, -1], [-2, 2, -1], [1, 1, -1]]),  # "only x1" or "only x2"
        ((1, 1, -0.5), (1, 1, -1.5), (1, -1, -0.5)),  # OR, but not AND
        lambda: ((-1, -1, 1.5), (1, 1, -0.5), (5, 5, -7)),
    ],
)
def test_xor_accepts_every_right_network(answer):
    assert right("boundary.xor", answer)


halves = st.integers(-4, 4).map(lambda number: number / 2)


@given(st.lists(halves, min_size=9, max_size=9))
def test_xor_agrees_with_the_neurons_of_the_package(numbers):
    neurons = np.reshape(numbers, (3, 3))
    _, answers = boundary.three_neurons(*neurons, [[0, 0], [0, 1], [1, 0], [1, 1]])
    assert right("boundary.xor", neurons) == (answers.tolist() == [0, 1, 1, 0])


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        (((1, 1, 0), (-1, -1, 1.5), (1, 1, -1.5)), "a tie on the wrong side"),
        (((1, 1, -0.5), (1, 1, -1.5), (1, 1, -0.5)), "OR: both inputs together slip through"),
        (((1, 1, 5), (1, 1, 5), (1, 1, 5)), "yes to every corner"),
        (((1, 1, -0.5), (-1, -1, 1.5), (1, 1, -9)), "no to every corner"),
        (((1, 1, -1.5), (1, 1, -1.5), (1, 1, -0.5)), None),  # AND: nothing in particular
    ],
)
def test_xor_tells_the_mistakes_apart(answer, mistake):
    assert check("boundary.xor", answer).mistake == mistake


@pytest.mark.parametrize("answer", [(1, 1, -1), ((1, 1), (1, 1), (1, 1)), "xor", ((1, 1, np.nan),) * 3])
def test_xor_says_which_form_it_wants(answer):
    report = check("boundary.xor", answer)
    assert report.verdict == checking.WRONG_FORM and "three neurons of three numbers" in " ".join(
        repr(report).split()
    )


def test_scaling_new_samples_by_their_own_numbers_is_known_for_what_it_is():
    report = check(
        "boundary.standardise", lambda X, Z: (Z - Z.mean(0)) / np.where(Z.std(0) > 0, Z.std(0), np.nan)
    )
    assert report.mistake == "fitted on the new samples"


def test_xor_says_which_of_the_three_is_no_neuron():
    report = check("boundary.xor", ((1, 1, -0.5), (1, 1), (1, 1, -1.5)))
    assert "for neuron 2 came 2 values" in " ".join(repr(report).split())
