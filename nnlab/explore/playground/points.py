"""Samples of the playground that the reader draws: of up to four classes, or with numbers for answers."""

from collections.abc import Callable
from typing import final

import numpy as np
from matplotlib.axes import Axes

from nnlab.explore.kit.editable_samples import Places
from nnlab.explore.kit.handles import REACH, nearest
from nnlab.explore.playground import words
from nnlab.explore.playground.material import CLASSES, Material
from nnlab.explore.playground.scene import LIMITS
from nnlab.explore.playground.settings import CLASSIFICATION

NUMBERS = (-1.0, 1.0, -0.5, 0.5)  # what a click adds to a regression, by the same list as classes


@final
class DrawnPoints(Places):
    """Samples `X (n, 2)` with answers `y (n,)`, and the names of the `classes` that have one.

    A click adds one of the class `adds`, or with the number of that place in `NUMBERS`; `added (n,)` says
    which samples have come so.
    """

    ARRAYS = ("X", "y", "held", "added", "_drawn")

    def __init__(self, axes: Axes, remembered: Callable[[], None]) -> None:
        self.adds, self.task, self.show_held = 1, CLASSIFICATION, True
        self.classes: tuple[str, ...] = ()
        super().__init__(axes, remembered)

    @property
    def seen(self) -> np.ndarray:
        """Return which samples `(n,)` a picture shows: those held out only where `show_held` says so."""
        return self.drawn if self.show_held else self.drawn & ~self.held

    def _near(self, place: np.ndarray, reach: float = REACH) -> int | None:
        """Return the sample within `reach` page pixels of `place (2,)`; what is not seen is not met."""
        seen = np.flatnonzero(self.seen)
        found = nearest(self.axes, self.X[seen], place, reach)
        return None if found is None else int(seen[found])

    def put(self, X: np.ndarray, limits=LIMITS) -> None:
        """Start over with places `X (n, 2)`, all of class 0."""
        super().put(X, limits)
        self.y, self.added = np.zeros(len(X)), np.zeros(len(X), bool)

    def take(self, material: Material) -> None:
        """Start over with the samples of a material."""
        self.put(material.X)
        self.y, self.held, self.task = material.y.astype(float), material.held.copy(), material.task
        self.classes = material.classes
        self.added[[*material.by_hand]] = True

    def shows(self, material: Material) -> bool:
        """Return whether these are the samples of that material."""
        mine = self.X, self.y, self.held, np.flatnonzero(self.added)
        its = material.X, material.y, material.held, material.by_hand
        return self.task == material.task and all(map(np.array_equal, mine, its))

    def clear_added(self) -> bool:
        """Take away the samples that were added; return False if there are none."""
        if not self.added.any():
            return False
        self._keep(~self.added)
        return True

    def material(self) -> Material | None:
        """Return the samples as material; None where none is left to learn from."""
        if self.held.all():
            return None
        by_hand = tuple(np.flatnonzero(self.added).tolist())
        if self.task != CLASSIFICATION:
            return Material("own points", self.X, self.y, self.held, self.task, by_hand=by_hand)
        k = max(int(self.y.max()) + 1, 2)
        names = (*self.classes[:k], *(words.NEW_CLASS.format(j=j) for j in range(len(self.classes), k)))
        y = self.y.astype(int)
        return Material("own points", self.X, y, self.held, self.task, names, by_hand=by_hand)

    def _more(self, shift: bool) -> dict:
        if self.task != CLASSIFICATION:
            return dict(y=NUMBERS[self.adds ^ shift], added=True)
        other = 1 - self.adds if self.adds < 2 else (self.adds + 1) % CLASSES
        return dict(y=float(other if shift else self.adds), added=True)
