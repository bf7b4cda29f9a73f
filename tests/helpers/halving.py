"""A small exercise to try the check on, and answers to it."""

import sys

import numpy as np

from nnlab import exercises
from nnlab.exercises import Exercise, Words


def halve(x, k):
    return x / 2, k / 2


def halve_probes(rng):
    yield {"x": np.array([0.0]), "k": 0}
    yield {"x": np.array([2.0]), "k": 0}
    yield {"x": np.array([2.0, 4.0]), "k": 6}
    yield {"x": rng.integers(1, 9, size=3) / 2, "k": 8}


HALVE = Exercise(
    name="toy.halve",
    words=Words(
        task="Write halve(x, k): half of both.",
        hints={"doubled": "Larger or smaller?", "k forgotten": "What about the other one?"},
    ),
    reference=halve,
    probes=halve_probes,
)


@HALVE.mistake("doubled")
def doubled(x, k):
    return x * 2, k * 2


HALVE.mistake("k forgotten", lambda x, k: (x / 2, k))


def verdict(answer, exercise=HALVE, **options):
    return exercises.check(exercise, answer, **options).verdict


def stub(x, k): ...


def without_source(body):
    """Make a function as a cell does, but without a file or a linecache where its source could be found."""
    names = {}
    exec("def answer(x, k):\n    " + body.replace("\n", "\n    "), names)
    return names["answer"]


def leaves(x, k):
    sys.exit("bye")


def in_place(x, k):
    x /= 2
    return x, k / 2
