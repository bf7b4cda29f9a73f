"""Twenty networks learn the same samples from twenty starts: they agree there, and fan out elsewhere."""

from collections.abc import Callable
from typing import final

import numpy as np

from nnlab import curvefit, network
from nnlab.activations import ACTIVATIONS
from nnlab.data import curve, curve_names
from nnlab.data.curves import HIGH, LOW
from nnlab.descent import Step
from nnlab.explore.kit.controls import Number, choice, whole
from nnlab.explore.kit.explorer import KEYS, Explorer
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Stage
from nnlab.explore.kit.training import Training
from nnlab.explore.lesson5 import words
from nnlab.moved import renamed
from nnlab.network import Network
from nnlab.pictures import Curves, Fit

NETWORKS = 20
EVERY = 10  # steps of descent from one step of the bar to the next
PLACES = np.linspace(2 * LOW, 2 * HIGH, 241)
GAP = 1.2  # with a gap there are no samples between -GAP and GAP
RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
HIDDEN = (1, 2, 3, 5, 10, 20, 40, 64)
SPREAD_OUT, XAVIER, WIDE = "spread out", "xavier", "uniform ±2"
HINT = (
    f"The thin lines are {NETWORKS} networks, which differ only in the random weights they start from. "
    "The shaded parts hold no samples. On the right is how far the networks differ from one another (the "
    f"standard deviation of their answers). One step of the bar is {EVERY} steps of descent"
)
NEUTRAL = dict(
    data="sine", hidden=10, activation="tanh", start=WIDE, lr=0.05, momentum=0.9, n=30, noise=0.1,
    gap=False, seed=0,
)  # fmt: skip
PRESETS = {
    "Twenty starts": dict(),
    "A gap in the middle": dict(gap=True),
    "Relu: straight on for ever": dict(activation="relu", lr=0.005, hidden=20, start=SPREAD_OUT),
    "Bends shared out at the start: a narrower fan": dict(start=SPREAD_OUT),
    "Too few hidden units": dict(hidden=2),
    "Too large a rate": dict(lr=0.5),
}


def together(loss: Callable, networks: int) -> Callable:
    """Return the loss of several networks as one function of all their parameters, one after the other.

    It is the sum of their losses. No network has a part in another's loss, so each gets its own gradient.
    """

    def loss_at(theta):
        found = [loss(part) for part in np.split(theta, networks)]
        return sum(value for value, _ in found), np.concatenate([gradient for _, gradient in found])

    return loss_at


def loss_of_all(net: Network, x: np.ndarray, y: np.ndarray, kind: str) -> Callable:
    """Return the loss of `NETWORKS` networks of that description on samples `x (n,)`, `y (n,)`."""
    return together(network.loss(net, x[:, None], y, kind), NETWORKS)


@final
class EnsembleExplorer(Explorer):
    """Made by `explore_ensemble`; see there."""

    def __init__(self, settings: dict) -> None:
        tenths = np.round(np.linspace(0, 1, 21), 2).tolist()
        round_ones = [name for name in ACTIVATIONS if name not in ("step", "linear")]
        controls = dict(
            data=choice(curve_names(), settings["data"], "samples of"),
            hidden=Number(settings["hidden"], "hidden size", HIDDEN, low=1, high=64, width="190px"),
            activation=choice(round_ones, settings["activation"], "activation"),
            start=choice([SPREAD_OUT, XAVIER, WIDE], settings["start"], "start weights"),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-5, high=100, width="225px"),
            momentum=Number(
                settings["momentum"], "momentum μ", (0, 0.5, 0.8, 0.9, 0.95), low=0, high=0.99, width="170px"
            ),
            n=Number(settings["n"], "samples", (5, 10, 20, 30, 60, 100), low=4, high=200, width="160px"),
            noise=Number(settings["noise"], "noise", tenths, low=0, high=10, width="150px"),
            gap=choice([("none", False), ("in the middle", True)], settings["gap"], "gap"),
            seed=whole(settings["seed"], 0, 9999, "seed of samples", width="180px"),
        )
        stage = Stage(920, 460, bar=True, speeds=[1, 5, 15, 60, 240], speed=60, hint=f"{HINT}; {KEYS}.")
        place = dict(left=0.07, right=0.965, bottom=0.125, top=0.915, wspace=0.26)
        grid = stage.figure.add_gridspec(1, 2, width_ratios=[1.75, 1], **place)
        fit, spread = (stage.figure.add_subplot(cell) for cell in grid)
        limits = ((PLACES[0], PLACES[-1]), (-3.0, 3.0))
        self.fit = Fit(fit, xlabel="$x$", ylabel="$y$", limits=limits)
        self.fit.pieces_line.set_label(f"{NETWORKS} networks")
        said = dict(truth=True, pieces=True, samples=False, curve="their mean")
        self.fit.relabel(xlabel="$x$", ylabel="$y$", limits=limits, **said)
        self.curves = Curves(
            spread, ("inside", "outside"), xlabel="steps so far, $k$", ylabel="spread", log=True
        )
        stage.moving = [*self.fit.artists, *self.curves.artists]
        self.training = Training(loss_of_all, also=self._spread, every=EVERY, max_bytes=16_000_000)
        self.training.kind = "mse"
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(
            main=["data", "hidden", "activation", "lr", "gap"],
            more=["start", "momentum", "n", "noise", "seed"],
        )
        self.restart()
        self.publish()

    @property
    def player(self) -> Player:
        """The tape of the training."""
        return self.training.player

    @property
    def net(self) -> Network:
        """The description that all the networks have in common."""
        return self.training.model

    # -- samples and learning -----------------------------------------------------------------------------

    def _take_samples(self) -> None:
        rng = np.random.default_rng(self["seed"])
        self.curve = curve(self["data"], round(self["n"]), rng=rng, noise=self["noise"])
        x, y = self.curve.x, self.curve.y
        if self["gap"]:
            keep = np.abs(x) > GAP
            # Whatever the samples, these stay.
            keep[[np.argmin(x), np.argmax(x)]] = True
            x, y = x[keep], y[keep]
        self.x, self.y = x, y
        self.inside = (x.min() <= PLACES) & (x.max() >= PLACES)
        if self["gap"]:
            self.inside &= np.abs(PLACES) > GAP
        self.training.learn_from(x, y)
        self.fit.samples(x, y)
        self.fit.inside(float(x.min()), float(x.max()), (-GAP, GAP) if self["gap"] else None)
        self.fit.truth(PLACES, self.curve.truth(PLACES))
        self.stage.redraw()

    def _set_rates(self) -> None:
        self.training.go_by(lr=self["lr"], momentum=self["momentum"])

    def _learn(self) -> None:
        """Begin to learn again, with the networks and the starts that the controls say."""
        net = Network((1, round(self["hidden"]), 1), (self["activation"], "linear"))
        self.training.model = net
        self._set_rates()
        starts = [self._start(net, rng=np.random.default_rng(i)) for i in range(NETWORKS)]
        self.training.begin(np.concatenate(starts))

    def _start(self, net: Network, *, rng: np.random.Generator) -> np.ndarray:
        if self["start"] == SPREAD_OUT:
            return curvefit.spread_out(net, self.x, rng=rng)
        if self["start"] == XAVIER:
            return net.init(rng=rng)
        return net.init(rng=rng, how="uniform", value=2.0)

    def answers(self, theta: np.ndarray) -> np.ndarray:
        """Return what each of the networks says at `PLACES`, a column for each."""
        rows = np.nan_to_num(theta).reshape(NETWORKS, -1)
        (first, one), (second, other) = self.net.blocks
        M1, M2 = rows[:, first].reshape(-1, *one), rows[:, second].reshape(-1, *other)
        f = self.net.functions[0].f
        with np.errstate(over="ignore", invalid="ignore"):
            hidden = f(PLACES[:, None] * M1[:, :1] + M1[:, 1:])  # (networks, m, h)
            return (hidden @ M2[:, :-1] + M2[:, -1:])[:, :, 0].T

    def _spread(self, step: Step) -> tuple[float, float]:
        """Return how far the networks differ, inside and outside of the samples."""
        with np.errstate(over="ignore", invalid="ignore"):
            spread = self.answers(step.theta).std(axis=1, ddof=1)
        return float(spread[self.inside].mean()), float(spread[~self.inside].mean())

    @property
    def spread(self) -> np.ndarray:
        """How far the networks differ at the step shown, `(2,)`: inside and outside of the samples."""
        return self.player.measured[2:]

    def restart(self) -> None:
        """Take fresh samples and fresh networks."""
        self._take_samples()
        self._learn()

    def changed(self, *names: str) -> None:
        """Learn on at another rate or from other samples; begin again with other networks."""
        samples = {"data", "n", "noise", "gap", "seed"}
        if set(names) & samples:
            self._take_samples()
        if set(names) <= samples | {"lr", "momentum"} and not self.training.diverged:
            self._set_rates()
            self.training.go_on()
        else:
            self._learn()

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the networks' curves and their mean, and how far they differ."""
        step = self.player.step
        A = np.clip(self.answers(step.theta), -1e6, 1e6)
        self.fit.pieces(PLACES, A)
        self.fit.curve(PLACES, A.mean(axis=1))
        numbers, rows, now = self.player.history()
        self.curves.update(numbers * EVERY, rows[:, 2:], now)
        self.stage.alt = words.alt_ensemble(len(self.x), NETWORKS, self.net.sizes[1], step)

    def sentence(self) -> str:
        """Say how well they learned, and how far they agree."""
        step = self.player.step
        if step.diverged:
            return words.diverged(step)
        return words.ensemble_standing(step, NETWORKS, *self.spread)


def explore_ensemble(data: str = "sine", **settings) -> EnsembleExplorer:
    """Return an explorable of twenty networks 1-h-1 that learn the same samples of a toy curve.

    They differ in the weights they start from. `settings` set controls: `hidden`, `activation`, `start`
    ("spread out", "xavier" or "uniform ±2"), `lr`, `momentum`, `n`, `noise`, `gap` (True or False) and `seed`
    (of the samples). Raises ValueError for anything else.
    """
    return EnsembleExplorer(settings_from(settings | dict(data=data), NEUTRAL))


__getattr__ = renamed(__name__, explore_fan="explore_ensemble")
