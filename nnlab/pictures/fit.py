"""A curve that should go near samples: the samples, what a model says, and what it is made of."""

from collections.abc import Sequence
from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from nnlab.pictures import style

OUTSIDE = "#efefef"
CROWD = 100  # with more samples than this the marks get smaller, so that they cover one another less


@final
class Fit:
    """Samples as marks, a model's curve and, where they are known, the truth (dashed) and the pieces (thin).

    What the model says changes at every step. The truth and the shades do not, and are drawn with the Axes:
    if you change them on a stage, call its `redraw()`.

    `limits` is `((left, right), (bottom, top))`. For the legend, `held_out`, `truth` and `pieces` say what
    will be drawn besides the samples and the curve, `curve` is the curve's name, and `more` are further
    entries.
    """

    def __init__(self, ax: Axes, *, xlabel: str, ylabel: str, limits, **said) -> None:
        self.ax = ax
        shade = dict(facecolor=OUTSIDE, edgecolor="none", transform=ax.get_xaxis_transform())
        self.left = ax.add_patch(Rectangle((0, 0), 0, 1, **shade))
        self.right = ax.add_patch(Rectangle((0, 0), 0, 1, **shade))
        self.middle = ax.add_patch(Rectangle((0, 0), 0, 1, **shade))
        beyond = dict(
            facecolor=style.NO_TINT, edgecolor="none", alpha=0.6, transform=ax.get_yaxis_transform()
        )
        self.above, self.below = (ax.add_patch(Rectangle((0, 0), 1, 0, **beyond)) for _ in range(2))
        self.zero = ax.axhline(0, color=style.GREY, linewidth=0.8)
        (self.pieces_line,) = ax.plot([], [], color=style.PURPLE, linewidth=1.1, label="hidden units")
        dashed = dict(color=style.GREY, linewidth=2.2, linestyle=(0, (4, 2)))
        (self.truth_line,) = ax.plot([], [], **dashed, label="true function")
        dot = dict(linestyle="none", marker="o", markeredgewidth=1.4)
        (self.marks,) = ax.plot([], [], **dot, color=style.INK, label="samples")
        hollow = dict(color=style.GREEN, markerfacecolor="white")
        (self.held_marks,) = ax.plot([], [], **dot, **hollow, label="held out")
        (self.curve_line,) = ax.plot([], [], color=style.YES, linewidth=2.8, label="network")
        (self.cross,) = ax.plot([], [], "+", color=style.INK, markersize=26, markeredgewidth=1.6)
        self._size = 0.0
        self._shaded: dict[Rectangle, tuple] = {}
        self._crowd(0)
        self.relabel(xlabel=xlabel, ylabel=ylabel, limits=limits, **said)

    def relabel(
        self, *, xlabel: str, ylabel: str, limits, held_out: bool = False, truth: bool = False,
        pieces: bool = False, samples: bool = True, curve: str = "network", title: str = "",
        more: Sequence[Line2D] = (),
    ) -> None:  # fmt: skip
        """Set other names and limits on the same Axes."""
        (left, right), (bottom, top) = limits
        self.ax.set(xlim=(left, right), ylim=(bottom, top))
        style.dress(self.ax, xlabel, ylabel, title)
        self.curve_line.set_label(curve)
        shown = [(self.marks, samples), (self.held_marks, held_out), (self.curve_line, bool(curve))]
        shown += [(self.truth_line, truth), (self.pieces_line, pieces)]
        handles = [line for line, wanted in shown if wanted] + list(more)
        style.legend(self.ax, handles, columns=max(len(handles), 2))

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order. The truth and the shades are drawn with the Axes."""
        return [self.pieces_line, self.held_marks, self.marks, self.curve_line, self.cross]

    def _crowd(self, n: int) -> None:
        size = 7.0 * min(1, np.sqrt(CROWD / max(n, 1)))
        if size != self._size:
            self._size = size
            self.marks.set_markersize(size)
            self.held_marks.set_markersize(size)

    def samples(self, x: np.ndarray, y: np.ndarray, held_out: np.ndarray | None = None) -> None:
        """Mark samples `x (n,)` with answers `y (n,)`; hollow where `held_out (n,)` is true."""
        held = np.zeros(len(x), bool) if held_out is None else held_out
        self._crowd(len(x))
        self.marks.set_data(x[~held], y[~held])
        self.held_marks.set_data(x[held], y[held])

    def curve(self, x: np.ndarray, y: np.ndarray) -> None:
        """Draw what the model says: `y (m,)` at places `x (m,)`."""
        self.curve_line.set_data(x, y)

    def truth(self, x: np.ndarray, y: np.ndarray | None) -> bool:
        """Draw the function that the samples came from, `y (m,)` at `x (m,)`, or none if nobody knows it.

        Return whether that is new.
        """
        before, now = self.truth_line.get_data(), ([], []) if y is None else (x, y)
        self.truth_line.set_data(*now)
        return not all(map(np.array_equal, before, now))

    def pieces(self, x: np.ndarray, P: np.ndarray) -> None:
        """Draw the pieces that make up the curve: each column of `P (m, h)` is one, at places `x (m,)`."""
        gaps = np.full((P.shape[1], 1), np.nan)  # all the pieces are one line with gaps
        across = np.broadcast_to(x, P.T.shape)
        self.pieces_line.set_data(np.hstack([across, gaps]).ravel(), np.hstack([P.T, gaps]).ravel())

    def inside(self, low: float, high: float, gap: tuple[float, float] | None = None) -> bool:
        """Shade what is left of `low`, right of `high` and in the `gap`: there are no samples there.

        Return whether that is new.
        """
        left, right = self.ax.get_xlim()
        start, end = gap or (low, low)
        bounds = [(left, 0, max(low - left, 0), 1), (high, 0, max(right - high, 0), 1)]
        return self._place((self.left, self.right, self.middle), [*bounds, (start, 0, end - start, 1)])

    def reach(self, low: float, high: float) -> bool:
        """Tint what is below `low` and above `high`: no answer of the model can be there.

        Return whether that is new.
        """
        bottom, top = self.ax.get_ylim()
        low, high = max(low, bottom), min(high, top)
        below, above = (0, bottom, 1, max(low - bottom, 0)), (0, high, 1, max(top - high, 0))
        return self._place((self.below, self.above), [below, above])

    def _place(self, shades: tuple, bounds: list) -> bool:
        new = [self._shaded.get(shade) != now for shade, now in zip(shades, bounds)]
        for shade, now in zip(shades, bounds):
            shade.set_bounds(*now)
            self._shaded[shade] = now
        return any(new)

    def cursor(self, place: np.ndarray | None) -> None:
        """Put the keyboard's cross at `place (2,)`, or take it away."""
        self.cross.set_data(*([[], []] if place is None else np.reshape(place, (2, 1))))
