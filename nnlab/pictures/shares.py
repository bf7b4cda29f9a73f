"""Shares of several classes, as two models say them: two bars for each class, side by side."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from nnlab.pictures import style

WIDE = 0.4  # of a bar
# As the first two of `Curves`, and apart without colour, too: outlined and filled.
EDGES, FACES = (style.INK, style.GREEN), ("white", style.GREEN)


@final
class Shares:
    """Bars from 0 to 1 over `classes`, two for each, named `names`; a triangle points at the right class."""

    def __init__(
        self, ax: Axes, names: tuple[str, str], classes: tuple[str, ...], *, xlabel: str, ylabel: str
    ):
        self.ax = ax
        looks = [dict(facecolor=face, edgecolor=edge, linewidth=1.6) for face, edge in zip(FACES, EDGES)]
        # All bars of a model are one path, which is drawn several times as quickly as many.
        self.bars = [ax.add_patch(PathPatch(Path(np.empty((0, 2))), **look)) for look in looks]
        (self.mark,) = ax.plot([], [], "v", color=style.INK, markersize=10, clip_on=False)
        style.dress(ax, xlabel, ylabel)
        ax.set(xlim=(-0.6, len(classes) - 0.4), ylim=(0, 1), xticks=range(len(classes)), xticklabels=classes)
        ax.set_yticks([0, 0.5, 1], ["0", "½", "1"])
        self.keys = [Patch(**look, label=name) for name, look in zip(names, looks)]
        style.legend(ax, self.keys)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [*self.bars, self.mark]

    def update(self, first: np.ndarray, second: np.ndarray, right: int | None = None) -> None:
        """Draw what both say, `(k,)` each."""
        for bars, values, left in zip(self.bars, (first, second), (-WIDE, 0.0)):
            x = np.arange(len(values)) + left
            high = np.nan_to_num(np.clip(values, 0, 1))
            corners = [(x, 0 * x), (x + WIDE, 0 * x), (x + WIDE, high), (x, high), (x, 0 * x)]
            codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(x)
            bars.set_path(Path(np.transpose(corners, (2, 0, 1)).reshape(-1, 2), codes))
        self.mark.set_data(*([[], []] if right is None else [[right], [1.03]]))
