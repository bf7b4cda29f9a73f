"""Exercises of lesson 7: how can a network remember?"""

from nnlab.exercises.lesson7 import attend, energy, nearest, store, sweep

EXERCISES = (
    store.EXERCISE,
    energy.EXERCISE,
    sweep.EXERCISE,
    nearest.EXERCISE,
    attend.EXERCISE,
)
