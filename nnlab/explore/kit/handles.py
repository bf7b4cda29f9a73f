"""Handles: what the reader drags in a picture, by pointer or by keyboard, and that is no sample."""

from dataclasses import dataclass
from typing import final

import numpy as np
from matplotlib.axes import Axes

from nnlab.explore.kit.canvas import DPI
from nnlab.explore.kit.stage import Pointer

REACH, FINGERS_REACH = 12, 24  # page pixels within which the pointer takes hold of something
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}


def reach_of(pointer: Pointer) -> int:
    """Return within how many page pixels this pointer takes hold: a finger hides what it aims at."""
    return FINGERS_REACH if pointer.touch else REACH


def page_pixels(axes: Axes, X: np.ndarray) -> np.ndarray:
    """Return where places `X (n, 2)` of `axes` stand on the page, `(n, 2)`, in its pixels at ratio 1."""
    return axes.transData.transform(X) * (DPI / axes.figure.dpi)


def nearest(axes: Axes, X: np.ndarray, place: np.ndarray, reach: float = REACH) -> int | None:
    """Return the number of that one of `X (n, 2)` nearest to `place (2,)`; None if none is within `reach`."""
    if not len(X):
        return None
    far = np.linalg.norm(page_pixels(axes, X) - page_pixels(axes, place), axis=1)
    found = int(np.argmin(far))
    return found if far[found] <= reach else None


def nearest_on_path(axes: Axes, path: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the place `(2,)` on a `path (m, 2)` nearest to `place (2,)`, and its distance in page pixels.

    Rows of NaN are gaps in the path, as in a line of matplotlib. A path of one place is that place.
    """
    starts, ends = (path[:-1], path[1:]) if len(path) > 1 else (path, path)
    whole = np.isfinite(starts).all(axis=1) & np.isfinite(ends).all(axis=1)
    starts, ends = starts[whole], ends[whole]
    if not len(starts):
        return np.full(2, np.nan), np.inf
    a, b, p = page_pixels(axes, starts), page_pixels(axes, ends), page_pixels(axes, place)
    along = np.sum((p - a) * (b - a), axis=1) / np.maximum(np.sum((b - a) ** 2, axis=1), 1e-12)
    along = np.clip(along, 0, 1)[:, None]  # 0 at the start of a piece, 1 at its end
    far = np.linalg.norm(a + along * (b - a) - p, axis=1)
    i = int(np.argmin(far))
    return starts[i] + along[i] * (ends[i] - starts[i]), float(far[i])


@dataclass(frozen=True, eq=False)
class Pull:
    """The handle `name` is to go to `place (2,)`; of a line, the spot of it that is held is to go there.

    `begins` is true for the first pull since the reader took hold of it: what was before can then be kept.
    """

    name: str
    place: np.ndarray
    begins: bool


@final
class Handles:
    """Named spots and lines on `axes`; whoever has them moves them as a `Pull` says, or declines.

    `chosen` is the one that the keys move: the one held last, or the next after Enter.
    """

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self.chosen: str | None = None
        self._paths: dict[str, np.ndarray] = {}
        self._held: tuple | None = None  # its name, and from the pointer to the spot that is held
        self._begins = False

    def place(self, **paths: np.ndarray) -> None:
        """Say where all handles are now: spots `(2,)` and lines `(m, 2)`. Spots are taken first."""
        self._paths = {name: np.atleast_2d(np.asarray(path, float)) for name, path in paths.items()}
        if self.chosen not in self._paths:
            self.chosen = None
        if self._held is not None and self._held[0] not in self._paths:
            self._held = None

    def under(self, place: np.ndarray) -> str | None:
        """Return the handle within reach of `place (2,)`, or None."""
        found = self._find(np.asarray(place, float))
        return found[0] if found else None

    def _find(self, place: np.ndarray, reach: float = REACH) -> tuple[str, np.ndarray] | None:
        within = []
        for name, path in self._paths.items():
            spot, far = nearest_on_path(self.axes, path, place)
            if far <= reach:
                within.append((len(path) > 1, far, name, spot))
        return min(within, key=lambda found: found[:2])[2:] if within else None

    def pointed(self, pointer: Pointer) -> Pull | None:
        """Take hold at a press, and return where to go at each drag."""
        if pointer.axes is not self.axes or pointer.kind in ("move", "leave"):
            return None
        place = np.array([pointer.x, pointer.y])
        if pointer.kind == "drag":
            return self._pull(self._held[0], place + self._held[1]) if self._held is not None else None
        self._held = None
        if pointer.kind == "press" and (found := self._find(place, reach_of(pointer))):
            self._held = found[0], found[1] - place
            self.chosen, self._begins = found[0], True
        return None

    @property
    def held(self) -> str | None:
        """The handle that the pointer holds."""
        return self._held[0] if self._held is not None else None

    @property
    def last(self) -> bool:
        """Whether the chosen handle is the last one, so that Enter would begin again with the first."""
        return self.chosen is not None and self.chosen == list(self._paths)[-1]

    def typed(self, key: str, shift: bool) -> Pull | None:
        """Let arrows move the chosen handle (with Shift less far), and Enter choose the next."""
        names = list(self._paths)
        if key not in (*ARROWS, "Enter") or not names:
            return None
        if key == "Enter":
            self.chosen = names[(names.index(self.chosen) + 1) % len(names)] if self.chosen else names[0]
            self._begins = True
            return None
        if self.chosen is None:
            self.chosen, self._begins = names[0], True
        path = self._paths[self.chosen]
        low, high = np.sort([self.axes.get_xlim(), self.axes.get_ylim()], axis=1).T
        spot, _ = nearest_on_path(self.axes, path, (low + high) / 2)
        if not np.isfinite(spot).all():
            return None
        way = np.array(ARROWS[key]) * (high - low).min() / (200 if shift else 40)
        return self._pull(self.chosen, spot + way)

    def _pull(self, name: str, place: np.ndarray) -> Pull:
        begins, self._begins = self._begins, False
        return Pull(name, place, begins)
