"""The forms that answers have: compare values, name their form, write them as Python."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any, final

import numpy as np

from nnlab.exercises import words

EXACT = 1e-9  # for whole numbers, halves and the like; leaves room for rounding in float64
CUSTOMARY = 1e-5  # for computed numbers: float32, or 1e-7 added inside a logarithm, is no mistake

_DEEPEST = 8  # lists in lists in lists: a list may even contain itself
_LONGEST = 100  # of a list or of a side of an array; more would never be read
_LONGEST_TEXT = 1000  # of anything else


class WrongForm(ValueError):
    """The answer cannot be compared at all; the message says what was expected and what came."""


def call(answer: Any, *inputs: Any) -> Any:
    """Ask an answer that is a function: call it. Raises WrongForm if it is none."""
    if not callable(answer):
        raise WrongForm(words.NO_FUNCTION.format(came=describe(answer)))
    return answer(*inputs)


def value_of(answer: Any) -> Any:
    """Return an answer that is a value, or what it returns if it is a function without inputs."""
    if not callable(answer):
        return answer
    came = inputs_of(answer)
    if came is not None and not came.takes([]):
        raise WrongForm(words.NO_INPUTS.format(came=came))
    return answer()


def must_take(answer: Any, names: Sequence[str]) -> None:
    """Raise WrongForm if the answer is a function that cannot be called with these inputs."""
    came = inputs_of(answer) if callable(answer) else None
    if came is not None and not came.takes(names):
        raise WrongForm(words.OTHER_INPUTS.format(expected=", ".join(names), came=came))


@final
class Inputs:
    """The inputs a function takes, as it writes them itself."""

    def __init__(self, signature: inspect.Signature):
        self._signature = signature

    def takes(self, values: Sequence[Any]) -> bool:
        """Return whether the function can be called with these values, by position."""
        try:
            self._signature.bind(*values)
        except TypeError:
            return False
        return True

    def __str__(self) -> str:
        return str(self._signature.replace(return_annotation=inspect.Signature.empty))[1:-1]


def inputs_of(answer: Callable) -> Inputs | None:
    """Return what the function takes, or None if Python cannot tell (written in C, for example)."""
    try:
        return Inputs(inspect.signature(answer))
    except Exception:  # an answer may be any object
        return None


def close(yours: Any, expected: Any, tolerance: float = EXACT) -> bool:
    """Compare numbers, arrays and tuples of them, up to a relative and absolute tolerance.

    Lists pass for tuples and arrays, (n, 1) columns for (n,), and ints, bools and floats for one another.
    Raises WrongForm if the number of values or a shape differs.
    """
    if expected is None:
        return yours is None
    if isinstance(expected, tuple):
        several = isinstance(yours, tuple | list) or (isinstance(yours, np.ndarray) and yours.ndim > 0)
        if not several or len(yours) != len(expected):
            raise WrongForm(words.OTHER_COUNT.format(expected=len(expected), came=describe(yours)))
        # a list: look at every form first
        return all([close(a, b, tolerance) for a, b in zip(yours, expected)])
    expected = np.asarray(expected)
    # a list that is too long need not be converted to be seen as such, which might take seconds
    too_long = isinstance(yours, tuple | list) and len(yours) > max(expected.size, 1)
    numbers = None if too_long else as_numbers(yours)
    if numbers is None or np.squeeze(numbers).shape != np.squeeze(expected).shape:
        raise WrongForm(words.OTHER_FORM.format(expected=describe(expected), came=describe(yours)))
    # squeezed, because NumPy would compare a column with a row by making a square of them
    return np.allclose(
        np.squeeze(numbers), np.squeeze(expected), rtol=tolerance, atol=tolerance, equal_nan=True
    )


def as_numbers(value: Any) -> np.ndarray | None:
    """Return a value as an array of floats, or None if it is not made of numbers."""
    if isinstance(value, str | bytes):
        return None
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O" and value is not None:  # fractions, for example
            array = array.astype(float)
        return array.astype(float, copy=False) if array.dtype.kind in "biuf" else None
    except Exception:  # whatever the answer's own objects do when NumPy touches them
        return None


def describe(value: Any) -> str:
    """Name the form of a value: "a number", "an array of shape (3,)", "3 values"."""
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return f"an array of shape {value.shape}"
    if isinstance(value, tuple | list):
        return "1 value" if len(value) == 1 else f"{len(value)} values"
    if value is None:
        return "nothing (None: is a return missing?)"
    if value is ...:
        return "a placeholder (...)"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    return "a number" if as_numbers(value) is not None else f"a value of type {type(value).__name__}"


def show(value: Any, digits: int = 6) -> str:
    """Write a value as Python that can be pasted into a cell, with the same digits on every machine.

    Of more than a hundred values in a row only the first hundred are written, and "..." for the others.
    """
    return _show(value, digits, _DEEPEST)


def _show(value: Any, digits: int, deep: int) -> str:
    if isinstance(value, np.ndarray) and value.ndim > 0:
        if max(value.shape) > _LONGEST:  # one more than is written, so that "..." stands behind it
            value = value[(slice(_LONGEST + 1),) * value.ndim]
        return f"np.array({_show(value.tolist(), digits, deep)})"
    if isinstance(value, np.generic | np.ndarray):
        value = value.item()
    if value is ...:
        return "..."
    if isinstance(value, tuple | list):
        if deep == 0:
            return "..."
        parts = [_show(part, digits, deep - 1) for part in value[:_LONGEST]]
        inside = ", ".join(parts + ["..."] * (len(value) > _LONGEST))
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside}{',' * (len(value) == 1)})"
    if isinstance(value, float):
        text = f"{value + 0.0:.{digits}g}"  # + 0.0 turns -0.0 into 0.0
        return text + ".0" if text.lstrip("-").isdigit() else text
    if isinstance(value, str | bytes):
        value = value[: _LONGEST_TEXT + 1]
    try:
        text = repr(value)
        return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + " ..."
    except Exception:
        return f"a {type(value).__name__} that cannot be shown"


def three_triples(answer: Any, all_three: str, one_of_them: str) -> np.ndarray:
    """Return three triples of numbers, shape (3, 3), from a tuple, list, array or function of no inputs.

    Raises WrongForm with one of the two sentences, which have places for `came` and for `number`.
    """
    given = value_of(answer)
    if _finite(given, (3, 3)):
        return as_numbers(given)
    if isinstance(given, tuple | list) and len(given) == 3:
        for number, triple in enumerate(given, 1):
            if not _finite(triple, (3,)):
                raise WrongForm(one_of_them.format(number=number, came=describe(triple)))
    raise WrongForm(all_three.format(came=describe(given)))


def _finite(value: Any, shape: tuple) -> bool:
    numbers = as_numbers(value)
    return numbers is not None and numbers.shape == shape and bool(np.isfinite(numbers).all())
