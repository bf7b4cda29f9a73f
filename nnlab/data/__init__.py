"""Lesson 1: the data room, everything that the lessons learn from.

A data set is a `Data`: samples X (n, d), classes y (n,) and their names, all read-only (dataset.py).

    gate, blobs, moons, circles    made on the spot (toys.py)
    penguins                       344 real penguins, from penguins.csv (palmer.py)
    from_csv                       your own file, as a spreadsheet saves it (own.py)
    classes_from_csv               your own file with more than two classes; penguin_species: three (many.py)
    read_table                     its columns as numbers or texts, where there are no classes (table.py)
    digits                         1797 handwritten digits, ten classes, from digits.csv (digits.py)
    letters                        the 26 capital letters as patterns of ink and paper (letters.py)
    curve, sine_samples            samples of toy curves: the right answer is a number (curves.py)
    inflation, real_interest       202 quarters in the United States, from macro.csv (curves.py)
    curve_from_csv                 your own file as a curve (curves.py)
    playground.circle, xor, ...    the sets of the playground, of classes and of numbers (playground.py)
    one_hot                        class numbers as rows of zeros with a single one (one_hot.py)
    hold_out                       choose samples to keep back from learning (dataset.py)

How a file is read, from the outside in: sources.py (bytes to text), lines.py (text to columns), columns.py
(texts to numbers), frames.py (data frames), sentences.py (what is said of a file that does not fit).

`load` finds those with two classes that come with the course, by the name that `names` lists.
"""

import numpy as np

from nnlab import checks
from nnlab.data.curves import (
    Curve,
    curve,
    curve_from_csv,
    curve_names,
    inflation,
    real_interest,
    sine_samples,
)
from nnlab.data.dataset import Data, hold_out
from nnlab.data.digits import Digits, digits
from nnlab.data.letters import letters
from nnlab.data.many import ManyClasses, classes_from_csv, penguin_species
from nnlab.data.one_hot import one_hot
from nnlab.data.own import from_csv
from nnlab.data.palmer import penguins
from nnlab.data.table import read_table
from nnlab.data.toys import GATES, blobs, circles, gate, moons

__all__ = [
    "Curve",
    "Data",
    "Digits",
    "ManyClasses",
    "blobs",
    "circles",
    "classes_from_csv",
    "curve",
    "curve_from_csv",
    "curve_names",
    "digits",
    "from_csv",
    "gate",
    "hold_out",
    "inflation",
    "letters",
    "load",
    "moons",
    "names",
    "one_hot",
    "penguin_species",
    "penguins",
    "read_table",
    "real_interest",
    "sine_samples",
]

_RANDOM = {"blobs": blobs, "moons": moons, "circles": circles}


def names() -> tuple[str, ...]:
    """Return the names that `load` knows."""
    return (*GATES, *_RANDOM, "penguins")


def load(name: str, *, rng: np.random.Generator | None = None, **options) -> Data:
    """Return the data set of that name; the options go to the function that makes it.

    blobs, moons and circles are drawn from rng. The gates and the penguins need none and ignore it.

    Raises ValueError for an unknown name, a missing rng and a bad value, TypeError for an unknown option.
    """
    if checks.one_of(name, names(), "name") in GATES:
        return gate(name, **options)
    if name == "penguins":
        return penguins(**options)
    if rng is None:
        raise ValueError(
            f"rng: expected a generator, since {name} is drawn at random, got None; "
            "np.random.default_rng(0) makes one"
        )
    return _RANDOM[name](rng=rng, **options)
