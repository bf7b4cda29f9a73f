"""What the runs of a sweep gave: each run as a dot over its value, their median, and their middle half."""

from collections.abc import Sequence
from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator

from nnlab.pictures import style

WIDE = 0.3  # of the way from one value to the next: how far the dots of one are apart
TOP = 0.96  # of the axis: where the runs stand whose number is too large
LEAST, MOST = 1e-8, 1e4  # on an axis of powers of ten: what is less stands at its foot, what is more is lost


@final
class Swept:
    """Values stand side by side at equal distances, with their names below.

    A run whose number is infinite, or too large for an axis of powers of ten, has a cross at the upper edge.
    """

    def __init__(self, ax: Axes) -> None:
        self.ax = ax
        band = dict(color=style.YES, linewidth=13, alpha=0.22, solid_capstyle="butt")
        (self.band,) = ax.plot([], [], **band)
        (self.dots,) = ax.plot([], [], "o", color=style.YES, markersize=4.5, alpha=0.7, markeredgewidth=0)
        (self.lost,) = ax.plot([], [], "x", color=style.NO, markersize=7, markeredgewidth=1.8)
        look = dict(color=style.INK, linewidth=1.4, marker="D", markersize=6)
        (self.medians,) = ax.plot([], [], **look)
        self.name("", "", ("",))

    @property
    def artists(self) -> list[Artist]:
        """The artists that move, in drawing order."""
        return [self.band, self.medians, self.dots, self.lost]

    def name(
        self, xlabel: str, ylabel: str, values: Sequence[str], *, in_order: bool = True, log: bool = False
    ) -> None:
        """Name the axes and the `values`; where these are `in_order` a line joins the medians.

        `log` makes the vertical axis one of powers of ten.
        """
        ax = self.ax
        ax.set_yscale("linear")  # powers of ten know no number of ticks, which the next line sets
        style.dress(ax, xlabel, ylabel)
        ax.set_yscale("log" if log else "linear")
        ax.yaxis.set_minor_locator(NullLocator())
        ax.set_xticks(range(len(values)), values)
        ax.set_xlim(-0.6, len(values) - 0.4)
        self.log = log
        self.medians.set_linestyle("-" if in_order else "none")

    def update(self, table: np.ndarray, median: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        """Draw the numbers of all runs `table (m, seeds)`, nan where there is none, and `median (m,)`.

        The middle half of a value's runs lies between `low (m,)` and `high (m,)`.
        """
        m, seeds = table.shape
        if self.log:
            table, median, low, high = (_within(numbers) for numbers in (table, median, low, high))
        x = np.arange(m)
        aside = np.linspace(-WIDE / 2, WIDE / 2, seeds) if seeds > 1 else np.zeros(1)
        at = x[:, None] + aside
        _set(self.dots, at.ravel(), table.ravel())
        lost = np.isinf(table)
        self._set_ends(style.finite(table), room=bool(lost.any()))
        bottom, top = self.ax.get_ylim()
        edge = bottom * (top / bottom) ** TOP if self.log else bottom + TOP * (top - bottom)
        self.lost.set_data(at[lost], np.full(lost.sum(), edge))
        _set(self.medians, x, median)
        ends = np.clip(np.stack([low, high, np.full(m, np.nan)], axis=1), bottom, top)
        _set(self.band, np.repeat(x, 3), ends.ravel())

    def _set_ends(self, numbers: np.ndarray, *, room: bool) -> None:
        """Let the vertical axis end at round numbers; `room` is for crosses above all dots."""
        if self.log:
            powers = np.log10(numbers) if len(numbers) else np.zeros(1)
            low = float(np.floor(powers.min()))
            ends = 10.0**low, 10.0 ** max(float(np.ceil(powers.max())) + room, low + 1)
        else:
            ends = 0.0, style.round_up((1.15 if room else 1.04) * max(float(numbers.max(initial=0.0)), 1e-6))
        if self.ax.get_ylim() != ends:
            self.ax.set_ylim(*ends)


def _set(line: Line2D, x: np.ndarray, y: np.ndarray) -> None:
    """Let a line go through the finite numbers among `y (m,)`, with gaps; without any it has no places."""
    known = np.isfinite(y)
    line.set_data(*([x, np.where(known, y, np.nan)] if known.any() else [[], []]))


def _within(numbers: np.ndarray) -> np.ndarray:
    """Return numbers, nan stays nan, as an axis of powers of ten can show them; infinite if it cannot."""
    return np.where(numbers > MOST, np.inf, np.maximum(numbers, LEAST))
