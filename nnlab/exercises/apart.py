"""Try an answer in a child of this process, which can be ended whatever the answer does. On Linux.

An endless loop in compiled code, such as `sum(iter(int, 1))`, cannot be stopped from inside. Where answers
are marked it must not take the whole notebook with it. A reader's own kernel is never forked.
"""

import contextlib
import json
import os
import select
import signal
import sys
import time
import warnings
from dataclasses import asdict
from typing import Any

from nnlab.exercises import checking
from nnlab.exercises.checking import Report, did_not_finish, ended_python
from nnlab.exercises.deadline import Nowhere
from nnlab.exercises.exercise import Exercise

GRACE = 5.0  # seconds beyond the answer's own: what it imports costs it nothing, and ours is tried too
_MOST = 100_000  # bytes of a report


def is_graded() -> bool:
    """Return whether nbgrader is marking this notebook: it says so in the environment of the kernel."""
    return sys.platform == "linux" and os.environ.get("NBGRADER_EXECUTION") == "autograde"


def examine(exercise: Exercise, answer: Any, seconds: float) -> Report:
    """Return the same report as `checking.examine`, also on an answer that cannot be stopped."""
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python 3.12 warns of threads; the child uses none
        child = os.fork()
    if child == 0:
        _be_the_child(exercise, answer, seconds, write)
    os.close(write)
    try:
        said, late = _hear(read, time.monotonic() + seconds + GRACE)
    finally:
        os.close(read)
        _end(child)
    if late:
        return did_not_finish(exercise, seconds)
    try:
        return Report(**json.loads(said))
    except (ValueError, TypeError):
        return ended_python(exercise)


def _be_the_child(exercise: Exercise, answer: Any, seconds: float, write: int) -> None:
    """Send the report, and never return."""
    try:
        os.setsid()  # so that what the answer starts can be ended with it
        nowhere = os.open(os.devnull, os.O_RDWR)
        for place in range(3):
            os.dup2(nowhere, place)
        sys.stdout = sys.stderr = Nowhere()
        report = checking.examine(exercise, answer, seconds)
        os.write(write, json.dumps(asdict(report)).encode() + b"\n")
    finally:
        os._exit(0)


def _hear(read: int, deadline: float) -> tuple[bytes, bool]:
    """Return what the child says, up to the end of its line, and whether it was too late."""
    said = b""
    while not said.endswith(b"\n") and len(said) < _MOST:
        ready, _, _ = select.select([read], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return said, True
        part = os.read(read, _MOST)
        if not part:
            break
        said += part
    return said, False


def _end(child: int) -> None:
    """End the child and what it started."""
    for kill in os.killpg, os.kill:  # the group is not there yet if the child has only just begun
        with contextlib.suppress(ProcessLookupError):
            kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
