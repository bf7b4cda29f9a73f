"""The perceptron's explorable without a browser: every control, the pointer, the keys, and its claims."""

import numpy as np
import pytest
from driving import differ, drawn_at_both_ends

from nnlab import data, perceptron
from nnlab.explore.kit.explorer import CHOOSE, problems
from nnlab.explore.kit.pace import Pace
from nnlab.explore.lesson1.perceptron import OWN, PRESETS, SQUEEZE, explore_perceptron

NAMES = ("data", "lr", "start", "features", "order", "held_out", "seed", "chart")


@pytest.fixture
def explorer():
    return explore_perceptron("blobs", start="random", order="shuffled", seed=1)


def test_every_control_is_tried(explorer):
    assert {*NAMES, "adds"} == set(explorer.controls)


@pytest.mark.parametrize("name", NAMES)
def test_each_control_at_both_ends_draws_something_else(explorer, drawn, name):
    explorer.seek(2)
    assert differ(*drawn_at_both_ends(explorer, name, drawn))


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
    assert "after 11 mistakes" in explorer.sentence() and "Novikoff" not in explorer.sentence()
    explorer.controls["chart"].value = SQUEEZE
    assert "Novikoff's bound: 51 mistakes" in explorer.sentence()


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
    assert len(browser.heard) == Pace().window and explorer.stage.playing
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
    assert np.diff(positions[1:]).tolist() == [steps] * (Pace().window - 2)


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
    separable = not any(word in preset for word in ("no line", "not enough"))
    assert explorer.player.finished == (explorer.margin.gamma > 0) == separable


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_starts_at_the_beginning_also_after_a_finished_run(preset):
    explorer = explore_perceptron("AND")
    explorer.seek(100)
    explorer.preset.value = preset
    assert explorer.player.position == 0
    explorer.seek(2)
    explorer.controls["lr"].value = 2.0
    explorer.preset.value = preset  # the same once more
    assert explorer.player.position == 0 and explorer["lr"] == PRESETS[preset].get("lr", 1.0)


def test_other_samples_start_at_the_beginning_and_at_rest(page):
    explorer = explore_perceptron("AND")
    page(explorer).say(kind="play")
    explorer.seek(100)
    explorer.stage.playing = True
    explorer.controls["data"].value = "OR"
    assert explorer.player.position == 0 and not explorer.stage.playing


def test_own_points_wait_while_other_samples_are_shown(page):
    explorer = explore_perceptron("AND")
    page(explorer).click(0.5, 1.4, explorer.plane.ax)
    mine = explorer.points.X.copy()
    explorer.controls["data"].value = "penguins"
    explorer.controls["data"].value = OWN
    np.testing.assert_array_equal(explorer.points.X, mine)
    assert explorer.plane.ax.get_xlim() == (-0.5, 1.5)


def test_the_first_mistake_is_told_with_its_numbers():
    explorer = explore_perceptron("AND")
    explorer.seek(1)
    assert "Mistake 1: at (0, 0) it said 1, right is 0." in explorer.sentence()
    unbroken = explorer.sentence().replace("\u00a0", " ")
    assert "w goes down by η·x and b by η: now w = (0, 0), b = −1." in unbroken
    explorer.controls["features"].value = 1
    assert (
        "at 0 it said 1" in explorer.sentence()
        and "w\u00a0=\u00a0(0), b\u00a0=\u00a0−1" in explorer.sentence()
    )


def test_no_verdict_before_the_run_has_shown_it():
    explorer = explore_perceptron("XOR")
    assert "never come to rest" not in explorer.sentence()
    explorer.seek(20)
    assert "No line separates these samples: it will never come to rest" in explorer.sentence()


def test_undo_brings_a_removed_and_a_moved_sample_back(page):
    explorer = explore_perceptron("AND")
    browser, ax, before = page(explorer), explorer.plane.ax, explorer.points.X.copy()
    browser.click(1.0, 1.0, ax, alt=True)
    assert len(explorer.points.X) == 3
    explorer.undo_button.click()
    np.testing.assert_array_equal(explorer.points.X, before)
    browser.point("press", 1.0, 1.0, ax)
    browser.point("drag", 0.5, 0.5, ax)
    browser.point("release", 0.5, 0.5, ax)
    assert not np.array_equal(explorer.points.X, before)
    explorer.undo_button.click()
    np.testing.assert_array_equal(explorer.points.X, before)


def test_a_frame_is_what_a_drawing_from_the_ground_up_would_be(page):
    explorer = explore_perceptron("XOR")
    page(explorer)
    for position in (3, 40):  # the axes grow in between
        explorer.seek(position)
        frame = explorer.stage.pixels().copy()
        explorer.stage.redraw()
        np.testing.assert_array_equal(frame, explorer.stage.pixels())


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
    low, along, length, high = explorer.player.history()[1][:, 2:6].T
    assert len(low) > 2
    assert (low <= along + 1e-9).all() and (along <= length + 1e-9).all() and (length <= high + 1e-9).all()


@pytest.mark.parametrize("settings", [dict(data="AND", start="random"), dict(data="XOR")])
def test_where_the_proof_does_not_speak_its_curves_are_not_drawn(settings):
    explorer = explore_perceptron(**settings, chart="Novikoff's squeeze")
    explorer.seek(5)
    curves = explorer.player.history()[1][:, 2:6]
    assert np.isnan(curves[:, [0, 1, 3]]).all() and np.isfinite(curves[:, 2]).all()
    assert "The squeeze holds from zero weights" in explorer.sentence()


def test_a_typed_rate(explorer):
    rate = explorer.controls["lr"]
    stops = rate._slider.options
    rate._entry.value = "0,3"
    assert explorer["lr"] == 0.3 and rate._slider.value == 0.25  # the nearest stop
    for wrong in ("-1", "0", "nan", "inf", "much", "1e308"):
        rate._entry.value = wrong
        assert explorer["lr"] == 0.3 and rate._entry.value == "0.3"
        assert rate._word.value == "a number from 0.0001 to 10,000, please"
    rate.value = 1.0
    assert rate._slider.value == 1.0 and rate._entry.value == "1" and rate._word.value == ""
    rate._slider.value = 0.0625
    assert explorer["lr"] == 0.0625 and rate._slider.options == stops
    with pytest.raises(ValueError, match=r"learning rate η: expected a number from 0.0001 to 10,000, got −2"):
        rate.value = -2.0


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
        (dict(lr=0.0), "learning rate η: expected a number from 0.0001 to 10,000, got 0"),
        (dict(lr=float("nan")), "learning rate η: expected a number from 0.0001 to 10,000, got nan"),
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


def test_undo_while_a_sample_is_in_hand_is_harmless(page):
    explorer = explore_perceptron("AND")
    browser, ax = page(explorer), explorer.plane.ax
    browser.point("press", 0.5, 1.4, ax)
    browser.key("undo")
    browser.point("drag", 0.6, 1.2, ax)
    browser.point("release", 0.6, 1.2, ax)
    assert len(explorer.points.y) == 4
    browser.click(1.0, 1.0, ax)  # takes hold and lets go: nothing to undo
    assert explorer.points.past == []


def test_the_pictures_of_one_step():
    """AND, update 5: w goes from (1, 0, -2) to (2, 1, -1) at the sample (1, 1)."""
    explorer = explore_perceptron("AND")
    explorer.seek(5)
    plane, arrows = explorer.plane, explorer.weights
    assert plane.ring.get_xydata().tolist() == [[1, 1]]
    assert plane.wrong_marks.get_xydata().tolist() == [[0, 1], [1, 0]]
    np.testing.assert_array_equal([arrows.arrows.U, arrows.arrows.V], [[1, 1, 2], [0, 1, 1]])
    assert arrows.note.get_text() == "b = −1"
    across, up = plane.boundary.get_xydata()[:-1].T
    np.testing.assert_allclose(2 * across + up - 1, 0, atol=1e-9)
    assert explorer.wrong.dots[0].get_xydata().tolist() == [[5, 50]]
    explorer.points.cursor = np.array([0.3, 0.4])
    explorer.draw()
    assert plane.cross.get_xydata().tolist() == [[0.3, 0.4]]


def test_the_seed_does_not_draw_over_the_readers_samples(page):
    explorer = explore_perceptron("blobs")
    page(explorer).click(0.0, 0.0, explorer.plane.ax)
    mine = explorer.points.X.copy()
    explorer.controls["seed"].value = 5
    np.testing.assert_array_equal(explorer.points.X, mine)


@pytest.mark.parametrize("how", ["pointer", "key"])
def test_a_preset_can_be_chosen_again_after_the_reader_has_changed_something(explorer, page, how):
    browser, preset = page(explorer), "XOR: no line will do"
    explorer.preset.value = preset
    if how == "pointer":
        browser.click(0.5, 0.5, explorer.plane.ax)
    else:
        browser.key("ArrowRight")
        browser.key("Enter")
    assert len(explorer.points.y) == 5 and explorer.preset.value == CHOOSE
    explorer.preset.value = preset
    assert len(explorer.points.y) == 4
