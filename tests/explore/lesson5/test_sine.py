"""The sine's explorable without a browser: every control, pointer and keys, and the lesson's claims."""

import itertools

import numpy as np
import pytest
from driving import both_ends, differ, drawn_at_both_ends

from nnlab import curvefit, descent
from nnlab.curvefit import SINE
from nnlab.data.curves import TRUE, sine_samples
from nnlab.descent import curvatures
from nnlab.explore.lesson5.sine import NEUTRAL, PRESETS, explore_sine
from nnlab.explore.lesson5.words import SINE_NOTES as NOTES


@pytest.fixture
def explorer():
    return explore_sine()


def at_preset(name, step):
    explorer = explore_sine()
    explorer.preset.value = name
    explorer.seek(step)
    return explorer


def test_every_control_is_tried(explorer):
    assert set(explorer.controls) == set(NEUTRAL)


@pytest.mark.parametrize("name", [name for name in NEUTRAL if name != "lr"])
def test_each_control_at_both_ends_draws_something_else(explorer, name, drawn):
    explorer.seek(3)
    assert differ(*drawn_at_both_ends(explorer, name, drawn))


def test_the_rate_at_both_ends_goes_other_ways(explorer):
    ends = []
    for lr in both_ends(explorer.controls["lr"]):
        explorer.seek(3)
        explorer.controls["lr"].value = lr
        assert explorer.player.position == 3
        explorer.seek(4)
        explorer.draw()
        ends.append(explorer.valley.spot.get_xydata()[0])
    assert np.linalg.norm(ends[0] - ends[1]) > 0.1


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_plays(name):
    explorer = at_preset(name, 50)
    explorer.draw()
    assert explorer.player.position == 50 and explorer.sentence()


def test_the_run_is_that_of_descent(explorer):
    x, y = sine_samples(40, 0.2, rng=np.random.default_rng(5))
    steps = descent.descend(curvefit.loss(SINE, x, y), [1.0, 1.5, 0.0], lr=0.05)
    step = next(itertools.islice(steps, 30, None))
    explorer.seek(30)
    explorer.draw()
    np.testing.assert_array_equal(explorer.player.step.theta, step.theta)
    np.testing.assert_array_equal(explorer.valley.spot.get_xydata(), [[step.theta[1], step.value]])
    places, says = explorer.fit.curve_line.get_data()
    np.testing.assert_allclose(says, step.theta[0] * np.sin(step.theta[1] * places + step.theta[2]))


def test_the_ball_lies_on_the_section_and_never_below_the_floor(explorer):
    for k in (0, 5, 40, 200):
        explorer.seek(k)
        explorer.draw()
        step = explorer.player.step
        places, section = explorer.valley.section_line.get_data()
        _, floor = explorer.valley.floor_line.get_data()
        assert np.interp(step.theta[1], places, section) == pytest.approx(step.value, abs=2e-3)
        assert (section >= floor - 1e-12).all()


# -- the lesson's claims --------------------------------------------------------------------------------


def test_from_a_good_start_all_three_numbers_are_found():
    explorer = at_preset("A good start", 300)
    np.testing.assert_allclose(explorer.player.step.theta, TRUE, atol=0.1)
    assert "no sine of any frequency" in explorer.sentence()


@pytest.mark.parametrize("name", ["A wrong frequency: a hollow of its own", "Another hollow"])
def test_from_a_wrong_frequency_it_ends_in_a_true_local_minimum(name):
    explorer = at_preset(name, 1000)
    for further in range(2000, 5000, 1000):  # so far at once
        explorer.seek(further)
    step = explorer.player.step
    assert np.linalg.norm(step.gradient) < 1e-9
    assert curvatures(explorer.training.loss, step.theta).min() > 0.05  # it bends up in every direction
    assert step.value > 20 * explorer.floor.min()
    for nudge in np.random.default_rng(0).normal(size=(200, 3)) * 1e-3:
        assert explorer.training.loss(step.theta + nudge)[0] > step.value
    assert "every way leads up" in explorer.sentence()


@pytest.mark.parametrize("name", NOTES)
def test_a_preset_says_why_as_long_as_it_is_chosen(name):
    explorer = at_preset(name, 30)
    assert NOTES[name] in explorer.sentence()
    explorer.controls["lr"].value = 0.02
    assert NOTES[name] not in explorer.sentence()


def test_four_samples_let_a_wrong_sine_have_a_small_loss():
    explorer = at_preset("Four samples: many sines fit", 1000)
    step = explorer.player.step
    assert abs(step.theta[1]) > 4 and step.value < 0.2**2 and explorer.floor.min() < step.value


def test_too_large_a_rate_jumps():
    assert "too long" in at_preset("Too large a rate", 300).sentence()


def test_far_too_large_a_rate_is_said_and_no_error(explorer):
    explorer.set(lr=100.0)
    explorer.seek(400)
    assert explorer.problem == ""
    explorer.draw()
    assert (
        "Lower the learning rate" in explorer.sentence() or "lower the learning rate" in explorer.sentence()
    )


def test_click_and_keys_put_the_ball(explorer, page):
    seen = page(explorer)
    explorer.seek(20)
    seen.click(3.456, 1.0, explorer.valley.ax)
    assert explorer["frequency"] == pytest.approx(3.46, abs=0.011)
    assert explorer.player.position == 0 and explorer.player.step.theta[1] == explorer["frequency"]
    before = explorer["frequency"]
    seen.key("ArrowRight")
    assert explorer["frequency"] == pytest.approx(before + 0.1)
    seen.key("ArrowLeft", shift=True)
    assert explorer["frequency"] == pytest.approx(before + 0.08)
    seen.key("ArrowUp")
    assert (
        explorer["amplitude"] == pytest.approx(1.1) and explorer.player.step.theta[0] == explorer["amplitude"]
    )
    for _ in range(80):
        seen.key("ArrowLeft")
    assert explorer["frequency"] == 0


def test_another_rate_goes_on_from_the_three_numbers(explorer):
    explorer.seek(10)
    theta = explorer.player.step.theta
    explorer.controls["lr"].value = 0.01
    assert explorer.player.position == 10
    np.testing.assert_array_equal(explorer.player.step.theta, theta)


@pytest.mark.parametrize(
    "settings, wanted",
    [
        (dict(rate=1), "settings: expected some of"),
        (dict(frequency=7), "frequency: expected a number from 0 to 6"),
        (dict(n=2), "samples: expected a number from 3"),
    ],
)
def test_other_settings_are_refused(settings, wanted):
    with pytest.raises(ValueError, match=wanted):
        explore_sine(**settings)
