"""Lesson 5: a sweep: the same experiment for every setting, each with the same seeds."""

import inspect
import itertools
import traceback
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from nnlab import checks
from nnlab.resume import read_only
from nnlab.rules import checked, function, optional, several
from nnlab.spread import standard_error


@dataclass(frozen=True, eq=False)
class Failure:
    """A run that failed: at which settings and seed, and what Python said.

    All but the settings is text, so that it can come from another process.
    """

    settings: Mapping[str, Any]
    seed: int
    error: str
    traceback: str

    def __str__(self) -> str:
        error = self.error if len(self.error) <= 150 else self.error[:147] + "..."
        return f"failed at {_where([*self.settings.items(), ('seed', self.seed)])}: {error}"


def _where(settings):
    return ", ".join(f"{name}={checks.shown(value)}" for name, value in settings)


@dataclass(frozen=True, eq=False)
class Sweep:
    """The results of all runs (read-only).

    values has an axis for each name in grid, one for the seeds, and then those of a
    result. What follows is taken over the seeds, and has the shape without their axis:
    nan wherever one of the runs is missing. `values[done]` are the results there are.
    """

    # the values of each setting
    grid: Mapping[str, tuple]
    seeds: tuple[int, ...]
    # nan where a run failed, or was never begun
    values: np.ndarray
    # True where there is a result: an axis for each name in grid, one for the seeds
    done: np.ndarray
    failures: tuple[Failure, ...]

    def mean(self) -> np.ndarray:
        """Return the mean over the seeds."""
        with np.errstate(invalid="ignore", over="ignore"):
            return self.values.mean(axis=len(self.grid))

    def spread(self) -> np.ndarray:
        """Return the standard deviation over the seeds, that of a sample (n - 1)."""
        if len(self.seeds) < 2:
            raise ValueError("seeds: expected at least two to see a spread, got one")
        # one run that diverged makes it nan
        with np.errstate(invalid="ignore", over="ignore"):
            return self.values.std(axis=len(self.grid), ddof=1)

    def error(self) -> np.ndarray:
        """Return the standard error of the mean: the spread / sqrt(number of seeds)."""
        return self.spread() / np.sqrt(len(self.seeds))


def _earlier(value, name):
    if not isinstance(value, Sweep):
        raise ValueError(f"{name}: expected what sweep returned earlier, got {checks.shown(value)}")
    return value


@checked(
    run=function("run(rng=..., **settings) -> number or array"),
    progress=optional(function("progress(done, total)")),
    before=optional(_earlier),
    map=function("map(function, cases) -> results"),
)
def sweep(
    run: Callable,
    grid: Mapping[str, Iterable],
    seeds: Iterable[int],
    *,
    progress: Callable[[int, int], None] | None = None,
    before: Sweep | None = None,
    map: Callable[..., Iterable] = map,
) -> Sweep:
    """Call run(rng=..., **settings) for every combination in grid, and every seed.

    grid says the values of each setting by name. Each run gets a fresh generator, made
    from its seed alone. So with one seed all settings meet the same chance, for as long
    as they draw the same numbers from it: in run, draw first what they are to share,
    such as samples, and then what depends on the setting. run returns a number, or an
    array of a shape always the same.
    progress(done, total) is called at the beginning and after each run.

    map says where the runs are made: in turn, right here; or by the map of any Executor, on
    several cores or machines: concurrent.futures' ProcessPoolExecutor().map, Dask's
    client.get_executor().map, mpi4py's MPIPoolExecutor().map. The results are the same in
    each, since a run depends on its settings and seed alone; they come back in the order of
    the cases. To other processes run must be sent, so it stands in a file, by its name.

    What is done is never lost. A run that fails stands among the `failures` of what is
    returned, with its settings, and a RuntimeWarning says so. An interrupt, or any other
    exception that ends the sweep, takes with it what was found, as its attribute
    `so_far`. Give such an earlier Sweep as `before`, and only what it lacks is run: what
    failed, what was never begun, new values in grid, new seeds.

    Raises ValueError for invalid arguments, and RuntimeError where every run fails.
    """
    grid = _grid(grid, run)
    seeds = tuple(checks.count(s, 0, "seeds") for s in _listed(seeds, "seeds"))
    if len(set(seeds)) < len(seeds):
        raise ValueError(f"seeds: expected different numbers, got {checks.shown(seeds)}")
    cases = list(itertools.product(*grid.values(), seeds))
    outcomes = _known(before, grid, seeds)
    missing = [case for case, outcome in zip(cases, outcomes) if outcome is None]
    i = 0
    try:
        attempts = iter(map(partial(_attempt, run, tuple(grid)), missing))
        for i in range(len(cases)):
            if progress is not None:
                progress(i, len(cases))
            if outcomes[i] is None:
                outcomes[i] = _next(attempts, len(missing), outcomes[:i])
        if progress is not None:
            progress(len(cases), len(cases))
    except BaseException as stop:
        stop.so_far = _gathered(grid, seeds, outcomes)
        done = f"sweep: {stop.so_far.done.sum()} of {len(cases)} runs are done and kept"
        stop.add_note(f"{done}; to go on from them: sweep(..., before=sys.last_value.so_far)")
        if i < len(cases) and outcomes[i] is None:
            stop.add_note(f"it waited for {_where(zip([*grid, 'seed'], cases[i]))}")
        if stop.so_far.failures:
            stop.add_note(f"{len(stop.so_far.failures)} runs failed, the first {stop.so_far.failures[0]}")
        raise
    found = _gathered(grid, seeds, outcomes)
    if found.failures:
        first = found.failures[0]
        if not found.done.any():
            stop = RuntimeError(f"run: {first}; no run gave a result")
            stop.add_note(first.traceback)
            raise stop
        told = f"{len(found.failures)} of {len(cases)} runs failed; see failures. The first {first}"
        # 3: the line that called sweep, behind what `checked` puts in front of it
        warnings.warn(told, RuntimeWarning, stacklevel=3)
    return found


def _next(attempts, expected, before):
    """Return the next outcome, or raise ValueError if map gave too few of them."""
    for outcome in attempts:
        return outcome
    came = sum(outcome is not None for outcome in before)
    raise ValueError(f"map: expected a result for each of {expected} runs, got {came}")


def _attempt(run, names, case):
    """Return what one run gives, as an array of floats, or its Failure. The last of a case is its seed."""
    settings = dict(zip(names, case))
    try:
        result = np.array(run(rng=np.random.default_rng(case[-1]), **settings))
        if result.dtype.kind not in "biuf":
            raise ValueError(f"expected a number or an array of numbers, got {checks.shown(result)}")
        return result.astype(float)
    except Exception as error:
        return Failure(settings, case[-1], repr(error), traceback.format_exc())


def _gathered(grid, seeds, outcomes):
    """Return what the runs gave as a Sweep: in outcomes, None stands for a run that was not begun.

    Results of another shape than the first one are failures.
    """
    cases = list(itertools.product(*grid.values(), seeds))
    arrays = [outcome for outcome in outcomes if isinstance(outcome, np.ndarray)]
    shape = arrays[0].shape if arrays else ()
    values, done = np.full((len(cases), *shape), np.nan), np.zeros(len(cases), bool)
    failures = []
    for i, (case, outcome) in enumerate(zip(cases, outcomes)):
        if isinstance(outcome, np.ndarray) and outcome.shape != shape:
            error = f"ValueError('expected a result of shape {shape}, as at first, got {outcome.shape}')"
            outcome = Failure(dict(zip(grid, case)), case[-1], error, error)
        if isinstance(outcome, Failure):
            failures.append(outcome)
        elif outcome is not None:
            values[i], done[i] = outcome, True
    axes = (*map(len, grid.values()), len(seeds))
    values, done = values.reshape(*axes, *shape), done.reshape(axes)
    return Sweep(grid, seeds, read_only(values), read_only(done), tuple(failures))


def _known(before, grid, seeds):
    """Return for each case what is known from before, an array, or None."""
    axes = [*grid.values(), seeds]
    if before is None:
        return [None] * int(np.prod([len(axis) for axis in axes]))
    if before.grid.keys() != grid.keys():
        names, came = ", ".join(grid) or "none", ", ".join(before.grid) or "none"
        raise ValueError(f"before: expected a sweep over the same settings ({names}), got {came}")
    earlier = [*(before.grid[name] for name in grid), before.seeds]
    # where each value of today stood, if it stood there
    places = [[_place(value, values) for value in axis] for axis, values in zip(axes, earlier)]
    order = [list(before.grid).index(name) for name in grid]
    turned = (*order, len(order))
    done = before.done.transpose(turned)
    values = before.values.transpose(*turned, *range(len(turned), before.values.ndim))
    return [
        np.asarray(values[place]) if None not in place and done[place] else None
        for place in itertools.product(*places)
    ]


def _place(value, values):
    for i, other in enumerate(values):
        if value is other or (type(value) is type(other) and np.array_equal(value, other)):
            return i
    return None


def _grid(grid, run):
    if not isinstance(grid, Mapping) or not all(isinstance(name, str) for name in grid):
        expected = 'lists of values by name, such as {"hidden": [2, 4]}'
        raise ValueError(f"grid: expected {expected}, got {checks.shown(grid)}")
    if "rng" in grid:
        raise ValueError("grid: expected other names than rng, which each run gets from its seed")
    try:
        inspect.signature(run).bind(rng=None, **grid)
    except TypeError as error:
        call = ", ".join(["rng", *grid])
        raise ValueError(f"run: expected a function run({call}), but this one has {error}") from None
    except ValueError:
        # no signature to be read, as with some compiled functions
        pass
    return {name: _listed(values, name) for name, values in grid.items()}


def _listed(values, name):
    found = () if isinstance(values, str) or not np.iterable(values) else tuple(values)
    if not found:
        raise ValueError(f"{name}: expected at least one value in a list, got {checks.shown(values)}")
    return found


class Mean(NamedTuple):
    """A mean of independent values, and its standard error."""

    value: float
    error: float


@checked(values=several)
def mean_and_error(values) -> Mean:
    """Return the mean of n independent values (n,), and its standard error: their deviation / sqrt(n).

    The deviation is that of a sample, with n - 1. Raises ValueError unless values are at least
    two finite numbers.
    """
    return Mean(float(values.mean()), float(standard_error(values)))
