"""What a data set is, and how a few of its samples are kept for later."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import final

import numpy as np

from nnlab import checks
from nnlab.data.sentences import several, shown, wrong


@final
@dataclass(frozen=True, eq=False)
class Data:
    """Labelled samples and the names that belong to them. Nothing in it can be changed.

    X (n, d) holds one sample in each row, y (n,) its class, 0 or 1. `features` names the d columns as the
    axes of a picture show them. `classes` names class 0 and class 1. The arrays are copies of those given.
    `notes` are sentences about where the samples come from: what of a file was left out, for example.

    Raises ValueError where X, y, features and classes do not fit together.
    """

    name: str
    X: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    features: tuple[str, ...]
    classes: tuple[str, str]
    notes: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self):
        if not (isinstance(self.name, str) and self.name):
            raise wrong(f"name: expected a text, got {checks.shown(self.name)}")
        X = np.array(checks.samples(self.X))
        y = np.array(checks.labels(self.y, len(X)))
        features = texts(self.features, "features", X.shape[1], "one for each column of X")
        classes = texts(self.classes, "classes", 2, "one for class 0 and one for class 1")
        for array in (X, y):
            array.setflags(write=False)
        values = dict(X=X, y=y, features=features, classes=classes, notes=sentences(self.notes))
        # A frozen dataclass refuses `self.X = X`; this is the way it leaves open to its own construction.
        for attribute, value in values.items():
            object.__setattr__(self, attribute, value)

    def drawable(self, can_draw: Callable[[str], bool]) -> "Data":
        """Return the same samples under names that a picture can draw.

        `can_draw` says of a text whether the fonts have all its letters. A feature with another name becomes
        x₁, x₂, ..., and classes become 0 and 1; `notes` say what these stand for.
        """
        return drawable(self, can_draw)


def drawable(data, can_draw: Callable[[str], bool]):
    """Return a `Data` or a `ManyClasses` under names that a picture can draw, as `Data.drawable` says."""
    features = tuple(
        name if can_draw(name) else f"$x_{{{i}}}$" for i, name in enumerate(data.features, start=1)
    )
    numbers = tuple(map(str, range(len(data.classes))))
    classes = data.classes if all(map(can_draw, data.classes)) else numbers
    said = [
        f"x{_lowered(i)} is {plain(name)}"
        for i, name in enumerate(data.features, start=1)
        if not can_draw(name)
    ]
    if classes != data.classes:
        said += [f"class {i} is {plain(name)}" for i, name in enumerate(data.classes)]
    if not said:
        return data
    return replace(data, features=features, classes=classes, notes=(*data.notes, ", ".join(said)))


def plain(name: str) -> str:
    """Return a name as it is written outside of pictures."""
    return name.replace(r"\$", "$")


def sentences(notes) -> tuple[str, ...]:
    """Return notes as a tuple, or raise ValueError unless they are texts."""
    if not (isinstance(notes, list | tuple) and all(isinstance(note, str) for note in notes)):
        raise wrong(f"notes: expected texts, got {checks.shown(notes)}")
    return tuple(notes)


def hold_out(n: int, fraction: float, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Set a fraction of n samples aside, chosen by chance, and return (kept, held_out).

    Both are sorted arrays of row numbers; together they hold each of 0 to n-1 once. round(fraction · n)
    samples are held out, but at least one is always kept. The choice never looks at the classes. A larger
    fraction with an rng in the same state holds out the same samples and more.

    Raises ValueError unless n is a whole number, at least 1, and fraction is at least 0 and below 1.
    """
    n = checks.count(n, 1, "n", 10**9)
    if checks.number_at_least(fraction, 0, "fraction") >= 1:
        raise ValueError(f"fraction: expected a number below 1, got {fraction}")
    order = checks.generator(rng).permutation(n)
    held = min(round(fraction * n), n - 1)
    return np.sort(order[held:]), np.sort(order[:held])


def _lowered(i: int) -> str:
    return str(i).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def texts(texts, name: str, number: int, meaning: str) -> tuple[str, ...]:
    """Return so many different texts as a tuple, or raise ValueError that says what they are for."""
    # A lone string is refused: Python would take it apart into its letters.
    good = isinstance(texts, list | tuple) and all(isinstance(text, str) and text for text in texts)
    if not good or len(texts) != number:
        raise wrong(f"{name}: expected {number} texts, {meaning}, got {_given(texts)}")
    if len(set(texts)) != number:
        raise wrong(f"{name}: expected {number} different texts, got {_given(texts)}")
    return tuple(texts)


def _given(texts) -> str:
    """Return names as a message shows them: those of a long list by their beginning and number."""
    written = repr(texts)
    if not isinstance(texts, list | tuple) or len(written) <= 60:
        return written if len(written) <= 60 else checks.shown(texts)
    return f"{len(texts)}: {several(map(shown, texts))}"
