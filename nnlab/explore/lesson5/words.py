"""What the explorables of lesson 5 say: whole sentences with named places, and functions to choose them.

Numbers go into the places as `kit.numbers` writes them; nothing else is put together here.
"""

import math

from nnlab.descent import Step
from nnlab.explore.kit.numbers import count, fixed, plain
from nnlab.explore.lesson5.frame import Findings
from nnlab.network import Network

DIVERGED = "It diverged at step {k}: lower the learning rate."

# -- the sine ---------------------------------------------------------------------------------------------

# Why it goes as it goes, said as long as the preset is chosen.
SINE_NOTES = {
    "A wrong frequency: a hollow of its own": (
        "In step with some samples and out of step with others: either way, some get worse."
    ),
    "Too slow a sine": "Such a sine goes past all the waves in the middle: which way would help?",
    "Four samples: many sines fit": (
        "So few samples cannot tell one frequency from another: a small loss proves nothing here."
    ),
}
SINE_START = (
    "Press play: all three numbers go downhill. Now: "
    "amplitude\u00a0{amplitude}, frequency\u00a0{frequency}, phase\u00a0{phase}; loss {loss}."
)
SINE_STANDING = (
    "Step {k}: amplitude\u00a0{amplitude}, frequency\u00a0{frequency}, phase\u00a0{phase}; loss {loss}."
)
JUMPS = "It jumps back and forth: the steps are too long. Lower the learning rate."
AT_ITS_BEST = "It lies still, and no sine of any frequency in this picture fits these samples better."
NEARLY_LEVEL = "It is nearly level here, but no hollow: some way still leads down."
IN_A_HOLLOW = (
    "It lies still, in a hollow: near here every way leads up, for all three numbers. "
    "And yet at frequency {frequency} the loss could be {loss}."
)
ALT_SINE = (
    "{n} samples, a sine of frequency {frequency}, and the loss over its frequency with a ball, "
    "after {k} steps"
)


def diverged(step: Step) -> str:
    """Say that there is nothing left to go on from."""
    return DIVERGED.format(k=count(step.k))


def sine_standing(step: Step) -> str:
    """Say how it stands with the three numbers of a sine."""
    amplitude, frequency, phase = map(plain, step.theta)
    numbers = dict(amplitude=amplitude, frequency=frequency, phase=phase, loss=plain(step.value))
    return (SINE_STANDING if step.k else SINE_START).format(k=count(step.k), **numbers)


def in_a_hollow(frequency: float, loss: float) -> str:
    """Say that the loss could be as low as `loss`, at another frequency."""
    return IN_A_HOLLOW.format(frequency=plain(frequency), loss=plain(loss))


def alt_sine(n: int, step: Step) -> str:
    """Say what is seen, for those who do not see it."""
    return ALT_SINE.format(n=n, frequency=plain(step.theta[1]), k=step.k)


# -- fit, interpolation and approximation -----------------------------------------------------------------

NOTHING_TO_PLAY = "There is nothing to play: this curve is there at once. Only networks learn step by step."
A_FIT = (
    "A polynomial of degree {degree}: {numbers} numbers with the least sum of squared errors at the points."
)
A_FIT_OF_DEGREE_0 = "A polynomial of degree 0: one number with the least sum of squared errors at the points."
A_NETWORK_OF_ONE = "A network with 1 hidden unit after {k} steps of descent."
A_NETWORK = "A network with {h} hidden units after {k} steps of descent."
STRAIGHT_PIECES = "Through every point, straight from one to the next."
ONE_POLYNOMIAL = "Through every point, by a single polynomial of degree {degree}."
AN_APPROXIMATION = "A polynomial of degree {degree} for the true function, not for the points."
OFF = "Off by {at_points} at the points, by {everywhere} from the true function all along (root mean square)."
OFF_BY_NOTHING = (
    "Off by nothing at the points, by {everywhere} from the true function all along (root mean square)."
)
ALT_APPROXIMATION = "{n} points of a curve, and a curve that is to go with them, {kind}"


def a_fit(degree: int) -> str:
    """Say what a fitted polynomial is."""
    if degree == 0:
        return A_FIT_OF_DEGREE_0
    return A_FIT.format(degree=degree, numbers=degree + 1)


def a_network(h: int, step: Step) -> str:
    """Say how far a network with `h` hidden units has learned."""
    return (A_NETWORK_OF_ONE if h == 1 else A_NETWORK).format(h=h, k=count(step.k))


def off(at_points: float, everywhere: float) -> str:
    """Say how far off a curve is."""
    told = OFF_BY_NOTHING if at_points < 1e-6 else OFF
    return told.format(at_points=plain(at_points), everywhere=plain(everywhere))


# -- twenty networks --------------------------------------------------------------------------------------

ENSEMBLE_START = "Press play: {networks} networks learn."
ENSEMBLE_STANDING = "Step {k}: mean squared error {loss} on the samples, mean of all."
ENSEMBLE_NOW = "Now: mean squared error {loss} on the samples, mean of all."
SPREAD = "Spread {inside} where there are samples, {outside} where there are none."
SPREAD_TIMES = (
    "Spread {inside} where there are samples, {outside} where there are none: {times} times as much."
)
ALT_ENSEMBLE_OF_ONE = (
    "{n} samples of a curve and {networks} networks with 1 hidden unit that learned them for {k} steps "
    "from different starts"
)
ALT_ENSEMBLE = (
    "{n} samples of a curve and {networks} networks with {h} hidden units that learned them for {k} steps "
    "from different starts"
)


def ensemble_standing(step: Step, networks: int, inside: float, outside: float) -> str:
    """Say how well the networks learned, and how far they differ inside and outside of the samples."""
    loss = plain(step.value / networks)
    told = [ENSEMBLE_STANDING.format(k=count(step.k), loss=loss)]
    if not step.k:
        told = [ENSEMBLE_START.format(networks=networks), ENSEMBLE_NOW.format(loss=loss)]
    spread = dict(inside=plain(inside), outside=plain(outside))
    if step.k and inside > 0:
        told.append(SPREAD_TIMES.format(**spread, times=fixed(outside / inside, 1)))
    else:
        told.append(SPREAD.format(**spread))
    return " ".join(told)


def alt_ensemble(n: int, networks: int, h: int, step: Step) -> str:
    """Say what is seen, for those who do not see it."""
    return (ALT_ENSEMBLE_OF_ONE if h == 1 else ALT_ENSEMBLE).format(n=n, networks=networks, h=h, k=step.k)


# -- a network that learns a curve ------------------------------------------------------------------------

# Said as long as the preset is chosen; where there is none, a remark says it.
CURVEFIT_NOTES = {
    "Sine: eight hidden units": (
        "Each hidden unit bends the curve at one place; below, their pieces are drawn one by one. "
        "Added up they are the curve."
    ),
    "One hidden unit: up or down, once": (
        "The whole curve is this one piece, moved and stretched. Which part of the wave can it follow?"
    ),
    "Two hidden units: too few": (
        "Each unit rises or falls once, and no more. How often does the sine turn between -3 and 3? Would "
        "more steps help, or more units?"
    ),
    "64 hidden units": "More units than the curve needs. They share the work, and each piece is small.",
    "A kink out of two relus": (
        "Each relu is 0 on one side of its bend and a straight line on the other: two of them make the kink."
    ),
    "Linear units bend nothing": "",
    "Rate too small: it crawls": (
        "Nothing is wrong here but the rate: it learns, a hundred times too slowly. Raise it while it plays."
    ),
    "Rate too large: it jumps": (
        "The steps leap over the valley to the other side: the loss goes up as often as down. Lower the rate "
        "while it plays."
    ),
    "Rate far too large: it diverges": "",
    "Always positive: a sigmoid output": "",
    "Always positive: a relu output": "",
    "Always positive: scaled, and never scaled back": (
        "The network has learned well, but in other units: the targets were squeezed to 0 ... 1 before."
    ),
    "Cured: a linear output": "A linear output can say any number, so nothing is out of reach.",
    "Cured: a tanh output": (
        "A tanh says numbers from -1 to 1, so negative ones, too. Only targets that noise has pushed beyond "
        "that are out of reach."
    ),
    "Cured: scaled, and scaled back": (
        "The sigmoid still says 0 to 1. But the targets were squeezed into that, and the answers are "
        "stretched back by the inverse."
    ),
    "Interest: always positive": (
        "In 52 of 202 quarters savings lost more to prices than they earned. This network never says so."
    ),
    "Interest: scaled, and never scaled back": (
        "Savings seem to gain 0 to 1 % a year, always: the answers are still in the units it learned in."
    ),
    "Interest: cured": (
        "Scaled before learning, scaled back after it, and a linear output: now the curve goes below 0 where "
        "the samples do, in the 1970s and after 2002."
    ),
    "Interest: the years not scaled": "",
    "Zero start: all units stay equal": "",
}

NO_SAMPLES = "No samples to learn from yet. Click into the picture to put some there."
CURVEFIT_DIVERGED = (
    "It diverged at step {k}: lower the learning rate. "
    "The weights grew too large for any number, and the curve has long left the picture."
)
CURVEFIT_STANDING = "Step {k}: loss {loss}."
CURVEFIT_STANDING_WITH_HELD_OUT = "Step {k}: training loss {loss}, held-out loss {loss_held}."
PIECES_BELOW = "Below: what each hidden unit adds, and all of it together."
GREY_PARTS = "In the grey parts there are no samples, so nothing tells the curve what to do there."
ONLY_TOYS = "Noise and number are those of the toy curves; these samples are as they are."
CHANGED_BY_HAND = "You have changed these samples by hand, so no others are drawn over them."

SAME_PLACE = "All these samples stand at the same x: from x alone nothing can be learned here."
OUT_OF_REACH = {
    "tanh": "What a tanh says lies between -1 and 1, so {lost} of {n} targets are out of reach (tinted).",
    "sigmoid": (
        "What a sigmoid says lies between 0 and 1, so {lost} of {n} targets are out of reach (tinted)."
    ),
    "relu": "What a relu says is never below 0, so {lost} of {n} targets are out of reach (tinted).",
}
NEVER_NEGATIVE = "No prediction can be negative. Would more units change that, more steps, or another output?"
DEAD = "The relu output says 0 to every sample. Its slope there is 0, too: it is dead."
STILL = "The gradient is exactly zero: no step will ever change anything."
NOT_SCALED_BACK = "The targets were scaled, and the answers are not scaled back: tick it above."
ALIKE = "All {h} hidden units are equal and get equal pushes for ever: they count as one."
FLAT = "Saturated: every hidden unit stands on flat ground, and hardly learns."
FLAT_UNSCALED = (
    "Saturated: every hidden unit stands on flat ground, and hardly learns. "
    "The numbers x are too large for it: scale them."
)
LINEAR = "Linear units bend nothing: all together they are one straight line."
LEFT_BEHIND = "The loss has been as low as {loss}: the rate is too large to stay there."

# Whether there is one sample, and whether there is one hidden unit.
# What a curve says that has learned next to nothing: lesson 6 says so, too.
HARDLY_BETTER = "Saying the mean of y everywhere would have a loss of {loss}: the curve is hardly better."

ALT_CURVEFIT = {
    (False, False): (
        "{n} samples ({name}), and a curve learned from them in {k} steps by a network with {h} hidden "
        "units, and the piece of each"
    ),
    (False, True): (
        "{n} samples ({name}), and a curve learned from them in {k} steps by a network with 1 hidden unit, "
        "and the piece of each"
    ),
    (True, False): (
        "1 sample ({name}), and a curve learned from it in {k} steps by a network with {h} hidden units, "
        "and the piece of each"
    ),
    (True, True): (
        "1 sample ({name}), and a curve learned from it in {k} steps by a network with 1 hidden unit, "
        "and the piece of each"
    ),
}


def curvefit_diverged(step: Step) -> str:
    """Say that there is nothing left to go on from."""
    return CURVEFIT_DIVERGED.format(k=count(step.k))


def curvefit_standing(step: Step, held_out_loss: float) -> str:
    """Say how it stands; without samples held out, the held-out loss is nan."""
    told = CURVEFIT_STANDING if math.isnan(held_out_loss) else CURVEFIT_STANDING_WITH_HELD_OUT
    return told.format(k=count(step.k), loss=plain(step.value), loss_held=plain(held_out_loss))


def curvefit_remarks(
    found: Findings, net: Network, *, lost: int, n: int, scales_x: bool, scales_y: bool, scales_back: bool,
    left_behind: float | None,
) -> list[str]:  # fmt: skip
    """Say what is odd about a step of a network, the most important first.

    `lost` of `n` targets cannot be reached, and `left_behind` is the loss that the run has lost again.
    """
    (activation, output), h = net.activations, net.sizes[1]
    told = [SAME_PLACE] if found.same_place else []
    if lost:
        reach = OUT_OF_REACH[output].format(lost=lost, n=n)
        told.append(f"{reach} {NEVER_NEGATIVE}" if output != "tanh" and not scales_y else reach)
    if found.dead or found.still:
        told.append(DEAD if found.dead else STILL)
    if scales_y and not scales_back:
        told.append(NOT_SCALED_BACK)
    if found.alike:
        told.append(ALIKE.format(h=h))
    if found.flat:
        told.append(FLAT if scales_x else FLAT_UNSCALED)
    if activation == "linear":
        told.append(LINEAR)
    if left_behind is not None:
        told.append(LEFT_BEHIND.format(loss=plain(left_behind)))
    return told


def simplest(loss_of_mean: float | None) -> str:
    """Say if the mean everywhere would do as well, or nearly; of a curve that does better that is None."""
    return "" if loss_of_mean is None else HARDLY_BETTER.format(loss=plain(loss_of_mean))


def alt_curvefit(name: str, n: int, h: int, step: Step) -> str:
    """Say what is seen, for those who do not see it."""
    return ALT_CURVEFIT[n == 1, h == 1].format(n=n, name=name, k=step.k, h=h)
