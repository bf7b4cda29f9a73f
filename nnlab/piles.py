"""Lesson 8: the exact shuffle of rows that do not fit in memory, once, by way of the disk."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from nnlab.rows import SOME, Rows, Shards
from nnlab.rules import checked, file_path, function, generator, optional, whole


@checked(
    rows=SOME,
    folder=file_path,
    rng=generator,
    piles=whole(1),
    at_once=whole(1),
    progress=optional(function("(done, total)")),
)
def shuffle(
    rows: Rows,
    folder,
    *,
    rng: np.random.Generator,
    piles: int = 16,
    at_once: int = 10_000,
    progress: Callable[[int, int], None] | None = None,
) -> Shards:
    """Write the rows, in a random order, to a new folder of .npy files, and return these.

    Each row is dealt to one of the piles at random; then pile after pile is read, shuffled and
    written. Every order of the rows is equally likely. Memory: one pile, about n / piles rows, and
    its shuffled copy, or at_once rows if these are more. Disk: the rows twice while it works, in a
    temporary folder next to the new one; that is removed at the end, also after an interrupt, and
    the free space is looked at first. progress(done, total) is told the rows dealt and written so
    far. After it, reading in order is as good as shuffling in each epoch.
    Raises ValueError for rows of several arrays, an existing folder, and too little space.
    """
    folder = Path(folder)
    if folder.exists():
        raise ValueError(f"folder: expected the name of a new one, got {folder.name}, which is there")
    first = rows.read(0, 1)
    if len(first) != 1:
        raise ValueError(f"rows: expected rows of one array, got {len(first)}; put them side by side")
    look_for_space(folder.parent, 2 * rows.n * first[0].nbytes, "for the rows and a copy of them")
    with TemporaryDirectory(dir=folder.parent, prefix=f"{folder.name}.") as scratch:
        dealt = [Path(scratch, f"{pile}.rows") for pile in range(piles)]
        _deal(rows, dealt, at_once, rng, progress)
        shuffled = Path(scratch, "shuffled")
        shuffled.mkdir()
        done = rows.n
        for pile, path in enumerate(dealt):
            done += _shuffle_one(path, shuffled / f"{pile:06}.npy", first[0], rng)
            path.unlink()
            if progress is not None:
                progress(done, 2 * rows.n)
        shuffled.rename(folder)  # only what is whole gets the name
    return Shards(folder)


def _shuffle_one(path, into, like, rng):
    """Write one pile in a random order, if it holds any rows, and return how many."""
    lying = np.fromfile(path, like.dtype).reshape(-1, *like.shape[1:])
    if len(lying):
        np.save(into, rng.permutation(lying))
    return len(lying)


def _deal(rows, dealt, at_once, rng, progress):
    for path in dealt:
        path.touch()
    for start in range(0, rows.n, at_once):
        (read,) = rows.read(start, min(start + at_once, rows.n))
        pile_of = rng.integers(len(dealt), size=len(read))
        read = read[np.argsort(pile_of, kind="stable")]
        ends = np.cumsum(np.bincount(pile_of, minlength=len(dealt)))
        for path, part in zip(dealt, np.split(read, ends[:-1])):
            with path.open("ab") as file:
                part.tofile(file)
        if progress is not None:
            progress(start + len(read), 2 * rows.n)


def look_for_space(place, needed: int, what_for: str, name: str = "folder") -> None:
    """Raise ValueError unless so many bytes are free where a folder lies; name is that of the argument."""
    free = shutil.disk_usage(place).free
    if free < needed:
        expected = f"{needed / 1e6:,.0f} MB free {what_for}"
        raise ValueError(f"{name}: expected {expected}, got {free / 1e6:,.0f} MB")
