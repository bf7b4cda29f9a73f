"""Samples that the reader adds, moves and takes away, by pointer or by keyboard, and can have back."""

from collections.abc import Callable
from typing import final

import numpy as np
from matplotlib.axes import Axes

from nnlab.data import Curve, Data, hold_out
from nnlab.explore.kit.handles import ARROWS, REACH, nearest, reach_of
from nnlab.explore.kit.stage import Pointer

HINT = (
    "Click: add a sample (with Shift, of the other class). Drag: move it. Alt-click or right-click: remove "
    "it. By keyboard, on the picture: arrows and Enter add, Delete removes, Ctrl+Z undoes"
)
CURVE_HINT = (
    "Click: add a sample. Drag: move it. Alt-click or right-click: remove it. By keyboard, on the picture: "
    "arrows and Enter add, Delete removes, Ctrl+Z undoes"
)
UNDOS = 100
DRAWN = 1000  # samples that are drawn at most: more marks would only cover one another, and cost time
ROOM = 0.12  # around samples of classes, as a part of their range
CURVE_ROOM = (0.15, 0.25)  # around samples of a curve: what it does next to them is seen, too
SQUARE = ((-3.0, 3.0), (-3.0, 3.0))  # the plane without any samples yet


class Places:
    """Abstract: places `X (n, 2)` on `axes`, each `held (n,)` out or not; the reader changes them.

    `cursor` is the keyboard's cross, `past` what can be undone; `remembered` is called whenever one
    more change can be, so that others can be undone in between. `drawn (n,)` says which samples a picture
    shows: of more than `DRAWN` only so many, chosen by chance and always the same, and those that the
    reader adds. What is not drawn is used and counted all the same; `thinned` says so in a
    sentence, which is empty where all are drawn.

    A subclass whose samples have more than a place names it in `ARRAYS`, says in `_more` what a fresh
    sample gets, and is `put` with it.
    """

    ARRAYS: tuple[str, ...] = ("X", "held", "_drawn")  # a row or a number for each sample

    def __init__(self, axes: Axes, remembered: Callable[[], None] = lambda: None) -> None:
        self.axes, self.remembered = axes, remembered
        self.put(np.empty((0, 2)))

    def put(self, X: np.ndarray, limits=SQUARE) -> None:
        """Start over with places `X (n, 2)`, on a picture with these `limits`."""
        self.X, self.limits = np.array(X, float), limits
        self.held = np.zeros(len(X), bool)
        self._drawn = _some(len(X))
        self.past: list[tuple] = []
        self.cursor: np.ndarray | None = None
        self._in_hand: int | None = None  # the sample under the pointer that is down
        self._dragged = False  # whether its first place is remembered already

    def kept(self) -> tuple:
        """Return all samples as they are, to be brought back after others were shown."""
        return self.limits, tuple(getattr(self, name).copy() for name in self.ARRAYS if name != "_drawn")

    def bring_back(self, kept: tuple) -> None:
        """Start over with what was `kept()`."""
        limits, arrays = kept
        self.put(arrays[0], limits)
        for name, array in zip((name for name in self.ARRAYS if name != "_drawn"), arrays):
            setattr(self, name, array.copy())

    def hold_out(self, fraction: float, *, rng: np.random.Generator) -> None:
        """Choose the samples that are held out, at random."""
        self.held = np.zeros(len(self.X), bool)
        if len(self.X):
            self.held[hold_out(len(self.X), fraction, rng=rng)[1]] = True

    @property
    def drawn(self) -> np.ndarray:
        """Which samples `(n,)` a picture shows."""
        if len(self._drawn) != len(self.X):  # others were put in their place
            self._drawn = _some(len(self.X))
        return self._drawn

    @property
    def thinned(self) -> str:
        """The sentence that says how many samples are not drawn, if any."""
        drawn, n = self.drawn.sum(), len(self.X)
        return f"Of {n:,} samples {drawn:,} are drawn, and all are counted." if drawn < n else ""

    def _more(self, shift: bool) -> dict:
        """Return what a sample that the reader adds has besides its place."""
        return {}

    def add(self, place: np.ndarray, **more) -> None:
        """Add a sample at `place (2,)`."""
        self._remember()
        self._drawn, self.held = np.append(self.drawn, True), np.append(self.held, False)
        self.X = np.vstack([self.X, place])
        for name, value in more.items():
            setattr(self, name, np.append(getattr(self, name), value))

    def remove(self, sample: int) -> None:
        """Take away the sample of that number."""
        self._keep(np.arange(len(self.X)) != sample)

    def clear(self) -> bool:
        """Take all samples away; return False if there are none."""
        if not len(self.X):
            return False
        self._keep(np.zeros(len(self.X), bool))
        return True

    def undo(self) -> bool:
        """Take the last change back; return False if there is none."""
        if not self.past:
            return False
        self._set(self.past.pop())
        self._in_hand = None
        return True

    def _arrays(self) -> tuple:
        _ = self.drawn  # as many as there are samples
        return tuple(getattr(self, name) for name in self.ARRAYS)

    def _set(self, arrays: tuple) -> None:
        for name, array in zip(self.ARRAYS, arrays):
            setattr(self, name, array)

    def _keep(self, which: np.ndarray) -> None:
        self._remember()
        self._in_hand = None
        self._set(tuple(array[which] for array in self._arrays()))

    def _remember(self) -> None:
        self.past = [*self.past[1 - UNDOS :], tuple(array.copy() for array in self._arrays())]
        self.remembered()

    def _near(self, place: np.ndarray, reach: float = REACH) -> int | None:
        """Return the sample drawn within `reach` page pixels of `place (2,)`, in data coordinates."""
        seen = np.flatnonzero(self.drawn)
        found = nearest(self.axes, self.X[seen], place, reach)
        return None if found is None else int(seen[found])

    def pointed(self, pointer: Pointer) -> bool:
        """Add, move or remove a sample; return whether the samples changed."""
        if pointer.axes is not self.axes:
            return False
        place, self.cursor = np.array([pointer.x, pointer.y]), None
        if pointer.kind == "drag" and self._in_hand is not None:
            if not self._dragged:
                self._remember()
                self._dragged = True
            self.X[self._in_hand] = place
            return True
        if pointer.kind != "press":
            self._in_hand = None
            return False
        sample = self._near(place, reach_of(pointer))
        if pointer.alt or pointer.button == 2:
            if sample is not None:
                self.remove(sample)
            return sample is not None
        if sample is None:
            self.add(place, **self._more(pointer.shift))
            # Undo takes it away, wherever it was dragged.
            self._in_hand, self._dragged = len(self.X) - 1, True
            return True
        self._in_hand, self._dragged = sample, False
        return False

    def typed(self, key: str, shift: bool) -> bool:
        """Do the same by keyboard; return whether the samples changed."""
        (left, right), (bottom, top) = self.limits
        low, high = np.array([left, bottom]), np.array([right, top])
        if key in ARROWS:
            cursor = (low + high) / 2 if self.cursor is None else self.cursor
            way = np.array(ARROWS[key]) * (high - low) / (80 if shift else 20)
            self.cursor = np.clip(cursor + way, low, high)
        elif key == "Escape":
            self.cursor = None
        elif key == "undo":
            return self.undo()
        elif self.cursor is not None and key == "Enter":
            self.add(self.cursor, **self._more(shift))
            return True
        elif self.cursor is not None and key in ("Delete", "Backspace"):
            sample = self._near(self.cursor)
            if sample is not None:
                self.remove(sample)
            return sample is not None
        return False


@final
class CurvePoints(Places):
    """Samples of a curve: places `(x, y)`."""

    def take(self, curve: Curve | None, room=CURVE_ROOM, limits=None) -> None:
        """Start over with the samples of a curve, or none, with `room` around or these `limits`."""
        X = np.empty((0, 2)) if curve is None else np.column_stack([curve.x, curve.y])
        self.put(X, limits or (around(X, room) if len(X) else SQUARE))


@final
class Points(Places):
    """Samples of two classes: places `X (n, 2)` with classes `y (n,)`; `adds` is what a click adds."""

    ARRAYS = ("X", "y", "held", "_drawn")

    def __init__(self, axes: Axes, remembered: Callable[[], None] = lambda: None) -> None:
        self.adds = 1
        super().__init__(axes, remembered)

    def put(self, X: np.ndarray, limits=SQUARE) -> None:
        """Start over with places `X (n, 2)`, all of class 0."""
        super().put(X, limits)
        self.y = np.zeros(len(X), int)

    def take(self, data: Data | None, room=ROOM, limits=None) -> None:
        """Start over with the first two features of `data`, or none, as `CurvePoints` do."""
        X = np.empty((0, 2)) if data is None else data.X[:, :2]
        self.put(X, limits or (around(X, room) if len(X) else SQUARE))
        if data is not None:
            self.y = data.y.copy()

    def _more(self, shift: bool) -> dict:
        return dict(y=1 - self.adds if shift else self.adds)


def around(X: np.ndarray, room) -> tuple:
    """Return limits that show all places `X (n, 2)`, with that part of their range as room."""
    low, high = X.min(axis=0), X.max(axis=0)
    free = np.multiply(room, np.where(high > low, high - low, 1.0))
    return tuple(zip((low - free).tolist(), (high + free).tolist()))


def _some(n: int) -> np.ndarray:
    """Return which of n samples `(n,)` are drawn: all, or `DRAWN` of them, chosen blindly."""
    drawn = np.zeros(n, bool)
    drawn[np.random.default_rng(0).permutation(n)[:DRAWN]] = True
    return drawn
