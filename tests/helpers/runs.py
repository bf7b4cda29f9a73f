"""Runs of a sweep that another process can find by their names."""

import os


def noisy(rng, hidden, fails=-1):
    if hidden == fails:
        raise ArithmeticError(f"{hidden} hidden units are too many")
    return hidden + rng.normal(size=3)


def dies(rng, hidden):
    if hidden == 5:
        os._exit(3)
    return noisy(rng, hidden)
