"""Lesson 9: the gradient of max pooling by two."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson9.words import WORDS


def max_pool_gradient(A, delta):
    """Return the slope of the loss by A (2 r, 2 s), from delta (r, s), that by the largest of each block."""
    gradient = np.zeros(A.shape)
    for i in range(delta.shape[0]):
        for j in range(delta.shape[1]):
            block = A[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            row, column = divmod(np.argmax(block), 2)  # of several, the first
            gradient[2 * i + row, 2 * j + column] = delta[i, j]
    return gradient


def _maps(rng: np.random.Generator) -> Iterator[dict]:
    def probe(A, delta):
        return {"A": np.array(A, dtype=float), "delta": np.array(delta, dtype=float)}

    yield probe([[1, 2], [4, 3]], [[5]])
    yield probe([[-1, -2], [-4, -3]], [[2]])
    yield probe([[0, 3], [3, 3]], [[6]])
    yield probe([[0, 0], [0, 0]], [[2]])
    yield probe([[1, 9, 2, 3], [0, 1, 5, 4]], [[1, -2]])
    yield probe([[1, 9], [7, 0], [8, 6], [9, 9]], [[3], [5]])
    yield probe([[1, 2], [3, 4], [1, 2], [3, 4], [7, 8], [9, 10]], [[1], [2], [3]])
    for r, s in (2, 2), (2, 3), (3, 4):
        A = rng.permutation(np.arange(4 * r * s)).reshape(2 * r, 2 * s).astype(float)
        A[-2:, -2:] = A[-2:, -2:].max()  # four that are alike
        yield probe(A, (1 + rng.permutation(np.arange(r * s)).reshape(r, s)) / 2)


EXERCISE = Exercise(
    name="convolution.max_pool_gradient",
    words=WORDS["convolution.max_pool_gradient"],
    reference=max_pool_gradient,
    probes=_maps,
)


def _spread(values):
    """Return values (r, s), each at all four places of its block."""
    return np.repeat(np.repeat(values, 2, axis=0), 2, axis=1)


def _tied(A):
    """Return where A is the largest of its block: 1, and 0 elsewhere."""
    r, s = A.shape[0] // 2, A.shape[1] // 2
    return (_spread(A.reshape(r, 2, s, 2).max(axis=(1, 3))) == A).astype(float)


@EXERCISE.mistake("all ties paid")
def _all_ties_paid(A, delta):
    return _tied(A) * _spread(delta)


@EXERCISE.mistake("the ties share")
def _the_ties_share(A, delta):
    r, s = delta.shape
    return _tied(A) * _spread(delta / _tied(A).reshape(r, 2, s, 2).sum(axis=(1, 3)))


@EXERCISE.mistake("the last of the ties")
def _the_last_of_the_ties(A, delta):
    return max_pool_gradient(A[::-1, ::-1], delta[::-1, ::-1])[::-1, ::-1]


@EXERCISE.mistake("the first column before the first row")
def _the_first_column_before_the_first_row(A, delta):
    return max_pool_gradient(A.T, delta.T).T


@EXERCISE.mistake("the mean's gradient")
def _the_means_gradient(A, delta):
    return _spread(delta) / 4


@EXERCISE.mistake("all of a block get all")
def _all_of_a_block_get_all(A, delta):
    return _spread(delta)


@EXERCISE.mistake("delta left out")
def _delta_left_out(A, delta):
    return max_pool_gradient(A, np.ones(delta.shape))


@EXERCISE.mistake("the largest itself in place of its slope")
def _the_largest_itself_in_place_of_its_slope(A, delta):
    return A * max_pool_gradient(A, np.ones(delta.shape))


@EXERCISE.mistake("times the largest")
def _times_the_largest(A, delta):
    return A * max_pool_gradient(A, delta)


@EXERCISE.mistake("always the first of the block")
def _always_the_first_of_the_block(A, delta):
    return max_pool_gradient(np.zeros(A.shape), delta)


@EXERCISE.mistake("the smallest in place of the largest")
def _the_smallest_in_place_of_the_largest(A, delta):
    return max_pool_gradient(-A, delta)
