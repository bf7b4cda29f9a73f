"""Losses of one run, and those of earlier runs as faint curves next to it."""

from typing import NamedTuple, final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from nnlab.pictures import style
from nnlab.pictures.labels import DPI, Labels

FAINT = "#9a9a9a"
SIZE = 10.5  # points, of a name
BELOW = 12  # page pixels from the end of a curve to the middle of its name
APART, LETTER = 16, 8.0  # page pixels from one name to the next one below, and for each letter


class Run(NamedTuple):
    """A curve `y (m,)` over `x (m,)`, and what it is called."""

    x: np.ndarray
    y: np.ndarray
    name: str


@final
class ComparedRuns:
    """Curves on two axes of powers of ten, for runs of very different lengths; `names` are those of this run.

    The first curve is a line, the second is dashed, the third are points. Of up to `most` earlier runs there
    is one curve each, with its name at the end. A place of 0 has no logarithm: it stands at the left end.
    """

    def __init__(
        self, ax: Axes, names: tuple[str, str, str], *, xlabel: str, ylabel: str, most: int = 6
    ) -> None:
        self.ax = ax
        faint = dict(color=FAINT, linewidth=1.6)
        self.earlier = [ax.plot([], [], **faint)[0] for _ in range(most)]
        self.names = Labels(ax, over=True)
        looks = (
            dict(color=style.INK, linewidth=2.4),
            dict(color=style.GREEN, linewidth=2.2, linestyle=(0, (5, 2))),
            dict(color=style.PURPLE, linestyle="none", marker=".", markersize=5),
        )
        self.lines = [ax.plot([], [], **look, label=name)[0] for look, name in zip(looks, names)]
        self.dots = [
            ax.plot([], [], "o", color=look["color"], markersize=8, clip_on=False)[0] for look in looks[:2]
        ]
        style.dress(ax, xlabel, ylabel)
        ax.set(xscale="log", yscale="log")
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_locator(LogLocator(numticks=6))
            axis.set_minor_locator(NullLocator())
            axis.set_major_formatter(FuncFormatter(lambda x, place: f"{x:,.0f}" if x >= 1 else f"{x:g}"))
        ax.set(xlim=(1, 1e4), ylim=(0.01, 10))
        style.legend(ax, columns=3)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [*self.earlier, self.lines[2], *self.lines[:2], *self.dots, self.names.artist]

    def update(
        self, x: np.ndarray, Y: np.ndarray, now: tuple[float, ...], earlier: list[Run], *, xlabel: str
    ) -> None:
        """Draw `Y (m, 3)` over `x (m,)`, dots on the first two at `now`, and `earlier` runs.

        `now` is the place of both dots, and the height of each. The last of the earlier runs are shown. The
        axes end at powers of ten, or at three times one.
        """
        earlier = earlier[-len(self.earlier) :]
        self._set_ends(x, Y, now, earlier)
        if self.ax.get_xlabel() != xlabel:
            self.ax.set_xlabel(xlabel)
        low = self.ax.get_xlim()[0]
        for j, line in enumerate(self.lines):
            line.set_data(np.maximum(x, low), Y[:, j])
        for dot, height in zip(self.dots, now[1:]):
            shown = np.isfinite(height) and height > 0
            place = [[max(now[0], low)], [np.clip(height, *self.ax.get_ylim())]]
            dot.set_data(*(place if shown else [[], []]))
        for j, line in enumerate(self.earlier):
            run = earlier[j] if j < len(earlier) else None
            line.set_data(*([[], []] if run is None else [np.maximum(run.x, low), run.y]))
        self._set_names(earlier)

    def _set_ends(self, x, Y, now, earlier) -> None:
        places = np.concatenate([x, now[:1], *(run.x for run in earlier)])
        heights = style.finite(Y[:, :2], now[1:], *(run.y for run in earlier))
        places, heights = places[places > 0], heights[heights > 0]
        low, high = (places.min(), places.max()) if len(places) else (1.0, 1.0)
        self._set("xlim", 10.0 ** np.floor(np.log10(low)), max(_round_up(high), 100 * low))
        low, high = (heights.min(), heights.max()) if len(heights) else (1.0, 1.0)
        low = 10.0 ** np.floor(np.log10(np.clip(low, 1e-6, 0.1)))
        self._set("ylim", low, max(_round_up(min(high, 1e12)), 3.0))

    def _set_names(self, earlier: list[Run]) -> None:
        """Put the name of each earlier run below its end, the higher ones first, and none over another."""
        scale = self.ax.figure.dpi / DPI
        start, bottom = self.ax.bbox.min / scale
        left, low, high = self.ax.get_xlim()[0], *self.ax.get_ylim()
        labels, taken = {}, []
        for run in sorted(earlier, key=lambda run: -run.y[-1]):
            end = self.ax.transData.transform((max(run.x[-1], left), np.clip(run.y[-1], low, high)))
            wide = LETTER * len(run.name)
            x, y = np.maximum(end / scale - (wide, BELOW), (start + 5, bottom + 8))
            for x0, y0, wide0 in taken:
                if x < x0 + wide0 and x0 < x + wide and abs(y - y0) < APART:
                    y = y0 - APART
            taken.append((x, y, wide))
            labels[len(taken)] = (run.name, x + wide / 2, y, SIZE, "#4d4d4d", False)
        self.names.update(labels)

    def _set(self, name: str, *ends: float) -> None:
        """Set the ends of an axis unless they are set already: matplotlib would lay everything out again."""
        if getattr(self.ax, f"get_{name}")() != ends:
            self.ax.set(**{name: ends})


def _round_up(x: float) -> float:
    """Return 1 or 3 times a power of ten, at or above `x`."""
    power = 10.0 ** np.floor(np.log10(x))
    return float(next(m * power for m in (1, 3, 10, 30) if m * power >= x))
