"""Lesson 7: the modern Hopfield network, and why it is attention."""

import numpy as np

from nnlab import checks
from nnlab.rules import at_least, checked, relative, samples


@relative
def _states(xi, name, given):
    xi, d = checks.numbers(xi, name), given["patterns"].shape[1]
    if xi.ndim not in (1, 2) or xi.shape[-1] != d or xi.size == 0:
        raise ValueError(f"{name}: expected shape ({d},) or (m, {d}), got {xi.shape}")
    return xi


def _finite(z, beta):
    if not np.isfinite(z).all():
        hint = "take a smaller beta, xi or patterns"
        raise ValueError(f"beta: expected finite beta X xi, got {beta:g}; {hint}")
    return z


@checked(patterns=samples, xi=_states, beta=at_least(0))
@np.errstate(over="ignore", invalid="ignore")
def attention(patterns, xi, beta: float = 1.0) -> np.ndarray:
    """Return softmax(beta X xi), (P,): how much of each pattern, row of X (P, d), to take.

    The state xi is (d,), or (m, d) for an answer (m, P). All numbers may be real.
    Raises ValueError for invalid arguments, and if beta X xi is too large for a float.
    """
    z = _finite(beta * (xi @ patterns.T), beta)
    a = np.exp(z - z.max(axis=-1, keepdims=True))  # at most exp(0): no overflow
    return a / a.sum(axis=-1, keepdims=True)


@checked(patterns=samples)
def attend(patterns, xi, beta: float = 1.0) -> np.ndarray:
    """Return X^T softmax(beta X xi), (d,) or (m, d): the modern network's next state.

    The new state is a mean of the patterns (rows of X), weighted by `attention`.
    Raises ValueError as `attention` does.
    Source: H. Ramsauer et al., Hopfield Networks is All You Need, ICLR 2021.
    """
    return attention(patterns, xi, beta) @ patterns
