"""The presets of mini-batches' explorable: what each is there to show, and what lesson 8 says of it."""

import numpy as np
import pytest

from nnlab.explore.lesson8 import explore_minibatches, words
from nnlab.explore.lesson8.learner import Learner, Settings
from nnlab.explore.lesson8.material import STRETCHES
from nnlab.explore.lesson8.minibatches import NEUTRAL, PRESETS


def begun(name, **settings):
    """What learns as a preset says, with other settings on top."""
    return Learner(Settings(**PRESETS[name] | settings))


def learned(name, epochs, **settings):
    """The same after so many epochs, and what it says then."""
    learner = begun(name, **settings)
    learner.player.seek(epochs * learner.per_epoch)
    return learner, learner.said(learner.player.step.theta)


def share(found):
    """Which part of the digits held out is answered right."""
    learner, said = found
    return np.mean(said.p.argmax(axis=1) == learner.material.classes)


def largest_step(learner):
    start = learner.player.step.theta
    learner.player.seek(1)
    return np.abs(learner.player.step.theta - start).max()


def test_each_preset_has_a_sentence_on_why():
    assert set(words.NOTES) == set(PRESETS)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_learns_as_its_name_says_without_an_error(name):
    explorer = explore_minibatches(name)
    assert explorer.preset.value == name and explorer.problem == ""
    explorer.player.seek(3)
    explorer.publish()
    for setting, value in (NEUTRAL | PRESETS[name]).items():
        assert explorer[setting] == value
    assert np.isfinite(explorer.said.loss)


def test_it_gets_most_digits_right_in_ten_epochs():
    assert share(learned("Batches of 32", 10)) > 0.95
    assert share(learned("No hidden layer", 10)) > 0.92


def until(name, target=0.15):
    """How many updates, and digits, a loss on all of them needs; looked at ten times an epoch."""
    learner, k = begun(name), 0
    while learner.said(learner.player.step.theta).loss > target:
        k += max(1, learner.per_epoch // 10)
        learner.player.seek(k)
    return k, int(learner.samples(np.array(k)))


def test_in_updates_all_at_once_is_best_and_in_samples_small_batches():
    single, some, all_ = map(until, ("One digit at a time", "Batches of 32", "All digits as one batch"))
    assert all_[0] < some[0] < single[0] and 10 * max(single[1], some[1]) < all_[1]
    assert until("All digits, with momentum")[0] < all_[0] / 2


def test_too_large_a_rate_ends_above_the_start_without_an_error():
    learner, said = learned("Too large a rate", 3)
    assert said.loss > 5 * learner.record.rows()[1][0, 1] and not learner.player.step.diverged


def test_the_cosine_ends_at_a_rate_of_0_where_the_noise_has_died_away():
    explorer = explore_minibatches("The rate falls along a cosine")
    explorer.player.seek(21 * 45)
    explorer.publish()
    assert "The schedule makes the rate 0 here." in explorer.sentence()
    theta = explorer.player.step.theta
    explorer.player.seek(21 * 45 + 5)
    assert (explorer.player.step.theta == theta).all()
    losses = explorer.learner.record.rows()[1][-12:, 1]
    assert np.ptp(losses) < 0.1 * losses.mean()


def test_sorted_it_knows_one_digit_and_shuffled_once_is_enough():
    learner, said = found = learned("Sorted by class, not shuffled", 1)
    assert share(found) < 0.2 and said.loss > 2.5
    one_class = [len(np.unique(learner.batches.at(k)[1].argmax(axis=1))) == 1 for k in range(45)]
    assert np.mean(one_class) > 0.7
    explorer = explore_minibatches("Sorted by class, not shuffled")
    assert "holds nothing but the digit 0" in explorer.sentence()
    explorer.seek(4)  # where the zeros of 1,437 end and the ones begin
    assert "nothing but" not in explorer.sentence()
    once, each = share(learned("Shuffled once", 10)), share(learned("Batches of 32", 10))
    assert abs(once - each) < 0.02


def test_adam_is_too_slow_at_its_usual_rate_and_leaps_up_without_correction():
    assert learned("Adam at its usual rate", 3)[1].loss > 4 * learned("Adam", 3)[1].loss
    pair = begun("Adam without correction"), begun("Adam", lr=0.03)
    wild, tame = map(largest_step, pair)
    assert wild / tame == pytest.approx(np.sqrt(10), rel=1e-4)
    for learner in pair:
        learner.player.seek(12)
    highest = [learner.record.rows()[1][:, 1].max() for learner in pair]
    assert highest[0] > 1.5 * highest[1]


def test_bad_scaling_costs_and_adam_helps_without_replacing_it():
    assert share(learned("Ink not divided", 5)) < 0.7
    bad, helped = learned("Some pixels far too small", 10), learned("Some too small, with Adam", 10)
    assert share(bad) < share(helped) < share(learned("Batches of 32", 10))


def test_scaled_by_the_batch_it_can_be_asked_in_batches_but_not_one_by_one():
    name = "Scaled by the batch, asked singly"
    alone, together = learned(name, 3), learned(name, 3, scaling="each batch by itself")
    assert share(alone) < 0.2 and share(together) > 0.9 and alone[1].loss == together[1].loss
    assert not alone[0].material.asked.any()


def test_the_last_batch_lost_leaves_columns_empty():
    explorer = explore_minibatches("Last batch lost, file sorted")
    explorer.player.seek(20)
    explorer.publish()
    assert "437 of 1,437 digits are left over and lost in each epoch." in explorer.sentence()
    never = {8, 9}
    assert not never & set(explorer.learner.material.Y[:1000].argmax(axis=1))
    assert not never & {j for _, j in explorer.view.table.labels.told}
    assert explorer.learner.samples(np.array([20])).tolist() == [20_000]


def test_a_batch_larger_than_the_file_makes_no_step_and_no_error():
    explorer = explore_minibatches("Batch larger than the file")
    explorer.seek(50)
    assert explorer.player.length == 0 and explorer.player.finished and explorer.problem == ""
    assert "1,437 // 2,000 = 0 batches" in explorer.sentence()
    explorer.controls["last"].value = "kept"
    explorer.seek(3)
    assert explorer.player.length == 3 and "holds all digits" in explorer.sentence()


def test_a_stretch_of_the_file_is_harder_than_a_random_fifth():
    strange = share(learned("Another stretch of the file", 10))
    assert strange < share(learned("Batches of 32", 10)) - 0.03
    rows = [range(*ends) for ends in STRETCHES.values()]
    assert [row for stretch in rows for row in stretch] == [*range(1797)]
