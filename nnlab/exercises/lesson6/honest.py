"""Lesson 6: which error may be published."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson6.words import WORDS


def honest(validation, test):
    """Return the setting to choose and the error to publish, from two lists of errors, one per setting."""
    chosen = int(np.argmin(validation))
    return chosen, test[chosen]


def _tables(rng: np.random.Generator) -> Iterator[dict]:
    for validation, test in (
        ([0.2, 0.3], [0.4, 0.25]),
        ([0.3, 0.1, 0.2], [0.2, 0.35, 0.3]),
        ([0.5, 0.3, 0.4], [0.1, 0.25, 0.6]),  # a test may well turn out lower
        ([0.5, 0.4, 0.45, 0.6], [0.3, 0.48, 0.2, 0.7]),
    ):
        yield {"validation": np.array(validation), "test": np.array(test)}


EXERCISE = Exercise(
    name="penalties.honest",
    words=WORDS["penalties.honest"],
    reference=honest,
    probes=_tables,
    tolerance=CUSTOMARY,
)


@EXERCISE.mistake("chosen on the test samples")
def _chosen_on_the_test_samples(validation, test):
    return np.argmin(test), np.min(test)


@EXERCISE.mistake("the validation error published")
def _the_validation_error_published(validation, test):
    return np.argmin(validation), np.min(validation)


@EXERCISE.mistake("the lowest test error published")
def _the_lowest_test_error_published(validation, test):
    return np.argmin(validation), np.min(test)


@EXERCISE.mistake("the mean of all settings published")
def _the_mean_of_all_settings_published(validation, test):
    return np.argmin(validation), np.mean(test)


@EXERCISE.mistake("both errors had a say in the choice")
def _both_errors_had_a_say_in_the_choice(validation, test):
    chosen = np.argmin(validation + test)
    return chosen, test[chosen]


@EXERCISE.mistake("chosen on the test samples, the validation error published")
def _chosen_on_the_test_samples_the_validation_error_published(validation, test):
    chosen = np.argmin(test)
    return chosen, validation[chosen]


@EXERCISE.mistake("the larger of the two errors published")
def _the_larger_of_the_two_errors_published(validation, test):
    chosen = np.argmin(validation)
    return chosen, max(validation[chosen], test[chosen])


@EXERCISE.mistake("the mean of both errors published")
def _the_mean_of_both_errors_published(validation, test):
    chosen = np.argmin(validation)
    return chosen, (validation[chosen] + test[chosen]) / 2


@EXERCISE.mistake("counted from one")
def _counted_from_one(validation, test):
    chosen = np.argmin(validation)
    return chosen + 1, test[chosen]


@EXERCISE.mistake("the two in the other order")
def _the_two_in_the_other_order(validation, test):
    chosen = np.argmin(validation)
    return test[chosen], chosen


@EXERCISE.mistake("the worst chosen")
def _the_worst_chosen(validation, test):
    chosen = np.argmax(validation)
    return chosen, test[chosen]
