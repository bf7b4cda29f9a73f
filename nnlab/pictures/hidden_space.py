"""The plane as the neuron after a hidden layer sees it: samples and a grid moved, a straight boundary."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import AutoLocator, FixedFormatter, FixedLocator, ScalarFormatter

from nnlab.pictures import style

NOWHERE = Path(np.empty((0, 2)))
FAR = 1e4  # ends beyond this are written as powers of ten, with nothing between them


@final
class HiddenSpace:
    """Samples as marks on a warped grid, a straight boundary, and a tint on the side that is answered "1"."""

    def __init__(self, ax: Axes) -> None:
        self.ax = ax
        self._labels: tuple | None = None
        style.dress(ax, "", "")
        ax.set_facecolor(style.NO_TINT)
        self.region = ax.add_patch(PathPatch(NOWHERE, facecolor=style.YES_TINT, edgecolor="none"))
        (self.grid,) = ax.plot([], [], color="#8c8c8c", linewidth=0.8)
        (self.boundary,) = ax.plot([], [], color=style.INK, linewidth=2.5)
        dot = dict(linestyle="none", markeredgewidth=1.4)
        no = dict(dot, marker=style.SQUARE, color=style.NO, markersize=6.5)
        yes = dict(dot, marker=style.DISC, color=style.YES, markersize=7)
        hollow = dict(markerfacecolor="white")
        (self.no,), (self.yes,) = ax.plot([], [], **no), ax.plot([], [], **yes)
        (self.no_held,), (self.yes_held,) = ax.plot([], [], **no, **hollow), ax.plot([], [], **yes, **hollow)
        (self.wrong_marks,) = ax.plot([], [], **dot, marker="x", color=style.INK, markersize=8)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        marks = [self.no_held, self.yes_held, self.no, self.yes, self.wrong_marks]
        return [self.region, self.grid, self.boundary, *marks, *self.ax.spines.values()]

    def relabel(self, xlabel: str, ylabel: str, limits, *, title: str = "") -> None:
        """Set the names of the axes and their ends `((left, right), (bottom, top))`."""
        now = xlabel, ylabel, limits, title
        if now != self._labels:  # setting them again would make matplotlib lay everything out again
            self._labels = now
            self.ax.set(xlabel=xlabel, ylabel=ylabel, xlim=limits[0], ylim=limits[1])
            for axis, ends in zip((self.ax.xaxis, self.ax.yaxis), limits):
                far = max(map(abs, ends)) > FAR
                axis.set_major_locator(FixedLocator(ends) if far else AutoLocator())
                if not far:
                    axis.get_major_locator().set_params(nbins=5)
                powers = FixedFormatter([f"{end:.0e}".replace("e+", "e").replace("-", "−") for end in ends])
                axis.set_major_formatter(powers if far else ScalarFormatter())
            style.head(self.ax, title)

    def samples(self, P: np.ndarray, y: np.ndarray, held_out: np.ndarray, wrong: np.ndarray) -> None:
        """Mark samples of classes `y (n,)` at `P (n, 2)`; `held_out (n,)` hollow, `wrong (n,)` crossed."""
        self.no.set_data(*P[(y == 0) & ~held_out].T)
        self.yes.set_data(*P[(y == 1) & ~held_out].T)
        self.no_held.set_data(*P[(y == 0) & held_out].T)
        self.yes_held.set_data(*P[(y == 1) & held_out].T)
        self.wrong_marks.set_data(*P[wrong].T)

    def mesh(self, G: np.ndarray) -> None:
        """Draw the grid `G (m, k, 2)`: m lines of k places."""
        gaps = np.full((len(G), 1, 2), np.nan)
        self.grid.set_data(*np.concatenate([G, gaps], axis=1).reshape(-1, 2).T)

    def line(self, w: np.ndarray) -> None:
        """Draw the boundary w1 x + w2 y + b = 0 of `w (3,)`; if w1 = w2 = 0 there is none, and b decides."""
        corner, far = np.transpose([self.ax.get_xlim(), self.ax.get_ylim()])
        span = far - corner
        across, height = w[:2] * span, w[2] + w[:2] @ corner  # in widths and heights of the picture
        length = np.linalg.norm(across)
        if length == 0:
            self.boundary.set_data([], [])
            everywhere = corner + span * np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
            self.region.set_path(Path(everywhere) if w[2] >= 0 else NOWHERE)
            return
        across = across / length
        # The place on the line that is nearest to the middle of the picture.
        middle = 0.5 - (height / length + across.sum() / 2) * across
        middle = np.clip(middle, -50, 50)
        along = 3 * np.array([-across[1], across[0]])
        ends = corner + span * np.array([middle - along, middle + along])
        self.boundary.set_data(*ends.T)
        beyond = 200 * across * span
        self.region.set_path(Path([ends[0], ends[1], ends[1] + beyond, ends[0] + beyond]))
