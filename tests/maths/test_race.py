"""The race counts rightly, stops where it should, and the learners of lesson 8 do what they say."""

import numpy as np
import pytest

from nnlab import data, descent, network
from nnlab.batches import Batches, Stream, stream
from nnlab.network import Network
from nnlab.optimisers import Adam, Plain
from nnlab.orders import Shuffled
from nnlab.race import learn, race
from nnlab.rows import Arrays

NET = Network((64, 10), "softmax")
DIGITS = data.digits()
X, Y = DIGITS.X[:100] / 16, data.one_hot(DIGITS.y[:100], 10)
WHOLE = network.loss(NET, X, Y, "cross_entropy")
START = np.zeros(NET.size)


def run(size, lr=0.5, **how):
    return race(stream(NET, X, Y, size), START, Plain(lr), WHOLE, **how)


def test_a_stream_in_one_call_is_the_long_way():
    long = Stream(network.loss_of(NET), Batches(Arrays(X, Y), 32, Shuffled(3)))
    short = stream(NET, X, Y, 32, Shuffled(3))
    for k in (0, 3, 4, 17):
        assert short.at(k)(START)[0] == long.at(k)(START)[0]


@pytest.mark.parametrize(
    ("size", "updates", "epochs"),
    [
        # 100 rows in batches of 32, 32, 32, 4; two looks an epoch: at 0, 64 rows (not 50), 100, 164, 200
        (32, [0, 2, 4, 6, 8], [0, 0.64, 1, 1.64, 2]),
        (10, [0, 5, 10, 15, 20], [0, 0.5, 1, 1.5, 2]),
        (100, [0, 1, 2], [0, 1, 2]),
        (1000, [0, 1, 2], [0, 1, 2]),
    ],
)
def test_samples_and_updates_are_counted(size, updates, epochs):
    found = run(size, below=-1.0, looks=2, epochs=2)
    assert found.updates.tolist() == updates
    np.testing.assert_allclose(found.epochs, epochs)
    assert not found.arrived and np.isnan(found.end).all()
    assert (np.diff(found.seconds) >= 0).all() and found.seconds[0] >= 0


def test_each_look_is_the_loss_over_all_samples_at_that_step():
    found = run(32, below=-1.0, looks=2, epochs=2)
    steps = list(descent.stop(descent.descend(stream(NET, X, Y, 32), START, lr=0.5), at_most=8))
    assert found.losses.tolist() == [WHOLE(steps[int(k)].theta)[0] for k in found.updates]
    assert (found.theta == steps[8].theta).all()


def test_it_ends_at_the_first_look_below_the_goal():
    long = run(10, below=-1.0, epochs=5)
    goal = float(long.losses[20])
    found = run(10, below=np.nextafter(goal, 9), epochs=5)
    first = int(np.argmax(long.losses <= goal))
    assert found.arrived and len(found.losses) == first + 1
    np.testing.assert_array_equal(found.end, [found.epochs[-1], found.updates[-1], found.seconds[-1]])


def test_a_run_that_diverges_does_not_arrive():
    net = Network((2, 1), "linear")
    x, y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0], [2.0]])
    found = race(
        stream(net, x, y, 1, kind="mse"), np.zeros(3), Plain(10.0), network.loss(net, x, y, "mse"),
        below=1e-3, epochs=1000,
    )  # fmt: skip
    assert not found.arrived and found.epochs[-1] < 1000


@pytest.mark.filterwarnings("error")
def test_learn_makes_so_many_epochs():
    some = stream(NET, X, Y, 32)
    *_, last = descent.stop(descent.descend(some, START, rule=Adam(0.01)), at_most=12)
    assert (learn(some, START, Adam(0.01), epochs=3) == last.theta).all()


def test_last_keeps_no_other_step():
    import weakref

    alive = []

    def steps():
        for k in range(50):
            step = descent.Step(k, np.zeros(1), 0.0, np.zeros(1))
            alive.append(weakref.ref(step))
            yield step
            assert sum(ref() is not None for ref in alive) <= 2

    assert descent.last(steps()).k == 49
    with pytest.raises(ValueError, match="steps: expected at least one step, got none"):
        descent.last(iter(()))
