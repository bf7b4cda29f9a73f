"""Lesson 4: the gradient by nudging."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson4.words import WORDS


def central_difference(f, theta, h):
    """Return the slope (p,) of f at theta (p,) along each number in turn, nudged up and down by h."""
    slopes = []
    for i in range(len(theta)):
        above, below = theta.copy(), theta.copy()  # copies: the others stay where they are
        above[i] += h
        below[i] -= h
        slopes.append((f(above) - f(below)) / (2 * h))
    return np.array(slopes)


@dataclass(frozen=True)
class _Height:
    """A loss to be nudged, shown to the reader as Python."""

    text: str
    f: Callable[[np.ndarray], float]

    def __call__(self, theta):
        return self.f(np.asarray(theta, dtype=float))

    def __repr__(self) -> str:
        return f"lambda theta: {self.text}"


def _landscapes(rng: np.random.Generator) -> Iterator[dict]:
    bowl = _Height("theta[0] ** 2", lambda t: t[0] ** 2)
    yield {"f": bowl, "theta": np.array([1.5]), "h": 0.5}
    cubic = _Height("theta[0] ** 3", lambda t: t[0] ** 3)
    yield {"f": cubic, "theta": np.array([1.0]), "h": 0.25}
    mixed = _Height("theta[0] ** 2 * theta[1]", lambda t: t[0] ** 2 * t[1])
    yield {"f": mixed, "theta": np.array([1.0, -2.0]), "h": 0.5}
    yield {"f": mixed, "theta": np.array([-0.5, 3.0]), "h": 0.25}
    three = _Height("theta[0] * theta[1] * theta[2] ** 3", lambda t: t[0] * t[1] * t[2] ** 3)
    yield {"f": three, "theta": np.array([2.0, -1.0, 0.5]), "h": 0.25}


EXERCISE = Exercise(
    name="network.central_difference",
    words=WORDS["network.central_difference"],
    reference=central_difference,
    probes=_landscapes,
    tolerance=CUSTOMARY,
)


def _nudges(theta, h):
    """Return the nudges by h, one for each number in theta: h in its place and 0 elsewhere."""
    return h * np.eye(len(theta))


@EXERCISE.mistake("nudged to one side only")
def _nudged_to_one_side_only(f, theta, h):
    return [(f(theta + nudge) - f(theta)) / h for nudge in _nudges(theta, h)]


@EXERCISE.mistake("nudged downwards only")
def _nudged_downwards_only(f, theta, h):
    return [(f(theta) - f(theta - nudge)) / h for nudge in _nudges(theta, h)]


@EXERCISE.mistake("divided by one nudge")
def _divided_by_one_nudge(f, theta, h):
    return [(f(theta + nudge) - f(theta - nudge)) / h for nudge in _nudges(theta, h)]


@EXERCISE.mistake("divided by two, and times the nudge")
def _divided_by_two_and_times_the_nudge(f, theta, h):
    return [(f(theta + nudge) - f(theta - nudge)) / 2 * h for nudge in _nudges(theta, h)]


@EXERCISE.mistake("not divided")
def _not_divided(f, theta, h):
    return [f(theta + nudge) - f(theta - nudge) for nudge in _nudges(theta, h)]


@EXERCISE.mistake("the other way round")
def _the_other_way_round(f, theta, h):
    return [(f(theta - nudge) - f(theta + nudge)) / (2 * h) for nudge in _nudges(theta, h)]


@EXERCISE.mistake("all nudged at once")
def _all_nudged_at_once(f, theta, h):
    return np.full(len(theta), (f(theta + h) - f(theta - h)) / (2 * h))


@EXERCISE.mistake("a nudge that is never taken back")
def _a_nudge_that_is_never_taken_back(f, theta, h):
    at, slopes = theta.copy(), []
    for i in range(len(theta)):
        at[i] += h
        above = f(at)
        at[i] -= 2 * h
        slopes.append((above - f(at)) / (2 * h))
    return slopes
