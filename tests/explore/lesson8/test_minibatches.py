"""The explorable of mini-batches: controls, presets, and what lesson 8 claims."""

import gc
import weakref
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from calls import traced
from driving import at, both_ends, differ, drawn_at_both_ends

from nnlab.data import digits, one_hot
from nnlab.descent import descend
from nnlab.explore.lesson8 import explore_minibatches
from nnlab.explore.lesson8.learner import RATES, Learner, Settings, is_noted
from nnlab.explore.lesson8.material import rows_of
from nnlab.explore.lesson8.minibatches import MOST, NEUTRAL, RARELY
from nnlab.explore.lesson8.view import MISTAKES
from nnlab.network import loss
from nnlab.optimisers import Adam


@pytest.mark.parametrize("name", [name for name in NEUTRAL if name not in RATES])
def test_every_control_changes_what_is_drawn(name, drawn):
    explorer = explore_minibatches()
    at(explorer, 60)
    assert differ(*drawn_at_both_ends(explorer, name, drawn))


@pytest.mark.parametrize("name", RATES)
def test_rates_change_what_comes_and_not_what_was(name, drawn):
    explorer = explore_minibatches(size=512)
    at(explorer, 20)
    before, seen = explorer.player.step.theta, []
    for value in both_ends(explorer.controls[name]):
        explorer.player.seek(20)
        moves = explorer[name] != value
        explorer.controls[name].value = value
        assert (explorer.player.step.theta == before).all() and explorer.player.position == 20
        assert not moves or "It goes on with the weights of update 20." in explorer.sentence()
        at(explorer, 45)
        seen.append(drawn(explorer))
    assert differ(*seen) and explorer.problem == ""


# -- what is seen -------------------------------------------------------------------------------------------


def test_the_losses_are_those_of_the_network_on_all_digits():
    explorer = explore_minibatches()
    at(explorer, 100)
    learner, theta = explorer.learner, explorer.player.step.theta
    file, (learn, ask) = digits(), rows_of("a random fifth", rng=np.random.default_rng([0, 1]))
    assert len(learn) == 1437 and not set(learn) & set(ask)
    for rows, dot in zip((learn, ask), explorer.view.runs.dots):
        value = loss(learner.net, file.X[rows] / 16, one_hot(file.y[rows], 10), "cross_entropy")(theta)[0]
        np.testing.assert_allclose(dot.get_ydata(), [value], rtol=1e-12)
    p = learner.net.predict(theta, file.X[ask] / 16)
    right = int((p.argmax(axis=1) == file.y[ask]).sum())
    assert f"{right} of 360 right" in explorer.sentence() and f"{right} of 360" in explorer.stage.alt
    told = explorer.view.table.labels.told
    for i, j in np.ndindex(10, 10):
        count = int(((file.y[ask] == i) & (p.argmax(axis=1) == j)).sum())
        assert told.get((i, j), "0") == str(count)


def test_the_surest_mistakes_are_shown_with_what_they_are_what_was_said_and_how_surely():
    explorer = explore_minibatches(held_out="rows 359 to 718")
    at(explorer, 200)
    file = digits()
    p = explorer.learner.net.predict(explorer.player.step.theta, file.X[359:719] / 16)
    said, is_ = p.argmax(axis=1), file.y[359:719]
    order = sorted(np.flatnonzero(said != is_), key=lambda row: -p[row].max())[:MISTAKES]
    shown = explorer.view.mistakes
    for j, row in enumerate(order):
        np.testing.assert_allclose(
            shown.images[j].get_array(), file.X[359 + row].reshape(8, 8) / 8 - 1, atol=1e-12
        )
        assert shown.labels.told[j, 0] == f"{is_[row]}, said {said[row]}"
        assert shown.labels.told[j, 1] == f"p = {p[row].max():.3f}"


@pytest.mark.parametrize(
    "size, order", [(1, "shuffled each epoch"), (32, "sorted by class"), (512, "the file's own")]
)
def test_the_points_are_the_next_batches_gradients_with_their_lengths_and_angles(size, order):
    explorer = explore_minibatches(size=size, order=order)
    at(explorer, 7)
    learner, theta = explorer.learner, explorer.player.step.theta
    full = loss(learner.net, learner.material.X, learner.material.Y, "cross_entropy")(theta)[1]
    points = explorer.view.cloud.points.get_xydata()
    assert len(points) == learner.looked_at >= 4
    for j, (x, y) in enumerate(points):
        gradient = loss(learner.net, *learner.batches.at(7 + j), "cross_entropy")(theta)[1]
        np.testing.assert_allclose(np.hypot(x, y), np.linalg.norm(gradient), rtol=1e-9)
        cosine = gradient @ full / np.linalg.norm(full) / np.linalg.norm(gradient)
        np.testing.assert_allclose(x / np.hypot(x, y), cosine, rtol=0, atol=1e-9)
    assert explorer.view.cloud.full.get_xdata()[1] == pytest.approx(np.linalg.norm(full), rel=1e-12)


def test_the_noise_follows_the_law_of_samples_without_replacement():
    # E|g_B - g|^2 = tr S / B (n - B) / (n - 1), here with S from all single gradients.
    first = Learner(Settings(size=1, hidden=0, order="the file's own", held_out="rows 0 to 358"))
    n, full = first.n, first.all.whole(first.first)[1]
    single = np.array([first.stream.at(k)(first.first)[1] for k in range(n)])
    spread = np.sum((single - full) ** 2) / n
    for size in (16, 64, 512):
        squares = []
        for seed in range(12):
            other = Learner(Settings(size=size, hidden=0, seed=seed, held_out="rows 0 to 358"))
            squares.append(other.gradients(first.first, 0).noise ** 2)
        ratio = np.mean(squares) / (spread / size * (n - size) / (n - 1))
        assert 0.85 < ratio < 1.15, (size, ratio)


@pytest.mark.parametrize("size", [1, 32, 1000, 1797])
def test_the_axis_is_of_samples_updates_or_time(size):
    explorer = explore_minibatches(size=size)
    at(explorer, 10)
    line, k = explorer.view.runs.lines[0], np.arange(11)
    low = explorer.view.runs.ax.get_xlim()[0]
    per_epoch = -(-1437 // size)
    seen = k // per_epoch * 1437 + k % per_epoch * size
    np.testing.assert_array_equal(line.get_xdata(), np.maximum(seen, low))
    explorer.controls["over"].value = "updates"
    np.testing.assert_array_equal(line.get_xdata(), np.maximum(k, 1))
    explorer.controls["over"].value = "time"
    seconds = line.get_xdata()
    assert (np.diff(seconds) >= 0).all() and 0 < seconds[-1] < 10
    assert explorer.player.position == 10 and explorer.earlier == []


def test_losses_are_noted_at_fewer_and_fewer_steps_and_the_same_whichever_way_they_are_reached():
    explorer, other = explore_minibatches(), explore_minibatches()
    at(explorer, 300)
    for k in (120, 20, 200, 300):
        at(other, k)
    k, losses = explorer.learner.record.rows()
    np.testing.assert_array_equal(k[:65], np.arange(65))
    assert len(k) < 140 and set(np.diff(k[k >= 256])) == {8}
    for one, two in zip((k, losses), other.learner.record.rows()):
        np.testing.assert_array_equal(one, two)


def test_in_the_play_theta_is_unpacked_once_a_frame_and_nothing_is_checked():
    explorer = explore_minibatches()
    explorer.stage.hello(1.0)
    at(explorer, 40)
    explorer.stage.playing, explorer._frame = True, 0
    calls = traced(explorer.publish)
    assert [call for call in calls if call.file in ("checks.py", "rules.py")] == []
    assert sum(call.name in ("Network.matrices", "Network.layers") for call in calls) == 1
    explorer._frame = RARELY - 1
    calls = [call for call in traced(explorer.publish) if call.file in ("checks.py", "rules.py")]
    assert len(calls) == explorer.learner.looked_at + explorer.learner.all.batches.per_epoch, (
        "only the losses look at what they are given"
    )


# -- runs that are over -------------------------------------------------------------------------------------


def curves(explorer):
    """The faint curves: their last heights, by name."""
    shown = [line.get_ydata()[-1] for line in explorer.view.runs.earlier if len(line.get_ydata())]
    return dict(zip([run.loss[-1] for run in explorer.earlier], shown)), explorer.view.runs.names.told


def test_runs_stay_as_faint_curves_until_they_are_cleared():
    explorer = explore_minibatches()
    at(explorer, 64)
    end = explorer.learner.record.rows()[1][-1, 1]
    explorer.controls["size"].value = 1797
    assert "The run before stays as a faint curve." in explorer.sentence() and explorer.player.length == 0
    heights, names = curves(explorer)
    assert heights == {end: end} and [*names.values()] == ["B = 32"]
    at(explorer, 5)
    explorer.preset.value = "Adam"
    assert "stays as a faint curve" in explorer.sentence()
    assert [*curves(explorer)[1].values()] == ["B = all, plain", "plain, η = 0.5"]
    explorer.clear_button.click()
    assert "are cleared" in explorer.sentence() and curves(explorer) == ({}, {})


def test_reset_clears_them_and_says_so_and_undo_brings_them_back():
    explorer = explore_minibatches()
    at(explorer, 10)
    explorer.controls["size"].value = 64
    at(explorer, 12)
    explorer.reset_button.click()
    assert explorer["size"] == 32 and explorer.earlier == [] and "are cleared" in explorer.sentence()
    explorer.undo_button.click()
    assert explorer["size"] == 64 and explorer.player.position == 12 and len(explorer.earlier) == 1


def test_only_the_last_few_stay_and_the_words_say_that_one_is_gone():
    explorer = explore_minibatches(size=512)
    for hidden in range(1, MOST + 2):
        at(explorer, 3)
        explorer.controls["hidden"].value = hidden
        assert ("the oldest one is gone" in explorer.sentence()) == (hidden == MOST + 1)
    assert [run.settings.hidden for run in explorer.earlier] == [*range(1, MOST + 1)]


def test_a_run_that_has_hardly_begun_does_not_stay_and_the_same_one_stays_once():
    explorer = explore_minibatches()
    for size in (1, 2, 4, 32):
        explorer.controls["size"].value = size
    assert explorer.earlier == []
    for _ in range(2):
        at(explorer, 20)
        explorer.controls["size"].value = 64
        explorer.controls["size"].value = 32
    assert [run.settings.size for run in explorer.earlier] == [32]


def test_a_rate_moved_at_the_end_leaves_one_curve_and_earlier_on_the_way_not_taken():
    explorer = explore_minibatches()
    at(explorer, 40)
    explorer.controls["lr"].value = 0.1
    explorer.set(rule="momentum 0.9", lr=0.05)
    assert explorer.earlier == [] and explorer.player.position == 40
    at(explorer, 80)
    explorer.seek(20)
    explorer.controls["lr"].value = 1.0
    assert [len(run.loss) for run in explorer.earlier] == [len([k for k in range(81) if is_noted(k)])]
    assert explorer.learner.record.rows()[0].tolist() == [*range(21)]


def test_a_run_with_rates_changed_on_the_way_is_found_again_by_rewinding():
    explorer = explore_minibatches()
    at(explorer, 40)
    explorer.controls["rule"].value = "Adam"
    explorer.controls["lr"].value = 0.01
    at(explorer, 90)
    theta = explorer.player.step.theta
    at(explorer, 10)
    at(explorer, 89)
    explorer.seek(90)
    assert (explorer.player.step.theta == theta).all()
    steps = descend(explorer.learner.stream, explorer.learner.first, lr=0.5)
    adam = descend(explorer.learner.stream, next(islice(steps, 40, None)), rule=Adam(0.01))
    np.testing.assert_array_equal(next(islice(adam, 50, None)).theta, theta)


# -- undo ---------------------------------------------------------------------------------------------------


def test_undo_takes_a_change_back_and_brings_the_run_that_it_ended(page):
    explorer = explore_minibatches()
    at(explorer, 50)
    theta = explorer.player.step.theta
    explorer.controls["size"].value = 8
    at(explorer, 70)
    explorer.controls["lr"].value = 0.1
    page(explorer).key("undo")
    assert explorer["lr"] == 0.5 and explorer.player.position == 70
    explorer.undo_button.click()
    assert explorer["size"] == 32 and explorer.player.position == 50 and explorer.earlier == []
    assert (explorer.player.step.theta == theta).all() and "taken back" in explorer.sentence()
    explorer.undo_button.click()
    assert "nothing to undo" in explorer.sentence() and explorer.player.position == 50


def test_undo_far_back_begins_the_run_again_and_a_slide_is_one_change():
    explorer = explore_minibatches(size=512)
    for size in (256, 128, 64, 32, 16):
        at(explorer, 4)
        explorer.controls["size"].value = size
    for hidden in (10, 11, 12):
        explorer.controls["hidden"].value = hidden
    explorer.undo_button.click()
    assert explorer["hidden"] == 64
    for size in (32, 64, 128, 256, 512):
        explorer.undo_button.click()
        assert explorer["size"] == size and explorer.learner.settings.size == size
    assert explorer.player.position == 0 and explorer.problem == "" and explorer.earlier == []


def test_closed_it_keeps_no_run_for_undo():
    explorer = explore_minibatches()
    at(explorer, 5)
    explorer.controls["size"].value = 8
    before = weakref.ref(explorer.history.past[-1][1].learner)
    explorer.close()
    gc.collect()
    assert before() is None


# -- what goes wrong ----------------------------------------------------------------------------------------


def test_a_run_that_has_diverged_says_so_and_begins_again_at_another_rate():
    explorer = explore_minibatches()
    at(explorer, 20)
    explorer.player.step = replace(explorer.player.step, diverged=True)
    explorer.publish()
    assert "It diverged at update 20: lower the learning rate." in explorer.sentence()
    explorer.controls["lr"].value = 0.1
    assert explorer.player.position == 0 and "Update 0" in explorer.sentence()


@pytest.mark.parametrize(
    "wrong", [dict(size=3), dict(lr=0.0), dict(rule="SGD"), dict(hidden=129), dict(batch=1), dict(seed=-1)]
)
def test_other_settings_are_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        explore_minibatches(**wrong)


def test_an_unknown_preset_is_refused_by_name():
    with pytest.raises(ValueError, match=r"preset: expected one of .* got 'Adm'"):
        explore_minibatches("Adm")


def test_settings_count_on_top_of_a_preset_and_reset_comes_back_to_them():
    explorer = explore_minibatches("Adam", size=8)
    assert (explorer["rule"], explorer["lr"], explorer["size"]) == ("Adam", 0.01, 8)
    explorer.controls["size"].value = 1
    explorer.reset_button.click()
    assert (explorer["rule"], explorer["size"]) == ("Adam", 8)
