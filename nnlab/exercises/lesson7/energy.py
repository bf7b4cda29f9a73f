"""Lesson 7: the energy."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson7.words import WORDS


def energy(W, s):
    """Return the energy of the state s (N,) under symmetric couplings W (N, N)."""
    return -0.5 * s @ W @ s  # every pair comes twice, as ij and as ji


def _states(rng: np.random.Generator) -> Iterator[dict]:
    yield {"W": np.array([[0, 1], [1, 0]]), "s": np.array([1, 1])}
    yield {"W": np.array([[0, 1], [1, 0]]), "s": np.array([-1, 1])}
    yield {"W": np.array([[0, 2, 0], [2, 0, -3], [0, -3, 0]]), "s": np.array([-1, 1, 1])}
    yield {"W": np.array([[1, 2, 0], [2, 3, -1], [0, -1, 2]]), "s": np.array([-1, 1, -1])}
    # a half, which must not be rounded: up, down and to the even one of its neighbours
    yield {"W": np.array([[1, 0, 0], [0, 1, 1], [0, 1, 1]]), "s": np.array([1, 1, 1])}
    yield {"W": np.array([[2, 1, 0], [1, -1, 0], [0, 0, 0]]), "s": np.array([1, 1, 1])}
    yield {"W": np.array([[0, 1, 2], [1, -1, 3], [2, 3, -4]]), "s": np.array([1, 1, -1])}
    for N in 4, 5, 7:
        W = rng.integers(-3, 4, (N, N))
        yield {"W": W + W.T, "s": rng.choice([-1, 1], N)}


EXERCISE = Exercise(
    name="hopfield.energy",
    words=WORDS["hopfield.energy"],
    reference=energy,
    probes=_states,
)


@EXERCISE.mistake("no half")
def _no_half(W, s):
    return -s @ W @ s


@EXERCISE.mistake("the sign")
def _the_sign(W, s):
    return s @ W @ s / 2


@EXERCISE.mistake("no half, and the sign")
def _no_half_and_the_sign(W, s):
    return s @ W @ s


@EXERCISE.mistake("the diagonal left out")
def _the_diagonal_left_out(W, s):
    return -s @ (W - np.diag(np.diag(W))) @ s / 2


@EXERCISE.mistake("the diagonal counted in full")
def _the_diagonal_counted_in_full(W, s):
    return -s @ np.triu(W) @ s


@EXERCISE.mistake("the fields added up")
def _the_fields_added_up(W, s):
    return -(W @ s).sum() / 2


@EXERCISE.mistake("a number for every neuron")
def _a_number_for_every_neuron(W, s):
    return -s * (W @ s) / 2


def _is_rounded(answer) -> bool:
    """Return whether the answer is a whole number everywhere, and next to the right one."""
    asked = [probe.values() for probe in EXERCISE.questions()]
    return all(answer(*each) % 1 == 0 and abs(answer(*each) - energy(*each)) < 1 for each in asked)


@EXERCISE.mistake("rounded", when=_is_rounded)
def _rounded(W, s):
    return -(s @ W @ s) // 2
