"""Lesson 8: an epoch that visits everyone once."""

import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from nnlab.exercises import forms
from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import WrongForm, as_numbers, describe
from nnlab.exercises.lesson8.words import ALL_BATCHES, ONE_BATCH, WORDS


def epoch(X, y, size, number):
    """Return the batches (X_b, y_b) of an epoch of X (n, d), y (n,), in an order that its number decides."""
    order = np.random.default_rng(number).permutation(len(X))  # one order, for X and for y
    batches = []
    for start in range(0, len(X), size):
        rows = order[start : start + size]  # at the end of order, as many as are left
        batches.append((X[rows], y[rows]))
    return batches


_MANY = 14  # so many samples are not mixed by chance alone as if they had not been: once in 500,000 times


def _samples(n: int, d: int, size: int, number: int) -> dict:
    """Return samples that tell who they are: y is ten times the first number of X."""
    X = np.arange(1, n + 1)[:, None] * (-1.0) ** np.arange(d)
    return {"X": X, "y": 10 * X[:, 0], "size": size, "number": number}


def _epochs(rng: np.random.Generator) -> Iterator[dict]:
    for n, d, size in (1, 1, 1), (2, 1, 1), (2, 1, 5), (3, 1, 2), (4, 1, 2), (5, 1, 2), (7, 2, 3), (14, 1, 3):
        yield _samples(n, d, size, int(rng.integers(1000)))


def _visited(answer: Any, X, y, size: int, number: int) -> list[list[int]]:
    """Return which sample each place of each batch holds: its row, or -1 for an X beside the y of another.

    Raises WrongForm unless the answer gives batches (X_b, y_b).
    """
    row = {(*x, label): i for i, (x, label) in enumerate(zip(X.tolist(), y.tolist()))}
    given = forms.call(answer, X, y, size, number)
    if not isinstance(given, Iterable) or isinstance(given, str | bytes | dict):
        raise WrongForm(ALL_BATCHES.format(came=describe(given)))
    visited = []
    for number, batch in enumerate(given, 1):
        pair = [as_numbers(part) for part in batch] if isinstance(batch, tuple | list) else []
        if len(pair) != 2 or any(part is None or part.ndim == 0 for part in pair):
            raise WrongForm(ONE_BATCH.format(number=number, came=describe(batch)))
        many = len(pair[0])
        if pair[0].size != many * X.shape[1] or pair[1].size != many:
            shapes = " and ".join(describe(part) for part in pair)
            raise WrongForm(ONE_BATCH.format(number=number, came=shapes))
        samples = zip(pair[0].reshape(many, X.shape[1]).tolist(), pair[1].ravel().tolist())
        visited.append([row.get((*x, label), -1) for x, label in samples])
    return visited


def _counts(visited: list[list[int]], n: int) -> np.ndarray:
    """Return how often each sample came, beside its own y."""
    return np.bincount([i for batch in visited for i in batch if i >= 0], minlength=n)


def _is_mixed(visited: list[list[int]], n: int) -> bool:
    """Return whether a batch holds others than neighbours in the file, the last being one of the first."""
    return not all(
        any(set(batch) == {(i + k) % n for k in range(len(batch))} for i in batch)
        for batch in visited
        if batch
    )


def _facts(answer: Any, X, y, size: int, number: int) -> tuple:
    """Return what can be said of an epoch in any order: how often each sample came, and of the batches
    how many there were and the sizes of the largest and the smallest.

    Where there are many samples also whether they were mixed, whether the same number gives the same epoch
    again, and whether the next one gives another.
    """
    forms.must_take(answer, ("X", "y", "size", "number"))
    untouched = X.copy(), y.copy()  # the check looks at X and y afterwards; what is asked again gets others
    visited, n = _visited(answer, X, y, size, number), len(X)
    sizes = [len(batch) for batch in visited] or [0]
    facts = _counts(visited, n), len(visited), max(sizes), min(sizes)
    if n < _MANY:
        return facts
    again, other = (
        _visited(answer, *copy.deepcopy(untouched), size, which) for which in (number, number + 1)
    )
    return *facts, _is_mixed(visited, n), again == visited, other != visited


EXERCISE = Exercise(
    name="batches.epoch",
    words=WORDS["batches.epoch"],
    reference=epoch,
    probes=_epochs,
    ask=_facts,
)


# What a mistake does to an epoch depends on the draw, and so on how it was written. So each is known by what
# is sure of it, in an epoch of many samples.


def _fault(answer: Any) -> str | None:
    """Return the name of the mistake in an answer, or None if it is none that we know."""
    given = _samples(23, 1, 5, number=3)
    n, size = 23, 5
    visited = _visited(answer, *given.values())
    flat = [i for batch in visited for i in batch]
    counts, sizes = _counts(visited, n), sorted(map(len, visited), reverse=True)
    if -1 in flat:
        return "X and y no longer belong together" if len(flat) == n else None
    # where the size divides the samples, one batch too many is empty
    if _facts(answer, *_samples(20, 1, 5, number=3).values())[1:4] == (5, 5, 0):
        return "an empty batch at the end"
    known = {
        (n,): "the whole file in one batch",
        (1,) * n: "one sample in each batch",
        (6, 6, 6, 5): "shared out evenly",
        (5, 5, 5, 4, 4): "shared out evenly",
        (8, 5, 5, 5): "the rest joined to a full batch",
    }
    if tuple(sizes) in known and (counts == 1).all():
        return known[tuple(sizes)]
    if counts.max(initial=0) > 1:
        if counts.min() == 0:
            return "drawn with replacement"
        return "the last batch filled up" if sizes == [size] * 5 else None
    if sizes == [5, 5, 5, 5]:
        return "the last batch lost"
    if sizes != [5, 5, 5, 5, 3]:
        return None
    if not _is_mixed(visited, n):
        return "in the order of the file" if flat == sorted(flat) else "neighbours stay together"
    if _visited(answer, *given.values()) != visited:
        return "another order for the same number"
    return "the same order in every epoch" if _facts(answer, *given.values())[-1] is False else None


def _known(name: str) -> Callable:
    return EXERCISE.mistake(name, when=lambda answer: _fault(answer) == name)


def _cut(X, y, order, size):
    return [(X[order[at : at + size]], y[order[at : at + size]]) for at in range(0, len(order), size)]


def _order(X, number):
    return np.random.default_rng(number).permutation(len(X))


@_known("drawn with replacement")
def _drawn_with_replacement(X, y, size, number):
    return _cut(X, y, np.random.default_rng(number).integers(0, len(X), len(X)), size)


@_known("the last batch lost")
def _the_last_batch_lost(X, y, size, number):
    return _cut(X, y, _order(X, number)[: len(X) // size * size], size)


@_known("the last batch filled up")
def _the_last_batch_filled_up(X, y, size, number):
    return _cut(X, y, np.resize(_order(X, number), -(-len(X) // size) * size), size)


@_known("an empty batch at the end")
def _an_empty_batch_at_the_end(X, y, size, number):
    return [*_cut(X, y, _order(X, number), size), (X[:0], y[:0])]


@_known("the rest joined to a full batch")
def _the_rest_joined_to_a_full_batch(X, y, size, number):
    order, last = _order(X, number), (max(len(X) // size, 1) - 1) * size
    return [*_cut(X, y, order[:last], size), (X[order[last:]], y[order[last:]])]


@_known("shared out evenly")
def _shared_out_evenly(X, y, size, number):
    parts = np.array_split(_order(X, number), -(-len(X) // size))
    return [(X[rows], y[rows]) for rows in parts]


@_known("the whole file in one batch")
def _the_whole_file_in_one_batch(X, y, size, number):
    return _cut(X, y, _order(X, number), len(X))


@_known("one sample in each batch")
def _one_sample_in_each_batch(X, y, size, number):
    return _cut(X, y, _order(X, number), 1)


@_known("X and y no longer belong together")
def _x_and_y_no_longer_belong_together(X, y, size, number):
    return _cut(X[_order(X, number)], y, np.arange(len(X)), size)


@_known("in the order of the file")
def _in_the_order_of_the_file(X, y, size, number):
    return _cut(X, y, np.arange(len(X)), size)


@_known("neighbours stay together")
def _neighbours_stay_together(X, y, size, number):
    batches = _cut(X, y, np.arange(len(X)), size)
    return [batches[i] for i in np.random.default_rng(number).permutation(len(batches))]


_GOES_ON = np.random.default_rng(8)  # one generator for all epochs, as many write it


@_known("another order for the same number")
def _another_order_for_the_same_number(X, y, size, number):
    return _cut(X, y, _GOES_ON.permutation(len(X)), size)


@_known("the same order in every epoch")
def _the_same_order_in_every_epoch(X, y, size, number):
    return _cut(X, y, _order(X, 0), size)
