"""Correlation by hand, against two loops and scipy; its gradients against central differences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import convolve2d, correlate2d

from nnlab import convolution
from nnlab.convolution import correlate, correlate_gradients, correlate_slowly, flipped
from nnlab.descent import gradient_numerically

BAR = np.array([[0, 0, 0], [1, 1, 1], [0, 0, 0]])
EDGE = np.array([[-1, -1], [1, 1]])
SHAPES = dict(
    n=st.integers(1, 3),
    c=st.integers(1, 2),
    k=st.integers(1, 3),
    shape=st.tuples(st.integers(1, 6), st.integers(1, 6)),
    kernel=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    padding=st.integers(0, 3),
    seed=st.integers(0, 999),
)


def fits(shape, kernel, padding):
    return all(side + 2 * padding >= f for side, f in zip(shape, kernel))


def drawn(n, c, k, shape, kernel, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, c, *shape)), rng.normal(size=(k, c, *kernel)), rng.normal(size=k)


def test_a_bar_by_hand_correlated_and_convolved():
    assert correlate_slowly(BAR, EDGE).tolist() == [[2, 2], [-2, -2]]
    assert correlate_slowly(BAR, flipped(EDGE)).tolist() == [[-2, -2], [2, 2]]
    assert convolve2d(BAR, EDGE, "valid").tolist() == [[-2, -2], [2, 2]]
    assert np.convolve([1, 2, 3], [1, 0, -1], "valid") == 2 == -np.correlate([1, 2, 3], [1, 0, -1])


def test_gradients_of_the_bar_by_hand():
    # each answer counts once, so the kernel's gradient is the sum of the four windows
    found = correlate_gradients(BAR[None, None], EDGE[None, None], np.ones((1, 1, 2, 2)))
    assert found.K[0, 0].tolist() == [[2, 2], [2, 2]] and found.b.tolist() == [4]
    # the pixel in the middle stands in four windows, once under each number of the kernel: -1 -1 + 1 + 1
    assert found.X[0, 0].tolist() == [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]


@pytest.mark.parametrize(
    ("side", "kernel", "padding", "along"),
    [(8, 3, 0, 6), (8, 5, 4, 12), (3, 2, 0, 2), (5, 5, 0, 1), (1, 3, 1, 1)],
)
def test_how_many_answers_there_are(side, kernel, padding, along):
    assert convolution.answers_along(side, kernel, padding) == along
    X, K = np.ones((1, 1, side, side)), np.ones((1, 1, kernel, kernel))
    assert correlate(X, K, [0.0], padding).shape == (1, 1, along, along)


def test_a_kernel_too_large_is_refused():
    with pytest.raises(ValueError, match="kernel: expected at most 4, the padded picture's side, got 5"):
        convolution.answers_along(2, 5, 1)
    with pytest.raises(ValueError, match=r"K: expected kernels no larger than the padded picture \(4, 4\)"):
        correlate(np.ones((1, 1, 2, 2)), np.ones((1, 1, 5, 5)), [0.0], 1)
    with pytest.raises(ValueError, match=r"K: expected 1 channels as X has, got shape \(1, 2, 1, 1\)"):
        correlate(np.ones((1, 1, 2, 2)), np.ones((1, 2, 1, 1)), [0.0])
    with pytest.raises(
        ValueError, match=r"K: expected a kernel no larger than the picture \(3, 3\), got \(4, 1\)"
    ):
        correlate_slowly(BAR, np.ones((4, 1)))


@settings(max_examples=80)
@given(**SHAPES)
def test_the_product_says_what_two_loops_and_scipy_say(n, c, k, shape, kernel, padding, seed):
    if not fits(shape, kernel, padding):
        return
    X, K, b = drawn(n, c, k, shape, kernel, seed)
    z = correlate(X, K, b, padding)
    wide = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    for i in range(n):
        for j in range(k):
            slowly = sum(correlate_slowly(wide[i, channel], K[j, channel]) for channel in range(c)) + b[j]
            oracle = sum(correlate2d(wide[i, ch], K[j, ch], "full") for ch in range(c)) + b[j]
            f, g = kernel
            valid = oracle[f - 1 : oracle.shape[0] - f + 1, g - 1 : oracle.shape[1] - g + 1]
            np.testing.assert_allclose(z[i, j], slowly, rtol=0, atol=1e-12)
            np.testing.assert_allclose(z[i, j], valid, rtol=0, atol=1e-12)


@settings(max_examples=60)
@given(**SHAPES)
def test_gradients_by_kernel_bias_and_picture_agree_with_central_differences(
    n, c, k, shape, kernel, padding, seed
):
    if not fits(shape, kernel, padding):
        return
    X, K, b = drawn(n, c, k, shape, kernel, seed)
    delta = np.random.default_rng(seed).normal(size=correlate(X, K, b, padding).shape)
    found = correlate_gradients(X, K, delta, padding)

    def weighed(theta):  # a loss whose slope by z is delta
        parts = np.split(theta, np.cumsum([K.size, b.size]))
        z = correlate(parts[2].reshape(X.shape), parts[0].reshape(K.shape), parts[1], padding)
        return float(np.sum(delta * z)), None

    numeric = gradient_numerically(weighed, np.concatenate([K.ravel(), b, X.ravel()]))
    np.testing.assert_allclose(
        np.concatenate([part.ravel() for part in found]), numeric, rtol=1e-6, atol=1e-7
    )


def test_the_maps_move_along_with_the_picture():
    rng = np.random.default_rng(1)
    X, K = np.zeros((1, 1, 9, 9)), rng.normal(size=(2, 1, 3, 3))
    X[0, 0, 2:5, 2:5] = rng.normal(size=(3, 3))
    moved = np.roll(X, (2, 3), axis=(2, 3))
    z, there = (correlate(pictures, K, [0.5, -1.0], 2) for pictures in (X, moved))
    np.testing.assert_array_equal(np.roll(z, (2, 3), axis=(2, 3)), there)


def test_windows_are_a_view():
    X = np.arange(12.0).reshape(3, 4)
    seen = convolution.windows(X, (2, 2))
    assert seen.shape == (2, 3, 2, 2) and np.shares_memory(seen, X)
    assert seen[1, 2].tolist() == [[6, 7], [10, 11]]


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        (lambda: convolution.padded([1, 2], 1), r"X: expected numbers of shape \(..., rows, columns\)"),
        (lambda: convolution.padded(np.ones((2, 2)), -1), "padding: expected a whole number of at least 0"),
        (lambda: convolution.padded(np.ones((2, 2)), 0.5), "padding: expected a whole number"),
        (lambda: convolution.windows(np.ones((3, 4)), (4, 4)), r"shape: expected windows no larger than X"),
        (lambda: convolution.windows(np.ones((3, 4)), (0, 1)), "shape: expected rows and columns, two whole"),
        (lambda: convolution.windows(np.ones((3, 4)), 2), "shape: expected rows and columns, two whole"),
    ],
)
def test_rims_and_windows_that_cannot_be_are_refused(call, wanted):
    with pytest.raises(ValueError, match=wanted):
        call()


def test_a_rim_is_as_numpy_pads():
    X = np.arange(24.0).reshape(2, 3, 4)
    np.testing.assert_array_equal(convolution.padded(X, 2), np.pad(X, ((0, 0), (2, 2), (2, 2))))
    np.testing.assert_array_equal(convolution.padded([[1, 2]], 0), [[1, 2]])


def test_the_kernels_made_by_hand_cannot_be_changed():
    kernels = convolution.KERNELS_BY_HAND
    with pytest.raises(TypeError):
        kernels["blur"] = np.ones((3, 3))
    for K in kernels.values():
        with pytest.raises(ValueError, match="read-only"):
            K[0, 0] = 7


def test_what_the_kernels_made_by_hand_answer_to():
    kernels = convolution.KERNELS_BY_HAND
    square = np.zeros((6, 6))
    square[2:4, 2:4] = 1
    says = {name: correlate_slowly(square, K) for name, K in kernels.items()}
    assert says["as it is"].tolist() == square[1:-1, 1:-1].tolist()
    assert np.isclose(says["blur"].sum(), square.sum())  # it keeps the ink
    assert says["upper edge"].argmax() // 4 < 2 <= says["upper edge"].argmin() // 4
    assert says["left edge"].argmax() % 4 < 2 <= says["left edge"].argmin() % 4
    for name in ("upper edge", "left edge", "outline"):
        assert correlate_slowly(np.ones((5, 5)), kernels[name]).tolist() == np.zeros((3, 3)).tolist(), name
