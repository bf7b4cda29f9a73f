"""Samples of curves: for each number x one right answer y, which is a number, too.

Five toy curves are drawn at random over x from -3 to 3; for these alone a true function is known. Two real
series of the United States are read from the file macro.csv that lies next to this one; where they come from,
and that everyone may use them: see macro.LICENSE. And your own file becomes a curve, too.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import final

import numpy as np

from nnlab import checks
from nnlab.data.columns import moderate, number_columns
from nnlab.data.dataset import plain, sentences
from nnlab.data.own import tell
from nnlab.data.sentences import shown, wrong
from nnlab.data.table import Table, read_table

LOW, HIGH = -3.0, 3.0  # where the toys' samples lie
REACH = 5.0  # the samples of a sine lie between -REACH and REACH
TRUE = (1.5, 2.0, 0.5)  # the amplitude, frequency and phase that they are drawn from


@final
@dataclass(frozen=True, eq=False)
class Curve:
    """Samples x (n,) and their right answers y (n,). Nothing in it can be changed.

    `truth` is the function x -> y without noise that the samples were drawn from, or None where nobody knows
    it: of everything real. `xlabel` and `ylabel` name the axes. The arrays are copies of those given. `notes`
    are sentences about where the samples come from: what of a file was left out, for example.

    Raises ValueError where x, y and the names do not fit together.
    """

    name: str
    x: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    truth: Callable[[np.ndarray], np.ndarray] | None = field(default=None, repr=False)
    xlabel: str = "$x$"
    ylabel: str = "$y$"
    notes: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self):
        for name in ("name", "xlabel", "ylabel"):
            text = getattr(self, name)
            if not (isinstance(text, str) and text):
                raise wrong(f"{name}: expected a text, got {checks.shown(text)}")
        if not (self.truth is None or callable(self.truth)):
            raise wrong(f"truth: expected a function x -> y or None, got {checks.shown(self.truth)}")
        x = np.array(checks.row(self.x, "x"))
        y = np.array(checks.row(self.y, "y", len(x)))
        for name, array in (("x", x), ("y", y)):
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        object.__setattr__(self, "notes", sentences(self.notes))

    def drawable(self, can_draw: Callable[[str], bool]) -> "Curve":
        """Return the same samples under labels that a picture can draw: x and y in place of others.

        `can_draw` says of a text whether the fonts have all its letters; `notes` say what x and y stand for.
        """
        labels = dict(xlabel=self.xlabel, ylabel=self.ylabel)
        hidden = {axis: label for axis, label in labels.items() if not can_draw(label)}
        if not hidden:
            return self
        said = ", ".join(f"{axis[0]} is {plain(label)}" for axis, label in hidden.items())
        return replace(self, **{axis: f"${axis[0]}$" for axis in hidden}, notes=(*self.notes, said))


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
    n, noise = checks.count(n, 2, "n", 10**9), checks.number_at_least(noise, 0, "noise")
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


def sine_samples(n: int, noise: float, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw n samples x, y (n,) of 1.5 sin(2 x + 0.5), x at random between -5 and 5, y with that noise.

    noise is a standard deviation. x is sorted.
    Raises ValueError unless n is at least 1 and noise at least 0.
    """
    n, noise = checks.count(n, 1, "n", 10**9), checks.number_at_least(noise, 0, "noise")
    rng = checks.generator(rng)
    x = np.sort(rng.uniform(-REACH, REACH, n))
    amplitude, frequency, phase = TRUE
    return x, amplitude * np.sin(frequency * x + phase) + noise * rng.standard_normal(n)


def curve_from_csv(source, *, x: str, y: str, name: str | None = None, encoding: str | None = None) -> Curve:
    """Return the samples in a CSV file: x (n,) and the right answers y (n,), each from a column of numbers.

    The rows keep their order. All else, what is printed and what is raised, is as in `from_csv`.
    """
    curve = curve_from_table(read_table(source, name, encoding=encoding), x=x, y=y)
    tell(curve)
    return curve


def curve_from_table(table: Table, *, x: str, y: str) -> Curve:
    """Return the samples in a table that was read before; all else is as `curve_from_csv` says."""
    for column, name in ((x, "x"), (y, "y")):
        if not isinstance(column, str):
            raise wrong(f"{name}: expected the name of a column, got {checks.shown(column)}")
    if x == y:
        raise wrong(f"{table.said}: expected two different columns for x and y, got {shown(x)} for both")
    places, answers = moderate(table, x), moderate(table, y)
    labels = (text.replace("$", r"\$") for text in (x, y))  # what stands between two $ is set as a formula
    return Curve(table.name, places, answers, None, *labels, table.notes)


def suggest_curve(table: Table) -> tuple[str, str] | None:
    """Return the columns for x and y that may be meant: the first of numbers, and the last.

    If there are no two such, others take their place, so that a message can say what is wrong in them; None
    if there is but one column.
    """
    found = number_columns(table)
    others = [column for column in table.columns if column not in found]
    found = [*found, *others[::-1]][: max(len(found), 2)]
    return (found[0], found[-1]) if len(found) > 1 else None
