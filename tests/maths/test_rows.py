"""Rows from anywhere are the same rows; what does not fit is told by file and row."""

import numpy as np
import pytest

from nnlab.csv_rows import Csv
from nnlab.rows import Arrays, MemoryMap, Npy, Parts, Shards

TABLE = np.random.default_rng(4).normal(size=(57, 5))


def written(tmp_path, kind):
    """Write TABLE as a file of that kind, and return the rows of it."""
    if kind == "array":
        return Arrays(TABLE)
    if kind in ("map", "npy"):
        np.save(tmp_path / "table.npy", TABLE)
        return (MemoryMap if kind == "map" else Npy)(tmp_path / "table.npy")
    if kind == "shards":
        for i, part in enumerate(np.split(TABLE, [20, 21, 40])):
            np.save(tmp_path / f"{i}.npy", part)
        return Shards(tmp_path)
    np.savetxt(tmp_path / "table.csv", TABLE, delimiter=",", fmt="%.17g")
    return Csv(tmp_path / "table.csv", every=10)


KINDS = ["array", "map", "npy", "shards", "csv"]


@pytest.mark.parametrize("kind", KINDS)
def test_any_rows_are_those_of_the_table(kind, tmp_path):
    rows = written(tmp_path, kind)
    assert rows.n == 57
    for start, stop in [(0, 57), (0, 1), (56, 57), (9, 11), (10, 20), (19, 41), (20, 21), (30, 30 + 13)]:
        (read,) = rows.read(start, stop)
        assert np.array_equal(read, TABLE[start:stop]), (start, stop)
    places = np.array([56, 3, 3, 20, 0])
    assert np.array_equal(rows.take(places)[0], TABLE[places])


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_taken_apart(kind, tmp_path):
    rows = Parts(written(tmp_path, kind), lambda table: (table[:, 1:], table[:, :1] > 0))
    X, y = rows.read(7, 12)
    assert np.array_equal(X, TABLE[7:12, 1:]) and np.array_equal(y, TABLE[7:12, :1] > 0)
    X, y = rows.take(np.array([50, 1]))
    assert np.array_equal(X, TABLE[[50, 1], 1:]) and y.shape == (2, 1)


def test_arrays_are_copied_and_several_go_side_by_side():
    X, y = TABLE.copy(), np.arange(57)
    rows = Arrays(X, y)
    X[:], y[:] = 0, 0
    read, numbers = rows.read(3, 5)
    assert np.array_equal(read, TABLE[3:5]) and numbers.tolist() == [3, 4]
    with pytest.raises(ValueError, match="read-only"):
        read[0] = 1


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, bool, np.int64])
@pytest.mark.parametrize("shape", [(30,), (30, 2), (30, 8, 8)])
def test_a_npy_file_of_any_numbers_and_shape(dtype, shape, tmp_path):
    array = np.random.default_rng(0).integers(2, size=shape).astype(dtype)
    np.save(tmp_path / "a.npy", array)
    for rows in (Npy(tmp_path / "a.npy"), MemoryMap(tmp_path / "a.npy")):
        (read,) = rows.read(4, 9)
        assert read.dtype == dtype and np.array_equal(read, array[4:9])


def test_a_header_of_the_second_version(tmp_path):
    with (tmp_path / "a.npy").open("wb") as file:
        np.lib.format.write_array(file, TABLE, version=(2, 0))
    assert np.array_equal(Npy(tmp_path / "a.npy").read(50, 57)[0], TABLE[50:])


def broken(tmp_path):
    """Write files that cannot be read, each with what is said of it."""
    np.save(tmp_path / "columns.npy", np.asfortranarray(TABLE))
    yield Npy, "columns.npy", r"columns.npy: expected a .npy file .*, got columns one after another"
    np.save(tmp_path / "texts.npy", np.array(["a", "b"]))
    yield Npy, "texts.npy", r"texts.npy: expected a .npy file of numbers, .*, got <U1 of shape \(2,\)"
    (tmp_path / "text.npy").write_text("hello, this is a text")
    yield MemoryMap, "text.npy", "text.npy: expected a .npy file of numbers, "
    np.save(tmp_path / "whole.npy", TABLE)
    (tmp_path / "short.npy").write_bytes((tmp_path / "whole.npy").read_bytes()[: 128 + 30 * 40 + 5])
    yield Npy, "short.npy", "short.npy, row 30: expected 57 rows, got the end of the file"
    np.save(tmp_path / "none.npy", TABLE[:0])
    yield Npy, "none.npy", r"none.npy: expected a .npy file of numbers, .*, got float64 of shape \(0, 5\)"
    (tmp_path / "empty").mkdir()
    yield Shards, "empty", "folder: expected .npy files in 'empty', got none"
    (tmp_path / "mixed").mkdir()
    np.save(tmp_path / "mixed" / "a.npy", TABLE)
    np.save(tmp_path / "mixed" / "b.npy", TABLE[:, 1:])
    yield (
        Shards,
        "mixed",
        r"b.npy: expected rows of shape \(5,\) and float64, as in a.npy, got \(4,\) and float64",
    )


def test_files_that_cannot_be_read_are_named(tmp_path):
    for kind, name, sentence in broken(tmp_path):
        with pytest.raises(ValueError, match=f"^{sentence}"):
            kind(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        Npy(tmp_path / "nowhere.npy")


def test_a_number_that_is_none_is_told_by_file_row_and_column(tmp_path):
    table = TABLE.copy()
    table[33, 2] = np.nan
    for name in ("a.npy", "b.npy"):
        np.save(tmp_path / name, table if name == "b.npy" else TABLE)
    for rows in (Npy(tmp_path / "b.npy"), MemoryMap(tmp_path / "b.npy")):
        rows.read(0, 33)
        with pytest.raises(ValueError, match=r"^b.npy, row 33, column 2: expected a finite number, got nan$"):
            rows.read(30, 40)
    with pytest.raises(ValueError, match=r"^b.npy, row 33, column 2: "):
        Shards(tmp_path).read(57 + 30, 57 + 40)
    with pytest.raises(ValueError, match=r"^X: expected finite numbers, got nan at X\[33, 2\]"):
        Arrays(table)


def test_a_file_that_was_cut_while_it_was_read(tmp_path):
    np.save(tmp_path / "a.npy", TABLE)
    rows = Npy(tmp_path / "a.npy")
    (tmp_path / "a.npy").write_bytes((tmp_path / "a.npy").read_bytes()[: 128 + 12 * 40])
    assert np.array_equal(rows.read(0, 12)[0], TABLE[:12])
    with pytest.raises(ValueError, match=r"^a.npy, row 12: expected 57 rows, got the end of the file$"):
        rows.read(10, 20)


@pytest.mark.parametrize("arrays", [(), (TABLE, TABLE[:5]), (TABLE[:0],), (3.0,)])
def test_arrays_that_do_not_go_together(arrays):
    with pytest.raises(
        ValueError, match=r"^arrays: expected at least one row in each, and equally many, got \["
    ):
        Arrays(*arrays)


# CSV


@pytest.mark.parametrize("every", [1, 3, 57, 1000])
@pytest.mark.parametrize("top", ["", "a,b,c,d,e\n", "\ufeffa,b,c,d,e\n", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_a_csv_file_of_any_make(every, top, end, last, tmp_path):
    lines = [",".join(map(repr, row)) for row in TABLE.tolist()]
    text = (top.replace("\n", end) + end.join(lines)) + (end if last else "")
    (tmp_path / "t.csv").write_bytes(text.encode("utf-8"))
    rows = Csv(tmp_path / "t.csv", every=every)
    assert rows.n == 57 and np.array_equal(rows.read(0, 57)[0], TABLE)
    assert np.array_equal(rows.read(13, 57)[0], TABLE[13:]) and np.array_equal(
        rows.read(56, 57)[0], TABLE[56:]
    )


def test_only_the_pieces_asked_for_are_read(tmp_path, monkeypatch):
    """A row in the middle that cannot be read disturbs nobody who does not ask for its piece."""
    text = (
        "".join(f"{i},0\n" for i in range(95))
        + "ninety-five,0\n"
        + "".join(f"{i},0\n" for i in range(96, 300))
    )
    (tmp_path / "t.csv").write_text(text)
    rows = Csv(tmp_path / "t.csv", separator=",", every=10)
    assert rows.n == 300 and rows.read(200, 202)[0].tolist() == [[200, 0], [201, 0]]
    with pytest.raises(ValueError, match=r"^t.csv, row 96, column 1: expected a number, got 'ninety-five'$"):
        rows.read(0, 300)


def test_blocks_may_end_in_the_middle_of_a_line(tmp_path, monkeypatch):
    from nnlab import csv_rows

    np.savetxt(tmp_path / "t.csv", TABLE, delimiter=",", fmt="%.17g")
    whole = Csv(tmp_path / "t.csv", every=4).begins
    for size in (1, 7, 100):
        monkeypatch.setattr(csv_rows, "BLOCK", size)
        rows = Csv(tmp_path / "t.csv", every=4)
        assert rows.n == 57 and rows.begins == whole


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1,2\n3\n", "t.csv, row 3: expected 2 numbers, got 1$"),
        ("1,2\n3,4,5\n", "t.csv, row 2: expected 2 numbers, got 3$"),
        ("1,2\n\n3,4\n", "t.csv, row 2: expected 2 numbers, got an empty line$"),
        ("1,2\n3,x\n", "t.csv, row 2, column 2: expected a number, got 'x'$"),
        ("1,2\n3,\n", "t.csv, row 2, column 2: expected a number, got ''$"),
        ("1,2\n3,nan\n", "t.csv, row 2, column 2: expected a finite number, got nan$"),
        ("a,b\nc,d\n", "t.csv, row 2: expected numbers and ',' between them, got 'c,d"),
        ("", "t.csv, row 2: expected numbers and ',' between them, got ''"),
        ("1;2\n3;4\n", "t.csv, row 2: expected numbers and ',' between them, got '3;4"),
        ("1,2\r3,4\r", "t.csv, row 2: expected numbers and ',' between them, got ''"),
    ],
)
def test_a_row_that_does_not_fit_is_told_by_file_and_row(text, sentence, tmp_path):
    (tmp_path / "t.csv").write_bytes(text.encode())
    with pytest.raises(ValueError, match=f"^{sentence}"):
        rows = Csv(tmp_path / "t.csv")
        rows.read(0, rows.n)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_that_are_not_there(kind, tmp_path):
    rows = written(tmp_path, kind)
    for start, stop in [(0, 58), (-1, 1), (2, 2), (57, 60)]:
        with pytest.raises(
            ValueError, match=rf"^[\w.-]+: expected rows from 0 to 57, got {start} to {stop}$"
        ):
            rows.read(start, stop)


def test_no_array_of_many_is_lost():
    rows = Arrays(*(np.full(3, i) for i in range(6)))
    assert [part.tolist() for part in rows.read(0, 1)] == [[i] for i in range(6)]
    with pytest.raises(ValueError, match=r"^array_5: expected numbers, got"):
        Arrays(*([np.zeros(2)] * 4), ["a", "b"])
