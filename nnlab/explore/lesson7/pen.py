"""Ink and paper on a grid of cells, by pointer and by keyboard."""

from typing import NamedTuple, final

import numpy as np

from nnlab.explore.kit.stage import Pointer

Cell = tuple[int, int]  # row and column
WAYS = dict(ArrowUp=(-1, 0), ArrowDown=(1, 0), ArrowLeft=(0, -1), ArrowRight=(0, 1))
INK, PAPER = 1, -1


class Drawn(NamedTuple):
    """A drawing after one more mark."""

    s: np.ndarray  # (N,)
    first: bool  # whether it is the first mark of its stroke: Undo takes a whole stroke back


@final
class Pen:
    """A pen that draws on a grid as pointer and keys say; `cursor` is the cell at which the keys draw.

    A drawing is given as `ink` (rows, columns) of -1 and +1, and is not changed: a mark gives another one,
    and None says that nothing has changed.
    """

    def __init__(self) -> None:
        self.put_away()

    def put_away(self) -> None:
        """Forget cursor and stroke; the next grid may have other cells."""
        self.cursor: Cell | None = None
        self._down = False  # whether a stroke is under way
        self._colour, self._last = INK, None
        self._changed = False  # whether the stroke has changed anything
        self._tapped: Cell | None = None  # where ink was pressed, as long as it may be no drag

    def pointed(self, pointer: Pointer, cell: Cell | None, ink: np.ndarray) -> Drawn | None:
        """Draw with the pointer, which is over `cell`, or over none."""
        if pointer.kind == "press":
            paper = pointer.shift or pointer.alt or pointer.button == 2
            self.put_away()
            self._down, self._colour = True, PAPER if paper else INK
            if cell is not None and not paper and ink[cell] == INK:
                self._tapped = cell
        if pointer.kind == "release":
            tapped = self._tapped
            self._down, self._tapped = False, None
            # A finger has no Shift and no right button.
            return None if tapped is None else self._mark(ink, [tapped], PAPER)
        if not self._down or cell is None:
            return None
        if cell != self._tapped:
            self._tapped = None
        last, self._last = self._last or cell, cell
        return self._mark(ink, _between(last, cell), self._colour)

    def typed(self, key: str, ink: np.ndarray) -> Drawn | None:
        """Move the cursor, or draw there with a key."""
        if key in WAYS:
            rows, columns = ink.shape
            if self.cursor is None:
                self.cursor = rows // 2, columns // 2
            else:
                (row, column), (down, along) = self.cursor, WAYS[key]
                self.cursor = min(max(row + down, 0), rows - 1), min(max(column + along, 0), columns - 1)
        elif key == "Escape":
            self.cursor = None
        elif key in ("Enter", "Delete", "Backspace") and self.cursor is not None:
            self._changed = False
            turned = PAPER if key != "Enter" or ink[self.cursor] == INK else INK
            return self._mark(ink, [self.cursor], turned)
        return None

    def _mark(self, ink: np.ndarray, cells: list[Cell], colour: int) -> Drawn | None:
        if all(ink[cell] == colour for cell in cells):
            return None
        drawing = ink.copy()
        for cell in cells:
            drawing[cell] = colour
        first, self._changed = not self._changed, True
        return Drawn(drawing.ravel(), first)


def _between(one: Cell, other: Cell) -> list[Cell]:
    """Return the cells from one to the other: a quick hand leaves some out."""
    (r0, c0), (r1, c1) = one, other
    n = max(abs(r1 - r0), abs(c1 - c0), 1)
    return [(round(r0 + (r1 - r0) * t / n), round(c0 + (c1 - c0) * t / n)) for t in range(n + 1)]
