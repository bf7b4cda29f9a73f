"""The probes of twenty seeds: nothing that is said of an answer hangs on the luck of one draw."""

import dataclasses

import numpy as np
import pytest

from nnlab import exercises
from nnlab.exercises import checking

SEEDS = range(20)
EXERCISES = exercises.all_exercises()


def faults(exercise):
    """What is wrong with the probes of this exercise's seed, as sentences."""
    probes = exercise.questions()
    expected = [exercise.ask(exercise.reference, *probe.values()) for probe in probes]
    for mistake in exercise.mistakes:
        outcomes = [exercise.ask(mistake.wrong, *probe.values()) for probe in probes]
        if all(map(exercise.agree, outcomes, expected)):
            yield f"{mistake.name}: called right"
        for other in exercise.mistakes:
            if other is not mistake and checking.has(exercise, other, mistake.wrong, probes, outcomes):
                yield f"{mistake.name}: called {other.name}"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_under_no_seed_is_a_known_mistake_called_right_or_by_another_name(exercise):
    found = {seed: [*faults(dataclasses.replace(exercise, seed=seed))] for seed in SEEDS}
    assert {seed: sentences for seed, sentences in found.items() if sentences} == {}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_under_every_seed_the_probes_go_from_small_to_large(exercise):
    for seed in SEEDS:
        probes = dataclasses.replace(exercise, seed=seed).questions()
        sizes = [sum(np.size(value) for value in probe.values()) for probe in probes]
        assert sizes == sorted(sizes)


def test_a_mistake_that_the_probes_do_not_tell_is_found():
    careless = dataclasses.replace(
        exercises._find("perceptron.update"),
        probes=lambda rng: [{"w": np.zeros(1), "b": 0.0, "x": np.ones(1), "y": 1, "lr": 1.0}],
    )
    assert "the sign of the update: called right" in list(faults(careless))
