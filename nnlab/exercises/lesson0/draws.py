"""Lesson 0: numbers drawn from a seed."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY, as_numbers
from nnlab.exercises.lesson0.words import WORDS


def draws(n, number):
    """Return n numbers between 0 and 1 from the generator that this number makes."""
    rng = np.random.default_rng(number)
    return [rng.random() for _ in range(n)]  # the generator is made once and goes on


def _numbers(rng: np.random.Generator) -> Iterator[dict]:
    yield {"n": 2, "number": 0}
    yield {"n": 3, "number": 0}
    for n in 3, 4, 5:
        yield {"n": n, "number": int(rng.integers(1, 1000))}


EXERCISE = Exercise(
    name="start.draws",
    words=WORDS["start.draws"],
    reference=draws,
    probes=_numbers,
    tolerance=CUSTOMARY,
)

_ONE_FOR_ALL = np.random.default_rng(0)


def _says_other_things(answer) -> bool:
    """Return whether the numbers that answer one question change from time to time."""
    first, again = (as_numbers(answer(3, 7)) for _ in range(2))
    return not EXERCISE.agree(first, again)  # None agrees with None: what holds no numbers has another fault


@EXERCISE.mistake("a new generator made for each number")
def _made_anew(n, number):
    return [np.random.default_rng(number).random() for _ in range(n)]


@EXERCISE.mistake("other numbers each time", when=_says_other_things)
def _other_numbers_each_time(n, number):
    return _ONE_FOR_ALL.random(n)


EXERCISE.mistake("the seed not used", lambda n, number: np.random.default_rng(0).random(n))
EXERCISE.mistake("a seed for each number", lambda n, number: [draws(1, number + i)[0] for i in range(n)])
EXERCISE.mistake("one number alone", lambda n, number: np.random.default_rng(number).random())
EXERCISE.mistake("one number too many", lambda n, number: np.random.default_rng(number).random(n + 1))
EXERCISE.mistake("from the bell", lambda n, number: np.random.default_rng(number).normal(size=n))
EXERCISE.mistake("the two numbers changed places", lambda n, number: np.random.default_rng(n).random(number))
