"""What neurons with one input answer: curves over that input, and the samples they should run through."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from nnlab.pictures import style
from nnlab.pictures.curves import COLOURS, DASHES


@final
class Response:
    """One curve for each name in `names`, samples at the height of their targets, and the errors between."""

    def __init__(self, ax: Axes, names: tuple[str, ...] = ("answer",), *, xlabel: str, ylabel: str) -> None:
        self.ax = ax
        style.dress(ax, xlabel, ylabel)
        self.yes_side = ax.add_patch(
            Rectangle(
                (0, 0), 0, 1, facecolor=style.YES_TINT, edgecolor="none", transform=ax.get_xaxis_transform()
            )
        )
        (self.errors,) = ax.plot([], [], color=style.PURPLE, linewidth=2)
        self.lines = []
        for name, colour, dashes in zip(names, COLOURS, DASHES):
            self.lines += ax.plot([], [], color=colour, linestyle=dashes, linewidth=2.5, label=name)
        dot = dict(linestyle="none", markeredgewidth=1.4, clip_on=False)
        (self.no,) = ax.plot(
            [], [], **dot, marker=style.SQUARE, color=style.NO, markersize=8, label="class 0"
        )
        (self.yes,) = ax.plot(
            [], [], **dot, marker=style.DISC, color=style.YES, markersize=9, label="class 1"
        )
        (self.cross,) = ax.plot([], [], linestyle="none", marker="+", color=style.INK, markersize=26)
        error = Line2D([], [], color=style.PURPLE, linewidth=2, label="error")
        self._handles = [self.lines[0], self.no, self.yes, error] if len(names) == 1 else self.lines
        style.legend(ax, self._handles, columns=4)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [
            self.yes_side,
            self.errors,
            *self.lines,
            *self.ax.spines.values(),
            self.no,
            self.yes,
            self.cross,
        ]

    def samples(self, x: np.ndarray, targets: np.ndarray, y: np.ndarray) -> None:
        """Mark samples of classes `y (n,)` at `x (n,)`, at the height of their `targets (n,)`."""
        self.no.set_data(x[y == 0], targets[y == 0])
        self.yes.set_data(x[y == 1], targets[y == 1])

    def answers(self, x: np.ndarray, A: np.ndarray) -> None:
        """Draw the curves `A (m, number of curves)` over `x (m,)`."""
        for line, a in zip(self.lines, A.T):
            line.set_data(x, a)

    def wrong_by(self, x: np.ndarray, targets: np.ndarray, a: np.ndarray) -> None:
        """Draw a vertical line at each of `x (n,)`, from its target to the answer `a (n,)`."""
        self.errors.set_data(np.repeat(x, 3), np.stack([targets, a, np.full_like(a, np.nan)], axis=1).ravel())

    def says_yes(self, left: float, right: float) -> None:
        """Tint the inputs from `left` to `right`, where the answer is closer to a yes than to a no."""
        self.yes_side.set_bounds(left, 0, right - left, 1)

    def cursor(self, x: np.ndarray | None) -> None:
        """Put the keyboard's cross at `x (2,)`, or take it away."""
        self.cross.set_data(*([[], []] if x is None else np.reshape(x, (2, 1))))
