"""Lesson 5: an honest error."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson5.words import WORDS


def new_error(x, y, x_new, y_new, degree):
    """Return the mean squared error on new samples of the polynomial fitted to x (n,) and y (n,)."""
    fitted = np.polynomial.Polynomial.fit(x, y, degree)
    return np.mean((fitted(x_new) - y_new) ** 2)


def _samples(rng: np.random.Generator) -> Iterator[dict]:
    for degree, n, m in (1, 4, 2), (0, 4, 3), (2, 6, 3), (1, 6, 4), (3, 7, 4):
        x, x_new = np.arange(n) / 2, rng.integers(0, 2 * n, m) / 4 + 0.125
        y, y_new = rng.integers(-4, 5, n) / 2, rng.integers(-4, 5, m) / 2
        yield {"x": x, "y": y, "x_new": x_new, "y_new": y_new, "degree": degree}


EXERCISE = Exercise(
    name="curvefit.new_error",
    words=WORDS["curvefit.new_error"],
    reference=new_error,
    probes=_samples,
    tolerance=CUSTOMARY,
)


def _squared(x, y, x_new, y_new, degree, share=np.mean):
    return share((np.polynomial.Polynomial.fit(x, y, degree)(x_new) - y_new) ** 2)


@EXERCISE.mistake("asked about what it has seen")
def _asked_about_what_it_has_seen(x, y, x_new, y_new, degree):
    return _squared(x, y, x, y, degree)


@EXERCISE.mistake("fitted to the new samples, too")
def _fitted_to_the_new_samples_too(x, y, x_new, y_new, degree):
    return _squared(np.append(x, x_new), np.append(y, y_new), x_new, y_new, degree)


@EXERCISE.mistake("interpolated in place of fitted")
def _interpolated_in_place_of_fitted(x, y, x_new, y_new, degree):
    return _squared(x, y, x_new, y_new, len(x) - 1)


@EXERCISE.mistake("one degree too high")
def _one_degree_too_high(x, y, x_new, y_new, degree):
    return _squared(x, y, x_new, y_new, degree + 1)


@EXERCISE.mistake("the sum in place of the mean")
def _the_sum_in_place_of_the_mean(x, y, x_new, y_new, degree):
    return _squared(x, y, x_new, y_new, degree, share=np.sum)


@EXERCISE.mistake("the root of it")
def _the_root_of_it(x, y, x_new, y_new, degree):
    return np.sqrt(_squared(x, y, x_new, y_new, degree))


@EXERCISE.mistake("not squared")
def _not_squared(x, y, x_new, y_new, degree):
    return np.mean(np.abs(np.polynomial.Polynomial.fit(x, y, degree)(x_new) - y_new))


@EXERCISE.mistake("the mean before the square")
def _the_mean_before_the_square(x, y, x_new, y_new, degree):
    return np.mean(np.polynomial.Polynomial.fit(x, y, degree)(x_new) - y_new) ** 2
