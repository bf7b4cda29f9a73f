"""The boundary, three neurons and the fence: by hand, by law, and against independent references."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import PolynomialFeatures

from nnlab import boundary, data, perceptron, projection
from nnlab.scaling import Scaler

NUMBERS = st.integers(-20, 20).map(lambda i: i / 4)
VECTORS = arrays(float, st.integers(1, 6), elements=NUMBERS)

# -- distance and margin --------------------------------------------------------------------------------


def test_signed_distance_by_hand():
    w = [3.0, 4.0, -5.0]  # 3 x1 + 4 x2 = 5; the length of (3, 4) is 5
    assert boundary.signed_distance(w, [[3, 4], [0, 0], [1, 0.5]]).tolist() == [4, -1, 0]


@given(
    arrays(float, 3, elements=NUMBERS).filter(lambda w: np.any(w[:2])),
    arrays(float, (4, 2), elements=NUMBERS),
)
def test_one_step_back_along_w_by_the_distance_ends_on_the_boundary(w, X):
    distance = boundary.signed_distance(w, X)
    feet = X - distance[:, None] * w[:2] / np.linalg.norm(w[:2])
    np.testing.assert_allclose(perceptron.preactivation(w, feet), 0, atol=1e-9)
    np.testing.assert_allclose(boundary.signed_distance(7 * w, X), distance, atol=1e-12)


def test_the_distance_hangs_on_the_direction_of_w_alone():
    for size in 1e-200, 1e200:
        w = size * np.array([3, -4, 5])
        assert boundary.signed_distance(w, [[1, 1], [3, 1]]).tolist() == pytest.approx([0.8, 2])
    assert boundary.signed_distance([-1e-200, 0], [[2.0]]).tolist() == [-2]


def test_the_margin_by_hand_and_its_sign():
    X, y = [[3, 4], [0, 0]], [1, 0]
    assert boundary.margin([3, 4, -5], X, y) == 1
    assert boundary.margin([3, 4, -5], X, [0, 0]) == -4
    assert boundary.margin([3, 4, -5], X, [1, 1]) == -1


def test_the_bias_is_in_novikoffs_norm_and_not_in_this_one():
    AND = data.gate("AND")
    gamma, u = perceptron.max_margin(AND.X, AND.y)
    assert gamma == pytest.approx(1 / np.sqrt(17))
    assert boundary.margin(u, AND.X, AND.y) == pytest.approx(gamma / np.linalg.norm(u[:2]))
    assert boundary.margin(u, AND.X, AND.y) > gamma


@pytest.mark.parametrize(
    "call, sentence",
    [
        (
            lambda: boundary.signed_distance([0, 0, 3], [[1, 2]]),
            "w: expected a weight other than 0 before the",
        ),
        (lambda: boundary.signed_distance([1, 2], [[1, 2]]), r"w: expected shape \(3,\)"),
        (lambda: boundary.margin([1, 0, 0], [[1, 2]], [2]), r"y: expected labels 0 and 1, got \[2\]"),
        (lambda: boundary.polynomial([[1, 2, 3]], 2), "d: expected 1 or 2 features, got 3"),
        (lambda: boundary.polynomial([[1, 2]], 0), "degree: expected a whole number of at least 1, got 0"),
        (
            lambda: boundary.three_neurons([1], [1, 1, 1], [1, 1, 1], [[0, 0]]),
            r"first: expected shape \(3,\)",
        ),
        (
            lambda: boundary.three_neurons([1, 1, 1], [1], [1, 1, 1], [[0, 0]]),
            r"second: expected shape \(3,\)",
        ),
        (
            lambda: boundary.three_neurons([1, 1, 1], [1, 1, 1], [1], [[0, 0]]),
            r"third: expected shape \(3,\)",
        ),
    ],
)
def test_bad_input_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


# -- features and three neurons -------------------------------------------------------------------------


def test_polynomials_in_their_order():
    assert boundary.polynomial([[2, 3]], 3).tolist() == [[2, 3, 4, 6, 9, 8, 12, 18, 27]]
    assert boundary.polynomial([[2.0]], 4).tolist() == [[2, 4, 8, 16]]
    assert boundary.exponents(2, 2) == [(1, 0), (0, 1), (2, 0), (1, 1), (0, 2)]


@pytest.mark.parametrize("degree", range(1, 7))
def test_polynomials_agree_with_scikit_learn(degree):
    X = np.random.default_rng(0).normal(size=(5, 2))
    oracle = PolynomialFeatures(degree, include_bias=False).fit_transform(X)
    np.testing.assert_allclose(boundary.polynomial(X, degree), oracle, rtol=1e-12)
    assert oracle.shape[1] == degree * (degree + 3) // 2


def test_xor_is_out_of_reach_of_every_line_and_in_reach_of_the_product():
    XOR = data.gate("XOR")
    for w in np.random.default_rng(0).normal(size=(500, 3)):
        z = perceptron.preactivation(w, XOR.X)  # of (0,0), (0,1), (1,0), (1,1)
        assert z[0] + z[3] == pytest.approx(z[1] + z[2])  # so not one sum below 0 and the other above
        assert np.sum(perceptron.predict(w, XOR.X) != XOR.y) >= 1
    X = np.column_stack([XOR.X, XOR.X[:, 0] * XOR.X[:, 1]])
    assert (perceptron.predict([1, 1, -2, -0.5], X) == XOR.y).all()


def test_three_step_neurons_solve_xor():
    XOR = data.gate("XOR")
    A, a = boundary.three_neurons([1, 1, -0.5], [1, 1, -1.5], [1, -1, -0.5], XOR.X)
    assert A.tolist() == [[0, 0], [1, 0], [1, 0], [1, 1]]
    assert a.tolist() == XOR.y.tolist()


# -- the fence ------------------------------------------------------------------------------------------


def test_pull_inside_by_hand():
    assert projection.project([3.0, 4.0], 1.0, "round").tolist() == pytest.approx([0.6, 0.8])
    assert projection.project([3.0, -1.0], 2.0, "diamond").tolist() == [2, 0]
    assert projection.project([3.0, -2.0], 3.0, "diamond").tolist() == [2, -1]
    for shape in projection.SHAPES:
        assert projection.project([0.3, -0.4], 1.0, shape).tolist() == [0.3, -0.4]
        assert projection.project([0.3, -0.4], 0.0, shape).tolist() == [0, 0]


def test_what_lies_very_far_outside_is_pulled_to_the_fence_too():
    for shape in projection.SHAPES:
        assert projection.project([1e200, 0, -3], 2.0, shape).tolist() == pytest.approx([2, 0, 0])
    assert projection.project([3e200, -4e200], 1.0, "round").tolist() == pytest.approx([0.6, -0.8])
    assert projection.project([1e200, -1e200, 1e200], 3.0, "diamond").tolist() == [1, -1, 1]
    assert projection.norm([3e200, 4e200]) == pytest.approx(5e200)


@given(
    VECTORS, st.integers(1, 30).map(lambda i: i / 8), st.sampled_from(projection.SHAPES), st.integers(0, 9)
)
def test_what_is_pulled_inside_is_inside_and_nearest(v, size, shape, seed):
    p = projection.project(v, size, shape)
    assert projection.norm(p, shape) <= size * (1 + 1e-12)
    # Nearest: seen from p, no other place inside lies on the side of v (Hilbert's projection theorem).
    inside = np.random.default_rng(seed).normal(size=(20, len(v)))
    order = 2 if shape == "round" else 1
    inside *= size / np.linalg.norm(inside, ord=order, axis=1)[:, None]
    corners = size * np.vstack([np.eye(len(v)), -np.eye(len(v))])
    assert ((np.vstack([inside, corners]) - p) @ (v - p) <= 1e-9).all()
    np.testing.assert_allclose(projection.project(p, size, shape), p, atol=1e-12)


def test_one_step_by_hand():
    X, y = [[1.0], [3.0]], [0, 1]  # from zero z = 0, so the samples are off by -1 and 1
    steps = projection.learn(X, y, lr=0.5)
    assert next(steps).error == 1
    assert next(steps).w.tolist() == [0.5, 0]  # 0.5 * mean of (-1 * (1, 1), 1 * (3, 1))
    [_, fenced] = islice(projection.learn(X, y, lr=0.5, size=0.2, start=[0, 9.0]), 2)
    assert abs(fenced.w[0]) == pytest.approx(0.2) and fenced.w[1] != 0  # the bias is not fenced


def noisy(seed=0, kind="blobs", degree=6, **noise):
    rng = np.random.default_rng(seed)
    noise = noise or dict(spread=1.2)
    seen, unseen = data.load(kind, n=20, rng=rng, **noise), data.load(kind, n=200, rng=rng, **noise)
    P, Q = boundary.polynomial(seen.X, degree), boundary.polynomial(unseen.X, degree)
    scaler = Scaler.fit(P)
    return scaler.transform(P), seen.y, scaler.transform(Q), unseen.y


def after(k, X, y, **settings):
    return next(islice(projection.learn(X, y, **settings), k, None))


def test_without_a_fence_it_finds_the_least_squares():
    X, y, *_ = noisy(degree=2)
    w = after(30_000, X, y, lr=0.2).w
    oracle = LinearRegression().fit(X, 2 * y - 1)
    np.testing.assert_allclose(w, [*oracle.coef_, oracle.intercept_], atol=1e-6)


@pytest.mark.parametrize("shape", projection.SHAPES)
def test_in_a_fence_it_finds_the_best_that_lies_inside(shape):
    """By the conditions of Karush, Kuhn and Tucker, which here only the best fulfils."""
    X, y, *_ = noisy(degree=2)
    w = after(5000, X, y, lr=0.1, size=0.5, shape=shape).w
    off = 2 * y - 1 - perceptron.preactivation(w, X)
    wish = X.T @ off / len(y)  # where the error falls fastest
    assert abs(off.mean()) < 1e-9  # the bias is free
    assert projection.norm(w[:-1], shape) == pytest.approx(0.5, abs=1e-9)
    if shape == "round":  # straight out through the fence
        np.testing.assert_allclose(wish / np.linalg.norm(wish), w[:-1] / 0.5, atol=1e-6)
    else:
        there = w[:-1] != 0
        assert 0 < there.sum() < 5
        np.testing.assert_allclose((wish * np.sign(w[:-1]))[there], np.abs(wish).max(), atol=1e-6)


def test_the_error_never_rises_at_a_small_rate_and_its_number_is_that_of_these_weights():
    X, y, *_ = noisy(degree=3)
    steps = list(islice(projection.learn(X, y, lr=0.05, size=0.5, shape="diamond"), 200))
    errors = np.array([step.error for step in steps])
    assert (np.diff(errors) <= 1e-12).all()
    assert errors[7] == pytest.approx(projection.error(steps[7].w, X, y))
    assert [step.k for step in steps[:3]] == [0, 1, 2]


def test_a_step_can_be_resumed_exactly():
    X, y, *_ = noisy(degree=3)
    steps = list(islice(projection.learn(X, y, lr=0.05, size=0.5), 9))
    again = list(islice(projection.learn(X, y, lr=0.05, size=0.5, start=steps[4]), 5))
    assert [step.k for step in again] == [4, 5, 6, 7, 8]
    assert all(np.array_equal(a.w, b.w) for a, b in zip(again, steps[4:]))
    with pytest.raises(ValueError, match="read-only"):
        steps[3].w[0] = 1


def test_too_large_a_rate_ends_with_an_infinite_error_and_without_a_warning():
    X, y, *_ = noisy()
    steps = list(islice(projection.learn(X, y, lr=1.0), 1000))
    assert len(steps) < 1000 and np.isinf(steps[-1].error)
    assert all(np.isfinite(step.error) for step in steps[:-1])


def test_many_features_learn_the_noise_and_a_fence_calms_them():
    """Over the seeds 0 to 19, each with 20 points to learn from and 200 of the same kind held out."""
    wrong = {"line": [], "wild": [], "round": [], "diamond": []}
    for seed in range(20):
        X, y, X_unseen, y_unseen = noisy(seed)

        def errors(k, X=X, y=y, X_unseen=X_unseen, y_unseen=y_unseen, **settings):
            w = after(k, X, y, lr=0.05, **settings).w
            return [100 * np.mean(perceptron.predict(w, A) != a) for A, a in ((X, y), (X_unseen, y_unseen))]

        wrong["wild"].append(errors(20_000))
        wrong["line"].append(errors(300, *noisy(seed, degree=1)))
        for shape in projection.SHAPES:
            wrong[shape].append(errors(1000, size=0.5, shape=shape))
    wrong = {name: np.array(rows) for name, rows in wrong.items()}  # (20, 2): learned from, held out
    assert wrong["wild"][:, 0].mean() < 3 < wrong["line"][:, 0].mean()
    for calm in ("line", "round", "diamond"):
        better = wrong["wild"][:, 1] - wrong[calm][:, 1]
        assert better.mean() > 4 * better.std(ddof=1) / np.sqrt(20) > 0


def test_the_diamond_makes_exact_zeros_and_the_round_fence_none():
    X, y, *_ = noisy()
    zeros = {s: np.sum(after(5000, X, y, lr=0.05, size=0.5, shape=s).w == 0) for s in projection.SHAPES}
    assert zeros["round"] == 0 and zeros["diamond"] == 25


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda: projection.project([1.0], -1.0), "size: expected a number of at least 0, got -1"),
        (
            lambda: projection.project([1.0], 1.0, "square"),
            "shape: expected one of round, diamond, got 'square'",
        ),
        (lambda: projection.norm([1.0], "L2"), "shape: expected one of round, diamond, got 'L2'"),
        (lambda: projection.project([[1.0]], 1.0), r"v: expected shape \(1,\)"),
        (lambda: projection.learn([[1.0]], [1], lr=0), "lr: expected a number above 0, got 0"),
        (
            lambda: projection.learn([[1.0]], [1], lr=1, size=-2),
            "size: expected a number of at least 0, got -2",
        ),
        (lambda: projection.learn([[1.0]], [1], lr=1, shape="L1"), "shape: expected one of"),
        (lambda: projection.learn([[1.0]], [1], lr=1, start=[1.0]), r"start: expected shape \(2,\)"),
        (lambda: projection.learn([[1.0]], [2], lr=1), r"y: expected labels 0 and 1, got \[2\]"),
        (lambda: projection.error([1.0, 0.0], [[1.0]], [3]), r"y: expected labels 0 and 1, got \[3\]"),
    ],
)
def test_an_unfit_fence_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
