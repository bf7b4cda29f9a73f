"""Lesson 6: choosing a model: training, validation and test samples.

The conventions of the whole course:

- training samples: descent sees them, and scaling is fitted on them
- validation samples: they choose (degree, hidden size, lam, when to stop), nothing more
- test samples: they judge the one model that was chosen, once
- a curve of the loss never includes a penalty: it says how far the answers are off
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from nnlab.descent import LOSS, Loss, Step, answer_of
from nnlab.rules import checked, columns_of, function, generator, iterable, row, squarable, whole


class Split(NamedTuple):
    """Which samples are for what, by their numbers 0 ... n - 1, each in one place only."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


@checked(n=whole(1, 10**9), validation=whole(0), test=whole(0), rng=generator)
def split(n: int, *, validation: int, test: int = 0, rng: np.random.Generator) -> Split:
    """Deal n samples out at random: some for validation, some for the test, the rest to train.

    Raises ValueError if nothing is left to learn from.
    """
    if validation + test >= n:
        came = f"{validation} + {test} of {n}"
        raise ValueError(f"validation, test: expected fewer than n together, got {came}")
    order = rng.permutation(n)
    parts = np.split(order, [n - validation - test, n - test])
    return Split(*(np.sort(part) for part in parts))


class Stopped(NamedTuple):
    """What early stopping brought: the best step, and the curves it was chosen by."""

    best: Step  # the lowest validation loss, the earliest if there are several
    last: Step  # where it stopped looking
    k: np.ndarray  # (m,) the steps seen
    train: np.ndarray  # (m,) the loss of each
    validation: np.ndarray  # (m,) and its validation loss


@checked(steps=iterable(Step, "the steps of a descent"), validation=LOSS, patience=whole(1))
def stop_early(steps: Iterable[Step], validation: Loss, *, patience: int) -> Stopped:
    """Look at steps until `patience` of them in a row bring no new lowest validation loss.

    validation is the loss on the validation samples, without penalty. The model to keep
    is `best`, not `last`: patience steps were spent on seeing that it grew worse.
    Raises ValueError for invalid arguments, and if there is no step.
    Source: Prechelt, Early stopping, but when?, Neural Networks: Tricks of the Trade (1998).
    """
    best, seen, lowest, since = None, [], np.inf, 0
    for step in steps:
        with np.errstate(over="ignore", invalid="ignore"):  # infinity is a loss, too
            value = np.nan if step.diverged else answer_of(validation, step.theta, "validation")[0]
        seen.append((step.k, step.value, value))
        if best is None or value < lowest:
            best, lowest, since = step, min(lowest, value), 0  # which passes over a nan
        else:
            since += 1
        if since >= patience:
            break
    if best is None:
        raise ValueError("steps: expected at least one step, got none")
    k, train, values = (np.array(column) for column in zip(*seen))
    return Stopped(best, step, k, train, values)


@checked(
    learn=function("(x, y) -> function"),
    draw=function("rng -> (x, y)"),
    x=row,
    times=whole(2),
    rng=generator,
)
def resample(learn: Callable, draw: Callable, x, times: int, *, rng: np.random.Generator) -> np.ndarray:
    """Learn several times, each time from a new sample, and return the answers (times, q).

    draw(rng) gives a new sample, learn(*sample) a function x -> answers; x (q,) is where
    they are asked.
    """
    return np.array([learn(*draw(rng))(x) for _ in range(times)])


class BiasVariance(NamedTuple):
    """How far answers are off at each point (q,), and why: error = bias2 + variance."""

    error: np.ndarray  # the mean of (answer - truth)^2
    bias2: np.ndarray  # (mean answer - truth)^2: wrong in the same way every time
    variance: np.ndarray  # the mean of (answer - mean answer)^2: another way each time


@checked(answers=squarable, truth=columns_of("answers"))
def bias_variance(answers, truth) -> BiasVariance:
    """Take apart the squared error of answers (times, q), each row by another sample.

    truth (q,) is what they should say, without noise. Asked about a new noisy sample,
    the expected squared error is larger by the variance of the noise, which no model can
    learn. The means are over the rows, divided by times; bias2 of few answers is
    too large by the variance / times, since their mean still moves.
    Source: Geman, Bienenstock, Doursat, Neural Computation 4 (1992) 1.
    """
    mean = answers.mean(axis=0)
    error = ((answers - truth) ** 2).mean(axis=0)
    return BiasVariance(error, (mean - truth) ** 2, answers.var(axis=0))
