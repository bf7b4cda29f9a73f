"""The boundary and three neurons: by hand, by law, and against independent references."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.preprocessing import PolynomialFeatures

from nnlab import boundary, data, perceptron

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
