"""Lesson 5: a sweep: the same experiment for every setting, each with the same seeds."""

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nnlab import checks
from nnlab.resume import read_only
from nnlab.rules import checked


@dataclass(frozen=True, eq=False)
class Sweep:
    """The results of all runs (read-only).

    values has an axis for each name in grid, one for the seeds, and then those of a
    result. What follows is taken over the seeds, and has the shape without their axis.
    """

    grid: Mapping[str, tuple]  # the values of each setting
    seeds: tuple[int, ...]
    values: np.ndarray

    def mean(self) -> np.ndarray:
        """Return the mean over the seeds."""
        with np.errstate(invalid="ignore", over="ignore"):
            return self.values.mean(axis=len(self.grid))

    def spread(self) -> np.ndarray:
        """Return the standard deviation over the seeds, that of a sample (n - 1)."""
        if len(self.seeds) < 2:
            raise ValueError("seeds: expected at least two to see a spread, got one")
        with np.errstate(invalid="ignore", over="ignore"):  # one run that diverged makes it nan
            return self.values.std(axis=len(self.grid), ddof=1)

    def error(self) -> np.ndarray:
        """Return the standard error of the mean: the spread / sqrt(number of seeds)."""
        return self.spread() / np.sqrt(len(self.seeds))


def sweep(
    run: Callable,
    grid: Mapping[str, Iterable],
    seeds: Iterable[int],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Sweep:
    """Call run(rng=..., **settings) for every combination in grid, and every seed.

    grid says the values of each setting by name. Each run gets a fresh generator, made
    from its seed alone. So with one seed all settings meet the same chance, for as long
    as they draw the same numbers from it: in run, draw first what they are to share,
    such as samples, and then what depends on the setting. run returns a number, or an
    array of a shape always the same.
    progress(done, total) is called at the beginning and after each run.
    Raises ValueError for invalid arguments, and RuntimeError where run fails, which says
    at which settings and seed.
    """
    grid = {name: _listed(values, name) for name, values in dict(grid).items()}
    seeds = tuple(checks.count(s, 0, "seeds") for s in _listed(seeds, "seeds"))
    if len(set(seeds)) < len(seeds):
        raise ValueError(f"seeds: expected different numbers, got {seeds}")
    cases = list(itertools.product(*grid.values(), seeds))
    results = []
    for done, case in enumerate(cases):
        if progress is not None:
            progress(done, len(cases))
        settings = dict(zip(grid, case))
        where = ", ".join(f"{k}={v!r}" for k, v in [*settings.items(), ("seed", case[-1])])
        try:
            result = run(rng=np.random.default_rng(case[-1]), **settings)
            result = np.array(result)
        except Exception as error:
            raise RuntimeError(f"run: failed at {where}: {error!r}") from error
        if result.dtype.kind not in "biuf":
            expected = "a number or an array of numbers"
            raise ValueError(f"run: expected {expected}, got {result!r} at {where}")
        results.append(result.astype(float))
        if results[-1].shape != results[0].shape:
            expected = f"a result of shape {results[0].shape}, as at first"
            raise ValueError(f"run: expected {expected}, got {results[-1].shape} at {where}")
    if progress is not None:
        progress(len(cases), len(cases))
    shape = (*map(len, grid.values()), len(seeds), *results[0].shape)
    values = np.array(results).reshape(shape)
    return Sweep(grid, seeds, read_only(values))


def _listed(values, name):
    found = () if isinstance(values, str) or not np.iterable(values) else tuple(values)
    if not found:
        raise ValueError(f"{name}: expected at least one value in a list, got {values!r}")
    return found


class Mean(NamedTuple):
    """A mean of independent values, and its standard error."""

    value: float
    error: float


def _several(values, name):
    values = checks.row(values, name)
    if len(values) < 2:
        raise ValueError(f"{name}: expected at least two numbers, got shape {values.shape}")
    return values


@checked(values=_several)
def mean_and_error(values) -> Mean:
    """Return the mean of n independent values (n,), and its standard error: their deviation / sqrt(n).

    The deviation is that of a sample, with n - 1. Raises ValueError unless values are at least
    two finite numbers.
    """
    return Mean(float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))))
