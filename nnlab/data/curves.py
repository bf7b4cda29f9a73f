"""Samples of curves: for each number x one right answer y, which is a number, too.

Five toy curves are drawn at random over x from -3 to 3; for these alone a true function is known. Two real
series of the United States are read from the file macro.csv that lies beside this one; where they come from,
and that everyone may use them: see macro.LICENSE. And your own file becomes a curve, too.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import files

import numpy as np

from nnlab import checks
from nnlab.data.own import moderate, number_columns
from nnlab.data.table import Table, read_table

LOW, HIGH = -3.0, 3.0  # where the toys' samples lie


@dataclass(frozen=True, eq=False)
class Curve:
    """Samples x (n,) and their right answers y (n,). Nothing in it can be changed.

    `truth` is the function x -> y without noise that the samples were drawn from, or None where nobody knows
    it: of everything real. `xlabel` and `ylabel` name the axes. The arrays are copies of those given.

    Raises ValueError where x, y and the names do not fit together.
    """

    name: str
    x: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    truth: Callable[[np.ndarray], np.ndarray] | None = field(default=None, repr=False)
    xlabel: str = "$x$"
    ylabel: str = "$y$"

    def __post_init__(self):
        for name in ("name", "xlabel", "ylabel"):
            text = getattr(self, name)
            if not (isinstance(text, str) and text):
                raise ValueError(f"{name}: expected a text, got {text!r}")
        if not (self.truth is None or callable(self.truth)):
            raise ValueError(f"truth: expected a function x -> y or None, got {self.truth!r}")
        x = np.array(checks.row(self.x, "x"))
        y = np.array(checks.row(self.y, "y", len(x)))
        for name, array in (("x", x), ("y", y)):
            array.setflags(write=False)
            object.__setattr__(self, name, array)


def _sine(x):
    return np.sin(2 * x)


def _bump(x):
    return 2 * np.exp(-2 * x**2) - 0.5


def _kink(x):
    return np.abs(x) - 1.5


def _step(x):
    return np.where(x < 0.5, -1.0, 1.0)


def _half_flat(x):
    return np.where(x < 0, 0.0, np.sin(np.pi * x))


TOYS = {"sine": _sine, "bump": _bump, "kink": _kink, "step": _step, "half flat": _half_flat}


def curve_names() -> tuple[str, ...]:
    """Return the names of the toy curves that `curve` knows."""
    return tuple(TOYS)


def curve(
    name: str = "sine", n: int = 40, *, rng: np.random.Generator, noise: float = 0.2, even: bool = False
) -> Curve:
    """Draw n samples of a toy curve, each y with noise of that standard deviation.

    sine: sin(2x), nearly two waves. bump: 2 exp(-2x²) - ½, flat on both sides. kink: |x| - 1.5. step: -1 up
    to x = 0.5, and 1 from there on. half flat: 0 left of 0, and one and a half waves, sin(πx), right of it.

    x is drawn at random between -3 and 3, every place as likely, and stands in the order drawn; with
    even=True the samples stand at equal distances, the first at -3 and the last at 3. The same rng in the
    same state gives the same samples; a larger n gives these, too, and others after them (unless even).
    Raising only the noise moves each y further, in the same direction.

    Raises ValueError for an unknown name, and unless n is at least 2 and noise at least 0.
    """
    truth = TOYS[checks.one_of(name, TOYS, "name")]
    n, noise = checks.count(n, 2, "n"), checks.number_at_least(noise, 0, "noise")
    even = checks.flag(even, "even")
    places, errors = (np.random.default_rng(seed) for seed in checks.generator(rng).integers(2**63, size=2))
    x = np.linspace(LOW, HIGH, n) if even else places.uniform(LOW, HIGH, n)
    return Curve(name, x, truth(x) + noise * errors.standard_normal(n), truth)


def inflation() -> Curve:
    """Return inflation in the United States, in percent a year, in 202 quarters from 1959 to 2009.

    x is the middle of the quarter as a year with decimals, y how fast consumer prices rose in it: negative
    where they fell, which is in six quarters only. Inflation compares two quarters, so the first of the file,
    before which there is none, is left out.
    """
    return _series("inflation", "infl", "inflation (% a year)")


def real_interest() -> Curve:
    """Return the real interest rate in the United States, in percent a year, in the same 202 quarters.

    It is the interest on 3-month treasury bills less inflation: what savings gain after prices have risen.
    In 52 quarters it is negative, for years on end in the 1970s: savings lost value.
    """
    return _series("real interest", "realint", "real interest (% a year)")


def _series(name: str, column: str, ylabel: str) -> Curve:
    with files("nnlab.data").joinpath("macro.csv").open(encoding="ascii", newline="") as file:
        rows = list(csv.DictReader(file))[1:]
    x = [int(row["year"]) + (int(row["quarter"]) - 0.5) / 4 for row in rows]
    return Curve(name, x, [float(row[column]) for row in rows], xlabel="year", ylabel=ylabel)


def curve_from_csv(source, *, x: str, y: str, name: str | None = None) -> Curve:
    """Return the samples in a CSV file: x (n,) and the right answers y (n,), each from a column of numbers.

    The rows keep their order. `source`, `name`, what a file may look like, what is raised: as in `from_csv`.
    """
    return curve_from_table(read_table(source, name), x=x, y=y)


def curve_from_table(table: Table, *, x: str, y: str) -> Curve:
    """Return the samples in a table that was read before; all else is as `curve_from_csv` says."""
    if x == y:
        raise ValueError(f"{table.name}: expected two different columns for x and y, got {x!r} for both")
    labels = (text.replace("$", r"\$") for text in (x, y))  # what stands between two $ is set as a formula
    return Curve(table.name, moderate(table, x), moderate(table, y), None, *labels)


def suggest_curve(table: Table) -> tuple[str, str] | None:
    """Return the columns for x and y that may be meant: the first of numbers, and the last.

    If there are no two such, others take their place, so that a message can say what is wrong in them; None
    if there is but one column.
    """
    found = number_columns(table)
    others = [column for column in table.columns if column not in found]
    found = [*found, *others[::-1]][: max(len(found), 2)]
    return (found[0], found[-1]) if len(found) > 1 else None
