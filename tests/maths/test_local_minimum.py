"""A local minimum: the least loss of a sine at each frequency, and the curvatures of a loss."""

import itertools

import numpy as np
import pytest

from nnlab import curvefit
from nnlab.curvefit import SINE, least_loss
from nnlab.data import sine_samples
from nnlab.descent import curvatures, descend


def test_the_least_loss_is_what_descent_on_the_other_two_finds():
    x, y = sine_samples(40, 0.2, rng=np.random.default_rng(0))
    loss = curvefit.loss(SINE, x, y)
    for frequency in (0.9, 2.2, 4.0):
        theta = np.array([1.0, frequency, 0.3])
        for _ in range(5000):
            slope = loss(theta)[1]
            slope[1] = 0  # the frequency stays
            theta = theta - 0.1 * slope
        assert least_loss(x, y, [frequency])[0] == pytest.approx(loss(theta)[0], abs=1e-9)


def test_the_least_loss_by_hand():
    # At x = 0 and π/2 the waves sin x and cos x are (0, 1) and (1, 0): together they reach any two answers.
    # At frequency 0 there is only a level line, and the best one is the mean.
    found = least_loss([0, np.pi / 2], [1, 3], [1.0, 0.0])
    np.testing.assert_allclose(found, [0, 1], atol=1e-12)


def test_curvatures_are_those_of_a_bowl_worked_by_hand():
    M = np.array([[2.0, 1.0], [1.0, 2.0]])  # curves by 1 along (1, -1) and by 3 along (1, 1)
    np.testing.assert_allclose(curvatures(lambda t: (t @ M @ t / 2, M @ t), [0.3, -0.2]), [1, 3])


def test_a_saddle_has_a_curvature_below_0():
    found = curvatures(lambda t: (t[0] ** 2 - t[1] ** 2, np.array([2 * t[0], -2 * t[1]])), [0.0, 0.0])
    np.testing.assert_allclose(found, [-2, 2])


def test_the_curvatures_of_the_sine_agree_with_second_differences_of_its_values():
    x, y = sine_samples(40, 0.2, rng=np.random.default_rng(5))
    loss = curvefit.loss(SINE, x, y)
    *_, stuck = itertools.islice(descend(loss, [1.0, 4.0, 0.0], lr=0.1), 4001)
    h, e = 1e-3, np.eye(3)
    value = lambda *nudges: loss(stuck.theta + h * sum(nudges))[0]  # noqa: E731
    H = [[value(a, b) - value(a, -b) - value(-a, b) + value(-a, -b) for a in e] for b in e]
    np.testing.assert_allclose(
        curvatures(loss, stuck.theta), np.linalg.eigvalsh(np.array(H) / (4 * h**2)), rtol=1e-3
    )
