"""One number for each sample on a line: on which side of 0 it is, and how far out."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nnlab.pictures import style


@final
class Strip:
    """Samples of two classes over one horizontal axis, class 1 in the upper row and class 0 in the lower one.

    To the right of 0 the answer is 1, to the left 0, and the tints say so.
    """

    def __init__(self, ax: Axes, *, xlabel: str) -> None:
        self.ax = ax
        style.dress(ax, xlabel, "")
        ax.set(xlim=(-1, 1), ylim=(-1, 1), yticks=[-0.5, 0.5])
        ax.set_yticklabels(["0", "1"])
        ax.set_ylabel("class", fontsize=style.TEXT, color=style.INK)
        tint = dict(transform=ax.get_xaxis_transform(), edgecolor="none")
        self.yes_side = ax.add_patch(Rectangle((0, 0), 1e9, 1, facecolor=style.YES_TINT, **tint))
        self.no_side = ax.add_patch(Rectangle((-1e9, 0), 1e9, 1, facecolor=style.NO_TINT, **tint))
        self.band = ax.add_patch(Rectangle((0, 0), 0, 1, facecolor="#b9a7c6", alpha=0.45, **tint))
        (self.zero,) = ax.plot(
            [0, 0], [0, 1], transform=ax.get_xaxis_transform(), color=style.INK, linewidth=2.5
        )
        dot = dict(linestyle="none", markeredgewidth=1.4)
        (self.no,) = ax.plot([], [], **dot, marker=style.SQUARE, color=style.NO, markersize=6.5)
        (self.yes,) = ax.plot([], [], **dot, marker=style.DISC, color=style.YES, markersize=7)
        (self.wrong_marks,) = ax.plot([], [], **dot, marker="x", color=style.INK, markersize=8)
        (self.ring,) = ax.plot([], [], **dot, marker="o", fillstyle="none", color=style.INK, markersize=16)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        marks = [self.no, self.yes, self.wrong_marks, self.ring]
        return [self.no_side, self.yes_side, self.band, self.zero, *marks, *self.ax.spines.values()]

    def update(
        self,
        values: np.ndarray,
        y: np.ndarray,
        *,
        band: float = 0.0,
        shown: int | None = None,
        reach: float = 0.0,
    ) -> None:
        """Mark `values (n,)` of samples of classes `y (n,)`; `band` on both sides of 0, a ring on `shown`.

        `reach` is how far the axis goes at the least.
        """
        spread = 0.6180339887 * np.arange(len(y)) % 1  # so that marks at the same value are seen side by side
        height = np.where(y == 1, 0.2, -0.8) + 0.6 * spread
        for marks, chosen in (
            (self.no, y == 0),
            (self.yes, y == 1),
            (self.wrong_marks, (values >= 0) != (y == 1)),
        ):
            marks.set_data(values[chosen], height[chosen])
        one = slice(shown, shown + 1) if shown is not None else slice(0)
        self.ring.set_data(values[one], height[one])
        self.band.set_bounds(-band, 0, 2 * band, 1)
        end = style.round_up(1.1 * style.finite(np.abs(values), reach, 0.0).max() or 1.0)
        self.ax.set_xlim(-end, end)
        self.yes_side.set_width(2 * end)
        self.no_side.set_bounds(-2 * end, 0, 2 * end, 1)
