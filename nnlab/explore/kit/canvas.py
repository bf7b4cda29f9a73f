"""The canvas: a figure, its ground that stands still, and the artists that move on it.

A page is sent the ground as a picture, and what moves over it as a list of drawing steps (see `frame_list`),
in which an artist that has not changed is only named again. So is what stands still on an Axes that changes
its ends or its words (see `ground`).
"""

import threading
from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from nnlab.explore.kit.frame_list import ARTIST, Frame
from nnlab.explore.kit.ground import Ground, standing
from nnlab.explore.kit.recorder import DPI, Recorder

# Artists that may have a name, those long gone among them, before all is told again.
MOST_NAMES = 500
# For all canvases: matplotlib must not draw formulas on two threads at once.
DRAWING = threading.RLock()


@final
class Canvas:
    """A figure of `width` times `height` page pixels, its ground and its `moving` artists.

    `moving` lists the artists that change from frame to frame, in drawing order.
    """

    def __init__(self, width: int, height: int) -> None:
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="white")
        self.moving: list[Artist] = []
        self._agg = FigureCanvasAgg(self.figure)
        self.figure.canvas.mpl_connect("draw_event", self._doubt)
        self._ground = Ground(self.figure, self._agg)
        # Takes notes for the pages; it is made anew when they are told all again.
        self._recorder: Recorder | None = None
        self._names: dict[Artist, int] = {}
        # The notes of each artist that pages draw, and of which state of its Axes.
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
            self._ground.renew(self.moving)
            picture = np.asarray(self._agg.buffer_rgba())
            picture[:] = self._ground.pixels
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
            try:
                return self._next_frame(in_turn)
            except BaseException:  # an interrupt of the kernel, too
                self.forget()  # for what was noted of this frame is told to nobody
                raise

    def begin_again(self) -> None:
        """Note that a page may lack frames: the next one tells all."""
        self._recorder = None

    def redraw(self, *axes: Axes) -> None:
        """Note that more has changed than the moving artists, on `axes` alone or anywhere."""
        self._ground.redraw(*axes)
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
        self._agg = FigureCanvasAgg(self.figure)
        self._ground = Ground(self.figure, self._agg)
        self._recorder, self._names, self._notes, self._told = None, {}, {}, {}

    # -- what pages draw ------------------------------------------------------------------------------

    def _next_frame(self, in_turn: bool) -> Frame:
        """Return what pages have not been told, and note that they have been."""
        in_turn = in_turn and self._recorder is not None
        waiting = self._ground.renew_for_pages(self.moving, in_turn=in_turn)
        fresh = self._recorder is None or self._recorder.is_full or len(self._names) > MOST_NAMES
        if fresh:
            self._recorder = Recorder(*self.figure.bbox.size, self.figure.dpi)
            self._names, self._notes, self._told = {}, {}, {}
            self._ground.tell_again()
        artists = {
            part: self._recorder.picture(file, left, top)
            for part, file, left, top in self._ground.take_new_parts()
        }
        noted = self._noted(waiting)
        artists |= noted
        frame = Frame(fresh, self.ratio, self._recorder.take_new())
        for artist, steps in artists.items():
            name = self._names.setdefault(artist, len(self._names))
            if self._told.get(name) != steps:
                self._told[name] = frame.defined[ARTIST, name] = steps
        shown = [artist for artist, steps in noted.items() if steps]
        frame.order = [self._names[artist] for artist in (*self._ground.parts, *shown)]
        return frame

    def _doubt(self, _event: object = None) -> None:
        """Note that artists may have changed without saying so: someone else has drawn them."""
        self._notes = {artist: (None, steps) for artist, (_, steps) in self._notes.items()}

    def _seen(self) -> list[Artist]:
        """Return the moving artists of what is to be seen."""
        return [artist for artist in self.moving if artist.axes is None or artist.axes.get_visible()]

    def _noted(self, waiting: list[Axes]) -> dict[Artist, bytes]:
        """Return the steps of what pages draw; those noted before, where nothing is new or it has to wait."""
        notes = {}
        for ax in self._ground.told:
            ax.apply_aspect()
            for artist, state in standing(ax).items():
                notes[artist] = self._noted_one(artist, state, waits=False)
        states = {ax: (*ax.viewLim.extents, *ax.bbox.extents) for ax in self.figure.axes}
        for artist in self._seen():
            state, known = states.get(artist.axes, ()), self._notes.get(artist)
            if known is None or known[0] != state or artist.stale:  # most are as before
                known = self._noted_one(artist, state, artist.axes in waiting)
            notes[artist] = known
        self._notes = notes
        return {artist: steps for artist, (_, steps) in notes.items()}

    def _noted_one(self, artist: Artist, state: tuple, waits: bool) -> tuple[tuple, bytes]:
        """Return the state of which an artist is noted, and its steps."""
        if isinstance(artist, PathPatch):  # the one artist that does not say so when its path is another
            state = *state, artist.get_path()
        before, steps = self._notes.get(artist, (None, None))
        # An axis calls itself stale when its ends are set, though to the same.
        is_new = before != state or (artist.stale and not isinstance(artist, Axis))
        if steps is None or (is_new and not waits):
            before, steps = state, self._recorder.record(artist, state)
            artist.stale = False  # one that matplotlib has not drawn does not say so itself
        return before, steps
