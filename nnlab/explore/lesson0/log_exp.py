"""Logarithm and exponential where they are needed: the loss of a probability, long products, overflow."""

import math
from typing import final

import numpy as np

from nnlab.explore.kit.controls import Number
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson0 import log_words as words
from nnlab.pictures import style

PROBABILITIES = (0.001, 0.01, 0.05, *(round(0.1 * k, 1) for k in range(1, 10)), 0.95, 0.99, 0.999, 1.0)
MANY = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
HEIGHTS = (
    *(-1000, -746, -745, -700, -100, -50, -20, -10, -5, -2, -1, 0, 1, 2, 5),
    *(10, 20, 50, 100, 700, 709, 710, 1000),
)
LEAST = math.log(5e-324)  # of the smallest number above 0
LARGEST = math.log(np.finfo(float).max)
POWERS = 1 / math.log(10)
NEUTRAL = dict(p=0.9, n=100, z=2.0)
PRESETS = {
    "Half sure": dict(p=0.5, n=1),
    "Sure, and right": dict(p=0.99, n=1),
    "Sure, and wrong": dict(p=0.01, n=1),
    "A hundred answers of 0.9": dict(),
    "A product that becomes 0": dict(p=0.1, n=500),
    "e to the 709 is still a number": dict(z=709.0),
    "e to the 710 is not": dict(z=710.0),
    "e to the minus 746 is 0": dict(z=-746.0),
}


@final
class LogExpExplorer(Explorer):
    """Made by `explore_log_exp`; see there."""

    def __init__(self, settings: dict) -> None:
        controls = dict(
            p=Number(settings["p"], words.P, PROBABILITIES, low=1e-12, high=1, width="230px"),
            n=Number(settings["n"], words.N, MANY, low=1, high=1000, width="230px"),
            z=Number(settings["z"], words.Z, HEIGHTS, low=-1000, high=1000, width="230px"),
        )
        stage = Stage(960, 400, hint=words.LOG_HINT)
        place = dict(left=0.065, right=0.985, bottom=0.15, top=0.89, wspace=0.44)
        self.axes = stage.figure.subplots(1, 3, gridspec_kw=place)
        moving = [
            self._make_loss(self.axes[0]),
            self._make_product(self.axes[1]),
            self._make_exp(self.axes[2]),
        ]
        stage.moving = [artist for artists in moving for artist in artists]
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(main=["p", "n", "z"])
        self.publish()

    def _make_loss(self, ax) -> list:
        style.dress(ax, words.P_AXIS, words.LOSS_AXIS, words.LOSS_TITLE)
        p = np.linspace(0.001, 1, 1000)
        ax.plot(p, -np.log(p), color=style.INK, linewidth=2.4)
        ax.set(xlim=(0, 1), ylim=(0, 7))
        (self.drop,) = ax.plot([], [], color=style.GREY, linewidth=1.4, linestyle="--")
        (self.loss_dot,) = ax.plot([], [], "o", color=style.PURPLE, markersize=11, clip_on=False)
        return [self.drop, self.loss_dot]

    def _make_product(self, ax) -> list:
        style.dress(ax, words.N_AXIS, words.POWER_AXIS, words.PRODUCT_TITLE)
        (self.sums,) = ax.plot([], [], color=style.GREEN, linewidth=2, linestyle=(0, (4, 2)))
        (self.products,) = ax.plot([], [], color=style.INK, linewidth=3)
        (self.floor,) = ax.plot([], [], color=style.NO, linewidth=1.6, linestyle=(0, (1, 1.2)))
        (self.product_dot,) = ax.plot([], [], "o", color=style.PURPLE, markersize=11, clip_on=False)
        how = dict(fontsize=style.TICKS, transform=ax.transAxes)
        ax.text(0.97, 0.93, words.PRODUCT, color=style.INK, ha="right", **how)
        ax.text(0.97, 0.85, words.SUMS, color=style.GREEN, ha="right", **how)
        ax.text(0.97, 0.77, words.SMALLEST, color=style.NO, ha="right", **how)
        return [self.sums, self.products, self.floor, self.product_dot]

    def _make_exp(self, ax) -> list:
        style.dress(ax, "$z$", words.EXP_AXIS, words.EXP_TITLE)
        ax.axvspan(LARGEST, 1100, color=style.NO_TINT, linewidth=0)
        ax.axvspan(-1100, LEAST, color=style.YES_TINT, linewidth=0)
        ends = np.array([LEAST, LARGEST])
        ax.plot(ends, ends * POWERS, color=style.INK, linewidth=2.4)
        middle = dict(ha="center", va="center", fontsize=style.TEXT, color=style.INK)
        ax.text(905, 0, "inf", **middle)
        ax.text(-920, 0, "0", **middle)
        ax.set(xlim=(-1100, 1100), ylim=(-360, 360), xticks=[-700, 0, 700], yticks=[-300, 0, 300])
        (self.exp_dot,) = ax.plot([], [], "o", color=style.PURPLE, markersize=11, clip_on=False)
        return [self.exp_dot]

    # -- the numbers --------------------------------------------------------------------------------------

    @property
    def n(self) -> int:
        """How many factors."""
        return round(self["n"])

    @property
    def product(self) -> float:
        """The product of `n` factors `p`, multiplied one by one."""
        return float(np.prod(np.full(self.n, self["p"])))

    @property
    def sum_of_logs(self) -> float:
        """The sum of the logarithms of the same factors."""
        return float(np.sum(np.log(np.full(self.n, self["p"]))))

    @property
    def power(self) -> float:
        """What NumPy says of e to the z; it is inf where the number would be too large."""
        with np.errstate(over="ignore", under="ignore"):
            return float(np.exp(self["z"]))

    def pointed(self, pointer: Pointer) -> None:
        """Take p, the number of factors, or z from where the pointer is."""
        if pointer.kind not in ("press", "drag"):
            return
        which = [*self.axes].index(pointer.axes)
        if which == 0:
            self._set_silently(dict(p=float(np.clip(round(pointer.x, 3), 0.001, 1))))
        elif which == 1:
            self._set_silently(dict(n=float(np.clip(round(pointer.x), 1, 1000))))
        else:
            self._set_silently(dict(z=float(np.clip(round(pointer.x), -1000, 1000))))

    def restart(self) -> None:
        """Nothing but the controls is kept."""

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the loss of p, the product and the sum of logarithms factor by factor, and e to the z."""
        p, n = self["p"], self.n
        loss = -math.log(p)
        self.loss_dot.set_data([p], [min(loss, 7)])
        self.drop.set_data([p, p, 0], [0, min(loss, 7), min(loss, 7)])
        k = np.arange(n + 1)
        sums = k * math.log(p) * POWERS
        with np.errstate(divide="ignore", under="ignore"):
            products = np.log10(np.cumprod(np.concatenate([[1.0], np.full(n, p)])))
        self.sums.set_data(k, sums)
        self.products.set_data(k[np.isfinite(products)], products[np.isfinite(products)])
        low = -style.round_up(max(1.15 * -sums[-1], 1.0))
        self.floor.set_data([0, 2000], [LEAST * POWERS] * 2)
        self.product_dot.set_data([n], [sums[-1]])
        ends = (0, style.round_up(max(n, 5))), (low, 0.4 * -low)
        ax = self.axes[1]
        if (ax.get_xlim(), ax.get_ylim()) != ends:
            ax.set(xlim=ends[0], ylim=ends[1])
        z = self["z"]
        self.exp_dot.set_data([z], [np.clip(z * POWERS, -345, 345)])
        self.stage.alt = words.alt_log(p, n, z)

    def sentence(self) -> str:
        """Say the loss, the product and its logarithm, and e to the z."""
        told = [words.loss(self["p"])]
        if self.n > 1:
            told.append(words.product(self["p"], self.n, self.product, self.sum_of_logs))
        told.append(words.power(self["z"], self.power))
        return " ".join(told)


def explore_log_exp(**settings) -> LogExpExplorer:
    """Return an explorable of three uses of logarithm and exponential.

    `settings` set controls: `p` (a probability above 0, up to 1), `n` (1 to 1000 factors p), and `z` (-1000
    to 1000, for e to the z). Raises ValueError for anything else.
    """
    return LogExpExplorer(settings_from(settings, NEUTRAL))
