"""Samples of two classes or more, for outputs with softmax (lesson 8): your own file, and the penguins."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import final

import numpy as np

from nnlab import checks
from nnlab.data.columns import NO_CLASS, spread, unexpected
from nnlab.data.dataset import sentences, texts
from nnlab.data.own import MANY, columns_of, labels, literal, tell
from nnlab.data.palmer import FEATURES, SPECIES, birds
from nnlab.data.sentences import FEW, several, shown, wrong
from nnlab.data.table import Table, read_table

MOST = 100  # classes


@final
@dataclass(frozen=True, eq=False)
class ManyClasses:
    """Labelled samples of two classes or more, and the names of these. Nothing in it can be changed.

    X (n, d) holds one sample in each row, y (n,) the number of its class, 0 to k - 1; `one_hot(y, k)` makes
    the right answers of softmax outputs. `features` names the d columns, `classes` the k classes, `notes` are
    sentences about where the samples come from. The arrays are copies of those given.

    Raises ValueError where X, y, features and classes do not fit together.
    """

    name: str
    X: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    features: tuple[str, ...]
    classes: tuple[str, ...]
    notes: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self):
        if not (isinstance(self.name, str) and self.name):
            raise wrong(f"name: expected a text, got {checks.shown(self.name)}")
        X = np.array(checks.samples(self.X))
        features = texts(self.features, "features", X.shape[1], "one for each column of X")
        k = len(self.classes) if isinstance(self.classes, list | tuple) else 2
        if not 2 <= k <= MOST:
            raise wrong(f"classes: expected 2 to {MOST} names, got {k}")
        classes = texts(self.classes, "classes", k, "one for each class")
        y = np.array(checks.classes(self.y, k, n=len(X)))
        for array in (X, y):
            array.setflags(write=False)
        values = dict(X=X, y=y, features=features, classes=classes, notes=sentences(self.notes))
        for attribute, value in values.items():
            object.__setattr__(self, attribute, value)


def classes_from_csv(
    source,
    *,
    target: str,
    features: str | Sequence[str] | None = None,
    name: str | None = None,
    encoding: str | None = None,
) -> ManyClasses:
    """Return the samples in a CSV file: classes y (n,) from one column, features X (n, d) from others.

    All is as `from_csv` says, but the column `target` may have any number of different entries from two to a
    hundred. In sorted order (numbers by size, texts by the alphabet) they are class 0, 1, 2, ...

    Raises FileNotFoundError where no file is, and ValueError for what does not fit.
    """
    found = classes_from_table(read_table(source, name, encoding=encoding), target=target, features=features)
    tell(found)
    return found


def classes_from_table(
    table: Table, *, target: str, features: str | Sequence[str] | None = None
) -> ManyClasses:
    """Return the samples in a table that was read before; all else is as `classes_from_csv` says."""
    X, names, notes = columns_of(table, target, features)
    y, classes = numbered(table, target)
    return ManyClasses(table.name, X, y, names, literal(classes), notes)


def numbered(table: Table, column: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the entries of a column as class numbers (n,), and the names of the classes, in sorted order."""
    entries = table.column(column)
    label, are_numbers = labels(table, column)
    missing = {text for text in label if text.casefold() in NO_CLASS}
    if missing:
        raise unexpected(
            table, next(i for i, text in enumerate(entries) if text in missing), column, "a class"
        )
    counts = Counter(label[text] for text in entries)
    names = sorted(counts, key=lambda name: (float(name) if are_numbers else name.casefold(), name))
    where, few = f"{table.said}, column {shown(column)}", several(spread(counts, FEW + 1))
    if are_numbers and (len(names) > MANY or any(not float(name).is_integer() for name in names)):
        raise wrong(
            f"{where}: expected classes, got {len(names)} different numbers; to predict a number, use "
            "read_table(...).numbers(...)"
        )
    if not 2 <= len(names) <= MOST:
        raise wrong(f"{where}: expected 2 to {MOST} classes, got {len(names)}: {few}")
    written: dict[str, str] = {}
    for name in names:
        other = written.setdefault(name.casefold(), name)
        if other != name:
            both = f"{shown(other, 24)} and {shown(name, 24)}"
            raise wrong(f"{where}: expected each class in one spelling, got {both}; write them alike")
    number = {text: names.index(name) for text, name in label.items()}
    return np.fromiter(map(number.__getitem__, entries), int, len(entries)), tuple(names)


def penguin_species(features: Sequence[str] = tuple(FEATURES)) -> ManyClasses:
    """Return the penguins of all three species: class 0 is Adelie, 1 Chinstrap, 2 Gentoo.

    X (n, d) has one column for each of the 1 to 4 features named, in the units of the file. A penguin for
    which one of these is missing is left out. Raises ValueError for a feature that the file does not have.
    """
    X, y, names = birds(features, SPECIES)
    return ManyClasses("penguins", X, y, names, SPECIES)
