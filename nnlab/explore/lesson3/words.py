"""What the explorables of lesson 3 say: whole sentences with named places, and functions to choose them.

Numbers go into the places as `kit.numbers` writes them; nothing else is put together here.
"""

from nnlab.activations import Activation
from nnlab.explore.kit.numbers import count, fixed, pair, plain

HINT = (
    "Click into a landscape, or drag: put the ball there. Click among the samples: add one, of class 1 if "
    "near the top; drag: move it; Alt-click or right-click: remove it. By keyboard, on the picture: arrows "
    "move the ball (with Shift less far); Enter begins to put samples: then arrows and Enter add, Delete "
    "removes, Escape goes back to the ball; Ctrl+Z undoes"
)
INPUT, ANSWER, WEIGHT, BIAS = "input $x$", "answer $a$", "weight $w$", "bias $b$"
STEPS, LOSS = "steps so far, $k$", "loss"
SQUARED, CROSS = "squared error", "cross-entropy"  # the two landscapes, and the two curves
START_AT = "w = {w}, b = {b}"
WHERE_I_PUT_IT = "where I put it"

NO_SAMPLES = "No samples yet. Click into the picture of the answer: at the top for class 1, or lower."
NO_PROBABILITY = (
    "Cross-entropy takes the logarithm of an answer, as of a probability. So it needs answers and targets "
    "between 0 and 1: a sigmoid, and targets 0 and 1. Choose another loss, or these."
)
NO_SLOPE = (
    "Step cannot learn by descent: its slope is 0 on both sides of the jump, so a small change of a weight "
    "changes no answer and nothing says which way is down; sigmoid, tanh, relu and linear have a slope."
)
OFF_THE_MAP = "The ring: the ball has left the map. Choose a wider map of w and b."
DIVERGED = "Diverged at step {k}: lower the learning rate. The steps went further and further up."

AT_START = (
    "Press play: the ball rolls down the slope, and the curve bends. "
    "Now: w\u00a0=\u00a0{w}, b\u00a0=\u00a0{b}, loss {loss}, gradient {gradient}."
)
AT_STEP = "Step {k}: w\u00a0=\u00a0{w}, b\u00a0=\u00a0{b}, loss {loss}, gradient {gradient}."
RELU_OFF = "Relu is off for every sample. The gradient is exactly 0: nothing will ever move it again."
BOUNCES = "It bounces: again and again a step is too long, and ends higher up. Lower the learning rate."
WENT_UP = "The last step went up, from {before} to {now}: it was too long."
FLAT_AND_WRONG = (
    "It is flat here, and yet {wrong} of {n} answers are wrong. A small slope does not mean that it is "
    "right: there are lower places on this map."
)
FLAT_AND_ONE_WRONG = (
    "It is flat here, and yet its one answer is wrong. A small slope does not mean that it is right: there "
    "are lower places on this map."
)
LOWEST_AND_WRONG = "It is flat here, and no place on this map is much lower. Still wrong: {wrong} of {n}."
FLAT_AND_RIGHT = "It is flat here, and all answers are right."
TINY = "The steps are tiny: at this slope, about {steps} of them to move the ball by 1."
MILLIONS = "The steps are tiny: at this slope, about millions of them to move the ball by 1."
WRONG = "Wrong: {wrong} of {n} answers."
OUT_OF_REACH = (
    "The target −1 is out of reach: {activation} never says less than {low}, so the loss cannot come near 0."
)
TANH_AND_0 = "Tanh goes from −1 to 1: a target of 0 lies in its middle. Targets −1 and 1 suit it better."

TWO_AT_START = "Two balls at the same place, at the same rate. Press play."
TWO_AT_STEP = "Step {k}."
SQUARED_SAYS = "Squared error: gradient {gradient}, loss {loss}, says {answer}."
SQUARED_WRONG = "Squared error: gradient {gradient}, loss {loss}, {wrong} wrong."
CROSS_SAYS = "Cross-entropy: gradient {gradient}, loss {loss}, says {answer}."
CROSS_WRONG = "Cross-entropy: gradient {gradient}, loss {loss}, {wrong} wrong."
LIES_STILL = "The first lies still because it is flat there, not because it is right."
WHICH_ONE = "Both are equally wrong: which one will notice?"

NEARLY_0, NEARLY_1 = "less than 0.0001", "more than 0.9999"
ALT_ONE = (
    "{n} samples with one input, the answers to them of one neuron, and the loss as a landscape over w and "
    "b; after {k} steps"
)
ALT_TWO = (
    "{n} samples with one input, the answers to them of two neurons, and the loss as a landscape over w and "
    "b; after {k} steps"
)


def start(w: float, b: float) -> str:
    """Say where a start is, for the list of starts."""
    return START_AT.format(w=plain(w), b=plain(b))


def answer(a: float) -> str:
    """Say what a neuron answers: a sigmoid comes near 0 and 1, and never says either."""
    if 0 < a < 0.0001:
        return NEARLY_0
    return NEARLY_1 if 0.9999 < a < 1 else fixed(a, 4)


def diverged(k: int) -> str:
    """Say that there is nothing left to go on from."""
    return DIVERGED.format(k=count(k))


def standing(k: int, theta, value: float, gradient) -> str:
    """Say where the ball is after `k` steps, with `theta (2,)`, and how steep it is there."""
    w, b = map(plain, theta)
    told = AT_STEP if k else AT_START
    return told.format(k=count(k), w=w, b=b, loss=plain(value), gradient=pair(gradient))


def went_up(before: float, now: float) -> str:
    """Say that the last step was too long."""
    return WENT_UP.format(before=plain(before), now=plain(now))


def flat(wrong: int, n: int, *, lower: bool) -> str:
    """Say what it means that it is flat, with `wrong` of `n` answers; `lower`: the map has lower places."""
    if not wrong:
        return FLAT_AND_RIGHT
    if not lower:
        return LOWEST_AND_WRONG.format(wrong=wrong, n=n)
    return FLAT_AND_WRONG.format(wrong=wrong, n=n) if n > 1 else FLAT_AND_ONE_WRONG


def rolling(wrong: int, n: int, steps: float) -> str:
    """Say how it rolls on a slope so gentle that a way of 1 takes this number of `steps`."""
    if steps <= 500:
        return WRONG.format(wrong=wrong, n=n)
    return TINY.format(steps=plain(steps, 2)) if steps < 1e7 else MILLIONS


def reach(activation: Activation, low: int, *, unreachable: bool) -> str:
    """Say whether the targets suit the activation; class 0 is asked for `low`."""
    if unreachable:
        return OUT_OF_REACH.format(activation=activation.name, low=plain(activation.low))
    return TANH_AND_0 if activation.name == "tanh" and low == 0 else ""


def two(k: int) -> str:
    """Say where two balls are after `k` steps."""
    return TWO_AT_STEP.format(k=count(k)) if k else TWO_AT_START


def of_two(which: int, value: float, gradient, *, wrong: int, said: float | None) -> str:
    """Say how the first or the second ball stands; where there is one sample, what is `said` to it."""
    told = (SQUARED_WRONG, CROSS_WRONG) if said is None else (SQUARED_SAYS, CROSS_SAYS)
    a = "" if said is None else answer(said)
    return told[which].format(gradient=pair(gradient), loss=plain(value), wrong=wrong, answer=a)


def alt(n: int, k: int, neurons: int) -> str:
    """Say what is seen, for those who do not see it."""
    return (ALT_ONE if neurons == 1 else ALT_TWO).format(n=n, k=k)
