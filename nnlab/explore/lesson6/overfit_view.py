"""The three pictures of a curve that may overfit: the curve among its samples, the losses, the weights."""

from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from nnlab.explore.kit.editable_samples import CurvePoints
from nnlab.explore.kit.player import Player
from nnlab.explore.lesson4.network import CURVE
from nnlab.explore.lesson4.words import HELD_OUT, TRAINING
from nnlab.explore.lesson6.curve_models import DOMAIN, POLYNOMIAL, CurveFrame, name_of
from nnlab.pictures import Curves, Fit, Stems, style

# Degrees that are written under their stems, when there are too many for all.
SOME = (1, 5, 10, 15, 20, 25)

# Where the picture of the curve begins, as a part of the whole, if there are long numbers next to it.
WIDE = 0.095


@final
class OverfitView:
    """The samples with the curve, the losses so far, and the weights as stems."""

    def __init__(self, figure: Figure) -> None:
        place = dict(left=0.068, right=0.97, bottom=0.115, top=0.88, wspace=0.22, hspace=0.6)
        grid = figure.add_gridspec(2, 2, width_ratios=[1.15, 1], height_ratios=[1.15, 1], **place)
        fit, curves, weights = (figure.add_subplot(cell) for cell in (grid[:, 0], grid[0, 1], grid[1, 1]))
        self.fit = Fit(fit, xlabel="$x$", ylabel="$y$", limits=(DOMAIN, (-1, 1)))
        how = dict(xlabel="steps so far, $k$", ylabel="loss", log=True, columns=3, best="best", shortest=100)
        self.curves = Curves(curves, (TRAINING, HELD_OUT), **how)
        # These three names are as long as the picture is wide: set closer than elsewhere, none is cut off.
        close = dict(handlelength=1.0, handletextpad=0.3, columnspacing=0.5, borderpad=0.2, frameon=False)
        where = dict(loc="lower left", bbox_to_anchor=(-0.05, 1.0), ncols=3)
        curves.legend(fontsize=style.TEXT, **close, **where)
        self._box = fit.get_position()
        self.weights = Stems(weights, xlabel="", ylabel="weight")

    @property
    def artists(self) -> list[Artist]:
        """What moves, in drawing order.

        Of the left picture that is the curve: samples belong to the background, which is drawn seldom.
        """
        return [self.fit.curve_line, *self.curves.artists, *self.weights.artists, self.fit.cross]

    def relabel(
        self, model: str, xlabel: str, ylabel: str, points: CurvePoints, places: np.ndarray, truth
    ) -> None:
        """Take other samples, another model, and the true function at `places (m,)`, or None."""
        held = bool(points.held.any())
        self.labelled = held, truth is not None
        told = dict(held_out=held, truth=truth is not None, samples=False, curve=model)
        # Measured numbers may be long.
        left, box = self._box.x0 if ylabel == "$y$" else WIDE, self._box
        self.fit.ax.set_position([left, box.y0, box.x1 - left, box.height])
        self.fit.relabel(xlabel=xlabel, ylabel=ylabel, limits=points.limits, **told)
        self.fit.truth(places, None if truth is None else truth(places))
        self.show(points)

    def show(self, points: CurvePoints) -> None:
        """Show the samples where they stand now."""
        seen = points.drawn
        self.fit.samples(*points.X[seen].T, points.held[seen])
        # Many, and only looked at.
        self.fit.held_marks.set(markersize=4, markeredgewidth=1)

    def draw(self, frame: CurveFrame, places: np.ndarray, curve: np.ndarray) -> None:
        """Draw the curve, which says `curve (m,)` at `places (m,)` of the picture, and its weights."""
        self.fit.curve(places, curve)
        n, text = frame.size, ""
        if name_of(frame.net) == POLYNOMIAL:
            text, degrees = "degree", range(1, n + 1) if n <= 6 else SOME
            ticks = {d - 1: str(d) for d in degrees if d <= n}
        else:
            ticks = {(n - 1) / 2: "to the hidden units", (3 * n - 1) / 2: "to the output"}
        if self.weights.ax.get_xlabel() != text:
            self.weights.ax.set_xlabel(text)
        self.weights.update(frame.weights, ticks)

    def draw_losses(self, player: Player, best: tuple[int, float] | None) -> None:
        """Draw the losses so far, and a diamond at the `best` step."""
        numbers, rows, now = player.thinned(CURVE)
        self.curves.update(numbers, rows, now, best)
