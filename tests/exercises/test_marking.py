"""A check that marks: plain points, quiet cells, and an end to every answer where nbgrader marks."""

import ctypes
import os
import signal
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pytest
from halving import HALVE, doubled, halve, leaves, stub

from nnlab import exercises
from nnlab.exercises import apart, checking

LINUX = Path("/proc").is_dir()


def own(x, k):
    return x * 0.5, k * 0.5


# ---- Points ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "right"), [(own, True), (doubled, False), (stub, False), (leaves, False)])
def test_a_report_knows_whether_the_answer_is_right(answer, right):
    report = exercises.check(HALVE, answer)
    assert report.right is right
    if right:
        assert report.require() is None
    else:
        with pytest.raises(AssertionError) as caught:
            report.require()
        assert str(caught.value) == report.text


@pytest.mark.parametrize(
    ("answer", "options", "points"),
    [
        (own, {}, 2.0),
        (halve, {}, 2.0),  # our own: the text says so
        (doubled, {}, 0.0),
        (doubled, {"known_mistake": 0.25}, 0.5),
        (stub, {"known_mistake": 0.25}, 0.0),
        (lambda x, k: (x, k + 1), {"known_mistake": 0.25}, 0.0),
        (own, {"known_mistake": 0.25}, 2.0),
    ],
)
def test_points_are_a_plain_float_and_the_report_is_shown(answer, options, points, capsys):
    report = exercises.check(HALVE, answer)
    given = report.grade(2, **options)
    assert type(given) is float  # a float of NumPy would be full points
    assert given == points
    assert capsys.readouterr().out == report.text + "\n"


def test_points_of_numpy_come_back_plain(capsys):
    assert type(exercises.check(HALVE, own).grade(np.float64(1.5), known_mistake=np.float32(0.5))) is float


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"points": -1}, "points: expected a number of at least 0"),
        ({"points": "2"}, "points: expected"),
        ({"points": 2, "known_mistake": 1.5}, "known_mistake: expected"),
    ],
)
def test_points_that_are_none_are_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        exercises.check(HALVE, own).grade(**arguments)


# ---- Quiet -------------------------------------------------------------------------------------------


def warns(x, k):
    warnings.warn("mind", stacklevel=1)
    print("oh", file=sys.stderr)
    np.log(np.zeros(1) - 1)
    return x / 2, k / 2


@pytest.mark.parametrize("examine", [checking.examine, apart.examine] if LINUX else [checking.examine])
def test_warnings_and_stderr_of_an_answer_do_not_reach_the_cell(examine, capfd):
    before = sys.stderr, list(warnings.filters)
    assert examine(HALVE, warns, 3.0).right  # in tests a warning that came through would be an error
    assert (sys.stderr, list(warnings.filters)) == before
    assert capfd.readouterr().err == ""


def test_a_mistake_that_asks_the_answer_itself_is_quiet_too(capfd):
    def bare_minus():
        print("oh", file=sys.stderr)
        return 2, 2, -3  # the signs turned: found by asking the answer once more

    assert exercises.check("perceptron.nand", bare_minus).verdict == checking.KNOWN_MISTAKE
    assert capfd.readouterr().err == ""


# ---- Apart -------------------------------------------------------------------------------------------

# Answers that cannot be stopped from inside; each ends by itself, so that red does not hang.


def waits_in_c(x, k):
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    ctypes.CDLL(None).sleep(12)
    return x / 2, k / 2


def starts_a_sleeper(x, k):
    if os.fork() == 0:
        Path("sleeper").write_text(str(os.getpid()))
        time.sleep(12)
        os._exit(0)
    ctypes.CDLL(None).sleep(12)


def dies(x, k):
    os.kill(os.getpid(), signal.SIGKILL)


def writes_much(x, k):
    os.write(1, b"x" * 10_000_000)
    os.write(2, b"x" * 10_000_000)
    return x / 2, k / 2


@pytest.fixture
def graded(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setattr(apart, "GRACE", 0.3)


@pytest.mark.parametrize("answer", [own, halve, doubled, stub, leaves, 3, lambda x, k: (x, k)] * LINUX)
def test_apart_the_report_is_the_same(answer, graded):
    assert exercises.check(HALVE, answer) == checking.examine(HALVE, answer, 3.0)


@pytest.mark.parametrize("answer", [waits_in_c, starts_a_sleeper] * LINUX)
def test_an_answer_that_cannot_be_stopped_is_ended_where_it_is_marked(answer, graded, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    began = time.monotonic()
    report = exercises.check(HALVE, answer, seconds=0.5)
    assert report.verdict == checking.DID_NOT_FINISH
    assert time.monotonic() - began < 5
    if answer is starts_a_sleeper:
        status = Path("/proc") / Path("sleeper").read_text() / "status"
        time.sleep(0.1)
        assert not status.exists() or "Z (zombie)" in status.read_text()


@pytest.mark.parametrize("answer", [dies, lambda x, k: os._exit(0)] * LINUX)
def test_an_answer_that_takes_python_with_it_is_said(answer, graded):
    report = exercises.check(HALVE, answer)
    assert report.verdict == checking.RAISED
    assert "ended Python itself" in report.text


@pytest.mark.parametrize("answer", [writes_much] * LINUX)
def test_huge_output_goes_nowhere(answer, graded, capfd):
    assert exercises.check(HALVE, answer).right
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("said", [None, "validate"])
def test_a_readers_own_kernel_is_never_forked(said, monkeypatch):
    if said is None:
        monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    else:
        monkeypatch.setenv("NBGRADER_EXECUTION", said)  # a student validates in a kernel of their own
    monkeypatch.setattr(os, "fork", None)
    assert exercises.check(HALVE, own).right
