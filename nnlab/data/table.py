"""A CSV file, as a spreadsheet saves it, becomes a table of texts: columns with names, rows with numbers.

What the texts mean is not decided here (see own.py). What does not make a table is named with its file and
row. Rows are counted as a spreadsheet counts them: row 1 names the columns.
"""

import csv
import io
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

SAVE = "open it in the program it comes from and save it as CSV UTF-8"
FEW = 5  # entries of a list that a sentence shows


@dataclass(frozen=True, eq=False)
class Table:
    """What a file says, in its own words.

    `numbered[i]` is the number that a spreadsheet shows beside `rows[i]`. `comma` says that 1,5 is a number.
    """

    name: str
    columns: tuple[str, ...]
    rows: list[list[str]] = field(repr=False)
    numbered: list[int] = field(repr=False)
    comma: bool = False

    def column(self, column: str) -> list[str]:
        """Return the entries of a column, or raise ValueError with the names of those there are."""
        if column not in self.columns:
            raise ValueError(f"{self.name}: expected a column {column!r}, got {self.listed()}")
        at = self.columns.index(column)
        return [row[at] for row in self.rows]

    def listed(self) -> str:
        """Return the names of the columns in one line."""
        return ", ".join(map(repr, self.columns))


def number(text: str, comma: bool = False) -> float | None:
    """Return the finite number that a text writes, or None. `comma` says that 1,5 is a number, too."""
    if comma and text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        value = float(text.replace("\u2212", "-"))  # spreadsheets may write the longer minus
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


def read_table(source, name: str | None = None) -> Table:
    """Return the table in `source`: the path of a file, its bytes, or the open file.

    The columns are separated by commas, semicolons or tabs; row 1 shows which. UTF-8 is expected, with or
    without a mark at its beginning (UTF-16 only with one); other bytes are read as cp1252, in which Windows
    writes Western Europe's languages. Empty rows are left out, and blanks around an entry. `name` stands in
    messages; by default it is that of the file.

    Raises FileNotFoundError where no file is, and ValueError for what is no table with column names.
    """
    content, found = _content(source)
    name = found if name is None else name
    text = content if isinstance(content, str) else _decoded(content, name)
    text = text.removeprefix("\ufeff")
    separator = _separator(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    try:
        rows = {at: [cell.strip() for cell in row] for at, row in enumerate(lines, start=1)}
    except csv.Error as error:
        raise ValueError(f"{name}, line {lines.line_num}: expected a line of CSV, got: {error}") from None
    rows = {at: row for at, row in rows.items() if any(row)}
    if not rows:
        raise ValueError(f"{name}: expected column names in row 1 and samples below, got an empty file")
    first, *numbered = rows
    columns = _columns(rows, name, first)
    if not numbered:
        raise ValueError(f"{name}: expected samples below the names in row {first}, got none")
    for at in numbered:
        row = rows[at]
        while len(row) > len(columns) and not row[-1]:
            row.pop()
        if len(row) != len(columns):
            raise ValueError(_ragged(name, at, row, columns, separator))
    return Table(name, columns, [rows[at] for at in numbered], numbered, comma=separator != ",")


def _content(source) -> tuple[bytes | str, str]:
    """What stands in a source, and the name of its file."""
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), "the file"
    if hasattr(source, "read"):
        try:
            return source.read(), Path(str(getattr(source, "name", "the file"))).name
        except UnicodeDecodeError:
            raise ValueError('source: expected a file opened by open(path, "rb"), got another') from None
    if not isinstance(source, str | Path) or not str(source).strip():
        raise ValueError(f"source: expected the path of a CSV file, its bytes or the file, got {source!r}")
    path = Path(source).expanduser()
    if path.is_dir():
        raise ValueError(f"{source}: expected a file, got a folder; {_files_in(path)}")
    if not path.exists():
        folder = path.absolute().parent
        raise FileNotFoundError(f"{path.name}: there is no such file in {folder}; {_files_in(folder)}")
    try:
        return path.read_bytes(), path.name
    except OSError as error:
        raise ValueError(f"{path.name}: expected a file that can be read, got: {error.strerror}") from None


def _files_in(folder: Path) -> str:
    if not folder.is_dir():
        return "there is no such folder"
    names = sorted(path.name for path in folder.iterdir() if path.suffix.lower() == ".csv")
    there = ", ".join(names[:FEW]) + (", ..." if len(names) > FEW else "")
    return f"the CSV files there: {there}" if names else "there is no CSV file there"


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):  # so begin .xlsx and .ods, and .xls
        raise ValueError(f"{name}: expected CSV, got the format of a spreadsheet program; {SAVE}")
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # what Excel calls "Unicode text"
    if b"\0" in content and not wide:
        raise ValueError(f"{name}: expected CSV, got a file that is no text; {SAVE}")
    for encoding in ("utf-16",) if wide else ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(f"{name}: expected text in UTF-8, got other bytes; {SAVE}")


def _separator(text: str) -> str:
    """What separates the columns: seen in the first line, outside of quotation marks.

    A tab or a semicolon is hardly ever part of a column's name; a comma may be.
    """
    head = re.match(r'(?:[^"\r\n]|"[^"]*")*', text.lstrip())[0]
    outside = re.sub(r'"[^"]*"', "", head)
    return next((mark for mark in "\t;" if mark in outside), ",")


def _columns(rows: dict[int, list[str]], name: str, first: int) -> tuple[str, ...]:
    """The names in the first row: made up where one is empty; empty columns at the right are none."""
    used = max(at for row in rows.values() for at, cell in enumerate(row, start=1) if cell)
    columns = tuple(cell or f"column {at}" for at, cell in enumerate(rows[first][:used], start=1))
    twice = [column for column, count in Counter(columns).items() if count > 1]
    if twice:
        places = " and ".join(str(at) for at, column in enumerate(columns, start=1) if column == twice[0])
        got = f"{twice[0]!r} in columns {places}"
        raise ValueError(f"{name}, row {first}: expected different names, got {got}")
    if 2 * sum(number(column, comma=True) is not None for column in columns) > len(columns):
        raise ValueError(
            f"{name}, row {first}: expected the names of the columns, got numbers: {', '.join(columns)}"
        )
    return columns


def _ragged(name: str, at: int, row: list[str], columns: tuple[str, ...], separator: str) -> str:
    hint = ""
    if any("\n" in cell or "\r" in cell for cell in row):
        hint = "; perhaps a quotation mark is not closed"
    elif separator == "," and len(row) > len(columns):
        hint = "; for numbers like 1,5 separate the columns by semicolons"
    return f"{name}, row {at}: expected {len(columns)} entries, one for each name, got {len(row)}{hint}"
