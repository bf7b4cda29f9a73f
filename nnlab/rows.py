"""Lesson 8: rows from anywhere: arrays, a memory map, a .npy file, a folder of them. CSV is in csv_rows.py.

All have `n`, how many rows there are, and `read(start, stop)`, which brings these rows into memory and
no others: a tuple of arrays, with one entry from a file, with two from `Arrays(X, y)`. Where a row lies is
a number, so reading that was interrupted goes on from that number. Nothing stays open between two reads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import final

import numpy as np

from nnlab import checks
from nnlab.resume import read_only
from nnlab.rules import checked, file_path, instance


class Rows:
    """What all of them have. The rows are numbered from 0; messages say `name` and the row."""

    n: int
    name: str

    def read(self, start: int, stop: int) -> tuple[np.ndarray, ...]:
        """Return the rows start to stop - 1. Raises ValueError for a row that is not there or not finite."""
        raise NotImplementedError

    def within(self, start: int, stop: int) -> None:
        """Raise ValueError unless the rows start to stop - 1 are there, one at least."""
        if not 0 <= start < stop <= self.n:
            raise ValueError(f"{self.name}: expected rows from 0 to {self.n}, got {start} to {stop}")

    def take(self, places: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return the rows at any places (m,), in that order.

        From a file each is a read of its own: 100 or more times as long as the same rows in one piece.
        """
        read = [self.read(int(i), int(i) + 1) for i in places]
        return tuple(np.concatenate(parts) for parts in zip(*read))


SOME = instance(Rows, "rows, such as Arrays(X, y) or Npy(path)")


@final
class Arrays(Rows):
    """Arrays in memory, a row for each sample: X (n, d) and y (n, k), say; copied, and checked once."""

    def __init__(self, *arrays) -> None:
        names = ["X", "y", *(f"array_{i}" for i in range(3, len(arrays) + 1))]
        self.arrays = tuple(
            read_only(np.array(checks.numbers(array, name))) for array, name in zip(arrays, names)
        )
        lengths = [len(array) if array.ndim else 0 for array in self.arrays]
        if not lengths or len(set(lengths)) > 1 or lengths[0] == 0:
            raise ValueError(f"arrays: expected at least one row in each, and equally many, got {lengths}")
        self.n, self.name = lengths[0], "arrays"

    def read(self, start, stop):
        """Return the rows start to stop - 1, as views."""
        self.within(start, stop)
        return tuple(array[start:stop] for array in self.arrays)

    def take(self, places):
        """Return the rows at any places (m,), in that order; in memory this costs little."""
        return tuple(array.take(places, axis=0) for array in self.arrays)


@final
class MemoryMap(Rows):
    """A .npy file as a memory map: the system reads what is asked for, and keeps it while memory is left.

    It looks like much memory in use: the resident set grows up to the size of the file, though the system
    can drop these pages at any time. Where addresses are limited (RLIMIT_AS), opening a large file fails.
    """

    @checked(path=file_path)
    def __init__(self, path) -> None:
        self.name, header = Path(path).name, _header(Path(path))
        self.map = np.load(path, mmap_mode="r", allow_pickle=False)
        self.n = header.n

    def read(self, start, stop):
        """Return a copy of the rows start to stop - 1."""
        self.within(start, stop)
        return (_finite(np.array(self.map[start:stop]), self.name, start),)


@final
class Npy(Rows):
    """A .npy file of which only the rows asked for are read, and held in memory, however large it is."""

    @checked(path=file_path)
    def __init__(self, path) -> None:
        self.path = Path(path)
        self.name, header = self.path.name, _header(self.path)
        self.n, self.shape, self.dtype, self.begin = header.n, header.shape, header.dtype, header.begin

    def read(self, start, stop):
        """Return the rows start to stop - 1, from the disk."""
        self.within(start, stop)
        each = int(np.prod(self.shape))
        place = self.begin + start * each * self.dtype.itemsize
        found = np.fromfile(self.path, self.dtype, (stop - start) * each, offset=place)
        if len(found) < (stop - start) * each:
            row = start + len(found) // max(each, 1)
            raise ValueError(f"{self.name}, row {row}: expected {self.n} rows, got the end of the file")
        return (_finite(found.reshape(-1, *self.shape), self.name, start),)


@final
class Shards(Rows):
    """A folder of .npy files with rows of one shape, one after another in the order of their names."""

    @checked(folder=file_path)
    def __init__(self, folder) -> None:
        self.name = Path(folder).name
        self.parts = [Npy(path) for path in sorted(Path(folder).glob("*.npy"))]
        if not self.parts:
            raise ValueError(f"folder: expected .npy files in {checks.shown(self.name)}, got none")
        first = self.parts[0]
        for part in self.parts:
            if (part.shape, part.dtype) != (first.shape, first.dtype):
                expected = f"rows of shape {first.shape} and {first.dtype}, as in {first.name}"
                raise ValueError(f"{part.name}: expected {expected}, got {part.shape} and {part.dtype}")
        self.begins = np.cumsum([0] + [part.n for part in self.parts])
        self.n = int(self.begins[-1])

    def read(self, start, stop):
        """Return the rows start to stop - 1, from as many files as they lie in."""
        self.within(start, stop)
        read = []
        for part, begin in zip(self.parts, self.begins.tolist()):
            low, high = max(start - begin, 0), min(stop - begin, part.n)
            if low < high:
                read.append(part.read(low, high)[0])
        return (read[0] if len(read) == 1 else np.concatenate(read),)


@final
class Parts(Rows):
    """Rows taken apart by a function: `Parts(Npy("digits.npy"), lambda rows: (rows[:, 1:], rows[:, 0]))`."""

    def __init__(self, rows: Rows, apart: Callable) -> None:
        self.rows, self.apart, self.n, self.name = rows, apart, rows.n, rows.name

    def read(self, start, stop):
        """Return the parts of the rows start to stop - 1."""
        return self.apart(*self.rows.read(start, stop))

    def take(self, places):
        """Return the parts of the rows at any places (m,)."""
        return self.apart(*self.rows.take(places))


@dataclass(frozen=True)
class _Header:
    n: int
    shape: tuple[int, ...]  # of a row
    dtype: np.dtype
    begin: int  # the byte at which row 0 begins


def _header(path):
    """Read what a .npy file says of itself. Raises ValueError for another file, or one that is too short."""
    expected = "a .npy file of numbers, row after row, as np.save writes it"
    try:
        with path.open("rb") as file:
            version = np.lib.format.read_magic(file)
            read = (
                np.lib.format.read_array_header_1_0
                if version == (1, 0)
                else np.lib.format.read_array_header_2_0
            )
            shape, by_columns, dtype = read(file)
            begin = file.tell()
    except ValueError as error:
        raise ValueError(f"{path.name}: expected {expected}, got {str(error)[:120]}") from None
    by_columns = by_columns and len(shape) > 1
    if not shape or not shape[0] or dtype.kind not in "biuf" or by_columns:
        came = "columns one after another (Fortran order)" if by_columns else f"{dtype} of shape {shape}"
        raise ValueError(f"{path.name}: expected {expected}, got {came}")
    needed, size = begin + int(np.prod(shape)) * dtype.itemsize, path.stat().st_size
    if size < needed:
        row = (size - begin) * shape[0] // (needed - begin)
        raise ValueError(f"{path.name}, row {row}: expected {shape[0]} rows, got the end of the file")
    return _Header(shape[0], shape[1:], dtype, begin)


def _finite(rows, name, start, column=0):
    if rows.dtype.kind == "f" and not np.isfinite(rows).all():
        place = np.argwhere(~np.isfinite(rows))[0].tolist()
        at = "".join(f", column {column + i}" for i in place[1:2])
        came = rows[tuple(place)]
        raise ValueError(f"{name}, row {start + place[0]}{at}: expected a finite number, got {came:g}")
    return rows
