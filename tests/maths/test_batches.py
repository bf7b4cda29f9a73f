"""Mini-batches: every row once, the same at every asking; streams rewind, branch and go on bit for bit."""

import threading
import tracemalloc
from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlab import network
from nnlab.batches import Batches, Stream
from nnlab.data import one_hot
from nnlab.descent import check_gradient, descend, stop
from nnlab.network import Network
from nnlab.optimisers import Adam, RMSProp
from nnlab.orders import InOrder, Mixed, Shuffled
from nnlab.rows import Arrays, Npy, Parts

RNG = np.random.default_rng(8)
X, CLASSES = RNG.normal(size=(37, 3)), RNG.integers(3, size=37)
Y = one_hot(CLASSES, 3)
NET = Network((3, 4, 3), ("tanh", "softmax"))
START = NET.init(rng=np.random.default_rng(0))
ORDERS = [InOrder(), Shuffled(3), Shuffled(3, once=True), Mixed(4, 3, seed=3), Mixed(1, 5), Mixed(50, 2)]


def rows_of(n):
    return Arrays(np.arange(n))


def seen(batches, epoch=0):
    return np.concatenate([part for (part,) in batches.epoch(epoch)]).astype(int).tolist()


# Which rows


@settings(max_examples=150)
@given(
    n=st.integers(1, 60),
    size=st.integers(1, 70),
    chunk=st.integers(1, 20),
    at_once=st.integers(1, 8),
    which=st.sampled_from(["in order", "shuffled", "once", "mixed"]),
    epoch=st.integers(0, 3),
)
def test_in_an_epoch_every_row_comes_once_and_only_the_last_batch_is_smaller(
    n, size, chunk, at_once, which, epoch
):
    order = {
        "in order": InOrder(),
        "shuffled": Shuffled(7),
        "once": Shuffled(7, once=True),
        "mixed": Mixed(chunk, at_once, 7),
    }[which]
    batches = Batches(rows_of(n), size, order)
    lengths = [len(part) for (part,) in batches.epoch(epoch)]
    assert sorted(seen(batches, epoch)) == list(range(n))
    assert lengths == [size] * (n // size) + [n % size] * (n % size > 0)
    assert len(lengths) == batches.per_epoch
    again = Batches(rows_of(n), size, order)  # with nothing kept, and the other way round
    ks = range(epoch * batches.per_epoch, (epoch + 1) * batches.per_epoch)
    backwards = [again.at(k)[0].tolist() for k in reversed(ks)]
    assert backwards[::-1] == [part.tolist() for (part,) in batches.epoch(epoch)]


def test_batches_by_hand():
    batches = Batches(rows_of(10), 4, InOrder())
    assert batches.per_epoch == 3
    assert [batches.place(k) for k in (0, 2, 3, 8)] == [(0, 0, 4), (0, 8, 10), (1, 0, 4), (2, 8, 10)]
    assert [batches.at(k)[0].tolist() for k in (1, 2, 3)] == [[4, 5, 6, 7], [8, 9], [0, 1, 2, 3]]


def test_each_epoch_has_an_order_of_its_own_unless_shuffled_once():
    for order in ORDERS:
        orders = [seen(Batches(rows_of(100), 9, order), epoch) for epoch in (0, 1, 0)]
        assert orders[0] == orders[2]
        once = order == InOrder() or getattr(order, "once", False)
        assert (orders[0] == orders[1]) == once, order
        assert (orders[0] == list(range(100))) == (order == InOrder()), order


def test_another_seed_is_another_order():
    for kind in (Shuffled, lambda seed: Mixed(5, 4, seed)):
        assert seen(Batches(rows_of(100), 9, kind(0))) != seen(Batches(rows_of(100), 9, kind(1)))


def test_mixed_takes_whole_chunks_a_pool_at_a_time():
    """100 rows in chunks of 10, four at once: each 40 rows are four whole chunks, and not in their order."""
    order = seen(Batches(rows_of(100), 7, Mixed(10, 4, seed=2)))
    for pool in (order[:40], order[40:80], order[80:]):
        chunks = {row // 10 for row in pool}
        assert sorted(pool) == sorted(10 * c + i for c in chunks for i in range(10))
        neighbours = sum(after == row + 1 for row, after in pairwise(pool))
        assert neighbours < len(pool) / 4  # left as read, nine of ten would be


def test_shuffled_every_order_of_three_rows_is_as_likely_as_any_other():
    orders = [tuple(seen(Batches(rows_of(3), 2, Shuffled(0)), epoch)) for epoch in range(1200)]
    counts = [orders.count(order) for order in set(orders)]
    assert len(counts) == 6 and max(abs(count - 200) for count in counts) < 4 * np.sqrt(200 * 5 / 6)


def test_mixed_reads_each_chunk_once_and_keeps_one_pool(tmp_path):
    np.save(tmp_path / "a.npy", np.arange(1000.0))
    rows, asked = Npy(tmp_path / "a.npy"), []
    read = rows.read
    rows.read = lambda start, stop: asked.append((start, stop)) or read(start, stop)
    batches = Batches(rows, 32, Mixed(10, 7, seed=1))
    assert sorted(seen(batches)) == list(range(1000))
    assert sorted(asked) == [(start, start + 10) for start in range(0, 1000, 10)]
    assert len(batches.kept["pool"][1][0]) <= 70
    with pytest.raises(ValueError, match="read-only"):
        batches.at(3)[0][0] = 9.0  # else the next who asks would get the 9


def test_memory_does_not_grow_with_the_file(tmp_path):
    peaks = []
    for n in (20_000, 200_000):
        np.save(tmp_path / f"{n}.npy", np.zeros((n, 8)))
        batches = Batches(Npy(tmp_path / f"{n}.npy"), 100, Mixed(50, 20))
        tracemalloc.start()
        rows = sum(len(part) for (part,) in batches.epoch())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert rows == n
    # A pool is 64 kB. The order of the chunks is 8 bytes for each 3,200 of the file.
    assert peaks[1] < peaks[0] + 200_000 < 1_000_000


def test_reading_that_was_interrupted_goes_on_from_a_number():
    batches, heard = Batches(rows_of(100), 9, Shuffled(1)), []
    whole = seen(batches)
    first = [part for (part,) in islice(batches.epoch(progress=lambda *told: heard.append(told)), 5)]
    rest = [part for (part,) in batches.epoch(first=5, progress=lambda *told: heard.append(told))]
    assert np.concatenate(first + rest).astype(int).tolist() == whole
    assert heard[:4] == [(9, 100), (18, 100), (27, 100), (36, 100)] and heard[-1] == (100, 100)


# The stream of losses


def stream(order=ORDERS[1], size=8, kind="cross_entropy"):
    return Stream(network.loss_of(NET, kind), Batches(Arrays(X, Y), size, order))


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize(
    "rule", [dict(lr=0.3), dict(lr=0.1, momentum=0.9), dict(rule=Adam(0.03)), dict(rule=RMSProp())], ids=str
)
def test_rewind_branch_and_resume_give_the_same_steps_bit_for_bit(order, rule):
    run = list(stop(descend(stream(order), START, **rule), at_most=23))
    for at in (0, 4, 5, 17):
        again = list(stop(descend(stream(order), run[at], **rule), at_most=23 - at))
        assert [step.k for step in again] == [step.k for step in run[at:]]
        for one, other in zip(again, run[at:]):
            assert one.value == other.value and np.array_equal(one.theta, other.theta)
            assert np.array_equal(one.gradient, other.gradient)
    branch = list(stop(descend(stream(order), run[7], lr=0.01), at_most=3))
    assert branch[0].value == run[7].value  # the same batch, whichever rule goes on from it


def test_a_step_has_the_loss_of_its_own_batch():
    s = stream()
    for step in stop(descend(s, START, lr=0.3), at_most=9):
        epoch, start, end = s.batches.place(step.k)
        rows = np.random.default_rng((3, epoch)).permutation(37)[start:end]
        value, gradient = network.loss(NET, X[rows], Y[rows], "cross_entropy")(step.theta)
        assert np.isclose(step.value, value, rtol=1e-14)
        np.testing.assert_allclose(step.gradient, gradient, rtol=1e-12, atol=1e-16)


@pytest.mark.parametrize("size", [1, 5, 36, 37, 100])
def test_the_epochs_loss_is_the_mean_over_samples(size):
    value, gradient = network.loss(NET, X, Y, "cross_entropy")(START)
    for epoch in (0, 2):
        its, slope = stream(size=size).whole(START, epoch)
        assert np.isclose(its, value, rtol=1e-13)
        np.testing.assert_allclose(slope, gradient, rtol=1e-11, atol=1e-15)
    if size == 36:  # one batch of 36, one of 1: their plain mean is another number
        s = stream(size=size)
        assert abs(np.mean([s.at(k)(START)[0] for k in (0, 1)]) - value) > 0.01


def test_the_mean_over_an_uneven_last_batch_by_hand():
    """Batches of 4, 4 and 1 with losses .2, .2 and 1.1 have the mean .3, and not .5."""
    losses = np.array([0.2] * 8 + [1.1])
    s = Stream(lambda part: lambda theta: (part.mean(), np.zeros(1)), Batches(Arrays(losses), 4, InOrder()))
    assert [s.at(k)(None)[0] for k in range(3)] == pytest.approx([0.2, 0.2, 1.1])
    assert s.whole(np.zeros(1))[0] == pytest.approx(0.3)


@pytest.mark.parametrize("kind", ["cross_entropy", "mse"])
def test_the_losses_of_batches_are_those_of_the_network(kind):
    net = NET if kind == "cross_entropy" else Network((3, 4, 3), ("relu", "linear"))
    loss = network.loss_of(net, kind)(X, Y)
    value, gradient = network.loss(net, X, Y, kind)(START)
    assert loss(START)[0] == value and np.array_equal(loss(START)[1], gradient)
    assert check_gradient(loss, START).worst < 1e-6


def test_a_loss_of_ones_own():
    s = Stream(lambda X, y: network.loss(NET, X, y, "cross_entropy"), stream().batches)
    mine, theirs = (list(stop(descend(each, START, lr=0.3), at_most=12)) for each in (s, stream()))
    assert [step.value for step in mine] == [step.value for step in theirs]


def test_a_stream_can_be_gone_through_like_a_list():
    losses = list(islice(stream(), 12))
    assert [loss(START)[0] for loss in losses] == [stream().at(k)(START)[0] for k in range(12)]


def test_several_threads_may_use_one_stream():
    s = stream(Mixed(2, 3, seed=5))
    expected, found = [stream(Mixed(2, 3, seed=5)).at(k)(START)[0] for k in range(40)], {}

    def run(first):
        found[first] = [s.at(k)(START)[0] for k in range(first, 40)]

    threads = [threading.Thread(target=run, args=(first,)) for first in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[first] == expected[first:] for first in range(6))


def test_the_noise_of_batches_obeys_its_law():
    """E |g_B - g|^2 = tr S / B (n - B) / (n - 1), drawn without replacement."""
    single = np.array([network.loss_of(NET)(X[i : i + 1], Y[i : i + 1])(START)[1] for i in range(37)])
    trace = np.sum((single - single.mean(axis=0)) ** 2) / 37
    for B in (1, 4, 12):
        s = Stream(network.loss_of(NET), Batches(Arrays(X, Y), B, Shuffled(0)))
        firsts = [s.at(epoch * s.batches.per_epoch)(START)[1] for epoch in range(2000)]
        off = np.sum((np.array(firsts) - single.mean(axis=0)) ** 2, axis=1)
        error = off.std() / np.sqrt(len(off))
        assert abs(off.mean() - trace / B * (37 - B) / 36) < 4 * error


# Doors


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Batches(X, 4), r"rows: expected rows, such as Arrays\(X, y\) or Npy\(path\), got array"),
        (lambda: Batches(rows_of(4), 0), "size: expected a whole number of at least 1, got 0"),
        (lambda: Batches(rows_of(4), 2, "mixed"), "order: expected InOrder, Shuffled or Mixed, got 'mixed'"),
        (
            lambda: Stream("loss", stream().batches),
            r"make_loss: expected a function \(X, y\) -> loss, got 'los",
        ),
        (lambda: Stream(network.loss_of(NET), X), r"batches: expected Batches\(rows, size\), got array"),
        (lambda: Mixed(0), "chunk: expected a whole number of at least 1, got 0"),
        (lambda: Mixed(at_once=1.5), "at_once: expected a whole number of at least 1, got 1.5"),
        (lambda: Shuffled(-1), "seed: expected a whole number of at least 0, got -1"),
        (lambda: Shuffled(0, once=1), "once: expected True or False, got 1"),
        (lambda: Batches(rows_of(4), 2).epoch(-1), "epoch: expected a whole number of at least 0, got -1"),
        (lambda: network.loss_of(NET, "sse"), "kind: expected one of mse, cross_entropy, got 'sse'"),
        (lambda: network.loss_of(NET, "mse"), "kind: expected cross_entropy for softmax outputs, got mse"),
    ],
)
def test_what_does_not_fit_is_refused(make, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        make()


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ((X[:, :2], Y), r"X: expected 3 features, one per input, got shape \(37, 2\)"),
        ((X, Y[:, :2]), r"y: expected shape \(37, 3\), one row per sample, got shape \(37, 2\)"),
        ((X, CLASSES), r"y: expected shape \(37, 3\), one row per sample, got shape \(37,\)"),
        ((X, 2 * Y), "y: expected numbers from 0 to 1 for cross_entropy, got 2"),
        (
            (X, Y / 2),
            "y: expected shares that sum to 1 for each sample, got 0.5 in row 0; `data.one_hot` makes",
        ),
    ],
)
def test_samples_are_looked_at_once_when_the_stream_is_made(arrays, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        Stream(network.loss_of(NET), Batches(Arrays(*arrays), 8))


def test_of_a_file_the_first_batch_is_looked_at_and_the_shape_of_all(tmp_path):
    np.save(tmp_path / "a.npy", X)
    narrow = Parts(Npy(tmp_path / "a.npy"), lambda rows: (rows[:, :2], rows))
    with pytest.raises(ValueError, match=r"^X: expected 3 features, one per input, got shape \(8, 2\)$"):
        Stream(network.loss_of(NET), Batches(narrow, 8))
    with pytest.raises(
        ValueError, match=r"^X, y: expected shapes \(n, 3\) and \(n, 3\) of a batch, got \(8, 2\)"
    ):
        network.loss_of(NET)(*narrow.read(0, 8))


def test_the_data_are_checked_once_and_not_at_each_step(monkeypatch):
    s, asked = stream(), []
    monkeypatch.setattr("nnlab.checks._finite", lambda *given: asked.append(given) or given[0])
    monkeypatch.setattr("nnlab.checks.fractions", lambda *given: asked.append(given) or given[0])
    *_, last = stop(descend(s, START, lr=0.1), at_most=20)
    assert last.k == 20 and len(asked) == 1  # the start


def test_what_a_file_lacks_is_told_when_its_step_comes_and_the_run_can_go_on(tmp_path):
    table = np.column_stack([X, CLASSES])
    table[20, 1] = np.inf
    np.save(tmp_path / "a.npy", table)

    def losses():
        return Stream(
            lambda rows: network.loss_of(NET)(rows[:, :3], one_hot(rows[:, 3], 3)),
            Batches(Npy(tmp_path / "a.npy"), 8, InOrder()),
        )

    run = []
    with pytest.raises(ValueError, match=r"^a.npy, row 20, column 1: expected a finite number, got inf$"):
        run.extend(descend(losses(), START, lr=0.3))
    assert [step.k for step in run] == [0, 1]
    table[20, 1] = X[20, 1]
    np.save(tmp_path / "a.npy", table)
    whole = list(stop(descend(losses(), START, lr=0.3), at_most=9))
    again = list(stop(descend(losses(), run[-1], lr=0.3), at_most=8))
    assert [step.value for step in again] == [step.value for step in whole[1:]]
