"""Lesson 5's exercises: right answers in many forms, and that they agree with NumPy and with the scaler."""

import math

import numpy as np
import pytest

from nnlab import exercises
from nnlab.exercises import checking
from nnlab.exercises.lesson5.sine_gradient import sine_gradient
from nnlab.scaling import Scaler

check = exercises.check


def gradient_with_a_loop(theta, x, y):
    amplitude, frequency, phase = theta
    total = [0.0, 0.0, 0.0]
    for xi, yi in zip(x, y):
        error = amplitude * math.sin(frequency * xi + phase) - yi
        inner = amplitude * math.cos(frequency * xi + phase)
        for i, slope in enumerate((math.sin(frequency * xi + phase), inner * xi, inner)):
            total[i] += 2 * error * slope / len(x)
    return total


def by_the_scaler(y, a):
    return Scaler.fit(y[:, None]).inverse(a[:, None])  # a column (m, 1)


def by_polyfit(x, y, x_new, y_new, degree):
    errors = np.polyval(np.polyfit(x, y, degree), x_new) - y_new
    return sum(error**2 for error in errors) / len(errors)


def by_interpolation(y_seen, y, low, high):
    middle = (low + high) / 2 + (high - low) * (y - (y_seen.min() + y_seen.max()) / 2) / np.ptp(y_seen)
    return middle.tolist()


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("curvefit.bump", [[1, 0, 1], [1, -1, -2], [1, -2, 1]]),
        ("curvefit.bump", np.array([[2, -4, 0.5], [0.5, 0, 2], [4, -4, -0.5]])),  # other units, other order
        ("curvefit.bump", lambda: ((1, 0, 1), (1, -1, -2), (1, -2, 1))),
        ("curvefit.unscale", by_the_scaler),
        ("curvefit.into_range", by_interpolation),
        ("curvefit.sine_gradient", gradient_with_a_loop),
        ("curvefit.sine_gradient", lambda theta, x, y: np.reshape(sine_gradient(theta, x, y), (3, 1))),
        ("curvefit.new_error", by_polyfit),
    ],
)
def test_every_right_way_is_right(name, answer):
    assert check(name, answer).verdict == checking.RIGHT


def test_the_gradient_agrees_with_central_differences():
    x, y, theta = np.linspace(-2, 3, 9), np.cos(np.arange(9)), np.array([1.5, 2.0, 0.3])

    def loss(t):
        return np.mean((t[0] * np.sin(t[1] * x + t[2]) - y) ** 2)

    nudged = [(loss(theta + step) - loss(theta - step)) / 2e-6 for step in 1e-6 * np.eye(3)]
    np.testing.assert_allclose(sine_gradient(theta, x, y), nudged, rtol=1e-7)


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ((1, 2, 3), "for unit 1 came a number"),
        (((1, 0, 1), (1, -1), (1, -2, 1)), "for unit 2 came 2 values"),
        (7, "a number came"),
    ],
)
def test_a_bump_of_another_form_is_told_so(answer, wanted):
    report = check("curvefit.bump", answer)
    assert report.verdict == checking.WRONG_FORM and wanted in " ".join(report.text.split())


def test_the_bump_not_yet_written_is_not_attempted():
    assert check("curvefit.bump", (None, None, None)).verdict == checking.NOT_ATTEMPTED


def test_a_row_against_a_column_is_told_by_its_form():
    """The mistake of lesson 4 in this lesson's clothes: (m, 1) minus (m,) makes a square."""
    report = check("curvefit.unscale", lambda y, a: a[:, None] * y.std() + y.mean() + 0 * a)
    assert report.verdict == checking.WRONG_FORM
