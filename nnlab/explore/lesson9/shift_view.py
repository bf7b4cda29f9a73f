"""The pictures of the digit that wanders: its sheet, kernels, a map, probabilities, and how both learn."""

from typing import NamedTuple, final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from nnlab.explore.lesson9 import words
from nnlab.pictures import CellTable, CellTables, Curves, Shares


class Look(NamedTuple):
    """What the convolution makes of the digit shown, by the chosen kernel."""

    kernels: np.ndarray  # (k, side, side)
    chosen: int
    map: np.ndarray  # (rows', columns') its answers
    place: tuple[int, int] | None  # of the largest; None where none counts, or all are 0


@final
class ShiftView:
    """The pictures on a figure of 960 × 540."""

    def __init__(self, figure: Figure) -> None:
        self.sheet = CellTable(figure.add_axes((0.015, 0.43, 0.29, 0.5)), (20, 20), title=words.SHEET)
        self.kernels = CellTables(figure.add_axes((0.345, 0.43, 0.3, 0.5)), title=words.KERNELS)
        self.map = CellTable(
            figure.add_axes((0.685, 0.43, 0.3, 0.5)), (16, 16), colours="signed", title=words.MAP
        )
        names, digits = (words.DENSE, words.SHARED), tuple(map(str, range(10)))
        place = figure.add_axes((0.06, 0.11, 0.42, 0.22))
        self.shares = Shares(place, names, digits, xlabel=words.DIGIT, ylabel=words.SHARE)
        how = dict(xlabel=words.STEPS, ylabel=words.RIGHT, shortest=100, top=1.0)
        self.curves = Curves(figure.add_axes((0.57, 0.11, 0.41, 0.22)), names, **how)

    @property
    def artists(self) -> list[Artist]:
        """What moves, in drawing order."""
        pictures = self.sheet, self.kernels, self.map, self.shares, self.curves
        return [artist for picture in pictures for artist in picture.artists]

    def draw_sheet(self, wide: np.ndarray, padding: int, look: Look) -> None:
        """Draw the sheet in its rim, with the window of the largest answer, the kernels and the map."""
        side = look.kernels.shape[1]
        window = None if look.place is None else (*look.place, side, side)
        self.sheet.update(wide, frame=window, rim=padding)
        self.kernels.update(look.kernels, look.chosen)
        self.map.update(look.map, dots=None if look.place is None else np.array([look.place]))
