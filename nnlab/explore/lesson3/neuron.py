"""The sigmoid neuron's explorable: one neuron with one input, and a ball on the landscape of its loss."""

import math

import numpy as np

from nnlab.activations import ACTIVATIONS
from nnlab.data import Data
from nnlab.descent import Step
from nnlab.explore.kit.controls import choice, row
from nnlab.explore.kit.explorer import KEYS, SPEEDS
from nnlab.explore.kit.numbers import pair, plain
from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson3 import landscape
from nnlab.explore.lesson3.landscape import CORNER, FLAT, HINT, TARGETS, Neurons
from nnlab.losses import unreachable
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


class NeuronExplorer(Neurons):
    """Made by ``explore_neuron``; see there."""

    def __init__(self, given: Data | None, settings: dict) -> None:
        settings = NEUTRAL | settings
        controls = dict(
            data=landscape.samples(given, settings),
            lr=landscape.rate(settings["lr"]),
            steepness=landscape.steepness(settings["steepness"]),
            activation=choice(ACTIVATIONS, settings["activation"], "activation"),
            kind=choice([(text, kind) for kind, text in LOSSES.items()], settings["kind"], "loss"),
            low=choice(TARGETS, settings["low"], "targets"),
            start=landscape.starts(settings["start"]),
            reach=landscape.part_of_the_map(settings["reach"]),
        )
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=15, hint=f"{HINT}; {KEYS}.")
        place = dict(left=0.09, right=0.965, bottom=0.115, top=0.915, wspace=0.23, hspace=0.58)
        grid = stage.figure.add_gridspec(2, 2, width_ratios=[1, 1.05], height_ratios=[1.35, 1], **place)
        response, loss, land = (
            stage.figure.add_subplot(cell) for cell in (grid[0, 0], grid[1, 0], grid[:, 1])
        )
        self.response = Response(response, xlabel="input $x$", ylabel="answer $a$")
        self.landscapes = [Landscape(land, xlabel="weight $w$", ylabel="bias $b$", limits=((-1, 1), (-1, 1)))]
        self.curves = Curves(loss, ("loss",), xlabel="steps so far, $k$", ylabel="loss", log=True)
        loss.get_legend().remove()
        pictures = (self.response, *self.landscapes, self.curves)
        stage.moving = [artist for picture in pictures for artist in picture.artists]
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(
            above=[
                row(self.preset, controls["data"]),
                row(controls["lr"], controls["steepness"]),
                row(controls["activation"], controls["kind"], controls["low"]),
            ],
            below=[row(self.undo_button, self.reset_button, controls["start"], controls["reach"])],
        )
        self.restart()
        self.publish()

    def sentence(self) -> str:
        """What just happened, and what it means."""
        if self.refusals[0]:
            return self.refusals[0]
        at = self.player.step
        step = at.steps[0]
        if step.diverged:
            return f"Diverged at step {at.k}: lower the learning rate. The steps went further and further up."
        parts = (self._happened(step, at.k), self._judged(step), self._off_the_map(), self._reached())
        return " ".join(part for part in parts if part)

    def _happened(self, step: Step, k: int) -> str:
        value, gradient = self.losses[0](step.theta)  # of the settings as they are now
        told = f"Step {k}" if k else "Press play: the ball rolls down the slope, and the curve bends. Now"
        told += f": w\u00a0=\u00a0{plain(step.theta[0])}, b\u00a0=\u00a0{plain(step.theta[1])}, "
        return told + f"loss {plain(value)}, gradient {pair(gradient)}."

    def _judged(self, step: Step) -> str:
        value, gradient = self.losses[0](step.theta)
        wrong, n = self._wrong(step), len(self.x)
        land, lately = self.landscapes[0], self._lately()
        if not gradient.any() and self["activation"] == "relu" and not self.answers(step.theta, self.x).any():
            return "Relu is off for every sample. The gradient is exactly 0: nothing will ever move it again."
        ups = np.diff(lately) > 1e-6 * lately[:-1]
        if ups.sum() > 2:
            return (
                "It bounces: again and again a step is too long, and ends higher up. Lower the learning rate."
            )
        if ups[-1:].any():
            return f"The last step went up, from {plain(lately[-2])} to {plain(lately[-1])}: it was too long."
        if math.hypot(*gradient) < FLAT:
            lower = land.height.min() < value - 0.02 * np.ptp(land.height)
            if wrong and lower:
                told = f"{wrong} of {n} answers are wrong" if n > 1 else "its one answer is wrong"
                return (
                    f"It is flat here, and yet {told}. A small slope does not mean that it "
                    "is right: there are lower places on this map."
                )
            if wrong:
                return (
                    f"It is flat here, and no place on this map is much lower. Still wrong: {wrong} of {n}."
                )
            return "It is flat here, and all answers are right."
        steps = math.inf if not gradient.any() else 1 / (self["lr"] * math.hypot(*gradient))
        if steps > 500:
            many = f"{float(f'{steps:.2g}'):,.0f}" if steps < 1e7 else "millions"
            return f"The steps are tiny: at this slope, about {many} of them to move the ball by 1."
        return f"Wrong: {wrong} of {n} answers."

    def _lately(self) -> np.ndarray:
        """The losses of the last steps with the settings as they are; none where the tape is thinned."""
        now, rows = self.player.position, self.player.history()[1]
        return rows[max(now - 20, self._since) : now + 1, 0] if self.player.stride == 1 else rows[:0, 0]

    def _reached(self) -> str:
        activation = ACTIVATIONS[self["activation"]]
        if unreachable(self.targets, activation.name).any():
            return (
                f"The target −1 is out of reach: {activation.name} never says less than {activation.low:g}, "
                "so the loss cannot come near 0."
            )
        if activation.name == "tanh" and self["low"] == 0:
            return (
                "Tanh goes from −1 to 1: a target of 0 lies in its middle. Targets −1 and 1 suit it better."
            )
        return ""


def explore_neuron(data: str | Data = "overlapping", **settings) -> NeuronExplorer:
    """An explorable of one neuron with one input x, on ``data``: "overlapping", "apart", "far from 0",
    "one sample", "your own", or a ``Data``, of which it takes the first feature.

    ``settings`` set controls: ``lr``, ``steepness``, ``activation``, ``kind`` (the loss), ``low`` (the
    target of class 0: 0 or -1), ``start`` (w, b), ``reach`` (3, 6, 10, 20, 50: the map from -reach to reach).
    Raises ValueError for anything else.
    """
    return NeuronExplorer(*landscape.checked(data, settings, NEUTRAL))
