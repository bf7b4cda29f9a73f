"""Exercises of lesson 8: what if the data do not fit in memory?"""

from nnlab.exercises.lesson8 import adam_step, batch_gradient, epoch, mean_loss, softmax, softmax_loss

EXERCISES = (
    softmax.EXERCISE,
    mean_loss.EXERCISE,
    softmax_loss.EXERCISE,
    batch_gradient.EXERCISE,
    epoch.EXERCISE,
    adam_step.EXERCISE,
)
