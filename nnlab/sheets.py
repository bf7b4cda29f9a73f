"""Lesson 9: pictures laid on a larger sheet: in the middle, at a place of one's choice, or at random."""

from typing import final

import numpy as np

from nnlab import checks
from nnlab.rows import Rows
from nnlab.rules import array_of, checked, generator, whole

PICTURES = array_of("(n, rows, columns)")


def _room(pictures, sheet, name="sheet"):
    rows, columns = pictures.shape[1:]
    if sheet < max(rows, columns):
        raise ValueError(f"{name}: expected at least {max(rows, columns)}, the picture's side, got {sheet}")
    return sheet - rows, sheet - columns


@checked(pictures=PICTURES, sheet=whole(1))
def laid(pictures, sheet: int, down=None, right=None) -> np.ndarray:
    """Return pictures (n, rows, columns) on sheets of sheet x sheet zeros, as rows X (n, sheet sheet).

    down and right say how many rows are free above each and how many columns on its left, one number for all
    or (n,); with None it lies in the middle (of an odd number the smaller half is above and on the left).
    Raises ValueError where a picture would not lie on its sheet.
    """
    room = _room(pictures, sheet)
    n = len(pictures)
    return _laid(pictures, sheet, *(_offset(*at, n) for at in zip((down, right), room, ("down", "right"))))


def _offset(value, room, name, n):
    given = checks.numbers(room // 2 if value is None else value, name)
    if given.shape not in ((), (n,)) or ((given < 0) | (given > room) | (given != np.floor(given))).any():
        raise ValueError(
            f"{name}: expected a whole number from 0 to {room}, or {n} of them, got {checks.shown(value)}"
        )
    return given.astype(int)


def _laid(pictures, sheet, down, right):
    n, rows, columns = pictures.shape
    X = np.zeros((n, sheet, sheet))
    i = np.broadcast_to(down, n)[:, None, None] + np.arange(rows)[:, None]
    j = np.broadcast_to(right, n)[:, None, None] + np.arange(columns)
    X[np.arange(n)[:, None, None], i, j] = pictures
    return X.reshape(n, -1)


@checked(pictures=PICTURES, sheet=whole(1))
def every_place(pictures, sheet: int) -> tuple[np.ndarray, np.ndarray]:
    """Return all places (p, 2), free rows above and free columns on the left, and their shifts (p,).

    A shift is how far a place is from where `laid` puts a picture by itself: the larger of rows and columns.
    Raises ValueError for a sheet that is smaller than the pictures.
    """
    room = _room(pictures, sheet)
    places = np.argwhere(np.ones((room[0] + 1, room[1] + 1), bool))
    return places, np.abs(places - np.array(room) // 2).max(axis=1)


@final
class Wandering(Rows):
    """Rows for mini-batches: each picture with its answer, once at every place of a larger sheet.

    Row i is picture i // p at place i % p, of p places; it is laid on its sheet when it is read.
    pictures are (n, rows, columns), y (n, outputs).
    """

    def __init__(self, pictures, y, sheet: int) -> None:
        self.pictures, self.y = PICTURES(pictures, "pictures"), checks.numbers(y, "y")
        if self.y.ndim != 2 or len(self.y) != len(self.pictures):
            expected = f"{len(self.pictures)} rows, one for each picture"
            raise ValueError(f"y: expected {expected}, got shape {self.y.shape}")
        self.sheet = whole(1)(sheet, "sheet")
        self.places, _ = every_place(self.pictures, sheet)
        self.n, self.name = len(self.pictures) * len(self.places), "wandering pictures"

    def read(self, start, stop):
        """Return the rows start to stop - 1."""
        self.within(start, stop)
        return self.take(np.arange(start, stop))

    def take(self, places):
        """Return the rows at any places (m,), in that order."""
        which, at = np.divmod(places, len(self.places))
        return _laid(self.pictures[which], self.sheet, *self.places[at].T), self.y[which]


@checked(pictures=PICTURES, sheet=whole(1), rng=generator)
def wandering(pictures, sheet: int, *, rng: np.random.Generator) -> np.ndarray:
    """Return pictures (n, rows, columns) on sheets, each at a random place, as rows X (n, sheet sheet).

    Raises ValueError for invalid arguments.
    """
    places, _ = every_place(pictures, sheet)
    return _laid(pictures, sheet, *places[rng.integers(len(places), size=len(pictures))].T)
