"""Keep one notebook's process inside limits, and end whatever it started. Started by `report`, never by hand.

The keeper reads a job from stdin, lets a child run it, and becomes the parent of all that the child leaves
behind, so that it finds and ends them. Limits are no sandbox: what the account may do, a notebook may do.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_SUBREAPER = 36  # of Linux' prctl
_ROOM = 64  # processes and threads that a notebook may have beside those of the account


def main() -> None:
    """Run the job from stdin; what it finds is written to the file whose number the job names."""
    job = json.load(sys.stdin)
    _adopt()
    child = os.fork()
    if child == 0:
        _be_the_child(job)
    _wait(child, job["seconds"])
    _end_all(child)


def _adopt() -> None:
    """Become the parent of every process whose own parent ends, if it stands below this one."""
    with contextlib.suppress(AttributeError, OSError):  # not Linux
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _be_the_child(job: dict) -> None:
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for place in range(3):
            os.dup2(nowhere, place)
        _limit(job)
        from nnlab.classroom import worker

        worker.run(job, lambda **said: os.write(job["results"], json.dumps(said).encode() + b"\n"))
    finally:
        os._exit(0)


def _limit(job: dict) -> None:
    megabyte = 1_000_000
    limits = {
        resource.RLIMIT_CPU: int(job["seconds"]) + 1,
        resource.RLIMIT_AS: job["memory"] * megabyte,
        resource.RLIMIT_FSIZE: job["file"] * megabyte,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_NPROC: _tasks_of_the_account() + _ROOM,
    }
    for kind, most in limits.items():
        with contextlib.suppress(ValueError, OSError):  # lower already, or not known to this system
            resource.setrlimit(kind, (most, most))


def _wait(child: int, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(child, os.WNOHANG)[0]:
                return
        time.sleep(0.02)


def _end_all(child: int) -> None:
    """End the child's group, then all that is left below this process, until nothing is."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and (left := list(_children(os.getpid()))):
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _statuses() -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number of each process and what Linux says of it; nothing elsewhere."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            lines = (folder / "status").read_text().splitlines()
        except OSError:  # it has just ended
            continue
        yield int(folder.name), dict(line.split(":\t", 1) for line in lines if ":\t" in line)


def _children(parent: int) -> Iterator[int]:
    return (pid for pid, status in _statuses() if int(status["PPid"]) == parent)


def _tasks_of_the_account() -> int:
    me = str(os.getuid())
    return sum(int(status["Threads"]) for _, status in _statuses() if status["Uid"].split()[0] == me)


if __name__ == "__main__":
    main()
