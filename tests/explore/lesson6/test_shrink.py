"""The shrinking network's explorable without a browser: every control, each preset's claim, the best step."""

from dataclasses import replace

import numpy as np
import pytest
from calls import traced
from driving import at, differ, drawn_at_both_ends, moved_in_play

from nnlab.data import Data, circles
from nnlab.descent import descend
from nnlab.explore.kit.samples import OWN
from nnlab.explore.lesson4.network_view import MOST
from nnlab.explore.lesson6.penalised import L1, L2, NONE
from nnlab.explore.lesson6.shrink import PRESETS, VALIDATION, explore_shrink
from nnlab.network import Network, loss
from nnlab.penalties import l1, l2, proximal

NAMES = ("data", "n", "noise", "hidden", "penalty", "lam", "lr", "momentum", "seed")


@pytest.fixture
def explorer():
    return explore_shrink("moons", hidden=5, penalty=L1, lam=0.01, lr=0.1, momentum=0.5, seed=1)


def preset(name: str):
    explorer = explore_shrink("blobs", hidden=5, seed=7)
    explorer.preset.value = name
    assert explorer.player.position == 0 and explorer.problem == ""
    return explorer


def wrong(explorer) -> tuple[int, int]:
    """How many are wrong of those learned from, and of those held out."""
    held = explorer.points.held
    return int(explorer.frame.wrong[~held].sum()), int(explorer.frame.wrong[held].sum())


# -- controls -----------------------------------------------------------------------------------------------


def test_every_control_is_tried(explorer):
    assert {*NAMES, "adds"} == set(explorer.controls)


@pytest.mark.parametrize("name", NAMES)
def test_each_control_at_both_ends_draws_something_else(explorer, drawn, name):
    assert differ(*drawn_at_both_ends(explorer, name, drawn, steps=5))
    drawn_at_both_ends(explorer, name, drawn)


@pytest.mark.parametrize("penalty", [NONE, L1, L2, "L1 and L2"])
def test_it_is_the_engine_that_learns_and_the_curves_know_no_penalty(penalty):
    explorer = explore_shrink("moons", hidden=4, penalty=penalty, lam=0.02, n=20, seed=3)
    at(explorer, 40)
    points, net = explorer.points, Network((2, 4, 1), ("tanh", "sigmoid"))
    X, y, held = points.X, points.y, points.held
    makers = {NONE: [], L1: [l1], L2: [l2], "L1 and L2": [l1, l2]}[penalty]
    prox = proximal(*(make(0.02, net.weights) for make in makers)) if makers else None
    f, unseen = (loss(net, X[some], y[some], "cross_entropy") for some in (~held, held))
    start = net.init(rng=np.random.default_rng(3))
    step = next(s for s in descend(f, start, lr=0.3, momentum=0.9, prox=prox) if s.k == 40)
    np.testing.assert_array_equal(explorer.player.step.theta, step.theta)
    assert explorer.player.history()[1][-1].tolist() == [f(step.theta)[0], unseen(step.theta)[0]]
    assert f"training loss {step.value:.3g} on 20 samples" in explorer.sentence()


@pytest.mark.parametrize(
    "name, value", [("lam", 0.1), ("penalty", L2), ("lr", 0.03), ("momentum", 0.9), ("n", 160), ("noise", 1)]
)
def test_what_may_change_on_the_way_keeps_the_weights(page, name, value):
    explorer = explore_shrink("circles", penalty=L1, lam=0.003, momentum=0.0)
    before, theta = moved_in_play(page(explorer), name, value)
    gradient = explorer.player.step.gradient
    explorer.seek(before + 1)
    lr, prox = explorer["lr"], proximal(*explorer.penalties())
    if name != "momentum":
        expected = prox(theta - lr * gradient, lr)
        np.testing.assert_allclose(explorer.player.step.theta, expected, rtol=0, atol=1e-15)
    biases = ~explorer.training.model.weights
    if name == "lam":
        np.testing.assert_allclose(
            explorer.player.step.theta[biases], (theta - lr * gradient)[biases], rtol=0, atol=1e-15
        )
    assert explorer.problem == ""


@pytest.mark.parametrize("name, value", [("seed", 5), ("data", "moons")])
def test_what_has_another_start_begins_anew_and_says_so(explorer, name, value):
    explorer.controls["data"].value = "circles"
    assert "begins again" not in at(explorer, 30)
    explorer.controls[name].value = value
    assert explorer.player.position == 0 and explorer.sentence().startswith("It begins again. Step 0:")
    assert "begins again" not in at(explorer, 3)


@pytest.mark.parametrize("value", [9, 2, 1, MOST])
def test_another_hidden_size_keeps_the_weights(page, drawn, value):
    explorer = explore_shrink(hidden=5, penalty=L1, lam=0.003)
    browser = page(explorer)
    browser.paint()
    browser.say(kind="play")
    browser.paint()
    before, old = explorer.player.position, explorer.player.step
    seen = drawn(explorer)
    explorer.controls["hidden"].value = value
    assert explorer.stage.playing and explorer.player.position >= before > 5
    explorer.pause(before)
    step, shared = explorer.player.step, min(5, value)
    ((W1, b1), (W2, b2)), ((V1, c1), (V2, c2)) = (
        explorer.training.model_of(s.theta.size).layers(s.theta) for s in (old, step)
    )
    assert len(c1) == value and c2 == b2 and explorer.in_use().sum() == shared
    np.testing.assert_array_equal(V1[:, :shared], W1[:, :shared])
    np.testing.assert_array_equal(c1[:shared], b1[:shared])
    np.testing.assert_array_equal(V2[:, 0], np.append(W2[:shared, 0], np.zeros(value - shared)))
    assert explorer.sentence().startswith(f"It goes on with the weights of step {before}; ")
    if value > 5:  # what is new says nothing yet, and learns
        assert step.value == pytest.approx(old.value, abs=1e-12)
        assert f"{value - 5} of {3 * value} weights; 5 of {value} hidden units" in explorer.sentence()
        at(explorer, before + 3)
        (V1, _), (V2, _) = explorer.training.model.layers(explorer.training.theta)
        assert (V2[5:] != 0).any()
    for k in (before - 3, before + 30, before - 1, before):  # either side of the change is seen again
        at(explorer, k)
        size = 21 if k < before else 4 * value + 1
        assert explorer.player.step.theta.size == size and explorer.problem == ""
        assert f"{(size - 1) // 4} hidden unit" in explorer.stage.alt
    assert differ(seen, drawn(explorer))


def test_another_hidden_size_before_the_first_step_is_a_start_like_any_other():
    explorer, other = explore_shrink(), explore_shrink(hidden=3)
    explorer.controls["hidden"].value = 3
    np.testing.assert_array_equal(explorer.training.theta, other.training.theta)
    assert (
        explorer.training.model.layers(explorer.training.theta)[1].W != 0
    ).all() and "goes on" not in explorer.sentence()


def test_the_held_out_samples_stay_the_same_for_every_n_and_are_never_learned_from(explorer):
    held = explorer.points.X[explorer.points.held].copy()
    assert len(held) == VALIDATION
    for n in (10, 320):
        explorer.controls["n"].value = n
        np.testing.assert_array_equal(explorer.points.X[explorer.points.held], held)
        assert (~explorer.points.held).sum() == n
    at(explorer, 20)
    theta = explorer.player.step.theta.copy()
    before = explorer.points.X.copy()
    explorer.points.X[explorer.points.held] = 9.0
    explorer.samples_changed()
    at(explorer, 20)
    np.testing.assert_array_equal(explorer.player.step.theta, theta)
    explorer.points.X = before


def test_rewind_and_a_second_run_show_the_same(explorer, drawn):
    at(explorer, 60)
    once = drawn(explorer)
    at(explorer, 0)
    assert differ(once, drawn(explorer))
    at(explorer, 60)
    assert not differ(once, drawn(explorer))


# -- pictures -----------------------------------------------------------------------------------------------


def test_zeros_are_hollow_and_counted_and_units_out_of_use_have_no_line():
    explorer = preset("L1 switches hidden units off")
    said = at(explorer, 3000)
    (W1, _), (W2, _) = explorer.training.model.layers(explorer.player.step.theta)
    shown = np.concatenate([*W1, W2[:, 0]])
    zeros = np.flatnonzero(shown == 0)
    np.testing.assert_array_equal(explorer.weights.zeros.get_xdata(), zeros)
    np.testing.assert_array_equal(explorer.weights.dots.get_ydata(), shown[shown != 0])
    used = (W1 != 0).any(axis=0) & (W2[:, 0] != 0)
    assert f"Exactly 0: {len(zeros)} of 36 weights; {used.sum()} of 12 hidden units are in use" in said
    lines = explorer.plane_view.units.lines.get_xydata().reshape(12, 3, 2)
    assert np.isnan(lines[~used, :2]).all() and np.isfinite(lines[used, :2]).all()


def test_many_lines_are_not_drawn():
    explorer = explore_shrink(hidden=7)
    assert (
        np.isnan(explorer.plane_view.units.lines.get_xydata()).all() and "6 or fewer" in explorer.sentence()
    )
    explorer.controls["hidden"].value = 6
    assert np.isfinite(explorer.plane_view.units.lines.get_xydata()).any()


def test_only_samples_learned_from_are_crossed_out(explorer):
    at(explorer, 2)
    points = explorer.points
    mine = explorer.frame.wrong & ~points.held
    assert mine.any() and (explorer.frame.wrong & points.held).any()
    np.testing.assert_array_equal(explorer.plane_view.plane.wrong_marks.get_xydata(), points.X[mine])


def test_the_diamond_marks_the_lowest_held_out_loss_and_the_button_goes_there():
    explorer = explore_shrink()
    at(explorer, 400)
    points = explorer.points
    unseen = loss(explorer.training.model, points.X[points.held], points.y[points.held], "cross_entropy")
    values = [unseen(step.theta)[0] for step, _ in zip(explorer.training.run()(None), range(401))]
    k = int(np.argmin(values))
    assert 0 < k < 100
    assert explorer.curves.diamond.get_xydata().tolist() == [[k, values[k]]]
    assert f"lowest, {values[k]:.3g}, at step {k}." in explorer.sentence()
    explorer.best_button.click()
    assert explorer.player.position == k and explorer.player.length == 400
    assert "The held-out loss was lowest" not in explorer.sentence()


def test_losses_on_other_held_out_samples_do_not_compare(page):
    explorer = explore_shrink(noise=0.1)
    at(explorer, 200)
    easy = explorer.best()
    explorer.controls["penalty"].value = L2
    assert explorer.best() == easy  # the same samples judge
    at(explorer, 150)
    explorer.controls["noise"].value = 1.0
    assert explorer.best()[0] == 150 and explorer.best()[1] > easy[1]
    at(explorer, 160)
    page(explorer).click(*explorer.points.X[explorer.points.held][0], explorer.plane_view.plane.ax, alt=True)
    assert explorer.points.held.sum() == VALIDATION - 1 and explorer.best()[0] == 160


def test_no_name_in_a_legend_is_cut_off():
    explorer = explore_shrink()
    explorer.still()  # a legend finds its place when it is drawn
    figure = explorer.stage.figure
    for ax in figure.axes:
        for text in ax.get_legend().get_texts() if ax.get_legend() else []:
            ends = text.get_window_extent()
            assert ends.x0 > 0 and ends.x1 < figure.bbox.x1, text.get_text()


# -- the way from a slider to the pixel --------------------------------------------------------------------


@pytest.mark.parametrize("data", ["moons", "penguins", OWN])
def test_while_a_frame_is_drawn_theta_is_unpacked_once_and_nothing_is_checked(data):
    explorer = explore_shrink(data, penalty=L1, lam=0.01)
    explorer.stage.hello(1.0)
    for k in (0, 40, 39):
        explorer.player.seek(k)
        calls = traced(explorer.publish)
        assert [call.name for call in calls if call.file == "checks.py"] == []
        assert sum(call.name in ("Network.matrices", "Network.layers") for call in calls) == 1


@pytest.mark.parametrize("name, value", [("lr", 0.01), ("momentum", 0.0), ("lam", 0.3), ("penalty", L2)])
def test_a_rate_or_a_penalty_that_moves_builds_no_loss(monkeypatch, explorer, name, value):
    built = []
    make_loss = explorer.training.make_loss
    monkeypatch.setattr(explorer.training, "make_loss", lambda *args: built.append(args) or make_loss(*args))
    at(explorer, 40)
    explorer.controls[name].value = value
    at(explorer, 60)
    assert built == []
    explorer.controls["n"].value = 80
    assert [len(X) for _, X, _, _ in built] == [80, VALIDATION]


# -- presets ------------------------------------------------------------------------------------------------


def test_every_preset_is_tried():
    assert set(PRESETS) == {*CLAIMS}


def overfits(explorer):
    at(explorer, 3000)
    seen, unseen = wrong(explorer)
    best = explorer.best()
    assert seen == 0 and unseen > 50 and explorer.player.history()[1][-1, 1] > 3 * best[1]
    explorer.best_button.click()
    explorer.publish()
    assert wrong(explorer)[1] < unseen


def calmed(explorer):
    other = preset("12 hidden units, 40 samples: it learns the noise")
    for each in (explorer, other):
        at(each, 3000)
    assert wrong(explorer)[1] < wrong(other)[1] - 10
    assert explorer.player.step.value > other.player.step.value  # a worse fit, a better model
    lengths = [np.linalg.norm(each.training.theta[each.training.model.weights]) for each in (explorer, other)]
    assert lengths[0] < lengths[1] / 3 and not (explorer.training.theta == 0).any()


def switched_off(explorer):
    at(explorer, 3000)
    assert explorer.in_use().sum() == 4 and (explorer.training.theta == 0).sum() >= 24
    other = preset("12 hidden units, 40 samples: it learns the noise")
    at(other, 3000)
    assert wrong(explorer)[1] < wrong(other)[1] - 10


def nothing(explorer):
    at(explorer, 3000)
    weights = explorer.training.theta[explorer.training.model.weights]
    assert np.abs(weights).max() < 1e-6 and wrong(explorer) == (20, 100)
    assert (weights == 0).all() == (explorer["penalty"] == L1)
    assert explorer.player.step.value == pytest.approx(np.log(2))


def few_units(explorer):
    at(explorer, 3000)
    other = preset("12 hidden units, 40 samples: it learns the noise")
    at(other, 3000)
    assert wrong(explorer)[0] > 0 == wrong(other)[0]
    assert wrong(explorer)[1] > 50  # so few samples do not tell three units where to stand


def many_samples(explorer):
    at(explorer, 3000)
    seen, unseen = wrong(explorer)
    assert 0 < seen < 0.1 * 320 and unseen < 0.15 * VALIDATION


def no_noise(explorer):
    at(explorer, 3000)
    assert wrong(explorer)[0] == 0 and wrong(explorer)[1] < 0.05 * VALIDATION


def straight(explorer):
    at(explorer, 3000)
    assert explorer.in_use().sum() == 1
    border = explorer.plane_view.plane.boundary.get_xydata()[:-1]
    across = np.linalg.svd(border - border.mean(axis=0))[1]
    assert across[1] < 1e-3 * across[0]
    with_penalty, unseen = explorer.player.history()[1][-1, 1], wrong(explorer)[1]
    explorer.controls["penalty"].value = NONE
    explorer.seek(0)
    explorer.restart()
    at(explorer, 3000)
    assert explorer.player.history()[1][-1, 1] > 3 * with_penalty and wrong(explorer)[1] > unseen


CLAIMS = {
    "12 hidden units, 40 samples: it learns the noise": overfits,
    "L2 calms it": calmed,
    "L1 switches hidden units off": switched_off,
    "Too much L1: nothing is learned": nothing,
    "Too much L2: nothing is learned": nothing,
    "3 hidden units, no penalty": few_units,
    "320 samples, no penalty": many_samples,
    "No noise, no penalty": no_noise,
    "Blobs: L1 leaves one unit, a straight line": straight,
}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_keeps_its_promise(name):
    CLAIMS[name](preset(name))


def test_a_weight_that_l1_has_zeroed_may_come_back():
    """A unit's bias is free, so a unit that hears nothing still says something, and can be listened to."""
    explorer = preset("L1 switches hidden units off")
    at(explorer, 1000)
    off = ~explorer.in_use()
    assert off.sum() >= 6
    explorer.controls["penalty"].value = NONE
    at(explorer, 2000)
    (W1, _), (W2, _) = explorer.training.model.layers(explorer.training.theta)
    assert explorer.in_use().all()
    assert np.abs(W2[off]).min() > 0.01 and np.abs(W1[:, off]).max(axis=0).min() > 0.001


def test_a_unit_is_in_use_if_it_hears_something_and_is_heard():
    explorer = explore_shrink(hidden=4)
    theta = explorer.player.step.theta.copy()
    (W1, _), (W2, _) = explorer.training.model.layers(theta)
    W1[:, 0] = W2[1] = W1[0, 2] = 0.0  # the third still hears one of its two inputs
    explorer.player.step = replace(explorer.player.step, theta=theta)
    explorer.draw()
    assert explorer.in_use().tolist() == [False, False, True, True]


# -- samples ------------------------------------------------------------------------------------------------


def test_a_point_of_the_readers_is_learned_from_and_waits_with_the_others(page):
    explorer = explore_shrink("moons", n=10)
    browser = page(explorer)
    at(explorer, 50)
    theta = explorer.player.step.theta.copy()
    browser.click(-2.4, -1.6, explorer.plane_view.plane.ax)
    assert (~explorer.points.held).sum() == 11 and explorer.points.held.sum() == VALIDATION
    np.testing.assert_array_equal(explorer.player.step.theta, theta)
    explorer.controls["n"].value = 20
    assert (~explorer.points.held).sum() == 20
    explorer.controls["data"].value = OWN
    assert (~explorer.points.held).sum() == 11 and explorer.points.held.sum() == VALIDATION
    explorer.undo_button.click()
    assert explorer.problem == ""


def test_own_points_from_nothing(page):
    explorer = explore_shrink(OWN)
    browser = page(explorer)
    assert "No samples" in explorer.sentence()
    for (x, y), label in zip([(-2, -2), (2, 2), (-2, 2), (2, -2)], [0, 0, 1, 1]):
        explorer.controls["adds"].value = label
        browser.click(x, y, explorer.plane_view.plane.ax)
    said = at(explorer, 500)
    assert "(0 wrong)." in said and "held out" not in said.split(".")[1] and explorer.best() is None
    explorer.best_button.click()  # there is none, and nothing breaks
    assert explorer.player.position == 500


def test_a_readers_own_data_is_scaled_and_partly_held_out():
    rings = circles(60, rng=np.random.default_rng(4))
    mine = Data("mine", 1000 * rings.X, rings.y, ("a", "b"), ("in", "out"))
    explorer = explore_shrink(mine, n=20)
    points = explorer.points
    assert (~points.held).sum() == 20 and points.held.sum() == 40
    np.testing.assert_array_equal(explorer.scaler.mean, points.X[~points.held].mean(axis=0))
    explorer.controls["n"].value = 320
    assert (~points.held).sum() == 45  # a quarter is always held out
    at(explorer, 500)
    assert wrong(explorer)[0] == 0 and explorer.plane_view.plane.ax.get_xlabel() == "a"


def test_the_still_and_the_words_for_it(explorer):
    at(explorer, 20)
    bundle, _ = explorer._repr_mimebundle_()
    assert bundle["image/png"][:8] == "iVBORw0K" and len(bundle["image/png"]) > 20_000
    assert bundle["text/plain"] == f"ShrinkExplorer: {explorer.stage.alt}"
    assert "5 hidden units after 20 steps, the loss so far, and the weights" in explorer.stage.alt


@pytest.mark.parametrize("lr", [1e4, 10.0])
@pytest.mark.parametrize("penalty", [NONE, L1, "L1 and L2"])
def test_no_rate_breaks_the_picture(lr, penalty):
    explorer = explore_shrink(lr=lr, penalty=penalty, lam=100.0)
    for k in range(0, 100, 20):
        at(explorer, k)
        explorer.stage.encode()
        assert explorer.problem == ""


@pytest.mark.parametrize(
    "settings, message",
    [
        (dict(data="XOR"), "data: expected one of"),
        (dict(hidden=17), "hidden size: expected a whole number from 1 to 16"),
        (dict(lam=-1.0), "strength λ: expected a number"),
        (dict(penalty="L3"), "penalty: expected one of"),
        (dict(n=33), "training samples: expected one of"),
        (dict(depth=2), "settings: expected some of"),
        (dict(data=Data("one", [[1.0], [2.0]], [0, 1], ("a",), ("b", "c"))), "2 features or more, got 1"),
    ],
)
def test_bad_settings_are_refused_with_a_sentence(settings, message):
    with pytest.raises(ValueError, match=message):
        explore_shrink(**settings)


def test_the_best_step_is_known_when_the_tape_has_let_go_of_it():
    explorer = explore_shrink()
    at(explorer, 500)
    k, lowest = explorer.best()
    explorer.player.max_bytes = 60_000
    at(explorer, 1500)
    assert explorer.player.stride > 2 and k % explorer.player.stride  # no longer on the tape
    assert explorer.best() == (k, lowest)
    explorer.best_button.click()
    assert explorer.player.position == k and explorer.training.losses_at(explorer.player.step)[1] == lowest


def test_what_is_forgotten_is_no_best_step():
    explorer = explore_shrink()
    at(explorer, 300)
    k, lowest = explorer.best()
    at(explorer, k - 5)
    explorer.controls["lam"].value = 0.3  # from here on it learns otherwise
    assert explorer.best()[0] <= k - 5 and explorer.best()[1] > lowest
    at(explorer, 100)
    explorer.controls["noise"].value = 0.8  # losses on other samples do not compare
    assert explorer.best() == (100, explorer.training.losses_at(explorer.player.step)[1])


def test_a_file_with_numbers_too_large_is_refused_with_its_row(tmp_path):
    file = tmp_path / "huge.csv"
    file.write_text("p,q,kind\n" + "".join(f"{i}e300,{i},{'ab'[i % 2]}\n" for i in range(8)))
    explorer = explore_shrink()
    explorer.own_data.file.value = str(file)
    said = (
        "huge.csv, row 3, column 'p': expected a number up to 1e+100, got '1e300'; write it in another unit"
    )
    assert explorer.own_data.said == said
    assert explorer.problem == "" and explorer["data"] == "circles"
