"""Curves over the steps of a run, with a dot where the run is now."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from nnlab.pictures import style

COLOURS = (style.INK, style.GREEN, style.PURPLE, style.GREY)  # not those of the classes
# The curves can be told apart without their colours too.
DASHES = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 1.5, 1, 1.5)))


@final
class Curves:
    """One curve for each name in `names`, over a common horizontal axis that starts at 0.

    `ladder=True` draws stairs, for numbers that jump from step to step. `log=True` has a vertical axis of
    powers of ten, for losses, which fall from one power to the next; numbers not above 0 are left out.
    `signed=True` lets the axis go below 0 where the numbers do, for energies. `best` names a diamond that
    marks one place on one of the curves. `top` is the upper end of the vertical axis, where it
    is known. The horizontal axis is at least `shortest` long: where many steps are sure to come, it need not
    grow and be redrawn at each of the first few.
    """

    def __init__(
        self,
        ax: Axes,
        names: tuple[str, ...],
        *,
        xlabel: str,
        ylabel: str,
        ladder: bool = False,
        log: bool = False,
        signed: bool = False,
        columns: int = 2,
        shortest: float = 5.0,
        best: str = "",
        top: float | None = None,
    ) -> None:
        if len(names) > len(COLOURS):
            raise ValueError(f"names: expected at most {len(COLOURS)} curves to tell apart, got {len(names)}")
        self.ax, self.log, self.signed, self.shortest, self.top = ax, log, signed, shortest, top
        self.lines, self.dots = [], []
        for name, colour, dashes in zip(names, COLOURS, DASHES):
            how = dict(color=colour, linestyle=dashes, linewidth=2.2, label=name)
            self.lines += ax.plot([], [], drawstyle="steps-post" if ladder else "default", **how)
            self.dots += ax.plot([], [], "o", color=colour, markersize=8, clip_on=False)
        look = dict(color=style.PURPLE, markerfacecolor="white", markersize=9, markeredgewidth=2)
        (self.diamond,) = ax.plot([], [], "D", **look, label=best or None)
        style.dress(ax, xlabel, ylabel)
        ax.set(xlim=(0, 10), ylim=(0, 10))
        if log:
            ax.set_yscale("log")
            ax.set_ylim(0.1, 10)
            ax.yaxis.set_minor_locator(NullLocator())
        style.legend(ax, columns=columns)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [*self.lines, self.diamond, *self.dots]

    def update(self, x: np.ndarray, Y: np.ndarray, now: int, best: tuple[float, float] | None = None) -> None:
        """Draw `Y (m, number of curves)` over `x (m,)`, with the dots at `x[now]`.

        `best` is a place (x, y) for the diamond. The axes end at a round number, so that they stay as
        they are for many steps.
        """
        if self.log:
            Y = np.where(Y > 0, Y, np.nan)
        for j, (line, dot) in enumerate(zip(self.lines, self.dots)):
            line.set_data(x, Y[:, j])
            dot.set_data(x[now : now + 1], Y[now : now + 1, j])
        self.diamond.set_data(*([[], []] if best is None else np.reshape(best, (2, 1))))
        end = style.round_up(max(float(x[-1]), self.shortest))
        if self.log:
            seen = style.finite(Y[Y > 0])
            powers = np.log10(seen) if len(seen) else np.zeros(1)
            # A run that diverges may reach any number; an axis can show only so many powers and ticks.
            low = np.clip(np.floor(powers.min()), -100, 100)
            high = np.clip(np.ceil(powers.max()), low + 1, 101)
            if high - low > 10:  # it runs away: the axis should not follow it at every step
                high = min(20 * np.ceil(high / 20), 100)
            self._set("ylim", 10.0**low, 10.0**high)
            for dot in self.dots:  # the axis ends somewhere, but a run that diverges does not
                dot.set_ydata(np.clip(dot.get_ydata(), 10.0**low, 10.0**high))
        elif self.signed:
            low, high = (
                1.08 * float(end) for end in (style.finite(Y, 0.0).min(), style.finite(Y, 0.0).max())
            )
            low = -style.round_up(-low) if low < 0 else 0.0
            self._set("ylim", low, style.round_up(high) if high > 0 else 0.05 * -low or 1.0)
        else:
            self._set("ylim", 0, self.top or style.round_up(1.08 * float(style.finite(Y, 1.0).max())))
        self._set("xlim", 0, end)

    def _set(self, name: str, *ends: float) -> None:
        """Set the ends of an axis unless they are set already: matplotlib would lay everything out again."""
        if getattr(self.ax, f"get_{name}")() != ends:
            self.ax.set(**{name: ends})
