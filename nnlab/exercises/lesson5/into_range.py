"""Lesson 5: targets that a tanh can reach."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson5.words import WORDS


def into_range(y_seen, y, low, high):
    """Shift and stretch y (m,) as it takes to make y_seen (n,) fill the range from low to high."""
    bottom, top = y_seen.min(), y_seen.max()
    return low + (y - bottom) / (top - bottom) * (high - low)


def _ranges(rng: np.random.Generator) -> Iterator[dict]:
    def probe(y_seen, y, low, high):
        return {"y_seen": np.array(y_seen, float), "y": np.array(y, float), "low": low, "high": high}

    yield probe([0, 4], [1], -1.0, 1.0)
    yield probe([-2, 6], [0, 7], -1.0, 1.0)
    yield probe([3, 5, 9], [3, 12], -0.75, 0.5)
    for n, m in (4, 2), (5, 3), (6, 3):
        seen = np.append([-5.0, 11.0], rng.integers(-4, 10, n - 2))
        yield probe(seen, rng.integers(-9, 15, m), *([-0.5, 0.75] if n == 5 else [-0.75, 1.0]))


EXERCISE = Exercise(
    name="curvefit.into_range",
    words=WORDS["curvefit.into_range"],
    reference=into_range,
    probes=_ranges,
    tolerance=CUSTOMARY,
)


def _squeezed(y_seen, y, low, high):
    """Do as the solution does, but in silence where a single value has no range."""
    with np.errstate(divide="ignore", invalid="ignore"):
        bottom, top = y_seen.min(), y_seen.max()
        return low + (y - bottom) / (top - bottom) * (high - low)


@EXERCISE.mistake("fitted on what is transformed")
def _fitted_on_what_is_transformed(y_seen, y, low, high):
    return _squeezed(y, y, low, high)


@EXERCISE.mistake("fitted on all of them")
def _fitted_on_all_of_them(y_seen, y, low, high):
    return _squeezed(np.append(y_seen, y), y, low, high)


@EXERCISE.mistake("from zero to one")
def _from_zero_to_one(y_seen, y, low, high):
    return (y - y_seen.min()) / (y_seen.max() - y_seen.min())


@EXERCISE.mistake("stretched and not shifted")
def _stretched_and_not_shifted(y_seen, y, low, high):
    return (y - y_seen.min()) / (y_seen.max() - y_seen.min()) * (high - low)


@EXERCISE.mistake("divided by the largest")
def _divided_by_the_largest(y_seen, y, low, high):
    return low + (y - y_seen.min()) / y_seen.max() * (high - low)


@EXERCISE.mistake("cut off at the ends")
def _cut_off_at_the_ends(y_seen, y, low, high):
    return np.clip(_squeezed(y_seen, y, low, high), low, high)


@EXERCISE.mistake("standardised")
def _standardised(y_seen, y, low, high):
    return (y - y_seen.mean()) / y_seen.std()
