"""The landscape of a loss over two parameters: dark is high, and a ball rolls over it and leaves a path."""

from collections.abc import Callable
from typing import final

import numpy as np
from contourpy import contour_generator  # the library with which matplotlib itself draws contours
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from nnlab.pictures import style

GRID = 91  # places along each side where the height is computed
LEVELS = 14  # contour lines, at equal steps of height: it is steep where they are close
HIGH, LINES = "#a68cc4", "#7f659c"
HEIGHTS = LinearSegmentedColormap.from_list("heights", ["#fffdf5", "#e6dcf0", HIGH])  # neither class's colour
FAR = 1e6  # times the map's width: a path is not drawn further out than this


@final
class KeptImage(AxesImage):
    """An image that is scaled to the screen's pixels when it changes, not for every frame."""

    _version, _kept, _kept_of = 0, None, None

    def _check_unsampled_image(self) -> bool:
        """A renderer that scales images is given them as they are."""
        return True

    def set_data(self, A) -> None:
        """Set other data, so that the kept pixels are no longer right."""
        self._version += 1
        super().set_data(A)

    def make_image(self, renderer, magnification=1.0, unsampled=False):
        """Return the kept pixels, or new ones if the data, their colours or their place have changed."""
        place = (*self.axes.bbox.bounds, *self.axes.get_xlim(), *self.axes.get_ylim(), *self.get_extent())
        of = (self._version, *self.get_clim(), *place, magnification, unsampled)
        if self._kept_of != of:
            self._kept, self._kept_of = super().make_image(renderer, magnification, unsampled), of
        return self._kept


@final
class Landscape:
    """A map of heights, with contour lines like a hiking map's, a ball, its path, and the step it takes next.

    `limits` are `((left, right), (bottom, top))`; right angles look right only where a unit is as long
    across as it is upwards: see `style.equal_units`. `colour` and `dashes` are those of the path.
    """

    def __init__(
        self,
        ax: Axes,
        *,
        xlabel: str,
        ylabel: str,
        limits,
        title: str = "",
        colour: str = style.INK,
        dashes="-",
    ) -> None:
        self.ax, self._colour = ax, colour
        self.image = ax.add_image(KeptImage(ax, cmap=HEIGHTS, origin="lower", interpolation="bilinear"))
        self.image.set_data(np.zeros((2, 2)))
        self.image.set_clip_path(ax.patch)
        (self.contours,) = ax.plot([], [], color=LINES, linewidth=0.9)
        (self.path,) = ax.plot([], [], color=colour, linewidth=1.8, linestyle=dashes, solid_joinstyle="bevel")
        (self.places,) = ax.plot([], [], "o", color=colour, markersize=3.5)
        shaft = dict(angles="xy", scale_units="xy", scale=1.0, units="inches", width=0.035, minlength=0.1)
        head = dict(headwidth=4.4, headlength=5.0, headaxislength=4.4)
        self._ahead = style.GREEN if colour != style.GREEN else style.INK
        self.arrow = ax.quiver([0.0], [0.0], [0.0], [0.0], color=self._ahead, **shaft, **head)
        (self.spot,) = ax.plot(
            [], [], "o", color=colour, markersize=13, markeredgecolor="white", markeredgewidth=2
        )
        (self.away,) = ax.plot(
            [],
            [],
            "o",
            color="white",
            markersize=13,
            markeredgecolor=colour,
            markeredgewidth=2.5,
            clip_on=False,
        )
        style.dress(ax, xlabel, ylabel)
        self.key(title)
        self.height: np.ndarray | None = None  # (grid, grid), what the map shows
        self._shown: tuple | None = None
        self.relabel(limits)

    def key(self, title: str = "") -> None:
        """Set the words above the map: a title, or what its signs mean."""
        ball = Line2D([], [], linestyle="none", marker="o", color=self._colour, markersize=10, label="ball")
        if title:
            ball.set_label(title)
            return style.legend(self.ax, [ball], columns=3)
        step = Line2D([], [], color=self._ahead, linewidth=3.5, label="next step")
        return style.legend(self.ax, [Patch(facecolor=HIGH, label="high loss"), ball, step], columns=3)

    def relabel(self, limits, grid: int = GRID) -> None:
        """Show another part of the map, computed at `grid` times `grid` places."""
        if self._shown == (limits, grid):
            return
        self._shown = limits, grid
        (left, right), (bottom, top) = limits
        self._x, self._y = np.linspace(left, right, grid), np.linspace(bottom, top, grid)
        half = np.array([right - left, top - bottom]) / (grid - 1) / 2  # a place is the middle of its pixel
        self.image.set_extent((left - half[0], right + half[0], bottom - half[1], top + half[1]))
        self.ax.set(xlim=(left, right), ylim=(bottom, top))
        self.grid = np.stack(np.meshgrid(self._x, self._y), axis=-1).reshape(-1, 2)  # (grid², 2)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order; the frame after the image, which would eat into it."""
        on_top = [self.path, self.places, *self.ax.spines.values(), self.spot, self.away, self.arrow]
        return [self.image, self.contours, *on_top]

    def heights(self, height: Callable[[np.ndarray], np.ndarray] | None) -> None:
        """Draw the map: `height` takes places `(m, 2)` and returns `(m,)` numbers; None empties the map."""
        self.height = None
        self.image.set_visible(height is not None)
        if height is None:
            self.contours.set_data([], [])
            return
        self.height = np.asarray(height(self.grid), float).reshape(len(self._y), len(self._x))
        low, high = self.height.min(), self.height.max()
        self.image.set_data(self.height)
        self.image.set_clim(low, high if high > low else low + 1.0)
        contours = contour_generator(self._x, self._y, self.height, line_type="Separate")
        gap = np.full((1, 2), np.nan)  # all contour lines are one line with gaps
        levels = np.linspace(low, high, LEVELS + 2)[1:-1] if high > low else []
        parts = [part for level in levels for piece in contours.lines(level) for part in (piece, gap)]
        self.contours.set_data(*(np.concatenate(parts).T if parts else ([], [])))

    def ball(
        self, place: np.ndarray | None, *, step: np.ndarray | None = None, path: np.ndarray | None = None
    ) -> None:
        """Draw the ball at `place (2,)`, the `step (2,)` it takes next, and its `path (m, 2)` so far.

        A ball that has left the map is shown hollow at the edge of the map.
        """
        for line in (self.spot, self.away, self.path, self.places):
            line.set_data([], [])
        self.arrow.set_visible(place is not None and step is not None)
        if place is None:
            return
        low, high = np.array([self.ax.get_xlim(), self.ax.get_ylim()]).T
        middle, half = (low + high) / 2, (high - low) / 2
        way_out = np.nan_to_num(np.asarray(place, float) - middle, posinf=1e300, neginf=-1e300)
        beyond = np.abs(way_out / half).max()  # above 1: the ball has left the map
        place = middle + way_out / max(beyond, 1.0)
        (self.spot if beyond <= 1 else self.away).set_data(*place[:, None])
        if path is not None:
            near = (np.abs(path - middle) <= FAR * half).all(axis=1)
            path = path if near.all() else path[: np.argmin(near)]
            self.path.set_data(*path.T)
            if len(path) <= 300:  # with more, the dots run together
                self.places.set_data(*path.T)
        if step is not None:
            longest = 6 * np.linalg.norm(half)
            step = np.nan_to_num(np.asarray(step, float), posinf=longest, neginf=-longest)
            step = step * min(1.0, longest / max(np.abs(step).max(), 1e-300))
            self.arrow.set_offsets([place])
            self.arrow.XY = self.arrow.get_offsets()
            self.arrow.set_UVC(*step[:, None])
