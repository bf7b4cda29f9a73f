import numpy as np
import pytest
from sklearn.metrics import log_loss, mean_squared_error

from nnlab.activations import ACTIVATIONS, softmax
from nnlab.data import one_hot
from nnlab.losses import (
    LOSSES,
    categorical_cross_entropy,
    check_pair,
    cross_entropy,
    half_sse,
    loss_and_delta,
    mse,
    softmax_and_cross_entropy,
    sse,
    unreachable,
)

RNG = np.random.default_rng(3)
PAIRS = [(name, kind) for kind, loss in LOSSES.items() for name in loss.outputs]


def test_the_conventions_worked_by_hand():
    a, y = [[0.5, 1.0], [0.0, 3.0]], [[1.0, 1.0], [0.0, 1.0]]  # errors -1/2, 0, 0, 2
    assert sse(a, y) == 4.25
    assert half_sse(a, y) == 2.125
    assert mse(a, y) == 4.25 / 4
    # -log 1/2 for the first output of the first sample, -log 3/4 for the second of the second
    assert np.isclose(cross_entropy([[0.5, 1], [0, 0.25]], [[1, 1], [0, 0]]), (np.log(2) - np.log(0.75)) / 2)


def test_scikit_learn_means_the_same():
    y, a = RNG.integers(2, size=30), RNG.uniform(size=30)
    assert np.isclose(mse(a, y), mean_squared_error(y, a), rtol=1e-14)
    assert np.isclose(cross_entropy(a, y), log_loss(y, a), rtol=1e-14)


def test_certain_and_wrong_costs_infinitely_much():
    assert cross_entropy([1.0, 0.0], [1, 0]) == 0
    assert cross_entropy([1.0, 1.0], [1, 0]) == np.inf


@pytest.mark.parametrize("loss", LOSSES.values(), ids=lambda loss: loss.name)
def test_a_row_and_a_column_are_aligned_and_never_stretched(loss):
    a, y = RNG.uniform(size=5), RNG.uniform(size=5)
    for left in a, a[:, None]:
        for right in y, y[:, None]:
            assert loss.f(left, right) == loss.f(a, y)
    for other in y[:4], y[None], np.ones((5, 2)), 1.0:
        with pytest.raises(ValueError, match=r"^y: expected shape \(5,\) or \(5, 1\)"):
            loss.f(a, other)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=lambda loss: loss.name)
def test_slopes_by_a(loss):
    a, y = RNG.uniform(0.1, 0.9, size=(2, 4, 3))
    for at in np.ndindex(a.shape):
        nudge = np.zeros(a.shape)
        nudge[at] = 1e-6
        numeric = (loss.f(a + nudge, y) - loss.f(a - nudge, y)) / 2e-6
        assert np.isclose(loss.slope(a, y)[at], numeric, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize(("activation", "kind"), PAIRS)
def test_at_the_outputs_the_short_way_agrees_with_the_chain_rule(activation, kind):
    f, loss = ACTIVATIONS[activation], LOSSES[kind]
    z, y = RNG.normal(size=(6, 2)), RNG.uniform(size=(6, 2))
    a = f.f(z)
    value, delta = loss_and_delta(activation, kind, y.T)(z.T)
    assert np.isclose(value, loss.f(a, y), rtol=1e-13)
    np.testing.assert_allclose(delta.T, loss.slope(a, y) * f.slope(a), rtol=1e-12, atol=1e-15)


def test_cross_entropy_does_not_cancel_where_the_answer_is_right_and_sure():
    for size, loss in [(30.0, 9.357622968839737e-14), (36.0, 2.319522830243569e-16)]:
        for z, y in (size, 1.0), (-size, 0.0):
            found, _ = loss_and_delta("sigmoid", "cross_entropy", np.array([[y]]))(np.array([[z]]))
            assert np.isclose(found, loss, rtol=1e-14, atol=0)
    right = loss_and_delta("sigmoid", "cross_entropy", np.array([[1.0, 0.0, 1.0]]))
    assert right(np.array([[1e308, -1e308, 1e308]]))[0] == 0


def test_no_answers_have_no_loss():
    for loss in LOSSES.values():
        for nothing in [], np.ones((0, 2)), np.ones((2, 0)):
            with pytest.raises(ValueError, match=r"^a: expected at least one answer, got shape \("):
                loss.f(nothing, nothing)


def test_cross_entropy_stays_right_where_the_answer_is_rounded():
    z = np.array([[1000.0, -1000.0, 40.0, -1000.0]])
    with np.errstate(all="raise", under="ignore"):
        value, delta = loss_and_delta("sigmoid", "cross_entropy", np.array([[0.0, 1.0, 1.0, 0.0]]))(z)
    assert value == (1000 + 1000 + np.log1p(np.exp(-40.0))) / 4
    np.testing.assert_allclose(delta, [[0.25, -0.25, 0, 0]], atol=1e-17)


def test_confidently_wrong_squared_error_crawls_where_cross_entropy_runs():
    z, y = np.array([[-10.0]]), np.array([[1.0]])
    assert np.isclose(loss_and_delta("sigmoid", "half_sse", y)(z)[1].item(), -4.54e-5, rtol=1e-3)
    assert np.isclose(loss_and_delta("sigmoid", "cross_entropy", y)(z)[1].item(), -1.0, rtol=1e-4)


def test_the_table_of_pairs():
    expected = {(name, kind) for name in ("sigmoid", "tanh", "relu", "linear") for kind in LOSSES}
    expected -= {(name, "cross_entropy") for name in ("tanh", "relu", "linear")}
    assert set(PAIRS) == expected
    for name in ACTIVATIONS:
        for kind in LOSSES:
            if (name, kind) in expected:
                check_pair(name, kind)
            else:
                with pytest.raises(ValueError, match=r"^(kind|activation): "):
                    check_pair(name, kind)


@pytest.mark.parametrize(
    ("activation", "kind", "sentence"),
    [
        (
            "tanh",
            "cross_entropy",
            "kind: expected sse, half_sse or mse for tanh outputs, got cross_entropy, ",
        ),
        ("step", "mse", "activation: step cannot learn by descent"),
        ("sigmoyd", "mse", "activation: expected one of step, .*linear, softmax, got 'sigmoyd'$"),
        ("sigmoid", "rmse", "kind: expected one of sse, half_sse, mse, cross_entropy, got 'rmse'$"),
        ("sigmoid", None, "kind: expected one of .* got None$"),
        (["tanh"], "mse", r"activation: expected one of .* got \['tanh'\]$"),
    ],
)
def test_unfit_pairs_are_refused_with_a_sentence(activation, kind, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        check_pair(activation, kind)


# Softmax and cross-entropy


def test_softmax_and_cross_entropy_by_hand():
    # Shares 1/8, 2/8, 5/8, and the second is right: -log 2/8. delta is a - y, for one sample.
    z, y = np.log([[1.0], [2.0], [5.0]]), np.array([[0.0], [1.0], [0.0]])
    value, delta = loss_and_delta("softmax", "cross_entropy", y)(z)
    assert value == pytest.approx(np.log(4), rel=1e-15)
    np.testing.assert_allclose(delta, [[1 / 8], [-6 / 8], [5 / 8]], rtol=1e-14)
    assert categorical_cross_entropy([[1 / 8, 2 / 8, 5 / 8]], [[0, 1, 0]]) == pytest.approx(np.log(4))


def test_its_value_is_scikit_learns_and_its_delta_the_slope():
    z, y = RNG.normal(size=(6, 4)) * 3, RNG.integers(4, size=6)
    value, delta = softmax_and_cross_entropy(one_hot(y, 4).T)(z.T)
    assert value == pytest.approx(log_loss(y, softmax(z), labels=range(4)), rel=1e-13)
    assert value == pytest.approx(categorical_cross_entropy(softmax(z), one_hot(y, 4)), rel=1e-13)
    for at in np.ndindex(z.T.shape):
        nudge = np.zeros(z.T.shape)
        nudge[at] = 1e-6
        above, below = (softmax_and_cross_entropy(one_hot(y, 4).T)(z.T + by)[0] for by in (nudge, -nudge))
        assert delta[at] == pytest.approx((above - below) / 2e-6, abs=1e-9)
    np.testing.assert_allclose(delta.sum(axis=0), 0, atol=1e-16)


def test_it_never_overflows_and_takes_no_logarithm_of_0():
    z = np.array([[1000.0, 0.0, 800.0], [0.0, 800.0, 0.0]])
    y = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]])
    with np.errstate(all="raise", under="ignore"):
        value, delta = softmax_and_cross_entropy(y)(z)
    assert value == 800 / 3  # right and sure, right and sure, wrong by 800
    np.testing.assert_allclose(delta, [[0, 0, 1 / 3], [0, 0, -1 / 3]], atol=1e-17)


def test_of_two_classes_it_is_the_cross_entropy_of_a_sigmoid_of_the_difference():
    z, y = RNG.normal(size=(2, 30)) * 4, RNG.integers(2, size=30)
    value, delta = softmax_and_cross_entropy(one_hot(y, 2).T)(z)
    other, slope = loss_and_delta("sigmoid", "cross_entropy", y[None] * 1.0)(z[1:] - z[:1])
    assert value == pytest.approx(other, rel=1e-12)
    np.testing.assert_allclose(delta, np.vstack([-slope, slope]), rtol=1e-10, atol=1e-16)


def test_it_does_not_notice_a_number_added_to_all_z_of_a_sample():
    z, y = RNG.normal(size=(4, 5)), one_hot(RNG.integers(4, size=5), 4).T
    (value, delta), (other, slope) = (
        softmax_and_cross_entropy(y)(z + by) for by in (0.0, [[9, -70, 0, 300, 1]])
    )
    assert value == pytest.approx(other, rel=1e-12)
    np.testing.assert_allclose(delta, slope, rtol=1e-10, atol=1e-15)


def test_z_and_y_are_left_as_they_are():
    z, y = RNG.normal(size=(3, 4)), one_hot([0, 1, 2, 1], 3).T
    before = z.copy(), y.copy()
    softmax_and_cross_entropy(y)(z)
    assert np.array_equal(z, before[0]) and np.array_equal(y, before[1])


def test_pairs_with_softmax():
    check_pair("softmax", "cross_entropy")
    for kind in "sse", "half_sse", "mse":
        with pytest.raises(
            ValueError, match=f"^kind: expected cross_entropy for softmax outputs, got {kind}; "
        ):
            check_pair("softmax", kind)
    with pytest.raises(
        ValueError, match=r"for relu outputs, got cross_entropy, .* needs sigmoid or softmax out"
    ):
        check_pair("relu", "cross_entropy")


def test_right_answers_of_softmax_are_shares():
    loss_and_delta("softmax", "cross_entropy", np.array([[0.3, 0.0], [0.7, 1.0]]))
    sentence = (
        r"^y: expected shares that sum to 1 for each sample, got 2 in row 1; `data.one_hot` makes such rows"
    )
    with pytest.raises(ValueError, match=sentence):
        loss_and_delta("softmax", "cross_entropy", np.array([[0.0, 1.0], [1.0, 1.0]]))
    with pytest.raises(ValueError, match=r"^y: expected numbers from 0 to 1 for cross_entropy, got -1$"):
        loss_and_delta("softmax", "cross_entropy", np.array([[-1.0], [2.0]]))
    with pytest.raises(
        ValueError, match=r"^a: expected shares that sum to 1 for each sample, got 1.2 in row 0$"
    ):
        categorical_cross_entropy([[0.6, 0.6]], [[0, 1]])
    assert categorical_cross_entropy([[1.0, 0.0]], [[0, 1]]) == np.inf


def test_targets_out_of_reach():
    y = np.array([-1.0, -0.2, 0.0, 0.5, 1.0, 1.5])
    assert unreachable(y, "sigmoid").tolist() == [True, True, False, False, False, True]
    assert unreachable(y, "tanh").tolist() == [False, False, False, False, False, True]
    assert unreachable(y, "relu").tolist() == [True, True, False, False, False, False]
    assert not unreachable(y, "linear").any()
    assert unreachable(y[:, None], "sigmoid").shape == (6, 1)
    loss_and_delta("sigmoid", "sse", y)  # squared errors learn what they can


def test_targets_that_are_no_numbers_are_refused():
    with pytest.raises(ValueError, match=r"^y: expected numbers, got \['low'\]$"):
        unreachable(["low"], "tanh")
    with pytest.raises(ValueError, match=r"^activation: expected one of "):
        unreachable([0.5], "tan")


def test_cross_entropy_refuses_what_is_no_probability():
    with pytest.raises(ValueError, match=r"^y: expected numbers from 0 to 1 for cross_entropy, got -1$"):
        loss_and_delta("sigmoid", "cross_entropy", np.array([[0.0, -1.0]]))
    with pytest.raises(ValueError, match=r"^a: expected numbers from 0 to 1 for cross_entropy, got 1.5$"):
        cross_entropy([1.5], [1])


def test_not_finite_is_refused():
    with pytest.raises(ValueError, match=r"^a: expected finite numbers, got nan"):
        sse([np.nan], [1])
    with pytest.raises(ValueError, match=r"^y: expected finite numbers, got inf"):
        sse([1], [np.inf])
