"""Lesson 6: a step that makes exact zeros."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson6.words import WORDS


def proximal_step(theta, gradient, lr, lam, weights):
    """Return theta (p,) after a step down the loss, and after its weights were pulled lr lam towards 0."""
    moved = theta - lr * gradient
    nearer = np.sign(moved) * np.maximum(np.abs(moved) - lr * lam, 0)  # and never beyond 0
    return np.where(weights, nearer, moved)


def _steps(rng: np.random.Generator) -> Iterator[dict]:
    def probe(theta, gradient, lr, lam, weights):
        theta, gradient, weights = np.array(theta), np.array(gradient), np.array(weights)
        return {"theta": theta, "gradient": gradient, "lr": lr, "lam": lam, "weights": weights}

    yield probe([2.0], [1.0], 0.5, 1.0, [True])
    yield probe([0.25], [0.5], 0.5, 2.0, [True])
    yield probe([-2.0], [-1.0], 0.5, 1.0, [True])
    yield probe([0.75], [0.5], 0.5, 2.0, [True])  # it would be pulled past zero
    yield probe([0.5], [4.0], 0.5, 1.0, [True])  # the step carries it over zero
    yield probe([-1.0, 1.0], [2.0, 2.0], 0.25, 2.0, [True, False])
    for p in 4, 8:
        theta, gradient = rng.integers(-6, 7, p) / 4, rng.integers(-4, 5, p) / 2
        yield probe(theta, gradient, 0.5, 0.7, np.arange(p) % 4 != 3)


EXERCISE = Exercise(
    name="penalties.proximal_step",
    words=WORDS["penalties.proximal_step"],
    reference=proximal_step,
    probes=_steps,
    tolerance=CUSTOMARY,
)


def _soft(v, by):
    return np.sign(v) * np.maximum(np.abs(v) - by, 0)


@EXERCISE.mistake("it does not stop at zero")
def _it_does_not_stop_at_zero(theta, gradient, lr, lam, weights):
    moved = theta - lr * gradient
    return np.where(weights, moved - lr * lam * np.sign(moved), moved)


@EXERCISE.mistake("by lam alone")
def _by_lam_alone(theta, gradient, lr, lam, weights):
    moved = theta - lr * gradient
    return np.where(weights, _soft(moved, lam), moved)


@EXERCISE.mistake("the biases are pulled, too")
def _the_biases_are_pulled_too(theta, gradient, lr, lam, weights):
    return _soft(theta - lr * gradient, lr * lam)


@EXERCISE.mistake("the slope of the penalty in place of the pull")
def _the_slope_of_the_penalty_in_place_of_the_pull(theta, gradient, lr, lam, weights):
    return theta - lr * (gradient + lam * np.sign(theta) * weights)


@EXERCISE.mistake("pulled before the step")
def _pulled_before_the_step(theta, gradient, lr, lam, weights):
    return np.where(weights, _soft(theta, lr * lam), theta) - lr * gradient


@EXERCISE.mistake("every weight shrinks by a share of itself")
def _every_weight_shrinks_by_a_share_of_itself(theta, gradient, lr, lam, weights):
    moved = theta - lr * gradient
    return np.where(weights, moved / (1 + lr * lam), moved)


@EXERCISE.mistake("only small ones are set to zero")
def _only_small_ones_are_set_to_zero(theta, gradient, lr, lam, weights):
    moved = theta - lr * gradient
    return np.where(weights & (np.abs(moved) <= lr * lam), 0.0, moved)


@EXERCISE.mistake("the sign is lost")
def _the_sign_is_lost(theta, gradient, lr, lam, weights):
    moved = theta - lr * gradient
    return np.where(weights, np.maximum(np.abs(moved) - lr * lam, 0), moved)


@EXERCISE.mistake("negative weights vanish")
def _negative_weights_vanish(theta, gradient, lr, lam, weights):
    moved = theta - lr * gradient
    return np.where(weights, np.maximum(moved - lr * lam, 0), moved)


@EXERCISE.mistake("the biases stand still")
def _the_biases_stand_still(theta, gradient, lr, lam, weights):
    return np.where(weights, _soft(theta - lr * gradient, lr * lam), theta)


@EXERCISE.mistake("the side of the old place")
def _the_side_of_the_old_place(theta, gradient, lr, lam, weights):
    moved = theta - lr * gradient
    return np.where(weights, np.sign(theta) * np.maximum(np.abs(moved) - lr * lam, 0), moved)


@EXERCISE.mistake("the whole gradient")
def _the_whole_gradient(theta, gradient, lr, lam, weights):
    moved = theta - gradient
    return np.where(weights, _soft(moved, lr * lam), moved)


@EXERCISE.mistake("no pull")
def _no_pull(theta, gradient, lr, lam, weights):
    return theta - lr * gradient


@EXERCISE.mistake("uphill")
def _uphill(theta, gradient, lr, lam, weights):
    return proximal_step(theta, -gradient, lr, lam, weights)
