"""The projection onto a fence, and learning inside it: by hand, by law, against independent references."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.linear_model import LinearRegression

from nnlab import boundary, data, perceptron, projection
from nnlab.descent import check_gradient, descend
from nnlab.scaling import Scaler

NUMBERS = st.integers(-20, 20).map(lambda i: i / 4)
VECTORS = arrays(float, st.integers(1, 6), elements=NUMBERS)


def learn(X, y, *, lr, radius=None, kind="l2", start=None):
    """Descend from zero, or from start, inside the fence."""
    prox = None if radius is None else projection.fence(radius, kind)
    start = np.zeros(np.shape(X)[1] + 1) if start is None else start
    return descend(projection.half_mean_square(X, y), start, lr=lr, prox=prox)


def error(w, X, y):
    """The mean of (s - z)^2, written out."""
    return np.mean([(2 * label - 1 - (x @ w[:-1] + w[-1])) ** 2 for x, label in zip(np.asarray(X), y)])


def test_pull_inside_by_hand():
    assert projection.project([3.0, 4.0], 1.0, "l2").tolist() == pytest.approx([0.6, 0.8])
    assert projection.project([3.0, -1.0], 2.0, "l1").tolist() == [2, 0]
    assert projection.project([3.0, -2.0], 3.0, "l1").tolist() == [2, -1]
    for kind in projection.KINDS:
        assert projection.project([0.3, -0.4], 1.0, kind).tolist() == [0.3, -0.4]
        assert projection.project([0.3, -0.4], 0.0, kind).tolist() == [0, 0]


def test_what_lies_very_far_outside_is_pulled_to_the_fence_too():
    for kind in projection.KINDS:
        assert projection.project([1e200, 0, -3], 2.0, kind).tolist() == pytest.approx([2, 0, 0])
    assert projection.project([3e200, -4e200], 1.0, "l2").tolist() == pytest.approx([0.6, -0.8])
    assert projection.project([1e200, -1e200, 1e200], 3.0, "l1").tolist() == [1, -1, 1]
    assert projection.norm([3e200, 4e200]) == pytest.approx(5e200)


@given(VECTORS, st.integers(1, 30).map(lambda i: i / 8), st.sampled_from(projection.KINDS), st.integers(0, 9))
def test_what_is_pulled_inside_is_inside_and_nearest(v, radius, kind, seed):
    p = projection.project(v, radius, kind)
    assert projection.norm(p, kind) <= radius * (1 + 1e-12)
    # Nearest: seen from p, no other place inside lies on the side of v (Hilbert's projection theorem).
    inside = np.random.default_rng(seed).normal(size=(20, len(v)))
    order = 2 if kind == "l2" else 1
    inside *= radius / np.linalg.norm(inside, ord=order, axis=1)[:, None]
    corners = radius * np.vstack([np.eye(len(v)), -np.eye(len(v))])
    assert ((np.vstack([inside, corners]) - p) @ (v - p) <= 1e-9).all()
    np.testing.assert_allclose(projection.project(p, radius, kind), p, atol=1e-12)


def test_one_step_by_hand():
    X, y = [[1.0], [3.0]], [0, 1]  # from zero z = 0, so the samples are off by -1 and 1
    steps = learn(X, y, lr=0.5)
    assert next(steps).value == 0.5  # half the mean of 1 and 1
    assert next(steps).theta.tolist() == [0.5, 0]  # 0.5 * mean of (-1 * (1, 1), 1 * (3, 1))
    [_, fenced] = islice(learn(X, y, lr=0.5, radius=0.2, start=[0, 9.0]), 2)
    assert abs(fenced.theta[0]) == pytest.approx(0.2) and fenced.theta[1] != 0  # the bias is not fenced


def test_the_gradient_agrees_with_central_differences():
    X, y, *_ = noisy(degree=2)
    w = np.random.default_rng(1).normal(size=X.shape[1] + 1)
    assert check_gradient(projection.half_mean_square(X, y), w).worst < 1e-6


def noisy(seed=0, kind="blobs", degree=6, **noise):
    rng = np.random.default_rng(seed)
    noise = noise or dict(spread=1.2)
    seen, unseen = data.load(kind, n=20, rng=rng, **noise), data.load(kind, n=200, rng=rng, **noise)
    P, Q = boundary.polynomial(seen.X, degree), boundary.polynomial(unseen.X, degree)
    scaler = Scaler.fit(P)
    return scaler.transform(P), seen.y, scaler.transform(Q), unseen.y


def after(k, X, y, **settings):
    return next(islice(learn(X, y, **settings), k, None))


def test_without_a_fence_it_finds_the_least_squares():
    X, y, *_ = noisy(degree=2)
    w = after(30_000, X, y, lr=0.2).theta
    oracle = LinearRegression().fit(X, 2 * y - 1)
    np.testing.assert_allclose(w, [*oracle.coef_, oracle.intercept_], atol=1e-6)


@pytest.mark.parametrize("kind", projection.KINDS)
def test_in_a_fence_it_finds_the_best_that_lies_inside(kind):
    """By the conditions of Karush, Kuhn and Tucker, which here only the best fulfils."""
    X, y, *_ = noisy(degree=2)
    w = after(5000, X, y, lr=0.1, radius=0.5, kind=kind).theta
    off = 2 * y - 1 - perceptron.preactivation(w, X)
    wish = X.T @ off / len(y)  # where the error falls fastest
    assert abs(off.mean()) < 1e-9  # the bias is free
    assert projection.norm(w[:-1], kind) == pytest.approx(0.5, abs=1e-9)
    if kind == "l2":  # straight out through the fence
        np.testing.assert_allclose(wish / np.linalg.norm(wish), w[:-1] / 0.5, atol=1e-6)
    else:
        there = w[:-1] != 0
        assert 0 < there.sum() < 5
        np.testing.assert_allclose((wish * np.sign(w[:-1]))[there], np.abs(wish).max(), atol=1e-6)


def test_the_error_never_rises_at_a_small_rate_and_its_number_is_that_of_these_weights():
    X, y, *_ = noisy(degree=3)
    steps = list(islice(learn(X, y, lr=0.05, radius=0.5, kind="l1"), 200))
    errors = np.array([step.value for step in steps])
    assert (np.diff(errors) <= 1e-12).all()
    assert errors[7] == pytest.approx(0.5 * error(steps[7].theta, X, y))
    assert [step.k for step in steps[:3]] == [0, 1, 2]


def test_a_step_can_be_resumed_exactly():
    X, y, *_ = noisy(degree=3)
    steps = list(islice(learn(X, y, lr=0.05, radius=0.5), 9))
    again = list(islice(learn(X, y, lr=0.05, radius=0.5, start=steps[4]), 5))
    assert [step.k for step in again] == [4, 5, 6, 7, 8]
    assert all(np.array_equal(a.theta, b.theta) for a, b in zip(again, steps[4:]))
    with pytest.raises(ValueError, match="read-only"):
        steps[3].theta[0] = 1


def test_too_large_a_rate_ends_with_an_infinite_error_and_without_a_warning():
    X, y, *_ = noisy()
    steps = list(islice(learn(X, y, lr=1.0), 1000))
    assert len(steps) < 1000 and steps[-1].diverged
    assert all(np.isfinite(step.value) for step in steps[:-1])


def test_many_features_learn_the_noise_and_a_fence_calms_them():
    """Over the seeds 0 to 19, each with 20 points to learn from and 200 of the same kind held out."""
    wrong = {"line": [], "wild": [], "l2": [], "l1": []}
    for seed in range(20):
        X, y, X_unseen, y_unseen = noisy(seed)

        def errors(k, X=X, y=y, X_unseen=X_unseen, y_unseen=y_unseen, **settings):
            w = after(k, X, y, lr=0.05, **settings).theta
            return [100 * np.mean(perceptron.predict(w, A) != a) for A, a in ((X, y), (X_unseen, y_unseen))]

        wrong["wild"].append(errors(20_000))
        wrong["line"].append(errors(300, *noisy(seed, degree=1)))
        for kind in projection.KINDS:
            wrong[kind].append(errors(1000, radius=0.5, kind=kind))
    wrong = {name: np.array(rows) for name, rows in wrong.items()}  # (20, 2): learned from, held out
    assert wrong["wild"][:, 0].mean() < 3 < wrong["line"][:, 0].mean()
    for calm in ("line", "l2", "l1"):
        better = wrong["wild"][:, 1] - wrong[calm][:, 1]
        assert better.mean() > 4 * better.std(ddof=1) / np.sqrt(20) > 0


def test_the_diamond_makes_exact_zeros_and_the_round_fence_none():
    X, y, *_ = noisy()
    zeros = {
        kind: np.sum(after(5000, X, y, lr=0.05, radius=0.5, kind=kind).theta == 0)
        for kind in projection.KINDS
    }
    assert zeros["l2"] == 0 and zeros["l1"] == 25


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda: projection.project([1.0], -1.0), "radius: expected a number of at least 0, got -1"),
        (
            lambda: projection.project([1.0], 1.0, "square"),
            "kind: expected one of l2, l1, got 'square'",
        ),
        (lambda: projection.norm([1.0], "L2"), "kind: expected one of l2, l1, got 'L2'"),
        (
            lambda: projection.project([[1.0]], 1.0),
            r"v: expected a row of numbers, shape \(p,\), got shape \(1, 1\)",
        ),
        (lambda: learn([[1.0]], [1], lr=0), "lr: expected a number above 0, got 0"),
        (
            lambda: learn([[1.0]], [1], lr=1, radius=-2),
            "radius: expected a number of at least 0, got -2",
        ),
        (lambda: learn([[1.0]], [1], lr=1, radius=1, kind="L1"), "kind: expected one of"),
        (lambda: next(learn([[1.0]], [1], lr=1, start=[1.0])), r"w: expected shape \(2,\)"),
        (lambda: learn([[1.0]], [2], lr=1), r"y: expected labels 0 and 1, got \[2\]"),
    ],
)
def test_an_unfit_fence_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
