"""The loss over one of several parameters: a section through the landscape, its floor, and a ball."""

from typing import final

import numpy as np
from matplotlib.axes import Axes

from nnlab.pictures import style


@final
class LossSection:
    """The loss over one parameter, a ball on it, and the path it has taken.

    The *section* is the loss with all other parameters as they are now: it moves when they do. The *floor* is
    the least loss that any choice of the others can give.
    """

    def __init__(self, ax: Axes, *, xlabel: str, ylabel: str, section: str, floor: str) -> None:
        self.ax = ax
        style.dress(ax, xlabel, ylabel)
        dashed = dict(color=style.GREEN, linewidth=2.2, linestyle=(0, (5, 2)))
        (self.floor_line,) = ax.plot([], [], **dashed, label=floor)
        (self.section_line,) = ax.plot([], [], color=style.INK, linewidth=2.2, label=section)
        (self.path,) = ax.plot([], [], color=style.PURPLE, linewidth=1.6, marker=".", markersize=5)
        (self.spot,) = ax.plot(
            [], [], "o", color=style.PURPLE, markersize=11, markeredgecolor="white", clip_on=False
        )
        style.legend(ax, [self.section_line, self.floor_line])

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.floor_line, self.section_line, self.path, *self.ax.spines.values(), self.spot]

    def lines(self, x: np.ndarray, section: np.ndarray, floor: np.ndarray) -> None:
        """Draw the section `(m,)` and the floor `(m,)` over places `x (m,)`."""
        self.section_line.set_data(x, section)
        self.floor_line.set_data(x, floor)

    def ball(self, path: np.ndarray) -> None:
        """Draw the path `(k, 2)` of the ball, and the ball at its end."""
        self.path.set_data(*path.T)
        self.spot.set_data(*path[-1:].T)

    def limits(self, left: float, right: float, top: float) -> None:
        """Set the part of the axes that is seen, unless it is seen already."""
        ends = ((left, right), (0.0, style.round_up(top)))
        if (self.ax.get_xlim(), self.ax.get_ylim()) != ends:
            self.ax.set(xlim=ends[0], ylim=ends[1])
