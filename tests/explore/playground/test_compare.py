"""A | B: from one start on the same samples where that can be, and told where it cannot."""

from dataclasses import replace

import numpy as np
import pytest
from own_points import from_points
from threadpoolctl import threadpool_limits

from nnlab.explore.playground import compare
from nnlab.explore.playground.compare import Comparison, ahead, differs
from nnlab.explore.playground.compare_view import CompareExplorer, curves
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.scene import PLACES
from nnlab.explore.playground.settings import Settings

A = Settings(hidden=(4,), activations=("tanh",), samples=60)
DIVERGES = dict(task="regression", data="plane", hidden=(), activations=(), batch=0)


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    with threadpool_limits(1):
        yield


def changed(**settings):
    return Comparison(A, replace(A, **settings))


# -- one start, the same samples, the same batches --------------------------------------------------------


def test_equal_settings_are_equal_at_every_step():
    comparison = changed()
    comparison.advance(70)
    for k in (70, 13, 0):
        comparison.seek(k)
        assert comparison.a.player.position == comparison.b.player.position == k
        np.testing.assert_array_equal(comparison.a.theta, comparison.b.theta)
    assert comparison.differs() == compare.EQUAL
    assert comparison.part_apart(PLACES) == 0 and not comparison.apart(PLACES).any()


@pytest.mark.parametrize(
    "settings",
    [
        dict(lr=0.3),
        dict(rule="Adam"),
        dict(activations=("relu",)),
        dict(lam=0.01, penalty="L2"),
        dict(dropout=0.3),
    ],
)
def test_only_what_was_changed_differs(settings):
    comparison = changed(**settings)
    a, b = comparison.learners
    assert a.material is b.material
    np.testing.assert_array_equal(a.theta, b.theta)
    for k in (0, 1, 40):
        np.testing.assert_array_equal(a.rows(k), b.rows(k))
    comparison.advance(40)
    assert not np.array_equal(a.theta, b.theta)
    assert comparison.fairness.told() == compare.ONE_START and comparison.fairness.comparable


def test_both_are_what_they_would_be_alone():
    comparison = changed(lr=0.3)
    comparison.advance(25)
    for learner in comparison.learners:
        alone = Learner(learner.settings)
        alone.player.seek(25)
        np.testing.assert_array_equal(alone.theta, learner.theta)


def test_a_start_that_was_edited_is_that_of_both():
    theta = np.linspace(-1, 1, Learner(A).net.size)
    comparison = Comparison(A, replace(A, lr=0.3), theta=theta)
    for learner in comparison.learners:
        np.testing.assert_array_equal(learner.theta, theta)
    other = Comparison(A, replace(A, start_seed=5), theta=theta)
    np.testing.assert_array_equal(other.b.theta, Learner(replace(A, start_seed=5)).theta)


def test_networks_of_other_sizes_have_the_same_seed():
    comparison = changed(hidden=(5,))
    assert comparison.fairness.told() == compare.SAME_SEED
    np.testing.assert_array_equal(comparison.b.theta, Learner(replace(A, hidden=(5,))).theta)
    assert comparison.a.material is comparison.b.material


@pytest.mark.parametrize("settings", [dict(start="he"), dict(start_seed=1)])
def test_another_start_is_told(settings):
    comparison = changed(**settings)
    assert comparison.fairness.told() == compare.OTHER_START
    assert not np.array_equal(comparison.a.theta, comparison.b.theta)


def test_a_batch_as_large_as_the_samples_is_all_of_them():
    n = len(Learner(A).asking.rows)
    comparison = Comparison(replace(A, batch=0), replace(A, batch=n + 1))
    assert comparison.fairness.told() == compare.ONE_START
    comparison.advance(5)
    np.testing.assert_array_equal(comparison.a.theta, comparison.b.theta)
    assert compare.OTHER_BATCHES in Comparison(replace(A, batch=0), replace(A, batch=n - 1)).fairness.told()


def test_other_batches_are_told():
    told = changed(batch=5).fairness.told()
    assert compare.OTHER_BATCHES in told and "same batches" not in told and "same samples" in told


@pytest.mark.parametrize(
    "settings", [dict(noise=0.2), dict(samples=80), dict(data="xor"), dict(data_seed=3), dict(held_out=0.2)]
)
def test_other_samples_cannot_be_raced(settings):
    comparison = changed(**settings)
    comparison.advance(5)
    assert comparison.fairness.told() == compare.OTHER_SAMPLES
    assert comparison.standing() == compare.NO_RACE


def test_losses_of_another_kind_cannot_be_raced():
    comparison = changed(loss="mse")
    comparison.advance(5)
    assert comparison.fairness.told() == compare.ONE_START and comparison.standing() == compare.NO_RACE


def test_samples_of_ones_own():
    rng = np.random.default_rng(0)
    material = from_points(rng.normal(size=(30, 2)), np.arange(30) % 2, ("a", "b"))
    own = replace(A, data="own")
    comparison = Comparison(own, replace(own, lr=0.3), material)
    assert comparison.a.material is material is comparison.b.material
    assert Comparison(A, own, material).b.material is material


# -- in step ----------------------------------------------------------------------------------------------


def test_one_that_has_diverged_stays_while_the_other_goes_on():
    a = Settings(**DIVERGES, lr=0.1)
    comparison = Comparison(a, replace(a, lr=3.0))
    assert comparison.advance(300)
    end = comparison.b.player.position
    assert comparison.b.diverged and end < 300 == comparison.position and not comparison.finished
    assert comparison.standing().startswith(f"B has diverged at step {end}; A goes on, held-out loss ")
    assert comparison.advance(1) and comparison.position == 301
    swapped = Comparison(replace(a, lr=3.0), a)
    assert swapped.advance(300) and swapped.advance(1) and swapped.b.player.position == 301
    comparison.seek(10)
    assert comparison.a.player.position == comparison.b.player.position == 10
    both = Comparison(replace(a, lr=3.0), replace(a, lr=5.0))
    assert both.advance(1000) and both.finished and not both.advance(1)
    assert both.standing().startswith("Both have diverged: A at step ") and both.step.diverged


def test_who_is_ahead():
    assert ahead(100, "loss", 0.2, 0.4) == "After 100 steps A is ahead: loss 0.2 against 0.4."
    assert ahead(100, "loss", 0.4, 0.2).startswith("After 100 steps B is ahead")
    assert ahead(100, "loss", 0.2, 0.205).startswith("After 100 steps they are level")
    comparison = changed(lr=0.3)
    comparison.advance(200)
    assert comparison.b.held_loss < comparison.a.held_loss
    assert "B is ahead" in comparison.standing() and compare.ONE_RACE in comparison.standing()
    assert (
        "training loss" in Comparison(replace(A, held_out=0.0), replace(A, held_out=0.0, lr=1.0)).standing()
    )


def test_what_differs_is_said():
    assert differs(A, replace(A, lr=0.3)) == "A: learning rate 0.03. B: learning rate 0.3."
    more = replace(A, hidden=(8, 8), activations=("tanh", "tanh"), batch=0)
    assert differs(A, more) == "A: 4 hidden, batches of 10. B: 8 and 8 hidden, all samples at once."
    none = replace(A, hidden=(), activations=())
    assert differs(none, A) == "A: no hidden layer. B: 4 hidden."


# -- the plane --------------------------------------------------------------------------------------------


def test_how_far_apart_they_are():
    comparison = changed(lr=0.3)
    comparison.advance(100)
    a, b = comparison.answers(PLACES)
    np.testing.assert_allclose(comparison.apart(PLACES), np.abs(a - b)[:, 0], atol=1e-12)
    assert comparison.part_apart(PLACES) == pytest.approx(np.mean((a > 0.5) != (b > 0.5)))
    tanh = changed(output="tanh")
    a, b = tanh.answers(PLACES)
    np.testing.assert_allclose(tanh.apart(PLACES), np.abs(a - (b + 1) / 2)[:, 0], atol=1e-12)
    arms = Settings(data="three arms", hidden=(4,), activations=("tanh",))
    three = Comparison(arms, replace(arms, lr=1.0))
    three.advance(20)
    a, b = three.answers(PLACES)
    np.testing.assert_allclose(three.apart(PLACES), np.abs(a - b).sum(axis=1) / 2)
    assert (three.apart(PLACES) <= 1).all()


def test_answers_of_another_kind_have_no_difference():
    for other in (dict(data="three arms"), dict(task="regression", data="plane")):
        comparison = changed(**other)
        assert comparison.apart(PLACES) is None and np.isnan(comparison.part_apart(PLACES))


# -- the explorable ---------------------------------------------------------------------------------------


def test_the_curves_of_both():
    a = Settings(**DIVERGES, lr=0.1)
    comparison = Comparison(a, replace(a, lr=3.0))
    comparison.advance(300)
    k, losses, now = curves(comparison)
    assert k[now] == 300 and losses.shape == (len(k), 4)
    steps, its = comparison.a.curves()
    np.testing.assert_array_equal(losses[np.isin(k, steps)][:, ::2], its)
    assert np.isnan(losses[k > comparison.b.player.position, 1::2]).all()
    np.testing.assert_allclose(losses[now, ::2], [comparison.a.loss, comparison.a.held_loss])


def test_it_plays_in_a_page(page, drawn):
    explorer = CompareExplorer(A, replace(A, lr=0.3))
    shown = page(explorer)
    first = drawn(explorer)
    shown.say(kind="play")
    frames = []
    while explorer.player.position < 60:
        frames += shown.paint()
    shown.say(kind="pause", id=1, position=60)
    assert explorer.player.position == 60 and explorer.problem == ""
    frames += shown.paint()
    assert "After 60 steps" in frames[-1]["status"] and "learning rate 0.3" in frames[-1]["status"]
    later = drawn(explorer)
    assert first.shape != later.shape or not np.array_equal(first, later, equal_nan=True)
    shown.key("Home")
    assert explorer.player.position == 0


def test_another_pair_is_shown(drawn):
    explorer = CompareExplorer(A, replace(A, lr=0.3))
    explorer.seek(30)
    old = explorer.comparison
    explorer.show(A, replace(A, data="three arms"))
    assert explorer.comparison is not old and explorer.player.position == 0
    assert "three arms" in explorer.sentence() and explorer.sentence().count("differ") == 1
    explorer.seek(20)
    assert explorer.problem == "" and "B: three arms" in explorer.stage.alt
