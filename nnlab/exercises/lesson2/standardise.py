"""Lesson 2: one footing for all features, and no numbers taken from new samples."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson2.words import WORDS


def standardise(X, X_new):
    """Return X_new (m, d) scaled by the means and standard deviations of X (n, d), column by column."""
    return (X_new - X.mean(axis=0)) / X.std(axis=0)


def _tables(rng: np.random.Generator) -> Iterator[dict]:
    def probe(X, X_new):
        return {"X": np.array(X, dtype=float), "X_new": np.array(X_new, dtype=float)}

    yield probe([[0], [2]], [[3], [5]])
    yield probe([[0, 10], [4, 30]], [[1, 20], [3, 50]])
    for n, m, d in (3, 2, 2), (5, 2, 2), (4, 3, 3):
        X, X_new = rng.integers(-9, 10, size=(n, d)) * 1.0, rng.integers(-9, 10, size=(m, d))
        X[:2] = [[-3.0] * d, [5.0] * d]  # so that no column is the same in every row
        yield probe(X, X_new)


EXERCISE = Exercise(
    name="boundary.standardise",
    words=WORDS["boundary.standardise"],
    reference=standardise,
    probes=_tables,
    tolerance=CUSTOMARY,
)


def _scaled(X, mean, spread):
    """Scale as NumPy would, but in silence: a single column has no spread along its rows."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return (X - mean) / spread


@EXERCISE.mistake("fitted on the new samples")
def _fitted_on_the_new_samples(X, X_new):
    return _scaled(X_new, X_new.mean(axis=0), X_new.std(axis=0))


@EXERCISE.mistake("fitted on all samples")
def _fitted_on_all_samples(X, X_new):
    return (X_new - np.vstack([X, X_new]).mean(axis=0)) / np.vstack([X, X_new]).std(axis=0)


@EXERCISE.mistake("not stretched")
def _not_stretched(X, X_new):
    return X_new - X.mean(axis=0)


@EXERCISE.mistake("not shifted")
def _not_shifted(X, X_new):
    return X_new / X.std(axis=0)


@EXERCISE.mistake("divided by the variance")
def _divided_by_the_variance(X, X_new):
    return (X_new - X.mean(axis=0)) / X.var(axis=0)


@EXERCISE.mistake("divided by n - 1")
def _divided_by_n_1(X, X_new):
    return (X_new - X.mean(axis=0)) / X.std(axis=0, ddof=1)


@EXERCISE.mistake("one mean and one spread for all columns")
def _one_mean_and_one_spread_for_all_columns(X, X_new):
    return (X_new - X.mean()) / X.std()


@EXERCISE.mistake("rows in place of columns")
def _rows_in_place_of_columns(X, X_new):
    return _scaled(X_new, *(f(X_new, axis=1, keepdims=True) for f in (np.mean, np.std)))
