"""The transport: frames on their way to the page, few enough that none is ever late.

A frame is what has changed since the last one, packed as JPEG while things move, and the whole as PNG at
rest. Every frame bears a number, and the page says when it has painted it. At most `WINDOW` frames are under
way, and one answer to a control beyond them: a slow link makes the picture coarser in time, never late. The
answer overtakes the others: the page drops those that it has not shown yet, and the answer paints their
places, too. No thread and no timer runs in the kernel: when the page goes away, the frames simply stop.
"""

import io
import time
from collections.abc import Callable, Iterable
from typing import final

import numpy as np
from PIL import Image

from nnlab.explore.kit.canvas import Canvas, at_once

# Frames under way: fewer leave the browser waiting, more only queue.
WINDOW = 8
# Frames of the play in one message: a message costs page and server more than a picture.
TOGETHER = 3
# Seconds that a frame may wait for others to go with it, the making of all included.
LATE = 0.035
# Columns or rows of pixels without a change between two parts of the picture that are sent apart.
APART = 32
# Screen pixels to one of ours from which on colour may have half the resolution.
FINE = 1.8
# Left, top, right, bottom, in pixels of the picture.
Box = tuple[int, int, int, int]


def pack(pixels: np.ndarray, *, lossy: bool, fine: bool = False) -> bytes:
    """Pack `(rows, columns, 4)` bytes as JPEG, or as PNG without loss.

    JPEG's usual 4:2:0, half the resolution of colour, dulls thin coloured lines. Where the screen has two
    pixels to one of the page, `fine`, lines are twice as wide; there it does not, and saves time.
    """
    pixels, file = np.ascontiguousarray(pixels), io.BytesIO()
    image = Image.frombuffer("RGBX", pixels.shape[1::-1], pixels, "raw", "RGBX", 0, 1)  # without a copy
    if lossy:
        image.save(file, "JPEG", quality=80, subsampling="4:2:0" if fine else "4:4:4")
    else:
        image.convert("RGB").save(file, "PNG", compress_level=1)
    return file.getvalue()


def runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """Return from where to where `flags (n,)` are true; smaller gaps than `APART` do not count."""
    at = np.flatnonzero(flags)
    parts = np.split(at, np.flatnonzero(np.diff(at) > APART) + 1) if len(at) else []
    return [(int(part[0]), int(part[-1]) + 1) for part in parts]


def changed(before: np.ndarray, now: np.ndarray, also: Iterable[Box] = ()) -> list[Box]:
    """Return boxes around the pixels `(rows, columns, 4)` that differ or lie in `also`; no two overlap."""
    unlike, boxes = at_once(before) != at_once(now), []
    for left, top, right, bottom in also:
        unlike[top:bottom, left:right] = True
    for left, right in runs(unlike.any(axis=0)):
        for top, bottom in runs(unlike[:, left:right].any(axis=1)):
            across = np.flatnonzero(unlike[top:bottom, left:right].any(axis=0))
            boxes.append((left + int(across[0]), top, left + int(across[-1]) + 1, bottom))
    return boxes


@final
class Transport:
    """Frames of `canvas` on their way to the page, sent by `send(content, buffers)`.

    `owing` says that a frame could not be sent: whoever hears that the page has `painted` sends it then.
    """

    def __init__(self, canvas: Canvas, send: Callable) -> None:
        self._canvas, self._send = canvas, send
        self.owing = False
        self._number = 0
        # Frames, by number, and where they paint.
        self._under_way: dict[int, list[Box]] = {}
        # The number of the last frame that was an answer to a control.
        self._answer = 0
        # The pixels of the last frame.
        self._sent: np.ndarray | None = None
        # Frames that wait for others to go with, and since when.
        self._packed: list[tuple[dict, list[bytes]]] = []
        self._packing_since = 0.0
        # Whether a page has ever shown the canvas.
        self._seen = False

    @property
    def _to_show(self) -> int:
        """How many frames the page has still to show: it drops those from before the last answer."""
        return sum(number >= self._answer for number in self._under_way)

    def ready(self, *, quick: bool) -> bool:
        """Return whether the play may send another frame; where each is shown for a while, one at a time."""
        return self._seen and self._to_show < (WINDOW if quick else 1)

    def show(self, words: dict, *, flush: bool, lossy: bool, playing: bool, quick: bool) -> bool:
        """Send the picture with these words, or remember that it is owed.

        `flush` makes the page show it at once and drop the frames it has not shown yet: the answer to a
        control must not queue behind the play, nor wait for room in the window; but only one such answer at
        a time is sent beyond it. Without `flush` the frame may wait for others to go with it, as long as
        the page has some to show: whoever plays says `deliver()` at the end.

        A frame is what has changed since the last one; an answer is that and all that the frames under way
        would have painted. It is the whole picture where there was none of its size, and where it is exact.
        """
        if flush:
            may = self._seen and (len(self._under_way) < WINDOW or self._answer not in self._under_way)
        else:
            may = self.ready(quick=quick)
        self.owing = not may
        if self.owing:
            return False
        if flush or not self._packed:
            self._packing_since = time.monotonic()
        before = self._sent
        now = self._canvas.drawn(shown=before if playing and quick else None)
        covered = list(self._under_way) if flush else []
        dropped = [box for number in covered for box in self._under_way[number]]
        all_of_it = [(0, 0, now.shape[1], now.shape[0])]
        is_first = before is None or before.shape != now.shape
        boxes = all_of_it if is_first or not lossy else changed(before, now, dropped)
        if flush:  # the frames that wait need not be sent any more
            for head, _ in self._packed:
                del self._under_way[head["number"]]
            self._packed.clear()
        parts = self._pack(now, boxes, lossy)
        self._number += 1
        self._under_way[self._number] = boxes
        if flush:
            self._answer = self._number
        head = dict(words, number=self._number, lossy=lossy, flush=flush)
        head |= dict(whole=boxes == all_of_it, covered=covered, places=[box[:2] for box in boxes])
        self._packed.append((head, parts))
        on_their_way = self._to_show - len(self._packed)
        age = time.monotonic() - self._packing_since
        late = age + age / len(self._packed) > LATE  # the next one takes as long as each of these
        if flush or late or len(self._packed) == TOGETHER or on_their_way < TOGETHER:
            self.deliver()
        return True

    def _pack(self, now: np.ndarray, boxes: list[Box], lossy: bool) -> list[bytes]:
        """Return these parts of the picture packed, and note that they are sent."""
        if self._sent is None or self._sent.shape != now.shape:
            self._sent = np.empty_like(now)
        parts, fine = [], self._canvas.ratio >= FINE
        for left, top, right, bottom in boxes:
            part = now[top:bottom, left:right]
            parts.append(pack(part, lossy=lossy, fine=fine))
            self._sent[top:bottom, left:right] = part
        return parts

    def deliver(self) -> None:
        """Send the frames that wait, in one message."""
        if self._packed:
            heads = [head for head, _ in self._packed]
            parts = [part for _, parts in self._packed for part in parts]
            self._packed.clear()
            self._send({"kind": "frames", "heads": heads}, buffers=parts)

    def painted(self, numbers: list[int]) -> None:
        """Note that the page has painted (or dropped) these frames."""
        for number in numbers:
            self._under_way.pop(number, None)  # a second page that shows this stage says so once more

    def hello(self) -> None:
        """Note that a page shows the canvas that may have seen none of its frames."""
        self._under_way.clear()
        self._packed.clear()
        self._seen = True

    def forget(self) -> None:
        """Let go of the last frame's pixels: the next frame is a whole picture."""
        self._sent = None
