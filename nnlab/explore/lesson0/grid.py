"""A matrix as what it does to a grid: the reader drags its columns."""

from typing import final

import numpy as np

from nnlab.explore.kit.controls import Number, choice
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.handles import Handles, Pull
from nnlab.explore.kit.numbers import entry
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson0 import grid_words as words
from nnlab.pictures.mapped_grid import MappedGrid

LARGEST = 4.0  # of a number of the matrix
REACH = 4.4  # of both pictures
NUMBERS = ("w11", "w12", "w21", "w22", "x1", "x2")
COLUMNS, ROWS = "columns", "rows"
FLAT = 1e-9
NEUTRAL = dict(w11=1.0, w12=0.5, w21=0.0, w22=1.5, x1=2.0, x2=1.0, points=COLUMNS)
TURN = float(np.round(np.sqrt(0.75), 3))
IDENTITY = dict(w11=1.0, w12=0.0, w21=0.0, w22=1.0)
PRESETS = {
    "Nothing happens": IDENTITY,
    "A quarter turn": dict(w11=0.0, w12=-1.0, w21=1.0, w22=0.0),
    "Turned by 30 degrees": dict(w11=TURN, w12=-0.5, w21=0.5, w22=TURN),
    "Stretched across": IDENTITY | dict(w11=2.0),
    "A shear": IDENTITY | dict(w12=1.0),
    "Turned over, as in a mirror": IDENTITY | dict(w11=-1.0),
    "Flattened onto a line": dict(w11=1.0, w12=2.0, w21=0.5, w22=1.0),
    "All to one point": dict(w11=0.0, w12=0.0, w21=0.0, w22=0.0),
    "Samples as rows: x @ W": dict(w11=1.0, w12=1.0, w21=0.0, w22=1.0, points=ROWS),
}


@final
class GridExplorer(Explorer):
    """Made by `explore_grid`; see there."""

    undoes = words.UNDOES

    def __init__(self, settings: dict) -> None:
        good = dict(choices=np.round(np.linspace(-3, 3, 61), 1).tolist(), low=-LARGEST, high=LARGEST)
        controls = {
            name: Number(settings[name], words.NAMES[name], **good, width="auto", write=entry)
            for name in NUMBERS
        }
        controls["points"] = choice(words.POINTS, settings["points"], words.POINTS_ARE)
        stage = Stage(920, 460, hint=words.GRID_HINT)
        place = dict(left=0.07, right=0.985, bottom=0.135, top=0.92, wspace=0.16)
        left, right = stage.figure.subplots(1, 2, gridspec_kw=place)
        self.before = MappedGrid(left, words.BEFORE_NAMES, title=words.BEFORE, reach=REACH)
        self.after = MappedGrid(right, words.AFTER_NAMES, title=words.AFTER, reach=REACH)
        stage.moving = [*self.before.artists, *self.after.artists]
        self.handles = [Handles(right), Handles(left)]
        self.keyed = 0  # which of the two takes the keys
        self.past: list[dict] = []
        self.ended = True  # the last pull, so that the next one can be undone by itself
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(main=["w11", "w12", "w21", "w22", "points"], more=["x1", "x2"])
        self.restart()
        self.publish()

    @property
    def W(self) -> np.ndarray:
        """The matrix as the controls say."""
        return np.array([[self["w11"], self["w12"]], [self["w21"], self["w22"]]])

    @property
    def mapping(self) -> np.ndarray:
        """The matrix that takes the point as a column: `W`, or, where points are rows, `W` turned over."""
        return self.W if self["points"] == COLUMNS else self.W.T

    @property
    def x(self) -> np.ndarray:
        """The point that is taken along."""
        return np.array([self["x1"], self["x2"]])

    # -- what the reader does -----------------------------------------------------------------------------

    def restart(self) -> None:
        """Forget what was dragged before."""
        self.past = []
        self._place()

    def changed(self, *names: str) -> None:
        """Let the handles follow."""
        self._place()

    def _place(self) -> None:
        tips = dict(zip(words.HANDLES, self.mapping.T))
        self.handles[0].place(**tips)
        self.handles[1].place(x=self.x)

    def pointed(self, pointer: Pointer) -> None:
        """Drag an arrow of the matrix on the right, or the point on the left."""
        for which, handles in enumerate(self.handles):
            if pointer.axes is handles.axes:
                pull = handles.pointed(pointer)
                if handles.held:
                    self._choose(which)
                if pull is not None:
                    self._pulled(pull)
        self.ended |= pointer.kind == "release"

    def typed(self, key: str, shift: bool) -> None:
        """Let arrows move the chosen arrow or point; Enter chooses the next; Ctrl+Z undoes."""
        if key == "undo":
            self.undo()
            return
        if key == "Enter" and self.handles[self.keyed].last:
            self._choose(1 - self.keyed)
        pull = self.handles[self.keyed].typed(key, shift)
        if pull is not None:
            self._pulled(pull)

    def _choose(self, which: int) -> None:
        if which != self.keyed:
            self.handles[self.keyed].chosen = None
            self.keyed = which

    def _pulled(self, pull: Pull) -> None:
        if pull.begins or self.ended:
            self.past = [*self.past, {name: self[name] for name in NUMBERS}][-100:]
        self.ended = False
        place = np.round(np.clip(pull.place, -LARGEST, LARGEST), 2) + 0.0  # no -0
        if pull.name == "x":
            new = dict(x1=place[0], x2=place[1])
        else:
            mapping = self.mapping.copy()
            mapping[:, words.HANDLES.index(pull.name)] = place
            W = mapping if self["points"] == COLUMNS else mapping.T
            new = dict(w11=W[0, 0], w12=W[0, 1], w21=W[1, 0], w22=W[1, 1])
        self._set_silently({name: float(value) for name, value in new.items()})
        self._place()

    def undo(self) -> None:
        """Take back what was dragged last."""
        self.ended = True
        if self.past:
            self._set_silently(self.past.pop())
            self._place()

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the grid as it was, and as the matrix makes it."""
        tip = self.handles[0].chosen
        self.before.update(np.eye(2), self.x, chosen=2 if self.handles[1].chosen else None)
        self.after.update(self.mapping, self.x, chosen=words.HANDLES.index(tip) if tip else None)
        self.stage.alt = words.alt_grid(self.W)

    @property
    def flat(self) -> bool:
        """Whether the whole plane ends on one line, or on one point: the columns lie on one line."""
        (a, b), (c, d) = self.W
        return abs(a * d - b * c) < FLAT

    def sentence(self) -> str:
        """Say where the two unit arrows and the point go, and what becomes of the grid."""
        (a, b), (c, d) = self.W
        rows = self["points"] == ROWS
        parts = [words.where_to(self.mapping, self.x, rows=rows)]
        if not self.W.any():
            parts.append(words.TO_A_POINT)
        elif self.flat:
            parts.append(words.FLATTENED)
        elif a * d < b * c:
            parts.append(words.TURNED_OVER)
        elif np.array_equal(self.W, np.eye(2)):
            parts.append(words.NOTHING)
        return " ".join(parts)


def explore_grid(**settings) -> GridExplorer:
    """Return an explorable of a 2 × 2 matrix `W` and what it does to a grid and to one point.

    `settings` set controls: `w11`, `w12`, `w21`, `w22` (the matrix, row by row), `x1` and `x2` (the point),
    and `points`. With "columns" it is W @ x, and (1, 0) and (0, 1) go to the columns of W. With "rows" it is
    x @ W, as in the lessons from 4 on, and they go to its rows. Raises ValueError for anything else.
    """
    return GridExplorer(settings_from(settings, NEUTRAL))
