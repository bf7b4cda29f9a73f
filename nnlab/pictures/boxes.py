"""An array as boxes with its numbers in them: rows and columns, and sheets below one another."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from nnlab.pictures import style

WIDTH, HEIGHT, GAP = 46, 32, 14  # of a box, and between two sheets, in units of the Axes
MOST = 32  # boxes that one array may have
OWN, COPIED = style.YES_TINT, "#ffffff"  # a number of the array itself, and a stretched copy
LIT = "#ffe08a"
BOX = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]])


def places(shape: tuple[int, ...]) -> np.ndarray:
    """Return where the left lower corners of the boxes stand `(number of boxes, 2)`, from the upper left."""
    sheets, rows, columns = (1,) * (3 - len(shape)) + tuple(shape)
    sheet, row, column = np.indices((sheets, rows, columns)).reshape(3, -1)
    down = (sheet * rows + row + 1) * HEIGHT + sheet * GAP
    return np.stack([column * WIDTH, -down], axis=1).astype(float)


def size(shape: tuple[int, ...]) -> tuple[float, float]:
    """Return how wide and how high an array of that shape is."""
    corners = places(shape)
    return float(corners[:, 0].max() + WIDTH), float(-corners[:, 1].min())


@final
class Boxes:
    """The numbers of one array of up to three axes, and a name above it, on Axes whose unit is a pixel."""

    def __init__(self, ax: Axes) -> None:
        self.ax = ax
        self.boxes = PolyCollection([], edgecolors=style.INK, linewidths=1.2)
        ax.add_collection(self.boxes, autolim=False)
        middle = dict(ha="center", va="center", fontsize=style.TEXT, color=style.INK)
        self.texts = [ax.text(0, 0, "", **middle) for _ in range(MOST)]
        self.name = ax.text(0, 0, "", ha="left", va="bottom", fontsize=style.TEXT, color=style.INK)
        self.lit = PolyCollection([], facecolors=LIT, edgecolors=style.INK, linewidths=2)
        ax.add_collection(self.lit, autolim=False)
        self.over = [ax.text(0, 0, "", **middle) for _ in range(MOST)]  # the numbers that are lit, once more
        self.corners = np.empty((0, 2))  # of the boxes, the left lower ones

    @property
    def artists(self) -> list:
        """The artists that move; after `update` with other values or places the rest is to be drawn anew."""
        return [self.lit, *self.over]

    def update(
        self,
        values: np.ndarray | None,
        at: tuple[float, float],
        name: str = "",
        *,
        copied: np.ndarray | None = None,
        lit: np.ndarray | None = None,
    ) -> None:
        """Draw `values`, their left upper corner at the place `at`; None draws nothing but the name.

        `copied` and `lit` say of each number whether it is a stretched copy, and whether it is lit.
        """
        values = np.empty((0,)) if values is None else np.asarray(values)
        self.corners = places(values.shape) + at if values.size else np.empty((0, 2))
        self.boxes.set_verts(self.corners[:, None, :] + BOX)
        copied, lit = (np.zeros(values.shape, bool) if a is None else a for a in (copied, lit))
        self.lit.set_verts(self.corners[lit.ravel(), None, :] + BOX)
        self.boxes.set_facecolors(np.where(copied.ravel(), COPIED, OWN))
        self.boxes.set_linestyles(["--" if c else "-" for c in copied.ravel()] or "-")
        for i, text in enumerate(self.texts):
            there = i < values.size
            text.set_position(self.corners[i] + np.array([WIDTH, HEIGHT]) / 2 if there else (0, 0))
            text.set_text(f"{values.ravel()[i]:g}".replace("-", "−") if there else "")
            text.set_color(style.GREY if there and copied.ravel()[i] else style.INK)
        shown = np.flatnonzero(lit.ravel()).tolist()
        for text, i in zip(self.over, [*shown, *[None] * (MOST - len(shown))]):
            text.set_position(self.texts[i].get_position() if i is not None else (0, 0))
            text.set_text(self.texts[i].get_text() if i is not None else "")
        self.name.set_position((at[0], at[1] + 8))
        self.name.set_text(name)

    def at(self, x: float, y: float) -> int | None:
        """Return the number of the box at a place, counted row by row; None if there is none."""
        off = np.array([x, y]) - self.corners
        inside = ((off >= 0) & (off < np.array([WIDTH, HEIGHT]))).all(axis=1)
        return int(np.argmax(inside)) if inside.any() else None
