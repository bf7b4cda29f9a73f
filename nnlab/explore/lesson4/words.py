"""What the network's explorable says: whole sentences with named places, and functions to choose them.

Numbers go into the places as `kit.numbers` writes them; nothing else is put together here.
"""

from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab.descent import Step
from nnlab.explore.kit.baselines import OneClass
from nnlab.explore.kit.numbers import count, listed, plain
from nnlab.explore.lesson4.frame import Findings

UNIT = "hidden unit"  # in the legend
TRAINING, HELD_OUT = "training loss", "held-out loss"  # the two curves

NO_SAMPLES = "No samples to learn from yet. Click into the picture to put some there, of both classes."
DIVERGED = (
    "It diverged at step {k}: lower the learning rate. "
    "The weights grew too large for any number; the picture shows the last that could be drawn."
)
STANDING = "Step {k}: loss {loss}, gradient {gradient} long, {wrong} of {n} wrong."
STANDING_WITH_HELD_OUT = (
    "Step {k}: training loss {loss}, gradient {gradient} long. "
    "Wrong: {wrong} of {n} training samples, {wrong_held} of {n_held} held out."
)

STILL = "The gradient is exactly zero: no step will ever change anything."
BOTH_ALIKE = "Both hidden units are equal, get equal pushes and stay equal for ever: they count as one."
ALL_ALIKE = "All {h} hidden units are equal, get equal pushes and stay equal for ever: they count as one."
ONE_DEAD = "Hidden unit {units} is dead: it says 0 to every sample, so no gradient reaches it."
SOME_DEAD = "Hidden units {units} are dead: they say 0 to every sample, so no gradient reaches them."
THE_ONE_DEAD = (
    "Hidden unit {units} is dead: it says 0 to every sample, so no gradient reaches it. "
    "Only the output's bias is left to learn."
)
ALL_DEAD = (
    "Hidden units {units} are dead: they say 0 to every sample, so no gradient reaches them. "
    "Only the output's bias is left to learn."
)
ONE_FLAT = "Saturated: hidden unit {units} stands on flat ground for nearly all samples, and hardly learns."
SOME_FLAT = "Saturated: hidden units {units} stand on flat ground for nearly all samples, and hardly learn."
LINEAR = "Linear units bend nothing: together they are one neuron, and the boundary is a line."

HARDLY_BETTER = (
    "Saying “{name}” to every training sample would get {wrong} of {n} wrong: the network is hardly better."
)
NO_BETTER = (
    "Saying “{name}” to every training sample would get {wrong} of {n} wrong: the network is no better."
)

BLACK = "Black line: the output says ½."
DASHED = {
    "tanh": "Dashed: one hidden unit says 0, and more on its arrow's side.",
    "sigmoid": "Dashed: one hidden unit says ½, and more on its arrow's side.",
    "relu": "Dashed: one hidden unit begins to answer, and more on its arrow's side.",
    "linear": "Dashed: one hidden unit says 0, and more on its arrow's side.",
}
NOTHING_DASHED = "No dashed line: a unit with weights of 0 says the same everywhere."
RIGHT = "Right: what the hidden units say to each place; there the output's boundary is straight."
EDGE_ON = "With {h} of them, we look along that boundary: it is seen as a line."
SCALED = "The features are scaled to mean 0 and spread 1 before the network learns from them."

ALT_ONE = (
    "{n} samples ({name}), the answers of a network with 1 hidden unit after {k} steps, "
    "and the plane as its output neuron sees it; {wrong} wrong"
)
ALT = (
    "{n} samples ({name}), the answers of a network with {h} hidden units after {k} steps, "
    "and the plane as its output neuron sees it; {wrong} wrong"
)


@final
@dataclass(frozen=True)
class Counts:
    """How many samples there are to learn from, how many are held out, and how many of each are wrong."""

    n: int
    wrong: int
    n_held: int
    wrong_held: int

    @classmethod
    def of(cls, wrong: np.ndarray, held: np.ndarray) -> "Counts":
        """Return the counts, given which samples are `wrong (n,)` and which are `held (n,)` out."""
        n, all_wrong, n_held = len(held), int(wrong.sum()), int(held.sum())
        wrong_held = int(wrong[held].sum())
        return cls(n - n_held, all_wrong - wrong_held, n_held, wrong_held)


def diverged(step: Step) -> str:
    """Say that there is nothing left to go on from."""
    return DIVERGED.format(k=count(step.k))


def standing(step: Step, counts: Counts) -> str:
    """Say how it stands."""
    return (STANDING_WITH_HELD_OUT if counts.n_held else STANDING).format(
        k=count(step.k),
        loss=plain(step.value, 4),
        gradient=plain(float(np.sqrt(np.sum(step.gradient**2))), 2),
        wrong=counts.wrong,
        n=counts.n,
        wrong_held=counts.wrong_held,
        n_held=counts.n_held,
    )


def remarks(found: Findings, h: int, activation: str) -> list[str]:
    """Say what is odd about this step of a network with `h` hidden units: no more than two sentences."""
    told = []
    if found.still:
        told.append(STILL)
    if found.alike:
        told.append(BOTH_ALIKE if h == 2 else ALL_ALIKE.format(h=h))
    if found.dead and not found.still:
        told.append(_dead(len(found.dead), h).format(units=listed(found.dead)))
    if found.flat:
        told.append((ONE_FLAT if len(found.flat) == 1 else SOME_FLAT).format(units=listed(found.flat)))
    if activation == "linear":
        told.append(LINEAR)
    return told[:2]


def _dead(dead: int, h: int) -> str:
    if dead == h:
        return THE_ONE_DEAD if h == 1 else ALL_DEAD
    return ONE_DEAD if dead == 1 else SOME_DEAD


def simplest(found: OneClass | None, classes: tuple[str, str]) -> str:
    """Say if one answer to everything would do as well, or nearly."""
    if found is None:
        return ""
    told = NO_BETTER if found.beats else HARDLY_BETTER
    return told.format(name=classes[found.answer], wrong=count(found.wrong), n=count(found.n))


def legend(h: int, activation: str, *, lines: bool, scaled: bool) -> str:
    """Say what there is to see; `lines` says whether there are lines of hidden units at all."""
    told = [BLACK, DASHED[activation] if lines else NOTHING_DASHED, RIGHT]
    if h > 2:
        told.append(EDGE_ON.format(h=h))
    if scaled:
        told.append(SCALED)
    return " ".join(told)


def alt(name: str, step: Step, h: int, counts: Counts) -> str:
    """Say what is seen, for those who do not see it."""
    n, wrong = counts.n + counts.n_held, counts.wrong + counts.wrong_held
    return (ALT_ONE if h == 1 else ALT).format(n=n, name=name, h=h, k=step.k, wrong=wrong)
