"""Exercises of lesson 5: can a network draw any curve?"""

from nnlab.exercises.lesson5 import bump, into_range, new_error, sine_gradient, unscale

EXERCISES = (
    bump.EXERCISE,
    unscale.EXERCISE,
    into_range.EXERCISE,
    sine_gradient.EXERCISE,
    new_error.EXERCISE,
)
