"""Lesson 7: Hebb's rule."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson7.words import WORDS


def store(patterns):
    """Return Hebb's couplings (N, N), whole numbers, for patterns (P, N) of -1 and +1."""
    W = patterns.T @ patterns  # for each pair of neurons: how often they agree, less how often they do not
    np.fill_diagonal(W, 0)  # nobody hears itself
    return W


def _patterns(rng: np.random.Generator) -> Iterator[dict]:
    yield {"patterns": np.array([[1, -1]])}
    yield {"patterns": np.array([[1, 1, -1]])}
    yield {"patterns": np.array([[1, 1, 1], [1, 1, -1]])}
    for P, N in (2, 4), (3, 4), (3, 5), (4, 6):
        yield {"patterns": rng.choice([-1, 1], (P, N))}


EXERCISE = Exercise(
    name="hopfield.store",
    words=WORDS["hopfield.store"],
    reference=store,
    probes=_patterns,
)


def _without_diagonal(W):
    return W - np.diag(np.diag(W))


@EXERCISE.mistake("the diagonal not zeroed")
def _the_diagonal_not_zeroed(patterns):
    return patterns.T @ patterns


@EXERCISE.mistake("the patterns written with 0 and 1")
def _the_patterns_written_with_0_and_1(patterns):
    return _without_diagonal((patterns > 0).T.astype(int) @ (patterns > 0))


@EXERCISE.mistake("the product over the wrong axis")
def _the_product_over_the_wrong_axis(patterns):
    return _without_diagonal(patterns @ patterns.T)


@EXERCISE.mistake("the product over the wrong axis, and the diagonal not zeroed")
def _the_product_over_the_wrong_axis_and_the_diagonal_not_zeroed(patterns):
    return patterns @ patterns.T


@EXERCISE.mistake("divided by the number of neurons")
def _divided_by_the_number_of_neurons(patterns):
    return _without_diagonal(patterns.T @ patterns) / patterns.shape[1]


@EXERCISE.mistake("divided by the number of neurons, and the diagonal not zeroed")
def _divided_by_the_number_of_neurons_and_the_diagonal_not_zeroed(patterns):
    return patterns.T @ patterns / patterns.shape[1]


@EXERCISE.mistake("the mean over the patterns")
def _the_mean_over_the_patterns(patterns):
    return _without_diagonal(patterns.T @ patterns) / len(patterns)


@EXERCISE.mistake("only the last pattern")
def _only_the_last_pattern(patterns):
    return _without_diagonal(np.outer(patterns[-1], patterns[-1]))


@EXERCISE.mistake("each coupling counted once only")
def _each_coupling_counted_once_only(patterns):
    return np.triu(patterns.T @ patterns, k=1)


@EXERCISE.mistake("only the signs are kept")
def _only_the_signs_are_kept(patterns):
    return np.sign(_without_diagonal(patterns.T @ patterns))


@EXERCISE.mistake("the sign")
def _the_sign(patterns):
    return -_without_diagonal(patterns.T @ patterns)


@EXERCISE.mistake("only agreement counts")
def _only_agreement_counts(patterns):
    return _without_diagonal(patterns.T @ patterns + len(patterns)) / 2


@EXERCISE.mistake("only agreement counts, and the diagonal not zeroed")
def _only_agreement_counts_and_the_diagonal_not_zeroed(patterns):
    return (patterns.T @ patterns + len(patterns)) / 2
