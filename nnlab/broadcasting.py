"""Lesson 0: how NumPy lines two shapes up, axis by axis from the right."""

from nnlab.checks import count, shown
from nnlab.rules import checked


def _shape(value, name):
    try:
        found = tuple(count(size, 0, name) for size in value)
    except (TypeError, ValueError):
        raise ValueError(f"{name}: expected a shape such as (3, 4), got {shown(value)}") from None
    return found


@checked(first=_shape, second=_shape)
def aligned(first: tuple[int, ...], second: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return the two sizes of each axis, from left to right, of shapes lined up at their right ends.

    Where the shorter shape has no axis left, its size is 1.
    """
    longest = max(len(first), len(second))
    first = (1,) * (longest - len(first)) + first
    second = (1,) * (longest - len(second)) + second
    return list(zip(first, second))


@checked(first=_shape, second=_shape)
def broadcast(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape of `a + b` for arrays of shapes `first` and `second`.

    The sizes of an axis fit if they are equal, or if one is 1: that array is stretched to the other's size.
    Raises ValueError where they do not fit.
    """
    result = []
    for one, other in aligned(first, second):
        if one != other and 1 not in (one, other):
            raise ValueError(f"second: expected 1 or {one} on an axis where first has {one}, got {other}")
        result.append(other if one == 1 else one)
    return tuple(result)
