"""The canvas: a figure, the kept picture of all that stands still, and the artists that move on it.

A picture is the kept background with the moving artists drawn over it (blitting). Where an Axes changes its
ends or its words, the background is drawn again for that Axes alone.
"""

import threading
from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

# Figure pixels per inch at pixel ratio 1: one pixel of the figure is one pixel of the page.
DPI = 100
# Pixels around an Axes that count as drawn: the lines of its frame may lie on another's.
FRAME = 2
# For all canvases: matplotlib must not draw formulas on two threads at once.
DRAWING = threading.RLock()


def at_once(pixels: np.ndarray) -> np.ndarray:
    """Return the four bytes of each pixel as one number, `(rows, columns)`: many times quicker to compare."""
    return pixels.view(np.uint32)[..., 0]


@final
class Canvas:
    """A figure of `width` times `height` page pixels, its kept background and its `moving` artists.

    `moving` lists the artists that change from frame to frame, in drawing order.
    """

    def __init__(self, width: int, height: int) -> None:
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="white")
        self.moving: list[Artist] = []
        self._agg = FigureCanvasAgg(self.figure)
        # All that stands still.
        self._background: np.ndarray | None = None
        # What each Axes was like when it was drawn there.
        self._background_of: dict[Axes, tuple | None] = {}
        # Where each artist of the figure has drawn there.
        self._ink: dict[Artist, np.ndarray] = {}

    @property
    def ratio(self) -> float:
        """Screen pixels to one page pixel."""
        return self.figure.dpi / DPI

    @ratio.setter
    def ratio(self, ratio: float) -> None:
        if self.figure.dpi != DPI * ratio:
            self.figure.set_dpi(DPI * ratio)
            self.redraw()

    def pixels(self) -> np.ndarray:
        """Return the picture as it stands, `(rows, columns, 4)` bytes of red, green, blue and alpha."""
        return self.drawn().copy()

    def drawn(self, *, shown: np.ndarray | None = None) -> np.ndarray:
        """Return the picture as it stands; the next drawing overwrites it.

        Several Axes may have to be drawn again. Given the last frame as `shown`, only the one that has stood
        longest is; the others stay as in that frame until their turn comes, so that no frame takes long.
        """
        with DRAWING:
            parts = self._still_parts()
            if self._background is None or parts.keys() != self._background_of.keys():
                self._draw_background()
            old = [ax for ax, drawn in self._background_of.items() if drawn != parts[ax]]
            waiting = old[1:] if shown is not None else []
            for ax in old[: len(old) - len(waiting)]:
                self._renew_background(ax)
            picture = np.asarray(self._agg.buffer_rgba())
            picture[:] = self._background
            renderer = self._agg.get_renderer()
            for artist in self.moving:
                if artist.axes is None or (artist.axes.get_visible() and artist.axes not in waiting):
                    artist.draw(renderer)
            for ax in waiting:
                np.copyto(at_once(picture), at_once(shown), where=self._ink[ax])
            return picture

    def redraw(self, *axes: Axes) -> None:
        """Note that more has changed than the moving artists, on `axes` alone or anywhere."""
        if axes:
            self._background_of.update(dict.fromkeys(axes))
        else:
            self._background = None

    def lay_out(self) -> None:
        """Make room for the labels as they are now. Slow (0.1 s), so it is for once at the start."""
        self.figure.set_layout_engine("constrained")
        with DRAWING:
            self._agg.draw()
        self.figure.set_layout_engine("none")
        self.redraw()

    def forget(self) -> None:
        """Let go of all pixels; the next drawing makes them again."""
        self._background, self._ink = None, {}
        self._agg = FigureCanvasAgg(self.figure)

    # -- what stands still ----------------------------------------------------------------------------

    def _still_parts(self) -> dict[Axes, tuple]:
        """Return what the kept background of each Axes depends on; whoever changes more says `redraw()`."""
        return {
            ax: (
                ax.get_xlim(),
                ax.get_ylim(),
                ax.get_xlabel(),
                ax.get_ylabel(),
                ax.get_title(loc="left"),
                ax.get_legend(),
                ax.get_visible(),
            )
            for ax in self.figure.axes
        }

    def _draw_background(self) -> None:
        """Draw all that stands still, and note where each Axes has drawn."""
        for artist in self.moving:
            artist.set_animated(True)  # left out of the background
        self._ink = {}
        self._background = self._draw_still(self.figure.get_children(), self._ink).copy()
        self._background_of = self._still_parts()

    def _renew_background(self, ax: Axes) -> None:
        """Draw `ax` again, where it was and where it is now, with all else that has drawn there."""
        ink = {}
        picture = self._draw_still([ax], ink)
        where = ink[ax] | self._ink[ax]
        there = [artist for artist, drawn in self._ink.items() if artist is ax or (drawn & where).any()]
        if len(there) > 1:
            picture = self._draw_still(there)
        np.copyto(at_once(self._background), at_once(picture), where=where)
        self._ink |= ink
        del self._background_of[ax]  # the one drawn last stands last
        self._background_of[ax] = self._still_parts()[ax]

    def _draw_still(self, artists: list[Artist], ink: dict | None = None) -> np.ndarray:
        """Return a picture of these artists alone; `ink` takes the pixels that each has drawn."""
        renderer = self._agg.get_renderer()
        renderer.clear()
        picture = np.asarray(self._agg.buffer_rgba())
        self.figure.patch.draw(renderer)
        for artist in sorted(artists, key=Artist.get_zorder):
            if artist is self.figure.patch or artist.get_animated():
                continue
            before = picture.copy() if ink is not None else None
            artist.draw(renderer)
            if ink is not None:
                ink[artist] = at_once(before) != at_once(picture)
                if isinstance(artist, Axes) and artist.get_visible():  # its ground may be white, too
                    left, low, right, high = np.round(artist.bbox.padded(FRAME).extents.clip(0)).astype(int)
                    ink[artist][::-1][low:high, left:right] = True
        return picture
