"""A sample's way through the network: every number against the network's own loss, nudging and paper."""

import html
import re

import numpy as np
import pytest

from nnlab import network
from nnlab.explore.playground import explore_playground, way
from nnlab.explore.playground import unit_words as words
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.settings import Settings
from nnlab.explore.playground.specimen import NUDGE, Specimen, Wire, place_of
from nnlab.features import FEATURES
from nnlab.network import Network
from nnlab.pictures.network_plan import Spot

CASES = {
    "one output": (Network((2, 4, 2, 1), ("tanh", "relu", "sigmoid")), "cross_entropy", [1.0]),
    "squares of a sigmoid": (Network((2, 3, 1), ("sigmoid", "sigmoid")), "mse", [0.0]),
    "squares of a tanh": (Network((3, 4, 1), ("tanh", "tanh")), "mse", [-1.0]),
    "numbers": (Network((2, 5, 1), ("relu", "linear")), "mse", [0.3]),
    "shares": (Network((7, 8, 8, 3), ("sigmoid", "tanh", "softmax")), "cross_entropy", [0.0, 1.0, 0.0]),
    "no hidden layer": (Network((2, 4), "softmax"), "cross_entropy", [0.0, 0.0, 1.0, 0.0]),
    "six layers": (Network((2, 8, 8, 8, 8, 8, 8, 1), ("tanh",) * 6 + ("sigmoid",)), "cross_entropy", [0.0]),
}
NAMES = [words.shown(name) for name in FEATURES]


def specimen(name, seed=0):
    net, kind, y = CASES[name]
    rng = np.random.default_rng(seed)
    theta = net.init(rng=rng) + 0.1 * rng.normal(size=net.size)
    return Specimen(net, theta, rng.normal(size=net.inputs), np.array(y), kind)


def wires(net):
    return [
        Wire(l, i, j)
        for l, (d, h) in enumerate(zip(net.sizes, net.sizes[1:]), 1)
        for i in range(d + 1)
        for j in range(h)
    ]


@pytest.fixture
def by_hand():
    """Two features, a tanh unit, a sigmoid output: at (1, 1) both sums are 0."""
    net = Network((2, 1, 1), ("tanh", "sigmoid"))
    return Specimen(net, np.array([1.0, -1.0, 0.0, 2.0, 0.0]), np.ones(2), np.ones(1))


# -- the numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_it_is_the_networks_own_loss_and_gradient(name):
    s = specimen(name)
    value, gradient = network.loss(s.net, s.x[None], s.y[None], s.kind)(s.theta)
    assert abs(s.value - value) <= 1e-12
    np.testing.assert_allclose(s.gradient, gradient, rtol=0, atol=1e-12)
    for own, its in zip(s.a, s.net.forward(s.theta, s.x[None])):
        np.testing.assert_allclose(own, its[0], rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_nudging_finds_the_same_slopes(name):
    s = specimen(name, seed=1)
    for wire in wires(s.net):
        assert s.nudged(wire) == pytest.approx(s.gradient[place_of(s.net, wire)], rel=1e-5, abs=1e-9)


def test_on_paper(by_hand):
    assert by_hand.value == pytest.approx(np.log(2), abs=1e-15)
    np.testing.assert_array_equal(by_hand.deltas[1], [-0.5])
    np.testing.assert_array_equal(by_hand.deltas[0], [-1.0])  # 2 times -0.5, and tanh has slope 1 at 0
    np.testing.assert_array_equal(by_hand.gradient, [-1, -1, -1, 0, -0.5])


def test_a_wire_stands_where_the_network_has_it():
    net = CASES["shares"][0]
    theta = np.arange(net.size, dtype=float)
    layers = net.layers(theta)
    for wire in wires(net):
        W, b = layers[wire.layer - 1]
        expected = b[wire.j] if wire.i == len(W) else W[wire.i, wire.j]
        assert theta[place_of(net, wire)] == expected


@pytest.mark.parametrize("wire", [(0, 0, 0), (3, 0, 0), (1, 3, 0), (1, 0, 1), (2, -1, 0)])
def test_no_such_wire(by_hand, wire):
    with pytest.raises(ValueError, match="expected one of a network of"):
        place_of(by_hand.net, Wire(*wire))


def test_a_place_without_an_answer_goes_forward_only(by_hand):
    s = Specimen(by_hand.net, by_hand.theta, by_hand.x)
    assert s.a[-1] == 0.5
    with pytest.raises(ValueError, match="without one there is no way back"):
        _ = s.deltas
    *_, output = words.whole_way(s, NAMES)  # and no way back
    assert output == ("The output", ["a⁽²⁾₁ = sigmoid(2·a⁽¹⁾₁) = sigmoid(2·0) = sigmoid(0) = 0.5"])


def test_weights_beyond_all_bounds_bring_no_warning():
    s = specimen("six layers")
    far = Specimen(s.net, 1e300 * s.theta, s.x, s.y, s.kind)
    assert words.whole_way(far, NAMES) and words.at_wire(far, NAMES, Wire(1, 0, 0))


def test_a_corner_of_a_relu_is_told():
    net = Network((1, 1, 1), ("relu", "linear"))
    at = Specimen(net, np.array([1.0, -1.0, 1.0, 0.0]), np.array([1.0]), np.array([2.0]), "mse")
    beside = Specimen(net, np.array([1.0, 3 * NUDGE - 1.0, 1.0, 0.0]), at.x, at.y, "mse")
    wire = Wire(1, 0, 0)
    assert at.at_a_kink(wire) and not beside.at_a_kink(wire)
    assert "over its corner" in words.gradient_line(at, ["x₁"], wire)
    assert words.gradient_line(beside, ["x₁"], wire).endswith("nudging it gives the same.")


def test_where_a_nudge_is_lost_among_large_numbers_nothing_disagrees():
    net, wire = Network((2, 4, 4, 1), ("relu", "relu", "linear")), Wire(1, 0, 0)
    start = net.init(rng=np.random.default_rng(0))
    told = set()
    for size in 10.0 ** np.arange(0, 300, 3):
        s = Specimen(net, size * start, np.ones(2), np.array([1.0]), "mse")
        for wire in wires(net):
            told.add(words.gradient_line(s, ["x₁", "x₂"], wire).split("; ")[1])
    assert told == {"nudging it gives the same.", "among numbers so large a nudge tells nothing."}


# -- the words --------------------------------------------------------------------------------------------

READ = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "max": max}


def value(text):
    """What a text with numbers comes to."""
    text = re.sub(r" \(of \d more\)", "", text)
    for sign, means in (("−", "-"), ("·", "*"), ("²", "**2"), ("nearly 0", "0")):
        text = text.replace(sign, means)
    return eval(text, {"__builtins__": {}}, READ)


def test_the_formula_of_a_unit():
    net = Network((2, 2, 1), ("tanh", "sigmoid"))
    theta = np.array([0.5, 0.42, 2.0, -1.31, 0.0, 0.08, 1.0, -1.0, 0.25])
    s = Specimen(net, theta, np.array([1.2, -0.5]))
    assert words.formula(s, NAMES, 1, 1) == "a⁽¹⁾₂ = tanh(0.42·x₁ − 1.31·x₂ + 0.08)"
    assert (
        words.with_numbers(s, 1, 1) == "= tanh(0.42·1.2 − 1.31·(−0.5) + 0.08) = tanh(1.24) = 0.845"
    )  # tanh 1.239 = 0.8453
    assert words.whole_way(s, NAMES)[0] == ("The sample comes in", ["x₁ = 1.2", "x₂ = −0.5"])


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", range(3))
def test_what_is_written_comes_to_what_is_so(name, seed):
    s = specimen(name, seed)
    last = len(s.net.sizes) - 1
    for layer in range(1, last + 1):
        for j in range(s.net.sizes[layer]):
            softmax = layer == last and s.net.activations[-1] == "softmax"
            first, *_, end = words.with_numbers(s, layer, j)[2:].split(" = ")
            right = s.z[-1][j] if softmax else s.a[layer][j]
            assert value(end) == pytest.approx(right, rel=6e-3, abs=1e-9)
            assert value(first) == pytest.approx(right, abs=0.03)
            *_, line, end = words.delta_line(s, layer, j).split(" = ")
            assert value(end) == pytest.approx(s.deltas[layer - 1][j], rel=6e-3, abs=1e-7)
            assert value(line) == pytest.approx(s.deltas[layer - 1][j], rel=0.1, abs=5e-3)
    *_, line, end = words.loss_line(s).split(" = ")
    assert value(end) == pytest.approx(s.value, rel=6e-3)


def test_a_long_sum_names_its_largest_parts_and_adds_up_the_rest():
    s = specimen("shares")
    text = words.formula(s, NAMES, 2, 0)
    assert text.count("a⁽¹⁾") == words.TERMS and "4 more" in text
    parts = np.abs(s.net.matrices(s.theta)[1][:-1, 0] * s.a[1])
    for i in np.argsort(parts)[-words.TERMS :]:
        assert words.unit(1, i) in text


def test_weights_of_zero_are_left_out(by_hand):
    s = Specimen(by_hand.net, np.array([0.0, -1.0, 0.5, 0.0, 0.0]), by_hand.x)
    assert words.formula(s, NAMES, 1, 0) == "a⁽¹⁾₁ = tanh(−1·x₂ + 0.5)"
    assert words.formula(s, NAMES, 2, 0) == "a⁽²⁾₁ = sigmoid(0)"


@pytest.mark.parametrize("seed", range(20))
def test_shares_are_rounded_so_that_they_add_up_to_one(seed):
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.full(rng.integers(2, 5), 0.3))
    written = np.array([float(text) for text in words.shares(p)])
    assert round(1000 * written.sum()) == 1000
    assert np.abs(written - p).max() < 0.001


def test_the_shares_of_a_softmax():
    s = specimen("no hidden layer")
    line = words.softmax_line(s, 2)
    assert line.startswith("a⁽¹⁾₃ = e^z⁽¹⁾₃ / (e^z⁽¹⁾₁ + e^z⁽¹⁾₂ + e^z⁽¹⁾₃ + e^z⁽¹⁾₄) = ")
    *_, share = line.split("; ")[0].split(" = ")
    assert float(share) == pytest.approx(s.a[-1][2], abs=1e-3) and line.endswith(" = 1")
    far = Specimen(s.net, 1000 * s.theta, s.x, s.y)
    assert "e^" in words.softmax_line(far, 2) and words.softmax_line(far, 2).count(" / ") == 1


def test_the_loss_of_a_sample(by_hand):
    assert words.loss_line(by_hand) == "L = −ln 0.5 = 0.693"
    s = Specimen(by_hand.net, by_hand.theta, by_hand.x, np.zeros(1))
    assert words.loss_line(s) == "L = −ln(1 − 0.5) = 0.693"
    s = Specimen(by_hand.net, by_hand.theta, by_hand.x, np.zeros(1), "mse")
    assert words.loss_line(s) == "L = (0.5 − 0)² = 0.25"
    s = specimen("no hidden layer")
    assert words.loss_line(s, ("a", "b", "c", "d")) == (
        f"L = −ln {words.close(s.a[-1][2])} (the share of c) = {words.plain(s.value)}"
    )


def test_a_share_near_1_does_not_look_like_1():
    assert words.close(0.99997) == "0.99997" and words.close(1.0) == "1" and words.close(0.75) == "0.75"


@pytest.mark.parametrize(
    ("activation", "bias", "why"),
    [("relu", -2.0, words.OFF), ("relu", 0.5, ""), ("tanh", 8.0, words.FLAT), ("tanh", -0.1, "")],
)
def test_the_way_says_why_nothing_comes_back(activation, bias, why):
    net = Network((1, 1, 1), (activation, "linear"))
    s = Specimen(net, np.array([1.0, bias, 1.0, 0.0]), np.ones(1), np.zeros(1), "mse")
    assert (abs(s.deltas[0][0]) < 1e-5) == bool(why)
    [line] = dict(words.whole_way(s, ["x₁"]))["Back: layer 1"]
    assert line == f"{words.delta_line(s, 1, 0)}. {why}" if why else line == words.delta_line(s, 1, 0)


def test_a_weight_and_a_bias(by_hand):
    value, slope = words.at_wire(by_hand, NAMES, Wire(1, 1, 0))
    assert value == "w⁽¹⁾₂₁ = −1, from x₂ to a⁽¹⁾₁: it carries (−1)·1 = −1"
    assert slope == "∂L/∂w⁽¹⁾₂₁ = x₂·δ⁽¹⁾₁ = 1·(−1) = −1; nudging it gives the same."
    value, slope = words.at_wire(by_hand, NAMES, Wire(2, 1, 0))
    assert value == "b⁽²⁾₁ = 0, the bias of a⁽²⁾₁"
    assert slope == "∂L/∂b⁽²⁾₁ = δ⁽²⁾₁ = −0.5; nudging it gives the same."


def test_a_wrong_gradient_would_be_seen(by_hand):
    by_hand.__dict__["gradient"] = 1.01 * by_hand.gradient
    assert words.gradient_line(by_hand, NAMES, Wire(1, 0, 0)).endswith("−1: they disagree!")


def test_the_whole_way_of_a_sample():
    s = specimen("shares")
    way = words.whole_way(s, NAMES, ("a", "b", "c"))
    assert [heading for heading, _ in way] == [
        "The sample comes in",
        "Layer 1",
        "Layer 2",
        "The output",
        "The loss of this sample, without a penalty",
        "Back: the output",
        "Back: layer 2",
        "Back: layer 1",
    ]
    assert [len(lines) for _, lines in way] == [7, 8, 8, 6, 1, 3, 8, 8]


def test_the_way_of_a_sample_as_a_page():
    learner = Learner(Settings(data="three arms", hidden=(3,), activations=("relu",), start="he"))
    learner.player.seek(5)
    sample = 7
    s = way.specimen_of(learner, sample)
    a = learner.answers(learner.theta, learner.material.X[[sample]])[0]
    np.testing.assert_allclose(s.a[-1], a, atol=1e-12)
    assert s.y.argmax() == learner.material.y[sample]
    text = way.page_of(learner, sample)
    right, said = (learner.material.classes[int(k)] for k in (learner.material.y[sample], a.argmax()))
    assert right != said and f"Sample 8 at step 5: {right}, but the network says {said}." in text
    assert text.count("<li>") == 2 + 3 + 3 + 3 + 1 + 3 + 3
    assert html.escape(words.loss_line(s, learner.material.classes)) in text
    assert way.NO_SAMPLE in way.page_of(learner, None)


def test_the_way_begins_with_the_weight_that_is_held():
    explorer = explore_playground(data="circle", hidden=(3,), features=("x2", "x1²"))
    explorer.sample_kept = 4
    explorer.hold(Spot("weight", layer=1, i=1, j=2))
    explorer.publish()
    value, slope = words.at_wire(way.specimen_of(explorer.learner, 4), ["x₂", "x₁²"], Wire(1, 1, 2))
    assert ", from x₁² to a⁽¹⁾₃: it carries " in value and slope.endswith("nudging it gives the same.")
    heading, value, slope, comes_in = map(explorer.way.value.index, (way.HELD, value, slope, "comes in"))
    assert heading < value < slope < comes_in
    explorer.hold(Spot("bias", layer=1, j=2))
    explorer.publish()
    assert "the bias of a⁽¹⁾₃" in explorer.way.value
    explorer.hold(None)
    explorer.publish()
    assert way.HELD not in explorer.way.value
