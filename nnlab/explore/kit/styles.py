"""Styles: how a path is drawn, as the page is told of it once; after that it is named.

Few styles are ever asked for, and most of them again in every frame.
"""

import struct
from typing import TYPE_CHECKING, final

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase

from nnlab.explore.kit.frame_list import DPI, STYLE

if TYPE_CHECKING:
    from nnlab.explore.kit.recorder import Recorder

CAPS = {"butt": 0, "round": 1, "projecting": 2}
JOINS = {"miter": 0, "round": 1, "bevel": 2}
# Styles that may be known by what was asked for, before all are written again.
MOST = 500


def rgba(gc: GraphicsContextBase, colour) -> bytes:
    """Return a colour, with the alpha that the graphics context asks for."""
    alpha = gc.get_alpha() if gc.get_forced_alpha() or len(colour) == 3 else colour[3]
    return bytes(round(255 * float(part)) for part in (*colour[:3], alpha))


@final
class Styles:
    """Names the styles of what `recorder` notes, and knows which were asked for."""

    def __init__(self, recorder: "Recorder") -> None:
        self._recorder = recorder
        self._known: dict[tuple, int] = {}

    def of(self, gc: GraphicsContextBase, face, *, dashed: bool = True, outlined: bool = True) -> int:
        """Return the name of the style of a graphics context, for a `face` of that colour or none."""
        offset, dashes = gc.get_dashes() if dashed else (0, None)
        clip, (clip_path, affine) = gc.get_clip_rectangle(), gc.get_clip_path()
        how = dict(
            width=gc.get_linewidth() if outlined else 0.0,
            cap=gc.get_capstyle(),
            join=gc.get_joinstyle(),
            dashes=() if dashes is None else tuple(dashes),
            offset=offset or 0,
        )
        colours = tuple(gc.get_rgb()), None if face is None else tuple(face)
        alpha = gc.get_alpha(), gc.get_forced_alpha()
        asked = *how.values(), *colours, *alpha, None if clip is None else clip.get_points().tobytes()
        if clip_path is None and asked in self._known:
            return self._known[asked]
        if clip_path is not None:
            clip_path = clip_path.cleaned(affine, curves=True, simplify=False)
        line, fill = rgba(gc, gc.get_rgb()), None if face is None else rgba(gc, face)
        name = self.named(**how, line=line, fill=fill, clip=clip, clip_path=clip_path)
        if clip_path is None:
            self._known = self._known if len(self._known) < MOST else {}
            self._known[asked] = name
        return name

    def named(
        self, *, width=0.0, line=bytes(4), fill=None, cap="butt", join="miter", dashes=(), offset=0.0,
        clip=None, clip_path=None,
    ) -> int:  # fmt: skip
        """Return the name of a style: widths in points, colours as bytes, clips in pixels of the figure."""
        point, recorder = DPI / 72, self._recorder
        flags = (width > 0 and line[3] > 0) | 2 * (fill is not None) | 4 * (clip is not None)
        corners = np.zeros((2, 2)) if clip is None else recorder.in_pixels(clip.get_points())
        box = recorder.parts(corners).ravel().tolist()
        content = struct.pack("<ff4h", width * point, offset * point, *box)
        content += bytes([flags | 8 * (clip_path is not None), CAPS[cap], JOINS[join], len(dashes)])
        content += line + (fill or bytes(4)) + struct.pack(f"<{len(dashes)}f", *(point * d for d in dashes))
        return recorder.name(STYLE, content + (recorder.written(clip_path) if clip_path is not None else b""))
