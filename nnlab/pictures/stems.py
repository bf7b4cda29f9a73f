"""A few numbers side by side, each as a stem from zero: weights, for example."""

from typing import final

import numpy as np
from matplotlib.axes import Axes

from nnlab.pictures import style

CROWD = 40  # with more numbers than this the marks get smaller, so that they cover one another less


@final
class Stems:
    """A stem for each number; a number that is exactly 0 is a hollow dot on the line."""

    def __init__(self, ax: Axes, *, xlabel: str, ylabel: str) -> None:
        self.ax = ax
        style.dress(ax, xlabel, ylabel)
        self.zero = ax.axhline(0, color=style.INK, linewidth=1)
        (self.stems,) = ax.plot([], [], color=style.PURPLE, linewidth=2.2)
        (self.dots,) = ax.plot([], [], "o", color=style.PURPLE, markersize=6)
        hollow = dict(color=style.PURPLE, markerfacecolor="white", markersize=7, markeredgewidth=1.4)
        (self.zeros,) = ax.plot([], [], "o", **hollow)
        self._shown: tuple = ()  # how many there are, and the ticks

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.zero, self.stems, self.dots, self.zeros]

    def update(self, values: np.ndarray, ticks: dict[float, str]) -> None:
        """Draw `values (m,)` from left to right; `ticks` are words by their places."""
        at, gaps = np.arange(len(values)), np.full(len(values), np.nan)
        self.stems.set_data(
            np.stack([at, at, gaps], axis=1).ravel(), np.stack([0 * values, values, gaps], axis=1).ravel()
        )
        self.dots.set_data(at[values != 0], values[values != 0])
        self.zeros.set_data(at[values == 0], values[values == 0])
        end = style.round_up(1.1 * max(float(style.finite(np.abs(values), 0.0).max()), 0.1))
        if self.ax.get_ylim() != (-end, end):
            self.ax.set_ylim(-end, end)
        if self._shown != (len(values), ticks):  # ticks are slow
            self._shown = len(values), dict(ticks)
            self.ax.set_xlim(-0.7, len(values) - 0.3)
            self.ax.set_xticks(list(ticks), list(ticks.values()))
            size = max(min(1, np.sqrt(CROWD / len(values))), 0.5)
            self.dots.set_markersize(6 * size)
            self.zeros.set(markersize=7 * size, markeredgewidth=1.4 * size)
            self.stems.set_linewidth(2.2 * size)
