"""What every test run shares: one deterministic hypothesis, the right kernel, no silent skip in CI."""

import gc
import os
import re
from pathlib import Path

import hypothesis.strategies
import pytest

pytest_plugins = ["pytester"]  # a test tries this file on a small suite

hypothesis.settings.register_profile("nnlab", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("nnlab")

# Kernels inherit this: a backend set in the reader's shell would leave the notebooks without pictures.
# In the test process it is as good as Agg: it draws, and opens no window.
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"

# The arrays here are small: on several threads their products take longer, on a busy machine many times
# longer. Kernels inherit this, too.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# MB that a process of the tests may take: explorables that are not let go of once filled five thousand.
LARGEST = 1000

IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")


def pytest_addoption(parser):
    parser.addoption("--peers", action="store_true", help="only the tests against PyTorch, Dask, nbgrader")


def pytest_ignore_collect(collection_path, config):
    """Collect tests/peers with --peers, and then nothing else: CI has no PyTorch, Dask or nbgrader.

    They are not skipped without it: they are not there.
    """
    peers = Path(__file__).parent / "tests" / "peers"
    inside = collection_path == peers or peers in collection_path.parents
    leads_there = collection_path in peers.parents
    if config.option.peers:
        return None if inside or leads_there else True
    return True if inside else None


def pytest_configure(config):
    # Without this a kernel named python3 that some other environment installed could run the notebooks.
    config.option.nbval_current_env = True


def pytest_sessionstart(session):
    # On a fresh machine matplotlib searches the fonts once and says so on stderr if that is slow:
    # let it happen here, not in the first cell of a notebook.
    import matplotlib.font_manager  # noqa: F401


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """Share the whole suite among the cores; a few named files take less time than starting workers.

    One worker has the browser tests, which take longer than all others together: more than four gain nothing.
    """
    if config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return 0
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 4)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give a file to one worker, and all browser tests to one: two Chromiums would slow each other."""
    from xdist.scheduler import LoadFileScheduling

    class OneBrowser(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return "browser" if nodeid.startswith("tests/browser/") else super()._split_scope(nodeid)

    return OneBrowser(config, log) if config.option.dist == "loadfile" else None


@hypothesis.settings(max_examples=1)
@hypothesis.given(hypothesis.strategies.none())
def first_use(_nothing):
    """Let hypothesis begin."""


def pytest_collection_finish(session):
    # The modules and the collected tests stay until the end. The garbage collector need not go through
    # them, half a million objects, each time: that takes 0.3 s. At its first use hypothesis looks for who
    # holds its generator of random numbers, and among what is frozen it would find nobody.
    first_use()
    gc.collect()
    gc.freeze()


def largest() -> int | None:
    """The MB that this process took at its largest, where the system says so. Kernels are other processes."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:  # not Linux
        return None
    return int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) // 1000


SIZES = pytest.StashKey[list[int]]()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Keep the size that a worker tells as it ends; one that broke off tells none: its test has failed."""
    sizes = node.config.stash.setdefault(SIZES, [])
    sizes.append(getattr(node, "workeroutput", {}).get("largest") or 0)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    """Fail the run if a process has grown too large or, in CI, if anything was skipped, in any way."""
    if hasattr(session.config, "workeroutput"):  # a worker: who started it reports
        session.config.workeroutput["largest"] = largest()
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (size := max(largest() or 0, *session.config.stash.get(SIZES, [0]))) > LARGEST:
        said = f"a process took {size:,} MB of memory, and may take {LARGEST:,}: what the tests make is kept"
        reporter.write_line(f"\nFAILED {said}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    left_out = [report for kind in ("skipped", "xfailed") for report in reporter.stats.get(kind, [])]
    if IN_CI and left_out:
        for report in left_out:
            reporter.write_line(f"\nFAILED {report.nodeid}: left out, and CI=true allows no skip", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
