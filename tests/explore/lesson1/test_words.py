"""What the perceptron's explorable says, without widgets: one step, one set of sentences."""

from dataclasses import replace

import numpy as np
import pytest

from nnlab import perceptron
from nnlab.explore.lesson1 import words

X, Y = np.array([[0.0, 0.0], [-1.5, 2000.0]]), np.array([0, 1])
STEPS = list(perceptron.train(X, Y))
VIEW = words.View(
    step=STEPS[0],
    x=None,
    features=2,
    random=False,
    lr=1.0,
    ended=False,
    wrong=np.array([True, False]),
    held=np.array([False, False]),
    thinned="",
    only=None,
    on_boundary=False,
    separable=True,
    seen_twice=False,
    bound=12345.6,
)


def say(moved="", squeeze=False, **other) -> str:
    return words.status(replace(VIEW, **other), moved=moved, squeeze=squeeze)


def test_mistakes_have_one_kind_of_minus():
    up = say(step=replace(STEPS[1], k=7, w=np.array([-1.5, 2.0, -0.25]), error=1), x=X[1])
    assert up.startswith("Mistake 7: at (−1.5, 2,000) it said 0, right is 1. So w goes up by η·x")
    assert "now w\u00a0=\u00a0(−1.5, 2), b\u00a0=\u00a0−0.25." in up
    down = say(step=replace(STEPS[1], error=-1), x=X[0, :1], features=1)
    assert "at 0 it said 1, right is 0. So w goes down by η·x" in down
    assert words.bias(-0.25) == "b = −0.25"


@pytest.mark.parametrize("k, word", [(0, "after 0 mistakes"), (1, "after 1 mistake it"), (2, "2 mistakes")])
def test_one_mistake_and_several(k, word):
    assert word in say(step=replace(STEPS[0], k=k), ended=True)


@pytest.mark.parametrize(
    "other, sentence",
    [
        (dict(random=True), "Press play. The weights are random. Wrong now: 1 of 2."),
        (dict(held=np.array([True, True])), words.NO_SAMPLES),
        (dict(held=np.array([False, True])), "Wrong now: 1 of 1 training samples, 0 of 1 held out."),
        (dict(only=1, step=STEPS[1]), "It says 1 to every sample."),
        (dict(on_boundary=True, step=STEPS[1]), "A sample that lies on the boundary counts as 1."),
        (dict(separable=False, seen_twice=True, features=1), words.NEVER[0]),
        (dict(separable=False, seen_twice=True, features=3), words.NEVER[2]),
        (dict(step=replace(STEPS[1], k=100)), "It will come to rest, since a boundary exists."),
        (dict(squeeze=True), "Novikoff's bound: 12,346 mistakes."),
        (dict(squeeze=True, bound=None), "The squeeze holds from zero weights"),
        (dict(moved="lr"), "only scales w: the boundary stays the same."),
        (dict(moved="lr", lr=0.3), "the boundary stays the same, but for rounding."),
        (dict(moved="lr", random=True), "From random weights the learning rate matters"),
    ],
)
def test_sentences(other, sentence):
    if "step" in other:
        other = dict(x=X[0]) | other
    assert sentence in say(**other)
