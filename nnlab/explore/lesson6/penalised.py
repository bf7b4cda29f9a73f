"""Lesson 6: what its explorables share: the penalties by name, and the way back to the best step."""

import ipywidgets as widgets
import numpy as np

from nnlab import penalties
from nnlab.explore.kit.controls import button
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.player import Player

NONE, L1, L2, BOTH = "none", "L1", "L2", "L1 and L2"
MAKERS = {NONE: (), L1: (penalties.l1,), L2: (penalties.l2,), BOTH: (penalties.l1, penalties.l2)}
BEST = "To the best step", "show the step at which the held-out loss was lowest"


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


def back_from_zero(player: Player, now: np.ndarray, mask: np.ndarray) -> int:
    """Return how many weights were pulled to 0 at some step of the tape so far, and are not 0 `now (p,)`.

    Weights are where `mask (p,)` is; thetas of another size do not count.
    """
    before = [step.theta for step in player.kept[: player.position // player.stride + 1]]
    thetas = [theta[mask] for theta in before if theta.size == mask.size]
    if not thetas:
        return 0
    zero = np.array(thetas) == 0
    # At 0, and not so from the beginning.
    pulled = zero & np.logical_or.accumulate(~zero, axis=0)
    return int(np.sum(pulled.any(axis=0) & (now[mask] != 0)))
