"""Lesson 7: recall, quick and resumable: the fields are kept, and each step holds all it takes to go on.

`hopfield.turn` and `hopfield.recall_plainly` say in a few lines what happens here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from nnlab import checks
from nnlab.resume import Dice, read_only, same
from nnlab.rules import among, between, checked, couplings, relative

ORDERS = ("random", "fixed", "synchronous")
temperature = between(0, 1e30)  # a rule: above it, noise would soon be too large for a float


def tolerance(W) -> float:
    """Return how small a field counts as 0; whole numbers do not round, so only 0 does.

    For other couplings it is 1e-9 of the largest sum of |W_ij| over j.
    """
    W = np.asarray(W)
    return 0.0 if W.dtype.kind in "iu" else 1e-9 * float(np.abs(W).sum(axis=1).max())


def obey(s, h, zero: float) -> np.ndarray:
    """Return the states after neurons in states s have taken the signs of their fields h, of any shape.

    Where a field is not larger than zero, a neuron keeps its state.
    """
    return np.where(s * h < -zero, -s, s)


@dataclass(frozen=True, eq=False)
class Chance:
    """What is drawn for one sweep through all N neurons, and the dice for the next sweep."""

    order: np.ndarray  # (N,) who is asked when
    noise: np.ndarray | None = None  # (N,) in units of T / 2; None without a dice
    dice: Dice | None = None
    __eq__ = same

    def __post_init__(self) -> None:
        read_only(self.order)
        if self.noise is not None:
            read_only(self.noise)

    @classmethod
    def first(cls, N: int, order: str, T: float, *, rng: np.random.Generator | None) -> Self:
        """Return what a run of N neurons begins with. Raises ValueError if it needs an rng and has none."""
        if rng is None and (order == "random" or T > 0):
            why = "T is above 0" if T > 0 else "the order is random"
            hint = "np.random.default_rng(0) makes one"
            raise ValueError(f"rng: expected a generator, since {why}, got None; {hint}")
        dice = None if rng is None else Dice.seeded(rng=rng)
        return cls(np.arange(N), dice=dice).next("fixed")

    def next(self, order: str) -> Self:
        """Return what is drawn for the next sweep. All of it is drawn, so that order and T may change."""
        N = len(self.order)
        in_turn = np.arange(N)
        if self.dice is None:
            return type(self)(in_turn)
        (shuffled, noise), dice = self.dice.throw(lambda rng: (rng.permutation(N), rng.logistic(size=N)))
        return type(self)(shuffled if order == "random" else in_turn, noise, dice)


@dataclass(frozen=True, eq=False)
class Step:
    """The network after its k-th step, and all that is needed to go on from there."""

    k: int  # steps so far
    s: np.ndarray  # (N,) the state, -1 and +1
    energy: float  # of this state
    h: np.ndarray  # (N,) the fields: what each neuron hears, the sum of W_ij s_j over j
    chance: Chance  # of the current sweep
    neuron: int | None = None  # which one has just turned over; None at the start and after a sweep
    neurons_asked: int = 0  # how many times a neuron has been asked for its field so far
    end: str | None = None  # why it ends here: "settled" or "two-cycle"; None: it does not
    before: np.ndarray | None = None  # (N,) the state one synchronous step earlier
    __eq__ = same
    looks = property(lambda self: self.neurons_asked)  # the name of the first edition

    def __post_init__(self) -> None:
        read_only(self.s)
        read_only(self.h)


@relative
def _start(s, name, given):
    N = len(given["W"])
    if not isinstance(s, Step):
        return checks.signs(s, name, "N", N)
    if len(s.s) != N:
        raise ValueError(f"{name}: expected a Step of {N} neurons, got one of {len(s.s)}")
    return s


@relative
def _rng(rng, name, given):
    if rng is not None and isinstance(given["s"], Step) and given["s"].chance.dice is not None:
        raise ValueError(f"{name}: expected None, since the Step to start from brings its own, got both")
    return None if rng is None else checks.generator(rng, name)


@checked(W=couplings, s=_start, order=among(ORDERS), T=temperature, rng=_rng)
def recall(W, s, *, order="random", T: float = 0.0, rng=None) -> Iterator[Step]:
    """Let the network go from s (N,), and yield a `Step` each time a neuron turns over.

    A neuron takes the sign of its field h_i, the sum of W_ij s_j; at 0 (see `tolerance`) it
    keeps its state. At temperature T > 0 it becomes +1 with probability
    1 / (1 + exp(-2 h_i / T)), whatever it was (Glauber's heat bath); T is measured like the
    fields, see `hopfield.field_unit`. `order` says who is asked when: "random" (every sweep
    through all neurons has its own shuffle), "fixed" (0, 1, 2, ...) or "synchronous" (all at
    once, and a step is a sweep). Random orders and T > 0 need an rng.

    The start is yielded first. s may be a Step of an earlier run: with the same W, order and
    T the new run goes on exactly as that one did; they may also differ. After a sweep in which
    no neuron turned over comes a step with neuron None. At T = 0 it is the last, and its end
    is "settled". All runs at T = 0 end: one by one (unless a W_ii is negative) because each
    turn lowers the energy; all at once, they settle or come back to the state of two steps
    ago: "two-cycle". At T > 0 they go on for ever. Raises ValueError for invalid arguments.
    Sources: J. J. Hopfield, PNAS 79 (1982) 2554; for two-cycles E. Goles-Chacc,
    F. Fogelman-Soulie, D. Pellegrin, Discrete Applied Mathematics 12 (1985) 261.
    """
    if not isinstance(s, Step):
        h = W @ s
        step = Step(0, s.copy(), _energy(s, h), h, Chance.first(len(W), order, T, rng=rng))
    else:
        step = _in_these_couplings(W, s)
        if step.chance.dice is None:
            step = replace(step, chance=Chance.first(len(W), order, T, rng=rng))
    return (_all_at_once if order == "synchronous" else _one_by_one)(W, step, order, T)


def _one_by_one(W, step, order, T):
    yield step
    N, zero, asked, chance = len(W), tolerance(W), step.neurons_asked, step.chance
    while T > 0 or step.end != "settled":
        done = asked % N
        if done == 0:
            chance = chance.next(order)
        # Until somebody turns over, all fields stand still: ask the rest of the sweep at once.
        rest = chance.order[done:]
        h = step.h[rest] if T == 0 else step.h[rest] + T / 2 * chance.noise[rest]
        turns = np.flatnonzero(step.s[rest] * h < -zero)
        if len(turns):
            i = int(rest[turns[0]])
            asked += int(turns[0]) + 1
            s = step.s.copy()
            s[i] = -s[i]
            # All hear the change: nobody has to sum again.
            h = step.h + 2 * s[i] * W[i]
            E = step.energy - 2 * float(s[i] * step.h[i] + W[i, i])
            step = Step(step.k + 1, s, E, h, chance, i, asked)
            yield step
        else:
            asked += len(rest)
            if done == 0:
                end = "settled" if T == 0 else None
                step = Step(step.k + 1, step.s, step.energy, step.h, chance, None, asked, end)
                yield step


def _all_at_once(W, step, order, T):
    yield step
    zero = tolerance(W)
    while T > 0 or step.end is None:
        chance = step.chance.next(order)
        s = obey(step.s, step.h if T == 0 else step.h + T / 2 * chance.noise, zero)
        h = W @ s
        end = None
        if T == 0 and np.array_equal(s, step.s):
            end = "settled"
        # Noise or other couplings may have led to step.s: then the way from here must be tried.
        elif T == 0 and np.array_equal(s, step.before) and np.array_equal(obey(s, h, zero), step.s):
            end = "two-cycle"
        asked = step.neurons_asked + len(W)
        step = Step(step.k + 1, s, _energy(s, h), h, chance, None, asked, end, step.s)
        yield step


def _in_these_couplings(W, step):
    """Return a step of an earlier run as it is with the couplings W, which may be others."""
    h = W @ step.s
    if np.abs(h - step.h).max() > tolerance(W):
        return replace(step, h=h, energy=_energy(step.s, h), end=None, before=None)
    # Other couplings may happen to give the same fields, and still not agree that the run ends here.
    return step if _still_ends(W, step) else replace(step, end=None, before=None)


def _still_ends(W, step):
    if step.end is None:
        return True
    zero = tolerance(W)
    after = obey(step.s, step.h, zero)
    if step.end == "settled":
        return np.array_equal(after, step.s)
    return np.array_equal(after, step.before) and np.array_equal(obey(after, W @ after, zero), step.s)


def _energy(s, h):
    return -0.5 * float(h @ s)
