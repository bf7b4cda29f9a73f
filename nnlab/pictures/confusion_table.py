"""Which classes were taken for which others: a table of counts, darker where there are more."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from nnlab.pictures import style
from nnlab.pictures.labels import Labels

SIZE = 10  # points, of a count
RIGHT, WRONG = np.array(to_rgb(style.YES)), np.array(to_rgb(style.NO))


@final
class ConfusionTable:
    """A row for each right class, a column for each answer; what is right stands on the diagonal."""

    def __init__(self, ax: Axes, names: tuple[str, ...], *, xlabel: str, ylabel: str) -> None:
        self.ax, k = ax, len(names)
        style.dress(ax, xlabel, ylabel)
        self.size = np.array(ax.bbox.size) * 100 / ax.figure.dpi / k  # of a cell, in page pixels
        wide, high = k * self.size
        corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * 0.95 + 0.025  # white shows between the cells
        places = np.stack(np.meshgrid(np.arange(k), k - 1 - np.arange(k)), axis=-1).reshape(-1, 1, 2)
        self.cells = PolyCollection((places + corners) * self.size, edgecolors="none", antialiaseds=False)
        ax.add_collection(self.cells, autolim=False)
        self.labels = Labels(ax)
        middles = np.arange(k) + 0.5
        ax.set(xlim=(0, wide), ylim=(0, high))
        ax.set_xticks(middles * self.size[0], names)
        ax.set_yticks(high - middles * self.size[1], names)
        ax.tick_params(length=0, pad=3)
        ax.spines[:].set_visible(False)
        self.right = np.eye(k, dtype=bool)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.cells, self.labels.artist]

    def update(self, counts: np.ndarray) -> None:
        """Show `counts (k, k)`: [i, j] of class i were called j. A row's shade is a share of its class."""
        share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        depth = np.where(self.right, 0.08 + 0.92 * share, np.where(counts > 0, 0.25 + 0.75 * share, 0.03))[
            ..., None
        ]
        colours = 1 - depth * (1 - np.where(self.right[..., None], RIGHT, WRONG))
        self.cells.set_facecolor(colours.reshape(-1, 3))
        labels = {}
        for i, j in zip(*np.nonzero(counts)):
            colour = "white" if depth[i, j, 0] > 0.62 else style.INK
            x, y = (j + 0.5) * self.size[0], (len(counts) - i - 0.5) * self.size[1]
            labels[i, j] = (str(counts[i, j]), x, y, SIZE, colour, False)
        self.labels.update(labels)
