"""An answer without an end is stopped, and nothing of the watch stays behind."""

import sys
import threading
import time

import pytest
from halving import HALVE, halve, in_place, leaves, stub, verdict

from nnlab import exercises
from nnlab.exercises import checking
from nnlab.exercises.forms import show

# The answers below end after some seconds, or run on a thread that can be left alone: red must not hang.


def waits(x, k):
    end = time.perf_counter() + 3
    while time.perf_counter() < end:
        k = k + 0


def waits_in_a_generator(x, k):
    end = time.perf_counter() + 3
    return any(time.perf_counter() > end for _ in iter(int, 1))


def waits_and_catches(x, k):
    for _ in range(30):
        try:
            time.sleep(0.1)
        except Exception:
            print("and on")


def waits_later(x, k):
    if k == 6:
        waits(x, k)
    return x / 2, k / 2


@pytest.mark.parametrize("answer", [waits, waits_in_a_generator, waits_and_catches, waits_later])
def test_an_answer_that_takes_too_long_is_stopped(answer):
    began = time.perf_counter()
    report = exercises.check(HALVE, answer, seconds=0.05)
    assert report.verdict == checking.DID_NOT_FINISH
    assert time.perf_counter() - began < 2
    assert "After 0.05 s it was stopped." in repr(report)
    assert ("k = 6" in repr(report)) == (answer is waits_later)


@pytest.mark.parametrize(
    "loop", ["while True: pass", "while True:\n        k += 1", "for i in iter(int, 1): pass"]
)
def test_an_endless_loop_is_stopped_on_whichever_thread(loop):
    names, reports = {}, []
    exec(f"def endless(x, k):\n    {loop}", names)  # as text, since a formatter would break the first line
    thread = threading.Thread(
        target=lambda: reports.append(verdict(names["endless"], seconds=0.05)), daemon=True
    )
    thread.start()
    thread.join(timeout=3)
    assert reports == [checking.DID_NOT_FINISH]


@pytest.mark.parametrize("answer", [halve, waits, leaves, stub, in_place, 3])
def test_a_debugger_or_a_coverage_measurement_goes_on(answer):
    seen = []

    def mine(frame, event, argument):
        seen.append(frame.f_code.co_name)
        return mine

    before = sys.gettrace()
    sys.settrace(mine)
    try:
        exercises.check(HALVE, answer, seconds=0.05)
        after = sys.gettrace()
        show(1.0)
    finally:
        sys.settrace(before)
    assert after is mine
    assert seen[-1] == "show"


@pytest.fixture
def slow_modules(tmp_path, monkeypatch):
    """A module that takes longer to import than an answer may take, by way of another one."""
    (tmp_path / "slow_inner.py").write_text("import time\ntime.sleep(0.6)\nhalf = 0.5\n")
    (tmp_path / "slow_outer.py").write_text("from slow_inner import half\n")
    (tmp_path / "slow_broken.py").write_text("import slow_inner\nimport no_such_module\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    for name in ("slow_inner", "slow_outer", "slow_broken"):
        sys.modules.pop(name, None)


def imports(x, k):
    from slow_outer import half

    return x * half, k * half


def imports_in_vain(x, k):
    try:
        import slow_broken  # noqa: F401
    except ImportError:
        return x / 2, k / 2


def imports_and_waits(x, k):
    import slow_outer  # noqa: F401

    waits(x, k)


@pytest.mark.parametrize("answer", [imports, imports_in_vain])
def test_a_slow_first_import_is_no_endless_loop(answer, slow_modules):
    assert verdict(answer, seconds=0.5) == checking.RIGHT


def test_after_an_import_the_time_runs_on(slow_modules):
    assert verdict(imports_and_waits, seconds=0.1) == checking.DID_NOT_FINISH


def test_without_a_debugger_nothing_stays_behind():
    before = sys.gettrace()
    sys.settrace(None)
    try:
        exercises.check(HALVE, waits, seconds=0.05)
        assert sys.gettrace() is None
    finally:
        sys.settrace(before)
