"""Lesson 6: a network on few noisy samples overfits; penalties shrink its weights while it learns."""

from typing import final

import numpy as np

from nnlab import penalties
from nnlab.data import Data, load
from nnlab.explore.kit.baselines import one_class
from nnlab.explore.kit.controls import Number, choice, whole, whole_slider
from nnlab.explore.kit.editable_samples import HINT, Points
from nnlab.explore.kit.explorer import KEYS, SPEEDS
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import OWN, SampleExplorer, checked, sample_list
from nnlab.explore.kit.stage import Stage
from nnlab.explore.kit.training import Training
from nnlab.explore.lesson4.frame import frame_of
from nnlab.explore.lesson4.network import CURVE, TOO_LARGE, is_measured, scaled, scaler_of
from nnlab.explore.lesson4.network_view import MOST, PlaneView
from nnlab.explore.lesson4.words import HELD_OUT, NO_SAMPLES, TRAINING, UNIT, Counts, diverged
from nnlab.explore.lesson4.words import simplest as about_simplest
from nnlab.explore.lesson6 import words
from nnlab.explore.lesson6.penalised import L1, L2, MAKERS, NONE, best_button, chosen
from nnlab.explore.lesson6.warm_start import carried
from nnlab.learned import Learned
from nnlab.network import Network, loss
from nnlab.pictures import Curves, Stems

VALIDATION = 200  # samples that are only asked about
SIZES = (10, 20, 40, 80, 160, 320)
NOISES = tuple(np.round(np.linspace(0, 1.5, 16), 1).tolist())
RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
LAMS = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
MOMENTA = (0.0, 0.5, 0.9)
NOISE_OF = {"circles": "noise", "moons": "noise", "blobs": "spread"}
SETS = (*NOISE_OF, "penguins", OWN)
HIDE = 6  # hidden units: lines of more than these would hide the samples

NEUTRAL = dict(
    data="circles", n=40, noise=0.4, hidden=12, penalty=NONE, lam=0.003, lr=0.3, momentum=0.9, seed=0
)  # fmt: skip
PRESETS = {
    "12 hidden units, 40 samples: it learns the noise": dict(),
    "L2 calms it": dict(penalty=L2, lam=0.01),
    "L1 switches hidden units off": dict(penalty=L1, lam=0.01),
    "Too much L1: nothing is learned": dict(penalty=L1, lam=0.1),
    "Too much L2: nothing is learned": dict(penalty=L2, lam=0.3),
    "3 hidden units, no penalty": dict(hidden=3),
    "320 samples, no penalty": dict(n=320),
    "No noise, no penalty": dict(noise=0.1),
    "Blobs: L1 leaves one unit, a straight line": dict(data="blobs", noise=1.2, penalty=L1, lam=0.03),
}


@final
class ShrinkExplorer(SampleExplorer):
    """Made by `explore_shrink`; see there."""

    def __init__(self, given: Data | None, settings: dict) -> None:
        settings = NEUTRAL | settings
        controls = dict(
            data=sample_list(SETS, given, settings["data"]),
            n=choice(SIZES, settings["n"], "training samples"),
            noise=Number(settings["noise"], "noise", NOISES, low=0, high=5, width="200px"),
            hidden=whole_slider(settings["hidden"], 1, MOST, "hidden size", "260px"),
            penalty=choice(MAKERS, settings["penalty"], "penalty"),
            lam=Number(settings["lam"], "strength λ", LAMS, low=0, high=100),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-4, high=1e4),
            momentum=choice([(f"{m:g}", m) for m in MOMENTA], settings["momentum"], "momentum"),
            adds=choice([("1", 1), ("0", 0)], 1, "a click adds class"),
            seed=whole(settings["seed"], 0, 9999, "seed"),
        )
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=60, hint=f"{HINT}; {KEYS}.")
        self._make_pictures(stage)
        self.points = Points(self.plane_view.ax)
        self.training = Training(loss, carry=carried, largest=TOO_LARGE)
        self._told = (-1, "")  # what has just been done, and at which step of the bar it is said
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.best_button = best_button(self)
        self.lay_out(
            main=["penalty", "lam", "n", "hidden", self.best_button],
            more=["data", "noise", "lr", "momentum", "adds", "seed", self.own_data],
        )
        self.restart()
        self.publish()

    def _make_pictures(self, stage: Stage) -> None:
        place = dict(left=0.082, right=0.965, bottom=0.115, top=0.875, wspace=0.24, hspace=0.6)
        grid = stage.figure.add_gridspec(2, 2, width_ratios=[1.1, 1], height_ratios=[1.15, 1], **place)
        plane, curves, weights = (
            stage.figure.add_subplot(cell) for cell in (grid[:, 0], grid[0, 1], grid[1, 1])
        )
        self.plane_view = PlaneView(plane)
        how = dict(xlabel="steps so far, $k$", ylabel="loss", log=True, columns=3, best="best", shortest=100)
        self.curves = Curves(curves, (TRAINING, HELD_OUT), **how)
        # Three names are wider than the Axes: they begin further left.
        curves.get_legend().set_bbox_to_anchor((-0.13, 1.0), transform=curves.transAxes)
        self.weights = Stems(weights, xlabel="weights; the hollow ones are exactly 0", ylabel="")
        stage.moving = [*self.plane_view.artists, *self.curves.artists, *self.weights.artists]

    @property
    def player(self) -> Player:
        """The tape of the training."""
        return self.training.player

    # -- samples and learning -----------------------------------------------------------------------------

    def fetch(self, name: str) -> Data:
        """Return the training samples, and as the rest of them those that are held out."""
        if name == "penguins":
            return load(name)
        noise, seed = {NOISE_OF[name]: self["noise"]}, self["seed"]
        seen = load(name, rng=np.random.default_rng(seed), n=self["n"], **noise)
        # Drawn apart, so that they are the same ones for every n.
        unseen = load(name, rng=np.random.default_rng([seed, 1]), n=VALIDATION, **noise)
        X, y = np.vstack([seen.X, unseen.X]), np.append(seen.y, unseen.y)
        return Data(name, X, y, seen.features, seen.classes)

    def choose_held(self) -> None:
        """Hold out those beyond the first n; of samples that were not drawn for this, keep n at random."""
        points, n = self.points, len(self.points.y)
        if self.data is None:
            return  # as the reader has left them
        order = self._rng().permutation(n) if is_measured(self.source) else np.arange(n)
        points.held = np.ones(n, bool)
        points.held[order[: min(self["n"], max(n - n // 4, 1))]] = False

    def samples_taken(self) -> None:
        """Show other samples in the picture, and fit the scaler to the training samples."""
        self._label()
        self.scaler = scaler_of(self.points.X[~self.points.held], is_measured(self.source))

    def _label(self) -> None:
        self.plane_view.relabel(self.labels(), UNIT)
        self.stage.redraw(self.plane_view.ax)

    def _learn(self) -> None:
        """Begin to learn again, with the network and the start that the controls say."""
        self._told = (-1, "")
        self.training.kind = "cross_entropy"
        self._set_samples()
        first = self._set_model()
        self._set_rates()
        self.training.begin(first)

    def _set_samples(self) -> None:
        points = self.points
        self.training.learn_from(scaled(points.X, self.scaler), points.y, points.held)

    def _set_model(self) -> np.ndarray:
        """Take a network of the size that the control says, and return the weights it would begin with."""
        net = self.training.model = Network((2, self["hidden"], 1), ("tanh", "sigmoid"))
        return net.init(rng=self._rng())

    def penalties(self) -> list[penalties.Penalty]:
        """Return the penalties that the controls say."""
        return chosen(self["penalty"], self["lam"], self.training.model.weights)

    def _set_rates(self) -> None:
        found = self.penalties()
        prox = penalties.proximal(*found) if found else None
        self.training.go_by(lr=self["lr"], momentum=self["momentum"], prox=prox)

    def best(self) -> tuple[int, float] | None:
        """Return the step with the lowest held-out loss so far, and that loss; or None."""
        return self.training.lowest.best

    def in_use(self) -> np.ndarray:
        """Return which hidden units `(h,)` have an incoming and an outgoing weight that is not 0."""
        return self.frame.in_use

    def learned(self) -> Learned:
        """Return what is learned at the step shown, as a function of samples as measured."""
        theta, labels = self.training.theta, self.labels()
        names = dict(features=labels["features"], classes=self.class_names())
        return Learned(self.training.model_of(theta.size), theta, self.scaler, **names)

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the plane with its boundaries, the loss, and all weights as stems."""
        points, training, theta = self.points, self.training, self.training.theta
        if points.held.any() != self.plane_view.held_out:
            self._label()
        net = training.model_of(theta.size)
        drawn, self.thinned = points.drawn, points.thinned
        frame = frame_of(net, theta, self.scaler, points.X, points.y, self.plane_view.places)
        self.frame, used, h = frame, frame.in_use, len(frame.w)
        self.counts = Counts.of(frame.wrong, points.held)
        self.stage.alt = words.alt(self.name, training.player.step, h, self.counts)
        self.plane_view.draw(points, frame, crossed=frame.wrong & ~points.held, drawn=drawn)
        for marks in (self.plane_view.plane.no_held, self.plane_view.plane.yes_held):
            marks.set(markersize=4.5, markeredgewidth=0.9)  # many, and only looked at
        lines = np.where(used & (used.sum() <= HIDE), frame.hidden.W, 0.0)
        self.plane_view.units.update(lines, frame.hidden.b)
        ticks = {(h - 1) / 2: "from $x_1$", (3 * h - 1) / 2: "from $x_2$", (5 * h - 1) / 2: "to the answer"}
        self.weights.update(frame.weights, ticks)
        self.curves.update(*training.player.thinned(CURVE), self.best())

    def sentence(self) -> str:
        """Say what has just been done, how it stands, and what there is to see."""
        at, told = self._told
        parts = [told] if at == self.player.position and not self.stage.playing else []
        return " ".join(part for part in (*parts, *self._parts()) if part)

    def _parts(self) -> list[str]:
        step, frame, best = self.player.step, self.frame, self.best()
        if not self.counts.n:
            return [NO_SAMPLES]
        if step.diverged:
            return [diverged(step)]
        parts = [words.standing(step, self.training.held_out_loss, self.counts)]
        if best is not None and best[0] != self.player.position:
            parts.append(words.lowest(*best))
        penalised = self["penalty"] != NONE and self["lam"] > 0
        used, h = int(frame.in_use.sum()), len(frame.w)
        simplest = one_class(self.counts.wrong, self.training.answers, step.k)
        parts.append(about_simplest(simplest, self.class_names()))
        parts += [words.weights(frame.weights, used, h, penalised=penalised), self.thinned]
        if step.k == 0:
            lines_hidden = HIDE if self["hidden"] > HIDE else 0
            parts.append(words.legend(lines_hidden=lines_hidden, scaled=is_measured(self.source)))
        return parts

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Learn on with what the controls say; only another data set or seed begins again."""
        at, before = self.player.position, self.player.step.theta.size
        if "data" in names:
            self.restart()
        elif "seed" in names:
            if not self.points.past:  # never draw over what the reader has put there
                self.take_samples()
            self._learn()
        elif {"n", "noise"} & set(names):
            self.take_samples()
            self._set_rates()
            self.samples_changed()
        elif "hidden" in names:
            self._resize()
        elif {"penalty", "lam", "lr", "momentum"} & set(names):
            self._set_rates()
            self.training.go_on()
        if "adds" in names:
            self.points.adds = self["adds"]
        if at and names != ("adds",):
            step = self.player.step
            told = words.goes_on(step.k, before, step.theta.size) if self.player.position else words.AGAIN
            self._told = self.player.position, told

    def _resize(self) -> None:
        """Learn on with as many hidden units as the control says."""
        if self.player.position == 0 or self.training.diverged:
            return self._learn()  # there is nothing to go on from
        first = self._set_model()
        self._set_rates()
        self.training.go_on(first)

    def restart(self) -> None:
        """Take fresh samples, and show the first step."""
        self.points.adds = self["adds"]
        self.take_samples()
        self._learn()

    def samples_changed(self) -> None:
        """Learn on with them."""
        self._set_samples()
        self.training.go_on()


def explore_shrink(data: str | Data = "circles", **settings) -> ShrinkExplorer:
    """Return an explorable of a network 2-`hidden`-1 that learns from few noisy samples, with a penalty.

    `data` is "circles", "moons", "blobs", "penguins", "your own points" or a `Data`. `settings` set controls:
    `n` training samples (10, 20, 40, 80, 160 or 320), `noise`, `hidden` (1 to 16), `penalty` ("none", "L1",
    "L2" or "L1 and L2") of strength `lam`, `lr`, `momentum` (0, 0.5 or 0.9) and `seed` (0 to 9999). The loss
    is cross-entropy. The penalties act by their proximal step. Raises ValueError for anything else.
    """
    return ShrinkExplorer(*checked(data, settings, NEUTRAL, SETS))
