"""Exercises of lesson 2: what does a neuron's answer look like?"""

from nnlab.exercises.lesson2 import distance, margin, standardise, xor

EXERCISES = (
    distance.EXERCISE,
    margin.EXERCISE,
    xor.EXERCISE,
    standardise.EXERCISE,
)
