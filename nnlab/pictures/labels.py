"""Many small labels in one picture: none covers another, and all are drawn as one artist."""

from functools import lru_cache
from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

DPI = 100  # page pixels per inch
PIXELS = DPI / 72  # page pixels per point


@lru_cache(maxsize=8192)
def _outline(text: str, bold: bool) -> Path:
    """Return the outline of a text of size 1, with its middle at (0, 0)."""
    path = TextPath((0, 0), text, size=100, prop=FontProperties(weight="bold" if bold else "normal"))
    left, right = path.vertices[:, 0].min(), path.vertices[:, 0].max()
    return Path(path.vertices / 100 - [(left + right) / 200, 0.365], path.codes)  # digits are 0.73 high


@final
class Labels:
    """Short texts as one artist, which is many times faster than an artist for each.

    The Axes' data coordinates must be page pixels, or with `over` those of the figure count, from its lower
    left corner. `told` holds the texts by their keys.
    """

    def __init__(self, ax: Axes, *, over: bool = False) -> None:
        self.artist = PathCollection([], linewidths=0)
        if over:
            self.artist.set_transform(Affine2D().scale(1 / DPI) + ax.figure.dpi_scale_trans)
        ax.add_collection(self.artist, autolim=False)
        self.told: dict = {}

    def update(self, labels: dict) -> None:
        """Set the labels by their keys, each a tuple (text, x, y, size in points, colour, bold)."""
        self.told = {key: label[0] for key, label in labels.items()}
        paths, colours = [], []
        for text, x, y, size, colour, bold in labels.values():
            if text:
                outline = _outline(text, bold)
                paths.append(Path(outline.vertices * (size * PIXELS) + (x, y), outline.codes))
                colours.append(colour)
        self.artist.set_paths(paths)
        self.artist.set_facecolor(colours or "none")


def half_width(text: str, scale: float = 1.0) -> float:
    """Return roughly half the width of a number on its card, in page pixels."""
    return scale * 5.1 * len(text) + 3


def spread(
    segments: np.ndarray, gaps: np.ndarray, taken: np.ndarray, size: np.ndarray, row: float
) -> np.ndarray:
    """Return a place on each of `segments (m, 2, 2)` for a label of `size`, so that none covers another.

    A label has two rows, `row` apart; the places `(m, 2)` are for the middles of the upper rows.

    Every label tries places along its edge and takes the best one, again and again: a place without another
    label or one of the boxes `taken (q, 4)` (middle and size), with few edges of the same gap passing by
    (`gaps (m,)` says which gap each edge crosses), and near the middle. Of several starts, the one that
    ends best is taken.
    """
    return _spread(*(array.tobytes() for array in (segments, gaps.astype(float), taken, size)), row)


@lru_cache(maxsize=32)  # it takes up to a tenth of a second, and networks are drawn again and again
def _spread(segments: bytes, gaps: bytes, taken: bytes, size: bytes, row: float) -> np.ndarray:
    segments, gaps = np.frombuffer(segments).reshape(-1, 2, 2), np.frombuffer(gaps)
    taken, size = np.frombuffer(taken).reshape(-1, 4), np.frombuffer(size)
    along, everyone = np.linspace(0.1, 0.9, 41), np.arange(len(segments))
    paths = segments[:, None, 0] + along[:, None] * (segments[:, 1] - segments[:, 0])[:, None]  # (m, 41, 2)
    middles = paths - [0, row / 2]  # of the label: its upper number lies on the edge
    calm = 12 * np.tile(np.abs(along - 0.5) ** 2, (len(segments), 1))
    rivals = [np.flatnonzero((gaps == gaps[e]) & (everyone != e)) for e in everyone]
    for e, places in enumerate(middles):
        passing = paths[rivals[e]].reshape(-1, 2)
        calm[e] += 0.5 * (np.abs(passing[:, None] - places) < size / 2).all(axis=2).sum(axis=0)
        room = (size + taken[:, None, 2:]) / 2 - np.abs(taken[:, None, :2] - places)
        calm[e] += 0.3 * np.prod(np.maximum(room, 0), axis=2).sum(axis=0)

    def cost(e, at):
        free = size + 3 - np.abs(paths[e][:, None] - paths[rivals[e], at[rivals[e]]])  # (41, rivals, 2)
        return calm[e] + 0.2 * np.prod(np.maximum(free, 0), axis=2).sum(axis=1)

    best, least = None, np.inf
    for beginning in range(6):
        at = np.argmin(calm, axis=1) if beginning == 0 else 5 + 7 * beginning * everyone % 31
        for _ in range(12):
            before = at.copy()
            for e in everyone:
                at[e] = np.argmin(cost(e, at))
            if np.array_equal(at, before):
                break
        total = sum(cost(e, at)[at[e]] for e in everyone)
        if total < least:
            best, least = at, total
    places = paths[everyone, best]
    places.setflags(write=False)
    return places
