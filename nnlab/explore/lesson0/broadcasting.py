"""Two arrays as boxes: how their shapes are lined up, stretched, and put together; and sums over an axis."""

from typing import final

import ipywidgets as widgets
import numpy as np

from nnlab.broadcasting import aligned
from nnlab.checks import flag
from nnlab.explore.kit.controls import choice
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.handles import ARROWS
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson0 import array_words as words
from nnlab.pictures import style
from nnlab.pictures.boxes import Boxes, size

WIDTH, HEIGHT = 900, 440
SHAPES = ((), (3,), (4,), (1, 4), (3, 1), (4, 1), (3, 4), (2, 3, 1), (2, 3, 4))
PLUS, MINUS, TIMES, SUM = "a + b", "a - b", "a * b", "a.sum"
DOES = {PLUS: np.add, MINUS: np.subtract, TIMES: np.multiply}
SIGNS = {PLUS: "+", MINUS: "−", TIMES: "·"}
AXES = (None, 0, 1, -1)
RED = "#b3261e"
TABLE = 380  # where the table of the shapes begins, in pixels from below
BOXES = 256  # and the boxes
NEUTRAL = dict(a=(3, 4), b=(4,), does=PLUS, axis=0, keepdims=False)
PRESETS = {
    "A bias for each column: (3, 4) + (4,)": dict(),
    "A number for each row: (3, 4) + (3, 1)": dict(b=(3, 1)),
    "Refused: (3, 4) + (3,)": dict(b=(3,)),
    "A silent trap: (3, 1) - (3,)": dict(a=(3, 1), b=(3,), does=MINUS),
    "One number for all: (3, 4) * ()": dict(b=(), does=TIMES),
    "Three axes: (2, 3, 4) + (3, 1)": dict(a=(2, 3, 4), b=(3, 1)),
    "Sum of each column: axis=0": dict(does=SUM, axis=0),
    "Sum of each row: axis=1": dict(does=SUM, axis=1),
    "Sum of each row, axis kept": dict(does=SUM, axis=1, keepdims=True),
}


@final
class BroadcastingExplorer(Explorer):
    """Made by `explore_broadcasting`; see there."""

    def __init__(self, settings: dict) -> None:
        shapes = [(words.shape(shape), shape) for shape in SHAPES]
        keepdims = flag(settings["keepdims"], "keepdims")
        controls = dict(
            a=choice(shapes, settings["a"], words.SHAPE_OF_A),
            b=choice(shapes, settings["b"], words.SHAPE_OF_B),
            does=choice(words.DOES, settings["does"], words.COMPUTE),
            axis=choice([(str(axis), axis) for axis in AXES], settings["axis"], "axis"),
            keepdims=widgets.Checkbox(keepdims, description="keepdims", indent=False),
        )
        stage = Stage(WIDTH, HEIGHT, hovers=True, hint=words.BROADCASTING_HINT)
        ax = stage.figure.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
        ax.set_axis_off()
        self.ax = ax
        self.arrays = [Boxes(ax) for _ in range(3)]  # a, b and the result
        write = dict(va="center", color=style.INK)
        self.signs = [ax.text(0, 0, "", ha="center", fontsize=22, **write) for _ in range(2)]
        self.table = [ax.text(0, 0, "", fontsize=15, **write) for _ in range(3 * 5)]
        self.note = ax.text(0, 0, "", fontsize=style.TEXT, **write)
        ax.text(WIDTH / 2, HEIGHT - 22, words.LINED_UP, fontsize=style.TEXT, ha="center", **write)
        stage.moving = [*(artist for boxes in self.arrays for artist in boxes.artists), *self.table]
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(main=["a", "b", "does", "axis", "keepdims"])
        self.restart()
        self.publish()

    # -- the arrays ---------------------------------------------------------------------------------------

    def restart(self) -> None:
        """Make the arrays, and put them together."""
        self.stale = True  # the numbers stand still until there are others
        self.chosen = 0  # which box of the result is looked at, counted row by row
        self.a = np.arange(1.0, np.prod(self["a"]) + 1).reshape(self["a"])
        b = np.arange(1.0, np.prod(self["b"]) + 1).reshape(self["b"])
        self.b = b if self["does"] == MINUS else 10 * b
        self.result, self.refused = None, ""
        for name in ("axis", "keepdims"):
            self.controls[name].disabled = not self.sums
        try:
            if self.sums:
                self.result = self.a.sum(axis=self["axis"], keepdims=self["keepdims"])
            else:
                self.result = DOES[self["does"]](self.a, self.b)
        except ValueError as error:  # NumPy's own words
            self.refused = str(error)
        self.aligned = aligned(self["a"], self["b"])

    def changed(self, *names: str) -> None:
        """Make other arrays."""
        self.restart()

    @property
    def sums(self) -> bool:
        """Whether `a` is summed, and `b` waits."""
        return self["does"] == SUM

    def sources(self) -> tuple[np.ndarray, np.ndarray]:
        """Return which numbers of `a` and of `b`, by their places in them, make the one looked at."""
        numbers = [np.arange(array.size).reshape(array.shape) for array in (self.a, self.b)]
        if not self.sums:
            return tuple(np.broadcast_to(n, self.result.shape).ravel()[[self.chosen]] for n in numbers)
        axis = self["axis"]
        if axis is None or not self.a.ndim:
            return numbers[0].ravel(), np.empty(0, int)
        lines = np.moveaxis(numbers[0], axis, -1).reshape(self.result.size, -1)
        return lines[self.chosen], np.empty(0, int)

    # -- what the reader does -----------------------------------------------------------------------------

    def pointed(self, pointer: Pointer) -> None:
        """Look at the box of the result that the pointer is on."""
        found = self.arrays[2].at(pointer.x, pointer.y) if pointer.axes is not None else None
        if found is not None:
            self.chosen = found

    def typed(self, key: str, shift: bool) -> None:
        """Go from box to box of the result."""
        if self.result is None or key not in ARROWS:
            return
        sheets, rows, columns = (1,) * (3 - self.result.ndim) + self.result.shape
        line, column = divmod(self.chosen, columns)
        across, up = ARROWS[key]
        line, column = np.clip([line - up, column + across], 0, [sheets * rows - 1, columns - 1])
        self.chosen = int(line * columns + column)

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the shapes above one another, and the arrays side by side."""
        if self.stale:  # not while the reader only looks from box to box
            self._draw_table()
            self.stage.redraw()
            self.stale = False
        result, good = self.result, self.result is not None
        of_a, of_b = self.sources() if good else (np.empty(0, int), np.empty(0, int))
        stretched = [self._stretched(self.a, of_a)]
        if not self.sums:
            stretched.append(self._stretched(self.b, of_b))
        lit = None if result is None else np.arange(result.size).reshape(result.shape) == self.chosen
        shown = [*stretched, (result, None, lit)]
        gap = 60
        widths = [size(values.shape)[0] if values is not None else 0 for values, _, _ in shown]
        widths = [max(width, 3 * 46) for width in widths]
        x = (WIDTH - sum(widths) - gap * (len(shown) - 1)) / 2
        names = ["a", "b", words.RESULT] if not self.sums else ["a", words.RESULT]
        slots = self.arrays if not self.sums else [self.arrays[0], self.arrays[2]]
        if self.sums:
            self.arrays[1].update(None, (0, 0))
        middle = BOXES - 16
        signs = [SIGNS.get(self["does"], "→"), "=" if not self.sums else ""]
        for i, (slot, (values, copied, is_lit), width, name) in enumerate(zip(slots, shown, widths, names)):
            slot.update(values, (x, BOXES), name, copied=copied, lit=is_lit)
            if i < len(shown) - 1:
                self.signs[i].set_position((x + width + gap / 2, middle))
                self.signs[i].set_text(signs[i])
            x += width + gap
        if self.sums:
            self.signs[1].set_text("")
        self.note.set_text(words.NO_RESULT if not good else "")
        self.note.set_position((x - gap - widths[-1], BOXES - 16))
        self.note.set_color(RED)
        self.stage.alt = words.alt_broadcasting(self.a.shape, self.b.shape, self["does"], self.result)

    def _stretched(self, array: np.ndarray, chosen: np.ndarray) -> tuple:
        """Return an array as it is stretched, which of its numbers are copies, and which are looked at."""
        numbers = np.arange(array.size).reshape(array.shape)
        first = np.ones(array.shape, bool)
        if not self.sums and self.result is not None:
            numbers = np.broadcast_to(numbers, self.result.shape)
            seen = np.unique(numbers, return_index=True)[1]
            first = np.isin(np.arange(numbers.size), seen).reshape(numbers.shape)
        if self.sums:
            lit = np.isin(numbers, chosen)
        else:  # the place of the result looked at, in what is stretched to its shape
            places = np.arange(numbers.size).reshape(numbers.shape)
            lit = (places == self.chosen) & (self.result is not None)
        return array.ravel()[numbers], ~first, lit

    def _draw_table(self) -> None:
        for text in self.table:
            text.set(text="", position=(0, 0))
        texts = iter(self.table)
        rows = self._table()
        for r, (name, shape, cells) in enumerate(rows):
            y = TABLE - 30 * r
            place = next(texts)
            place.set(text=f"{name}  {shape}", position=(340, y), ha="right", color=style.INK)
            for c, (text, colour) in enumerate(reversed(cells)):
                place = next(texts)
                place.set(text=text, position=(650 - 110 * c, y), ha="center", color=colour)

    def _table(self) -> list[tuple]:
        """Return a line for each of a, b and the result: its name, its shape, and each axis with a colour."""
        ink, grey = style.INK, style.GREY
        shapes = self["a"], self["b"]
        if self.sums:
            return self._table_of_sum()
        pairs, lines = self.aligned, []
        for which, (name, shape) in enumerate(zip("ab", shapes)):
            cells = []
            for i, pair in enumerate(pairs):
                mine, other = pair[which], pair[1 - which]
                there = i >= len(pairs) - len(shape)
                if mine == 1 and other > 1:
                    cells.append((words.STRETCHED.format(size=other), style.PURPLE if there else grey))
                elif mine != other and other != 1:
                    cells.append((str(mine), RED))
                else:
                    cells.append((str(mine), ink if there else grey))
            lines.append((name, words.shape(shape), cells))
        if self.result is None:
            cells = [
                (words.CLASH, RED) if p != q and 1 not in (p, q) else (str(max(p, q)), grey) for p, q in pairs
            ]
            return [*lines, (words.RESULT, words.NONE, cells)]
        shape = self.result.shape
        return [*lines, (words.RESULT, words.shape(shape), [(str(n), ink) for n in shape])]

    def _table_of_sum(self) -> list[tuple]:
        shape, axis = self["a"], self["axis"]
        cells = [(str(n), style.INK) for n in shape]
        lines = [("a", words.shape(shape), cells)]
        if self.result is None:
            return [*lines, (words.RESULT, words.NONE, [])]
        gone = range(len(shape)) if axis is None else [axis % max(len(shape), 1)]
        left = "1" if self["keepdims"] else words.GONE
        cells = [(left, style.PURPLE) if i in gone else (str(n), style.INK) for i, n in enumerate(shape)]
        return [*lines, (words.RESULT, words.shape(self.result.shape), cells)]

    def sentence(self) -> str:
        """Say what is stretched or summed, and how the number looked at comes about; or why it is refused."""
        if self.refused:
            if self.sums:
                return words.no_axis(self["a"], self["axis"])
            clash = next(pair for pair in self.aligned if len({*pair, 1}) == 3)
            return words.refused(*clash, self.refused)
        of_a, of_b = self.sources()
        place = np.unravel_index(self.chosen, self.result.shape)
        numbers = [*self.a.ravel()[of_a], *self.b.ravel()[of_b]]
        value = self.result.ravel()[self.chosen]
        worked = words.worked(place, numbers, "+" if self.sums else SIGNS[self["does"]], value)
        if self.sums:
            summed = words.summed(self["a"], self["axis"], self.result.shape)
            return f"{summed} {worked}" if self["a"] else summed
        told = words.stretching(self["a"], self["b"], self.result.shape)
        return f"{told} {worked}"


def explore_broadcasting(**settings) -> BroadcastingExplorer:
    """Return an explorable of two arrays as boxes, how NumPy stretches them, and sums over an axis.

    `settings` set controls: `a` and `b` (shapes: (), (3,), (4,), (1, 4), (3, 1), (4, 1), (3, 4), (2, 3, 1) or
    (2, 3, 4)), `does` ("a + b", "a - b", "a * b" or "a.sum"), and for sums `axis` (None, 0, 1 or -1) and
    `keepdims`. Raises ValueError for anything else.
    """
    return BroadcastingExplorer(settings_from(settings, NEUTRAL))
