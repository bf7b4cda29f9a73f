"""The losses of a run of the playground, noted at fewer and fewer of its steps."""

from typing import final

import numpy as np

from nnlab.explore.kit.training import Lowest

FINE = 64  # up to this step losses are noted at each; later at as many of each doubling as in half of it


def is_noted(k: int) -> bool:
    """Return whether losses are noted at a step: at all of the first, later at fewer and fewer."""
    return k < FINE or k % (1 << (k.bit_length() - FINE.bit_length() + 1)) == 0


@final
class Record:
    """Training losses and held-out losses (nan where nothing is held out), and the lowest of them."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[float, float]] = {}
        self._lowest = Lowest()

    def lacks(self, k: int) -> bool:
        """Return whether step k is one to be noted, and has not been."""
        return is_noted(k) and k not in self._rows

    def look(self, k: int, loss: float, held_loss: float) -> None:
        """Look at the losses of step k, which are kept if it is one to be noted."""
        if is_noted(k):
            self._rows[k] = loss, held_loss
        self._lowest.look(k, loss if np.isnan(held_loss) else held_loss)

    def forget(self, k: int) -> None:
        """Forget step k and all beyond it."""
        self._rows = {at: row for at, row in self._rows.items() if at < k}
        self._lowest.forget(k - 1)

    def rows(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the steps noted (m,) and their losses (m, 2), training and held out."""
        k = sorted(self._rows)
        return np.array(k, int), np.array([self._rows[at] for at in k], float).reshape(-1, 2)

    def best(self, k: int) -> tuple[int, float] | None:
        """Return the step up to k with the lowest held-out loss (without it, lowest loss), and that loss."""
        seen = [row for row in self._lowest.seen if row[0] <= k]
        return seen[-1] if seen else None
