"""What the spread of lesson 0 says: whole sentences with named places, and functions to choose them."""

import numpy as np

from nnlab.explore.kit.numbers import count, fixed, plain
from nnlab.spread import standard_deviation, standard_error

REPEATS = 400  # other samples, each with a seed of its own
N, KIND, GENERATOR = "numbers n", "drawn", "generator made"
KINDS = [("uniform, 0 to 1", "uniform"), ("normal", "normal"), ("a coin, 0 or 1", "coin")]
GENERATORS = [("once", "once"), ("anew each time", "anew")]
VALUE, NUMBER, MEAN, SPREAD = "value", "drawn as number", "mean", "spread"
MEANS_AXIS, SAMPLES, OTHER_MEANS = "mean", "samples", f"means of {REPEATS} others"
N_AXIS, ERROR_AXIS, LAW, FOUND = "numbers $n$", "spread of the means", r"$\sigma/\sqrt{n}$", "found"

FIRST = "Seed {seed} begins with {first}, each time."
STANDING = "The mean of {n} is {mean}, their spread {spread}, so the mean's standard error is {error}."
CHECKED = "The means of {repeats} other samples spread by {found}."
ANEW = (
    "Made anew before each number, the generator begins anew: {value} each time, spread 0. Make it once, "
    "before the loop."
)
ALT = (
    "{n} numbers drawn with seed {seed} and their mean; the means of {repeats} other samples as a heap; and "
    "the spread of such means, which falls as one over the root of n"
)


def standing(seed: int, x: np.ndarray, means: np.ndarray, *, anew: bool) -> str:
    """Say the first numbers `x`, their mean and spread, and how far the mean may be off."""
    if anew:
        return ANEW.format(value=fixed(x[0], 3))
    first = ", ".join(fixed(number, 3) for number in x[:3])
    numbers = dict(
        mean=fixed(x.mean(), 3), spread=plain(standard_deviation(x)), error=plain(standard_error(x))
    )
    return " ".join(
        [
            FIRST.format(seed=seed, first=first),
            STANDING.format(n=count(len(x)), **numbers),
            CHECKED.format(repeats=REPEATS, found=plain(float(means.std(ddof=1)))),
        ]
    )


def alt_spread(n: int, seed: int) -> str:
    """Say what the picture shows."""
    return ALT.format(repeats=REPEATS, n=n, seed=seed)
