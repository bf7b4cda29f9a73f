"""What the grid of lesson 0 says: whole sentences with named places, and functions to choose them."""

import numpy as np

from nnlab.explore.kit.numbers import fixed, pair, plain

NAMES = dict(w11="W₁₁", w12="W₁₂", w21="W₂₁", w22="W₂₂", x1="x₁", x2="x₂")
HANDLES = ("first", "second")
POINTS_ARE = "points are"
POINTS = [("columns: W @ x", "columns"), ("rows: x @ W", "rows")]
BEFORE, AFTER = "before", "after"
BEFORE_NAMES, AFTER_NAMES = ("(1, 0)", "(0, 1)", "x"), ("1", "2", "new x")
UNDOES = "take back what was dragged last"
GRID_HINT = (
    "Drag the tips 1 and 2 on the right: they are the columns of W (its rows, if points are rows). Drag the "
    "point x on the left. By keyboard, on the picture: Enter chooses a tip or the point, arrows move it, "
    "with Shift less far; Ctrl+Z undoes"
)

COLUMNS_GO = (
    "(1, 0) goes to {first}, the first column of W, and (0, 1) to {second}, the second. "
    "x goes to {x1} · {first} + {x2} · {second} = {x}."
)
ROWS_GO = (
    "(1, 0) goes to {first}, the first row of W, and (0, 1) to {second}, the second. "
    "x goes to {x1} · {first} + {x2} · {second} = {x}."
)
NOTHING = "Every point stays where it is."
FLATTENED = (
    "The whole plane is flattened onto a line. Different points arrive at the same place, so nothing can "
    "bring them back."
)
TO_A_POINT = "Every point goes to (0, 0), and nothing can bring it back."
TURNED_OVER = "The grid is turned over, as in a mirror."
ALT = "a square grid, and what the matrix with rows ({a}, {b}) and ({c}, {d}) makes of it"


def where_to(mapping: np.ndarray, x: np.ndarray, *, rows: bool) -> str:
    """Say where the two unit arrows and the point go; `mapping` has their ends as its columns."""
    first, second = mapping.T
    factors = [f"({plain(number)})" if number < 0 else plain(number) for number in x]
    sentence = ROWS_GO if rows else COLUMNS_GO
    ends = dict(first=pair(first), second=pair(second), x=pair(mapping @ x))
    return sentence.format(x1=factors[0], x2=factors[1], **ends)


def alt_grid(W: np.ndarray) -> str:
    """Say what the picture shows."""
    a, b, c, d = (fixed(number, 2) for number in W.ravel())
    return ALT.format(a=a, b=b, c=c, d=d)
