"""A square grid and what a matrix makes of it: its lines, its unit square, and arrows from the middle."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection

from nnlab.pictures import style

LINES = np.arange(-6, 7)  # where the grid has lines, across and upwards
ASIDE = (-1, 1, 0)  # where the names of the arrows stand: to the right of the way, to the left, ahead
ARROWS = (style.NO, style.YES, style.PURPLE)  # of (1, 0), of (0, 1), and of a point


def grid_lines() -> np.ndarray:
    """Return the two ends of each line of the grid, `(number of lines, 2, 2)`."""
    far = np.full(len(LINES), float(LINES[-1]))
    up = np.stack([np.stack([LINES, -far], axis=1), np.stack([LINES, far], axis=1)], axis=1)
    return np.concatenate([up, up[:, :, ::-1]])


@final
class MappedGrid:
    """The grid as a matrix maps it, with `names` at the tips of the arrows to (1, 0), (0, 1) and a point."""

    def __init__(self, ax: Axes, names: tuple[str, str, str], *, title: str, reach: float) -> None:
        self.ax = ax
        style.dress(ax, "$x_1$", "$x_2$", title)
        ax.set(aspect="equal", xlim=(-reach, reach), ylim=(-reach, reach))
        self.lines = LineCollection([], colors="#9aa4ad", linewidths=0.9)
        self.axes = LineCollection([], colors=style.INK, linewidths=1.4)
        self.square = PolyCollection([], facecolors=style.YES_TINT, edgecolors=style.INK, linewidths=1.2)
        self.square.set_alpha(0.85)
        self.way = LineCollection([], colors=style.PURPLE, linewidths=1.4, linestyles="--")
        for collection in (self.square, self.lines, self.axes, self.way):
            ax.add_collection(collection, autolim=False)
        none = np.zeros(3)
        in_data = dict(angles="xy", scale_units="xy", scale=1.0, units="inches", width=0.035, minlength=0.1)
        self.arrows = ax.quiver(none, none, none, none, color=ARROWS, **in_data)
        how = dict(fontsize=style.TEXT, fontweight="bold", ha="center", va="center")
        self.names = [ax.text(0, 0, name, color=colour, **how) for name, colour in zip(names, ARROWS)]
        (self.tips,) = ax.plot([], [], "o", markersize=7, color=style.INK)
        (self.ring,) = ax.plot([], [], "o", markersize=15, markerfacecolor="none", color=style.INK)
        self.room = reach
        for text in self.names:
            text.set_bbox(dict(facecolor="white", edgecolor="none", pad=1, alpha=0.8))
            text.set_clip_on(True)
        ax.apply_aspect()  # now, for the size of a name in the grid's units
        self.halves = [text.get_window_extent().size / ax.bbox.size * reach for text in self.names]

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.square, self.lines, self.axes, self.way, self.arrows, *self.names, self.tips, self.ring]

    def update(self, W: np.ndarray, x: np.ndarray, *, chosen: int | None = None) -> None:
        """Draw where `W (2, 2)`, times a column, takes the grid, (1, 0), (0, 1) and the point `x (2,)`.

        The dashed way to the point goes x[0] times along the first arrow, then x[1] times along the second.
        """
        lines = grid_lines() @ W.T
        is_axis = np.tile(LINES == 0, 2)
        self.lines.set_segments(lines[~is_axis])
        self.axes.set_segments(lines[is_axis])
        self.square.set_verts([np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) @ W.T])
        tips = np.stack([W[:, 0], W[:, 1], W @ x])
        self.way.set_segments([[(0, 0), W[:, 0] * x[0], tips[2]]])
        self.arrows.set_UVC(*tips.T)
        for tip, name, half, aside in zip(tips, self.names, self.halves, ASIDE):
            name.set_position(self._place(tip, half, aside))
        self.tips.set_data(*tips.T)
        self.ring.set_data(*(tips[chosen, :, None] if chosen is not None else ([], [])))

    def _place(self, tip: np.ndarray, half: np.ndarray, aside: int) -> np.ndarray:
        """Return where the middle of a name stands, `half (2,)` as wide and high, at the `tip (2,)`.

        If it would be cut off there, and the tip is seen, it stands above the tip, or below one at the top.
        """
        length = np.hypot(*tip)
        along = tip / length if length > 0 else np.array([1.0, 0.0])
        place = tip + self.room * ((0.06 if aside else 0.13) * along + 0.075 * aside * along[::-1] * (-1, 1))
        end = self.room - half
        if (np.abs(place) <= end).all() or (np.abs(tip) > self.room).any():
            return place
        above = 0.13 * self.room
        height = tip[1] + above if tip[1] + above <= end[1] else tip[1] - above
        return np.array([np.clip(tip[0], -end[0], end[0]), height])
