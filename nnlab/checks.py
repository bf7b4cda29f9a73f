"""Lesson 1: what every public function asks of its arguments, and the sentence you read when it is not so."""

import math
from numbers import Integral, Real

import numpy as np


def samples(X, name: str = "X") -> np.ndarray:
    """Return X as an array of floats, shape (n, d): rows are samples, columns are features.

    Raises ValueError unless X is a table of finite numbers with at least one row and one column.
    An array that already is such a table is returned as it is, not copied.
    """
    table = _numbers(X, name, "a table of numbers, one row per sample")
    if table.ndim != 2:
        hint = f"; for one feature write {name}[:, None]" if table.ndim == 1 else ""
        raise ValueError(f"{name}: expected shape (n, d), one row per sample, got shape {table.shape}{hint}")
    if table.size == 0:
        raise ValueError(f"{name}: expected at least one sample and one feature, got shape {table.shape}")
    return _finite(table, name)


def labels(y, n: int, name: str = "y") -> np.ndarray:
    """Return y as an array of n whole numbers 0 and 1.

    True and False, 0.0 and 1.0, or a column of shape (n, 1) will do as well.
    Raises ValueError for another length or another label.
    """
    given = _array(y)
    if given.shape not in [(n,), (n, 1)]:
        raise ValueError(f"{name}: expected {n} labels, one per sample, got shape {given.shape}")
    if given.dtype.kind not in "biuf" or not np.all((given == 0) | (given == 1)):
        found = sorted(set(given.ravel().tolist()), key=str)
        few = ", ".join(map(repr, found[:5])) + (", ..." if len(found) > 5 else "")
        hint = f"; (np.asarray({name}) + 1) // 2 makes them so" if found == [-1, 1] else ""
        raise ValueError(f"{name}: expected labels 0 and 1, got [{few}]{hint}")
    return given.reshape(n).astype(int)


def weights(w, size: int, name: str = "w") -> np.ndarray:
    """Return w as an array of floats, shape (size,). Raises ValueError for another shape, NaN or infinity."""
    vector = _numbers(w, name, f"{size} numbers, the bias last")
    if vector.shape != (size,):
        raise ValueError(f"{name}: expected shape ({size},), the bias last, got shape {vector.shape}")
    return _finite(vector, name)


def number_above(value, low: float, name: str) -> float:
    """Return value as a float, or raise ValueError unless it is a finite number greater than low."""
    return _number(value, name, f"above {low:g}", lambda number: number > low)


def number_at_least(value, low: float, name: str) -> float:
    """Return value as a float, or raise ValueError unless it is a finite number not below low."""
    return _number(value, name, f"of at least {low:g}", lambda number: number >= low)


def count(value, low: int, name: str) -> int:
    """Return value as an int, or raise ValueError unless it is a whole number not below low."""
    if not isinstance(value, Integral) or isinstance(value, bool) or value < low:
        raise ValueError(f"{name}: expected a whole number of at least {low}, got {_shown(value)}")
    return int(value)


def generator(rng, name: str = "rng") -> np.random.Generator:
    """Return rng, or raise ValueError unless it is a numpy.random.Generator."""
    if not isinstance(rng, np.random.Generator):
        hint = "np.random.default_rng(0) makes one"
        raise ValueError(f"{name}: expected a numpy.random.Generator, got {_shown(rng)}; {hint}")
    return rng


def _array(value):
    try:
        return np.asarray(value)
    except ValueError:  # rows of different lengths
        return np.asarray(None)


def _numbers(value, name, expected):
    given = _array(value)
    if given.dtype.kind not in "biuf":
        raise ValueError(f"{name}: expected {expected}, got {_shown(value)}")
    return np.asarray(given, dtype=float, order="C")  # each row in one piece of memory


def _finite(array, name):
    finite = np.isfinite(array)
    if not finite.all():
        place = tuple(map(int, np.argwhere(~finite)[0]))
        where = ", ".join(map(str, place))
        raise ValueError(f"{name}: expected finite numbers, got {array[place]:g} at {name}[{where}]")
    return array


def _number(value, name, expected, holds):
    real = isinstance(value, Real) and not isinstance(value, bool)
    if real and math.isfinite(value) and holds(value):
        return float(value)
    kind = "a finite number" if real and math.isinf(value) else "a number"
    raise ValueError(f"{name}: expected {kind} {expected}, got {_shown(value)}")


def _shown(value):
    """Show a value in a message: np.float64(nan) as nan, and a long array by its beginning."""
    text = f"{value:g}" if isinstance(value, np.floating) else " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "..."
