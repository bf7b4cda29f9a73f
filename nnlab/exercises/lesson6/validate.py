"""Lesson 6: the whole of it: scale, fit, validate."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson6.words import WORDS


def validate(X, y, X_new, y_new, lam):
    """Return the mean squared error on X_new (m, d), y_new (m,) of a ridge fitted to X (n, d), y (n,)."""
    mean, spread = X.mean(axis=0), X.std(axis=0)
    Z, Z_new = (X - mean) / spread, (X_new - mean) / spread
    b = y.mean()  # the columns of Z have mean 0, so the best bias is the mean of y whatever w is
    w = np.linalg.solve(Z.T @ Z + lam * np.eye(len(mean)), Z.T @ (y - b))
    return np.mean((Z_new @ w + b - y_new) ** 2)


def _regressions(rng: np.random.Generator) -> Iterator[dict]:
    def probe(X, y, X_new, y_new, lam):
        X, y, X_new, y_new = (np.array(each, dtype=float) for each in (X, y, X_new, y_new))
        return {"X": X, "y": y, "X_new": X_new, "y_new": y_new, "lam": lam}

    yield probe([[-1], [1]], [0, 2], [[0], [2]], [1, 2], 2.0)
    yield probe([[1], [3]], [1, 5], [[2], [6]], [2, 6], 1.0)
    for n, d in (4, 2), (6, 3):
        X, X_new = rng.integers(-6, 7, (n, d)), rng.integers(-6, 7, (n - 1, d))
        X = X + np.arange(n)[:, None] ** 2  # no column is the same throughout
        yield probe(X, X.sum(axis=1) / 4 + 1, X_new, X_new.sum(axis=1) / 4, 1.5)


EXERCISE = Exercise(
    name="penalties.validate",
    words=WORDS["penalties.validate"],
    reference=validate,
    probes=_regressions,
    tolerance=CUSTOMARY,
)


def _scaled(X, by, ddof=0):
    """Return X scaled by the numbers of other samples."""
    return (X - by.mean(axis=0)) / by.std(axis=0, ddof=ddof)


def _ridge(Z, y, lam):
    """Return w and b for any Z, scaled or not; the bias is not penalised."""
    A = np.column_stack([Z, np.ones(len(Z))])
    free = np.diag([*[1.0] * Z.shape[1], 0.0])
    *w, b = np.linalg.solve(A.T @ A + lam * free, A.T @ y)
    return np.array(w), b


def _validated(Z, y, Z_new, y_new, lam):
    """Return the mean squared error of a ridge on samples that are scaled already, or never will be."""
    w, b = _ridge(Z, y, lam)
    return np.mean((Z_new @ w + b - y_new) ** 2)


@EXERCISE.mistake("scaling fitted on all data")
def _scaling_fitted_on_all_data(X, y, X_new, y_new, lam):
    everything = np.concatenate([X, X_new])
    return _validated(_scaled(X, everything), y, _scaled(X_new, everything), y_new, lam)


@EXERCISE.mistake("the new samples scaled by their own numbers")
def _the_new_samples_scaled_by_their_own_numbers(X, y, X_new, y_new, lam):
    return _validated(_scaled(X, X), y, _scaled(X_new, X_new), y_new, lam)


@EXERCISE.mistake("the penalty inside the validation error")
def _the_penalty_inside_the_validation_error(X, y, X_new, y_new, lam):
    w, _ = _ridge(_scaled(X, X), y, lam)
    return validate(X, y, X_new, y_new, lam) + lam / 2 * w @ w


@EXERCISE.mistake("the bias is penalised")
def _the_bias_is_penalised(X, y, X_new, y_new, lam):
    A = np.column_stack([_scaled(X, X), np.ones(len(X))])
    *w, b = np.linalg.solve(A.T @ A + lam * np.eye(A.shape[1]), A.T @ y)
    return np.mean((_scaled(X_new, X) @ np.array(w) + b - y_new) ** 2)


@EXERCISE.mistake("no bias")
def _no_bias(X, y, X_new, y_new, lam):
    Z = _scaled(X, X)
    w = np.linalg.solve(Z.T @ Z + lam * np.eye(Z.shape[1]), Z.T @ y)
    return np.mean((_scaled(X_new, X) @ w - y_new) ** 2)


@EXERCISE.mistake("the error on the training samples")
def _the_error_on_the_training_samples(X, y, X_new, y_new, lam):
    return validate(X, y, X, y, lam)


@EXERCISE.mistake("the penalty times n")
def _the_penalty_times_n(X, y, X_new, y_new, lam):
    return validate(X, y, X_new, y_new, lam * len(y))


@EXERCISE.mistake("the convention of the lesson's ridge")
def _the_convention_of_the_lessons_ridge(X, y, X_new, y_new, lam):
    return validate(X, y, X_new, y_new, lam * len(y) / 2)


@EXERCISE.mistake("the penalty twice as strong")
def _the_penalty_twice_as_strong(X, y, X_new, y_new, lam):
    return validate(X, y, X_new, y_new, 2 * lam)


@EXERCISE.mistake("the penalty half as strong")
def _the_penalty_half_as_strong(X, y, X_new, y_new, lam):
    return validate(X, y, X_new, y_new, lam / 2)


@EXERCISE.mistake("divided by n - 1")
def _divided_by_n_1(X, y, X_new, y_new, lam):
    return _validated(_scaled(X, X, ddof=1), y, _scaled(X_new, X, ddof=1), y_new, lam)


@EXERCISE.mistake("not scaled")
def _not_scaled(X, y, X_new, y_new, lam):
    return _validated(X, y, X_new, y_new, lam)


@EXERCISE.mistake("the root")
def _the_root(X, y, X_new, y_new, lam):
    return np.sqrt(validate(X, y, X_new, y_new, lam))


@EXERCISE.mistake("half the mean")
def _half_the_mean(X, y, X_new, y_new, lam):
    return validate(X, y, X_new, y_new, lam) / 2


@EXERCISE.mistake("the new samples not scaled")
def _the_new_samples_not_scaled(X, y, X_new, y_new, lam):
    return _validated(_scaled(X, X), y, X_new, y_new, lam)


@EXERCISE.mistake("no penalty")
def _no_penalty(X, y, X_new, y_new, lam):
    return validate(X, y, X_new, y_new, 0.0)


@EXERCISE.mistake("the sum in place of the mean")
def _the_sum_in_place_of_the_mean(X, y, X_new, y_new, lam):
    return validate(X, y, X_new, y_new, lam) * len(y_new)
