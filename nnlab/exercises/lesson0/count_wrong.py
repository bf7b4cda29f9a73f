"""Lesson 0: count with a mask."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson0.words import WORDS


def count_wrong(said, right):
    """Return in how many places two arrays of 0 and 1 differ."""
    return np.sum(said != right)  # the mask is True where they differ, and True counts as 1


def _pairs(rng: np.random.Generator) -> Iterator[dict]:
    def pair(said, right):
        return {"said": np.array(said), "right": np.array(right)}

    yield pair([1, 0], [0, 0])
    yield pair([0, 0], [1, 0])
    yield pair([1, 0, 1], [1, 1, 0])
    yield pair([1, 0, 1, 1, 0], [1, 1, 1, 0, 0])
    yield pair([0, 0, 1, 1, 1], [1, 1, 1, 0, 1])
    for n in 6, 8, 9:
        said, right = rng.integers(0, 2, (2, n))
        said[:4], right[:4] = [0, 1, 1, 0], [1, 0, 1, 0]  # each of the four cases
        yield pair(said, right)


EXERCISE = Exercise(
    name="start.count_wrong",
    words=WORDS["start.count_wrong"],
    reference=count_wrong,
    probes=_pairs,
)

EXERCISE.mistake("the right ones counted", lambda said, right: np.sum(said == right))
EXERCISE.mistake("differences that cancel", lambda said, right: np.sum(said - right))
EXERCISE.mistake("differences that cancel, turned round", lambda said, right: np.sum(right - said))
EXERCISE.mistake("the difference of the sums", lambda said, right: abs(np.sum(said - right)))
EXERCISE.mistake("the share", lambda said, right: np.mean(said != right))
EXERCISE.mistake("the positions", lambda said, right: np.flatnonzero(said != right))
EXERCISE.mistake("the mask itself", lambda said, right: said != right)
EXERCISE.mistake("the length of the mask", lambda said, right: len(said != right))
EXERCISE.mistake("the wrong answers picked out", lambda said, right: said[said != right])
EXERCISE.mistake("the right answers picked out", lambda said, right: right[said != right])
EXERCISE.mistake("the wrong answers added up", lambda said, right: np.sum(said[said != right]))
EXERCISE.mistake("the right answers added up", lambda said, right: np.sum(right[said != right]))
EXERCISE.mistake("whether any is wrong", lambda said, right: np.any(said != right))
EXERCISE.mistake("numbers taken as positions", lambda said, right: said[right])
