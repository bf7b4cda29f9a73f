"""Points of the plane as material of the playground, as if somebody had drawn them."""

from nnlab.explore.playground.material import Material, held_rows
from nnlab.explore.playground.settings import CLASSIFICATION, REGRESSION


def from_points(X, y, classes=(), held_out=0.5) -> Material:
    """Return points X (n, 2) with class numbers y (n,); without classes these are numbers."""
    task = CLASSIFICATION if classes else REGRESSION
    return Material("own points", X, y, held_rows(len(X), held_out, 0), task, tuple(classes))
