"""Lesson 6: choosing a model: what is learned from, what is chosen by, what is judged by.

The conventions of the whole course:

- training samples: descent sees them, and scaling is fitted on them
- validation samples: they choose (degree, hidden size, lam, when to stop), nothing more
- test samples: they judge the one model that was chosen, once
- a curve of the loss never includes a penalty: it says how far the answers are off
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from nnlab import checks
from nnlab.descent import Loss, Step


class Split(NamedTuple):
    """Which samples are for what, by their numbers 0 ... n - 1, each in one place only."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def split(n: int, *, validation: int, test: int = 0, rng: np.random.Generator) -> Split:
    """Deal n samples out at random: so many for validation, for the test, the rest to train.

    Raises ValueError if nothing is left to learn from.
    """
    n, rng = checks.count(n, 1, "n"), checks.generator(rng)
    validation = checks.count(validation, 0, "validation")
    test = checks.count(test, 0, "test")
    if validation + test >= n:
        came = f"{validation} + {test} of {n}"
        raise ValueError(f"validation, test: expected fewer than n together, got {came}")
    order = rng.permutation(n)
    parts = np.split(order, [n - validation - test, n - test])
    return Split(*(np.sort(part) for part in parts))


def chebyshev(x, degree: int, domain: tuple[float, float]) -> np.ndarray:
    """Return the features T_1(u), ..., T_degree(u) of x (n,), as X (n, degree).

    u runs from -1 to 1 where x runs through domain; T_k(cos t) = cos(k t). A weighted sum
    of them and a bias is a polynomial of that degree. None is larger than 1 inside
    the domain, and none is nearly a copy of another, as x^8 is of x^10: so descent finds
    its way, and rounding does no harm. Outside the domain they grow like x^k.
    Choose the domain once, for all samples: it belongs to the model.
    """
    x = checks.numbers(x, "x")
    if x.ndim != 1 or not x.size:
        raise ValueError(f"x: expected a row of n numbers, got shape {x.shape}")
    degree = checks.count(degree, 1, "degree")
    domain = checks.numbers(domain, "domain")
    if domain.shape != (2,):
        raise ValueError(f"domain: expected (low, high), got shape {domain.shape}")
    low, high = domain
    if not low < high:
        raise ValueError(f"domain: expected low < high, got {low:g}, {high:g}")
    u = (2 * x - low - high) / (high - low)
    return np.polynomial.chebyshev.chebvander(u, degree)[:, 1:]


def ridge(X, y, lam: float) -> np.ndarray:
    """Return the theta (d + 1,) of the linear neuron that makes mse + l2(lam) least.

    X is (n, d), y (n,); theta holds the weights, the bias last, as that of
    Network((d, 1), "linear"). No descent: where the gradient is 0 stands a system of
    linear equations. The bias is not penalised: for any weights the best one makes the
    mean answer right, so it falls out of the equations if X and y are taken from
    their means. With lam = 0 it is least squares, and if many theta are equally good, the
    one with the shortest weights.
    Source: Hoerl, Kennard, Technometrics 12 (1970) 55.
    """
    X = checks.samples(X)
    n, d = X.shape
    y = checks.targets(y, n, 1)[:, 0]
    lam = checks.number_at_least(lam, 0, "lam")
    mean, middle = X.mean(axis=0), y.mean()
    # Half the gradient of mse + lam / 2 sum w^2: (X - mean)^T (...) / n + lam / 2 w = 0.
    # The same w makes ||A w - b||^2 least with sqrt(n lam / 2) w as d more samples that
    # should say 0; that way the squares of X are never formed, which would cost digits.
    A = np.vstack([X - mean, np.sqrt(n * lam / 2) * np.eye(d)])
    b = np.concatenate([y - middle, np.zeros(d)])
    w = np.linalg.lstsq(A, b)[0]
    return np.append(w, middle - mean @ w)


def curvature(X) -> float:
    """Return the largest curvature c of the mse of a linear neuron on X (n, d).

    Descent goes down at every step with lr below 2 / c. With momentum it arrives, not
    always downwards, with lr below 2 (1 + momentum) / c; beside a prox it surely does
    with lr below 2 (1 - momentum) / c.
    """
    X = checks.samples(X)
    ones = np.column_stack([X, np.ones(len(X))])
    return float(2 / len(X) * np.linalg.norm(ones, 2) ** 2)


class Stopped(NamedTuple):
    """What early stopping brought: the best step, and the curves it was chosen by."""

    best: Step  # the lowest validation loss, the earliest if there are several
    last: Step  # where it stopped looking
    k: np.ndarray  # (m,) the steps seen
    train: np.ndarray  # (m,) the loss of each
    validation: np.ndarray  # (m,) and its validation loss


def stop_early(steps: Iterable[Step], validation: Loss, *, patience: int) -> Stopped:
    """Look at steps until so many in a row bring no new lowest validation loss.

    validation is the loss on the validation samples, without penalty. The model to keep
    is `best`, not `last`: patience steps were spent on seeing that it grew worse.
    Raises ValueError for unfit arguments, and if there is no step.
    Source: Prechelt, Early stopping, but when?, Neural Networks: Tricks of the Trade (1998).
    """
    patience = checks.count(patience, 1, "patience")
    best, seen, lowest, since = None, [], np.inf, 0
    for step in steps:
        with np.errstate(over="ignore", invalid="ignore"):  # infinity is a loss, too
            value = np.nan if step.diverged else validation(step.theta)[0]
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


def resample(learn: Callable, draw: Callable, x, times: int, *, rng: np.random.Generator) -> np.ndarray:
    """Learn so many times, each time from a new sample, and return the answers (times, q).

    draw(rng) gives a new sample, learn(*sample) a function x -> answers; x (q,) is where
    they are asked.
    """
    times, rng = checks.count(times, 2, "times"), checks.generator(rng)
    return np.array([learn(*draw(rng))(x) for _ in range(times)])


class BiasVariance(NamedTuple):
    """How far answers are off at each point (q,), and why: error = bias2 + variance."""

    error: np.ndarray  # the mean of (answer - truth)^2
    bias2: np.ndarray  # (mean answer - truth)^2: wrong in the same way every time
    variance: np.ndarray  # the mean of (answer - mean answer)^2: another way each time


def bias_variance(answers, truth) -> BiasVariance:
    """Take apart the squared error of answers (times, q), each row by another sample.

    truth (q,) is what they should say, without noise. Asked about a new noisy sample,
    the expected squared error is larger by the variance of the noise, which no model can
    learn. The means are over the rows, divided by times; bias2 of so many answers is
    too large by the variance / times, since their mean still moves.
    Source: Geman, Bienenstock, Doursat, Neural Computation 4 (1992) 1.
    """
    answers = checks.samples(answers, "answers")
    truth = checks.parameters(truth, answers.shape[1], "truth")
    mean = answers.mean(axis=0)
    error = ((answers - truth) ** 2).mean(axis=0)
    return BiasVariance(error, (mean - truth) ** 2, answers.var(axis=0))
