"""The ground: all of a figure that stands still, as pixels, and what of it a page has to be shown anew.

Where an Axes changes its ends or its words, it is drawn again alone. For pages there is a quicker way: an
Axes that has changed once is left out of their picture of the ground, and they are told what there is to draw
of it (`standing`), like what moves. Only an Axes with a picture in it, or with very much, stays a picture.
"""

from collections.abc import Iterator
from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from nnlab.explore.kit.frame_list import png

# Pixels around an Axes that count as drawn: the lines of its frame may lie on another's.
FRAME = 2
# Matplotlib's number of the place for a legend that it looks for itself.
BEST = 0
# Artists that an Axes may have besides those that move, if pages are told of each.
MOST_STANDING = 60


def at_once(pixels: np.ndarray) -> np.ndarray:
    """Return the four bytes of each pixel as one number, `(rows, columns)`: many times quicker to compare."""
    return pixels.view(np.uint32)[..., 0]


def standing(ax: Axes) -> dict[Artist, tuple]:
    """Return what matplotlib draws of `ax` besides what moves, in its order.

    With each the state on which its look depends and that is not its own.
    """
    if not ax.get_visible():
        return {}
    framed = ax.axison and ax.get_frame_on()
    left_out = {ax.patch}
    if not framed:
        left_out.update(ax.spines.values())
    if not ax.axison:
        left_out.update((ax.xaxis, ax.yaxis))
    shown = [artist for artist in ax.get_children() if artist.get_visible() and not artist.get_animated()]
    artists = [artist for artist in shown if artist not in left_out]
    artists.sort(key=Artist.get_zorder)
    place = tuple(ax.bbox.extents)
    ends = *ax.viewLim.extents, *place
    states = {ax.patch: place, ax.title: place, ax._left_title: place, ax._right_title: place}
    if (legend := ax.get_legend()) is not None:
        states[legend] = ends if legend._get_loc() == BEST else place
    for axis in (ax.xaxis, ax.yaxis):
        states[axis] = *axis.get_view_interval(), axis.label.get_text(), *place
    return {artist: states.get(artist, ends) for artist in ([ax.patch] if framed else []) + artists}


@final
class Ground:
    """All that stands still of `figure`: `pixels (rows, columns, 4)`, or None before they are drawn."""

    def __init__(self, figure: Figure, agg: FigureCanvasAgg) -> None:
        self.figure, self._agg = figure, agg
        self.pixels: np.ndarray | None = None
        # Axes that pages draw themselves, in drawing order.
        self.told: list[Axes] = []
        # The parts that pages lie one over the other: of the figure, and of Axes drawn since.
        self.parts: dict[Artist, tuple[int, int, int, int]] = {}
        self._new_parts: set[Artist] = set()
        # What each Axes was like when it was drawn.
        self._was: dict[Axes, tuple | None] = {}
        # Where each artist of the figure has drawn.
        self._ink: dict[Artist, np.ndarray] = {}

    def redraw(self, *axes: Axes) -> None:
        """Note that more has changed than what moves, on `axes` alone or anywhere."""
        if axes:
            self._was.update(dict.fromkeys(axes))
        else:
            self.pixels = None

    def renew(self, moving: list[Artist]) -> None:
        """Draw again what has changed."""
        for ax in self._changed(moving):
            self._draw_again(ax)

    def renew_for_pages(self, moving: list[Artist], *, in_turn: bool) -> list[Axes]:
        """Draw again what has changed and stands in a page's picture.

        `in_turn`, only the Axes that has stood longest; return those that wait for their turn.
        """
        old = [ax for ax in self._changed(moving) if ax not in self.told]
        waiting = old[1:] if in_turn else []
        for ax in old[: len(old) - len(waiting)]:
            if self._can_be_told(ax):
                self._leave_out(ax)
            else:
                self._draw_again(ax)
        return waiting

    def tell_again(self) -> None:
        """Note that a page may have no part of it."""
        self._new_parts = {*self.parts}

    def take_new_parts(self) -> Iterator[tuple[Artist, bytes, int, int]]:
        """Yield the parts that pages do not know: of what, a PNG file, and its upper left corner."""
        new, self._new_parts = self._new_parts, set()
        pixels = self._without_told() if new else None
        for artist in new:
            left, top, right, bottom = self.parts[artist]
            file = png(pixels[top:bottom, left:right], alpha=False)
            yield artist, file, left, len(pixels) - top

    # -- what has changed ------------------------------------------------------------------------------

    def _looks(self) -> dict[Axes, tuple]:
        """Return what the picture of each Axes depends on; whoever changes more says `redraw()`."""
        return {
            ax: (
                *ax.viewLim.extents,
                ax.get_xlabel(),
                ax.get_ylabel(),
                ax.get_title(loc="left"),
                ax.get_legend(),
                ax.get_visible(),
            )
            for ax in self.figure.axes
        }

    def _changed(self, moving: list[Artist]) -> list[Axes]:
        """Return the Axes that are not as they were drawn, the one drawn longest ago first."""
        looks = self._looks()
        if self.pixels is None or looks.keys() != self._was.keys():
            self._draw_all(moving)
        return [ax for ax, was in self._was.items() if was != looks[ax]]

    def _can_be_told(self, ax: Axes) -> bool:
        """Return whether pages may draw `ax` themselves, over all else that stands still."""
        artists = standing(ax)
        if len(artists) > MOST_STANDING or any(isinstance(a, AxesImage | Axes) for a in artists):
            return False
        order = sorted(self.figure.get_children(), key=Artist.get_zorder)
        above = order[order.index(ax) + 1 :]
        return not any((self._ink[ax] & self._ink[a]).any() for a in above if a in self._ink)

    # -- drawing ---------------------------------------------------------------------------------------

    def _draw_all(self, moving: list[Artist]) -> None:
        """Draw all that stands still, and note where each Axes has drawn."""
        for artist in moving:
            artist.set_animated(True)  # left out
        self._ink, self.told = {}, []
        self.pixels = self._drawn(self.figure.get_children(), self._ink).copy()
        self._was = self._looks()
        rows, columns = self.pixels.shape[:2]
        self.parts = {self.figure: (0, 0, columns, rows)}
        self._new_parts = {self.figure}

    def _draw_again(self, ax: Axes) -> None:
        """Draw `ax` again, where it was and where it is now, with all else that has drawn there."""
        ink = {}
        picture = self._drawn([ax], ink)
        where = ink[ax] | self._ink[ax]
        there = [artist for artist, drawn in self._ink.items() if artist is ax or (drawn & where).any()]
        if len(there) > 1:
            picture = self._drawn(there)
        np.copyto(at_once(self.pixels), at_once(picture), where=where)
        if ax not in self.told:
            self._note_part(ax, where)
        self._ink |= ink
        del self._was[ax]  # the one drawn last stands last
        self._was[ax] = self._looks()[ax]

    def _leave_out(self, ax: Axes) -> None:
        """Leave `ax` out of what pages get of the ground, as from now."""
        self._note_part(ax, self._ink[ax])
        order = sorted(self.figure.axes, key=Artist.get_zorder)
        self.told = sorted([*self.told, ax], key=order.index)

    def _without_told(self) -> np.ndarray:
        """Return the picture without the Axes that pages draw themselves."""
        if not self.told:
            return self.pixels
        where = np.logical_or.reduce([self._ink[ax] for ax in self.told])
        others = [a for a, drawn in self._ink.items() if a not in self.told and (drawn & where).any()]
        picture = self.pixels.copy()
        np.copyto(at_once(picture), at_once(self._drawn(others)), where=where)
        return picture

    def _note_part(self, ax: Axes, where: np.ndarray) -> None:
        """Note that the ground has changed there; the part of `ax` covers all that it ever did."""
        down, along = np.flatnonzero(where.any(axis=1)), np.flatnonzero(where.any(axis=0))
        box = (
            (int(along[0]), int(down[0]), int(along[-1]) + 1, int(down[-1]) + 1)
            if len(down)
            else (0, 0, 1, 1)
        )
        before = self.parts.pop(ax, box)
        self.parts[ax] = (*np.minimum(box, before)[:2].tolist(), *np.maximum(box, before)[2:].tolist())
        self._new_parts.add(ax)

    def _drawn(self, artists: list[Artist], ink: dict | None = None) -> np.ndarray:
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
