"""The perceptron's explorable without a browser: every control, the pointer, the keys, and its claims."""

import numpy as np
import pytest

from nnlab import data, perceptron
from nnlab.explore.explorer import problems
from nnlab.explore.perceptron import OWN, PRESETS, explore_perceptron

BOTH_ENDS = {
    "data": ("AND", "penguins"),
    "lr": (0.0625, 4.0),
    "start": ("zero", "random"),
    "features": (1, 3),
    "order": ("in turn", "shuffled"),
    "held_out": (0.0, 0.5),
    "seed": (0, 9999),
    "chart": ("wrong answers", "Novikoff's squeeze"),
}


@pytest.fixture
def explorer():
    return explore_perceptron("blobs", start="random", order="shuffled", seed=1)


def test_every_control_is_tried(explorer):
    assert {*BOTH_ENDS, "adds"} == set(explorer.controls)


@pytest.mark.parametrize("name", BOTH_ENDS)
def test_each_control_at_both_ends_draws_something_else(explorer, drawn, name):
    explorer.seek(2)
    seen = []
    for value in BOTH_ENDS[name]:
        explorer.controls[name].value = value
        explorer.draw()
        seen.append(drawn(explorer))
        assert explorer.problem == "" and explorer.sentence()
    assert seen[0].shape != seen[1].shape or not np.array_equal(seen[0], seen[1], equal_nan=True)


def test_the_class_a_click_adds(explorer, page):
    browser = page(explorer)
    explorer.controls["adds"].value = 0
    browser.click(0.0, 0.5, explorer.plane.ax)
    browser.click(0.5, 0.0, explorer.plane.ax, shift=True)
    assert explorer.points.y[-2:].tolist() == [0, 1]


def line(explorer) -> np.ndarray:
    """The boundary as it is drawn."""
    explorer.draw()
    return np.array(explorer.plane.boundary.get_xydata())


def test_from_zero_the_rate_leaves_the_line_and_says_why():
    explorer = explore_perceptron("AND")
    for k in range(1, 12):
        explorer.seek(k)
        lines, weights = [], []
        for lr in (0.0625, 1.0, 4.0):
            explorer.controls["lr"].value = lr
            lines.append(line(explorer))
            weights.append(explorer.player.step.w / lr)
            assert "only scales w" in explorer.sentence()
        assert np.array_equal(weights[0], weights[1]) and np.array_equal(weights[1], weights[2])
        np.testing.assert_allclose(lines[0], lines[2], atol=1e-12)
        np.testing.assert_allclose(lines[1], lines[2], atol=1e-12)


def test_from_random_weights_the_rate_moves_the_line():
    explorer = explore_perceptron("blobs", start="random", seed=4)
    explorer.seek(1)
    explorer.controls["lr"].value = 0.0625
    slow = line(explorer)
    explorer.controls["lr"].value = 4.0
    assert slow.shape != line(explorer).shape or np.abs(slow - line(explorer)).max() > 0.1
    assert "the learning rate matters" in explorer.sentence()


def test_and_takes_eleven_mistakes_of_fifty_one_allowed():
    explorer = explore_perceptron("AND")
    explorer.seek(100)
    assert explorer.player.length == 11 and explorer.player.finished
    assert "after 11 mistakes" in explorer.sentence() and "bound was 51" in explorer.sentence()


def test_play_goes_to_the_end_and_the_same_seed_plays_it_again(explorer, page, drawn):
    browser = page(explorer)
    browser.paint()
    runs = []
    for _ in range(2):
        browser.say(kind="seek", position=0)
        browser.paint()
        browser.say(kind="play")
        frames = browser.watch()
        assert [f["position"] for f in frames if f["playing"]] == list(range(explorer.player.length + 1))
        assert not frames[-1]["playing"] and "Learned" in frames[-1]["status"]
        runs.append(drawn(explorer))
    np.testing.assert_array_equal(*runs)


def test_pause_stays_at_the_step_the_reader_sees(page):
    explorer = explore_perceptron("XOR")
    browser = page(explorer)
    browser.paint()
    browser.say(kind="speed", speed=60)
    browser.paint()
    browser.say(kind="play")
    shown = browser.heard[1][0]["position"]
    browser.say(kind="pause", position=shown)
    assert explorer.player.position == shown < explorer.player.length
    browser.paint()
    browser.paint()
    assert browser.paint() == []


def test_play_rests_while_nobody_paints(page):
    explorer = explore_perceptron("XOR")
    browser = page(explorer)
    browser.say(kind="speed", speed=60)
    browser.paint()
    browser.say(kind="play")
    assert len(browser.heard) == 4 and explorer.stage.playing
    again = page(explorer)  # the page was loaded anew: play goes on
    assert len(again.heard) > 1
    browser.say(kind="gone")
    assert not explorer.stage.playing


@pytest.mark.parametrize("speed, steps", [(60, 1), (240, 4), (1200, 20)])
def test_higher_speeds_take_several_steps_a_frame(page, speed, steps):
    explorer = explore_perceptron("XOR")
    browser = page(explorer)
    browser.say(kind="speed", speed=speed)
    browser.paint()
    browser.say(kind="play")
    positions = [content["position"] for content, _ in browser.heard]
    assert np.diff(positions).tolist() == [steps] * 3


def test_a_slow_play_sends_one_frame_at_a_time_but_answers_controls_at_once(page):
    explorer = explore_perceptron("XOR")
    browser = page(explorer)
    browser.paint()
    browser.say(kind="speed", speed=1)
    browser.paint()
    browser.say(kind="play")
    assert len(browser.heard) == 1
    explorer.controls["lr"].value = 2.0
    assert len(browser.heard) == 2 and browser.heard[1][0]["flush"]


def test_click_drag_remove_and_undo(page):
    explorer = explore_perceptron("AND")
    browser = page(explorer)
    ax = explorer.plane.ax
    explorer.seek(11)
    before = explorer.points.X.copy()
    browser.click(0.5, 1.4, ax)
    assert len(explorer.points.y) == 5 and explorer.points.y[-1] == 1
    np.testing.assert_allclose(explorer.points.X[-1], [0.5, 1.4], atol=1e-9)
    browser.point("press", 0.5, 1.4, ax)
    browser.point("drag", 0.7, 1.2, ax)
    browser.point("release", 0.7, 1.2, ax)
    np.testing.assert_allclose(explorer.points.X[-1], [0.7, 1.2], atol=1e-9)
    browser.click(1.0, 1.0, ax, alt=True)
    assert len(explorer.points.y) == 4
    browser.click(0.7, 1.2, ax, button=2)
    assert len(explorer.points.y) == 3
    browser.click(0.1, 0.6, ax, alt=True)  # nothing is there
    assert len(explorer.points.y) == 3
    for _ in range(4):
        explorer.undo_button.click()
    np.testing.assert_array_equal(explorer.points.X, before)
    explorer.undo_button.click()  # nothing left to undo: harmless


def test_learning_reacts_to_a_new_sample(page):
    explorer = explore_perceptron("AND")
    browser = page(explorer)
    explorer.seek(100)
    old = line(explorer)
    browser.click(-0.3, 1.3, explorer.plane.ax)
    assert explorer.player.finished and explorer.player.position == explorer.player.length
    assert np.abs(line(explorer)[:2] - old[:2]).max() > 0.05
    assert (perceptron.predict(explorer.player.step.w, explorer.points.X) == explorer.points.y).all()


def test_the_same_by_keyboard(page):
    explorer = explore_perceptron("AND")
    browser = page(explorer)
    for key in ("ArrowRight", "ArrowUp", "ArrowUp"):
        browser.key(key)
    np.testing.assert_allclose(explorer.points.cursor, [0.6, 0.7])
    browser.key("Enter")
    browser.key("ArrowLeft")
    browser.key("Enter", shift=True)
    assert explorer.points.y[-2:].tolist() == [1, 0]
    browser.key("Delete")
    assert len(explorer.points.y) == 5
    browser.key("undo")
    browser.key("undo")
    browser.key("undo")
    assert len(explorer.points.y) == 4
    browser.key(".")
    browser.key(".")
    browser.key(",")
    assert explorer.player.position == 1
    browser.key("Home")
    assert explorer.player.position == 0
    browser.key("Escape")
    assert explorer.points.cursor is None
    browser.key("q")  # not ours: nothing happens


def test_own_points_from_nothing(page):
    explorer = explore_perceptron(OWN)
    browser = page(explorer)
    assert "Click into the picture" in explorer.sentence()
    browser.say(kind="play")
    browser.paint()
    for x, label in ((-1, 0), (1, 1)):
        explorer.controls["adds"].value = label
        browser.click(x, x, explorer.plane.ax)
    explorer.seek(100)
    assert "Learned" in explorer.sentence()
    for x in (-1, 1):
        browser.click(x, x, explorer.plane.ax, button=2)
    assert "Click into the picture" in explorer.sentence()


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_show_what_they_say(preset):
    explorer = explore_perceptron("OR", seed=7)
    explorer.preset.value = preset
    assert explorer.player.position == 0 and explorer.problem == ""
    explorer.seek(3000)
    separable = not any(word in preset for word in ("no line", "never comes", "not enough"))
    assert explorer.player.finished == (explorer.margin.gamma > 0) == separable


def test_reset_brings_everything_back(explorer, drawn, page):
    first = drawn(explorer)
    browser = page(explorer)
    explorer.preset.value = next(iter(PRESETS))
    browser.click(0.5, 0.5, explorer.plane.ax)
    explorer.stage.playing = True
    explorer.reset_button.click()
    np.testing.assert_array_equal(drawn(explorer), first)
    assert not explorer.stage.playing


def test_held_out_samples_are_not_learned_from(explorer):
    explorer.controls["held_out"].value = 0.3
    explorer.seek(500)
    assert explorer.points.held.sum() == 30 and len(explorer.kept) == 70
    assert not set(np.flatnonzero(explorer.points.held)) & set(explorer.kept)
    rows = explorer.player.history()[1]
    wrong = perceptron.predict(explorer.player.step.w, explorer.points.X) != explorer.points.y
    assert rows[-1, :2].tolist() == [
        100 * wrong[~explorer.points.held].mean(),
        100 * wrong[explorer.points.held].mean(),
    ]


def test_the_squeeze_holds_at_every_step_from_zero():
    explorer = explore_perceptron("blobs", lr=2.0, chart="Novikoff's squeeze")
    explorer.seek(1000)
    low, along, length, high = explorer.player.history()[1][:, 2:].T
    assert len(low) > 2
    assert (low <= along + 1e-9).all() and (along <= length + 1e-9).all() and (length <= high + 1e-9).all()


def test_a_typed_rate(explorer):
    explorer.controls["lr"]._entry.value = "0,3"
    assert explorer["lr"] == 0.3 and explorer.controls["lr"]._slider.value == 0.3
    for wrong in ("-1", "0", "nan", "inf", "much"):
        explorer.controls["lr"]._entry.value = wrong
        assert explorer["lr"] == 0.3 and explorer.controls["lr"]._entry.value == "0.3"
        assert explorer.controls["lr"]._word.value == "a number above 0, please"
    explorer.controls["lr"].value = 1.0
    assert explorer.controls["lr"]._slider.value == 1.0
    with pytest.raises(ValueError, match="learning rate η: expected a number above 0, got -2"):
        explorer.controls["lr"].value = -2.0


def test_an_error_in_a_handler_stops_and_is_said(page, monkeypatch):
    explorer = explore_perceptron("XOR")
    browser = page(explorer)
    browser.paint()
    browser.say(kind="play")
    monkeypatch.setattr(explorer.player, "advance", lambda by: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        browser.paint()
    assert not explorer.stage.playing and "division by zero" in explorer.problem
    assert browser.heard[-1][0]["problem"] == explorer.problem
    assert len(problems) == 1
    problems.clear()


def test_own_data_and_bad_input():
    mine = data.Data("mine", [[0.0, 1.0], [2.0, 3.0]], [0, 1], ("a", "b"), ("no", "yes"))
    explorer = explore_perceptron(mine)
    explorer.seek(100)
    assert "Learned" in explorer.sentence() and "mine" in repr(explorer)
    with pytest.raises(ValueError, match=r"data: expected one of .* got 'iris'"):
        explore_perceptron("iris")
    with pytest.raises(ValueError, match=r"settings: expected some of .*, got \['rate'\]"):
        explore_perceptron("AND", rate=1)


def test_two_explorers_do_not_disturb_each_other(page, drawn):
    one, other = explore_perceptron("AND"), explore_perceptron("AND")
    page(one).say(kind="play")
    before = drawn(other)
    one.seek(5)
    np.testing.assert_array_equal(drawn(other), before)


@pytest.mark.parametrize(
    "setting, sentence",
    [
        (dict(lr=0.0), "learning rate η: expected a number above 0, got 0.0"),
        (dict(lr=float("nan")), "learning rate η: expected a number above 0, got nan"),
        (dict(start="one"), r"start weights: expected one of \['zero', 'random'\], got 'one'"),
        (dict(features=4), r"features: expected one of \[1, 2, 3\], got 4"),
        (dict(held_out=0.25), "held out: expected one of .*, got 0.25"),
        (dict(seed=-1), "seed: expected a whole number from 0 to 9999, got -1"),
        (dict(order="random"), "order: expected one of"),
        (dict(chart="none"), "chart: expected one of"),
    ],
)
def test_settings_that_do_not_exist_are_refused_by_name(setting, sentence):
    with pytest.raises(ValueError, match=sentence):
        explore_perceptron("AND", **setting)


def test_samples_of_one_feature_are_refused():
    with pytest.raises(ValueError, match="data: expected samples with 2 features or more, got 1"):
        explore_perceptron(data.penguins(["bill_length_mm"]))
