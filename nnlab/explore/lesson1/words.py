"""What the perceptron's explorable says: each function returns whole sentences, and asks for nothing else.

Another language is another file with these functions.
"""

from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab.explore.kit.numbers import plain
from nnlab.perceptron import Update

CURVES = ("training", "held out")
WRONG_AXIS, LENGTH_AXIS, MISTAKES_AXIS = "wrong (%)", "length", "mistakes so far, $k$"
NO_SAMPLES = "No samples to learn from yet. Click into the picture to put some there, of both classes."
# The boundary of one, two and three features that the samples would need.
NEVER = (
    "No threshold separates these samples: it will never come to rest.",
    "No line separates these samples: it will never come to rest.",
    "No boundary of this kind separates these samples: it will never come to rest.",
)


@final
@dataclass(frozen=True)
class View:
    """What is to be seen of one step of the run."""

    step: Update
    x: np.ndarray | None  # the sample at which it made its mistake, without the 1 for the bias
    features: int
    random: bool  # whether the start weights are
    lr: float
    ended: bool  # whether the run has ended here
    wrong: np.ndarray  # (n,) which samples are answered wrongly
    held: np.ndarray  # (n,) and which are held out
    thinned: str  # the sentence that says how many are not drawn
    only: int | None  # the answer that it gives to every sample, if it gives but one
    on_boundary: bool  # whether a sample lies on the boundary
    separable: bool  # whether a boundary exists
    seen_twice: bool  # whether it has looked at each sample more than twice
    bound: float | None  # Novikoff's, where his proof speaks of this run


def status(view: View, *, moved: str, squeeze: bool) -> str:
    """Return the status line: what just happened, how it stands, and what the learning rate does.

    `moved` is the control moved last; `squeeze` says whether Novikoff's chart is shown.
    """
    if view.held.all():
        return NO_SAMPLES
    rate = about_the_rate(view) if moved == "lr" else ""
    parts = (happened(view), *standing(view), novikoff(view) if squeeze else "", rate)
    return " ".join(part for part in parts if part)


def happened(view: View) -> str:
    """Return what has just happened."""
    step = view.step
    if view.ended and step.k == 1:
        return "Learned: after 1 mistake it looked at every sample without one more."
    if view.ended:
        return f"Learned: after {step.k} mistakes it looked at every sample without one more."
    if view.x is None and view.random:
        return "Press play. The weights are random."
    if view.x is None:
        return "Press play. All weights are zero, and z = 0 counts as yes: it says 1 to everything."
    x = ", ".join(map(plain, view.x[:2]))
    at = f"({x})" if view.features > 1 else x
    weights = ", ".join(plain(w, 4) for w in step.w[:-1])
    # Name and number stay on one line.
    now = f"w\u00a0=\u00a0({weights}), b\u00a0=\u00a0{plain(step.w[-1], 4)}"
    if step.error > 0:
        return f"Mistake {step.k}: at {at} it said 0, right is 1. So w goes up by η·x and b by η: now {now}."
    return f"Mistake {step.k}: at {at} it said 1, right is 0. So w goes down by η·x and b by η: now {now}."


def standing(view: View) -> list[str]:
    """Return how it stands, in several sentences."""
    held, step = view.held, view.step
    wrong, n = int(view.wrong[~held].sum()), int((~held).sum())
    told = [f"Wrong now: {wrong} of {n}."]
    if held.any():
        outside = f"{int(view.wrong[held].sum())} of {int(held.sum())} held out"
        told = [f"Wrong now: {wrong} of {n} training samples, {outside}."]
    told.append(view.thinned)
    if view.only is not None and step.k > 0:
        told.append(f"It says {view.only} to every sample.")
    elif view.on_boundary and step.k > 0:
        told.append("A sample that lies on the boundary counts as 1.")
    if not view.separable and view.seen_twice:
        told.append(NEVER[view.features - 1])
    elif view.separable and step.k >= 100 and not view.ended:
        told.append("It will come to rest, since a boundary exists.")
    return told


def novikoff(view: View) -> str:
    """Return how many mistakes Novikoff allows, or why he says nothing."""
    if view.bound is None:
        return "The squeeze holds from zero weights, for samples that a boundary separates."
    return f"Novikoff's bound: {plain(round(view.bound), 7)} mistakes."


def about_the_rate(view: View) -> str:
    """Return what the learning rate does."""
    if view.random:
        return "From random weights the learning rate matters: how much does one mistake weigh against them?"
    # Scaling by a power of two is exact.
    if np.frexp(view.lr)[0] == 0.5:
        return "From zero weights the learning rate only scales w: the boundary stays the same."
    return "From zero weights the learning rate only scales w: the boundary stays the same, but for rounding."


def bias(b: float) -> str:
    """Return the bias, for the picture of the weights."""
    return f"b = {plain(b, 4)}"


def picture(view: View, name: str) -> str:
    """Return the picture in words."""
    return (
        f"{len(view.held)} samples ({name}) and one neuron's two answers, "
        f"after {view.step.k} mistakes; {int(view.wrong.sum())} wrong"
    )
