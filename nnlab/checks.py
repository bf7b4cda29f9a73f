"""Ground: what is asked of arguments, and the sentence you read when it is not so.

Each function takes a value and its name, and returns the value in the form that is worked with, or raises
ValueError. So each is a rule that `rules.checked` can put in front of a public function.
"""

import math
import sys
from collections.abc import Callable
from contextlib import suppress
from numbers import Integral, Real

import numpy as np

# the largest number whose square, added to those of many others, still is one
LARGEST = 1e150


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
    given = array(y, name)
    if given.shape not in [(n,), (n, 1)]:
        raise ValueError(f"{name}: expected {n} labels, one per sample, got shape {given.shape}")
    if given.dtype.kind not in "biuf" or not np.all((given == 0) | (given == 1)):
        found = sorted(set(given.ravel().tolist()), key=str)
        few = ", ".join(map(repr, found[:5])) + (", ..." if len(found) > 5 else "")
        hint = f"; (np.asarray({name}) + 1) // 2 makes them so" if found == [-1, 1] else ""
        raise ValueError(f"{name}: expected labels 0 and 1, got [{few}]{hint}")
    return given.reshape(n).astype(int)


def classes(y, k: int, name: str = "y", n: int | None = None) -> np.ndarray:
    """Return y as an array of whole numbers 0 to k - 1, shape (n,); whole floats will do as well.

    Raises ValueError for another length than n, if one is given, and for any other number.
    """
    given = row(y, name, n)
    wrong = np.flatnonzero((given < 0) | (given >= k) | (given != np.floor(given)))
    if len(wrong):
        came = f"{given[wrong[0]]:g} at {name}[{wrong[0]}]"
        raise ValueError(f"{name}: expected classes 0 to {k - 1}, got {came}")
    return given.astype(int)


def weights(w, size: int, name: str = "w") -> np.ndarray:
    """Return w as an array of floats, shape (size,). Raises ValueError for another shape, NaN or infinity."""
    vector = _numbers(w, name, f"{size} numbers, the bias last")
    if vector.shape != (size,):
        raise ValueError(f"{name}: expected shape ({size},), the bias last, got shape {vector.shape}")
    return _finite(vector, name)


def targets(y, n: int, k: int, name: str = "y") -> np.ndarray:
    """Return y as floats, shape (n, k): right answers, one row per sample, one column per output.

    For a single output a plain row of n numbers will do as well.
    Raises ValueError for another shape, NaN or infinity.
    """
    given = _numbers(y, name, "numbers, one row per sample")
    table = given[:, None] if given.ndim == 1 else given
    if table.shape != (n, k):
        fits = f"({n},) or ({n}, 1)" if k == 1 else f"({n}, {k})"
        raise ValueError(f"{name}: expected shape {fits}, one row per sample, got shape {given.shape}")
    return _finite(table, name)


def alike(a, y) -> tuple[np.ndarray, np.ndarray]:
    """Return a and y as floats, both of the same shape (n, k); a plain row of n numbers becomes (n, 1).

    Raises ValueError if they do not fit, rather than let NumPy stretch one of them: (n,) next to (n, 1)
    would become a table (n, n).
    """
    a = _numbers(a, "a", "numbers, one row per sample")
    if a.size == 0:
        raise ValueError(f"a: expected at least one answer, got shape {a.shape}")
    k = 1 if a.ndim == 1 else a.shape[-1] if a.ndim else 1
    a = targets(a, len(a) if a.ndim else 1, k, "a")
    return a, targets(y, len(a), k)


def fractions(y, name: str) -> np.ndarray:
    """Return y, or raise ValueError unless all its numbers lie between 0 and 1."""
    outside = y[(y < 0) | (y > 1)]
    if len(outside):
        raise ValueError(f"{name}: expected numbers from 0 to 1 for cross_entropy, got {outside[0]:g}")
    return y


def shares(y, name: str) -> np.ndarray:
    """Return y (k, n), a sample in each column, or raise ValueError unless each column sums to 1."""
    total = y.sum(axis=0)
    off = np.flatnonzero(np.abs(total - 1) > 1e-6)
    if len(off):
        hint = "; `data.one_hot` makes such rows of class numbers" if name == "y" else ""
        expected = f"{name}: expected shares that sum to 1 for each sample"
        raise ValueError(f"{expected}, got {total[off[0]]:g} in row {off[0]}{hint}")
    return y


def parameters(theta, size: int, name: str = "theta") -> np.ndarray:
    """Return theta as floats, shape (size,). Raises ValueError for another shape, NaN or infinity.

    An array that already is such a vector is returned as it is, not copied.
    """
    vector = _numbers(theta, name, f"{size} numbers")
    if vector.shape != (size,):
        raise ValueError(f"{name}: expected shape ({size},), got shape {vector.shape}")
    return _finite(vector, name)


def features(X, d: int, name: str = "X") -> np.ndarray:
    """Return X as `samples` does. Raises ValueError also unless it has d columns."""
    X = samples(X, name)
    if X.shape[1] != d:
        raise ValueError(f"{name}: expected {d} features, one per input, got shape {X.shape}")
    return X


def sizes(value, name: str = "sizes") -> tuple[int, ...]:
    """Return a network's layer sizes as a tuple, or raise ValueError unless they are two or more counts."""
    expected = f"{name}: expected two or more whole numbers of at least 1, inputs first, outputs last"
    try:
        given = () if isinstance(value, str | bytes) else value
        found = tuple(count(size, 1, name) for size in given)
    except (TypeError, ValueError):
        found = ()
    if len(found) < 2:
        raise ValueError(f"{expected}, got {shown(value)}")
    return found


def names(value, length: int, allowed, name: str) -> tuple[str, ...]:
    """Return value as a tuple of that many allowed names; a single name stands for that many times itself."""
    found = (value,) * length if isinstance(value, str) else value
    if not isinstance(found, (list, tuple)) or len(found) != length:
        raise ValueError(
            f"{name}: expected {length} names, one per layer, or a single one, got {shown(value)}"
        )
    return tuple(one_of(each, allowed, name) for each in found)


def flag(value, name: str) -> bool:
    """Return value, or raise ValueError unless it is True or False."""
    if not isinstance(value, (bool, np.bool_)):
        raise ValueError(f"{name}: expected True or False, got {shown(value)}")
    return bool(value)


def number(value, name: str) -> float:
    """Return value as a float, or raise ValueError unless it is a finite number."""
    return real(value, name, "", lambda number: True)


def shaped(array, shape: tuple[int, ...], name: str) -> np.ndarray:
    """Return array as floats, or raise ValueError for another shape. Cheap enough for every step."""
    array = np.asarray(array, dtype=float)
    if array.shape != shape:
        raise ValueError(f"{name}: expected shape {shape}, got shape {array.shape}")
    return array


def numbers(value, name: str) -> np.ndarray:
    """Return value as an array of floats of its own shape, or raise ValueError unless all are finite."""
    return _finite(_numbers(value, name, "numbers"), name)


def vector(value, name: str) -> np.ndarray:
    """Return value as floats, shape (p,), at least one; as it stands if it is so already."""
    given = _numbers(value, name, "a row of numbers")
    if given.ndim != 1 or given.size == 0:
        raise ValueError(f"{name}: expected a row of numbers, shape (p,), got shape {given.shape}")
    return _finite(given, name)


def summable(X, name: str = "X") -> np.ndarray:
    """Return X as `samples` does, or raise ValueError if sums of its numbers may go beyond all numbers."""
    return _up_to(1e250, X, name)


def squarable(X, name: str = "X") -> np.ndarray:
    """Return X as `samples` does, or raise ValueError if the squares of its numbers go beyond all numbers."""
    return _up_to(LARGEST, X, name)


def _up_to(most, X, name):
    X = samples(X, name)
    largest = max(float(X.max()), -float(X.min()))  # without a copy
    if largest > most:
        got = f"got {largest:g}; write it in another unit"
        raise ValueError(f"{name}: expected numbers up to {most:g}, {got}")
    return X


def mask(value, name: str) -> np.ndarray:
    """Return a copy of a row of True and False."""
    given = array(value, name)
    if given.dtype != bool or given.ndim != 1 or not given.size:
        expected = "a row of True and False, one for each number of theta"
        raise ValueError(f"{name}: expected {expected}, got {given.dtype} {given.shape}")
    return given.copy()


def row(values, name: str, n: int | None = None) -> np.ndarray:
    """Return values as floats, shape (n,): a plain row of numbers, at least one; a column (n, 1) will do.

    Raises ValueError for another shape, for another length than n if one is given, for NaN and infinity.
    """
    given = _numbers(values, name, "a row of numbers")
    if not (given.ndim == 1 or (given.ndim == 2 and given.shape[1] == 1)) or given.size == 0:
        raise ValueError(f"{name}: expected a row of numbers, shape (n,), got shape {given.shape}")
    if n is not None and given.size != n:
        raise ValueError(f"{name}: expected {n} numbers, one per sample, got {given.size}")
    return _finite(given.reshape(-1), name)


def one_of(value, allowed, name: str):
    """Return value, or raise ValueError unless it is one of the allowed names."""
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name}: expected one of {', '.join(allowed)}, got {shown(value)}")
    return value


def signs(values, name: str, shape: str, N: int | None = None) -> np.ndarray:
    """Return states or patterns of neurons as an array of whole numbers -1 and +1.

    shape is "N" for one state, "P, N" or the like for a table with one state per row, "N or m, N" for either.
    Raises ValueError for another shape, another number of neurons than N, or other values.
    """
    given = array(values, name)
    dimensions = [part.count(",") + 1 for part in shape.split(" or ")]
    if given.dtype.kind not in "iuf" or given.ndim not in dimensions or given.size == 0:
        came = f"shape {given.shape}" if given.dtype.kind in "iuf" else shown(values)
        hint = ""
        if given.dtype.kind == "b":
            hint = f"; np.where({name}, 1, -1) makes them so"
        elif given.dtype.kind in "iuf" and given.ndim == 1 and dimensions == [2]:
            hint = f"; a single one goes in as {name}[None]"
        elif given.dtype.kind in "iuf" and given.ndim == 3:
            hint = f"; {name}.reshape(len({name}), -1) makes each picture a row"
        raise ValueError(f"{name}: expected numbers -1 and +1, shape ({shape}), got {came}{hint}")
    if N is not None and given.shape[-1] != N:
        raise ValueError(f"{name}: expected {N} neurons, got {given.shape[-1]}")
    if not np.all(np.abs(given) == 1):
        found = np.unique(given)
        few = ", ".join(f"{value:g}" for value in found[:5]) + (", ..." if len(found) > 5 else "")
        if np.all((found == 0) | (found == 1)):
            hint = f"2 * {name} - 1 makes them so"
        elif found[0] < 0 < found[-1]:
            hint = f"np.where({name} > 0, 1, -1) makes them so"
        else:  # grey, as in a picture
            middle = (float(found[0]) + float(found[-1])) / 2
            hint = f"np.where({name} > {middle:g}, 1, -1), the middle of their range, makes them so"
        raise ValueError(f"{name}: expected only -1 and +1, got [{few}]; {hint}")
    return given.astype(int, copy=False)


def couplings(W, name: str = "W") -> np.ndarray:
    """Return W as an array (N, N): whole numbers stay whole, all others become floats.

    Raises ValueError unless W is a square table of finite numbers with W_ij = W_ji.
    """
    given = array(W, name)
    if (
        given.dtype.kind not in "iuf"
        or given.ndim != 2
        or given.shape[0] != given.shape[1]
        or given.size == 0
    ):
        came = f"shape {given.shape}" if given.dtype.kind in "iuf" else shown(W)
        raise ValueError(f"{name}: expected a square table of numbers, shape (N, N), got {came}")
    table = given.astype(float if given.dtype.kind == "f" else int, copy=False)
    _finite(table, name)
    if not np.array_equal(table, table.T):
        i, j = map(int, np.argwhere(table != table.T)[0])
        came = f"{table[i, j]:g} at [{i}, {j}] and {table[j, i]:g} at [{j}, {i}]"
        raise ValueError(f"{name}: expected a symmetric table, got {came}")
    return table


def number_above(value, low: float, name: str) -> float:
    """Return value as a float, or raise ValueError unless it is a finite number greater than low."""
    return real(value, name, f"above {low:g}", lambda number: number > low)


def number_at_least(value, low: float, name: str) -> float:
    """Return value as a float, or raise ValueError unless it is a finite number not below low."""
    return real(value, name, f"of at least {low:g}", lambda number: number >= low)


def count(value, low: int, name: str, high: int = sys.maxsize) -> int:
    """Return value as an int, or raise ValueError unless it is a whole number from low to high."""
    if not isinstance(value, Integral) or isinstance(value, bool) or value < low:
        raise ValueError(f"{name}: expected a whole number of at least {low}, got {shown(value)}")
    if value > high:
        raise ValueError(f"{name}: expected a whole number up to {high:,}, got {shown(value)}")
    return int(value)


def generator(rng, name: str = "rng") -> np.random.Generator:
    """Return rng, or raise ValueError unless it is a numpy.random.Generator."""
    if not isinstance(rng, np.random.Generator):
        hint = "np.random.default_rng(0) makes one"
        raise ValueError(f"{name}: expected a numpy.random.Generator, got {shown(rng)}; {hint}")
    return rng


def array(value, name: str = "") -> np.ndarray:
    """Return what stands in value; an array of objects, shape (), if it is no array, as ragged lists are."""
    if np.ma.isMaskedArray(value):  # NumPy would look behind the mask
        masked = int(np.ma.count_masked(value))
        if masked:
            raise ValueError(f"{name}: expected numbers at every place, got {masked} masked; leave them out")
    if hasattr(value, "to_numpy"):  # a data frame, or a column of one; no package is imported for it
        value = _of_frame(value, name)
    try:
        return np.asarray(value)
    except ValueError:  # rows of different lengths
        return np.asarray(None)


def _of_frame(value, name):
    """Return a data frame or a column of one as an array: of floats if it can be, where missing is NaN."""
    given = value.to_numpy()
    if given.dtype.kind != "O":
        return given
    if not any(isinstance(entry, str) for entry in given.flat):
        with suppress(TypeError, ValueError):
            return value.to_numpy(dtype=float, na_value=np.nan)
    if given.ndim == 2:
        kinds = zip(value.columns, value.dtypes)
        texts = [repr(column) for column, dtype in kinds if getattr(dtype, "kind", "O") not in "biuf"]
        few = ", ".join(texts[:5])[:100] + (", ..." if len(texts) > 5 else "")
        raise ValueError(f"{name}: expected numbers in every column, got others in {few}; leave these out")
    return given


def _numbers(value, name, expected):
    given = array(value, name)
    if given.dtype.kind not in "biuf":
        hint = ""
        if given.dtype.kind == "O" and given.ndim:  # mixed columns of a table, for example
            hint = f", an array of dtype object; if all of it is numbers, {name}.astype(float) makes it so"
        raise ValueError(f"{name}: expected {expected}, got {shown(value)}{hint}")
    return np.asarray(given, dtype=float, order="C")  # each row in one piece of memory


def _finite(array, name):
    finite = np.isfinite(array)
    if not finite.all():
        place = tuple(map(int, np.argwhere(~finite)[0]))
        where = ", ".join(map(str, place))
        raise ValueError(f"{name}: expected finite numbers, got {array[place]:g} at {name}[{where}]")
    return array


def real(value, name: str, expected: str, holds: Callable[[float], bool]) -> float:
    """Return value as a float, or raise ValueError unless it is a finite number for which `holds` is true."""
    real = isinstance(value, Real) and not isinstance(value, bool)
    try:
        number = float(value) if real else math.nan
    except OverflowError:  # a whole number beyond all floats
        number = math.inf
    if math.isfinite(number) and holds(number):
        return number
    kind = "a finite number" if math.isinf(number) else "a number"
    raise ValueError(f"{name}: expected {kind} {expected}".rstrip() + f", got {shown(value)}")


def shown(value) -> str:
    """Show a value in a message: np.float64(nan) as nan, and a long array by its beginning."""
    text = f"{value:g}" if isinstance(value, np.floating) else " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "..."
