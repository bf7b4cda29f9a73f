"""Small grey pictures in a row, each with two lines of text below it."""

from typing import final

import numpy as np
from matplotlib.axes import Axes

from nnlab.pictures import style
from nnlab.pictures.labels import Labels

LINES = 17  # page pixels from one line to the next
SIZE = 10  # points


@final
class Captioned:
    """Up to `most` pictures of `shape` (rows, columns), 0 for paper and 1 for ink."""

    def __init__(self, ax: Axes, shape: tuple[int, int], most: int, *, title: str) -> None:
        self.ax, self.shape, self.most = ax, shape, most
        style.head(ax, title)
        wide, high = np.array(ax.bbox.size) * 100 / ax.figure.dpi
        self.pitch, self.high = wide / most, high
        self.side = min(high - 2 * LINES - 6, 0.8 * self.pitch)
        self.image = ax.imshow(
            np.ones((1, 1)), extent=(0, wide, high - self.side, high), aspect="auto",
            cmap="gray", vmin=0, vmax=1, interpolation="nearest",
        )  # fmt: skip
        self.labels = Labels(ax)
        ax.set(xlim=(0, wide), ylim=(0, high), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.image, self.labels.artist]

    def update(self, pictures: np.ndarray, captions: list[tuple[str, str]]) -> None:
        """Show `pictures (m, rows * columns)` with their `captions`, two lines each."""
        rows, columns = self.shape
        cell = self.side / rows  # page pixels
        paper = np.ones((rows, round(self.pitch * self.most / cell)))
        labels = {}
        for j, (picture, lines) in enumerate(zip(pictures[: self.most], captions)):
            middle = (j + 0.5) * self.pitch
            left = round(middle / cell - columns / 2)
            paper[:, left : left + columns] = 0.93 * (1 - picture.reshape(self.shape))
            for i, line in enumerate(lines):
                y = self.high - self.side - 4 - (i + 0.5) * LINES
                labels[j, i] = (line, middle, y, SIZE, style.INK, False)
        self.image.set_data(paper)
        self.labels.update(labels)
