"""Lesson 8: softmax, row by row."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson8.shared import overflowing_shares, shares
from nnlab.exercises.lesson8.words import WORDS


def softmax(z):
    """Return the shares (n, k) that softmax makes of each row of z (n, k)."""
    e = np.exp(z - z.max(axis=1, keepdims=True))  # the largest becomes 1, so nothing can overflow
    return e / e.sum(axis=1, keepdims=True)


def _logits(rng: np.random.Generator) -> Iterator[dict]:
    def probe(z):
        return {"z": np.array(z, dtype=float)}

    yield probe([[3]])
    yield probe([[0, 0]])
    yield probe([[1, 0]])
    yield probe([[-2, -1]])
    yield probe([[1000, 999]])
    yield probe([[0, 2000]])
    yield probe([[0, 1], [0, 3]])
    yield probe([[2, 0], [-1000, -1001]])  # beside the 2 of another sample, both are nothing
    for n, k in (2, 3), (3, 3), (4, 3), (3, 5):
        yield probe(rng.integers(-6, 7, (n, k)) / 2)


EXERCISE = Exercise(
    name="batches.softmax",
    words=WORDS["batches.softmax"],
    reference=softmax,
    probes=_logits,
    tolerance=CUSTOMARY,
)


@EXERCISE.mistake("it overflows")
def _it_overflows(z):
    return overflowing_shares(z)


@EXERCISE.mistake("the exponent cut off")
def _the_exponent_cut_off(z):
    e = np.exp(np.clip(z, -50, 50))
    return e / e.sum(axis=1, keepdims=True)


@EXERCISE.mistake("the smallest taken away")
def _the_smallest_taken_away(z):
    return overflowing_shares(z - z.min(axis=1, keepdims=True))


@EXERCISE.mistake("one maximum for all rows")
def _one_maximum_for_all_rows(z):
    return overflowing_shares(z - z.max())


@EXERCISE.mistake("the softmax over the batch")
def _the_softmax_over_the_batch(z):
    return shares(z, axis=0)


@EXERCISE.mistake("the softmax over the batch, and it overflows")
def _the_softmax_over_the_batch_and_it_overflows(z):
    return overflowing_shares(z.T).T


@EXERCISE.mistake("the softmax over the batch, and one maximum for all columns")
def _the_softmax_over_the_batch_and_one_maximum_for_all_columns(z):
    return overflowing_shares((z - z.max()).T).T


@EXERCISE.mistake("the softmax over the whole table")
def _the_softmax_over_the_whole_table(z):
    return shares(z, axis=None)


@EXERCISE.mistake("not divided")
def _not_divided(z):
    return np.exp(z - z.max(axis=1, keepdims=True))


@EXERCISE.mistake("the largest takes all")
def _the_largest_takes_all(z):
    return np.eye(z.shape[1])[z.argmax(axis=1)]


@EXERCISE.mistake("a sigmoid for each")
def _a_sigmoid_for_each(z):
    return 1 / (1 + np.exp(-np.maximum(z, -700)))


@EXERCISE.mistake("without the exponential")
def _without_the_exponential(z):
    with np.errstate(all="ignore"):
        return z / z.sum(axis=1, keepdims=True)


@EXERCISE.mistake("the logarithm of it")
def _the_logarithm_of_it(z):
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))
