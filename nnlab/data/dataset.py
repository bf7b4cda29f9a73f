"""What a data set is, and how a few of its samples are kept for later."""

from dataclasses import dataclass, field

import numpy as np

from nnlab import checks


@dataclass(frozen=True, eq=False)
class Data:
    """Labelled samples and the names that belong to them. Nothing in it can be changed.

    X (n, d) holds one sample in each row, y (n,) its class, 0 or 1. `features` names the d columns as the
    axes of a picture show them. `classes` names class 0 and class 1. The arrays are copies of those given.

    Raises ValueError where X, y, features and classes do not fit together.
    """

    name: str
    X: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    features: tuple[str, ...]
    classes: tuple[str, str]

    def __post_init__(self):
        if not (isinstance(self.name, str) and self.name):
            raise ValueError(f"name: expected a text, got {self.name!r}")
        X = np.array(checks.samples(self.X))
        y = np.array(checks.labels(self.y, len(X)))
        features = _texts(self.features, "features", X.shape[1], "one for each column of X")
        classes = _texts(self.classes, "classes", 2, "one for class 0 and one for class 1")
        for array in (X, y):
            array.setflags(write=False)
        # A frozen dataclass refuses `self.X = X`; this is the way it leaves open to its own construction.
        for attribute, value in (("X", X), ("y", y), ("features", features), ("classes", classes)):
            object.__setattr__(self, attribute, value)


def hold_out(n: int, fraction: float, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Set a fraction of n samples aside, chosen by chance, and return (kept, held_out).

    Both are sorted arrays of row numbers; together they hold each of 0 to n-1 once. round(fraction · n)
    samples are held out, but at least one is always kept. The choice never looks at the classes. A larger
    fraction with an rng in the same state holds out the same samples and more.

    Raises ValueError unless n is a whole number, at least 1, and fraction is at least 0 and below 1.
    """
    n = checks.count(n, 1, "n")
    if checks.number_at_least(fraction, 0, "fraction") >= 1:
        raise ValueError(f"fraction: expected a number below 1, got {fraction}")
    order = checks.generator(rng).permutation(n)
    held = min(round(fraction * n), n - 1)
    return np.sort(order[held:]), np.sort(order[:held])


def _texts(texts, name: str, number: int, meaning: str) -> tuple[str, ...]:
    # A lone string is refused: Python would take it apart into its letters.
    good = isinstance(texts, list | tuple) and all(isinstance(text, str) and text for text in texts)
    if not good or len(texts) != number:
        raise ValueError(f"{name}: expected {number} texts, {meaning}, got {texts!r}")
    if len(set(texts)) != number:
        raise ValueError(f"{name}: expected {number} different texts, got {texts!r}")
    return tuple(texts)
