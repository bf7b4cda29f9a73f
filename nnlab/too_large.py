"""Lesson 8: a file that is too large for the memory there is, read at once and read in pieces.

    python -m nnlab.too_large FILE BYTES

is the lesson's child process. It forbids itself more than so many bytes of memory beyond what it has already
(0: no limit), reads the file in each of the `WAYS`, and prints what came of it as JSON.
"""

import json
import re
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from nnlab import checks, network
from nnlab.batches import Batches, Stream
from nnlab.data import one_hot
from nnlab.network import Network
from nnlab.optimisers import Plain
from nnlab.orders import InOrder
from nnlab.piles import look_for_space
from nnlab.race import learn
from nnlab.rows import Npy, Parts
from nnlab.rules import checked, file_path, function, generator, optional, samples, whole

LARGEST = 200_000_000  # bytes of a file that is only there to be shown
AT_ONCE = 10_000  # rows
STATUS = Path("/proc/self/status")  # Linux' own account of a process


def _fits(table, name):
    table, most = samples(table, name), float(np.finfo("f4").max)
    if np.abs(table).max() > most:
        raise ValueError(
            f"{name}: expected numbers up to {most:.2g} (float32), got {np.abs(table).max():.2g}"
        )
    return table


@checked(path=file_path, table=_fits, n=whole(1), rng=generator, progress=optional(function("(done, total)")))
def write_drawn(
    path, table, n: int, *, rng: np.random.Generator, progress: Callable[[int, int], None] | None = None
) -> np.ndarray:
    """Write n rows drawn from table (m, d) to a .npy file of float32; return the mean of each column (d,).

    The mean comes from how often each row was drawn, not from the file; of whole numbers it is exact.
    progress(done, n) is told the rows written so far. The free space is looked at first, and a file that
    is not finished is removed, also after an interrupt.
    Raises ValueError for a file that is there, for one above 200 MB, and for too little space.
    """
    path, size = Path(path), 4 * n * table.shape[1]
    if size > LARGEST:
        most = LARGEST // (4 * table.shape[1])
        raise ValueError(f"n: expected at most {most:,} rows (200 MB), got {n:,}")
    if path.exists():
        raise ValueError(f"path: expected the name of a new file, got {checks.shown(path.name)}")
    look_for_space(path.parent, size, "for the file", name="path")
    drawn = np.zeros(len(table))
    try:
        with path.open("wb") as file:
            np.lib.format.write_array_header_1_0(
                file, dict(descr="<f4", fortran_order=False, shape=(n, table.shape[1]))
            )
            for start in range(0, n, AT_ONCE):
                rows = rng.integers(len(table), size=min(AT_ONCE, n - start))
                drawn += np.bincount(rows, minlength=len(table))
                table[rows].astype("<f4").tofile(file)
                if progress is not None:
                    progress(start + len(rows), n)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return drawn @ table / n


# ---- The ways to read it ------------------------------------------------------------------------------


def mean_at_once(path) -> np.ndarray:
    """Return the mean of each column: read the file, then add up."""
    return np.load(path).mean(axis=0, dtype=float)


def mean_in_pieces(path) -> np.ndarray:
    """Return the mean of each column: read a piece, add it up, forget it, read the next."""
    rows = Npy(path)
    pieces = Batches(rows, AT_ONCE, InOrder()).epoch()
    return sum(piece.sum(axis=0, dtype=float) for (piece,) in pieces) / rows.n


def learned_in_batches(path) -> np.ndarray:
    """Return what softmax regression learns in one epoch (p,): column 0 is the digit, the others its ink."""
    rows = Parts(Npy(path), lambda table: (table[:, 1:] / 16, one_hot(table[:, 0], 10)))
    net = Network((64, 10), "softmax")
    stream = Stream(network.loss_of(net), Batches(rows, 128, InOrder()))
    return learn(stream, net.init(how="zeros"), Plain(1.0), epochs=1)


WAYS = {"at once": mean_at_once, "in pieces": mean_in_pieces, "learned": learned_in_batches}


# ---- The child process --------------------------------------------------------------------------------


def cannot_limit() -> str:
    """Return why this system cannot limit the memory of a process as the lesson needs it, or "" if it can."""
    if find_spec("resource") is None:
        return (
            "This system (Windows, say) has no limit of memory for a single process: Python lacks `resource`."
        )
    if not STATUS.exists():
        return "This system does not say how much memory a process has (Linux does, in /proc/self/status)."
    return ""


def _status(entry):
    """Return an entry of it in bytes; where there is none, not Linux, 0."""
    if not STATUS.exists():
        return 0
    return 1024 * int(re.search(rf"{entry}:\s+(\d+) kB", STATUS.read_text())[1])


def _limit(more):
    """From now on, let the private memory of this process grow by so many bytes and no further."""
    import resource  # here, for Windows has none

    most = _status("VmData") + more
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _tried(way, path):
    """Return what came of it, a mean or weights, or the error; and the most memory it took, in bytes."""
    if STATUS.exists():
        STATUS.with_name("clear_refs").write_text("5")  # forget the largest size so far
    before, came = _status("VmRSS"), {}
    try:
        came["result"] = way(path).tolist()
    except MemoryError as error:
        came["error"] = f"{type(error).__base__.__name__}: {error}"
    return came | {"memory": _status("VmHWM") - before}


@checked(path=file_path, limit=whole(0))
def command(path, limit: int = 0) -> list[str]:
    """Return the command that starts the child process: it reads the file under a limit in bytes (0: none).

    What it prints is JSON: for each of the `WAYS` its `result` or its `error`, and the `memory` that it took.
    """
    return [sys.executable, "-m", "nnlab.too_large", str(path), str(limit)]


def _main(path, more):
    np.ones((200, 200)) @ np.ones((200, 200))  # the first product takes room of its own: before the limit
    if more:
        _limit(more)
    print(json.dumps({name: _tried(way, path) for name, way in WAYS.items()}))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
