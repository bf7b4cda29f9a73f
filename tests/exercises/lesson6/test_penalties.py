"""Lesson 6's exercises: right answers in many forms, and that they agree with package and scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

from nnlab import descent, exercises, regression
from nnlab.exercises import checking
from nnlab.exercises.lesson6.early_stop import early_stop
from nnlab.exercises.lesson6.l1_gradient import l1_gradient
from nnlab.exercises.lesson6.proximal_step import proximal_step
from nnlab.scaling import Scaler

check = exercises.check


def slopes_with_a_loop(theta, lam, weights):
    slopes = []
    for number, is_weight in zip(theta, weights):
        side = 1 if number > 0 else -1 if number < 0 else 0
        slopes.append(lam * side if is_weight else 0)
    return slopes


def step_with_a_loop(theta, gradient, lr, lam, weights):
    new = []
    for number, slope, is_weight in zip(theta, gradient, weights):
        number -= lr * slope
        if is_weight:
            if number > lr * lam:
                number -= lr * lam
            elif number < -lr * lam:
                number += lr * lam
            else:
                number = 0
        new.append(number)
    return new


def step_by_clipping(theta, gradient, lr, lam, weights):
    moved = theta - lr * gradient
    return moved - weights * np.clip(moved, -lr * lam, lr * lam)


def stopped_by_the_package(validation, patience):
    steps = (descent.Step(k, np.zeros(1), value, np.zeros(1)) for k, value in enumerate(validation))
    return min(descent.stop(steps, patience=patience), key=lambda step: step.value).k


def no_better_than_the_step_before(validation, patience):
    count = 0
    for k in range(1, len(validation)):
        count = count + 1 if validation[k] >= validation[k - 1] else 0
        if count == patience:
            return np.argmin(validation[: k + 1])
    return np.argmin(validation)


def validated_by_the_lessons_ridge(X, y, X_new, y_new, lam):
    scaler = Scaler.fit(X)
    *w, b = regression.ridge(scaler.transform(X), y, lam)
    return np.mean((scaler.transform(X_new) @ np.array(w) + b - y_new) ** 2)


def validated_by_the_package(X, y, X_new, y_new, lam):
    scaler = Scaler.fit(X)
    A = np.column_stack([scaler.transform(X), np.ones(len(X))])
    penalty = lam * np.diag([*[1.0] * X.shape[1], 0.0])
    *w, b = np.linalg.solve(A.T @ A + penalty, A.T @ y)
    return [np.square(scaler.transform(X_new) @ np.array(w) + b - y_new).mean()]


def validated_by_scikit_learn(X, y, X_new, y_new, lam):
    scaler = StandardScaler().fit(X)
    model = Ridge(alpha=lam).fit(scaler.transform(X), y)
    return ((model.predict(scaler.transform(X_new)) - y_new) ** 2).mean()


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("penalties.l1_gradient", slopes_with_a_loop),
        ("penalties.l1_gradient", lambda theta, lam, weights: lam * np.sign(theta * weights)),
        ("penalties.l1_gradient", lambda *given: np.reshape(slopes_with_a_loop(*given), (-1, 1))),
        ("penalties.proximal_step", step_with_a_loop),
        ("penalties.proximal_step", step_by_clipping),
        ("penalties.early_stop", stopped_by_the_package),
        ("penalties.early_stop", lambda *given: np.array(stopped_by_the_package(*given))),
        ("penalties.honest", lambda v, t: [min(range(len(v)), key=v.__getitem__), t[np.argsort(v)[0]]]),
        ("penalties.validate", validated_by_the_package),
        ("penalties.validate", validated_by_scikit_learn),
    ],
)
def test_every_right_way_is_right(name, answer):
    report = check(name, answer)
    assert report.verdict == checking.RIGHT, report


@given(st.lists(st.integers(0, 6), min_size=1, max_size=12), st.integers(1, 4))
def test_early_stopping_agrees_with_stop_and_best(validation, patience):
    ours = early_stop(validation, patience)
    assert ours == stopped_by_the_package(validation, patience)


def test_the_slope_is_that_of_the_penalty():
    theta, weights = np.array([-1.5, 0.25, 2.0, -3.0]), np.array([True, True, True, False])
    numeric = descent.gradient_numerically(lambda t: (0.7 * np.abs(t[weights]).sum(), None), theta)
    np.testing.assert_allclose(l1_gradient(theta, 0.7, weights), numeric, atol=1e-9)


def test_steps_arrive_where_nothing_more_can_be_gained():
    """At the end every weight that is not 0 has slope -lam sign(w); every one that is 0 less than lam."""
    rng = np.random.default_rng(6)
    A, y, weights = rng.normal(size=(20, 6)), rng.normal(size=20), np.arange(6) < 5
    theta = np.ones(6)
    for _ in range(3000):
        theta = proximal_step(theta, A.T @ (A @ theta - y), 0.01, 4.0, weights)
    slope = A.T @ (A @ theta - y)
    zero = theta[:5] == 0
    assert 0 < zero.sum() < 5
    np.testing.assert_allclose(slope[:5][~zero], -4 * np.sign(theta[:5][~zero]), atol=1e-9)
    assert np.abs(slope[:5][zero]).max() < 4 and abs(slope[5]) < 1e-9


def test_writing_into_theta_is_told():
    def in_place(theta, gradient, lr, lam, weights):
        theta -= lr * gradient
        return theta

    report = check("penalties.proximal_step", in_place)
    assert report.verdict == checking.CHANGED_INPUT and "theta no longer held" in " ".join(
        repr(report).split()
    )


@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("penalties.early_stop", no_better_than_the_step_before, "compared with the step before"),
        (
            "penalties.honest",
            lambda v, t: [np.argmin(v), max(min(v), t[np.argmin(v)])],
            "the larger of the two errors published",
        ),
        ("penalties.honest", lambda v, t: [t[np.argmin(v)], np.argmin(v)], "the two in the other order"),
        ("penalties.validate", validated_by_the_lessons_ridge, "the convention of the lesson's ridge"),
    ],
)
def test_a_natural_answer_that_is_wrong_is_told_why(name, answer, mistake):
    report = check(name, answer)
    assert (report.verdict, report.mistake) == (checking.KNOWN_MISTAKE, mistake), report
