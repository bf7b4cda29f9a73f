"""Lesson 8: one step of Adam."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson8.words import WORDS


def adam_step(theta, gradient, m, v, t, lr):
    """Return theta, m and v, all (p,), after step t of Adam (the first is 1) with its customary constants."""
    m = 0.9 * m + 0.1 * gradient
    v = 0.999 * v + 0.001 * gradient**2
    m_hat = m / (1 - 0.9**t)  # both means began at 0, so at first they are too small
    v_hat = v / (1 - 0.999**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + 1e-8), m, v


def _steps(rng: np.random.Generator) -> Iterator[dict]:
    def probe(theta, gradient, m, v, t, lr):
        theta, gradient, m, v = (np.array(each, dtype=float) for each in (theta, gradient, m, v))
        return {"theta": theta, "gradient": gradient, "m": m, "v": v, "t": t, "lr": lr}

    yield probe([1], [2], [0], [0], 1, 0.5)
    yield probe([1], [-50], [0], [0], 1, 0.5)
    yield probe([0], [1e-8], [0], [0], 1, 0.5)  # here eps is as large as the root
    yield probe([2], [2], [0.2], [0.004], 2, 0.25)
    yield probe([2], [3], [-0.5], [0.5], 10, 0.25)
    yield probe([1, -1], [4, 0], [0, 0], [0, 0], 1, 0.5)
    for p, t in (2, 3), (3, 7), (4, 1000), (5, 20):
        theta, gradient, m = rng.integers(-8, 9, p) / 4, rng.integers(1, 9, p) / 2, rng.integers(-4, 5, p) / 8
        yield probe(theta, gradient * rng.choice([-1, 1], p), m, rng.integers(1, 9, p) / 8, t, 0.5)


EXERCISE = Exercise(
    name="batches.adam_step",
    words=WORDS["batches.adam_step"],
    reference=adam_step,
    probes=_steps,
    tolerance=CUSTOMARY,
)


def _means(gradient, m, v):
    return 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2


def _corrected(m, v, t):
    return m / (1 - 0.9**t), v / (1 - 0.999**t)


def _moved(theta, m, v, lr):
    """Return theta after a step by these means; no mean is below 0, unless it is a mistaken one."""
    with np.errstate(all="ignore"):
        return theta - lr * m / (np.sqrt(v) + 1e-8)


@EXERCISE.mistake("no correction")
def _no_correction(theta, gradient, m, v, t, lr):
    m, v = _means(gradient, m, v)
    return _moved(theta, m, v, lr), m, v


@EXERCISE.mistake("only m corrected")
def _only_m_corrected(theta, gradient, m, v, t, lr):
    m, v = _means(gradient, m, v)
    return _moved(theta, _corrected(m, v, t)[0], v, lr), m, v


@EXERCISE.mistake("only v corrected")
def _only_v_corrected(theta, gradient, m, v, t, lr):
    m, v = _means(gradient, m, v)
    return _moved(theta, m, _corrected(m, v, t)[1], lr), m, v


@EXERCISE.mistake("the correction of v outside the root")
def _the_correction_of_v_outside_the_root(theta, gradient, m, v, t, lr):
    m, v = _means(gradient, m, v)
    root = np.sqrt(v) / (1 - 0.999**t)
    return theta - lr * _corrected(m, v, t)[0] / (root + 1e-8), m, v


@EXERCISE.mistake("the correction of the first step for ever")
def _the_correction_of_the_first_step_for_ever(theta, gradient, m, v, t, lr):
    m, v = _means(gradient, m, v)
    return _moved(theta, *_corrected(m, v, 1), lr), m, v


@EXERCISE.mistake("the correction one step behind")
def _the_correction_one_step_behind(theta, gradient, m, v, t, lr):
    m, v = _means(gradient, m, v)
    with np.errstate(all="ignore"):
        return _moved(theta, *_corrected(m, v, np.float64(t - 1)), lr), m, v


@EXERCISE.mistake("the correction one step ahead")
def _the_correction_one_step_ahead(theta, gradient, m, v, t, lr):
    m, v = _means(gradient, m, v)
    return _moved(theta, *_corrected(m, v, t + 1), lr), m, v


@EXERCISE.mistake("multiplied by the correction")
def _multiplied_by_the_correction(theta, gradient, m, v, t, lr):
    m, v = _means(gradient, m, v)
    return _moved(theta, m * (1 - 0.9**t), v * (1 - 0.999**t), lr), m, v


@EXERCISE.mistake("the corrected means kept")
def _the_corrected_means_kept(theta, gradient, m, v, t, lr):
    m, v = _corrected(*_means(gradient, m, v), t)
    return _moved(theta, m, v, lr), m, v


@EXERCISE.mistake("eps inside the root")
def _eps_inside_the_root(theta, gradient, m, v, t, lr):
    m, v = _means(gradient, m, v)
    m_hat, v_hat = _corrected(m, v, t)
    return theta - lr * m_hat / np.sqrt(v_hat + 1e-8), m, v


@EXERCISE.mistake("eps added before the correction")
def _eps_added_before_the_correction(theta, gradient, m, v, t, lr):
    m, v = _means(gradient, m, v)
    rate = lr * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return _moved(theta, m, v, rate), m, v


@EXERCISE.mistake("no eps")
def _no_eps(theta, gradient, m, v, t, lr):
    m, v = _means(gradient, m, v)
    m_hat, v_hat = _corrected(m, v, t)
    with np.errstate(all="ignore"):
        return theta - lr * m_hat / np.sqrt(v_hat), m, v


@EXERCISE.mistake("no root")
def _no_root(theta, gradient, m, v, t, lr):
    m, v = _means(gradient, m, v)
    m_hat, v_hat = _corrected(m, v, t)
    return theta - lr * m_hat / (v_hat + 1e-8), m, v


@EXERCISE.mistake("the gradient not squared")
def _the_gradient_not_squared(theta, gradient, m, v, t, lr):
    m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient
    return _moved(theta, *_corrected(m, v, t), lr), m, v


@EXERCISE.mistake("the mean squared in place of the gradient")
def _the_mean_squared_in_place_of_the_gradient(theta, gradient, m, v, t, lr):
    m = 0.9 * m + 0.1 * gradient
    v = 0.999 * v + 0.001 * m**2
    return _moved(theta, *_corrected(m, v, t), lr), m, v


@EXERCISE.mistake("the two shares of a mean exchanged")
def _the_two_shares_of_a_mean_exchanged(theta, gradient, m, v, t, lr):
    m, v = 0.1 * m + 0.9 * gradient, 0.001 * v + 0.999 * gradient**2
    return _moved(theta, *_corrected(m, v, t), lr), m, v


@EXERCISE.mistake("the two betas exchanged")
def _the_two_betas_exchanged(theta, gradient, m, v, t, lr):
    m, v = 0.999 * m + 0.001 * gradient, 0.9 * v + 0.1 * gradient**2
    return _moved(theta, m / (1 - 0.999**t), v / (1 - 0.9**t), lr), m, v


@EXERCISE.mistake("the gradient added whole")
def _the_gradient_added_whole(theta, gradient, m, v, t, lr):
    m, v = 0.9 * m + gradient, 0.999 * v + gradient**2
    return _moved(theta, *_corrected(m, v, t), lr), m, v


@EXERCISE.mistake("the gradient itself in place of its mean")
def _the_gradient_itself_in_place_of_its_mean(theta, gradient, m, v, t, lr):
    m, v = _means(gradient, m, v)
    return _moved(theta, gradient, _corrected(m, v, t)[1], lr), m, v


@EXERCISE.mistake("a step by the old means")
def _a_step_by_the_old_means(theta, gradient, m, v, t, lr):
    return _moved(theta, *_corrected(m, v, t), lr), *_means(gradient, m, v)


@EXERCISE.mistake("the old means given back")
def _the_old_means_given_back(theta, gradient, m, v, t, lr):
    return adam_step(theta, gradient, m, v, t, lr)[0], m, v


@EXERCISE.mistake("uphill")
def _uphill(theta, gradient, m, v, t, lr):
    return adam_step(theta, gradient, m, v, t, -lr)


@EXERCISE.mistake("the change alone")
def _the_change_alone(theta, gradient, m, v, t, lr):
    return adam_step(0 * theta, gradient, m, v, t, lr)


@EXERCISE.mistake("the three in another order")
def _the_three_in_another_order(theta, gradient, m, v, t, lr):
    theta, m, v = adam_step(theta, gradient, m, v, t, lr)
    return m, v, theta


@EXERCISE.mistake("theta alone")
def _theta_alone(theta, gradient, m, v, t, lr):
    return adam_step(theta, gradient, m, v, t, lr)[0]
