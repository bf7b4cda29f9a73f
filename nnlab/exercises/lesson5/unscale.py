"""Lesson 5: back into the units of the targets."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson5.words import WORDS


def unscale(y, a):
    """Return the answers a (m,) in the units of the targets y (n,), which were scaled for learning."""
    return a * y.std() + y.mean()  # what was done last is undone first


def _scaled_answers(rng: np.random.Generator) -> Iterator[dict]:
    yield {"y": np.array([1.0, 3.0, 8.0]), "a": np.array([0.0])}
    yield {"y": np.array([1.0, 3.0, 8.0]), "a": np.array([1.0, -2.0])}
    for n, m in (4, 2), (5, 3), (6, 4):
        y = np.append([-3.0, 7.0], rng.integers(-9, 10, n - 2))  # never all the same
        yield {"y": y, "a": rng.integers(-8, 9, m) / 4}


EXERCISE = Exercise(
    name="curvefit.unscale",
    words=WORDS["curvefit.unscale"],
    reference=unscale,
    probes=_scaled_answers,
    tolerance=CUSTOMARY,
)


@EXERCISE.mistake("not scaled back")
def _not_scaled_back(y, a):
    return a


@EXERCISE.mistake("scaled once more")
def _twice(y, a):
    return (a - y.mean()) / y.std()


@EXERCISE.mistake("in the wrong order")
def _in_the_wrong_order(y, a):
    return (a + y.mean()) * y.std()


@EXERCISE.mistake("the mean forgotten")
def _the_mean_forgotten(y, a):
    return a * y.std()


@EXERCISE.mistake("the spread forgotten")
def _the_spread_forgotten(y, a):
    return a + y.mean()


@EXERCISE.mistake("the numbers of the answers in place of those of the targets")
def _the_numbers_of_the_answers_in_place_of_those_of_the_targets(y, a):
    return a * a.std() + a.mean()


@EXERCISE.mistake("the other standard deviation")
def _the_other_standard_deviation(y, a):
    return a * y.std(ddof=1) + y.mean()
