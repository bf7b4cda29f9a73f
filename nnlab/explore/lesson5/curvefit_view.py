"""The four pictures of a network that learns a curve: the fit, its pieces, its answers, its losses."""

from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from nnlab.explore.kit.editable_samples import CurvePoints
from nnlab.explore.lesson4.network_view import calm_end
from nnlab.explore.lesson4.words import HELD_OUT, TRAINING, UNIT
from nnlab.explore.lesson5.frame import Frame
from nnlab.pictures import Curves, Fit, PredictedVsTrue

# Places at which the curve is asked, and at which its pieces are drawn.
PLACES, PIECES = 241, 121
# How far the axis of the pieces reaches at least: the numbers of a shorter one have no room.
LEAST = 2.0**-2


@final
class CurveFitView:
    """The samples with the curve, its pieces below, the answers over the right ones, and the losses."""

    def __init__(self, figure: Figure) -> None:
        place = dict(left=0.085, right=0.97, bottom=0.115, top=0.925, wspace=0.24, hspace=0.52)
        grid = figure.add_gridspec(2, 2, width_ratios=[1.45, 1], height_ratios=[1.6, 1], **place)
        fit, parts, agree, curves = (
            figure.add_subplot(cell) for cell in (grid[0, 0], grid[1, 0], grid[0, 1], grid[1, 1])
        )
        blank = dict(xlabel="$x$", limits=((0, 1), (0, 1)))
        self.fit = Fit(fit, ylabel="$y$", **blank)
        self.parts = Fit(parts, ylabel="", **blank)
        self.parts.pieces_line.set_label(UNIT)
        self.agreement = PredictedVsTrue(agree, xlabel="right answer", ylabel="answer")
        # Two names, set as close as three.
        how = dict(xlabel="steps so far, $k$", ylabel="loss", columns=3, shortest=100, log=True)
        self.curves = Curves(curves, (TRAINING, HELD_OUT), **how)
        # These names are longer than the picture is wide: they begin above its numbers.
        curves.get_legend().set_bbox_to_anchor((-0.13, 1.0), transform=curves.transAxes)

    @property
    def artists(self) -> list[Artist]:
        """What moves, in drawing order."""
        pictures = (self.fit, self.parts, self.agreement, self.curves)
        return [artist for picture in pictures for artist in picture.artists]

    def relabel(self, xlabel: str, ylabel: str, limits: tuple, *, held_out: bool, truth) -> None:
        """Take other samples: the names of their axes, the ends of the picture, the true function or None."""
        self.labelled = held_out, truth is not None
        self.fit.relabel(
            xlabel=xlabel, ylabel=ylabel, limits=limits, held_out=held_out, truth=truth is not None
        )
        # One curve needs no name.
        self.curves.ax.get_legend().set_visible(held_out)
        self.places, self._pieces_at = (np.linspace(*limits[0], n) for n in (PLACES, PIECES))
        self.fit.truth(self.places, None if truth is None else truth(self.places))
        names = dict(xlabel=xlabel, ylabel="adds to $z$", curve="all together, $z$")
        self.parts.relabel(**names, limits=(limits[0], (-1, 1)), pieces=True, samples=False)

    def shade(self, points: CurvePoints, ends: np.ndarray) -> bool:
        """Shade where there are no samples, and above and below the `ends (2,)` of all possible answers.

        Return whether that is new: shades stand still, and are drawn with the Axes.
        """
        x = points.X[:, 0]
        inside = (x.min(), x.max()) if len(x) else points.limits[0]
        return any([self.fit.inside(*inside), self.parts.inside(*inside), self.fit.reach(*ends.tolist())])

    def draw(self, points: CurvePoints, frame: Frame) -> None:
        """Draw the samples and what the network makes of them; the losses stand apart."""
        seen = points.drawn
        (x, y), held = points.X[seen].T, points.held[seen]
        self.fit.samples(x, y, held)
        self.fit.curve(self.places, frame.answers(self.places))
        self.fit.cursor(points.cursor)
        P = frame.pieces(self._pieces_at)
        with np.errstate(over="ignore", invalid="ignore"):
            z = P.sum(axis=1) + frame.b
        self.parts.pieces(self._pieces_at, P)
        self.parts.curve(self._pieces_at, z)
        far = 1.05 * np.nan_to_num(np.abs(np.column_stack([P, z])), posinf=1e300).max()
        end = calm_end(max(far, LEAST))
        if self.parts.ax.get_ylim() != (-end, end):
            self.parts.ax.set_ylim(-end, end)
        self.agreement.update(y, frame.answers(x), held, points.limits[1])
