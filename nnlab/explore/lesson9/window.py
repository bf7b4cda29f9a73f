"""The magnifier: one window of a picture, the kernel on it, nine products and their sum."""

from typing import ClassVar, NamedTuple, final

import ipywidgets as widgets
import numpy as np

from nnlab.convolution import _padded, _windows, flipped
from nnlab.explore.kit.controls import Number, choice
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson7.pen import WAYS, Drawn, Pen
from nnlab.explore.lesson9 import material, words
from nnlab.explore.lesson9.window_view import HEIGHT, WIDTH, Seen, WindowView

NUMBERS = tuple(np.arange(-4, 4.5, 0.5).tolist())
LARGEST = 9.0  # number of a kernel
STEP = 0.5  # of a number that is dragged
PER_CELL = 4  # how many such steps a drag over the height of a cell makes
NEXT = {".": 1, ",": -1}  # keys that choose the next number of the kernel, or the one before
NEUTRAL = dict(picture="digit 3", kernel="upper edge", padding=1, flip=False)
PRESETS = {
    "Upper edges": dict(),
    "Left edges": dict(kernel="left edge"),
    "Blur": dict(kernel="blur"),
    "Sharpen": dict(kernel="sharpen"),
    "Outline": dict(kernel="outline"),
    "Turned round, as in mathematics": dict(picture=material.BAR, flip=True),
    "No padding: the edge is lost": dict(picture="digit 1", padding=0),
    "A kernel that was learned": dict(kernel=material.LEARNED),
    "Draw it yourself": dict(picture=material.BLANK),
}
UNDOS = 200


class Past(NamedTuple):
    """What Undo brings back."""

    x: np.ndarray
    K: np.ndarray


@final
class WindowExplorer(Explorer):
    """Made by `explore_window`; see there."""

    undoes: ClassVar[str] = words.UNDO

    def __init__(self, settings: dict) -> None:
        controls = dict(
            picture=choice(material.PICTURES, settings["picture"], "picture"),
            kernel=choice(material.KERNELS, settings["kernel"], "kernel"),
            number=Number(0.0, "chosen number", NUMBERS, low=-LARGEST, high=LARGEST, width="240px"),
            padding=choice([("0", 0), ("1", 1), ("2", 2)], settings["padding"], "padding"),
            flip=widgets.Checkbox(settings["flip"], description="turn the kernel round", indent=False),
        )
        stage = Stage(WIDTH, HEIGHT, hovers=True, hint=words.WINDOW_HINT)
        self.view = WindowView(stage.figure)
        stage.moving = self.view.artists
        self.pen, self.past = Pen(), []
        self.at, self.chosen = (3, 3), (0, 0)  # the place of the answer, and the number of the kernel
        self._held: tuple[float, float] | None = None  # where the drag of a number began, and the number
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(main=["picture", "kernel", "number"], more=["padding", "flip"])
        self.restart()
        self.publish()

    # -- what there is ------------------------------------------------------------------------------------

    def restart(self) -> None:
        """Take picture and kernel as the controls say."""
        self.x, self.K = material.picture(self["picture"]), material.kernel(self["kernel"])
        self.pen.put_away()
        self.past = []
        self._show_number()

    def changed(self, *names: str) -> None:
        """Take another picture, another kernel, or another number of it."""
        if {"picture", "kernel", "number"} & set(names):
            self._remember()
        if "picture" in names:
            self.x = material.picture(self["picture"])
        if "kernel" in names:
            self.K = material.kernel(self["kernel"])
            self._show_number()
        if "number" in names:
            self.K = self.K.copy()
            self.K[self.chosen] = self["number"]

    def _show_number(self) -> None:
        self._set_silently(dict(number=float(self.K[self.chosen])))

    def _remember(self) -> None:
        self.past = [*self.past[1 - UNDOS :], Past(self.x, self.K)]

    def undo(self) -> None:
        """Take the last change of picture or kernel back."""
        if self.past:
            *self.past, (self.x, self.K) = self.past
            self._show_number()
            self.leave_preset()

    @property
    def used(self) -> np.ndarray:
        """The kernel as it is laid on: turned round, if it is to be."""
        return flipped.__wrapped__(self.K) if self["flip"] else self.K

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the picture with its window, the kernel, the products and all answers."""
        wide = _padded(self.x, self["padding"])
        found = _windows(wide, self.K.shape)  # (rows', columns', 3, 3)
        answers = np.einsum("ijab,ab->ij", found, self.used)
        self.at = tuple(min(at, side - 1) for at, side in zip(self.at, answers.shape))
        self.sum = float(answers[self.at])
        cursor = None
        if self.pen.cursor is not None:
            cursor = tuple(at + self["padding"] for at in self.pen.cursor)
        chosen = self._shown_at(self.chosen)
        window = found[self.at]
        self.view.draw(Seen(wide, self["padding"], window, self.used, answers, self.at, chosen, cursor))
        self.stage.alt = words.window_alt(self["picture"], self["kernel"], self.at, self.sum)

    def _shown_at(self, cell):
        """Return where a number of the kernel is shown: the other way round, if the kernel is turned."""
        return (2 - cell[0], 2 - cell[1]) if self["flip"] else cell

    def sentence(self) -> str:
        """Say how this answer comes about."""
        same = bool(np.array_equal(self.K, material.kernel(self["kernel"])))
        drawn = not np.array_equal(self.x, material.picture(self["picture"]))
        shape = self.view.answers.values.shape
        return words.window(
            self.at,
            self.sum,
            shape,
            self["padding"],
            self["kernel"] if same else "",
            self["flip"],
            drawn=drawn,
        )

    # -- what the reader does -----------------------------------------------------------------------------

    def pointed(self, pointer: Pointer) -> None:
        """Choose a place, draw on the picture, or drag a number of the kernel."""
        if pointer.axes is self.view.answers.ax and pointer.kind != "release":
            self.at = self.view.answers.cell(pointer.x, pointer.y) or self.at
        elif pointer.axes is self.view.wide.ax and pointer.kind != "move":
            self._draw_by(pointer)
        elif pointer.axes is self.view.kernel.ax and pointer.kind != "move":
            self._drag(pointer)

    def _draw_by(self, pointer: Pointer) -> None:
        found = self.view.wide.cell(pointer.x, pointer.y)
        if found is not None:
            found = tuple(at - self["padding"] for at in found)
            if not all(0 <= at < material.SIDE for at in found):  # the rim stays blank
                found = None
        self._take(self.pen.pointed(pointer, found, self._ink()))

    def _ink(self) -> np.ndarray:
        """Return the picture as the pen knows it: ink (1), paper (-1), and light grey, which is neither."""
        return np.where(self.x > 0.5, 1, np.sign(self.x).astype(int) - 1)

    def _take(self, drawn: Drawn | None) -> None:
        """Take a drawing over; grey pixels that were not drawn on stay as they are."""
        if drawn is None:
            return
        if drawn.first:
            self._remember()
        ink = self._ink()
        new = drawn.s.reshape(ink.shape)
        self.x = np.where(new != ink, (new + 1) / 2, self.x)

    def _drag(self, pointer: Pointer) -> None:
        if pointer.kind == "press":
            cell = self.view.kernel.cell(pointer.x, pointer.y)
            if cell is not None:
                self.chosen = self._shown_at(cell)
                self._held = pointer.y, float(self.K[self.chosen])
                self._remember()
        elif pointer.kind == "drag" and self._held is not None:
            began, number = self._held
            up = round((began - pointer.y) * PER_CELL) * STEP
            self.K = self.K.copy()
            self.K[self.chosen] = np.clip(number + up, -LARGEST, LARGEST)
        if pointer.kind == "release" and self._held is not None:
            self._held = None
            if self.past and (self.past[-1].K == self.K).all():  # nothing was dragged
                self.past.pop()
        self._show_number()

    def typed(self, key: str, shift: bool) -> None:
        """Move the place with the arrows; with Shift the pen's cursor; draw there, or choose a number."""
        if key == "undo":
            self.undo()
        elif key in NEXT:
            row, column = self.chosen
            self.chosen = divmod((3 * row + column + NEXT[key]) % 9, 3)
            self._show_number()
        elif key in WAYS and not shift:
            self.at = tuple(max(at + way, 0) for at, way in zip(self.at, WAYS[key]))
        elif key == "Enter" and self.pen.cursor is None:
            self.pen.typed("ArrowUp", self._ink())  # shows the cursor
        else:
            self._take(self.pen.typed(key, self._ink()))


def explore_window(kernel: str = "upper edge", **settings) -> WindowExplorer:
    """Return an explorable of a kernel of 3x3 numbers on a picture of 8x8 pixels, place by place.

    kernel is "as it is", "blur", "sharpen", "upper edge", "left edge", "outline" or "learned". `settings` set
    controls: `picture` ("digit 0" to "digit 9", "a bar" or "blank"), `padding` (0, 1 or 2) and `flip` (True
    turns the kernel round). Raises ValueError for anything else.
    """
    return WindowExplorer(settings_from(settings | dict(kernel=kernel), NEUTRAL))
