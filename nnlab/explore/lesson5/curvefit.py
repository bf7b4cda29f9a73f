"""Lesson 5's explorable: a network with one input learns a curve; its hidden units are seen as the pieces."""

from typing import final

import ipywidgets as widgets
import numpy as np

from nnlab.activations import ACTIVATIONS
from nnlab.checks import shown
from nnlab.curvefit import spread_out
from nnlab.data import Curve
from nnlab.explore.kit.baselines import loss_of_mean
from nnlab.explore.kit.controls import Number, choice, whole, whole_slider
from nnlab.explore.kit.editable_samples import CURVE_HINT, CurvePoints
from nnlab.explore.kit.explorer import KEYS, SPEEDS
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import CurveExplorer, checked, held_out_list, sample_list
from nnlab.explore.kit.stage import Stage
from nnlab.explore.kit.training import Training
from nnlab.explore.lesson5 import curves, words
from nnlab.explore.lesson5.curvefit_view import CurveFitView
from nnlab.explore.lesson5.curves import SETS, from_0_to_1, scaled, standard
from nnlab.explore.lesson5.frame import NOTHING, frame_of, look_into
from nnlab.learned import Learned
from nnlab.losses import unreachable
from nnlab.network import Network, loss

# Hidden units.
MOST = 64
# Steps: so long momentum may carry a run up again before it is said to be lost.
LATELY = 20
# The picture of the toy curves, and of no samples at all.
SQUARE = ((-3.9, 3.9), (-2.0, 2.0))
# For a number of theta to be drawn with: the curve has left the picture long before.
TOO_LARGE = 1e6
# Points of the loss curve: more are not seen.
CURVE = 250
ACTS = ("tanh", "sigmoid", "relu", "linear")
OUTPUTS = ("linear", "tanh", "sigmoid", "relu")
SPREAD_OUT = "spread out"
INITS = {
    SPREAD_OUT: None,
    "xavier": dict(how="xavier"),
    "uniform ±1": dict(how="uniform", value=1.0),
    "zeros": dict(how="zeros"),
}
STANDARD, RANGE, RAW = "mean 0, spread 1", "from 0 to 1", "not at all"
SCALERS = {STANDARD: standard, RANGE: from_0_to_1, RAW: lambda y: NOTHING}

# What begins again with another network, or in other units.
FRESH = {"hidden", "activation", "output", "init", "scale_x", "scale_y"}

NEUTRAL = dict(
    data="sine",
    n=40,
    noise=0.2,
    held_out=0.2,
    lr=0.03,
    momentum=0.9,
    seed=1,
    hidden=8,
    activation="tanh",
    output="linear",
    init=SPREAD_OUT,
    scale_x=True,
    scale_y=STANDARD,
    scale_back=True,
)
SQUEEZED = dict(scale_y=RANGE, output="sigmoid", lr=0.1)
INTEREST = dict(data="real interest", hidden=16)
PRESETS = {
    "Sine: eight hidden units": dict(),
    "One hidden unit: up or down, once": dict(hidden=1),
    "Two hidden units: too few": dict(hidden=2),
    "64 hidden units": dict(hidden=64),
    "A kink out of two relus": dict(data="kink", hidden=2, activation="relu", noise=0.0, lr=0.1, seed=2),
    "Linear units bend nothing": dict(activation="linear"),
    "Rate too small: it crawls": dict(lr=0.0003),
    "Rate too large: it jumps": dict(lr=0.27, momentum=0.0),
    "Rate far too large: it diverges": dict(lr=0.3, hidden=32),
    "Always positive: a sigmoid output": dict(scale_y=RAW, output="sigmoid"),
    "Always positive: a relu output": dict(scale_y=RAW, output="relu"),
    "Always positive: scaled, and never scaled back": dict(**SQUEEZED, scale_back=False),
    "Cured: a linear output": dict(scale_y=RAW),
    "Cured: a tanh output": dict(scale_y=RAW, output="tanh"),
    "Cured: scaled, and scaled back": dict(**SQUEEZED),
    "Interest: always positive": dict(INTEREST, scale_y=RAW, output="relu", lr=0.003),
    "Interest: scaled, and never scaled back": dict(INTEREST, **SQUEEZED, scale_back=False),
    "Interest: cured": dict(INTEREST),
    "Interest: the years not scaled": dict(INTEREST, scale_x=False),
    "Zero start: all units stay equal": dict(init="zeros"),
}


@final
class CurveFitExplorer(CurveExplorer):
    """Made by `explore_curvefit`; see there."""

    def __init__(self, given: Curve | None, settings: dict) -> None:
        settings = NEUTRAL | settings
        controls = dict(
            data=sample_list(SETS, given, settings["data"]),
            n=whole_slider(settings["n"], curves.FEWEST, curves.MOST_SAMPLES, "number of samples"),
            noise=Number(settings["noise"], "noise", curves.NOISES, low=0, high=10, width="220px"),
            held_out=held_out_list(settings["held_out"]),
            lr=Number(settings["lr"], "learning rate η", curves.RATES, low=1e-6, high=1e4),
            momentum=choice([(f"{m:g}", m) for m in curves.MOMENTA], settings["momentum"], "momentum"),
            seed=whole(settings["seed"], 0, 9999, "seed"),
            hidden=whole_slider(settings["hidden"], 1, MOST, "hidden size"),
            activation=choice(ACTS, settings["activation"], "hidden activation"),
            output=choice(OUTPUTS, settings["output"], "output activation"),
            init=choice(INITS, settings["init"], "start weights"),
            scale_x=box("scale_x", settings["scale_x"], "scale x"),
            scale_y=choice(SCALERS, settings["scale_y"], "scale y"),
            scale_back=box("scale_back", settings["scale_back"], "scale answers back"),
        )
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=240, hint=f"{CURVE_HINT}; {KEYS}.")
        self.view = view = CurveFitView(stage.figure)
        self.fit, self.parts, self.agreement, self.curves = view.fit, view.parts, view.agreement, view.curves
        stage.moving = view.artists
        self.points = CurvePoints(self.fit.ax)
        self.training = Training(lambda net, x, y, kind: loss(net, x[:, None], y, kind), largest=TOO_LARGE)
        self.training.kind = "mse"
        # What could not be done.
        self._refused = ""
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        scales, samples = ["output", "scale_y", "scale_back", "scale_x"], ["n", "noise", "held_out"]
        more = [*scales, *samples, "init", "momentum", "seed", self.own_data]
        self.lay_out(main=["data", "lr", "hidden", "activation"], more=more)
        self.restart()
        self.publish()

    @property
    def player(self) -> Player:
        """The tape of the training."""
        return self.training.player

    # -- samples ------------------------------------------------------------------------------------------

    def fetch(self, name: str) -> Curve:
        """Return the samples of that name."""
        return curves.fetch(name, self["n"], self["noise"], rng=self._rng())

    def limits(self) -> tuple | None:
        """Return the ends of the picture, which the toys have in common."""
        return SQUARE if self.toy or self.data is None else None

    def choose_held(self) -> None:
        """Choose those held out; of a toy's samples, those of a smaller number stay so in a larger one."""
        if self.toy:
            self.points.held = curves.evenly_held(len(self.points.X), self["held_out"])
        else:
            super().choose_held()

    def samples_taken(self) -> None:
        """Show other samples in the pictures, and fit the scalers to the training samples."""
        self._label()
        self._fit_scalers()

    def _label(self) -> None:
        data, held = self.data, bool(self.points.held.any())
        names = ("$x$", "$y$") if data is None else (data.xlabel, data.ylabel)
        self.view.relabel(*names, self.points.limits, held_out=held, truth=self.truth)
        self.stage.redraw(self.fit.ax, self.curves.ax)

    def _fit_scalers(self) -> None:
        x, y = self.points.X[~self.points.held].T
        self.x_scaler = standard(x) if self["scale_x"] else NOTHING
        self.y_scaler = SCALERS[self["scale_y"]](y)

    # -- learning -----------------------------------------------------------------------------------------

    def _learn(self) -> None:
        """Begin to learn again, with the network and the start that the controls say."""
        self.training.model = Network((1, self["hidden"], 1), (self["activation"], self["output"]))
        self._set_samples()
        self._set_rates()
        self.training.begin(self._first_theta())

    def _first_theta(self) -> np.ndarray:
        net, how = self.training.model, INITS[self["init"]]
        if how is not None:
            return net.init(rng=self._rng(), **how)
        x = self.points.X[~self.points.held, 0]
        if len(x) < 2:
            # Nobody knows yet where the samples will be.
            x = np.array(self.points.limits[0])
        return spread_out(net, scaled(x, self.x_scaler), rng=self._rng())

    def _set_samples(self) -> None:
        x, y = scaled(self.points.X[:, 0], self.x_scaler), scaled(self.points.X[:, 1], self.y_scaler)
        self.training.learn_from(x, y, self.points.held)
        self._lost = int(unreachable(y, self["output"]).sum())

    def _set_rates(self) -> None:
        self.training.go_by(lr=self["lr"], momentum=self["momentum"])

    def _go_on(self) -> None:
        """Learn on from the step shown, with other samples or another rate but with the same weights."""
        self._set_rates()
        if self.training.diverged:
            # There is nothing left to go on from.
            self._learn()
        else:
            self.training.go_on()

    def learned(self) -> Learned:
        """Return what is learned at the step shown, as a function x -> y, both as measured."""
        name = "x" if self.data is None else self.data.xlabel
        both = self.training.model, self.training.theta
        return Learned(*both, self.x_scaler, (name,), target=self.y_scaler)

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the samples and the curve, its pieces, the answers, and the loss."""
        points, training = self.points, self.training
        if (bool(points.held.any()), self.truth is not None) != self.view.labelled:
            self._label()
        back = self.y_scaler if self["scale_back"] else NOTHING
        self.frame = frame_of(training.model, training.theta, self.x_scaler, back)
        output = ACTIVATIONS[self["output"]]
        if self.view.shade(points, np.array([output.low, output.high]) * back.scale + back.mean):
            self.stage.redraw(self.fit.ax, self.parts.ax)
        self.view.draw(points, self.frame)
        self.curves.update(*training.player.thinned(CURVE))
        n, h = len(points.X), self["hidden"]
        self.stage.alt = words.alt_curvefit(self.name, n, h, training.player.step)

    def sentence(self) -> str:
        """Say how it stands, and what there is to see."""
        points, step = self.points, self.player.step
        if points.held.all():
            return words.NO_SAMPLES
        if step.diverged:
            return words.curvefit_diverged(step)
        note = words.CURVEFIT_NOTES.get(self.preset.value, "")
        remarks = self._remarks()[: 1 if note else 2]
        parts = [words.curvefit_standing(step, self.training.held_out_loss), self._refused, note, *remarks]
        simplest = loss_of_mean(step.value, self.training.answers, step.k)
        parts += [words.simplest(simplest), points.thinned]
        if step.k == 0 and not note:
            parts += [words.PIECES_BELOW, words.GREY_PARTS]
        return " ".join(filter(None, parts))

    def _remarks(self) -> list[str]:
        step, points = self.player.step, self.points
        found = look_into(self.frame, step.gradient, points.X[~points.held, 0])
        return words.curvefit_remarks(
            found,
            self.frame.net,
            # A few beyond reach are noise.
            lost=self._lost if self._lost > 0.05 * len(points.X) else 0,
            n=len(points.X),
            scales_x=self["scale_x"],
            scales_y=self["scale_y"] != RAW,
            scales_back=self["scale_back"],
            left_behind=self._left_behind() if step.k > 20 else None,
        )

    def _left_behind(self) -> float | None:
        """Return the lowest loss so far, if in its last steps the run has not come near it again."""
        _, rows, now = self.player.history()
        so_far = rows[: now + 1, 0]
        lowest = np.nanmin(so_far)
        lately = min(np.nanmin(so_far[-LATELY:]), self.player.step.value)
        return float(lowest) if lately > 1.5 * lowest + 1e-6 else None

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Learn on at another rate or from other samples; begin again with another model."""
        self._refused = ""
        if "data" in names:
            self.restart()
        elif {"held_out", "seed"} & set(names):
            # Never draw over what the reader has put there.
            if "seed" in names and not self.points.past:
                self.take_samples()
            else:
                self.hold_out()
            self._learn()
        elif FRESH & set(names):
            if {"noise", "n"} & set(names) and self.toy and not self.points.past:
                self.take_samples()
            self._fit_scalers()
            self._learn()
        elif {"noise", "n"} & set(names):
            self._draw_others()
        elif {"lr", "momentum"} & set(names):
            self._go_on()

    def _draw_others(self) -> None:
        """Take other noise or another number of samples, with the same weights."""
        if not self.toy:
            self._refused = words.ONLY_TOYS
        elif self.points.past:
            self._refused = words.CHANGED_BY_HAND
        else:
            scalers = self.x_scaler, self.y_scaler
            self.take_samples()
            # Else the same weights would say something else.
            self.x_scaler, self.y_scaler = scalers
            self.samples_changed()

    def restart(self) -> None:
        """Take fresh samples, and show the first step."""
        self._refused = ""
        self.take_samples()
        self._learn()

    def samples_changed(self) -> None:
        """Learn on with them."""
        self._set_samples()
        self._go_on()


def box(name: str, value: bool, description: str) -> widgets.Checkbox:
    """Return a box to tick. Raises ValueError unless `value` is True or False."""
    if not isinstance(value, bool):
        raise ValueError(f"{name}: expected True or False, got {shown(value)}")
    layout = widgets.Layout(width="auto")
    return widgets.Checkbox(value, description=description, indent=False, layout=layout)


def explore_curvefit(data: str | Curve = "sine", **settings) -> CurveFitExplorer:
    """Return an explorable of a network 1-`hidden`-1 that learns a curve: a name from the list, or your own.

    `settings` set controls: `n` (4 to 200 samples) and `noise` of the toy curves, `held_out` (0, 0.1, 0.2,
    0.3 or 0.5), `lr`, `momentum` (0, 0.5, 0.9 or 0.99), `seed`, `hidden` (1 to 64), `activation` of the
    hidden units ("tanh", "sigmoid", "relu" or "linear"), `output` (the same), `init` ("spread out", "xavier",
    "uniform ±1" or "zeros"), `scale_x` (True or False), `scale_y` ("mean 0, spread 1", "from 0 to 1" or "not
    at all") and `scale_back` (True or False). The loss is the mean squared error in the units that the
    network learns in. Raises ValueError for anything else.
    """
    return CurveFitExplorer(*checked(data, settings, NEUTRAL, SETS, Curve))
