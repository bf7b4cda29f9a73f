"""Exercises of lesson 6: when is a better fit a worse model?"""

from nnlab.exercises.lesson6 import early_stop, honest, l1_gradient, proximal_step, validate

EXERCISES = (
    l1_gradient.EXERCISE,
    proximal_step.EXERCISE,
    early_stop.EXERCISE,
    honest.EXERCISE,
    validate.EXERCISE,
)
