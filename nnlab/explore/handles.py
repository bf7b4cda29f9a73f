"""Handles: what the reader drags in a picture, by pointer or by keyboard, and that is no sample."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from nnlab.boundary import signed_distance
from nnlab.explore.stage import DPI, Pointer
from nnlab.pictures import Normal

REACH = 12  # page pixels within which the pointer takes hold of something
EDGE = 0.49  # how far from the picture's middle an arrow may reach, as a part of its width and height
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}


def page_pixels(axes: Axes, X: np.ndarray) -> np.ndarray:
    """Where places ``X (n, 2)`` of ``axes`` stand on the page, ``(n, 2)``, in its pixels at ratio 1."""
    return axes.transData.transform(X) * (DPI / axes.figure.dpi)


def nearest(axes: Axes, X: np.ndarray, place: np.ndarray) -> int | None:
    """The number of that one of ``X (n, 2)`` which is nearest to ``place (2,)``, if it is within reach."""
    if not len(X):
        return None
    far = np.linalg.norm(page_pixels(axes, X) - page_pixels(axes, place), axis=1)
    found = int(np.argmin(far))
    return found if far[found] <= REACH else None


def nearest_on_path(axes: Axes, path: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, float]:
    """The place ``(2,)`` on a ``path (m, 2)`` nearest to ``place (2,)``, and how many page pixels away it is.

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
    """The handle ``name`` is to go to ``place (2,)``; of a line, the spot of it that is held is to go there.

    ``begins`` is true for the first pull since the reader took hold of it: what was before can then be kept.
    """

    name: str
    place: np.ndarray
    begins: bool


class Handles:
    """Named spots and lines on ``axes``; whoever has them moves them as a ``Pull`` says, or declines.

    ``chosen`` is the one that the keys move: the one held last, or the next after Enter.
    """

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self.chosen: str | None = None
        self._paths: dict[str, np.ndarray] = {}
        self._held: tuple | None = None  # its name, and from the pointer to the spot that is held
        self._begins = False

    def place(self, **paths: np.ndarray) -> None:
        """Says where all handles are now: spots ``(2,)`` and lines ``(m, 2)``. Spots are taken first."""
        self._paths = {name: np.atleast_2d(np.asarray(path, float)) for name, path in paths.items()}
        if self.chosen not in self._paths:
            self.chosen = None
        if self._held is not None and self._held[0] not in self._paths:
            self._held = None

    def under(self, place: np.ndarray) -> str | None:
        """The handle within reach of ``place (2,)``."""
        found = self._find(np.asarray(place, float))
        return found[0] if found else None

    def _find(self, place: np.ndarray) -> tuple[str, np.ndarray] | None:
        within = []
        for name, path in self._paths.items():
            spot, far = nearest_on_path(self.axes, path, place)
            if far <= REACH:
                within.append((len(path) > 1, far, name, spot))
        return min(within, key=lambda found: found[:2])[2:] if within else None

    def pointed(self, pointer: Pointer) -> Pull | None:
        """Takes hold at a press, and says where to go at each drag."""
        if pointer.axes is not self.axes or pointer.kind in ("move", "leave"):
            return None
        place = np.array([pointer.x, pointer.y])
        if pointer.kind == "drag":
            return self._pull(self._held[0], place + self._held[1]) if self._held is not None else None
        self._held = None
        if pointer.kind == "press" and (found := self._find(place)):
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
        """Arrows move the chosen handle (with Shift less far), Enter chooses the next."""
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


class HandLine:
    """The boundary of a neuron with weights ``w (3,)``, as a line that the reader shifts and turns.

    It moves the ``normal`` that it is given, and owns two handles: ``name`` (the line) and ``name + " w"``
    (the arrow's tip). ``foot (2,)`` is where the arrow stands, ``unit`` how long a weight of 1 is drawn.
    It stands where it finds ``room`` to become so many times as long.
    """

    def __init__(self, normal: Normal, name: str = "line", *, room: float = 2.1) -> None:
        self.room = room
        self.normal, self.ax, self.name, self.tip_name = normal, normal.ax, name, f"{name} w"
        self.forget()

    def forget(self) -> None:
        """Other limits or samples: the arrow stands wherever it is best seen."""
        self.foot: np.ndarray | None = None
        self.unit = 1.0
        self._anchor: np.ndarray | None = None  # the foot, before weights of two digits shifted the line

    def lay(
        self,
        w: np.ndarray,
        *,
        chosen: str | None = None,
        held: bool = False,
        avoid: np.ndarray | None = None,
    ) -> dict[str, np.ndarray]:
        """Draws the line of ``w``, and says where its handles are. Without w1 and w2 there are none.

        The arrow stays where it stands on the line. If it would leave the picture, it goes where there is
        room to make it longer, and where it covers the places ``avoid (m, 2)`` least. But not while the
        reader has ``held`` it: the pointer would then mean another direction, and another length.
        """
        length = np.linalg.norm(w[:2])
        if length == 0:
            self.forget()
            self.normal.update(None, None)
            return {}
        low, high = np.array([self.ax.get_xlim(), self.ax.get_ylim()]).T
        held = held and self.foot is not None
        if not held:  # w is drawn to scale, up to a length of 2.4: two fifths of the picture's height
            self.unit = (high - low)[1] / 6 * min(1.0, 2.4 / length)
        middle, across = (low + high) / 2, w[:2] / length
        foot = self._on_line(w, middle if self.foot is None else self._anchor if held else self.foot)
        arrow = np.array([foot, foot + self.unit * w[:2]])
        if not held and (self.foot is None or not self._inside(arrow, low, high, EDGE).all()):
            along = (
                np.linspace(-0.7, 0.7, 29)[:, None] * (high - low).max() * np.array([across[1], -across[0]])
            )
            feet = self._on_line(w, middle) + along
            feet = feet[
                np.argsort(np.linalg.norm(feet - middle, axis=1))
            ]  # in the middle, if all are as good
            foot = feet[np.argmax(self._merit(feet, self.unit * w[:2], low, high, avoid))]
        self.foot, tip = foot, foot + self.unit * w[:2]
        self._anchor = self._anchor if held else foot
        self.normal.update(foot, tip, chosen={self.name: "line", self.tip_name: "tip"}.get(chosen, ""))
        return {self.name: self.normal.ends(foot, across), self.tip_name: tip}

    def _inside(self, X: np.ndarray, low: np.ndarray, high: np.ndarray, edge: float = 0.46) -> np.ndarray:
        return (np.abs(X - (low + high) / 2) < edge * (high - low)).all(axis=-1)

    def _merit(self, feet, arrow, low, high, avoid) -> np.ndarray:
        """How good a place each of ``feet (k, 2)`` is.

        There should be room in the picture, and the arrow should cover no places to avoid.
        """
        longer = np.linspace(0, self.room, 7)[:, None]
        merit = 2.0 * self._inside(feet[:, None, :] + longer * arrow, low, high).sum(axis=1)
        if avoid is not None and len(avoid):
            spots = feet[:, None, :] + np.array([0, 0.5, 1, 1.3])[:, None] * arrow  # (k, 4, 2)
            far = np.linalg.norm(spots[:, :, None, :] - avoid, axis=-1).min(axis=(1, 2))
            merit += 2 * np.minimum(far / (0.12 * (high - low)[1]), 1)
        return merit

    def _on_line(self, w: np.ndarray, place: np.ndarray) -> np.ndarray:
        return place - signed_distance(w, place[None])[0] * w[:2] / np.linalg.norm(w[:2])

    def pulled(self, pull: Pull, w: np.ndarray) -> np.ndarray:
        """The weights after a pull at one of the two handles, to two digits behind the point."""
        w = w.copy()
        if pull.name == self.tip_name:
            arrow = np.round(self._clamped(pull.place) / self.unit, 2)
            if not arrow.any():
                return w  # an arrow of no length has no direction
            w[:2], w[2] = arrow, -arrow @ self._anchor  # it turns about the arrow's foot
        else:
            w[2] = -w[:2] @ pull.place
        return np.round(w, 2) + 0.0  # no -0

    def _clamped(self, place: np.ndarray) -> np.ndarray:
        """The arrow to ``place (2,)``, cut off where it would leave the picture."""
        arrow = place - self._anchor
        low, high = np.sort([self.ax.get_xlim(), self.ax.get_ylim()], axis=1).T
        half = 0.99 * EDGE * (high - low)
        ends = (low + high) / 2 + np.sign(arrow) * half  # where it would leave, across and upwards
        with np.errstate(divide="ignore", invalid="ignore"):
            room = np.where(arrow != 0, (ends - self._anchor) / arrow, np.inf).min()
        return arrow * np.clip(room, 0, 1) if room > 0 else arrow
