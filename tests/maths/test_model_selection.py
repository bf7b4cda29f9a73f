"""Choosing a model: splits, Chebyshev features, ridge, early stopping, bias and variance."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from nnlab import data, model_selection, network
from nnlab.descent import Step, descend
from nnlab.model_selection import bias_variance, resample, split, stop_early
from nnlab.network import Network
from nnlab.regression import chebyshev, curvature, ridge

DOMAIN = (0.0, 6.0)


def truth(x):
    return np.sin(x) + 0.5


def draw(rng, n=20, noise=0.3):
    x = rng.uniform(*DOMAIN, n)
    return x, truth(x) + noise * rng.normal(size=n)


def answers(theta, x, degree):
    return Network((degree, 1), "linear").predict(theta, chebyshev(x, degree, DOMAIN))


def fit(x, y, degree, lam=0.0):
    return ridge(chebyshev(x, degree, DOMAIN), y, lam)


def off(theta, x, y, degree):
    return float(np.mean((answers(theta, x, degree) - y) ** 2))


# Splits


def test_a_split_deals_out_every_sample_once():
    parts = split(50, validation=10, test=15, rng=np.random.default_rng(0))
    assert [len(part) for part in parts] == [25, 10, 15]
    assert sorted(np.concatenate(parts)) == list(range(50))
    assert all((np.diff(part) > 0).all() for part in parts)
    again = split(50, validation=10, test=15, rng=np.random.default_rng(0))
    other = split(50, validation=10, test=15, rng=np.random.default_rng(1))
    assert (again.test == parts.test).all() and not (other.test == parts.test).all()


def test_every_sample_is_as_likely_in_every_part():
    seen = np.zeros(10)
    rng = np.random.default_rng(0)
    for _ in range(3000):
        seen[split(10, validation=3, rng=rng).validation] += 1
    assert np.abs(seen - 900).max() < 5 * np.sqrt(3000 * 0.3 * 0.7)


def test_neighbours_are_no_likelier_to_share_a_part_than_others():
    """Of 10 samples 3 are for validation: any two of them together with probability 3/10 2/9."""
    together, rng = np.zeros((10, 10)), np.random.default_rng(1)
    for _ in range(3000):
        chosen = split(10, validation=3, rng=rng).validation
        together[np.ix_(chosen, chosen)] += 1
    pairs = together[np.triu_indices(10, 1)]
    assert np.abs(pairs - 200).max() < 5 * np.sqrt(3000 / 15 * 14 / 15)


def test_a_split_that_leaves_nothing_to_learn_from_is_refused():
    with pytest.raises(
        ValueError, match=r"^validation, test: expected fewer than n together, got 4 \+ 6 of 10$"
    ):
        split(10, validation=4, test=6, rng=np.random.default_rng(0))
    assert len(split(10, validation=4, test=5, rng=np.random.default_rng(0)).train) == 1


# Features and ridge


def test_chebyshev_by_hand():
    # u = 0, 1/2, 1 of the domain 0 to 6: T2 = 2u^2 - 1, T3 = 4u^3 - 3u
    assert chebyshev([3, 4.5, 6], 3, DOMAIN).tolist() == [[0, -1, 0], [0.5, -0.5, -1], [1, 1, 1]]


def test_chebyshev_is_the_cosine_of_multiples_and_stays_below_one():
    t = np.linspace(0, np.pi, 50)
    np.testing.assert_allclose(chebyshev(np.cos(t), 30, (-1, 1))[:, 29], np.cos(30 * t), atol=1e-12)


def test_chebyshev_goes_on_as_a_polynomial_outside_the_domain():
    # u = 2 and -2: T2 = 2 4 - 1 = 7, T3 = 4 8 - 3 2 = 26
    assert chebyshev([9, -3], 3, DOMAIN).tolist() == [[2, 7, 26], [-2, 7, -26]]
    high = chebyshev([300], 8, (-1, 1))[0]
    np.testing.assert_allclose(high, 2.0 ** np.arange(8) * 300.0 ** np.arange(1, 9), rtol=1e-4)


@pytest.mark.parametrize("power", [2, 4, 6])
def test_ridge_keeps_its_digits_where_features_are_nearly_copies(power):
    """Against exact fractions: one digit is lost for each power of ten between the singular values."""
    rng, near = np.random.default_rng(power), 10.0**-power
    a, y = rng.integers(-9, 10, (2, 12)) / 8
    X = np.column_stack([a, a + near * rng.integers(-9, 10, 12)])
    for lam in 0.0, 2.0**-40:
        P, t = ([Fraction(v) for v in column] for column in (X[:, 0], y))
        Q = [Fraction(v) for v in X[:, 1]]
        P, Q, t = ([v - sum(c) / 12 for v in c] for c in (P, Q, t))
        dot = lambda u, v: sum(i * j for i, j in zip(u, v))  # noqa: E731
        pp, qq, pq = dot(P, P) + 6 * Fraction(lam), dot(Q, Q) + 6 * Fraction(lam), dot(P, Q)
        pt, qt, whole = dot(P, t), dot(Q, t), pp * qq - pq * pq
        exact = [float((qq * pt - pq * qt) / whole), float((pp * qt - pq * pt) / whole)]
        np.testing.assert_allclose(ridge(X, y, lam)[:2], exact, rtol=1e-13 * 10**power)


@pytest.mark.parametrize("lam", [0.0, 1e-3, 0.5, 20.0])
def test_at_the_ridge_the_penalised_gradient_is_zero(lam):
    from nnlab.penalties import l2, total

    x, y = draw(np.random.default_rng(0))
    X = chebyshev(x, 8, DOMAIN)
    net = Network((8, 1), "linear")
    _, gradient = total(network.loss(net, X, y, "mse"), l2(lam, net.weights))(ridge(X, y, lam))
    assert np.abs(gradient).max() < 1e-12


def test_more_features_than_samples_have_a_least_squares_fit_too():
    x, y = draw(np.random.default_rng(0), n=8)
    theta = fit(x, y, 15)
    assert off(theta, x, y, 15) < 1e-20
    X = chebyshev(x, 15, DOMAIN)
    shortest = np.linalg.pinv(X - X.mean(axis=0)) @ (y - y.mean())
    np.testing.assert_allclose(theta[:-1], shortest, atol=1e-9)


def test_curvature_bounds_the_rate():
    x, y = draw(np.random.default_rng(0))
    X, net = chebyshev(x, 8, DOMAIN), Network((8, 1), "linear")
    f = network.loss(net, X, y, "mse")
    c = curvature(X)
    for momentum in 0.0, 0.8:
        right, wrong = (
            [
                step.value
                for step in islice(
                    descend(f, np.ones(9), lr=share * 2 * (1 + momentum) / c, momentum=momentum), 3000
                )
            ]
            for share in (0.98, 1.02)
        )
        assert wrong[-1] > 1e3 * wrong[0]
        assert right[-1] < 1.01 * off(ridge(X, y, 0), x, y, 8)  # it arrives
        downwards = np.diff(right) < 0
        assert downwards.all() == (momentum == 0)


# Laws


@pytest.mark.parametrize("seed", range(5))
def test_training_error_of_least_squares_never_rises_with_degree(seed):
    x, y = draw(np.random.default_rng(seed), n=25)
    errors = [off(fit(x, y, degree), x, y, degree) for degree in range(1, 31)]
    assert (np.diff(errors) < 1e-12).all() and errors[-1] < 1e-12


@pytest.mark.parametrize("seed", range(6))
def test_validation_error_over_degree_has_an_interior_minimum(seed):
    """On the lesson's data: 30 noisy samples of the sine between -3 and 3, and 200 others."""
    seeds = {30: seed, 200: [seed, 1]}
    seen, unseen = (data.curve("sine", n, rng=np.random.default_rng(s), noise=0.3) for n, s in seeds.items())
    errors = []
    for degree in range(1, 16):
        X, X_unseen = (chebyshev(samples.x, degree, (-3, 3)) for samples in (seen, unseen))
        a = Network((degree, 1), "linear").predict(ridge(X, seen.y, 0), X_unseen)
        errors.append(np.mean((a - unseen.y) ** 2))
    lowest = int(np.argmin(errors))
    assert 0 < lowest < 14 and errors[0] > 1.5 * errors[lowest] and errors[-1] > 1.5 * errors[lowest]


# Early stopping


def height(values):
    """A validation loss that is values[k] at step k, whose theta is [k]."""
    return lambda theta: (values[int(theta[0])], None)


def steps(m):
    for k in range(m):
        yield Step(k, np.array([float(k)]), 10.0 - k, np.ones(1))


def test_early_stopping_keeps_the_best_not_the_last():
    stopped = stop_early(steps(9), height([5, 4, 3, 3.5, 2, 2, 2.5, 9, 1]), patience=3)
    assert stopped.best.k == 4 and stopped.last.k == 7  # the second 2 is no lower, and 1 is never seen
    assert stopped.k.tolist() == list(range(8)) and stopped.validation.tolist() == [
        5,
        4,
        3,
        3.5,
        2,
        2,
        2.5,
        9,
    ]
    assert stopped.train.tolist() == [10, 9, 8, 7, 6, 5, 4, 3]
    assert stop_early(steps(9), height([5, 4, 3, 3.5, 2, 2, 2.5, 9, 1]), patience=4).best.k == 8


def test_early_stopping_survives_divergence():
    def cube(theta):
        return float(theta @ theta) ** 2, 4 * theta**3

    stopped = stop_early(descend(cube, [3.0], lr=1.0), cube, patience=100)
    assert stopped.last.diverged and stopped.best.k == 0 and np.isnan(stopped.validation[-1])
    with pytest.raises(ValueError, match=r"^steps: expected at least one step, got none$"):
        stop_early([], cube, patience=1)


def test_early_stopping_is_not_blinded_by_a_first_loss_that_is_no_number():
    stopped = stop_early(steps(5), height([np.nan, 4, 3, np.nan, 5]), patience=4)
    assert stopped.best.k == 2 and stopped.last.k == 4
    assert stop_early(steps(5), height([np.nan] * 5), patience=2).last.k == 2


def test_early_stopping_sees_a_loss_too_large_for_a_number_without_a_warning():
    net = Network((1, 1), "linear")
    f, g = (network.loss(net, [[x], [2.0]], [1.0, 2.0], "mse") for x in (1.0, 1e150))
    stopped = stop_early(descend(f, [1.0, 1.0], lr=10.0), g, patience=1000)  # g overflows long before f
    assert stopped.last.diverged and np.isinf(stopped.validation[-2])


def test_early_stopping_on_a_curve_is_better_than_learning_on():
    rng = np.random.default_rng(3)
    x, y = draw(rng, n=15)
    x_val, y_val = draw(rng, n=60)
    net = Network((14, 1), "linear")
    f, validation = (
        network.loss(net, chebyshev(a, 14, DOMAIN), b, "mse") for a, b in [(x, y), (x_val, y_val)]
    )
    run = descend(f, np.zeros(net.size), lr=0.05, momentum=0.9)
    stopped = stop_early(islice(run, 3001), validation, patience=3001)
    assert 0 < stopped.best.k < 3000
    assert stopped.validation.min() == validation(stopped.best.theta)[0] < 0.8 * stopped.validation[-1]
    assert stopped.train[-1] < stopped.best.value


# Bias and variance


def many(rng):
    return draw(rng, n=40)  # so many that no sample leaves a long stretch without a point


def learner(degree, lam=0.0):
    def learn(x, y):
        theta = fit(x, y, degree, lam)
        return lambda x: answers(theta, x, degree)

    return learn


def test_bias_and_variance_by_hand():
    parts = bias_variance([[1.0, 2.0], [3.0, 2.0]], [1.0, 0.0])
    assert parts.bias2.tolist() == [1, 4] and parts.variance.tolist() == [1, 0]
    assert parts.error.tolist() == [2, 4]


@pytest.mark.parametrize("degree", [1, 4, 9])
def test_expected_squared_error_is_bias_and_variance_and_noise(degree):
    """The left side is measured on new noisy samples, each by a model of its own; 5 standard errors apart."""
    x, noise, times = np.linspace(0.5, 5.5, 11), 0.3, 2000
    parts = bias_variance(resample(learner(degree), many, x, times, rng=np.random.default_rng(1)), truth(x))
    rng = np.random.default_rng(2)
    others = resample(learner(degree), many, x, times, rng=rng)
    targets = truth(x) + noise * rng.normal(size=(times, len(x)))
    squared = ((others - targets) ** 2).mean(axis=1)
    parted = ((others - truth(x)) ** 2).mean(axis=1)  # the right side is measured, too: its own error
    error = np.hypot(squared.std(ddof=1), parted.std(ddof=1)) / np.sqrt(times)
    assert abs(squared.mean() - (parts.bias2 + parts.variance).mean() - noise**2) < 5 * error


def test_a_stiff_model_is_biased_and_a_bendy_one_varies():
    x = np.linspace(0.5, 5.5, 11)
    stiff, bendy = (
        bias_variance(resample(learner(degree), many, x, 300, rng=np.random.default_rng(0)), truth(x))
        for degree in (1, 9)
    )
    assert stiff.bias2.mean() > 10 * bendy.bias2.mean() and bendy.variance.mean() > 3 * stiff.variance.mean()


def test_the_same_rng_gives_the_same_samples():
    first, again = (resample(learner(3), draw, [1.0, 2.0], 5, rng=np.random.default_rng(7)) for _ in range(2))
    assert (first == again).all() and len({tuple(row) for row in first}) == 5


# Doors


def test_unfit_arguments_are_refused():
    for call, sentence in [
        (lambda: chebyshev([[1.0]], 2, DOMAIN), r"x: expected a row of n numbers, got shape \(1, 1\)"),
        (lambda: chebyshev([1.0], 0, DOMAIN), "degree: expected a whole number of at least 1, got 0"),
        (lambda: chebyshev([1.0], 2, (1, 1)), "domain: expected low < high, got 1, 1"),
        (lambda: chebyshev([1.0], 2, (1, 2, 3)), r"domain: expected \(low, high\), got shape \(3,\)"),
        (lambda: chebyshev([1.0], 2, 3), r"domain: expected \(low, high\), got shape \(\)"),
        (lambda: ridge([[1.0]], [1.0], -1), "lam: expected a number of at least 0, got -1"),
        (
            lambda: split(10, validation=-1, rng=np.random.default_rng(0)),
            "validation: expected a whole number",
        ),
        (lambda: split(10, validation=1, rng=1), "rng: expected a numpy.random.Generator"),
        (lambda: stop_early([], print, patience=0), "patience: expected a whole number of at least 1, got 0"),
        (lambda: bias_variance([[1.0]], [1.0, 2.0]), r"truth: expected shape \(1,\), got shape \(2,\)"),
        (
            lambda: resample(print, print, [1.0], 1, rng=np.random.default_rng(0)),
            "times: expected .* at least 2",
        ),
    ]:
        with pytest.raises(ValueError, match=f"^{sentence}"):
            call()


def test_the_file_says_its_conventions():
    for word in "training", "validation", "test samples", "never includes a penalty":
        assert word in model_selection.__doc__
