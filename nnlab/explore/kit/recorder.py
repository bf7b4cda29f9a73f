"""The recorder: what moves on a picture as a list of drawing steps, which the page draws itself.

A matplotlib renderer that draws nothing and notes all: paths, markers, pictures, and text as small pictures,
in the form that `frame_list` describes. It notes one artist at a time.
"""

import functools
import struct
from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, Transform

from nnlab.explore.kit.frame_list import (
    DPI,
    FILE,
    GROUND,
    MARKER,
    MARKERS,
    PATH,
    PICTURE,
    SNAPPED,
    TEXT,
    png,
    written_image,
)
from nnlab.explore.kit.quick_lines import QuickLines
from nnlab.explore.kit.styles import Styles, rgba

# Parts of a page pixel in which places are counted, and the greatest number of them.
PARTS, FURTHEST = 16, 32_000
# From here on a path of right angles alone is not snapped to pixels: Agg's rule.
MANY = 1024
# From matplotlib's codes to kinds of runs; a stop (0) is left out.
KINDS = np.zeros(80, np.uint16)
KINDS[[Path.MOVETO, Path.LINETO, Path.CURVE3, Path.CURVE4, Path.CLOSEPOLY]] = 1, 1, 2, 3, 4
MOST_OF_A_RUN = 8191
# Codes of a path up to which it is quicker to look its runs up than to count them.
SHORT = 100
# Page pixels beyond the figure from where on a marker cannot be seen.
MARGIN = 400
# Things that may have a name before all is forgotten.
MOST_THINGS = 2000


def _runs(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return the runs `(r,)` of a path and its points `(m, 2)`, as `frame_list` describes."""
    codes, vertices = path.codes, path.vertices
    if codes is None:
        codes = np.full(len(vertices), Path.LINETO, np.uint8)
        codes[:1] = Path.MOVETO
    elif len(codes) and codes[-1] == Path.STOP:
        codes, vertices = codes[:-1], vertices[:-1]
    if len(codes) > SHORT and codes.max() <= Path.LINETO:
        begins = np.flatnonzero(codes == Path.MOVETO)
        lengths = np.array([len(codes)]) if len(begins) == 1 else np.diff(begins, append=len(codes))
        if len(lengths) and lengths.max() <= MOST_OF_A_RUN:
            return (8 * lengths).astype(np.uint16), vertices
    runs, stays = _runs_of(codes.tobytes())
    return runs, vertices if stays is None else vertices[stays]


@functools.lru_cache(maxsize=200)
def _runs_of(codes: bytes) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the runs of a path with these codes, and which of its vertices are points, or None for all."""
    codes = np.frombuffer(codes, np.uint8)
    kinds = KINDS[codes]
    begins = codes == Path.MOVETO
    starts = begins.copy()
    starts[1:] |= kinds[1:] != kinds[:-1]
    at = np.flatnonzero(starts)
    lengths = np.diff(at, append=len(codes))
    if len(lengths) and lengths.max() > MOST_OF_A_RUN:
        at = np.unique(
            np.concatenate([np.arange(a, a + n, MOST_OF_A_RUN // 6 * 6) for a, n in zip(at, lengths)])
        )
        lengths = np.diff(at, append=len(codes))
    runs = 8 * lengths + np.where(begins[at], 0, kinds[at])
    closes = kinds == 4
    return runs.astype(np.uint16), ~closes if closes.any() else None


def _without_repeats(runs: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return polylines without points that repeat the last: Agg draws no ends of a line without length."""
    lengths = (runs // 8).astype(int)
    starts = np.cumsum(lengths) - lengths
    stays = np.append(True, (points[1:] != points[:-1]).any(axis=1))
    stays[starts] = True
    if stays.all():
        return runs, points
    return (8 * np.add.reduceat(stays, starts, dtype=np.uint16)).astype(np.uint16), points[stays]


def _is_snapped(wanted: bool | None, path: Path) -> bool:
    """Return whether Agg would put the path's corners in the middle of pixels, or between them."""
    if wanted is not None:
        return bool(wanted)
    codes, (x, y) = path.codes, path.vertices.T
    if len(codes) > MANY or len(set(codes.tolist()) & {Path.CURVE3, Path.CURVE4}):
        return False
    if abs(x[1] - x[0]) >= 1e-4 and abs(y[1] - y[0]) >= 1e-4 and codes[1] == Path.LINETO:
        return False  # which is said soonest of most lines
    leaning = (np.abs(x[1:] - x[:-1]) >= 1e-4) & (np.abs(y[1:] - y[:-1]) >= 1e-4)
    return not (leaning & (codes[1:] == Path.LINETO)).any()


def _mask(letters: RendererAgg, s, prop, angle, ismath, mtext) -> tuple[np.ndarray, int, int]:
    """Return how much of each pixel a text covers, and its first column and row from where it stands."""
    width, height, descent = letters.get_text_width_height_descent(s, prop, ismath)
    size = 2 * int(width + height + descent + 8)
    black = letters.new_gc()
    paper = RendererAgg(size, size, letters.dpi)
    paper.draw_text(black, size // 2, size // 2, s, prop, angle, ismath=ismath, mtext=mtext)
    ink = np.asarray(paper.buffer_rgba())[..., 3]
    down, along = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(down):
        return ink[:0, :0], 0, 0
    part = ink[down[0] : down[-1] + 1, along[0] : along[-1] + 1]
    return part, int(along[0]) - size // 2, int(down[0]) - size // 2


@final
class Recorder(RendererBase):
    """Notes what artists draw on a figure of `width` times `height` pixels at `dpi`."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__()
        self.width, self.height, self.dpi, self.ratio = width, height, dpi, dpi / DPI
        self._scale, self._rows = PARTS / self.ratio, int(height)
        self._margin = MARGIN * self.ratio
        self._lines, self._styles = QuickLines(self), Styles(self)
        self._letters = RendererAgg(1, 1, dpi)  # measures text
        # Names of the things known, by what they are; those not told of yet; where a text's picture stands.
        self._names: dict[tuple, int] = {}
        self._new: dict[tuple[int, int], bytes] = {}
        self._texts: dict[tuple, tuple] = {}
        self._steps: list[bytes] = []
        # Whether the picture drawn next is smooth when enlarged.
        self._smooth = False

    def record(self, artist: Artist, state: tuple = ()) -> bytes:
        """Return the steps that the artist takes; `state` says how its Axes stand."""
        if not artist.get_visible():
            return b""
        if type(artist) is Line2D:
            return self._lines.record(artist, state)
        return b"".join(self.record_slowly(artist))

    def record_slowly(self, artist: Artist) -> list[bytes]:
        """Return the steps that the artist takes, as matplotlib draws it."""
        self._steps, self._smooth = [], getattr(artist, "get_interpolation", str)() == "bilinear"
        artist.draw(self)
        return self._steps

    def picture(self, png: bytes, left: int, top: int) -> bytes:
        """Return the step of a picture file whose upper left corner is there, in pixels of the figure."""
        return self._shown(self._passing(GROUND, png), self._styles.named(), left, top)

    def take_new(self) -> dict[tuple[int, int], bytes]:
        """Return the things that were named since this was asked last."""
        new, self._new = self._new, {}
        return new

    @property
    def is_full(self) -> bool:
        """Whether so many things have names that it is time for another recorder."""
        return len(self._names) > MOST_THINGS

    # -- what matplotlib asks of a renderer -----------------------------------------------------------------

    def draw_path(self, gc, path, transform, rgbFace=None) -> None:
        """Note a path."""
        hatch = gc.get_hatch_path()
        if rgbFace is None and hatch is None and gc.get_snap() is None:
            if step := self.line_step(self._styles.of(gc, None), path, transform):
                self._steps.append(step)
            return
        clip = (0, 0, self.width, self.height) if rgbFace is None and hatch is None else None
        path = path.cleaned(
            transform, remove_nans=True, clip=clip, curves=True, simplify=path.should_simplify
        )
        if len(path.vertices) > 1:
            snapped = _is_snapped(gc.get_snap(), path)
            step, written = SNAPPED if snapped else PATH, self.written(path, snapped=snapped)
            if hatch is not None:  # which lies between the ground and the outline
                if rgbFace is not None:
                    ground = self._styles.of(gc, rgbFace, outlined=False)
                    self._steps.append(struct.pack("<HH", step, ground) + written)
                self._hatch(gc, hatch, path)
                rgbFace = None
            self._steps.append(struct.pack("<HH", step, self._styles.of(gc, rgbFace)) + written)

    def line_step(self, style: int, path: Path, transform: Transform) -> bytes:
        """Return the step of a line without a ground, or nothing."""
        clip = (0, 0, self.width, self.height)  # and two pixels more
        path = path.cleaned(
            transform, remove_nans=True, clip=clip, curves=True, simplify=path.should_simplify
        )
        if len(path.vertices) < 2:
            return b""
        snapped = _is_snapped(None, path)
        return struct.pack("<HH", SNAPPED if snapped else PATH, style) + self.written(path, snapped=snapped)

    def draw_path_collection(self, gc, master_transform, paths, *how, **more) -> None:
        """Note paths; a collection asks first with none of them whether this can be done."""
        if len(paths):
            super().draw_path_collection(gc, master_transform, paths, *how, **more)

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None) -> None:
        """Note a marker and its places."""
        marker = marker_path.cleaned(marker_trans, remove_nans=True, curves=True, simplify=False)
        snapped = _is_snapped(gc.get_snap(), marker)
        name = self.name(MARKER, bytes([snapped, 0]) + self.written(marker, snapped=snapped, rows=0))
        begin = struct.pack("<HHHH", MARKERS, self._styles.of(gc, rgbFace, dashed=False), name, 0)
        places = trans.transform(path.vertices) if path.codes is None else path.cleaned(trans).vertices[:-1]
        self._steps.append(self.marks_step(begin, places))

    def marks_step(self, begin: bytes, places: np.ndarray) -> bytes:
        """Return the step that begins like this, of markers at these pixels of the figure."""
        x, y = places.T
        seen = (x > -self._margin) & (y > -self._margin)  # NaN is nowhere
        seen &= (x < self.width + self._margin) & (y < self.height + self._margin)
        places = places if seen.all() else places[seen]
        return begin + struct.pack("<I", len(places)) + self.parts(self.in_pixels(places)).tobytes()

    def draw_image(self, gc, x, y, im, transform=None) -> None:
        """Note an image, scaled by the page if there is a `transform` (without rotation)."""
        left, low, right, high = x, y, x + im.shape[1], y + im.shape[0]
        if transform is not None:
            (left, low), (right, high) = transform.transform([(0, 0), (1, 1)]) + np.array([x, y])
        kind, content = written_image(im[::-1] if high > low else im, smooth=self._smooth)
        name = self._passing(kind, content) if kind == FILE else self.name(kind, content)
        size = (abs(right - left), abs(high - low))
        self._steps.append(
            self._shown(name, self._styles.of(gc, None), min(left, right), max(low, high), size)
        )

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None) -> None:
        """Note a text as a small picture; the same text is the same picture wherever it stands."""
        colour = rgba(gc, gc.get_rgb())
        key = (s, hash(prop), angle, ismath, colour)
        if key not in self._texts:
            mask, left, down = _mask(self._letters, s, prop, angle, ismath, mtext)
            pixels = np.empty((*mask.shape, 4), np.uint8)
            pixels[..., :3], pixels[..., 3] = [*colour[:3]], np.round(mask * (colour[3] / 255))
            self._texts[key] = self.name(TEXT, png(pixels)) if mask.size else None, left, down
        name, left, down = self._texts[key]
        if name is not None:
            top = round(self.height - y) - down
            self._steps.append(self._shown(name, self._styles.of(gc, None), round(x) + left, top))

    def get_text_width_height_descent(self, s, prop, ismath):
        """Return what Agg would need."""
        return self._letters.get_text_width_height_descent(s, prop, ismath)

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size of the figure."""
        return self.width, self.height

    def points_to_pixels(self, points):
        """Return `points` in pixels of the figure."""
        return points * self.dpi / 72

    def option_scale_image(self) -> bool:
        """Say that images come as they are: the page scales them."""
        return True

    # -- how things are written -----------------------------------------------------------------------------

    def name(self, kind: int, content: bytes) -> int:
        """Return the name of a thing, which the page is told of the first time."""
        name = self._names.get((kind, content))
        if name is None:
            name = self._names[kind, content] = len(self._names)
            self._new[kind, name] = content
        return name

    def _passing(self, kind: int, content: bytes) -> int:
        """Return the name of a thing that is told and not kept: it will not be named again."""
        name = self._names[kind, len(self._names)] = len(self._names)
        self._new[kind, name] = content
        return name

    def written(self, path: Path, *, snapped: bool = False, rows: int | None = None) -> bytes:
        """Return a path, in pixels of the figure, in its written form."""
        runs, points = _runs(path)
        far = FURTHEST / self._scale
        if len(points) and not np.abs(points).max() < far:
            runs, points = _runs(path.clip_to_bbox(Bbox([(-far, -far), (far, far)])))
        points = self.parts(self.in_pixels(points, rows) if snapped else points)
        if snapped and not (runs % 8).any():
            runs, points = _without_repeats(runs, points)
        if len(points) > 1 and not snapped and (points == points[0]).all():
            points[-1, 0] += 1  # a line so short still has its ends, but one without length has none
        return struct.pack("<HHI", len(runs), 0, len(points)) + runs.tobytes() + points.tobytes()

    def in_pixels(self, places: np.ndarray, rows: int | None = None) -> np.ndarray:
        """Return whole pixels: the page would round to them, too, but could not tell which if it is close."""
        rows = self._rows if rows is None else rows
        whole = np.floor(places * (1.0, -1.0) + (0.5, rows + 0.5))  # Agg counts from above
        return whole * (1.0, -1.0) + (0.0, rows)

    def parts(self, places: np.ndarray) -> np.ndarray:
        """Return places in sixteenths of a page pixel."""
        return np.rint(self._scale * places).clip(-FURTHEST, FURTHEST).astype(np.int16)

    def _shown(self, name: int, style: int, left: float, top: float, size=(0.0, 0.0)) -> bytes:
        """Return the step of a picture whose upper left corner is there, in pixels of the figure."""
        return (
            struct.pack("<HHHH", PICTURE, style, name, 0) + self.parts(np.array([left, top, *size])).tobytes()
        )

    def _hatch(self, gc, hatch: Path, shape: Path) -> None:
        """Note the hatch of a shape: tiles of an inch from the upper left corner, drawn within the shape."""
        left, low, right, high = shape.get_extents().extents
        columns = range(max(int(left // self.dpi), 0), int(min(right, self.width) // self.dpi) + 1)
        rows = range(int((self.height - high) // self.dpi), int((self.height - low) // self.dpi) + 1)
        tiles = [
            hatch.transformed(
                Affine2D().scale(self.dpi).translate(column * self.dpi, self.height - (row + 1) * self.dpi)
            )
            for column in columns
            for row in rows
        ]
        if tiles:
            line = rgba(gc, gc.get_hatch_color())
            how = dict(width=gc.get_hatch_linewidth(), line=line, fill=line)
            style = self._styles.named(**how, clip=gc.get_clip_rectangle(), clip_path=shape)
            self._steps += [struct.pack("<HH", PATH, style), self.written(Path.make_compound_path(*tiles))]
