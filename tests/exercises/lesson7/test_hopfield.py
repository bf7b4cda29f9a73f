"""Lesson 7's exercises: right answers in many forms, and that they agree with the package."""

import math

import numpy as np
import pytest

from nnlab import attention, attractors, exercises, hopfield
from nnlab.exercises import checking

check = exercises.check


def stored_with_loops(patterns):
    N = len(patterns[0])
    return [[sum(x[i] * x[j] for x in patterns) if i != j else 0 for j in range(N)] for i in range(N)]


def stored_one_after_another(patterns):
    W = np.zeros((patterns.shape[1], patterns.shape[1]), int)
    for x in patterns:
        W = hopfield.learn(W, x)
    return W


def energy_with_loops(W, s):
    return -sum(W[i][j] * s[i] * s[j] for i in range(len(s)) for j in range(len(s))) / 2


def energy_of_pairs(W, s):
    pairs = sum(W[i, j] * s[i] * s[j] for i in range(len(s)) for j in range(i))
    return -pairs - np.trace(W) / 2


def swept_by_recall(W, s):
    last = None
    for step in hopfield.recall(W, s, order="fixed"):
        if step.neurons_asked > len(s):
            break
        last = step
    return last.s


def swept_with_a_list(W, s):
    state = list(s)
    for i in range(len(state)):
        heard = sum(W[i][j] * state[j] for j in range(len(state)))
        state[i] = 1 if heard > 0 else -1 if heard < 0 else state[i]
    return state


def nearest_with_a_loop(patterns, s):
    best = 0, 0.0
    for number, x in enumerate(patterns):
        overlap = sum(a * b for a, b in zip(x, s)) / len(s)
        if abs(overlap) > abs(best[1]):
            best = number, overlap
    return list(best)


def attended_with_a_loop(patterns, queries, beta):
    rows = []
    for query in queries:
        z = [beta * sum(a * b for a, b in zip(x, query)) for x in patterns]
        a = [math.exp(value - max(z)) for value in z]
        rows.append([sum(p * x[j] for p, x in zip(a, patterns)) / sum(a) for j in range(len(query))])
    return rows


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("hopfield.store", stored_with_loops),
        ("hopfield.store", stored_one_after_another),
        ("hopfield.store", lambda patterns: hopfield.store(patterns)),
        (
            "hopfield.store",
            lambda patterns: patterns.T @ patterns - len(patterns) * np.eye(patterns.shape[1]),
        ),
        ("hopfield.energy", energy_with_loops),
        ("hopfield.energy", energy_of_pairs),
        ("hopfield.energy", hopfield.energy),
        ("hopfield.sweep", swept_by_recall),
        ("hopfield.sweep", swept_with_a_list),
        ("hopfield.nearest", nearest_with_a_loop),
        ("hopfield.attend", attended_with_a_loop),
        ("hopfield.attend", attention.attend),
    ],
)
def test_every_right_way_is_right(name, answer):
    assert check(name, answer).verdict == checking.RIGHT


def test_an_answer_that_changes_the_state_it_was_given_is_told_so():
    def sweep(W, s):
        for i in range(len(s)):
            h = W[i] @ s
            s[i] = np.sign(h) if h else s[i]
        return s

    assert check("hopfield.sweep", sweep).verdict == checking.CHANGED_INPUT


def test_the_softmax_over_the_wrong_axis_is_known_in_another_spelling():
    def attend(patterns, queries, beta):
        z = beta * patterns @ queries.T
        a = np.exp(z - z.max(axis=1, keepdims=True))
        return (a / a.sum(axis=1, keepdims=True)).T @ patterns

    assert check("hopfield.attend", attend).mistake == "the softmax over the wrong axis"


def probes(name):
    return next(one for one in exercises.all_exercises() if one.name == name).questions()


def test_no_probe_leaves_open_which_pattern_is_nearest():
    for probe in probes("hopfield.nearest"):
        alike = np.sort(np.abs(hopfield.overlap(probe["patterns"], probe["s"])))[::-1]
        assert len(alike) == 1 or alike[0] > alike[1] + 0.1


def test_the_sweeps_meet_fields_of_0_in_both_states_and_orders_that_matter():
    kept, ends = set(), []
    for probe in probes("hopfield.sweep"):
        W, s = probe["W"], probe["s"].copy()
        backwards = s.copy()
        for i in range(len(s)):
            h = W[i] @ s
            kept |= {int(s[i])} if h == 0 else set()
            s[i] = np.sign(h) or s[i]
        for i in reversed(range(len(s))):
            backwards[i] = np.sign(W[i] @ backwards) or backwards[i]
        ends.append((s == backwards).all())
    assert kept == {-1, 1} and not all(ends)


def test_the_answers_are_those_of_the_package_where_it_settles():
    for probe in probes("hopfield.sweep"):
        W, s, before = probe["W"], probe["s"], None
        solved = next(one for one in exercises.all_exercises() if one.name == "hopfield.sweep").reference
        while before is None or (s != before).any():
            before, s = s, solved(W, s)
        assert (attractors.settle(W, probe["s"][None], order="fixed").S[0] == s).all()
