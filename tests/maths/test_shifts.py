"""What is left when pictures move: on real digits, as the lesson says."""

import numpy as np
import pytest

from nnlab.conv_network import ConvNetwork
from nnlab.data import digits, one_hot
from nnlab.network import Network
from nnlab.rows import Arrays
from nnlab.sheets import Wandering, laid
from nnlab.shifts import ask_everywhere, learn

DIGITS = digits()
PICTURES, Y = DIGITS.X.reshape(-1, 8, 8) / 16, DIGITS.y
HELD = np.random.default_rng(0).permutation(1797)[:200]
KEPT = np.setdiff1d(np.arange(1797), HELD)


def taught(net, epochs, lr, rows=None):
    rows = rows or Arrays(laid(PICTURES[KEPT], 12), one_hot(Y[KEPT], 10))
    theta = learn(net, rows, lr=lr, epochs=epochs, rng=np.random.default_rng(0))
    return ask_everywhere(net, theta, PICTURES[HELD], Y[HELD], 12)


def test_a_dense_net_collapses_and_so_does_a_convolution_whose_last_layer_is_flat():
    for net in (
        Network((144, 13, 10), ("tanh", "softmax")),
        ConvNetwork((12, 12), kernels=8, side=3, padding=0, pool_side=2),
    ):
        asked = taught(net, 10, 0.1)
        assert asked.at(0) > 0.93 and asked.at(1) < 0.65 and asked.at(2) < 0.2


def test_the_global_maximum_does_not_notice():
    asked = taught(ConvNetwork((12, 12)), 10, 0.05)
    assert asked.at(0) == asked.at(1) == asked.at(2) > 0.94 and asked.change <= 1e-12


def test_shown_all_places_a_dense_net_learns_them():
    net = Network((144, 32, 10), ("tanh", "softmax"))
    rows = Wandering(PICTURES[KEPT], one_hot(Y[KEPT], 10), 12)
    assert taught(net, 1, 0.05, rows).right.mean() > 0.7


def test_the_same_rng_learns_the_same():
    rows = Arrays(PICTURES[:50].reshape(50, -1), one_hot(Y[:50], 10))
    one, other = (
        learn(ConvNetwork(kernels=2), rows, lr=0.1, epochs=1, rng=np.random.default_rng(3)) for _ in range(2)
    )
    np.testing.assert_array_equal(one, other)


def test_the_places_of_an_answer_are_those_of_the_sheet():
    asked = taught(Network((144, 10), "softmax"), 1, 0.1)
    assert len(asked.right) == 25 and np.bincount(asked.shifts).tolist() == [1, 8, 16]
    assert asked.at(1) == pytest.approx(asked.right[asked.shifts == 1].mean())
    with pytest.raises(ValueError, match="shift: expected 0 to 2, got 3"):
        asked.at(3)


def test_a_sheet_of_another_size_is_refused():
    for net, takes, sheet in (
        (Network((64, 10), "softmax"), "64", 12),
        (ConvNetwork(kernels=2), "8 x 8", 12),
        (ConvNetwork((4, 16), kernels=2), "4 x 16", 8),  # as many pixels, in other windows
    ):
        told = f"sheet: expected one of {takes} pixels, as net takes it, got {sheet} x {sheet}"
        with pytest.raises(ValueError, match=told):
            ask_everywhere(net, net.init(how="zeros"), PICTURES[:2], Y[:2], sheet)
