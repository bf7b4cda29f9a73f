"""What the shrinking network's explorable says: whole sentences with named places.

Numbers go into the places as `kit.numbers` writes them; nothing else is put together here.
"""

import numpy as np

from nnlab.descent import Step
from nnlab.explore.kit.numbers import count, plain
from nnlab.explore.lesson4.words import SCALED, Counts

LARGE_AND_SMALL = (
    "Large marks: training samples. Small hollow ones: held out. The curves never include the penalty."
)
LINES_HIDDEN = "The lines of hidden units are drawn when {most} or fewer are in use."

STANDING = "Step {k}: training loss {loss} on {n} samples ({wrong} wrong)."
STANDING_WITH_HELD_OUT = (
    "Step {k}: training loss {loss} on {n} samples ({wrong} wrong), "
    "held-out loss {loss_held} on {n_held} ({wrong_held} wrong)."
)
LOWEST = "The held-out loss was lowest, {loss}, at step {k}."
ZEROS_AND_ONE_IN_USE = "Exactly 0: {zeros} of {weights} weights; 1 of {h} hidden units is in use."
ZEROS = "Exactly 0: {zeros} of {weights} weights; {used} of {h} hidden units are in use."
NO_ZEROS = "The longest weight is {longest}, and none is exactly 0."

ANEW = "It begins again."
ON = "It goes on with the weights of step {k}."
GROWN = "It goes on with the weights of step {k}; what is new says nothing yet."
CUT = "It goes on with the weights of step {k}; the last ones are cut off."

ALT_ONE = (
    "{n} samples ({name}), the answers of a network with 1 hidden unit after {k} steps, "
    "the loss so far, and the weights; {wrong} wrong"
)
ALT = (
    "{n} samples ({name}), the answers of a network with {h} hidden units after {k} steps, "
    "the loss so far, and the weights; {wrong} wrong"
)


def standing(step: Step, held_out_loss: float, counts: Counts) -> str:
    """Say how it stands."""
    return (STANDING_WITH_HELD_OUT if counts.n_held else STANDING).format(
        k=count(step.k),
        loss=plain(step.value),
        n=counts.n,
        wrong=counts.wrong,
        loss_held=plain(held_out_loss),
        n_held=counts.n_held,
        wrong_held=counts.wrong_held,
    )


def lowest(k: int, loss: float) -> str:
    """Say at which step the held-out loss was lowest."""
    return LOWEST.format(k=count(k), loss=plain(loss))


def weights(w: np.ndarray, used: int, h: int, *, penalised: bool) -> str:
    """Say what a penalty has done to the weights `w (m,)`, of which `used` of `h` units are in use."""
    zeros = int(np.sum(w == 0))
    if zeros:
        told = ZEROS_AND_ONE_IN_USE if used == 1 else ZEROS
        return told.format(zeros=zeros, weights=len(w), used=used, h=h)
    return NO_ZEROS.format(longest=plain(float(np.abs(w).max()), 2)) if penalised else ""


def legend(*, lines_hidden: int, scaled: bool) -> str:
    """Say what there is to see; if `lines_hidden` is not 0, no lines are drawn of more units than that."""
    told = [LARGE_AND_SMALL]
    if lines_hidden:
        told.append(LINES_HIDDEN.format(most=lines_hidden))
    if scaled:
        told.append(SCALED)
    return " ".join(told)


def goes_on(k: int, before: int, after: int) -> str:
    """Say what became of the weights of step `k`, `before` parameters of which have become `after`."""
    told = GROWN if after > before else CUT if after < before else ON
    return told.format(k=count(k))


def alt(name: str, step: Step, h: int, counts: Counts) -> str:
    """Say what is seen, for those who do not see it."""
    n, wrong = counts.n + counts.n_held, counts.wrong + counts.wrong_held
    return (ALT_ONE if h == 1 else ALT).format(n=n, name=name, h=h, k=step.k, wrong=wrong)
