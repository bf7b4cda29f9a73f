"""Data frames of pandas and the like, told by what they can do: no such package is imported here."""

import numpy as np

from nnlab.data.sentences import shown, wrong


def is_frame(source) -> bool:
    """Return whether the source is a data frame: named columns, each of which becomes an array."""
    return all(hasattr(source, what) for what in ("columns", "shape", "to_numpy")) and len(source.shape) == 2


def texts(frame) -> tuple[tuple[str, ...], list[list[str]], range]:
    """Return a frame's columns, the entries of each as texts, and the numbers of its rows, from 0.

    Missing values become empty texts. Raises ValueError for a frame without rows or with a name that is
    there twice.
    """
    names = tuple(str(column).strip() or f"column {at}" for at, column in enumerate(frame.columns, start=1))
    if not (len(names) and len(frame)):
        raise wrong(f"the data frame: expected rows and columns, got shape {tuple(frame.shape)}")
    for name in names:
        if names.count(name) > 1:
            raise wrong(f"the data frame: expected different names of columns, got {shown(name)} twice")
    cells = [list(map(_text, _entries(frame[column]))) for column in frame.columns]
    return names, cells, range(len(frame))


def _entries(column) -> list:
    return np.asarray(column.to_numpy(), dtype=object).tolist()


def _text(entry) -> str:
    # Missing is None, and what is not equal to itself: NaN; pandas' NA answers neither yes nor no.
    if entry is None or type(entry).__name__ in ("NAType", "NaTType") or entry != entry:
        return ""
    return str(entry).strip()
