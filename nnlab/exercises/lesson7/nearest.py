"""Lesson 7: which memory is it?"""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson7.words import WORDS


def nearest(patterns, s):
    """Return which of the patterns (P, N) the state s (N,) is, as it is or negated, and their overlap."""
    overlaps = patterns @ s / len(s)
    which = np.argmax(np.abs(overlaps))
    return which, overlaps[which]


def _found(rng: np.random.Generator) -> Iterator[dict]:
    A, B = [1, 1, 1, 1], [1, 1, -1, -1]
    yield {"patterns": np.array([A]), "s": np.array(A)}
    yield {"patterns": np.array([A]), "s": -np.array(A)}
    yield {"patterns": np.array([A, B]), "s": np.array(B)}
    yield {"patterns": np.array([A, B]), "s": -np.array(B)}
    for P, N, sign in (2, 8, 1), (3, 9, -1), (4, 10, 1), (5, 12, -1):
        patterns = rng.choice([-1, 1], (P, N))
        s = sign * patterns[-1]
        s[0] = -s[0]
        yield {"patterns": patterns, "s": s}


EXERCISE = Exercise(
    name="hopfield.nearest",
    words=WORDS["hopfield.nearest"],
    reference=nearest,
    probes=_found,
    tolerance=CUSTOMARY,
)


@EXERCISE.mistake("the negative image called an error")
def _the_negative_image_called_an_error(patterns, s):
    overlaps = patterns @ s / len(s)
    return np.argmax(overlaps), np.max(overlaps)


@EXERCISE.mistake("the sign of the overlap lost")
def _the_sign_of_the_overlap_lost(patterns, s):
    which, overlap = nearest(patterns, s)
    return which, abs(overlap)


@EXERCISE.mistake("not divided by N")
def _not_divided_by_n(patterns, s):
    which, overlap = nearest(patterns, s)
    return which, overlap * len(s)


@EXERCISE.mistake("the share of equal neurons")
def _the_share_of_equal_neurons(patterns, s):
    which, _ = nearest(patterns, s)
    return which, np.mean(patterns[which] == s)


@EXERCISE.mistake("the share of equal neurons, and the negative called an error")
def _the_share_of_equal_neurons_and_the_negative_called_an_error(patterns, s):
    shares = np.mean(patterns == s, axis=1)
    return np.argmax(shares), np.max(shares)


@EXERCISE.mistake("counted from 1")
def _counted_from_1(patterns, s):
    which, overlap = nearest(patterns, s)
    return which + 1, overlap


@EXERCISE.mistake("the two numbers in the other order")
def _the_two_numbers_in_the_other_order(patterns, s):
    which, overlap = nearest(patterns, s)
    return overlap, which


@EXERCISE.mistake("the most unlike")
def _the_most_unlike(patterns, s):
    overlaps = patterns @ s / len(s)
    return np.argmin(overlaps), np.min(overlaps)
