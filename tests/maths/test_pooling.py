"""Pooling by hand, its gradients by central differences, and who gets the slope where several are largest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlab import pooling
from nnlab.descent import gradient_numerically

A = np.array([[1.0, 2, 0, 5], [3, 0, 5, 5], [9, 9, 9, 9]])
POOLS = [(pooling.max_pool, pooling.max_pool_gradient), (pooling.mean_pool, pooling.mean_pool_gradient)]


def test_by_hand_with_a_row_left_over():
    assert pooling.max_pool(A, 2).tolist() == [[3, 5]]
    assert pooling.mean_pool(A, 2).tolist() == [[1.5, 3.75]]
    assert pooling.largest(A, 2).tolist() == [[4, 3]]  # the first of the three fives, row by row
    assert pooling.max_pool(A).tolist() == [[9]] and pooling.largest(A).tolist() == [[8]]
    assert pooling.mean_pool(A).tolist() == [[57 / 12]]


def test_of_ties_the_first_gets_all_and_the_mean_shares():
    delta = np.array([[1.0, 2.0]])
    assert pooling.max_pool_gradient(A, delta, 2).tolist() == [[0, 0, 0, 2], [1, 0, 0, 0], [0, 0, 0, 0]]
    shares = [[0.25, 0.25, 0.5, 0.5], [0.25, 0.25, 0.5, 0.5], [0, 0, 0, 0]]
    assert pooling.mean_pool_gradient(A, delta, 2).tolist() == shares


@settings(max_examples=60)
@given(
    before=st.lists(st.integers(1, 3), max_size=2),
    shape=st.tuples(st.integers(1, 6), st.integers(1, 6)),
    side=st.one_of(st.none(), st.integers(1, 4)),
    seed=st.integers(0, 999),
)
def test_gradients_agree_with_central_differences(before, shape, side, seed):
    if side is not None and side > min(shape):
        return
    rng = np.random.default_rng(seed)
    X = rng.permutation(np.prod([*before, *shape])).reshape(*before, *shape) / 7  # no two alike
    for pool, gradient in POOLS:
        delta = rng.normal(size=pool(X, side).shape)
        numeric = gradient_numerically(
            lambda theta, pool=pool, delta=delta: (
                float(np.sum(delta * pool(theta.reshape(X.shape), side))),
                None,
            ),
            X.ravel(),
        )
        np.testing.assert_allclose(gradient(X, delta, side).ravel(), numeric, rtol=1e-6, atol=1e-7)


@settings(max_examples=60)
@given(
    shape=st.tuples(st.integers(1, 6), st.integers(1, 6)), side=st.integers(1, 4), seed=st.integers(0, 999)
)
def test_with_ties_too_no_more_is_paid_than_came(shape, side, seed):
    if side > min(shape):
        return
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 2, (2, *shape)).astype(float)
    for at in (side, None):
        delta = rng.normal(size=pooling.max_pool(X, at).shape)
        for _, gradient in POOLS:
            assert np.isclose(gradient(X, delta, at).sum(), delta.sum())
        place = pooling.largest(X, at).reshape(2, -1)
        picked = np.take_along_axis(X.reshape(2, -1), place, axis=1)
        assert picked.tolist() == pooling.max_pool(X, at).reshape(2, -1).tolist()


def test_a_side_of_one_leaves_all_as_it_is():
    for pool, gradient in POOLS:
        assert pool(A, 1).tolist() == A.tolist() and gradient(A, A, 1).tolist() == A.tolist()


def test_blocks_larger_than_the_map_are_refused():
    with pytest.raises(ValueError, match="side: expected blocks of at most 3, the shorter side of A, got 4"):
        pooling.max_pool(A, 4)


@pytest.mark.parametrize(
    ("shape", "side", "wanted"),
    [
        ((4, 5), 5, "side: expected blocks of at most 4, the shorter side of shape, got 5"),
        ((4, 5), 0, "side: expected a whole number of at least 1"),
        (4, 2, "shape: expected rows and columns, two whole numbers of at least 1, got 4"),
    ],
)
def test_blocks_that_cannot_be_are_refused(shape, side, wanted):
    with pytest.raises(ValueError, match=wanted):
        pooling.pooled_shape(shape, side)
