"""Lines noted quickly: of one that looks as before only the places are noted again, or nothing at all.

Most of what moves is lines and marks, and most of the time goes into what matplotlib does around each.
"""

import struct
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, final

import numpy as np
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

from nnlab.explore.kit.frame_list import MARKERS

if TYPE_CHECKING:
    from nnlab.explore.kit.recorder import Recorder

# What of a line says where it goes, and not how it looks.
PLACES = {
    *("_xorig", "_yorig", "_x", "_y", "_xy", "_path", "_transformed_path", "_invalidx", "_invalidy"),
    *("_subslice", "_x_filled", "_stale", "ind_offset"),
}


@final
class Known(NamedTuple):
    """A line as it was noted: its look, data, where its Axes stood, its steps, and how they begin."""

    look: tuple
    data: tuple[bytes, bytes]
    state: tuple
    steps: bytes
    style: int | None
    marks: bytes | None


@final
class QuickLines:
    """Notes lines for `recorder`, and knows how each was noted last."""

    def __init__(self, recorder: "Recorder") -> None:
        self._recorder = recorder
        self._known: dict[Line2D, Known] = {}
        self._looks: dict[Line2D, tuple[int, itemgetter]] = {}
        self._affine: dict[int, tuple[tuple, Affine2D, Transform]] = {}

    def record(self, line: Line2D, state: tuple) -> bytes:
        """Return the steps of `line`, where `state` says how its Axes stand: their ends and corners."""
        x, y = line.get_xdata(orig=True), line.get_ydata(orig=True)
        if not len(x):
            return b""
        are_numbers = len(x) == len(y) and _are_numbers(x) and _are_numbers(y)
        if are_numbers and not np.isfinite(x + y).any():
            return b""  # nothing of it is seen
        look = self._look(line)
        data = np.asarray(x).tobytes(), np.asarray(y).tobytes()
        known = self._known.get(line)
        if known is not None and _alike(known.look, look):
            if (known.data, known.state) == (data, state):
                return known.steps
            stands = known.state[4:] == state[4:]  # the Axes itself, by which the line is clipped
            if stands and are_numbers:
                stairs = STEP_LOOKUP_MAP[line.get_drawstyle()](x, y)
                places = np.column_stack([x, y])
                steps = self._places(known, line.get_transform(), places, np.transpose(stairs), state)
                self._known[line] = known._replace(data=data, state=state, steps=steps)
                return steps
        steps = self._recorder.record_slowly(line)
        noted = b"".join(steps)
        if np.isfinite(np.asarray(x, float) + np.asarray(y, float)).any():
            self._known[line] = Known(look, data, state, noted, *_beginnings(steps))
        else:  # of which nothing is seen, so that its look is not known
            self._known.pop(line, None)
        return noted

    def _look(self, line: Line2D) -> tuple:
        """Return all that `line` is but its places."""
        count, look = self._looks.get(line, (0, None))
        if count != len(vars(line)):
            look = itemgetter(*(name for name in vars(line) if name not in PLACES))
            self._looks[line] = len(vars(line)), look
        return look(vars(line))

    def _places(
        self, known: Known, transform: Transform, places: np.ndarray, corners: np.ndarray, state: tuple
    ) -> bytes:
        """Return the steps of a line known by its look, now at `places (m, 2)` and round these `corners`."""
        at, affine, _ = self._affine.get(id(transform), (None, None, None))
        if at != state:
            affine = transform.get_affine().frozen()
            self._affine[id(transform)] = state, affine, transform  # which keeps its id
        steps = b""
        if known.style is not None:
            path = Path(corners if transform.is_affine else transform.transform_non_affine(corners))
            steps = self._recorder.line_step(known.style, path, affine)
        if known.marks is not None:
            places = places if transform.is_affine else transform.transform_non_affine(places)
            steps += self._recorder.marks_step(known.marks, affine.transform(places))
        return steps


def _alike(one: tuple, other: tuple) -> bool:
    try:
        return one == other
    except ValueError:  # there are arrays in it, and not the same ones
        return False


def _are_numbers(values: object) -> bool:
    return type(values) is np.ndarray and values.dtype.kind in "fi" and values.ndim == 1


def _beginnings(steps: list[bytes]) -> tuple[int | None, bytes | None]:
    """Return the style of a line's path and how the step of its marks begins, from all its steps."""
    style = marks = None
    for step in steps:
        kind, name = struct.unpack_from("<HH", step)
        if kind == MARKERS:
            marks = step[:8]
        else:
            style = name
    return style, marks
