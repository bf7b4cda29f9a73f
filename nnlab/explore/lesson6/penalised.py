"""Lesson 6: what its explorables share: the penalties by name, and the way back to the best step."""

import ipywidgets as widgets
import numpy as np

from nnlab import penalties
from nnlab.explore.kit.controls import button
from nnlab.explore.kit.explorer import Explorer, handler
from nnlab.explore.kit.training import Lowest

NONE, L1, L2, BOTH = "none", "L1", "L2", "L1 and L2"
MAKERS = {NONE: (), L1: (penalties.l1,), L2: (penalties.l2,), BOTH: (penalties.l1, penalties.l2)}
BEST = "To the best step", "show the step at which the held-out loss was lowest"
ANEW = "It begins anew."


def chosen(name: str, lam: float, mask: np.ndarray) -> list[penalties.Penalty]:
    """Return the penalties of that name, of strength `lam`, on the weights in `mask (p,)`."""
    return [make(lam, mask) for make in MAKERS[name]]


def best_button(explorer: Explorer) -> widgets.Button:
    """Return a button that leads an explorer with a `training` to the step with the lowest held-out loss."""

    def show(_button) -> None:
        best = explorer.training.lowest.best
        if best is not None:
            explorer.seek(best[0])

    found = button(*BEST, width="140px")
    found.on_click(show)
    return found


class Penalised:
    """Mixed into an explorer with the controls `penalty` and `lam`, and with samples held out.

    It looks at the held-out loss of every step measured, and `best_button` leads to the lowest. The
    explorer makes that button with `_make_best_button()`, begins with `_lowest = Lowest()` and says
    `_lowest.look(k, loss)` where it measures.
    """

    _lowest: Lowest

    def _penalties(self, mask: np.ndarray) -> list[penalties.Penalty]:
        """The penalties that the controls say, on the weights in `mask (p,)`."""
        return chosen(self["penalty"], self["lam"], mask)

    def _make_best_button(self) -> None:
        self.best_button = button(*BEST, width="140px")
        self.best_button.on_click(self._on_best)

    def best(self) -> tuple[int, float] | None:
        """The step with the lowest held-out loss, and that loss, since those held out are these; or None."""
        return self._lowest.best

    @handler
    def _on_best(self, _button) -> None:
        best = self.best()
        if best is not None:
            self.seek(best[0])
