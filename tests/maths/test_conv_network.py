"""A network with shared weights: one theta as any other's, and what it makes of pictures that move."""

import copy
import pickle
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlab import conv_network, network, penalties, pooling
from nnlab.batches import Batches, Stream
from nnlab.conv_network import ConvNetwork, loss, loss_of
from nnlab.convolution import correlate
from nnlab.data import digits, one_hot
from nnlab.descent import check_gradient, descend, stop
from nnlab.losses import categorical_cross_entropy
from nnlab.network import Network
from nnlab.optimisers import Adam, Momentum
from nnlab.rows import Arrays
from nnlab.sheets import laid

DIGITS = digits()
PICTURES, Y = DIGITS.X.reshape(-1, 8, 8)[:40] / 16, one_hot(DIGITS.y[:40], 10)
X = PICTURES.reshape(40, -1)
SMALL = ConvNetwork(kernels=4)
NETS = [
    SMALL,
    ConvNetwork(kernels=3, pool="mean"),
    ConvNetwork(kernels=3, side=3, padding=0, pool_side=2),
    ConvNetwork(kernels=3, side=3, padding=0, pool="mean", pool_side=4),
    ConvNetwork(kernels=2, side=2, padding=1, pool_side=1, activations=("tanh", "softmax")),
    ConvNetwork((4, 16), kernels=2, side=3, padding=2, activations=("sigmoid", "softmax")),
]


def started(net, seed=0):
    rng = np.random.default_rng(seed)
    return net.init(rng=rng) + 0.2 * rng.normal(size=net.size)  # biases too


# The description


def test_sizes_by_hand():
    assert ConvNetwork().size == 32 * 26 + 33 * 10 == 1162
    assert ConvNetwork().products == 144 * 25 * 32 + 320 == 115_520
    small = ConvNetwork(kernels=8, side=3, padding=0, pool_side=2)
    assert small.size == 810 and small.products == 36 * 9 * 8 + 720 == 3312
    assert (small.inputs, small.map_shape, small.blocks) == (64, (6, 6), 9)


@pytest.mark.parametrize("net", NETS)
def test_theta_holds_the_kernels_then_the_dense_layer_with_biases_last(net):
    theta = np.arange(float(net.size))
    (K, b), (W, c) = net.layers(theta)
    assert K.shape == (net.side**2, net.kernels) and b.shape == (net.kernels,)
    assert W.shape == (net.kernels * net.blocks, net.outputs) and c.shape == (net.outputs,)
    np.testing.assert_array_equal(np.concatenate([K.ravel(), b, W.ravel(), c]), theta)
    mask = net.weights
    for place, weight in ((K, True), (b, False), (W, True), (c, False)):
        assert (mask[place.astype(int).ravel()] == weight).all()
    K += 1
    assert theta[0] == 1 and theta[K.size] == K.size  # what is written to a layer stands in theta


def test_starts_are_those_of_its_two_layers():
    theta = SMALL.init(rng=np.random.default_rng(3))
    rng = np.random.default_rng(3)
    parts = [
        Network((25, 4), "relu").init(rng=rng, how="he"),
        Network((4, 10), "softmax").init(rng=rng, how="he"),
    ]
    np.testing.assert_array_equal(theta, np.concatenate(parts))
    assert not SMALL.init(how="zeros").any()


def test_it_can_be_compared_copied_and_sent_to_another_process():
    assert ConvNetwork(kernels=4) == SMALL != NETS[1] and hash(ConvNetwork(kernels=4)) == hash(SMALL)
    again = pickle.loads(pickle.dumps(SMALL))
    assert again == copy.deepcopy(SMALL) == SMALL
    np.testing.assert_array_equal(again.predict(started(SMALL), X), SMALL.predict(started(SMALL), X))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (dict(shape=(8, 8, 1)), "shape: expected rows and columns"),
        (dict(shape=(8,)), "shape: expected rows and columns"),
        (dict(shape=8), "shape: expected rows and columns, two whole numbers of at least 1, got 8"),
        (dict(shape=(8, 0)), "shape: expected rows and columns"),
        (dict(side=9, padding=0), "side: expected kernels of at most 8, the padded picture's shorter side"),
        (dict(shape=(4, 16), padding=1, side=7), "side: expected kernels of at most 6"),
        (dict(pool="median"), "pool: expected one of max, mean"),
        (dict(pool_side=13), "pool_side: expected a whole number up to 12"),
        (dict(activations=("step", "softmax")), "activation: step cannot learn"),
        (dict(activations=("softmax", "softmax")), "activations: expected one of"),
        (dict(outputs=1), "activations: expected at least two outputs for softmax"),
    ],
)
def test_what_cannot_be_is_refused(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        ConvNetwork(**change)


# Forward


@pytest.mark.parametrize("net", NETS)
def test_it_says_what_correlation_pool_and_dense_layer_say(net):
    theta, pictures = started(net), X.reshape(-1, 1, *net.shape)
    seen = net.forward(theta, X)
    (K, b), (W, c) = net.layers(theta)
    kernels = K.T.reshape(net.kernels, 1, net.side, net.side)
    f = net.layers_apart[0].functions[0].f
    maps = f(correlate(pictures, kernels, b, net.padding))
    pool = pooling.max_pool if net.pool == "max" else pooling.mean_pool
    pooled = pool(maps, net.pool_side).reshape(len(X), -1)
    np.testing.assert_allclose(seen.maps, maps, rtol=0, atol=1e-12)
    np.testing.assert_allclose(seen.pooled, pooled, rtol=0, atol=1e-12)
    z = pooled @ W + c
    p = np.exp(z - z.max(axis=1, keepdims=True))
    np.testing.assert_allclose(seen.answers, p / p.sum(axis=1, keepdims=True), rtol=0, atol=1e-12)
    np.testing.assert_array_equal(net.predict(theta, X), seen.answers)
    if net.pool == "max":
        found = np.take_along_axis(maps.reshape(len(X), net.kernels, -1), seen.where, axis=2)
        np.testing.assert_allclose(found.reshape(len(X), -1), pooled, rtol=0, atol=1e-12)


def test_many_pictures_are_asked_some_at_a_time_and_say_the_same():
    theta, many = started(SMALL), np.tile(X, (11, 1))
    assert len(many) > 2 * conv_network.AT_ONCE
    np.testing.assert_allclose(
        SMALL.predict(theta, many), np.tile(SMALL.predict(theta, X), (11, 1)), atol=1e-15
    )


def test_a_single_output_is_a_row():
    net = ConvNetwork(kernels=2, outputs=1, activations=("relu", "sigmoid"))
    assert net.predict(started(net), X).shape == (40,)
    target = (DIGITS.y[:40] == 0).astype(float)
    assert check_gradient(loss(net, X, target), started(net)).worst < 1e-6


def test_padded_by_a_kernel_less_one_the_global_maximum_forgets_where():
    """Not one bit changes; asserted to 1e-12."""
    net = ConvNetwork((12, 12), kernels=32)
    theta = started(net)
    places = [(i, j) for i in range(5) for j in range(5)]
    z = np.array([net.forward(theta, laid(PICTURES, 12, *place)).pooled for place in places])
    assert np.ptp(z, axis=0).max() <= 1e-12 and z.std() > 0.1
    # the same theta sees the bare 8x8 pictures alike
    bare = ConvNetwork((8, 8), kernels=32)
    np.testing.assert_allclose(bare.forward(theta, X).pooled, z[0], rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "change", [dict(padding=0), dict(padding=2), dict(pool_side=2), dict(pool_side=1)], ids=str
)
def test_with_less_padding_or_a_smaller_pool_it_does_not(change):
    net = ConvNetwork((12, 12), kernels=8, **change)
    pooled = [net.forward(started(net), laid(PICTURES, 12, *place)).pooled for place in ((2, 2), (0, 4))]
    assert np.abs(pooled[0] - pooled[1]).max() > 0.1


def test_the_global_mean_forgets_where_too_but_counts_the_paper():
    theta = started(ConvNetwork(kernels=8))
    wide, bare = (ConvNetwork((side, side), kernels=8, pool="mean") for side in (12, 8))
    z = np.array([wide.forward(theta, laid(PICTURES, 12, *at)).pooled for at in ((2, 2), (0, 4), (4, 1))])
    assert np.ptp(z, axis=0).max() <= 1e-12
    assert np.abs(bare.forward(theta, X).pooled - z[0]).max() > 0.1


# The loss


@settings(max_examples=25)
@given(
    shape=st.tuples(st.integers(3, 6), st.integers(3, 6)),
    kernels=st.integers(1, 3),
    side=st.integers(1, 4),
    padding=st.integers(0, 3),
    pool=st.sampled_from(["max", "mean"]),
    pool_side=st.sampled_from([None, 1, 2, 3]),
    activation=st.sampled_from(["relu", "tanh", "sigmoid", "linear"]),
    seed=st.integers(0, 999),
)
def test_the_gradient_agrees_with_central_differences(
    shape, kernels, side, padding, pool, pool_side, activation, seed
):
    try:
        net = ConvNetwork(shape, kernels, side, padding, pool, pool_side, 3, (activation, "softmax"))
    except ValueError:
        return  # the kernel or the block is too large
    rng = np.random.default_rng(seed)
    given, y = rng.normal(size=(4, net.inputs)), one_hot(rng.integers(3, size=4), 3)
    assert check_gradient(loss(net, given, y), started(net, seed)).worst < 1e-6


@pytest.mark.parametrize("net", NETS)
def test_on_real_digits_with_blank_paper_too(net):
    assert check_gradient(loss(net, X[:6], Y[:6]), started(net)).worst < 1e-6


def test_the_value_is_the_cross_entropy_of_its_answers():
    theta = started(SMALL)
    value, gradient = loss(SMALL, X, Y)(theta)
    assert np.isclose(value, categorical_cross_entropy(SMALL.predict(theta, X), Y))
    assert gradient.shape == theta.shape


def test_of_the_winners_alone_is_the_sum_over_all_places():
    """The quick way of the global maximum, against the plain one."""
    rng = np.random.default_rng(2)
    z, A = rng.normal(size=(5, 3, 4, 4)), rng.normal(size=(5, 10, 16))
    where, down = pooling.largest(z), rng.normal(size=(5, 3, 1, 1))
    quick = conv_network._of_the_winners(A, where[..., 0, 0], down[..., 0, 0])
    plainly = conv_network._of_all_places(A, pooling.max_pool_gradient(z, down))
    np.testing.assert_allclose(quick, plainly, rtol=0, atol=1e-12)


def test_a_kernel_as_large_as_the_picture_is_a_dense_layer():
    net = ConvNetwork(kernels=5, side=8, padding=0, activations=("tanh", "softmax"))
    dense = Network((64, 5, 10), ("tanh", "softmax"))
    theta = started(net)
    value, gradient = loss(net, X, Y)(theta)
    other, slope = network.loss(dense, X, Y, "cross_entropy")(theta)
    assert np.isclose(value, other)
    np.testing.assert_allclose(gradient, slope, rtol=0, atol=1e-14)


# Descent, rules, penalties, batches: unchanged


def stream(net, size=8):
    return Stream(loss_of(net), Batches(Arrays(X, Y), size))


@pytest.mark.parametrize("rule", [Momentum(0.05), Adam(0.01)])
def test_it_learns_by_any_rule_and_goes_on_from_any_step(rule):
    steps = list(islice(descend(stream(SMALL), started(SMALL), rule=rule), 60))
    assert stream(SMALL).whole(steps[-1].theta)[0] < 0.6 * stream(SMALL).whole(steps[0].theta)[0]
    again = list(islice(descend(stream(SMALL), steps[20], rule=rule), 40))
    np.testing.assert_array_equal(again[-1].theta, steps[-1].theta)


def test_the_stream_adds_up_to_the_whole_loss():
    value, gradient = loss(SMALL, X, Y)(started(SMALL))
    whole, slope = stream(SMALL, 7).whole(started(SMALL))
    assert np.isclose(value, whole)
    np.testing.assert_allclose(gradient, slope, rtol=0, atol=1e-14)


def test_penalties_leave_its_biases_alone():
    f = penalties.total(loss(SMALL, X, Y), penalties.l2(0.1, SMALL.weights))
    theta = started(SMALL)
    assert check_gradient(f, theta).worst < 1e-6
    far = list(stop(descend(f, theta, lr=0.1), at_most=100))[-1]
    near = list(stop(descend(loss(SMALL, X, Y), theta, lr=0.1), at_most=100))[-1]
    assert np.linalg.norm(far.theta[SMALL.weights]) < np.linalg.norm(near.theta[SMALL.weights])


def test_a_batch_of_other_shapes_is_refused():
    with pytest.raises(ValueError, match=r"X, y: expected shapes \(n, 64\) and \(n, 10\) of a batch"):
        loss_of(SMALL)(X[:, :5], Y)
    with pytest.raises(ValueError, match="X: expected 64 features"):
        Stream(loss_of(SMALL), Batches(Arrays(X[:, :9], Y), 4))
    with pytest.raises(ValueError, match="y: expected shares that sum to 1"):
        Stream(loss_of(SMALL), Batches(Arrays(X, Y / 2), 4))
    with pytest.raises(ValueError, match="kind: expected cross_entropy for softmax outputs"):
        loss_of(SMALL, "mse")
