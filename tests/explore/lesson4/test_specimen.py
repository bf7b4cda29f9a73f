"""The microscope's network without widgets: its walk, the check of its gradients, weights put and undone."""

from dataclasses import replace

import numpy as np
import pytest

from nnlab import backprop_steps, network
from nnlab.explore.lesson4 import microscope_words as words
from nnlab.explore.lesson4.specimen import (
    BY_HAND,
    HAND,
    HUNTS,
    LARGEST,
    SATURATED,
    UNDOS,
    ZEROS,
    Settings,
    Specimen,
    curve,
)


def test_the_walk_is_the_lessons():
    walk = Specimen.fresh(Settings()).walk
    f = network.loss(walk.net, [[1, 0]], [[1]])
    value, gradient = f(walk.theta)
    assert walk.before == value and walk.after == f(walk.theta - 1.6 * gradient)[0] < value
    np.testing.assert_allclose(walk.gradient, gradient, rtol=1e-12)
    np.testing.assert_allclose(walk.numeric, gradient, rtol=0, atol=1e-9)
    assert walk.wrong == set()


@pytest.mark.parametrize("hunt", HUNTS)
def test_each_hunt_has_wrong_gradients(hunt):
    walk = Specimen.fresh(Settings(bug=hunt)).walk
    assert walk.wrong and walk.settings.mistake == HUNTS[hunt]


def test_starts():
    assert not Specimen.fresh(Settings(start=ZEROS)).theta.any()
    np.testing.assert_array_equal(Specimen.fresh(Settings(start=BY_HAND)).theta, HAND)
    assert 9.0 in Specimen.fresh(Settings(start=SATURATED)).theta
    elsewhere = Specimen.fresh(Settings(sizes="3-4-1", start=BY_HAND))
    assert elsewhere.settings.start == "random" and len(elsewhere.theta) == 21
    own = np.arange(9.0)
    assert Specimen.fresh(Settings(start="given"), own).theta is not own


def test_a_specimen_never_changes():
    specimen = Specimen.fresh(Settings())
    theta = specimen.theta.copy()
    specimen.put(0, 5.0)
    specimen.updated()
    specimen.under(replace(specimen.settings, lr=3.0, seed=2))
    np.testing.assert_array_equal(specimen.theta, theta)
    assert specimen.past == specimen.applied == ()


def test_weights_put_applied_and_undone():
    specimen = Specimen.fresh(Settings())
    once = specimen.updated()
    twice = once.updated()
    assert twice.applied == (specimen.walk.before, once.walk.before)
    np.testing.assert_array_equal(once.theta, specimen.walk.updated)
    moved = twice.put(3, 1.25)
    assert moved.theta[3] == 1.25 and moved.applied == ()
    for wanted in (twice, once, specimen):
        moved = moved.undone()
        np.testing.assert_array_equal(moved.theta, wanted.theta)
    assert moved.undone() is moved
    for k in range(UNDOS + 5):
        moved = moved.put(0, k / 10)
    assert len(moved.past) == UNDOS


def test_no_weight_leaves_its_bounds():
    settings = Settings(activation="linear", kind="cross_entropy", lr=1e4, sample=3)
    specimen = Specimen.fresh(settings).put(0, 1e300).put(1, -1e300).put(6, 1e300)
    assert specimen.theta[0] == specimen.theta[6] == LARGEST and specimen.theta[1] == -LARGEST
    assert specimen.beyond and specimen.updated() is specimen


def test_other_settings_keep_the_weights_and_another_start_does_not():
    specimen = Specimen.fresh(Settings()).put(0, 5.0)
    assert specimen.under(replace(specimen.settings, kind="cross_entropy", sample=1)).theta[0] == 5.0
    assert specimen.under(replace(specimen.settings, seed=1)).past == ()
    assert len(specimen.under(replace(specimen.settings, sizes="3-4-2")).theta) == 26


def test_training_with_and_without_the_mistake():
    specimen = Specimen.fresh(Settings(bug="bug A"))
    (passes, right), (_, early) = curve(specimen, None), curve(specimen, backprop_steps.EARLY)
    assert passes.tolist() == list(range(301)) and right[0] == early[0] and right[-1] < 0.01


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "linear"])
@pytest.mark.parametrize("bug", backprop_steps.BUGS)
def test_training_beyond_all_numbers_warns_of_nothing(bug, activation):
    for lr in (1.6, 1e4):
        specimen = Specimen.fresh(Settings(activation=activation, kind="cross_entropy", bug=bug, lr=lr))
        passes, values = curve(specimen, bug)
        assert len(passes) == len(values) > 0


# -- words --------------------------------------------------------------------------------------------------


def test_each_place_has_its_name():
    walk = Specimen.fresh(Settings(sizes="3-4-2")).walk
    names = [words.place(walk, step) for step in walk.steps]
    for name in (
        "inputs",
        "loss",
        "hidden neuron 4",
        "output neuron 2",
        "wire from input 3 to hidden neuron 1",
        "wire from hidden neuron 4 to output neuron 2",
        "bias of hidden neuron 2",
        "bias of output neuron 1",
        "weights into the output layer",
        "weights into the hidden layer",
    ):
        assert name in names
    assert words.neuron(Specimen.fresh(Settings()).walk, 2, 0) == "output neuron"


@pytest.mark.parametrize(
    "weights, told",
    [
        ([(0.5, 0.25)], "1 update applied: on this sample the loss fell from 0.5 to 0.25."),
        ([(0.25, 0.00004)], "1 update applied: on this sample the loss fell from 0.25 to 0.00004."),
        ([(0.25, 0.5)], "1 update applied: on this sample the loss rose from 0.25 to 0.5."),
        ([(0.5, 0.5)], "1 update applied: on this sample the loss stayed at 0.5."),
        ([(1, 0.5), (0.5, 0.25)], "2 updates applied: on this sample the loss fell from 0.5 to 0.25."),
        ([(1, 0.5), (0.5, 1)], "2 updates applied: on this sample the loss rose from 0.5 to 1."),
        ([(1, 0.5), (0.5, 0.5)], "2 updates applied: on this sample the loss stayed at 0.5."),
    ],
)
def test_what_updates_have_done(weights, told):
    specimen = Specimen.fresh(Settings())
    specimen = replace(specimen, applied=tuple(before for before, _ in weights))
    specimen.walk.__dict__["before"] = weights[-1][1]  # what the walk would compute
    assert words.happened(specimen) == told
