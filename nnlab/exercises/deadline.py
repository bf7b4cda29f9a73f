"""Call a function, stop it when its time is up, and let nothing of it reach the reader's cell."""

import contextlib
import importlib
import io
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, final

# Python comes by here once for each module that is not loaded yet. A later Python may do it in another way;
# then an import costs an answer its time again.
_IMPORT = getattr(getattr(importlib._bootstrap, "_find_and_load", None), "__code__", None)


class TimeIsUp(BaseException):
    """The end of an answer that takes too long; no Exception, so that `except Exception` lets it pass."""


@final
class Deadline:
    """A number of seconds for the calls of an answer, all together; what it imports costs no time.

    Python calls `_watch` as it goes through the answer, on every system and on the thread in use. Beyond its
    reach are endless loops in compiled code, in a module that is being imported, and those that catch
    everything with a bare `except:`.
    """

    def __init__(self, seconds: float):
        self._at = time.perf_counter() + seconds
        self._import: FrameType | None = None  # the outermost import under way
        self._began = 0.0

    def call(self, function: Callable, *inputs: Any) -> Any:
        """Return what the function returns, or raise what it raises. Raises TimeIsUp at the deadline."""
        previous = sys.gettrace()  # a debugger or a coverage measurement
        sys.settrace(self._watch)
        try:
            return function(*inputs)
        finally:
            sys.settrace(previous)

    def _watch(self, frame: FrameType, event: str, argument: Any) -> Callable | None:
        if self._import is not None:
            return None  # nothing is counted until the import is over
        if frame.f_code is _IMPORT:
            self._import, self._began = frame, time.perf_counter()
            return self._watch_import
        frame.f_trace_opcodes = True  # `while True: pass` never comes to a new line
        if time.perf_counter() > self._at:
            raise TimeIsUp
        return self._watch

    def _watch_import(self, frame: FrameType, event: str, argument: Any) -> Callable:
        if event == "return":
            self._at += time.perf_counter() - self._began
            self._import = None
        return self._watch_import


@final
class Nowhere(io.TextIOBase):
    """A place for text that nobody is to see."""

    def write(self, text: str) -> int:
        """Forget the text."""
        return len(text)


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Drop warnings, and what is written to stderr: nbgrader gives no points for a cell that has any."""
    with warnings.catch_warnings(), contextlib.redirect_stderr(Nowhere()):
        warnings.simplefilter("ignore")
        yield
