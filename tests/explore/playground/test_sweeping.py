"""A sweep a slice at a time: the same runs as anywhere, whatever the clock says."""

from dataclasses import replace

import numpy as np
import pytest
from driving import differ, drawn_at_both_ends
from own_points import from_points
from threadpoolctl import threadpool_limits

from nnlab.explore.playground import sweep_words as words
from nnlab.explore.playground import sweeping as sweeps
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.settings import Settings
from nnlab.explore.playground.sweep_view import SweepExplorer
from nnlab.explore.playground.sweeping import Sweeping, best, controls, middle, swept, usual_values

SMALL = Settings(hidden=(3,), activations=("tanh",), samples=40)
NUMBERS = Settings(task="regression", data="plane", hidden=(), activations=(), samples=40, batch=0)


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    with threadpool_limits(1):
        yield


class Clock:
    """A clock that goes on by `by` seconds each time it is asked."""

    def __init__(self, by):
        self.now, self.by = 0.0, by

    def __call__(self):
        self.now += self.by
        return self.now


def finished(sweeping):
    while sweeping.advance():
        pass
    return sweeping


def own_samples(n=40):
    rng = np.random.default_rng(1)
    return from_points(rng.normal(size=(n, 2)), np.arange(n) % 2, ("a", "b"))


# -- the runs ---------------------------------------------------------------------------------------------


def test_each_run_is_what_it_is_alone():
    sweeping = finished(Sweeping(SMALL, "lr", (0.03, 0.3), seeds=2, steps=62, clock=Clock(0.01)))
    for i, lr in enumerate((0.03, 0.3)):
        for seed in range(2):
            learner = Learner(replace(SMALL, lr=lr, data_seed=seed, start_seed=seed))
            learner.player.seek(62)
            assert sweeping.table("loss")[i, seed] == learner.loss
            assert sweeping.table("held_loss")[i, seed] == learner.held_loss
            assert sweeping.table("held_accuracy")[i, seed] == learner.accuracy(held=True)
            assert sweeping.table("accuracy")[i, seed] == learner.accuracy()


@pytest.mark.parametrize("by", [0.001, 0.039, 1.0])
def test_the_clock_cuts_slices_and_changes_nothing(by):
    quick = finished(Sweeping(SMALL, "rule", seeds=2, steps=33, clock=Clock(0.0)))
    slow = finished(Sweeping(SMALL, "rule", seeds=2, steps=33, clock=Clock(by)))
    for measure in sweeps.MEASURES:
        np.testing.assert_array_equal(quick.table(measure), slow.table(measure))


def test_a_slice_ends_when_its_time_is_over():
    sweeping = Sweeping(SMALL, "lr", seeds=1, steps=1000, clock=Clock(1 / 64))
    sweeping.advance()  # after 15 steps 3/64 of a second are over
    assert sweeping.under_way == 3 * sweeps.AT_ONCE and sweeping.position == 0
    sweeping.advance()
    assert sweeping.under_way == 6 * sweeps.AT_ONCE


def test_a_slice_makes_some_steps_however_slow_they_are_and_ends_with_its_run():
    sweeping = Sweeping(SMALL, "lr", seeds=1, steps=7, clock=Clock(100.0))
    sweeping.advance()
    assert sweeping.under_way == sweeps.AT_ONCE
    sweeping.advance()
    assert (sweeping.under_way, sweeping.length, sweeping.position) == (0, 1, 1)
    quick = Sweeping(SMALL, "lr", seeds=1, steps=7, clock=Clock(0.0))
    quick.advance()
    assert quick.length == 1  # and not all seven


def test_each_value_has_one_run_before_any_has_two():
    sweeping = Sweeping(SMALL, "lr", (0.01, 0.1, 1.0), seeds=2, steps=1, clock=Clock(0.0))
    assert [(case.value, case.seed) for case in sweeping.cases] == [
        (0, 0),
        (1, 0),
        (2, 0),
        (0, 1),
        (1, 1),
        (2, 1),
    ]
    assert [case.settings.data_seed for case in sweeping.cases] == [0, 0, 0, 1, 1, 1]
    for _ in range(3):
        sweeping.advance()
    assert np.isfinite(sweeping.table("loss")[:, 0]).all() and np.isnan(sweeping.table("loss")[:, 1]).all()


def test_after_the_last_seed_comes_the_first():
    last = replace(SMALL, data_seed=2**31 - 1)
    assert [case.settings.data_seed for case in Sweeping(last, "lr", (0.1,), seeds=2).cases] == [2**31 - 1, 0]


def test_stop_is_pause_and_what_is_finished_stays():
    sweeping = Sweeping(SMALL, "lr", seeds=2, steps=20, clock=Clock(0.01))
    while sweeping.position < 5:
        sweeping.advance()
    before = sweeping.table("loss")
    sweeping.seek(2)
    assert sweeping.position == 2 and np.isfinite(sweeping.table("loss")).sum() == 2 and sweeping.length == 5
    assert sweeping.advance() and sweeping.position == 3 and sweeping.length == 5  # shown, not learned again
    sweeping.seek(5)
    np.testing.assert_array_equal(sweeping.table("loss"), before)


def test_beyond_what_is_finished_a_seek_learns_for_one_slice():
    sweeping = Sweeping(SMALL, "lr", seeds=2, steps=1000, clock=Clock(1 / 64))
    sweeping.seek(14)
    assert sweeping.position == 0 and sweeping.under_way == 3 * sweeps.AT_ONCE


def test_at_the_end_there_is_nothing_left():
    sweeping = finished(Sweeping(SMALL, "loss", seeds=1, steps=3, clock=Clock(0.0)))
    assert sweeping.finished and not sweeping.advance() and sweeping.left() == 0
    assert sweeping.position == sweeping.total == sweeping.length == 2
    sweeping.seek(99)
    assert sweeping.position == 2


def test_how_long_it_will_take():
    sweeping = Sweeping(SMALL, "lr", seeds=1, steps=30, clock=Clock(1 / 64))
    assert np.isnan(sweeping.left())
    sweeping.advance()  # half of the first of seven runs
    assert sweeping.under_way == 15 and sweeping.left() == pytest.approx(6.5 * 6 / 64)


def test_more_seeds_keep_what_is_finished():
    sweeping = Sweeping(SMALL, "lr", (0.03, 0.3), seeds=2, steps=30, clock=Clock(0.01))
    while sweeping.length < 3 or not sweeping.under_way:
        sweeping.advance()
    more = sweeping.with_seeds(3)
    assert (more.length, more.position, more.total, more.under_way) == (3, 3, 6, sweeping.under_way)
    fresh = finished(Sweeping(SMALL, "lr", (0.03, 0.3), seeds=3, steps=30, clock=Clock(0.01)))
    np.testing.assert_array_equal(finished(more).table("loss"), fresh.table("loss"))
    fewer = fresh.with_seeds(1)
    assert fewer.finished and fewer.total == 2 and fewer.table("loss").shape == (2, 1)


def test_what_diverges_has_an_infinite_loss():
    sweeping = finished(Sweeping(NUMBERS, "lr", (0.1, 30.0), seeds=2, steps=400))
    np.testing.assert_array_equal(sweeping.diverged, [[False, False], [True, True]])
    assert np.isinf(sweeping.table("held_loss")[1]).all() and "2 runs have diverged" in words.verdict(
        sweeping, "loss"
    )


# -- what can be swept ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings",
    [SMALL, NUMBERS, Settings(data="three arms", hidden=(), activations=())],
    ids=["classes", "numbers", "arms"],
)
def test_every_control_at_every_value_learns(settings):
    for name in controls(settings):
        sweeping = finished(Sweeping(settings, name, seeds=1, steps=2, clock=Clock(0.0)))
        assert sweeping.length == len(usual_values(settings, name))
        assert np.isfinite(sweeping.table("loss")).all(), name
        assert all(words.written(name, value) for value in sweeping.values) and words.NAMES[name]


def test_a_control_is_set_with_what_belongs_to_it():
    two = Settings(hidden=(4, 2), activations=("tanh", "relu"))
    assert swept(two, "units", 7).hidden == (7, 7) and swept(NUMBERS, "units", 7).hidden == (7,)
    assert [swept(two, "layers", n).hidden for n in range(4)] == [(), (4,), (4, 2), (4, 2, 4)]
    assert swept(two, "activation", "relu").activations == ("relu", "relu")
    assert (
        swept(two, "lam", 0.1).penalty == "L2"
        and swept(replace(two, penalty="L1"), "lam", 0.1).penalty == "L1"
    )
    assert swept(two, "penalty", "L1").lam > 0 and swept(replace(two, lam=0.1), "penalty", "L1").lam == 0.1
    assert swept(two, "lr", 0.5) == replace(two, lr=0.5)


def test_a_control_that_would_do_nothing_is_not_offered():
    for output, loss in (("tanh", "mse"), ("softmax", "cross_entropy")):
        names = controls(replace(SMALL, output=output, loss=loss))
        assert "output" in names and "loss" not in names
    bare = controls(replace(SMALL, hidden=(), activations=()))
    assert not {"activation", "dropout"} & {*bare} and {"units", "layers"} <= {*bare}


def test_what_is_swept_makes_a_difference():
    for settings in (
        SMALL,
        replace(SMALL, output="tanh", loss="mse"),
        replace(SMALL, hidden=(), activations=()),
    ):
        for name in {*controls(settings)} - {"batch"}:  # of so few samples batches of 30 are all of them
            runs = finished(Sweeping(settings, name, seeds=1, steps=30, clock=Clock(0.0)))
            assert len({runs.table("loss")[i, 0] for i in range(len(runs.values))}) > 1, (settings, name)


def test_held_out_losses_are_shown_where_their_share_is_swept():
    assert Sweeping(replace(SMALL, held_out=0.0), "held_out").measures()[0] == "held_loss"


def test_an_output_and_a_loss_are_chosen_for_two_classes_alone():
    three = from_points(np.eye(3)[:, :2], [0, 1, 2], ("a", "b", "c"), held_out=0.0)
    own = replace(SMALL, data="own")
    assert {"output", "loss"} <= {*controls(SMALL)} and {"output", "loss"} <= {*controls(own, own_samples())}
    for settings, material in ((NUMBERS, None), (replace(SMALL, data="four blobs"), None), (own, three)):
        assert not {"output", "loss"} & {*controls(settings, material)}
    sweeping = finished(Sweeping(SMALL, "output", seeds=1, steps=2, clock=Clock(0.0)))
    assert len({*sweeping.table("accuracy").ravel(), *sweeping.table("loss").ravel()}) >= 4


def test_which_sets_have_more_than_two_classes():
    known = {
        name
        for name in usual_values(SMALL, "data")
        if len(Learner(replace(SMALL, data=name)).material.classes) > 2
    }
    assert known == {*sweeps.MANY}


def test_samples_of_ones_own_stay_what_they_are():
    material, own = own_samples(), replace(SMALL, data="own")
    assert not {"data", "samples", "noise", "held_out"} & {*controls(own, material)}
    sweeping = finished(Sweeping(own, "lr", (0.1,), seeds=2, steps=5, material=material))
    learner = Learner(replace(own, lr=0.1, start_seed=1), material)
    learner.player.seek(5)
    assert sweeping.table("loss")[0, 1] == learner.loss != sweeping.table("loss")[0, 0]


def test_what_can_be_measured():
    assert Sweeping(SMALL, "lr").measures() == ["held_loss", "held_accuracy", "loss", "accuracy"]
    assert Sweeping(replace(SMALL, held_out=0.0), "lr").measures() == ["loss", "accuracy"]
    assert Sweeping(NUMBERS, "lr").measures() == ["held_loss", "loss"]
    assert Sweeping(SMALL, "loss").measures() == ["held_accuracy", "accuracy"]  # losses of two kinds


@pytest.mark.parametrize(
    "name, how, message",
    [
        ("colour", {}, "name: expected one of lr, batch"),
        ("lr", dict(seeds=0), "seeds: expected at least one, got 0"),
        ("lr", dict(values=()), "values: expected at least one, got 0"),
        ("lr", dict(steps=0), "steps: expected at least one"),
    ],
)
def test_nothing_to_sweep(name, how, message):
    with pytest.raises(ValueError, match=message):
        Sweeping(SMALL, name, **how)


# -- the middle, and what it tells ------------------------------------------------------------------------


def test_the_middle_of_runs():
    table = np.array(
        [[1.0, 2, 3, 4, 5], [np.nan, 7, np.nan, 8, np.nan], [np.nan] * 5, [1, 2, np.inf, np.inf, np.inf]]
    )
    median, low, high = middle(table)
    np.testing.assert_array_equal(median, [3, 7.5, np.nan, np.inf])
    np.testing.assert_array_equal(low, [2, 7.25, np.nan, 2])
    np.testing.assert_array_equal(high, [4, 7.75, np.nan, np.inf])
    rows = np.random.default_rng(0).normal(size=(20, 7))
    for found, q in zip(middle(rows), (50, 25, 75)):
        np.testing.assert_allclose(found, np.percentile(rows, q, axis=1))
    assert best(table, largest=False) == 0 and best(table, largest=True) == 1
    assert best(table[2:], largest=False) is None


class Found:
    """A sweep whose runs have given what the test says."""

    name, values, seeds, steps = "lr", (0.1, 0.3), 3, 10

    def __init__(self, rows):
        self.rows = np.array(rows)
        self.position = self.length = self.total = self.rows.size
        self.diverged = np.isinf(self.rows)

    def table(self, measure):
        return self.rows


def test_the_verdict_says_whether_the_seeds_tell():
    apart = words.verdict(Found([[0.5, 0.6, 0.7], [0.1, 0.2, 0.3]]), "loss")
    assert apart.startswith("The best median so far: 0.3, with 0.2 (3 runs).") and words.CLEAR in apart
    level = words.verdict(Found([[0.2, 0.25, 0.3], [0.1, 0.2, 0.3]]), "loss")
    assert "overlaps with that of 0.1" in level
    assert "0.1, with 0.6" in words.verdict(Found([[0.5, 0.6, 0.7], [0.1, 0.2, 0.3]]), "accuracy")
    one = words.verdict(Found([[0.5], [np.inf]]), "loss")
    assert "one run each" in one and words.ONE_LOST in one


# -- the explorable ---------------------------------------------------------------------------------------


def test_it_plays_in_a_page_and_stops(page):
    explorer = SweepExplorer(SMALL)
    explorer.set(seeds=1, steps=10)
    explorer.sweeping._clock = Clock(0.03)
    assert "Press Start" in explorer.sentence() and explorer.go.description == words.GO
    shown = page(explorer)
    shown.paint()
    explorer.go.click()
    assert len(shown.paint()) == 1  # the answer to the click
    assert explorer.stage.playing and explorer.go.description == words.STOP
    while explorer.player.position < 3:
        frames = shown.paint()
        assert len(frames) <= 1  # the next slice waits until the page has shown the last
    explorer.go.click()
    assert not explorer.stage.playing and explorer.go.description == words.GO_ON
    assert explorer.player.length == 3 and "3 of 7 runs are finished" in explorer.sentence()
    assert explorer.bar.value == 3 and explorer.bar.max == 7
    explorer.go.click()
    shown.watch()
    assert explorer.player.finished and explorer.go.disabled and "All 7 runs" in explorer.sentence()
    assert np.isfinite(explorer.picture.dots.get_ydata()).sum() == 7


def test_each_control_draws_something_else(drawn):
    explorer = SweepExplorer(SMALL)
    explorer.set(seeds=2, steps=10)
    for name in explorer.controls:
        if name in ("seeds", "steps"):
            continue
        finished(explorer.player)
        assert differ(*drawn_at_both_ends(explorer, name, drawn)), name
    explorer = SweepExplorer(SMALL)
    for name, ends in (("seeds", (1, 30)), ("steps", (10, 20_000))):
        for value in ends:
            explorer.controls[name].value = value
            assert explorer.problem == "" and getattr(explorer.sweeping, name) == value


def test_another_measure_and_more_seeds_keep_the_runs():
    explorer = SweepExplorer(SMALL)
    explorer.set(seeds=1, steps=10)
    finished(explorer.player)
    explorer.controls["measure"].value = "accuracy"
    assert explorer.player.finished and explorer.picture.ax.get_ylabel() == words.MEASURES["accuracy"]
    explorer.controls["seeds"].value = 2
    assert explorer.player.length == 7 and explorer.player.total == 14
    explorer.controls["control"].value = "rule"
    assert explorer.player.length == 0 and explorer.picture.ax.get_xlabel() == "rule"
    explorer.controls["control"].value = "loss"
    assert explorer["measure"] == "held_accuracy"


def test_other_settings_are_shown():
    explorer = SweepExplorer(SMALL)
    explorer.controls["control"].value = "noise"
    finished(explorer.player.with_seeds(1))
    explorer.show(replace(SMALL, data="own"), own_samples())
    assert explorer["control"] == "lr" and explorer.player.length == 0 and explorer.problem == ""
    explorer.show(NUMBERS)
    assert (
        explorer["measure"] == "held_loss"
        and "accuracy" not in dict(explorer.controls["measure"].options).values()
    )
    explorer.player.advance()
    explorer.publish()
    assert explorer.problem == ""
