import numpy as np
import pytest

from nnlab.activations import ACTIVATIONS, OUTPUTS, linear, relu, sigmoid, softmax, step, tanh
from nnlab.attention import attention

Z = np.linspace(-6, 6, 49)
ROUND = [ACTIVATIONS[name] for name in ("sigmoid", "tanh", "relu", "linear")]


def test_zero_means_yes():
    assert step([-2.0, -1e-300, -0.0, 0.0, 1e-300, np.inf]).tolist() == [0, 0, 1, 1, 1, 1]


def test_shape_stays_and_answers_are_whole_numbers():
    assert step(np.zeros((2, 3))).shape == (2, 3)
    assert step(0).shape == ()
    assert step(0) == 1
    assert step([0.5]).dtype.kind == "i"


def test_no_number_no_answer():
    with pytest.raises(ValueError, match=r"^z: expected numbers, got nan$"):
        step([1.0, np.nan])


def test_answers_worked_by_hand():
    z = [-np.log(3), 0.0, np.log(3)]  # e^z is 1/3, 1, 3
    np.testing.assert_allclose(sigmoid(z), [1 / 4, 1 / 2, 3 / 4], rtol=1e-15)
    np.testing.assert_allclose(tanh(z), [-4 / 5, 0, 4 / 5], rtol=1e-15)
    assert relu([-2.0, 0.0, 3.0]).tolist() == [0, 0, 3]
    assert linear([-2, 0, 3]).tolist() == [-2, 0, 3]


def test_tanh_is_a_stretched_sigmoid():
    np.testing.assert_allclose(tanh(Z), 2 * sigmoid(2 * Z) - 1, atol=1e-15)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=lambda a: a.name)
def test_a_thousand_is_no_overflow(activation):
    z = np.array([-np.inf, -1e308, -1000.0, -750.0, 750.0, 1000.0, 1e308, np.inf])
    with np.errstate(all="raise", under="ignore"):
        a = activation.f(z)
        if activation.name != "step":
            activation.slope(activation.f(z[1:-1] if activation.name != "linear" else z))
    assert not np.isnan(a).any()
    assert np.all((a >= activation.low) & (a <= activation.high))
    if activation.name in ("step", "sigmoid", "tanh"):
        assert a[-1] == a[-3] == activation.high
        np.testing.assert_allclose(a[:3], activation.low, atol=1e-300)


def test_a_sigmoid_keeps_its_digits_where_it_is_almost_zero():
    np.testing.assert_allclose(sigmoid([-40.0, -600.0]), np.exp([-40.0, -600.0]), rtol=1e-14)


@pytest.mark.parametrize("activation", ROUND, ids=lambda a: a.name)
def test_the_slope_takes_the_activation(activation):
    z = Z + 1e-3  # beside the kink of relu
    h = 1e-5
    numeric = (activation.f(z + h) - activation.f(z - h)) / (2 * h)
    np.testing.assert_allclose(activation.slope(activation.f(z)), numeric, atol=1e-9)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=lambda a: a.name)
def test_any_shape_and_in_place(activation):
    assert activation.f(0.5).shape == ()
    z = np.linspace(-2, 2, 12).reshape(3, 4)
    a = activation.f(z)
    assert a is not z and a.shape == (3, 4)
    out = np.full((4, 4), 7.0)
    assert activation.f(z, out=out[:3]).base is out
    assert np.array_equal(out[:3], a) and np.all(out[3] == 7)
    activation.f(z, out=z)  # over its own input
    assert np.array_equal(z, a)


def test_the_relu_has_slope_zero_at_its_kink():
    assert ACTIVATIONS["relu"].slope(relu(np.array([-1.0, 0.0, 2.0]))).tolist() == [0, 0, 1]


def test_the_step_says_why_it_cannot_learn():
    with pytest.raises(
        ValueError, match=r"^activation: step cannot learn by descent: its slope is 0 on both"
    ):
        ACTIVATIONS["step"].slope(np.ones(3))


# Softmax


def test_softmax_by_hand():
    z = np.log([[1.0, 2.0, 5.0], [3.0, 3.0, 2.0]])
    np.testing.assert_allclose(softmax(z), [[1 / 8, 2 / 8, 5 / 8], [3 / 8, 3 / 8, 2 / 8]], rtol=1e-15)
    np.testing.assert_allclose(softmax(z[0]), [1 / 8, 2 / 8, 5 / 8], rtol=1e-15)
    out = np.empty((2, 3))
    assert softmax(z, out=out) is out and np.array_equal(out, softmax(z))
    softmax(z, out=z)
    assert np.array_equal(out, z)


def test_softmax_is_along_the_row_and_each_row_sums_to_1():
    z = np.random.default_rng(0).normal(size=(5, 7)) * 10
    np.testing.assert_allclose(softmax(z).sum(axis=1), 1, rtol=1e-14)
    assert np.abs(softmax(z).sum(axis=0) - 1).min() > 0.01  # the sums of columns betray the wrong axis


def test_softmax_does_not_notice_a_number_added_to_all_z():
    z = np.random.default_rng(1).normal(size=(5, 4))
    for number in (-3.0, 40.0, 1e4):
        np.testing.assert_allclose(softmax(z + number), softmax(z), rtol=1e-10)


def test_softmax_never_overflows():
    with np.errstate(all="raise", under="ignore"):
        assert softmax([1000.0, 0.0, -1000.0]).tolist() == [1, 0, 0]
        assert softmax([1e308, 1e308]).tolist() == [0.5, 0.5]


def test_of_two_classes_softmax_is_the_sigmoid_of_the_difference():
    z = np.random.default_rng(2).normal(size=(50, 2)) * 5
    np.testing.assert_allclose(softmax(z)[:, 1], sigmoid(z[:, 1] - z[:, 0]), rtol=1e-13)


def test_the_attention_of_lesson_7_is_this_softmax():
    rng = np.random.default_rng(3)
    patterns, xi = rng.normal(size=(6, 4)), rng.normal(size=(3, 4))
    np.testing.assert_allclose(attention(patterns, xi, 2.0), softmax(2 * xi @ patterns.T), rtol=1e-14)


def test_softmax_says_why_it_has_no_slope_of_its_own():
    assert list(OUTPUTS) == [*ACTIVATIONS, "softmax"]
    with pytest.raises(ValueError, match=r"^activation: softmax has no slope of its own: .* by z is a - y$"):
        OUTPUTS["softmax"].slope(np.ones(3))
