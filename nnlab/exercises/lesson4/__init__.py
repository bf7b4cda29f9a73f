"""Exercises of lesson 4: how does the first layer learn when nobody tells it the answer?"""

from nnlab.exercises.lesson4 import central_difference, forward, hidden_delta, learn, sse

EXERCISES = (
    forward.EXERCISE,
    sse.EXERCISE,
    hidden_delta.EXERCISE,
    learn.EXERCISE,
    central_difference.EXERCISE,
)
