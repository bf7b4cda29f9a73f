"""The plane of two features: samples of two classes, and the answer a model gives at every place."""

from collections.abc import Callable, Sequence
from typing import final

import numpy as np
from contourpy import contour_generator  # the library with which matplotlib itself draws contours
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from nnlab.pictures import style

Heights = Callable[[np.ndarray], np.ndarray] | np.ndarray
NOWHERE = Path(np.empty((0, 2)))
EDGE = 1.6  # points: how thick the lines of a mark are
GRID = 61  # places along each side where the model is asked
CROWD = 300  # with more samples than this the marks get smaller, so that they cover one another less


@final
class Plane:
    """Samples as marks, the region answered "1" as a tint, and the boundary between the answers as a line.

    `features` are the two axis labels, `classes` the names of class 0 and class 1, and `limits` is
    `((left, right), (bottom, top))`. `held_out` says that some samples will be drawn as held out.
    """

    def __init__(
        self, ax: Axes, *, features: tuple[str, str], classes: tuple[str, str], limits, held_out: bool = False
    ) -> None:
        self.ax = ax
        self.region = ax.add_patch(PathPatch(NOWHERE, facecolor=style.YES_TINT, edgecolor="none"))
        self.sure_no = ax.add_patch(PathPatch(NOWHERE, facecolor=style.SURE_NO_TINT, edgecolor="none"))
        self.sure_yes = ax.add_patch(PathPatch(NOWHERE, facecolor=style.SURE_YES_TINT, edgecolor="none"))
        (self.boundary,) = ax.plot([], [], color=style.INK, linewidth=2.5)
        (self.earlier_boundary,) = ax.plot([], [], color=style.GREY, linewidth=1.8, linestyle=(0, (4, 3)))
        dot = dict(linestyle="none", markeredgewidth=EDGE)
        no = dict(dot, marker=style.SQUARE, color=style.NO, markersize=7.5)
        yes = dict(dot, marker=style.DISC, color=style.YES, markersize=8.5)
        hollow = dict(markerfacecolor="white")
        (self.no,), (self.yes,) = ax.plot([], [], **no), ax.plot([], [], **yes)
        (self.no_held,), (self.yes_held,) = ax.plot([], [], **no, **hollow), ax.plot([], [], **yes, **hollow)
        (self.wrong_marks,) = ax.plot([], [], **dict(dot, marker="x", color=style.INK, markersize=9))
        (self.ring,) = ax.plot(
            [], [], **dict(dot, marker="o", color=style.INK, markersize=19, fillstyle="none")
        )
        (self.cross,) = ax.plot([], [], **dict(dot, marker="+", color=style.INK, markersize=26))
        marks = (self.no, self.yes, self.no_held, self.yes_held, self.wrong_marks)
        self._sizes, self._part = {mark: mark.get_markersize() for mark in marks}, 1.0
        self.relabel(features=features, classes=classes, limits=limits, held_out=held_out)

    def relabel(
        self,
        *,
        features: tuple[str, str],
        classes: tuple[str, str],
        limits,
        held_out: bool = False,
        more: Sequence[Line2D] = (),
    ) -> None:
        """Set the names and limits of other samples on the same Axes; `more` are entries for the legend."""
        (left, right), (bottom, top) = limits
        self.ax.set(xlim=(left, right), ylim=(bottom, top), facecolor=style.NO_TINT)
        style.dress(self.ax, *features)
        self._x, self._y = np.meshgrid(np.linspace(left, right, GRID), np.linspace(bottom, top, GRID))
        self.places = np.stack([self._x, self._y], axis=-1).reshape(-1, 2)  # (GRID², 2)
        # The heights seen last, and their contours: where the boundary was is where it has been drawn.
        self._contoured: list[tuple[np.ndarray, object]] = []

        def key(like: Line2D, label: str) -> Line2D:
            handle = Line2D([], [], label=label)
            handle.update_from(like)
            handle.set_label(label)
            handle.set(markersize=self._sizes[like], markeredgewidth=EDGE)
            return handle

        handles = [
            key(self.yes, "class 1" if classes[1] == "1" else f"1: {classes[1]}"),
            key(self.no, "class 0" if classes[0] == "0" else f"0: {classes[0]}"),
            *([key(self.yes_held, "held out")] if held_out else []),
            key(self.wrong_marks, "wrong answer"),
            *more,
        ]
        style.legend(self.ax, handles, columns=2 if len(handles) <= 4 else 3)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order; the frame last, so that the tint does not eat into it."""
        marks = [self.no_held, self.yes_held, self.no, self.yes, self.wrong_marks, self.ring, self.cross]
        tints = [self.region, self.sure_no, self.sure_yes]
        return [*tints, self.earlier_boundary, self.boundary, *marks, *self.ax.spines.values()]

    def samples(self, X: np.ndarray, y: np.ndarray, held_out: np.ndarray | None = None) -> None:
        """Mark samples `X (n, 2)` of classes `y (n,)`; hollow where `held_out (n,)` is true."""
        held = np.zeros(len(y), bool) if held_out is None else held_out
        part = min(1, np.sqrt(CROWD / max(len(y), 1)))
        if part != self._part:
            self._part = part
            for mark, size in self._sizes.items():
                mark.set(markersize=part * size, markeredgewidth=part * EDGE)
        self.no.set_data(*X[(y == 0) & ~held].T)
        self.yes.set_data(*X[(y == 1) & ~held].T)
        self.no_held.set_data(*X[(y == 0) & held].T)
        self.yes_held.set_data(*X[(y == 1) & held].T)

    def wrong(self, X: np.ndarray) -> None:
        """Cross out the samples `X (m, 2)`, which the model answers wrongly."""
        self.wrong_marks.set_data(*X.T)

    def at_work(self, x: np.ndarray | None) -> None:
        """Put a ring around the one sample `x (2,)` that the model is learning from, or take it away."""
        self.ring.set_data(*([[], []] if x is None else np.reshape(x, (2, 1))))

    def cursor(self, x: np.ndarray | None) -> None:
        """Put the keyboard's cross at `x (2,)`, or take it away."""
        self.cross.set_data(*([[], []] if x is None else np.reshape(x, (2, 1))))

    def answers(self, z: Heights, *, sure: float = np.inf) -> None:
        """Tint the region where the model says 1.

        `z` takes places `(m, 2)` and returns `(m,)` numbers, 0 or above where the answer is 1; or it is those
        numbers themselves, at all `places`. Where they are beyond `sure` or -`sure`, the tint is deeper.
        """
        contours, everywhere = self._contours(z)
        # A contour library fills what is above a level. 0 itself is a yes, so a plane of zeros is all yes.
        self._fill(self.region, contours, -1.0 if everywhere else 0.0, np.inf)
        if np.isfinite(sure):
            self._fill(self.sure_yes, contours, sure, np.inf)
            self._fill(self.sure_no, contours, -np.inf, -sure)
        self._line(self.boundary, [] if everywhere else contours.lines(0.0))

    def _fill(self, patch: PathPatch, contours, low: float, high: float) -> None:
        polygons, codes = contours.filled(low, high)
        patch.set_path(Path(np.concatenate(polygons), np.concatenate(codes)) if polygons else NOWHERE)

    def earlier(self, z: Heights | None) -> None:
        """Draw a dashed line where the boundary was before the last step, or none."""
        contours, everywhere = self._contours(z) if z is not None else (None, True)
        self._line(self.earlier_boundary, [] if everywhere else contours.lines(0.0))

    def _contours(self, z: Heights) -> tuple:
        height = np.asarray(z(self.places) if callable(z) else z, float).reshape(GRID, GRID)
        contours = next((known for at, known in self._contoured if np.array_equal(at, height)), None)
        if contours is None:
            height = height.copy()  # the caller may write over its own
            how = dict(fill_type="OuterCode", line_type="Separate")
            contours = contour_generator(self._x, self._y, height, **how)
            self._contoured = [(height, contours), *self._contoured[:1]]
        return contours, height.min() >= 0

    def _line(self, line: Line2D, pieces: list[np.ndarray]) -> None:
        gap = np.full((1, 2), np.nan)  # a boundary of several pieces is one line with gaps
        parts = [part for piece in pieces for part in (piece, gap)]
        line.set_data(*(np.concatenate(parts).T if parts else ([], [])))
