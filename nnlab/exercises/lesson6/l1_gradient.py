"""Lesson 6: the slope of the L1 penalty."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson6.words import WORDS


def l1_gradient(theta, lam, weights):
    """Return the gradient (p,) of lam times the sum of |w| over those numbers of theta that are weights."""
    # |w| rises by 1 to the right of zero and falls by 1 to its left, however far. np.sign gives 0 at 0.
    return np.where(weights, lam * np.sign(theta), 0.0)


def _penalised(rng: np.random.Generator) -> Iterator[dict]:
    def probe(theta, lam, weights):
        return {"theta": np.array(theta), "lam": lam, "weights": np.array(weights)}

    yield probe([3.0], 0.5, [True])
    yield probe([-0.25], 2.0, [True])
    yield probe([0.0], 2.0, [True])
    yield probe([-1.5, 0.5], 0.5, [True, False])
    for p in 3, 6:
        yield probe(rng.integers(-3, 4, p) / 2, 0.3, np.arange(p) % 3 != 2)


EXERCISE = Exercise(
    name="penalties.l1_gradient",
    words=WORDS["penalties.l1_gradient"],
    reference=l1_gradient,
    probes=_penalised,
    tolerance=CUSTOMARY,
)


@EXERCISE.mistake("L1 gradient by the L2 formula")
def _l1_gradient_by_the_l2_formula(theta, lam, weights):
    return lam * theta * weights


@EXERCISE.mistake("the biases are penalised")
def _the_biases_are_penalised(theta, lam, weights):
    return lam * np.sign(theta)


@EXERCISE.mistake("a push at zero")
def _a_push_at_zero(theta, lam, weights):
    return lam * np.where(theta >= 0, 1, -1) * weights


@EXERCISE.mistake("the sign turned")
def _the_sign_turned(theta, lam, weights):
    return -lam * np.sign(theta) * weights


@EXERCISE.mistake("no side")
def _no_side(theta, lam, weights):
    return lam * np.asarray(weights, float)


@EXERCISE.mistake("no strength")
def _no_strength(theta, lam, weights):
    return np.sign(theta) * weights


@EXERCISE.mistake("half the strength")
def _half_the_strength(theta, lam, weights):
    return lam / 2 * np.sign(theta) * weights


@EXERCISE.mistake("the penalty itself")
def _the_penalty_itself(theta, lam, weights):
    return lam * np.sum(np.abs(theta[weights]))
