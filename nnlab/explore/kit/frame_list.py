"""A frame as a list of drawing steps: how it is written down, for the page or for a file.

What moves is sent as what there is to draw, which the page does itself (`replay.js`). A list is the same for
every size and pixel ratio of the page, and so short that sixty a second are little to send.

Written down, a frame is bytes, in which all numbers are little-endian:

    head      "NNLB", u8 version 1, u8 whether all that was named before is forgotten, u16 0,
              f32 pixel ratio for which pictures were drawn
    records   u16 kind, u16 name, u32 length in bytes, then so many bytes and up to 3 of nothing, so that
              each begins at a multiple of 4

A name means what the last record of that name said, in this frame or one before: the file of a film is its
frames one after the other (each after a u32 with its length), the first of which forgets all.
Things have one set of names, artists another. Kinds of records:

    1 style    f32 width of the line, f32 where its dashes begin, 4 i16 clip (left, low, right, high), u8
               flags (1 line, 2 fill, 4 clip), u8 cap (butt, round, square), u8 join (miter, round, bevel),
               u8 number of dashes, RGBA of the line, RGBA of the fill, f32 each dash and gap; then a path to
               clip by, if 8 is in the flags
    2 marker   u8 whether it is snapped, u8 0, then a path around (0, 0)
    3 text     the PNG file of a small picture
    4 indexed  u16 width, u16 height, u8 whether it is smooth when enlarged, u8 0, u16 number of colours, RGBA
               of each, u8 each pixel
    5 pixels   as 4, the number of colours is 0 and each pixel RGBA
    6 ground   the PNG file of a picture that will not be named again, once something else stands in its place
    7 file     u8 whether it is smooth when enlarged, u8 0, then the PNG file of an image, which like 6 will
               not be named again
    16 artist  steps
    17 order   u16 names of the artists in drawing order

A path is u16 number of runs, u16 0, u32 number of points, the runs, the points (2 i16 each). A run is u16: 8
times its number of points, plus 0 for a new polyline, 1 for lines that go on, 2 for quadratic and 3 for cubic
curves; 4 closes the polyline, and takes no points. Places are sixteenths of a page pixel, from the picture's
lower left corner. The steps of an artist:

    u16 1 path (or 257: snapped to pixels), u16 style, the path
    u16 2 markers, u16 style, u16 marker, u16 0, u32 number of places, the places
    u16 3 picture, u16 style (for its clip), u16 picture, u16 0, i16 left, i16 top, i16 width, i16 height;
          with width 0 one of its pixels is one of the screen
"""

import io
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import final

import numpy as np
from PIL import Image

STYLE, MARKER, TEXT, INDEXED, PIXELS, GROUND, FILE, ARTIST, ORDER = 1, 2, 3, 4, 5, 6, 7, 16, 17
PATH, SNAPPED, MARKERS, PICTURE = 1, 257, 2, 3
# Bytes of an image from which on it goes as a file: packing takes time, too.
LARGE = 6000


def png(pixels: np.ndarray, *, alpha: bool = True) -> bytes:
    """Return `(rows, columns, 4)` bytes as a PNG file, with alpha or without."""
    pixels, file = np.ascontiguousarray(pixels), io.BytesIO()
    mode = "RGBA" if alpha else "RGBX"
    image = Image.frombuffer(mode, pixels.shape[1::-1], pixels, "raw", mode, 0, 1)  # without a copy
    image = image if alpha else image.convert("RGB")
    image.save(file, "PNG", compress_level=6 if alpha else 1)
    return file.getvalue()


def written_image(pixels: np.ndarray, *, smooth: bool) -> tuple[int, bytes]:
    """Return the kind and the content of an image, `(rows, columns, 4)` bytes: a file, if it is large."""
    rows, columns = pixels.shape[:2]
    pixels = np.ascontiguousarray(pixels)
    colours, indices = np.unique(pixels.view(np.uint32), return_inverse=True)
    if len(colours) <= 256:
        kind, mode, pixels = INDEXED, "P", indices.astype(np.uint8).reshape(rows, columns)
        palette = colours.astype("<u4").tobytes()
    else:
        kind, mode, palette = PIXELS, "RGBA", b""
    if pixels.nbytes <= LARGE:
        head = struct.pack("<HHBBH", columns, rows, smooth, 0, len(palette) // 4)
        return kind, head + palette + pixels.tobytes()
    image, file = Image.frombuffer(mode, (columns, rows), pixels, "raw", mode, 0, 1), io.BytesIO()
    if palette:
        image.putpalette(palette, "RGBA")
    image.save(file, "PNG", compress_level=1)
    return FILE, bytes([smooth, 0]) + file.getvalue()


@final
@dataclass
class Frame:
    """A picture as a list: what is `defined` anew, by (kind, name), and the artists' names in their `order`.

    A `fresh` one forgets all that was named before.
    """

    fresh: bool
    ratio: float
    defined: dict[tuple[int, int], bytes] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)

    def after(self, dropped: Iterable["Frame"]) -> "Frame":
        """Return this frame for a page that never hears of those `dropped` just before it."""
        defined, fresh = {}, self.fresh
        if not self.fresh:
            for frame in dropped:
                defined = frame.defined if frame.fresh else defined | frame.defined
                fresh |= frame.fresh
        return Frame(fresh, self.ratio, defined | self.defined, self.order)

    def to_bytes(self) -> bytes:
        """Return the frame written down, in the form described above."""
        parts = [struct.pack("<4sBBHf", b"NNLB", 1, self.fresh, 0, self.ratio)]
        order = np.array(self.order, np.uint16).tobytes()
        for (kind, name), content in [*self.defined.items(), ((ORDER, 0), order)]:
            parts += [struct.pack("<HHI", kind, name, len(content)), content, bytes(-len(content) % 4)]
        return b"".join(parts)
