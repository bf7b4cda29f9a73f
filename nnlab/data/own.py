"""Your own data: the columns of a CSV file become the samples and classes of a `Data`.

What does not fit is named with its file, row and column. Nothing is left out or mended in silence: what to do
with a missing value is the decision of the one whose data they are.
"""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from nnlab import checks
from nnlab.data.columns import (
    NO_CLASS,
    floats,
    is_missing,
    kind,
    moderate,
    number_columns,
    spread,
    unexpected,
)
from nnlab.data.dataset import Data
from nnlab.data.sentences import FEW, several, shown, wrong
from nnlab.data.table import Table, read_table

NO = ("no", "non", "nein", "nee", "nej")  # class 0, whatever the alphabet says
MANY = 10  # more different numbers than this are no names of classes
# Names of columns that number the rows, in small letters; "Unnamed: 0" is what pandas calls its own.
ROW_NAMES = re.compile(r"#|nr\.?|no\.?|id|ids|index|key|row|rowid|row ?names?|unnamed: 0|.*[\W_]id|id[\W_].*")


def from_csv(
    source,
    *,
    target: str,
    features: str | Sequence[str] | None = None,
    name: str | None = None,
    one_vs_rest: str | float | None = None,
    encoding: str | None = None,
) -> Data:
    """Return the samples in a CSV file: classes y (n,) from one column, features X (n, d) from others.

    `source` is the path of the file, its bytes, its text, the open file, or a data frame; row 1 names the
    columns. Between columns stand commas, semicolons, tabs or blanks; unless it is commas, 1,5 is one and a
    half. A title and comment lines (# ...) above the names are left out, which is printed.

    The column `target` has two different entries. In sorted order (numbers by size, texts by the alphabet)
    the first is class 0, the second class 1; so 0 and 1, false and true, no and yes come out as expected. A
    "no" in some other languages is class 0, too. `classes` of the result says which is which. Of more than
    two, `one_vs_rest` names the one that is class 1; all others together are class 0.

    `features` are one or more columns of numbers. Without it they are all columns but the target in which
    most entries are numbers, and that do not only number the rows: those without a name, and those with a
    name such as id and different whole numbers. What is left out is printed and stands in `notes`. A column
    of amounts such as 20,000, 5 % or 70 kg is not left out but refused: write its numbers plainly.
    `name` names the result and stands in messages; by default it is the name of the file. `encoding` is for
    files that are not in UTF-8: "cp1252" for Western European ones of Windows, "gbk" for Chinese ones.

    Raises FileNotFoundError where no file is, and ValueError for what does not fit; the message names the
    file, and where it can the row (as a spreadsheet counts them: the names are row 1) and the column.
    """
    table = read_table(source, name, encoding=encoding)
    data = from_table(table, target=target, features=features, one_vs_rest=one_vs_rest)
    tell(data)
    return data


def tell(data) -> None:
    """Print the notes of samples that were read from a file."""
    for note in data.notes:
        print(f"{data.name}: {note}")


def from_table(
    table: Table,
    *,
    target: str,
    features: str | Sequence[str] | None = None,
    one_vs_rest: str | float | None = None,
) -> Data:
    """Return the samples in a table that was read before; all else is as `from_csv` says."""
    X, features, notes = columns_of(table, target, features)
    y, names = classes(table, target, one_vs_rest)
    return Data(table.name, X, y, features, literal(names), notes)


def columns_of(
    table: Table, target: str, features: str | Sequence[str] | None
) -> tuple[np.ndarray, tuple[str, ...], tuple[str, ...]]:
    """Return the columns to learn from, X (n, d), their names for a picture, and what to say of them."""
    notes = table.notes
    if not isinstance(target, str):
        raise wrong(f"target: expected the name of a column, got {checks.shown(target)}")
    table.column(target)
    given = features is not None
    if not given:
        features, left = _features(table, target)
        notes = (*notes, *left)
    features = [features] if isinstance(features, str) else features
    named = isinstance(features, list | tuple) and all(isinstance(c, str) for c in features)
    if not named or (given and not features):
        raise wrong(f"features: expected names of columns, got {checks.shown(features)}")
    if target in features:
        raise wrong(f"features: expected columns other than the target, got {shown(target)}")
    if not features:
        there = table.listed()
        raise wrong(f"{table.said}: expected a column of numbers besides {shown(target)}, got {there}")
    return np.column_stack([moderate(table, column) for column in features]), literal(features), notes


def literal(names: Sequence[str]) -> tuple[str, ...]:
    """Return names as pictures need them, which set what stands between two $ as a formula."""
    return tuple(name.replace("$", r"\$") for name in names)


def _features(table: Table, target: str) -> tuple[list[str], list[str]]:
    """Return the columns of numbers besides the target that say something, and notes on all others."""
    of_numbers = number_columns(table, besides=target)
    features, left = [], []
    for column in table.columns:
        if column == target:
            continue
        if column not in of_numbers:
            why = kind(table, column)
            if why == "amounts":
                _refuse_amounts(table, column)
            left.append(f"{shown(column, 30)} ({why})")
        elif _unnamed(column):
            left.append(f"{shown(column, 30)} (no name)")
        elif _numbers_rows(table, column):
            left.append(f"{shown(column, 30)} (numbers the rows)")
        else:
            features.append(column)
    return features, [f"left out, since no features are named: {several(left)}"] if left else []


def _refuse_amounts(table: Table, column: str) -> None:
    texts, values = table.column(column), table.values(column)
    first = next(i for i in np.flatnonzero(np.isnan(values)) if not is_missing(texts[i]))
    message = str(unexpected(table, int(first), column, "a number"))
    raise wrong(f"{message}; or leave the column out: name the others as features")


def classes(
    table: Table, column: str, one_vs_rest: str | float | None = None
) -> tuple[np.ndarray, tuple[str, str]]:
    """Return a column of two different entries as 0 and 1, (n,), and the names of these two classes."""
    texts = table.column(column)
    label, are_numbers = labels(table, column)
    missing = {text for text in label if text.casefold() in NO_CLASS}
    if missing:
        raise unexpected(table, next(i for i, text in enumerate(texts) if text in missing), column, "a class")
    counts: Counter = Counter()
    for text, count in Counter(texts).items():
        counts[label[text]] += count
    if one_vs_rest is not None:
        one = _chosen(one_vs_rest, counts, are_numbers)
        others = [name for name in counts if name != one]
        zero = others[0] if len(others) == 1 else f"not {one}"
        if not others:
            raise _not_two(table, column, counts, are_numbers)
    elif len(counts) != 2:
        raise _not_two(table, column, counts, are_numbers)
    else:
        zero, one = sorted(counts, key=lambda name: (float(name) if are_numbers else name.casefold(), name))
        if one.casefold() in NO:
            zero, one = one, zero
    is_one = {text: int(name == one) for text, name in label.items()}
    return np.fromiter(map(is_one.__getitem__, texts), int, len(texts)), (zero, one)


def _chosen(one_vs_rest, counts: Counter, are_numbers: bool) -> str:
    one = one_vs_rest
    if are_numbers and isinstance(one, int | float) and not isinstance(one, bool):
        one = f"{one:.15g}"
    if not isinstance(one, str) or one not in counts:
        there = several(spread(counts, FEW + 1))
        raise wrong(f"one_vs_rest: expected one of the classes {there}, got {checks.shown(one_vs_rest)}")
    return one


def _not_two(table: Table, column: str, counts: Counter, are_numbers: bool) -> Exception:
    few, hint = several(spread(counts, FEW + 1)), ""
    where = f"{table.said}, column {shown(column)}"
    if are_numbers and (len(counts) > MANY or any(not float(name).is_integer() for name in counts)):
        return wrong(
            f"{where}: expected two classes, got {len(counts)} different numbers; to predict a number, "
            f"use curve_from_csv(..., y={shown(column)}) or, from several columns, "
            "read_table(...).numbers(...)"
        )
    written: dict[str, list[str]] = {}
    for name in counts:
        written.setdefault(name.casefold(), []).append(name)
    alike = next((names for names in written.values() if len(names) > 1), None)
    if alike:
        hint = f"; write {shown(alike[0], 24)} and {shown(alike[1], 24)} alike, if they are one"
    elif len(counts) > 2:
        one = counts.most_common(1)[0][0]
        hint = f"; see classes_from_csv, or pass one_vs_rest={shown(one, 24)}: that one against the rest"
    return wrong(f"{where}: expected two classes, got {len(counts)}: {few}{hint}")


def class_names(table: Table, column: str) -> tuple[str, ...]:
    """Return the different entries of a column, the commonest first: classes, if there are few."""
    label, _ = labels(table, column)
    counts = Counter(label[text] for text in table.column(column))
    return tuple(name for name, _ in counts.most_common() if name.casefold() not in NO_CLASS)


def suggest(table: Table, features: int) -> tuple[str, tuple[str, ...]]:
    """Return a target and as many features as asked for, as they may be meant; fewer if there are no more.

    The target is the last column of texts with two different entries; or if there is none, and columns enough
    are left for the features, the last of numbers with two; or the last of texts. The features are the first
    columns of numbers besides it; those that only number the rows come last.
    """
    of_numbers = number_columns(table)
    of_texts = [column for column in table.columns if column not in of_numbers]
    texts = [column for column in of_texts if _kinds(table, column) == 2]
    spare = [column for column in of_numbers if len(of_numbers) > features and _kinds(table, column) == 2]
    target = (texts or spare or of_texts or table.columns)[-1]
    others = [column for column in of_numbers if column != target]
    last = [column for column in others if _unnamed(column) or _numbers_rows(table, column)]
    return target, (*(column for column in others if column not in last), *last)[:features]


def labels(table: Table, column: str) -> tuple[dict[str, str], bool]:
    """Return what each different entry of a column means, and whether all are numbers.

    1, 1.0 and 1,0 are one label. Whole numbers of more than 15 digits are labels as
    they stand: as floats, two might become one.
    """
    texts = list(dict.fromkeys(table.column(column)))
    values = floats(texts, table.comma)
    if np.isnan(values).any():
        return dict(zip(texts, texts)), False
    long = [re.fullmatch(r"[-+]?\d{16,}", text) for text in texts]
    labels = (text if exact else f"{value:.15g}" for text, value, exact in zip(texts, values, long))
    return dict(zip(texts, labels)), True


def _kinds(table: Table, column: str) -> int:
    return len({label.casefold() for label in labels(table, column)[0].values()} - set(NO_CLASS))


def _unnamed(column: str) -> bool:
    return re.fullmatch(r"column \d+", column) is not None


def _numbers_rows(table: Table, column: str) -> bool:
    """Return whether a column is named like one that numbers the rows, and holds different whole numbers."""
    camel = re.fullmatch(r".*[a-zäöüß]I[dD]", column)  # PassengerId
    if not (camel or ROW_NAMES.fullmatch(column.casefold())):
        return False
    values = table.values(column)
    return bool((values == np.floor(values)).all()) and len(np.unique(values)) == len(values)
