"""Samples of the playground that the reader draws: of up to four classes, or with numbers for answers."""

from collections.abc import Callable
from typing import final

import numpy as np
from matplotlib.axes import Axes

from nnlab.explore.kit.editable_samples import Places
from nnlab.explore.playground import words
from nnlab.explore.playground.material import CLASSES, Material
from nnlab.explore.playground.scene import LIMITS
from nnlab.explore.playground.settings import CLASSIFICATION

NUMBERS = (-1.0, 1.0, -0.5, 0.5)  # what a click adds to a regression, by the same list as classes


@final
class DrawnPoints(Places):
    """Samples `X (n, 2)` with answers `y (n,)`, and the names of the `classes` that have one.

    A click adds one of the class `adds`, or with the number of that place in `NUMBERS`.
    """

    ARRAYS = ("X", "y", "held", "_drawn")

    def __init__(self, axes: Axes, remembered: Callable[[], None]) -> None:
        self.adds, self.task = 1, CLASSIFICATION
        self.classes: tuple[str, ...] = ()
        super().__init__(axes, remembered)

    def put(self, X: np.ndarray, limits=LIMITS) -> None:
        """Start over with places `X (n, 2)`, all of class 0."""
        super().put(X, limits)
        self.y = np.zeros(len(X))

    def take(self, material: Material) -> None:
        """Start over with the samples of a material."""
        self.put(material.X)
        self.y, self.held, self.task = material.y.astype(float), material.held.copy(), material.task
        self.classes = material.classes

    def shows(self, material: Material) -> bool:
        """Return whether these are the samples of that material."""
        mine, its = (self.X, self.y, self.held), (material.X, material.y, material.held)
        return self.task == material.task and all(map(np.array_equal, mine, its))

    def material(self) -> Material | None:
        """Return the samples as material; None where none is left to learn from."""
        if self.held.all():
            return None
        if self.task != CLASSIFICATION:
            return Material("own points", self.X, self.y, self.held, self.task)
        k = max(int(self.y.max()) + 1, 2)
        names = (*self.classes[:k], *(words.NEW_CLASS.format(j=j) for j in range(len(self.classes), k)))
        return Material("own points", self.X, self.y.astype(int), self.held, self.task, names)

    def _more(self, shift: bool) -> dict:
        if self.task != CLASSIFICATION:
            return dict(y=NUMBERS[self.adds ^ shift])
        other = 1 - self.adds if self.adds < 2 else (self.adds + 1) % CLASSES
        return dict(y=float(other if shift else self.adds))
