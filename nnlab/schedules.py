"""Lesson 8: schedules: by which factor the learning rate is multiplied at each step.

A schedule is a function k -> factor of the step's number k, and of nothing else, so a run that goes on from
step k goes on with the same rate. It works with any rule: `descend(loss, start, rule=Adam(0.01),
schedule=cosine(1000))`. The factor is 1 where the rule's own rate holds.
"""

import math
from collections.abc import Callable

from nnlab.rules import above, between, checked, function, whole

Schedule = Callable[[int], float]


def constant() -> Schedule:
    """Return the schedule that is always 1."""
    return lambda k: 1.0


_ALWAYS = constant()


@checked(every=whole(1), factor=above(0))
def steps(every: int, factor: float = 0.1) -> Schedule:
    """Return the schedule that multiplies the rate by factor after each `every` steps: a stair."""
    return lambda k: factor ** (k // every)


@checked(over=whole(1), last=between(0, 1))
def cosine(over: int, last: float = 0.0) -> Schedule:
    """Return the schedule that falls from 1 to last over so many steps, along half a wave of a cosine.

    It is slow at both ends and stays at last from then on.
    Source: I. Loshchilov, F. Hutter, SGDR, ICLR 2017, equation 5.
    """
    return lambda k: last + (1 - last) * (1 + math.cos(math.pi * min(k / over, 1.0))) / 2


@checked(over=whole(1), then=function("k -> factor"))
def warm_up(over: int, then: Schedule = _ALWAYS) -> Schedule:
    """Return the schedule that rises evenly to 1 over so many steps, and then begins another one.

    The first step counts 1 / over, the last of these 1; then(0) is that of the step after them.
    Source: P. Goyal et al., Accurate, large minibatch SGD (2017), section 2.2.
    """
    return lambda k: (k + 1) / over if k < over else then(k - over)
