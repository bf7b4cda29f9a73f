"""Lesson 6: a curve that has room for the noise, and penalties that take the room away while it learns."""

from typing import final

import ipywidgets as widgets
import numpy as np

from nnlab import penalties
from nnlab.data import Curve, curve, curve_names
from nnlab.data.curves import HIGH, LOW
from nnlab.explore.kit.baselines import loss_of_mean
from nnlab.explore.kit.controls import Number, choice, whole, whole_slider
from nnlab.explore.kit.editable_samples import CURVE_HINT, CurvePoints, around
from nnlab.explore.kit.explorer import KEYS, SPEEDS
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import OWN, CurveExplorer, checked, sample_list
from nnlab.explore.kit.stage import Stage
from nnlab.explore.kit.training import Training
from nnlab.explore.lesson4.network import TOO_LARGE
from nnlab.explore.lesson5.curves import scaled, standard
from nnlab.explore.lesson5.frame import NOTHING
from nnlab.explore.lesson5.words import CHANGED_BY_HAND, NO_SAMPLES, ONLY_TOYS, diverged, simplest
from nnlab.explore.lesson6 import words
from nnlab.explore.lesson6.curve_models import (
    DOMAIN,
    NETWORK,
    PLACES,
    POLYNOMIAL,
    first_theta,
    frame_of,
    learned,
    loss_of,
    mask_of,
    net_of,
)  # fmt: skip
from nnlab.explore.lesson6.overfit_view import OverfitView
from nnlab.explore.lesson6.penalised import L1, L2, MAKERS, NONE, back_from_zero, best_button, chosen
from nnlab.explore.lesson6.warm_start import carried
from nnlab.learned import Learned
from nnlab.pictures.style import round_up
from nnlab.scaling import Scaler

SIZES = (8, 10, 12, 16, 20, 30, 50, 100, 200)
# Samples of a toy curve that are only asked about, and the share of other samples.
VALIDATION, SHARE = 60, 0.3
NOISES = tuple(np.round(np.linspace(0, 1, 11), 1).tolist())
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
LAMS = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
MOMENTA = (0.0, 0.5, 0.9)
# Degree, hidden units.
HIGHEST, MOST = 25, 64
PROX, SLOPE = "proximal step", "slope"
SETS = (*curve_names(), OWN)
HINT = (
    "Large dots: training samples. Small hollow ones: held out, they are only asked about. Each stem is "
    "one weight, and a hollow dot is a weight of exactly 0; biases are not shown and not penalised. The "
    "curves of the loss never include the penalty, and the diamond is the lowest held-out loss so far"
)

NEUTRAL = dict(
    data="sine", model=POLYNOMIAL, degree=15, hidden=16, penalty=NONE, lam=0.1, n=16, noise=0.3, lr=0.03,
    momentum=0.9, way=PROX, seed=5,
)  # fmt: skip
NET = dict(model=NETWORK, hidden=64, n=10, noise=0.5)
PRESETS = {
    "Degree 15 on 16 samples: it learns the noise": dict(),
    "Degree 3: too stiff": dict(degree=3),
    "200 samples calm it": dict(n=200),
    "No noise": dict(noise=0.0),
    "L2: all weights shrink": dict(penalty=L2, lam=0.3),
    "L1: most weights are exactly 0": dict(penalty=L1),
    "L1 by its slope: none is exactly 0": dict(penalty=L1, way=SLOPE),
    "L1 too strong: nothing is left": dict(penalty=L1, lam=3.0),
    "64 hidden units on 10 samples": dict(NET),
    "64 hidden units, and L2": dict(NET, penalty=L2, lam=0.01),
    "64 hidden units, and L1": dict(NET, penalty=L1, lam=0.01),
    "Too large a rate": dict(lr=3.0, momentum=0.0),
}


def controls_of(given: Curve | None, settings: dict) -> dict[str, widgets.Widget]:
    """Return the controls. Raises ValueError for invalid settings."""
    return dict(
        data=sample_list(SETS, given, settings["data"]),
        model=choice([POLYNOMIAL, NETWORK], settings["model"], "learned by a"),
        degree=whole_slider(settings["degree"], 1, HIGHEST, "degree", "260px"),
        hidden=whole_slider(settings["hidden"], 1, MOST, "hidden size", "260px"),
        penalty=choice(MAKERS, settings["penalty"], "penalty"),
        lam=Number(settings["lam"], "strength λ", LAMS, low=0, high=100),
        n=choice(SIZES, settings["n"], "training samples"),
        noise=Number(settings["noise"], "noise", NOISES, low=0, high=5, width="200px"),
        lr=Number(settings["lr"], "learning rate η", RATES, low=1e-5, high=100),
        momentum=choice([(f"{m:g}", m) for m in MOMENTA], settings["momentum"], "momentum"),
        way=choice([PROX, SLOPE], settings["way"], "penalty acts by its"),
        seed=whole(settings["seed"], 0, 9999, "seed"),
    )


def samples(
    name: str, n: int, noise: float, *, rng: np.random.Generator, apart: np.random.Generator
) -> Curve:
    """Return `n` samples of a toy curve, and after them those that are held out.

    These are drawn `apart`, so that they are the same ones for every n.
    """
    seen = curve(name, n, rng=rng, noise=noise)
    unseen = curve(name, VALIDATION, rng=apart, noise=noise)
    return Curve(name, np.append(seen.x, unseen.x), np.append(seen.y, unseen.y), seen.truth)


def ends(data: Curve, toy: bool) -> tuple:
    """Return the ends of a picture: as wide as the model's domain, and a little more."""
    if not toy:
        return around(np.column_stack([data.x, data.y]), (0.025, 0.25))
    end = round_up(1.15 * max(np.abs(data.y).max(), np.abs(data.truth(PLACES)).max()))
    return (LOW - 0.15, HIGH + 0.15), (-end, end)


def scalers_of(X: np.ndarray, held: np.ndarray) -> tuple[Scaler, Scaler]:
    """Return what scales measured places `X (n, 2)`, so that they are learned as if they were a toy's.

    x goes to the model's domain, and y to mean 0 and spread 1, as those are that are not `held (n,)` out.
    """
    low, high = X[:, 0].min(), X[:, 0].max()
    scale = (high - low) / (HIGH - LOW) or 1.0
    return Scaler(np.array([low - LOW * scale]), np.array([scale])), standard(X[~held, 1])


@final
class OverfitExplorer(CurveExplorer):
    """Made by `explore_overfit`; see there."""

    def __init__(self, given: Curve | None, settings: dict) -> None:
        controls = controls_of(given, NEUTRAL | settings)
        hint = f"{HINT}. {CURVE_HINT}; {KEYS}."
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=60, hint=hint)
        self.view = view = OverfitView(stage.figure)
        self.fit, self.curves, self.weights = view.fit, view.curves, view.weights
        stage.moving = view.artists
        self.points = CurvePoints(self.fit.ax)
        self.training = Training(loss_of, carry=carried, largest=TOO_LARGE)
        self.training.kind = "mse"
        # What has just been done, and at which step of the bar it is said; and what could not be done.
        self._told, self._refused = (-1, ""), ""
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.best_button = best_button(self)
        model = ["model", "degree", "hidden", "lr", "momentum", "way"]
        more = ["data", *model, "noise", "seed", self.own_data]
        self.lay_out(main=["penalty", "lam", "n", self.best_button], more=more)
        self.restart()
        self.publish()

    @property
    def player(self) -> Player:
        """The tape of the training."""
        return self.training.player

    @property
    def theta(self) -> np.ndarray:
        """The parameters shown `(p,)`."""
        return self.training.theta

    # -- samples ------------------------------------------------------------------------------------------

    def fetch(self, name: str) -> Curve:
        """Return the training samples, and as the rest of them those that are held out."""
        apart = np.random.default_rng([self["seed"], 1])
        return samples(name, self["n"], self["noise"], rng=self._rng(), apart=apart)

    def choose_held(self) -> None:
        """Hold out a toy's samples beyond the first n, and of measured ones a share chosen by chance."""
        if self.toy:
            self.points.held = np.arange(len(self.points.X)) >= self["n"]
        elif self.data is not None:
            self.points.hold_out(SHARE, rng=self._rng())

    def limits(self) -> tuple | None:
        """Return the ends of the picture."""
        return None if self.data is None else ends(self.data, self.toy)

    def samples_taken(self) -> None:
        """Show other samples in the picture, and fit the scalers to them."""
        X = self.points.X
        self.x_scaler = self.y_scaler = NOTHING
        if len(X) and not (isinstance(self.source, str) and self.source in SETS):
            self.x_scaler, self.y_scaler = scalers_of(X, self.points.held)
        self._label()
        self._set_samples()

    def _label(self) -> None:
        names = ("$x$", "$y$") if self.data is None else (self.data.xlabel, self.data.ylabel)
        self.places = PLACES * self.x_scaler.scale + self.x_scaler.mean
        self.view.relabel(self["model"], *names, self.points, self.places, self.truth)
        self.stage.redraw()

    def _set_samples(self) -> None:
        x, y = scaled(self.points.X[:, 0], self.x_scaler), scaled(self.points.X[:, 1], self.y_scaler)
        self.training.learn_from(x, y, self.points.held)

    # -- learning -----------------------------------------------------------------------------------------

    def _learn(self, told: str = "") -> None:
        """Begin to learn again."""
        first = self._set_model()
        self._set_rates()
        self.training.begin(first)
        self._told = 0, told

    def _go_on(self, told: str) -> None:
        """Learn on from the weights shown."""
        if self.training.diverged or self.player.position == 0:
            # There is nothing to go on from.
            return self._learn()
        first = self._set_model()
        self._set_rates()
        self.training.go_on(first)
        self._told = self.player.position, told

    def _size(self) -> int:
        """Return how many parameters the controls say."""
        return self["degree"] + 1 if self["model"] == POLYNOMIAL else 3 * self["hidden"] + 1

    def _set_model(self) -> np.ndarray:
        """Take a model of the size that the controls say, and return the weights it would begin with."""
        net = self.training.model = net_of(self["model"], self._size())
        return first_theta(net, rng=np.random.default_rng([self["seed"], 2]))

    def penalties(self) -> list[penalties.Penalty]:
        """Return the penalties that the controls say."""
        return chosen(self["penalty"], self["lam"], mask_of(self.training.model))

    def _set_rates(self) -> None:
        rates, found = dict(lr=self["lr"], momentum=self["momentum"]), self.penalties()
        if found and self["way"] == SLOPE:
            rates["follow"] = lambda loss, k: penalties.total(loss, *found)
        elif found:
            rates["prox"] = penalties.proximal(*found)
        self.training.go_by(**rates)

    def best(self) -> tuple[int, float] | None:
        """Return the step with the lowest held-out loss so far, and that loss; or None."""
        return self.training.lowest.best

    def learned(self) -> Learned:
        """Return what is learned at the step shown, as a function x -> y, both as measured."""
        name = "x" if self.data is None else self.data.xlabel
        return learned(self.training, self.x_scaler, self.y_scaler, name)

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the curve among its samples, the loss so far, and the weights."""
        points, theta = self.points, self.training.theta
        if (bool(points.held.any()), self.truth is not None) != self.view.labelled:
            self._label()
        self.frame = frame = frame_of(self.training.model_of(theta.size), theta)
        self.view.draw(frame, self.places, frame.curve * self.y_scaler.scale + self.y_scaler.mean)
        self.fit.cursor(points.cursor)
        self.view.draw_losses(self.player, self.best())
        n = len(points.X) if not self.toy else int(np.sum(~points.held))
        how = dict(noisy=self.toy, polynomial=self["model"] == POLYNOMIAL)
        self.stage.alt = words.alt_overfit(self.name, n, frame.size, self.player.step, **how)

    def sentence(self) -> str:
        """Say how it stands, what is odd about it, and why."""
        points, step = self.points, self.player.step
        at, told = self._told
        parts = [told] if at == self.player.position and not self.stage.playing else []
        if points.held.all():
            return NO_SAMPLES
        if step.diverged:
            parts.append(diverged(step))
        else:
            loss, held_out = self.player.measured[:2].tolist()
            parts.append(words.overfit_standing(step, loss, held_out, points.held))
            simple = simplest(loss_of_mean(loss, self.training.answers, step.k))
            parts += [simple, *self._remarks()]
        parts += [self._refused, points.thinned]
        if step.k == 0 and not self.toy:
            parts.append(words.measured(points.held, known=self.truth is not None))
        parts.append(words.OVERFIT_NOTES.get(self.preset.value, ""))
        return " ".join(filter(None, parts))

    def _remarks(self) -> list[str]:
        best, position, frame = self.best(), self.player.position, self.frame
        told = [words.lowest(*best)] if best is not None and best[0] < position else []
        if position:
            penalised = self["penalty"] != NONE and self["lam"] > 0
            told.append(words.curve_weights(frame.weights, frame.in_use, frame.size, penalised=penalised))
            if not self.stage.playing:
                told.append(words.back(back_from_zero(self.player, self.theta, mask_of(frame.net))))
        return told

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Learn on with what the controls say; only another curve, model or seed begins again."""
        names, self._refused = set(names), ""
        k, before = self.player.step.k, self.player.step.theta.size
        told = words.AGAIN if k else ""
        if "data" in names:
            self.restart(told)
        elif {"model", "seed"} & names:
            self._rest()
            if names & {"seed", "n", "noise"}:
                self._take_by_chance()
            self._label()
            self._learn(told)
        elif {"n", "noise"} & names:
            self._draw_others(k)
        elif self._of_model() in names:
            self._go_on(words.goes_on(k, before, self._size()))
        elif {"penalty", "lam", "lr", "momentum", "way"} & names:
            self._go_on(words.goes_on(k, before, before))

    def _take_by_chance(self) -> None:
        """Take other samples, or hold out others; but never draw over what the reader has put there."""
        if not self.toy:
            self.points.hold_out(SHARE, rng=self._rng())
            self.samples_taken()
        elif not self.points.past:
            self.take_samples()

    def _draw_others(self, k: int) -> None:
        """Take another number of samples or other noise, with the same weights."""
        if not self.toy:
            self._refused = ONLY_TOYS
        elif self.points.past:
            self._refused = CHANGED_BY_HAND
        else:
            self.take_samples()
            self._go_on(words.on_other_samples(k))

    def _of_model(self) -> str:
        return "degree" if self["model"] == POLYNOMIAL else "hidden"

    def _rest(self) -> None:
        """Let the controls rest that mean nothing for this model or for these samples."""
        for name in ("degree", "hidden"):
            self.controls[name].disabled = name != self._of_model()
        self.controls["n"].disabled = not self.toy
        self.controls["noise"].rest(not self.toy)

    def restart(self, told: str = "") -> None:
        """Take fresh samples, and show the first step."""
        self._refused = ""
        self._rest()
        self.take_samples()
        self._learn(told)

    def samples_changed(self) -> None:
        """Learn on with them. Beyond its domain a model knows nothing: there they stop."""
        ends = np.array(DOMAIN) * self.x_scaler.scale + self.x_scaler.mean
        self.points.X[:, 0] = np.clip(self.points.X[:, 0], *ends)
        self.view.show(self.points)
        self.stage.redraw(self.fit.ax)
        self._set_samples()
        self._go_on(words.goes_on(self.player.step.k, self.theta.size, self.theta.size))


def explore_overfit(data: str | Curve = "sine", **settings) -> OverfitExplorer:
    """Return an explorable of a curve with few noisy samples, for a polynomial or a network 1-`hidden`-1.

    `data` is a name of `data.curve_names()`, "your own points", or a `Curve`, of which a share is held out.
    `settings` set controls: `model` ("polynomial" or "network"), `degree` (1 to 25), `hidden` (1 to 64),
    `penalty` ("none", "L1", "L2" or "L1 and L2", each with this λ), `lam`, `n` training samples (8, 10, 12,
    16, 20, 30, 50, 100 or 200) and `noise` of the named curves, `lr`, `momentum` (0, 0.5 or 0.9), `way` the
    penalty acts ("proximal step" or "slope") and `seed` (0 to 9999). The loss is the mean squared error.
    Raises ValueError for anything else.
    """
    return OverfitExplorer(*checked(data, settings, NEUTRAL, SETS, Curve))
