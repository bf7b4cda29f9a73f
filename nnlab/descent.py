"""Lesson 3: gradient descent, one step after another, each a thing to look at."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, repeat
from typing import Any

import numpy as np

from nnlab import checks
from nnlab.moved import renamed
from nnlab.optimisers import Momentum, Plain, Rule
from nnlab.resume import read_only
from nnlab.rules import (
    above,
    between,
    checked,
    function,
    instance,
    iterable,
    number,
    optional,
    row,
    vector,
    whole,
)

Loss = Callable[[np.ndarray], tuple[float, np.ndarray]]  # theta -> (value, gradient)
Prox = Callable[[np.ndarray, float], np.ndarray]  # (theta, lr) -> theta


LOSS = function("theta -> (value, gradient)")


def loss_or_stream(loss, name: str):
    """Return loss, or raise ValueError unless it is a function or a stream of functions: a rule."""
    members = loss if isinstance(loss, list | tuple) else ()
    none = isinstance(loss, str | bytes | Mapping | np.ndarray) or not isinstance(loss, Iterable)
    known = callable(loss) or callable(getattr(loss, "at", None))
    if not known and (none or not all(map(callable, members))):
        expected = "a function theta -> (value, gradient), or a stream of them"
        raise ValueError(f"{name}: expected {expected}, got {checks.shown(loss)}")
    return loss


def answer_of(loss, theta, name="loss"):
    """Return (value, gradient) at theta, or raise ValueError if loss returns something else."""
    answer = loss(theta)
    if not (isinstance(answer, tuple | list) and len(answer) == 2):
        raise ValueError(f"{name}: expected it to return (value, gradient), got {checks.shown(answer)}")
    return answer


@dataclass(frozen=True, eq=False)
class Step:
    """Where descent stands after k updates, and all it needs to go on (read-only)."""

    k: int  # updates so far: step 0 is the start
    theta: np.ndarray  # (p,) the parameters
    value: float  # the loss at this theta
    gradient: np.ndarray  # (p,) its gradient at this theta
    velocity: np.ndarray | None = None  # (p,) the last change of theta; at first None
    diverged: bool = False  # value or gradient is infinite or nan: the last step
    memory: Any = None  # what the rule keeps (see `optimisers`); of plain descent nothing


@checked(
    loss=loss_or_stream,
    rule=optional(instance(Rule, "a rule such as Adam(lr=0.01)")),
    schedule=optional(function("k -> factor")),
    prox=optional(function("(theta, lr) -> theta")),
)
def descend(
    loss: Loss | Iterable[Loss],
    start,
    *,
    lr: float | None = None,
    momentum: float = 0.0,
    rule: Rule | None = None,
    schedule: Callable[[int], float] | None = None,
    prox: Prox | None = None,
) -> Iterator[Step]:
    """Go downhill from start, and yield every `Step`, that of the start first.

    loss is a function theta -> (value, gradient), or a stream of such functions: one
    for each step, the first for the start. If the stream has a method `at`, as that of
    mini-batches has, the loss of step k is `at(k)`. start is a theta (p,), or a Step:
    descent then goes on from there, with the same loss and rule exactly as before.
    The rule: velocity <- momentum velocity - lr gradient, theta <- theta + velocity; or
    any other of `optimisers`, given as rule in place of lr and momentum. schedule says
    by which factor lr is multiplied at step k (see `schedules`).
    prox, a function (theta, lr) -> theta, has the last word on each update; lessons 2
    and 6 need one. velocity is then the change that it left.
    Descent goes on for ever (see `stop`), unless the stream ends or a step has
    diverged: that one is the last, without an exception and without a warning.
    Raises ValueError for invalid arguments.
    Sources: Rumelhart, Hinton, Williams, Nature 323 (1986) 533, equations 8 and 9; with
    prox: Ochs, Chen, Brox, Pock, SIAM J. Imaging Sciences 7 (2014) 1388 (iPiano).
    """
    rule = _chosen(lr, momentum, rule)
    if prox is not None and not rule.any_prox:
        raise ValueError(
            f"prox: expected a rule with one rate for all of theta, Plain or Momentum, got {rule!r}; "
            "where each number has a rate of its own, a prox by lr is not that of the penalty"
        )
    if not isinstance(start, Step):
        theta = checks.vector(start, "start").copy()
        start = Step(0, theta, math.nan, theta)
    return _steps(_losses(loss, start.k), start, rule, schedule or _always, prox)


def _losses(loss, k):
    """Return the losses of step k and of those after it."""
    if callable(loss):
        return repeat(loss)
    return map(loss.at, count(k)) if hasattr(loss, "at") else loss


def _chosen(lr, momentum, rule):
    """Return the rule that is meant; Plain and Momentum look at lr and momentum themselves."""
    none = type(momentum) in (int, float) and momentum == 0
    if rule is not None:
        if lr is not None or not none:
            raise ValueError(f"rule: expected no lr, no momentum next to {rule!r}, which has its own")
        return rule
    if lr is None:
        raise ValueError("lr: expected a number above 0, got None; or give a rule, such as Adam(lr=0.01)")
    return Plain(lr) if none else Momentum(lr, momentum)


def _always(k):
    return 1.0


def _steps(losses, start, rule, schedule, prox):
    k, theta, velocity, memory = start.k, start.theta, start.velocity, rule.remembered(start)
    for loss in losses:
        # Too large a rate drives theta to infinity. That is a result like any other,
        # the step that has diverged, so NumPy need not warn of it on the way.
        with np.errstate(over="ignore", invalid="ignore"):
            step, factor = _look(loss, k, theta, velocity, memory), schedule(k)
            velocity, memory = rule.step(theta, step.gradient, memory, factor)
            k, theta = k + 1, theta + read_only(velocity)
            if prox is not None:
                theta, velocity = _last_word(prox, step, theta, factor * rule.lr)
                memory = None if memory is None else velocity  # what momentum remembers
        yield step
        if step.diverged:
            return


def _look(loss, k, theta, velocity, memory):
    """Return the step at theta: the loss is asked here, and its answer is looked at."""
    value, gradient = answer_of(loss, read_only(theta))
    gradient = np.array(gradient, dtype=float)  # a copy: the loss may reuse its own
    if gradient.shape != theta.shape:
        expected = f"a gradient of shape {theta.shape}"
        raise ValueError(f"loss: expected {expected}, got shape {gradient.shape}")
    # Where the squares add up to a number, all are numbers; else it takes a closer look.
    finite = math.isfinite(np.vdot(gradient, gradient)) or bool(np.isfinite(gradient).all())
    diverged = not (math.isfinite(value) and finite)
    return Step(k, theta, float(value), read_only(gradient), velocity, diverged, memory)


def _last_word(prox, step, theta, lr):
    theta = checks.shaped(prox(theta, lr), theta.shape, "prox").copy()
    return theta, read_only(theta - step.theta)


@checked(
    steps=iterable(Step, "the steps of a descent"),
    at_most=optional(whole(0)),
    below=optional(number),
    gradient_below=optional(above(0)),
    velocity_below=optional(above(0)),
    patience=optional(whole(1)),
)
def stop(
    steps: Iterable[Step],
    *,
    at_most: int | None = None,
    below: float | None = None,
    gradient_below: float | None = None,
    velocity_below: float | None = None,
    patience: int | None = None,
) -> Iterator[Step]:
    """Yield the steps up to the one at which a rule says stop.

    at_most: that many updates were made after the first step. below: the loss is below.
    gradient_below: every number of the gradient is that near to 0. velocity_below:
    each of the last two updates changed every number of theta by less (with prox the
    gradient need not become 0, and with momentum one may stand still in turning).
    patience: that many steps in a row brought no new lowest loss.
    Rules left at None never speak. Raises ValueError for invalid arguments.
    """
    lowest, since, still = math.inf, 0, 0
    for done, step in enumerate(steps):
        yield step
        since = 0 if step.value < lowest else since + 1
        lowest = step.value if since == 0 else lowest
        if at_most is not None and done >= at_most:
            return
        if below is not None and step.value < below:
            return
        if patience is not None and since >= patience:
            return
        if gradient_below and np.abs(step.gradient).max() < gradient_below:
            return
        still = still + 1 if velocity_below and _moved(step) < velocity_below else 0
        if still == 2:
            return


@checked(steps=iterable(Step, "the steps of a descent"))
def last(steps: Iterable[Step]) -> Step:
    """Return the last of the steps, and keep no other: `*_, last = steps` would hold all of them in memory.

    Raises ValueError where there is none.
    """
    found = None
    for step in steps:
        found = step
    if found is None:
        raise ValueError("steps: expected at least one step, got none")
    return found


def _moved(step):
    return math.inf if step.velocity is None else np.abs(step.velocity).max()


NUDGE = 6e-6  # a smaller one drowns in rounding, over a larger one the slope changes


@checked(loss=LOSS, theta=vector, nudge=between(1e-12, 1))
def gradient_numerically(loss: Loss, theta, nudge: float = NUDGE) -> np.ndarray:
    """Return the gradient (p,) by central differences: each number up and down.

    By how much: by nudge, or for numbers beyond 1 by nudge times the number.
    """
    theta = theta.copy()
    gradient = np.empty_like(theta)
    for i, middle in enumerate(theta):
        by = nudge * max(1.0, abs(middle))
        theta[i] = middle + by
        above, _ = answer_of(loss, theta)
        theta[i] = middle - by
        below, _ = answer_of(loss, theta)
        theta[i] = middle
        gradient[i] = (above - below) / (2 * by)
    return gradient


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The gradient (p,) that a loss returns, next to one by central differences."""

    analytic: np.ndarray
    numeric: np.ndarray
    disagreement: np.ndarray  # (p,) by what share of itself the gradient is off
    worst: float  # the largest of these; below 1e-6 all is well


@checked(loss=LOSS, theta=vector)
def check_gradient(loss: Loss, theta) -> GradientCheck:
    """Hold the gradient that loss returns at theta against central differences.

    Disagreement is |analytic - numeric|, divided by the larger of the two. But central
    differences are not exact: the loss is rounded, and twice the nudge gives another
    answer. Where the gradient is not a million times larger than this doubt, the
    disagreement is divided by a million times the doubt. So below 1e-6 the two agree
    to six digits, or as nearly as nudging can tell. Raises ValueError for invalid
    arguments.
    """
    value, gradient = answer_of(loss, theta)
    analytic = checks.shaped(gradient, theta.shape, "gradient").copy()
    numeric = gradient_numerically(loss, theta)
    doubt = np.abs(numeric - gradient_numerically(loss, theta, 2 * NUDGE))
    doubt += 4 * np.finfo(float).eps * abs(value) / NUDGE
    scale = np.maximum(np.abs(analytic), np.abs(numeric))
    scale = np.maximum(scale, 1e6 * doubt)
    disagreement = np.abs(analytic - numeric) / np.where(scale == 0, 1.0, scale)
    return GradientCheck(analytic, numeric, disagreement, float(disagreement.max()))


@checked(loss=LOSS, theta=row)
def curvatures(loss: Loss, theta) -> np.ndarray:
    """Return how strongly the loss curves upwards at theta (p,), the least first, (p,).

    They are the eigenvalues of its matrix of second derivatives (the Hessian), taken
    from differences of the gradient: the curvatures along p directions at right angles.
    Where the gradient is 0 and all of them are above 0, every way leads up: theta is a
    local minimum. loss is a function theta -> (value, gradient).
    Raises ValueError unless theta is a row of numbers.
    Source: J. Nocedal, S. Wright, Numerical Optimization (2006), theorem 2.4.
    """
    nudge = 1e-5
    nudges = nudge * np.eye(len(theta))
    slopes = [answer_of(loss, theta + e)[1] - answer_of(loss, theta - e)[1] for e in nudges]
    H = np.array(slopes) / (2 * nudge)
    return np.linalg.eigvalsh((H + H.T) / 2)


__getattr__ = renamed(__name__, _velocity="Momentum")
