"""Lesson 5's explorable without a browser: each control, the reader's own points and file, each preset."""

import time

import numpy as np
import pytest
from driving import at, differ, drawn_at_both_ends, moved_in_play

from nnlab.curvefit import learn, spread_out
from nnlab.data import Curve, curve, curve_names, inflation, real_interest
from nnlab.descent import descend, stop
from nnlab.explore.kit.csv_input import OwnData
from nnlab.explore.kit.editable_samples import CurvePoints
from nnlab.explore.lesson5.curvefit import MOST, NEUTRAL, PRESETS, explore_curvefit
from nnlab.explore.lesson5.curves import OWN, RATES, from_0_to_1, standard
from nnlab.explore.lesson5.words import CURVEFIT_NOTES as NOTES
from nnlab.network import Network, loss
from nnlab.scaling import Scaler


@pytest.fixture
def explorer():
    return explore_curvefit("sine", hidden=5, seed=3)


def preset(name: str):
    explorer = explore_curvefit("bump", hidden=3, seed=7)
    explorer.preset.value = name
    assert explorer.player.position == 0 and explorer.problem == ""
    return explorer


def inside(explorer) -> np.ndarray:
    """What the network says between the first sample and the last, in the units of the picture."""
    x = explorer.points.X[:, 0]
    return explorer.frame.answers(np.linspace(x.min(), x.max(), 300))


def answers(explorer) -> tuple[np.ndarray, np.ndarray]:
    """The right answers, and what the network says there."""
    x, y = explorer.points.X.T
    return y, explorer.frame.answers(x)


# -- controls -----------------------------------------------------------------------------------------------


def test_every_control_is_a_setting():
    assert set(explore_curvefit().controls) == set(NEUTRAL)


@pytest.mark.parametrize("name", NEUTRAL)
def test_each_control_at_both_ends_draws_something_else(explorer, drawn, name):
    assert differ(*drawn_at_both_ends(explorer, name, drawn, steps=5))
    drawn_at_both_ends(explorer, name, drawn)


def test_it_is_the_engine_that_learns():
    explorer = explore_curvefit("sine", hidden=6, seed=4, held_out=0.2, lr=0.05, momentum=0.5)
    at(explorer, 30)
    c = curve("sine", 40, rng=np.random.default_rng(4), noise=0.2)
    held = np.arange(40) % 5 == 4
    X, Y = c.x[:, None], c.y[:, None]
    x_scaler, y_scaler = Scaler.fit(X[~held]), Scaler.fit(Y[~held])
    net = Network((1, 6, 1), ("tanh", "linear"))
    X, Y = x_scaler.transform(X), y_scaler.transform(Y)
    start = spread_out(net, X[~held, 0], rng=np.random.default_rng(4))
    *_, last = stop(descend(loss(net, X[~held], Y[~held], "mse"), start, lr=0.05, momentum=0.5), at_most=30)
    np.testing.assert_allclose(explorer.player.step.theta, last.theta, rtol=1e-12)
    unseen = loss(net, X[held], Y[held], "mse")(last.theta)[0]
    np.testing.assert_allclose(explorer.player.history()[1][30], [last.value, unseen], rtol=1e-9)
    expected = y_scaler.inverse(net.predict(last.theta, X)[:, None])[:, 0]
    np.testing.assert_allclose(answers(explorer)[1], expected, rtol=1e-9)


@pytest.mark.parametrize(
    "name, value", [("lr", 0.003), ("momentum", 0.0), ("noise", 0.5), ("n", 80), ("n", 10)]
)
def test_what_changes_on_the_way_keeps_the_weights(page, explorer, name, value):
    scale = explorer.x_scaler.scale.copy(), explorer.y_scaler.scale.copy()
    moved_in_play(page(explorer), name, value)
    np.testing.assert_array_equal(scale, (explorer.x_scaler.scale, explorer.y_scaler.scale))


@pytest.mark.parametrize(
    "name, value",
    [
        *[("hidden", 16), ("activation", "sigmoid"), ("output", "tanh"), ("init", "xavier"), ("seed", 5)],
        *[("data", "kink"), ("held_out", 0.5), ("scale_x", False), ("scale_y", "from 0 to 1")],
    ],
)  # fmt: skip
def test_another_model_begins_anew_and_goes_on_playing(page, explorer, name, value):
    browser = page(explorer)
    browser.paint()
    browser.say(kind="play")
    browser.paint()
    before = explorer.player
    explorer.controls[name].value = value
    assert explorer.player is not before and explorer.stage.playing
    at = explorer.player.position
    browser.paint()
    assert explorer.player.position > at and explorer.problem == ""


def test_scaling_back_is_a_matter_of_display_and_the_weights_stay(explorer):
    at(explorer, 200)
    player, before = explorer.player, answers(explorer)[1]
    explorer.controls["scale_back"].value = False
    assert explorer.player is player and player.position == 200
    scaled = answers(explorer)[1]
    np.testing.assert_allclose(scaled * explorer.y_scaler.scale + explorer.y_scaler.mean, before)


def test_a_larger_number_of_samples_keeps_those_held_out(explorer):
    explorer.controls["n"].value = 30
    X, held = explorer.points.X.copy(), explorer.points.held.copy()
    assert held.sum() == 6
    explorer.controls["n"].value = 77
    np.testing.assert_array_equal(explorer.points.X[:30], X)
    np.testing.assert_array_equal(explorer.points.held[:30], held)
    assert explorer.points.held.sum() == 15


@pytest.mark.parametrize("share, n, held", [(0.0, 20, 0), (0.1, 20, 2), (0.3, 20, 6), (0.5, 21, 10)])
def test_so_many_are_held_out(share, n, held):
    assert explore_curvefit(held_out=share, n=n).points.held.sum() == held


def test_scalers_see_only_what_is_learned_from():
    explorer = explore_curvefit("real interest", held_out=0.3, seed=5)
    kept = explorer.points.X[~explorer.points.held]
    np.testing.assert_allclose(explorer.y_scaler.mean, kept[:, 1].mean())
    np.testing.assert_allclose(explorer.x_scaler.scale, kept[:, 0].std())
    assert explorer.y_scaler.mean != pytest.approx(explorer.points.X[:, 1].mean())


def test_scalers_by_hand():
    x = np.array([2.0, 4, 6])
    s = from_0_to_1(x)
    np.testing.assert_allclose(s.transform(x[:, None])[:, 0], [0, 0.5, 1])
    for make in (standard, from_0_to_1):
        assert make(np.full(3, 7.0)).transform([[7.0], [8.0]]).tolist() == [[0], [1]]
        assert make(np.empty(0)).transform([[2.0]]).tolist() == [[2]]


@pytest.mark.parametrize(
    "wrong, message",
    [
        (dict(data="cosine"), "data: expected one of"),
        (dict(hidden=0), "hidden size: expected a whole number from 1 to 64, got 0"),
        (dict(hidden=MOST + 1), "hidden size: expected a whole number"),
        (dict(n=3), "number of samples: expected a whole number from 4 to 200"),
        (dict(lr=-1), "learning rate η: expected a number"),
        (dict(activation="step"), "hidden activation: expected one of"),
        (dict(output="softmax"), "output activation: expected one of"),
        (dict(scale_x=1), "scale_x: expected True or False, got 1"),
        (dict(scale_y="a bit"), "scale y: expected one of"),
        (dict(held_out=0.15), "held out: expected one of"),
        (dict(colour="red"), "settings: expected some of"),
    ],
)
def test_unfit_settings_are_named(wrong, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        explore_curvefit(**wrong)


# -- what is seen -------------------------------------------------------------------------------------------


def test_the_pieces_and_the_bias_are_the_curve(explorer):
    at(explorer, 300)
    x, y = explorer.fit.curve_line.get_data()
    at_x, z = explorer.parts.curve_line.get_data()
    back = z * explorer.y_scaler.scale + explorer.y_scaler.mean
    np.testing.assert_allclose(np.interp(at_x, x, y), back, atol=0.02)
    P = explorer.parts.pieces_line.get_xydata()
    P = P[:, 1].reshape(5, -1)[:, :-1]
    bias = explorer.training.model.layers(explorer.training.theta)[-1].b[0]
    np.testing.assert_allclose(P.sum(axis=0) + bias, z, atol=1e-12)


@pytest.mark.parametrize("data", curve_names())
def test_the_truth_of_a_toy_is_drawn_until_the_reader_changes_it(page, data):
    explorer = explore_curvefit(data)
    assert len(explorer.fit.truth_line.get_xdata()) > 0
    assert "true function" in [t.get_text() for t in explorer.fit.ax.get_legend().get_texts()]
    page(explorer).click(3.4, -1.7, explorer.fit.ax)
    assert len(explorer.fit.truth_line.get_xdata()) == 0
    assert "true function" not in [t.get_text() for t in explorer.fit.ax.get_legend().get_texts()]
    explorer.undo_button.click()
    assert len(explorer.fit.truth_line.get_xdata()) > 0


@pytest.mark.parametrize("data", ["real interest", "inflation", OWN, Curve("mine", [1, 2, 4], [3, 4, 5])])
def test_of_what_is_real_no_truth_is_drawn(data):
    explorer = explore_curvefit(data)
    assert explorer.truth is None and len(explorer.fit.truth_line.get_xdata()) == 0


@pytest.mark.parametrize("data", ["sine", "real interest"])
def test_the_curve_goes_on_where_there_are_no_samples_and_that_is_shaded(data):
    explorer = explore_curvefit(data)
    x = explorer.points.X[:, 0]
    across = explorer.fit.curve_line.get_xdata()
    assert across[0] < x.min() - 0.1 * np.ptp(x) and across[-1] > x.max() + 0.1 * np.ptp(x)
    assert explorer.fit.left.get_x() + explorer.fit.left.get_width() == pytest.approx(x.min())
    assert explorer.fit.right.get_x() == pytest.approx(x.max())


def test_shades_follow_a_sample_that_moves_out(page):
    explorer = explore_curvefit("real interest")
    page(explorer).click(2014, 0, explorer.fit.ax)
    assert explorer.fit.right.get_x() == pytest.approx(2014, abs=0.2)
    seen = explorer.stage.pixels()
    explorer.stage.redraw()  # nothing is left that the frame before has not shown
    np.testing.assert_array_equal(seen, explorer.stage.pixels())


def test_the_real_series_are_those_of_the_data_room():
    for name, series in (("inflation", inflation()), ("real interest", real_interest())):
        explorer = explore_curvefit(name)
        np.testing.assert_array_equal(explorer.points.X, np.column_stack([series.x, series.y]))
        assert explorer.fit.ax.get_ylabel() == series.ylabel and explorer.fit.ax.get_xlabel() == "year"


# -- the reader's own points and file -----------------------------------------------------------------------


def test_points_by_pointer(page, explorer):
    browser, ax = page(explorer), explorer.fit.ax
    at(explorer, 50)
    theta = explorer.player.step.theta
    browser.click(0.5, 1.5, ax)
    np.testing.assert_allclose(explorer.points.X[-1], [0.5, 1.5], atol=0.01)
    assert len(explorer.points.X) == 41 and not explorer.points.held[-1]
    assert explorer.player.position == 50 and explorer.player.step.theta is theta  # it learns on
    browser.point("press", 0.5, 1.5, ax)
    browser.point("drag", -1, -1.5, ax)
    browser.point("release", -1, -1.5, ax)
    np.testing.assert_allclose(explorer.points.X[-1], [-1, -1.5], atol=0.01)
    browser.click(-1, -1.5, ax, alt=True)
    assert len(explorer.points.X) == 40
    for left in (41, 41, 40):
        explorer.undo_button.click()
        assert len(explorer.points.X) == left
    browser.click(0.5, 0.5, explorer.agreement.ax)
    browser.click(0.5, 0.0, explorer.parts.ax)
    assert len(explorer.points.X) == 40


def test_points_by_keyboard(page):
    explorer = explore_curvefit(OWN)
    browser = page(explorer)
    assert "Click into the picture" in explorer.sentence()
    browser.key("ArrowUp")
    browser.key("Enter")
    browser.key("ArrowRight")
    browser.key("Enter")
    assert len(explorer.points.X) == 2 and explorer.points.X[1, 0] > explorer.points.X[0, 0] >= 0
    assert "Click into" not in explorer.sentence()
    at(explorer, 300)
    np.testing.assert_allclose(*answers(explorer), atol=0.05)
    browser.key("Delete")
    assert len(explorer.points.X) == 1
    browser.key("undo")
    assert len(explorer.points.X) == 2
    browser.key("undo")
    browser.key("undo")
    assert len(explorer.points.X) == 0 and explorer.problem == ""


def test_own_points_wait_while_others_are_shown(page, explorer):
    page(explorer).click(0.5, 1.5, explorer.fit.ax)
    mine = explorer.points.X.copy()
    explorer.controls["data"].value = "kink"
    explorer.controls["data"].value = OWN
    np.testing.assert_array_equal(explorer.points.X, mine)


@pytest.mark.parametrize("name, value", [("noise", 1.0), ("n", 100)])
def test_no_fresh_samples_are_drawn_over_the_readers(page, explorer, name, value):
    page(explorer).click(0.5, 1.5, explorer.fit.ax)
    before = explorer.points.X.copy()
    explorer.controls[name].value = value
    np.testing.assert_array_equal(explorer.points.X, before)
    assert "changed these samples by hand" in explorer.sentence()
    explorer.controls["data"].value = "inflation"
    explorer.controls[name].value = NEUTRAL[name]
    assert "those of the toy curves" in explorer.sentence()
    explorer.controls["lr"].value = 0.1
    assert "those of the toy curves" not in explorer.sentence()


def test_points_on_one_spot_or_one_line_do_not_stop_it(page):
    explorer = explore_curvefit(OWN)
    browser = page(explorer)
    for y in (0.2, 0.9, -0.8):
        browser.click(1.0, y, explorer.fit.ax)
    at(explorer, 200)
    explorer.controls["seed"].value = 9
    at(explorer, 200)
    assert explorer.problem == "" and np.isfinite(explorer.player.step.value)


CSV = "day,place,warm\n1,a,-2\n2,b,0.5\n3,c,1\n4,d,-1\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "days.csv").write_text(CSV)
    return tmp_path


def test_a_file_becomes_samples(folder, explorer):
    explorer.own_data.file.value = "days.csv"
    assert explorer.own_data.said == "days.csv is open: 4 samples; x is day, y is warm."
    assert explorer["data"].name == "days.csv"
    np.testing.assert_array_equal(explorer.points.X, [(1, -2), (2, 0.5), (3, 1), (4, -1)])
    assert explorer.fit.ax.get_xlabel() == "day" and explorer.fit.ax.get_ylabel() == "warm"
    assert explorer.truth is None
    at(explorer, 50)
    explorer.own_data.features[0].value = "warm"
    assert "two different columns for x and y" in explorer.own_data.said
    explorer.own_data.target.value = "day"
    assert explorer.fit.ax.get_xlabel() == "warm"
    explorer.reset_button.click()
    assert explorer["data"] == "sine"


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("day,warm\n1,2\n2,hot\n3,5\n", "days.csv, row 3, column 'warm': expected a number, got 'hot'"),
        ("day,warm\n1,2\n2,\n3,4\n", "expected a number, got nothing; fill it in or delete the row"),
        ("day,warm\n1,2\n2,hot\n", "days.csv, row 3, column 'warm': expected a number, got 'hot'"),
        ("day,place\n1,a\n2,b\n", "days.csv, row 2, column 'place': expected a number, got 'a'"),
        ("day\n1\n2\n", "days.csv: expected two columns, for x and y, got 'day'"),
        ("", "expected column names"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_the_samples_stay(folder, explorer, text, sentence):
    (folder / "days.csv").write_text(text)
    before = explorer.points.X
    explorer.own_data.file.value = "days.csv"
    assert sentence in explorer.own_data.said and explorer.points.X is before and explorer.problem == ""


def test_a_file_with_one_x_or_one_y_for_all_is_learned_as_far_as_it_can_be(folder, explorer):
    for text in ("x,y\n1,5\n1,6\n1,7\n", "x,y\n1,5\n2,5\n3,5\n", "x,y\n1,5\n"):
        (folder / "days.csv").write_text(text)
        explorer.own_data.file.value = "days.csv"
        explorer.own_data.open_button.click()
        at(explorer, 300)
        assert explorer.problem == "" and np.isfinite(explorer.player.step.value), text


def test_a_door_for_classes_is_not_changed_by_the_one_for_curves(folder):
    opened = []
    door = OwnData(opened.append)
    door.file.value = "days.csv"
    assert opened == [] and "expected" in door.said
    (folder / "two.csv").write_text("a,b,kind\n1,2,no\n3,4,yes\n")
    door.file.value = "two.csv"
    assert opened[0].classes == ("no", "yes") and door.target.description == "class"


def test_places_need_no_class(explorer):
    places = CurvePoints(explorer.fit.ax)
    places.add(np.array([1.0, 2]))
    places.add(np.array([3.0, 4]))
    places.remove(0)
    assert places.X.tolist() == [[3, 4]] and places.held.tolist() == [False]
    places.clear()
    assert not places.clear() and places.undo() and places.undo()
    assert places.X.tolist() == [[1, 2], [3, 4]]


# -- presets: what each shows -------------------------------------------------------------------------------


def test_every_preset_has_a_note_or_a_remark():
    assert set(NOTES) == set(PRESETS)
    for name in PRESETS:
        explorer = preset(name)
        words = explorer.sentence() + at(explorer, 600)
        assert len(words) > 200, name


@pytest.mark.parametrize("name", [n for n in PRESETS if n.startswith(("Sine", "64 hidden", "A kink"))])
def test_enough_units_learn_the_curve_within_300_frames(name):
    explorer = preset(name)
    at(explorer, 1200)  # four steps a frame
    x = explorer.view.places[(explorer.view.places > -2.8) & (explorer.view.places < 2.4)]
    assert np.abs(explorer.frame.answers(x) - explorer.truth(x)).max() < 0.45
    y, a = answers(explorer)
    assert np.mean((a - y) ** 2) < 0.06


def test_too_few_units_cannot():
    one, two, eight = (preset(n) for n in list(PRESETS)[1:3] + list(PRESETS)[:1])
    for explorer in (one, two, eight):
        at(explorer, 4000)
    assert one.player.step.value > two.player.step.value > 6 * eight.player.step.value
    assert (np.diff(inside(one)) > 0).all() or (np.diff(inside(one)) < 0).all()  # only rises or only falls


def test_two_relus_make_a_kink():
    explorer = preset("A kink out of two relus")
    at(explorer, 2000)
    assert explorer.player.step.value < 1e-6


def test_linear_units_bend_nothing():
    explorer = preset("Linear units bend nothing")
    said = at(explorer, 500)
    assert "one straight line" in said and np.abs(np.diff(inside(explorer), 2)).max() < 1e-9


def test_rates():
    small, jumping, diverging = (preset(name) for name in PRESETS if name.startswith("Rate"))
    good = preset("Sine: eight hidden units")
    assert "crawls" not in at(good, 1000)
    at(small, 1000)
    assert small.player.step.value > 3 * good.player.step.value
    values = small.player.history()[1][:, 0]
    assert (np.diff(values[100:]) < 0).all()  # but it does learn
    at(jumping, 2000)
    values = jumping.player.history()[1][-300:, 0]
    assert 0.3 < np.mean(np.diff(values) > 0) < 0.7 and values.min() > 1.5 * good.player.step.value
    said = at(diverging, 1000)
    assert said.startswith("It diverged at step ") and "lower the learning rate" in said
    assert diverging.problem == ""
    diverging.controls["lr"].value = 0.03
    at(diverging, 1000)
    assert not diverging.player.step.diverged and diverging.player.step.value < 0.1


def test_lowering_the_rate_on_the_way_ends_the_jumps():
    explorer = preset("Rate too large: it jumps")
    at(explorer, 500)
    explorer.controls["lr"].value = 0.03
    at(explorer, 1500)
    values = explorer.player.history()[1][-300:, 0]
    assert (np.diff(values) < 0).all()


@pytest.mark.parametrize("name", [n for n in PRESETS if "lways positive" in n])
def test_always_positive(name):
    explorer = preset(name)
    said = at(explorer, 2000)
    y, a = answers(explorer)
    assert y.min() < -0.5 and a.min() >= 0 and inside(explorer).min() >= 0
    if "scaled" not in name:
        assert "out of reach (tinted)" in said and "No prediction can be negative" in said
        assert explorer.fit.below.get_height() > 0


@pytest.mark.parametrize("name", [n for n in PRESETS if "never scaled back" in n])
def test_scaled_and_never_scaled_back(name):
    explorer = preset(name)
    said = at(explorer, 2000)
    y, a = answers(explorer)
    assert a.min() >= 0 and a.max() <= 1 and y.min() < -0.9 and "not scaled back" in said
    assert np.corrcoef(y, a)[0, 1] > 0.6  # the network itself has learned
    explorer.controls["scale_back"].value = True
    y, cured = answers(explorer)
    assert cured.min() < -0.8 and np.mean((cured - y) ** 2) < 0.6 * np.mean((a - y) ** 2)


@pytest.mark.parametrize("name", [n for n in PRESETS if "ured" in n])
def test_cured(name):
    explorer = preset(name)
    said = at(explorer, 2000)
    y, a = answers(explorer)
    assert inside(explorer).min() < -0.8 and np.mean((a - y) ** 2) < 0.6 * np.var(y)
    assert "No prediction can be negative" not in said


def test_the_cures_are_one_control_away_from_the_failure():
    explorer = preset("Interest: always positive")
    at(explorer, 1000)
    assert inside(explorer).min() == 0
    explorer.controls["output"].value = "linear"
    at(explorer, 1000)
    assert inside(explorer).min() < -1


def test_years_that_are_not_scaled_saturate_every_unit():
    explorer = preset("Interest: the years not scaled")
    said = at(explorer, 1000)
    assert "Saturated" in said and "scale them" in said and np.ptp(inside(explorer)) < 0.1


def test_a_zero_start_leaves_all_units_equal():
    explorer = preset("Zero start: all units stay equal")
    assert "All 8 hidden units are equal" in at(explorer, 500)
    assert np.ptp(inside(explorer)) == 0


def test_a_dead_relu_output_is_named():
    """Its answer is 0 everywhere, and so is its slope: no seed of ours need show it, so it is made."""
    explorer = explore_curvefit("real interest", hidden=16, output="relu", scale_y="not at all", seed=4)
    assert "it is dead" in at(explorer, 2000) and not explorer.player.step.gradient.any()


# -- the rest -----------------------------------------------------------------------------------------------


def test_rewinding_shows_the_same_again(explorer):
    def seen():
        lines = (explorer.fit.curve_line, explorer.parts.pieces_line, explorer.agreement.marks)
        return np.concatenate([line.get_xydata() for line in lines])

    before = seen()
    at(explorer, 500)
    assert differ(before, seen())
    explorer.seek(0)
    assert not differ(before, seen())


def test_it_reads_and_stores_the_same_each_time():
    one, other = explore_curvefit("kink"), explore_curvefit("kink")
    assert repr(one) == repr(other) and one.still() == other.still()
    assert "40 samples (kink)" in repr(one) and "8 hidden units" in repr(one)
    assert explore_curvefit(hidden=1).stage.alt.endswith("1 hidden unit, and the piece of each")


def test_the_largest_rate_is_a_state_and_not_an_error(explorer):
    explorer.controls["lr"].value = RATES[-1]
    said = at(explorer, 3000)
    assert "diverged" in said and explorer.problem == ""


@pytest.mark.parametrize("data", ["sine", "real interest"])
def test_a_frame_with_64_units_on_200_samples_is_quick(data):
    """Loose, since the machine may be busy: four steps and a drawing within the 25 ms of a frame."""
    explorer = explore_curvefit(data, hidden=64, n=200)
    at(explorer, 300)
    explorer.stage.pixels()
    taken = []
    for _ in range(20):
        begun = time.process_time()
        explorer.player.advance(4)
        explorer.draw()
        explorer.sentence()
        explorer.stage.pixels()
        taken.append(time.process_time() - begun)
    assert np.median(taken) < 0.025


# -- what is said of a run ----------------------------------------------------------------------------------


def test_a_loss_that_still_falls_in_waves_is_not_called_lost():
    """Momentum carries the loss up again between two falls, and steps after the one shown do not count."""
    explorer = preset("A kink out of two relus")
    at(explorer, 104)
    for k in range(21, 105):
        explorer.seek(k)
        assert "as low as" not in explorer.sentence(), k


def test_steps_after_the_one_shown_do_not_count():
    """Who goes back to a step reads there what stood there at first."""
    explorer = preset("Rate too large: it jumps")
    steps = range(21, 150, 3)
    at_first = [at(explorer, k) for k in steps]
    assert [at(explorer, k) for k in steps] == at_first


def test_a_run_that_has_left_its_lowest_loss_behind_says_so():
    explorer = explore_curvefit("sine", hidden=32, lr=0.3)  # it runs away
    assert "the rate is too large to stay there" in at(explorer, 60)
    lowest = min(explorer.player.history()[1][:, 0])
    assert f"as low as {lowest:.3g}" in explorer.sentence()


@pytest.mark.parametrize("seed", range(5))
def test_two_units_may_turn_twice_but_never_four_times(seed):
    """What the preset says: each unit rises or falls once, and the sine has four turns."""
    wave, places = curve("sine", 40, rng=np.random.default_rng(5), noise=0.1), np.linspace(-3, 3, 601)
    net, last = learn(wave.x, wave.y, 2, rng=np.random.default_rng(seed))
    ways = np.sign(np.diff(net.predict(last.theta, places[:, None])))
    assert np.sum(ways[1:] != ways[:-1]) <= 2
    assert (
        "once" in NOTES["Two hidden units: too few"] and "turn once" not in NOTES["Two hidden units: too few"]
    )


def test_samples_at_one_place_are_told():
    data = Curve("one.csv", [1.0, 1.0, 1.0], [7.0, 8.0, 9.0])
    assert "All these samples stand at the same x" in explore_curvefit(data, held_out=0.0).sentence()
    assert "at the same x" not in explore_curvefit("sine").sentence()


def test_one_sample_is_no_samples():
    assert (
        repr(explore_curvefit(Curve("one.csv", [1.0], [7.0]), held_out=0.0)).count("1 sample (one.csv)") == 1
    )


def test_the_dots_stay_on_the_axes_when_the_loss_runs_away():
    explorer = preset("Rate far too large: it diverges")
    for k in range(0, 200):
        explorer.seek(k)
        explorer.draw()
        bottom, top = explorer.curves.ax.get_ylim()
        for dot in explorer.curves.dots:
            assert all(bottom <= y <= top for y in dot.get_ydata() if np.isfinite(y)), k
        if explorer.player.step.diverged:
            break
    assert explorer.player.step.diverged


@pytest.mark.parametrize("ratio", [0.5, 0.61, 0.75, 1.0, 2.0])
def test_no_name_is_cut_off_in_any_size(explorer, ratio):
    explorer.stage.hello(ratio)
    figure = explorer.stage.figure
    figure.canvas.draw()
    for ax in figure.axes:
        if ax.get_legend() and ax.get_legend().get_visible():
            assert ax.get_legend().get_window_extent().x1 <= figure.bbox.width


def test_a_file_of_numbers_beyond_all_measure_is_refused(explorer, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "huge.csv").write_text("t,level\n1,1e300\n2,-1e300\n3,5e299\n")
    (tmp_path / "one.csv").write_text("t,level\n1,2\n")
    explorer.own_data.file.value = "huge.csv"
    said = "huge.csv, row 2, column 'level': expected a number up to 1e+100, got '1e300'; write it in "
    assert explorer.own_data.said == said + "another unit" and explorer.problem == ""
    assert explorer["data"] == "sine"
    explorer.own_data.file.value = "one.csv"
    assert explorer.own_data.said.startswith("one.csv is open: 1 sample;")
