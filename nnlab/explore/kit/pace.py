"""The pace of frames: how many may be under way, and of how many the page speaks at once.

A word from the page costs kernel, server and page more than several frames (JupyterLab says "busy" and "idle"
for each), so it should speak seldom. But frames under way are lost at the next answer to a control, and a
slider that is dragged asks for many answers. So after an answer there are few, and undisturbed they become
more with each word, as a sender of TCP does with its congestion window.
"""

from typing import final

# Frames of which the page speaks at once after an answer, and never fewer.
FEW = 4
# Seconds that the page may play without a word.
SILENCE = 0.27
# Seconds that the kernel may make frames after one word: for so long it does not hear the reader.
BURST = 0.045


@final
class Pace:
    """How many frames of the play go `together`: the page speaks of so many at once."""

    def __init__(self) -> None:
        self.together = FEW
        # Seconds that a frame takes, a running mean; when the last was begun, unless a rest came after it.
        self._takes, self._begun = 0.0, None

    @property
    def window(self) -> int:
        """How many frames may be under way: while the page shows these the kernel makes those."""
        return 2 * self.together + FEW

    def begin(self, now: float) -> None:
        """Note that a frame is begun at `now`, in seconds.

        All time since the last one was begun went into that, unless there was a `rest`.
        """
        if self._begun is not None:
            self._takes += (now - self._begun - self._takes) / 4
        self._begun = now

    def rest(self) -> None:
        """Note that no other frame follows the last one at once."""
        self._begun = None

    def fall(self) -> None:
        """Let few frames be under way: an answer is made, and those that were are of no use."""
        self.together = FEW

    def rise(self, rate: float) -> None:
        """Let more frames be under way, as far as it is good where `rate` of them are shown in a second."""
        most = SILENCE * rate
        if self._takes:
            most = min(most, BURST / self._takes)
        self.together = max(FEW, min(2 * self.together, int(most)))
