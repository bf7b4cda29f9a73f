"""The mistakes of lesson 8 are the mistakes they claim to be, next to what is right."""

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from nnlab import data, descent, network
from nnlab.batches import stream
from nnlab.neighbours import nearest
from nnlab.network import Network
from nnlab.optimisers import Plain
from nnlab.pitfalls import along_the_way, by_itself, in_pieces, mean_of_means, regression_along

DIGITS = data.digits()
X, Y = DIGITS.X[:200] / 16, data.one_hot(DIGITS.y[:200], 10)


def test_along_the_rows_it_is_softmax_regression():
    W, b, p = regression_along(X, Y, 1, rng=np.random.default_rng(0), epochs=1, size=200)
    net = Network((64, 10), "softmax")
    gradient = network.loss(net, X, Y, "cross_entropy")(np.zeros(net.size))[1]
    np.testing.assert_allclose(np.vstack([W, b]).ravel(), -0.5 * gradient, atol=1e-12)
    np.testing.assert_allclose(p.sum(axis=1), 1)


def test_down_the_columns_the_classes_sum_to_one_and_the_rows_do_not():
    *_, p = regression_along(X, Y, 0, rng=np.random.default_rng(0))
    np.testing.assert_allclose(p.sum(axis=0), 1)
    assert np.ptp(p.sum(axis=1)) > 0.1


def test_by_hand_the_mean_of_the_means():
    losses = [0.2] * 8 + [1.1]
    assert mean_of_means(losses, 4) == pytest.approx(0.5)
    assert mean_of_means(losses, 3) == pytest.approx(np.mean(losses)) == pytest.approx(0.3)


def test_along_the_way_is_the_mean_over_the_samples_of_the_losses_as_they_were():
    net, some = Network((64, 10), "softmax"), None
    some = stream(net, X, Y, 64)  # 64, 64, 64, 8
    steps = list(descent.stop(descent.descend(some, np.zeros(net.size), rule=Plain(0.5)), at_most=9))
    found = along_the_way(some.batches, steps)
    values = [step.value for step in steps]
    first = (64 * sum(values[:3]) + 8 * values[3]) / 200
    second = (64 * sum(values[4:7]) + 8 * values[7]) / 200
    np.testing.assert_allclose(found, [first, second])  # the third epoch is not whole
    still = [
        descent.Step(k, steps[0].theta, some.at(k)(steps[0].theta)[0], steps[0].gradient) for k in range(4)
    ]
    np.testing.assert_allclose(along_the_way(some.batches, still), some.whole(steps[0].theta)[0])


def test_by_itself_a_single_row_says_nothing():
    np.testing.assert_array_equal(by_itself([[1.0, 2.0]]), [[0, 0]])
    np.testing.assert_allclose(by_itself([[1.0, 5.0], [3.0, 5.0]]), [[-1, 0], [1, 0]])
    np.testing.assert_allclose(in_pieces([[1.0], [3.0], [7.0]], 2), [[-1], [1], [0]])


def test_the_nearest_neighbour_is_that_of_another_library():
    known, asked = DIGITS.X[:1000], DIGITS.X[1000:1300] + 0.25
    _, other = NearestNeighbors(n_neighbors=1).fit(known).kneighbors(asked)
    np.testing.assert_array_equal(nearest(known, asked), other[:, 0])
    assert nearest([[0.0, 0], [1, 1], [1, 1]], [[2.0, 2], [-1, 0]]).tolist() == [1, 0]
