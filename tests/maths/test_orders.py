"""In which order a file sorted by class may be read: the law, on fewer rows than benchmarks/orders.py has."""

import numpy as np
import pytest

from nnlab import network
from nnlab.batches import Batches, Stream
from nnlab.confusion import accuracy
from nnlab.data import digits, one_hot
from nnlab.descent import descend, stop
from nnlab.network import Network
from nnlab.orders import InOrder, Mixed, Shuffled
from nnlab.piles import shuffle
from nnlab.rows import Arrays, Npy, Parts

NET = Network((64, 10), "softmax")
N = 12_000


def apart(table):
    return table[:, 1:], one_hot(table[:, 0], 10)


@pytest.fixture(scope="module")
def made():
    """Noisy digits in rows, sorted by class, their class first; and digits held out."""
    rng, found = np.random.default_rng(0), digits()
    order = rng.permutation(1797)
    rows = rng.choice(order[360:], N)
    table = np.column_stack([found.y[rows], found.X[rows] / 16 + rng.normal(scale=0.15, size=(N, 64))])
    held = order[:360]
    return table[np.argsort(table[:, 0], kind="stable")], found.X[held] / 16, found.y[held]


def learned(rows, order, made, epochs=1, lr=0.3):
    _, X, y = made
    stream = Stream(network.loss_of(NET), Batches(rows, 32, order))
    steps = descend(stream, NET.init(how="zeros"), lr=lr)
    *_, last = stop(steps, at_most=epochs * stream.batches.per_epoch)
    return accuracy(NET.predict(last.theta, X), y)


def test_of_a_sorted_file_many_small_chunks_must_be_mixed(made):
    rows = Arrays(*apart(made[0]))
    right = learned(rows, Shuffled(1), made)
    assert right > 0.92
    assert learned(rows, InOrder(), made) < 0.2  # chance is 0.1
    obvious = np.mean([learned(rows, Mixed(300, 1, seed), made) for seed in range(3)])
    assert obvious < 0.65  # chunks shuffled, and the rows inside each
    assert learned(rows, Mixed(30, 100, 1), made) > right - 0.03  # as many rows at once as ten of those


def test_of_a_mixed_file_all_orders_are_alike(made):
    table = np.random.default_rng(3).permutation(made[0])
    rows = Arrays(*apart(table))
    found = [learned(rows, order, made) for order in (InOrder(), Mixed(300, 1), Mixed(30, 100), Shuffled())]
    assert max(found) - min(found) < 0.03


def test_shuffled_onto_piles_a_sorted_file_can_be_read_as_it_lies(made, tmp_path):
    np.save(tmp_path / "sorted.npy", made[0])
    shuffled = shuffle(Npy(tmp_path / "sorted.npy"), tmp_path / "piles", rng=np.random.default_rng(1))
    assert learned(Parts(shuffled, apart), InOrder(), made) > 0.92


def test_shuffled_once_is_as_good_as_in_each_epoch(made):
    table = made[0][::8]
    rows = Arrays(*apart(table))
    once, each = (
        np.mean([learned(rows, Shuffled(seed, once=once), made, epochs=5, lr=0.1) for seed in range(6)])
        for once in (True, False)
    )
    assert abs(once - each) < 0.01 and min(once, each) > 0.92
