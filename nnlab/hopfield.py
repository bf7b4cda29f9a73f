"""Lesson 7: the Hopfield network, a memory that falls back into what it stores."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from nnlab import checks
from nnlab.moved import renamed

RULES = ("hebb", "pseudo-inverse", "storkey")
ORDERS = ("random", "fixed", "synchronous")


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
    Raises ValueError for unfit arguments.
    """
    X = checks.signs(patterns, "patterns", "P, N")
    rule = checks.one_of(rule, RULES, "rule")
    if rule == "hebb":
        X = X.astype(float)  # floats multiply faster, and as exactly
        W = (X.T @ X).astype(int)
        W = W if lr == 1 else _rate(lr) * W
    elif rule == "storkey":
        W = np.zeros((X.shape[1], X.shape[1]))
        for x in X:
            W = learn(W, x, rule, diagonal, lr=lr)
    elif lr != 1:
        raise ValueError(f"lr: expected 1, as this rule stores all at once, got {lr}")
    else:
        W = np.linalg.pinv(X, rcond=1e-10) @ X
        # Rounding leaves W not quite symmetric, and dust where there ought to be 0.
        W = np.round((W + W.T) / 2, 12)
    if not diagonal:
        np.fill_diagonal(W, 0)
    return W


def learn(W, pattern, rule="hebb", diagonal=False, *, lr: float = 1) -> np.ndarray:
    """Return W (N, N) after one more pattern x (N,), at learning rate lr.

    - "hebb": W_ij + lr x_i x_j
    - "storkey": W_ij + lr (x_i x_j - h_ij x_j - x_i h_ji) / N, where h_ij is what
      neuron i hears from all but itself and j: what W knows already is not added again.
      Source: A. Storkey, Increasing the capacity of a Hopfield network without
      sacrificing functionality, ICANN 1997, LNCS 1327, 451.

    Unless diagonal is True, every W_ii stays as it is. Raises ValueError for unfit
    arguments.
    """
    W = checks.couplings(W)
    x = checks.signs(pattern, "pattern", "N", len(W))
    if checks.one_of(rule, ("hebb", "storkey"), "rule") == "hebb":
        change = _rate(lr) * np.outer(x, x)
    else:
        others = _without_diagonal(W)
        known = np.outer(others @ x, x) - others  # h_ij x_j: here x_j x_j is 1
        change = _rate(lr) * (np.outer(x, x) - (known + known.T)) / len(W)
    return W + (change if diagonal else _without_diagonal(change))


def forget(W, pattern, *, lr: float = 1) -> np.ndarray:
    """Return W_ij - lr x_i x_j, (N, N), for one pattern x (N,). A zero diagonal stays.

    At lr = 1 this takes back exactly what Hebb's rule has added. The other rules weave
    the patterns into each other: there, store the rest again. At a small lr, to forget
    where the network falls from anywhere makes it remember better.
    Source: J. Hopfield, D. Feinstein, R. Palmer, Nature 304 (1983) 158.
    Raises ValueError for unfit arguments.
    """
    W = checks.couplings(W)
    x = checks.signs(pattern, "pattern", "N", len(W))
    less = W - _rate(lr) * np.outer(x, x)
    return less if np.diag(W).any() else _without_diagonal(less)


def energy(W, s) -> float | np.ndarray:
    """Return E = -1/2 sum_ij W_ij s_i s_j of a state s (N,), or of each of (m, N)."""
    W = checks.couplings(W)
    S = checks.signs(s, "s", "N or m, N", len(W)).astype(float)
    E = -0.5 * np.vecdot(S @ W, S)
    return E if S.ndim == 2 else float(E)


def overlap(patterns, s) -> np.ndarray:
    """Return how alike s (N,) is to each pattern (P, N): (P,), from -1 (negative) to 1.

    0 is as alike as chance makes it. For m states (m, N) the answer is (m, P).
    """
    X = checks.signs(patterns, "patterns", "P, N")
    S = checks.signs(s, "s", "N or m, N", X.shape[1])
    return S.astype(float) @ X.T / X.shape[1]


def corrupt(s, share: float, *, rng: np.random.Generator) -> np.ndarray:
    """Return a copy of s, (N,) or (m, N), round(share N) neurons of each turned over.

    Raises ValueError for unfit arguments.
    """
    S = checks.signs(s, "s", "N or m, N").copy()
    if checks.number_at_least(share, 0, "share") > 1:
        raise ValueError(f"share: expected a number from 0 to 1, got {share:g}")
    chance = checks.generator(rng)
    for row in S.reshape(-1, S.shape[-1]):
        row[chance.permutation(len(row))[: round(share * len(row))]] *= -1
    return S


def field_unit(W, rule="hebb") -> int:
    """Return the unit of fields and temperatures: N with Hebb's rule, else 1.

    So a pattern, stored at lr = 1, gives each of its neurons a field of about 1 unit.
    W does not tell by which rule, nor at which rate, it was stored: you say the rule.
    """
    N = len(checks.couplings(W))
    return N if checks.one_of(rule, RULES, "rule") == "hebb" else 1


def tolerance(W) -> float:
    """Return how small a field counts as 0; whole numbers do not round, so only 0 does.

    For other couplings it is 1e-9 of the largest sum of |W_ij| over j.
    """
    return 0.0 if W.dtype.kind in "iu" else 1e-9 * float(np.abs(W).sum(axis=1).max())


@dataclass(frozen=True, eq=False)
class Step:
    """The network after its k-th step, and all that is needed to go on from there."""

    k: int  # steps so far
    s: np.ndarray  # (N,) the state, -1 and +1
    energy: float  # of this state
    h: np.ndarray  # (N,) the fields: what each neuron hears, the sum of W_ij s_j over j
    neuron: int | None  # who has just turned over; None at the start, after a sweep
    looks: int  # neurons looked at so far, this one included
    end: str | None  # why it ends here: "settled" or "two-cycle"; None: it does not
    before: np.ndarray | None  # (N,) the state one synchronous step earlier
    order: np.ndarray  # (N,) who looks when in the current sweep
    noise: np.ndarray | None  # (N,) the noise of the current sweep, in units of T / 2
    rng_state: dict | None  # from which the next sweep's order and noise are drawn

    def __eq__(self, other) -> bool:
        """Two steps are equal if everything in them is."""
        if not isinstance(other, Step):
            return NotImplemented
        pairs = zip(vars(self).values(), vars(other).values())
        return all(np.array_equal(a, b) for a, b in pairs)


def recall(W, s, *, order="random", T: float = 0.0, rng=None) -> Iterator[Step]:
    """Let the network go from s (N,), and yield a `Step` each time a neuron turns over.

    A neuron looks at its field h_i, the sum of W_ij s_j, and takes its sign; at 0 (see
    `tolerance`) it keeps its state. At temperature T > 0 it becomes +1 with probability
    1 / (1 + exp(-2 h_i / T)), whatever it was (Glauber's heat bath); T is measured like
    the fields, see `field_unit`. Who looks when, says order: "random" (every sweep through
    all neurons is shuffled anew), "fixed" (0, 1, 2, ...) or "synchronous" (all at once,
    and a step is a sweep). Random orders and T > 0 need an rng.

    The start is yielded first. s may be a Step of an earlier run: with the same W,
    order and T it goes on exactly as that run did; they may differ. After a sweep in
    which no neuron turned over comes a step with neuron None. At T = 0 it is the
    last, and its end is "settled". All runs at T = 0 end: one by one (unless a W_ii is
    negative) because each turn lowers the energy; all at once, they settle or come back
    to the state of two steps ago: "two-cycle". At T > 0 they go on for ever.
    Raises ValueError for unfit arguments.
    Sources: J. J. Hopfield, PNAS 79 (1982) 2554; for two-cycles E. Goles-Chacc,
    F. Fogelman-Soulie, D. Pellegrin, Discrete Applied Mathematics 12 (1985) 261.
    """
    W, T = checks.couplings(W), checks.number_at_least(T, 0, "T")
    checks.one_of(order, ORDERS, "order")
    step = _begin(W, s, rng)
    if step.rng_state is None and (order == "random" or T > 0):
        why = "T is above 0" if T > 0 else "the order is random"
        hint = "np.random.default_rng(0) makes one"
        raise ValueError(f"rng: expected a generator, since {why}, got None; {hint}")
    if T == 0 and (step.end == "settled" or (step.end and order == "synchronous")):
        return iter([step])
    return (_all_at_once if order == "synchronous" else _one_by_one)(W, step, order, T)


def _one_by_one(W, step, order, T):
    yield step
    N, zero, looks = len(W), tolerance(W), step.looks
    while not (step.end == "settled" and T == 0):
        first = looks % N
        if first == 0:
            step = replace(step, **next_sweep(N, order, step.rng_state))
        # Until somebody turns over, all fields stand still: ask the rest at once.
        rest = step.order[first:]
        h = step.h[rest] if T == 0 else step.h[rest] + T / 2 * step.noise[rest]
        turns = np.flatnonzero(step.s[rest] * h < -zero)
        if len(turns):
            i = int(rest[turns[0]])
            looks += int(turns[0]) + 1
            s = step.s.copy()
            s[i] = -s[i]
            h = step.h + 2 * s[i] * W[i]  # all hear the change: no need to sum anew
            E = step.energy - 2 * float(s[i] * step.h[i] + W[i, i])
            step = _after(step, s, h, E, neuron=i, looks=looks)
            yield step
        else:
            looks += len(rest)
            if first == 0:
                end = "settled" if T == 0 else None
                step = _after(step, step.s, step.h, step.energy, looks=looks, end=end)
                yield step


def _all_at_once(W, step, order, T):
    yield step
    N, zero, end, before = len(W), tolerance(W), None, step.before
    # Noise or other couplings may have led from there to here: then it need not repeat.
    if before is not None:
        leads_here = np.array_equal(_turned(before, W @ before, zero), step.s)
        before = before if leads_here else None
    while end is None:
        step = replace(step, **next_sweep(N, order, step.rng_state))
        h = step.h if T == 0 else step.h + T / 2 * step.noise
        s = _turned(step.s, h, zero)
        if T == 0:
            came_back = before is not None and np.array_equal(s, before)
            end = "two-cycle" if came_back else None
            end = "settled" if np.array_equal(s, step.s) else end
        h, before = W @ s, step.s
        E = -0.5 * float(h @ s)
        step = _after(step, s, h, E, looks=step.looks + N, end=end, before=before)
        yield step


def _turned(s, h, zero):
    """Return the state after all neurons have taken the signs of h at once."""
    return np.where(s * h < -zero, -s, s)


def _begin(W, s, rng):
    """Return the step to start from."""
    N = len(W)
    if not isinstance(s, Step):
        s = checks.signs(s, "s", "N", N).copy()
        order = np.arange(N)
        h = W @ s
        E = -0.5 * float(h @ s)
        same = None, _still(order), None, None
        step = Step(0, _still(s), E, _still(h), None, 0, None, *same)
    elif len(s.s) != N:
        raise ValueError(f"s: expected a Step of {N} neurons, got one of {len(s.s)}")
    elif rng is not None and s.rng_state is not None:
        came = "beside a Step as start, which brings its own, got both"
        raise ValueError(f"rng: expected None {came}")
    else:
        step, h = s, W @ s.s
        if np.abs(h - s.h).max() > tolerance(W):  # these are other couplings
            E = -0.5 * float(h @ s.s)
            step = replace(s, h=_still(h), energy=E, end=None, before=None)
        elif not _still_ends(W, s):  # other couplings with, by chance, these fields
            step = replace(s, end=None, before=None)
    if rng is not None:
        # A private generator: what else is drawn from rng cannot disturb this run.
        state = np.random.PCG64(checks.generator(rng).integers(2**63)).state
        drawn = next_sweep(N, "fixed", state)
        step = replace(step, noise=drawn["noise"], rng_state=drawn["rng_state"])
    return step


def _still_ends(W, step):
    """Return whether what step.end says, if anything, is true of these couplings."""
    zero = tolerance(W)
    then = _turned(step.s, step.h, zero)  # where all at once would go from here
    if step.end == "two-cycle":
        back = np.array_equal(_turned(then, W @ then, zero), step.s)
        return back and np.array_equal(then, step.before)
    return step.end is None or np.array_equal(then, step.s)


def _after(step, s, h, E, *, looks, neuron=None, end=None, before=None):
    """Return the step after this one, in the same sweep."""
    same = step.order, step.noise, step.rng_state
    return Step(step.k + 1, _still(s), E, _still(h), neuron, looks, end, before, *same)


def next_sweep(N: int, order: str, rng_state: dict | None) -> dict:
    """Draw what chance decides in a sweep of N neurons: the order and the noise."""
    if rng_state is None:
        return dict(order=_still(np.arange(N)))
    bits = np.random.PCG64(0)
    bits.state = rng_state  # in place of the 0
    chance = np.random.Generator(bits)
    shuffled, noise = chance.permutation(N), chance.logistic(size=N)
    order = shuffled if order == "random" else np.arange(N)
    return dict(order=_still(order), noise=_still(noise), rng_state=bits.state)


def _without_diagonal(W):
    W = W.copy()
    np.fill_diagonal(W, 0)
    return W


def _rate(lr):
    lr = checks.number_above(lr, 0, "lr")
    return int(lr) if lr.is_integer() else lr  # so that whole numbers stay whole


def _still(array):
    array.setflags(write=False)
    return array


__getattr__ = renamed(__name__, damage="corrupt", unit="field_unit")
