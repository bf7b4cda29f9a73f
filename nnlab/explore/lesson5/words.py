"""What the explorables of lesson 5 say: whole sentences with named places, and functions to choose them.

Numbers go into the places as `kit.numbers` writes them; nothing else is put together here.
"""

from nnlab.descent import Step
from nnlab.explore.kit.numbers import count, plain

DIVERGED = "Diverged at step {k}: lower the learning rate."

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
JUMPS = "It jumps to and fro: the steps are too long. Lower the learning rate."
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
        told.append(SPREAD_TIMES.format(**spread, times=f"{outside / inside:.1f}"))
    else:
        told.append(SPREAD.format(**spread))
    return " ".join(told)


def alt_ensemble(n: int, networks: int, h: int, step: Step) -> str:
    """Say what is seen, for those who do not see it."""
    return (ALT_ENSEMBLE_OF_ONE if h == 1 else ALT_ENSEMBLE).format(n=n, networks=networks, h=h, k=step.k)
