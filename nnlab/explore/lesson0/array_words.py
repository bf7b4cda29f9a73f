"""What the boxes of lesson 0 say: whole sentences with named places, and functions to choose them."""

from collections.abc import Iterable

import numpy as np

from nnlab.explore.kit.numbers import plain

SHAPE_OF_A, SHAPE_OF_B, COMPUTE = "shape of a", "shape of b", "compute"
DOES = [("a + b", "a + b"), ("a − b", "a - b"), ("a * b", "a * b"), ("a.sum(axis)", "a.sum")]
BROADCASTING_HINT = (
    "Move the pointer over the result: the numbers that make one of its boxes light up. By keyboard, on the "
    "picture: arrows go from box to box. Pale dashed boxes are stretched copies: NumPy does not store them"
)
RESULT, NONE = "result", "none"
STRETCHED, CLASH, GONE = "1 → {size}", "do not fit", "summed"
LINED_UP = "the shapes, lined up from the right"
NO_RESULT = "refused"

SAME = "Both have the same shape: number goes with number."
ONE_STRETCHED = "Lined up from the right, {name} is stretched to {shape}."
BOTH_STRETCHED = "Lined up from the right, both are stretched, to {shape}: each number of a meets each of b."
BOTH_STRETCHED_ROWS = "Lined up from the right, both are stretched, to {shape}."
REFUSED = (
    "Lined up from the right, {one} meets {other}: they differ, and neither is 1, so neither can be "
    "stretched. NumPy says: {error}."
)
NO_AXIS = "An array of shape {shape} has no axis {axis}: its axes are counted from 0."
NO_AXIS_AT_ALL = "A single number, of shape (), has no axis to sum over: it stays as it is."
SUMMED = "Summed over axis {axis}, which had {size} numbers: shape {before} becomes {after}."
SUMMED_ALL = "Summed over all axes: one number is left, and shape {before} becomes {after}."
WORKED = "result[{place}] = {sum} = {value}."
WORKED_SINGLE = "The result is {sum} = {value}."
ALT = "two arrays of shapes {a} and {b} as boxes, and the result of {does}, of shape {result}"
ALT_REFUSED = "two arrays of shapes {a} and {b} as boxes, which {does} does not fit together"
ALT_SUM = "an array of shape {a} as boxes, and its sum, of shape {result}"
ALT_NO_SUM = "an array of shape {a} as boxes, which has no such axis to sum over"


def shape(sizes: tuple[int, ...]) -> str:
    """Write a shape as Python does: (3,)."""
    return str(tuple(map(int, sizes)))


def stretching(a: tuple, b: tuple, result: tuple) -> str:
    """Say which of two shapes is stretched to that of the result."""
    if a == b:
        return SAME
    if result not in (a, b):
        whole = int(np.prod(a)) * int(np.prod(b)) == int(np.prod(result))
        return (BOTH_STRETCHED if whole else BOTH_STRETCHED_ROWS).format(shape=shape(result))
    return ONE_STRETCHED.format(name="b" if result == a else "a", shape=shape(result))


def refused(one: int, other: int, error: str) -> str:
    """Say which two sizes do not fit."""
    return REFUSED.format(one=one, other=other, error=error.strip())


def no_axis(sizes: tuple, axis: int | None) -> str:
    """Say that there is no such axis."""
    return NO_AXIS.format(shape=shape(sizes), axis=axis)


def summed(before: tuple, axis: int | None, after: tuple) -> str:
    """Say what a sum leaves of the shape."""
    if not before:
        return NO_AXIS_AT_ALL
    if axis is None:
        return SUMMED_ALL.format(before=shape(before), after=shape(after))
    return SUMMED.format(axis=axis, size=before[axis], before=shape(before), after=shape(after))


def worked(place: Iterable[int], numbers: list[float], sign: str, value: float) -> str:
    """Say how one number of the result comes about."""
    many = [plain(number) for number in numbers]
    if len(many) > 6:
        many = [*many[:3], "…", many[-1]]
    total = f" {sign} ".join(many)
    if not (inside := ", ".join(map(str, place))):
        return WORKED_SINGLE.format(sum=total, value=plain(value))
    return WORKED.format(place=inside, sum=total, value=plain(value))


def alt_broadcasting(a: tuple, b: tuple, does: str, result: np.ndarray | None) -> str:
    """Say what the picture shows."""
    sums = does == "a.sum"
    if result is None:
        return (ALT_NO_SUM if sums else ALT_REFUSED).format(a=shape(a), b=shape(b), does=does)
    return (ALT_SUM if sums else ALT).format(a=shape(a), b=shape(b), does=does, result=shape(result.shape))
