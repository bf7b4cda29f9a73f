"""Exercises of lesson 1: can one neuron learn to say yes or no?"""

from nnlab.exercises.lesson1 import count_updates, nand, update

EXERCISES = (
    nand.EXERCISE,
    update.EXERCISE,
    count_updates.EXERCISE,
)
