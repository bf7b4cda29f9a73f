"""Lesson 8: orders in which the rows of a file or an array are seen, epoch by epoch.

Which row stands at a place of an epoch follows from a seed, the epoch and the place alone. The orders differ
in what they cost, and in what they fail at:

- InOrder: costs nothing. Fails at a file sorted by class: the net sees one class for long, and forgets the
  others.
- Shuffled: 8 bytes a row; in each epoch another permutation of all rows. Fails at files: each row is a read.
- Mixed: `at_once` chunks of rows in memory, mixed. Fails where these hold too few of the classes: of a sorted
  file take many small chunks, 100 of 100 rows, and not one of 10,000.

The exact shuffle of a whole file, once, stands in piles.py; after it, InOrder will do.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import final

import numpy as np

from nnlab.resume import read_only
from nnlab.rows import Rows
from nnlab.rules import flag, whole


@final
@dataclass(frozen=True)
class InOrder:
    """The rows as they lie, in every epoch."""

    def read(self, rows: Rows, epoch: int, start: int, stop: int, kept: dict) -> tuple[np.ndarray, ...]:
        """Return the rows at the places start to stop - 1 of the epoch."""
        return rows.read(start, stop)


@final
@dataclass(frozen=True)
class Shuffled:
    """All rows in a random order: another one in each epoch, or with once=True the same in all of them."""

    seed: int = 0
    once: bool = False

    def __post_init__(self):
        whole(0)(self.seed, "seed"), flag(self.once, "once")

    def read(self, rows: Rows, epoch: int, start: int, stop: int, kept: dict) -> tuple[np.ndarray, ...]:
        """Return the rows at the places start to stop - 1 of the epoch."""
        order = _permutation(rows.n, self.seed, 0 if self.once else epoch)
        return rows.take(order[start:stop])


@final
@dataclass(frozen=True)
class Mixed:
    """Chunks of neighbouring rows, drawn at random; `at_once` of them are read into a pool and mixed there.

    Each row comes once in an epoch. Memory: one pool of chunk x at_once rows, two while the next is read, and
    8 bytes a chunk. A chunk is one read: small ones mix better, large ones read faster.
    """

    chunk: int = 100
    at_once: int = 100
    seed: int = 0

    def __post_init__(self):
        for name, low in (("chunk", 1), ("at_once", 1), ("seed", 0)):
            whole(low)(getattr(self, name), name)

    def read(self, rows: Rows, epoch: int, start: int, stop: int, kept: dict) -> tuple[np.ndarray, ...]:
        """Return the rows at the places start to stop - 1 of the epoch; kept holds the last pool read."""
        order, begins = _pools(rows.n, self.chunk, self.at_once, self.seed, epoch, 0)
        first, last = np.searchsorted(begins, (start, stop - 1), side="right") - 1
        parts = []
        for pool in range(first, last + 1):
            low, high = max(start - begins[pool], 0), stop - begins[pool]
            parts.append([array[low:high] for array in self._pool(rows, order, begins, epoch, pool, kept)])
        return tuple(part[0] if len(parts) == 1 else np.concatenate(part) for part in zip(*parts))

    def _pool(self, rows, order, begins, epoch, pool, kept):
        found, arrays = kept.get("pool", (None, None))
        if found == (epoch, pool):
            return arrays
        n = (*begins, rows.n)[pool + 1] - begins[pool]
        places, arrays, done = _permutation(int(n), self.seed, epoch, int(pool) + 1), None, 0
        for c in order[pool * self.at_once : (pool + 1) * self.at_once].tolist():
            parts = rows.read(c * self.chunk, min((c + 1) * self.chunk, rows.n))
            if arrays is None:
                arrays = tuple(np.empty((n, *part.shape[1:]), part.dtype) for part in parts)
            here = places[done : done + len(parts[0])]
            for array, part in zip(arrays, parts):
                array[here] = part  # each row goes straight to its place in the mixed pool
            done += len(here)
        arrays = tuple(map(read_only, arrays))
        kept["pool"] = (epoch, pool), arrays
        return arrays


@lru_cache(maxsize=2)
def _permutation(n: int, *dice: int) -> np.ndarray:
    """Return 0 to n - 1 in an order that follows from n and the dice; the last two are remembered."""
    return read_only(np.random.default_rng(dice).permutation(n))


@lru_cache(maxsize=2)
def _pools(n, chunk, at_once, *dice):
    """Return the order of the chunks, and the place in the epoch at which each pool begins."""
    order = _permutation(-(-n // chunk), *dice)
    ends = np.cumsum(np.minimum((order + 1) * chunk, n) - order * chunk)  # the last of the file may be short
    return order, np.array([0, *ends[at_once - 1 : -1 : at_once]])
