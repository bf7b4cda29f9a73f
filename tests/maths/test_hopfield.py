import dataclasses
import itertools
import math
import pickle
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnlab import data
from nnlab.attention import attend, attention
from nnlab.hopfield import (
    ORDERS,
    RULES,
    corrupt,
    energy,
    field_unit,
    forget,
    learn,
    overlap,
    recall,
    recall_plainly,
    store,
    tolerance,
    turn,
)
from nnlab.recall import Chance
from nnlab.resume import read_only

SIGN = st.sampled_from([-1, 1])


def rng(seed=0):
    return np.random.default_rng(seed)


def random_patterns(P, N, seed=0):
    return rng(seed).choice([-1, 1], size=(P, N))


@st.composite
def patterns(draw, most=6, neurons=9):
    shape = draw(st.integers(1, most)), draw(st.integers(1, neurons))
    return draw(arrays(int, shape, elements=SIGN))


@st.composite
def networks(draw, real=False, diagonal=True):
    """Symmetric couplings whose diagonal is not negative, and a state."""
    N = draw(st.integers(1, 8))
    number = st.floats(-3, 3).map(lambda x: round(x, 3)) if real else st.integers(-3, 3)
    W = np.triu(draw(arrays(float if real else int, (N, N), elements=number)), 1)
    W = W + W.T
    if diagonal:
        np.fill_diagonal(W, np.abs(draw(arrays(W.dtype, N, elements=number))))
    return W, draw(arrays(int, N, elements=SIGN))


def leaves(W, s):
    """Which neurons would turn over."""
    return s * (W @ s) < -tolerance(W)


def naive(W, s, orders):
    """Return the end, and the looks, of neurons that look one by one and sum their field at every look."""
    s, looks = np.array(s), 0
    for order in orders:
        turned = False
        for i in order:
            looks += 1
            h = sum(W[i, j] * s[j] for j in range(len(s)))
            if abs(h) > tolerance(W) and np.sign(h) != s[i]:
                s[i], turned = -s[i], True
        if not turned:
            return s, looks


# Storing


def test_hebb_worked_by_hand():
    # (1, 1, -1) and (1, -1, -1): the products 1-2 cancel, 1-3 sum to -2, 2-3 cancel.
    W = store([[1, 1, -1], [1, -1, -1]])
    assert W.tolist() == [[0, 0, -2], [0, 0, 0], [-2, 0, 0]]
    assert W.dtype.kind == "i"
    assert np.diag(store([[1, 1, -1], [1, -1, -1]], diagonal=True)).tolist() == [2, 2, 2]


@given(patterns(), st.sampled_from(RULES), st.booleans())
def test_couplings_are_symmetric_and_the_diagonal_is_zero_unless_asked(X, rule, diagonal):
    W = store(X, rule, diagonal)
    assert np.array_equal(W, W.T)
    assert diagonal or not np.diag(W).any()
    others = ~np.eye(len(W), dtype=bool)
    np.testing.assert_allclose(W[others], store(X, rule)[others], atol=1e-12)


def storkey(X):
    """The rule as Storkey writes it, number by number."""
    N = X.shape[1]
    w = np.zeros((N, N))
    for x in X:
        h = np.zeros((N, N))
        for i, j in itertools.product(range(N), repeat=2):
            h[i, j] = sum(w[i, k] * x[k] for k in range(N) if k not in (i, j))
        new = w.copy()
        for i, j in itertools.product(range(N), repeat=2):
            new[i, j] += (x[i] * x[j] - x[i] * h[j, i] - h[i, j] * x[j]) / N
        w = new
    return w


@given(patterns(most=4, neurons=6))
def test_storkey_is_the_published_formula(X):
    w = storkey(X)
    np.testing.assert_allclose(store(X, "storkey", diagonal=True), w, atol=1e-12)
    np.testing.assert_allclose(store(X, "storkey"), w - np.diag(np.diag(w)), atol=1e-12)


@pytest.mark.parametrize("diagonal", [False, True])
@pytest.mark.parametrize("lr", [0.1, 1, 3])
def test_storkeys_patterns_all_at_once_are_what_they_are_one_by_one(diagonal, lr):
    X = random_patterns(30, 80)
    W = np.zeros((80, 80))
    for x in X:
        W = learn(W, x, "storkey", diagonal, lr=lr)
    together = store(X, "storkey", diagonal, lr=lr)
    np.testing.assert_allclose(together, W, rtol=0, atol=1e-13 * np.abs(W).max())
    assert np.array_equal(together, together.T)


@given(patterns())
def test_the_pseudo_inverse_rule_is_the_projection(X):
    # An independent way to the projection: an orthonormal basis of the patterns, one by one (Gram, Schmidt).
    basis = np.zeros((0, X.shape[1]))
    for x in X.astype(float):
        rest = x - basis.T @ (basis @ x)
        rest -= basis.T @ (basis @ rest)
        if np.linalg.norm(rest) > 1e-6:
            basis = np.vstack([basis, rest / np.linalg.norm(rest)])
    np.testing.assert_allclose(store(X, "pseudo-inverse", diagonal=True), basis.T @ basis, atol=1e-9)


@given(patterns(most=9))
def test_patterns_are_fixed_under_the_pseudo_inverse_rule(X):
    full, W = store(X, "pseudo-inverse", diagonal=True), store(X, "pseudo-inverse")
    for x in X:
        np.testing.assert_allclose(W @ x, (1 - np.diag(full)) * x, atol=1e-9)
        for order in ("fixed", "synchronous"):
            _, quiet = recall(W, x, order=order)
            assert quiet.end == "settled" and quiet.s.tolist() == x.tolist()


def test_where_a_neuron_hears_only_itself_keeping_saves_the_pattern():
    X = np.array([[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]])
    W = store(X, "pseudo-inverse")
    assert np.allclose(np.diag(store(X, "pseudo-inverse", diagonal=True)), 1)
    assert np.abs(W).max() < 1e-12
    # Rounding may leave fields that are not exactly 0; the tolerance keeps even these.
    W = np.full((4, 4), -1e-17)
    W[0, 1] = W[1, 0] = 1.0
    W[2, 2] = 0.0
    _, *others = recall(W, [1, 1, 1, 1], order="fixed")
    assert others[-1].s.tolist() == [1, 1, 1, 1] and len(others) == 1
    assert len(list(recall_plainly(W, [1, 1, 1, 1]))) == 1


@given(patterns(), st.sampled_from(["hebb", "storkey"]), st.booleans(), st.sampled_from([1, 0.5, 2.0, 0.1]))
def test_learning_one_by_one_is_storing(X, rule, diagonal, lr):
    W = np.zeros((X.shape[1], X.shape[1]), int)
    for x in X:
        W = learn(W, x, rule, diagonal, lr=lr)
    np.testing.assert_allclose(W, store(X, rule, diagonal, lr=lr), atol=1e-12)
    if rule == "hebb" and lr == int(lr):
        assert W.dtype.kind == store(X, rule, lr=lr).dtype.kind == "i"


@pytest.mark.parametrize("rule", ["hebb", "storkey"])
def test_learning_without_the_diagonal_leaves_it_as_it_is(rule):
    X = random_patterns(4, 12)
    W = store(X[:3], diagonal=True)
    assert np.diag(learn(W, X[3], rule)).tolist() == [3] * 12
    more = learn(W, X[3], rule, diagonal=True)
    assert (np.diag(more) != 3).any()
    others = ~np.eye(12, dtype=bool)
    assert np.array_equal(learn(W, X[3], rule)[others], more[others])


@pytest.mark.parametrize("diagonal", [False, True])
def test_forgetting_takes_back_what_hebb_added(diagonal):
    X = random_patterns(5, 20)
    W = forget(store(X, diagonal=diagonal), X[2])
    assert W.tolist() == store(np.delete(X, 2, axis=0), diagonal=diagonal).tolist()
    assert W.dtype.kind == "i"
    half = forget(store(X), X[2], lr=0.5)
    assert np.allclose(half, (store(X) + W - np.diag(np.diag(W))) / 2)


def test_from_zero_hebbs_rate_only_rescales():
    X = random_patterns(20, 60)
    for lr in (0.5, 4.0):
        W = store(X, lr=lr)
        for x in X[:5]:
            steps, others = (list(recall(V, x, rng=rng())) for V in (store(X), W))
            assert [a.neuron for a in steps] == [b.neuron for b in others]
    strong, weak = (store(random_patterns(3, 30), "storkey", lr=lr) for lr in (1.0, 0.25))
    assert np.ptp(strong[weak != 0] / weak[weak != 0]) > 0.1  # Storkey's rate does more than rescale


# Energy, overlap, damage


@given(networks())
def test_a_state_and_its_negative_have_equal_energy(network):
    W, s = network
    assert energy(W, s) == energy(W, -s)
    assert energy(W, s) == -0.5 * sum(W[i, j] * s[i] * s[j] for i in range(len(s)) for j in range(len(s)))
    assert energy(W, np.array([s, -s])).tolist() == [energy(W, s)] * 2


def test_overlap():
    X = [[1, 1, -1, -1], [1, 1, 1, 1]]
    assert overlap(X, [1, 1, -1, -1]).tolist() == [1, 0]
    assert overlap(X, [-1, -1, -1, -1]).tolist() == [0, -1]
    assert overlap(X, [[1, 1, 1, -1]]).tolist() == [[0.5, 0.5]]


def test_damage_turns_over_exactly_so_many():
    X = random_patterns(30, 50)
    hurt = corrupt(X, 0.2, rng=rng())
    assert (hurt != X).sum(axis=1).tolist() == [10] * 30
    assert len({tuple(row) for row in hurt != X}) == 30  # others in each
    assert corrupt(X[0], 0, rng=rng()).tolist() == X[0].tolist()
    assert corrupt(X[0], 1, rng=rng()).tolist() == (-X[0]).tolist()
    assert X.tolist() == random_patterns(30, 50).tolist()  # the patterns themselves are left alone


def test_unit():
    X = random_patterns(3, 40)
    assert (field_unit(store(X)), field_unit(store(X, "storkey"), "storkey")) == (40, 1)
    # Not a matter of whole numbers or not: a little forgotten, the network is measured as before.
    assert (
        field_unit(forget(store(X), X[0], lr=0.01))
        == field_unit(store(X, lr=0.5))
        == field_unit(store(X))
        == 40
    )
    assert field_unit(np.eye(3, dtype=int), "pseudo-inverse") == 1
    h, g = store(X) @ X[0] / field_unit(store(X)), store(X, "pseudo-inverse") @ X[0]
    assert 0.8 < (h * X[0]).mean() < 1.2 and 0.8 < (g * X[0]).mean() < 1.2  # comparable


# Recall, as it is shown


def test_a_turn_worked_by_hand():
    # In what stores (1, 1, -1), neuron 2 of (1, 1, 1) hears -2 and turns; neuron 0 hears 1 - 1 = 0 and keeps.
    W, s = store([[1, 1, -1]]), np.array([1, 1, 1])
    assert turn(W, s, 2).tolist() == [1, 1, -1]
    assert turn(W, s, 0).tolist() == turn(W, [1, 1, 1], 1).tolist() == [1, 1, 1]
    assert turn(W, [-1, 1, 1], 0).tolist() == [-1, 1, 1]  # at 0 it keeps -1 as well
    assert s.tolist() == [1, 1, 1]


@given(networks(real=True))
def test_after_its_turn_a_neuron_obeys_and_the_others_are_as_before(network):
    W, s = network
    for i in range(len(s)):
        after = turn(W, s, i)
        h = sum(W[i, j] * s[j] for j in range(len(s)))
        assert after[i] == (s[i] if abs(h) <= tolerance(W) else np.sign(h))
        assert np.delete(after, i).tolist() == np.delete(s, i).tolist()


class Told(np.random.Generator):
    """Permutes as it is told."""

    def __init__(self, orders):
        super().__init__(np.random.PCG64(0))
        self.orders = iter(orders)

    def permutation(self, N):
        return next(self.orders)


def states_of(steps):
    """The start, and the state after each turn, without what follows a quiet sweep."""
    return [step.s.tobytes() for step in steps if step.k == 0 or step.neuron is not None]


@given(st.booleans().flatmap(lambda real: networks(real=real)), st.integers(0, 5))
def test_recall_is_the_plain_version_bit_for_bit(network, seed):
    W, s = network
    plain = list(recall_plainly(W, s))
    assert [state.tobytes() for state in plain] == states_of(recall(W, s, order="fixed"))
    steps = list(recall(W, s, rng=rng(seed)))
    told = Told(orders_of(steps, "random", seed))
    assert [state.tobytes() for state in recall_plainly(W, s, rng=told)] == states_of(steps)
    assert next(told.orders, None) is None  # and both stop after the same quiet sweep


@pytest.mark.parametrize("rule", RULES)
def test_recall_is_the_plain_version_for_letters_too(rule):
    X = random_patterns(12, 60)
    W, s = store(X, rule), corrupt(X[0], 0.4, rng=rng(1))
    plain = [state.tobytes() for state in recall_plainly(W, s)]
    assert plain == states_of(recall(W, s, order="fixed")) and len(plain) > 10


def test_plain_recall_shuffles_every_sweep():
    W, s = store(random_patterns(30, 60)), random_patterns(1, 60, seed=1)[0]
    *_, end = recall_plainly(W, s, rng=rng())
    *_, other = recall_plainly(W, s, rng=rng(1))
    assert not leaves(W, end).any() and not leaves(W, other).any()
    assert end.tolist() != other.tolist()


# Recall, one by one


def test_recall_worked_by_hand():
    # W stores (1, 1, -1). From (1, 1, 1): neurons 0 and 1 hear 1 - 1 = 0 and keep, neuron 2 hears -2.
    W = store([[1, 1, -1]])
    start, turn, quiet = recall(W, [1, 1, 1], order="fixed")
    assert (start.k, start.s.tolist(), start.energy, start.h.tolist()) == (0, [1, 1, 1], 1.0, [0, 0, -2])
    assert (start.neuron, start.neurons_asked, start.end) == (None, 0, None)
    assert (turn.k, turn.s.tolist(), turn.energy, turn.h.tolist()) == (1, [1, 1, -1], -3.0, [2, 2, -2])
    assert (turn.neuron, turn.neurons_asked, turn.end) == (2, 3, None)
    assert (quiet.k, quiet.s.tolist(), quiet.neuron, quiet.neurons_asked, quiet.end) == (
        2,
        [1, 1, -1],
        None,
        6,
        "settled",
    )


@given(networks(), st.sampled_from(["fixed", "random"]), st.integers(0, 5))
def test_energy_falls_with_every_turn_until_a_full_sweep_is_quiet(network, order, seed):
    W, s = network
    *steps, last = recall(W, s, order=order, rng=rng(seed))
    energies = [step.energy for step in steps]
    assert all(b < a for a, b in itertools.pairwise(energies))
    assert [step.energy for step in [*steps, last]] == [energy(W, step.s) for step in [*steps, last]]
    assert [step.h.tolist() for step in steps] == [(W @ step.s).tolist() for step in steps]
    assert last.end == "settled" and all(step.end is None for step in steps)
    assert not leaves(W, last.s).any()
    assert last.neurons_asked % len(W) == 0 and last.neurons_asked - steps[-1].neurons_asked >= len(W)
    for a, b in itertools.pairwise(steps):
        assert np.flatnonzero(a.s != b.s).tolist() == [b.neuron]
        assert 0 < b.neurons_asked - a.neurons_asked < 2 * len(W)


@given(networks(real=True), st.sampled_from(["fixed", "random"]))
def test_energy_never_rises_with_real_couplings(network, order):
    W, s = network
    *steps, last = recall(W, s, order=order, rng=rng())
    assert all(b.energy <= a.energy for a, b in itertools.pairwise(steps))
    assert last.end == "settled" and not leaves(W, last.s).any()
    assert last.energy == pytest.approx(energy(W, last.s), abs=1e-9)


def orders_of(steps, order, seed):
    """Return the order of each sweep of a run with rng(seed), drawn here once more."""
    N, chance = len(steps[0].s), Chance.first(len(steps[0].s), order, 0, rng=rng(seed))
    orders = []
    for _ in range(steps[-1].neurons_asked // N):
        chance = chance.next(order)
        orders.append(chance.order)
    return orders


@given(networks(), st.integers(0, 5))
def test_fields_that_are_kept_change_nothing(network, seed):
    W, s = network
    for order in ("fixed", "random"):
        steps = list(recall(W, s, order=order, rng=rng(seed)))
        end, looks = naive(W, s, orders_of(steps, order, seed))
        assert (steps[-1].s.tolist(), steps[-1].neurons_asked) == (end.tolist(), looks)


def test_a_negative_diagonal_may_never_settle():
    steps = list(islice(recall([[-1]], [1], order="fixed"), 50))
    assert [step.s[0] for step in steps] == [1, -1] * 25
    assert all(step.end is None for step in steps)


def test_every_sweep_is_shuffled_anew():
    W, s = store(random_patterns(30, 60)), random_patterns(1, 60, seed=1)[0]
    steps = list(recall(W, s, rng=rng()))
    orders = {step.chance.order.tobytes(): step.chance.order for step in steps[1:]}
    assert len(orders) == steps[-1].neurons_asked // 60 > 2
    assert all(sorted(order) == list(range(60)) for order in orders.values())
    for a, b in itertools.pairwise(steps[1:-1]):  # within a sweep they look in that order
        if a.chance is b.chance:
            place = a.chance.order.tolist().index
            assert place(b.neuron) - place(a.neuron) == b.neurons_asked - a.neurons_asked > 0


def test_a_damaged_pattern_heals():
    for rule in RULES:
        X = random_patterns(5, 100)
        W = store(X, rule)
        for x in X:
            *_, last = recall(W, corrupt(x, 0.2, rng=rng(1)), rng=rng(2))
            assert last.s.tolist() == x.tolist()
            *_, last = recall(W, corrupt(-x, 0.2, rng=rng(1)), rng=rng(2))
            assert last.s.tolist() == (-x).tolist()  # the negative image is remembered as well


# Recall, all at once


def test_two_neurons_that_disagree_swap_for_ever():
    W = [[0, -1], [-1, 0]]
    steps = list(recall(W, [1, 1], order="synchronous"))
    assert [step.s.tolist() for step in steps] == [[1, 1], [-1, -1], [1, 1]]
    assert [step.end for step in steps] == [None, None, "two-cycle"]
    assert [step.neurons_asked for step in steps] == [0, 2, 4]
    *_, last = recall(W, [1, 1], order="fixed")
    assert last.end == "settled" and last.s.tolist() == [-1, 1]


@given(networks(), st.booleans())
def test_synchronous_recall_settles_or_ends_in_a_two_cycle(network, negative):
    W, s = network
    W = W - 5 * np.eye(len(W), dtype=int) if negative else W  # here the sign of W_ii does not matter
    steps = list(islice(recall(W, s, order="synchronous"), 300))
    last = steps[-1]
    for a, b in itertools.pairwise(steps):
        assert b.s.tolist() == np.where(leaves(W, a.s), -a.s, a.s).tolist()
        assert b.energy == energy(W, b.s) and b.h.tolist() == (W @ b.s).tolist()
    if last.end == "settled":
        assert last.s.tolist() == steps[-2].s.tolist()
    else:
        assert last.end == "two-cycle"
        assert last.s.tolist() == steps[-3].s.tolist() != steps[-2].s.tolist()
    states = [step.s.tobytes() for step in steps[:-1]]
    assert len(set(states)) == len(states)  # nothing came back earlier


# Temperature


def test_a_neuron_in_a_heat_bath():
    # One neuron that always hears 1 from its stiff neighbour: +1 with probability 1 / (1 + exp(-2 / T)).
    W = np.zeros((2, 2))
    W[0, 1] = W[1, 0] = 1.0
    W[1, 1] = 1000.0
    for T in (0.5, 1.0, 3.0):
        for order in ("fixed", "synchronous"):
            run = recall(W, [-1, 1], order=order, T=T, rng=rng(3))
            up, last = 0, 0
            for step in run:  # the state after each sweep
                sweeps = step.neurons_asked // 2
                if step.neuron is None:
                    up, last = up + (sweeps - last) * (step.s[0] == 1), sweeps
                else:
                    up, last = up + (sweeps - last) * (step.s[0] == -1), sweeps  # until now it was so
                if sweeps >= 1000:
                    break
            p = 1 / (1 + math.exp(-2 / T))
            assert abs(up / last - p) < 4 * math.sqrt(p * (1 - p) / last)


def test_one_by_one_the_heat_bath_reaches_the_gibbs_distribution():
    W, T = store([[1, 1, -1], [1, -1, -1], [1, 1, 1]]), 2.0
    states = list(itertools.product([-1, 1], repeat=3))
    weight = np.exp(-energy(W, np.array(states)) / T)
    seen = dict.fromkeys(states, 0)
    before = None
    for step in islice(recall(W, [1, 1, 1], T=T, rng=rng(4)), 15_000):
        if before is not None:
            seen[tuple(before.s.tolist())] += step.neurons_asked - before.neurons_asked  # how long it stayed
        before = step
    share = np.array([seen[state] for state in states]) / before.neurons_asked
    np.testing.assert_allclose(share, weight / weight.sum(), atol=0.02)


def test_at_a_temperature_it_never_ends_and_quiet_sweeps_are_steps():
    W = store(random_patterns(1, 10))
    steps = list(islice(recall(W, random_patterns(1, 10)[0], T=0.01, rng=rng()), 5))
    assert [(step.k, step.neuron, step.neurons_asked, step.end) for step in steps] == [
        (k, None, 10 * k, None) for k in range(5)
    ]


def test_temperature_leaves_a_metastable_state():
    X = random_patterns(3, 60, seed=5)
    W = store(X)
    mixture = np.sign(X.sum(axis=0))
    *_, start = recall(W, mixture, rng=rng())
    assert np.abs(overlap(X, start.s)).max() < 0.9 and start.end == "settled"
    warm = list(islice(recall(W, start, T=0.5 * field_unit(W)), 3000))
    *_, cooled = recall(W, warm[-1])
    assert cooled.end == "settled"
    assert cooled.energy < start.energy and np.abs(overlap(X, cooled.s)).max() == 1


# Going on from a step


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("T", [0, 0.6])
def test_going_on_from_any_step(rule, order, T):
    X = random_patterns(6, 30)
    W = store(X, rule)
    T = T * field_unit(W, rule)
    steps = list(islice(recall(W, corrupt(X[0], 0.4, rng=rng(1)), order=order, T=T, rng=rng(2)), 80))
    assert len(steps) > 2
    for i, step in enumerate(steps):
        kept = pickle.loads(pickle.dumps(step))
        assert list(islice(recall(W, kept, order=order, T=T), 80 - i)) == steps[i:]
    if T == 0:
        assert list(recall(W, steps[-1], order=order)) == steps[-1:]


def test_temperature_and_order_may_change_on_the_way():
    X = random_patterns(6, 30)
    W = store(X)
    steps = list(recall(W, corrupt(X[0], 0.4, rng=rng(1)), rng=rng(2)))
    hot = list(islice(recall(W, steps[4], T=90.0), 50))
    assert hot[0] is steps[4] and hot[-1].k == 53
    assert any(b.energy > a.energy for a, b in itertools.pairwise(hot))
    again = list(islice(recall(W, hot[20], T=90.0), 30))
    assert again == hot[20:]
    *_, cold = recall(W, hot[-1])
    assert cold.end == "settled" and not leaves(W, cold.s).any()
    *_, together = recall(W, steps[4], order="synchronous")
    assert together.end
    *_, last = recall(W, together, order="fixed")
    assert last.end == "settled"


def test_in_every_order_the_same_rng_gives_the_same_noise():
    # So a run whose order is changed on the way goes on with the noise that it would have had.
    chance = Chance.first(9, "random", 1.0, rng=rng())
    for _ in range(3):
        others = [chance.next(order) for order in ORDERS]
        assert all(np.array_equal(other.noise, others[0].noise) for other in others)
        assert all(other.dice == others[0].dice for other in others)
        assert [other.order.tolist() == list(range(9)) for other in others] == [False, True, True]
        chance = others[1]


def test_a_step_without_chance_can_be_given_some():
    W = store(random_patterns(3, 20))
    *_, last = recall(W, random_patterns(1, 20, seed=3)[0], order="fixed")
    assert last.chance.dice is None
    steps = list(islice(recall(W, last, order="fixed", T=20.0, rng=rng()), 10))
    assert steps[0].k == last.k and steps[0].s.tolist() == last.s.tolist()
    assert steps[-1].k == last.k + 9
    with pytest.raises(ValueError, match="rng: expected a generator, since T is above 0, got None"):
        recall(W, last, order="fixed", T=20.0)
    with pytest.raises(ValueError, match="rng: expected None, since the Step to start from brings its own"):
        recall(W, steps[-1], T=20.0, rng=rng())


def test_going_on_in_other_couplings():
    X = random_patterns(4, 40)
    W = store(X)
    *_, last = recall(W, X[0], rng=rng())
    less = forget(W, X[0])
    start, *others = recall(less, last)
    assert start.k == last.k and start.end is None
    assert (start.energy, start.h.tolist()) == (energy(less, last.s), (less @ last.s).tolist())
    assert others[-1].end == "settled" and not leaves(less, others[-1].s).any()


def test_a_move_made_by_noise_is_no_half_of_a_two_cycle():
    X = random_patterns(3, 40)
    W = store(X)
    tried = 0
    for step in islice(recall(W, X[0], order="synchronous", T=30.0, rng=rng(1)), 1, 40):
        for start in (step, dataclasses.replace(step, before=read_only(X[0].copy()))):
            *steps, last = recall(W, start, order="synchronous")
            alone = list(recall(W, start.s, order="synchronous"))
            assert [a.s.tolist() for a in [*steps, last]] == [b.s.tolist() for b in alone]
            assert last.end == alone[-1].end
            tried += np.array_equal(alone[1].s, start.before)  # noise away, and straight back
    assert tried > 10


def test_a_move_in_other_couplings_is_no_half_of_a_two_cycle():
    # Under V, (1, 1, 1) goes to (-1, -1, 1). Under W this goes there as well, with the same fields, but
    # (1, 1, 1) stays.
    V = np.array([[0, -1, 0], [-1, 0, 0], [0, 0, 0]])
    W = np.array([[1, 0, 2], [0, 1, 2], [2, 2, 4]])
    step = list(recall(V, [1, 1, 1], order="synchronous"))[1]
    assert step.s.tolist() == [-1, -1, 1] and step.before.tolist() == [1, 1, 1]
    assert step.h.tolist() == (W @ step.s).tolist() == [1, 1, 0]
    *_, last = recall(W, step, order="synchronous")
    assert (last.k, last.s.tolist(), last.end) == (3, [1, 1, 1], "settled")


def test_an_end_does_not_outlive_its_couplings():
    # Learning a pattern orthogonal to s, the diagonal kept, leaves the fields of s as they are.
    V = np.array([[0, -1], [-1, 0]])
    end = list(recall(V, [1, 1], order="synchronous"))[-1]
    assert end.end == "two-cycle" and end.before.tolist() == [-1, -1]
    s, x = np.array([1, 1]), np.array([1, -1])
    W = learn(V, x, diagonal=True)
    assert (W @ s).tolist() == (V @ s).tolist() == [-1, -1]
    assert list(recall(W, end, order="synchronous")) == [end]  # here it is still one
    # With four neurons s = (1, 1, 1, 1) keeps its fields, but (-1, -1, 1, 1) goes elsewhere.
    V = np.zeros((4, 4), int)
    V[0, 1] = V[1, 0] = -1
    V[2, 2] = V[3, 3] = 1
    s, x = np.ones(4, int), np.array([1, 1, -1, -1])
    end = list(recall(V, s, order="synchronous"))[-1]
    assert end.end == "two-cycle" and end.s.tolist() == s.tolist()
    W = learn(V, x, diagonal=True)
    assert (W @ s).tolist() == (V @ s).tolist()
    start, *others = recall(W, end, order="synchronous")
    assert start.end is None and start.before is None
    assert [a.s.tolist() for a in others] == [
        b.s.tolist() for b in list(recall(W, s, order="synchronous"))[1:]
    ]
    assert others[-1].end == "settled"


def test_a_settled_end_is_asked_of_the_tolerance_anew():
    # The fields are the same; but as nothing large cancels any more, so small a field is no longer a 0.
    V = np.zeros((4, 4))
    V[0, 1] = V[1, 0] = -1e-10
    W = V.copy()
    V[2:, 2:] = [[1, -1], [-1, 1]]
    *_, last = recall(V, [1, 1, 1, 1], order="fixed")
    assert last.end == "settled" and last.h.tolist() == (W @ last.s).tolist()
    *_, last = recall(W, last, order="fixed")
    assert last.s.tolist() == [-1, 1, 1, 1]


def test_the_same_seed_is_the_same_run_whatever_else_is_drawn():
    W, s = store(random_patterns(9, 40)), random_patterns(1, 40, seed=7)[0]
    chance, disturbed = rng(1), []
    for step in islice(recall(W, s, T=30.0, rng=chance), 60):
        disturbed.append(step)
        chance.normal()
    assert disturbed == list(islice(recall(W, s, T=30.0, rng=rng(1)), 60))
    assert disturbed != list(islice(recall(W, s, T=30.0, rng=rng(2)), 60))


def test_what_is_yielded_cannot_be_changed():
    mine, W = np.array([1, 1, -1, 1]), store(random_patterns(2, 4))
    for order in ORDERS:
        for step in islice(recall(W, mine, order=order, T=3.0, rng=rng()), 10):
            for array in (step.s, step.h, step.chance.order, step.chance.noise):
                with pytest.raises(ValueError, match="read-only"):
                    array[0] = 5
            with pytest.raises(dataclasses.FrozenInstanceError):
                step.k = 3
    mine[:] = -1
    assert W.flags.writeable


def test_equal_steps_are_equal_in_everything():
    step = list(recall(store(random_patterns(2, 9)), random_patterns(1, 9, seed=4)[0], rng=rng()))[1]
    assert step == pickle.loads(pickle.dumps(step)) and step != 3
    chance = step.chance
    changes = dict(k=9, s=-step.s, energy=0.5, h=-step.h, neuron=8, neurons_asked=0, end="x", before=step.s)
    assert changes.keys() | {"chance"} == vars(step).keys()
    for change in (dict(order=chance.order[::-1]), dict(noise=None), dict(dice=None)):
        assert step != dataclasses.replace(step, chance=dataclasses.replace(chance, **change))
    for name, value in changes.items():
        assert step != dataclasses.replace(step, **{name: value})


# The modern network


def test_attention_worked_by_hand():
    # Similarities 2 and 0, times beta = ln 3 / 2: weights 3 to 1.
    X, xi = [[1, 1], [1, -1]], [1, 1]
    np.testing.assert_allclose(attention(X, xi, math.log(3) / 2), [0.75, 0.25])
    np.testing.assert_allclose(attend(X, xi, math.log(3) / 2), [1, 0.5])
    np.testing.assert_allclose(attend(X, [xi, [0, 0]], math.log(3) / 2), [[1, 0.5], [1, 0]])
    assert attention(X, [xi, xi, xi]).shape == (3, 2) and attend(X, [xi, xi, xi]).shape == (3, 2)


def test_each_state_attends_for_itself():
    X = np.array([[1.0, 1.0], [1.0, -1.0]])
    states = np.array([[3e4, 1e4], [0.5, 0.2], [-3e4, 0.0]])
    share = attention(X, states)
    for row, xi in zip(share, states):
        np.testing.assert_array_equal(row, attention(X, xi))
    np.testing.assert_allclose(share[1], [1 / (1 + math.exp(-0.4)), 1 / (1 + math.exp(0.4))])


def test_the_largest_floats_attend_to_one():
    assert attention([[1e308], [-1e308]], [1.0]).tolist() == [1, 0]
    assert attend([[1e150], [-1e150]], [1e150]).tolist() == [1e150]


@given(patterns(), st.floats(0, 1e6), st.data())
def test_attention_is_a_share_whatever_beta(X, beta, data):
    xi = data.draw(arrays(float, X.shape[1], elements=st.floats(-1e3, 1e3)))
    share = attention(X, xi, beta)
    assert share.min() >= 0 and share.sum() == pytest.approx(1)
    next_state = attend(X, xi, beta)
    assert np.all(next_state <= X.max(axis=0) + 1e-9) and np.all(next_state >= X.min(axis=0) - 1e-9)


def test_from_a_mean_to_the_nearest_pattern():
    X = random_patterns(40, 64)  # far beyond Hebb's capacity
    np.testing.assert_allclose(attend(X, X[0], 0), X.mean(axis=0), atol=1e-15)  # sums in another order
    cues = corrupt(X, 0.2, rng=rng())
    assert np.array_equal(np.sign(attend(X, cues, 1.0)), X)
    with pytest.raises(AssertionError):
        ends = [list(recall(store(X), cue, rng=rng()))[-1].s for cue in cues]
        assert np.array_equal(ends, X)


# Real patterns


def test_three_digits_are_kept_by_hebb_and_four_are_not():
    digits = data.digits()
    X = np.where(digits.X >= 8, 1, -1)
    X = X[[int(np.flatnonzero(digits.y == c)[0]) for c in range(10)]]
    kept = [int(sum(not leaves(store(X[:P]), x).any() for x in X[:P])) for P in range(1, 11)]
    assert kept == [1, 2, 3, 0, 0, 0, 0, 0, 0, 0]
    for P in range(1, 11):
        assert not any(leaves(store(X[:P], "pseudo-inverse"), x).any() for x in X[:P])


# Unfit arguments

X3, W3 = np.array([[1, 1, -1]]), np.zeros((3, 3), int)
BAD = [
    (
        lambda: store([[0, 1, 1]]),
        r"patterns: expected only -1 and \+1, got \[0, 1\]; 2 \* patterns - 1 makes",
    ),
    (lambda: store([[0.5, 9]]), r"got \[0.5, 9\]; np.where\(patterns > 4.75, 1, -1\), the middle"),
    (lambda: store([[True, False]]), "patterns: expected numbers -1 and"),
    (lambda: store([[np.nan, 1]]), r"patterns: expected only -1 and \+1, got \[1, nan\]"),
    (lambda: store([1, -1]), r"patterns: expected numbers -1 and \+1, shape \(P, N\), got shape \(2,\)"),
    (lambda: store(np.ones((0, 3))), r"patterns: .* got shape \(0, 3\)"),
    (lambda: store([[1], [1, 1]]), "patterns: expected numbers"),
    (lambda: store("AB"), "patterns: expected numbers .* got 'AB'"),
    (lambda: store(X3, "hebbian"), "rule: expected one of hebb, pseudo-inverse, storkey, got 'hebbian'"),
    (
        lambda: store(X3, "pseudo-inverse", lr=0.5),
        "lr: expected 1, as this rule stores all at once, got 0.5",
    ),
    (lambda: store(X3, lr=0), "lr: expected a number above 0, got 0"),
    (lambda: store(X3, lr=1e20), r"lr: expected at most 1e\+09, got 1e\+20"),
    (lambda: store(X3, diagonal="no"), "diagonal: expected True or False, got 'no'"),
    (lambda: learn(W3, [1, 1, 1], diagonal=0), "diagonal: expected True or False, got 0"),
    (lambda: forget(W3, [1, 1, 1], lr=np.inf), "lr: expected a finite number above 0, got inf"),
    (lambda: turn(W3, [1, 1, 1], 3), "i: expected a neuron from 0 to 2, got 3"),
    (lambda: turn(W3, [1, 1, 1], -1), "i: expected a whole number of at least 0, got -1"),
    (lambda: turn(W3, [1, 1], 0), "s: expected 3 neurons, got 2"),
    (lambda: recall_plainly(W3, [1, 0, 1]), "s: expected only"),
    (lambda: recall_plainly(W3, [1, 1, 1], rng=0), "rng: expected a numpy.random.Generator"),
    (lambda: learn(W3, [1, 1]), "pattern: expected 3 neurons, got 2"),
    (lambda: learn(W3, [1, 1, 0]), "pattern: expected only"),
    (lambda: learn(W3, [1, 1, 1], "pseudo-inverse"), "rule: expected one of hebb, storkey, got"),
    (lambda: forget(W3, X3), r"pattern: .* shape \(N\), got shape \(1, 3\)"),
    (lambda: energy([[0, 1], [2, 0]], [1, 1]), r"W: expected a symmetric table, got 1 at \[0, 1\] and 2 at"),
    (lambda: energy([[0, 1]], [1, 1]), r"W: expected a square table of numbers, shape \(N, N\), got shape"),
    (lambda: energy([[0, np.inf], [np.inf, 0]], [1, 1]), r"W: expected finite numbers, got inf at W\[0, 1\]"),
    (lambda: energy("W", [1, 1]), "W: expected a square table of numbers"),
    (lambda: energy(W3, [0, 1, 1]), "s: expected only"),
    (lambda: overlap(X3, [1, 1]), "s: expected 3 neurons, got 2"),
    (lambda: corrupt([1, 1], 1.5, rng=rng()), "share: expected a number from 0 to 1, got 1.5"),
    (lambda: corrupt([1, 1], -1, rng=rng()), "share: expected a number from 0 to 1, got -1"),
    (lambda: corrupt([1, 1], 0.5, rng=3), "rng: expected a numpy.random.Generator"),
    (lambda: recall(W3, [1, 1, 1]), "rng: expected a generator, since the order is random, got None"),
    (lambda: recall(W3, [1, 1, 1], order="fixed", T=1), "rng: expected a generator, since T is above 0"),
    (lambda: recall(W3, [1, 1, 1], order="random", rng=0), "rng: expected a numpy.random.Generator"),
    (lambda: recall(W3, [1, 1, 1], order="sync"), "order: expected one of random, fixed, synchronous, got"),
    (lambda: recall(W3, [1, 1, 1], order="fixed", T=-1), "T: expected a number from 0 to .*, got -1"),
    (lambda: recall(W3, [1, 1, 1], T=1e31, rng=rng()), r"T: expected a number from 0 to 1e\+30, got 1e\+31"),
    (lambda: recall(W3, [1, 1, 1, 1], order="fixed"), "s: expected 3 neurons, got 4"),
    (
        lambda: recall(W3, next(recall([[0]], [1], order="fixed")), order="fixed"),
        "s: expected a Step of 3 neurons, got one of 1",
    ),
    (lambda: attention(X3, [1, 1]), r"xi: expected shape \(3,\) or \(m, 3\), got \(2,\)"),
    (lambda: attention(X3, [[[1, 1, 1]]]), "xi: expected shape"),
    (lambda: attention(X3, [1, 1, np.nan]), "xi: expected finite numbers"),
    (lambda: attention(X3, [[1], [1, 2]]), r"xi: expected numbers, got \[\[1\], \[1, 2\]\]"),
    (lambda: attention(X3, 1.0), r"xi: expected shape \(3,\) or \(m, 3\), got \(\)"),
    (lambda: attention([[1], [1, 2]], [1, 1, 1]), "patterns: expected a table of numbers"),
    (lambda: attend([[1], [1, 2]], [1, 1, 1]), "patterns: expected a table of numbers"),
    (
        lambda: attention([[1e200], [-1e200]], [1e200]),
        "beta: expected finite beta X xi, got 1; take a smaller beta, xi or patterns",
    ),
    (lambda: attend([[1e200], [-1e200]], [1e200], 0), "beta: expected finite beta X xi, got 0"),
    (lambda: attend([[1e9], [1.0]], [1.0], 1e300), r"beta: expected finite beta X xi, got 1e\+300"),
    (lambda: field_unit(W3, "modern"), "rule: expected one of hebb, pseudo-inverse, storkey, got 'modern'"),
    (lambda: field_unit([[0, 1]]), "W: expected a square table"),
    (lambda: attend(X3, [1, 1, 1], -1), "beta: expected a number of at least 0, got -1"),
]


@pytest.mark.parametrize(("call", "message"), BAD)
def test_unfit_arguments_are_turned_away(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_largest_rate_stays_exact():
    W = store(np.ones((3, 2), int), lr=10**9)
    assert W.dtype.kind == "i" and W.tolist() == [[0, 3 * 10**9], [3 * 10**9, 0]]


def test_names_of_the_first_edition():
    from nnlab import hopfield

    *_, last = recall(W3, [1, 1, 1], order="fixed")
    assert last.looks == last.neurons_asked == 3
    assert hopfield.damage is corrupt and hopfield._one_by_one is recall_plainly


def test_whole_numbers_in_floats_will_do():
    assert store([[1.0, -1.0]]).tolist() == [[0, -1], [-1, 0]]
    assert energy([[0.0, 1.0], [1.0, 0.0]], [1.0, 1.0]) == -1.0
