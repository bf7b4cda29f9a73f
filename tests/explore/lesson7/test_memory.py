"""The memory without widgets: what it stores, what is taught, dropped and undone, and where it starts."""

from dataclasses import replace

import numpy as np
import pytest

from nnlab import hopfield
from nnlab.data.letters import letters
from nnlab.explore.lesson7.memory import (
    MODERN,
    TAUGHT,
    UNDOS,
    Memory,
    Settings,
    blends,
)

AJX = Settings(which="AJX", share=0.0)


def last(memory: Memory):
    """The step at which the memory's run ends."""
    *_, step = memory.run()(None)
    return step


def a_state(seed: int, N: int = 100) -> np.ndarray:
    return np.random.default_rng(seed).choice([-1, 1], size=N)


@pytest.mark.parametrize("rule", ["hebb", "pseudo-inverse", "storkey"])
def test_it_stores_by_the_lessons_rules(rule):
    memory = Memory.fresh(replace(AJX, rule=rule))
    np.testing.assert_array_equal(memory.W, hopfield.store(letters("AJX"), rule))
    assert memory.names == ["A", "J", "X"] and memory.stays.all() and memory.shape == (10, 10)


@pytest.mark.parametrize(
    "cue, start",
    [
        ("stored", letters("A")[0]),
        ("negative", -letters("A")[0]),
        ("mixture", np.where(letters("AJX").sum(axis=0) > 0, 1, -1)),
        ("blank", -np.ones(100, int)),
        ("drawing", -np.ones(100, int)),
    ],
)
def test_each_cue_is_its_state(cue, start):
    np.testing.assert_array_equal(Memory.fresh(replace(AJX, cue=cue)).start, start)


def test_it_settles_in_what_was_stored_and_the_view_says_so():
    memory = Memory.fresh(replace(AJX, share=0.2))
    first, end = memory.view(next(memory.run()(None))), memory.view(last(memory))
    assert first.wants.sum() == 20 and not end.wants.any() and memory.resting(end.step)
    np.testing.assert_array_equal(end.step.s, letters("A")[0])
    assert end.nearest == 0 and end.m[0] == 1
    assert memory.measure(end.step) == (memory.energy(end.step), *end.m)


def test_the_modern_network_attends():
    memory = Memory.fresh(replace(AJX, share=0.2, rule=MODERN, beta=0.3))
    end = last(memory)
    assert memory.view(end).nearest == 0 and np.abs(end.s - letters("A")[0]).max() < 0.01
    again = list(blends(memory.X, end, 0.3))  # goes on from a step, and there is nothing left
    assert again == [end] and np.isnan(memory.measure(end)[0]) and len(memory.measure(end)) == 7


def test_a_memory_never_changes():
    memory = Memory.fresh(AJX)
    before = dict(vars(memory))
    memory.teach(a_state(1))
    memory.forget(letters("A")[0])
    memory.drawn(a_state(2))
    memory.starting_from(2)
    memory.under(replace(AJX, patterns="digits", rule="storkey", seed=3))
    assert vars(memory) == before


def test_what_is_taught_and_forgotten():
    memory, s = Memory.fresh(AJX), a_state(1)
    taught, told = memory.teach(s)
    assert told == "stored" and taught.names[-1] == "your pattern 1" and taught.learned == 1
    np.testing.assert_array_equal(taught.W, hopfield.learn(memory.W, s))
    np.testing.assert_array_equal(taught.start, s)
    for known in (s, -s, letters("J")[0]):
        assert taught.teach(known)[1] == "known" and len(taught.teach(known)[0].X) == 4
    dropped, told = taught.forget(-letters("A")[0])  # the negative has the same couplings
    assert told == "dropped" and dropped.names == ["J", "X", "your pattern 1"]
    unlearned, told = dropped.forget(a_state(2))
    assert told == "unlearned" and len(unlearned.X) == 3
    np.testing.assert_array_equal(unlearned.W, hopfield.forget(dropped.W, a_state(2)))
    storkey = dropped.under(replace(dropped.settings, rule="storkey"))
    assert storkey.forget(a_state(2))[1] == "unknown"
    back = unlearned
    for wanted in (dropped, taught, memory):
        back = back.undone()
        np.testing.assert_array_equal(back.W, wanted.W)
        np.testing.assert_array_equal(back.start, wanted.start)
    assert back.names == memory.names and back.settings == memory.settings and back.undone() is back


def test_each_is_learned_at_the_rate_that_was_set_then():
    memory = Memory.fresh(replace(AJX, rule="storkey", lr=0.5))
    taught, _ = memory.teach(a_state(1))
    later = taught.under(replace(taught.settings, lr=1.0))
    W = hopfield.store(letters("AJX"), "storkey")
    np.testing.assert_array_equal(later.W, hopfield.learn(W, a_state(1), "storkey", lr=0.5))


def test_there_is_room_for_so_many_and_so_many_undos():
    memory = Memory.fresh(AJX)
    for seed in range(TAUGHT):
        memory, told = memory.teach(a_state(seed))
        assert told == "stored"
    memory, told = memory.teach(a_state(99))
    assert told == "full" and memory.learned == TAUGHT
    for _ in range(UNDOS):
        memory = memory.remembered()
    assert len(memory.past) == UNDOS


def test_other_settings_keep_what_was_taught_and_another_set_does_not():
    memory, _ = Memory.fresh(AJX).teach(a_state(1))
    other = memory.under(replace(memory.settings, stored=5, which="", rule="pseudo-inverse"))
    assert other.names == ["A", "B", "C", "D", "E", "your pattern 1"]
    np.testing.assert_array_equal(other.start, a_state(1))
    assert memory.under(replace(memory.settings, T=0.5)).coupled is memory.coupled
    digits = memory.under(replace(memory.settings, patterns="digits"))
    assert digits.learned == 0 and digits.past == () and len(digits.start) == 64


def test_what_is_named_and_known():
    settings = Settings(which="a, 1Ä b a")
    assert settings.chosen == ["A", "B"] and settings.left_out == ["1", "Ä"]
    assert replace(settings, patterns="digits").chosen == ["1"]
