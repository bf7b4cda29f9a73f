"""Remarks on runs of the playground: each on a run that has it, and none on runs that are well."""

from dataclasses import replace

import numpy as np
import pytest
from own_points import from_points
from threadpoolctl import threadpool_limits

from nnlab.explore.playground import diagnosis, presets, remarks
from nnlab.explore.playground.diagnosis import Diagnosis
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.settings import Settings

FULL = dict(batch=0, rule="momentum 0.9")
SPIRAL = dict(data="spiral", samples=400, hidden=(8, 8), activations=("tanh",), lr=0.1, **FULL)
PLAIN_NET = dict(hidden=(), activations=())
WELL = {  # settings that work, and after how many steps they have; those of the presets, too
    "gauss that overlaps": (dict(data="gauss", noise=0.5, lr=0.1, **PLAIN_NET, **FULL), 100),
    "circle by batches": (dict(hidden=(4, 2), lr=0.1), 3000),
    "moons": (dict(data="moons", hidden=(4,), activations=("tanh",), lr=0.3, **FULL), 500),
    "four blobs": (dict(data="four blobs", hidden=(4,), activations=("tanh",), lr=0.1, **FULL), 500),
}
BAD = {  # settings that fail, after how many steps, and the first remarks on them
    "all linear": (dict(data="xor", hidden=(4,), activations=("linear",), lr=0.1, **FULL), 500, "linear"),
    "no hidden layer": (dict(lr=0.1, **PLAIN_NET, **FULL), 500, "linear"),
    "two units": (dict(hidden=(2,), activations=("tanh",), lr=0.3, **FULL), 1000, "too_few"),
    "two units on xor": (
        dict(data="xor", hidden=(2,), activations=("tanh",), lr=0.3, **FULL),
        1000,
        "too_few",
    ),
    "one unit first": (dict(data="xor", hidden=(1, 4), lr=0.3, **FULL), 500, "too_few"),
    "a few for a spiral": (SPIRAL | dict(hidden=(4, 4)), 1500, "too_few"),
    "sigmoid on a spiral": (SPIRAL | dict(activations=("sigmoid",)), 3000, "plateau"),
    "a rate of 1 by batches": (SPIRAL | dict(batch=10, lr=1.0), 1000, "jumps"),
    "a rate of 3": (SPIRAL | dict(lr=3.0), 1000, "saturated"),
    "far too small a rate": (dict(lr=0.0001), 1000, "too_slow"),
    "zeros": (dict(start="zeros"), 300, "alike"),
    "all the same": (dict(start="constant", lr=0.1), 300, "alike"),
    "λ for L2": (dict(penalty="L2", lam=0.3, lr=0.1, **FULL), 500, "too_strong"),
    "λ for L1": (dict(penalty="L1", lam=0.3, lr=0.1, **FULL), 500, "too_strong"),
    "relus die": (dict(data="xor", hidden=(8,), activations=("relu",), lr=10.0, **FULL), 300, "dead"),
    "no brake": (dict(task="regression", data="plane", lr=3.0, **PLAIN_NET, **FULL), 300, "diverged"),
    "noise by heart": (
        SPIRAL | dict(noise=0.5, samples=200, hidden=(8, 8, 8)),
        4000,
        "overfitting",
    ),
    "few held out": (dict(samples=40, held_out=0.3, lr=0.3, **FULL), 300, "few_held"),
    "L1 under Adam": (dict(penalty="L1", lam=0.001, rule="Adam", lr=0.01), 500, "by_its_slope"),
    "dropout": (dict(dropout=0.2, hidden=(8, 8), lr=0.1), 300, "drops"),
    "a mean": (
        dict(task="regression", data="multi_gauss", hidden=(8, 8), activations=("sigmoid",)),
        300,
        "the_mean",
    ),
}


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    with threadpool_limits(1):
        yield


def found_of(settings, steps, seed=0):
    learner = Learner(replace(Settings(**settings), data_seed=seed, start_seed=seed))
    learner.player.seek(steps)
    return Diagnosis(learner).found()


# -- runs -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WELL)
def test_nothing_is_remarked_on_a_run_that_is_well(name):
    assert found_of(*WELL[name]) == []


@pytest.mark.parametrize("name", presets.GOOD)
def test_nothing_is_remarked_on_a_good_preset_when_it_has_learned(name):
    assert found_of(presets.GOOD[name][0], 2500) == []


@pytest.mark.parametrize("name", presets.BAD)
def test_what_is_wrong_with_a_bad_preset_is_remarked(name):
    found = found_of(presets.BAD[name][0], 1000)
    assert bool(found) != (name == "Published spiral: 199 of 200")  # which is as good as can be


@pytest.mark.parametrize("name", BAD)
def test_what_a_bad_run_has_is_among_the_two_that_are_shown(name):
    settings, steps, expected = BAD[name]
    found = found_of(settings, steps)
    assert expected in [remark.name for remark in found[: remarks.MOST]]
    assert all(remark.text[-1] in ".!" and "{" not in remark.text for remark in found)


def test_every_remark_is_tried():
    tried = {expected for *_, expected in BAD.values()}
    elsewhere = {"shut", "commonest"}  # below
    assert tried | elsewhere == {
        "diverged", "alike", "shut", "too_strong", "jumps", "linear", "too_few", "saturated", "too_slow",
        "dead", "plateau", "the_mean", "commonest", "overfitting", "few_held", "by_its_slope", "drops",
    }  # fmt: skip


def test_at_the_start_nothing_is_said_of_random_weights():
    for settings, _ in WELL.values():
        assert found_of(settings, 0) == []


def test_at_most_two_are_shown_the_most_urgent_first():
    learner = Learner(Settings(start="zeros", penalty="L1", lam=0.001, rule="Adam", dropout=0.1))
    learner.player.seek(300)
    found = Diagnosis(learner).found()
    assert [remark.name for remark in found] == ["alike", "commonest", "by_its_slope", "drops"]
    assert Diagnosis(learner).told() == [remark.text for remark in found[:2]]


def test_it_speaks_of_the_step_shown_and_of_the_settings_there():
    learner = Learner(Settings(lr=0.0001))
    learner.player.seek(500)
    diagnosis_ = Diagnosis(learner)
    assert [remark.name for remark in diagnosis_.found()][:1] == ["too_slow"]
    learner.player.seek(0)
    assert diagnosis_.found() == []
    learner.change(dropout=0.3)
    assert [remark.name for remark in diagnosis_.found()] == ["drops"]


def test_when_a_cause_is_known_a_plateau_is_no_news():
    names = [remark.name for remark in found_of(*BAD["far too small a rate"][:2])]
    assert "plateau" not in names


# -- what the samples allow -------------------------------------------------------------------------------


def test_samples_that_contradict_each_other_allow_little():
    clean, noisy = (
        diagnosis.reach(Learner(Settings(noise=noise, samples=400)).material).possible for noise in (0.0, 0.5)
    )
    assert clean == 1.0 and noisy < 0.95
    points = from_points([[0, 0], [0, 0.1], [2, 2], [2, 2.1]], [0, 1, 0, 1], ("a", "b"), held_out=0.0)
    assert diagnosis.reach(points) == (0.0, 0.5)  # of three others, the nearest and two are of another class


def test_a_single_sample_has_no_neighbour_but_itself():
    assert diagnosis.reach(from_points([[0, 0]], [1], ("a", "b"), held_out=0.0)) == (1.0, 1.0)


def test_of_a_large_file_some_samples_are_asked():
    # The distances of all pairs of 60,000 samples would take 29 GB.
    X = np.random.default_rng(0).uniform(-2, 2, (60_000, 2))
    y = (X[:, 0] > 1).astype(int)
    found = diagnosis.reach(from_points(X, y, ("a", "b"), held_out=0.0))
    assert found.possible > 0.95 and found.constant == 1 - y.mean()


def test_of_numbers_it_is_an_error():
    points = from_points([[0, 0], [0, 1], [3, 0], [3, 1]], [0.0, 0.0, 1.0, 1.0], held_out=0.0)
    assert diagnosis.reach(points) == (0.0, 0.25)


# -- each by itself ---------------------------------------------------------------------------------------

HALF = np.array([[0.0, 0.5], [0.0, 0.0], [0.0, 2.0]])  # two units: the first is off for all samples


def test_dead_units_are_named_and_only_relus_are():
    assert "unit 1 of layer 2 says 0" in remarks.dead([HALF + 1, HALF], ["relu", "relu"])
    assert "units 1 and 2 of layer 1" in remarks.dead([0 * HALF], ["relu"])
    assert remarks.dead([HALF], ["tanh"]) == "" == remarks.dead([HALF + 0.1], ["relu"])


def test_a_layer_that_is_shut():
    assert remarks.shut([HALF + 1, 0 * HALF], ["relu", "relu"]).startswith("Layer 2 says 0")
    assert remarks.shut([HALF, HALF], ["relu", "relu"]) == "" == remarks.shut([0 * HALF], ["tanh"])


def test_saturated_is_who_is_flat_for_nearly_all():
    ends = np.where(np.arange(100)[:, None] % 2, 0.99, -0.99)
    mostly = np.where(np.arange(100)[:, None] < 90, 0.99, 0.0)
    assert "unit 1 of layer 1 stands" in remarks.saturated([ends], ["tanh"])
    assert remarks.saturated([mostly], ["tanh"]) == ""
    assert remarks.saturated([ends], ["relu"]) == "" == remarks.saturated([ends], ["linear"])
    assert "units 1 and 2 of layer 2" in remarks.saturated(
        [0 * ends, np.hstack([ends > 0, ends < 0]).astype(float)], ["tanh", "sigmoid"]
    )


def test_alike_they_must_have_begun_so():
    same, other = np.ones((3, 2)), np.arange(6.0).reshape(3, 2)
    assert "layer 2" in remarks.alike([other, same], [other, 2 * same])
    assert remarks.alike([other], [same]) == "" == remarks.alike([same], [other])
    assert remarks.alike([np.ones((3, 1))], [np.ones((3, 1))]) == ""  # a single unit is like no other


STEPS = np.arange(0, 401, 4)


def test_jumps_of_the_loss():
    falling = np.exp(-STEPS / 100)
    assert remarks.jumps(STEPS, falling) == "" == remarks.jumps(STEPS[:20], np.tile([1.0, 9.0], 10))
    jumping = np.where(np.arange(len(STEPS)) % 2, 1.7, 1.0) * falling
    assert "between" in remarks.jumps(STEPS, jumping)
    assert "larger than at the start" in remarks.jumps(STEPS, 1 + STEPS / 400)
    assert remarks.jumps(STEPS, np.ones(len(STEPS))) == ""


def test_a_plateau_has_a_slope_and_a_resting_place_has_none():
    assert remarks.plateau(STEPS, np.full(len(STEPS), 0.7), 0.05).startswith("A plateau: since step 200")
    assert remarks.plateau(STEPS, np.full(len(STEPS), 0.7), 1e-5).startswith("It has come to rest")
    assert remarks.plateau(STEPS, np.exp(-STEPS / 1000), 0.05) == ""
    assert remarks.plateau(STEPS[:40], np.full(40, 0.7), 0.05) == ""  # too early


def test_overfitting_begins_where_the_held_out_loss_was_lowest():
    training = np.exp(-STEPS / 100)
    held = 0.3 + np.abs(STEPS - 100) / 400
    text = remarks.overfitting(STEPS, np.column_stack([training, held]), 50)
    assert text.startswith("Overfitting since step 100: there the held-out loss was lowest, 0.3, and")
    still = np.column_stack([np.full(len(STEPS), 0.5), held])
    assert remarks.overfitting(STEPS, still, 50) == ""  # its training loss has not fallen since
    lower = np.column_stack([training, 0.3 + 0 * held])
    assert remarks.overfitting(STEPS, lower, 50) == "" == remarks.overfitting(STEPS, lower * np.nan, 0)
    wavering = np.column_stack([training, 0.3 + 0.01 * np.sin(STEPS)])
    assert remarks.overfitting(STEPS, wavering, 50) == ""


def test_the_commonest_class():
    assert remarks.commonest(300, 0.61, 0.6).startswith("Hardly better than always saying the commonest")
    assert remarks.commonest(300, 0.7, 0.6) == "" == remarks.commonest(10, 0.5, 0.6)
    assert remarks.commonest(300, np.nan, 0.6) == ""


def test_few_held_out_have_a_standard_error():
    text = remarks.few_held(20, 0.8)
    assert "one of them is 5 %" in text and "off by 9 %" in text  # the root of 0.8 · 0.2 / 20 is 0.089
    assert "off by" in remarks.few_held(10, 1.0)  # all right of ten is no certainty
    assert remarks.few_held(30, 0.8) == "" == remarks.few_held(0, np.nan)


def test_settings_that_explain_themselves():
    assert remarks.by_its_slope("L1", 0.01, "RMSProp").startswith("Under RMSProp L1 goes by its slope")
    assert remarks.by_its_slope("L1", 0.01, "momentum 0.9") == "" == remarks.by_its_slope("L1", 0.0, "Adam")
    assert "30 %" in remarks.drops(0.3) and remarks.drops(0.0) == ""


def test_weak_layers_and_slow_weights():
    weights = [np.array([[0.5]]), np.array([[0.01, -0.02]])]
    ones = [np.ones((1, 1)), np.ones((1, 2))]
    assert "layer 2 is 0.02" in remarks.too_strong(300, ones, weights, 0.1)
    assert remarks.too_strong(300, ones, weights, 0.0) == "" == remarks.too_strong(10, ones, weights, 0.1)
    assert remarks.too_strong(300, weights, weights, 0.1) == ""  # they were as small at first
    first = np.array([3.0, 4.0])
    assert "only 2 % of their length" in remarks.too_slow(300, np.array([3.1, 4.0]), first, 0.2)
    assert remarks.too_slow(300, first + 1, first, 0.2) == "" == remarks.too_slow(300, first, first, 1e-5)
    assert remarks.too_slow(300, np.zeros(2), np.zeros(2), 0.2) == ""
