"""The self-test of lesson 0: what do I need to know?"""

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
