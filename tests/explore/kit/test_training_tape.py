"""What learns, without a widget: which steps are kept, and when a loss is built."""

import numpy as np
import pytest

from nnlab.explore.kit.training import Training


def make_loss(model, X, y, kind):
    """The mean squared error of y = theta[0] x."""

    def loss(theta):
        off = theta[0] * X - y
        return float(np.mean(off**2)), np.array([2 * np.mean(off * X)])

    return loss


@pytest.fixture
def built():
    """A training, and the list of what a loss was built for."""
    made = []

    def counted(model, X, y, kind):
        made.append((model, len(X), kind))
        return make_loss(model, X, y, kind)

    training = Training(counted)
    training.model, training.kind = "line", "mse"
    training.learn_from(np.arange(4.0), 2 * np.arange(4.0), np.arange(4) == 3)
    training.go_by(lr=0.01)
    training.begin(np.zeros(1))
    return training, made


def test_a_loss_is_built_for_other_samples_and_another_model_but_not_for_another_rate(built):
    training, made = built
    assert made == [("line", 3, "mse"), ("line", 1, "mse")]
    training.player.seek(5)
    for lr in (0.02, 0.03):
        training.go_by(lr=lr)
        training.go_on()
        training.player.seek(training.player.position + 5)
    training.begin()
    assert len(made) == 2
    training.learn_from(np.arange(3.0), np.arange(3.0))
    training.go_on()
    assert made[2:] == [("line", 3, "mse")]
    training.model = "another"
    training.begin(np.zeros(1))
    assert made[3:] == [("another", 3, "mse")]


def test_a_tape_of_every_tenth_step_shows_the_same_steps_and_goes_on_from_them():
    each, tenth = Training(make_loss), Training(make_loss, every=10)
    for training in (each, tenth):
        training.learn_from(np.arange(4.0), 2 * np.arange(4.0))
        training.go_by(lr=0.01)
        training.begin(np.zeros(1))
    each.player.seek(30)
    tenth.player.seek(3)
    for training in (each, tenth):
        training.go_by(lr=0.002)
        training.go_on()
        assert training.player.step.k == 30
    each.player.seek(50)
    tenth.player.seek(5)
    assert tenth.player.step.k == 50 and each.theta == tenth.theta
    assert [step.k for step in tenth.player.kept] == [0, 10, 20, 30, 40, 50]


def test_a_tape_of_every_tenth_step_ends_where_the_run_diverges():
    training = Training(make_loss, every=10)
    training.learn_from(np.arange(4.0), np.arange(4.0))
    training.go_by(lr=1e9)
    training.begin(np.zeros(1))
    training.player.seek(20)
    assert training.diverged and training.player.step.k % 10


def test_the_lowest_held_out_loss_is_forgotten_with_its_step_also_on_a_tape_of_every_tenth():
    training = Training(make_loss, every=10)
    training.learn_from(np.arange(4.0), 2 * np.arange(4.0), np.arange(4) == 3)
    training.go_by(lr=0.001)
    training.begin(np.zeros(1))
    training.player.seek(9)
    assert training.lowest.best[0] == 90
    training.player.seek(4)
    training.go_on()
    assert training.lowest.best[0] == 40
