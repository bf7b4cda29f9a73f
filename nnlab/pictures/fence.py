"""A fence in the plane of two weights, and the error as a valley down which the weights want to go."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from nnlab.pictures import style

ROUND = np.linspace(0, 2 * np.pi, 121)


@final
class Fence:
    """Two weights: the fence as a shape, rings of equal error about the best place, and where w is now."""

    def __init__(self, ax: Axes) -> None:
        self.ax = ax
        grey = dict(color=style.GREY, linewidth=0.8)
        self.axes_lines = [ax.axhline(0, **grey), ax.axvline(0, **grey)]
        shape = dict(facecolor="#cfe5dc", edgecolor=style.GREEN, linewidth=2.4, joinstyle="miter")
        self.fence = ax.add_patch(Polygon(np.zeros((3, 2)), **shape))
        (self.rings,) = ax.plot([], [], color=style.GREY, linewidth=1.1)
        (self.ring,) = ax.plot([], [], color=style.INK, linewidth=1.6, linestyle=(0, (5, 2)))
        (self.best,) = ax.plot([], [], "+", color=style.INK, markersize=12, markeredgewidth=2)
        (self.trail,) = ax.plot([], [], color=style.PURPLE, linewidth=1.6)
        (self.now,) = ax.plot([], [], "o", color=style.PURPLE, markersize=9)
        handles = [
            Line2D([], [], color=style.GREEN, linewidth=3, label="fence"),
            Line2D([], [], color=style.PURPLE, marker="o", linewidth=1.6, label="$w$"),
            Line2D([], [], linestyle="none", marker="+", color=style.INK, markersize=11, label="least error"),
            Line2D([], [], color=style.GREY, linewidth=1.1, label="equal error"),
        ]
        style.legend(ax, handles, columns=2)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.fence, *self.axes_lines, self.rings, self.ring, self.best, self.trail, self.now]

    def update(
        self, now: np.ndarray, best: np.ndarray, bend: np.ndarray, *, size: float | None, shape: str,
        trail: np.ndarray, names: tuple[str, str],
    ) -> None:  # fmt: skip
        """Show w `now (2,)`, the `best` place `(2,)` and the valley's `bend (2, 2)` around it.

        The error is (w - best) bend (w - best) above the least. The dashed ring goes through `now`. The
        fence is "round" or a "diamond" and reaches `size` along each weight; with None there is no fence.
        `trail (m, 2)` is where w has been.
        """
        self.ax.set_xlabel(names[0], fontsize=style.TEXT)
        self.ax.set_ylabel(names[1], fontsize=style.TEXT)
        reach = 1.15 * max(np.abs([now, best]).max(), min(size, 2.0) if size is not None else 0.0, 0.1)
        reach = style.round_up(reach)
        (left, right), (bottom, top) = style.equal_units(self.ax, ((-reach, reach), (-reach, reach)))
        self.ax.set(xlim=(left, right), ylim=(bottom, top))
        corners = np.column_stack([np.cos(ROUND), np.sin(ROUND)])
        if shape == "diamond":
            corners = np.array([(1, 0), (0, 1), (-1, 0), (0, -1)], float)
        self.fence.set_xy((size or 0.0) * corners)
        self.fence.set_visible(size is not None)
        here = float((now - best) @ bend @ (now - best))
        step = max(here, 1e-3 * np.trace(bend) * reach**2)
        rings = [self._ring(best, bend, step * f) for f in (0.1, 0.4, 1.8, 3.2, 5.0)]
        gap = np.full((1, 2), np.nan)
        self.rings.set_data(*np.concatenate([part for ring in rings for part in (ring, gap)]).T)
        self.ring.set_data(*self._ring(best, bend, here).T)
        self.best.set_data(*best[:, None])
        self.trail.set_data(*trail.T)
        self.now.set_data(*now[:, None])

    def _ring(self, best: np.ndarray, bend: np.ndarray, height: float) -> np.ndarray:
        """Return the ellipse of places whose error is `height` above the least, (121, 2)."""
        bends, ways = np.linalg.eigh(bend)
        half = np.sqrt(height / np.maximum(bends, 1e-9))
        return best + (half[:, None] * np.array([np.cos(ROUND), np.sin(ROUND)])).T @ ways.T
