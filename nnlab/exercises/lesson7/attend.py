"""Lesson 7: attention."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson7.words import WORDS


def attend(patterns, queries, beta):
    """Return the mean of the patterns (P, d) for each query (m, d), weighted by a softmax over them."""
    z = beta * queries @ patterns.T  # (m, P)
    a = np.exp(z - z.max(axis=1, keepdims=True))  # the largest becomes 1, so nothing can overflow
    return a / a.sum(axis=1, keepdims=True) @ patterns


def _queries(rng: np.random.Generator) -> Iterator[dict]:
    def probe(patterns, queries, beta):
        return {"patterns": np.array(patterns), "queries": np.array(queries), "beta": beta}

    yield probe([[1, -1]], [[1, 1]], 1.0)
    yield probe([[1, 1], [1, -1]], [[1, 0]], 1.0)
    yield probe([[1, 1], [1, -1]], [[0, 1]], 0.5)
    yield probe([[1, 1], [1, -1]], [[0, 1]], 1000.0)
    yield probe([[1, 1], [1, -1]], [[2, 0.0005]], 1000.0)  # both call loudly, one a little louder
    yield probe([[1, 1], [1, -1]], [[0, 1], [0, -3]], 1000.0)
    yield probe([[1, 1], [1, -1]], [[0, 1], [1, -1]], 0.0)
    for P, d, m in (3, 3, 2), (3, 4, 3), (4, 5, 2):
        patterns = rng.choice([-1, 1], (P, d))
        yield probe(patterns, rng.integers(-2, 3, (m, d)) / 2, 0.7)


EXERCISE = Exercise(
    name="hopfield.attend",
    words=WORDS["hopfield.attend"],
    reference=attend,
    probes=_queries,
    tolerance=CUSTOMARY,
)


def _softmax(z, axis=1):
    a = np.exp(z - z.max(axis=axis, keepdims=True))
    return a / a.sum(axis=axis, keepdims=True)


def _one_maximum(patterns, queries, beta, axis):
    z = beta * queries @ patterns.T
    a = np.exp(z - z.max())
    with np.errstate(all="ignore"):
        return a / a.sum(axis=axis, keepdims=True) @ patterns


@EXERCISE.mistake("the softmax over the wrong axis")
def _the_softmax_over_the_wrong_axis(patterns, queries, beta):
    return _softmax(beta * queries @ patterns.T, 0) @ patterns


@EXERCISE.mistake("the softmax over the wrong axis, and one maximum for all queries")
def _the_softmax_over_the_wrong_axis_and_one_maximum_for_all_queries(patterns, queries, beta):
    return _one_maximum(patterns, queries, beta, 0)


@EXERCISE.mistake("one maximum for all queries")
def _one_maximum_for_all_queries(patterns, queries, beta):
    return _one_maximum(patterns, queries, beta, 1)


@EXERCISE.mistake("the softmax over the whole table")
def _the_softmax_over_the_whole_table(patterns, queries, beta):
    return _softmax(beta * queries @ patterns.T, None) @ patterns


@EXERCISE.mistake("it overflows")
def _overflowing(patterns, queries, beta):
    with np.errstate(all="ignore"):
        a = np.exp(beta * queries @ patterns.T)
        return a / a.sum(axis=1, keepdims=True) @ patterns


@EXERCISE.mistake("beta left out")
def _beta_left_out(patterns, queries, beta):
    return _softmax(queries @ patterns.T) @ patterns


@EXERCISE.mistake("the weights alone")
def _the_weights_alone(patterns, queries, beta):
    return _softmax(beta * queries @ patterns.T)


@EXERCISE.mistake("not a mean")
def _not_a_mean(patterns, queries, beta):
    z = beta * queries @ patterns.T
    return np.exp(z - z.max(axis=1, keepdims=True)) @ patterns


@EXERCISE.mistake("no softmax")
def _no_softmax(patterns, queries, beta):
    return beta * queries @ patterns.T @ patterns


@EXERCISE.mistake("the nearest pattern alone")
def _the_nearest_pattern_alone(patterns, queries, beta):
    return patterns[(beta * queries @ patterns.T).argmax(axis=1)]


@EXERCISE.mistake("the signs alone")
def _the_signs_alone(patterns, queries, beta):
    return np.sign(attend(patterns, queries, beta))


@EXERCISE.mistake("the exponent cut off")
def _the_exponent_cut_off(patterns, queries, beta):
    a = np.exp(np.clip(beta * queries @ patterns.T, -50, 50))
    return a / a.sum(axis=1, keepdims=True) @ patterns
