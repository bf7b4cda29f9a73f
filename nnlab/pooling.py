"""Lesson 9: pooling: of many neighbouring answers keep one, the largest or the mean.

The answers A (..., rows, columns) are cut into blocks of side x side; rows and columns that are left over at
the end are not used. With side None a map is one block: that is global pooling, which forgets where.
"""

import numpy as np

from nnlab import checks
from nnlab.rules import array_of, checked, optional, relative, two_counts, whole

MAPS = array_of("(..., rows, columns)")


@relative
def _within(side, name, given):
    return _no_larger(side, name, min(given["A"].shape[-2:]), "A")


def _no_larger(side, name, least, of):
    side = optional(whole(1))(side, name)
    if side is not None and side > least:
        raise ValueError(f"{name}: expected blocks of at most {least}, the shorter side of {of}, got {side}")
    return side


@relative
def _slopes(delta, name, given):
    A, side = given["A"], given.get("side")
    return checks.shaped(MAPS(delta, name), (*A.shape[:-2], *_pooled_shape(A.shape[-2:], side)), name)


@relative
def _within_shape(side, name, given):
    return _no_larger(side, name, min(given["shape"]), "shape")


@checked(shape=two_counts, side=_within_shape)
def pooled_shape(shape: tuple[int, int], side: int | None = None) -> tuple[int, int]:
    """Return how many blocks (rows, columns) there are in maps of `shape` (rows, columns).

    Raises ValueError for invalid arguments.
    """
    return _pooled_shape(shape, side)


def _pooled_shape(shape, side):
    return (1, 1) if side is None else (shape[0] // side, shape[1] // side)


def _blocks(A, side):
    """Return A cut into blocks, (..., rows', columns', numbers in a block)."""
    if side is None:
        return A.reshape(*A.shape[:-2], 1, 1, -1)
    r, s = _pooled_shape(A.shape[-2:], side)
    cut = A[..., : r * side, : s * side].reshape(*A.shape[:-2], r, side, s, side)
    return cut.swapaxes(-3, -2).reshape(*A.shape[:-2], r, s, side * side)


@checked(A=MAPS, side=_within)
def largest(A, side: int | None = None) -> np.ndarray:
    """Return where the largest of each block stands, (..., rows', columns').

    The place is one number, row times columns plus column of its map. Of several that are equally large it is
    the first, row by row: on blank paper, where all are equal, ties are the rule. Raises ValueError for
    invalid arguments.
    """
    return _largest(A, side)


def _largest(A, side):
    inside = _blocks(A, side).argmax(axis=-1)  # the place in its block
    if side is None:
        return inside
    row, column = divmod(inside, side)
    rows, columns = inside.shape[-2:]
    return (np.arange(rows)[:, None] * side + row) * A.shape[-1] + np.arange(columns) * side + column


@checked(A=MAPS, side=_within)
def max_pool(A, side: int | None = None) -> np.ndarray:
    """Return the largest of each block, (..., rows', columns'). Raises ValueError for invalid arguments."""
    return _max_pool(A, _largest(A, side))


def _max_pool(A, where):
    flat, at = A.reshape(*A.shape[:-2], -1), where.reshape(*where.shape[:-2], -1)
    return np.take_along_axis(flat, at, axis=-1).reshape(where.shape)


@checked(A=MAPS, side=_within, delta=_slopes)
def max_pool_gradient(A, delta, side: int | None = None) -> np.ndarray:
    """Return the slope of the loss by A, of its shape; delta (..., rows', columns') is that by the pooled.

    The largest of a block gets all of it, the others nothing, for a small change of them changes nothing. Of
    several equally large ones the first gets all: if each got it, too much would be paid.
    Raises ValueError for invalid arguments.
    """
    return _max_pool_gradient(A.shape, delta, _largest(A, side))


def _max_pool_gradient(shape, delta, where):
    back = np.zeros((*shape[:-2], shape[-2] * shape[-1]))
    at = where.reshape(*where.shape[:-2], -1)
    np.put_along_axis(back, at, delta.reshape(at.shape), axis=-1)
    return back.reshape(shape)


@checked(A=MAPS, side=_within)
def mean_pool(A, side: int | None = None) -> np.ndarray:
    """Return the mean of each block, (..., rows', columns'). Raises ValueError for invalid arguments."""
    return _mean_pool(A, side)


def _mean_pool(A, side):
    return _blocks(A, side).mean(axis=-1)


@checked(A=MAPS, side=_within, delta=_slopes)
def mean_pool_gradient(A, delta, side: int | None = None) -> np.ndarray:
    """Return the slope of the loss by A, of its shape: each of a block gets an equal share of its delta.

    Raises ValueError for invalid arguments.
    """
    return _mean_pool_gradient(A.shape, delta, side)


def _mean_pool_gradient(shape, delta, side):
    back = np.zeros(shape)
    high, wide = (side, side) if side is not None else shape[-2:]
    r, s = delta.shape[-2:]
    shares = np.repeat(np.repeat(delta / (high * wide), high, axis=-2), wide, axis=-1)
    back[..., : r * high, : s * wide] = shares
    return back
