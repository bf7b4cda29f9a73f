"""Curve fitting: a known expression, polynomials, interpolation, and a network's pieces."""

import warnings
from collections import deque

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression

from nnlab import data
from nnlab.curvefit import SINE, Expression, interpolate, learn, loss, pieces, polynomial, spread_out
from nnlab.descent import check_gradient, descend, stop
from nnlab.network import Network
from nnlab.network import loss as network_loss
from nnlab.scaling import Scaler


def rng(seed=0):
    return np.random.default_rng(seed)


def last_of(steps):
    return deque(steps, maxlen=1)[0]


# -- a known expression -------------------------------------------------------------------------------------


def test_one_step_by_hand():
    """At theta = (1, 1, 0) and x = π/2 a sine says 1; y = 0 there, and at x = 0 y = 1."""
    value, gradient = loss(SINE, [np.pi / 2, 0], [0, 1])([1, 1, 0])
    assert value == pytest.approx((1 + 1) / 2)  # errors 1 and -1
    # by amplitude: sin = 1, 0; by frequency: x cos = 0, 0; by phase: cos = 0, 1
    np.testing.assert_allclose(gradient, [1, 0, -1], atol=1e-15)


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-7, 7), st.integers(0, 99))
def test_the_gradient_agrees_with_differences(amplitude, frequency, phase, seed):
    x, y = rng(seed).uniform(-3, 3, (2, 15))
    assert check_gradient(loss(SINE, x, y), [amplitude, frequency, phase]).worst < 1e-6


def test_descent_finds_the_parameters_that_made_the_data():
    x = np.linspace(-3, 3, 40)
    theta = np.array([1.5, 2.0, 0.5])
    f = loss(SINE, x, SINE.f(x, theta))
    last = last_of(stop(descend(f, [1, 1.7, 0], lr=0.05, momentum=0.9), at_most=2000))
    np.testing.assert_allclose(last.theta, theta, atol=1e-8)


def test_a_wrong_frequency_ends_in_a_local_minimum():
    """A real one: the gradient is zero there, and the error is far from its least."""
    x = np.linspace(-3, 3, 40)
    f = loss(SINE, x, np.sin(2 * x))
    last = last_of(stop(descend(f, [1, 5, 0], lr=0.02, momentum=0.9), at_most=5000, gradient_below=1e-9))
    assert np.abs(last.gradient).max() < 1e-8 and last.value > 0.4


def test_any_expression_can_be_fitted():
    line = Expression(
        ("slope", "start"),
        lambda x, theta: theta[0] * x + theta[1],
        lambda x, theta: np.column_stack([x, np.ones_like(x)]),
    )
    x, y = rng().normal(size=(2, 30))
    last = last_of(stop(descend(loss(line, x, y), [0, 0], lr=0.2), at_most=3000, gradient_below=1e-12))
    oracle = LinearRegression().fit(x[:, None], y)
    np.testing.assert_allclose(last.theta, [oracle.coef_[0], oracle.intercept_], atol=1e-10)


def test_the_samples_are_copied_and_theta_is_checked():
    x, y = np.array([0.0, 1.0]), np.array([1.0, 2.0])
    f = loss(SINE, x, y)
    before = f([1, 1, 1])[0]
    x += 1
    y += 1
    assert f([1, 1, 1])[0] == before
    with pytest.raises(ValueError, match=r"^theta: expected shape \(3,\)"):
        f([1, 1])
    with pytest.raises(ValueError, match=r"^y: expected 2 numbers, one per sample, got 3"):
        loss(SINE, x, [1, 2, 3])


def test_an_expression_of_another_form_is_refused_not_stretched():
    ones = lambda x, theta: np.ones((len(x), 1))  # noqa: E731
    column = Expression(("level",), lambda x, theta: (theta[0] + 0 * x)[:, None], ones)
    with pytest.raises(ValueError, match=r"^f: expected shape \(3,\), got shape \(3, 1\)"):
        loss(column, [1, 2, 3], [2, 4, 6])([0.0])
    flat = Expression(("level",), lambda x, theta: theta[0] + 0 * x, lambda x, theta: np.ones(len(x)))
    with pytest.raises(ValueError, match=r"^slopes: expected shape \(3, 1\), got shape \(3,\)"):
        loss(flat, [1, 2, 3], [2, 4, 6])([0.0])


# -- polynomials and interpolation --------------------------------------------------------------------------


@given(st.integers(0, 9), st.integers(0, 99))
def test_least_squares_agrees_with_scikit_learn(degree, seed):
    c = data.curve("sine", 20, rng=rng(seed))
    powers = lambda x: (x / 3)[:, None] ** np.arange(1, degree + 1)  # noqa: E731
    places = np.linspace(-3, 3, 50)
    if degree == 0:
        expected = np.full(50, c.y.mean())
    else:
        expected = LinearRegression().fit(powers(c.x), c.y).predict(powers(places))
    np.testing.assert_allclose(polynomial(c.x, c.y, degree)(places), expected, rtol=1e-6, atol=1e-6)


def test_a_polynomial_of_degree_n_less_1_goes_through_n_points_and_the_year_2000_does_no_harm():
    x = 2000 + np.arange(8.0)
    y = rng().normal(size=8)
    np.testing.assert_allclose(polynomial(x, y, 7)(x), y, atol=1e-9)


@pytest.mark.parametrize("even, n", [(True, 20), (False, 20), (True, 60)])
def test_up_to_how_many_samples_it_goes_through_all_is_as_the_docstring_says(even, n):
    off = []
    for seed in range(10):
        c = data.curve("sine", n, rng=rng(seed), even=even)
        off.append(np.abs(polynomial(c.x, c.y, n - 1)(c.x) - c.y).max())
    assert max(off) < 1e-5 if n == 20 else max(off) > 1e-2


def test_the_squared_error_never_rises_with_the_degree():
    c = data.curve("half flat", 40, rng=rng(1))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        errors = [np.mean((polynomial(c.x, c.y, d)(c.x) - c.y) ** 2) for d in range(36)]
    assert (np.diff(errors) <= 1e-12).all() and errors[-1] < 0.1 * errors[8]


def test_a_degree_that_the_samples_cannot_bear_is_refused():
    with pytest.raises(ValueError, match=r"^degree: expected at most 1, since there are 2 diff.* got 2"):
        polynomial([0, 0, 1], [1, 2, 3], 2)
    with pytest.raises(ValueError, match=r"^degree: expected a whole number"):
        polynomial([0, 1], [1, 2], 0.5)


def test_interpolation_goes_through_all_points_in_straight_lines():
    f = interpolate([3, 1, 2, 2], [0, 4, 2, 2])
    np.testing.assert_array_equal(f([1, 2, 3]), [4, 2, 0])
    np.testing.assert_array_equal(f([1.5, 2.25]), [3, 1.5])
    np.testing.assert_array_equal(f([0, 9]), [4, 0])


def test_no_curve_goes_through_two_answers_at_one_place():
    with pytest.raises(ValueError, match=r"^y: expected one number for each x, got 1 and 5 at x = 2"):
        interpolate([2, 1, 2], [5, 0, 1])


# -- a network's pieces -------------------------------------------------------------------------------------


@given(
    st.integers(1, 12),
    st.sampled_from(["tanh", "sigmoid", "relu", "linear"]),
    st.sampled_from(["tanh", "sigmoid", "relu", "linear"]),
    st.integers(0, 99),
)
def test_the_pieces_and_the_bias_add_up_to_z_of_the_output(hidden, activation, output, seed):
    net = Network((1, hidden, 1), (activation, output))
    theta = net.init(rng=rng(seed), how="uniform", value=2.0)
    x = np.linspace(-2, 2, 31)
    P = pieces(net, theta, x)
    assert P.shape == (31, hidden)
    z = P.sum(axis=1) + net.layers(theta)[-1].b[0]
    np.testing.assert_allclose(net.functions[-1].f(z), net.predict(theta, x[:, None]), atol=1e-12)


def test_a_piece_by_hand():
    net = Network((1, 2, 1), ("relu", "linear"))
    theta = np.array([1, -1, 0, 1, 10, 100, 7.0])  # relu(x) and relu(1 - x), times 10 and 100; bias 7
    np.testing.assert_array_equal(pieces(net, theta, [-1, 0.5]), [[0, 200], [5, 50]])


@pytest.mark.parametrize("sizes", [(2, 3, 1), (1, 3, 2), (1, 1)])
def test_pieces_need_one_input_one_output_and_a_hidden_layer(sizes):
    net = Network(sizes, "tanh")
    with pytest.raises(ValueError, match=r"^net: expected sizes 1, ..., 1 with a hidden layer"):
        pieces(net, np.zeros(net.size), [1.0])


# -- where it starts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", [1, 4, 64])
def test_the_units_share_out_the_range_of_x(hidden):
    net = Network((1, hidden, 1), ("tanh", "linear"))
    (W1, b1), (W2, b2) = net.layers(spread_out(net, [-1, 0.3, 2], rng=rng()))
    middles = -b1 / W1[0]
    width = 3 / hidden
    np.testing.assert_array_equal(np.floor((middles + 1) / width), np.arange(hidden))
    assert b2[0] == 0 and (W2 != 0).all() and np.abs(W2).max() <= 1 / np.sqrt(hidden)
    steep = np.abs(W1) / min(3, 0.7 * hidden)
    assert steep.min() >= 0.5 and steep.max() <= 1
    assert np.sum(W1 < 0) == hidden // 2


def test_chance_moves_each_unit_within_its_share():
    net = Network((1, 400, 1), ("tanh", "linear"))
    (W1, b1), (W2, _) = net.layers(spread_out(net, [0, 400], rng=rng()))
    within = -b1 / W1[0] - np.arange(400)
    for chance in within, 2 * np.abs(W1[0]) / 3 - 1, (W2[:, 0] * 20 + 1) / 2:  # each even from 0 to 1
        np.testing.assert_allclose(np.histogram(chance, 4, (0, 1))[0], 100, atol=5 * np.sqrt(75))


def test_spread_out_says_what_does_not_fit():
    with pytest.raises(ValueError, match=r"^net: expected sizes 1, h, 1 and biases"):
        spread_out(Network((1, 3, 3, 1), "tanh"), [1, 2], rng=rng())
    with pytest.raises(ValueError, match=r"^rng: expected"):
        spread_out(Network((1, 3, 1), "tanh"), [1, 2], rng=3)


def fitted(hidden, how, steps=1000, output="linear", seed=0, n=40):
    """The loss (mean square, scaled) of a network that learned the sine, noise of 0.2."""
    c = data.curve("sine", n, rng=rng(seed))
    X, Y = (Scaler.fit(v[:, None]).transform(v[:, None]) for v in (c.x, c.y))
    net = Network((1, hidden, 1), ("tanh", output))
    start = (
        spread_out(net, X[:, 0], rng=rng(seed)) if how == "spread out" else net.init(rng=rng(seed), how=how)
    )
    last = last_of(stop(descend(network_loss(net, X, Y, "mse"), start, lr=0.03, momentum=0.9), at_most=steps))
    return last.value


def test_with_enough_units_the_network_learns_the_sine_and_with_few_it_cannot():
    one, two, eight, many = (fitted(h, "spread out", n=200) for h in (1, 2, 8, 64))
    assert one > 0.6 and two > 0.45 and eight < 0.25 * two and many < eight


@pytest.mark.parametrize("seed", range(5))
def test_a_start_that_is_spread_out_learns_sooner(seed):
    assert fitted(16, "spread out", 300, seed=seed) < 0.5 * fitted(16, "xavier", 300, seed=seed)


def test_learn_is_descent_from_a_spread_out_start():
    x, y = np.linspace(-2, 2, 9), np.cos(np.linspace(-2, 2, 9))
    net, last = learn(x, y, 3, rng=np.random.default_rng(4), output="tanh", lr=0.1, steps=7)
    start = spread_out(net, x, rng=np.random.default_rng(4))
    f = network_loss(Network((1, 3, 1), ("tanh", "tanh")), x[:, None], y, "mse")
    theta, velocity = start, 0.0
    for _ in range(7):
        velocity = 0.9 * velocity - 0.1 * f(theta)[1]
        theta = theta + velocity
    np.testing.assert_allclose(last.theta, theta, rtol=1e-12)
    assert last.k == 7 and net.sizes == (1, 3, 1)


@pytest.mark.parametrize(
    "wrong, wanted",
    [
        (dict(hidden=0), "hidden: expected a whole number of at least 1"),
        (dict(steps=-1), "steps: expected a whole number of at least 0"),
        (dict(output="cosine"), "output: expected one of sigmoid, tanh, relu, linear"),
        (dict(lr=0), "lr: expected a number above 0"),
    ],
)
def test_learn_refuses_what_does_not_fit(wrong, wanted):
    given = dict(hidden=2, rng=np.random.default_rng(0)) | wrong
    with pytest.raises(ValueError, match=wanted):
        learn([0.0, 1.0], [1.0, 2.0], **given)
