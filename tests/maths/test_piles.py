import numpy as np
import pytest

from nnlab.piles import shuffle
from nnlab.rows import Arrays, Npy, Shards

TABLE = np.arange(600).reshape(200, 3).astype(np.float32)


def rng(seed=0):
    return np.random.default_rng(seed)


def test_every_row_is_there_once_and_in_another_order(tmp_path):
    np.save(tmp_path / "a.npy", TABLE)
    heard = []
    shuffled = shuffle(
        Npy(tmp_path / "a.npy"),
        tmp_path / "out",
        rng=rng(),
        piles=7,
        at_once=30,
        progress=lambda *told: heard.append(told),
    )
    (rows,) = shuffled.read(0, 200)
    assert isinstance(shuffled, Shards) and rows.dtype == np.float32
    assert np.array_equal(rows[np.argsort(rows[:, 0])], TABLE) and not np.array_equal(rows, TABLE)
    assert heard[0] == (30, 400) and heard[6] == (200, 400) and heard[-1] == (400, 400)
    assert heard == sorted(heard)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.npy", "out"]
    assert np.array_equal(
        shuffle(Arrays(TABLE), tmp_path / "b", rng=rng(), piles=7, at_once=30).read(0, 200)[0], rows
    )


def test_every_order_is_as_likely_as_any_other(tmp_path):
    """All 24 orders of 4 rows over two piles: chi squared is 23 on the average, its deviation 6.8."""
    dice, counts = rng(3), {}
    for i in range(360):
        order = tuple(shuffle(Arrays(np.arange(4)), tmp_path / str(i), rng=dice, piles=2).read(0, 4)[0])
        counts[order] = counts.get(order, 0) + 1
    assert len(counts) == 24
    assert sum((count - 15) ** 2 / 15 for count in counts.values()) < 23 + 4 * 6.8


def test_an_interrupt_leaves_nothing(tmp_path):
    for at in (100, 250):

        def tell(done, total, at=at):
            if done > at:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            shuffle(Arrays(TABLE), tmp_path / "out", rng=rng(), at_once=20, progress=tell)
        assert list(tmp_path.iterdir()) == []


def test_what_does_not_fit_is_refused_and_nothing_is_written(tmp_path, monkeypatch):
    with pytest.raises(ValueError, match=r"^rows: expected rows of one array, got 2; put them side by side$"):
        shuffle(Arrays(TABLE, TABLE), tmp_path / "out", rng=rng())
    monkeypatch.setattr("shutil.disk_usage", lambda place: type("Usage", (), {"free": 3_000_000}))
    shuffle(Arrays(TABLE), tmp_path / "out", rng=rng())
    with pytest.raises(
        ValueError, match=r"^folder: expected the name of a new one, got out, which is there$"
    ):
        shuffle(Arrays(TABLE), tmp_path / "out", rng=rng())
    with pytest.raises(ValueError, match=r"^folder: expected 16 MB free for .* a copy of them, got 3 MB$"):
        shuffle(Arrays(np.zeros((10_000, 100))), tmp_path / "large", rng=rng())
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
