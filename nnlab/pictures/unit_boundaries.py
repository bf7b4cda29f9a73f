"""Straight boundaries in one plane, one for each hidden unit: thin lines, an arrow to the side of yes."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from nnlab.pictures import style

DASHES, LONG_DASHES = (0, (5, 2.5)), (0, (13, 5))  # in line widths; every dash costs time
NAMED = 6  # with more lines than this, names would cover each other
INSET, SHAFT, BARB, NAME = 46.0, 15.0, 5.5, 33.0  # page pixels: where the arrow is, its size, its name
ALIKE = 3.0  # page pixels: arrows as close as this belong to lines that coincide, and share a name


@final
class UnitBoundaries:
    """Lines w1 x + w2 y + b = 0, at most `most` of them, thin and dashed.

    At one end of each a small arrow points to the side where w1 x + w2 y + b is above 0; up to `NAMED`
    lines carry their unit's name there, $a_1$ and so on; lines that coincide share one, $a_1, a_2$.
    """

    def __init__(self, ax: Axes, *, most: int = 16) -> None:
        self.ax, self.most = ax, most
        thin = dict(color=style.PURPLE, solid_capstyle="round")
        (self.lines,) = ax.plot([], [], **thin, linewidth=1.5, linestyle=DASHES)
        (self.arrows,) = ax.plot([], [], **thin, linewidth=1.8)
        card = dict(boxstyle="round,pad=0.1", facecolor="white", edgecolor="none", alpha=0.8)
        middle = dict(ha="center", va="center", fontsize=style.TEXT, color=style.PURPLE, bbox=card)
        self.names = [ax.text(0, 0, f"$a_{j + 1}$", visible=False, **middle) for j in range(NAMED)]

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.lines, *self.names, self.arrows]

    def key(self, label: str) -> Line2D:
        """Return an entry for a legend."""
        return Line2D([], [], color=style.PURPLE, linewidth=1.5, linestyle=(0, (3, 1.5)), label=label)

    def update(self, W: np.ndarray, b: np.ndarray) -> None:
        """Draw the lines of weights `W (2, h)` and biases `b (h,)`; a unit without weights has none.

        Raises ValueError for more than `most` units.
        """
        if W.shape[1] > self.most:
            raise ValueError(f"W: expected at most {self.most} units, got {W.shape[1]}")
        corner, far = np.transpose([self.ax.get_xlim(), self.ax.get_ylim()])
        size = self.ax.bbox.size * 100.0 / self.ax.figure.dpi  # of the Axes, in page pixels
        # From here on in page pixels from the lower left corner, in which right angles look right.
        normal = W.T * ((far - corner) / size)
        height = b + corner @ W
        length = np.hypot(*normal.T)  # which does not overflow
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            normal = normal / length[:, None]
            foot = -(height / length)[:, None] * normal
            along = np.stack([-normal[:, 1], normal[:, 0]], axis=1)
            ways = np.where(np.abs(along) < 1e-9, 1e-9, along)

            def inside(margin):  # from where to where the lines run inside the picture
                sides = np.sort([(margin - foot) / ways, (size - margin - foot) / ways], axis=0)
                return sides[0].max(axis=1), sides[1].min(axis=1)

            start, end = inside(0.0)
            first, last = inside(INSET)
        seen = np.isfinite(start) & np.isfinite(end) & (end > start)  # the others do not cross the picture
        start, end = np.where(seen, start, np.nan), np.where(seen, end, np.nan)
        at = np.where(last > first, last, (start + end) / 2)  # an arrow that has room around it

        def place(t, forward=0.0):
            return foot + np.asarray(t)[:, None] * along + forward * normal

        def in_data(*columns):
            gap = np.full_like(columns[0], np.nan)
            return (corner + np.stack([*columns, gap], axis=1).reshape(-1, 2) * ((far - corner) / size)).T

        tip, back = place(at, SHAFT), SHAFT - BARB
        barbs = place(at - BARB, back), tip, place(at + BARB, back)
        self.lines.set_data(*in_data(place(start), place(end)))
        few = len(b) <= NAMED
        self.lines.set(linewidth=1.5 if few else 0.9, linestyle=DASHES if few else LONG_DASHES)
        self.arrows.set_data(*in_data(place(at), tip, *barbs))
        named = np.flatnonzero(seen) if few else []
        ends = np.hstack([place(at), place(at, NAME)])
        shared = [[i for i in named if np.abs(ends[i] - ends[j]).max() < ALIKE] for j in named]
        for name in self.names:
            name.set_visible(False)
        for j, alike in zip(named, shared):
            name = self.names[j]
            name.set_visible(alike[0] == j)
            name.set_text(f"${', '.join(f'a_{i + 1}' for i in alike)}$")
            edge = 12.0 * np.array([len(alike), 1])  # half of the name's card
            name.set_position(corner + np.clip(ends[j, 2:], edge, size - edge) * ((far - corner) / size))
