"""What the explorables of lesson 6 say: whole sentences with named places.

Numbers go into the places as `kit.numbers` writes them; nothing else is put together here.
"""

import math

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

AGAIN = "It begins again."
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


# -- the curve that may overfit ---------------------------------------------------------------------------

# Said as long as the preset is chosen.
OVERFIT_NOTES = {
    "Degree 15 on 16 samples: it learns the noise": (
        "It has a weight for nearly every sample: it learns the noise of each and swings between them. "
        "Try other seeds, too."
    ),
    "Degree 3: too stiff": (
        "Three weights cannot follow a sine: both losses stay high, and more steps do not help."
    ),
    "200 samples calm it": (
        "The same 15 weights, but the noise of 200 samples cannot be learned with 15 numbers."
    ),
    "No noise": "There is no noise to learn; yet between few samples nothing says what the curve should do.",
    "L2: all weights shrink": "Every weight gets smaller, none becomes exactly 0.",
    "L1: most weights are exactly 0": (
        "A weight that does not pay for itself is set to 0 and stays there, unless it begins to pay."
    ),
    "L1 by its slope: none is exactly 0": (
        "The slope of |w| is ±λ however small w is: each step overshoots 0 and the next one comes back."
    ),
    "L1 too strong: nothing is left": (
        "Beyond a largest λ no weight pays for itself. The bias is not penalised: it finds the mean."
    ),
    "64 hidden units on 10 samples": (
        "193 parameters for 10 samples. Watch the held-out loss: when is it lowest?"
    ),
    "64 hidden units, and L2": "All 128 weights stay small, so the curve cannot be steep.",
    "64 hidden units, and L1": (
        "One weight after the other becomes exactly 0 and switches its unit off: a small network is left."
    ),
    "Too large a rate": "Each step goes further beyond the lowest point than it was before it.",
}

OVERFIT_STANDING = "Step {k}: training loss {loss} on {n} samples."
OVERFIT_STANDING_WITH_HELD_OUT = (
    "Step {k}: training loss {loss} on {n} samples, held-out loss {loss_held} on {n_held}."
)
ZERO_WEIGHTS = "Exactly 0: {zeros} of {weights} weights."
SMALLEST = "The smallest of {weights} weights is {smallest}, and none is exactly 0."
ONE_BACK = "1 that had been pulled to 0 is back."
SOME_BACK = "{back} that had been pulled to 0 are back."
ON_OTHER_SAMPLES = "It goes on with the weights of step {k}, on other samples."
NONE_HELD = "None of these samples is held out: another seed chooses some by chance."
SOME_HELD = "Of these {n} samples {held} are held out, chosen by chance: another seed chooses others."
AS_THEY_ARE = "Their number and their noise are as they are, so these two controls rest."
NOBODY_KNOWS = "Nobody knows the true function, so none is drawn."

# By whether the samples are drawn with noise, and what learns.
ALT_OVERFIT = {
    (True, "polynomial"): (
        "{n} noisy samples ({name}), a polynomial of degree {size} after {k} steps, the loss so far, "
        "and the weights"
    ),
    (True, "one hidden unit"): (
        "{n} noisy samples ({name}), a network with 1 hidden unit after {k} steps, the loss so far, "
        "and the weights"
    ),
    (True, "network"): (
        "{n} noisy samples ({name}), a network with {size} hidden units after {k} steps, the loss so far, "
        "and the weights"
    ),
    (False, "polynomial"): (
        "{n} samples ({name}), a polynomial of degree {size} after {k} steps, the loss so far, "
        "and the weights"
    ),
    (False, "one hidden unit"): (
        "{n} samples ({name}), a network with 1 hidden unit after {k} steps, the loss so far, and the weights"
    ),
    (False, "network"): (
        "{n} samples ({name}), a network with {size} hidden units after {k} steps, the loss so far, "
        "and the weights"
    ),
}


def overfit_standing(step: Step, loss: float, held_out_loss: float, held: np.ndarray) -> str:
    """Say how it stands, given which samples are `held (n,)` out; without any that loss is nan."""
    n_held = int(held.sum())
    told = OVERFIT_STANDING if math.isnan(held_out_loss) else OVERFIT_STANDING_WITH_HELD_OUT
    numbers = dict(loss=plain(loss), loss_held=plain(held_out_loss))
    return told.format(k=count(step.k), n=len(held) - n_held, n_held=n_held, **numbers)


def curve_weights(w: np.ndarray, used: int | None, h: int, *, penalised: bool) -> str:
    """Say what a penalty has done to the weights `w (m,)`; of a network, `used` of `h` units are in use."""
    zeros = int(np.sum(w == 0))
    if zeros and used is None:
        return ZERO_WEIGHTS.format(zeros=zeros, weights=len(w))
    if zeros:
        told = ZEROS_AND_ONE_IN_USE if used == 1 else ZEROS
        return told.format(zeros=zeros, weights=len(w), used=used, h=h)
    return SMALLEST.format(weights=len(w), smallest=plain(np.abs(w).min(), 2)) if penalised else ""


def back(n: int) -> str:
    """Say how many weights have come back from 0, if any."""
    return (ONE_BACK if n == 1 else SOME_BACK).format(back=n) if n else ""


def on_other_samples(k: int) -> str:
    """Say that the weights of step `k` learn from other samples now."""
    return ON_OTHER_SAMPLES.format(k=count(k))


def measured(held: np.ndarray, *, known: bool) -> str:
    """Say what goes for the reader's own samples, some `held (n,)` out, of a `known` function or not."""
    told = [(SOME_HELD if held.any() else NONE_HELD).format(n=len(held), held=int(held.sum())), AS_THEY_ARE]
    return " ".join(told if known else [*told, NOBODY_KNOWS])


def alt_overfit(name: str, n: int, size: int, step: Step, *, noisy: bool, polynomial: bool) -> str:
    """Say what is seen, for those who do not see it."""
    learner = "polynomial" if polynomial else "one hidden unit" if size == 1 else "network"
    return ALT_OVERFIT[noisy, learner].format(n=n, name=name, size=size, k=step.k)
