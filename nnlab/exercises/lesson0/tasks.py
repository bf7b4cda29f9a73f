"""Lesson 0: the tasks of the self-test in their order."""

from nnlab.exercises.lesson0 import (
    broadcast,
    column_means,
    count_wrong,
    draws,
    gears,
    generator,
    logarithm,
    partials,
    product,
    sigmoid,
    slope,
    spread,
    weighted_sum,
)

EXERCISES = (
    weighted_sum.EXERCISE,
    count_wrong.EXERCISE,
    column_means.EXERCISE,
    slope.EXERCISE,
    partials.EXERCISE,
    sigmoid.EXERCISE,
    logarithm.EXERCISE,
    product.EXERCISE,
    broadcast.EXERCISE,
    gears.EXERCISE,
    generator.EXERCISE,
    draws.EXERCISE,
    spread.EXERCISE,
)
