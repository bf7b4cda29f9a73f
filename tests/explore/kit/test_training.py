"""What learns in an explorable, driven without any widget: networks, a sine, polynomials, mini-batches."""

from functools import partial
from itertools import cycle, islice

import numpy as np
import pytest

from nnlab import curvefit, network, penalties
from nnlab.curvefit import SINE
from nnlab.descent import Step, descend
from nnlab.explore.kit.player import OVERHEAD, own_bytes
from nnlab.explore.kit.training import Lowest, Training
from nnlab.explore.lesson6.warm_start import carried
from nnlab.network import Network
from nnlab.optimisers import Adam
from nnlab.regression import chebyshev
from nnlab.schedules import cosine

NET = Network((2, 3, 1), ("tanh", "sigmoid"))


def samples(n: int = 20, seed: int = 0):
    """Places in the plane with classes, every fourth of them held out."""
    X = np.random.default_rng(seed).normal(size=(n, 2))
    return X, (X[:, 0] * X[:, 1] > 0).astype(int), np.arange(n) % 4 == 3


class Counted:
    """A loss of networks that remembers for which models, kinds and numbers of samples it was built."""

    def __init__(self) -> None:
        self.built: list[tuple] = []

    def __call__(self, model, X, y, kind):
        self.built.append((model, kind, len(X)))
        return network.loss(model, X, y, kind)

    def since(self) -> list[tuple]:
        """What was built since the last time this was asked."""
        built, self.built = self.built, []
        return built


def begun(make_loss=network.loss, *, held=True, **how) -> Training:
    training = Training(make_loss, **how)
    training.model, training.kind = NET, "cross_entropy"
    X, y, some = samples()
    training.learn_from(X, y, some if held else None)
    training.go_by(lr=0.5, momentum=0.5)
    training.begin(NET.init(rng=np.random.default_rng(1)))
    return training


def step_of(steps, k: int) -> Step:
    return next(step for step in steps if step.k == k)


def test_it_is_descent_that_learns_and_two_losses_are_measured():
    training = begun()
    training.player.seek(30)
    X, y, held = samples()
    f, judge = (network.loss(NET, X[some], y[some], "cross_entropy") for some in (~held, held))
    step = step_of(descend(f, training.first, lr=0.5, momentum=0.5), 30)
    np.testing.assert_array_equal(training.player.step.theta, step.theta)
    assert training.player.measured.tolist() == [step.value, judge(step.theta)[0]]
    assert training.held_out_loss == judge(step.theta)[0] and training.loss(step.theta)[0] == step.value


@pytest.mark.parametrize(
    "rates", [dict(lr=0.1), dict(lr=0.5, momentum=0.9), dict(lr=0.5, prox=lambda theta, lr: 0.9 * theta)]
)
def test_a_rate_that_moves_builds_no_loss_and_goes_on_from_the_step_shown(rates):
    make_loss = Counted()
    training = begun(make_loss)
    assert len(make_loss.since()) == 2  # on what is learned from, and on what is held out
    training.player.seek(12)
    before = training.player.step
    training.go_by(**rates)
    training.go_on()
    assert training.player.position == 12
    training.player.seek(20)
    expected = step_of(descend(training.loss, before, **rates), 20)
    np.testing.assert_array_equal(training.player.step.theta, expected.theta)
    training.player.seek(11)  # what lies before is as it was
    assert training.player.step.k == 11
    assert make_loss.since() == []


def test_other_samples_another_kind_and_another_model_build_losses_and_only_once():
    make_loss = Counted()
    training = begun(make_loss)
    training.player.seek(3)
    make_loss.since()
    X, y, held = samples(seed=5)
    training.learn_from(X, y, held)
    training.go_on()
    assert make_loss.since() == [(NET, "cross_entropy", 15), (NET, "cross_entropy", 5)]
    training.kind = "mse"
    training.go_on()
    assert make_loss.since() == [(NET, "mse", 15), (NET, "mse", 5)]
    other = training.model = Network((2, 3, 1), ("relu", "sigmoid"))
    training.begin()
    assert make_loss.since() == [(other, "mse", 15), (other, "mse", 5)]
    for _ in range(3):
        training.go_on()
        training.begin()
        training.player.seek(5)
    assert make_loss.since() == []


def test_samples_are_taken_as_they_are_now():
    training = begun()
    X, y, held = samples()
    training.learn_from(X, y, held)
    before = training.loss(training.first)
    X[:], y[:] = 9, 1
    assert training.loss(training.first)[0] == before[0]


def test_without_samples_there_is_one_step_and_it_can_be_gone_on_from():
    training = begun()
    X, y, _ = samples()
    training.learn_from(X, y, np.ones(20, bool))
    training.begin()
    assert not training.player.advance() and np.isnan(training.player.step.value)
    assert training.held_out_loss > 0
    training.learn_from(X, y)
    training.go_on()
    assert training.player.advance(5) and training.player.step.value > 0
    assert np.isnan(training.held_out_loss)


@pytest.mark.parametrize("kind", ["sse", "half_sse", "mse"])
def test_sums_over_samples_are_told_for_as_many_samples(kind):
    training = begun(sums=("sse", "half_sse"))
    training.kind = kind
    training.begin()
    X, y, held = samples()
    unseen = network.loss(NET, X[held], y[held], kind)(training.first)[0]
    assert training.held_out_loss == pytest.approx((1 if kind == "mse" else 3) * unseen)


def test_the_lowest_held_out_loss_is_that_of_these_samples_and_this_run():
    training = begun()
    X, y, held = samples()
    y = np.random.default_rng(3).integers(0, 2, 20)  # nothing but noise, which it learns by heart
    training.learn_from(X, y, held)
    training.begin()
    training.player.seek(200)
    rows = training.player.history()[1][:, 1].copy()
    k = int(np.argmin(rows))
    assert training.lowest.best == (k, rows[k]) and 0 < k < 200
    training.player.seek(k // 2)
    training.go_by(lr=1e-6)
    training.go_on()
    training.player.seek(k + 5)
    assert training.lowest.best[1] > rows[k]  # that step is given up
    X, y, held = samples(seed=7)
    training.player.seek(k)
    training.learn_from(X, y, held)
    training.go_on()
    assert training.lowest.best == (k, training.held_out_loss)  # losses on other samples do not compare
    training.go_on()
    training.learn_from(X + 0, y, held)  # the same samples do
    training.player.seek(k + 3)
    training.go_on()
    assert training.lowest.best[0] >= k and training.lowest.since == k
    training.begin()
    assert training.lowest.best == (0, training.held_out_loss)


def test_a_lowest_that_is_forgotten_or_too_early_is_none():
    lowest = Lowest(since=3)
    lowest.look(2, 0.1)
    assert lowest.best is None
    for k, value in ((3, 0.5), (4, np.nan), (5, 0.2), (6, 0.3)):
        lowest.look(k, value)
    assert lowest.best == (5, 0.2)
    lowest.forget(4)
    assert lowest.best == (3, 0.5)


def test_from_a_step_that_has_diverged_it_begins_again():
    training = Training(
        lambda model, X, y, kind: lambda theta: (float(theta @ theta), 2 * theta), largest=1e50
    )
    training.learn_from(np.zeros((1, 1)), np.zeros(1))
    training.go_by(lr=100.0)
    training.begin(np.array([1.0, -2.0]))
    training.player.seek(1000)
    assert training.diverged and training.player.finished
    shown = training.theta
    assert 1e46 < np.abs(shown).max() < 1e50  # the last that can be drawn
    training.go_by(lr=0.1)
    training.go_on()
    assert training.player.position == 0 and training.theta.tolist() == [1.0, -2.0]
    assert training.player.advance(3) and not training.diverged


def test_another_size_keeps_the_weights_and_both_sizes_are_measured():
    make_loss = Counted()
    training = begun(make_loss, carry=carried)
    training.player.seek(10)
    old = training.player.step
    rows = training.player.history()[1].copy()
    wide = training.model = Network((2, 5, 1), ("tanh", "sigmoid"))
    make_loss.since()
    training.go_on(wide.init(rng=np.random.default_rng(2)))
    assert [(model, n) for model, _, n in make_loss.since()] == [(wide, 15), (wide, 5)]
    assert training.player.step.theta.size == wide.size and training.player.step.k == 10
    np.testing.assert_allclose(training.player.measured, rows[10], rtol=1e-12)  # what is new says nothing yet
    training.player.seek(15)
    assert training.model_of(training.theta.size) is wide
    training.player.seek(4)
    assert training.model_of(training.theta.size) is NET and training.player.step.theta.size == old.theta.size
    np.testing.assert_array_equal(training.losses_at(training.player.step), rows[4])
    training.go_on()  # from before the change on, with the new size
    assert training.player.step.theta.size == wide.size
    assert make_loss.since() == []


def test_of_a_penalty_by_its_slope_the_bare_loss_is_measured():
    training = begun()
    penalty = penalties.l1(0.05, NET.weights)
    training.go_by(lr=0.5, follow=lambda loss, k: penalties.total(loss, penalty))
    training.begin()
    training.player.seek(9)
    step = training.player.step
    assert step.value == pytest.approx(training.loss(step.theta)[0] + penalty(step.theta)[0])
    assert training.player.measured[0] == training.loss(step.theta)[0] < step.value


def test_a_stream_of_mini_batches_is_a_function_of_the_step_and_can_be_gone_back_in():
    X, y, _ = samples()
    batches = [network.loss(NET, X[i : i + 5], y[i : i + 5], "cross_entropy") for i in range(0, 20, 5)]
    training = begun(held=False)
    training.go_by(lr=0.2, follow=lambda loss, k: islice(cycle(batches), k % 4, None))
    training.begin()
    training.player.seek(50)
    once = training.player.step.theta
    training.player.seek(17)
    training.go_on()
    training.player.seek(50)
    np.testing.assert_array_equal(training.player.step.theta, once)
    assert training.player.measured[0] == training.loss(once)[0] != training.player.step.value


def test_any_rule_goes_on_from_the_step_shown_with_its_memory_and_another_rule_takes_over():
    training = begun(held=False)
    training.go_by(rule=Adam(0.05), schedule=cosine(40))
    training.begin()
    training.player.seek(20)
    shown = training.player.step
    training.go_by(rule=Adam(0.01))
    training.go_on()
    training.player.seek(25)
    expected = step_of(descend(training.loss, shown, rule=Adam(0.01)), 25)
    assert np.array_equal(training.player.step.theta, expected.theta) and shown.memory.t == 20
    training.go_by(lr=0.3)
    training.go_on()
    training.player.seek(26)
    theta, gradient = expected.theta, training.loss(expected.theta)[1]
    assert np.array_equal(training.player.step.theta, theta - 0.3 * gradient)


def test_what_adam_remembers_counts_as_memory_of_the_tape():
    net = Network((2, 300, 1), ("tanh", "sigmoid"))
    steps = list(islice(descend(network.loss(net, *samples()[:2]), np.zeros(net.size), rule=Adam()), 3))
    assert own_bytes(steps[2], steps[1]) - OVERHEAD == 5 * 8 * net.size  # theta, gradient, velocity, m, v
    plain = list(islice(descend(network.loss(net, *samples()[:2]), np.zeros(net.size), lr=0.1), 3))
    assert own_bytes(plain[2], plain[1]) - OVERHEAD == 3 * 8 * net.size


def test_a_sine_and_its_three_numbers():
    x = np.linspace(-3, 3, 40)
    frequency = dict(also=lambda step: (step.theta[1],))
    training = Training(lambda model, x, y, kind: curvefit.loss(model, x, y), **frequency)
    training.model = SINE
    training.learn_from(x, np.sin(1.2 * x))
    training.go_by(lr=0.05)
    training.begin(np.array([1.0, 1.5, 0.0]))
    training.player.seek(400)
    assert training.player.measured[2] == training.theta[1] == pytest.approx(1.2, abs=1e-3)


@pytest.mark.parametrize("degree", [1, 3])
def test_polynomials_and_curves_are_models_like_any_other(degree):
    x = np.linspace(-1, 1, 12)

    def make_loss(net, x, y, kind):
        return network.loss(net, chebyshev(x, net.sizes[0], (-1, 1)), y, kind)

    training = Training(make_loss)
    training.model, training.kind = Network((degree, 1), "linear"), "mse"
    training.learn_from(x, x**3, np.arange(12) % 3 == 0)
    training.go_by(lr=0.3, momentum=0.9)
    training.begin(np.zeros(degree + 1))
    training.player.seek(600)
    assert (training.held_out_loss < 1e-6) == (degree == 3)


def test_the_same_moves_are_the_same_run():
    thetas = []
    for _ in range(2):
        training = begun(carry=carried)
        for lr, k in ((0.5, 7), (0.1, 20), (2.0, 13), (0.3, 40)):
            training.go_by(lr=lr, momentum=0.5)
            training.go_on()
            training.player.seek(k)
        thetas.append(training.theta)
    np.testing.assert_array_equal(*thetas)


def test_a_tape_that_is_thinned_measures_the_step_shown_once(monkeypatch):
    training = begun(max_bytes=30_000)
    training.player.seek(500)
    stride = training.player.stride
    assert stride > 1
    asked = []
    monkeypatch.setattr(training.player, "measure", partial(_remember, asked, training.player.measure))
    training.player.seek(stride * 10 + 1)
    assert len(asked) == 1
    for _ in range(3):
        training.player.thinned(100)
        assert training.held_out_loss > 0
    assert len(asked) == 1


def _remember(asked, measure, step):
    asked.append(step)
    return measure(step)
