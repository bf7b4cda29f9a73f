"""Backpropagation step by step: by hand, against the fast way and central differences, and its mistakes."""

import math
import re
from dataclasses import FrozenInstanceError
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab import backprop_steps, network
from nnlab.explore.lesson4 import formulas
from nnlab.losses import LOSSES
from nnlab.network import Network

NET = Network((2, 2, 1), "sigmoid")
HAND = np.array([1, -1, 2, 3, -1, 1, 4, -2, -1.0])  # z = 0 at every neuron for x = (1, 0)
X, Y = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([0, 1, 1, 0.0])
ROUND = np.array([1.0, -1.8, -2.0, 1.0, -0.9, 0.4, 1.2, 1.0, -1.5])  # training forgives a mistake from here
OUTPUTS = [(name, kind) for kind in LOSSES for name in LOSSES[kind].outputs]


def found(steps, does):
    return {place: value for s in steps if s.does == does for place, value in zip(s.where or [()], s.values)}


def test_every_number_of_the_example_worked_by_hand():
    steps = list(backprop_steps.steps(NET, HAND, [1, 0], 1, lr=1.6))
    assert found(steps, "z") == {(1, 0): 0, (1, 1): 0, (2, 0): 0}
    assert found(steps, "a") == {(1, 0): 0.5, (1, 1): 0.5, (2, 0): 0.5}
    assert found(steps, "loss") == {(): 0.125}
    assert found(steps, "error") == {(2, 0): -0.5, (1, 0): -0.5, (1, 1): 0.25}
    assert found(steps, "delta") == {(2, 0): -0.125, (1, 0): -0.125, (1, 1): 0.0625}
    assert backprop_steps.collect(NET, steps).tolist() == [
        -0.125,
        0.0625,
        0,
        0,
        -0.125,
        0.0625,
        -0.0625,
        -0.0625,
        -0.125,
    ]
    new = [1.2, -1.1, 2, 3, -0.8, 0.9, 4.1, -1.9, -0.8]
    np.testing.assert_allclose(backprop_steps.collect(NET, steps, "update"), new, atol=1e-15)
    after = network.loss(NET, [[1, 0]], [1])(np.array(new))[0]
    assert after == pytest.approx(0.048104, abs=1e-6)


def test_the_steps_come_in_the_order_of_thought():
    steps = list(backprop_steps.steps(NET, HAND, [1, 0], 1))
    assert [s.k for s in steps] == list(range(25))
    hidden, output = ["z", "a"] * 2, ["z", "a"]
    back = ["error", "delta", *["gradient"] * 3, "error", "error", "delta", "delta", *["gradient"] * 6]
    assert [s.does for s in steps] == ["input", *hidden, *output, "loss", *back, "update", "update"]
    assert [s.where[0] for s in steps if s.does == "update"] == [(2, 0, 0), (1, 0, 0)]
    with pytest.raises(FrozenInstanceError):
        steps[0].k = 3


@st.composite
def networks(draw):
    depth = draw(st.integers(1, 3))
    sizes = tuple(draw(st.lists(st.integers(1, 4), min_size=depth + 1, max_size=depth + 1)))
    output, kind = draw(st.sampled_from(OUTPUTS))
    hidden = draw(
        st.lists(
            st.sampled_from(["sigmoid", "tanh", "relu", "linear"]), min_size=depth - 1, max_size=depth - 1
        )
    )
    net = Network(sizes, (*hidden, output), bias=draw(st.booleans()))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    y = rng.uniform(0, 1, sizes[-1])
    return net, rng.uniform(-2, 2, net.size), rng.normal(size=sizes[0]), y, kind


@given(networks())
def test_it_finds_the_gradient_of_the_fast_way(case):
    net, theta, x, y, kind = case
    steps = list(backprop_steps.steps(net, theta, x, y, kind=kind, lr=0.1))
    value, gradient = network.loss(net, x[None], y[None], kind)(theta)
    np.testing.assert_allclose(backprop_steps.collect(net, steps), gradient, rtol=1e-12, atol=1e-12)
    assert found(steps, "loss")[()] == pytest.approx(value, rel=1e-12, abs=1e-12)
    np.testing.assert_allclose(
        backprop_steps.collect(net, steps, "update"), theta - 0.1 * gradient, atol=1e-12
    )


def test_all_pairs_of_activation_and_loss_are_tried():
    assert len(OUTPUTS) == 13


@pytest.mark.parametrize("output, kind", OUTPUTS)
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "linear"])
def test_it_agrees_with_central_differences(hidden, output, kind):
    net, rng = Network((3, 4, 2), (hidden, output)), np.random.default_rng(5)
    theta, x, y = rng.uniform(-1, 1, net.size), rng.normal(size=3), np.array([0.2, 0.9])
    found = backprop_steps.collect(net, backprop_steps.steps(net, theta, x, y, kind=kind))
    np.testing.assert_allclose(found, nudged(net, theta, x, y, kind), rtol=1e-6, atol=1e-9)


def nudged(net, theta, x, y, kind="half_sse", by=1e-5):
    """The gradient by central differences of the walk's own loss."""

    def loss(theta):
        return next(s.value for s in backprop_steps.steps(net, theta, x, y, kind=kind) if s.does == "loss")

    ways = by * np.eye(len(theta))
    return np.array([(loss(theta + way) - loss(theta - way)) / (2 * by) for way in ways])


def disagreeing(net, theta, x, y, bug, lr=1.6):
    right = backprop_steps.collect(net, backprop_steps.steps(net, theta, x, y, lr=lr))
    given = backprop_steps.collect(net, backprop_steps.steps(net, theta, x, y, lr=lr, bug=bug))
    return {edge for edge, g, r in zip(backprop_steps.edges(net), given, right) if abs(g - r) > 1e-9}


FIRST, SECOND = {(1, i, j) for i in range(3) for j in range(2)}, {(2, i, 0) for i in range(3)}
BIASES = {(1, 2, 0), (1, 2, 1), (2, 2, 0)}
WRONG = {  # at (1, 1), where every input counts
    backprop_steps.EARLY: FIRST,
    backprop_steps.OF_Z: FIRST | SECOND,
    backprop_steps.NO_SLOPE: FIRST,
    backprop_steps.NO_BIAS: BIASES,
    backprop_steps.SIGN: FIRST | SECOND,
}


@pytest.mark.parametrize("bug", backprop_steps.BUGS)
def test_which_edges_each_mistake_spoils(bug):
    assert disagreeing(NET, ROUND, [1, 1], 0, bug) == WRONG[bug]
    unmoved = {(1, 1, 0), (1, 1, 1)}  # their input is 0, so any delta gives 0
    assert disagreeing(NET, ROUND, [1, 0], 1, bug) == WRONG[bug] - unmoved
    assert disagreeing(NET, ROUND, [1, 0], 1, None) == set()


def test_what_each_mistake_does_to_the_example_worked_by_hand():
    def deltas(bug):
        return found(backprop_steps.steps(NET, HAND, [1, 0], 1, lr=1.6, bug=bug), "delta")

    assert deltas(backprop_steps.EARLY)[1, 0] == pytest.approx(4.1 * -0.125 / 4)
    assert deltas(backprop_steps.NO_SLOPE)[1, 0] == -0.5
    assert set(deltas(backprop_steps.OF_Z).values()) == {0.0}  # z (1 - z) at z = 0
    assert deltas(backprop_steps.SIGN)[2, 0] == 0.125
    assert deltas(backprop_steps.NO_BIAS) == deltas(None)


def test_too_early_the_second_layer_is_new_before_the_first_is_asked():
    does = [s.does for s in backprop_steps.steps(NET, HAND, [1, 0], 1, bug=backprop_steps.EARLY)]
    assert does.index("update") < len(does) - 1 - does[::-1].index("error")
    assert does.count("update") == 2  # and once for each layer, as ever


def losses(bug, passes=300):
    f = network.loss(NET, X, Y)
    return [
        f(theta)[0] for theta in islice(backprop_steps.train(NET, ROUND, X, Y, lr=1.6, bug=bug), passes + 1)
    ]


def test_training_alone_does_not_reveal_it():
    right, early, biasless = losses(None), losses(backprop_steps.EARLY), losses(backprop_steps.NO_BIAS)
    assert right[0] == early[0] == pytest.approx(0.539, abs=5e-4)
    assert right[-1] == pytest.approx(0.00888, abs=1e-5) and early[-1] == pytest.approx(0.00894, abs=1e-5)
    assert max(abs(r - e) for r, e in zip(right, early)) < 0.03
    assert biasless[-1] == pytest.approx(0.325, abs=1e-3)  # it falls as well, only less far


def test_training_reveals_a_wrong_sign_and_a_slope_of_z():
    sign, of_z = losses(backprop_steps.SIGN), losses(backprop_steps.OF_Z)
    assert sign[-1] > 1.8 * sign[0]
    assert len(of_z) < 301  # grown beyond all numbers


def test_training_is_one_walk_and_one_update_a_sample():
    theta = ROUND
    for x, y in zip(X, Y):
        theta = theta - 0.5 * network.loss(NET, x[None], [y])(theta)[1]
    start, after = islice(backprop_steps.train(NET, ROUND, X, Y, lr=0.5), 2)
    assert start is ROUND
    np.testing.assert_allclose(after, theta, rtol=1e-12)


def test_a_cross_entropy_does_not_cancel_where_the_answer_is_right_and_sure():
    net = Network((1, 1), "sigmoid")
    for size, loss in [(30.0, 9.357622968839737e-14), (36.0, 2.319522830243569e-16), (1e308, 0.0)]:
        for z, y in (size, 1), (-size, 0):
            steps = backprop_steps.steps(net, [z, 0.0], [1.0], y, kind="cross_entropy")
            assert found(steps, "loss")[()] == pytest.approx(loss, rel=1e-14, abs=0)


def test_a_cross_entropy_stays_right_where_the_answer_is_sure():
    net = Network((1, 1), "sigmoid")
    steps = list(backprop_steps.steps(net, [1000.0, 0.0], [1.0], 0, kind="cross_entropy"))
    assert found(steps, "loss")[()] == 1000.0 and found(steps, "delta")[1, 0] == 1.0


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (dict(bug="typo"), "bug: expected"),
        (dict(lr=0.0), "lr: expected"),
        (dict(kind="huber"), "kind: expected"),
        (dict(theta=[1.0]), "theta: expected"),
        (dict(x=[1.0]), "x: expected 2 features"),
        (dict(y=[1.0, 2.0]), "y: expected"),
        (dict(net=Network((2, 2, 1), ("step", "sigmoid"))), "step"),
        (dict(net=Network((2, 2, 1), "tanh"), kind="cross_entropy"), "kind: expected"),
    ],
)
def test_bad_input(arguments, sentence):
    arguments = dict(net=NET, theta=HAND, x=[1, 0], y=1) | arguments
    with pytest.raises(ValueError, match=sentence):
        backprop_steps.steps(**arguments)


def test_edges_stand_in_the_order_of_theta():
    edges = backprop_steps.edges(NET)
    assert (
        edges[:3] == [(1, 0, 0), (1, 0, 1), (1, 1, 0)] and edges[-1] == (2, 2, 0) and len(edges) == NET.size
    )
    assert len(backprop_steps.edges(Network((2, 2, 1), bias=False))) == 6


def test_formulas_in_symbols_and_numbers():
    steps = list(backprop_steps.steps(NET, HAND, [1, 0], 1, lr=1.6))
    told = [formulas.formula(step, NET, "half_sse") for step in steps]
    assert told[1] == (
        r"z^{(1)}_1 = w^{(1)}_{11}\,x_1 + w^{(1)}_{21}\,x_2 + b^{(1)}_1",
        r"1\cdot 1 + 2\cdot 0 + (-1)",
    )
    assert told[2][1] == r"\sigma(0)"
    assert told[7][1] == r"\frac{1}{2}(0.5 - 1)^2"
    assert told[8] == (r"\partial L / \partial a^{(2)}_1 = a^{(2)}_1 - y", "0.5 - 1")
    assert told[9][1] == r"-0.5\cdot 0.5\,(1 - 0.5)"
    assert told[13][1] == r"4\cdot (-0.125)"
    assert told[17] == (r"\partial L / \partial w^{(1)}_{11} = x_1\,\delta^{(1)}_1", r"1\cdot (-0.125)")
    assert formulas.update(steps[-1], NET, 0)[1] == r"1 - 1.6\cdot (-0.125)"


def value_of(text: str) -> float:
    """What a formula with its numbers comes to, read as a pocket calculator would."""
    text = re.sub(r"\\ln ([\d.]+)", r"L(\1)", text)
    text = re.sub(r"\\frac{(\d)}{(\d)}", r"(\1/\2)*", text)
    text = text.replace("^2", "**2").replace("^{", "**(").replace("}", ")")
    for sign, spoken in [(r"\cdot", "*"), (r"0,\,", "0,"), (r"\,", "*"), ("[", "("), ("]", ")"), (" ", "")]:
        text = text.replace(sign, spoken)
    for function, spoken in [(r"\sigma", "S"), (r"\tanh", "T"), (r"\max", "M"), (r"\ln", "L")]:
        text = text.replace(function, spoken)
    names = dict(S=lambda z: 1 / (1 + math.exp(-z)), T=math.tanh, M=max, L=math.log)
    return eval(text, {"__builtins__": {}}, names)


@pytest.mark.parametrize("kind", LOSSES)
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "linear"])
@pytest.mark.parametrize("k", [1, 2])
def test_the_numbers_in_a_formula_come_to_its_value(k, hidden, kind):
    net, rng = Network((2, 3, k), (hidden, "sigmoid")), np.random.default_rng(6)
    theta, y, seen = rng.uniform(-2, 2, net.size), [0.3, 0.9][:k], set()
    for step in backprop_steps.steps(net, theta, [1, -0.5], y, kind=kind):
        if step.does in ("z", "a", "loss", "error", "delta", "gradient"):
            symbols, numbers = formulas.formula(step, net, kind)
            if numbers or step.does != "gradient":  # 1 times 0 is not worked out
                assert value_of(numbers) == pytest.approx(step.value, rel=0.02, abs=4e-3), (symbols, numbers)
            if step.does == "a" and step.where[0][0] == 1:
                seen.add(step.value > 0)
    assert seen == {True, False} or hidden == "sigmoid"  # a relu that speaks, and one that is silent


@pytest.mark.parametrize("kind", ["sse", "cross_entropy"])
@pytest.mark.parametrize(
    "hidden, theta",
    [(name, [1e-5, 0.0, 1.0, -10.0]) for name in ("sigmoid", "tanh", "relu")]
    + [("sigmoid", [-10.0, 0.0, 3000.0, 0.0])],
)
def test_numbers_with_a_power_of_ten_are_put_in_brackets(hidden, theta, kind):
    net = Network((1, 1, 1), (hidden, "sigmoid"))
    for step in backprop_steps.steps(net, theta, [1.0], 1, kind=kind):
        if step.does in ("z", "a", "loss", "error", "delta", "gradient"):
            symbols, numbers = formulas.formula(step, net, kind)
            assert not re.search(r"(?<!\()[\d.]+\\cdot 10\^{-?\d+}\^", numbers), numbers
            assert not re.search(r"\\ln [\d.]+\\cdot", numbers), numbers
            assert value_of(numbers) == pytest.approx(step.value, rel=0.06, abs=1e-9), (symbols, numbers)


def test_a_tiny_number_in_brackets():
    assert formulas.factor(1e-5) == r"(1\cdot 10^{-5})" and formulas.factor(-1e4) == r"(-1\cdot 10^{4})"
    assert formulas.factor(0.5) == "0.5" and formulas.factor(-0.5) == "(-0.5)"


def test_the_names_of_many_neurons_stay_apart():
    net = Network((12, 12, 12))
    assert formulas.edge(net, 1, 8, 8) == "w^{(1)}_{99}"
    assert formulas.edge(net, 1, 0, 10) == "w^{(1)}_{1,11}" != formulas.edge(net, 1, 10, 0)
    assert formulas.edge(net, 1, 12, 9) == "b^{(1)}_{10}" and formulas.node("a", 2, 11) == "a^{(2)}_{12}"
    assert formulas.node("a", 0, 9) == "x_{10}" and formulas.target(net, 9) == "y_{10}"


@pytest.mark.parametrize(
    "value, text",
    [
        *[
            (0.0, "0"),
            (-0.0, "0"),
            (0.0625, "0.0625"),
            (-1.2345, "−1.23"),
            (123.4, "123"),
            (0.03125, "0.0312"),
        ],
        *[
            (1.234e-5, "1.2e−5"),
            (12345.0, "1.2e4"),
            (6e-4, "6e−4"),
            (0.00334, "0.0033"),
            (math.inf, "∞"),
            (math.nan, "nan"),
        ],
    ],
)
def test_short_numbers(value, text):
    assert formulas.number(value) == text
    assert "−" not in formulas.tex(value)
