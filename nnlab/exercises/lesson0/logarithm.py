"""Lesson 0: what a logarithm undoes, and what it makes of a product."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson0.shared import rounded, value
from nnlab.exercises.lesson0.words import WORDS


def logarithm(z, ln_p, ln_q):
    """Return ln of e to the power of z, and ln(p q) where ln p and ln q are known."""
    return z, ln_p + ln_q


def givens(*, rng: np.random.Generator | None) -> Iterator[dict]:
    """Yield what the task gives."""
    yield {"z": -3, "ln_p": -2, "ln_q": -5}


EXERCISE = Exercise(
    name="start.logarithm",
    words=WORDS["start.logarithm"],
    reference=logarithm,
    probes=givens,
    ask=value,
    one_value=True,
)


def _slip(name, wrong):
    """Add a slip that is no whole number, which one writes down to a few digits."""
    (given,) = givens(rng=None)
    EXERCISE.mistake(name, wrong, when=rounded(wrong(**given), *given.values()))


EXERCISE.mistake("the logarithms multiplied", lambda z, ln_p, ln_q: (z, ln_p * ln_q))
EXERCISE.mistake("the logarithms subtracted", lambda z, ln_p, ln_q: (z, ln_p - ln_q))
EXERCISE.mistake("a minus lost", lambda z, ln_p, ln_q: (-z, ln_p + ln_q))
EXERCISE.mistake("both minus signs lost", lambda z, ln_p, ln_q: (z, -ln_p - ln_q))
EXERCISE.mistake("no minus anywhere", lambda z, ln_p, ln_q: (-z, -ln_p - ln_q))
_slip("the power in place of its logarithm", lambda z, ln_p, ln_q: (np.exp(z), ln_p + ln_q))
_slip("the logarithm to base ten", lambda z, ln_p, ln_q: (z / np.log(10), ln_p + ln_q))
_slip("the product in place of its logarithm", lambda z, ln_p, ln_q: (z, np.exp(ln_p + ln_q)))
