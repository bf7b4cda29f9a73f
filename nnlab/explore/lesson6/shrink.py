"""Lesson 6: a network on few noisy samples overfits; penalties shrink its weights while it learns."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import ClassVar

import ipywidgets as widgets
import numpy as np

from nnlab import penalties
from nnlab.data import Data, load
from nnlab.descent import Step
from nnlab.explore.kit.controls import Number, choice, row, whole, whole_slider
from nnlab.explore.kit.player import Lowest
from nnlab.explore.kit.samples import OWN, checked, sample_list
from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson4.network import CURVE, MOST, NetworkExplorer
from nnlab.explore.lesson6 import warm_start
from nnlab.explore.lesson6.penalised import ANEW, L1, L2, MAKERS, NONE, Penalised
from nnlab.network import Network
from nnlab.pictures import Curves, Plane, Stems, UnitBoundaries

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


@lru_cache(maxsize=MOST)
def net_of(p: int) -> Network:
    """The network 2-h-1 with 4 h + 1 = p parameters."""
    return Network((2, (p - 1) // 4, 1), ("tanh", "sigmoid"))


class ShrinkExplorer(Penalised, NetworkExplorer):
    """Made by ``explore_shrink``; see there."""

    neutral: ClassVar[dict] = NEUTRAL
    presets: ClassVar[dict] = PRESETS
    called: ClassVar[str] = "hidden unit"
    _own_held: np.ndarray | None = None  # which of the reader's own samples are held out
    _told = (-1, "")  # what has just been done, and at which step of the bar it is said

    def _make_controls(self, given: Data | None, settings: dict) -> dict[str, widgets.Widget]:
        return dict(
            data=sample_list(SETS, given, settings["data"]),
            n=choice(SIZES, settings["n"], "samples to learn from"),
            noise=Number(settings["noise"], "noise", NOISES, low=0, high=5, width="200px"),
            hidden=whole_slider(settings["hidden"], 1, MOST, "hidden size", "260px"),
            penalty=choice(MAKERS, settings["penalty"], "penalty"),
            lam=Number(settings["lam"], "strength λ", LAMS, low=0, high=100),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-4, high=1e4),
            momentum=choice([(f"{m:g}", m) for m in MOMENTA], settings["momentum"], "momentum"),
            adds=choice([("1", 1), ("0", 0)], 1, "a click adds class"),
            seed=whole(settings["seed"], 0, 9999, "seed"),
        )

    def _place_controls(self) -> None:
        controls = self.controls
        self._make_best_button()
        self.lay_out(
            above=[
                row(self.preset, controls["data"], self.reset_button),
                row(controls["penalty"], controls["lam"], controls["hidden"]),
            ],
            below=[
                row(controls["n"], controls["noise"], controls["seed"], self.best_button),
                row(controls["lr"], controls["momentum"], controls["adds"], self.undo_button),
                self.own_data,
            ],
        )

    def _make_pictures(self, stage: Stage) -> None:
        place = dict(left=0.07, right=0.965, bottom=0.115, top=0.875, wspace=0.24, hspace=0.6)
        grid = stage.figure.add_gridspec(2, 2, width_ratios=[1.1, 1], height_ratios=[1.15, 1], **place)
        plane, curves, weights = (
            stage.figure.add_subplot(cell) for cell in (grid[:, 0], grid[0, 1], grid[1, 1])
        )
        blank = dict(features=("", ""), classes=("", ""), limits=((0, 1), (0, 1)))
        self.plane, self.units = Plane(plane, **blank), UnitBoundaries(plane, most=MOST)
        names = ("learned from", "held out")
        how = dict(xlabel="steps so far, $k$", ylabel="loss", log=True, columns=3, best="best", shortest=100)
        self.curves = Curves(curves, names, **how)
        self.weights = Stems(weights, xlabel="weights; the hollow ones are exactly 0", ylabel="")
        under = self.plane.artists.index(self.plane.boundary)
        plane = [*self.plane.artists[:under], *self.units.artists, *self.plane.artists[under:]]
        stage.moving = [*plane, *self.curves.artists, *self.weights.artists]

    # -- samples and learning -----------------------------------------------------------------------------

    def _draw_samples(self, name: str) -> Data:
        """Samples to learn from, and as the rest of them those that are held out."""
        if name == "penguins":
            return load(name)
        noise, seed = {NOISE_OF[name]: self["noise"]}, self["seed"]
        seen = load(name, rng=np.random.default_rng(seed), n=self["n"], **noise)
        # Drawn apart, so that they are the same ones for every n.
        unseen = load(name, rng=np.random.default_rng([seed, 1]), n=VALIDATION, **noise)
        X, y = np.vstack([seen.X, unseen.X]), np.append(seen.y, unseen.y)
        return Data(name, X, y, seen.features, seen.classes)

    def _choose_held(self) -> None:
        """Those beyond the first n; of samples that were not drawn for this, n are chosen by chance."""
        points, n, name = self.points, len(self.points.y), self["data"]
        if name == OWN:
            held = self._own_held
            points.held = held.copy() if held is not None and len(held) == n else np.zeros(n, bool)
            return
        order = self._rng().permutation(n) if isinstance(name, Data) or name == "penguins" else np.arange(n)
        points.held = np.ones(n, bool)
        points.held[order[: min(self["n"], max(n - n // 4, 1))]] = False

    def _keep_own(self) -> None:
        """What the reader has put there waits under ``OWN`` while other samples are shown."""
        if self.points.past:
            points = self.points
            self._own = points.X, points.y, points.limits, self._scaled
            self._own_held = points.held.copy()

    def _first_theta(self) -> np.ndarray:
        return self.net.init(rng=self._rng())

    def net_of(self, p: int) -> Network:
        """The network of p parameters: steps before may have had another hidden size."""
        return net_of(p)

    def _carried(self, start: Step, first: np.ndarray) -> Step:
        return warm_start.carried(start, first, self.net_of)

    @property
    def activation(self) -> str:
        """The hidden units are tanh."""
        return "tanh"

    def _kind(self) -> str:
        return "cross_entropy"

    def penalties(self) -> list[penalties.Penalty]:
        """The penalties that the controls say."""
        return self._penalties(self.net.weights)

    def _rates(self) -> dict:
        found = self.penalties()
        return super()._rates() | dict(prox=penalties.proximal(*found) if found else None)

    def _learn(self) -> None:
        self._lowest, self._told = Lowest(), (-1, "")
        super()._learn()

    def _go_on(self) -> None:
        """Learns on with the same weights. Held-out losses on other samples do not compare."""
        before, position = self._unseen, self.player.position
        self._lowest.forget(position)
        if self._unseen_now() != before:
            self._lowest = Lowest(since=position)
        super()._go_on()

    def _run(self) -> Callable[[Step | None], Iterator[Step]]:
        self._unseen = self._unseen_now()
        return super()._run()

    def _unseen_now(self) -> tuple[bytes, bytes]:
        points = self.points
        return points.X[points.held].tobytes(), points.y[points.held].tobytes()

    def _measure(self, step: Step) -> tuple[float, float]:
        seen, unseen = super()._measure(step)
        self._lowest.look(step.k, unseen)
        return seen, unseen

    # -- what is seen -------------------------------------------------------------------------------------

    def _label_plane(self) -> None:
        super()._label_plane()
        self.curves.ax.get_legend().set_visible(True)

    def _beside(self) -> str:
        return "the loss so far, and the weights"

    def in_use(self) -> np.ndarray:
        """Which hidden units ``(h,)`` still hear something and are still heard."""
        (W1, _), (W2, _) = net_of(self.theta.size).layers(self.theta)
        return (W1 != 0).any(axis=0) & (W2[:, 0] != 0)

    def _draw_hidden(self, theta: np.ndarray) -> None:
        """The lines of the hidden units in use, and all weights as stems."""
        points, seen = self.points, self.points.drawn
        for marks in (self.plane.no_held, self.plane.yes_held):
            marks.set(markersize=4.5, markeredgewidth=0.9)  # many, and only looked at
        self.plane.wrong(points.X[seen & self._wrong & ~points.held])
        (W1, _), (W2, _) = net_of(theta.size).layers(theta)
        used, h = self.in_use(), len(W2)
        lines, b = self.in_data_units(theta)[0]
        self.units.update(np.where(used & (used.sum() <= HIDE), lines, 0.0), b)
        ticks = {(h - 1) / 2: "from $x_1$", (3 * h - 1) / 2: "from $x_2$", (5 * h - 1) / 2: "to the answer"}
        self.weights.update(np.concatenate([*W1, W2[:, 0]]), ticks)

    def _draw_curves(self) -> None:
        self.curves.update(*self.player.thinned(CURVE), self.best())

    def sentence(self) -> str:
        """What has just been done, and how it stands."""
        at, told = self._told
        said = super().sentence()
        return f"{told} {said}" if told and at == self.player.position and not self.stage.playing else said

    def _standing(self) -> str:
        step, held, wrong = self.player.step, self.points.held, self._wrong
        told = (
            f"Step {step.k:,}: loss {step.value:.3g} on the {(~held).sum()} samples learned from "
            f"({wrong[~held].sum()} wrong)"
        )
        if held.any():
            told += f", {self._measure(step)[1]:.3g} on the {held.sum()} held out ({wrong[held].sum()} wrong)"
        return told + "."

    def _remarks(self) -> list[str]:
        found, best = [], self.best()
        if best is not None and best[0] != self.player.position:
            found.append(f"The held-out loss was lowest, {best[1]:.3g}, at step {best[0]:,}.")
        theta, units = self.theta, self.in_use()
        weights = theta[net_of(theta.size).weights]
        zeros, used, h = int(np.sum(weights == 0)), int(units.sum()), len(units)
        if zeros:
            found.append(
                f"Exactly 0: {zeros} of {len(weights)} weights; {used} of {h} hidden units "
                f"{'is' if used == 1 else 'are'} in use."
            )
        elif self["penalty"] != NONE and self["lam"] > 0:
            found.append(f"The longest weight is {np.abs(weights).max():.2g}, and none is exactly 0.")
        return found

    def _legend(self) -> str:
        text = (
            "Large marks: samples to learn from. Small hollow ones: held out. The curves never include the "
            "penalty."
        )
        if self["hidden"] > HIDE:
            text += f" The lines of hidden units are drawn when {HIDE} or fewer are in use."
        if self._scaled:
            text += " The features are scaled to mean 0 and spread 1 before they are learned from."
        return text

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Controls moved. Only another data set or seed begins anew; all else learns on."""
        self.points.adds = self["adds"]
        at, before = self.player.position, self.player.step.theta.size
        if "data" in names:
            self.restart()
        elif "seed" in names:
            if not self.points.past:  # never draw over what the reader has put there
                self._take_samples()
            self._learn()
        elif {"n", "noise"} & set(names):
            self._keep_own()
            self._take_samples()
            self._go_on()
        elif "hidden" in names:
            self._resize()
        elif {"penalty", "lam", "lr", "momentum"} & set(names):
            self._go_on()
        if at and names != ("adds",):
            after = (
                self.player.position,
                warm_start.said(self.player.step.k, before, self.player.step.theta.size),
            )
            self._told = after if self.player.position else (0, ANEW)

    def _resize(self) -> None:
        """Learns on with as many hidden units as the control says."""
        if self.player.position == 0 or self.player.step.diverged:
            return self._learn()  # there is nothing to go on from
        self.net = net_of(4 * self["hidden"] + 1)
        self.first = self._first_theta()
        self._go_on()

    def restart(self) -> None:
        """Fresh samples, and the first step; what the reader has put there waits under ``OWN``."""
        self._keep_own()
        self._take_samples()
        self._learn()


def explore_shrink(data: str | Data = "circles", **settings) -> ShrinkExplorer:
    """An explorable of a network 2-``hidden``-1 that learns from few noisy samples, with a penalty.

    ``data`` is "circles", "moons", "blobs", "penguins", "your own points" or a ``Data``. ``settings`` set
    controls: ``n`` samples to learn from (10, 20, 40, 80, 160 or 320), ``noise``, ``hidden`` (1 to 16),
    ``penalty`` ("none", "L1", "L2" or "L1 and L2") of strength ``lam``, ``lr``, ``momentum`` (0, 0.5 or 0.9)
    and ``seed`` (0 to 9999). The loss is cross-entropy. The penalties act by their proximal step. Raises
    ValueError for anything else.
    """
    return ShrinkExplorer(*checked(data, settings, NEUTRAL, SETS))
