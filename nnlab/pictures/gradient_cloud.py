"""The gradients of batches around the full gradient, each with its true length and its true angle to it."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from nnlab.pictures import style


@final
class GradientCloud:
    """Gradients of p numbers each, turned about the full one until all lie in one half-plane.

    The full gradient is the arrow to the right. A batch's gradient is the point as far along it as its
    part along the full one, and as far up as the rest of it is long, whichever way that rest points. So
    lengths, and angles to the full gradient, are true; angles between two batches are not seen.
    """

    def __init__(self, ax: Axes, *, xlabel: str, ylabel: str, full: str, batches: str) -> None:
        self.ax = ax
        style.dress(ax, xlabel, ylabel)
        self.rays = LineCollection([], colors="#c9c9c9", linewidths=0.9)
        ax.add_collection(self.rays, autolim=False)
        look = dict(
            linestyle="none", marker="o", color=style.YES, markeredgecolor="white", markeredgewidth=0.7
        )
        (self.points,) = ax.plot([], [], **look, markersize=6, label=batches, clip_on=False)
        (self.full,) = ax.plot([], [], "-", color=style.NO, linewidth=3.4, label=full)
        (self.tip,) = ax.plot([], [], ">", color=style.NO, markersize=11, clip_on=False)
        ax.axvline(0, color=style.GREY, linewidth=0.8)
        self._set_ends(1.0)
        style.legend(ax, columns=3)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.rays, self.full, self.tip, self.points]

    def update(self, length: float, along: np.ndarray, aside: np.ndarray) -> None:
        """Draw the full gradient of that `length`, and batches' as far `along (m,)` it and `aside (m,)`."""
        shown = np.isfinite(along) & np.isfinite(aside) & np.isfinite(length)
        places = np.column_stack([along, aside])[shown]
        far = max(np.abs(places).max(initial=0.0), length if np.isfinite(length) else 0.0, 1e-6)
        self._set_ends(float(2.0 ** np.ceil(np.log2(min(far, 1e12)))))
        self.points.set_data(*places.T)
        self.rays.set_segments([[(0, 0), place] for place in places])
        self.full.set_data([0, length], [0, 0])
        self.tip.set_data([length], [0])

    def _set_ends(self, far: float) -> None:
        """Show places up to `far` above and to the right, a unit as long across as upwards."""
        wide, high = self.ax.bbox.size
        unit = 1.06 * far / min(high, 0.75 * wide)
        ends = (-0.25 * wide * unit, 0.75 * wide * unit), (0.0, high * unit)
        if (self.ax.get_xlim(), self.ax.get_ylim()) != ends:
            self.ax.set(xlim=ends[0], ylim=ends[1])
