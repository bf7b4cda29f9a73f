"""Ground: what makes a run resumable: arrays that nobody can change, and chance as a value."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import numpy as np

T = TypeVar("T")


def read_only(array: np.ndarray) -> np.ndarray:
    """Return the array itself, which can be read from now on and no longer written to."""
    array.setflags(write=False)
    return array


@dataclass(frozen=True)
class Dice:
    """A dice whose state is a value: the same dice always throws the same, and a throw returns the next one.

    A generator changes when it is used, so a run could not go back to an earlier step. A step that holds a
    `Dice` can be resumed at any time, and throws then exactly what it threw before.
    """

    state: dict

    @classmethod
    def seeded(cls, *, rng: np.random.Generator) -> Self:
        """Return a dice of its own, seeded from rng: what else is drawn from rng later cannot disturb it."""
        return cls(np.random.PCG64(rng.integers(2**63)).state)

    def throw(self, draw: Callable[[np.random.Generator], T]) -> tuple[T, Self]:
        """Return what `draw(generator)` draws, and the dice for the next throw."""
        bits = np.random.PCG64(0)
        bits.state = self.state  # in place of what the 0 has made
        drawn = draw(np.random.Generator(bits))
        return drawn, type(self)(bits.state)


def same(one: Any, other: Any) -> bool:
    """Say whether two steps of a run are equal in everything; `__eq__ = same` compares arrays by value."""
    if type(one) is not type(other):
        return NotImplemented
    return all(np.array_equal(a, b) for a, b in zip(vars(one).values(), vars(other).values()))
