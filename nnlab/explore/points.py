"""Samples that the reader adds, moves and takes away, by pointer or by keyboard, and can have back."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes

from nnlab.data import Data, hold_out
from nnlab.explore.handles import ARROWS, nearest
from nnlab.explore.stage import Pointer

HINT = (
    "Click: add a sample (with Shift, of the other class). Drag: move it. Alt-click or right-click: remove "
    "it. By keyboard, on the picture: arrows and Enter add, Delete removes, Ctrl+Z undoes"
)
UNDOS = 100
DRAWN = 1000  # samples that are drawn at most: more marks would only cover one another, and cost time
SQUARE = ((-3.0, 3.0), (-3.0, 3.0))  # the plane without any samples yet


class Points:
    """Samples ``X (n, 2)`` of classes ``y (n,)``, ``held (n,)`` out or not, shown on ``axes``.

    ``adds`` is the class that a click adds, ``cursor`` the keyboard's cross, ``past`` what can be undone;
    ``remembered`` is called whenever one more change can be, so that others can be undone in between.
    ``drawn (n,)`` says which samples a picture shows: of more than ``DRAWN`` only so many, chosen by chance
    and always the same, and those that the reader adds. What is not drawn is learned from and counted all the
    same; ``thinned`` says so in a sentence, which is empty where all are drawn.
    """

    def __init__(self, axes: Axes, remembered: Callable[[], None] = lambda: None) -> None:
        self.axes, self.adds, self.remembered = axes, 1, remembered
        self.take(None)

    def take(self, data: Data | None, room: float = 0.12) -> None:
        """Starts anew from the first two features of ``data``, or from nothing, with ``room`` around."""
        self.X = np.empty((0, 2)) if data is None else data.X[:, :2].copy()
        self.y = np.empty(0, int) if data is None else data.y.copy()
        self.held = np.zeros(len(self.y), bool)
        self._drawn = _some(len(self.y))
        self.past: list[tuple] = []
        self.cursor: np.ndarray | None = None
        self._in_hand: int | None = None  # the sample under the pointer that is down
        self._dragged = False  # whether its first place is remembered already
        self.limits = SQUARE
        if data is not None:
            low, high = self.X.min(axis=0), self.X.max(axis=0)
            around = room * np.where(high > low, high - low, 1.0)
            self.limits = tuple(zip((low - around).tolist(), (high + around).tolist()))

    def hold_out(self, fraction: float, *, rng: np.random.Generator) -> None:
        """Chooses the samples that are not learned from."""
        self.held = np.zeros(len(self.y), bool)
        if len(self.y):
            self.held[hold_out(len(self.y), fraction, rng=rng)[1]] = True

    @property
    def drawn(self) -> np.ndarray:
        """Which samples ``(n,)`` a picture shows."""
        if len(self._drawn) != len(self.y):  # others were put in their place
            self._drawn = _some(len(self.y))
        return self._drawn

    @property
    def thinned(self) -> str:
        """The sentence that says how many samples are not drawn, if any."""
        drawn, n = self.drawn.sum(), len(self.y)
        return f"Of {n:,} samples {drawn:,} are drawn, and all are counted." if drawn < n else ""

    def add(self, place: np.ndarray, label: int) -> None:
        """A sample at ``place (2,)`` of class ``label``."""
        self._remember()
        self._drawn = np.append(self.drawn, True)
        self.X, self.y = np.vstack([self.X, place]), np.append(self.y, label)
        self.held = np.append(self.held, False)

    def remove(self, sample: int) -> None:
        """Takes away the sample of that number."""
        self._remember()
        self._in_hand = None
        keep = np.arange(len(self.y)) != sample
        self._drawn = self.drawn[keep]
        self.X, self.y, self.held = self.X[keep], self.y[keep], self.held[keep]

    def clear(self) -> bool:
        """Takes all samples away; False if there are none."""
        if not len(self.y):
            return False
        self._remember()
        self._in_hand = None
        self.X, self.y = self.X[:0].copy(), self.y[:0].copy()
        self.held, self._drawn = self.held[:0].copy(), self.drawn[:0].copy()
        return True

    def undo(self) -> bool:
        """Takes the last change back; False if there is none."""
        if not self.past:
            return False
        self.X, self.y, self.held, self._drawn = self.past.pop()
        self._in_hand = None
        return True

    def _remember(self) -> None:
        now = self.X.copy(), self.y.copy(), self.held.copy(), self.drawn.copy()
        self.past = [*self.past[1 - UNDOS :], now]
        self.remembered()

    def _near(self, place: np.ndarray) -> int | None:
        """The sample within reach of ``place (2,)``, in data coordinates; one that is not drawn is not."""
        seen = np.flatnonzero(self.drawn)
        found = nearest(self.axes, self.X[seen], place)
        return None if found is None else int(seen[found])

    def pointed(self, pointer: Pointer) -> bool:
        """Adds, moves or removes a sample; True if the samples changed."""
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
        sample = self._near(place)
        if pointer.alt or pointer.button == 2:
            if sample is not None:
                self.remove(sample)
            return sample is not None
        if sample is None:
            self.add(place, 1 - self.adds if pointer.shift else self.adds)
            self._in_hand, self._dragged = (
                len(self.y) - 1,
                True,
            )  # undo takes it away, wherever it was dragged
            return True
        self._in_hand, self._dragged = sample, False
        return False

    def typed(self, key: str, shift: bool) -> bool:
        """The same by keyboard; True if the samples changed."""
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
            self.add(self.cursor, 1 - self.adds if shift else self.adds)
            return True
        elif self.cursor is not None and key in ("Delete", "Backspace"):
            sample = self._near(self.cursor)
            if sample is not None:
                self.remove(sample)
            return sample is not None
        return False


def _some(n: int) -> np.ndarray:
    """Which of n samples ``(n,)`` are drawn: all, or ``DRAWN`` of them, chosen without a look at them."""
    drawn = np.zeros(n, bool)
    drawn[np.random.default_rng(0).permutation(n)[:DRAWN]] = True
    return drawn
