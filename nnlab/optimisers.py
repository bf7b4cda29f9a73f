"""Lesson 3: rules of descent, which make a change of theta out of a gradient: plain and momentum; later Adam.

A rule is a value: `descend(loss, start, rule=Adam(lr=0.01))`. Its step is a pure function,
(theta, gradient, memory) -> (change, memory). What a rule keeps from one step to the next is the
memory, never the rule itself; so a run can go on from any of its steps, by the same rule or by another.
Source of the idea: optax, whose optimisers are pairs of functions, init and update.
"""

from dataclasses import dataclass, fields
from typing import Any, NamedTuple, final

import numpy as np

from nnlab.checks import number_above
from nnlab.resume import read_only
from nnlab.rules import between, flag

FRACTION = between(0, 1, open_end=True)


@dataclass(frozen=True)
class Rule:
    """What all rules have: a learning rate, what they remember of a step, and a step of their own.

    Each field is checked when the rule is made; ValueError says what it should have been.
    """

    lr: float
    any_prox = False  # whether a prox may follow: only where lr is the same for every number of theta

    def __post_init__(self):
        for field in fields(self):
            value = CHECKS[field.name](getattr(self, field.name), field.name)
            object.__setattr__(self, field.name, value)

    def remembered(self, step) -> Any:
        """Return the memory to go on with from a step of descent, whichever rule has made it."""
        return None

    def step(self, theta, gradient, memory=None, factor: float = 1.0) -> tuple[np.ndarray, Any]:
        """Return the change of theta (p,), and the new memory; lr counts `factor` times (see `schedules`)."""
        raise NotImplementedError


@final
@dataclass(frozen=True)
class Plain(Rule):
    """Against the gradient: change = -lr gradient."""

    any_prox = True

    def step(self, theta, gradient, memory=None, factor=1.0):
        """Return the change and no memory."""
        return -(factor * self.lr) * gradient, None


@final
@dataclass(frozen=True)
class Momentum(Rule):
    """Keep a part of the last change: change <- momentum change - lr gradient. The memory is the change.

    Source: Rumelhart, Hinton, Williams, Nature 323 (1986) 533, equation 9.
    """

    momentum: float = 0.9
    any_prox = True

    def remembered(self, step):
        """Return the last change of theta, whichever rule has made it."""
        return step.velocity

    def step(self, theta, gradient, memory=None, factor=1.0):
        """Return the change, twice."""
        change = -(factor * self.lr) * gradient
        if self.momentum and memory is not None:
            change += self.momentum * memory
        return change, change


# From lesson 8 on: rules that give each number of theta a rate of its own.


class Squares(NamedTuple):
    """What RMSProp remembers."""

    v: np.ndarray  # (p,) the running mean of the squared gradient


@final
@dataclass(frozen=True)
class RMSProp(Rule):
    """Divide the gradient by the root of the running mean of its square.

    change = -lr gradient / (root + eps), mean <- decay mean + (1 - decay) gradient^2.
    Source: G. Hinton, Neural Networks for Machine Learning (2012), lecture 6e.
    """

    lr: float = 0.001
    decay: float = 0.9
    eps: float = 1e-8

    def remembered(self, step):
        """Return the running mean, if the step was made by this rule."""
        return _own(step, Squares)

    def step(self, theta, gradient, memory=None, factor=1.0):
        """Return the change, and the running mean."""
        v = (1 - self.decay) * gradient**2
        if memory is not None:
            v += self.decay * memory.v
        return -(factor * self.lr) * gradient / (np.sqrt(v) + self.eps), Squares(read_only(v))


class Moments(NamedTuple):
    """What Adam remembers."""

    t: int  # how many steps it has made
    m: np.ndarray  # (p,) the running mean of the gradient
    v: np.ndarray  # (p,) the running mean of its square


@final
@dataclass(frozen=True)
class Adam(Rule):
    """Divide the running mean of the gradient by the root of the running mean of its square.

    Both means begin at 0, and so are too small at first: by 1 - beta^t after t steps. The correction divides
    by that. Without it (correct=False) the first step is not too short but too long, since the root is more
    too small than the mean: by default .1 / sqrt(.001) = 3.16 times.
    Source: D. Kingma, J. Ba, Adam: a method for stochastic optimization, ICLR 2015, algorithm 1.
    """

    lr: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8
    correct: bool = True

    def remembered(self, step):
        """Return the two means, if the step was made by this rule; else Adam begins with none."""
        return _own(step, Moments)

    def step(self, theta, gradient, memory=None, factor=1.0):
        """Return the change, and the two means."""
        m, v = (1 - self.beta1) * gradient, (1 - self.beta2) * gradient**2
        if memory is not None:
            m += self.beta1 * memory.m
            v += self.beta2 * memory.v
        t = 1 if memory is None else memory.t + 1
        too_small = (1 - self.beta1**t, (1 - self.beta2**t) ** 0.5) if self.correct else (1, 1)
        root = np.sqrt(v)
        root /= too_small[1]
        root += self.eps
        change = m / root
        change *= -factor * self.lr / too_small[0]
        return change, Moments(t, read_only(m), read_only(v))


def _positive(value, name):
    return number_above(value, 0, name)


CHECKS = dict(lr=_positive, momentum=FRACTION, decay=FRACTION, beta1=FRACTION, beta2=FRACTION)
CHECKS |= dict(eps=_positive, correct=flag)


def _own(step, kind):
    """Return the step's memory if it is of that kind and of the size of its theta."""
    mine = isinstance(step.memory, kind) and step.memory.v.shape == step.theta.shape
    return step.memory if mine else None
