"""Ground: rules for arguments, which stand in front of a function, so that its body is left to its subject.

    @checked(X=samples, y=labels_of("X"), lr=above(0))
    def train(X, y, *, lr=1.0): ...

A rule says what one argument must be: `rule(value, name)` returns the value in the form that the function
works with, or raises ValueError with a sentence. Those of `nnlab.checks` are rules as they stand. Some are
made: `above(0)`, `whole(1)`, `optional(samples)`. Others must know a second argument, as in
`labels_of("X")`: as many labels as X has samples.
"""

import functools
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from os import PathLike
from typing import Any

from nnlab import checks
from nnlab.checks import (
    couplings,
    flag,
    generator,
    number,
    numbers,
    row,
    samples,
    sizes,
    squarable,
    summable,
    vector,
)
from nnlab.resume import read_only

__all__ = [
    "above",
    "among",
    "array_of",
    "at_least",
    "between",
    "checked",
    "columns_of",
    "couplings",
    "features_of",
    "file_path",
    "flag",
    "function",
    "generator",
    "inputs_of",
    "instance",
    "iterable",
    "labels_of",
    "mask",
    "number",
    "numbers",
    "optional",
    "parameters_of",
    "relative",
    "row",
    "row_of",
    "samples",
    "several",
    "signs",
    "signs_of",
    "sized",
    "sizes",
    "squarable",
    "summable",
    "targets_of",
    "two_counts",
    "vector",
    "weights_of",
    "whole",
]

Rule = Callable[..., Any]  # (value, name) -> value


def checked(**rules: Rule) -> Callable:
    """Return a decorator that applies a rule to each argument it names, in the order in which they stand.

    That happens at the call, also of a generator. What the caller leaves out is not checked. A rule that
    is `relative` also gets all arguments: `rule(value, name, arguments)`. Raises TypeError, when the
    function is defined, for a rule about something that is no parameter of it.
    """

    def decorate(function: Callable) -> Callable:
        signature = inspect.signature(function)
        if unknown := rules.keys() - signature.parameters.keys():
            raise TypeError(f"{function.__name__} has no parameter {', '.join(sorted(unknown))}")

        @functools.wraps(function)
        def call(*args, **kwargs):
            try:
                bound = signature.bind(*args, **kwargs)
            except TypeError:
                return function(*args, **kwargs)  # Python says what is missing or too much
            given = bound.arguments
            for name, rule in rules.items():
                if name in given:
                    more = (given,) if rule in RELATIVE else ()
                    given[name] = rule(given[name], name, *more)
            return function(*bound.args, **bound.kwargs)

        return call

    return decorate


RELATIVE: set[Rule] = set()  # rules that get all arguments


def relative(rule: Rule) -> Rule:
    """Mark a rule as one that also looks at the other arguments: `rule(value, name, arguments)`."""
    RELATIVE.add(rule)
    return rule


# ---- Rules that are made -----------------------------------------------------------------------------


def optional(rule: Rule) -> Rule:
    """Return the rule for an argument that may be None as well."""
    if rule in RELATIVE:
        return relative(lambda value, name, given: None if value is None else rule(value, name, given))
    return lambda value, name: None if value is None else rule(value, name)


def above(low: float) -> Rule:
    """Return the rule for a finite number greater than low."""
    return lambda value, name: checks.number_above(value, low, name)


def at_least(low: float) -> Rule:
    """Return the rule for a finite number not below low."""
    return lambda value, name: checks.number_at_least(value, low, name)


def between(low: float, high: float, *, open_end: bool = False) -> Rule:
    """Return the rule for a number from low to high, high itself left out if open_end is True."""
    to = "to below" if open_end else "to"
    expected = f"from {low:g} {to} {high:g}"

    def rule(value, name):
        return checks.real(value, name, expected, lambda x: low <= x < high or (x == high and not open_end))

    return rule


def whole(low: int, high: int = sys.maxsize) -> Rule:
    """Return the rule for a whole number from low to high."""
    return lambda value, name: checks.count(value, low, name, high)


def several(value, name: str):
    """Return value as a row of numbers (n,), or raise ValueError unless there are at least two."""
    given = row(value, name)
    if len(given) < 2:
        raise ValueError(f"{name}: expected at least two numbers, got shape {given.shape}")
    return given


def two_counts(value, name: str) -> tuple[int, int]:
    """Return value as rows and columns, or raise ValueError unless it is two whole numbers of at least 1."""
    try:
        rows, columns = value
        return whole(1)(rows, name), whole(1)(columns, name)
    except (TypeError, ValueError):
        expected = "rows and columns, two whole numbers of at least 1"
        raise ValueError(f"{name}: expected {expected}, got {checks.shown(value)}") from None


def instance(kind: type, described: str) -> Rule:
    """Return the rule for an object of that kind; described says what it is: "a Network"."""

    def rule(value, name):
        if not isinstance(value, kind):
            raise ValueError(f"{name}: expected {described}, got {checks.shown(value)}")
        return value

    return rule


def file_path(value, name: str):
    """Return value, or raise ValueError unless it is the path of a file or folder: a rule."""
    if not isinstance(value, str | PathLike) or not str(value).strip():
        raise ValueError(f"{name}: expected the path of a file, got {checks.shown(value)}")
    return value


def iterable(kind: type, described: str) -> Rule:
    """Return the rule for something that can be gone through, such as a list or a generator.

    All members are of that kind; those of a generator, which come only when asked for, are taken on trust.
    """

    def rule(value, name):
        there = () if isinstance(value, Iterator) or not isinstance(value, Iterable) else value
        if not isinstance(value, Iterable) or not all(isinstance(member, kind) for member in there):
            raise ValueError(f"{name}: expected {described}, got {checks.shown(value)}")
        return value

    return rule


def among(allowed: Iterable[str]) -> Rule:
    """Return the rule for one of the allowed names."""
    names = tuple(allowed)
    return lambda value, name: checks.one_of(value, names, name)


def array_of(shape: str) -> Rule:
    """Return the rule for an array of numbers, at least one; shape says of what, as "(rows, columns)".

    With "(..., rows, columns)" there may be any number of dimensions before them.
    """
    least = shape.count(",") + 1 - shape.count("...")

    def rule(value, name):
        given = checks.numbers(value, name)
        fits = given.ndim == least or ("..." in shape and given.ndim > least)
        if not fits or given.size == 0:
            raise ValueError(f"{name}: expected numbers of shape {shape}, got shape {given.shape}")
        largest = max(float(given.max()), -float(given.min()))
        if largest > checks.LARGEST:
            raise ValueError(f"{name}: expected numbers up to {checks.LARGEST:g}, got {largest:g}")
        return given

    return rule


def function(signature: str) -> Rule:
    """Return the rule for a function; signature says what goes in and what comes out."""

    def rule(value, name):
        if not callable(value):
            raise ValueError(f"{name}: expected a function {signature}, got {checks.shown(value)}")
        return value

    return rule


def labels_of(X: str) -> Rule:
    """Return the rule for labels 0 and 1, one for each sample of the argument X."""
    return relative(lambda value, name, given: checks.labels(value, len(given[X]), name))


def targets_of(X: str, outputs: str | int = 1) -> Rule:
    """Return the rule for right answers (n, k), one row per sample of the argument X.

    k is given as a number, or as the name of an argument that has `outputs`.
    """

    def rule(value, name, given):
        k = outputs if isinstance(outputs, int) else given[outputs].outputs
        return checks.targets(value, len(given[X]), k, name)

    return relative(rule)


def columns_of(X: str) -> Rule:
    """Return the rule for a row of as many numbers as the argument X has columns."""
    return relative(lambda value, name, given: checks.parameters(value, given[X].shape[1], name))


def sized(size: int) -> Rule:
    """Return the rule for a row of exactly `size` numbers, the bias last."""
    return lambda value, name: checks.weights(value, size, name)


def weights_of(X: str) -> Rule:
    """Return the rule for weights (d + 1,), the bias last, for the argument X (n, d)."""
    return relative(lambda value, name, given: checks.weights(value, given[X].shape[1] + 1, name))


def features_of(X: str) -> Rule:
    """Return the rule for other samples (m, d), with as many columns as the argument X (n, d)."""
    return relative(lambda value, name, given: checks.features(value, given[X].shape[1], name))


def inputs_of(model: str) -> Rule:
    """Return the rule for samples (n, d) for the argument model, which says its d as `inputs`."""
    return relative(lambda value, name, given: checks.features(value, given[model].inputs, name))


def row_of(x: str) -> Rule:
    """Return the rule for a row of as many numbers as the argument x has."""
    return relative(lambda value, name, given: checks.row(value, name, len(given[x])))


def mask(value, name: str):
    """Return a copy of a row of True and False that nobody can change: a rule for masks of theta."""
    return read_only(checks.mask(value, name))


def signs_of(shape: str, W: str) -> Rule:
    """Return the rule for states of as many neurons as W has columns; shape as in `checks.signs`."""
    return relative(lambda value, name, given: checks.signs(value, name, shape, given[W].shape[-1]))


def parameters_of(model: str) -> Rule:
    """Return the rule for a theta (p,) of the argument model, which says its p as `size`."""
    return relative(lambda value, name, given: checks.parameters(value, given[model].size, name))


def signs(shape: str) -> Rule:
    """Return the rule for states or patterns of -1 and +1; shape as in `checks.signs`."""
    return lambda value, name: checks.signs(value, name, shape)
