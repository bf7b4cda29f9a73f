"""What the memory's explorables say, without widgets: each number its sentence, one kind of minus."""

from dataclasses import replace

import numpy as np
import pytest

from nnlab.capacity import EnergyLevels
from nnlab.data.letters import letters
from nnlab.explore.lesson7 import words
from nnlab.explore.lesson7.memory import MODERN, Memory, Settings
from nnlab.explore.lesson7.patterns import Made

MEMORY = Memory.fresh(Settings(which="AJX", share=0.0))
A = letters("A")[0]


def seen(s: np.ndarray, memory: Memory = MEMORY, **other):
    """The view of a state, as if the run stood there."""
    first = next(memory.drawn(s).run()(None))
    return memory.view(replace(first, **other))


def turned(s: np.ndarray, count: int) -> np.ndarray:
    return s * np.where(np.arange(100) < count, -1, 1)


@pytest.mark.parametrize(
    "number, decimals, sign, said",
    [
        (-0.4931, 3, False, "−0.493"),
        (-0.0002, 3, False, "0.000"),
        (0.625, 2, True, "+0.62"),
        (-1.5, 2, True, "−1.50"),
        (0.0, 2, True, "+0.00"),
        (99.6, 0, False, "100"),
    ],
)
def test_fixed_decimals(number, decimals, sign, said):
    assert words.fixed(number, decimals, sign=sign) == said


@pytest.mark.parametrize(
    "s, end, said",
    [
        (A, None, "It is A, with every neuron right."),
        (-A, None, "It is the negative of A, and has the same energy"),
        (turned(A, 3), None, "Nearest is A: 3 of 100 neurons differ."),
        (turned(-A, 3), None, "Nearest is the negative of A: 3 of 100 neurons differ."),
        (turned(A, 3), "settled", "It is nearly A: 3 of 100 neurons differ."),
        (turned(-A, 3), "settled", "It is nearly the negative of A: 3 of 100 neurons differ."),
        (
            turned(A, 15),
            "settled",
            "It is none of the stored; nearest is A, of which 15 of 100 neurons differ.",
        ),
        (turned(-A, 15), "settled", "nearest is the negative of A, of which 15 of 100 neurons differ."),
        (np.sign(letters("AJX").sum(axis=0)), "settled", "a mixture: the sign of A + J + X."),
        (np.sign(-letters("A")[0] + letters("JX").sum(axis=0)), "settled", "the sign of − A + J + X."),
    ],
)
def test_what_is_remembered(s, end, said):
    assert said in words.remembered(MEMORY, seen(s, end=end))


@pytest.mark.parametrize(
    "count, said",
    [
        (0, "No neuron wants to turn over; energy per neuron "),
        (1, "Press play: 1 neuron wants to turn over; energy per neuron "),
        (2, "Press play: 2 neurons want to turn over; energy per neuron "),
    ],
)
def test_none_one_and_many_want_to_turn_over(count, said):
    told = words.stepped(MEMORY, seen(turned(A, count)))
    assert told.startswith(said) and "-" not in told
    later = words.stepped(MEMORY, seen(turned(A, count), k=4))
    assert later == "Step 4: a whole sweep in which no neuron turned over. " + told.removeprefix(
        "Press play: "
    )


def test_an_overlap_below_zero_has_a_true_minus():
    memory = Memory.fresh(Settings(which="AJX", rule=MODERN))
    step = next(memory.drawn(-A).run()(None))
    view = memory.view(step)
    assert words.remembered(memory, view._replace(nearest=0)) == "Nearest is A, with overlap −1.00."


@pytest.mark.parametrize("stays, said", [([1, 1, 1], ""), ([1, 0, 0], "only 1 can"), ([0, 0, 0], "none can")])
def test_how_many_hold(stays, said):
    coupled = MEMORY.coupled._replace(stays=np.array(stays, bool))
    assert said in words.held(replace(MEMORY, coupled=coupled))


def test_pictures():
    assert words.given(Made((6, 6), (6, 6), None)) == ""
    shades = words.given(Made((64, 48), (32, 24), 127.5))
    assert shades == (
        "Your pictures of 48×64 were scaled down to 24×32 cells. "
        "What is above 127.5, the middle of their range, is ink."
    )
    assert "Its edge is dark" in words.opened("a.png", Made((20, 30), (7, 10), 90.0, light=True))
    assert "Its edge is light" in words.opened("a.png", Made((20, 30), (7, 10), 90.0, light=False))


def test_one_stored_pattern_is_no_patterns():
    one = Memory.fresh(Settings(which="A", stored=1, share=0.0))
    assert "with 1 stored pattern, after" in words.picture(one, one.view(next(one.run()(None))))


def test_the_memory_under_load():
    found = EnergyLevels(np.array([-0.5, -0.5]), np.array([-0.6]))
    told = words.levels(2, 100, 50, found, 1.0)
    assert told == (
        "2 random patterns on 100 neurons: 2 of them hold (overlap above 0.9). "
        "Of 50 random states, 1 end in a spurious one. "
        "100 % of those lie deeper than the mean of the retrieval states."
    )
    nothing = words.levels(2, 100, 50, EnergyLevels(np.empty(0), np.array([-0.6])), np.nan)
    assert nothing.endswith("There is no retrieval state left to compare them with.")
