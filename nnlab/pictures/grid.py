"""States of -1 and +1 as squares of paper and ink: a large one to draw on, and many small ones."""

from functools import lru_cache
from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from nnlab.pictures import style

PAPER, INKED = "#f3efe6", "#274b6d"  # -1 and +1: light and dark tell them apart
SHADES = LinearSegmentedColormap.from_list("paper to ink", [PAPER, INKED])
MARK = "#e4572e"  # seen on paper and on ink
POINTS = 120  # of a curve: the eye does not see more


def line_width(height: int, rows: int) -> int:
    """Return how many pixels wide the lines are between `rows` cells that are so many pixels high in all."""
    return max(round(height / rows / 28), 1)


def spans(pixels: int, cells: int, width: int, *, scaled: bool = False) -> list[tuple[int, int]]:
    """Return from which pixel to which the lines between `cells` go that have so many pixels.

    Where the renderer has `scaled` the cells, a pixel has the colour of the cell in which its middle is.
    """
    at = np.arange(pixels) + 0.5 * scaled
    edges = 1 + np.flatnonzero(np.diff(at * cells // pixels))
    return [(int(edge) - width + 1, int(edge) + 1) for edge in edges]


@lru_cache(maxsize=64)
def boxes_of_lines(x: int, y: int, x1: int, y1: int, rows: int, columns: int) -> Path:
    """Return the lines between scaled cells as boxes, in pixels; they are asked for with each frame."""
    width = line_width(y1 - y, rows)
    across = [(x, y1 - bottom, x1, y1 - top) for top, bottom in spans(y1 - y, rows, width, scaled=True)]
    down = [(x + left, y, x + right, y1) for left, right in spans(x1 - x, columns, width, scaled=True)]
    corners = np.array(across + down, float).reshape(-1, 4)[:, [0, 1, 2, 1, 2, 3, 0, 3, 0, 1]]
    codes = np.array([Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY] * len(corners), Path.code_type)
    return Path(corners.reshape(-1, 2), codes, readonly=True)


@final
class Cells(AxesImage):
    """An image of a few large cells, with white `lines` between them, drawn ten times faster than `imshow`.

    Its values go from -1 to 1, the first and the last of the `colours`; NaN is white.
    """

    WHITE = np.uint32(0xFFFFFFFF)

    def __init__(self, ax: Axes, colours: Colormap = SHADES, *, lines: bool = True) -> None:
        super().__init__(ax, cmap=colours, interpolation="nearest", origin="upper")
        self.lines = lines
        self._colours = (
            (255 * colours(np.linspace(0, 1, 256))).round().astype(np.uint8).view(np.uint32).ravel()
        )
        self.set_data(np.zeros((1, 1)))

    def _check_unsampled_image(self) -> bool:
        """A renderer that scales images is given a pixel for each cell."""
        return True

    def make_image(self, renderer, magnification=1.0, unsampled=False):
        """Return the pixels, where they go, and how they are scaled there, as matplotlib asks for them."""
        values = np.asarray(self.get_array(), float)
        x, y, x1, y1 = self._place(magnification)
        none = np.isnan(values)
        colours = self._colours[np.clip(127.5 * (np.where(none, 0, values) + 1), 0, 255).astype(int)]
        colours[none] = self.WHITE
        rows, columns = values.shape
        scale = Affine2D().scale((x1 - x) / columns, (y1 - y) / rows) if unsampled else Affine2D()
        if not unsampled:
            down, along = np.arange(y1 - y) * rows // (y1 - y), np.arange(x1 - x) * columns // (x1 - x)
            colours = colours[down[:, None], along]
            if self.lines:
                width = line_width(y1 - y, rows)
                for top, bottom in spans(y1 - y, rows, width):
                    colours[top:bottom] = self.WHITE
                for left, right in spans(x1 - x, columns, width):
                    colours[:, left:right] = self.WHITE
        return colours[::-1].copy().view(np.uint8).reshape(*colours.shape, 4), x, y, scale

    def draw(self, renderer) -> None:
        """Draw the cells; where the renderer scales them, the lines over them."""
        super().draw(renderer)
        if self.lines and renderer.option_scale_image() and self.get_visible():
            gc = renderer.new_gc()
            gc.set_linewidth(0)
            boxes = boxes_of_lines(*self._place(), *self.get_array().shape)
            renderer.draw_path(gc, boxes, Affine2D(), (1.0, 1.0, 1.0, 1.0))

    def _place(self, magnification: float = 1.0) -> list[int]:
        """Return the pixels at the left, bottom, right and top."""
        left, right, low, high = self.get_extent()
        corners = self.axes.transData.transform([(left, low), (right, high)]) * magnification
        return np.round(corners).astype(int).ravel().tolist()


@final
class Grid:
    """A state of `shape` (rows, columns): +1 is ink, -1 is paper, and the rest are shades in between.

    Cell (row, column) covers the data coordinates from column to column + 1 and from row to row + 1; the
    first row is at the top. A dot marks a neuron that wants to turn over, a frame the one that has just
    done so.
    """

    def __init__(
        self, ax: Axes, shape: tuple[int, int] = (10, 10), *, dot: str = "", frame: str = ""
    ) -> None:
        self.ax = ax
        self.image = ax.add_image(Cells(ax))
        dots = dict(linestyle="none", marker="o", color=MARK, markeredgecolor="white", markeredgewidth=1)
        (self.wants,) = ax.plot([], [], **dots)
        self.turned = ax.add_patch(Rectangle((0, 0), 1, 1, fill=False, edgecolor=MARK, linewidth=3.2))
        self.place = ax.add_patch(Rectangle((0, 0), 1, 1, fill=False, edgecolor=style.GREEN, linewidth=3.2))
        self.place.set_linestyle((0, (1.6, 1)))
        ax.set(xticks=[], yticks=[], aspect="equal")
        ax.spines[:].set_visible(False)
        handles = []
        if dot:
            handles.append(Line2D([], [], **dots, markersize=9, label=dot))
        if frame:
            square = dict(marker="s", fillstyle="none", color=MARK, markeredgewidth=2.6, markersize=11)
            handles.append(Line2D([], [], linestyle="none", **square, label=frame))
        if handles:
            style.legend(ax, handles)
        self.shape = (0, 0)
        self.reshape(shape)

    def reshape(self, shape: tuple[int, int]) -> None:
        """Set another number of rows and columns, in the middle of the same Axes."""
        if shape == self.shape:
            return
        self.shape = rows, columns = shape
        self.image.set_extent((0, columns, rows, 0))
        half = max(shape) / 2
        middle = columns / 2, rows / 2
        self.ax.set(xlim=(middle[0] - half, middle[0] + half), ylim=(middle[1] + half, middle[1] - half))
        self.wants.set_markersize(110 / (max(shape) + 2))

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.image, self.wants, self.turned, self.place]

    def update(
        self,
        s: np.ndarray,
        *,
        wants: np.ndarray | None = None,
        turned: int | None = None,
        cursor: tuple[int, int] | None = None,
    ) -> None:
        """Show `s (N,)`, with dots where `wants (N,)` is true and a frame around neuron `turned`.

        `cursor` is the cell (row, column) at which the keyboard draws.
        """
        self.image.set_data(np.reshape(s, self.shape))
        who = np.flatnonzero(wants) if wants is not None else np.arange(0)
        rows, columns = np.divmod(who, self.shape[1])
        self.wants.set_data(columns + 0.5, rows + 0.5)
        self.turned.set_visible(turned is not None)
        if turned is not None:
            row, column = divmod(turned, self.shape[1])
            self.turned.set_xy((column, row))
        self.place.set_visible(cursor is not None)
        if cursor is not None:
            self.place.set_xy((cursor[1], cursor[0]))

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the cell (row, column) at data coordinates, or None where there is none."""
        row, column = int(np.floor(y)), int(np.floor(x))
        rows, columns = self.shape
        # The outermost line itself belongs to the last cell, so that a drag along the edge draws there.
        row, column = row - (y == rows), column - (x == columns)
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None


@final
class Gallery:
    """Small pictures side by side, each over a bar from -1 to 1; one of them is framed.

    The pictures themselves are not moving artists: if you hang others, call the stage's `redraw()`.
    """

    def __init__(self, ax: Axes, *, title: str = "") -> None:
        self.ax = ax
        style.head(ax, title)
        self.image = ax.imshow(np.ones((1, 1, 3)), interpolation="nearest")
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        self.troughs = PolyCollection([], facecolors="#e3e3e3", edgecolors="none")
        self.bars = PolyCollection([], edgecolors="none")
        self.zeros = LineCollection([], colors=style.INK, linewidths=1.2)
        for collection in (self.troughs, self.bars, self.zeros):
            ax.add_collection(collection, autolim=False)
        self.frame = ax.add_patch(Rectangle((0, 0), 1, 1, fill=False, edgecolor=style.INK, linewidth=2.6))
        self.frame.set_clip_on(False)
        self.tiles = np.empty((0, 2))  # the upper left corner of each picture
        self.shape = (1, 1)
        self.hang(np.empty((0, 1)), (1, 1))

    def hang(self, patterns: np.ndarray, shape: tuple[int, int], *, pale: np.ndarray | None = None) -> None:
        """Hang pictures of `patterns (P, N)`, each of `shape` (rows, columns); pale where `pale` is true."""
        self.pale = np.zeros(len(patterns), bool) if pale is None else pale
        P, (rows, columns) = len(patterns), shape
        self.shape = shape
        gap = max(columns / 4, 0.5)
        self._high = max(rows, columns) / 4  # of a bar
        pitch = np.array([columns + gap, rows + self._high + 1.2 * gap])
        wide, high = self.ax.bbox.size

        def scale(across):  # pixels per cell, if so many pictures hang side by side
            down = -(-max(P, 1) // across)
            return min(wide / (across * pitch[0]), high / (down * pitch[1]))

        across = max(range(1, max(P, 1) + 1), key=scale)
        size = min(scale(across), high / (1.5 * pitch[1]))  # one alone need not be huge
        self.ax.set(
            xlim=(-gap / 2, wide / size - gap / 2), ylim=(high / size - gap / 2, -gap / 2), aspect="auto"
        )
        number = np.arange(P)
        self.tiles = np.stack([number % across, number // across], axis=1) * pitch
        self._paint(patterns, gap, size)
        x, y = self.tiles.T
        low = y + rows + gap / 3
        self._low, self._gap = low, gap
        self.troughs.set_verts(self._boxes(x, x + columns, low))
        self.zeros.set_segments(
            np.stack(
                [[x + columns / 2, low - gap / 8], [x + columns / 2, low + self._high + gap / 8]]
            ).transpose(2, 0, 1)
        )
        self.update(np.zeros(P), None)

    def _paint(self, patterns, gap: float, size: float) -> None:
        """Paint all pictures as one image with as many pixels as the Axes, white between the pictures."""
        (rows, columns), (wide, high) = self.shape, self.ax.bbox.size
        pixels = np.ones((int(high), int(wide), 3))
        for s, pale, corner in zip(patterns, self.pale, self.tiles):
            left, top = np.round((corner + gap / 2) * size).astype(int)
            right, bottom = np.round((corner + (columns, rows) + gap / 2) * size).astype(int)
            bottom, right = min(bottom, len(pixels)), min(right, pixels.shape[1])
            down = np.arange(bottom - top) * rows // (bottom - top)
            along = np.arange(right - left) * columns // (right - left)
            tile = SHADES((np.reshape(s, self.shape)[np.ix_(down, along)] + 1) / 2)[..., :3]
            pixels[top:bottom, left:right] = 1 - 0.35 * (1 - tile) if pale else tile
        self.image.set_data(pixels)
        (left, right), (bottom, top) = self.ax.get_xlim(), self.ax.get_ylim()
        self.image.set_extent((left, right, bottom, top))

    def _boxes(self, left, right, low) -> np.ndarray:
        corners = [(left, low), (right, low), (right, low + self._high), (left, low + self._high)]
        return np.array(corners).transpose(2, 0, 1)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.troughs, self.bars, self.zeros, self.frame]

    def update(self, values: np.ndarray, nearest: int | None) -> None:
        """Draw a bar for each of `values (P,)`: to the right of the middle if positive, else to the left.

        The picture `nearest` is framed: with a solid line, or a dashed one if its value is negative.
        """
        x = self.tiles[:, 0]
        middle, half = x + self.shape[1] / 2, self.shape[1] / 2
        ends = middle + half * np.clip(values, -1, 1)
        self.bars.set_verts(self._boxes(np.minimum(middle, ends), np.maximum(middle, ends), self._low))
        self.bars.set_facecolor([style.YES if value >= 0 else style.NO for value in values] or "none")
        self.values, self.nearest = np.array(values, float), nearest
        self.frame.set_visible(nearest is not None)
        if nearest is not None:
            corner, off = self.tiles[nearest], 0.35 * self._gap
            wide, high = self.shape[1], self._low[nearest] + self._high - corner[1]  # with its bar
            self.frame.set_bounds(*(corner - off), wide + 2 * off, high + 2 * off)
            self.frame.set_linestyle("-" if values[nearest] >= 0 else (0, (3, 1.5)))

    def at(self, x: float, y: float) -> int | None:
        """Return the number of the picture at data coordinates, its bar included; None between pictures."""
        size = np.array([self.shape[1], self.shape[0] + 2 * self._high])
        inside = (self.tiles <= [x, y]) & ([x, y] < self.tiles + size)
        found = np.flatnonzero(inside.all(axis=1))
        return int(found[0]) if len(found) else None


@final
class Threads:
    """Many thin curves over the steps of a run, and a thick one, which is the one being talked about."""

    def __init__(
        self, ax: Axes, *, xlabel: str, ylabel: str, ends: tuple[float, float], title: str = ""
    ) -> None:
        self.ax = ax
        (self.others,) = ax.plot([], [], color="#a9a9a9", linewidth=1.1)
        self.zero = ax.axhline(0, color=style.INK, linewidth=0.8)
        (self.thick,) = ax.plot([], [], color=style.PURPLE, linewidth=2.6)
        (self.dot,) = ax.plot([], [], "o", color=style.PURPLE, markersize=8, clip_on=False)
        style.dress(ax, xlabel, ylabel)
        style.head(ax, title, color=style.PURPLE)
        margin = 0.04 * (ends[1] - ends[0])
        ax.set(xlim=(0, 10), ylim=(ends[0] - margin, ends[1] + margin))

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.zero, self.others, self.thick, self.dot]

    def update(self, x: np.ndarray, Y: np.ndarray, now: int, which: int | None) -> None:
        """Draw `Y (m, P)` over `x (m,)`, with column `which` thick and with a dot at `x[now]`."""
        if len(x) > POINTS:
            seen = np.unique([*np.linspace(0, len(x) - 1, POINTS).astype(int), now])
            x, Y, now = x[seen], Y[seen], int(np.searchsorted(seen, now))
        gaps = np.full((1, Y.shape[1]), np.nan)  # all of them are one line with gaps, which is faster
        over = np.repeat(np.append(x, np.nan)[:, None], Y.shape[1], axis=1)
        self.others.set_data(over.T.ravel(), np.concatenate([Y, gaps]).T.ravel())
        column = Y[:, which] if which is not None else np.full(len(x), np.nan)
        self.thick.set_data(x, column)
        self.dot.set_data(x[now : now + 1], column[now : now + 1])
        end = style.round_up(max(float(x[-1]), 5.0))
        if self.ax.get_xlim() != (0, end):
            self.ax.set_xlim(0, end)
