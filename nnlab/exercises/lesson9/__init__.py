"""Exercises of lesson 9: how does a network see the same thing everywhere?"""

from nnlab.exercises.lesson9 import answers_along, correlate, kernel_gradient, max_pool_gradient

EXERCISES = (
    answers_along.EXERCISE,
    correlate.EXERCISE,
    kernel_gradient.EXERCISE,
    max_pool_gradient.EXERCISE,
)
