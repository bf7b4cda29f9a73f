"""Exercises of lesson 3: what do we gain by softening the step?"""

from nnlab.exercises.lesson3 import cross_entropy, gradient, roll, slope

EXERCISES = (
    slope.EXERCISE,
    gradient.EXERCISE,
    cross_entropy.EXERCISE,
    roll.EXERCISE,
)
