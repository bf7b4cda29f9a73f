"""Lesson 7: where a Hopfield network ends: many states at once, and all there are."""

from dataclasses import dataclass
from itertools import combinations, product
from typing import NamedTuple

import numpy as np

from nnlab import checks
from nnlab.recall import Chance, obey, temperature, tolerance
from nnlab.rules import among, checked, couplings, generator, optional, relative, signs_of, whole

BLOCK = 64  # neurons asked together: enough for fast products, few enough to guess
MOST_NEURONS = 16  # a census looks at all 2^N states
MOST_LISTED = 20  # neurons whose states can be listed: it takes 168 MB
MOST_PATTERNS = 16  # and, for their names, at all mixtures of five: nearly P^5 / 4


class Settled(NamedTuple):
    """Where m states went."""

    S: np.ndarray  # (m, N) the last states
    sweeps: np.ndarray  # (m,) how many sweeps each took, the quiet one included
    settled: np.ndarray  # (m,) whether it has settled; at T > 0 nothing ever has


@checked(
    W=couplings,
    S=signs_of("m, N", "W"),
    order=among(("random", "fixed")),
    T=temperature,
    rng=optional(generator),
    at_most=whole(1),
)
def settle(W, S, *, order="random", T: float = 0.0, rng=None, at_most: int = 1000) -> Settled:
    """Let m states S (m, N) go, in one order for all, to where `recall` brings them.

    At T = 0, with the same order and an equal rng, each state ends exactly where it
    ends in `recall`. At T > 0 each state has noise of its own, and they go on for
    at_most sweeps. `order` is "random" or "fixed". Raises ValueError for invalid arguments.
    """
    chance = Chance.first(len(W), order, T, rng=rng)
    zero = tolerance(W)
    # float32 is twice as fast, and exact for whole numbers up to 2^24.
    exact = W.dtype.kind in "iu" and len(W) * max(W.max(), -W.min()) < 2**24
    W = W.astype(np.float32 if exact else float)
    states = S.T.astype(W.dtype, order="C")  # (N, m): one row for each neuron
    sweeps, moving = np.zeros(len(S), int), np.arange(len(S))
    for _ in range(at_most):
        chance = chance.next(order)
        now = states[:, moving]
        noise = T / 2 * rng.logistic(size=now.shape) if T > 0 else None
        _sweep(W, now, chance.order, noise, zero)
        moved = (now != states[:, moving]).any(axis=0)
        states[:, moving] = now
        sweeps[moving] += 1
        moving = moving[moved] if T == 0 else moving
        if len(moving) == 0:
            break
    settled = np.ones(len(S), bool)
    settled[moving] = False
    return Settled(states.T.astype(int), sweeps, settled)


def _sweep(W, now, order, noise, zero):
    """Let every neuron take its turn, in the given order, in all states now (N, m).

    A block of neurons at a time. What a neuron of the block hears is what it heard as
    the block began, and the turns of those before it in the block. These we guess. Each
    guess is right for at least one neuron more than the last, and one that repeats
    itself is right for all. (It takes 2 or 3: the few in a block hardly matter.)
    """
    for at in range(0, len(order), BLOCK):
        block = order[at : at + BLOCK]
        old, heard = now[block], W[block] @ now
        if noise is not None:
            heard += noise[block]
        new, guess = obey(old, heard, zero), old
        if not np.array_equal(new, old):
            earlier = np.tril(W[np.ix_(block, block)], -1)
            while not np.array_equal(new, guess):
                guess = new
                new = obey(old, heard + earlier @ (guess - old), zero)
            now[block] = new


@dataclass(frozen=True, eq=False)
class Attractor:
    """A state that every neuron keeps, and what it is."""

    s: np.ndarray  # (N,) the state, -1 and +1
    kind: str  # "stored", "negated", "mixture" or "other"
    signs: np.ndarray  # (P,) made of: s = sign(signs @ patterns); "other": all 0
    energy: float
    basin: float  # how many of the 2^N states end here, or are expected to


@relative
def _few_patterns(patterns, name, given):
    X = checks.signs(patterns, name, "P, N", len(given["W"]))
    if len(X) > MOST_PATTERNS:
        hint = "since it looks at all mixtures of five"
        raise ValueError(f"{name}: expected at most {MOST_PATTERNS}, {hint}, got {len(X)}")
    return X


def _small(W, name):
    W = checks.couplings(W, name)
    if len(W) > MOST_NEURONS:
        hint = "since it looks at all 2^N states"
        raise ValueError(f"{name}: expected at most {MOST_NEURONS} neurons, {hint}, got {len(W)}")
    if np.diag(W).min() < 0:
        raise ValueError(f"{name}: expected no negative W_ii, got {np.diag(W).min():g}")
    return W


@checked(W=_small, patterns=_few_patterns, order=among(("random", "fixed")))
def census(W, patterns, order="random") -> list[Attractor]:
    """Return all attractors of a small network W (N, N), N <= 16, the deepest first.

    The patterns (P, N), P <= 16, give them their names: "stored", "negated" (minus a
    stored one), "mixture" (the sign of a sum of three or five patterns, each as it is or
    negated) or "other". The basins sum to 2^N. With order "random" one neuron after the
    other is picked, all equally likely at every pick. (That is a little different from the
    shuffled sweeps of `recall`.) Where a state ends is then a matter of chance, and
    basin is an expectation: every state sends each of its ways on an equal share of
    what it has, until all lies on attractors (an absorbing Markov chain). With order
    "fixed", sweeps 0, 1, 2, ..., each state has one end, and basins are whole numbers.
    Raises ValueError for invalid arguments; a negative W_ii is one: no end is sure.
    Source for mixtures: D. Amit, H. Gutfreund, H. Sompolinsky, Physical Review A 32
    (1985) 1007.
    """
    N, X = len(W), patterns
    states = every_state(N)
    turns = states * (states @ W) < -tolerance(W)  # (2^N, N): who would turn over
    basins = _shares(turns) if order == "random" else _ends(turns)
    ends = np.flatnonzero(~turns.any(axis=1))
    names = _names(X, {states[number].tobytes() for number in ends})
    found = []
    for number in ends:
        s = states[number]
        kind, signs = names.get(s.tobytes(), ("other", np.zeros(len(X), int)))
        E = -0.5 * float(s @ W @ s)
        found.append(Attractor(s, kind, signs, E, float(basins[number])))
    return sorted(found, key=lambda attractor: attractor.energy)


def _few(N, name):
    if checks.count(N, 1, name) > MOST_LISTED:
        got = f"since 2^N states are listed, got {checks.shown(N)}"
        raise ValueError(f"{name}: expected at most {MOST_LISTED}, {got}")
    return int(N)


@checked(N=_few)
def every_state(N: int) -> np.ndarray:
    """Return all 2^N states, (2^N, N): s_i is +1 if bit i of the row's number is 1.

    Raises ValueError unless N is a whole number from 1 to 20.
    """
    numbers = np.arange(2**N)
    return np.where(numbers[:, None] >> np.arange(N) & 1, 1, -1)


def _shares(turns):
    """Put 1 on every state and pass it on, in equal shares, until all lies still."""
    number, ways = np.arange(len(turns)), turns.sum(axis=1)
    still = np.zeros(len(turns))
    moving = np.ones(len(turns))
    while moving.any():
        still += np.where(ways == 0, moving, 0)
        share = np.where(ways == 0, 0, moving / np.maximum(ways, 1))
        moving = np.zeros(len(turns))
        for i, turn in enumerate(turns.T):
            moving[number ^ 1 << i] += share * turn  # turning neuron i over flips bit i
    return still


def _ends(turns):
    """Send every state through sweeps 0, 1, 2, ...; return how many end where."""
    at = np.arange(len(turns))
    while turns[at].any():
        for i, turn in enumerate(turns.T):
            at = np.where(turn[at], at ^ 1 << i, at)
    return np.bincount(at, minlength=len(turns))


def _names(X, wanted):
    """Return {state: (kind, signs)} for those wanted; the simplest name is kept."""
    names = {}
    kinds = {1: "stored", -1: "negated", None: "mixture"}
    for size, sign in ((1, 1), (1, -1), (3, None), (5, None)):
        for members in combinations(range(len(X)), size):
            for given in product((1, -1), repeat=size) if sign is None else [(sign,)]:
                signs = np.zeros(len(X), int)
                signs[list(members)] = given
                s = np.sign(signs @ X).tobytes()  # odd sums are never 0
                if s in wanted and s not in names:
                    names[s] = kinds[sign], signs
    return names
