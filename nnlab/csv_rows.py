"""Lesson 8: a CSV file of numbers, read in pieces.

Where a line begins is known only once the line before has ended. So the file is gone through once, and the
byte at which every thousandth row begins is kept: a number for a thousand rows. From then on any rows can be
read by themselves. Messages count rows as a spreadsheet does: the first line is row 1.
"""

from contextlib import suppress
from pathlib import Path
from typing import final

import numpy as np

from nnlab.checks import shown
from nnlab.rows import Rows, _finite
from nnlab.rules import checked, file_path, whole


def _separator(value, name):
    """Return value, or raise ValueError unless it is a text that may stand between two numbers: a rule."""
    if not isinstance(value, str) or not value or "\n" in value:
        raise ValueError(f"{name}: expected what stands between two numbers, got {shown(value)}")
    return value


BLOCK = 1 << 20  # bytes looked through at a time


@final
class Csv(Rows):
    """A CSV file, UTF-8, that holds numbers alone, with or without a line of names on top.

    `separator` stands between two numbers. Rows are floats, all of one length. Raises ValueError, with file
    and row, for anything else; in reading, too, for a row that is not like the first.
    """

    @checked(path=file_path, separator=_separator, every=whole(1))
    def __init__(self, path, *, separator: str = ",", every: int = 1000) -> None:
        self.path, self.separator, self.every = Path(path), separator, every
        self.name = self.path.name
        with self.path.open("rb") as file:
            top, second = file.readline(), file.readline()
        self.named = self._numbers(_text(top)) is None
        first = _text(second if self.named else top)
        self.width = len(first.split(separator))
        if self._numbers(first) is None:
            expected = f"numbers and {shown(separator)} between them"
            raise ValueError(f"{self.name}, row {1 + self.named}: expected {expected}, got {first[:40]!r}")
        self.begins, self.n = self._go_through(len(top) if self.named else 0)

    def _go_through(self, begin):
        """Return where every so manieth row begins, the end of the file last; and how many rows there are."""
        begins, seen, at, last = [begin], 0, begin, b"\n"
        with self.path.open("rb") as file:
            file.seek(begin)
            while block := file.read(BLOCK):
                ends = np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n"))
                first = self.every - 1 - seen % self.every
                begins += (at + 1 + ends[first :: self.every]).tolist()
                seen, at, last = seen + len(ends), at + len(block), block[-1:]
        n = seen + (last != b"\n")
        if len(begins) < -(-n // self.every) + 1:
            begins.append(at)
        return begins, n

    def read(self, start, stop):
        """Return the rows start to stop - 1, and look at no more than the pieces they lie in."""
        self.within(start, stop)
        first, last = start // self.every, -(-stop // self.every)
        with self.path.open("rb") as file:
            file.seek(self.begins[first])
            text = _text(file.read(self.begins[last] - self.begins[first]))
        lines = text.split("\n")[start - first * self.every : stop - first * self.every]
        rows = np.empty((0, 0))
        if all(map(str.strip, lines)):
            with suppress(ValueError):
                rows = np.loadtxt(lines, delimiter=self.separator, ndmin=2, comments=None)
        if rows.shape != (stop - start, self.width):
            raise ValueError(self._complaint(lines, start))
        return (_finite(rows, self.name, start + 1 + self.named, column=1),)

    def _numbers(self, line):
        try:
            return [float(entry) for entry in line.split(self.separator)]
        except ValueError:
            return None

    def _complaint(self, lines, start):
        """Say which row is wrong, and what is wrong with it."""
        for i, line in enumerate(lines):
            entries, where = line.split(self.separator), f"{self.name}, row {start + i + 1 + self.named}"
            if len(entries) != self.width:
                came = len(entries) if line.strip() else "an empty line"
                return f"{where}: expected {self.width} numbers, got {came}"
            for column, entry in enumerate(entries, start=1):
                if self._numbers(entry) is None:
                    return f"{where}, column {column}: expected a number, got {entry[:40]!r}"
        return f"{self.name}: expected as many rows as before, got {len(lines)}; has the file changed?"


def _text(line):
    return line.decode("utf-8-sig")
