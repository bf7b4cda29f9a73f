"""Tables of numbers as coloured cells: pictures, kernels and what kernels answer."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from nnlab.pictures import style
from nnlab.pictures.grid import MARK, SHADES, Cells

# Orange below zero, white at zero, blue above: told apart by all, and in grey by their numbers.
SIGNED = LinearSegmentedColormap.from_list("below and above", [style.NO, "#f7f7f5", style.YES])
PALETTES = {"ink": SHADES, "signed": SIGNED}


@final
class CellTable:
    """A table (rows, columns) of numbers as cells; the first row is on top, and a cell is 1 wide and high.

    `colours` are "ink", for numbers from 0 to 1, or "signed", for numbers from -largest to largest. With
    `points` each number stands in its cell, in that size, which is for small tables. A frame marks some
    cells, a dot others; a dashed frame is the cursor of the keys.
    """

    def __init__(
        self,
        ax: Axes,
        shape: tuple[int, int],
        *,
        colours: str = "ink",
        points: float = 0,
        title: str = "",
    ) -> None:
        self.ax, self.colours = ax, colours
        self.image = ax.add_image(Cells(ax, PALETTES[colours]))
        how = dict(linestyle="none", marker="o", color=MARK, markeredgecolor="white", markeredgewidth=1)
        (self.dots,) = ax.plot([], [], **how, markersize=9)
        self.frame = ax.add_patch(Rectangle((0, 0), 1, 1, fill=False, edgecolor=MARK, linewidth=3))
        self.frame.set_clip_on(False)
        self.edge = ax.add_patch(Rectangle((0, 0), 1, 1, fill=False, edgecolor=style.GREY, visible=False))
        # Dashes over white: they are seen on ink and on paper.
        bare = dict(fill=False, linewidth=3, clip_on=False, visible=False)
        lines = dict(edgecolor="white"), dict(edgecolor=style.GREEN, linestyle=(0, (1.6, 1)))
        self.cursor = tuple(ax.add_patch(Rectangle((0, 0), 1, 1, **bare, **line)) for line in lines)
        self.points, self.texts = points, []
        ax.set(xticks=[], yticks=[], aspect="equal")
        ax.spines[:].set_visible(False)
        style.head(ax, title)
        self.values = np.empty((0, 0))
        self.reshape(shape)

    def reshape(self, shape: tuple[int, int]) -> None:
        """Set another number of rows and columns, in the same Axes."""
        if shape == self.values.shape:
            return
        rows, columns = shape
        self.values = np.zeros(shape)
        self.image.set_extent((0, columns, rows, 0))
        self.ax.set(xlim=(0, columns), ylim=(rows, 0))
        if self.points and not self.texts:
            how = dict(ha="center", va="center", fontsize=self.points, color=style.INK)
            places = [(column + 0.5, row + 0.5) for row in range(rows) for column in range(columns)]
            self.texts = [self.ax.text(*place, "", **how) for place in places]

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.image, *self.texts, self.edge, self.dots, self.frame, *self.cursor]

    def update(
        self,
        values: np.ndarray,
        *,
        largest: float | None = None,
        frame: tuple[float, float, float, float] | None = None,
        dots: np.ndarray | None = None,
        rim: int = 0,
        cursor: tuple[int, int] | None = None,
    ) -> None:
        """Show `values` (rows, columns).

        `largest` is the number with the fullest colour, else the largest there is. `frame` is (row, column,
        rows, columns); `dots` (m, 2) are rows and columns of cells, and `cursor` is one cell. A thin line
        shows where a rim of that width ends.
        """
        self.reshape(values.shape)
        self.values = values
        if self.colours == "ink":
            shown = 2 * np.clip(values, 0, 1) - 1
        else:
            shown = values / (largest or float(np.abs(values).max()) or 1.0)
        self.image.set_data(shown)
        for text, number, colour in zip(self.texts, values.ravel(), shown.ravel()):
            text.set_text(written(number))
            dark = colour > 0.15 if self.colours == "ink" else colour > 0.6
            text.set_color("white" if dark else style.INK)
        self.edge.set_visible(rim > 0)
        rows, columns = values.shape
        self.edge.set_bounds(rim, rim, columns - 2 * rim, rows - 2 * rim)
        self.frame.set_visible(frame is not None)
        if frame is not None:
            row, column, rows, columns = frame
            self.frame.set_bounds(column, row, columns, rows)
        for line in self.cursor:
            line.set_visible(cursor is not None)
            line.set_xy((0, 0) if cursor is None else cursor[::-1])
        self.dots.set_data(*(np.empty((2, 0)) if dots is None else np.asarray(dots).T[::-1] + 0.5))

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the cell (row, column) at data coordinates, or None where there is none."""
        rows, columns = self.values.shape
        row, column = int(np.floor(y)) - (y == rows), int(np.floor(x)) - (x == columns)
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None


def written(number: float) -> str:
    """Return a number as it is written in a cell: short, with a true minus and no zero below zero."""
    text = f"{number + 0.0:.2f}".rstrip("0").rstrip(".")
    return ("0" if text in ("-0", "0") else text).replace("-", "−")


@final
class CellTables:
    """Many small signed tables of one shape side by side, each with its own largest; one is framed."""

    GAP = 1  # cells between two of them

    def __init__(self, ax: Axes, *, title: str = "") -> None:
        self.ax = ax
        self.image = ax.add_image(Cells(ax, SIGNED, lines=False))
        self.frame = ax.add_patch(Rectangle((0, 0), 1, 1, fill=False, edgecolor=MARK, linewidth=2.6))
        self.frame.set_clip_on(False)
        ax.set(xticks=[], yticks=[], aspect="equal")
        ax.spines[:].set_visible(False)
        style.head(ax, title)
        self.across, self.pitch, self.n = 1, 1, 0

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.image, self.frame]

    def update(self, tables: np.ndarray, chosen: int | None = None) -> None:
        """Show `tables` (n, side, side), row after row; `chosen` is framed."""
        n, side = tables.shape[:2]
        self.n, self.pitch = n, side + self.GAP
        wide, high = self.ax.bbox.size
        self.across = max(range(1, n + 1), key=lambda across: min(wide / across, high / -(-n // across)))
        down = -(-n // self.across)
        sheet = np.full((down * self.across, self.pitch, self.pitch), np.nan)
        most = np.abs(tables).max(axis=(1, 2), keepdims=True)
        sheet[:n, :side, :side] = tables / np.where(most > 0, most, 1)
        sheet = sheet.reshape(down, self.across, self.pitch, self.pitch).swapaxes(1, 2)
        self.image.set_data(sheet.reshape(down * self.pitch, -1))
        width, height = self.across * self.pitch, down * self.pitch
        if tuple(self.image.get_extent()) != (0, width, height, 0):
            self.image.set_extent((0, width, height, 0))
            self.ax.set(xlim=(-0.5, width), ylim=(height, -0.5))
        self.frame.set_visible(chosen is not None)
        if chosen is not None:
            row, column = divmod(chosen, self.across)
            self.frame.set_bounds(column * self.pitch - 0.3, row * self.pitch - 0.3, side + 0.6, side + 0.6)

    def at(self, x: float, y: float) -> int | None:
        """Return the number of the table at data coordinates; None between them."""
        column, row = int(x // self.pitch), int(y // self.pitch)
        inside = x >= 0 and y >= 0 and column < self.across and row * self.across + column < self.n
        return row * self.across + column if inside else None
