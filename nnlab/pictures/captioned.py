"""Small pictures in a row, each with two lines of text below it."""

from typing import final

import numpy as np
from matplotlib.axes import Axes

from nnlab.pictures import style
from nnlab.pictures.grid import Cells
from nnlab.pictures.labels import Labels

LINES = 19  # page pixels from one line to the next
SIZE = 11.5  # points


@final
class Captioned:
    """Up to `most` pictures of `shape` (rows, columns), from 0 for paper to 1 for ink."""

    def __init__(self, ax: Axes, shape: tuple[int, int], most: int, *, title: str) -> None:
        self.ax, self.shape, self.most = ax, shape, most
        style.head(ax, title)
        wide, high = np.array(ax.bbox.size) * 100 / ax.figure.dpi
        self.pitch, self.high = wide / most, high
        self.side = min(high - 2 * LINES - 6, 0.8 * self.pitch)
        self.images = [ax.add_image(Cells(ax)) for _ in range(most)]
        for j, image in enumerate(self.images):
            left = (j + 0.5) * self.pitch - self.side / 2
            image.set_extent((left, left + self.side, high - self.side, high))
        self.labels = Labels(ax)
        ax.set(xlim=(0, wide), ylim=(0, high), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [*self.images, self.labels.artist]

    def update(self, pictures: np.ndarray, captions: list[tuple[str, str]]) -> None:
        """Show `pictures (m, rows * columns)` with their `captions`, two lines each."""
        labels = {}
        for j, image in enumerate(self.images):
            image.set_visible(j < len(pictures))
            image.set_data(2 * pictures[j].reshape(self.shape) - 1 if j < len(pictures) else np.zeros((1, 1)))
            for i, line in enumerate(captions[j] if j < len(pictures) else ()):
                y = self.high - self.side - 4 - (i + 0.5) * LINES
                labels[j, i] = (line, (j + 0.5) * self.pitch, y, SIZE, style.INK, False)
        self.labels.update(labels)
