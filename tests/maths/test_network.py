import importlib.util
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, replace
from itertools import islice

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.neural_network import MLPClassifier, MLPRegressor

from nnlab import backprop_steps, data, network, neuron
from nnlab.activations import ACTIVATIONS
from nnlab.batches import Batches, Stream
from nnlab.confusion import accuracy
from nnlab.descent import check_gradient, descend, stop
from nnlab.losses import LOSSES, categorical_cross_entropy, unreachable
from nnlab.network import Network
from nnlab.rows import Arrays

RNG = np.random.default_rng(11)
ROUND = ["sigmoid", "tanh", "relu", "linear"]
PAIRS = [(name, kind) for kind, loss in LOSSES.items() for name in loss.outputs]
CORNERS, XOR = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]
GATE = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])  # XOR, and a column of ones


def by_hand(net, theta, X):
    """Say what each layer adds up and gives out, as the formula is written."""
    adds, says = [], [np.asarray(X, dtype=float)]
    for (W, b), name in zip(net.layers(theta), net.activations):
        adds.append(says[-1] @ W + b)
        says.append(ACTIVATIONS[name].f(adds[-1]))
    return adds, says


# The description


def test_theta_holds_layer_after_layer_row_by_row_and_the_bias_last():
    net = Network((2, 3, 1), ("tanh", "sigmoid"))
    assert net.size == 13
    (W1, b1), (W2, b2) = net.layers(np.arange(13.0))
    assert W1.tolist() == [[0, 1, 2], [3, 4, 5]] and b1.tolist() == [6, 7, 8]
    assert W2.tolist() == [[9], [10], [11]] and b2.tolist() == [12]
    assert net.weights.tolist() == [True] * 6 + [False] * 3 + [True] * 3 + [False]
    bare = replace(net, bias=False)
    assert bare.size == 9 and bare.weights.all()
    assert [(W.shape, b.tolist()) for W, b in bare.layers(np.ones(9))] == [((2, 3), [0] * 3), ((3, 1), [0])]


@pytest.mark.parametrize("bias", [True, False])
def test_what_is_written_to_a_layer_stands_in_theta(bias):
    net = Network((3, 4, 2), bias=bias)
    theta = np.zeros(net.size)
    for number, (W, b) in enumerate(net.layers(theta), 1):
        W += number
        if bias:
            b -= number
    assert np.array_equal(theta > 0, net.weights) and np.array_equal(theta < 0, ~net.weights)
    assert all(np.shares_memory(W, theta) for W, _ in net.layers(theta))


def test_a_network_is_a_value():
    net = Network([2, 3, 1], ["tanh", "sigmoid"])
    assert net == Network() and hash(net) == hash(Network()) and net.sizes == (2, 3, 1)
    assert net != Network((2, 3, 1), "tanh")
    assert Network((2, 5, 4, 1), "tanh").activations == ("tanh",) * 3
    assert Network((np.int64(2), 1), ("sigmoid",)).sizes == (2, 1)
    with pytest.raises(FrozenInstanceError):
        net.bias = False


# Forward


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("names", [("step", "step"), ("relu", "linear"), ("sigmoid", "tanh")])
def test_forward_is_the_formula(names, bias):
    net = Network((3, 4, 2), names, bias)
    theta, X = RNG.normal(size=net.size), RNG.normal(size=(5, 3))
    says = net.forward(theta, X)
    for mine, theirs in zip(says, by_hand(net, theta, X)[1], strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-12, atol=1e-14)
    assert np.array_equal(net.predict(theta, X), says[-1])


def test_one_output_is_answered_in_a_plain_row():
    net = Network((2, 3, 1))
    theta = RNG.normal(size=net.size)
    assert net.predict(theta, CORNERS).shape == (4,)
    assert net.forward(theta, CORNERS)[-1].shape == (4, 1)
    assert Network((2, 3, 2)).predict(np.zeros(17), CORNERS).shape == (4, 2)


def test_a_network_without_hidden_layer_is_the_neuron():
    X, y, w = RNG.normal(size=(6, 3)), RNG.uniform(size=6), RNG.normal(size=4)
    net = Network((3, 1), "sigmoid")
    np.testing.assert_allclose(net.predict(w, X), neuron.predict(w, X), rtol=1e-14)
    (v, g), (value, gradient) = network.loss(net, X, y, "mse")(w), neuron.loss(X, y, kind="mse")(w)
    assert np.isclose(v, value, rtol=1e-14)
    np.testing.assert_allclose(g, gradient, rtol=1e-12)


def test_three_step_neurons_solve_xor():
    net = Network((2, 2, 1), "step")  # OR and NAND, then AND
    theta = [1, -1, 1, -1, -0.5, 1.5, 1, 1, -1.5]
    assert net.predict(theta, CORNERS).tolist() == XOR


def test_huge_weights_bring_no_warning():
    for names in [("tanh", "sigmoid"), ("relu", "linear")]:
        net = Network((2, 3, 1), names)
        assert not np.isnan(net.predict(np.full(net.size, 1e300), CORNERS)).any()


# Gradients


def network_and_data(seed, sizes, names, bias, n):
    """Return a network and data without a sample at the kink of a relu."""
    rng = np.random.default_rng(seed)
    net = Network(sizes, names, bias)
    for _ in range(100):
        theta, X = rng.uniform(-1, 1, net.size), rng.normal(size=(n, sizes[0]))
        adds, _ = by_hand(net, theta, X)
        if all(name != "relu" or np.abs(z).min() > 1e-3 for name, z in zip(names, adds)):
            return net, theta, X, rng.uniform(size=(n, sizes[-1]))
    assume(False)


@pytest.mark.parametrize(("output", "kind"), PAIRS)
@settings(max_examples=40)  # of each pair; there are 13
@given(
    seed=st.integers(0, 10**6),
    sizes=st.lists(st.integers(1, 4), min_size=2, max_size=5),
    hidden=st.lists(st.sampled_from(ROUND), min_size=3, max_size=3),
    bias=st.booleans(),
    n=st.integers(1, 5),
)
def test_gradients_of_every_pair_depth_1_to_4(output, kind, seed, sizes, hidden, bias, n):
    names = (*hidden[: len(sizes) - 2], output)
    net, theta, X, y = network_and_data(seed, sizes, names, bias, n)
    loss = network.loss(net, X, y, kind)
    assert np.isclose(loss(theta)[0], LOSSES[kind].f(by_hand(net, theta, X)[1][-1], y), rtol=1e-12)
    found = check_gradient(loss, theta)
    law = np.abs(found.analytic) + abs(loss(theta)[0])
    assert np.all(np.abs(found.analytic - found.numeric) <= 1e-7 * law)
    assert found.worst < 1e-6


@settings(max_examples=60)
@given(
    seed=st.integers(0, 10**6),
    hidden=st.lists(st.integers(1, 4), max_size=3),
    ends=st.tuples(st.integers(1, 4), st.integers(2, 5)),
    names=st.lists(st.sampled_from(ROUND), min_size=3, max_size=3),
    bias=st.booleans(),
    n=st.integers(1, 5),
)
def test_gradients_of_softmax_nets_of_depth_1_to_4(seed, hidden, ends, names, bias, n):
    sizes = (ends[0], *hidden, ends[1])
    hidden_names = names[: len(hidden)]
    net, theta, X, _ = network_and_data(seed, sizes, (*hidden_names, "linear"), bias, n)
    net = Network(sizes, (*hidden_names, "softmax"), bias)
    y = np.random.default_rng(seed).dirichlet(np.ones(ends[1]), size=n)  # any shares, not only whole ones
    loss = network.loss(net, X, y, "cross_entropy")
    assert np.isclose(loss(theta)[0], categorical_cross_entropy(net.forward(theta, X)[-1], y), rtol=1e-12)
    found = check_gradient(loss, theta)
    assert np.all(np.abs(found.analytic - found.numeric) <= 1e-7 * (np.abs(found.analytic) + loss(theta)[0]))
    assert found.worst < 1e-6


def test_from_zeros_softmax_begins_with_the_logarithm_of_the_number_of_classes():
    digits = data.digits()
    for hidden in (), (32,):
        net = Network((64, *hidden, 10), ("tanh",) * len(hidden) + ("softmax",))
        loss = network.loss(net, digits.X / 16, data.one_hot(digits.y, 10), "cross_entropy")
        assert loss(net.init(how="zeros"))[0] == pytest.approx(np.log(10), rel=1e-14)


def test_softmax_regression_and_a_net_learn_the_digits():
    digits = data.digits()
    order = np.random.default_rng(0).permutation(1797)
    for hidden, least in (((), 0.94), ((32,), 0.95)):
        net = Network((64, *hidden, 10), ("tanh",) * len(hidden) + ("softmax",))
        rows = Arrays(digits.X[order[360:]] / 16, data.one_hot(digits.y[order[360:]], 10))
        stream = Stream(network.loss_of(net), Batches(rows, 32))
        steps = descend(stream, net.init(rng=np.random.default_rng(1)), lr=0.1, momentum=0.9)
        *_, last = stop(steps, at_most=10 * stream.batches.per_epoch)
        p = net.predict(last.theta, digits.X[order[:360]] / 16)
        assert accuracy(p, digits.y[order[:360]]) > least
        np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-13)


def test_where_softmax_may_stand():
    for sizes, names, sentence in [
        ((2, 3, 3), ("softmax", "softmax"), "expected softmax in the last layer alone, got "),
        ((2, 3, 3), "softmax", "expected softmax in the last layer alone, got "),
        (
            (2, 3, 1),
            ("tanh", "softmax"),
            "expected at least two outputs for softmax, got one, which would alw",
        ),
    ]:
        with pytest.raises(ValueError, match=f"^activations: {sentence}"):
            Network(sizes, names)
    with pytest.raises(
        ValueError, match=r"^y: expected shares that sum to 1 .* `data.one_hot` makes such rows"
    ):
        network.loss(Network((2, 3), "softmax"), [[1.0, 2.0]], [[1.0, 1.0, 0.0]], "cross_entropy")
    with pytest.raises(ValueError, match=r"^net: expected outputs that answer each for itself, got softmax$"):
        backprop_steps.steps(Network((2, 3), "softmax"), np.zeros(9), [1, 2], [0, 1, 0], kind="cross_entropy")


def test_one_step_worked_by_hand():
    # x = 2: the hidden relu adds up 1 * 2 + 1 = 3 and says 3; the output says 2 * 3 - 1 = 5; wanted: 4.
    # delta = 5 - 4 = 1, so the second layer's gradient is (3, 1); delta goes back through the weight 2,
    # the relu has slope 1, so delta = 2 there, and the first layer's gradient is (2 * 2, 2).
    loss = network.loss(Network((1, 1, 1), ("relu", "linear")), [[2]], [4])
    value, gradient = loss([1, 1, 2, -1])
    assert value == 0.5 and gradient.tolist() == [4, 2, 3, 1]
    _, step = stop(descend(loss, [1, 1, 2, -1], lr=0.25), at_most=1)
    assert step.theta.tolist() == [0, 0.5, 1.25, -1.25]


def test_a_published_step_with_two_outputs():
    # M. Mazur, A step by step backpropagation example (2015); his biases are shared and stay as they are.
    net = Network((2, 2, 2), "sigmoid")
    theta = np.array([0.15, 0.25, 0.2, 0.3, 0.35, 0.35, 0.4, 0.5, 0.45, 0.55, 0.6, 0.6])
    start, step = stop(descend(network.loss(net, [[0.05, 0.1]], [[0.01, 0.99]]), theta, lr=0.5), at_most=1)
    assert start.value == pytest.approx(0.298371109, abs=1e-9)
    (W1, _), (W2, _) = net.layers(step.theta)
    expected = [[0.149780716, 0.24975114], [0.19956143, 0.29950229]]
    np.testing.assert_allclose(W1, expected, atol=1e-8)
    np.testing.assert_allclose(W2, [[0.35891648, 0.51130127], [0.408666186, 0.561370121]], atol=1e-8)


# Others find the same


def scikit_learn(net, theta, X, y, kind, lr, steps):
    """Let scikit-learn's network learn from the same start, and return its parameters."""
    names = {"sigmoid": "logistic", "linear": "identity"}
    hidden = net.activations[0]
    settings = dict(
        hidden_layer_sizes=net.sizes[1:-1],
        activation=names.get(hidden, hidden),
        solver="sgd",
        alpha=0.0,
        batch_size=len(X),
        learning_rate_init=lr,
        momentum=0.0,
        nesterovs_momentum=False,
        shuffle=False,
    )
    if kind == "cross_entropy":
        model, more = MLPClassifier(**settings), {"classes": [0, 1]}
    else:
        model, more = MLPRegressor(**settings), {}
    model.partial_fit(X, y, **more)  # makes the arrays, which we then fill
    for (W, b), coefficients, intercepts in zip(net.layers(theta), model.coefs_, model.intercepts_):
        coefficients[:], intercepts[:] = W, b
    for _ in range(steps):
        model.partial_fit(X, y)
    return np.concatenate([np.vstack([W, b]).ravel() for W, b in zip(model.coefs_, model.intercepts_)])


@pytest.mark.parametrize("hidden", ROUND)
@pytest.mark.parametrize("kind", ["half_sse", "cross_entropy"])
@pytest.mark.parametrize("layers", [(5,), (4, 3)])
def test_scikit_learn_reaches_the_same_weights(hidden, kind, layers):
    # Its classifier descends our cross_entropy. Its regressor descends the sum over outputs of the halved
    # mean over samples, that is half_sse / n (and reports another: the mean over outputs, too).
    X = RNG.normal(size=(12, 3))
    if kind == "cross_entropy":
        y, k, output, rate = RNG.integers(2, size=12), 1, "sigmoid", 0.3
    else:
        y, k, output, rate = RNG.normal(size=(12, 2)), 2, "linear", 0.05 / 12
    net = Network((3, *layers, k), (hidden,) * len(layers) + (output,))
    theta = net.init(rng=RNG)
    *_, last = stop(descend(network.loss(net, X, y, kind), theta, lr=rate), at_most=60)
    lr = rate if kind == "cross_entropy" else rate * 12
    theirs = scikit_learn(net, theta, X, y, kind, lr, 60)
    assert np.abs(last.theta - theta).max() > 0.01
    np.testing.assert_allclose(last.theta, theirs, rtol=0, atol=1e-12)


# Torch is no requirement of this project and is not installed for the tests. Where it happens to be, this
# test exists, too; where it is not, there is nothing to collect, so nothing is passed over in silence.
if importlib.util.find_spec("torch"):

    @pytest.mark.parametrize(("output", "kind"), PAIRS)
    def test_torch_finds_the_same_value_and_gradient(output, kind):
        import torch

        net = Network((3, 4, 5, 2), ("tanh", "relu", output))
        theta, X, y = net.init(rng=RNG, how="uniform"), RNG.normal(size=(7, 3)), RNG.uniform(size=(7, 2))
        p, a = torch.tensor(theta, requires_grad=True), torch.tensor(X)
        says = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid, "linear": lambda z: z}
        for block, shape, name in ((*found, name) for found, name in zip(net.blocks, net.activations)):
            M = p[block].reshape(shape)
            a = says[name](a @ M[:-1] + M[-1])
        losses = torch.nn.functional
        target = torch.tensor(y)
        value = {
            "sse": lambda: losses.mse_loss(a, target, reduction="sum"),
            "half_sse": lambda: losses.mse_loss(a, target, reduction="sum") / 2,
            "mse": lambda: losses.mse_loss(a, target),
            "cross_entropy": lambda: losses.binary_cross_entropy(a, target, reduction="sum") / 7,
        }[kind]()
        value.backward()
        ours, gradient = network.loss(net, X, y, kind)(theta)
        assert np.isclose(ours, value.item(), rtol=1e-12)
        np.testing.assert_allclose(gradient, p.grad.numpy(), rtol=1e-10, atol=1e-13)


# The lesson's figures


def posts_theta(seed, low):
    """Return the start of the posts: W1 (3, 4), then W2 (4, 1), uniform between low and 1."""
    old = np.random.RandomState(seed)  # published figures begin with it
    return low + (1 - low) * np.concatenate(
        [old.random_sample((3, 4)).ravel(), old.random_sample((4, 1)).ravel()]
    )


POSTS = Network((3, 4, 1), "sigmoid", bias=False)


def many_at_once(thetas, steps):
    """Let many 3-4-1 networks learn XOR side by side; return their losses (steps + 1, m) and last answers."""
    W1, W2 = thetas[:, :12].reshape(-1, 3, 4).copy(), thetas[:, 12:].reshape(-1, 4, 1).copy()
    y, losses = np.array(XOR)[:, None], []
    for _ in range(steps + 1):
        a1 = 1 / (1 + np.exp(-(GATE @ W1)))
        a2 = 1 / (1 + np.exp(-(a1 @ W2)))
        losses.append(((y - a2) ** 2).sum((1, 2)))
        d2 = 2 * (y - a2) * a2 * (1 - a2)
        d1 = d2 @ W2.transpose(0, 2, 1) * a1 * (1 - a1)
        W2 += a1.transpose(0, 2, 1) @ d2
        W1 += GATE.T @ d1
    return np.array(losses), a2[:, :, 0]


def test_a_thousand_starts_of_the_3_4_1_network():
    losses, answers = many_at_once(np.array([posts_theta(seed, 0) for seed in range(1000)]), 1500)
    assert np.all(np.diff(losses, axis=0) < 0)  # it falls at every step, from every start
    np.testing.assert_allclose(np.median(answers, axis=0), [0.0125, 0.9747, 0.9748, 0.0272], atol=5e-5)
    loss = network.loss(POSTS, GATE, XOR, "sse")
    for seed in 0, 67:  # and the package does what the thousand do
        steps = list(stop(descend(loss, posts_theta(seed, 0), lr=1.0), at_most=1500))
        np.testing.assert_allclose([s.value for s in steps], losses[:, seed], rtol=1e-9)
        np.testing.assert_allclose(POSTS.predict(steps[-1].theta, GATE), answers[seed], rtol=1e-7)


def test_seed_67_sits_on_a_plateau_and_leaves_it():
    loss = network.loss(POSTS, GATE, XOR, "half_sse")  # at rate 2 it is the sum of squares at rate 1
    values = [2 * s.value for s in stop(descend(loss, posts_theta(67, 0), lr=2.0), at_most=4000)]
    assert values[1500] == pytest.approx(0.505, abs=5e-4)
    assert values[2500] > 0.5  # a thousand steps later it has hardly moved
    assert values[2860] == pytest.approx(0.0993, abs=5e-5)  # and then it falls
    assert values[4000] < 0.003


def test_trasks_figures():
    loss, theta = network.loss(POSTS, GATE, XOR), posts_theta(1, -1)
    errors = []
    for step in islice(descend(loss, theta, lr=1.0), 20_001):
        if step.k % 10_000 == 0:
            errors.append(np.abs(POSTS.predict(step.theta, GATE) - XOR).mean())
    np.testing.assert_allclose(errors, [0.49641003, 0.00858453, 0.00578946], atol=1e-8)


def test_from_zero_the_gradient_of_xor_is_zero_and_from_a_constant_the_hidden_neurons_stay_alike():
    net = Network((2, 3, 1))
    loss = network.loss(net, CORNERS, XOR, "cross_entropy")
    assert not loss(net.init(how="zeros"))[1].any()
    start, *_, last = stop(descend(loss, net.init(how="constant", value=0.5), lr=0.5), at_most=200)
    assert np.abs(last.theta - start.theta).max() > 0.1
    (W1, b1), (W2, _) = net.layers(last.theta)
    np.testing.assert_allclose(W1 - W1[:, :1], 0, atol=1e-12)
    np.testing.assert_allclose(b1 - b1[0], 0, atol=1e-12)
    np.testing.assert_allclose(W2 - W2[0], 0, atol=1e-12)


def test_xor_is_learned():
    net = Network((2, 4, 1))
    loss = network.loss(net, CORNERS, XOR, "cross_entropy")
    *_, last = stop(descend(loss, net.init(rng=np.random.default_rng(0)), lr=0.5, momentum=0.9), below=1e-3)
    assert np.array_equal(net.predict(last.theta, CORNERS) > 0.5, np.array(XOR) == 1)


def test_a_target_out_of_reach_is_approached_as_far_as_it_goes():
    net, X, y = Network((1, 3, 1), ("tanh", "sigmoid")), [[-1.0], [1.0]], [-1.0, 0.5]
    assert unreachable(y, net.activations[-1]).tolist() == [True, False]
    *_, last = stop(
        descend(network.loss(net, X, y), net.init(rng=np.random.default_rng(0)), lr=0.5), at_most=2000
    )
    assert 0 < net.predict(last.theta, X)[0] < 0.05
    assert net.predict(last.theta, X)[1] == pytest.approx(0.5, abs=0.01)


# Starts


def test_starts():
    net, rng = Network((40, 60, 3), ("relu", "linear")), np.random.default_rng(0)
    (W1, b1), (W2, b2) = net.layers(net.init(rng=rng))
    for W, b in (W1, b1), (W2, b2):
        r = np.sqrt(6 / sum(W.shape))
        assert np.abs(W).max() <= r and np.abs(W).max() > 0.95 * r and np.abs(W.mean()) < 0.1 * r
        assert not b.any()
    (W1, b1), (W2, _) = net.layers(net.init(rng=rng, how="he"))
    assert W1.std() == pytest.approx(np.sqrt(2 / 40), rel=0.05) and np.abs(W1.mean()) < 0.02
    assert W2.std() == pytest.approx(np.sqrt(2 / 60), rel=0.2) and not b1.any()
    theta = net.init(rng=rng, how="uniform", value=0.3)
    assert np.abs(theta).max() <= 0.3 and theta.min() < -0.29 and theta.max() > 0.29
    assert np.abs(net.init(rng=rng, how="uniform")).max() > 0.99
    assert net.layers(theta)[0].b.any()  # biases are drawn, too
    assert np.array_equal(net.init(how="constant", value=-0.5), np.full(net.size, -0.5))
    assert not net.init(how="zeros").any()
    for how in "xavier", "he", "zeros":
        with pytest.raises(ValueError, match=f"^value: expected none with how='{how}', got 0.3$"):
            net.init(rng=rng, how=how, value=0.3)


@pytest.mark.parametrize("how", ["xavier", "he", "uniform"])
def test_the_same_seed_gives_the_same_start(how):
    first, second = (Network().init(rng=np.random.default_rng(4), how=how) for _ in range(2))
    assert np.array_equal(first, second)


# The loss as a function


def test_each_call_has_its_own_arrays():
    net = Network((2, 3, 1))
    loss = network.loss(net, CORNERS, XOR)
    theta, other = RNG.normal(size=(2, net.size))
    _, gradient = loss(theta)
    kept = gradient.copy()
    loss(other)
    assert np.array_equal(gradient, kept)
    steps = list(stop(descend(loss, theta, lr=0.5, momentum=0.5), at_most=20))
    for name in "theta", "gradient", "velocity":
        arrays = [getattr(s, name) for s in steps[1:]]
        assert len({a.tobytes() for a in arrays}) == len(arrays)
    says = net.forward(theta, CORNERS)
    kept = [a.copy() for a in says]
    net.forward(other, CORNERS)
    assert all(np.array_equal(a, b) for a, b in zip(says, kept))


def test_several_threads_may_use_one_loss():
    net = Network((2, 16, 1))
    X, y = RNG.normal(size=(300, 2)), RNG.integers(2, size=300)
    loss, thetas = network.loss(net, X, y, "cross_entropy"), RNG.normal(size=(8, net.size))
    expected = [loss(theta)[1] for theta in thetas]
    gate = threading.Barrier(8)
    interval = sys.getswitchinterval()

    def ask(number):
        gate.wait()
        return all(np.array_equal(loss(thetas[number])[1], expected[number]) for _ in range(100))

    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(ask, range(8)))
    finally:
        sys.setswitchinterval(interval)


def test_later_changes_of_the_data_are_not_seen():
    net, X, y = Network((2, 3, 1)), RNG.normal(size=(5, 2)), RNG.uniform(size=5)
    loss, theta = network.loss(net, X, y), RNG.normal(size=13)
    before = loss(theta)[0]
    X *= 2
    y *= 2
    assert loss(theta)[0] == before


def test_a_row_or_a_column_of_right_answers():
    net, X, y = Network((2, 3, 1)), RNG.normal(size=(5, 2)), RNG.uniform(size=5)
    theta = RNG.normal(size=13)
    (v, g), (value, gradient) = network.loss(net, X, y)(theta), network.loss(net, X, y[:, None])(theta)
    assert v == value and np.array_equal(g, gradient)
    assert v == pytest.approx(0.5 * sum((net.predict(theta, X) - y) ** 2), rel=1e-12)


@pytest.mark.parametrize("momentum", [0.0, 0.8])
def test_from_any_step_learning_goes_on_bit_for_bit(momentum):
    net = Network((2, 4, 1))
    loss = network.loss(net, CORNERS, XOR, "mse")
    run = list(stop(descend(loss, net.init(rng=RNG), lr=0.4, momentum=momentum), at_most=40))
    for at in 0, 1, 17, 39:
        again = list(stop(descend(loss, run[at], lr=0.4, momentum=momentum), at_most=40 - at))
        assert [s.k for s in again] == [s.k for s in run[at:]]
        for name in "theta", "gradient", "value":
            assert all(np.array_equal(getattr(a, name), getattr(b, name)) for a, b in zip(again, run[at:]))


@pytest.mark.parametrize("kind", ["sse", "mse"])
def test_too_large_a_rate_diverges_without_a_warning(kind):
    net = Network((2, 4, 1), ("relu", "linear"))
    loss = network.loss(net, RNG.normal(size=(20, 2)), RNG.normal(size=20), kind)
    *before, last = stop(descend(loss, net.init(rng=RNG, how="he"), lr=50.0), at_most=1000)
    assert last.diverged and 0 < last.k < 1000
    assert not np.isnan(net.predict(before[-1].theta, CORNERS)).all()


# Saved and loaded


def test_a_network_is_saved_and_loaded_to_the_same_predictions(tmp_path):
    net = Network((2, 4, 3, 1), ("relu", "tanh", "sigmoid"), bias=False)
    theta, path = net.init(rng=RNG), tmp_path / "net.npz"
    network.save(path, net, theta)
    again, loaded = network.load(path)
    assert again == net
    assert np.array_equal(again.predict(loaded, CORNERS), net.predict(theta, CORNERS))
    with pytest.raises(ValueError, match="read-only"):
        loaded[0] = 1
    assert [file.name for file in tmp_path.iterdir()] == ["net.npz"]


def test_a_file_that_could_not_be_written_leaves_the_old_one_whole(tmp_path, monkeypatch):
    net, path = Network(), tmp_path / "net.npz"
    network.save(path, net, np.arange(13.0))

    def full(file, **arrays):
        file.write(b"half of it")
        raise OSError("No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space"):
        network.save(path, net, np.zeros(13))
    assert network.load(path)[1].tolist() == np.arange(13.0).tolist()


def test_a_theta_of_another_network_is_not_saved(tmp_path):
    with pytest.raises(ValueError, match=r"^theta: expected shape \(13,\)"):
        network.save(tmp_path / "net.npz", Network(), np.zeros(12))
    assert list(tmp_path.iterdir()) == []


def broken(tmp_path):
    """Write files that are none of ours, and return their names."""
    whole = tmp_path / "whole.npz"
    network.save(whole, Network(), np.zeros(13))
    files = {"half": whole.read_bytes()[:200], "empty": b"", "text": b"hello"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "npy").open("wb") as file:
        np.save(file, np.zeros(3))
    np.savez(tmp_path / "other.npz", theta=np.zeros(3))
    net = dict(sizes=[2, 3, 1], activations=["tanh", "sigmoid"], bias=True)
    np.savez(tmp_path / "short.npz", **net, theta=np.zeros(4))
    return [*files, "npy", "other.npz", "short.npz"]


def test_what_is_no_saved_network_is_refused_with_a_sentence(tmp_path):
    for name in broken(tmp_path):
        expected = "theta: expected shape" if name == "short.npz" else f"path: expected a file .*, got {name}"
        with pytest.raises(ValueError, match=f"^{expected}"):
            network.load(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        network.load(tmp_path / "none.npz")


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("sizes", [(3, 2), (3, 4, 1), (3, 5, 4, 2)])
def test_rows_and_columns_are_the_same_network(sizes, bias):
    """The engine of `loss` keeps samples as columns; `forward` is the plain version, by rows."""
    net = Network(sizes, "tanh", bias=bias)
    theta, X = net.init(rng=RNG, how="uniform"), RNG.normal(size=(50, 3))
    given, z = network.forward_columns(net, net.matrices(theta), network.columns(net, X))
    by_rows = net.forward(theta, X)
    for A, rows, h in zip(given, by_rows, net.sizes):
        np.testing.assert_allclose(A[:h].T, rows, atol=1e-14)
    np.testing.assert_allclose(net.functions[-1].f(z).T, by_rows[-1], atol=1e-14)


# Doors


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (((2, 0, 1),), r"sizes: expected two or more whole numbers of at least 1, .* got \(2, 0, 1\)"),
        (((2, 2.5, 1),), r"sizes: .* got \(2, 2.5, 1\)"),
        (((2, True),), r"sizes: .* got \(2, True\)"),
        (((2,),), r"sizes: .* got \(2,\)"),
        ((3,), "sizes: .* got 3"),
        (((2, -1),), r"sizes: .* got \(2, -1\)"),
        (((2, 1), ("tanh", "sigmoid")), r"activations: expected 1 names, .* got \('tanh', 'sigmoid'\)"),
        (((2, 3, 1), ("tanh", "softplus")), "activations: expected one of step, .* got 'softplus'"),
        (((2, 3, 1), "relU"), "activations: expected one of step, .* got 'relU'"),
        (((2, 3, 1), None), "activations: expected 2 names, .* got None"),
        (((2, 3, 1), "tanh", 1), "bias: expected True or False, got 1"),
    ],
)
def test_unfit_descriptions_are_refused(arguments, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        Network(*arguments)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"X": [[1.0, 2.0, 3.0]]}, r"X: expected 2 features, one per input, got shape \(1, 3\)"),
        ({"X": [[np.inf, 1.0]]}, r"X: expected finite numbers, got inf at X\[0, 0\]"),
        ({"y": [1, 0, 1]}, r"y: expected shape \(4,\) or \(4, 1\), one row per sample, got shape \(3,\)"),
        ({"y": np.ones((4, 2))}, r"y: expected shape \(4,\) or \(4, 1\), .* got shape \(4, 2\)"),
        ({"y": [[0, 1, 1, 0]]}, r"y: expected shape \(4,\) or \(4, 1\), .* got shape \(1, 4\)"),
        ({"y": [0, 1, np.nan, 0]}, r"y: expected finite numbers, got nan at y\[2, 0\]"),
        ({"net": Network((2, 3, 2))}, r"y: expected shape \(4, 2\), one row per sample, got shape \(4,\)"),
        ({"kind": "l1"}, "kind: expected one of sse, half_sse, mse, cross_entropy, got 'l1'"),
        (
            {"net": Network((2, 3, 1), "tanh"), "kind": "cross_entropy"},
            "kind: expected sse, half_sse or mse for ",
        ),
        (
            {"y": [0, 1, 2, 0], "kind": "cross_entropy"},
            "y: expected numbers from 0 to 1 for cross_entropy, got 2",
        ),
        ({"net": Network((2, 3, 1), "step")}, "activation: step cannot learn by descent"),
        ({"net": Network((2, 3, 1), ("step", "sigmoid"))}, "activation: step cannot learn by descent"),
    ],
)
def test_unfit_arguments_of_a_loss_are_refused(change, sentence):
    arguments = {"net": Network(), "X": CORNERS, "y": XOR, "kind": "mse"} | change
    with pytest.raises(ValueError, match=f"^{sentence}"):
        network.loss(**arguments)


@pytest.mark.parametrize("length", [12, 14])
def test_a_theta_of_another_length_is_refused_everywhere(length):
    net, theta = Network(), np.zeros(length)
    ways = (
        lambda: network.loss(net, CORNERS, XOR)(theta),
        lambda: net.predict(theta, CORNERS),
        lambda: net.forward(theta, CORNERS),
        lambda: net.layers(theta),
    )
    for way in ways:
        with pytest.raises(ValueError, match=rf"^theta: expected shape \(13,\), got shape \({length},\)$"):
            way()


def test_a_theta_that_is_not_finite_is_refused_where_answers_are_asked():
    with pytest.raises(ValueError, match=r"^theta: expected finite numbers, got nan at theta\[3\]$"):
        Network().predict([0, 0, 0, np.nan, *[0] * 9], CORNERS)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"how": "glorot"}, "how: expected one of xavier, he, uniform, constant, zeros, got 'glorot'"),
        ({"how": "xavier"}, "rng: expected a numpy.random.Generator, got None"),
        ({"how": "constant"}, "value: expected a number, got None"),
        ({"how": "uniform", "value": -1, "rng": RNG}, "value: expected a number above 0, got -1"),
    ],
)
def test_unfit_starts_are_refused(arguments, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        Network().init(**arguments)
