import dataclasses
import itertools
import math
import pickle
import tracemalloc
from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnlab.perceptron import (
    _nearest,
    max_margin,
    novikoff,
    preactivation,
    predict,
    radius,
    random_weights,
    train,
    train_in_blocks,
    with_bias,
)

GATE = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND, OR, XOR = [0, 0, 0, 1], [0, 1, 1, 1], [0, 1, 1, 0]


def two_clouds(n, d, *, gap, seed, scale=1.0, shift=0.0):
    """Return samples on both sides of a plane, none nearer to it than gap (before scale and shift)."""
    rng = np.random.default_rng(seed)
    X, u = rng.normal(size=(n, d)), rng.normal(size=d)
    u /= np.linalg.norm(u)
    z = X @ u
    return (X + gap * np.sign(z)[:, None] * u) * scale + shift, (z >= 0).astype(int)


def noisy(n, seed):
    """Return two classes that no line separates."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 3))
    return X, (X[:, 0] + 0.5 * rng.normal(size=n) > 0).astype(int)


def naive(X, y, lr=1.0, start=None, order=None):
    """Yield (sample, error, looks, w), one sample after another, as the rule is written."""
    w = np.zeros(X.shape[1] + 1) if start is None else start
    looks = 0
    quiet = False
    while not quiet:
        quiet = True
        for i in range(len(X)) if order is None else order:
            looks += 1
            z = np.dot(w[:-1], X[i]) + w[-1]
            prediction = 1 if z >= 0 else 0
            if prediction != y[i]:
                w = w + lr * (y[i] - prediction) * np.append(X[i], 1.0)
                quiet = False
                yield i, y[i] - prediction, looks, w


def assert_same(updates, expected):
    updates = list(updates)
    assert [(u.sample, u.error, u.samples_seen) for u in updates] == [e[:3] for e in expected]
    assert [u.w.tolist() for u in updates] == [e[3].tolist() for e in expected]


def samples_of(updates):
    return [u.sample for u in updates]


# The neuron


def test_one_step_worked_by_hand():
    # (2, 3) with weights (1, -1) and bias 0: z = 2 - 3 = -1, so the answer is 0. It should have been 1:
    # w <- (1, -1, 0) + 0.5 (1 - 0) (2, 3, 1) = (2, 0.5, 0.5).
    X, y, w = [[2, 3]], [1], [1, -1, 0]
    assert preactivation(w, X).tolist() == [-1.0]
    assert predict(w, X).tolist() == [0]
    start, update = train(X, y, lr=0.5, start=w)
    assert (start.k, start.w.tolist(), start.sample, start.error, start.samples_seen) == (
        0,
        [1, -1, 0],
        None,
        0,
        0,
    )
    assert (update.k, update.w.tolist(), update.sample, update.error, update.samples_seen) == (
        1,
        [2, 0.5, 0.5],
        0,
        1,
        1,
    )


def test_the_bias_is_last():
    assert with_bias([[5, 6]]).tolist() == [[5, 6, 1]]
    assert preactivation([0, 0, 7], [[5, 6], [8, 9]]).tolist() == [7, 7]


def test_a_tie_is_a_yes():
    assert predict([1, -1], [[1]]).tolist() == [1]
    assert len(list(train([[1]], [1]))) == 1  # zero weights already say yes
    assert len(list(train([[1]], [0]))) == 2


def test_a_sample_is_judged_alike_alone_and_in_company():
    rng = np.random.default_rng(0)
    X = rng.integers(-9, 10, size=(300, 11)) * 0.1
    w = rng.integers(-9, 10, size=12) * 0.1
    together = preactivation(w, X)
    assert together.tolist() == [preactivation(w, X[i : i + 1])[0] for i in range(300)]
    assert together.tolist() == [np.dot(x, w[:-1]) + w[-1] for x in X]


# Training


def test_and_takes_11_updates_and_or_5():
    assert_same(list(train(GATE, AND))[1:], list(naive(GATE, AND)))
    *_, last = train(GATE, AND)
    assert (last.k, last.w.tolist()) == (11, [2, 1, -3])
    *_, last = train(GATE, OR)
    assert (last.k, last.w.tolist()) == (5, [1, 1, -1])


def test_floats_change_the_count_of_and():
    *_, last = train(GATE, AND, lr=0.1)
    assert last.k == 8
    assert predict(last.w, GATE).tolist() == AND


def test_xor_never_ends():
    updates = list(islice(train(GATE, XOR), 500))
    assert len(updates) == 500
    assert len({tuple(u.w) for u in updates}) < 20  # it goes round in circles


def both(X, y, most, **options):
    """The first updates of the plain version, after a look whether the quick one yields the same."""
    plain, quick = (list(islice(f(X, y, **options), most)) for f in (train, train_in_blocks))
    assert plain == quick
    return plain


@given(data=st.data(), n=st.integers(1, 40), d=st.integers(1, 3), lr=st.sampled_from([1.0, 0.1, 0.3, 2.0]))
def test_looking_ahead_changes_nothing_on_lattices(data, n, d, lr):
    X = data.draw(arrays(float, (n, d), elements=st.integers(-2, 2)))
    y = data.draw(arrays(int, n, elements=st.integers(0, 1)))
    start = data.draw(arrays(float, d + 1, elements=st.integers(-3, 3))) * 0.1
    assert_same(both(X, y, 60, lr=lr, start=start)[1:], list(islice(naive(X, y, lr, start), 59)))


@pytest.mark.parametrize("gap", [0.05, 1.0])
def test_looking_ahead_changes_nothing_far_ahead(gap):
    X, y = two_clouds(9000, 4, gap=gap, seed=0)  # long quiet stretches, so blocks reach their full size
    assert_same(both(X, y, None, lr=0.1)[1:], list(naive(X, y, 0.1)))


@pytest.mark.parametrize("seed", [None, 9])
@pytest.mark.parametrize("n", [1, 15, 16, 17, 100])
def test_the_plain_version_and_the_quick_one_are_one_run_from_every_update(n, seed):
    X, y = noisy(n, seed=10)
    for start in both(X, y, 40, start=np.zeros(4))[::3]:
        both(X, y, 40, start=start, lr=0.5)
    for each in (train, train_in_blocks):
        rng = None if seed is None else np.random.default_rng(seed)
        first = list(islice(each(X, y, rng=rng), 60))
        for i in range(0, len(first), 7):
            assert both(X, y, 60 - i, start=first[i]) == first[i:]


def test_one_shuffled_pass_is_the_naive_pass_in_that_order():
    X, y = noisy(200, seed=1)
    first, *others = islice(train(X, y, rng=np.random.default_rng(2)), 200)
    one_pass = [u for u in others if u.order is first.order]
    assert sorted(first.order) == list(range(200))
    assert first.order.tolist() != list(range(200))
    expected = [u for u in islice(naive(X, y, order=first.order), 200) if u[2] <= 200]
    assert_same(one_pass, expected)
    later = [u.order for u in others if u.samples_seen > 200]
    assert len(later) > 100 and sorted(later[0]) == list(range(200))
    assert later[0].tolist() != first.order.tolist()


def test_without_rng_the_order_stays():
    assert all(u.order.tolist() == [0, 1, 2, 3] and u.dice is None for u in train(GATE, AND))


@pytest.mark.parametrize("seed", [None, 3])
def test_it_ends_after_a_whole_pass_without_a_mistake(seed):
    X, y = two_clouds(300, 2, gap=0.1, seed=4)
    rng = None if seed is None else np.random.default_rng(seed)
    updates = list(train(X, y, rng=rng))
    assert predict(updates[-1].w, X).tolist() == y.tolist()
    assert all(np.any(predict(u.w, X) != y) for u in updates[:-1])
    assert [u.k for u in updates] == list(range(len(updates)))


def test_oracle_scikit_learn():
    # At z = 0 scikit-learn corrects either class, step(0) = 1 only class 0. With a first sample of class 0
    # both correct it, and no later z of these samples is exactly 0.
    from sklearn.linear_model import Perceptron

    X, y = two_clouds(400, 5, gap=0.05, seed=6)
    first = int(np.flatnonzero(y == 0)[0])
    X[[0, first]], y[[0, first]] = X[[first, 0]], y[[first, 0]]
    *_, last = train(X, y)
    passes = -(-last.samples_seen // len(X))
    model = Perceptron(shuffle=False, tol=None, max_iter=passes, eta0=1.0, penalty=None).fit(X, y)
    assert last.k > 20 and passes > 2
    np.testing.assert_allclose(np.append(model.coef_, model.intercept_), last.w, rtol=1e-12)


# The learning rate


@pytest.mark.parametrize("lr", [2.0**-20, 0.5, 4.0])
@pytest.mark.parametrize("X, y", [(GATE, AND), two_clouds(200, 3, gap=0.05, seed=7)])
def test_from_zero_the_rate_only_rescales(X, y, lr):
    ones, others = list(train(X, y)), list(train(X, y, lr=lr))
    grid = np.random.default_rng(8).normal(size=(500, X.shape[1]))
    assert samples_of(ones) == samples_of(others)
    for one, other in zip(ones, others):
        assert (other.w / lr).tolist() == one.w.tolist()
        assert predict(other.w, grid).tolist() == predict(one.w, grid).tolist()


def test_from_a_random_start_the_rate_matters():
    start = random_weights(2, rng=np.random.default_rng(0))
    small, large = list(train(GATE, AND, lr=0.125, start=start)), list(train(GATE, AND, start=start))
    assert samples_of(small) != samples_of(large)
    assert len(small) != len(large)


def test_random_weights():
    w = random_weights(20_000, rng=np.random.default_rng(1), scale=3.0)
    assert w.shape == (20_001,)
    assert abs(w.std() - 3) < 0.05 and abs(w.mean()) < 0.1
    assert random_weights(2, rng=np.random.default_rng(1)).tolist() == (w[:3] / 3).tolist()


# Going on from an update


@pytest.mark.parametrize("seed", [None, 9])
@pytest.mark.parametrize("X, y", [(GATE, XOR), noisy(60, seed=10), two_clouds(100, 2, gap=0.02, seed=11)])
def test_going_on_from_any_update(X, y, seed):
    rng = None if seed is None else np.random.default_rng(seed)
    updates = list(islice(train(X, y, rng=rng), 90))
    assert len(updates) > 10
    for i, update in enumerate(updates):
        kept = pickle.loads(pickle.dumps(update))
        assert list(islice(train(X, y, start=kept), 90 - i)) == updates[i:]


def test_a_resumed_run_ends_where_the_first_one_did():
    X, y = two_clouds(100, 2, gap=0.1, seed=12)
    updates = list(train(X, y, rng=np.random.default_rng(13)))
    assert len(updates) > 5
    for i in (0, 3, -1):
        assert list(train(X, y, start=updates[i])) == updates[i:]


def test_going_on_with_another_rate():
    updates = list(train(GATE, AND))
    again = list(train(GATE, AND, lr=0.25, start=updates[4]))
    assert again[0] is updates[4]
    assert again[1].sample == updates[5].sample
    assert np.abs(again[1].w - again[0].w).max() == 0.25


def test_the_same_seed_is_the_same_run_whatever_else_is_drawn():
    X, y = noisy(50, seed=14)
    rng = np.random.default_rng(15)
    undisturbed = list(islice(train(X, y, rng=np.random.default_rng(15)), 100))
    disturbed = []
    for update in islice(train(X, y, rng=rng), 100):
        disturbed.append(update)
        rng.normal()
    assert disturbed == undisturbed


def test_the_same_rng_again_is_a_new_run():
    X, y = noisy(50, seed=14)
    rng = np.random.default_rng(15)
    assert next(train(X, y, rng=rng)).order.tolist() != next(train(X, y, rng=rng)).order.tolist()


def test_any_bit_generator_will_do():
    updates = list(islice(train(GATE, XOR, rng=np.random.Generator(np.random.Philox(0))), 30))
    assert list(islice(train(GATE, XOR, start=updates[9]), 21)) == updates[9:]


def test_equal_updates_are_equal_in_everything():
    update = list(train(GATE, AND, rng=np.random.default_rng(0)))[3]
    assert update == pickle.loads(pickle.dumps(update))
    changes = dict(
        k=9, w=update.w + 1, sample=None, error=0, samples_seen=0, order=update.order[::-1], dice=None
    )
    for name, value in changes.items():
        assert update != dataclasses.replace(update, **{name: value})
    assert update != 3


def test_what_is_yielded_cannot_be_changed():
    mine = np.zeros(3)
    for update in train(GATE, AND, start=mine, rng=np.random.default_rng(0)):
        for array in (update.w, update.order):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 5
        with pytest.raises(dataclasses.FrozenInstanceError):
            update.k = 3
    mine[:] = 1  # the caller's own start stays writable, and untouched until now
    assert mine.tolist() == [1, 1, 1]


@pytest.mark.parametrize("seed", [None, 0])
def test_the_samples_are_neither_changed_nor_copied(seed):
    X, y = two_clouds(20_000, 20, gap=0.5, seed=16)
    before = X.copy()
    X.setflags(write=False)
    tracemalloc.start()
    for _ in train(X, y, rng=None if seed is None else np.random.default_rng(seed)):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < X.nbytes / 2
    assert np.array_equal(X, before)


# The margin and Novikoff's bound


def by_trying_all(X, y):
    """Return the margin 1 / |v| of the shortest v with s (x, 1) . v >= 1, sought among all small subsets."""
    P = np.where(np.asarray(y) == 1, 1.0, -1.0)[:, None] * with_bias(X)
    shortest = math.inf
    for size in range(1, P.shape[1] + 1):
        for subset in itertools.combinations(P, size):
            v = np.linalg.lstsq(np.array(subset), np.ones(size), rcond=1e-12)[0]
            if np.all(P @ v > 1 - 1e-9):
                shortest = min(shortest, np.linalg.norm(v))
    return 1 / shortest


small_sets = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        arrays(float, (n, 2), elements=st.integers(-3, 3)), arrays(int, n, elements=st.integers(0, 1))
    )
)


@given(small_sets, st.sampled_from([(1, 0), (0.1, 0), ([5, 1], [205.3, 17.1])]))
def test_the_margin_is_the_largest(Xy, scale_and_shift):
    X, y = Xy
    scale, shift = scale_and_shift
    X = X * scale + shift
    gamma, u = max_margin(X, y)
    assert gamma == pytest.approx(by_trying_all(X, y), rel=1e-8)
    if gamma > 0:
        assert np.linalg.norm(u) == pytest.approx(1, rel=1e-12)
        assert np.min(np.where(y == 1, 1, -1) * preactivation(u, X)) == pytest.approx(gamma, rel=1e-8)


@given(small_sets, st.randoms(use_true_random=False))
def test_the_margin_knows_neither_order_nor_names(Xy, random):
    X, y = Xy
    gamma, u = max_margin(X, y)
    order = random.sample(range(len(X)), len(X))
    assert max_margin(X[order], y[order]).gamma == pytest.approx(gamma, rel=1e-12)
    flipped = max_margin(X, 1 - y)
    assert flipped.gamma == pytest.approx(gamma, rel=1e-12)
    np.testing.assert_allclose(flipped.u, -u, atol=1e-9)
    assert max_margin(np.repeat(X, 2, axis=0), np.repeat(y, 2)).gamma == pytest.approx(gamma, rel=1e-12)


@given(small_sets, st.integers(0, 9))
def test_no_run_from_zero_beats_the_bound(Xy, seed):
    X, y = Xy
    gamma, _ = max_margin(X, y)
    if gamma > 0:
        for rng in (None, np.random.default_rng(seed)):
            *_, last = train(X, y, rng=rng)
            assert last.k <= novikoff(X, gamma) * (1 + 1e-9)


def test_gates():
    assert max_margin(GATE, AND).gamma == pytest.approx(1 / math.sqrt(17), rel=1e-14)
    np.testing.assert_allclose(max_margin(GATE, AND).u, np.array([2, 2, -3]) / math.sqrt(17), rtol=1e-13)
    assert max_margin(GATE, OR).gamma == pytest.approx(1 / 3, rel=1e-14)
    assert radius(GATE) == pytest.approx(math.sqrt(3), rel=1e-15)
    assert novikoff(GATE, max_margin(GATE, AND).gamma) == pytest.approx(51, rel=1e-13)
    assert novikoff(GATE, max_margin(GATE, OR).gamma) == pytest.approx(27, rel=1e-13)


def test_where_no_line_separates_the_margin_is_exactly_zero():
    crossing = np.array([[200.0, 15.0], [201.0, 14.0], [200.0, 15.0]]), [0, 1, 1]
    between = np.array([[1.1, 1.1], [2.2, 2.2], [3.3, 3.3]]), [0, 1, 0]
    for X, y in [(GATE, XOR), noisy(500, seed=17), crossing, between]:
        gamma, u = max_margin(X, y)
        assert gamma == 0.0 and type(gamma) is float
        assert not u.any() and u.shape == (X.shape[1] + 1,)
        assert novikoff(X, gamma) == math.inf


@pytest.mark.parametrize("label", [0, 1])
def test_one_sample_and_one_class(label):
    gamma, u = max_margin([[3.0, 4.0]], [label])
    assert gamma == pytest.approx(math.sqrt(26), rel=1e-14)
    np.testing.assert_allclose(u * math.sqrt(26), np.array([3, 4, 1]) * (1 if label else -1), rtol=1e-14)
    X = np.random.default_rng(18).normal(size=(50, 3))  # the origin is among them: all that is left is the 1
    assert max_margin(X, [label] * 50).gamma == pytest.approx(1, rel=1e-12)


CLOUDS = {
    "wide": dict(n=300, d=2, gap=0.5, seed=19),
    "narrow": dict(n=500, d=2, gap=0.01, seed=20),
    "many features": dict(n=300, d=10, gap=0.3, seed=21),
    "badly scaled": dict(n=300, d=2, gap=0.5, seed=22, scale=[10, 1], shift=[205, 17]),
    "badly scaled, narrow": dict(n=150, d=2, gap=0.02, seed=23, scale=[10, 1], shift=[205, 17]),
}


def cloud(name):
    X, y = two_clouds(**CLOUDS[name])
    return X, y, np.where(y == 1, 1.0, -1.0)[:, None] * with_bias(X)


@pytest.mark.parametrize("name", ["wide", "narrow"])
def test_margin_oracle_linear_svc(name):
    # LinearSVC does not converge on the other clouds: for them see the next test.
    from sklearn.svm import LinearSVC

    X, y, P = cloud(name)
    model = LinearSVC(loss="hinge", C=1e8, fit_intercept=False, tol=1e-9, max_iter=200_000, random_state=0)
    v = model.fit(with_bias(X), y).coef_[0]
    assert np.min(P @ v) / np.linalg.norm(v) == pytest.approx(max_margin(X, y).gamma, rel=1e-6)


@pytest.mark.parametrize("name", CLOUDS)
def test_margin_oracle_least_squares_without_negative_weights(name):
    # Lawson and Hanson, Solving Least Squares Problems (1974), chapter 23: the least distance problem as one
    # of least squares with coefficients that may not be negative.
    from sklearn.linear_model import LinearRegression

    X, y, P = cloud(name)
    unit = np.linalg.norm(P, axis=1).max()
    E, f = np.vstack([P.T / unit, np.ones(len(P))]), np.append(np.zeros(P.shape[1]), 1.0)
    share = LinearRegression(fit_intercept=False, positive=True).fit(E, f).coef_
    gamma, u = max_margin(X, y)
    assert gamma == pytest.approx(np.linalg.norm(share @ P) / share.sum(), rel=1e-9)
    assert np.min(P @ u) == pytest.approx(gamma, rel=1e-9)


def exact_margin(X, y):
    """Return the margin in fractions, by trying all small subsets; 0.0 where no line separates."""
    P = [[Fraction(value) * (1 if label else -1) for value in (*x, 1.0)] for x, label in zip(X.tolist(), y)]

    def dot(p, q):
        return sum(i * j for i, j in zip(p, q))

    for size in range(1, len(P[0]) + 1):
        for subset in itertools.combinations(P, size):
            shares = solved([[dot(p, q) for q in subset] for p in subset])
            if shares is None or min(shares) < 0:
                continue
            v = [sum(s * p[k] for s, p in zip(shares, subset)) for k in range(len(P[0]))]
            if all(dot(p, v) >= 1 for p in P):
                return math.sqrt(1 / dot(v, v))
    return 0.0


def solved(M):
    """Return s with M s = (1, ..., 1) in fractions, or None if M has no inverse."""
    M = [[*row, Fraction(1)] for row in M]
    for i in range(len(M)):
        k = next((k for k in range(i, len(M)) if M[k][i]), None)
        if k is None:
            return None
        M[i], M[k] = M[k], M[i]
        M[i] = [value / M[i][i] for value in M[i]]
        M = [row if j == i else [a - row[i] * b for a, b in zip(row, M[i])] for j, row in enumerate(M)]
    return [row[-1] for row in M]


@pytest.mark.parametrize("unit", [1e-6, 1e-3, 1.0, 1e3, 1e6, 2e8, 1e9])
def test_the_margin_is_right_in_any_unit(unit):
    for seed in range(60):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(1, 8))
        # Few different numbers: many points lie on one line, and the origin often on a side of the hull.
        X, y = rng.integers(-3, 4, (n, 2)).astype(float), rng.integers(0, 2, n)
        X = X * unit if unit >= 1 else X / round(1 / unit)
        gamma, u = max_margin(X, y)
        expected = exact_margin(X, y)
        if expected < 1e-12 * radius(X):
            assert gamma == 0
            continue
        assert gamma == pytest.approx(expected, rel=1e-9)
        signs = [1 if label else -1 for label in y]
        terms = [[Fraction(a) * Fraction(b) for a, b in zip((*x, 1.0), u.tolist())] for x in X.tolist()]
        assert float(min(s * sum(t) for s, t in zip(signs, terms))) == pytest.approx(expected, rel=1e-9)


def test_the_walk_to_the_nearest_point_never_leads_away():
    # This is why the search for the margin ends. (The points need not come from samples.)
    rng = np.random.default_rng(26)
    for _ in range(200):
        P = rng.normal(size=(6, 6)) + 0.5
        share = rng.dirichlet(np.ones(6))
        kept, new = _nearest(P, list(range(6)), share)
        assert np.all(new >= 0) and new.sum() == pytest.approx(1, rel=1e-12)
        assert np.linalg.norm(new @ P[kept]) <= np.linalg.norm(share @ P) * (1 + 1e-12)


def test_margin_of_many_samples():
    X, y = two_clouds(100_000, 20, gap=0.5, seed=24)
    gamma, u = max_margin(X, y)
    assert gamma >= 0.5 / np.sqrt(2)
    assert np.min(np.where(y == 1, 1, -1) * preactivation(u, X)) == pytest.approx(gamma, rel=1e-12)


@pytest.mark.parametrize("X, y", [(GATE, AND), (GATE, OR), two_clouds(300, 3, gap=0.1, seed=25)])
def test_novikoffs_squeeze(X, y):
    gamma, u = max_margin(X, y)
    R = radius(X)
    for update in train(X, y):
        assert update.k * gamma * (1 - 1e-12) <= update.w @ u
        assert update.w @ u <= np.linalg.norm(update.w) * (1 + 1e-12)
        assert np.linalg.norm(update.w) <= math.sqrt(update.k) * R * (1 + 1e-12)
    assert update.k <= novikoff(X, gamma)


def test_extreme_margins_do_not_overflow():
    assert novikoff(GATE, 1e-200) == math.inf
    assert novikoff(GATE, 5e-324) == math.inf


# Bad input at every door

BAD_X = [[1, 2, 3, 4], np.ones((0, 2)), [[np.nan, 0]] * 4, [[np.inf, 0]] * 4, [["a", "b"]] * 4]


@pytest.mark.parametrize("X", BAD_X)
def test_unfit_samples_are_refused_everywhere(X):
    doors = [
        lambda: with_bias(X),
        lambda: preactivation([0, 0, 0], X),
        lambda: predict([0, 0, 0], X),
        lambda: train(X, AND),
        lambda: radius(X),
        lambda: max_margin(X, AND),
        lambda: novikoff(X, 1),
    ]
    for door in doors:
        with pytest.raises(ValueError, match=r"^X: expected"):
            door()


@pytest.mark.parametrize(
    "y", [[-1, -1, -1, 1], [0, 0, 1], [0, 0, 0, np.nan], [[0, 0, 0, 1]], list("abcd"), None]
)
def test_unfit_labels_are_refused_everywhere(y):
    for door in (train, max_margin):
        with pytest.raises(ValueError, match=r"^y: expected"):
            door(GATE, y)


@pytest.mark.parametrize("w", [[1, 2], [1, 2, 3, 4], [[1, 2, 3]], [1, 2, np.nan], "abc", 0])
def test_unfit_weights_are_refused_everywhere(w):
    for door in (preactivation, predict):
        with pytest.raises(ValueError, match=r"^w: expected"):
            door(w, GATE)
    with pytest.raises(ValueError, match=r"^start: expected"):
        train(GATE, AND, start=w)


@pytest.mark.parametrize("lr", [0, -1, np.nan, np.inf, "0.1", None, [1.0]])
def test_an_unfit_rate_is_refused(lr):
    with pytest.raises(ValueError, match=r"^lr: expected a .*number above 0, got"):
        train(GATE, AND, lr=lr)


@pytest.mark.parametrize("rng", [0, np.random.RandomState(0), np.random])
def test_an_unfit_rng_is_refused(rng):
    with pytest.raises(ValueError, match=r"^rng: expected a numpy.random.Generator, got"):
        train(GATE, AND, rng=rng)
    with pytest.raises(ValueError, match=r"^rng: expected a numpy.random.Generator, got"):
        random_weights(2, rng=rng)


def test_an_update_goes_on_only_with_its_own_kind_of_data_and_its_own_order():
    *_, update = train(GATE, AND)
    sentence = (
        "^start: expected an Update for {} samples with {} features, got one for 4 samples with 2 features$"
    )
    with pytest.raises(ValueError, match=sentence.format(3, 2)):
        train(GATE[:3], AND[:3], start=update)
    with pytest.raises(ValueError, match=sentence.format(4, 1)):
        train(GATE[:, :1], AND, start=update)
    with pytest.raises(ValueError, match=r"^rng: expected None with an Update as start"):
        train(GATE, AND, start=update, rng=np.random.default_rng(0))


def test_other_unfit_arguments_are_refused():
    rng = np.random.default_rng(0)
    for gamma in (-1, np.nan, np.inf, "1", None):
        with pytest.raises(ValueError, match=r"^gamma: expected a .*number of at least 0, got"):
            novikoff(GATE, gamma)
    for d in (0, 1.5, None):
        with pytest.raises(ValueError, match=r"^d: expected a whole number of at least 1, got"):
            random_weights(d, rng=rng)
    for scale in (0, -1, np.nan):
        with pytest.raises(ValueError, match=r"^scale: expected a number above 0, got"):
            random_weights(2, rng=rng, scale=scale)
