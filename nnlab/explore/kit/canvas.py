"""The canvas: a figure, the kept picture of all that stands still, and the artists that move on it.

A page is sent the kept background as a picture, and what moves over it as a list of drawing steps (see
`frame_list`), in which an artist that has not changed is only named again. Where an Axes changes its ends or
its words, the background is drawn again for that Axes alone.
"""

import threading
from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from nnlab.explore.kit.frame_list import ARTIST, Frame, png
from nnlab.explore.kit.recorder import DPI, Recorder

# Pixels around an Axes that count as drawn: the lines of its frame may lie on another's.
FRAME = 2
# Artists that may have a name, those long gone among them, before all is told again.
MOST_NAMES = 500
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
        self.figure.canvas.mpl_connect("draw_event", self._doubt)
        # All that stands still.
        self._background: np.ndarray | None = None
        # What each Axes was like when it was drawn there.
        self._background_of: dict[Axes, tuple | None] = {}
        # Where each artist of the figure has drawn there.
        self._ink: dict[Artist, np.ndarray] = {}
        # The parts of it that pages lie one over the other: of the figure, and of Axes drawn since.
        self._parts: dict[Artist, tuple[int, int, int, int]] = {}
        self._new_parts: set[Artist] = set()
        # Takes notes for the pages; it is made anew when they are told all again.
        self._recorder: Recorder | None = None
        self._names: dict[Artist, int] = {}
        # The notes of each moving artist, and of which state of its Axes.
        self._notes: dict[Artist, tuple[tuple | None, bytes]] = {}
        # What the pages were told of each artist.
        self._told: dict[int, bytes] = {}

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
        with DRAWING:
            self._renew()
            picture = np.asarray(self._agg.buffer_rgba())
            picture[:] = self._background
            for artist in self._seen():
                artist.draw(self._agg.get_renderer())
            self._doubt()  # drawn like this an artist no longer says that it has changed
            return picture.copy()

    def frame(self, *, in_turn: bool = False) -> Frame:
        """Return what a page that has had all frames before needs to show the picture as it stands.

        Several Axes may have to be drawn again. `in_turn`, only the one that has stood longest is; the
        others stay as in the last frame until their turn comes, so that no frame takes long.
        """
        with DRAWING:
            waiting = self._renew(in_turn and self._recorder is not None)
            fresh = self._recorder is None or self._recorder.is_full or len(self._names) > MOST_NAMES
            if fresh:
                self._recorder = Recorder(*self.figure.bbox.size, self.figure.dpi)
                self._names, self._notes, self._told = {}, {}, {}
                self._new_parts = {*self._parts}
            artists = {part: self._part(part) for part in self._new_parts}
            self._new_parts = set()
            moving = self._noted(waiting)
            artists |= moving
            frame = Frame(fresh, self.ratio, self._recorder.take_new())
            for artist, steps in artists.items():
                name = self._names.setdefault(artist, len(self._names))
                if self._told.get(name) != steps:
                    self._told[name] = frame.defined[ARTIST, name] = steps
            shown = [artist for artist, steps in moving.items() if steps]
            frame.order = [self._names[artist] for artist in (*self._parts, *shown)]
            return frame

    def begin_again(self) -> None:
        """Note that a page may lack frames: the next one tells all."""
        self._recorder = None

    def redraw(self, *axes: Axes) -> None:
        """Note that more has changed than the moving artists, on `axes` alone or anywhere."""
        if axes:
            self._background_of.update(dict.fromkeys(axes))
        else:
            self._background = None
        self._doubt()

    def lay_out(self) -> None:
        """Make room for the labels as they are now. Slow (0.1 s), so it is for once at the start."""
        self.figure.set_layout_engine("constrained")
        with DRAWING:
            self._agg.draw()
        self.figure.set_layout_engine("none")
        self.redraw()

    def forget(self) -> None:
        """Let go of all pixels; the next drawing makes them again."""
        self._background, self._ink, self._parts = None, {}, {}
        self._recorder, self._names, self._notes, self._told = None, {}, {}, {}
        self._agg = FigureCanvasAgg(self.figure)

    # -- what moves -----------------------------------------------------------------------------------

    def _doubt(self, _event: object = None) -> None:
        """Note that artists may have changed without saying so: someone else has drawn them."""
        self._notes = {artist: (None, steps) for artist, (_, steps) in self._notes.items()}

    def _seen(self) -> list[Artist]:
        """Return the moving artists of what is to be seen."""
        return [artist for artist in self.moving if artist.axes is None or artist.axes.get_visible()]

    def _noted(self, waiting: list[Axes]) -> dict[Artist, bytes]:
        """Return the steps of what moves; those noted before, where nothing has changed or it has to wait."""
        states = {ax: (*ax.viewLim.extents, *ax.bbox.extents) for ax in self.figure.axes}
        notes = {}
        for artist in self._seen():
            state = states.get(artist.axes, ())
            if isinstance(artist, PathPatch):  # the one artist that does not say so when its path is another
                state = *state, artist.get_path()
            before, steps = self._notes.get(artist, (None, None))
            is_new = artist.stale or before != state
            if steps is None or (is_new and artist.axes not in waiting):
                before, steps = state, self._recorder.record(artist, state)
                artist.stale = False  # one that matplotlib has not drawn does not say so itself
            notes[artist] = before, steps
        self._notes = notes
        return {artist: steps for artist, (_, steps) in notes.items()}

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

    def _renew(self, in_turn: bool = False) -> list[Axes]:
        """Draw again what has changed of all that stands still; return the Axes that wait for their turn."""
        parts = self._still_parts()
        if self._background is None or parts.keys() != self._background_of.keys():
            self._draw_background()
        old = [ax for ax, drawn in self._background_of.items() if drawn != parts[ax]]
        waiting = old[1:] if in_turn else []
        for ax in old[: len(old) - len(waiting)]:
            self._renew_background(ax)
        return waiting

    def _part(self, artist: Artist) -> bytes:
        """Return the step of a part of the background."""
        left, top, right, bottom = self._parts[artist]
        height = len(self._background)
        file = png(self._background[top:bottom, left:right], alpha=False)
        return self._recorder.picture(file, left, height - top)

    def _draw_background(self) -> None:
        """Draw all that stands still, and note where each Axes has drawn."""
        for artist in self.moving:
            artist.set_animated(True)  # left out of the background
        self._ink = {}
        self._background = self._draw_still(self.figure.get_children(), self._ink).copy()
        self._background_of = self._still_parts()
        rows, columns = self._background.shape[:2]
        self._parts = {self.figure: (0, 0, columns, rows)}
        self._new_parts = {self.figure}

    def _renew_background(self, ax: Axes) -> None:
        """Draw `ax` again, where it was and where it is now, with all else that has drawn there."""
        ink = {}
        picture = self._draw_still([ax], ink)
        where = ink[ax] | self._ink[ax]
        there = [artist for artist, drawn in self._ink.items() if artist is ax or (drawn & where).any()]
        if len(there) > 1:
            picture = self._draw_still(there)
        np.copyto(at_once(self._background), at_once(picture), where=where)
        self._note_part(ax, where)
        self._ink |= ink
        del self._background_of[ax]  # the one drawn last stands last
        self._background_of[ax] = self._still_parts()[ax]

    def _note_part(self, ax: Axes, where: np.ndarray) -> None:
        """Note that the background has changed there; the part of `ax` covers all that it ever did."""
        down, along = np.flatnonzero(where.any(axis=1)), np.flatnonzero(where.any(axis=0))
        box = (
            (int(along[0]), int(down[0]), int(along[-1]) + 1, int(down[-1]) + 1)
            if len(down)
            else (0, 0, 1, 1)
        )
        before = self._parts.pop(ax, box)
        self._parts[ax] = (*np.minimum(box, before)[:2].tolist(), *np.maximum(box, before)[2:].tolist())
        self._new_parts.add(ax)

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
