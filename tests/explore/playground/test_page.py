"""The playground's page without a browser: every control, every click, keys, own samples, and its line."""

import ast

import numpy as np
import pytest
from calls import traced
from driving import both_ends, differ, upload
from threadpoolctl import threadpool_limits

from nnlab.data import Data
from nnlab.data.playground import Surface
from nnlab.explore.kit.numbers import plain
from nnlab.explore.playground import explore_playground, words
from nnlab.explore.playground.controls import NAMES, read_layers
from nnlab.explore.playground.export import learner_from
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.playground import PICTURE, SPEEDS
from nnlab.explore.playground.scene import Scene, parameter
from nnlab.explore.playground.settings import LAYERS, RATES, UNITS, Settings
from nnlab.explore.playground.way import verdict
from nnlab.features import FEATURES
from nnlab.pictures.network_plan import Spot
from nnlab.pictures.unit_maps import STEPS

OWN_KIND = ("formula", "features", "hidden", "activations")  # controls without two ends


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    with threadpool_limits(1):
        yield


@pytest.fixture
def explorer():
    return explore_playground(data="circle")


@pytest.fixture
def reader(explorer, page):
    """A page on which the playground is seen."""
    return page(explorer)


def status(explorer) -> str:
    return explorer.stage.caption["status"]


def click(reader, place, axes, **buttons):
    reader.click(*place, axes, **buttons)
    assert reader.explorer.problem == ""


def hover(reader, place, axes):
    reader.point("move", *place, axes)
    assert reader.explorer.problem == ""


# -- controls --------------------------------------------------------------------------------------


def test_the_names_of_the_controls_are_those_of_the_settings(explorer):
    assert {*NAMES} <= {*explorer.controls}
    assert explorer.settings() == explorer.learner.settings == Settings()


@pytest.mark.parametrize(
    "name", [name for name in explore_playground(data="xor").controls if name not in OWN_KIND]
)
def test_each_control_does_something_at_both_its_ends(name, drawn):
    explorer = explore_playground(data="xor", penalty="L2", lam=0.01)
    explorer.seek(30)
    ends = dict(data=("circle", "moons"), output=("sigmoid", "tanh"))
    seen = []
    for value in ends.get(name) or both_ends(explorer.controls[name]):
        explorer.controls[name].value = value
        explorer.seek(explorer.learner.step + 20)
        assert explorer.problem == "" and explorer.sentence(), f"{name} = {value!r}"
        assert name not in NAMES or getattr(explorer.learner.settings, name) == explorer[name]
        seen.append((drawn(explorer), explorer.learner.stop, explorer.points.adds, explorer.learner.theta))
    one, other = seen
    assert differ(one[0], other[0]) or one[1:3] != other[1:3] or differ(one[3], other[3])


def test_controls_of_several_values_change_the_network(explorer, drawn):
    before = drawn(explorer)
    explorer.controls["features"].value = ("x1", "x1²", "sin x2")
    explorer.controls["hidden"].value = (3, 8, 1)
    explorer.controls["activations"].value = ("relu", "tanh", "sigmoid")
    net = explorer.learner.net
    assert net.sizes == (3, 3, 8, 1, 1) and net.activations == ("relu", "tanh", "sigmoid", "sigmoid")
    assert differ(before, drawn(explorer)) and explorer.problem == ""
    explorer.controls["hidden"].entry.value = ""
    assert explorer.learner.settings.hidden == () and explorer.controls["activations"].value == ()


@pytest.mark.parametrize(("text", "sizes"), [("4, 2", (4, 2)), ("8 8 8", (8, 8, 8)), ("", ()), ("(3)", (3,))])
def test_layers_are_read_as_they_are_typed(text, sizes):
    assert read_layers(text) == sizes


@pytest.mark.parametrize("text", ["9", "0", "4, two", "1 1 1 1 1 1 1", "10000000000", "-3,"])
def test_what_is_no_layers_is_answered_with_a_sentence(explorer, text):
    before = explorer.learner
    explorer.controls["hidden"].entry.value = text
    if text == "-3,":  # a dash between numbers is taken for a gap
        assert explorer.learner.settings.hidden == (3,)
    else:
        assert explorer.controls["hidden"].word.value == words.LAYERS_WANTED
        assert explorer.learner is before


def test_a_set_of_the_other_task_brings_its_task_and_a_task_its_first_set(explorer):
    explorer.controls["data"].value = "multi_gauss"
    assert explorer["task"] == "regression" and explorer["output"] == "linear" and explorer["loss"] == "mse"
    explorer.controls["task"].value = "classification"
    assert explorer["data"] == "circle" and explorer["output"] == "sigmoid"
    explorer.controls["data"].value = "four blobs"
    assert explorer["output"] == "softmax" and explorer.learner.net.outputs == 4
    explorer.controls["data"].value = "circle"
    explorer.controls["output"].value = "tanh"
    assert explorer["loss"] == "mse"
    explorer.controls["loss"].value = "cross_entropy"
    assert explorer["output"] == "sigmoid" and explorer["loss"] == "cross_entropy"


def test_a_formula_makes_samples_and_one_that_cannot_be_read_says_why(explorer):
    explorer.controls["data"].value = "formula"
    assert explorer.problem == "" and explorer["formula"] == words.FORMULA_HINT == "x2 > sin(2*x1)"
    assert len(explorer.learner.material.classes) == 2
    m = explorer.learner.material
    np.testing.assert_array_equal(m.y, m.X[:, 1] > np.sin(2 * m.X[:, 0]))
    for text in ("__import__('os')", "9**9**9", "x1.__class__", "(" * 10_000 + "x1"):
        explorer.controls["formula"].value = text
        assert 0 < len(explorer.problem) <= 320 and explorer.learner.material is m
        assert explorer["formula"] == text, "it stays, to be mended"
    explorer.controls["data"].value = "xor"
    explorer.controls["formula"].value = "sin(x1)*x2"
    assert explorer.problem == "" and explorer["data"] == "formula" and explorer["task"] == "regression"


def test_what_does_not_go_with_the_task_is_said(explorer):
    explorer.controls["output"].value = "linear"
    assert explorer["output"] == "sigmoid" and words.DOES_NOT_GO in status(explorer)
    explorer.set(data="three arms")
    assert explorer.controls["output"].disabled and explorer.controls["loss"].disabled


def test_rates_change_the_run_on_its_way_and_rewinding_finds_each_stretch_as_it_was(explorer):
    explorer.seek(40)
    before = explorer.learner.theta.copy()
    explorer.controls["lr"].value = 0.3
    explorer.controls["rule"].value = "Adam"
    assert explorer.learner.step == 40 and "step 40" in status(explorer)
    explorer.seek(60)
    assert [k for k, _ in explorer.learner.segments] == [0, 40]
    assert len(explorer.view.turns.get_xdata()) == 3 and explorer.view.turns.get_xdata()[0] == 40
    explorer.seek(20)
    assert explorer["lr"] == 0.03 and explorer["rule"] == "plain", "the controls follow the step shown"
    explorer.seek(40)
    np.testing.assert_array_equal(explorer.learner.theta, before)
    assert explorer["lr"] == 0.3
    explorer.set(penalty="L1", lam=0.01)
    assert "subgradient" in status(explorer)


def test_a_penalty_chosen_has_a_weight_of_its_own_and_starting_over_has_it_from_step_0(explorer):
    explorer.seek(40)
    without = explorer.learner.theta.copy()
    explorer.controls["penalty"].value = "L2"
    assert explorer["lam"] > 0 and "Start over" in status(explorer)
    explorer.same_start.click()
    explorer.seek(40)
    assert explorer["penalty"] == "L2" and differ(explorer.learner.theta, without)
    explorer.controls["lam"].value = 0.0
    assert explorer.learner.settings.lam == 0, "and may be set to 0"


def test_a_rate_moved_in_the_play_takes_no_other_along(explorer):
    explorer.seek(40)
    explorer.controls["rule"].value = "Adam"
    explorer.seek(60)
    explorer.seek(20)
    explorer.stage.playing = True
    explorer.advance(30)  # into the stretch with Adam, while the controls still say what held before
    explorer.controls["lr"].value = 0.1
    assert (
        explorer.learner.settings.rule == explorer["rule"] == "Adam" and explorer.learner.settings.lr == 0.1
    )


def test_a_stop_rule_stops_the_play_and_says_why(explorer, reader):
    explorer.controls["at_most"].value = 100
    explorer.play()
    frames = reader.watch()
    assert explorer.learner.step == 100 and not explorer.stage.playing
    assert "Stopped at step 100" in frames[-1]["status"]
    explorer.controls["at_most"].value = 0
    explorer.play()
    reader.paint()
    assert explorer.stage.playing


# -- what is drawn ---------------------------------------------------------------------------------


def test_the_map_of_every_unit_is_what_it_says_there(explorer):
    explorer.seek(100)
    learner, view = explorer.learner, explorer.view
    unit = np.asarray(view.network.columns[1].get_array())[: 2 * 14, 5:]
    for row, column in ((0, 0), (3, 17), (19, 9)):
        x = np.array([[-3 + (column + 0.5) * 0.3, 3 - (row + 0.5) * 0.3]])
        a = learner.units(learner.theta, x)[1][0, 0]
        shade = int(unit[row, column])
        strength = (shade if a < 0 else shade - STEPS) / STEPS
        assert abs(strength - abs(a)) < 0.06, (row, column)


def test_the_map_of_each_feature_is_its_own_and_pale_where_it_is_not_used(explorer):
    column = np.asarray(explorer.view.network.columns[0].get_array())
    for row, name in enumerate(FEATURES):
        shades = column[28 * row : 28 * row + 20].astype(int)
        x1, x2 = np.array([[2.85, 2.85], [2.85, -0.45], [-0.45, 2.85], [-2.85, 0.15]]).T
        for a, x, y in zip(FEATURES[name](x1, x2), x1, x2):
            shade = shades[int((3 - y) / 0.3), int((x + 3) / 0.3)]
            strength = (shade if shade <= STEPS else shade - STEPS) / STEPS
            assert abs(strength - min(abs(a), 1) * (1 if name in ("x1", "x2") else 0.22)) < 0.05, (name, x, y)
            assert shade == 0 or (shade > STEPS) == (a > 0)


def test_each_weight_is_drawn_with_its_sign(explorer):
    weights = Scene.of(explorer.learner).weights
    lines = explorer.view.network.lines
    count = lambda these: sum(int(np.isnan(line.get_xdata()).sum()) for line in these)  # noqa: E731
    assert count(lines[:8]) == (weights < 0).sum() and count(lines[8:]) == (weights >= 0).sum()


def test_colours_can_be_discretised_and_samples_held_out_hidden(explorer):
    marks = lambda: [len(line.get_xdata()) for line in explorer.view.plane.hollow[:2]]  # noqa: E731
    assert sum(marks()) == 100
    explorer.controls["show_held"].value = False
    assert sum(marks()) == 0
    assert len(np.unique(explorer.view.plane.image.get_array())) > 10
    explorer.controls["discretised"].value = True
    assert len(np.unique(explorer.view.plane.image.get_array())) <= 2


def test_while_it_plays_nothing_is_checked_and_theta_is_read_once(explorer):
    explorer.seek(100)
    explorer.stage.playing = True
    calls = [call.name for call in traced(lambda: explorer.publish(flush=False))]
    explorer.stage.playing = False
    assert not [name for name in calls if "check" in name or "rule" in name.lower()]
    assert calls.count("Scene.of") == 1 and calls.count("Asking.units") <= 1


# -- the pointer on the network --------------------------------------------------------------------


def test_a_click_takes_a_feature_in_and_out_and_the_last_one_stays(explorer, reader):
    ax, middles = explorer.view.network.ax, explorer.view.plan.middles(0)
    click(reader, middles[3], ax)
    assert explorer["features"] == ("x1", "x2", "x2²")
    for i in (0, 1, 3):
        click(reader, explorer.view.plan.middles(0)[i], ax)
    assert explorer["features"] == ("x2²",)


def test_layers_and_units_are_added_and_taken_away_by_click(explorer, reader):
    ax = explorer.view.network.ax

    def press(kind, layer=0):
        click(reader, explorer.view.plan.buttons[Spot(kind, layer)], ax)
        return explorer["hidden"]

    assert press("more units", 1) == (5, 2) and press("fewer units", 2) == (5, 1)
    assert press("fewer units", 2) == (5, 1), "the last unit stays"
    for _ in range(6):
        hidden = press("more layers")
    assert hidden == (5, 1, 2, 2, 2, 2)
    for _ in range(9):
        hidden = press("more units", 6)
    assert hidden[-1] == 8
    for _ in range(7):
        hidden = press("fewer layers")
    assert hidden == () and explorer.learner.net.sizes == (2, 1)
    explorer.undo()
    assert explorer["hidden"] == (5,)


def test_a_unit_under_the_pointer_is_shown_in_large_with_its_formula(explorer, reader):
    explorer.seek(50)
    output = np.asarray(explorer.view.plane.image.get_array()).copy()
    hover(reader, explorer.view.plan.middles(1)[2], explorer.view.network.ax)
    assert "a⁽¹⁾₃ = tanh(" in status(explorer)
    assert explorer.view.plane.title.get_text() == "layer 1, unit 3"
    assert differ(output, np.asarray(explorer.view.plane.image.get_array()))
    reader.say(kind="pointer", what="leave", across=0, down=0, button=0, alt=False, shift=False)
    np.testing.assert_array_equal(explorer.view.plane.image.get_array(), output)
    assert explorer.view.plane.title.get_text() == words.OUTPUT


@pytest.mark.parametrize("spot", [Spot("weight", 1, 2, 1), Spot("bias", 2, 0), Spot("weight", 3, 0, 1)])
def test_a_weight_is_read_under_the_pointer_and_edited_by_arrows_and_by_number(explorer, reader, spot):
    explorer.seek(10)
    plan, ax = explorer.view.plan, explorer.view.network.ax
    if spot.kind == "weight":
        start, end = plan.line(spot)
        place = start + 0.15 * (end - start)
    else:
        place = plan.biases(spot.layer)[spot.j]
    assert plan.at(*place) == spot
    value = explorer.value_of(spot)
    hover(reader, place, ax)
    assert plain(value) in status(explorer) and explorer.view.network.card.get_text() == plain(value)
    click(reader, place, ax)
    assert explorer.held == spot and explorer.weight_entry.spot == spot
    reader.key("ArrowUp")
    reader.key("ArrowLeft", shift=True)
    assert explorer.value_of(spot) == pytest.approx(value + 0.09)
    explorer.weight_entry.number.value = "1,25"
    assert explorer.value_of(spot) == 1.25 and explorer.learner.step == 10
    changed = explorer.learner.theta != explorer.learner.player._branches[0][1].theta
    assert changed[parameter(explorer.learner.net, spot)]
    explorer.seek(0)
    explorer.seek(10)
    assert explorer.value_of(spot) == 1.25, "an edit is found again"
    reader.key("undo")
    assert explorer.value_of(spot) == pytest.approx(value)
    reader.key("Escape")
    assert explorer.held is None


def test_a_weight_is_chosen_by_number(explorer):
    entry = explorer.weight_entry
    entry.layer.value = 2
    entry.source.value, entry.unit.value = 3, 2
    assert explorer.held == Spot("weight", 2, 1, 2)
    entry.source.value = 0
    assert explorer.held == Spot("bias", 2, 1)
    entry.number.value = "-0.5"
    assert explorer.learner.net.matrices(explorer.learner.theta)[1][-1, 1] == -0.5
    for word in ("half", "nan", "-inf", "1e400", "1e30"):  # of 1e30 nothing could be drawn
        entry.number.value = word
        assert explorer.problem == "" and explorer.value_of(explorer.held) == -0.5, word
        assert entry.number.value == "-0.5" and words.NUMBER_WANTED in status(explorer)
        assert len(explorer.learner.segments) == len(explorer.history.past) == 1, "nothing to undo but -0.5"


def test_the_entry_of_a_weight_says_what_it_is_now(explorer):
    entry, spot = explorer.weight_entry, Spot("weight", 1, 0, 0)

    def shown():
        return float(entry.number.value)

    assert shown() == pytest.approx(explorer.value_of(spot), rel=1e-3), "one stands there from the start"
    before = entry.number.value
    explorer.seek(40)
    assert entry.number.value != before and shown() == pytest.approx(explorer.value_of(spot), rel=1e-3)
    now = entry.number.value
    entry.number.value = "0.5"
    assert explorer.value_of(spot) == 0.5
    explorer.undo_button.click()
    assert entry.number.value == now


def test_a_weight_taken_back_leaves_no_trace_in_the_run(explorer):
    explorer.set(rule="momentum 0.9")
    explorer.seek(30)
    then = explorer.learner.theta
    explorer.seek(20)
    for number in (5.0, -5.0):
        explorer.set_weight(Spot("weight", 1, 0, 0), number)
        explorer.seek(25)
        explorer.seek(20)
    explorer.undo()
    assert explorer.learner.edited is None
    explorer.seek(30)
    np.testing.assert_array_equal(explorer.learner.theta, then)
    again = Learner.from_state(explorer.learner.state())
    np.testing.assert_array_equal(again.theta, then)


# -- the pointer on the output ---------------------------------------------------------------------


def test_the_way_of_a_sample_is_read_under_the_pointer(explorer, reader):
    explorer.seek(30)
    X, plane = explorer.points.X, explorer.view.plane.ax
    hover(reader, X[7], plane)
    assert explorer.sample is not None
    i = explorer.sample
    layers = explorer.learner.units(explorer.learner.theta, X[i : i + 1])
    told = explorer.view.network.numbers.told
    assert told[Spot("unit", 1, 3)].replace("−", "-") == f"{layers[1][0, 3]:.2f}"
    assert told[Spot("feature", 0, 0)].replace("−", "-") == f"{layers[0][0, 0]:.2f}"
    assert len(told) == 2 + 4 + 2 and "right answer" in status(explorer) and "L = −ln" in status(explorer)
    assert f"Sample {i + 1} at step 30" in explorer.way.value
    m, said = explorer.learner.material, explorer.learner.called(explorer.learner.said.a)
    for j in (np.flatnonzero(said == m.y)[0], np.flatnonzero(said != m.y)[0]):
        told = verdict(explorer.learner, int(j))
        assert (m.classes[int(said[j])] in told) and ("but" in told) == (said[j] != m.y[j])
    hover(reader, (2.95, -2.95), plane)
    assert status(explorer).endswith(".") and "At (2.95, −2.95)" in status(explorer)
    assert f"Sample {i + 1}" in explorer.way.value, "it stays when the pointer goes"


def test_a_click_on_a_sample_keeps_its_way_while_the_pointer_goes_elsewhere(explorer, reader):
    X, plane = explorer.points.X, explorer.view.plane.ax
    one, other = int(np.argmin(X[:, 0])), int(np.argmax(X[:, 0]))
    click(reader, X[one], plane)
    hover(reader, X[other], plane)
    assert explorer.sample == other and f"Sample {one + 1} at" in explorer.way.value
    click(reader, X[one], plane, alt=True)  # takes it away
    assert len(explorer.points.X) == len(X) - 1 and explorer.sample_kept is None
    explorer.controls["data"].value = "xor"
    assert explorer.looked_at is None


def test_samples_are_drawn_dragged_and_removed_and_all_is_undone(explorer, reader):
    explorer.seek(25)
    theta, plane, n = explorer.learner.theta.copy(), explorer.view.plane.ax, len(explorer.points.X)
    click(reader, (2.9, 2.9), plane)
    assert explorer["data"] == "own" and len(explorer.learner.material.X) == n + 1
    assert explorer.learner.material.y[-1] == 1 and not explorer.learner.material.held[-1]
    np.testing.assert_array_equal(explorer.learner.theta, theta)  # it learns on
    click(reader, (-2.9, 2.9), plane, shift=True)
    assert explorer.learner.material.y[-1] == 0
    reader.point("press", -2.9, 2.9, plane)
    reader.point("drag", -2.5, 2.0, plane)
    reader.point("release", -2.5, 2.0, plane)
    np.testing.assert_allclose(explorer.learner.material.X[-1], [-2.5, 2.0], atol=0.02)
    click(reader, (-2.5, 2.0), plane, alt=True)
    assert len(explorer.learner.material.X) == n + 1
    for expected in (n + 2, n + 2, n + 1, n):
        reader.key("undo")
        assert len(explorer.points.X) == len(explorer.learner.material.X) == expected
    assert explorer["data"] == "circle" and explorer.learner.step == 25
    np.testing.assert_array_equal(explorer.learner.theta, theta)


def test_a_click_that_changes_nothing_says_why(explorer, reader):
    plane, n = explorer.view.plane.ax, len(explorer.points.X)
    beside = explorer.points.X[5] + np.array([0.1, 0.0])  # four pixels off, within its mark
    click(reader, beside, plane)
    assert len(explorer.points.X) == n and words.SAMPLE_HERE in status(explorer)
    assert explorer.sample_kept is not None and "Sample (" in status(explorer)
    click(reader, (2.95, 2.95), plane)
    assert words.SAMPLE_HERE not in status(explorer) and len(explorer.points.X) == n + 1
    click(reader, (-2.95, -2.95), plane, alt=True)
    assert len(explorer.points.X) == n + 1 and words.NO_SAMPLE_HERE in status(explorer)
    reader.key("ArrowRight")
    assert words.NO_SAMPLE_HERE not in status(explorer)
    explorer.points.cursor = np.array([-2.95, -2.95])
    reader.key("Delete")
    assert words.NO_SAMPLE_HERE in status(explorer)


def test_a_sample_that_is_hidden_takes_no_click(explorer, reader):
    plane, n = explorer.view.plane.ax, len(explorer.points.X)
    far = explorer.points.X[explorer.points.held]
    others = explorer.points.X[~explorer.points.held]
    apart = np.linalg.norm(far[:, None] - others, axis=2).min(axis=1)
    place = far[np.argmax(apart)]
    assert apart.max() > 12 / plane.bbox.width * 6, "no other sample is within reach"
    explorer.controls["show_held"].value = False
    click(reader, place, plane)
    assert len(explorer.points.X) == n + 1 and words.added(1) in status(explorer)


def test_what_cannot_grow_or_shrink_any_more_says_so(explorer, reader):
    ax = explorer.view.network.ax
    ends = dict(hidden=(8, 1, 2, 2, 2, 2), activations=("tanh",) * 6)
    explorer.set(**ends)
    for kind, layer in (("more units", 1), ("fewer units", 2), ("more layers", 0)):
        click(reader, explorer.view.plan.buttons[Spot(kind, layer)], ax)
        assert words.NO_MORE[kind] in status(explorer) and explorer["hidden"] == ends["hidden"]
    explorer.set(hidden=(), activations=(), features=("x1",))
    click(reader, explorer.view.plan.buttons[Spot("fewer layers")], ax)
    assert words.NO_MORE["fewer layers"] in status(explorer)
    click(reader, explorer.view.plan.middles(0)[0], ax)
    assert words.LAST_FEATURE in status(explorer) and explorer["features"] == ("x1",)
    assert (
        f"{UNITS} units" in words.NO_MORE["more units"] and f"{LAYERS} hidden" in words.NO_MORE["more layers"]
    )


def test_points_of_ones_own_are_counted_in_words_and_one_button_clears_them(explorer, reader):
    explorer.seek(25)
    theta, plane, m = explorer.learner.theta.copy(), explorer.view.plane.ax, explorer.learner.material
    assert explorer.clear_button.disabled
    click(reader, (2.9, 2.9), plane)
    assert words.added(1) in status(explorer) and "1 point of your own" in status(explorer)
    click(reader, (-2.9, 2.9), plane)
    assert words.added(2) in status(explorer) and not explorer.clear_button.disabled
    explorer.clear_button.click()
    assert explorer["data"] == "circle" and explorer.clear_button.disabled and explorer.problem == ""
    assert words.CLEARED in status(explorer)
    for part in ("X", "y", "held"):
        np.testing.assert_array_equal(getattr(explorer.learner.material, part), getattr(m, part))
    np.testing.assert_array_equal(explorer.learner.theta, theta)  # it learns on
    explorer.undo_button.click()
    assert len(explorer.learner.material.X) == len(m.X) + 2 and not explorer.clear_button.disabled


def test_clearing_leaves_what_else_was_changed_by_hand_and_one_sample_to_learn_from(explorer, reader):
    explorer.set(samples=20, held_out=0.0)
    plane, n = explorer.view.plane.ax, len(explorer.points.X)
    click(reader, explorer.points.X[3], plane, alt=True)
    explorer.controls["adds"].value = 2
    click(reader, (2.9, 2.9), plane)
    assert explorer.learner.net.outputs == 3
    explorer.clear_button.click()
    assert explorer["data"] == "own" and len(explorer.learner.material.X) == n - 1
    assert explorer.learner.net.outputs == 1 and explorer.problem == ""
    click(reader, (2.9, 2.9), plane)
    while len(explorer.points.X) > 1:
        explorer.points.remove(0)
    explorer.samples_changed()
    explorer.clear_button.click()
    assert len(explorer.learner.material.X) == 1 and words.LAST_SAMPLE in status(explorer)


def test_own_points_are_known_as_such_after_a_copied_line_and_on_another_page(explorer, reader):
    click(reader, (2.9, 2.9), explorer.view.plane.ax)
    copied = eval(explorer._text(words.LINE), dict(explore_playground=explore_playground))
    for other in (copied, explore_playground()):
        assert not other.clear_button.disabled
        other.clear_button.click()
        assert other["data"] == "circle" and other.problem == ""


def test_a_third_and_fourth_class_can_be_drawn(explorer, reader):
    plane = explorer.view.plane.ax
    for c in (2, 3):
        explorer.controls["adds"].value = c
        click(reader, (2.8, 2.8 - c), plane)
        assert len(explorer.learner.material.classes) == c + 1 == explorer.learner.net.outputs
    assert explorer["output"] == "softmax" and explorer.answers.value.count("<tr>") == 5
    names = explorer.learner.material.classes
    assert names == ("ring", "disc", "class 2", "class 3"), "those that have a name keep it"


def test_samples_are_drawn_by_keyboard_and_the_last_to_learn_from_stays(explorer, reader):
    explorer.set(samples=20, held_out=0.9)
    n = len(explorer.points.X)
    reader.key("ArrowRight")
    reader.key("Enter")
    assert len(explorer.points.X) == n + 1
    learned = np.flatnonzero(~explorer.points.held)
    for i in reversed(learned):
        place = explorer.points.X[i]
        explorer.points.cursor = place.copy()
        reader.key("Delete")
    assert (~explorer.learner.material.held).sum() == 1 and "has to stay" in status(explorer)
    assert explorer.problem == ""


def test_a_file_and_data_of_ones_own_are_learned(explorer):
    rows = "\n".join(f"{i % 7},{i % 5},{'yes' if i % 2 else 'no'}" for i in range(40))
    upload(explorer.own_data.upload, "mine.csv", f"a,b,class\n{rows}".encode())
    assert explorer["data"] == "own" and len(explorer.learner.material.X) == 40 and explorer.problem == ""
    rng = np.random.default_rng(0)
    X = rng.uniform(-2, 2, (30, 2))
    data = Data("mine", X, (X[:, 0] > 0).astype(int), ("p", "q"), ("left", "right"))
    mine = explore_playground(data)
    np.testing.assert_allclose(mine.learner.material.X, X)
    assert mine.learner.settings.data == "own" and "left" in mine.answers.value
    surface = explore_playground(Surface("mine", X, X[:, 0]), hidden=(3,))
    assert surface.learner.settings.task == "regression" and surface["hidden"] == (3,)


def test_a_file_of_three_classes_is_learned_whole(explorer):
    rows = "\n".join(f"{i % 7},{i % 5},{('rot', 'grün', 'blau')[i % 3]}" for i in range(40))
    upload(explorer.own_data.upload, "mine.csv", f"a,b,colour\n{rows}".encode())
    assert explorer.learner.material.classes == ("blau", "grün", "rot")
    assert "blau is 0, grün is 1, rot is 2" in explorer.own_data.said
    explorer.controls["data"].value = "circle"
    assert explorer.learner.settings.output == "sigmoid", "nobody has asked for softmax of two classes"


# -- undo, reset, presets --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in ("task", "data", "formula", "output")]
)
def test_each_change_of_a_control_is_undone(name):
    explorer = explore_playground(data="xor", penalty="L2", lam=0.01)
    explorer.seek(12)
    before = explorer.learner.settings
    values = dict(features=("x1",), hidden=(3,), activations=("relu", "relu"))
    control = explorer.controls[name]
    value = values[name] if name in values else next(v for v in both_ends(control) if v != control.value)
    control.value = value
    assert getattr(explorer.learner.settings, name) != getattr(before, name)
    explorer.undo_button.click()
    assert explorer.learner.settings == before and explorer[name] == getattr(before, name)
    assert explorer.learner.step == 12


def test_reset_brings_all_back_and_undo_says_when_there_is_nothing(explorer, reader):
    explorer.undo()
    explorer.publish()
    assert words.NOTHING_TO_UNDO in status(explorer)
    click(reader, (1.0, 2.9), explorer.view.plane.ax)
    explorer.set(hidden=(3,), lr=0.1, discretised=True)
    explorer.reset_button.click()
    assert explorer.learner.settings == Settings() and not explorer["discretised"]
    assert explorer.problem == ""


def test_another_start_new_samples_and_the_same_start(explorer):
    first, X = explorer.learner.first.copy(), explorer.points.X.copy()
    explorer.seek(30)
    explorer.another_start.click()
    assert explorer["start_seed"] == 1 and differ(explorer.learner.first, first)
    np.testing.assert_array_equal(explorer.points.X, X)
    explorer.new_samples.click()
    assert explorer["data_seed"] == 1 and differ(explorer.points.X, X)
    explorer.controls["start_seed"].value = 0
    explorer.seek(10)
    explorer.same_start.click()
    assert explorer.learner.step == 0
    np.testing.assert_array_equal(explorer.learner.theta, first)


def test_random_moves_leave_no_error_and_the_last_frame_is_the_last_state(explorer, reader, drawn):
    rng = np.random.default_rng(5)
    plane, network = explorer.view.plane.ax, explorer.view.network.ax
    for _ in range(100):
        kind = rng.integers(6)
        if kind == 0:
            click(reader, rng.uniform(-3, 3, 2), plane, shift=bool(rng.integers(2)), alt=rng.random() < 0.3)
        elif kind == 1:
            click(reader, rng.uniform(0, 1, 2) * [700, 560], network)
        elif kind == 2:
            reader.key(rng.choice(["ArrowUp", "ArrowLeft", "Enter", "Delete", "undo", "Escape", ".", "Home"]))
        elif kind == 3:
            name = rng.choice([name for name in explorer.controls if name not in OWN_KIND])
            explorer.controls[name].value = both_ends(explorer.controls[name])[rng.integers(2)]
        elif kind == 4:
            explorer.play()
            for _ in range(3):
                reader.paint()
            explorer.pause()
        else:
            explorer.preset.value = rng.choice(explorer.preset.options)
        reader.paint()
        assert explorer.problem == "" or explorer["data"] != "formula"
    shown = drawn(explorer)
    explorer.draw()
    np.testing.assert_array_equal(shown, drawn(explorer))
    net = explorer.learner.net
    assert explorer["hidden"] == net.sizes[1:-1]


# -- what is taken along, and found again ----------------------------------------------------------


def test_the_copied_line_restores_settings_weights_and_picture(explorer, reader):
    explorer.set(data="xor", hidden=(3, 2), discretised=True)
    explorer.seek(15)
    explorer.controls["lr"].value = 0.3
    explorer.seek(25)
    line = explorer._text(words.LINE)
    copied, alone = explorer.export_panel._whole(explorer._text), {}
    exec(copied, alone)
    assert copied.endswith(line) and alone["explore_playground"] is explore_playground
    call = ast.parse(line, mode="eval").body
    told = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
    assert told.pop("discretised") is True and not {*told} & {*PICTURE}
    np.testing.assert_array_equal(learner_from(**told).theta, explorer.learner.theta)
    other = eval(line, dict(explore_playground=explore_playground))
    assert other.learner.settings == explorer.learner.settings and other["discretised"]
    assert other["lr"] == 0.3 and other.learner.step == 25
    np.testing.assert_array_equal(other.learner.theta, explorer.learner.theta)


@pytest.mark.parametrize("kind", ["NumPy script", "PyTorch script", "weights, JSON", "samples, CSV"])
def test_each_text_can_be_copied_and_saved(explorer, kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    panel = explorer.export_panel
    panel.kind.value = kind
    panel.copy._asked(panel.copy, {"kind": "copy"}, [])
    assert len(panel.copy.text) > 100
    panel.save.click()
    assert any(tmp_path.iterdir()) and "Saved" in panel.word.value


def test_weights_are_loaded_back_and_what_is_none_is_said(explorer, tmp_path, monkeypatch):
    explorer.seek(40)
    text = explorer._text("weights, JSON")
    theta = explorer.learner.theta.copy()
    explorer.seek(0)
    upload(explorer.export_panel.upload, "w.json", text.encode())
    np.testing.assert_array_equal(explorer.learner.theta, theta)
    assert "Loaded" in explorer.export_panel.word.value and explorer.learner.step == 0
    upload(explorer.export_panel.upload, "w.json", b"nothing")
    assert "expected" in explorer.export_panel.word.value and explorer.problem == ""


def test_made_again_without_arguments_it_goes_on_where_the_last_one_stood(explorer):
    explorer.seek(20)
    explorer.controls["lr"].value = 0.1
    explorer.seek(33)
    again = explore_playground()
    assert again.learner.step == 33 and again["lr"] == 0.1
    np.testing.assert_array_equal(again.learner.theta, explorer.learner.theta)
    again.reset_button.click()
    assert again.learner.settings == Settings() and again.learner.step == 0
    again.close()
    explorer.close()
    assert explore_playground().learner.step == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (dict(lr=-1), "lr"),
        (dict(hiden=(3,)), "hiden"),
        (dict(preset="nothing"), "preset"),
        (dict(data="cube"), "data"),
        (dict(data=3), "data"),
        (dict(task="regression", data="circle"), "data"),
    ],
)
def test_what_it_cannot_be_made_of_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        explore_playground(**arguments)


# -- A | B and the sweep ---------------------------------------------------------------------------


def test_a_and_b_learn_below_from_the_settings_kept_and_those_of_now(explorer):
    panel = explorer.compare_panel
    panel.compare.click()
    assert explorer.below.children == () and "keep" in panel.word.value.lower()
    panel.keep.click()
    explorer.controls["lr"].value = 0.3
    panel.compare.click()
    assert explorer.below.children == (explorer.comparing,)
    a, b = explorer.comparing.comparison.learners
    assert (a.settings.lr, b.settings.lr) == (0.03, 0.3)
    panel.sweep.click()
    assert explorer.below.children == (explorer.sweeping,)
    panel.shut.click()
    assert explorer.below.children == ()
    explorer.close()
    assert explorer.comparing.closed and explorer.sweeping.closed


def test_the_speeds_reach_ten_steps_a_frame():
    assert 600 in SPEEDS and {*RATES} <= {*NAMES} and len(FEATURES) == 7


@pytest.mark.parametrize(
    ("kind", "name"), [("NumPy script", "playground_numpy"), ("PyTorch script", "playground_torch")]
)
def test_a_script_that_is_copied_reads_the_file_that_save_writes(explorer, kind, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert f'"{name}.npz"' in explorer._text(kind)
    assert f"{name}.npz" in explorer.export_panel.word.value
    explorer._save(kind)
    assert (tmp_path / f"{name}.npz").exists()


def test_a_script_that_would_need_too_large_a_file_is_answered_with_a_sentence(explorer, monkeypatch):
    monkeypatch.setattr("nnlab.explore.playground.script_run.ROOM", 100)
    explorer.set(dropout=0.5)
    assert explorer._text("NumPy script") == "" and explorer.problem == ""
    assert "would fill too large a file" in explorer.export_panel.word.value
