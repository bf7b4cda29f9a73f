"""The picture of the magnifier: picture, window, kernel, products, their sum, and all answers."""

from typing import NamedTuple, final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from nnlab.explore.lesson9 import words
from nnlab.pictures import CellTable, style

WIDTH, HEIGHT = 840, 544  # page pixels
SQUARE = 240  # of each table
LEFT, PITCH = 14, 286  # of the three columns, from one to the next
TOP, UNDER = 28, 300  # of the two rows
SUM = 140  # of the single cell with the sum
NUMBERS, TOTAL = 16, 24  # points: what stands in the cells must be read from the last row


class Seen(NamedTuple):
    """What the magnifier shows of one place."""

    wide: np.ndarray  # (rows, columns) the picture in its rim
    rim: int
    window: np.ndarray  # (3, 3)
    kernel: np.ndarray  # (3, 3) as it is laid on
    answers: np.ndarray  # (rows', columns')
    at: tuple[int, int]  # the place among the answers
    chosen: tuple[int, int]  # the number of the kernel, where it is shown
    cursor: tuple[int, int] | None  # where the keys draw on the wide picture


@final
class WindowView:
    """Two rows of three tables: picture → window × kernel, and below products → their sum → answers."""

    def __init__(self, figure: Figure) -> None:
        def table(column: int, top: int, shape: tuple[int, int], title: str, side: int = SQUARE, **how):
            left, low = LEFT + column * PITCH + (SQUARE - side) / 2, HEIGHT - top - (SQUARE + side) / 2
            place = (left / WIDTH, low / HEIGHT, side / WIDTH, side / HEIGHT)
            return CellTable(figure.add_axes(place), shape, title=title, **how)

        small, signed = dict(shape=(3, 3), points=NUMBERS), dict(colours="signed")
        self.wide = table(0, TOP, (10, 10), words.PICTURE)
        self.window = table(1, TOP, title=words.WINDOW, **small)
        self.kernel = table(2, TOP, title=words.KERNEL, **small, **signed)
        self.products = table(0, UNDER, title=words.PRODUCTS, **small, **signed)
        self.sum = table(1, UNDER, (1, 1), words.SUM, SUM, points=TOTAL, **signed)
        self.answers = table(2, UNDER, (8, 8), words.ANSWERS, **signed)
        self.kernel.frame.set_edgecolor(style.INK)  # seen on orange, too
        for column, top, sign in ((1, TOP, "→"), (2, TOP, "×"), (1, UNDER, "→"), (2, UNDER, "→")):
            middle = LEFT + column * PITCH - (PITCH - SQUARE) / 2, HEIGHT - top - SQUARE / 2
            how = dict(ha="center", va="center", fontsize=22, color=style.INK)
            figure.text(middle[0] / WIDTH, middle[1] / HEIGHT, sign, **how)

    @property
    def artists(self) -> list[Artist]:
        """What moves, in drawing order."""
        tables = self.wide, self.window, self.kernel, self.products, self.sum, self.answers
        return [artist for table in tables for artist in table.artists]

    def draw(self, seen: Seen) -> None:
        """Draw one place and how its answer comes about."""
        largest = float(np.abs(seen.answers).max()) or 1.0
        self.wide.update(seen.wide, frame=(*seen.at, 3, 3), rim=seen.rim, cursor=seen.cursor)
        self.window.update(seen.window)
        self.kernel.update(seen.kernel, frame=(*seen.chosen, 1, 1))
        self.products.update(seen.window * seen.kernel, largest=float(np.abs(seen.kernel).max()) or 1.0)
        self.sum.update(seen.answers[seen.at].reshape(1, 1), largest=largest, frame=(0, 0, 1, 1))
        self.answers.update(seen.answers, largest=largest, frame=(*seen.at, 1, 1))
