"""Two sets of numbers over one axis, for comparison: how large a share of each is where."""

from typing import final

import numpy as np
from matplotlib.axes import Axes

from nnlab.pictures import style


@final
class Histograms:
    """The shares of two sets of numbers, `names`, between `edges`; a dashed line at the mean of the first.

    Numbers beyond the edges are counted at the nearer end.
    """

    def __init__(
        self, ax: Axes, names: tuple[str, str], *, edges: np.ndarray, xlabel: str, mean: str
    ) -> None:
        self.ax, self.edges = ax, np.asarray(edges, float)
        nothing = np.zeros(len(self.edges) - 1)
        filled = dict(fill=True, linewidth=1.6)
        self.first = ax.stairs(
            nothing, self.edges, **filled, label=names[0], facecolor=style.YES_TINT, edgecolor=style.YES
        )
        self.second = ax.stairs(
            nothing, self.edges, **filled, label=names[1], facecolor=(0, 0, 0, 0), edgecolor=style.NO
        )
        self.second.set_hatch("///")  # for a print in grey
        (self.mean,) = ax.plot([], [], color=style.INK, linewidth=2, linestyle=(0, (4, 2)), label=mean)
        style.dress(ax, xlabel, "share (%)")
        ax.set(xlim=(self.edges[0], self.edges[-1]), ylim=(0, 100))
        style.legend(ax, columns=3)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.first, self.second, self.mean, *self.ax.spines.values()]

    def update(self, first: np.ndarray, second: np.ndarray) -> None:
        """Draw the numbers `first (m,)` and `second (k,)`; either may be empty."""
        most = 1.0
        for stairs, numbers in ((self.first, first), (self.second, second)):
            inside = np.clip(numbers, self.edges[0], np.nextafter(self.edges[-1], -np.inf))
            shares = 100 * np.histogram(inside, self.edges)[0] / max(len(numbers), 1)
            stairs.set_data(shares)
            most = max(most, float(shares.max()))
        end = 25.0 * np.ceil(1.05 * most / 25)
        if self.ax.get_ylim() != (0, end):
            self.ax.set_ylim(0, end)
        x = np.full(2, np.mean(first)) if len(first) else []
        self.mean.set_data(x, [0, end] if len(first) else [])
