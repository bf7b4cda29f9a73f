"""The stage: a matplotlib figure in the browser, quick enough to play, that reports pointer and keys.

The kernel draws; the browser shows. A picture is the figure's kept background with the moving artists
drawn over it (blitting). Where an Axes changes its ends or its words, the background is drawn anew for that
Axes alone. A frame is what has changed in it, packed as JPEG while things move, and the whole
as PNG at rest. Every frame bears a number, and the browser says when it has painted it. At most ``WINDOW``
frames are under way: a slow link makes the picture coarser in time, never late. The answer to a control
overtakes them: the page drops those that it has not shown yet, and the answer paints their places, too. No
thread and no timer runs in the kernel: when the browser's page goes away, the frames simply stop.
"""

import io
import math
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import anywidget
import numpy as np
import traitlets
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

WINDOW = 8  # frames under way: fewer leave the browser waiting, more only queue
QUICK = 15  # steps a second from which on frames of the play follow one another closely
TOGETHER = 3  # frames of the play in one message: a message costs page and server more than a picture
LATE = 0.035  # seconds that a frame may wait for others to go with it, the making of all included
APART = 32  # columns or rows of pixels without a change between two parts of the picture that are sent apart
FINE = 1.8  # screen pixels to one of ours from which on colour may have half the resolution
DPI = 100  # figure pixels per inch at pixel ratio 1: one pixel of the figure is one pixel of the page
HERE = Path(__file__).parent
FRAME = 2  # pixels around an Axes that count as drawn: the lines of its frame may lie on another's
Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels of the picture
DRAWING = threading.RLock()  # for all stages: matplotlib must not draw formulas on two threads at once


def _is_finite(value) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


@dataclass(frozen=True)
class Pointer:
    """What the pointer did ("press", "drag" or "release"), and where in data coordinates of ``axes``.

    From a stage that ``hovers`` also "move", with no button down, and "leave" when it comes away from all
    Axes: then ``axes`` is None, and the place is not a number.
    """

    kind: str
    axes: Axes | None
    x: float
    y: float
    button: int = 0  # 0 left, 2 right
    alt: bool = False
    shift: bool = False


def pack(pixels: np.ndarray, *, lossy: bool, fine: bool = False) -> bytes:
    """Packs ``(rows, columns, 4)`` bytes as JPEG, or as PNG without loss.

    JPEG's usual 4:2:0, half the resolution of colour, dulls thin coloured lines. Where the screen has two
    pixels to one of the page, ``fine``, lines are twice as wide; there it does not, and saves time.
    """
    pixels, file = np.ascontiguousarray(pixels), io.BytesIO()
    image = Image.frombuffer("RGBX", pixels.shape[1::-1], pixels, "raw", "RGBX", 0, 1)  # without a copy
    if lossy:
        image.save(file, "JPEG", quality=80, subsampling="4:2:0" if fine else "4:4:4")
    else:
        image.convert("RGB").save(file, "PNG", compress_level=1)
    return file.getvalue()


def at_once(pixels: np.ndarray) -> np.ndarray:
    """The four bytes of each pixel as one number, ``(rows, columns)``: many times quicker to go through."""
    return pixels.view(np.uint32)[..., 0]


def runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """From where to where ``flags (n,)`` are true; smaller gaps than ``APART`` do not count."""
    at = np.flatnonzero(flags)
    parts = np.split(at, np.flatnonzero(np.diff(at) > APART) + 1) if len(at) else []
    return [(int(part[0]), int(part[-1]) + 1) for part in parts]


def changed(before: np.ndarray, now: np.ndarray, also: Iterable[Box] = ()) -> list[Box]:
    """Boxes around the pixels ``(rows, columns, 4)`` that differ or lie in ``also``; no two overlap."""
    unlike, boxes = at_once(before) != at_once(now), []
    for left, top, right, bottom in also:
        unlike[top:bottom, left:right] = True
    for left, right in runs(unlike.any(axis=0)):
        for top, bottom in runs(unlike[:, left:right].any(axis=1)):
            across = np.flatnonzero(unlike[top:bottom, left:right].any(axis=0))
            boxes.append((left + int(across[0]), top, left + int(across[-1]) + 1, bottom))
    return boxes


class Stage(anywidget.AnyWidget):
    """Shows ``figure``; ``moving`` lists the artists that change from frame to frame, in drawing order.

    ``width`` and ``height`` are the size in page pixels that the type is made for; the page may show it
    smaller or somewhat larger, and it is drawn for the size shown.
    """

    _esm = HERE / "stage.js"
    _css = HERE / "stage.css"
    width = traitlets.Int().tag(sync=True)
    height = traitlets.Int().tag(sync=True)
    alt = traitlets.Unicode()  # what the picture shows, for those who do not see it; travels with each frame
    hint = traitlets.Unicode().tag(sync=True)  # what pointer and keys do here
    listens = traitlets.Bool(True).tag(sync=True)  # whether pointer and keys do anything on the picture
    hovers = traitlets.Bool(False).tag(sync=True)  # whether the pointer counts with no button down, too
    cursor = traitlets.Unicode().tag(
        sync=True
    )  # the pointer's shape, in CSS's words: "grab", "crosshair" ...
    bar = traitlets.Bool(False).tag(sync=True)  # the player's bar under the picture
    speeds = traitlets.List(trait=traitlets.Int()).tag(sync=True)
    speed = traitlets.Int(60).tag(sync=True)  # steps a second
    playing = traitlets.Bool(False).tag(sync=True)

    def __init__(self, width: int, height: int, **traits) -> None:
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="white")
        self.canvas = FigureCanvasAgg(self.figure)
        self.moving: list[Artist] = []
        self.caption: dict = {}  # travels with each frame: status sentence, position, length ...
        self._background: np.ndarray | None = None  # all that stands still
        self._background_of: dict[Axes, tuple | None] = {}  # what each Axes was like when it was drawn there
        self._ink: dict[Artist, np.ndarray] = {}  # where each artist of the figure has drawn there
        self._number, self._owing = 0, False
        self._under_way: dict[int, list[Box]] = {}  # frames, by number, and where they paint
        self._answer = 0  # the number of the last frame that was an answer to a control
        self._sent: np.ndarray | None = None  # the pixels of the last frame
        self._packed: list[tuple[dict, list[bytes]]] = []  # frames that wait for others to go with
        self._packing_since = 0.0
        self._seen = False  # whether a page has ever shown this stage
        self._pressed: Axes | None = None
        self._hovered = False  # whether the pointer is over some Axes
        super().__init__(width=width, height=height, **traits)

    def __repr__(self) -> str:
        return f"Stage: {self.alt}"

    # -- drawing ------------------------------------------------------------------------------------

    def _still_parts(self) -> dict[Axes, tuple]:
        """What the kept background of each Axes depends on; whoever changes more says ``redraw()``."""
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

    def pixels(self) -> np.ndarray:
        """The picture as it stands, ``(rows, columns, 4)`` bytes of red, green, blue and alpha."""
        return self._drawn().copy()

    def _drawn(self, *, patient: bool = False) -> np.ndarray:
        """The canvas with the picture as it stands; the next drawing overwrites it.

        Of several Axes whose background must be drawn anew, ``patient`` does the one that has stood longest;
        the others stay as in the last frame until their turn comes, so that no frame of the play takes long.
        """
        with DRAWING:
            parts = self._still_parts()
            if self._background is None or parts.keys() != self._background_of.keys():
                self._draw_background()
            old = [ax for ax, drawn in self._background_of.items() if drawn != parts[ax]]
            waiting = old[1:] if patient and self._sent is not None else []
            for ax in old[: len(old) - len(waiting)]:
                self._renew_background(ax)
            picture = np.asarray(self.canvas.buffer_rgba())
            picture[:] = self._background
            renderer = self.canvas.get_renderer()
            for artist in self.moving:
                if artist.axes is None or (artist.axes.get_visible() and artist.axes not in waiting):
                    artist.draw(renderer)
            for ax in waiting:
                np.copyto(at_once(picture), at_once(self._sent), where=self._ink[ax])
            return picture

    def _draw_background(self) -> None:
        """Draws all that stands still, and notes where each Axes has drawn."""
        for artist in self.moving:
            artist.set_animated(True)  # left out of the background
        self._ink = {}
        self._background = self._draw_still(self.figure.get_children(), self._ink).copy()
        self._background_of = self._still_parts()

    def _renew_background(self, ax: Axes) -> None:
        """Draws ``ax`` anew, where it was and where it is now, with all else that has drawn there."""
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
        """The canvas with these artists of the figure alone; ``ink`` takes the pixels that each has drawn."""
        renderer = self.canvas.get_renderer()
        renderer.clear()
        picture = np.asarray(self.canvas.buffer_rgba())
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

    def lay_out(self) -> None:
        """Makes room for the labels as they are now. Slow (0.1 s), so it is for once at the start."""
        self.figure.set_layout_engine("constrained")
        with DRAWING:
            self.canvas.draw()
        self.figure.set_layout_engine("none")
        self.redraw()

    def forget(self) -> None:
        """A page has gone, perhaps the last: lets go of the pixels; the next frame makes them anew."""
        self._background, self._ink, self._sent = None, {}, None
        self.canvas = FigureCanvasAgg(self.figure)

    def redraw(self, *axes: Axes) -> None:
        """Says that more has changed than the moving artists, on ``axes`` alone or anywhere."""
        if axes:
            self._background_of.update(dict.fromkeys(axes))
        else:
            self._background = None

    def encode(self, *, lossy: bool) -> bytes:
        """The whole picture packed for the page."""
        return pack(self.pixels(), lossy=lossy)

    # -- frames to the browser ----------------------------------------------------------------------

    @property
    def _to_show(self) -> int:
        """How many frames the page has still to show: it drops those from before the last answer."""
        return sum(number >= self._answer for number in self._under_way)

    @property
    def ready(self) -> bool:
        """Whether the play may send another frame: where each is shown for a while, one at a time will do."""
        return self._seen and self._to_show < (WINDOW if self._is_quick else 1)

    @property
    def _is_quick(self) -> bool:
        """Whether each frame of the play is soon followed by the next."""
        return self.speed >= QUICK

    def show(self, *, flush: bool = True, lossy: bool = True) -> bool:
        """Sends the picture, or remembers to send it as soon as the browser has caught up.

        ``flush`` makes the page show it at once and drop the frames it has not shown yet: the answer to a
        control must not queue behind the play, nor wait for room in the window; but only one such answer at
        a time is sent beyond it. Without ``flush`` the frame may wait for others to go with it, as long as
        the page has some to show: whoever plays says ``deliver()`` at the end.

        A frame is what has changed since the last one; an answer is that and all that the frames under way
        would have painted. It is the whole picture where there was none of its size, and where it is exact.
        """
        if flush:
            may = self._seen and (len(self._under_way) < WINDOW or self._answer not in self._under_way)
        else:
            may = self.ready
        self._owing = not may
        if self._owing:
            return False
        if flush or not self._packed:
            self._packing_since = time.monotonic()
        now, before = self._drawn(patient=self.playing and self._is_quick), self._sent
        covered = list(self._under_way) if flush else []
        dropped = [box for number in covered for box in self._under_way[number]]
        all_of_it = [(0, 0, now.shape[1], now.shape[0])]
        is_first = before is None or before.shape != now.shape
        boxes = all_of_it if is_first or not lossy else changed(before, now, dropped)
        if flush:  # the frames that wait need not be sent any more
            for head, _ in self._packed:
                del self._under_way[head["number"]]
            self._packed.clear()
        if is_first:
            self._sent = np.empty_like(now)
        parts, fine = [], self.figure.dpi >= FINE * DPI
        for left, top, right, bottom in boxes:
            part = now[top:bottom, left:right]
            parts.append(pack(part, lossy=lossy, fine=fine))
            self._sent[top:bottom, left:right] = part
        self._number += 1
        self._under_way[self._number] = boxes
        if flush:
            self._answer = self._number
        head = dict(self.caption, alt=self.alt, number=self._number, lossy=lossy, flush=flush)
        head |= dict(whole=boxes == all_of_it, covered=covered, places=[box[:2] for box in boxes])
        self._packed.append((head, parts))
        on_their_way = self._to_show - len(self._packed)
        age = time.monotonic() - self._packing_since
        late = age + age / len(self._packed) > LATE  # the next one takes as long as each of these
        if flush or late or len(self._packed) == TOGETHER or on_their_way < TOGETHER:
            self.deliver()
        return True

    def deliver(self) -> None:
        """Sends the frames that wait, in one message."""
        if self._packed:
            heads = [head for head, _ in self._packed]
            parts = [part for _, parts in self._packed for part in parts]
            self._packed.clear()
            self.send({"kind": "frames", "heads": heads}, buffers=parts)

    def painted(self, numbers: list[int]) -> None:
        """The browser has painted (or dropped) these frames: sends the one that is owed, if any."""
        for number in numbers:
            self._under_way.pop(number, None)  # a second page that shows this stage says so once more
        if self._owing:
            self.show()

    def hello(self, ratio: float) -> None:
        """A page shows this stage, or shows it in another size: ``ratio`` screen pixels to one of ours."""
        self._under_way.clear()
        self._packed.clear()
        self._seen = True
        ratio = min(max(round(float(ratio), 3), 0.5), 3.0) if _is_finite(ratio) else 1.0
        if self.figure.dpi != DPI * ratio:
            self.figure.set_dpi(DPI * ratio)
            self.redraw()
        self.show(lossy=False)

    # -- pointer ------------------------------------------------------------------------------------

    def pointer(self, kind: str, across: float, down: float, **buttons) -> Pointer | None:
        """A pointer event at fractions of the picture's width and height, in data coordinates.

        A press outside all Axes is None, and so is what is no place. A drag belongs to the Axes in which it
        began and is kept inside them. A move outside all Axes is None, but the first such is a "leave".
        """
        if not (_is_finite(across) and _is_finite(down)):
            return None
        pixel = np.array([across, 1.0 - down]) * self.figure.bbox.size
        inside = [ax for ax in self.figure.axes if ax.get_visible() and ax.bbox.contains(*pixel)]
        ax = inside[-1] if inside and kind != "leave" else None
        if kind in ("move", "leave"):
            left, self._hovered = self._hovered and ax is None, ax is not None
            if left:
                return Pointer("leave", None, math.nan, math.nan, **buttons)
        elif kind == "press":
            self._pressed = ax
        else:
            ax = self._pressed
        if ax is None:
            return None
        pixel = np.clip(pixel, ax.bbox.min, ax.bbox.max)
        x, y = ax.transData.inverted().transform(pixel)
        if kind == "release":
            self._pressed = None
        return Pointer(kind, ax, float(x), float(y), **buttons)
