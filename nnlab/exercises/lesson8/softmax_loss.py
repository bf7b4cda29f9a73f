"""Lesson 8: the cross-entropy of softmax outputs, from their logits."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY, as_numbers
from nnlab.exercises.lesson8.shared import alike, overflowing_shares, same, shares
from nnlab.exercises.lesson8.words import WORDS


def softmax_loss(z, y):
    """Return the mean over samples of -log p of the right class, from logits z and one-hot y, both (n, k)."""
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))  # no p is ever rounded to 0 first
    return -np.mean(np.sum(y * log_p, axis=1))


def _probe(z, classes) -> dict:
    z = np.array(z, dtype=float)
    return {"z": z, "y": np.eye(z.shape[1])[classes]}


def _logits(rng: np.random.Generator) -> Iterator[dict]:
    yield _probe([[0, 0]], [0])
    yield _probe([[0, 1]], [0])
    yield _probe([[1000, 999]], [1])
    yield _probe([[0, 800]], [1])  # certain and right
    yield _probe([[0, 800]], [0])  # certain and wrong
    yield _probe([[2, 0], [0, 0]], [0, 1])
    yield _probe([[1, 0], [-800, -801]], [0, 0])  # beside the 1 of another sample, both are nothing
    for n, k in (2, 3), (3, 3), (4, 3), (3, 5):
        yield _probe(rng.integers(-6, 7, (n, k)) / 2, rng.integers(0, k, n))


EXERCISE = Exercise(
    name="batches.softmax_loss",
    words=WORDS["batches.softmax_loss"],
    reference=softmax_loss,
    probes=_logits,
    tolerance=CUSTOMARY,
)

_TAME = [
    _probe([[0, 1]], [0]),
    _probe([[2, 0], [-1, 0]], [0, 1]),
    _probe([[1, 2, -0.5], [0.5, -1, 2]], [0, 2]),
    _probe([[3, 1, 0], [0, 2.5, 0], [1, 0, 1], [-2, 0, 1]], [1, 1, 2, 0]),
]


def _known(name: str) -> Callable:
    """Add a wrong answer that shows itself where z is small, whatever becomes of a large one."""
    return lambda wrong: EXERCISE.mistake(name, wrong, when=alike(EXERCISE, _TAME, wrong))


@_known("the sum in place of the mean")
def _the_sum_in_place_of_the_mean(z, y):
    return softmax_loss(z, y) * len(z)


@_known("the mean over the classes, too")
def _the_mean_over_the_classes_too(z, y):
    return softmax_loss(z, y) / z.shape[1]


@_known("the sign")
def _the_sign(z, y):
    return -softmax_loss(z, y)


@_known("the softmax over the batch")
def _the_softmax_over_the_batch(z, y):
    return softmax_loss(z.T, y.T) * z.shape[1] / len(z)


@_known("the largest p in place of that of the right class")
def _the_largest_p_in_place_of_that_of_the_right_class(z, y):
    return -np.mean(np.log(shares(z).max(axis=1)))


@_known("the wrong classes counted, too")
def _the_wrong_classes_counted_too(z, y):
    with np.errstate(all="ignore"):
        p = shares(z)
        return -np.mean(np.sum(y * np.log(p) + (1 - y) * np.log(1 - p), axis=1))


@_known("all classes counted")
def _all_classes_counted(z, y):
    z = z - z.max(axis=1, keepdims=True)
    return -np.mean(np.sum(z - np.log(np.exp(z).sum(axis=1, keepdims=True)), axis=1))


@_known("no logarithm")
def _no_logarithm(z, y):
    return -np.mean(np.sum(y * shares(z), axis=1))


@_known("the mean before the logarithm")
def _the_mean_before_the_logarithm(z, y):
    with np.errstate(all="ignore"):
        return -np.log(np.mean(np.sum(y * shares(z), axis=1)))


@_known("another base of the logarithm")
def _another_base_of_the_logarithm(z, y):
    return softmax_loss(z, y) / np.log(2)


@_known("no softmax")
def _no_softmax(z, y):
    return -np.mean(np.sum(y * z, axis=1))


@_known("a sigmoid for each")
def _a_sigmoid_for_each(z, y):
    return np.mean(np.sum(y * np.logaddexp(0, -z), axis=1))


# Where z is small these are right. They go wrong where an e^z is infinite or a p is rounded to 0.


def _right(answer: Any, *probes: dict) -> bool:
    return same(EXERCISE, probes, answer, softmax_loss)


def _finite(answer: Any, *probes: dict) -> bool:
    said = [as_numbers(answer(*copy.deepcopy(probe).values())) for probe in probes]
    return all(number is not None and bool(np.isfinite(number).all()) for number in said)


_LOUD, _SURE, _WRONG = _probe([[1000, 999]], [1]), _probe([[0, 800]], [1]), _probe([[0, 800]], [0])


def _overflows(answer: Any) -> bool:
    return _right(answer, *_TAME) and not _finite(answer, _LOUD)


def _meets_log_0(answer: Any) -> bool:
    return _right(answer, *_TAME, _LOUD) and not _finite(answer, _SURE, _WRONG)


def _is_capped(answer: Any) -> bool:
    return _right(answer, *_TAME, _SURE) and _finite(answer, _LOUD, _WRONG) and not _right(answer, _WRONG)


@EXERCISE.mistake("it overflows", when=_overflows)
def _it_overflows(z, y):
    with np.errstate(all="ignore"):
        return -np.mean(np.sum(y * np.log(overflowing_shares(z)), axis=1))


@EXERCISE.mistake("the logarithm of 0", when=_meets_log_0)
def _the_logarithm_of_0(z, y):
    with np.errstate(all="ignore"):
        return -np.mean(np.sum(y * np.log(shares(z)), axis=1))


@EXERCISE.mistake("the logarithm of a clipped p", when=_is_capped)
def _the_logarithm_of_a_clipped_p(z, y):
    return -np.mean(np.sum(y * np.log(np.clip(shares(z), 1e-12, 1)), axis=1))
