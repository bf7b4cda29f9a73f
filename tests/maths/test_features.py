"""Features of a point: each is what its name says, in one order, and unknown ones are turned away."""

import numpy as np
import pytest

from nnlab.features import FEATURES, FORMULAS, chosen, made
from nnlab.network import Network

X = np.array([[2.0, -3.0], [0.5, 1.0]])


def test_each_feature_by_hand():
    assert list(FEATURES) == ["x1", "x2", "x1²", "x2²", "x1x2", "sin x1", "sin x2"]
    expected = [2.0, -3.0, 4.0, 9.0, -6.0, np.sin(2.0), np.sin(-3.0)]
    assert made(X, tuple(FEATURES))[0] == pytest.approx(expected, abs=0)
    assert FORMULAS.keys() == FEATURES.keys()


def test_features_stand_in_one_order_and_once():
    assert chosen(["x1x2", "x1", "x1x2"]) == ("x1", "x1x2")
    assert made(X, ["x1x2", "x1"]).tolist() == [[2.0, -6.0], [0.5, 0.5]]
    assert made(X, "x2").tolist() == [[-3.0], [1.0]]


@pytest.mark.parametrize("names", [(), None, 3, "x3", ("x1", "x3")])
def test_an_unknown_feature_and_none_at_all_are_turned_away(names):
    with pytest.raises(ValueError, match="names: expected"):
        made(X, names)


def test_a_neuron_told_the_squares_draws_a_circle():
    """-2 + x1² + x2² is 0 at the distance sqrt 2."""
    t = np.linspace(0, 6, 50)
    on = np.sqrt(2) * np.column_stack([np.cos(t), np.sin(t)])
    net, theta = Network((2, 1), "linear"), [1.0, 1.0, -2.0]
    assert net.predict(theta, made(on, ("x1²", "x2²"))) == pytest.approx(np.zeros(50), abs=1e-12)
    assert (net.predict(theta, made(0.9 * on, ("x1²", "x2²"))) < 0).all()
