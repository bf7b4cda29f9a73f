"""The transport: frames on their way to the page, few enough that none is ever late.

A frame is a list of drawing steps (see `frame_list`). Every frame bears a number, and the page says when it
has painted it. Only so many frames are under way (see `pace`), and one answer to a control beyond them: a
slow link makes the picture coarser in time, never late. The answer overtakes the others: the page drops those
that it has not shown yet, but reads what they name. No thread and no timer runs in the kernel: when the page
goes away, the frames simply stop.
"""

import time
from collections.abc import Callable
from typing import final

from nnlab.explore.kit.canvas import Canvas
from nnlab.explore.kit.frame_list import Frame
from nnlab.explore.kit.pace import BURST, FEW, Pace

# Frames a second from which on those of the play follow one another closely. The page has the same number.
QUICK = 15


@final
class Transport:
    """Frames of `canvas` on their way to the page, sent by `send(content, buffers)`.

    `owing` says that a frame could not be sent: whoever hears that the page has `painted` sends it then.
    """

    def __init__(self, canvas: Canvas, send: Callable) -> None:
        self._canvas, self._send = canvas, send
        self.owing = False
        self._number = 0
        self._pace = Pace()
        # Numbers of the frames that the page has not painted yet.
        self._under_way: set[int] = set()
        # The number of the last frame that was an answer to a control.
        self._answer = 0
        # Frames that wait for others to go with, and since when.
        self._packed: list[tuple[dict, Frame]] = []
        self._packing_since = 0.0
        # Whether a page has ever shown the canvas.
        self._seen = False

    @property
    def _to_show(self) -> int:
        """How many frames the page has still to show: it drops those from before the last answer."""
        return sum(number >= self._answer for number in self._under_way)

    def ready(self, rate: float) -> bool:
        """Return whether the play may send another frame; where each is shown for a while, one at a time.

        An answer that is owed goes first, for the page waits for it.
        """
        most = self._pace.window if rate >= QUICK else 1
        return self._seen and not self.owing and self._to_show < most

    def show(self, words: dict, rate: float, *, flush: bool, playing: bool) -> bool:
        """Send the picture with these words, or remember that it is owed; return whether it is on its way.

        In the play `rate` frames are shown in a second.
        `flush` makes the page show it at once and drop the frames it has not shown yet: the answer to a
        control must not queue behind the play, nor wait for room in the window; but only one such answer at
        a time is sent beyond it. Without `flush` the frame may wait for others to go with it, as long as
        the page has some to show: whoever plays says `deliver()` at the end.
        """
        if flush:
            self._pace.fall()
            lone = self._answer not in self._under_way
            may = self._seen and (lone or len(self._under_way) < self._pace.window)
        else:
            may = self.ready(rate)
        self.owing = not may
        if self.owing:
            return False
        now = time.monotonic()
        if not flush:
            self._pace.begin(now)
        if flush or not self._packed:
            self._packing_since = now
        frame = self._canvas.frame(in_turn=playing and rate >= QUICK)
        if flush and self._packed:  # the frames that wait need not be sent any more
            frame = frame.after(dropped for _, dropped in self._packed)
            self._under_way -= {head["number"] for head, _ in self._packed}
            self._packed.clear()
        self._number += 1
        self._under_way.add(self._number)
        if flush:
            self._answer = self._number
        self._packed.append((dict(words, number=self._number, flush=flush), frame))
        age = time.monotonic() - self._packing_since
        late = age + age / len(self._packed) > BURST  # the next one takes as long as each of these
        many = len(self._packed) >= self._pace.together
        if flush or late or many or self._to_show - len(self._packed) < FEW:  # or the page has little to show
            self._send_packed()
        return True

    def deliver(self) -> None:
        """Send the frames that wait, for no other comes now."""
        self._send_packed()
        self._pace.rest()

    def _send_packed(self) -> None:
        if self._packed:
            heads = [head for head, _ in self._packed]
            lists = [frame.to_bytes() for _, frame in self._packed]
            self._packed.clear()
            content = {"kind": "frames", "heads": heads, "together": self._pace.together}
            self._send(content, buffers=lists)

    def painted(self, numbers: list[int], rate: float) -> None:
        """Note that the page has painted (or dropped) these frames."""
        self._under_way.difference_update(numbers)  # a second page that shows this stage says so once more
        if len(numbers) >= self._pace.together and self._answer not in self._under_way:
            self._pace.rise(rate)

    def hello(self) -> None:
        """Note that a page shows the canvas that may have seen none of its frames."""
        self._under_way.clear()
        self._packed.clear()
        self._seen = True
        self._canvas.begin_again()
