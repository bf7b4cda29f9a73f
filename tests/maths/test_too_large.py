"""The file that does not fit: what is written, what is read, and that a limit is one."""

import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from nnlab import data, too_large
from nnlab.activations import softmax

DIGITS = data.digits()
TABLE = np.column_stack([DIGITS.y, DIGITS.X])


def write(path, n=25_000, **more):
    return too_large.write_drawn(path, TABLE, n, rng=np.random.default_rng(1), **more)


def test_the_file_holds_rows_of_the_table_and_the_mean_is_theirs_to_the_last_bit(tmp_path):
    told = []
    mean = write(tmp_path / "new.npy", progress=lambda *of: told.append(of))
    found = np.load(tmp_path / "new.npy")
    assert found.shape == (25_000, 65) and found.dtype == np.float32
    known = {row.tobytes() for row in TABLE.astype(np.float32)}
    assert {row.tobytes() for row in found} <= known
    assert (found.sum(axis=0, dtype=float) / 25_000 == mean).all()
    assert told == [(10_000, 25_000), (20_000, 25_000), (25_000, 25_000)]


@pytest.mark.parametrize("way", [too_large.mean_at_once, too_large.mean_in_pieces])
def test_both_ways_give_that_mean(way, tmp_path):
    mean = write(tmp_path / "new.npy")
    assert (way(tmp_path / "new.npy") == mean).all()


def test_what_is_learned_in_batches_reads_digits(tmp_path):
    write(tmp_path / "new.npy")
    M = too_large.learned_in_batches(tmp_path / "new.npy").reshape(65, 10)
    shares = softmax(DIGITS.X / 16 @ M[:-1] + M[-1])
    assert np.mean(shares.argmax(axis=1) == DIGITS.y) > 0.94


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_an_interrupt_leaves_no_file(stop, tmp_path):
    def progress(done, total):
        if done >= 20_000:
            raise stop

    with pytest.raises(stop):
        write(tmp_path / "new.npy", progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_size_and_free_space_are_looked_at_first(tmp_path, monkeypatch):
    with pytest.raises(ValueError, match=r"n: expected at most 769,230 rows \(200 MB\), got 769,231"):
        write(tmp_path / "new.npy", 769_231)
    monkeypatch.setattr("shutil.disk_usage", lambda place: type("Usage", (), {"free": 6_000_000}))
    with pytest.raises(ValueError, match="path: expected 6 MB free for the file, got 6 MB"):
        write(tmp_path / "new.npy", 25_000)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "old.npy").touch()
    with pytest.raises(ValueError, match=r"path: expected the name of a new file, got 'old\.npy'"):
        write(tmp_path / "old.npy", 10)


def child(path, limit):
    return subprocess.run(too_large.command(path, limit), capture_output=True, check=True, text=True).stdout


def test_under_a_limit_reading_at_once_fails_and_pieces_do_not(tmp_path):
    mean = write(tmp_path / "new.npy", 400_000)  # 104 MB
    size = (tmp_path / "new.npy").stat().st_size
    tight, free = (json.loads(child(tmp_path / "new.npy", limit)) for limit in (size // 3, 0))
    assert tight["at once"]["error"].startswith("MemoryError: Unable to allocate")
    for ways in (tight, free):
        assert ways["in pieces"]["result"] == mean.tolist()
        assert ways["in pieces"]["memory"] < size / 10 and ways["learned"]["memory"] < size / 5
    assert free["at once"]["result"] == mean.tolist() and free["at once"]["memory"] > 0.95 * size
    assert tight["learned"]["result"] == free["learned"]["result"]


def test_where_there_is_no_limit_a_sentence_says_so(monkeypatch, tmp_path):
    assert too_large.cannot_limit() == ""
    monkeypatch.setattr(too_large, "STATUS", Path("/nowhere"))
    assert re.match(r"This system does not say .*\.$", too_large.cannot_limit())
    write(tmp_path / "new.npy", 100)
    assert too_large._tried(too_large.mean_at_once, tmp_path / "new.npy")["memory"] == 0
    monkeypatch.setattr(too_large, "find_spec", lambda name: None)
    assert re.match(r"This system \(Windows, say\) has no limit .*`resource`\.$", too_large.cannot_limit())
