"""Lesson 5: the slopes of a sine."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson5.words import WORDS


def sine_gradient(theta, x, y):
    """Return the gradient (3,) at theta of the mean squared error of a sine, for x and y (n,)."""
    amplitude, frequency, phase = theta
    angle = frequency * x + phase
    error = amplitude * np.sin(angle) - y
    by_angle = amplitude * np.cos(angle)  # the angle changes with the phase by 1, with the frequency by x
    return np.array([np.mean(2 * error * slope) for slope in (np.sin(angle), by_angle * x, by_angle)])


def _sines(rng: np.random.Generator) -> Iterator[dict]:
    yield {"theta": np.array([2.0, 1.0, 0.0]), "x": np.array([1.5]), "y": np.array([1.0])}
    yield {"theta": np.array([2.0, 1.0, 0.5]), "x": np.array([0.5, 2.0]), "y": np.array([1.0, 0.0])}
    for n in 3, 4, 5:
        theta = np.array([rng.integers(3, 7), rng.integers(2, 7), rng.integers(1, 5)]) / 2
        yield {"theta": theta, "x": rng.integers(-8, 9, n) / 4, "y": rng.integers(-4, 5, n) / 2}


EXERCISE = Exercise(
    name="curvefit.sine_gradient",
    words=WORDS["curvefit.sine_gradient"],
    reference=sine_gradient,
    probes=_sines,
    tolerance=CUSTOMARY,
)


def _slopes(theta, x, y):
    """Return the slopes of the error by amplitude, frequency and phase, before the mean, shape (3, n)."""
    A, f, p = theta
    error = A * np.sin(f * x + p) - y
    by_angle = A * np.cos(f * x + p)
    return 2 * error * np.array([np.sin(f * x + p), by_angle * x, by_angle])


@EXERCISE.mistake("the inner slope forgotten")
def _the_inner_slope_forgotten(theta, x, y):
    by_amplitude, _, by_phase = sine_gradient(theta, x, y)
    return by_amplitude, by_phase, by_phase


@EXERCISE.mistake("the amplitude forgotten in the inner slopes")
def _the_amplitude_forgotten_in_the_inner_slopes(theta, x, y):
    by_amplitude, by_frequency, by_phase = sine_gradient(theta, x, y)
    return by_amplitude, by_frequency / theta[0], by_phase / theta[0]


@EXERCISE.mistake("the sum in place of the mean")
def _the_sum_in_place_of_the_mean(theta, x, y):
    return _slopes(theta, x, y).sum(axis=1)


@EXERCISE.mistake("the factor of the square forgotten")
def _the_factor_of_the_square_forgotten(theta, x, y):
    return sine_gradient(theta, x, y) / 2


@EXERCISE.mistake("the sign")
def _the_sign(theta, x, y):
    return -sine_gradient(theta, x, y)


@EXERCISE.mistake("the slope of the sine is another sine")
def _the_slope_of_the_sine_is_another_sine(theta, x, y):
    A, f, p = theta
    sine = np.sin(f * x + p)
    return [np.mean(2 * (A * sine - y) * slope) for slope in (sine, A * sine * x, A * sine)]


@EXERCISE.mistake("the sign of the cosine")
def _the_sign_of_the_cosine(theta, x, y):
    by_amplitude, by_frequency, by_phase = sine_gradient(theta, x, y)
    return by_amplitude, -by_frequency, -by_phase
