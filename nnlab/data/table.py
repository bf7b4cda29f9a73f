"""A table of texts: columns with names, rows with numbers, from a CSV file as a spreadsheet saves it.

What the texts mean is not decided here (see columns.py and own.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import final

import numpy as np

from nnlab.data import frames
from nnlab.data.columns import floats, moderate
from nnlab.data.lines import columns_of
from nnlab.data.sentences import several, short, shown, wrong
from nnlab.data.sources import text_of


@final
@dataclass(frozen=True, eq=False)
class Table:
    """What a file says, in its own words.

    `cells[j]` holds the entries of the column `columns[j]`. `numbered[i]` is the number that a spreadsheet
    shows next to row i. `comma` says that 1,5 is a number. `notes` say what of the file is not in the table.
    """

    name: str
    columns: tuple[str, ...]
    cells: Sequence[list[str]] = field(repr=False)
    numbered: Sequence[int] = field(repr=False)
    comma: bool = False
    notes: tuple[str, ...] = ()
    _values: dict[str, np.ndarray] = field(default_factory=dict, repr=False)

    def column(self, column: str) -> list[str]:
        """Return the entries of a column, or raise ValueError with the names of those there are."""
        if column not in self.columns:
            raise wrong(f"{self.said}: expected a column {shown(column)}, got {self.listed()}")
        return self.cells[self.columns.index(column)]

    def values(self, column: str) -> np.ndarray:
        """Return the entries of a column as floats, (n,): NaN where one is no number."""
        if column not in self._values:
            self._values[column] = floats(self.column(column), self.comma)
        return self._values[column]

    def numbers(self, *names: str) -> np.ndarray:
        """Return columns of numbers: one as (n,), several as (n, d).

        With these a number can be predicted from several others: `X = table.numbers("area", "rooms")`, and
        `y = table.numbers("price")`. Raises ValueError for an entry that is no number or above 1e100.
        """
        if not names:
            raise wrong(f"{self.said}: expected the names of columns, got none of {self.listed()}")
        found = [moderate(self, name) for name in names]
        return found[0] if len(found) == 1 else np.column_stack(found)

    def listed(self) -> str:
        """Return the names of the columns in one line."""
        return several(map(shown, self.columns))

    @property
    def said(self) -> str:
        """The table's name as messages begin with it."""
        return short(self.name)

    def place(self, i: int, column: str) -> str:
        """Return where an entry stands: "heights.csv, row 3, column 'mass'"."""
        return f"{self.said}, row {self.numbered[i]}, column {shown(column)}"


def read_table(source, name: str | None = None, *, encoding: str | None = None) -> Table:
    """Return the table in `source`: the path of a file, its bytes, its text, the open file, or a data frame.

    The columns are separated by commas, semicolons, tabs or blanks; the first rows show which. Row 1 names
    them: title and comment lines (# ...) above it are left out, and `notes` say so. A first column without a
    name, as R writes it, is called "column 1". Empty rows are left out, and blanks around an entry.

    UTF-8 is expected, with or without a mark at its beginning (UTF-16 only with one); for anything else pass
    `encoding`. `name` stands in messages; by default it is that of the file.

    Raises FileNotFoundError where no file is, and ValueError for what is no table with column names, and
    where rows would be lost, because a quotation mark is not closed, say.
    """
    if frames.is_frame(source):
        return Table("the data frame" if name is None else name, *frames.texts(source))
    text, name = text_of(source, name, encoding)
    return Table(name, *columns_of(text, short(name)))
