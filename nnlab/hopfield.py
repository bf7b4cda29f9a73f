"""Lesson 7: the Hopfield network, a memory that falls back into what it stores."""

from collections.abc import Iterator

import numpy as np

from nnlab import checks
from nnlab.moved import renamed
from nnlab.recall import ORDERS, Step, recall, tolerance
from nnlab.rules import (
    among,
    between,
    checked,
    couplings,
    flag,
    generator,
    optional,
    relative,
    signs,
    signs_of,
)

__all__ = [
    "ORDERS",
    "RULES",
    "Step",
    "corrupt",
    "energy",
    "field_unit",
    "forget",
    "learn",
    "overlap",
    "recall",
    "recall_plainly",
    "store",
    "tolerance",
    "turn",
]

RULES = ("hebb", "pseudo-inverse", "storkey")
LARGEST_RATE = 1e9  # whole couplings stay exact


def _rate(lr, name):
    lr = checks.number_above(lr, 0, name)
    if lr > LARGEST_RATE:
        raise ValueError(f"{name}: expected at most {LARGEST_RATE:g}, got {lr:g}")
    return int(lr) if lr.is_integer() else lr  # so that whole couplings stay whole


@relative
def _rate_of_rule(lr, name, given):
    lr = _rate(lr, name)
    if given.get("rule") == "pseudo-inverse" and lr != 1:
        raise ValueError(f"{name}: expected 1, as this rule stores all at once, got {lr:g}")
    return lr


# ---- Storing -----------------------------------------------------------------------------------------


@checked(patterns=signs("P, N"), rule=among(RULES), diagonal=flag, lr=_rate_of_rule)
def store(patterns, rule="hebb", diagonal=False, *, lr: float = 1) -> np.ndarray:
    """Return couplings W (N, N) that remember the patterns (P, N) of -1 and +1.

    - "hebb": W_ij is the sum of x_i x_j over the patterns x. These are whole numbers,
      so that a field that ought to be 0 is 0.
      Source: J. J. Hopfield, PNAS 79 (1982) 2554 (there, too, without a factor 1/N).
    - "pseudo-inverse": W projects on the space that the patterns span.
      Source: L. Personnaz, I. Guyon, G. Dreyfus, J. Physique Lett. 46 (1985) L-359.
    - "storkey": one pattern after another, as in `learn`.

    W is symmetric; W_ii, by which a neuron hears itself, is 0 unless diagonal is True.
    lr is the learning rate of the rules that store one pattern after another.
    Raises ValueError for invalid arguments.
    """
    X = patterns.astype(float)  # floats multiply faster, and as exactly
    if rule == "hebb":
        W = (X.T @ X).astype(int)
        W = W if lr == 1 else lr * W
    elif rule == "storkey":
        W = _storkey(X, lr)
    else:
        W = np.linalg.pinv(X, rcond=1e-10) @ X
        # Rounding leaves W not quite symmetric, and dust where there ought to be 0.
        W = np.round((W + W.T) / 2, 12)
    if not diagonal:
        np.fill_diagonal(W, 0)
    return W


@checked(W=couplings, pattern=signs_of("N", "W"), rule=among(("hebb", "storkey")), diagonal=flag, lr=_rate)
def learn(W, pattern, rule="hebb", diagonal=False, *, lr: float = 1) -> np.ndarray:
    """Return W (N, N) after one more pattern x (N,), at learning rate lr.

    - "hebb": W_ij + lr x_i x_j
    - "storkey": W_ij + lr (x_i x_j - h_ij x_j - x_i h_ji) / N, where h_ij is what
      neuron i hears from all but itself and j: what W knows already is not added again.
      Source: A. Storkey, Increasing the capacity of a Hopfield network without
      sacrificing functionality, ICANN 1997, LNCS 1327, 451.

    Unless diagonal is True, every W_ii stays as it is. Raises ValueError for invalid arguments.
    """
    x = pattern
    if rule == "hebb":
        change = lr * np.outer(x, x)
    else:
        others = _without_diagonal(W)
        known = np.outer(others @ x, x) - others  # h_ij x_j: here x_j x_j is 1
        change = lr * (np.outer(x, x) - (known + known.T)) / len(W)
    return W + (change if diagonal else _without_diagonal(change))


def _storkey(X, lr):
    """Return what `learn` makes of all patterns X (P, N), diagonal included, as two products of matrices.

    With h the fields, u = x - h and r = lr / N, one pattern turns each W_ij off the diagonal into
    (1 + 2 r) W_ij + r (u_i u_j - h_i h_j). So W is U^T U - H^T H throughout, where the rows of U and H are
    the u and h so far, and need not be written out before the end.
    """
    (P, N), r = X.shape, lr / X.shape[1]
    U, H, diagonal = np.zeros((P, N)), np.zeros((P, N)), np.zeros(N)
    for k, x in enumerate(X):
        own = (U * U - H * H).sum(axis=0)  # the diagonal of U^T U - H^T H, which none may hear
        h = (U @ x) @ U - (H @ x) @ H - own * x
        diagonal += r * (1 - 2 * h * x)
        U *= np.sqrt(1 + 2 * r)
        H *= np.sqrt(1 + 2 * r)
        U[k], H[k] = np.sqrt(r) * (x - h), np.sqrt(r) * h
    W = U.T @ U - H.T @ H
    np.fill_diagonal(W, diagonal)
    return W


@checked(W=couplings, pattern=signs_of("N", "W"), lr=_rate)
def forget(W, pattern, *, lr: float = 1) -> np.ndarray:
    """Return W_ij - lr x_i x_j, (N, N), for one pattern x (N,). A zero diagonal stays.

    At lr = 1 this takes back exactly what Hebb's rule has added. The other rules weave
    the patterns into each other: there, store the rest again. At a small lr, to forget
    where the network falls from anywhere makes it remember better.
    Source: J. Hopfield, D. Feinstein, R. Palmer, Nature 304 (1983) 158.
    Raises ValueError for invalid arguments.
    """
    less = W - lr * np.outer(pattern, pattern)
    return less if np.diag(W).any() else _without_diagonal(less)


def _without_diagonal(W):
    W = W.copy()
    np.fill_diagonal(W, 0)
    return W


# ---- Recall: one neuron, and all of them in turn -----------------------------------------------------


@relative
def _neuron(i, name, given):
    i, N = checks.count(i, 0, name), len(given["W"])
    if i >= N:
        raise ValueError(f"{name}: expected a neuron from 0 to {N - 1}, got {checks.shown(i)}")
    return i


@checked(W=couplings, s=signs_of("N", "W"), i=_neuron)
def turn(W, s, i: int) -> np.ndarray:
    """Return the state s (N,) after neuron i has taken the sign of its field; at 0 nothing changes.

    Raises ValueError for invalid arguments.
    """
    h = W[i] @ s
    after = s.copy()
    if abs(h) > tolerance(W):
        after[i] = np.sign(h)
    return after


@checked(W=couplings, s=signs_of("N", "W"), rng=optional(generator))
def recall_plainly(W, s, *, rng: np.random.Generator | None = None) -> Iterator[np.ndarray]:
    """Yield s (N,), then the state each time a neuron turns over, until a whole sweep is quiet.

    The neurons are asked in the order 0, 1, 2, ..., or with an rng in a new order for each sweep.
    `recall` does the same much faster, and can go on from any step, also with temperature.
    Raises ValueError for invalid arguments.
    """
    yield s
    quiet = False
    while not quiet:
        quiet = True
        for i in range(len(s)) if rng is None else rng.permutation(len(s)):
            before, s = s, turn(W, s, i)
            if s[i] != before[i]:
                quiet = False
                yield s


# ---- Measuring, and damage ---------------------------------------------------------------------------


@checked(W=couplings, s=signs_of("N or m, N", "W"))
def energy(W, s) -> float | np.ndarray:
    """Return E = -1/2 sum_ij W_ij s_i s_j of a state s (N,), or of each of (m, N).

    Raises ValueError for invalid arguments.
    """
    s = s.astype(float)
    E = -0.5 * np.vecdot(s @ W, s)
    return E if s.ndim == 2 else float(E)


@checked(patterns=signs("P, N"), s=signs_of("N or m, N", "patterns"))
def overlap(patterns, s) -> np.ndarray:
    """Return how alike s (N,) is to each pattern (P, N): (P,), from -1 (negative) to 1.

    0 is as alike as chance makes it. For m states (m, N) the answer is (m, P).
    Raises ValueError for invalid arguments.
    """
    return s.astype(float) @ patterns.T / patterns.shape[1]


@checked(s=signs("N or m, N"), share=between(0, 1), rng=generator)
def corrupt(s, share: float, *, rng: np.random.Generator) -> np.ndarray:
    """Return a copy of s, (N,) or (m, N), round(share N) neurons of each turned over.

    Raises ValueError for invalid arguments.
    """
    S = s.copy()
    for row in S.reshape(-1, S.shape[-1]):
        row[rng.permutation(len(row))[: round(share * len(row))]] *= -1
    return S


@checked(W=couplings, rule=among(RULES))
def field_unit(W, rule="hebb") -> int:
    """Return the unit of fields and temperatures: N with Hebb's rule, else 1.

    So a pattern, stored at lr = 1, gives each of its neurons a field of about 1 unit.
    W does not tell by which rule, nor at which rate, it was stored: you say the rule.
    Raises ValueError for invalid arguments.
    """
    return len(W) if rule == "hebb" else 1


__getattr__ = renamed(__name__, damage="corrupt", unit="field_unit", _one_by_one="recall_plainly")
