"""The player finds every step again, within its memory."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab.explore.kit.player import OVERHEAD, Player


@dataclass(frozen=True)
class Step:
    k: int
    x: np.ndarray


def doubling(end):
    """A run whose step k holds k and k²; it can be resumed from any step."""

    def run(start):
        k = 0 if start is None else start.k
        while end is None or k <= end:
            yield Step(k, np.array([k, k * k], float))
            k += 1

    return run


def test_advance_seek_and_end():
    player = Player(doubling(3), measure=lambda step: (step.x[1],))
    assert (player.position, player.length, player.finished) == (0, 0, False)
    assert player.advance(2) and player.step.k == player.position == 2
    player.seek(1)
    assert player.step.k == 1 and player.length == 2
    assert player.advance(5) and player.step.k == 3  # two were left
    assert not player.advance() and player.finished and player.length == 3
    player.seek(99)
    assert player.position == 3
    player.seek(-1)
    assert player.position == 0


def test_history_has_the_step_shown():
    player = Player(doubling(None), measure=lambda step: (step.x[1],))
    player.seek(4)
    numbers, rows, now = player.history()
    assert numbers.tolist() == [0, 1, 2, 3, 4] and now == 4
    assert rows[:, 0].tolist() == [0, 1, 4, 9, 16]


@given(st.lists(st.integers(0, 300), min_size=1, max_size=12), st.integers(2, 40))
def test_a_thinned_tape_finds_every_step(positions, room):
    player = Player(doubling(None), measure=lambda step: (step.x[1],), max_bytes=room * (OVERHEAD + 16))
    for position in positions:
        player.seek(position)
        assert player.position == player.step.k == position
        numbers, rows, now = player.history()
        assert numbers[now] == position
        np.testing.assert_array_equal(rows[:, 0], numbers**2)
        assert len(player.kept) <= room + 1
        assert [step.k for step in player.kept] == [j * player.stride for j in range(len(player.kept))]


def test_the_tape_has_a_memory_cap():
    player = Player(doubling(None), max_bytes=100_000)
    player.seek(20_000)
    assert sum(OVERHEAD + step.x.nbytes for step in player.kept) <= 100_000
    assert player.stride > 1
    player.seek(12_345)
    assert player.step.x.tolist() == [12_345, 12_345**2]


def test_a_thinned_tape_steps_on_through_all_steps():
    player = Player(doubling(50), max_bytes=10 * (OVERHEAD + 16))
    player.seek(60)
    assert player.finished and player.stride > 1
    player.seek(0)
    seen = [player.step.k]
    while player.advance():
        seen.append(player.step.k)
    assert seen == list(range(51))


def test_a_run_without_steps_is_a_mistake():
    with pytest.raises(StopIteration):
        Player(lambda start: iter([]))


def test_a_run_that_raises_is_not_at_its_end():
    def run(start):
        for k in range(0 if start is None else start.k, 10):
            if k == 3:
                raise OverflowError("diverged")
            yield Step(k, np.zeros(2))

    player = Player(run)
    for _ in range(2):
        with pytest.raises(OverflowError, match="diverged"):
            player.advance(5)
        assert player.position == player.step.k == 2 and not player.finished


def counting(by):
    """A run that adds ``by`` at each step: a learning rate, as it were."""

    def run(start):
        k, x = (0, 0.0) if start is None else (start.k, start.x[0])
        while True:
            yield Step(k, np.array([x, by]))
            k, x = k + 1, x + by

    return run


@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from([1.0, 10.0, 100.0])), min_size=1, max_size=5),
    st.lists(st.integers(0, 90), min_size=1, max_size=8),
    st.integers(3, 40),
)
def test_a_branch_goes_on_from_the_step_shown_and_keeps_what_lies_before(branches, positions, room):
    player = Player(counting(1.0), measure=lambda step: (step.x[0],), max_bytes=room * (OVERHEAD + 16))
    expected = np.arange(200.0)  # what the slow and simple way gives
    for at, by in branches:
        player.seek(at)
        player.branch(counting(by))
        assert player.position == player.length == at and not player.finished
        expected[at:] = expected[at] + by * np.arange(200 - at)
    for position in positions:
        player.seek(position)
        assert player.step.x[0] == expected[position] and player.step.k == position
        numbers, rows, now = player.history()
        assert numbers[now] == position and rows[:, 0].tolist() == expected[numbers].tolist()


def test_a_branch_sees_the_step_shown_with_its_own_eyes():
    player = Player(counting(1.0), measure=lambda step: tuple(step.x))
    player.seek(3)
    player.branch(counting(5.0))
    assert player.step.x.tolist() == [3.0, 5.0]
    assert player.history()[1].tolist() == [[0, 1], [1, 1], [2, 1], [3, 5]]
    assert player.advance() and player.step.x[0] == 8.0


@given(st.integers(0, 300), st.integers(0, 300), st.integers(2, 60))
def test_a_thinned_history_has_the_step_shown_and_both_ends(length, position, most):
    player = Player(doubling(None), measure=lambda step: (step.x[1],), max_bytes=50 * (OVERHEAD + 16))
    player.seek(length)
    player.seek(min(position, length))
    numbers, rows, now = player.thinned(most)
    assert numbers[now] == player.position and rows[now, 0] == player.position**2
    assert numbers[0] == 0 and numbers[-1] == player.history()[0][-1] and (np.diff(numbers) > 0).all()
    np.testing.assert_array_equal(rows[:, 0], numbers**2)
    assert len(numbers) <= 2 * most + 3


def test_the_last_good_step():
    player = Player(doubling(None))
    player.seek(7)
    assert player.last(lambda step: True).k == 7
    assert player.last(lambda step: step.k < 5).k == 4
    player.seek(2)
    assert player.last(lambda step: step.k != 2).k == 1
    assert player.last(lambda step: step.k > 2) is None
