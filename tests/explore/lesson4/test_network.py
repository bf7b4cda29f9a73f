"""The network's explorable without a browser: every control, the pointer, each preset's claim."""

import threading
import time

import numpy as np
import pytest
from calls import changes_of_file, traced
from driving import at, differ, drawn_at_both_ends, moved_in_play
from matplotlib.lines import Line2D

from nnlab.data import Data, circles
from nnlab.descent import descend, gradient_numerically
from nnlab.explore.kit.numbers import listed
from nnlab.explore.kit.pace import Pace
from nnlab.explore.kit.samples import OWN
from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson4.network import PRESETS, TOO_LARGE, explore_network
from nnlab.explore.lesson4.network_view import MOST, calm_end
from nnlab.network import Network, loss

NAMES = ("data", "lr", "hidden", "activation", "init", "momentum", "kind", "held_out", "seed")


@pytest.fixture
def explorer():
    return explore_network("moons", hidden=4, lr=0.3, momentum=0.5, held_out=0.1, seed=1)


def preset(name: str):
    explorer = explore_network("blobs", hidden=5, seed=7)
    explorer.preset.value = name
    assert explorer.player.position == 0 and explorer.problem == ""
    return explorer


def columns(explorer) -> np.ndarray:
    """All weights of each hidden unit, (h, 4)."""
    (W1, b1), (W2, _) = explorer.training.model.layers(explorer.player.step.theta)
    return np.vstack([W1, b1, W2.T]).T


# -- controls -----------------------------------------------------------------------------------------------


def test_every_control_is_tried(explorer):
    assert {*NAMES, "adds"} == set(explorer.controls)


@pytest.mark.parametrize("name", NAMES)
def test_each_control_at_both_ends_draws_something_else(explorer, drawn, name):
    assert differ(*drawn_at_both_ends(explorer, name, drawn, steps=5))
    drawn_at_both_ends(explorer, name, drawn)


def test_it_is_the_engine_that_learns():
    explorer = explore_network("XOR", lr=0.7, seed=3, momentum=0.5, kind="sse")
    at(explorer, 40)
    net = Network((2, 2, 1), ("tanh", "sigmoid"))
    X, y = np.array([(0, 0), (0, 1), (1, 0), (1, 1)], float), np.array([0, 1, 1, 0])
    start = net.init(rng=np.random.default_rng(3))
    for step in descend(loss(net, X, y, "sse"), start, lr=0.7, momentum=0.5):
        if step.k == 40:
            break
    np.testing.assert_array_equal(explorer.player.step.theta, step.theta)
    assert explorer.player.step.value == step.value
    assert f"loss {step.value:.4g}" in explorer.sentence()


@pytest.mark.parametrize("name, value", [("lr", 0.03), ("momentum", 0.9)])
def test_rates_change_on_the_way_and_the_weights_stay(page, name, value):
    explorer = explore_network("XOR", lr=1.0)
    before, theta = moved_in_play(page(explorer), name, value)
    explorer.seek(before + 1)
    step = explorer.player.step
    if name == "lr":
        gradient = explorer.player.kept[before].gradient
        np.testing.assert_allclose(step.theta, theta - value * gradient, rtol=0, atol=1e-15)
    explorer.seek(before - 3)
    assert explorer.player.step.k == before - 3


@pytest.mark.parametrize(
    "name, value",
    [
        *[("hidden", 16), ("activation", "sigmoid"), ("init", "he"), ("seed", 5), ("data", "circles")],
        *[("kind", "mse"), ("held_out", 0.5)],
    ],
)  # fmt: skip
def test_what_is_learned_from_scratch_begins_anew_and_goes_on_playing(page, name, value):
    explorer = explore_network("moons", hidden=2)
    browser = page(explorer)
    browser.paint()
    browser.say(kind="play")
    browser.paint()
    before = explorer.player
    explorer.controls[name].value = value
    at = explorer.player.position
    assert explorer.player is not before and explorer.stage.playing and at <= Pace().window
    browser.paint()
    assert explorer.player.position > at and explorer.problem == ""


def test_a_choice_of_the_click_changes_nothing_that_is_learned(explorer):
    at(explorer, 7)
    explorer.controls["adds"].value = 0
    assert explorer.player.position == 7 and explorer.points.adds == 0


def test_rewind_and_a_second_run_show_the_same(explorer, drawn):
    at(explorer, 60)
    once, end = drawn(explorer), explorer.player.step.theta.copy()
    at(explorer, 0)
    assert differ(once, drawn(explorer))
    at(explorer, 60)
    assert not differ(once, drawn(explorer))
    other = explore_network("moons", hidden=4, lr=0.3, momentum=0.5, held_out=0.1, seed=1)
    at(other, 60)
    np.testing.assert_array_equal(other.player.step.theta, end)
    assert not differ(once, drawn(other))


def test_a_long_run_is_thinned_and_found_again():
    explorer = explore_network("XOR", hidden=MOST)
    explorer.player.max_bytes = 100_000
    at(explorer, 777)
    theta = explorer.player.step.theta
    at(explorer, 2000)
    assert explorer.player.stride > 1
    at(explorer, 777)
    np.testing.assert_array_equal(explorer.player.step.theta, theta)


def test_play_at_the_highest_speed(page):
    explorer = explore_network("XOR")
    browser = page(explorer)
    browser.say(kind="speed", speed=1200)
    browser.paint()
    browser.say(kind="play")
    for _ in range(4):
        browser.paint()
    assert explorer.player.position > 400 and "0 of 4 wrong" in explorer.sentence()


# -- pictures -----------------------------------------------------------------------------------------------


def test_the_pictures_of_a_step(explorer):
    at(explorer, 30)
    theta, points = explorer.player.step.theta, explorer.points
    (W1, b1), (W2, b2) = explorer.training.model.layers(theta)
    a = np.tanh(points.X @ W1 + b1)
    z = a @ W2[:, 0] + b2[0]
    wrong = (z >= 0) != (points.y == 1)
    assert 0 < wrong.sum() < 100
    np.testing.assert_array_equal(explorer.plane_view.plane.wrong_marks.get_xydata(), points.X[wrong])
    held = points.held
    counted = f"{wrong[~held].sum()} of 180 training samples, {wrong[held].sum()} of 20 held out"
    assert counted in explorer.sentence()
    # where the black line is, the output says 1/2; where a dashed line is, its unit says 0
    border = explorer.plane_view.plane.boundary.get_xydata()
    border = border[np.isfinite(border).all(axis=1)]
    assert np.abs(explorer.training.model.predict(theta, border) - 0.5).max() < 0.01
    dashed = explorer.plane_view.units.lines.get_xydata().reshape(4, 3, 2)
    for j in range(4):
        if np.isfinite(dashed[j, 0, 0]):
            np.testing.assert_allclose(dashed[j, :2] @ W1[:, j] + b1[j], 0, atol=1e-9)
    # edge on: right of the line are those that are answered 1, in the distance that they have
    P = explorer.hidden_view.space.yes.get_xydata()
    mine = (points.y == 1) & ~held
    np.testing.assert_allclose(P[:, 0], z[mine] / np.linalg.norm(W2), atol=1e-12)
    assert explorer.hidden_view.space.boundary.get_xdata() == pytest.approx([0, 0], abs=1e-12)


def test_seen_edge_on_distances_are_those_of_the_hidden_space():
    explorer = explore_network("circles", hidden=3)
    at(explorer, 300)
    seen = np.vstack(
        [explorer.hidden_view.space.no.get_xydata(), explorer.hidden_view.space.yes.get_xydata()]
    )
    y = explorer.points.y
    a = np.vstack([explorer.frame.a[y == 0], explorer.frame.a[y == 1]])
    (_, (W2, _)) = explorer.training.model.layers(explorer.player.step.theta)
    n = W2[:, 0] / np.linalg.norm(W2)
    along = a - np.outer(a @ n, n)
    spread = np.linalg.svd(along - along.mean(axis=0))[1][0]
    assert np.linalg.norm(seen[:, 1] - seen[:, 1].mean()) == pytest.approx(spread)  # the widest there is


def test_two_units_span_the_plane_that_is_shown():
    explorer = explore_network("XOR")
    at(explorer, 150)
    (W1, b1), (W2, b2) = explorer.training.model.layers(explorer.player.step.theta)
    a = np.tanh(np.array([(0, 1), (1, 0)]) @ W1 + b1)
    np.testing.assert_array_equal(explorer.hidden_view.space.yes.get_xydata(), a)
    ends = explorer.hidden_view.space.boundary.get_xydata()
    np.testing.assert_allclose(ends @ W2[:, 0] + b2[0], 0, atol=1e-9)
    assert (
        explorer.hidden_view.space.ax.get_xlabel() == "$a_1$"
        and explorer.hidden_view.space.ax.get_ylabel() == "$a_2$"
    )
    inside = explorer.hidden_view.space.region.get_path().contains_points
    assert (
        inside(explorer.hidden_view.space.yes.get_xydata()).all()
        and not inside(explorer.hidden_view.space.no.get_xydata()).any()
    )


@pytest.mark.parametrize("hidden", [1, 2, 3, MOST])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "linear"])
def test_all_samples_lie_inside_the_picture_of_the_hidden_layer(hidden, activation):
    explorer = explore_network("circles", hidden=hidden, activation=activation, lr=0.1)
    at(explorer, 50)
    ax = explorer.hidden_view.space.ax
    for marks in (explorer.hidden_view.space.no, explorer.hidden_view.space.yes):
        x, y = marks.get_xydata().T
        assert (ax.get_xlim()[0] <= x).all() and (x <= ax.get_xlim()[1]).all()
        assert (ax.get_ylim()[0] <= y).all() and (y <= ax.get_ylim()[1]).all()


def test_the_held_out_loss():
    for kind in ("cross_entropy", "sse"):
        explorer = explore_network("moons", hidden=4, held_out=0.2, kind=kind)
        at(explorer, 10)
        points, step = explorer.points, explorer.player.step
        value = loss(explorer.training.model, points.X[points.held], points.y[points.held], kind)(step.theta)[
            0
        ]
        per_sample = 160 / 40 if kind == "sse" else 1.0
        assert explorer.player.history()[1][-1] == pytest.approx([step.value, per_sample * value])
        assert explorer.curves.ax.get_legend().get_visible()
    explorer.controls["held_out"].value = 0.0
    at(explorer, 10)
    assert np.isnan(explorer.player.history()[1][:, 1]).all()
    assert not explorer.curves.ax.get_legend().get_visible()


def test_a_long_curve_is_drawn_with_few_places_and_the_dot_on_it(explorer):
    at(explorer, 3000)
    at(explorer, 1234)
    drawn = explorer.curves.lines[0].get_xydata()
    assert len(drawn) < 1000 and drawn[-1, 0] == 3000 and drawn[0, 0] == 0
    assert explorer.curves.dots[0].get_xydata().tolist() == [[1234, explorer.player.step.value]]


def test_no_name_in_a_legend_is_cut_off():
    explorer = explore_network("moons", held_out=0.2)
    explorer.still()  # a legend finds its place when it is drawn
    figure = explorer.stage.figure
    for ax in figure.axes:
        for text in ax.get_legend().get_texts() if ax.get_legend() else []:
            ends = text.get_window_extent()
            assert ends.x0 > 0 and ends.x1 < figure.bbox.x1, text.get_text()


# -- the way from a slider to the pixel --------------------------------------------------------------------


def unpackings_and_checks(calls) -> tuple[int, list[str]]:
    """How often theta is unpacked among the calls, and which rules for arguments are asked."""
    unpacked = [call for call in calls if call.name in ("Network.matrices", "Network.layers")]
    return len(unpacked), [call.name for call in calls if call.file == "checks.py"]


@pytest.mark.parametrize("hidden, activation", [(1, "tanh"), (2, "relu"), (4, "sigmoid"), (4, "linear")])
@pytest.mark.parametrize("data", ["moons", "penguins", OWN])
def test_while_a_frame_is_drawn_theta_is_unpacked_once_and_nothing_is_checked(hidden, activation, data):
    explorer = explore_network(data, hidden=hidden, activation=activation, held_out=0.2)
    explorer.stage.hello(1.0)
    for k in (0, 40, 39):
        explorer.player.seek(k)
        assert unpackings_and_checks(traced(explorer.publish)) == (1, [])


def test_nor_where_the_tape_is_thinned_or_the_run_has_diverged():
    explorer = explore_network("moons", hidden=8, held_out=0.2)
    explorer.player.max_bytes = 60_000
    explorer.player.seek(1001)
    assert explorer.player.position % explorer.player.stride  # the step shown is not on the tape
    assert unpackings_and_checks(traced(explorer.publish)) == (1, [])
    explorer = preset("Rate far too large: it diverges")
    at(explorer, 3000)
    assert explorer.player.step.diverged
    assert unpackings_and_checks(traced(explorer.publish)) == (1, [])


@pytest.mark.parametrize("name, value", [("lr", 0.01), ("momentum", 0.9)])
def test_a_rate_that_moves_builds_no_loss(monkeypatch, name, value):
    explorer = explore_network("moons", hidden=4, held_out=0.2)
    built = []
    make_loss = explorer.training.make_loss
    monkeypatch.setattr(explorer.training, "make_loss", lambda *args: built.append(args) or make_loss(*args))
    at(explorer, 40)
    explorer.controls[name].value = value
    at(explorer, 60)
    assert built == []
    explorer.controls["kind"].value = "mse"
    assert [len(X) for _, X, _, _ in built] == [160, 40]


RENDERER = tuple(f"explore/kit/{name}.py" for name in ("recorder", "quick_lines", "styles", "ground"))


def test_the_way_of_a_learning_rate_is_short():
    """Of 99 changes of file and up to 536 calls in the first edition, which grew with the tape.

    The way ends at each artist's `draw`, as it did when Agg drew: what a renderer does then is not counted,
    nor that each thing that stands on an Axes is noted once.
    """
    explorer = explore_network()
    explorer.stage.hello(1.0)
    lengths = []
    for k in (10, 400):
        explorer.seek(k)
        calls = traced(lambda: setattr(explorer.controls["lr"], "value", 0.3))
        assert any(call.file in RENDERER for call in calls)
        calls = [c for c in calls if c.file not in RENDERER and c.name != "Canvas._noted_one"]
        explorer.controls["lr"].value = 1.0
        lengths.append(len(calls))
        assert len(calls) < 215 and changes_of_file(calls) < 75
    assert lengths[1] - lengths[0] < 5


# -- presets ------------------------------------------------------------------------------------------------


def test_every_preset_is_tried():
    assert set(PRESETS) == {*CLAIMS}


def solved(explorer):
    assert "3 of 4 wrong" in explorer.sentence()
    assert "0 of 4 wrong" in at(explorer, 100)


def one_unit(explorer):
    for seed in range(3):
        explorer.controls["seed"].value = seed
        assert " 0 of 4" not in at(explorer, 2000)


def zero_start(explorer):
    start = explorer.player.step
    assert not start.gradient.any() and not start.theta.any() and start.value == pytest.approx(np.log(2))
    assert "No dashed line" in explorer.sentence() and "Dashed:" not in explorer.sentence()
    assert "exactly zero" in at(explorer, 500)
    np.testing.assert_array_equal(explorer.player.step.theta, 0)


def twins(explorer):
    first, second = columns(explorer)
    np.testing.assert_array_equal(first, second)
    assert explorer.player.step.gradient.any()
    assert "Dashed: one hidden unit says 0" in explorer.sentence()
    assert "stay equal" in at(explorer, 3000)
    assert [name.get_text() for name in explorer.plane_view.units.names if name.get_visible()] == [
        "$a_1, a_2$"
    ]
    first, second = columns(explorer)
    np.testing.assert_allclose(first, second, rtol=1e-9)
    assert np.abs(first - 0.5).max() > 1 and "1 of 4 wrong" in explorer.sentence()


def plateau(explorer):
    values = [step.value for step, _ in zip(explorer.training.run()(None), range(2001))]
    assert max(values[100:1201]) - min(values[100:1201]) < 4e-4  # over a thousand steps
    assert min(values[100:1401]) > 0.69 and values[2000] < 0.2
    at(explorer, 1000)
    assert 0 < np.linalg.norm(explorer.player.step.gradient) < 1e-3
    numeric = gradient_numerically(
        loss(explorer.training.model, explorer.points.X, explorer.points.y, "cross_entropy"),
        explorer.training.theta,
    )
    np.testing.assert_allclose(explorer.player.step.gradient, numeric, atol=1e-8)
    assert "0 of 4 wrong" in at(explorer, 2000)


def three_units(explorer):
    assert "0 of 200 wrong" in at(explorer, 2000)


def two_units(explorer):
    for seed in range(3):
        explorer.controls["seed"].value = seed
        at(explorer, 2000)
        assert explorer.frame.wrong.sum() > 20


def moons(explorer):
    assert "0 of 160 training samples, 0 of 40 held out" in at(explorer, 500)


def line_only(explorer):
    assert "they are one neuron" in at(explorer, 1000)
    border = explorer.plane_view.plane.boundary.get_xydata()[:-1]
    across = np.linalg.svd(border - border.mean(axis=0))[1]
    assert across[1] < 1e-6 * across[0]  # a straight line
    assert explorer.frame.wrong.sum() > 10


def jumps(explorer):
    at(explorer, 600)
    values = explorer.player.history()[1][:, 0]
    assert values[200:].max() > 5 and (np.diff(values[200:]) > 1).sum() > 20
    assert not explorer.player.step.diverged


def diverges(explorer):
    said = at(explorer, 3000)
    k = explorer.player.step.k
    assert k == explorer.player.length < 200 and explorer.player.finished
    assert f"diverged at step {k}: lower the learning rate" in said
    assert np.abs(explorer.training.theta).max() < TOO_LARGE
    explorer.controls["lr"].value = 0.1  # there is nothing to go on from: it begins anew
    assert explorer.player.position == 0
    assert "diverged" not in at(explorer, 300)


def saturated(explorer):
    start = explorer.player.step.theta.copy()
    assert "Saturated" in explorer.sentence()
    other = preset("Circles: three hidden units")
    assert "Saturated" in at(explorer, 2000) and explorer.frame.wrong.sum() > 50
    at(other, 2000)
    assert other.frame.wrong.sum() == 0
    for theta in (start, explorer.player.step.theta):
        a = explorer.training.model.forward(theta, explorer.points.X)[1]
        assert (1 - a**2).mean() < 0.1  # of a slope that is 1 at most


def dead(explorer):
    assert "dead" not in explorer.sentence()
    said = at(explorer, 100)
    assert "Hidden units 1, 2 and 3 are dead" in said and "Only the output's bias is left" in said
    gradient = explorer.training.model.matrices(explorer.player.step.gradient)
    assert not gradient[0].any() and not gradient[1][:-1].any()
    frozen = columns(explorer)
    at(explorer, 500)
    np.testing.assert_array_equal(columns(explorer), frozen)


CLAIMS = {
    "XOR: two hidden units solve it": solved,
    "XOR: one hidden unit is too few": one_unit,
    "Zero start: nothing moves": zero_start,
    "Constant start: twins for ever": twins,
    "A plateau is not a local minimum": plateau,
    "Circles: three hidden units": three_units,
    "Circles: two are too few": two_units,
    "Moons: eight hidden units": moons,
    "Linear units: one layer after all": line_only,
    "Rate too large: it jumps": jumps,
    "Rate far too large: it diverges": diverges,
    "Saturated start": saturated,
    "Dead relus": dead,
}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_keeps_its_promise(name):
    CLAIMS[name](preset(name))


def test_play_stops_where_it_diverges_and_says_so(page):
    explorer = preset("Rate far too large: it diverges")
    browser = page(explorer)
    browser.paint()
    browser.say(kind="play")
    frames = browser.watch()
    assert not frames[-1]["playing"] and "lower the learning rate" in frames[-1]["status"]
    assert frames[-1]["problem"] == ""


@pytest.mark.parametrize(
    "activation, lr", [("relu", 100.0), ("linear", 100.0), ("tanh", 1e4), ("sigmoid", 1e4)]
)
@pytest.mark.parametrize("kind", ["cross_entropy", "sse"])
def test_no_rate_breaks_the_picture(activation, lr, kind):
    explorer = explore_network("penguins", hidden=3, activation=activation, lr=lr, kind=kind, momentum=0.99)
    for k in range(0, 200, 20):
        at(explorer, k)
        explorer.stage.encode()
        assert explorer.problem == ""


# -- samples ------------------------------------------------------------------------------------------------


def test_a_click_a_drag_and_undo_while_it_learns(page):
    explorer = explore_network("XOR")
    browser = page(explorer)
    ax = explorer.plane_view.plane.ax
    at(explorer, 100)
    theta = explorer.player.step.theta.copy()
    browser.click(0.5, 0.5, ax)
    assert len(explorer.points.y) == 5 and explorer.player.position == 100
    np.testing.assert_array_equal(explorer.player.step.theta, theta)  # it learns on, with five
    X, y = explorer.points.X, explorer.points.y
    assert explorer.player.step.value == loss(explorer.training.model, X, y, "cross_entropy")(theta)[0]
    browser.point("press", 0.5, 0.5, ax)
    browser.point("drag", 0.6, 1.3, ax)
    browser.point("release", 0.6, 1.3, ax)
    np.testing.assert_allclose(explorer.points.X[-1], [0.6, 1.3], atol=1e-9)
    browser.key("undo")
    explorer.undo_button.click()
    assert len(explorer.points.y) == 4 and explorer.player.position == 100
    browser.key("ArrowUp")
    browser.key("Enter", shift=True)
    assert explorer.points.y[-1] == 0


def test_own_points_from_nothing_and_back(page):
    explorer = explore_network(OWN)
    browser = page(explorer)
    assert "No samples" in explorer.sentence()
    browser.say(kind="play")
    browser.paint()
    assert not explorer.stage.playing
    for (x, y), label in zip([(-2, -2), (2, 2), (-2, 2), (2, -2)], [0, 0, 1, 1]):
        explorer.controls["adds"].value = label
        browser.click(x, y, explorer.plane_view.plane.ax)
    at(explorer, 500)
    assert "0 of 4 wrong" in explorer.sentence()
    mine = explorer.points.X.copy()
    explorer.preset.value = "Circles: three hidden units"
    assert len(explorer.points.y) == 200
    explorer.controls["data"].value = OWN
    np.testing.assert_array_equal(explorer.points.X, mine)
    for x, y in mine:
        browser.click(x, y, explorer.plane_view.plane.ax, alt=True)
    assert "No samples" in explorer.sentence() and explorer.problem == ""


def test_a_new_seed_draws_nothing_over_the_readers_samples(page):
    explorer = explore_network("XOR")
    page(explorer).click(0.5, 0.5, explorer.plane_view.plane.ax)
    before = explorer.player.step.theta
    explorer.controls["seed"].value = 3
    assert len(explorer.points.y) == 5 and differ(explorer.player.step.theta, before)


def test_measured_features_are_scaled_on_what_is_learned_from_and_it_is_said():
    explorer = explore_network("penguins", held_out=0.3)
    points = explorer.points
    X = points.X[~points.held]
    np.testing.assert_array_equal(explorer.scaler.mean, X.mean(axis=0))
    np.testing.assert_array_equal(explorer.scaler.scale, X.std(axis=0))
    assert "scaled" in explorer.sentence() and "scaled" not in explore_network("moons").sentence()
    at(explorer, 100)
    (W1, b1), _ = explorer.training.model.layers(explorer.training.theta)
    line = explorer.plane_view.units.lines.get_xydata()[:2]  # in millimetres
    z = ((line - X.mean(axis=0)) / X.std(axis=0)) @ W1[:, 0] + b1[0]
    np.testing.assert_allclose(z, 0, atol=1e-9)


def test_a_readers_own_data():
    rings = circles(30, rng=np.random.default_rng(4))
    mine = Data(
        "mine", np.column_stack([1000 * rings.X, np.ones(30)]), rings.y, ("a", "b", "c"), ("in", "out")
    )
    explorer = explore_network(mine, hidden=3)
    assert explorer.plane_view.plane.ax.get_xlabel() == "a" and "30 samples (mine)" in explorer.stage.alt
    at(explorer, 2000)
    assert explorer.frame.wrong.sum() == 0
    same = Data(
        "same", np.column_stack([np.arange(4.0), np.ones(4)]), [0, 1, 0, 1], ("a", "b"), ("in", "out")
    )
    explorer = explore_network(same)  # nothing to scale in b, and no reason to stop
    at(explorer, 10)
    assert explorer.problem == ""


def test_a_file_of_the_readers(tmp_path):
    rows = [
        f"{x},{y},{kind}"
        for x, y, kind in [(1, 2, "a"), (2, 1, "b"), (3, 4, "a"), (4, 3, "b"), (5, 6, "a"), (6, 5, "b")]
    ]
    file = tmp_path / "mine.csv"
    file.write_text("\n".join(["p,q,kind", *rows]))
    explorer = explore_network("XOR")
    explorer.own_data.file.value = str(file)
    explorer.own_data.open_button.click()
    assert len(explorer.points.y) == 6 and explorer.plane_view.plane.ax.get_xlabel() == "p"
    assert "scaled" in explorer.sentence()


def test_the_still_and_the_words_for_it(explorer):
    at(explorer, 20)
    bundle, _ = explorer._repr_mimebundle_()
    assert bundle["image/png"][:8] == "iVBORw0K" and len(bundle["image/png"]) > 20_000
    assert bundle["text/plain"] == f"NetworkExplorer: {explorer.stage.alt}"
    assert "4 hidden units after 20 steps" in explorer.stage.alt


# -- bad input ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings, message",
    [
        (dict(data="AND"), "data: expected one of"),
        (dict(hidden=0), "hidden size: expected a whole number from 1 to 16"),
        (dict(hidden=2.5), "hidden size: expected a whole number"),
        (dict(lr=0.0), "learning rate η: expected a number"),
        (dict(activation="step"), "hidden activation: expected one of"),
        (dict(init="big"), "start weights: expected one of"),
        (dict(momentum=0.3), "momentum: expected one of"),
        (dict(kind="hinge"), "loss: expected one of"),
        (dict(depth=2), "settings: expected some of"),
        (dict(data=Data("one", [[1.0], [2.0]], [0, 1], ("a",), ("b", "c"))), "2 features or more, got 1"),
    ],
)
def test_bad_settings_are_refused_with_a_sentence(settings, message):
    with pytest.raises(ValueError, match=message):
        explore_network(**settings)


def test_small_words():
    assert [listed(np.array(units)) for units in ([0], [0, 2], [0, 1, 3])] == ["1", "1 and 3", "1, 2 and 4"]
    assert [calm_end(x) for x in (0.3, 1.0, 1.1, 0.0, 1e5, 1e48)] == [0.5, 1.0, 2.0, 2.0**-10, 1e10, 1e50]


def test_two_explorables_are_never_drawn_at_once():
    """matplotlib's formulas break when two threads read them: one explorable plays, a cell makes another."""
    inside, most = [], []

    class Slow(Line2D):
        def draw(self, renderer):
            inside.append(1)
            time.sleep(0.1)
            most.append(len(inside))
            inside.pop()

    stages = [Stage(100, 80, alt="") for _ in range(3)]
    for stage in stages:
        stage.moving = [stage.figure.add_subplot().add_line(Slow([], []))]
        stage.pixels()  # the background, which takes its time
    most.clear()
    threads = [threading.Thread(target=stage.pixels) for stage in stages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1]
