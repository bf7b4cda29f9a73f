"""Lesson 5: a bump out of three relu units."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import three_triples
from nnlab.exercises.lesson5.words import ONE_UNIT, THREE_UNITS, WORDS


def bump():
    """Return three relu units (w, b, v): each adds v times max(0, w x + b) to the curve."""
    up = (1, 0, 1)  # from zero on the curve rises by one for each unit of x
    over = (1, -1, -2)  # from one on it rises by two less: it falls
    level = (1, -2, 1)  # from two on it rises by one more: it is level again
    return up, over, level


def _drawn(answer: Any, x: float) -> float:
    """Return how high the curve of the three units is at x."""
    w, b, v = three_triples(answer, THREE_UNITS, ONE_UNIT).T
    return float(v @ np.maximum(w * x + b, 0))


def _places(rng: np.random.Generator) -> Iterator[dict]:
    for x in 0.5, 1.0, 1.5, 2.0, 2.5, 4.0, 0.0, -1.0, -3.0:
        yield {"x": x}


EXERCISE = Exercise(
    name="curvefit.bump",
    words=WORDS["curvefit.bump"],
    reference=bump,
    probes=_places,
    ask=_drawn,
)


EXERCISE.mistake("the slope in place of its change", ((1, 0, 1), (1, -1, -1), (1, -2, 0)))

EXERCISE.mistake("it rises for ever", ((1, 0, 1), (1, -1, 0), (1, -2, 0)))

EXERCISE.mistake("it falls for ever", ((1, 0, 1), (1, -1, -2), (1, -2, 0)))

EXERCISE.mistake("the bends on the wrong side", ((1, 0, 1), (1, 1, -2), (1, 2, 1)))

EXERCISE.mistake("upside down", ((1, 0, -1), (1, -1, 2), (1, -2, -1)))
