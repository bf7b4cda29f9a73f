"""Dropout: masks that follow from seed, step and layer, and a loss that is right with them."""

import math

import numpy as np
import pytest

from nnlab import network
from nnlab.batches import Batches, Stream
from nnlab.descent import check_gradient, descend, last, stop
from nnlab.dropout import Dropout, Thinned, masked_loss
from nnlab.network import Network
from nnlab.optimisers import Adam
from nnlab.orders import Shuffled
from nnlab.rows import Arrays

RNG = np.random.default_rng(4)
X = RNG.normal(size=(12, 2))
Y = (X[:, :1] > 0).astype(float)
NET = Network((2, 5, 4, 1), ("tanh", "sigmoid", "sigmoid"))
START = NET.init(rng=np.random.default_rng(1))


def thinned(share=0.4, seed=0, net=NET, size=5, Y=Y):
    return Thinned(net, Batches(Arrays(X, Y), size, Shuffled(3)), Dropout(share, seed))


# Masks


def test_a_share_of_the_units_is_left_out_and_the_others_say_more():
    n = 4000
    for share in (0.1, 0.5, 0.8):
        for mask in Dropout(share).masks(NET, n, 7):
            assert set(np.unique(mask)) == {0, 1 / (1 - share)}
            error = math.sqrt(share * (1 - share) / mask.size)
            assert np.mean(mask == 0) == pytest.approx(share, abs=4 * error)
            assert mask.mean() == pytest.approx(1, abs=4 * error / (1 - share))


def test_a_mask_follows_from_the_seed_the_step_and_the_layer_alone():
    one, same = Dropout(0.5, 3).masks(NET, 50, 9), Dropout(0.5, 3).masks(NET, 50, 9)
    assert [mask.shape for mask in one] == [(50, 5), (50, 4)]
    assert all(map(np.array_equal, one, same))
    wider = Network((2, 7, 4, 1), ("tanh", "sigmoid", "sigmoid"))
    assert np.array_equal(Dropout(0.5, 3).masks(wider, 50, 9)[1], one[1])
    for other in (Dropout(0.5, 4).masks(NET, 50, 9), Dropout(0.5, 3).masks(NET, 50, 10)):
        assert not any(map(np.array_equal, one, other))
    alike = Network((2, 5, 5, 1), ("tanh", "tanh", "sigmoid"))
    assert not np.array_equal(*Dropout(0.5, 3).masks(alike, 50, 9))


def test_units_and_samples_are_left_out_independently():
    [mask] = Dropout(0.5).masks(Network((2, 8, 1)), 2000, 0)
    out = mask == 0
    correlation = np.corrcoef(out.T) - np.eye(8)
    assert np.abs(correlation).max() < 5 / math.sqrt(2000)
    assert abs(np.corrcoef(out[:-1].ravel(), out[1:].ravel())[0, 1]) < 5 / math.sqrt(16_000)


# The loss


def test_a_loss_with_a_mask_by_hand():
    """One linear unit says 2, its mask doubles that, and 3 times 4, plus 1, is 13; it should have been 10."""
    net = Network((1, 1, 1), "linear")
    theta = np.array([2.0, 0.0, 3.0, 1.0])
    value, gradient = masked_loss(net, np.ones((1, 1)), np.array([[10.0]]), "mse", [np.array([[2.0]])])(theta)
    assert value == 9.0
    # delta 6: W2 4 x 6, b2 6; back through weight 3 and mask 2: W1 36, b1 36.
    assert gradient.tolist() == [36.0, 36.0, 24.0, 6.0]
    value, gradient = masked_loss(net, np.ones((1, 1)), np.array([[10.0]]), "mse", [np.array([[0.0]])])(theta)
    assert value == 81.0 and gradient.tolist() == [0.0, 0.0, 0.0, -18.0]


@pytest.mark.parametrize("hidden", ["tanh", "sigmoid", "relu", "linear"])
@pytest.mark.parametrize(
    "output, kind", [("sigmoid", "cross_entropy"), ("tanh", "mse"), ("softmax", "cross_entropy")]
)
def test_the_gradient_with_a_mask_agrees_with_central_differences(hidden, output, kind):
    k = 3 if output == "softmax" else 1
    net = Network((2, 5, 4, k), (hidden, hidden, output))
    y = np.eye(3)[np.arange(12) % 3] if k == 3 else Y
    loss = masked_loss(net, X, y, kind, Dropout(0.4).masks(net, 12, 5))
    theta = net.init(rng=np.random.default_rng(2), how="uniform")  # with biases, or relu stands on its kink
    assert check_gradient(loss, theta).worst < 1e-6


def test_masks_of_ones_and_a_share_of_0_change_nothing():
    plain = network.loss(NET, X, Y, "cross_entropy")(START)
    ones = masked_loss(NET, X, Y, "cross_entropy", [np.ones((12, 5)), np.ones((12, 4))])(START)
    assert ones[0] == plain[0] and np.array_equal(ones[1], plain[1])
    stream, without = Stream(network.loss_of(NET), thinned().batches), thinned(share=0.0)
    for k in range(6):
        assert without.at(k)(START)[0] == stream.at(k)(START)[0]


def test_in_the_mean_the_next_layer_gets_as_much_as_without_dropout():
    """With mse and targets of 0 the slope by the output's bias is twice the mean of the outputs."""
    net, n = Network((2, 6, 1), ("tanh", "linear")), 20_000
    theta = net.init(rng=np.random.default_rng(3))
    x = np.array([[0.7, -1.2]])
    [mask] = Dropout(0.3).masks(net, n, 0)
    gradient = masked_loss(net, np.repeat(x, n, axis=0), np.zeros((n, 1)), "mse", [mask])(theta)[1]
    a, v = net.forward(theta, x)[1][0], net.layers(theta)[1].W[:, 0]
    spread = np.sqrt(0.3 / 0.7 * np.sum((a * v) ** 2))  # each unit says 0 or 1 / 0.7 of what it says
    assert gradient[-1] / 2 == pytest.approx(net.predict(theta, x)[0], abs=4 * spread / math.sqrt(n))


def test_a_unit_that_is_left_out_learns_nothing():
    mask = np.ones((12, 5))
    mask[:, 2] = 0
    gradient = masked_loss(NET, X, Y, "cross_entropy", [mask, np.ones((12, 4))])(START)[1]
    (W, b), (V, _), _ = NET.layers(gradient)
    assert not W[:, 2].any() and b[2] == 0 and not V[2].any()
    assert W[:, 1].all() and V[1].all()


# The stream


def test_step_k_has_the_rows_and_the_masks_of_step_k():
    stream = thinned()
    for k in (0, 1, 2, 3, 31):  # 2: the smaller batch at the end of an epoch
        x, y = stream.batches.at(k)
        value, gradient = masked_loss(NET, x, y, "cross_entropy", Dropout(0.4).masks(NET, len(x), k))(START)
        again = stream.at(k)(START)
        assert again[0] == value and np.array_equal(again[1], gradient)
    assert [len(stream.masks(k)[0]) for k in range(4)] == [5, 5, 2, 5]


def test_a_run_with_dropout_goes_on_from_any_step_as_if_nothing_had_been():
    steps = list(stop(descend(thinned(), START, rule=Adam(0.01)), at_most=30))
    again = last(stop(descend(thinned(), steps[11], rule=Adam(0.01)), at_most=19))
    assert again.k == 30 and np.array_equal(again.theta, steps[30].theta)
    other = last(stop(descend(thinned(seed=1), START, rule=Adam(0.01)), at_most=30))
    assert not np.array_equal(other.theta, steps[30].theta)


def test_what_does_not_fit_is_turned_away():
    for share in (-0.1, 1.0, "half"):
        with pytest.raises(ValueError, match="share: expected"):
            Dropout(share)
    with pytest.raises(ValueError, match="dropout: expected Dropout"):
        Thinned(NET, thinned().batches, 0.5)
    with pytest.raises(ValueError, match="expected"):
        thinned(Y=np.ones((12, 2)))
