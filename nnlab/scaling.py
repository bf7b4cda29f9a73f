"""Lesson 2: scaling, which puts all features on one footing before anything is learned."""

from dataclasses import dataclass

import numpy as np

from nnlab.resume import read_only
from nnlab.rules import checked, samples


@dataclass(frozen=True, eq=False)
class Scaler:
    """A shift and a stretch for each feature, so that the samples it was fitted on have mean 0 and spread 1.

    mean (d,) and scale (d,) are those of the samples given to `fit`, and stay so whatever is transformed
    later. Fit on the training samples, and on no others: held-out samples must not have a say.
    """

    mean: np.ndarray
    scale: np.ndarray

    @classmethod
    @checked(X=samples)
    def fit(cls, X) -> "Scaler":
        """Return the scaler for X (n, d): the mean and the standard deviation of each column.

        The standard deviation is that of the samples as they stand (divided by n, not n - 1).
        Raises ValueError for a column that is the same in every sample: nothing can be learned from it.
        """
        same = np.flatnonzero(X.max(axis=0) == X.min(axis=0))
        if len(same):
            j = int(same[0])
            raise ValueError(
                f"X: expected columns that differ between samples, got {X[0, j]:g} "
                f"in every row of column {j}; leave that column out"
            )
        with np.errstate(over="ignore", invalid="ignore"):
            mean, scale = X.mean(axis=0), X.std(axis=0)
        beyond = np.flatnonzero(~(np.isfinite(scale) & (scale > 0)))
        if len(beyond):  # a square may be too small or too large for a number
            j = int(beyond[0])
            raise ValueError(
                f"X: expected columns whose spread can be squared, got {X[:, j].min():g} to "
                f"{X[:, j].max():g} in column {j}; write it in another unit"
            )
        return cls(read_only(mean), read_only(scale))

    def transform(self, X) -> np.ndarray:
        """Return (X - mean) / scale, (n, d), for any samples X (n, d). Raises ValueError for another d."""
        return (self._columns(X) - self.mean) / self.scale

    def inverse(self, X) -> np.ndarray:
        """Return X scale + mean, (n, d): what `transform` made X (n, d) from."""
        return self._columns(X) * self.scale + self.mean

    @checked(X=samples)
    def _columns(self, X) -> np.ndarray:
        d = len(self.mean)
        if X.shape[1] != d:
            raise ValueError(f"X: expected {d} columns, as in the samples fitted on, got {X.shape[1]}")
        return X
