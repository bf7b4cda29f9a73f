"""What several exercises of lesson 4 share: the networks they are tried on."""

from collections.abc import Iterator

import numpy as np


def halves(*shape: int, rng: np.random.Generator) -> np.ndarray:
    """Return numbers from -2 to 2 in steps of a half, none of them 0."""
    return rng.integers(1, 5, shape) / 2 * rng.choice([-1, 1], shape)


def networks(*, rng: np.random.Generator) -> Iterator[dict]:
    """Yield networks d-h-k, each with n samples, from small to large."""
    for n, d, h, k in (1, 1, 1, 1), (1, 2, 2, 1), (4, 2, 2, 1), (3, 2, 3, 2), (4, 3, 4, 1):
        W1, b1 = halves(d, h, rng=rng), halves(h, rng=rng)
        W2, b2 = halves(h, k, rng=rng), halves(k, rng=rng)
        yield {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "X": halves(n, d, rng=rng)}
