"""The results of many runs: their mean, how far they spread, and each run as a dot."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from nnlab.pictures import style

COLOURS = (style.YES, style.NO, style.GREEN, style.PURPLE)
MARKS = ("o", "s", "^", "D")
DASHES = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 1.5, 1, 1.5)))
APART = 0.012  # of the axis: how far apart the dots of two series at one place are


@final
class RunBands:
    """One or more named series over one axis: a line of means, a band around it, and a dot for each run.

    The band reaches one standard deviation up and down, or with `band="error"` one standard error. With
    `logx` and `logy` an axis is logarithmic. Places on the horizontal axis are numbers; `ticks` gives
    them names.
    """

    def __init__(
        self, ax: Axes, names: tuple[str, ...] = ("",), *, xlabel: str, ylabel: str,
        logx: bool = False, logy: bool = False, band: str = "spread",
    ) -> None:  # fmt: skip
        if not 1 <= len(names) <= len(COLOURS):
            expected = f"1 to {len(COLOURS)} series to tell apart"
            raise ValueError(f"names: expected {expected}, got {len(names)}")
        if band not in ("spread", "error"):
            raise ValueError(f"band: expected spread or error, got {band!r}")
        self.ax, self.logx, self.band = ax, logx, band
        self.lines, self.dots, self.bands = [], [], []
        for name, colour, mark, dashes in zip(names, COLOURS, MARKS, DASHES):
            self.bands.append(ax.fill_between([], [], color=colour, alpha=0.18, linewidth=0))
            look = dict(linestyle="none", marker=mark, color=colour, markersize=3.5, alpha=0.6)
            self.dots += ax.plot([], [], **look, markeredgewidth=0)
            how = dict(color=colour, linestyle=dashes, linewidth=2.4, marker=mark, markersize=6)
            self.lines += ax.plot([], [], **how, label=name)
        style.dress(ax, xlabel, ylabel)
        if logx:
            ax.set_xscale("log")
        if logy:
            ax.set_yscale("log")
        if any(names):
            style.legend(ax, columns=min(len(names), 3))

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [*self.bands, *self.dots, *self.lines]

    def update(self, x: np.ndarray, values: np.ndarray, ticks: list[str] | None = None) -> None:
        """Draw `values (m, runs)`, or `(series, m, runs)`, at places `x (m,)`.

        Where a run has no number (NaN or infinity) there is no mean either, and the line has a gap.
        Raises ValueError for values of another shape.
        """
        x, values = np.asarray(x, float), np.asarray(values, float)
        values = np.where(np.isfinite(values), values, np.nan)
        values = values[None] if values.ndim == 2 else values
        if values.shape[:2] != (len(self.lines), len(x)):
            expected = f"shape ({len(self.lines)}, {len(x)}, runs)"
            raise ValueError(f"values: expected {expected}, got {values.shape}")
        axis = np.log(x) if self.logx else x
        apart = APART * max(np.ptp(axis), 1e-9) * (np.arange(len(values)) - (len(values) - 1) / 2)
        for j, each in enumerate(values):
            at = np.exp(axis + apart[j]) if self.logx else x + apart[j]
            mean, band = each.mean(axis=1), np.zeros(len(x))
            if each.shape[1] > 1:
                band = each.std(axis=1, ddof=1)
            if self.band == "error":
                band = band / np.sqrt(each.shape[1])
            self.lines[j].set_data(at, mean)
            self.dots[j].set_data(np.repeat(at, each.shape[1]), each.ravel())
            self.bands[j].set_data(at, mean - band, mean + band)
        self.ax.relim()
        self.ax.autoscale_view()
        if ticks is not None or (self.logx and len(x) <= 12):
            self.ax.set_xticks(x, [f"{place:g}" for place in x] if ticks is None else ticks)
            self.ax.xaxis.set_minor_locator(NullLocator())
