import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from nnlab import neuron, perceptron
from nnlab.activations import ACTIVATIONS, sigmoid
from nnlab.descent import check_gradient, descend, stop
from nnlab.losses import LOSSES

RNG = np.random.default_rng(5)
PAIRS = [(name, kind) for kind, loss in LOSSES.items() for name in loss.outputs]
NINE_X, NINE_Y = [[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]], [0, 1, 1, 0]
NINE_W = np.array([-0.16595599, 0.44064899, -0.99977125])


def test_one_step_worked_by_hand():
    # x = (2, 3), w = (1, -1), b = 1: z = 2 - 3 + 1 = 0, a = 1/2, y = 1. Half the squared error is 1/8;
    # its slope by a is -1/2, that of the sigmoid 1/4, so by z -1/8, and by (w, b) -(2, 3, 1)/8.
    loss = neuron.loss([[2, 3]], [1])
    value, gradient = loss([1, -1, 1])
    assert value == 1 / 8
    assert gradient.tolist() == [-2 / 8, -3 / 8, -1 / 8]
    _, step = stop(descend(loss, [1, -1, 1], lr=8.0), at_most=1)
    assert step.theta.tolist() == [3, 2, 2]


def test_a_step_neuron_says_what_the_perceptron_says():
    X, w = RNG.normal(size=(20, 3)), RNG.normal(size=4)
    assert np.array_equal(neuron.predict(w, X, "step"), perceptron.predict(w, X))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_answers(name):
    X, w = RNG.normal(size=(20, 3)), RNG.normal(size=4)
    a = neuron.predict(w, X, name, 2.5)
    np.testing.assert_allclose(a, ACTIVATIONS[name].f(2.5 * (X @ w[:3] + w[3])), rtol=1e-13)
    assert np.array_equal(neuron.predict(w[:3], X, name, bias=False), neuron.predict([*w[:3], 0], X, name))


def test_the_steeper_the_sigmoid_the_more_it_is_a_step():
    X, w = RNG.normal(size=(50, 2)), RNG.normal(size=3)
    distance = [
        np.abs(neuron.predict(w, X, steepness=s) - neuron.predict(w, X, "step")).max()
        for s in (1, 4, 16, 1e6)
    ]
    assert distance == sorted(distance, reverse=True) and distance[-1] < 1e-12


@pytest.mark.parametrize(("activation", "kind"), PAIRS)
@settings(max_examples=30)  # of each pair; there are 13
@given(seed=st.integers(0, 10**6), n=st.integers(1, 6), d=st.integers(1, 4), bias=st.booleans())
def test_gradients(activation, kind, seed, n, d, bias):
    rng = np.random.default_rng(seed)
    X, w, steepness = rng.normal(size=(n, d)), rng.normal(size=d + bias), float(rng.uniform(0.3, 3))
    while activation == "relu" and np.any(np.abs(X @ w[:d] + (w[-1] if bias else 0)) < 1e-3):
        X = rng.normal(size=(n, d))  # no sample on the kink
    y = rng.uniform(size=n)
    loss = neuron.loss(X, y, activation=activation, kind=kind, steepness=steepness, bias=bias)
    a = neuron.predict(w, X, activation, steepness, bias=bias)
    assert np.isclose(loss(w)[0], LOSSES[kind].f(a, y), rtol=1e-12)
    found = check_gradient(loss, w)
    law = np.abs(found.analytic) + abs(loss(w)[0])
    assert np.all(np.abs(found.analytic - found.numeric) <= 1e-7 * law)
    assert found.worst < 1e-6


def test_the_nine_line_network():
    loss = neuron.loss(NINE_X, NINE_Y, kind="half_sse", bias=False)
    trace = list(stop(descend(loss, NINE_W, lr=1.0), at_most=10_000))
    np.testing.assert_allclose(trace[-1].theta, [9.67299303, -0.2078435, -4.62963669], atol=1e-8)
    said = {
        k: neuron.predict(trace[k].theta, [[1, 0, 0]], bias=False).item() for k in (1, 10, 100, 1000, 10000)
    }
    expected = {1: 0.53002734, 10: 0.84820304, 100: 0.99025576, 1000: 0.99929937, 10000: 0.99993704}
    assert said == pytest.approx(expected, abs=1e-8)
    others = neuron.predict(trace[-1].theta, [[0, 0, 0], [0, 1, 0]], bias=False)
    np.testing.assert_allclose(others, [0.5, 0.448], atol=5e-4)


def test_the_nine_line_network_as_nine_lines():
    X, y, w = np.array(NINE_X), np.array(NINE_Y), NINE_W
    steps = descend(neuron.loss(X, y, bias=False), NINE_W, lr=1.0)
    for step in stop(steps, at_most=100):
        np.testing.assert_allclose(step.theta, w, rtol=1e-12)
        a = 1 / (1 + np.exp(-X @ w))
        w = w + X.T @ ((y - a) * a * (1 - a))


def test_logistic_regression_finds_the_same_minimum():
    X = RNG.normal(size=(80, 2))
    y = (X[:, 0] + 0.5 * RNG.normal(size=80) > 0).astype(int)
    steps = descend(neuron.loss(X, y, kind="cross_entropy"), np.zeros(3), lr=2.0, momentum=0.9)
    *_, last = stop(steps, gradient_below=1e-10, at_most=5000)
    # As good as no penalty; C=np.inf warns in scikit-learn 1.8.0.
    theirs = LogisticRegression(C=1e12, solver="newton-cholesky", tol=1e-10, max_iter=1000).fit(X, y)
    np.testing.assert_allclose(last.theta, [*theirs.coef_[0], theirs.intercept_[0]], rtol=1e-6)


def test_two_balls_from_the_confidently_wrong_corner():
    slope = {kind: neuron.loss([[1.0]], [1], kind=kind)([-5.0, -5.0])[1][1] for kind in LOSSES}
    assert slope["half_sse"] == pytest.approx(-4.5e-5, rel=0.02)
    assert slope["cross_entropy"] == pytest.approx(-1.0, rel=1e-4)


def test_a_row_or_a_column_of_right_answers():
    X, w, y = RNG.normal(size=(5, 2)), RNG.normal(size=3), RNG.uniform(size=5)
    (v, g), (value, gradient) = neuron.loss(X, y)(w), neuron.loss(X, y[:, None])(w)
    assert v == value and np.array_equal(g, gradient)
    assert v == pytest.approx(0.5 * np.sum((sigmoid(X @ w[:2] + w[2]) - y) ** 2), rel=1e-13)


def test_later_changes_of_the_data_are_not_seen():
    X, y, w = RNG.normal(size=(5, 2)), RNG.uniform(size=5), RNG.normal(size=3)
    for bias in True, False:
        loss = neuron.loss(X, y, bias=bias)
        before = loss(w[: 2 + bias])[0]
        X *= 2
        y *= 2
        assert loss(w[: 2 + bias])[0] == before
        X, y = X / 2, y / 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"X": [1.0, 2.0]}, r"X: expected shape \(n, d\)"),
        ({"X": [[1.0], [np.nan]]}, r"X: expected finite numbers, got nan at X\[1, 0\]"),
        ({"y": [1, 0, 1]}, r"y: expected shape \(2,\) or \(2, 1\), one row per sample, got shape \(3,\)"),
        ({"y": [[1, 0]]}, r"y: expected shape \(2,\) or \(2, 1\), one row per sample, got shape \(1, 2\)"),
        ({"y": [1, np.inf]}, r"y: expected finite numbers, got inf"),
        ({"y": ["yes", "no"]}, r"y: expected numbers, one row per sample, got \['yes', 'no'\]"),
        ({"activation": "step"}, "activation: step cannot learn by descent"),
        ({"activation": "sigmoyd"}, "activation: expected one of "),
        ({"kind": "hinge"}, "kind: expected one of "),
        ({"activation": "tanh", "kind": "cross_entropy"}, "kind: expected sse, half_sse or mse for tanh"),
        (
            {"kind": "cross_entropy", "y": [1, -1]},
            "y: expected numbers from 0 to 1 for cross_entropy, got -1",
        ),
        ({"steepness": 0}, "steepness: expected a number above 0, got 0"),
    ],
)
def test_unfit_arguments_of_a_loss_are_refused(change, sentence):
    arguments = {"X": [[1.0], [2.0]], "y": [0, 1]} | change
    X, y = arguments.pop("X"), arguments.pop("y")
    with pytest.raises(ValueError, match=f"^{sentence}"):
        neuron.loss(X, y, **arguments)


def test_unfit_weights_are_refused():
    with pytest.raises(ValueError, match=r"^w: expected shape \(3,\), got shape \(2,\)$"):
        neuron.loss([[1.0, 2.0]], [1])([1.0, 2.0])
    with pytest.raises(ValueError, match=r"^w: expected shape \(3,\), the bias last, got shape \(2,\)$"):
        neuron.predict([1.0, 2.0], [[1.0, 2.0]])
    with pytest.raises(ValueError, match=r"^w: expected shape \(2,\), got shape \(3,\)$"):
        neuron.predict([1.0, 2.0, 3.0], [[1.0, 2.0]], bias=False)
    with pytest.raises(ValueError, match=r"^activation: expected one of "):
        neuron.predict([1.0, 2.0], [[1.0]], "sigm")
