"""A learner of the playground: what it learns and fails at, its segments, and that all of it comes again."""

import json
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from own_points import from_points

from nnlab import network
from nnlab.confusion import accuracy
from nnlab.descent import check_gradient, descend, last, stop
from nnlab.dropout import masked_loss
from nnlab.explore.playground.following import followed
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.material import material_of
from nnlab.explore.playground.settings import ADAM, L1, L2, MOMENTUM, PLAIN, RMSPROP, SETS, Settings
from nnlab.losses import LOSSES

SPIRAL = Settings(
    data="spiral", held_out=0, hidden=(8, 8), activations="tanh", lr=0.1, rule=MOMENTUM, batch=0
)
SMALL = Settings(samples=40, lr=0.1)


def learned(settings, k):
    learner = Learner(settings)
    learner.player.advance(k)
    return learner


def steps_until(settings, below, at_most):
    """How many steps it takes until the training loss is below, or None."""
    learner = Learner(settings)
    loss, how = followed(learner.settings, learner.net, *learner.asking.learned)
    step = last(stop(descend(loss, learner.first, **how), below=below, at_most=at_most))
    return step.k if step.value < below else None


def solved(settings, seeds, *, below=0.02, at_most=4000):
    seeded = [replace(settings, data_seed=s, start_seed=s) for s in range(seeds)]
    return sum(steps_until(each, below, at_most) is not None for each in seeded)


# What is learned, and what is not


def test_the_spiral_is_solved_from_at_least_nine_of_ten_starts():
    assert solved(SPIRAL, 10) >= 9


@pytest.mark.parametrize(
    "name, bad",
    [
        ("sigmoid", dict(activations="sigmoid")),
        ("too small", dict(hidden=(4, 4))),
        ("one arm's first point is the other's", dict(data="published spiral", at_most=3000)),
    ],
)
def test_the_spiral_is_not_solved_from_a_bad_preset(name, bad):
    at_most = bad.pop("at_most", 2500)
    below = 2 * np.log(2) / 200 if "data" in bad else 0.02
    assert solved(replace(SPIRAL, **bad), 3, below=below, at_most=at_most) == 0


def test_of_the_published_spiral_all_but_one_are_right_and_no_more():
    assert learned(replace(SPIRAL, data="published spiral"), 4000).accuracy() == 0.995


@pytest.mark.parametrize(
    "good, k, right",
    [
        (dict(data="circle", hidden=(4,), lr=0.3, rule=MOMENTUM, batch=0), 800, 0.98),
        (dict(data="circle", hidden=(), features=("x1²", "x2²"), lr=0.3, rule=MOMENTUM, batch=0), 60, 0.99),
        (dict(data="xor", hidden=(), features=("x1x2",), lr=0.3, rule=MOMENTUM, batch=0), 60, 0.97),
        (dict(data="gauss", hidden=(), lr=0.5, batch=0), 50, 0.98),
        (dict(data="three rings", hidden=(8,), lr=0.1, rule=MOMENTUM, batch=0, samples=300), 1500, 0.97),
        (dict(data="four blobs", hidden=(4,), lr=0.01, rule=ADAM), 600, 0.97),
        (dict(data="moons", hidden=(8,), lr=0.03, rule=RMSPROP, noise=0.1), 500, 0.97),
    ],
)
def test_good_settings_learn_their_set(good, k, right):
    learner = learned(Settings(activations="tanh", held_out=0.3, **good), k)
    assert learner.accuracy() >= right and learner.accuracy(held=True) >= right - 0.05


def test_linear_units_do_not_learn_xor_however_many():
    assert learned(Settings(data="xor", hidden=(8, 8), activations="linear", batch=0), 500).accuracy() < 0.72


def test_a_plane_is_learned_by_one_linear_unit_and_its_weights_are_those_of_the_plane():
    learner = learned(
        Settings(task="regression", data="plane", hidden=(), activations=(), lr=0.1, batch=0), 300
    )
    assert learner.theta == pytest.approx([0.2, 0.2, 0.0], abs=1e-6)
    assert learner.loss < 1e-12 and np.isnan(learner.accuracy())


# What it says of itself


@pytest.mark.parametrize("task, name", [(task, name) for task in SETS for name in SETS[task]])
def test_losses_and_accuracies_are_those_of_its_answers(task, name):
    learner = learned(replace(SMALL, task=task, data=name), 20)
    m, theta = learner.material, learner.theta
    a = learner.answers(theta, m.X)
    if learner.settings.output == "softmax":
        losses = -np.log(a[np.arange(len(a)), m.y])
        rights = [accuracy(a[held], m.y[held]) for held in (~m.held, m.held)]
    else:
        y = m.y[:, None].astype(float)
        losses = np.array([LOSSES[learner.settings.loss].f(each[None], of[None]) for each, of in zip(a, y)])
        rights = [np.mean((a[held, 0] > 0.5) == m.y[held]) for held in (~m.held, m.held)]
    assert learner.loss == pytest.approx(losses[~m.held].mean())
    assert learner.held_loss == pytest.approx(losses[m.held].mean())
    if task == "classification":
        assert [learner.accuracy(), learner.accuracy(held=True)] == pytest.approx(rights)


def test_a_tanh_output_learns_targets_of_minus_1_and_1_by_mse():
    learner = learned(replace(SMALL, data="gauss", output="tanh"), 200)
    m, a = learner.material, learner.answers(learner.theta, learner.material.X)[:, 0]
    assert learner.settings.loss == "mse" and set(learner.asking.targets[:, 0]) == {-1, 1}
    assert learner.loss == pytest.approx(np.mean((a - np.where(m.y == 1, 1, -1))[~m.held] ** 2))
    assert np.array_equal(learner.called(a[:, None]), a > 0) and learner.accuracy() > 0.9


def test_without_samples_held_out_their_loss_is_no_number():
    learner = learned(replace(SMALL, held_out=0), 3)
    assert np.isnan(learner.held_loss) and np.isnan(learner.accuracy(held=True))
    assert np.isnan(learner.curves()[1][:, 1]).all() and learner.best[0] == 3


def test_each_unit_says_what_the_network_says_layer_by_layer():
    learner = learned(
        Settings(features=("x1", "x1x2", "sin x2"), hidden=(4, 3), activations=("tanh", "relu")), 5
    )
    X = np.random.default_rng(0).uniform(-3, 3, (7000, 2))  # asked in pieces
    units = learner.units(learner.theta, X)
    assert [layer.shape for layer in units] == [(7000, h) for h in (3, 4, 3, 1)]
    assert units[0][5].tolist() == [X[5, 0], X[5, 0] * X[5, 1], np.sin(X[5, 1])]
    for said, layer in zip(units, learner.net.forward(learner.theta, learner.inputs(X))):
        assert said == pytest.approx(layer, abs=1e-12)
    assert np.array_equal(learner.answers(learner.theta, X), units[-1])


def test_curves_are_the_losses_of_their_steps_and_grow_slowly():
    learner = learned(SMALL, 1000)
    steps, losses = learner.curves()
    assert steps[:65].tolist() == list(range(65)) and steps[-1] >= 970 and len(steps) < 64 + 4 * 33
    for k in (0, 3, 64, 992):
        learner.player.seek(k)
        assert losses[steps == k][0].tolist() == [learner.loss, learner.held_loss]


# What each step sees


def test_a_step_is_made_from_its_rows_and_its_masks():
    learner = learned(replace(SMALL, dropout=0.3, penalty=L2, lam=0.1), 0)
    features, targets = learner.inputs(learner.material.X), learner.asking.targets
    for k in range(5):
        rows, theta = learner.rows(k), learner.player.step.theta
        loss = masked_loss(learner.net, features[rows], targets[rows], "cross_entropy", learner.masks(k))
        value, gradient = loss(theta)
        w = theta * learner.net.weights
        assert learner.player.step.value == pytest.approx(value + 0.05 * w @ w)
        assert learner.player.step.gradient == pytest.approx(gradient + 0.1 * w)
        learner.player.advance()


def test_rows_of_an_epoch_are_the_training_rows_once_and_follow_from_seed_and_step_alone():
    learner = Learner(replace(SMALL, batch=7))
    epoch = [learner.rows(k) for k in range(3)]
    assert [len(rows) for rows in epoch] == [7, 7, 6]
    assert sorted(np.concatenate(epoch)) == np.flatnonzero(~learner.material.held).tolist()
    other_rates = learned(replace(SMALL, batch=7, rule=ADAM, lr=0.5, hidden=(3,), activations="relu"), 50)
    assert all(np.array_equal(other_rates.rows(k), epoch[k]) for k in range(3))
    assert not np.array_equal(Learner(replace(SMALL, batch=7, start_seed=1)).rows(0), epoch[0])


def test_other_seeds_are_other_starts_and_other_samples():
    one = Learner(SMALL)
    start, sample = Learner(replace(SMALL, start_seed=1)), Learner(replace(SMALL, data_seed=1))
    assert not np.array_equal(start.first, one.first) and np.array_equal(start.material.X, one.material.X)
    assert np.array_equal(sample.first, one.first) and not np.array_equal(sample.material.X, one.material.X)


@pytest.mark.parametrize("start", ["xavier", "he", "uniform", "constant", "zeros"])
def test_each_start(start):
    theta = Learner(replace(SMALL, start=start)).first
    if start in ("constant", "zeros"):
        assert set(theta) == {0.5 if start == "constant" else 0.0}
    else:
        assert len(set(theta)) > 10 and (start != "uniform" or 0.3 < np.abs(theta).max() <= 0.5)


@pytest.mark.parametrize("batch, penalty, dropout", [*product([0, 7], [L1, L2], [0.0, 0.3])])
def test_the_gradient_of_a_step_agrees_with_central_differences(batch, penalty, dropout):
    settings = replace(SMALL, batch=batch, penalty=penalty, lam=0.05, dropout=dropout, rule=ADAM)
    learner = Learner(settings)
    loss, _ = followed(settings, learner.net, *learner.asking.learned)
    theta = learner.net.init(rng=np.random.default_rng(1), how="uniform")
    assert check_gradient(loss.at(4) if hasattr(loss, "at") else loss, theta).worst < 1e-6


# Penalties


def test_an_l1_makes_weights_exactly_0_by_its_prox_and_none_by_subgradient():
    settings = replace(SMALL, penalty=L1, lam=0.02, hidden=(8,), activations="tanh", batch=0)
    for rule, lr in ((PLAIN, 0.1), (MOMENTUM, 0.03)):
        learner = learned(replace(settings, rule=rule, lr=lr), 2000)
        zero = learner.theta == 0
        assert zero[learner.net.weights].sum() >= 4 and not zero[~learner.net.weights].all()
    for rule in (RMSPROP, ADAM):
        learner = learned(replace(settings, rule=rule, lr=0.01), 2000)
        assert not (learner.theta[learner.net.weights] == 0).any()
        assert np.abs(learner.theta[learner.net.weights]).min() < 0.02  # it pulls all the same


def test_the_more_l2_the_smaller_the_weights():
    lengths = []
    for lam in (0.0, 0.003, 0.03, 0.3):
        learner = learned(replace(SMALL, penalty=L2, lam=lam, batch=0), 500)
        lengths.append(np.linalg.norm(learner.theta[learner.net.weights]))
    assert lengths == sorted(lengths, reverse=True) and lengths[-1] < 0.1 * lengths[0]


# Segments


RUNS = [
    (dict(rule=ADAM, lr=0.01), dict(batch=0)),
    (dict(rule=MOMENTUM), dict(penalty=L1, lam=0.01)),
    (dict(dropout=0.4), dict(rule=RMSPROP, lr=0.01, dropout=0.0)),
    (dict(penalty=L2, lam=0.1, batch=3), dict(lr=0.2, rule=MOMENTUM, penalty="none")),
]


def travelled(changes, settings=SMALL):
    """A run that is changed at step 20 and at step 45, and edited at step 60, and its thetas by step."""
    learner, thetas = Learner(settings), {}

    def go(k):
        for _ in range(k):
            thetas[learner.step] = learner.theta
            learner.player.advance()
        thetas[learner.step] = learner.theta

    go(20)
    learner.change(**changes[0])
    go(25)
    learner.change(**changes[1])
    go(15)
    learner.edit(learner.theta + 0.25)
    go(30)
    return learner, thetas


@pytest.mark.parametrize("changes", RUNS)
def test_rewinding_plays_each_segment_again_with_its_own_settings(changes):
    learner, thetas = travelled(changes)
    learner.player._thin(), learner.player._thin(), learner.player._thin()  # so that steps are played again
    for k in (0, 7, 19, 20, 21, 44, 45, 46, 59, 60, 61, 63, 90, 37):
        learner.player.seek(k)
        assert np.array_equal(learner.theta, thetas[k]), k
    assert [k for k, _ in learner.segments] == [0, 20, 45, 60]


@pytest.mark.parametrize("changes", RUNS)
def test_a_run_comes_again_from_its_state_bit_for_bit(changes):
    learner, thetas = travelled(changes)
    for k in (90, 33, 0):
        learner.player.seek(k)
        again = Learner.from_state(json.loads(json.dumps(learner.state())))
        assert again.step == k and np.array_equal(again.theta, thetas[k])
        assert again.loss == learner.loss and again.segments == learner.segments
    again.player.seek(90)  # what lay ahead is ahead again
    assert np.array_equal(again.theta, thetas[90])


@pytest.mark.parametrize("rates", [change for pair in RUNS for change in pair])
def test_a_change_goes_on_as_descent_does_from_that_step_with_those_rates(rates):
    learner = learned(replace(SMALL, rule=MOMENTUM), 12)
    step = learner.player.step
    learner.change(**rates)
    assert learner.settings == replace(Learner(SMALL).settings, **dict(rule=MOMENTUM) | rates)
    loss, how = followed(learner.settings, learner.net, *learner.asking.learned)
    expected = last(stop(descend(loss, step, **how), at_most=9))
    learner.player.advance(9)
    assert np.array_equal(learner.theta, expected.theta)


def test_an_edit_takes_the_place_of_theta_and_goes_on_from_rest():
    learner = learned(replace(SMALL, rule=MOMENTUM, batch=0), 30)
    before, steps = learner.theta, learner.curves()[0]
    mine = np.zeros(learner.net.size)
    mine[::3] = 0.5
    learner.edit(mine)
    assert np.array_equal(learner.theta, mine) and learner.step == 30
    asked = learner.asking.samples(mine)
    assert learner.loss == asked.loss and learner.curves()[1][-1].tolist() == [asked.loss, asked.held_loss]
    assert learner.curves()[0].tolist() == steps.tolist()
    mine[:] = 9  # the learner has a copy
    learner.player.advance()
    gradient = learner.asking.learned
    loss = network.loss(learner.net, *gradient, "cross_entropy")
    edited = learner.player.kept[-2].theta
    assert learner.theta == pytest.approx(edited - 0.1 * loss(edited)[1], abs=1e-15)
    learner.player.seek(29)
    assert not np.array_equal(learner.theta, before) and learner.settings.rule == MOMENTUM


def test_a_change_at_an_edited_step_keeps_the_edit():
    learner = learned(SMALL, 10)
    learner.edit(np.full(learner.net.size, 0.1))
    learner.change(lr=0.01)
    assert [k for k, _ in learner.segments] == [0, 10] and learner.settings.lr == 0.01
    learner.player.advance(5)
    again = Learner.from_state(learner.state())
    assert np.array_equal(again.theta, learner.theta)
    learner.player.seek(10)
    assert np.array_equal(learner.theta, np.full(learner.net.size, 0.1))


def test_an_edited_start_comes_again():
    learner = Learner(SMALL)
    learner.edit(np.full(learner.net.size, 0.1))
    learner.player.advance(20)
    learner.change(lr=0.01)
    learner.player.advance(5)
    again = Learner.from_state(json.loads(json.dumps(learner.state())))
    assert again.step == 25 and np.array_equal(again.theta, learner.theta)
    again.player.seek(0)
    assert set(again.theta) == {0.1}


def test_a_change_on_the_way_back_forgets_what_lay_ahead():
    learner, _ = travelled(RUNS[0])
    learner.player.seek(30)
    learner.change(lr=0.5)
    assert [k for k, _ in learner.segments] == [0, 20, 30] and learner.player.length == 30
    assert learner.curves()[0].max() == 30
    learner.player.seek(25)
    assert learner.settings.rule == ADAM and learner.settings.lr == 0.01
    learner.player.seek(5)
    assert learner.settings == Learner(SMALL).settings


def test_only_rates_change_on_the_way_and_an_edit_fits():
    learner = learned(SMALL, 5)
    for bad in (dict(hidden=(3,)), dict(noise=0.1), dict(speed=2)):
        with pytest.raises(ValueError, match="rates: expected some of batch, rule"):
            learner.change(**bad)
    with pytest.raises(ValueError, match="lr: expected"):
        learner.change(lr=-1.0)
    for bad in (np.zeros(3), np.full(learner.net.size, np.nan)):
        with pytest.raises(ValueError, match="theta: expected"):
            learner.edit(bad)
    assert learner.segments == ((0, learner.settings),) and learner.player.length == 5


# Far away


@pytest.mark.parametrize(
    "task, data, output", [("classification", "xor", "sigmoid"), ("regression", "plane", "")]
)
@pytest.mark.parametrize(
    "rates", [dict(), dict(dropout=0.3), dict(penalty=L2, lam=0.1), dict(penalty=L1, lam=0.1)]
)
def test_a_run_that_diverges_is_a_state_and_can_still_be_drawn(task, data, output, rates):
    """Warnings are errors here."""
    settings = replace(SMALL, task=task, data=data, hidden=(4, 4, 4), activations="relu", lr=1e6, **rates)
    learner = Learner(settings)
    learner.advance(400)
    assert (
        learner.diverged or task == "classification"
    )  # whose loss grows with its answers, not their squares
    if learner.diverged:
        assert not learner.advance() and learner.stopped() == ""
        k = learner.step
        assert Learner.from_state(json.loads(json.dumps(learner.state()))).step == k
    assert np.isfinite(learner.theta).all()
    assert np.isfinite(learner.answers(learner.theta, learner.material.X)).all()
    assert isinstance(learner.loss, float) and len(learner.curves()[0])


def test_after_divergence_other_rates_begin_at_the_start_and_an_edit_goes_on_where_it_stands():
    bad = replace(SMALL, task="regression", data="plane", hidden=(8,), activations="linear", lr=50.0)
    learner = learned(bad, 500)
    assert learner.diverged and learner.step > 3
    k = learner.step
    learner.edit(np.full(learner.net.size, 0.1))
    assert learner.step == k and not learner.diverged and learner.segments[-1][0] == k
    again = Learner.from_state(learner.state())
    assert np.array_equal(again.theta, learner.theta)
    learner.advance(500)
    assert learner.diverged
    learner.change(lr=0.05)
    assert learner.step == 0 and learner.segments == ((0, learner.settings),)
    assert learner.advance(100) and not learner.diverged and learner.loss < 0.1


# What is brought along


def test_own_samples_and_an_own_start_are_part_of_the_state():
    X = np.array([[-1.0, -1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, 1.0]])
    material = from_points(X, [0, 0, 1, 2], ("a", "b", "c"), held_out=0.0)
    theta = np.linspace(-1, 1, 2 * 4 + 4 + 4 * 2 + 2 + 2 * 3 + 3)
    learner = Learner(Settings(data="own", lr=0.3), material, theta)
    assert learner.settings.output == "softmax" and learner.net.sizes == (2, 4, 2, 3)
    assert np.array_equal(learner.theta, theta)
    learner.player.advance(40)
    again = Learner.from_state(json.loads(json.dumps(learner.state())))
    assert np.array_equal(again.theta, learner.theta) and np.array_equal(again.material.X, X)
    with pytest.raises(ValueError, match="theta: expected"):
        Learner(Settings(data="own"), material, theta[:5])


def test_a_formula_of_numbers_makes_a_regression():
    learner = Learner(Settings(data="formula", formula="x1*x2"))
    assert learner.settings.task == "regression" and learner.net.activations[-1] == "linear"


@pytest.mark.parametrize("state", [{}, dict(segments=[]), dict(segments=[dict(k=0)]), None, dict(segments=3)])
def test_what_is_no_state_is_turned_away(state):
    with pytest.raises(ValueError, match="state: expected"):
        Learner.from_state(state)


@pytest.mark.parametrize("name, value", [("step", "x"), ("step", None), ("k", -1), ("k", []), ("k", np.nan)])
def test_steps_of_a_state_are_whole_numbers(name, value):
    learner = Learner(SMALL)
    learner.advance(3)
    learner.change(lr=0.1)
    state = learner.state()
    (state if name == "step" else state["segments"][1])[name] = value
    with pytest.raises(ValueError, match=f"{name}: expected"):
        Learner.from_state(state)


@pytest.mark.parametrize("theta", [[None, 1.0], [1.0], {}, [10**400], [[1.0]], ["one"], [np.inf]])
def test_an_edit_of_a_state_is_looked_at(theta):
    learner = Learner(SMALL)
    learner.edit(learner.theta + 1)
    state = learner.state()
    state["segments"][0]["theta"] = theta
    with pytest.raises(ValueError):
        Learner.from_state(state)


def test_a_state_from_elsewhere_is_looked_at():
    state = Learner(SMALL).state()
    state["segments"][0]["settings"]["lr"] = -1
    with pytest.raises(ValueError, match="lr: expected"):
        Learner.from_state(state)


def test_material_is_that_of_the_settings():
    learner = Learner(SMALL)
    assert np.array_equal(learner.material.X, material_of(SMALL).X)
