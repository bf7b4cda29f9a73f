"""Stop rules: each speaks at the first step at which it holds, and again there when the run is replayed."""

import json
from dataclasses import replace

import numpy as np
import pytest

from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.settings import MOMENTUM, Settings
from nnlab.explore.playground.stopping import Stop

QUICK = Settings(data="gauss", hidden=(2,), activations="tanh", lr=0.3, batch=0)
# A few samples with labels that noise has turned, and too many units: it overfits soon.
OVER = Settings(
    data="xor", noise=0.3, samples=60, hidden=(8, 8), activations="tanh", lr=0.02, batch=0, rule=MOMENTUM
)


def stopped(settings, **rules):
    learner = Learner(settings)
    learner.stop = Stop(**rules)
    while learner.advance(10):
        assert learner.step < 3000
    return learner


def at(learner, k):
    learner.player.seek(k)
    return learner


def test_the_loss_is_below_at_the_last_step_and_at_none_before():
    learner = stopped(QUICK, loss_below=0.1)
    k = learner.step
    assert learner.stopped().startswith(f"Stopped at step {k}: the training loss is 0.09")
    assert learner.loss < 0.1 and k % 10 != 0  # a rule is looked at at each step, not at each tenth
    assert all(at(learner, j).loss >= 0.1 and not learner.stopped() for j in range(k))


def test_so_many_are_right_at_the_last_step_and_at_none_before():
    learner = stopped(QUICK, accuracy_above=0.97)
    k = learner.step
    assert (
        learner.accuracy() > 0.97
        and "of the training samples are right, more than 97\N{NO-BREAK SPACE}%" in learner.stopped()
    )
    assert k > 0 and all(at(learner, j).accuracy() <= 0.97 for j in range(k))


def test_no_more_steps_than_asked_for():
    learner = stopped(QUICK, at_most=37)
    assert learner.step == 37
    assert learner.stopped() == "Stopped at step 37: no more than 37 steps were asked for."
    assert not at(learner, 36).stopped()


def test_patience_waits_for_a_new_lowest_loss_of_those_held_out():
    learner = stopped(OVER, patience=40)
    k, (best, lowest) = learner.step, learner.best
    losses = [at(learner, j).held_loss for j in range(k + 1)]
    assert best == int(np.argmin(losses)) and lowest == min(losses) and k == best + 40
    assert best > 64  # beyond the steps that are noted anyway
    assert f"the held-out loss was lowest at step {best} (" in at(learner, k).stopped()
    # The rule would not have spoken before.
    lowest_at = np.array([int(np.argmin(losses[: j + 1])) for j in range(k)])
    assert (np.arange(k) - lowest_at < 40).all()


def test_without_samples_held_out_patience_looks_at_the_training_loss():
    learner = Learner(replace(QUICK, held_out=0.0))
    learner.stop = Stop(patience=40)
    assert learner.advance(100) and not learner.stopped()
    learner.change(penalty="L2", lam=0.5)  # lets the loss rise, for the weights must shrink
    learner.advance(100)
    assert learner.step == 140 and "the training loss was lowest at step 100 (" in learner.stopped()


def test_a_lowest_loss_of_steps_that_were_given_up_does_not_count():
    learner = Learner(OVER)
    learner.advance(200)
    lowest, given_up = learner.best[1], learner.best[0]
    at(learner, 5).change(lr=1e-6)  # hardly moves from here on
    learner.advance(given_up)
    assert learner.step > given_up and learner.best[1] > 1.1 * lowest


def test_a_run_played_again_stops_at_the_same_step():
    learner = stopped(OVER, patience=40)
    again = Learner.from_state(json.loads(json.dumps(learner.state())))
    assert again.stop == learner.stop and again.step == learner.step
    assert again.stopped() == learner.stopped() and not again.advance(1)


def test_without_rules_nothing_stops_and_a_rule_taken_back_lets_it_go_on():
    learner = stopped(QUICK, at_most=5)
    assert not learner.advance(1) and learner.step == 5
    learner.stop = Stop()
    assert learner.stopped() == "" and learner.advance(10) and learner.step == 15


@pytest.mark.parametrize(
    "name, value",
    [("loss_below", 0), ("accuracy_above", 1.0), ("accuracy_above", -0.1), ("at_most", 0), ("patience", 2.5)],
)
def test_a_bad_rule_is_turned_away(name, value):
    with pytest.raises(ValueError, match=f"^{name}: expected"):
        Stop(**{name: value})
