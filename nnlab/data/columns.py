"""What the entries of a column mean: numbers, missing values, dates, amounts with a unit."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from nnlab.data.sentences import shown, wrong

if TYPE_CHECKING:
    from nnlab.data.table import Table

# How files say that a value is missing; some of these may also be the name of a class.
NO_CLASS = ("", "na", "n/a", "#n/a", "nan", "null", "?")
MISSING = (*NO_CLASS, "none", "nil", "n.a.", "-", "--", "–", "—", ".")
LARGEST = 1e100  # squares are added up: those of larger numbers may be beyond all numbers
SOME = 200  # entries looked at to see what kind a column is

DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b.*|\d{1,2}([-/.])\d{1,2}\1(\d{4}|\d{2})\b.*|\d{1,2}\.\d{1,2}\."
)
DAY_MONTH = re.compile(r"(0?[1-9]|[12]\d|3[01])[.](0?[1-9]|1[0-2])")
CALLED_DATE = re.compile(r"(^|[\W_])(date|datum|fecha|дата|日期)($|[\W_])", re.IGNORECASE)
AMOUNT = re.compile(
    r"(?=.*\D)[-+−]?\s?[$€£¥₹]?\s?[-+−]?(\d[\d.,'’\s]*)\s?(%|‰|[$€£¥₹]|°[CF]?|[^\W\d_]{1,4}[²³]?\.?)?"
)
THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
WHOLE = re.compile(r"[-+]?\d+")


def number(text: str, comma: bool = False) -> float | None:
    """Return the finite number that a text writes, or None. `comma` says that 1,5 is a number, too."""
    if comma and text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        value = float(text.replace("\u2212", "-"))  # spreadsheets may write the longer minus
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


def floats(texts: Sequence[str], comma: bool) -> np.ndarray:
    """Return what `number` says of each text, as an array, (n,): NaN in place of None.

    Where all are plain numbers, which is what most columns hold, they are converted at once.
    """
    at_once = texts
    together = "\n".join(texts)
    if comma and "," in together and "." not in together:
        at_once = together.replace(",", ".").split("\n")
    if "_" not in together and len(at_once) == len(texts):
        try:
            values = np.fromiter(map(float, at_once), float, len(texts))
        except ValueError:
            pass
        else:
            if np.isfinite(values).all():
                return values
    found = {text: number(text, comma) for text in set(texts)}
    return np.array([math.nan if found[text] is None else found[text] for text in texts], float)


def numbers(table: "Table", column: str) -> np.ndarray:
    """Return a column of numbers, (n,). Raises ValueError for the first entry that is none."""
    texts, values = table.column(column), table.values(column)
    for i in np.flatnonzero(np.isnan(values))[:1]:
        raise unexpected(table, int(i), column, "a number")
    # 1,234 may mean a thousand to one who writes 99.9 in the same column.
    together = "\n".join(texts) if table.comma else ""
    if "," in together and "." in together:
        i, j = (next(i for i, text in enumerate(texts) if mark in text) for mark in ",.")
        rows = [f"{shown(texts[at])} in row {table.numbered[at]}" for at in (i, j)]
        where = f"{table.said}, column {shown(column)}"
        raise wrong(f"{where}: expected one decimal sign, got {' and '.join(rows)}")
    if "," in together or "." in together:
        _refuse_thousands(table, column, texts)
    _refuse_days(table, column, texts, values)
    return values.copy()


def moderate(table: "Table", column: str) -> np.ndarray:
    """Return a column of numbers, none larger than a loss can bear."""
    values = numbers(table, column)
    for i in np.flatnonzero(np.abs(values) > LARGEST)[:1]:
        got = f"got {shown(table.column(column)[i])}; write it in another unit"
        raise wrong(f"{table.place(i, column)}: expected a number up to {LARGEST:g}, {got}")
    return values


def is_missing(text: str) -> bool:
    """Return whether an entry says that a number is missing."""
    return text.casefold() in MISSING


def number_columns(table: "Table", *, besides: str | None = None) -> tuple[str, ...]:
    """Return the columns (besides one) in which most of the entries that are not missing are numbers."""

    def mostly(column: str) -> bool:
        none = np.isnan(table.values(column))
        if not none.any():
            return True
        gaps = sum(count for text, count in Counter(table.column(column)).items() if is_missing(text))
        return 2 * (~none).sum() > len(none) - gaps

    return tuple(column for column in table.columns if column != besides and mostly(column))


def kind(table: "Table", column: str) -> str:
    """Return what a column that holds no numbers holds: "dates", "amounts", "nothing" or "texts"."""
    there = [text for text in table.column(column)[:SOME] if not is_missing(text)]
    if not there:
        return "nothing"
    most = len(there) / 2
    if sum(bool(DATE.fullmatch(text)) for text in there) > most:
        return "dates"
    if sum(bool(AMOUNT.fullmatch(text)) or number(text) is not None for text in there) > most:
        return "amounts"
    return "texts"


def unexpected(table: "Table", i: int, column: str, expected: str) -> Exception:
    """Return the error for entry i of a column that is not what was expected, with what to do about it."""
    text = table.column(column)[i]
    gap = NO_CLASS if expected == "a class" else MISSING
    hint, got = "", shown(text) if text else "nothing"
    if text.casefold() in gap:
        hint = "; fill it in or delete the row"
    elif re.fullmatch(r"[-+]?\d+,\d+", text):
        hint = f"; write {text.replace(',', '.')}, or separate the columns by semicolons"
        if THOUSANDS.fullmatch(text):
            hint = f"; write {text.replace(',', '')} or {text.replace(',', '.')}, as is meant"
    elif DATE.fullmatch(text):
        hint = "; for a date write the days since the first, in a spreadsheet =A2-A$2 shown as a number"
    elif amount := AMOUNT.fullmatch(text):
        digits = amount[1].strip(" .,'’")
        hint = (
            f"; write the number alone, such as {digits}" if digits.isdigit() else "; write the number alone"
        )
        hint += ", and its unit in the column's name"
    return wrong(f"{table.place(i, column)}: expected {expected}, got {got}{hint}")


def _refuse_thousands(table: "Table", column: str, texts: Sequence[str]) -> None:
    # Next to 999, a column of 1,234 and 2,345 may mean thousands: files of amounts are written so.
    marked = [text for text in texts if "," in text or "." in text]
    thousands = all(map(THOUSANDS.fullmatch, marked))
    if thousands and any(map(WHOLE.fullmatch, texts)):
        plain = re.sub("[.,]", "", marked[0])
        raise wrong(
            f"{table.place(texts.index(marked[0]), column)}: expected a number that can be read in one way "
            f"only, got {shown(marked[0])}; write {plain} or {marked[0]}0, as is meant, "
            "and the others likewise"
        )


def _refuse_days(table: "Table", column: str, texts: Sequence[str], values: np.ndarray) -> None:
    """Refuse a column of days and months, such as 15.3 and 1.4, which reads like one of numbers."""
    if not all(map(DAY_MONTH.fullmatch, texts)):
        return
    days = [tuple(map(int, text.split(".")))[::-1] for text in texts]
    in_order = len(set(days)) > 4 and days == sorted(days) and not (np.diff(values) >= 0).all()
    if in_order or (CALLED_DATE.search(column) and len(set(days)) > 1):
        raise wrong(
            f"{table.place(0, column)}: expected a number, got {shown(texts[0])}, which may be a day and a "
            "month; for dates write the days since the first, for numbers another name or more decimals"
        )


def spread(counts: Counter, most: int) -> list[str]:
    """Return the commonest entries with their counts, written for a message."""
    return [f"{shown(label, 24)} ({count})" for label, count in counts.most_common(most)]
