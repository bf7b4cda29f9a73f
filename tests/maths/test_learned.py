"""What was learned, asked about samples as measured."""

import pickle

import numpy as np
import pytest

from nnlab.learned import Learned
from nnlab.network import Network
from nnlab.scaling import Scaler

X = np.array([[1000.0, 0.1], [2000.0, 0.3], [4000.0, 0.2]])
NET = Network((2, 1), "sigmoid")


def test_by_hand():
    # z = (x1 - 2000) / 1000 - 0.5: -1.5, -0.5, 1.5
    learned = Learned(
        NET, [1.0, 0.0, -0.5], Scaler(np.array([2000.0, 0]), np.array([1000.0, 1])), ("a", "b"), ("n", "y")
    )
    np.testing.assert_allclose(learned.answers(X), 1 / (1 + np.exp([1.5, 0.5, -1.5])))
    assert learned.predict(X).tolist() == [0, 0, 1] and learned.predict(X).dtype == int
    assert learned.named(X) == ["n", "n", "y"]


def test_a_curve_is_scaled_back():
    into, back = Scaler(np.array([1990.0]), np.array([10.0])), Scaler(np.array([5.0]), np.array([2.0]))
    learned = Learned(Network((1, 1), "linear"), [3.0, 1.0], into, ("year",), target=back)
    np.testing.assert_allclose(learned.predict([1990, 2000]), [5 + 2 * 1, 5 + 2 * 4])
    np.testing.assert_array_equal(learned.predict([[1990], [2000]]), learned.predict([1990, 2000]))
    with pytest.raises(ValueError, match=r"^X: expected samples of classes, but here a curve was learned"):
        learned.named([1990])


def test_what_the_network_is_given_may_be_expanded():
    into = Scaler(np.zeros(1), np.full(1, 2.0))
    squares = Learned(
        Network((2, 1), "linear"), [0, 1, 0], into, ("x",), expand=lambda X: np.hstack([X, X**2])
    )
    np.testing.assert_allclose(squares.predict([2, 4, 6]), [1, 4, 9])


def test_nothing_in_it_can_be_changed_and_it_can_be_kept():
    theta = np.array([1.0, 0, -0.5])
    learned = Learned(NET, theta, Scaler.fit(X), ("a", "b"), ("n", "y"))
    before = learned.answers(X)
    theta[:] = 0
    with pytest.raises(ValueError, match="read-only"):
        learned.theta[0] = 3
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(learned)).answers(X), before)
    assert repr(learned).startswith("Learned(net=Network(") and len(repr(learned)) < 200


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (X[:, :1], r"^X: expected 2 columns \(a, b\), got shape \(3, 1\)"),
        (X[0], r"^X: expected shape \(n, d\), one row per sample, got shape \(2,\)"),
        ("no", "^X: expected a table of numbers"),
    ],
)
def test_other_samples_are_refused(wrong, message):
    learned = Learned(NET, [1.0, 0.0, -0.5], Scaler.fit(X), ("a", "b"), ("n", "y"))
    with pytest.raises(ValueError, match=message):
        learned.predict(wrong)


def test_a_theta_of_another_network_is_refused():
    with pytest.raises(ValueError, match=r"^theta: expected shape \(3,\), got shape \(2,\)"):
        Learned(NET, [1.0, 2.0], Scaler.fit(X), ("a", "b"), ("n", "y"))
