"""Lesson 3: gradient descent, one step after another, each a thing to look at."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from nnlab import checks

Loss = Callable[[np.ndarray], tuple[float, np.ndarray]]  # theta -> (value, gradient)
Prox = Callable[[np.ndarray, float], np.ndarray]  # (theta, lr) -> theta


@dataclass(frozen=True, eq=False)
class Step:
    """Where descent stands after k updates, and all it needs to go on (read-only)."""

    k: int  # updates so far: step 0 is the start
    theta: np.ndarray  # (p,) the parameters
    value: float  # the loss at this theta
    gradient: np.ndarray  # (p,) its gradient at this theta
    velocity: np.ndarray | None = None  # (p,) the last change of theta; at first None
    diverged: bool = False  # value or gradient is infinite or nan: the last step


def descend(
    loss: Loss | Iterable[Loss],
    start,
    *,
    lr: float,
    momentum: float = 0.0,
    prox: Prox | None = None,
) -> Iterator[Step]:
    """Go downhill from start, and yield every `Step`, that of the start first.

    loss is a function theta -> (value, gradient), or a stream of such functions: one
    for each step, the first for the start. start is a theta (p,), or a Step: descent
    then goes on from there, with the same loss, lr and momentum exactly as before.
    The rule: velocity <- momentum velocity - lr gradient, theta <- theta + velocity.
    prox, a function (theta, lr) -> theta, has the last word on each update; lesson 6
    needs one. velocity is then the change that it left.
    Descent goes on for ever (see `stop`), unless the stream ends or a step has
    diverged: that one is the last, without an exception and without a warning.
    Raises ValueError for unfit arguments.
    Sources: Rumelhart, Hinton, Williams, Nature 323 (1986) 533, equations 8 and 9; with
    prox: Ochs, Chen, Brox, Pock, SIAM J. Imaging Sciences 7 (2014) 1388 (iPiano).
    """
    lr = checks.number_above(lr, 0, "lr")
    momentum = checks.number_at_least(momentum, 0, "momentum")
    if momentum >= 1:
        raise ValueError(f"momentum: expected a number below 1, got {momentum:g}")
    if not callable(loss) and not isinstance(loss, Iterable):
        expected = "a function theta -> (value, gradient), or a stream of them"
        raise ValueError(f"loss: expected {expected}, got {loss!r}")
    if prox is not None and not callable(prox):
        raise ValueError(f"prox: expected a function (theta, lr) -> theta, got {prox!r}")
    losses = repeat(loss) if callable(loss) else loss
    rule = (lr, momentum, prox)
    if isinstance(start, Step):
        return _steps(losses, start.k, start.theta, start.velocity, *rule)
    theta = checks.parameters(start, np.size(start), "start").copy()
    return _steps(losses, 0, theta, None, *rule)


def _steps(losses, k, theta, velocity, lr, momentum, prox):
    for loss in losses:
        # Too large a rate drives theta to infinity. That is a result like any other,
        # the step that has diverged, so NumPy need not warn of it on the way.
        with np.errstate(over="ignore", invalid="ignore"):
            step = _look(loss, k, theta, velocity)
            k, velocity = k + 1, _velocity(step, lr, momentum)
            theta = theta + velocity
            if prox is not None:  # of no concern before lesson 6
                theta, velocity = _last_word(prox, step, theta, lr)
        yield step
        if step.diverged:
            return


def _look(loss, k, theta, velocity):
    value, gradient = loss(_read_only(theta))
    gradient = np.array(gradient, dtype=float)  # a copy: the loss may reuse its own
    if gradient.shape != theta.shape:
        expected = f"a gradient of shape {theta.shape}"
        raise ValueError(f"loss: expected {expected}, got shape {gradient.shape}")
    diverged = _diverged(value, gradient)
    return Step(k, theta, float(value), _read_only(gradient), velocity, diverged)


def _velocity(step, lr, momentum):
    velocity = -lr * step.gradient
    if momentum and step.velocity is not None:
        velocity += momentum * step.velocity
    return _read_only(velocity)


def _last_word(prox, step, theta, lr):
    theta = checks.shaped(prox(theta, lr), theta.shape, "prox").copy()
    return theta, _read_only(theta - step.theta)


def _diverged(value, gradient):
    return not (math.isfinite(value) and bool(np.isfinite(gradient).all()))


def _read_only(array):
    array.setflags(write=False)
    return array


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
    patience: so many steps in a row brought no new lowest loss; `best` finds
    the step that had the lowest.
    Rules left at None never speak. Raises ValueError for unfit arguments.
    """
    at_most = math.inf if at_most is None else checks.count(at_most, 0, "at_most")
    below = -math.inf if below is None else checks.number(below, "below")
    patience = math.inf if patience is None else checks.count(patience, 1, "patience")
    if gradient_below is not None:
        gradient_below = checks.number_above(gradient_below, 0, "gradient_below")
    if velocity_below is not None:
        velocity_below = checks.number_above(velocity_below, 0, "velocity_below")
    return _until(steps, at_most, below, gradient_below, velocity_below, patience)


def _until(steps, at_most, below, gradient_below, velocity_below, patience):
    lowest, since, still = math.inf, 0, 0
    for done, step in enumerate(steps):
        yield step
        if step.value < lowest:
            lowest, since = step.value, 0
        else:
            since += 1
        if done >= at_most or step.value < below or since >= patience:
            return
        if gradient_below and np.abs(step.gradient).max() < gradient_below:
            return
        still = still + 1 if velocity_below and _moved(step) < velocity_below else 0
        if still == 2:
            return


def _moved(step):
    return math.inf if step.velocity is None else np.abs(step.velocity).max()


def best(steps: Iterable[Step]) -> Step:
    """Return the step with the lowest loss, the earliest if there are several."""
    found = min(steps, key=_height, default=None)
    if found is None:
        raise ValueError("steps: expected at least one step, got none")
    return found


def _height(step):
    return math.inf if math.isnan(step.value) else step.value


@dataclass(frozen=True, eq=False)
class Trace:
    """A recorded run: m of its steps, the first, the best and the last among them."""

    k: np.ndarray  # (m,) updates so far
    theta: np.ndarray  # (m, p)
    value: np.ndarray  # (m,)
    gradient: np.ndarray  # (m, p)
    velocity: np.ndarray  # (m, p); nan where there was none

    def __len__(self) -> int:
        return len(self.k)

    def __getitem__(self, row: int) -> Step:
        """Return the step in this row, from which `descend` can go on."""
        k, theta, gradient = int(self.k[row]), self.theta[row], self.gradient[row]
        value, velocity = float(self.value[row]), self.velocity[row]
        if np.isnan(velocity).all():
            velocity = None
        return Step(k, theta, value, gradient, velocity, _diverged(value, gradient))

    def at(self, k: int) -> Step:
        """Return the recorded step that is nearest to step k."""
        return self[int(np.argmin(np.abs(self.k - k)))]

    def save(self, path, **beside) -> None:
        """Write the trace, and arrays beside it, to a file; usually named .npz."""
        with open(path, "wb") as file:
            np.savez(file, **vars(self), **beside)

    @classmethod
    def load(cls, path) -> "Trace":
        """Read a trace that `save` wrote."""
        found = read(path)
        missing = [name for name in cls.__dataclass_fields__ if name not in found]
        if missing:
            came = f"one without {', '.join(missing)}"
            raise ValueError(f"path: expected a file with a trace, got {came}")
        return cls(**{name: found[name] for name in cls.__dataclass_fields__})


def read(path) -> dict[str, np.ndarray]:
    """Return all arrays, read-only, of a file in NumPy's format .npz, by name."""
    with np.load(path, allow_pickle=False) as found:  # a pickle may run somebody's code
        return {name: _read_only(found[name]) for name in found.files}


def record(steps: Iterable[Step], every: int = 1, at_most: int = 1000) -> Trace:
    """Play all the steps and keep each, or each second or tenth, as `every` says.

    When there are more than at_most, every second one is dropped, and from then on only
    half as many are kept. The best step and the last are kept in any case.
    Raises ValueError for unfit arguments, and if there is no step.
    """
    every = checks.count(every, 1, "every")
    at_most = checks.count(at_most, 2, "at_most")
    kept, lowest, last = [], None, None
    for number, last in enumerate(steps):
        if lowest is None or _height(last) < _height(lowest):
            lowest = last
        if number % every == 0:
            kept.append(last)
        if len(kept) > at_most:
            kept, every = kept[::2], 2 * every
    if last is None:
        raise ValueError("steps: expected at least one step, got none")
    by_number = {step.k: step for step in (*kept, lowest, last)}
    kept = [by_number[k] for k in sorted(by_number)]
    none = np.full(last.theta.shape, np.nan)
    return Trace(
        k=_rows(step.k for step in kept),
        theta=_rows(step.theta for step in kept),
        value=_rows(step.value for step in kept),
        gradient=_rows(step.gradient for step in kept),
        velocity=_rows(none if s.velocity is None else s.velocity for s in kept),
    )


def _rows(things):
    return _read_only(np.array(list(things)))


NUDGE = 6e-6  # a smaller one drowns in rounding, over a larger one the slope changes


def gradient_numerically(loss: Loss, theta, nudge: float = NUDGE) -> np.ndarray:
    """Return the gradient (p,) by central differences: each number up and down.

    By how much: by nudge, or for numbers beyond 1 by nudge times the number.
    """
    theta = checks.parameters(theta, np.size(theta)).copy()
    gradient = np.empty_like(theta)
    for i, middle in enumerate(theta):
        by = nudge * max(1.0, abs(middle))
        theta[i] = middle + by
        above, _ = loss(theta)
        theta[i] = middle - by
        below, _ = loss(theta)
        theta[i] = middle
        gradient[i] = (above - below) / (2 * by)
    return gradient


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The gradient (p,) that a loss returns, beside one by central differences."""

    analytic: np.ndarray
    numeric: np.ndarray
    disagreement: np.ndarray  # (p,) by what share of itself the gradient is off
    worst: float  # the largest of these; below 1e-6 all is well


def check_gradient(loss: Loss, theta) -> GradientCheck:
    """Hold the gradient that loss returns at theta against central differences.

    Disagreement is |analytic - numeric|, divided by the larger of the two. But central
    differences are not exact: the loss is rounded, and twice the nudge gives another
    answer. Where the gradient is not a million times larger than this doubt, the
    disagreement is divided by a million times the doubt. So below 1e-6 the two agree
    to six digits, or as nearly as nudging can tell. Raises ValueError for unfit
    arguments.
    """
    theta = checks.parameters(theta, np.size(theta))
    value, gradient = loss(theta)
    analytic = checks.shaped(gradient, theta.shape, "gradient").copy()
    numeric = gradient_numerically(loss, theta)
    doubt = np.abs(numeric - gradient_numerically(loss, theta, 2 * NUDGE))
    doubt += 4 * np.finfo(float).eps * abs(value) / NUDGE
    scale = np.maximum(np.abs(analytic), np.abs(numeric))
    scale = np.maximum(scale, 1e6 * doubt)
    disagreement = np.abs(analytic - numeric) / np.where(scale == 0, 1.0, scale)
    return GradientCheck(analytic, numeric, disagreement, float(disagreement.max()))
