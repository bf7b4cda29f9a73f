"""Lesson 2: features made of the two numbers x1 and x2: what a neuron is told of a point of the plane.

A neuron that is told x1, x2 alone draws a line. Told x1² and x2² as well, it draws a circle.
"""

from collections.abc import Callable

import numpy as np

from nnlab import checks
from nnlab.rules import checked

FEATURES: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1²": lambda x1, x2: x1 * x1,
    "x2²": lambda x1, x2: x2 * x2,
    "x1x2": lambda x1, x2: x1 * x2,
    "sin x1": lambda x1, x2: np.sin(x1),
    "sin x2": lambda x1, x2: np.sin(x2),
}
# The same as formulas, for pictures.
FORMULAS = dict(
    zip(FEATURES, ("$x_1$", "$x_2$", "$x_1^2$", "$x_2^2$", "$x_1x_2$", r"$\sin\,x_1$", r"$\sin\,x_2$"))
)


def chosen(names, name: str = "names") -> tuple[str, ...]:
    """Return names of features, each once and in the order of `FEATURES`, or raise ValueError: a rule."""
    if isinstance(names, str):
        names = (names,)
    if not isinstance(names, list | tuple) or not names:
        raise ValueError(f"{name}: expected at least one of {', '.join(FEATURES)}, got {checks.shown(names)}")
    for each in names:
        checks.one_of(each, FEATURES, name)
    return tuple(each for each in FEATURES if each in names)


def _points(X, name):
    return checks.squarable(checks.features(X, 2, name), name)


@checked(X=_points, names=chosen)
def made(X, names) -> np.ndarray:
    """Return the features of these names, a column each, (n, f), of the points X (n, 2).

    The columns stand in the order of `FEATURES`. Raises ValueError for an unknown name, and if there is none.
    """
    return _made(X, names)


def _made(X: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """Return the same of points and names that were looked at before."""
    return np.column_stack([FEATURES[each](X[:, 0], X[:, 1]) for each in names])
