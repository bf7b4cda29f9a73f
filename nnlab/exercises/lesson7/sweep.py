"""Lesson 7: one sweep."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson7.words import WORDS


def sweep(W, s):
    """Return the state (N,) after neurons 0, 1, 2, ... have each looked once, one after another."""
    s = s.copy()
    for i in range(len(s)):
        h = W[i] @ s  # of the state as it is now, with all turns so far
        if h != 0:
            s[i] = np.sign(h)
    return s


def _networks(rng: np.random.Generator) -> Iterator[dict]:
    yield {"W": np.array([[0, 1], [1, 0]]), "s": np.array([1, 1])}
    yield {"W": np.array([[0, -1], [-1, 0]]), "s": np.array([1, 1])}
    yield {"W": np.array([[0, 1], [1, 0]]), "s": np.array([-1, 1])}
    yield {"W": np.array([[0, 2, 0], [2, 0, 0], [0, 0, 0]]), "s": np.array([1, -1, -1])}
    yield {"W": np.array([[0, 2, 0], [2, 0, 0], [0, 0, 0]]), "s": np.array([-1, 1, 1])}
    yield {"W": np.array([[0, 1, 1], [1, 0, -1], [1, -1, 0]]), "s": np.array([1, -1, 1])}
    # the last neuron alone turns
    yield {"W": np.array([[0, 3, 1], [3, 0, 1], [1, 1, 0]]), "s": np.array([1, 1, -1])}
    # any other order of these four leads to another state, and so does a second sweep
    W = np.array([[0, 3, -2, 0], [3, 0, 3, -3], [-2, 3, 0, -3], [0, -3, -3, 0]])
    yield {"W": W, "s": np.array([-1, 1, 1, 1])}
    for N in 4, 5, 6, 8:
        W = np.triu(rng.integers(-2, 3, (N, N)), 1)
        yield {"W": W + W.T, "s": rng.choice([-1, 1], N)}


EXERCISE = Exercise(
    name="hopfield.sweep",
    words=WORDS["hopfield.sweep"],
    reference=sweep,
    probes=_networks,
)


def _in_order(order, W, s):
    """Return the state after the neurons have looked in this order; one that hears nothing stays."""
    s = s.copy()
    for i in order:
        s[i] = np.sign(W[i] @ s) or s[i]
    return s


@EXERCISE.mistake("all at once")
def _all_at_once(W, s):
    return np.where(W @ s == 0, s, np.sign(W @ s))


@EXERCISE.mistake("all at once, and +1 where the field is 0")
def _all_at_once_and_1_where_the_field_is_0(W, s):
    return np.where(W @ s >= 0, 1, -1)


@EXERCISE.mistake("all at once, and 0 where the field is 0")
def _all_at_once_and_0_where_the_field_is_0(W, s):
    return np.sign(W @ s)


@EXERCISE.mistake("+1 where the field is 0")
def _yes_where_the_field_is_0(W, s):
    s = s.copy()
    for i in range(len(s)):
        s[i] = 1 if W[i] @ s >= 0 else -1
    return s


@EXERCISE.mistake("-1 where the field is 0")
def _no_where_the_field_is_0(W, s):
    s = s.copy()
    for i in range(len(s)):
        s[i] = 1 if W[i] @ s > 0 else -1
    return s


@EXERCISE.mistake("0 where the field is 0")
def _0_where_the_field_is_0(W, s):
    s = s.copy()
    for i in range(len(s)):
        s[i] = np.sign(W[i] @ s)
    return s


@EXERCISE.mistake("turning at a field of 0")
def _turning_at_a_field_of_0(W, s):
    s = s.copy()
    for i in range(len(s)):
        s[i] = np.sign(W[i] @ s) or -s[i]
    return s


@EXERCISE.mistake("against the field")
def _against_the_field(W, s):
    return sweep(-W, s)


@EXERCISE.mistake("from the last to the first")
def _from_the_last_to_the_first(W, s):
    return _in_order(reversed(range(len(s))), W, s)


@EXERCISE.mistake("the last neuron left out")
def _the_last_neuron_left_out(W, s):
    return _in_order(range(len(s) - 1), W, s)


@EXERCISE.mistake("only the first that wants to turn")
def _only_the_first_that_wants_to_turn(W, s):
    s = s.copy()
    for i in range(len(s)):
        if s[i] * (W[i] @ s) < 0:
            s[i] = -s[i]
            break
    return s


@EXERCISE.mistake("sweeping until it settles")
def _sweeping_until_it_settles(W, s):
    for _ in range(2 ** len(s)):  # no state can come twice
        s = sweep(W, s)
    return s


@EXERCISE.mistake("the energy added to the field")
def _the_energy_added_to_the_field(W, s):
    s = s.copy()
    for i in range(len(s)):
        s[i] = np.sign(W[i] @ s - 0.5 * s @ W @ s) or s[i]
    return s
