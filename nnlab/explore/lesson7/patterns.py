"""Patterns to store: letters, digits, random ones, and pictures that the reader brings along."""

from string import ascii_uppercase
from typing import Any, NamedTuple

import numpy as np

from nnlab.data import Digits, digits
from nnlab.data.letters import SHAPE, letters

MOST = 26  # patterns of a set that may be stored; those that the reader teaches come on top
LARGEST = 32  # cells across or down that an own picture may have: W has a number for every two of them
GIVEN = "given"  # the name of the set of the reader's own pictures
FAINT = 8  # shades, of 256: a picture with fewer between its darkest and lightest shows nothing


class Patterns(NamedTuple):
    """Patterns of one size, and what they are called."""

    X: np.ndarray  # (P, N) of -1 and +1
    names: list[str]
    shape: tuple[int, int]  # rows and columns
    made: "Made | None" = None  # how, if they were pictures


class Made(NamedTuple):
    """What was done to make patterns of pictures."""

    before: tuple[int, int]  # rows and columns of the picture
    after: tuple[int, int]  # and of the cells that it takes
    middle: float | None  # the shade that parts ink from paper; None where that was clear already
    light: bool = True  # whether it is the light cells that are ink


def patterns_of(name: str, which: str, *, rng: np.random.Generator) -> Patterns:
    """Return the patterns of a set in the order in which they are stored.

    Those named in `which` come first. The random ones are drawn from `rng`.
    """
    first = list(dict.fromkeys(which.upper()))
    if name == "letters":
        order = [c for c in first if c in ascii_uppercase]
        order += [c for c in ascii_uppercase if c not in order]
        return Patterns(letters("".join(order)), order, SHAPE)
    if name in ("digits", "large digits"):
        order = [c for c in first if c in "0123456789"]
        order += [c for c in "0123456789" if c not in order]
        written = digits()
        at = [np.flatnonzero(written.y == int(c)) for c in order]
        # One of each, then a second one of each ...
        rows = np.array([at[j % 10][j // 10] for j in range(MOST)])
        names = [f"the {('', 'second ', 'third ')[j // 10]}{order[j % 10]}" for j in range(MOST)]
        X = np.where(written.X[rows] >= 8, 1, -1)
        times = 1 if name == "digits" else 2
        X = X.reshape(-1, *Digits.shape).repeat(times, axis=1).repeat(times, axis=2)
        return Patterns(X.reshape(MOST, -1), names, X.shape[1:])
    if name == "random":
        X = rng.choice([-1, 1], size=(MOST, 100))
        return Patterns(X, [f"pattern {j + 1}" for j in range(MOST)], (10, 10))
    if name == "two":
        return Patterns(np.array([[1, -1]]), ["(+, −)"], (1, 2))
    return Patterns(np.empty((0, 256), int), [], (16, 16))


def from_arrays(pictures: Any) -> Patterns:
    """Return the patterns of pictures (P, h, w), or of one (h, w).

    True is ink, and so is +1 where all numbers are -1 or +1. Of other numbers (shades from 0 to 255, say)
    those above the middle of their range are ink. Pictures with more than `LARGEST` cells across or down are
    scaled down first. Raises ValueError for anything else.
    """
    shades = _shades(pictures)
    rows, columns = shades.shape[1:]
    cells = _within(rows, columns, (min(rows, LARGEST), min(columns, LARGEST)))
    sharp = shades.dtype == bool or bool(np.isin(shades, (-1, 1)).all())
    shades = shades.astype(float)
    if cells != (rows, columns):
        shades = np.array([scaled(picture, cells) for picture in shades])
    middle = (0.5 if shades.min() >= 0 else 0.0) if sharp else float(shades.min() + shades.max()) / 2
    if not sharp and shades.min() == shades.max():
        raise ValueError(f"patterns: expected dark and light, got {shades.min():g} everywhere")
    X = np.where(shades > middle, 1, -1).reshape(len(shades), -1)
    names = [f"picture {j + 1}" for j in range(len(X))]
    made = Made((rows, columns), cells, None if sharp else middle)
    return Patterns(X, names, cells, made)


def _shades(pictures: Any) -> np.ndarray:
    """Return pictures as an array (P, h, w) of numbers, or raise ValueError."""
    wanted = "patterns: expected pictures (P, h, w) or one (h, w)"
    if np.ma.is_masked(pictures):
        raise ValueError(f"{wanted}, got an array with masked cells; fill them first")
    try:
        shades = np.asarray(pictures)
    except ValueError:
        raise ValueError(f"{wanted} of one size, got several sizes") from None
    if shades.ndim == 4 or (shades.ndim == 3 and shades.shape[2] in (3, 4) and shades.shape[1] > 4):
        hint = "of colours take the mean: pictures.mean(axis=-1)"
        raise ValueError(f"{wanted}, got shape {shades.shape}; {hint}")
    if shades.ndim not in (2, 3):
        hint = "a row of cells becomes a picture by .reshape(h, w)"
        raise ValueError(f"{wanted}, got shape {shades.shape}; {hint}")
    shades = shades.reshape(-1, *shades.shape[-2:])
    if shades.dtype.kind not in "biuf":
        raise ValueError(f"{wanted} of numbers, got dtype {shades.dtype}; .astype(float) may help")
    if not np.isfinite(shades).all():
        raise ValueError(f"{wanted} of finite numbers, got nan or inf among them")
    if not 1 <= len(shades) <= MOST:
        raise ValueError(
            f"patterns: expected 1 to {MOST} pictures, got {len(shades)}; take pictures[:{MOST}]"
        )
    if shades[0].size < 2:
        raise ValueError(f"patterns: expected pictures of 2 cells or more, got shape {shades.shape[1:]}")
    return shades


def from_shades(shades: np.ndarray, shape: tuple[int, int]) -> tuple[np.ndarray, Made]:
    """Return one picture's shades (h, w), 0 is black and 255 white, as a state (N,) on a grid of `shape`.

    The whole picture is scaled to fit and stands in the middle. Its paper is what most cells on its edge are.
    Raises ValueError if it has hardly any contrast.
    """
    cells = _within(*shades.shape, shape)
    small = scaled(shades, cells)
    low, high = float(small.min()), float(small.max())
    if high - low < FAINT:
        raise ValueError("it is of one shade nearly everywhere")
    light = small > (low + high) / 2
    edge = np.concatenate([light[0], light[-1], light[1:-1, 0], light[1:-1, -1]])
    ink = ~light if edge.mean() >= 0.5 else light
    s = -np.ones(shape, int)
    down, along = ((room - took) // 2 for room, took in zip(shape, cells))
    s[down : down + cells[0], along : along + cells[1]] = np.where(ink, 1, -1)
    return s.ravel(), Made(shades.shape, cells, (low + high) / 2, light=ink is light)


def _within(rows: int, columns: int, shape: tuple[int, int]) -> tuple[int, int]:
    """Return rows and columns of the largest picture of these proportions that `shape` has room for."""
    by = min(shape[0] / rows, shape[1] / columns)
    return max(round(rows * by), 1), max(round(columns * by), 1)


def scaled(shades: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Return a picture (h, w) in the cells of `shape`: each is the mean of what it covers."""
    return _shares(shape[0], shades.shape[0]) @ shades @ _shares(shape[1], shades.shape[1]).T


def _shares(new: int, old: int) -> np.ndarray:
    """Return how much of each new cell (new, old) each old one makes up, along one side."""
    ends, wide = np.arange(new + 1) * old / new, np.arange(old)
    left, right = np.maximum(ends[:-1, None], wide), np.minimum(ends[1:, None], wide + 1)
    return np.clip(right - left, 0, None) * new / old
