"""Lesson 6: early stopping keeps the best."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson6.words import WORDS


def early_stop(validation, patience):
    """Return the number of the step to keep: the best there was when patience steps had brought no better."""
    best = 0
    for k in range(len(validation)):
        if validation[k] < validation[best]:
            best = k
        if k - best >= patience:
            break
    return best


def _runs(rng: np.random.Generator) -> Iterator[dict]:
    for validation, patience in (
        ([0.5], 3),
        ([0.5, 0.4], 1),
        ([0.5, 0.4, 0.6], 1),
        ([0.5, 0.5, 0.4], 1),
        ([0.5, 0.4, 0.4, 0.6], 2),
        ([0.5, 0.6, 0.3, 0.2], 1),
        ([0.5, 0.6, 0.3, 0.4, 0.5], 2),
        ([0.5, 0.3, 0.6, 0.4, 0.5, 0.1], 2),
        ([0.5, 0.4, 0.6, 0.3, 0.7, 0.8, 0.1], 1),
        ([0.5, 0.6, 0.4, 0.5, 0.3, 0.6, 0.7, 0.1], 2),
        ([0.9, 0.7, 0.8, 0.75, 0.6, 0.65, 0.5, 0.6, 0.7, 0.8, 0.4], 3),
    ):
        yield {"validation": np.array(validation), "patience": patience}


EXERCISE = Exercise(
    name="penalties.early_stop",
    words=WORDS["penalties.early_stop"],
    reference=early_stop,
    probes=_runs,
)


def _stopped(validation, patience, better=np.less, slack=0):
    """Return the best step and the one at which it stops."""
    best = k = 0
    for k in range(len(validation)):
        if better(validation[k], validation[best]):
            best = k
        if k - best >= patience + slack:
            break
    return best, k


@EXERCISE.mistake("the last in place of the best")
def _the_last_in_place_of_the_best(validation, patience):
    return _stopped(validation, patience)[1]


@EXERCISE.mistake("it looks beyond the stop")
def _it_looks_beyond_the_stop(validation, patience):
    return int(np.argmin(validation))


@EXERCISE.mistake("no patience")
def _no_patience(validation, patience):
    return _stopped(validation, 1)[0]


@EXERCISE.mistake("too patient by one")
def _too_patient_by_one(validation, patience):
    return _stopped(validation, patience, slack=1)[0]


@EXERCISE.mistake("not in a row")
def _all_told(validation, patience):
    best, without = 0, 0
    for k in range(1, len(validation)):
        if validation[k] < validation[best]:
            best = k
        else:
            without += 1
        if without >= patience:
            break
    return best


@EXERCISE.mistake("compared with the step before")
def _against_the_step_before(validation, patience):
    without = k = 0
    for k in range(1, len(validation)):
        without = without + 1 if validation[k] >= validation[k - 1] else 0
        if without >= patience:
            break
    return int(np.argmin(validation[: k + 1]))


@EXERCISE.mistake("a draw counts as better")
def _a_draw_counts_as_better(validation, patience):
    return _stopped(validation, patience, np.less_equal)[0]


@EXERCISE.mistake("a draw costs no patience")
def _draws_free(validation, patience):
    best, worse = 0, 0
    for k in range(1, len(validation)):
        if validation[k] < validation[best]:
            best, worse = k, 0
        elif validation[k] > validation[best]:
            worse += 1
        if worse >= patience:
            break
    return best


@EXERCISE.mistake("the loss in place of the step")
def _the_loss_in_place_of_the_step(validation, patience):
    return validation[early_stop(validation, patience)]
