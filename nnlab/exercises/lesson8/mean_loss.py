"""Lesson 8: the loss of an epoch whose last batch is smaller."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson8.words import WORDS


def mean_loss(losses, sizes):
    """Return the mean loss over all samples, from the mean loss and the size of each batch, both (m,)."""
    return np.sum(losses * sizes) / np.sum(sizes)  # a batch counts as often as it has samples


def _epochs(rng: np.random.Generator) -> Iterator[dict]:
    def probe(losses, sizes):
        return {"losses": np.array(losses, dtype=float), "sizes": np.array(sizes)}

    yield probe([0.5], [3])
    yield probe([0.5, 2], [2, 1])
    yield probe([0.25, 1], [2, 2])  # here the mean of the means is right
    yield probe([0.2, 0.2, 1.1], [4, 4, 1])
    for m in 3, 4, 6:
        size = int(rng.integers(3, 9))
        last = int(rng.integers(1, size))
        yield probe(np.append(rng.integers(1, 9, m - 1), rng.integers(10, 20)) / 4, [size] * (m - 1) + [last])


EXERCISE = Exercise(
    name="batches.mean_loss",
    words=WORDS["batches.mean_loss"],
    reference=mean_loss,
    probes=_epochs,
    tolerance=CUSTOMARY,
)


@EXERCISE.mistake("the mean of the batch means")
def _the_mean_of_the_batch_means(losses, sizes):
    return np.mean(losses)


@EXERCISE.mistake("the smaller batch left out")
def _the_smaller_batch_left_out(losses, sizes):
    return np.mean(losses[sizes == sizes.max()])


@EXERCISE.mistake("the smaller batch's samples left out of the count")
def _the_smaller_batchs_samples_left_out_of_the_count(losses, sizes):
    return np.sum(losses * sizes) / np.sum(sizes[sizes == sizes.max()])


@EXERCISE.mistake("every batch counted as a full one")
def _every_batch_counted_as_a_full_one(losses, sizes):
    return np.sum(losses * sizes) / (len(sizes) * sizes.max())


@EXERCISE.mistake("the sum in place of the mean")
def _the_sum_in_place_of_the_mean(losses, sizes):
    return np.sum(losses * sizes)


@EXERCISE.mistake("divided by the number of batches")
def _divided_by_the_number_of_batches(losses, sizes):
    return np.mean(losses * sizes)


@EXERCISE.mistake("the means taken for sums")
def _the_means_taken_for_sums(losses, sizes):
    return np.sum(losses) / np.sum(sizes)


@EXERCISE.mistake("the means added up")
def _the_means_added_up(losses, sizes):
    return np.sum(losses)


@EXERCISE.mistake("the last batch alone")
def _the_last_batch_alone(losses, sizes):
    return losses[-1]


@EXERCISE.mistake("halved with every batch")
def _halved_with_every_batch(losses, sizes):
    running = losses[0]
    for loss in losses[1:]:
        running = (running + loss) / 2
    return running
