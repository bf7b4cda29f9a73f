"""Twenty networks without a browser: every control, and that they agree inside and fan out."""

import itertools

import numpy as np
import pytest
from driving import both_ends, differ, drawn_at_both_ends

from nnlab import data, descent, network
from nnlab.explore.lesson5.ensemble import (
    EVERY,
    GAP,
    NETWORKS,
    NEUTRAL,
    PLACES,
    PRESETS,
    explore_ensemble,
    together,
)
from nnlab.network import Network


@pytest.fixture
def explorer():
    return explore_ensemble()


def test_every_control_is_tried(explorer):
    assert set(explorer.controls) == set(NEUTRAL)


@pytest.mark.parametrize("name", [name for name in NEUTRAL if name not in ("lr", "momentum")])
def test_each_control_at_both_ends_draws_something_else(explorer, name, drawn):
    explorer.seek(1)
    assert differ(*drawn_at_both_ends(explorer, name, drawn))


@pytest.mark.parametrize("name", ["lr", "momentum"])
def test_how_they_learn_at_both_ends_goes_other_ways(explorer, name):
    ends = []
    for value in both_ends(explorer.controls[name]):
        explorer.seek(2)
        explorer.controls[name].value = value
        explorer.seek(3)
        explorer.draw()
        ends.append(explorer.fit.curve_line.get_ydata())
    assert np.abs(ends[0] - ends[1]).max() > 0.01


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_plays(explorer, name):
    explorer.preset.value = name
    explorer.seek(10)
    explorer.draw()
    assert explorer.player.position == 10 and explorer.sentence()


def test_each_network_learns_as_if_it_were_alone(explorer):
    samples = data.curve("sine", 30, rng=np.random.default_rng(0), noise=0.1)
    net = Network((1, 10, 1), ("tanh", "linear"))
    loss = network.loss(net, samples.x[:, None], samples.y, "mse")
    explorer.seek(6)
    parts = np.split(explorer.player.step.theta, NETWORKS)
    for seed in (0, 7, 19):
        start = net.init(rng=np.random.default_rng(seed), how="uniform", value=2.0)
        steps = descent.descend(loss, start, lr=0.05, momentum=0.9)
        alone = next(itertools.islice(steps, 6 * EVERY, None)).theta
        np.testing.assert_allclose(parts[seed], alone, rtol=1e-12)
        explorer.draw()
        lines = explorer.fit.pieces_line.get_ydata().reshape(NETWORKS, -1)[:, :-1]
        np.testing.assert_allclose(lines[seed], net.predict(alone, PLACES[:, None]), rtol=1e-9, atol=1e-12)


def test_their_common_loss_has_the_right_gradient():
    net = Network((1, 3, 1), ("tanh", "linear"))
    f = together(network.loss(net, [[0.0], [1.0], [2.0]], [1.0, -1.0, 0.5], "mse"), 2)
    theta = np.random.default_rng(0).normal(size=2 * net.size)
    assert descent.check_gradient(f, theta).worst < 1e-6


def test_they_agree_where_there_are_samples_and_fan_out_elsewhere(explorer):
    explorer.seek(200)
    inside, outside = explorer.spread
    assert inside < 0.05 and outside > 5 * inside
    answers = explorer.answers(explorer.player.step.theta)
    spread = answers.std(axis=1, ddof=1)
    x = explorer.x
    assert inside == pytest.approx(spread[(x.min() <= PLACES) & (x.max() >= PLACES)].mean())


def test_a_gap_between_samples_is_outside_too(explorer):
    explorer.preset.value = "A gap in the middle"
    assert not ((np.abs(explorer.x) < 1) & (explorer.x != 0)).any()
    explorer.seek(200)
    spread = explorer.answers(explorer.player.step.theta).std(axis=1, ddof=1)
    assert spread[np.abs(PLACES) < 0.5].mean() > 3 * spread[explorer.inside].mean()


def test_too_large_a_rate_is_said(explorer):
    explorer.preset.value = "Too large a rate"
    explorer.seek(100)
    explorer.draw()
    assert explorer.player.step.diverged and "lower the learning rate" in explorer.sentence()
    explorer.controls["lr"].value = 0.02  # and from there it can begin again
    assert explorer.player.position == 0 and not explorer.player.step.diverged


def test_another_rate_or_other_samples_keep_the_weights(explorer):
    explorer.seek(5)
    theta = explorer.player.step.theta
    for name, value in (("lr", 0.01), ("noise", 0.3), ("seed", 3), ("gap", True)):
        explorer.controls[name].value = value
        assert explorer.player.position == 5
        np.testing.assert_array_equal(explorer.player.step.theta, theta)
    explorer.controls["hidden"].value = 5
    assert explorer.player.position == 0


@pytest.mark.parametrize(
    "settings, wanted",
    [
        (dict(networks=3), "settings: expected some of"),
        (dict(data="circle"), "samples of: expected one of"),
        (dict(hidden=65), "hidden size: expected a number from 1 to 64"),
    ],
)
def test_other_settings_are_refused(settings, wanted):
    with pytest.raises(ValueError, match=wanted):
        explore_ensemble(**settings)


@pytest.mark.parametrize("settings", [dict(data="bump"), dict(gap=True), dict(seed=3)])
def test_truth_and_shades_follow_the_samples_also_on_the_screen(explorer, settings):
    """They are drawn with the Axes, once: the picture after a change is the one drawn afresh."""
    explorer.still()
    explorer.set(**settings)
    seen = explorer.stage.pixels()
    explorer.stage.redraw()
    np.testing.assert_array_equal(seen, explorer.stage.pixels())


def test_a_gap_is_shaded_as_the_ends_are(explorer):
    explorer.set(gap=True)
    shade = explorer.fit.middle
    assert (shade.get_x(), shade.get_width()) == (-GAP, 2 * GAP) and shade.get_height() == 1
    assert not explorer.inside[(PLACES > -GAP) & (PLACES < GAP)].any()
    explorer.set(gap=False)
    assert shade.get_width() == 0
