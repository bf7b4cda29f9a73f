"""What the explorables of lesson 2 say: whole sentences with named places, and functions to choose them.

Numbers go into the places as `kit.numbers` writes them; nothing else is put together here.
"""

import numpy as np

from nnlab.descent import Step
from nnlab.explore.kit.baselines import OneClass
from nnlab.explore.kit.numbers import count, fixed, plain
from nnlab.perceptron import Update

TRAINING, HELD_OUT = "training", "held out"  # the two curves of wrong answers

# -- one neuron's boundary --------------------------------------------------------------------------------

UNDOES = "undo the last change"
FROM_ZERO, FROM_ZERO_DOES = "From 0", "all weights 0, as the perceptron began in lesson 1"
CLEAR, CLEAR_DOES = "Clear", "take all samples away; Undo brings them back"
BOUNDARY_HINT = (
    "Drag the line to shift it, drag the tip of the arrow w to turn it and to make w longer or shorter. "
    "By keyboard, on the picture: Enter takes the line or the tip, arrows move it, with Shift less far. "
    "A sample under the pointer tells its distance. “From 0” sets all weights to 0. With “you move: the "
    "samples”, clicks add samples (with Shift, of the other class), drags move them, Alt-click or "
    "right-click takes one away, and “Clear” takes all away. Undo, or Ctrl+Z, takes back the last change of "
    "the line or of the samples"
)
SIGNED_DISTANCE = "signed distance from the line"
SIGNED_DISTANCE_3 = "signed distance, in three dimensions"
DISTANCE = "distance {distance}"
DISTANCE_3 = "distance {distance}\nin three dimensions"
STANDARDISED = "{feature} (standardised)"
UPDATES, WRONG_PERCENT = "updates of the perceptron, $k$", "wrong (%)"

NO_SAMPLES = "No samples yet. Set “you move” to the samples and click into the picture, for both classes."
WRONG_NOW = "Wrong now: {wrong} of {n}."
WRONG_NOW_WITH_HELD_OUT = "Wrong now: {wrong} of {n} training samples, {wrong_held} of {n_held} held out."
NOT_STANDARDISED = "Not standardised: a feature is the same in all training samples."
ONE_COLUMN = "A gram is drawn as long as a millimetre, so the samples are one column."
DEPTH_COUNTS = (
    "Bill depth changes a distance by up to {depth}, body mass by up to {mass}: only bill depth counts."
)
MASS_COUNTS = (
    "Bill depth changes a distance by up to {depth}, body mass by up to {mass}: only body mass counts."
)
BOTH_COUNT = "Bill depth changes a distance by up to {depth}, body mass by up to {mass}: both count."
NO_LINE = "All weights are 0, so z = b everywhere: no line, and every answer is {answer}."
OUT_OF_SIGHT = "The line is far outside the picture."
LENGTH = "w is {length} long."
IN_THREE = "Distances are measured in three dimensions (x₁, x₂, x₁·x₂), not in the picture."
MARGIN = "Margin {margin}: the nearest sample is that far from the boundary."
MARGIN_WRONG = "Margin {margin}: the worst sample is that far on the wrong side."
LEARNED_AT_ONCE = "Learned from your weights with 1 update."
LEARNED = "Learned from your weights with {k} updates."
PLAY_FROM_ZERO = "Play: it learns from 0."
PLAY = "Play: it learns on from your weights; “From 0” sets them all to 0."
HARDLY_BETTER = "Saying “{name}” to all of these would get {wrong} of {n} wrong: the neuron is hardly better."
NO_BETTER = "Saying “{name}” to all of these would get {wrong} of {n} wrong: the neuron is no better."
UPDATE = "Update {k}, learning rate {lr}."
BOUNDARY_ALT = "{n} samples ({name}), one neuron's boundary with its arrow w; {wrong} wrong"


def standing(wrong: np.ndarray, held: np.ndarray) -> str:
    """Say how many samples are `wrong (n,)`, of those `held (n,)` out and of the others."""
    return (WRONG_NOW_WITH_HELD_OUT if held.any() else WRONG_NOW).format(
        wrong=count(int(wrong[~held].sum())),
        n=count(int((~held).sum())),
        wrong_held=count(int(wrong[held].sum())),
        n_held=count(int(held.sum())),
    )


def simplest(found: OneClass | None, classes: tuple[str, str]) -> str:
    """Say if one answer to everything would do as well, or nearly."""
    if found is None:
        return ""
    told = NO_BETTER if found.beats else HARDLY_BETTER
    return told.format(name=classes[found.answer], wrong=count(found.wrong), n=count(found.n))


def units(parts: np.ndarray, *, measured: bool) -> str:
    """Say which of depth in mm and mass in g distances are made of, given the most that each does `(2,)`."""
    depth, mass = parts
    told = BOTH_COUNT
    if depth > 20 * mass:
        told = DEPTH_COUNTS
    elif mass > 20 * depth:
        told = MASS_COUNTS
    told = told.format(depth=plain(depth), mass=plain(mass))
    return f"{ONE_COLUMN} {told}" if measured else told


def about_the_line(w: np.ndarray, length: float, margin: float | None) -> str:
    """Say how long the weights `w (d + 1,)` are, and what the margin is, if there is one."""
    if length == 0:
        return NO_LINE.format(answer=int(w[-1] >= 0))
    told = [LENGTH.format(length=plain(length))]
    if len(w) == 4:
        told.append(IN_THREE)
    if margin is not None:
        told.append((MARGIN_WRONG if margin < 0 else MARGIN).format(margin=plain(margin)))
    return " ".join(told)


def happened(step: Update, lr: float, *, ended: bool) -> str:
    """Say what the learning does; `ended` says that it has come to rest at this step."""
    if ended:
        if not step.k:
            return ""
        return LEARNED_AT_ONCE if step.k == 1 else LEARNED.format(k=count(step.k))
    if step.sample is None:
        return PLAY if np.any(step.w) else PLAY_FROM_ZERO
    return UPDATE.format(k=count(step.k), lr=plain(lr))


def distance(value: float, *, solid: bool) -> str:
    """Say how far a sample is from the boundary, on a card next to it; `solid`: with the product as x₃."""
    return (DISTANCE_3 if solid else DISTANCE).format(distance=plain(value))


def boundary_alt(name: str, wrong: np.ndarray) -> str:
    """Say what is seen of samples `wrong (n,)` or not, for those who do not see it."""
    return BOUNDARY_ALT.format(n=len(wrong), name=name, wrong=int(wrong.sum()))


# -- three neurons ----------------------------------------------------------------------------------------

THREE_HINT = (
    "Drag a line to shift it, drag the tip of its arrow to turn it. By keyboard, on the picture: Enter takes "
    "one line or tip after another, arrows move it, with Shift less far; Ctrl+Z undoes. On the right is all "
    "that neuron 3 sees: every sample lands on one of the four corners, with any others that land there, "
    "and its tag says where it came from"
)
SAYS_1, SAYS_2 = "$a_1$: what neuron 1 says", "$a_2$: what neuron 2 says"
LINE_KEY = "line {number}"
CAME_FROM = "from {place}"
TOGETHER = "The three together: {wrong} of 4 wrong."
MIXED = (
    "Neurons 1 and 2 give the same two answers to samples of both classes: whatever the third does, it "
    "cannot tell these apart. Move line 1 or 2."
)
SOLVED = "Neurons 1 and 2 cut the plane, neuron 3 puts the pieces together."
XOR_AGAIN = "In the square of answers no line will do: it is XOR again. Move line 1 or 2."
MOVE_THE_THIRD = "In the square of answers a line will do: move line 3."
THREE_ALT = "XOR and three step neurons: two lines, and a third that sees two answers; {wrong} wrong"


def three(wrong: int, *, mixed: bool, separable: bool) -> str:
    """Say how many of the four samples are wrong, and whether the third neuron could do better.

    `mixed` says that samples of both classes land on one corner, `separable` that a line in the square of
    answers would do.
    """
    told = MIXED if mixed else SOLVED if wrong == 0 else MOVE_THE_THIRD if separable else XOR_AGAIN
    return f"{TOGETHER.format(wrong=wrong)} {told}"


# -- the fence --------------------------------------------------------------------------------------------

FENCE_HINT = (
    "Above on the right are two of the weights. Each ellipse joins places of equal error, the dashed one "
    "goes through w as it is now, and in their middle, at the cross, the error is least; the other weights "
    "stay as they are. Below, each stem is one weight, and a hollow dot is a weight of exactly 0. One step "
    "of the bar is {pushes} pushes of the neuron by all its training samples"
)
STEMS, WEIGHT, PUSHES = "a stem for each feature, by degree", "weight", "pushes"
WEIGHT_OF = "weight of {feature}"
FENCE_ALT = "20 points, a boundary from {features} features, and the fence around its weights"

BEGUN_AGAIN = "It has begun again from 0."
TRAINED = "It has been trained already."
GOES_ON = "It goes on from the weights it had after {k} pushes, with {more} more."
DIVERGED = "Diverged at push {k}: lower the learning rate."
FENCE_STANDING = (
    "{features} features, {k} pushes ({pushes} to each step of the bar). "
    "Wrong: {wrong} of {n} training samples, {wrong_held} % of {n_held} held out."
)
UNHELD = "w is {length} long, and nothing holds it."
IN_ROUND = "The length of w is {length}, the fence stands at {fence}."
IN_DIAMOND = "The sum of |weights| is {length}, the fence stands at {fence}."
ZEROS = "Exactly 0: {zeros} of {features} weights."


def goes_on(k: int, more: int) -> str:
    """Say that learning went on from push `k` with `more` pushes."""
    return GOES_ON.format(k=count(k), more=count(more))


def diverged(k: int) -> str:
    """Say that there is nothing left to go on from."""
    return DIVERGED.format(k=count(k))


def fence_standing(step: Step, pushes: int, training: tuple, held_out: tuple) -> str:
    """Say how it stands; `training` and `held_out` are wrong answers in %, and how many samples there are."""
    (wrong, n), (wrong_held, n_held) = training, held_out
    return FENCE_STANDING.format(
        features=len(step.theta) - 1,
        k=count(step.k),
        pushes=pushes,
        wrong=round(wrong * n / 100),
        n=n,
        wrong_held=fixed(wrong_held, 0),
        n_held=n_held,
    )


def held(w: np.ndarray, kind: str | None, fence: float, *, begun: bool) -> str:
    """Say how long the weights `w (d,)` are, and what a fence of that `kind` and size does to them."""
    if kind is None:
        return UNHELD.format(length=plain(np.linalg.norm(w)))
    told = IN_ROUND if kind == "l2" else IN_DIAMOND
    length = np.hypot.reduce(w) if kind == "l2" else np.abs(w).sum()
    told = told.format(length=plain(length), fence=plain(fence))
    zeros = int(np.sum(w == 0))
    return f"{told} {ZEROS.format(zeros=zeros, features=len(w))}" if begun and zeros else told
