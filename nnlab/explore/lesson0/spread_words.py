"""What the spread of lesson 0 says: whole sentences with named places, and functions to choose them."""

import numpy as np

from nnlab.explore.kit.numbers import count, fixed, plain

REPEATS = 400  # other samples, each with a seed of its own
N, KIND, GENERATOR = "numbers n", "drawn", "generator made"
KINDS = [("uniform, 0 to 1", "uniform"), ("normal", "normal"), ("a coin, 0 or 1", "coin")]
GENERATORS = [("once", "once"), ("again each time", "anew")]
VALUE, NUMBER, MEAN, SPREAD = "value", "drawn as number", "mean", "spread"
MEANS_AXIS, SAMPLES, OTHER_MEANS = "mean", "samples", f"means of {REPEATS} others"
N_AXIS, ERROR_AXIS, LAW, FOUND = "numbers $n$", "spread of the means", r"$\sigma/\sqrt{n}$", "found"

FIRST = "Seed {seed} begins with {first}, each time."
STANDING = "The mean of {n} is {mean}, their spread {spread}, so the mean's standard error is {error}."
CHECKED = "The means of {repeats} other samples spread by {found}."
ANEW = (
    "Made again before each number, the generator starts over: {value} each time, spread 0. Make it once, "
    "before the loop."
)
ALT = (
    "{n} numbers drawn with seed {seed} and their mean; the means of {repeats} other samples as a heap; and "
    "the spread of such means, which falls as one over the root of n"
)


def standing(which: int, x: np.ndarray, mean: float, spread: float, error: float, *, found: float) -> str:
    """Say what the seed `which` begins with, the mean and spread of its numbers, and how the mean varies."""
    first = ", ".join(fixed(number, 3) for number in x[:3])
    numbers = dict(mean=fixed(mean, 3), spread=plain(spread), error=plain(error))
    parts = [
        FIRST.format(seed=which, first=first),
        STANDING.format(n=count(len(x)), **numbers),
        CHECKED.format(repeats=REPEATS, found=plain(found)),
    ]
    return " ".join(parts)


def anew(value: float) -> str:
    """Say what comes of a generator made anew before each number."""
    return ANEW.format(value=fixed(value, 3))


def alt_spread(n: int, which: int) -> str:
    """Say what the picture shows."""
    return ALT.format(repeats=REPEATS, n=n, seed=which)
