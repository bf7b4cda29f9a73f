import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnlab import attractors
from nnlab.attractors import census, every_state, settle
from nnlab.capacity import energy_levels, theoretical_capacity, trials
from nnlab.hopfield import RULES, corrupt, energy, overlap, recall, store, tolerance
from nnlab.sweep import mean_and_error

SIGN = st.sampled_from([-1, 1])


def rng(seed=0):
    return np.random.default_rng(seed)


def random_patterns(P, N, seed=0):
    return rng(seed).choice([-1, 1], size=(P, N))


@st.composite
def memories(draw, neurons=7):
    """Patterns and their couplings."""
    shape = draw(st.integers(1, 4)), draw(st.integers(1, neurons))
    X = draw(arrays(int, shape, elements=SIGN))
    rule = draw(st.sampled_from(RULES))
    return X, store(X, rule, diagonal=rule != "storkey" and draw(st.booleans()))


# Many states at once


@given(memories(), st.data(), st.sampled_from(["fixed", "random"]), st.sampled_from([1, 2, 3, 64]))
def test_each_state_settles_as_it_does_alone(memory, data, order, block):
    X, W = memory
    S = data.draw(arrays(int, (data.draw(st.integers(1, 5)), X.shape[1]), elements=SIGN))
    size, attractors.BLOCK = attractors.BLOCK, block
    try:
        together = settle(W, S, order=order, rng=rng(1))
    finally:
        attractors.BLOCK = size
    for s, end, sweeps, settled in zip(S, *together):
        *_, last = recall(W, s, order=order, rng=rng(1))
        assert (end.tolist(), sweeps * len(W), settled) == (last.s.tolist(), last.neurons_asked, True)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("order", ["fixed", "random"])
def test_large_ones_settle_as_they_do_alone(rule, order):
    X = random_patterns(45, 300)  # beyond Hebb's capacity, so many sweeps
    S = corrupt(X[:8], 0.3, rng=rng(1))
    W = store(X, rule)
    together = settle(W, S, order=order, rng=rng(2))
    assert rule == "pseudo-inverse" or together.sweeps.max() > 4
    for s, end, sweeps in zip(S, together.S, together.sweeps):
        *_, last = recall(W, s, order=order, rng=rng(2))
        assert np.array_equal(end, last.s) and sweeps * 300 == last.neurons_asked
    assert together.S.dtype.kind == "i"


def test_large_whole_numbers_stay_exact():
    # 2^24 + 1 is no float32: there neuron 0 would hear 0, not 1, and keep -1.
    big = 2**24
    W = np.array([[0, big + 1, -big], [big + 1, 0, 0], [-big, 0, 0]])
    assert settle(W, [[-1, 1, 1]], order="fixed").S.tolist() == [[1, 1, -1]]


def test_settle_stops_when_told():
    X = random_patterns(60, 200)
    S = random_patterns(10, 200, seed=1)
    some = settle(store(X), S, order="fixed", at_most=1)
    assert some.sweeps.tolist() == [1] * 10 and not some.settled.any()
    whole = settle(store(X), S, order="fixed")
    assert whole.settled.all() and whole.sweeps.min() > 2
    assert np.all(energy(store(X), whole.S) < energy(store(X), some.S))
    forever = settle([[-1]], [[1]], order="fixed", at_most=7)
    assert forever.sweeps.tolist() == [7] and not forever.settled[0]
    assert forever.S.tolist() == [[-1]]


def test_the_highest_temperature_is_not_too_hot_for_floats():
    for W in (np.ones((3, 3), int), np.ones((3, 3))):
        S = settle(W, np.ones((1000, 3), int), T=1e30, rng=rng(), at_most=2).S
        assert abs(S.mean()) < 0.1  # nobody obeys


def test_at_a_temperature_many_states_follow_the_gibbs_distribution():
    W, T = store([[1, 1, -1], [1, -1, -1], [1, 1, 1]]), 2.0
    S = settle(W, np.ones((20_000, 3), int), T=T, rng=rng(), at_most=25).S
    weight = np.exp(-energy(W, every_state(3)) / T)
    share = np.bincount((S == 1) @ [1, 2, 4], minlength=8) / len(S)
    np.testing.assert_allclose(share, weight / weight.sum(), atol=0.015)
    assert settle(W, np.ones((2, 3), int), T=T, rng=rng(), at_most=9).sweeps.tolist() == [9, 9]


# The census


def test_every_state():
    assert every_state(2).tolist() == [[-1, -1], [1, -1], [-1, 1], [1, 1]]
    assert len(np.unique(every_state(9), axis=0)) == 512


def test_census_worked_by_hand():
    # Two neurons that agree: (1, 1) and its negative are attractors. From (1, -1) either neuron may turn
    # over first, so half of it goes each way; in fixed order neuron 0 does, and joins neuron 1.
    W = store([[1, 1]])
    for order in ("random", "fixed"):
        first, second = census(W, [[1, 1]], order)
        assert {(a.kind, tuple(a.s), a.energy, a.basin) for a in (first, second)} == {
            ("stored", (1, 1), -1.0, 2.0),
            ("negated", (-1, -1), -1.0, 2.0),
        }
        assert {tuple(first.signs), tuple(second.signs)} == {(1,), (-1,)}


def expected_basins(W, N):
    """Solve the absorbing chain as a linear system: basins = 1 (I - Q)^-1 R."""
    states = every_state(N)
    where = {tuple(s): r for r, s in enumerate(states.tolist())}
    chain = np.zeros((2**N, 2**N))
    for r, s in enumerate(states):
        turns = np.flatnonzero(s * (W @ s) < -tolerance(W))
        for i in turns:
            t = s.copy()
            t[i] *= -1
            chain[r, where[tuple(t.tolist())]] = 1 / len(turns)
        chain[r, r] = len(turns) == 0
    ends = np.diag(chain) == 1
    Q, R = chain[~ends][:, ~ends], chain[~ends][:, ends]
    return states[ends], 1 + np.linalg.solve(np.eye(len(Q)) - Q, R).sum(axis=0)


@given(memories(neurons=6))
def test_basins_are_those_of_the_absorbing_chain_and_sum_to_all_states(memory):
    X, W = memory
    N = len(W)
    found = census(W, X)
    states, basins = expected_basins(W, N)
    assert {tuple(a.s): pytest.approx(a.basin) for a in found} == dict(zip(map(tuple, states), basins))
    assert sum(a.basin for a in found) == pytest.approx(2**N, abs=1e-9)
    assert [a.energy for a in found] == sorted(energy(W, a.s) for a in found)


@given(memories())
def test_basins_in_fixed_order_are_counted_by_recall(memory):
    X, W = memory
    found = census(W, X, order="fixed")
    assert sum(a.basin for a in found) == 2 ** len(W)
    ends = settle(W, every_state(len(W)), order="fixed").S
    counted = {tuple(s): int(n) for s, n in zip(*np.unique(ends, axis=0, return_counts=True))}
    assert {tuple(a.s): a.basin for a in found} == counted
    assert {tuple(a.s) for a in found} == {tuple(a.s) for a in census(W, X)}


@given(memories())
def test_names(memory):
    X, W = memory
    stored = {tuple(x) for x in X}
    for a in census(W, X):
        is_stored, is_negated = tuple(a.s) in stored, tuple(-a.s) in stored
        assert (a.kind == "stored") == is_stored
        assert (a.kind == "negated") == (is_negated and not is_stored)
        assert (
            np.abs(a.signs).sum() in {"stored": [1], "negated": [1], "mixture": [3, 5], "other": [0]}[a.kind]
        )
        if a.kind != "other":
            assert np.sign(a.signs @ X).tolist() == a.s.tolist()
        else:
            mixed = (np.sign(c @ X) for c in every_state(len(X)) if len(X) % 2)
            assert all(m.tolist() != a.s.tolist() for m in mixed)


def test_a_small_network_has_all_four_kinds():
    X = random_patterns(3, 12, seed=7)
    kinds = [a.kind for a in census(store(X), X)]
    assert (kinds.count("stored"), kinds.count("negated"), kinds.count("mixture")) == (3, 3, 4)
    kinds = [a.kind for a in census(store(X), X[:1])]  # who knows only one pattern names only one
    assert (kinds.count("stored"), kinds.count("negated"), kinds.count("other")) == (1, 1, 8)
    X = random_patterns(5, 11, seed=29)
    five = [a for a in census(store(X), X) if np.abs(a.signs).sum() == 5]
    assert [a.kind for a in five] == ["mixture"] * 2
    assert (five[0].signs * five[0].signs[0]).tolist() == [1, -1, -1, -1, -1]
    assert all(np.sign(a.signs @ X).tolist() == a.s.tolist() for a in five)
    both = np.array([X[0], -X[0]])
    assert {a.kind for a in census(store(both), both)} == {"stored"}


# Capacity


def test_trials_are_what_they_say():
    (trial,) = trials(60, [9], 1, rng=rng(3))
    (chance,) = rng(3).spawn(1)
    X = chance.choice([-1, 1], size=(9, 60))
    stable = [np.all(x * (store(X) @ x) >= 0) for x in X]
    assert (trial.N, trial.P, trial.stable) == (60, 9, np.mean(stable))
    # Undamaged and in any order, a stable pattern comes back exactly.
    assert trial.stable <= trial.exact <= 1 and 0.8 < trial.overlap <= 1
    assert list(trials(60, [9], 1, rng=rng(3))) == [trial]
    (worse,) = trials(60, [9], 1, rng=rng(3), share=0.4)
    assert worse.overlap < trial.overlap and worse.stable == trial.stable
    longer = list(trials(20, [3, 5], 2, rng=rng(3)))  # more sizes change nothing in those before
    assert longer[:2] == list(trials(20, [3], 2, rng=rng(3))) and longer[2].P == 5
    (better,) = trials(60, [9], 1, rng=rng(3), rule="pseudo-inverse")
    assert better[2:] == (1, 1, 1)


def test_keeping_the_diagonal_fakes_stability():
    # 14 patterns, 100 neurons. A longer simulation, where a field of 0 keeps: 0.8028 ± 0.0017 and
    # 0.9364 ± 0.0010.
    zero = mean_and_error([t.stable for t in trials(100, [14], 300, rng=rng(1))])
    kept = mean_and_error([t.stable for t in trials(100, [14], 300, rng=rng(2), diagonal=True)])
    assert zero.error < 0.01 and kept.error < 0.006
    assert abs(zero.value - 0.8028) < 3 * np.hypot(zero.error, 0.0017)
    assert abs(kept.value - 0.9364) < 3 * np.hypot(kept.error, 0.0010)


def test_more_than_0_138_n_is_forgotten():
    few, many = (mean_and_error([t.overlap for t in trials(200, [P], 10, rng=rng(4))]) for P in (20, 40))
    assert few.value > 0.99 and few.error < 0.005
    assert 0.7 < many.value < 0.9 and many.error < 0.03
    large = mean_and_error([t.overlap for t in trials(500, [50], 4, rng=rng(4))])
    assert abs(large.value - 0.998) < 0.003  # more figures at N = 500: benchmarks/capacity.py


def test_promises():
    assert theoretical_capacity(100) == pytest.approx((13.8, 10.857, 5.429), abs=1e-3)
    assert theoretical_capacity(100, share=0.25) == pytest.approx((13.8, 10.857 / 4, 5.429 / 4), abs=1e-3)


def test_the_mean_has_moved():
    from nnlab import capacity

    assert capacity.mean is mean_and_error


@pytest.mark.parametrize("rule", ["hebb", "pseudo-inverse"])
def test_depths(rule):
    X = random_patterns(10, 100, seed=6)
    W = store(X, rule)
    retrieval, spurious = energy_levels(W, X, 60, rng=rng(7), rule=rule)
    assert 9 <= len(retrieval) <= 10 and 5 < len(spurious) < 60
    assert -0.7 < retrieval.min() <= retrieval.max() < -0.35
    assert spurious.min() > -0.8 and spurious.max() < -0.2
    # By hand, from the same draws.
    chance = rng(7)
    settle(W, X, rng=chance)
    ends = settle(W, chance.choice([-1, 1], size=(60, 100)), rng=chance).S
    far = [s for s in ends if np.abs(overlap(X, s)).max() <= 0.9]
    unit = 100 if rule == "hebb" else 1
    assert spurious.tolist() == [pytest.approx(energy(W, s) / 100 / unit) for s in far]


def test_depths_are_measured_in_units_of_the_rule():
    X = random_patterns(10, 100, seed=6)
    whole, real = (energy_levels(W, X, 60, rng=rng(7)) for W in (store(X), store(X).astype(float)))
    assert whole.retrieval.tolist() == real.retrieval.tolist()
    assert whole.spurious.tolist() == real.spurious.tolist()


def test_depths_leave_out_patterns_that_are_lost():
    X = random_patterns(18, 100, seed=6)
    retrieval, _ = energy_levels(store(X), X, 1, rng=rng(7))
    ends = settle(store(X), X, rng=rng(7)).S
    m = np.vecdot(ends, X) / 100
    assert np.sum((m > 0.5) & (m <= 0.9)) == 4 and len(retrieval) == 14
    assert retrieval.tolist() == [pytest.approx(energy(store(X), s) / 100**2) for s in ends[m > 0.9]]


def test_at_low_load_no_spurious_state_lies_below_the_patterns():
    shares = {}
    for P in (10, 26):
        X = random_patterns(P, 200, seed=8)
        retrieval, spurious = energy_levels(store(X), X, 100, rng=rng(9))
        shares[P] = (spurious < retrieval.mean()).mean()
    assert shares[10] < 0.05 and shares[26] > 0.6


# Unfit arguments

W3 = np.zeros((3, 3), int)
BAD = [
    (lambda: settle(W3, [1, 1, 1], order="fixed"), r"S: expected numbers -1 and \+1, shape \(m, N\), got"),
    (lambda: settle(W3, [[1, 1, 1]]), "rng: expected a generator, since the order is random, got None"),
    (lambda: settle(W3, [[1, 1, 1]], order="fixed", T=1), "rng: expected a generator, since T is above 0"),
    (lambda: settle(W3, [[1, 1, 1]], order="synchronous"), "order: expected one of random, fixed, got"),
    (lambda: settle(W3, [[1, 1, 1]], order="fixed", at_most=0), "at_most: expected a whole number of at"),
    (lambda: census(np.zeros((17, 17)), np.ones((1, 17))), "W: expected at most 16 neurons, .* got 17"),
    (lambda: census(-np.eye(3), [[1, 1, 1]]), "W: expected no negative W_ii, got -1"),
    (lambda: census(W3, [[1, 1]]), "patterns: expected 3 neurons, got 2"),
    (lambda: census(W3, [[1, 1, 1]], "shuffled"), "order: expected one of random, fixed, got 'shuffled'"),
    (lambda: settle(W3, [[1, 1, 1]], T=1e31, rng=rng()), r"T: expected a number from 0 to 1e\+30, got"),
    (lambda: every_state(100), r"N: expected at most 20, since 2\^N states are listed, got 100"),
    (lambda: every_state(0), "N: expected a whole number of at least 1"),
    (lambda: next(trials(1, [1], 1, rng=rng())), "N: expected a whole number of at least 2"),
    (lambda: next(trials(9, [0], 1, rng=rng())), "sizes: expected a whole number of at least 1"),
    (lambda: trials(9, [1], 1, rng=None), "rng: expected a numpy.random.Generator"),
    (lambda: trials(9, [], 1, rng=None), "rng: expected a numpy.random.Generator"),
    (lambda: trials(9, 5, 1, rng=rng()), "sizes: expected whole numbers in a list, got 5"),
    (lambda: trials(9, [1], 1, rng=rng(), diagonal="no"), "diagonal: expected True or False, got 'no'"),
    (lambda: trials(9, [1], 1, rng=rng(), rule="x"), "rule: expected one of hebb, pseudo-inverse"),
    (lambda: trials(9, [1], 1, rng=rng(), share=2), "share: expected a number from 0 to 1, got 2"),
    (lambda: trials(9, [1], 0, rng=rng()), "repeats: expected a whole number of at least 1"),
    (
        lambda: energy_levels(W3, [[1, 1, 1]], rng=rng(), rule="x"),
        "rule: expected one of hebb, pseudo-inverse",
    ),
    (lambda: census(W3, np.ones((17, 3))), "patterns: expected at most 16, .* five, got 17"),
    (lambda: theoretical_capacity(100, 0.5), "share: expected a number from 0 to below 0.5, got 0.5"),
    (lambda: energy_levels(W3, [[1, 1, 1]], rng=0), "rng: expected a numpy.random.Generator"),
]


@pytest.mark.parametrize(("call", "message"), BAD)
def test_unfit_arguments_are_turned_away(call, message):
    with pytest.raises(ValueError, match=message):
        call()
