"""Scaling: fitted on the samples learned from, undone exactly, and refused where nothing can be learned."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.preprocessing import StandardScaler

from nnlab import data, perceptron
from nnlab.scaling import Scaler

TABLES = arrays(float, (6, 3), elements=st.integers(-50, 50).map(float)).filter(
    lambda X: (np.ptp(X, axis=0) > 0).all()
)


def test_by_hand():
    scaler = Scaler.fit([[1.0, 10.0], [3.0, 40.0]])
    assert scaler.mean.tolist() == [2, 25] and scaler.scale.tolist() == [1, 15]
    assert scaler.transform([[4, 10]]).tolist() == [[2, -1]]
    assert scaler.inverse([[2, -1]]).tolist() == [[4, 10]]


@given(TABLES)
def test_mean_0_spread_1_and_back(X):
    scaler = Scaler.fit(X)
    Z = scaler.transform(X)
    np.testing.assert_allclose(Z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(Z.std(axis=0), 1, atol=1e-12)
    np.testing.assert_allclose(scaler.inverse(Z), X, atol=1e-12)


def test_it_agrees_with_scikit_learn():
    X = data.penguins().X
    np.testing.assert_allclose(Scaler.fit(X).transform(X), StandardScaler().fit_transform(X), atol=1e-12)


def test_what_is_transformed_later_has_no_say():
    scaler = Scaler.fit([[0.0], [2.0]])
    assert scaler.transform([[100.0]]).tolist() == [[99]]
    assert scaler.mean.tolist() == [1]
    with pytest.raises(ValueError, match="read-only"):
        scaler.mean[0] = 3


@pytest.mark.parametrize(
    "call, sentence",
    [
        (
            lambda: Scaler.fit([[1.0, 7.0], [2.0, 7.0]]),
            r"X: expected columns that differ between samples, got 7 in every row of column 1; leave",
        ),
        (
            lambda: Scaler.fit([[1.0, 0.0], [2.0, 1e-200]]),
            "X: expected columns whose spread can be squared, got 0 to 1e-200 in column 1; write",
        ),
        (
            lambda: Scaler.fit([[-1e308], [1e308]]),
            r"X: expected columns .* got -1e\+308 to 1e\+308 in column 0",
        ),
        (lambda: Scaler.fit([1.0, 2.0]), r"X: expected shape \(n, d\)"),
        (lambda: Scaler.fit([[1.0], [np.nan]]), "X: expected finite numbers, got nan"),
        (lambda: Scaler.fit([[1.0], [2.0]]).transform([[1.0, 2.0]]), "X: expected 1 columns, .* got 2"),
        (lambda: Scaler.fit([[1.0], [2.0]]).inverse([[1.0, 2.0]]), "X: expected 1 columns, .* got 2"),
    ],
)
def test_unfit_samples_are_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def updates(X, y):
    *_, last = perceptron.train(X, y)
    return last.k


def test_penguins_are_learned_sooner_standardised():
    for features, measured, standardised in (
        (("bill_length_mm", "bill_depth_mm"), 23, 2),
        (("bill_depth_mm", "body_mass_g"), 6937, 3),
    ):
        penguins = data.penguins(features)
        assert updates(penguins.X, penguins.y) == measured
        assert updates(Scaler.fit(penguins.X).transform(penguins.X), penguins.y) == standardised
