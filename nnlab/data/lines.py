"""The lines of a CSV file become columns of texts; what stands in the file and is no sample is told.

Nothing is lost in silence. A quotation mark that is never closed, or only rows later, would swallow the rows
between: the csv module reads them as one long entry. So wherever an entry has several lines, these are looked
at, and refused if they are rows themselves.

Rows are counted as a spreadsheet counts them.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, islice, pairwise
from typing import final

from nnlab.data.columns import number
from nnlab.data.sentences import FEW, several, shown, wrong

HEAD = 100  # rows among which the names of the columns are looked for
LOOK = 20  # lines, or rows, that show what all are like
QUOTE = "perhaps a quotation mark is not closed"
# All that `str.strip` takes away, but for the ends of lines.
BLANK = (
    " \t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)
YEAR = re.compile(r"1[5-9]\d\d|2[01]\d\d")


@final
@dataclass(frozen=True)
class Row:
    """Row `at` of the file, which holds the lines `start` to `end` - 1, counted from 0."""

    at: int
    start: int
    end: int
    entries: list[str]


@final
@dataclass
class Found:
    """What was found in a file: entries by column, the numbers of the rows, and what was left out."""

    names: list[str]
    cells: list[Sequence[str]] = field(default_factory=list)
    numbered: Sequence[int] = ()
    comments: list[int] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)

    def notes(self) -> tuple[str, ...]:
        """Return sentences about what was left out."""
        kinds = (("comment", self.comments), ("title", self.titles))
        return tuple(f"left out as a {kind}: {_listed(rows)}" for kind, rows in kinds if rows)


def columns_of(text: str, name: str):
    """Return what a `Table` holds: names, entries by column, numbers of rows, decimal commas, and notes."""
    told = re.match(r'\s*"?sep=([^\n"])"?[ \t]*(\n|$)', text)  # so Excel is told what separates
    text = text[told.end() :] if told else text
    separator = told[1] if told else separator_of(text)
    if separator == " ":
        text = "\n".join(line.strip() for line in text.replace("\t", " ").split("\n"))
    head = list(islice(_rows(text, separator, name), HEAD))
    if not head:
        raise wrong(f"{name}: expected column names in row 1 and samples below, got an empty file")
    top, found = _header(head, name)
    if not _read_plain(found, text, separator, top):
        _read_rows(found, text, separator, name, top)
    below = list(islice(zip(*found.cells), LOOK))
    names_end = text.split("\n", top.end)[top.start + 1 : top.end]
    if below and _rows_among(names_end, separator, below, len(below[0])):
        raise wrong(f"{_open(name, top)}, got {top.end - top.start} lines, with rows among them")
    while found.names and not found.names[-1] and found.cells and not any(found.cells[-1]):
        found.names.pop(), found.cells.pop()
    columns = tuple(entry or f"column {at}" for at, entry in enumerate(found.names, start=1))
    _check_names(columns, [column[0] for column in found.cells], f"{name}, row {top.at}")
    if not len(found.numbered):
        broken = f"; {QUOTE}" if any("\n" in entry for entry in columns) else ""
        raise wrong(f"{name}: expected samples below the names in row {top.at}, got none{broken}")
    return columns, found.cells, found.numbered, separator != ",", found.notes()


def separator_of(text: str) -> str:
    """Return what separates the columns, as the first lines show outside of quotation marks.

    A tab or a semicolon is hardly ever part of a column's name; a comma may be. Blanks separate where nothing
    else does, and each line has as many entries as the others.
    """
    lines = [line for line in re.sub(r'"[^"]*"', '""', text[:100_000]).split("\n") if line.strip()]
    lines = [line for line in lines if not line.lstrip().startswith("#")][:LOOK] or lines[:1] or [""]
    widths = {len(line.split()) for line in lines[1:]}
    if (
        not re.search(r"[\t;,]", lines[0])
        and not any(re.search(r";|,\s", line) for line in lines)
        and not all("\t" in line for line in lines[1:])
        and len(widths) == 1
        and min(widths) > 1
        and min(widths) - len(lines[0].split()) in (0, 1)
    ):
        return " "
    top = next(dropwhile(lambda line: not re.search(r"[\t;,]", line), lines), "")
    return next((mark for mark in "\t;" if mark in top), ",")


def _lines(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _rows(text: str, separator: str, name: str) -> Iterator[Row]:
    """Yield the rows that are not empty."""
    lines = csv.reader(_lines(text), delimiter=separator, skipinitialspace=True)
    start = 0
    try:
        for at, row in enumerate(lines, start=1):
            entries = [entry.strip() for entry in row]
            if any(entries):
                yield Row(at, start, lines.line_num, entries)
            start = lines.line_num
    except csv.Error as error:
        raise wrong(f"{name}, line {lines.line_num}: expected a line of CSV, got: {error}; {QUOTE}") from None


# -- names --------------------------------------------------------------------------------------------------


def _header(head: list[Row], name: str) -> tuple[Row, Found]:
    """Return the row that holds the names, and these with the rows of comments and titles above it."""
    found = Found([])
    for i, row in enumerate(head):
        below = [other.entries for other in head[i + 1 :] if not other.entries[0].startswith("#")]
        found.names = _names_in(row.entries, below)
        if not found.names and below:
            found.comments.append(_one_line(row, name))
        elif found.names and _is_title(row.entries, below):
            found.titles.append(_one_line(row, name))
        else:
            break
    found.names = list(found.names or row.entries)
    return row, found


def _names_in(row: list[str], below: list[list[str]]) -> list[str]:
    """Return the names in a row; none for a comment. Names, too, may begin with #."""
    if not row[0].startswith("#"):
        return row
    width, numeric = (len(below[0]), _numbers_in(below[0])) if below else (0, 0)
    if row[0] == "#" and len(row) == width + 1 and numeric:  # "# a b" above two numbers
        return row[1:]
    if len(row) != width or not any(row[1:]):
        return []
    if row[0] == "#" or row[0][1] != " ":  # "#" or "#id"
        return row
    return [row[0][1:].strip(), *row[1:]] if 2 * numeric > width else []  # "# a, b" above two numbers


def _is_title(row: list[str], below: list[list[str]]) -> bool:
    """Return whether one text stands alone above names, below which there are numbers."""

    def alone(row: list[str]) -> bool:
        return bool(row[0]) and not any(row[1:])

    names, *samples = [*dropwhile(alone, below), []][:2]
    if not (alone(row) and names and samples and samples[0]):
        return False
    return _numbers_in(samples[0]) > 0 and (_numbers_in(names) == 0 or _are_years(names, samples[0]))


def _numbers_in(row: Sequence[str]) -> int:
    return sum(number(entry, comma=True) is not None for entry in row)


def _are_years(names: Sequence[str], below: Sequence[str]) -> bool:
    """Return whether all numbers among the names are years in order, which they are not in the row below."""

    def years(row: Sequence[str]) -> bool:
        found = [int(entry) for entry in row if YEAR.fullmatch(entry)]
        return len(found) == _numbers_in(row) > 0 and all(a < b for a, b in pairwise(found))

    return years(names) and not years(below)


def _check_names(columns: Sequence[str], below: Sequence[str], where: str) -> None:
    if 2 * _numbers_in(columns) > len(columns) and not _are_years(columns, below):
        got = several(entry[:30] for entry in columns)
        raise wrong(
            f"{where}: expected the names of the columns, got numbers: {got}; write a row of names on top"
        )
    twice = [column for column, count in Counter(columns).items() if count > 1]
    if twice:
        places = [str(at) for at, column in enumerate(columns, start=1) if column == twice[0]]
        places = " and ".join([*places[:FEW], "..."] if len(places) > FEW else places)
        raise wrong(f"{where}: expected different names, got {shown(twice[0])} in columns {places}")


# -- samples ------------------------------------------------------------------------------------------------


def _read_plain(found: Found, text: str, separator: str, top: Row) -> bool:
    """Read at once rows that are plain: no quotation marks, no comments, no gaps, all as wide as the names.

    Return whether they were such. A line's end becomes the beginning of the next row's first entry: where all
    first entries begin so, and no other entry does, each row has as many entries as there are names.
    """
    start = 0
    for _ in range(top.end):
        start = text.find("\n", start) + 1 or len(text)
    body, width = text[start:].rstrip(), len(found.names)
    if not body or separator == " " or any(mark in body for mark in '"#'):
        return False
    entries = ("\n" + body).replace("\n", f"{separator}\n").split(separator)
    del entries[0]  # what stands before the first row: nothing
    n = len(entries) // width
    first = "".join(entries[::width])
    if len(entries) != n * width or first.count("\n") != n or body.count("\n") != n - 1:
        return False
    found.cells = [entries[j::width] for j in range(width)]
    found.numbered = range(top.at + 1, top.at + 1 + n)
    found.cells[0] = list(map(str.strip, found.cells[0]))
    if any(blank in body for blank in BLANK):
        found.cells = [list(map(str.strip, column)) for column in found.cells]
    if "" in found.cells[0] and not all(map(any, zip(*found.cells))):
        found.cells, found.numbered = [], ()  # a row without entries
        return False
    return True


def _read_rows(found: Found, text: str, separator: str, name: str, top: Row) -> None:
    """Read the rows below the names one by one."""
    lines = text.split("\n")
    rows = [row for row in _rows(text, separator, name) if row.at > top.at]
    width = min(len(found.names), max([_extent(found.names), *(_extent(row.entries) for row in rows)]))
    names = found.names[:width]
    samples = []
    for row in rows:
        entries = row.entries
        while len(entries) > width and not entries[-1]:
            entries.pop()
        if width > 1 and entries[0].startswith("#") and (len(entries) != width or not any(entries[1:])):
            found.comments.append(_one_line(row, name))
        else:
            samples.append(row)
    if samples and {len(row.entries) for row in samples} == {width + 1} and _are_named(samples, lines):
        names = ["", *names]  # R writes no name above the names of the rows
    for row in samples:
        if len(row.entries) != len(names):
            raise wrong(_ragged(name, row, len(names), separator))
    _check_quotes(samples, lines, separator, name)
    found.names, found.numbered = names, [row.at for row in samples]
    found.cells = list(map(list, zip(*(row.entries for row in samples))))


def _extent(entries: Sequence[str]) -> int:
    return max((at for at, entry in enumerate(entries, start=1) if entry), default=0)


def _are_named(rows: Sequence[Row], lines: list[str]) -> bool:
    """Return whether the first entries are names or numbers of rows, and no part of a number such as 1,5."""
    if all(lines[row.start].lstrip().startswith('"') for row in rows):
        return True
    return all(number(row.entries[0], comma=True) is None for row in rows)


def _ragged(name: str, row: Row, width: int, separator: str) -> str:
    hint = ""
    if any("\n" in entry for entry in row.entries):
        hint = f"; {QUOTE}"
    elif separator == "," and len(row.entries) > width:
        hint = "; for numbers like 1,5 separate the columns by semicolons"
    entries = f"{width} entries, one for each name" if width > 1 else "one entry"
    return f"{name}, row {row.at}: expected {entries}, got {len(row.entries)}{hint}"


def _check_quotes(rows: Sequence[Row], lines: list[str], separator: str, name: str) -> None:
    """Raise ValueError where an entry of several lines may have swallowed rows."""
    long = [row for row in rows if row.end - row.start > 1]
    plain = [row.entries for row in rows[: 10 * LOOK] if row.end - row.start == 1][:LOOK]
    for row in long:
        inside = [line + "\n" for line in lines[row.start : row.end]]
        try:
            list(csv.reader(inside, delimiter=separator, skipinitialspace=True, strict=True))
        except csv.Error:
            raise wrong(f"{_open(name, row)}, got one that is still open in line {row.end}") from None
        if _rows_among(inside, separator, plain, len(row.entries)) > 1:
            raise wrong(
                f"{_open(name, row)}, got {len(inside)} lines up to line {row.end}, with rows among them"
            )


def _rows_among(lines: list[str], separator: str, plain: Sequence[Sequence[str]], width: int) -> int:
    """Count the lines that are rows by themselves: as wide as plain ones, with numbers where these have."""
    numeric = [j for j in range(width) if plain and all(_numbers_in([row[j]]) for row in plain)]

    def is_row(line: str) -> bool:
        entries = [entry.strip() for entry in line.replace('"', "").split(separator)]
        if len(entries) != width or width == 1:
            return False
        return all(_numbers_in([entries[j]]) for j in numeric) if numeric else width > 2

    return sum(map(is_row, lines))


def _open(name: str, row: Row) -> str:
    return f"{name}, row {row.at}: expected a quotation mark to be closed in its own entry"


def _one_line(row: Row, name: str) -> int:
    """Return the number of a row that is left out, or raise ValueError: lines may be left out with it."""
    if row.end - row.start > 1:
        raise wrong(f"{_open(name, row)}, got one in a comment or title, closed in line {row.end}")
    return row.at


def _listed(rows: list[int]) -> str:
    told = several(map(str, sorted(rows)))
    return f"rows {told}" if len(rows) > 1 else f"row {told}"
