"""A few lines of code, the one that is next marked, and the variables that stand there."""

from typing import final

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nnlab.pictures import style

STEP = 24  # from line to line, in units of the Axes, which are pixels
MOST_LINES, MOST_VARIABLES = 13, 6
NEXT, WAITING = "#ffe08a", "#e6e9ec"


@final
class Listing:
    """Code from the place `at` (its left upper corner) on, `width` wide, and below it the variables."""

    def __init__(self, ax: Axes, at: tuple[float, float], width: float) -> None:
        self.ax, self.at = ax, at
        write = dict(va="center", ha="left", color=style.INK)
        code = dict(fontsize=12, family="monospace", **write)
        bar = dict(width=width, height=STEP, linewidth=0)
        self.bars = [ax.add_patch(Rectangle((0, 0), **bar, facecolor=colour)) for colour in (WAITING, NEXT)]
        self.title = ax.text(at[0], at[1] + 22, "", fontsize=style.TEXT, fontweight="bold", **write)
        self.lines = [ax.text(at[0] + 6, self.height(i), "", **code) for i in range(MOST_LINES)]
        self.marked = [ax.text(at[0] + 6, 0, "", **code) for _ in self.bars]  # on the bars, once more
        self.heading = ax.text(at[0], 0, "", fontsize=style.TEXT, **write)
        self.variables = [ax.text(at[0] + 6, 0, "", **code) for _ in range(MOST_VARIABLES)]

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order; after `write` the rest is to be drawn anew."""
        return [*self.bars, *self.marked, self.heading, *self.variables]

    def height(self, line: float) -> float:
        """Return the height of the middle of a line."""
        return self.at[1] - STEP * (line + 0.5)

    def write(self, title: str, code: str, heading: str, below: int) -> None:
        """Write other code; its variables stand below line `below`."""
        self.title.set_text(title)
        given = code.splitlines()
        for text, line in zip(self.lines, [*given, *[""] * MOST_LINES]):
            text.set_text(line)
        self.heading.set_text(heading)
        self.heading.set_y(self.height(below + 0.2))
        for i, text in enumerate(self.variables):
            text.set_y(self.height(below + 1.2 + i))

    def update(self, now: int | None, waits: int | None, variables: dict[str, str]) -> None:
        """Mark the line `now` and the one that `waits`, if any, and write the variables."""
        for bar, text, line in zip(self.bars, self.marked, (waits, now)):
            bar.set_visible(line is not None)
            text.set_text("" if line is None else self.lines[line].get_text())
            if line is not None:
                text.set_y(self.height(line))
                bar.set_xy((self.at[0], self.height(line + 0.5)))
        told = [f"{name} = {value}" for name, value in variables.items()]
        for text, word in zip(self.variables, [*told, *[""] * MOST_VARIABLES]):
            text.set_text(word)
