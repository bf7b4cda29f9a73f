"""Lesson 7: the modern Hopfield network, and why it is attention."""

import numpy as np

from nnlab import checks


def attention(patterns, xi, beta: float = 1.0) -> np.ndarray:
    """Return softmax(beta X xi), (P,): how much of each pattern, row of X (P, d), to take.

    The state xi is (d,), or (m, d) for an answer (m, P). All numbers may be real.
    Raises ValueError for unfit arguments, and if beta X xi is too large for a float.
    """
    X, Q = checks.samples(patterns, "patterns"), np.atleast_2d(xi)
    Q = checks.samples(Q, "xi")
    if np.ndim(xi) > 2 or Q.shape[1] != X.shape[1]:
        expected = f"({X.shape[1]},) or (m, {X.shape[1]})"
        raise ValueError(f"xi: expected shape {expected}, got {np.shape(xi)}")
    with np.errstate(over="ignore", invalid="ignore"):
        z = checks.number_at_least(beta, 0, "beta") * (Q @ X.T)
        if not np.isfinite(z).all():
            hint = "take a smaller beta, xi or patterns"
            raise ValueError(f"beta: expected finite beta X xi, got {beta:g}; {hint}")
        a = np.exp(z - z.max(axis=1, keepdims=True))  # at most exp(0): no overflow
    return (a / a.sum(axis=1, keepdims=True)).reshape(*np.shape(xi)[:-1], len(X))


def attend(patterns, xi, beta: float = 1.0) -> np.ndarray:
    """Return X^T softmax(beta X xi), (d,) or (m, d): the modern network's next state.

    The new state is a mean of the patterns (rows of X), weighted by `attention`.
    Source: H. Ramsauer et al., Hopfield Networks is All You Need, ICLR 2021.
    """
    return attention(patterns, xi, beta) @ checks.samples(patterns, "patterns")
