"""Read-only arrays, a dice that throws the same again, and steps compared by value."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from nnlab.resume import Dice, read_only, same


def test_a_read_only_array_is_the_same_array():
    a = np.zeros(2)
    assert read_only(a) is a
    with pytest.raises(ValueError, match="read-only"):
        a[0] = 1


def numbers(rng):
    return rng.random(3).tolist()


def test_the_same_dice_always_throws_the_same_and_the_next_one_something_else():
    dice = Dice.seeded(rng=np.random.default_rng(1))
    first, after = dice.throw(numbers)
    assert dice.throw(numbers) == (first, after)
    second, _ = after.throw(numbers)
    assert second != first
    # Two throws are one stream: no number is drawn twice or left out.
    whole, _ = dice.throw(lambda rng: rng.random(6).tolist())
    assert whole == first + second


def test_a_dice_does_not_hear_what_else_is_drawn_from_its_generator():
    rng = np.random.default_rng(1)
    dice = Dice.seeded(rng=rng)
    rng.random(10)
    assert dice == Dice.seeded(rng=np.random.default_rng(1))
    assert dice != Dice.seeded(rng=rng)


@dataclass(frozen=True, eq=False)
class Step:
    k: int
    w: np.ndarray
    dice: Dice | None = None
    __eq__ = same


def test_steps_are_equal_if_everything_in_them_is():
    step = Step(1, np.array([1.0, 2.0]), Dice.seeded(rng=np.random.default_rng(0)))
    assert step == replace(step, w=step.w.copy())
    for change in (dict(k=2), dict(w=np.array([1.0, 3.0])), dict(w=np.zeros(3)), dict(dice=None)):
        assert step != replace(step, **change)
    assert step != 1
