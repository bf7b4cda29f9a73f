"""Your own data: the columns of a CSV file become the samples and classes of a `Data`.

What does not fit is named with its file, row and column. Nothing is left out or mended in silence: what to do
with a missing value is the decision of the one whose data they are.
"""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from nnlab.data.dataset import Data
from nnlab.data.table import FEW, Table, number, read_table

MISSING = ("", "na", "n/a", "nan", "?")  # how files say that a value is missing
LARGEST = 1e100  # squares are added up: those of larger numbers may be beyond all numbers
NO = ("no", "non", "nein", "nee", "nej")  # class 0, whatever the alphabet says


def from_csv(
    source, *, target: str, features: str | Sequence[str] | None = None, name: str | None = None
) -> Data:
    """Return the samples in a CSV file: classes y (n,) from one column, features X (n, d) from others.

    `source` is the path of the file, its bytes, or the open file; row 1 names the columns. Between columns
    stand commas, semicolons or tabs; beside the last two, 1,5 is one and a half.

    The column `target` has two different entries. In sorted order (numbers by size, texts by the alphabet)
    the first is class 0, the second class 1; so 0 and 1, false and true, no and yes come out as expected. A
    "no" in some other languages is class 0, too. `classes` of the result says which is which.

    `features` are one or more columns of numbers. Without it they are all columns beside the target in which
    most entries are numbers, but for those without a name: there, programs write the numbers of rows.
    `name` names the result and stands in messages; by default it is the name of the file.

    Raises FileNotFoundError where no file is, and ValueError for what does not fit; the message names the
    file, and where it can the row (as a spreadsheet counts them: the names are row 1) and the column.
    """
    return from_table(read_table(source, name), target=target, features=features)


def from_table(table: Table, *, target: str, features: str | Sequence[str] | None = None) -> Data:
    """Return the samples in a table that was read before; all else is as `from_csv` says."""
    if features is None:
        features = [c for c in number_columns(table) if c != target and not _unnamed(c)]
    features = [features] if isinstance(features, str) else features
    if not (isinstance(features, list | tuple) and all(isinstance(c, str) for c in features)):
        raise ValueError(f"features: expected names of columns, got {features!r}")
    if target in features:
        raise ValueError(f"features: expected columns other than the target, got {target!r}")
    y, names = classes(table, target)
    if not features:
        there = table.listed()
        raise ValueError(f"{table.name}: expected a column of numbers beside {target!r}, got {there}")
    X = np.column_stack([moderate(table, column) for column in features])
    # Pictures set what stands between two $ as a formula.
    shown = [tuple(text.replace("$", r"\$") for text in texts) for texts in (features, names)]
    return Data(table.name, X, y, *shown)


def numbers(table: Table, column: str) -> np.ndarray:
    """Return a column of numbers, (n,). Raises ValueError for the first entry that is none."""
    texts = table.column(column)
    values = [number(text, table.comma) for text in texts]
    if None in values:
        raise _unfit(table, values.index(None), column, "a number")
    # 1,234 may mean a thousand to one who writes 99.9 in the same column.
    marks = [next((mark for mark in ",." if mark in text), "") for text in texts]
    if "," in marks and "." in marks:
        i, j = marks.index(","), marks.index(".")
        both = f"{texts[i]!r} in row {table.numbered[i]} and {texts[j]!r} in row {table.numbered[j]}"
        raise ValueError(f"{table.name}, column {column!r}: expected one decimal sign, got {both}")
    # Beside 999 a column of 1,234 and 2,345 may mean thousands: files of amounts are written so.
    marked = [text for text, mark in zip(texts, marks) if mark]
    whole = any(re.fullmatch(r"[-+]?\d+", text) for text in texts)
    thousands = all(re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", text) for text in marked)
    if table.comma and marked and whole and thousands:
        where = f"{table.name}, row {table.numbered[texts.index(marked[0])]}, column {column!r}"
        plain = re.sub("[.,]", "", marked[0])
        raise ValueError(
            f"{where}: expected a number that can be read in one way only, got {marked[0]!r}; "
            f"write {plain} or {marked[0]}0, as is meant, and the others likewise"
        )
    return np.array(values)


def moderate(table: Table, column: str) -> np.ndarray:
    """Return a column of numbers, none larger than a loss can bear."""
    values = numbers(table, column)
    for i in np.flatnonzero(np.abs(values) > LARGEST)[:1]:
        where = f"{table.name}, row {table.numbered[i]}, column {column!r}"
        got = f"got {table.column(column)[i]!r}; write it in another unit"
        raise ValueError(f"{where}: expected a number up to {LARGEST:g}, {got}")
    return values


def classes(table: Table, column: str) -> tuple[np.ndarray, tuple[str, str]]:
    """Return a column of two different entries as 0 and 1, (n,), and the names of these two classes."""
    labels, are_numbers = _labels(table, column)
    for i, label in enumerate(labels):
        if label.casefold() in MISSING:
            raise _unfit(table, i, column, "a class")
    counts = Counter(labels)
    if len(counts) != 2:
        few = ", ".join(f"{label!r} ({count})" for label, count in counts.most_common(FEW))
        more = ", ..." if len(counts) > FEW else ""
        hint = "; keep the rows of two of them" if len(counts) > 2 else ""
        where = f"{table.name}, column {column!r}"
        raise ValueError(f"{where}: expected two classes, got {len(counts)}: {few}{more}{hint}")
    zero, one = sorted(counts, key=lambda label: (float(label) if are_numbers else label.casefold(), label))
    if one.casefold() in NO:
        zero, one = one, zero
    return np.array([int(label == one) for label in labels]), (zero, one)


def number_columns(table: Table) -> tuple[str, ...]:
    """Return the columns in which most of the entries that are not missing are numbers."""

    def mostly(column: str) -> bool:
        there = [text for text in table.column(column) if text.casefold() not in MISSING]
        return 2 * sum(number(text, table.comma) is not None for text in there) > len(there)

    return tuple(filter(mostly, table.columns))


def suggest(table: Table, features: int) -> tuple[str, tuple[str, ...]]:
    """Return a target and so many features that may be meant; fewer features if there are no more.

    The target is the last column of texts with two different entries; or if there is none, and columns enough
    are left for the features, the last of numbers with two; or the last of texts. The features are the first
    columns of numbers beside it.
    """
    of_numbers = number_columns(table)
    of_texts = [column for column in table.columns if column not in of_numbers]
    texts = [column for column in of_texts if _kinds(table, column) == 2]
    spare = [column for column in of_numbers if len(of_numbers) > features and _kinds(table, column) == 2]
    target = (texts or spare or of_texts or table.columns)[-1]
    others = sorted((column for column in of_numbers if column != target), key=_unnamed)  # these come last
    return target, tuple(others[:features])


def _labels(table: Table, column: str) -> tuple[list[str], bool]:
    """The entries of a column, and whether all are numbers; then 1, 1.0 and 1,0 are one label.

    Whole numbers of more than 15 digits are labels as they stand: as floats, two might become one.
    """
    texts = table.column(column)
    values = [number(text, table.comma) for text in texts]
    if None in values:
        return texts, False
    long = [re.fullmatch(r"[-+]?\d{16,}", text) for text in texts]
    return [text if exact else f"{value:.15g}" for text, value, exact in zip(texts, values, long)], True


def _kinds(table: Table, column: str) -> int:
    return len({label.casefold() for label in _labels(table, column)[0]} - set(MISSING))


def _unnamed(column: str) -> bool:
    return re.fullmatch(r"column \d+", column) is not None


def _unfit(table: Table, i: int, column: str, expected: str) -> ValueError:
    text = table.column(column)[i]
    hint = "; fill it in or delete the row" if text.casefold() in MISSING else ""
    if not hint and re.fullmatch(r"[-+]?\d+,\d+", text):
        hint = f"; write {text.replace(',', '.')}, or separate the columns by semicolons"
    where = f"{table.name}, row {table.numbered[i]}, column {column!r}"
    return ValueError(f"{where}: expected {expected}, got {repr(text) if text else 'nothing'}{hint}")
