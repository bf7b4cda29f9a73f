"""The sigmoid neuron's explorable: one neuron with one input, and a ball on the landscape of its loss."""

import math
from typing import final

import numpy as np

from nnlab.activations import ACTIVATIONS
from nnlab.data import Data
from nnlab.explore.kit.controls import choice
from nnlab.explore.kit.explorer import KEYS, SPEEDS
from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson3 import words
from nnlab.explore.lesson3.landscape import (
    CORNER,
    FLAT,
    TARGETS,
    LandscapeExplorer,
    checked,
    shared_controls,
)
from nnlab.pictures import Curves, Landscape, Response

LOSSES = {
    "half_sse": "½ Σ (a − y)²",
    "mse": "mean (a − y)²",
    "sse": "Σ (a − y)²",
    "cross_entropy": "cross-entropy",
}
NEUTRAL = dict(
    lr=0.5, steepness=1.0, activation="sigmoid", kind="half_sse",
    low=0, start=(-4.0, 1.0), reach=6.0, data="overlapping",
)  # fmt: skip
PRESETS = {
    "Rate too small": dict(lr=0.001),
    "Rate right": dict(lr=0.5),
    "Rate too large: it bounces": dict(lr=5.0),
    "Rate far too large: thrown off": dict(lr=10.0, reach=20.0),
    "It diverges: a linear neuron, rate 1": dict(activation="linear", lr=1.0),
    "A step has no slope": dict(activation="step"),
    "Nearly a step: steepness 50": dict(steepness=50.0),
    "Confidently wrong: squared error crawls": dict(data="one sample", start=CORNER, lr=1.0),
    "Confidently wrong: cross-entropy does not": dict(
        data="one sample", start=CORNER, lr=1.0, kind="cross_entropy"
    ),
    "No bottom: the classes are apart": dict(data="apart", kind="cross_entropy", lr=1.0, reach=10.0),
    "Out of reach: a sigmoid asked for −1": dict(data="apart", low=-1, start=(0.0, 0.0)),
    "In reach: tanh asked for −1": dict(data="apart", low=-1, activation="tanh", lr=0.1, start=(0.0, 0.0)),
    "Relu, switched off for good": dict(activation="relu", lr=0.1),
}


@final
class NeuronExplorer(LandscapeExplorer):
    """Made by `explore_neuron`; see there."""

    def __init__(self, given: Data | None, settings: dict) -> None:
        controls = shared_controls(given, settings) | dict(
            activation=choice(ACTIVATIONS, settings["activation"], "activation"),
            kind=choice([(text, kind) for kind, text in LOSSES.items()], settings["kind"], "loss"),
            low=choice(TARGETS, settings["low"], "targets"),
        )
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=15, hint=f"{words.HINT}; {KEYS}.")
        place = dict(left=0.09, right=0.965, bottom=0.115, top=0.915, wspace=0.23, hspace=0.58)
        grid = stage.figure.add_gridspec(2, 2, width_ratios=[1, 1.05], height_ratios=[1.35, 1], **place)
        response, loss, land = (
            stage.figure.add_subplot(cell) for cell in (grid[0, 0], grid[1, 0], grid[:, 1])
        )
        self.response = Response(response, xlabel=words.INPUT, ylabel=words.ANSWER)
        axes = dict(xlabel=words.WEIGHT, ylabel=words.BIAS, limits=((-1, 1), (-1, 1)))
        self.landscapes = [Landscape(land, **axes)]
        self.curves = Curves(loss, (words.LOSS,), xlabel=words.STEPS, ylabel=words.LOSS, log=True)
        loss.get_legend().remove()
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(main=["lr", "activation", "kind", "steepness"], more=["data", "low", "start", "reach"])
        self.restart()
        self.publish()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The loss that the control says."""
        return (self["kind"],)

    def sentence(self) -> str:
        """Say what just happened, and what it means."""
        frame, refused = self.frame, self.rolling.refusals[0]
        if refused:
            return refused
        if frame.steps[0].diverged:
            return words.diverged(frame.k)
        value, gradient = frame.slopes[0]
        told = words.standing(frame.k, frame.steps[0].theta, value, gradient)
        parts = (told, self._judged(value, gradient), self.off_the_map(), self._reached())
        return " ".join(part for part in parts if part)

    def _judged(self, value: float, gradient: np.ndarray) -> str:
        wrong, n, length = self.frame.wrong[0], len(self.frame.a), math.hypot(*gradient)
        if length == 0 and self["activation"] == "relu" and not self.frame.a.any():
            return words.RELU_OFF
        lately = self.rolling.lately()
        ups = np.diff(lately) > 1e-6 * lately[:-1]
        if ups.sum() > 2:
            return words.BOUNCES
        if ups[-1:].any():
            return words.went_up(lately[-2], lately[-1])
        if length < FLAT:
            heights = self.landscapes[0].height
            return words.flat(wrong, n, lower=heights.min() < value - 0.02 * np.ptp(heights))
        return words.rolling(wrong, n, 1 / (self["lr"] * length))

    def _reached(self) -> str:
        rolling = self.rolling
        return words.reach(rolling.activation, self["low"], unreachable=rolling.out_of_reach)


def explore_neuron(data: str | Data = "overlapping", **settings) -> NeuronExplorer:
    """Return an explorable of one neuron with one input x.

    `data` is "overlapping", "apart", "far from 0", "one sample", "your own points", or a `Data`, of which it
    takes the first feature. `settings` set controls: `lr`, `steepness`, `activation`, `kind` (the loss),
    `low` (the target of class 0: 0 or -1), `start` (w, b), `reach` (3, 6, 10, 20 or 50: the map goes from
    -reach to reach). Raises ValueError for anything else.
    """
    return NeuronExplorer(*checked(data, settings, NEUTRAL))
