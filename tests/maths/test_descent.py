import threading
from dataclasses import FrozenInstanceError
from itertools import count, islice

import numpy as np
import pytest

from nnlab import neuron
from nnlab.descent import (
    Step,
    check_gradient,
    descend,
    gradient_numerically,
    stop,
)

SLOPES = np.array([1.0, 3.0, 0.5])


def bowl(theta):
    return 0.5 * float(SLOPES @ theta**2), SLOPES * theta


def quartic(theta):
    return float(np.sum(theta**4)), 4 * theta**3


def take(steps, m):
    return list(islice(steps, m))


def assert_same(steps, others):
    steps, others = list(steps), list(others)
    assert len(steps) == len(others)
    for one, other in zip(steps, others):
        for name, mine in vars(one).items():
            assert np.array_equal(mine, getattr(other, name)), name


# Steps


def test_two_steps_worked_by_hand():
    # loss x^2 from x = 1 with lr 1/4: the gradient is 2, so x <- 1 - 1/2 = 1/2; then 1, so x <- 1/4.
    steps = take(descend(lambda x: (float(x @ x), 2 * x), [1.0], lr=0.25), 3)
    assert [s.k for s in steps] == [0, 1, 2]
    assert [s.theta.item() for s in steps] == [1, 0.5, 0.25]
    assert [s.value for s in steps] == [1, 0.25, 0.0625]
    assert [s.gradient.item() for s in steps] == [2, 1, 0.5]
    assert steps[0].velocity is None
    assert [s.velocity.item() for s in steps[1:]] == [-0.5, -0.25]


def test_momentum_worked_by_hand():
    # With momentum 1/2 the updates are -1/2, then -1/4 - 1/4 = -1/2, then -1/4 - 0 = -1/4.
    steps = take(descend(lambda x: (float(x @ x), 2 * x), [1.0], lr=0.25, momentum=0.5), 4)
    assert [s.theta.item() for s in steps] == [1, 0.5, 0, -0.25]


def test_value_and_gradient_belong_to_theta():
    for step in take(descend(quartic, [1.0, -0.5], lr=0.05, momentum=0.6), 20):
        value, gradient = quartic(step.theta)
        assert step.value == value and np.array_equal(step.gradient, gradient)


def test_momentum_zero_is_the_plain_rule():
    theta = np.array([1.0, -2.0, 3.0])
    for step in take(descend(bowl, theta, lr=0.1, momentum=0.0), 30):
        assert np.array_equal(step.theta, theta)
        theta = theta - 0.1 * bowl(theta)[1]


def test_momentum_is_quicker_in_a_long_valley():
    def valley(theta):
        return 0.5 * float(theta[0] ** 2 + 100 * theta[1] ** 2), theta * [1.0, 100.0]

    plain, heavy = (
        take(descend(valley, [1.0, 1.0], lr=0.01, momentum=momentum), 201)[-1] for momentum in (0.0, 0.8)
    )
    assert heavy.value < plain.value / 100


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("at", [0, 1, 7, 24])
def test_from_any_step_the_run_goes_on_bit_for_bit(momentum, at):
    start = [1.0, -0.5, 0.3]
    run = take(descend(quartic, start, lr=0.03, momentum=momentum), 50)
    assert_same(take(descend(quartic, run[at], lr=0.03, momentum=momentum), 50 - at), run[at:])


def test_another_rate_momentum_or_loss_from_a_step_on():
    middle = take(descend(bowl, np.ones(3), lr=0.1, momentum=0.5), 6)[5]
    start, after = take(descend(quartic, middle, lr=0.01, momentum=0.2), 2)
    assert start.k == 5 and start.value == quartic(middle.theta)[0]  # judged by the new loss
    assert np.array_equal(after.theta, middle.theta + (-0.01 * start.gradient + 0.2 * middle.velocity))


def test_a_stream_of_losses_gives_each_step_its_own_and_ends_the_descent():
    def pulled_to(target):
        return lambda x: (float((x - target) @ (x - target)), 2 * (x - target))

    steps = list(descend((pulled_to(t) for t in (1.0, 3.0, 5.0)), [0.0], lr=0.5))
    # lr 1/2 jumps right onto the target of the step before; the value is of the step's own loss
    assert [s.theta.item() for s in steps] == [0, 1, 3]
    assert [s.value for s in steps] == [1, 4, 4]
    again = list(descend([pulled_to(3.0), pulled_to(5.0)], steps[1], lr=0.5))
    assert_same(again, steps[1:])


def test_the_stream_is_asked_only_for_what_is_taken():
    asked = []

    def stream():
        for k in count():
            asked.append(k)
            yield bowl

    take(descend(stream(), np.ones(3), lr=0.1), 3)
    assert asked == [0, 1, 2]


def test_every_step_has_its_own_arrays_and_none_can_be_changed():
    shared = np.empty(3)  # a loss that always answers in the same array

    def careless(theta):
        shared[:] = SLOPES * theta
        return 0.5 * float(SLOPES @ theta**2), shared

    start = np.ones(3)
    steps = take(descend(careless, start, lr=0.1, momentum=0.5), 6)
    for name in "theta", "gradient", "velocity":
        arrays = [getattr(s, name) for s in steps if getattr(s, name) is not None]
        assert len({a.tobytes() for a in arrays}) == len(arrays)
        assert not any(np.shares_memory(a, b) for i, a in enumerate(arrays) for b in arrays[:i])
        for array in arrays:
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0
    assert_same(steps, take(descend(bowl, np.ones(3), lr=0.1, momentum=0.5), 6))
    start[0] = shared[0] = 9.0  # both are still their owner's, and not the steps'
    assert steps[0].theta[0] == 1
    with pytest.raises(FrozenInstanceError):
        steps[0].k = 3


# A prox


def to_whole_numbers(theta, lr):
    return np.round(theta)


def halved(theta, lr):
    return theta / (1 + lr)


def test_a_prox_has_the_last_word_worked_by_hand():
    # loss x^2 from x = 1 with lr 1/4, momentum 1/2, and a prox that divides by 5/4. First 1 - 1/2 = 1/2, then
    # 2/5: the velocity is -3/5. Then 2/5 - 1/4 4/5 + 1/2 (-3/5) = -1/10, then -2/25.
    def square(x):
        return float(x @ x), 2 * x

    steps = take(descend(square, [1.0], lr=0.25, momentum=0.5, prox=halved), 3)
    np.testing.assert_allclose([s.theta.item() for s in steps], [1, 0.4, -0.08], atol=1e-15)
    np.testing.assert_allclose([s.velocity.item() for s in steps[1:]], [-0.6, -0.48], atol=1e-15)
    assert [s.value for s in steps] == [square(s.theta)[0] for s in steps]  # of the loss alone


@pytest.mark.parametrize("momentum", [0.0, 0.8])
@pytest.mark.parametrize("at", [0, 1, 13])
def test_with_a_prox_a_run_goes_on_bit_for_bit(momentum, at):
    run = take(descend(quartic, [1.0, -0.5, 0.3], lr=0.03, momentum=momentum, prox=halved), 30)
    again = descend(quartic, run[at], lr=0.03, momentum=momentum, prox=halved)
    assert_same(take(again, 30 - at), run[at:])


def test_what_the_prox_returns_is_what_theta_is_exactly():
    for step in take(descend(bowl, [3.4, 2.9, 1.6], lr=0.1, momentum=0.5, prox=to_whole_numbers), 9)[1:]:
        assert (step.theta == np.round(step.theta)).all()


def test_a_prox_must_be_one():
    with pytest.raises(ValueError, match=r"^prox: expected a function \(theta, lr\) -> theta, got 0.5$"):
        descend(bowl, np.ones(3), lr=0.1, prox=0.5)
    with pytest.raises(ValueError, match=r"^prox: expected shape \(3,\), got shape \(2,\)$"):
        take(descend(bowl, np.ones(3), lr=0.1, prox=lambda theta, lr: theta[:2]), 2)


# Divergence


def test_too_large_a_rate_diverges_at_a_step_and_says_so():
    *before, last = take(descend(quartic, [3.0, 1.0], lr=1.0), 100)
    assert last.diverged and not any(s.diverged for s in before)
    assert last.k == len(before) > 1
    assert not (np.isfinite(last.value) and np.isfinite(last.gradient).all())
    assert_same(take(descend(quartic, last, lr=1.0), 2), [last])  # and from there it goes nowhere


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("lr", [2.0, 1e10, 1e200, 1e308])
def test_no_rate_is_large_enough_for_a_warning(lr, momentum):
    *_, last = stop(descend(bowl, np.ones(3), lr=lr, momentum=momentum), at_most=3000)
    assert last.diverged


@pytest.mark.parametrize(
    "answer", [(np.nan, [1.0]), (np.inf, [1.0]), (1.0, [np.nan]), (1.0, [-np.inf]), (-np.inf, [np.inf])]
)
def test_a_loss_that_is_not_finite_at_the_start_is_step_0_and_the_last(answer):
    (only,) = take(descend(lambda theta: answer, [1.0], lr=0.1), 2)
    assert only.diverged and only.k == 0


def test_the_callers_error_state_is_left_alone_between_steps():
    before = np.geterr()
    for _ in islice(descend(quartic, [1.0], lr=0.1), 3):
        assert np.geterr() == before


# Stop rules


def values(*numbers):
    for k, value in enumerate(numbers):
        yield Step(k, np.zeros(1), value, np.array([value]))


def test_at_most_counts_updates_of_this_run():
    steps = list(stop(descend(bowl, np.ones(3), lr=0.1), at_most=4))
    assert [s.k for s in steps] == [0, 1, 2, 3, 4]
    assert [s.k for s in stop(descend(bowl, steps[3], lr=0.1), at_most=2)] == [3, 4, 5]
    assert [s.k for s in stop(values(1, 2), at_most=0)] == [0]


def test_below():
    assert [s.value for s in stop(values(5, 4, 3, 2, 1), below=3)] == [5, 4, 3, 2]
    assert [s.value for s in stop(values(5, 4), below=3)] == [5, 4]


def test_gradient_below():
    steps = list(stop(descend(bowl, np.ones(3), lr=0.1), gradient_below=1e-3))
    largest = [np.abs(s.gradient).max() for s in steps]
    assert largest[-1] < 1e-3 <= largest[-2]


def test_velocity_below_waits_for_two_steps_that_moved_little():
    steps = list(stop(descend(bowl, np.ones(3), lr=0.1), velocity_below=1e-3))
    moved = [np.abs(s.velocity).max() for s in steps[1:]]
    assert moved[-1] < moved[-2] < 1e-3 <= moved[-3]
    assert len(list(stop(descend(bowl, np.zeros(3), lr=0.1), velocity_below=1e-3))) == 3


def test_velocity_below_is_not_taken_in_by_a_turning_point():
    """x^2 with lr 1/4 and momentum 1/2 from x = 1 stands still at -1/4 for one step: 1/8 - 1/8 is 0."""

    def square(x):
        return float(x @ x), 2 * x

    steps = take(descend(square, [1.0], lr=0.25, momentum=0.5), 6)
    assert [s.theta.item() for s in steps] == [1, 0.5, 0, -0.25, -0.25, -0.125]
    *_, last = stop(descend(square, [1.0], lr=0.25, momentum=0.5), velocity_below=1e-6)
    assert abs(last.theta.item()) < 1e-5


def test_patience_counts_steps_that_bring_nothing_lower():
    steps = list(stop(values(5, 3, 4, 3, 2, 2, 3, 9, 1), patience=3))
    assert [s.value for s in steps] == [5, 3, 4, 3, 2, 2, 3, 9]  # 4 and 3 are two: then comes 2


def test_without_rules_nothing_stops_and_whichever_speaks_first_stops():
    assert len(list(stop(values(5, 4, 3)))) == 3
    assert len(list(stop(values(5, 4, 3, 2), at_most=3, below=4.5))) == 2


def test_stopping_asks_for_no_step_beyond():
    source = values(5, 4, 3)
    assert len(list(stop(source, at_most=1))) == 2
    assert next(source).value == 3


def test_a_loss_cannot_move_the_theta_that_it_is_given():
    def mover(theta):
        theta -= 1.0
        return 0.0, theta

    with pytest.raises(ValueError, match="read-only"):
        next(descend(mover, [1.0], lr=0.1))


# The gradient, held against differences


def test_the_numeric_gradient_is_near_and_leaves_theta_alone():
    theta = np.array([1.0, -0.5, 100.0])
    np.testing.assert_allclose(gradient_numerically(bowl, theta), SLOPES * theta, rtol=1e-7)
    assert theta.tolist() == [1.0, -0.5, 100.0]


def test_a_check_passes_what_is_right_and_finds_what_is_wrong():
    right = check_gradient(quartic, [1.0, -0.5])
    assert right.worst < 1e-9
    wrong = check_gradient(lambda x: (quartic(x)[0], quartic(x)[1] * [1, 1.001]), [1.0, -0.5])
    assert np.argmax(wrong.disagreement) == 1 and wrong.worst > 1e-4
    assert wrong.analytic[1] == -0.5 * 1.001 and np.isclose(wrong.numeric[1], -0.5)


def wrong_by(factor, loss):
    return lambda theta: (loss(theta)[0], factor * loss(theta)[1])


def test_a_large_loss_does_not_hide_a_wrong_gradient():
    def high(x):
        return quartic(x)[0] + 1e4, quartic(x)[1]

    assert check_gradient(high, [1.0, -0.5]).worst < 1e-6
    assert check_gradient(wrong_by(1.01, high), [1.0, -0.5]).worst > 1e-3
    assert check_gradient(wrong_by(0.0, high), [1.0, -0.5]).worst > 0.1


@pytest.mark.parametrize("z", [-15.0, 0.0, 5.0, 15.0])
@pytest.mark.parametrize("y", [0.0, 0.3, 1.0])
def test_where_a_neuron_is_sure_a_right_gradient_passes_and_a_wrong_one_does_not(z, y):
    loss = neuron.loss([[1.0]], [y], kind="half_sse", bias=False)
    assert check_gradient(loss, [z]).worst < 1e-6
    if abs(z) < 15 or abs(y - (z > 0)) > 0.1:  # right and sure: the slope of 1e-13 is beyond doubt 0
        for factor in -1, 0, 1.01:
            assert check_gradient(wrong_by(factor, loss), [z]).worst > 1e-6


def test_at_the_bottom_a_right_gradient_passes():
    def asymmetric(x):
        return float(np.sum(x**2 + x**3)), 2 * x + 3 * x**2

    for x in 0.0, 1e-9, 1e-5, -1e-3:
        assert check_gradient(asymmetric, [x]).worst < 1e-6


def test_a_check_refuses_a_gradient_of_another_shape():
    with pytest.raises(ValueError, match=r"^gradient: expected shape \(3,\), got shape \(1,\)$"):
        check_gradient(lambda theta: (0.0, [1.0]), np.ones(3))


def test_where_nothing_slopes_nothing_disagrees():
    assert check_gradient(lambda x: (0.0, 0 * x), [0.0, 0.0]).worst == 0


# Doors


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"lr": 0}, "lr: expected a number above 0, got 0"),
        ({"lr": "1"}, "lr: expected a number above 0, got '1'"),
        ({"momentum": -0.1}, "momentum: expected a number from 0 to below 1, got -0.1"),
        ({"momentum": 1}, "momentum: expected a number from 0 to below 1, got 1"),
        ({"start": [np.nan]}, r"start: expected finite numbers, got nan at start\[0\]"),
        ({"start": [[1.0, 2.0]]}, r"start: expected a row of numbers, shape \(p,\), got shape \(1, 2\)"),
        ({"start": "here"}, "start: expected .* got 'here'"),
    ],
)
def test_unfit_arguments_of_a_descent_are_refused_at_once(change, sentence):
    arguments = {"start": np.ones(3), "lr": 0.1} | change
    with pytest.raises(ValueError, match=f"^{sentence}"):
        descend(bowl, **arguments)


def test_a_loss_must_be_one():
    with pytest.raises(ValueError, match=r"^loss: expected a function theta -> .* or a stream .*, got 3$"):
        descend(3, [1.0], lr=0.1)


def test_a_gradient_of_another_shape_is_refused_not_stretched():
    with pytest.raises(ValueError, match=r"^loss: expected a gradient of shape \(3,\), got shape \(1,\)$"):
        next(descend(lambda theta: (0.0, [1.0]), np.ones(3), lr=0.1))


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"at_most": -1}, "at_most: expected a whole number of at least 0, got -1"),
        ({"at_most": 2.5}, "at_most: expected a whole number of at least 0, got 2.5"),
        ({"patience": 0}, "patience: expected a whole number of at least 1, got 0"),
        ({"below": "low"}, "below: expected a number, got 'low'"),
        ({"gradient_below": 0}, "gradient_below: expected a number above 0, got 0"),
    ],
)
def test_unfit_rules_are_refused_at_once(rules, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        stop(values(1), **rules)


def test_runs_side_by_side_do_not_disturb_each_other():
    expected = take(descend(quartic, [1.0, 0.5], lr=0.02, momentum=0.3), 300)
    found = {}

    def run(name):
        found[name] = take(descend(quartic, [1.0, 0.5], lr=0.02, momentum=0.3), 300)

    threads = [threading.Thread(target=run, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in range(4):
        assert_same(found[name], expected)
