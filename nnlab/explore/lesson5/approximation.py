"""Fitting, interpolation and approximation on the same points: a fit need not connect them."""

from collections.abc import Callable
from typing import final

import numpy as np

from nnlab import curvefit, network
from nnlab.data import curve, curve_names
from nnlab.data.curves import HIGH, LOW
from nnlab.descent import Step
from nnlab.explore.kit.controls import Number, choice, whole
from nnlab.explore.kit.explorer import KEYS, Explorer, handler
from nnlab.explore.kit.handles import Handles, Pull
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.kit.training import Training
from nnlab.explore.lesson5 import words
from nnlab.explore.lesson5.frame import frame_of
from nnlab.network import Network
from nnlab.pictures import Curves, Fit

FIT, NETWORK = "fit: a polynomial", "fit: a network"
STRAIGHT, ONE = "interpolation: straight pieces", "interpolation: one polynomial"
APPROXIMATION = "approximation: a polynomial"
KINDS = (FIT, NETWORK, STRAIGHT, ONE, APPROXIMATION)
# Steps of descent from one step of the bar to the next.
EVERY = 20
# Steps of the bar after which a network is shown when it is chosen.
SHOWN = 50
MOMENTUM = 0.9
TOP = 2.5
PLACES = np.linspace(LOW - 0.5, HIGH + 0.5, 351)
RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
HIDDEN = (1, 2, 3, 4, 5, 7, 10, 15, 20, 40, 64)
HINT = (
    "Drag a point up or down: does the curve follow? By keyboard, on the picture: Enter takes one point "
    "after another, the arrows up and down move it, with Shift less. The dashed line is the true function, "
    "from which the points were drawn; only an approximation is shown it. A network learns while you press "
    "play, "
    f"{EVERY} steps of descent from one step of the bar to the next"
)
NEUTRAL = dict(
    data="sine", kind=FIT, degree=7, hidden=5, lr=0.02, n=12, noise=0.3, even="evenly", seed=1
)  # fmt: skip
PRESETS = {
    "A fit: it passes near the points": dict(),
    "A stiff fit: degree 1": dict(degree=1),
    "Interpolation: straight from point to point": dict(kind=STRAIGHT),
    "Interpolation: one polynomial through all": dict(kind=ONE),
    "Without noise, and yet it swings out": dict(kind=ONE, data="bump", noise=0.0, even="evenly", n=12),
    "Approximation: of the function, not of the points": dict(kind=APPROXIMATION, degree=7),
    "A kink: no polynomial bends so sharply": dict(kind=APPROXIMATION, data="kink", degree=9),
    "Points at random: one polynomial": dict(kind=ONE, even="at random"),
    "A network of 5": dict(kind=NETWORK),
    "A network of 20: it ends up as an interpolation": dict(kind=NETWORK, hidden=20),
    "A network of 64": dict(kind=NETWORK, hidden=64),
}


def off(says: Callable, x: np.ndarray, right: np.ndarray) -> float:
    """Return how far a curve is off at places `x (m,)` where `right (m,)` is right: the root mean square."""
    return float(np.sqrt(np.mean((says(x) - right) ** 2)))


@final
class ApproximationExplorer(Explorer):
    """Made by `explore_approximation`; see there."""

    def __init__(self, settings: dict) -> None:
        tenths = np.round(np.linspace(0, 1, 21), 2).tolist()
        controls = dict(
            data=choice(curve_names(), settings["data"], "points of"),
            kind=choice(KINDS, settings["kind"], "curve"),
            degree=Number(settings["degree"], "degree", range(0, 21), low=0, high=50, width="220px"),
            hidden=Number(settings["hidden"], "hidden size", HIDDEN, low=1, high=64, width="220px"),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-5, high=100, width="225px"),
            n=Number(settings["n"], "points n", range(3, 31), low=3, high=60, width="170px"),
            noise=Number(settings["noise"], "noise", tenths, low=0, high=10, width="150px"),
            even=choice(["at random", "evenly"], settings["even"], "x drawn"),
            seed=whole(settings["seed"], 0, 9999, "seed"),
        )
        stage = Stage(920, 460, bar=True, speeds=[1, 5, 15, 60, 240], speed=60, hint=f"{HINT}; {KEYS}.")
        place = dict(left=0.07, right=0.965, bottom=0.125, top=0.915, wspace=0.2)
        grid = stage.figure.add_gridspec(1, 2, width_ratios=[1.55, 1], **place)
        fit, errors = (stage.figure.add_subplot(cell) for cell in grid)
        limits = ((PLACES[0], PLACES[-1]), (-TOP, TOP))
        self.fit = Fit(fit, xlabel="$x$", ylabel="$y$", limits=limits, truth=True, curve="curve")
        # Two names, set as close as if they were three.
        names, close = ("at the points", "all along"), dict(columns=3)
        self.errors = Curves(errors, names, xlabel="k", ylabel="error", **close, log=True)
        self.handles = Handles(fit)
        stage.moving = [*self.fit.artists, *self.errors.artists]
        # Whether Play was pressed where there is nothing to play.
        self._idle = False
        self.training = Training(
            lambda net, x, y, kind: network.loss(net, x[:, None], y, kind),
            also=lambda step: self._errors(self._says(step.theta)),
            every=EVERY,
            max_bytes=4_000_000,
        )
        self.training.kind = "mse"
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(main=["kind", "degree", "hidden", "lr"], more=["data", "n", "noise", "even", "seed"])
        self.restart()
        self.publish()

    @property
    def player(self) -> Player:
        """The tape of the training; of a curve that is there at once, a tape of one step."""
        return self.training.player if self["kind"] == NETWORK else self._at_once

    # -- points and curves --------------------------------------------------------------------------------

    def _take_points(self) -> None:
        rng, even = np.random.default_rng(self["seed"]), self["even"] == "evenly"
        drawn = curve(self["data"], round(self["n"]), rng=rng, noise=self["noise"], even=even)
        order = np.argsort(drawn.x)
        self.x, self.y, self.truth = drawn.x[order], drawn.y[order], drawn.truth
        # All along, as far as there are points.
        self.between = np.linspace(self.x[0], self.x[-1], 601)
        self.fit.truth(PLACES, self.truth(PLACES))
        self.stage.redraw()

    @property
    def degree(self) -> int:
        """The polynomial's degree: that of the control, as far as there are points for it."""
        most = len(self.x) - 1
        if self["kind"] == ONE:
            return most
        return round(self["degree"]) if self["kind"] == APPROXIMATION else min(round(self["degree"]), most)

    def _polynomial(self, degree: int) -> Callable:
        """Return it fitted to the points, or for an approximation to the true function as a whole."""
        if self["kind"] == APPROXIMATION:
            return curvefit.polynomial(self.between, self.truth(self.between), degree)
        return curvefit.polynomial(self.x, self.y, degree)

    def _show_controls(self) -> None:
        """Show only what means something for this kind of curve: a degree, or what a network learns with."""
        meant = dict(degree=self["kind"] in (FIT, APPROXIMATION), hidden=self["kind"] == NETWORK)
        for name, wanted in (meant | dict(lr=meant["hidden"])).items():
            self.controls[name].layout.display = None if wanted else "none"

    def _compute(self) -> None:
        """Make the curves that are there at once, and their errors by degree, where there is one."""
        kind = self["kind"]
        self.now, self.table = None, None
        if kind == STRAIGHT:
            self.now = curvefit.interpolate(self.x, self.y)
        elif kind != NETWORK:
            most = max(self.degree, len(self.x) - 1)
            curves = [self._polynomial(degree) for degree in range(most + 1)]
            self.now = curves[self.degree]
            self.table = np.array([self._errors(one) for one in curves])

    def _errors(self, says: Callable) -> tuple[float, float]:
        """Return how far off a curve is: at the points, and from the true function all along."""
        with np.errstate(over="ignore", invalid="ignore"):
            return off(says, self.x, self.y), off(says, self.between, self.truth(self.between))

    def _says(self, theta: np.ndarray) -> Callable:
        frame = frame_of(self.training.model, np.nan_to_num(theta))
        return lambda x: np.clip(frame.answers(x), -1e6, 1e6)

    @property
    def off(self) -> tuple[float, float]:
        """How far off the curve shown is: at the points, and from the true function all along."""
        return tuple(self.player.measured[-2:].tolist())

    def _begin(self) -> None:
        """Make the curve that the controls say."""
        self._show_controls()
        self._compute()
        if self["kind"] != NETWORK:
            # Nothing learns here: the tape has one step, and no theta.
            only, errors = Step(0, np.empty(0), np.nan, np.empty(0)), self._errors(self.now)
            self._at_once = Player(lambda start: iter([only]), measure=lambda step: errors)
            return
        net = self.training.model = Network((1, round(self["hidden"]), 1), ("tanh", "linear"))
        self.training.learn_from(self.x, self.y)
        self._set_rates()
        self.training.begin(curvefit.spread_out(net, self.x, rng=np.random.default_rng(self["seed"])))
        self.player.seek(SHOWN)

    def _set_rates(self) -> None:
        self.training.go_by(lr=self["lr"], momentum=MOMENTUM)

    def restart(self) -> None:
        """Take fresh points, and make a fresh curve."""
        self._take_points()
        self._begin()

    def changed(self, *names: str) -> None:
        """Make another curve, or take other points; a network learns on where it can."""
        if set(names) & {"data", "n", "noise", "even", "seed"}:
            self._take_points()
        if set(names) == {"lr"}:
            self._go_on()
        else:
            self._begin()

    def _points_moved(self) -> None:
        """Make the curve for the points as they are now."""
        self.training.learn_from(self.x, self.y)
        self._go_on()

    def _go_on(self) -> None:
        """Let a network learn on where it can, and make any other curve."""
        if self["kind"] != NETWORK or self.training.diverged:
            self._begin()
        else:
            self._set_rates()
            self.training.go_on()

    @handler
    def play(self) -> None:
        """Play the descent of a network; the other curves are there at once."""
        self._idle = self["kind"] != NETWORK
        if not self._idle:
            super().play()

    def pointed(self, pointer: Pointer) -> None:
        """Take hold of a point."""
        if pull := self.handles.pointed(pointer):
            self._pulled(pull)

    def typed(self, key: str, shift: bool) -> None:
        """Let Enter choose a point, and the arrows move it."""
        if pull := self.handles.typed(key, shift):
            self._pulled(pull)

    def _pulled(self, pull: Pull) -> None:
        """Move a point up or down; where it stands across is what was asked, and stays."""
        self.y[int(pull.name)] = float(np.clip(pull.place[1], -TOP, TOP))
        self._points_moved()

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the points and the curve, and how far off it is."""
        step, kind = self.player.step, self["kind"]
        learns = kind == NETWORK
        says, places = (self._says(step.theta), PLACES) if learns else (self.now, self.between)
        self.fit.samples(self.x, self.y)
        self.fit.curve(places, np.clip(says(places), -1e6, 1e6))
        spots = {str(i): np.array(spot) for i, spot in enumerate(zip(self.x, self.y))}
        self.handles.place(**spots)
        self.fit.cursor(spots.get(self.handles.chosen))
        self.errors.ax.set_visible(kind != STRAIGHT)
        if kind != STRAIGHT:
            self.errors.ax.set_xlabel("steps so far, $k$" if learns else "degree")
            numbers, rows, now = self.player.history() if learns else (None, self.table, self.degree)
            numbers = numbers * EVERY if learns else np.arange(len(rows))
            self.errors.update(numbers, np.maximum(rows[:, -2:], 1e-3), now)
        self.stage.alt = words.ALT_APPROXIMATION.format(n=len(self.x), kind=kind)

    def sentence(self) -> str:
        """Say how far off it is, at the points and everywhere."""
        if self._idle:
            # Said once.
            self._idle = False
            return words.NOTHING_TO_PLAY
        if self["kind"] == NETWORK and self.training.diverged:
            return words.diverged(self.player.step)
        return f"{self._kind()} {words.off(*self.off)}"

    def _kind(self) -> str:
        """Say what the curve is."""
        kind = self["kind"]
        if kind == FIT:
            return words.a_fit(self.degree)
        if kind == NETWORK:
            return words.a_network(round(self["hidden"]), self.player.step)
        if kind == STRAIGHT:
            return words.STRAIGHT_PIECES
        told = words.ONE_POLYNOMIAL if kind == ONE else words.AN_APPROXIMATION
        return told.format(degree=self.degree)


def explore_approximation(data: str = "sine", **settings) -> ApproximationExplorer:
    """Return an explorable of curves for a few points: near them, through them, or for what is behind them.

    `settings` set controls: `kind` (one of the five in `KINDS`), `degree`, `hidden`, `lr`, `n`, `noise`,
    `even` ("at random" or "evenly": how x is drawn) and `seed`. Raises ValueError for anything else.
    """
    return ApproximationExplorer(settings_from(settings | dict(data=data), NEUTRAL))
