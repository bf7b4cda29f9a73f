"""The stage: a matplotlib figure in the browser, quick enough to play, that reports pointer and keys.

The kernel notes what there is to draw (`canvas`, `recorder`), the frames travel (`transport`), and the page
draws them (`replay.js`), shows them (`stage.js`) and keeps the last for the notebook's file (`still.js`).
Here they meet in a widget, and what the pointer does in the page becomes places in data coordinates.
"""

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import final

import anywidget
import numpy as np
import traitlets
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nnlab.explore.kit import words
from nnlab.explore.kit.canvas import Canvas
from nnlab.explore.kit.frame_list import png
from nnlab.explore.kit.transport import Transport

# Frames a second that a page shows at most, which has the same number; of quicker steps several go into one.
FRAMES = 60
HERE = Path(__file__).parent
# What the page runs, in this order.
PAGE_FILES = ("still.js", "replay.js", "element.js", "bar.js", "pointer.js", "stage.js")


def _is_finite(value) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def usual_speed(speed: int, speeds: list[int]) -> int:
    """Return the speed to begin with: NNLAB_SPEED in the environment lowers it, where many share a server.

    It is the quickest of `speeds` that is no quicker than that; readers may still choose another.
    """
    most = os.environ.get("NNLAB_SPEED", "")
    if not most.isdigit() or speed <= int(most):
        return speed
    return max((one for one in speeds if one <= int(most)), default=speed)


@dataclass(frozen=True)
class Pointer:
    """What the pointer did ("press", "drag" or "release"), and where in data coordinates of `axes`.

    From a stage that `hovers` also "move", with no button down, and "leave" when it comes away from all
    Axes: then `axes` is None, and the place is not a number. `button` is 0 for left, 2 for right. `touch`
    says that it is a finger.
    """

    kind: str
    axes: Axes | None
    x: float
    y: float
    button: int = 0
    alt: bool = False
    shift: bool = False
    touch: bool = False


@final
class Stage(anywidget.AnyWidget):
    """A stage for `figure`; `moving` lists the artists that change from frame to frame, in drawing order.

    `width` and `height` are the size in page pixels that the type is made for; the page may show it
    smaller or somewhat larger, and it is drawn for the size shown.
    """

    # Both as text: given a path, anywidget connects each stage with the file for ever, in case it changes.
    _esm = "\n".join((HERE / name).read_text(encoding="utf-8") for name in PAGE_FILES)
    _css = (HERE / "stage.css").read_text(encoding="utf-8")
    width = traitlets.Int().tag(sync=True)
    height = traitlets.Int().tag(sync=True)
    # What the picture shows, for those who do not see it; travels with each frame.
    alt = traitlets.Unicode()
    # The model id of the explorable that it stands in: the page finds its output by it.
    explorer = traitlets.Unicode().tag(sync=True)
    # What pointer and keys do here.
    hint = traitlets.Unicode().tag(sync=True)
    # Whether pointer and keys do anything on the picture.
    listens = traitlets.Bool(True).tag(sync=True)
    # Whether the pointer counts with no button down, too.
    hovers = traitlets.Bool(False).tag(sync=True)
    # The pointer's shape, in CSS's words: "grab", "crosshair" ...
    cursor = traitlets.Unicode().tag(sync=True)
    # The player's bar under the picture.
    bar = traitlets.Bool(False).tag(sync=True)
    speeds = traitlets.List(trait=traitlets.Int()).tag(sync=True)
    # Steps a second.
    speed = traitlets.Int(60).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    # What the page says by itself.
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, width: int, height: int, **traits) -> None:
        self.canvas = Canvas(width, height)
        self.transport = Transport(self.canvas, lambda content, buffers: self.send(content, buffers=buffers))
        # Travels with each frame: status sentence, position, length ...
        self.caption: dict = {}
        # The Axes in which the pointer was pressed, and whether it is over some Axes.
        self._pressed: Axes | None = None
        self._hovered = False
        # The last pause that the kernel has heard of.
        self._heard = 0
        speeds = traits.get("speeds", [])
        said = words.of_a_stage(speeds)
        traits["speed"] = usual_speed(traits.get("speed", 60), speeds)
        super().__init__(width=width, height=height, words=said, **traits)

    def __repr__(self) -> str:
        return f"Stage: {self.alt}"

    # -- the picture ----------------------------------------------------------------------------------

    @property
    def figure(self) -> Figure:
        """The figure that is shown."""
        return self.canvas.figure

    @property
    def moving(self) -> list[Artist]:
        """The artists that change from frame to frame, in drawing order."""
        return self.canvas.moving

    @moving.setter
    def moving(self, artists: list[Artist]) -> None:
        self.canvas.moving = artists

    def pixels(self) -> np.ndarray:
        """Return the picture as it stands, `(rows, columns, 4)` bytes of red, green, blue and alpha."""
        return self.canvas.pixels()

    def encode(self) -> bytes:
        """Return the whole picture as PNG."""
        return png(self.pixels(), alpha=False)

    def redraw(self, *axes: Axes) -> None:
        """Note that more has changed than the moving artists, on `axes` alone or anywhere."""
        self.canvas.redraw(*axes)

    def lay_out(self) -> None:
        """Make room for the labels as they are now. Slow (0.1 s), so it is for once at the start."""
        self.canvas.lay_out()

    # -- frames to the page ---------------------------------------------------------------------------

    @property
    def _rate(self) -> int:
        """How many frames of the play are shown in a second."""
        return min(self.speed, FRAMES)

    @property
    def ready(self) -> bool:
        """Whether the play may send another frame."""
        return self.transport.ready(self._rate)

    def show(self, *, flush: bool = True) -> bool:
        """Send the picture, or remember to send it as soon as the page has caught up.

        `flush` makes the page show it at once, as the answer to a control; without it the frame may wait for
        others to go with it, until `deliver()`.
        """
        head = dict(self.caption, alt=self.alt, heard=self._heard)
        return self.transport.show(head, self._rate, flush=flush, playing=self.playing)

    def show_or_say(self) -> None:
        """Send the picture, or where it cannot be drawn the words alone, for the one that the page has."""
        try:
            self.show()
        except Exception:  # the picture itself is what fails
            self.send({"kind": "words", "head": dict(self.caption, heard=self._heard)})

    def deliver(self) -> None:
        """Send the frames that wait, for no other comes now."""
        self.transport.deliver()

    def painted(self, numbers: list[int]) -> None:
        """Note that the page has painted (or dropped) these frames, and send the one that is owed, if any."""
        self.transport.painted(numbers, self._rate)
        if self.transport.owing:
            self.show()

    def hello(self, ratio: float) -> None:
        """Show all to a page, new or of a new size: `ratio` screen pixels to one page pixel."""
        self.transport.hello()
        self.canvas.ratio = min(max(round(float(ratio), 3), 0.5), 3.0) if _is_finite(ratio) else 1.0
        self.show()

    def first(self, still: bytes) -> None:
        """Send `still`, the picture as PNG, for the page to show until its hello is answered.

        A kernel that runs the next cells answers late. It is a message and no trait, so that it is stored
        nowhere.
        """
        self.send({"kind": "first", "head": dict(self.caption, alt=self.alt)}, buffers=[still])

    def hold(self, pause: float) -> None:
        """Note that the page holds its picture since `pause`, a rising number, and has dropped the rest."""
        if _is_finite(pause):
            self._heard = max(self._heard, pause)

    def forget(self) -> None:
        """Let go of all pixels, for a page has gone, perhaps the last; the next frame makes them again."""
        self.canvas.forget()

    # -- pointer --------------------------------------------------------------------------------------

    def pointer(self, kind: str, across: float, down: float, **buttons) -> Pointer | None:
        """Return what the pointer did at fractions of the picture's width and height, in data coordinates.

        A press outside all Axes is None, and so is what is no place. A drag belongs to the Axes in which it
        began and is kept inside them. A move outside all Axes is None, but the first such is a "leave".
        """
        if not (_is_finite(across) and _is_finite(down)):
            return None
        pixel = np.array([across, 1.0 - down]) * self.figure.bbox.size
        inside = [ax for ax in self.figure.axes if ax.get_visible() and ax.bbox.contains(*pixel)]
        ax = inside[-1] if inside and kind != "leave" else None
        if kind in ("move", "leave"):
            left, self._hovered = self._hovered and ax is None, ax is not None
            if left:
                return Pointer("leave", None, math.nan, math.nan, **buttons)
        elif kind == "press":
            self._pressed = ax
        else:
            ax = self._pressed
        if ax is None:
            return None
        pixel = np.clip(pixel, ax.bbox.min, ax.bbox.max)
        x, y = ax.transData.inverted().transform(pixel)
        if kind == "release":
            self._pressed = None
        return Pointer(kind, ax, float(x), float(y), **buttons)
