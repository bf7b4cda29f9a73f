"""Lesson 6: a curve that has room for the noise, and penalties that take the room away while it learns."""

from collections.abc import Callable, Iterator
from functools import lru_cache, partial

import numpy as np

from nnlab import penalties
from nnlab.curvefit import spread_out
from nnlab.data import curve, curve_names
from nnlab.data.curves import HIGH, LOW
from nnlab.descent import Step, descend
from nnlab.explore.kit.controls import Number, choice, row, whole, whole_slider
from nnlab.explore.kit.explorer import KEYS, SPEEDS, Explorer
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.stage import Stage
from nnlab.explore.kit.training import Lowest
from nnlab.explore.lesson4.network import CURVE
from nnlab.explore.lesson6 import warm_start
from nnlab.explore.lesson6.penalised import ANEW, L1, L2, MAKERS, NONE, Penalised
from nnlab.network import Network, loss
from nnlab.pictures import Curves, Fit, Stems
from nnlab.pictures.style import round_up
from nnlab.regression import chebyshev

DOMAIN = (LOW, HIGH)
PLACES = np.linspace(LOW, HIGH, 301)  # where the curve is drawn
SIZES = (8, 10, 12, 16, 20, 30, 50, 100, 200)
HELD_OUT = 60  # samples that are only asked about
NOISES = tuple(np.round(np.linspace(0, 1, 11), 1).tolist())
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
LAMS = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
MOMENTA = (0.0, 0.5, 0.9)
HIGHEST, MOST = 25, 64  # degree, hidden units
POLYNOMIAL, NETWORK = "polynomial", "network"
PROX, SLOPE = "proximal step", "slope"
TOO_LARGE = 1e50  # for a weight to be drawn with
HINT = (
    "Large dots: samples to learn from. Small hollow ones: held out, they are only asked about. Each stem is "
    "one weight, and a hollow dot is a weight of exactly 0; biases are not shown and not penalised. The "
    "curves of the loss never include the penalty, and the diamond is the lowest held-out loss so far"
)

NEUTRAL = dict(
    data="sine", model=POLYNOMIAL, degree=15, hidden=16, penalty=NONE, lam=0.1, n=16, noise=0.3, lr=0.03,
    momentum=0.9, way=PROX, seed=5,
)  # fmt: skip
NET = dict(model=NETWORK, hidden=64, n=10, noise=0.5)
PRESETS = {
    "Degree 15 on 16 samples: it learns the noise": (
        dict(),
        "It has a weight for nearly every sample: it learns the noise of each and swings between them. "
        "Try other seeds, too.",
    ),
    "Degree 3: too stiff": (
        dict(degree=3),
        "Three weights cannot follow a sine: both losses stay high, and more steps do not help.",
    ),
    "200 samples calm it": (
        dict(n=200),
        "The same 15 weights, but the noise of 200 samples cannot be learned with 15 numbers.",
    ),
    "No noise": (
        dict(noise=0.0),
        "There is no noise to learn; yet between few samples nothing says what the curve should do.",
    ),
    "L2: all weights shrink": (
        dict(penalty=L2, lam=0.3),
        "Every weight gets smaller, none becomes exactly 0.",
    ),
    "L1: most weights are exactly 0": (
        dict(penalty=L1),
        "A weight that does not pay for itself is set to 0 and stays there, unless it begins to pay.",
    ),
    "L1 by its slope: none is exactly 0": (
        dict(penalty=L1, way=SLOPE),
        "The slope of |w| is ±λ however small w is: each step overshoots 0 and the next one comes back.",
    ),
    "L1 too strong: nothing is left": (
        dict(penalty=L1, lam=3.0),
        "Beyond a largest λ no weight pays for itself. The bias is not penalised: it finds the mean.",
    ),
    "64 hidden units on 10 samples": (
        dict(NET),
        "193 parameters for 10 samples. Watch the held-out loss: it falls quickly, and then it rises.",
    ),
    "64 hidden units, and L2": (
        dict(NET, penalty=L2, lam=0.01),
        "All 128 weights stay small, so the curve cannot be steep.",
    ),
    "64 hidden units, and L1": (
        dict(NET, penalty=L1, lam=0.01),
        "One weight after the other becomes exactly 0 and switches its unit off: a small network is left.",
    ),
    "Too large a rate": (
        dict(lr=3.0, momentum=0.0),
        "Each step goes further beyond the lowest point than it was before it.",
    ),
}


@lru_cache(maxsize=256)
def net_of(model: str, p: int) -> Network:
    """The network with p parameters: a linear neuron on p - 1 features, or 1-h-1 with 3 h + 1 = p."""
    return (
        Network((p - 1, 1), "linear")
        if model == POLYNOMIAL
        else Network((1, (p - 1) // 3, 1), ("tanh", "linear"))
    )


def inputs(model: str, p: int, x: np.ndarray) -> np.ndarray:
    """What the model of p parameters is given for places ``x (n,)``."""
    if model == POLYNOMIAL:
        return chebyshev(x, p - 1, DOMAIN)
    return scaled(x)[:, None]


def scaled(x: np.ndarray) -> np.ndarray:
    """Places with mean 0 and spread 1, where all between ``LOW`` and ``HIGH`` are as likely."""
    return (2 * x - LOW - HIGH) / (HIGH - LOW) * np.sqrt(3)


class OverfitExplorer(Penalised, Explorer):
    """Made by ``explore_overfit``; see there."""

    def __init__(self, settings: dict) -> None:
        settings = NEUTRAL | settings
        controls = dict(
            data=choice(curve_names(), settings["data"], "curve"),
            model=choice([POLYNOMIAL, NETWORK], settings["model"], "learned by a"),
            degree=whole_slider(settings["degree"], 1, HIGHEST, "degree", "260px"),
            hidden=whole_slider(settings["hidden"], 1, MOST, "hidden size", "260px"),
            penalty=choice(MAKERS, settings["penalty"], "penalty"),
            lam=Number(settings["lam"], "strength λ", LAMS, low=0, high=100),
            n=choice(SIZES, settings["n"], "samples to learn from"),
            noise=Number(settings["noise"], "noise", NOISES, low=0, high=5, width="200px"),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-5, high=100),
            momentum=choice([(f"{m:g}", m) for m in MOMENTA], settings["momentum"], "momentum"),
            way=choice([PROX, SLOPE], settings["way"], "penalty acts by its"),
            seed=whole(settings["seed"], 0, 9999, "seed"),
        )
        stage = Stage(
            920, 500, bar=True, speeds=SPEEDS, speed=60, hint=f"{HINT}. {KEYS[0].upper()}{KEYS[1:]}."
        )
        self._make_pictures(stage)
        super().__init__(
            stage,
            controls,
            presets={name: settings for name, (settings, _) in PRESETS.items()},
            neutral=NEUTRAL,
        )
        self._told = (-1, "")  # what has just been done, and at which step of the bar it is said
        self._make_best_button()
        self.lay_out(
            above=[
                row(self.preset, controls["data"], self.reset_button, self.best_button),
                row(controls["penalty"], controls["lam"], controls["model"]),
            ],
            below=[
                row(controls["degree"], controls["hidden"], controls["n"]),
                row(controls["lr"], controls["momentum"], controls["noise"]),
                row(controls["way"], controls["seed"]),
            ],
        )
        self.restart()
        self.publish()

    def _make_pictures(self, stage: Stage) -> None:
        place = dict(left=0.065, right=0.97, bottom=0.115, top=0.88, wspace=0.22, hspace=0.6)
        grid = stage.figure.add_gridspec(2, 2, width_ratios=[1.15, 1], height_ratios=[1.15, 1], **place)
        fit, curves, weights = (
            stage.figure.add_subplot(cell) for cell in (grid[:, 0], grid[0, 1], grid[1, 1])
        )
        self.fit = Fit(fit, xlabel="$x$", ylabel="$y$", limits=(DOMAIN, (-1, 1)))
        how = dict(xlabel="steps so far, $k$", ylabel="loss", log=True, columns=3, best="best", shortest=100)
        self.curves = Curves(curves, ("learned from", "held out"), **how)
        self.weights = Stems(weights, xlabel="", ylabel="weight")
        # Of the left picture only the curve moves: samples belong to the background, which is drawn seldom.
        stage.moving = [self.fit.curve_line, *self.curves.artists, *self.weights.artists]

    # -- samples and learning -----------------------------------------------------------------------------

    def _take_samples(self) -> None:
        """Samples to learn from, and others of the same kind that are held out."""
        name, seed, noise = self["data"], self["seed"], self["noise"]
        seen = curve(name, self["n"], rng=np.random.default_rng(seed), noise=noise)
        # Drawn apart, so that they are the same ones for every n.
        unseen = curve(name, HELD_OUT, rng=np.random.default_rng([seed, 1]), noise=noise)
        self.x, self.y = np.append(seen.x, unseen.x), np.append(seen.y, unseen.y)
        self.held = np.arange(len(self.x)) >= self["n"]
        self.truth = seen.truth
        self._losses: dict[int, tuple[Callable, Callable]] = {}
        end = round_up(1.15 * max(np.abs(self.y).max(), np.abs(self.truth(PLACES)).max()))
        limits = ((LOW - 0.15, HIGH + 0.15), (-end, end))
        self.fit.relabel(
            xlabel="$x$",
            ylabel="$y$",
            limits=limits,
            held_out=True,
            truth=True,
            samples=False,
            curve=self["model"],
        )
        self.fit.truth(PLACES, self.truth(PLACES))
        self.fit.samples(self.x, self.y, self.held)
        self.fit.held_marks.set(markersize=4, markeredgewidth=1)  # many, and only looked at
        self.stage.redraw()

    def _first_theta(self) -> np.ndarray:
        """Weights to start from: 0, or hidden units that share out the places."""
        if self["model"] == POLYNOMIAL:
            return np.zeros(self["degree"] + 1)
        net, rng = net_of(NETWORK, 3 * self["hidden"] + 1), np.random.default_rng([self["seed"], 2])
        theta = spread_out(net, scaled(PLACES), rng=rng)
        (W1, b1), (W2, _) = net.layers(theta)
        mixed = rng.permutation(len(b1))  # so that the units of a smaller network are everywhere, too
        W1[:], b1[:], W2[:] = W1[:, mixed], b1[mixed], W2[mixed]
        return theta

    def losses(self, p: int) -> tuple[Callable, Callable]:
        """The loss of a model of p parameters on what is learned from, and on what is held out."""
        if p not in self._losses:
            net, X = net_of(self["model"], p), inputs(self["model"], p, self.x)
            self._losses[p] = tuple(
                loss(net, X[some], self.y[some], "mse") for some in (~self.held, self.held)
            )
        return self._losses[p]

    def penalties(self) -> list[penalties.Penalty]:
        """The penalties that the controls say."""
        mask = net_of(self["model"], self.first.size).weights
        return self._penalties(mask)

    def _run(self) -> Callable[[Step | None], Iterator[Step]]:
        """The run with the samples, penalties and rates of this moment, as a player wants it."""
        first, model, rates = self.first, self["model"], dict(lr=self["lr"], momentum=self["momentum"])
        f, found = self.losses(first.size)[0], self.penalties()
        if self["way"] == SLOPE:
            f = penalties.total(f, *found)
        elif found:
            rates["prox"] = penalties.proximal(*found)
        of = partial(net_of, model)
        return lambda start: descend(
            f, first if start is None else warm_start.carried(start, first, of), **rates
        )

    def _learn(self, told: str = "") -> None:
        """Begins to learn anew."""
        self.first = self._first_theta()
        self._lowest, self._told = Lowest(), (0, told)
        self.player = Player(self._run(), measure=self._measure)

    def _go_on(self, told: str, *, other_samples: bool = False) -> None:
        """Learns on from the weights shown. Held-out losses on other samples do not compare."""
        if self.player.step.diverged or self.player.position == 0:
            return self._learn()  # there is nothing to go on from
        self.first = self._first_theta()
        self._lowest.forget(self.player.position)
        if other_samples:
            self._lowest = Lowest(since=self.player.position)
        self.player.branch(self._run())
        self._told = self.player.position, told

    def _measure(self, step: Step) -> tuple[float, float]:
        """The loss, without penalty, on what is learned from and on what is held out."""
        if step.diverged:
            return np.nan, np.nan
        seen, unseen = self.losses(step.theta.size)
        with np.errstate(over="ignore", invalid="ignore"):
            held_out = unseen(step.theta)[0]
            by_slope = self["way"] == SLOPE and self["penalty"] != NONE
            value = seen(step.theta)[0] if by_slope else step.value
        self._lowest.look(step.k, held_out)
        return value, held_out

    @property
    def theta(self) -> np.ndarray:
        """The parameters shown: those of the step, or if they are too large the last that can be drawn."""
        step = self.player.last(lambda step: np.abs(step.theta).max() < TOO_LARGE)
        return self.first if step is None else step.theta

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """The curve among its samples, the loss so far, and the weights."""
        theta, model = self.theta, self["model"]
        p = theta.size
        self.fit.curve(PLACES, net_of(model, p).predict(theta, self._drawn_inputs(model, p)))
        self.curves.update(*self.player.thinned(CURVE), self.best())
        if model == POLYNOMIAL:
            ticks = {d - 1: str(d) for d in (range(1, p) if p <= 7 else (1, 5, 10, 15, 20, 25)) if d < p}
            self._label_weights("degree")
        else:
            h = (p - 1) // 3
            ticks = {(h - 1) / 2: "to the hidden units", (3 * h - 1) / 2: "to the output"}
            self._label_weights("")
        self.weights.update(self._weights(theta), ticks)
        size = f"of degree {p - 1}" if model == POLYNOMIAL else f"with {(p - 1) // 3} hidden units"
        self.stage.alt = (
            f"{self['n']} noisy samples ({self['data']}), a {model} {size} after {self.player.step.k} steps, "
            f"the loss so far, and the weights"
        )

    @staticmethod
    @lru_cache(maxsize=8)
    def _drawn_inputs(model: str, p: int) -> np.ndarray:
        return inputs(model, p, PLACES)

    def _label_weights(self, text: str) -> None:
        if self.weights.ax.get_xlabel() != text:
            self.weights.ax.set_xlabel(text)

    def _weights(self, theta: np.ndarray) -> np.ndarray:
        return theta[net_of(self["model"], theta.size).weights]

    def sentence(self) -> str:
        """How it stands, what is odd about it, and why."""
        step = self.player.step
        at, told = self._told
        parts = [told] if told and at == self.player.position and not self.stage.playing else []
        if step.diverged:
            parts.append(f"It diverged at step {step.k:,}: lower the learning rate.")
        else:
            seen, unseen = self._measure(step)
            parts.append(
                f"Step {step.k:,}: loss {seen:.3g} on {self['n']} samples learned from, {unseen:.3g} on "
                f"{HELD_OUT} held out."
            )
            parts += self._remarks()
        if self.preset.value in PRESETS:
            parts.append(PRESETS[self.preset.value][1])
        return " ".join(parts)

    def _remarks(self) -> list[str]:
        found, best, w = [], self.best(), self._weights(self.theta)
        if best is not None and best[0] < self.player.position:
            found.append(f"The held-out loss was lowest, {best[1]:.3g}, at step {best[0]:,}.")
        zeros = int(np.sum(w == 0))
        if self.player.position == 0:
            return found
        if zeros:
            text = f"Exactly 0: {zeros} of {len(w)} weights"
            if self["model"] == NETWORK:
                h = len(w) // 2
                used = int(np.sum((w[:h] != 0) & (w[h:] != 0)))
                text += f"; {used} of {h} hidden units {'is' if used == 1 else 'are'} in use"
            found.append(text + ".")
        elif self["penalty"] != NONE and self["lam"] > 0:
            found.append(f"The smallest of {len(w)} weights is {np.abs(w).min():.2g}, and none is exactly 0.")
        back = 0 if self.stage.playing else self.come_back()
        if back:
            found.append(f"{back} that had been pulled to 0 {'is' if back == 1 else 'are'} back.")
        return found

    def come_back(self) -> int:
        """How many weights were pulled to 0 at some step of the tape, and are not 0 now."""
        player, p = self.player, self.theta.size
        before = [s.theta for s in player.kept[: player.position // player.stride + 1] if s.theta.size == p]
        if not before:
            return 0
        zero = np.array([self._weights(theta) for theta in before]) == 0
        pulled = zero & np.logical_or.accumulate(~zero, axis=0)  # 0, and not so from the beginning
        return int(np.sum(pulled.any(axis=0) & (self._weights(self.theta) != 0)))

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Controls moved. All but another curve, model or seed learn on with the weights there are."""
        k, before = self.player.step.k, self.player.step.theta.size
        if {"data", "model", "seed"} & set(names):
            self.restart(ANEW if k else "")
        elif {"n", "noise"} & set(names):
            self._take_samples()
            self._go_on(f"{warm_start.said(k, before, before)[:-1]}, on other samples.", other_samples=True)
        elif self._of_model() in names:
            self._go_on(warm_start.said(k, before, self._first_theta().size))
        elif {"penalty", "lam", "lr", "momentum", "way"} & set(names):
            self._go_on(warm_start.said(k, before, before))

    def _of_model(self) -> str:
        return "degree" if self["model"] == POLYNOMIAL else "hidden"

    def restart(self, told: str = "") -> None:
        """Fresh samples, and the first step."""
        for name in ("degree", "hidden"):
            self.controls[name].disabled = name != self._of_model()
        self._take_samples()
        self._learn(told)


def explore_overfit(**settings) -> OverfitExplorer:
    """An explorable of a curve with few noisy samples, learned by a polynomial or a network 1-``hidden``-1.

    ``settings`` set controls: ``data`` (a name of ``data.curve_names()``), ``model`` ("polynomial" or
    "network"), ``degree`` (1 to 25), ``hidden`` (1 to 64), ``penalty`` ("none", "L1", "L2" or "L1 and L2",
    each with this λ), ``lam``, ``n`` samples to learn from (8, 10, 12, 16, 20, 30, 50, 100 or 200),
    ``noise``, ``lr``, ``momentum`` (0, 0.5 or 0.9), ``way`` the penalty acts ("proximal step" or "slope") and
    ``seed`` (0 to 9999). The loss is the mean square. Raises ValueError for anything else.
    """
    if unknown := set(settings) - set(NEUTRAL):
        raise ValueError(f"settings: expected some of {sorted(NEUTRAL)}, got {sorted(unknown)}")
    return OverfitExplorer(settings)
