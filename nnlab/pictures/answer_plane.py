"""The plane in large: what a model says everywhere, as shades, and the samples on it."""

from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from nnlab.pictures import style
from nnlab.pictures.unit_maps import CLASSES, MARKS, Shaded

MARK = 5.6  # points: how large a mark is
CROWD, FEWEST = 150, 0.62  # with more samples than this marks get smaller, down to this part
VALUES = 9  # shades of the marks of numbers from -1 to 1


def value_colours() -> list[tuple[float, ...]]:
    """Return the colours of the marks of numbers, the lowest first."""
    colours = []
    for value in np.linspace(-1, 1, VALUES):
        full = np.array(to_rgb(style.NO if value < 0 else style.YES))
        colours.append(tuple(1 - (0.25 + 0.75 * abs(value)) * (1 - full) if value else (0.85,) * 3))
    return colours


def value_groups(y: np.ndarray) -> np.ndarray:
    """Return the group of marks of each of the numbers `y (n,)`; those beyond ±1 are in the outermost."""
    return np.rint((np.clip(y, -1, 1) + 1) / 2 * (VALUES - 1)).astype(int)


@final
class AnswerPlane:
    """Shades all over the plane, and samples: filled to learn from, hollow those held out.

    Up to four classes have their own colour and mark, numbers a disc whose colour says how large they are.
    """

    def __init__(self, ax: Axes, limits) -> None:
        self.ax = ax
        self.image = ax.add_image(Shaded(ax, smooth=True))
        dot = dict(linestyle="none", markersize=MARK, markeredgewidth=0.7)
        looks = [dict(marker=mark, color=colour) for mark, colour in zip(MARKS, CLASSES)]
        looks += [dict(marker=style.DISC, color=colour) for colour in value_colours()]
        self.marks, self.hollow = [], []
        for look in looks:
            (mark,) = ax.plot([], [], **dot, **look, markeredgecolor="white")
            (open_mark,) = ax.plot([], [], **dot, **look, markerfacecolor="white")
            open_mark.set_markeredgewidth(1.3)
            if look["marker"] == style.DISC and len(self.marks) >= len(CLASSES):
                open_mark.set(markerfacecolor=look["color"], markeredgecolor=style.INK, markeredgewidth=0.8)
            self.marks.append(mark)
            self.hollow.append(open_mark)
        ring = dict(linestyle="none", color=style.INK, markeredgewidth=1.6)
        (self.ring,) = ax.plot([], [], marker="o", markersize=14, fillstyle="none", **ring)
        (self.cross,) = ax.plot([], [], marker="+", markersize=18, **ring)
        self.title = ax.text(0, 1.025, "", transform=ax.transAxes, fontsize=style.TEXT, color=style.INK)
        ax.tick_params(labelsize=9.5, colors=style.INK, length=3)
        ax.yaxis.tick_right()
        ax.locator_params(nbins=5)
        self.cover(limits)

    @property
    def artists(self) -> list[Artist]:
        """The artists that move, in drawing order."""
        frame = list(self.ax.spines.values())
        return [self.image, *self.hollow, *self.marks, self.ring, self.cross, *frame, self.title]

    def cover(self, limits) -> None:
        """Show another part of the plane, `((left, right), (bottom, top))`."""
        (left, right), (bottom, top) = self.limits = limits
        self.ax.set(xlim=(left, right), ylim=(bottom, top))
        self.image.set_extent((left, right, bottom, top))

    def shade(self, shades: np.ndarray, *, discretised: bool = False, title: str = "") -> None:
        """Show shades by their numbers `(rows, columns)`, the first row at the top."""
        self.image.set_interpolation("nearest" if discretised else "bilinear")
        self.image.set_data(shades)
        if self.title.get_text() != title:
            self.title.set_text(title)

    def samples(self, X: np.ndarray, groups: np.ndarray, held: np.ndarray) -> None:
        """Draw samples `X (n, 2)`, each of a group: its class, or `len(CLASSES)` and its `value_groups`."""
        size = MARK * float(np.clip(np.sqrt(CROWD / max(len(X), 1)), FEWEST, 1))
        for lines, which in ((self.marks, ~held), (self.hollow, held)):
            for group, line in enumerate(lines):
                line.set_data(*X[which & (groups == group)].T)
                line.set_markersize(size)

    def point(self, sample: np.ndarray | None, cursor: np.ndarray | None) -> None:
        """Put a ring around a `sample (2,)`, and the keyboard's cross at `cursor (2,)`."""
        for line, place in ((self.ring, sample), (self.cross, cursor)):
            line.set_data(*([[], []] if place is None else np.reshape(place, (2, 1))))
