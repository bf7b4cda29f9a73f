"""What the benchmarks share: the processor's name, and the processor time of a run."""

import platform
import time
from collections.abc import Callable
from pathlib import Path


def cpu_name() -> str:
    """Return the model name the system gives its processor, or what Python knows of it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def milliseconds(run: Callable[[], object]) -> float:
    """Return the milliseconds of processor time that `run()` takes, all its threads together."""
    begin = time.process_time()
    run()
    return 1e3 * (time.process_time() - begin)
