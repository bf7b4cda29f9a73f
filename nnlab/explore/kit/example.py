"""An example to copy: a straight line learns noisy samples. Everything that an explorable needs is here."""

from typing import final

import numpy as np

from nnlab.data import curve
from nnlab.explore.kit.controls import Number, whole
from nnlab.explore.kit.explorer import KEYS, SPEEDS, Explorer
from nnlab.explore.kit.numbers import plain
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Stage
from nnlab.explore.kit.training import Training
from nnlab.pictures import Curves, Fit

RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 1.0)
NEUTRAL = dict(lr=0.03, seed=0)  # the name of a control is the name of the parameter it sets
PRESETS = {"Rate too large": dict(lr=1.0)}
SAYS = "Step {k}: the line {slope} x + {height}, training loss {loss}."
DIVERGED = "It diverged at step {k}: lower the learning rate."


def line_loss(model, x, y, kind):
    """Return theta -> (mean of (w x + b - y)^2, its gradient). In a lesson this stands with the maths."""
    ones = np.column_stack([x, np.ones(len(x))])

    def loss(theta):
        error = ones @ theta - y
        return float(error @ error) / len(y), 2 * error @ ones / len(y)

    return loss


@final
class LineExplorer(Explorer):
    """Made by `explore_line`; see there."""

    def __init__(self, settings: dict) -> None:
        lr = Number(settings["lr"], "learning rate η", RATES, low=1e-5, high=10)
        seed = whole(settings["seed"], 0, 9999, "seed")
        stage = Stage(760, 340, bar=True, speeds=SPEEDS, speed=15, hint=f"{KEYS[0].upper()}{KEYS[1:]}.")
        place = dict(left=0.09, right=0.98, bottom=0.17, top=0.88, wspace=0.26)
        left, right = stage.figure.subplots(1, 2, gridspec_kw=place)
        self.fit = Fit(left, xlabel="$x$", ylabel="$y$", limits=((-3.2, 3.2), (-3, 3)), curve="line")
        self.curves = Curves(right, ("training loss",), xlabel="steps so far, $k$", ylabel="loss")
        stage.moving = [*self.fit.artists, *self.curves.artists]
        # Beyond `largest` a parameter is not drawn. The loss may ignore `model` and `kind`, as here.
        self.training = Training(line_loss, largest=1e6)
        super().__init__(stage, dict(lr=lr, seed=seed), presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(main=["lr"], more=["seed"])
        self.restart()
        self.publish()

    @property
    def player(self) -> Player:
        """The tape of its training."""
        return self.training.player

    def restart(self) -> None:
        """Draw fresh samples, and begin to learn them."""
        rng = np.random.default_rng(self["seed"])
        self.samples = curve("step", 30, rng=rng, noise=0.2)
        self.training.learn_from(self.samples.x, self.samples.y)
        self.training.go_by(lr=self["lr"])
        self.training.begin(np.zeros(2))

    def changed(self, *names: str) -> None:
        """Let a new rate change the run on its way; begin again with other samples."""
        if names == ("lr",):
            self.training.go_by(lr=self["lr"])
            self.training.go_on()
        else:
            self.restart()

    def draw(self) -> None:
        """Put the arrays into the pictures' artists."""
        slope, height = self.training.theta
        ends = np.array([-3.0, 3.0])
        self.fit.samples(self.samples.x, self.samples.y)
        self.fit.curve(ends, slope * ends + height)
        numbers, rows, now = self.player.thinned(400)
        self.curves.update(numbers, rows[:, :1], now)
        self.stage.alt = f"30 samples and a straight line after {self.player.step.k} steps of learning"

    def sentence(self) -> str:
        """Return the status line: how it stands now."""
        step = self.player.step
        if step.diverged:
            return DIVERGED.format(k=step.k)
        slope, height = map(plain, step.theta)
        return SAYS.format(k=step.k, slope=slope, height=height, loss=plain(step.value))


def explore_line(**settings) -> LineExplorer:
    """Return an explorable of a straight line that learns 30 noisy samples by descent.

    `settings` set controls: `lr` and `seed`. Raises ValueError for anything else.
    """
    return LineExplorer(settings_from(settings, NEUTRAL))
