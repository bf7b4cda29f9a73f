"""Penalties: values and slopes by hand, the laws that are true, and scikit-learn as an oracle.

scikit-learn's Lasso makes 1/(2n) ||...||^2 + alpha sum |w| least. Our mse has no half, so lam = 2 alpha. Its
Ridge makes ||...||^2 + alpha sum w^2 least: lam = 2 alpha / n. ElasticNet: lam of l1 = 2 alpha ratio, lam of
l2 = 2 alpha (1 - ratio).
"""

from itertools import islice

import numpy as np
import pytest
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression, Ridge

from nnlab import network, regression
from nnlab.descent import check_gradient, descend, stop
from nnlab.network import Network
from nnlab.penalties import l1, l2, lam_max, path, proximal, total

MASK = np.array([True, True, True, False])


def problem(n=40, d=6, seed=0):
    """A linear neuron on samples of which only half the features matter, and a rate at which it learns."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d)) @ (np.eye(d) + 0.3 * rng.normal(size=(d, d)))
    y = X @ np.where(np.arange(d) % 2 == 0, 1.5, 0.0) + 2 + 0.5 * rng.normal(size=n)
    net = Network((d, 1), "linear")
    return X, y, net, network.loss(net, X, y, "mse"), 0.5 / regression.curvature(X)


def minimiser(f, net, *penalties, lr, momentum=0.5, still=1e-13):
    [theta] = path(f, np.zeros(net.size), lambda lam: penalties, [0.0], lr=lr, momentum=momentum, still=still)
    return theta


# By hand


def test_values_and_slopes_by_hand():
    theta = [3.0, -2.0, 0.0, 10.0]  # the 10 is a bias
    value, slope = l1(0.5, MASK)(theta)
    assert value == 2.5 and slope.tolist() == [0.5, -0.5, 0, 0]  # and 0 at 0
    value, slope = l2(0.5, MASK)(theta)
    assert value == 3.25 and slope.tolist() == [1.5, -1, 0, 0]
    assert l1(0.5, MASK).norm(theta) == 5 and l2(0.5, MASK).norm(theta) == np.sqrt(13)


def test_steps_of_the_prox_by_hand():
    theta = np.array([3.0, -2.0, 0.25, 10.0])
    assert l1(2.0, MASK).prox(theta, 0.25).tolist() == [2.5, -1.5, 0, 10]
    assert l2(4.0, MASK).prox(theta, 0.25).tolist() == [1.5, -1, 0.125, 10]
    both = proximal(l2(4.0, MASK), l1(2.0, MASK))(theta, 0.25)  # l1 first, whichever is named first
    assert both.tolist() == [1.25, -0.75, 0, 10]
    assert proximal()(theta, 0.25).tolist() == theta.tolist()
    assert theta.tolist() == [3, -2, 0.25, 10]


def test_what_is_zeroed_is_a_plain_zero():
    left = l1(1.0, MASK).prox(np.array([-0.5, 0.5, -1.0, -0.5]), 1.0)
    assert not np.signbit(left[:3]).any() and left[3] == -0.5


@pytest.mark.parametrize("seed", range(5))
def test_the_prox_is_the_lowest_point_of_what_it_says(seed):
    """Of (w - v)^2 / (2 lr) + penalties: no nearby w and none on a grid lies lower."""
    rng = np.random.default_rng(seed)
    lr, v = rng.uniform(0.1, 2), rng.normal(size=4)
    penalties = [l1(rng.uniform(0, 1), MASK), l2(rng.uniform(0, 2), MASK), l2(rng.uniform(0, 2), MASK)]
    found = proximal(*penalties)(v, lr)

    def height(w):
        return np.sum((w - v) ** 2) / (2 * lr) + sum(p(w)[0] for p in penalties)

    for _ in range(2000):
        w = found + rng.normal(size=4) * 10.0 ** rng.uniform(-5, 1)
        assert height(w) >= height(found) - 1e-12


def test_penalties_add_to_any_loss():
    _, _, net, f, _ = problem()
    theta = np.random.default_rng(1).normal(size=net.size)
    value, gradient = total(f, l1(0.3, net.weights), l2(0.7, net.weights))(theta)
    w = theta[:-1]
    assert value == pytest.approx(f(theta)[0] + 0.3 * np.abs(w).sum() + 0.35 * w @ w, rel=1e-14)
    assert gradient[-1] == f(theta)[1][-1]  # the bias is pulled nowhere
    np.testing.assert_allclose(gradient[:-1], f(theta)[1][:-1] + 0.3 * np.sign(w) + 0.7 * w, rtol=1e-14)


@pytest.mark.parametrize("sizes", [(2, 1), (2, 5, 1), (3, 4, 3, 2)])
def test_penalised_gradients_agree_with_differences_away_from_zero(sizes):
    rng = np.random.default_rng(3)
    net = Network(sizes, ("tanh",) * (len(sizes) - 2) + ("sigmoid",))
    X, y = rng.normal(size=(12, sizes[0])), rng.uniform(size=(12, sizes[-1]))
    theta = rng.choice([-1, 1], net.size) * rng.uniform(0.1, 1, net.size)  # no weight near the kink
    f = network.loss(net, X, y, "cross_entropy")
    for penalties in [
        [l1(0.3, net.weights)],
        [l2(0.3, net.weights)],
        [l1(0.2, net.weights), l2(1.0, net.weights)],
    ]:
        assert check_gradient(total(f, *penalties), theta).worst < 1e-6


# Oracles


@pytest.mark.parametrize("alpha", [0.003, 0.1, 0.5, 1.5])
def test_lasso_is_scikit_learns(alpha):
    X, y, net, f, lr = problem()
    oracle = Lasso(alpha=alpha, tol=1e-14, max_iter=100_000).fit(X, y)
    theta = minimiser(f, net, l1(2 * alpha, net.weights), lr=lr)
    np.testing.assert_allclose(theta, [*oracle.coef_, oracle.intercept_], atol=1e-6, rtol=0)
    assert ((theta[:-1] == 0) == (oracle.coef_ == 0)).all()


@pytest.mark.parametrize("alpha", [0.0, 0.01, 3.0, 1000.0])
def test_ridge_is_scikit_learns_by_descent_and_in_closed_form(alpha):
    X, y, net, f, lr = problem()
    lam = 2 * alpha / len(y)
    oracle = Ridge(alpha=alpha, tol=1e-14).fit(X, y)
    expected = [*oracle.coef_, oracle.intercept_]
    np.testing.assert_allclose(regression.ridge(X, y, lam), expected, atol=1e-10, rtol=0)
    theta = minimiser(f, net, l2(lam, net.weights), lr=lr)
    np.testing.assert_allclose(theta, expected, atol=1e-6, rtol=0)
    smooth = stop(
        descend(total(f, l2(lam, net.weights)), np.zeros(net.size), lr=lr / (1 + lam)), at_most=20_000
    )
    *_, last = stop(smooth, gradient_below=1e-10)
    np.testing.assert_allclose(last.theta, expected, atol=1e-6, rtol=0)


@pytest.mark.parametrize("alpha, ratio", [(0.1, 0.5), (0.5, 0.8), (1.0, 0.1)])
def test_both_together_are_scikit_learns_elastic_net(alpha, ratio):
    X, y, net, f, lr = problem()
    oracle = ElasticNet(alpha=alpha, l1_ratio=ratio, tol=1e-14, max_iter=100_000).fit(X, y)
    penalties = l1(2 * alpha * ratio, net.weights), l2(2 * alpha * (1 - ratio), net.weights)
    theta = minimiser(f, net, *penalties, lr=lr)
    np.testing.assert_allclose(theta, [*oracle.coef_, oracle.intercept_], atol=1e-6, rtol=0)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_with_momentum_the_prox_leads_to_the_same_minimiser(momentum):
    """iPiano: velocity is the change that the prox has left, and lr below 2 (1 - momentum) / curvature."""
    X, _, net, f, _ = problem()
    penalties = l1(0.4, net.weights), l2(0.1, net.weights)
    plain = minimiser(f, net, *penalties, lr=0.5 / regression.curvature(X), momentum=0.0)
    lr = 1.9 * (1 - momentum) / regression.curvature(X)
    np.testing.assert_allclose(minimiser(f, net, *penalties, lr=lr, momentum=momentum), plain, atol=1e-10)
    assert (plain[:-1] == 0).any()


# The laws that are true


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", [l1, l2])
def test_the_penaltys_own_norm_never_rises_with_lam(kind, seed):
    _, _, net, f, lr = problem(n=15, d=6, seed=seed)
    lams = np.geomspace(1e-3, 10, 25)
    found = path(f, np.zeros(net.size), lambda lam: [kind(lam, net.weights)], lams, lr=lr, momentum=0.5)
    norms = [kind(1.0, net.weights).norm(theta) for theta in found]
    assert (np.diff(norms) < 1e-7).all() and norms[0] > 3 * norms[-1]


@pytest.mark.parametrize("seed", range(6))
def test_all_weights_are_zero_from_lam_max_on_and_not_before(seed):
    X, y, net, f, lr = problem(seed=seed)
    most = lam_max(f, net.weights)
    assert most == pytest.approx(2 * np.abs((X - X.mean(axis=0)).T @ (y - y.mean())).max() / len(y), rel=1e-9)
    above = minimiser(f, net, l1(1.001 * most, net.weights), lr=lr)
    assert (above[:-1] == 0).all() and above[-1] == pytest.approx(y.mean(), rel=1e-9)
    below = minimiser(f, net, l1(0.99 * most, net.weights), lr=lr)
    assert np.count_nonzero(below[:-1]) == 1


def test_lam_max_of_a_classifier_with_uneven_classes():
    rng = np.random.default_rng(4)
    X = rng.normal(size=(60, 4))
    y = (X[:, 0] + 0.3 * rng.normal(size=60) > 1).astype(float)
    net = Network((4, 1), "sigmoid")
    most = lam_max(network.loss(net, X, y, "cross_entropy"), net.weights)
    assert most == pytest.approx(np.abs((y - y.mean()) @ X).max() / 60, rel=1e-9)
    for share, zeros in [(1.01, 4), (0.97, 3)]:  # C of scikit-learn is 1 / (n lam)
        oracle = LogisticRegression(
            l1_ratio=1,
            C=1 / (60 * share * most),
            solver="saga",
            tol=1e-10,
            max_iter=100_000,
            random_state=0,  # it shuffles; of sixty orders one stops before the first weight has moved
        ).fit(X, y)
        assert np.count_nonzero(oracle.coef_ == 0) == zeros


@pytest.mark.parametrize("scale", [1e-20, 1e-9, 1e12])
def test_lam_max_goes_with_the_unit_of_the_targets(scale):
    X, y, net, f, _ = problem()
    its = network.loss(net, X, scale * y, "mse")
    assert lam_max(its, net.weights) == pytest.approx(scale * lam_max(f, net.weights), rel=1e-9, abs=0)


def test_lam_max_with_several_outputs_and_without_biases():
    X, y, *_ = problem()
    Y = np.column_stack([y, 5 + y**2])
    for bias in True, False:
        net = Network((6, 2), "linear", bias=bias)
        A, B = (v - bias * v.mean(axis=0) for v in (X, Y))
        most = lam_max(network.loss(net, X, Y, "mse"), net.weights)
        assert most == pytest.approx(2 * np.abs(A.T @ B).max() / Y.size, rel=1e-9)


@pytest.mark.parametrize("n", [30, 3000])
def test_lam_max_with_a_single_sample_of_one_class(n):
    X, y = np.random.default_rng(n).normal(size=(n, 3)), (np.arange(n) == 7).astype(float)
    net = Network((3, 1), "sigmoid")
    for classes in y, 1 - y:
        most = lam_max(network.loss(net, X, classes, "cross_entropy"), net.weights)
        assert most == pytest.approx(np.abs((classes - classes.mean()) @ X).max() / n, rel=1e-9)


def test_where_there_are_no_best_biases_lam_max_says_so():
    """With one class alone the bias would grow for ever."""
    net, X = Network((2, 1), "sigmoid"), np.random.default_rng(0).normal(size=(9, 2))
    for y in np.zeros(9), np.ones(9):
        with pytest.raises(ValueError, match=r"^loss: expected biases with a best place, got none"):
            lam_max(network.loss(net, X, y, "cross_entropy"), net.weights)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("hidden", ["tanh", "sigmoid", "relu"])
def test_a_hidden_layer_has_no_lam_max(hidden, bias):
    X, y, *_ = problem()
    net = Network((6, 3, 1), (hidden, "linear"), bias=bias)
    with pytest.raises(ValueError, match=r"^loss: expected a model linear in its weights, got a hid"):
        lam_max(network.loss(net, X, y - y.mean(), "mse"), net.weights)


def test_a_feature_that_is_always_0_does_no_harm_to_lam_max():
    X, y, *_ = problem()
    net = Network((7, 1), "linear")
    most = lam_max(network.loss(net, np.column_stack([X, np.zeros(len(y))]), y, "mse"), net.weights)
    assert most == pytest.approx(2 * np.abs((X - X.mean(axis=0)).T @ (y - y.mean())).max() / len(y), rel=1e-9)
    assert lam_max(network.loss(net, np.ones((5, 7)), np.full(5, 3.0), "mse"), net.weights) < 1e-9
    assert lam_max(network.loss(net, np.ones((5, 7)), np.zeros(5), "mse"), net.weights) == 0


def test_more_lam_does_not_always_mean_more_zeros():
    """Four samples and two features: at lam 0.6 one weight is zero, at twice as much none."""
    X = np.array([[2, 2], [-2, 1], [2, 2], [2, 1]])
    y = np.array([0, 1, -3, 2])
    net = Network((2, 1), "linear")
    f = network.loss(net, X, y, "mse")
    zeros = []
    for lam in 0.1, 0.6, 1.2, 1.7, 2.0:
        theta = minimiser(f, net, l1(lam, net.weights), lr=0.9 / regression.curvature(X), momentum=0.0)
        zeros.append(np.count_nonzero(theta[:-1] == 0))
        oracle = Lasso(alpha=lam / 2, tol=1e-14, max_iter=100_000).fit(X, y)
        np.testing.assert_allclose(theta, [*oracle.coef_, oracle.intercept_], atol=1e-6)
    assert zeros == [0, 1, 0, 1, 2]
    assert lam_max(f, net.weights) == pytest.approx(2.0, rel=1e-12)


def test_the_subgradient_makes_no_exact_zero_and_the_prox_does():
    _, _, net, f, lr = problem()
    penalty = l1(1.0, net.weights)
    start = net.init(rng=np.random.default_rng(0))
    *_, across = stop(descend(total(f, penalty), start, lr=lr), at_most=5000)
    *_, exact = stop(descend(f, start, lr=lr, prox=proximal(penalty)), at_most=5000)
    zero = exact.theta[:-1] == 0
    assert np.count_nonzero(zero) >= 2 and not (across.theta == 0).any()
    near = np.abs(across.theta[:-1][zero])
    assert (near < 2 * lr * penalty.lam).all()  # it stays near, stepping over the kink to and fro


def test_a_weight_that_was_zeroed_comes_back():
    # One weight, one sample x = y = 1, no bias. The loss alone leads from -0.9 to 0.05, the prox back to 0;
    # from there the loss leads to 0.5, the prox to 0.3.
    net = Network((1, 1), "linear", bias=False)
    f = network.loss(net, [[1.0]], [1.0], "mse")
    steps = islice(descend(f, [-0.9], lr=0.25, prox=proximal(l1(0.8, net.weights))), 60)
    w = [step.theta.item() for step in steps]
    assert w[:3] == [-0.9, 0, pytest.approx(0.3)] and w[-1] == pytest.approx(0.6)


def test_descent_reports_the_loss_without_penalty():
    _, _, net, f, lr = problem()
    for step in islice(descend(f, np.ones(net.size), lr=lr, prox=proximal(l1(1.0, net.weights))), 10):
        value, gradient = f(step.theta)
        assert step.value == value and (step.gradient == gradient).all()


def test_a_path_warms_up_and_meets_every_lam_by_itself():
    _, _, net, f, lr = problem()
    lams = [2.0, 0.5, 0.1]
    found = path(f, np.zeros(net.size), lambda lam: [l1(lam, net.weights)], lams, lr=lr, momentum=0.5)
    for lam, theta in zip(lams, found):
        np.testing.assert_allclose(theta, minimiser(f, net, l1(lam, net.weights), lr=lr), atol=1e-8)


def test_a_path_goes_on_from_where_it_was():
    """Asked for the same strength again, it needs no way: the updates that prove the rest, and no more."""
    _, _, net, f, lr = problem()
    calls = []

    def counted(theta):
        calls.append(theta)
        return f(theta)

    path(counted, np.zeros(net.size), lambda lam: [l1(lam, net.weights)], [0.1], lr=lr)
    first, calls[:] = len(calls), []
    path(counted, np.zeros(net.size), lambda lam: [l1(lam, net.weights)], [0.1, 0.1], lr=lr)
    assert first > 100 and len(calls) - first < 5


def test_a_path_is_not_taken_in_by_a_turning_point():
    net = Network((1, 1), "linear", bias=False)
    f = network.loss(net, [[1.0]], [0.0], "mse")  # with these rates it stands still at -1/4 for one step
    found = path(f, [1.0], lambda lam: [l1(lam, net.weights)], [0.0], lr=0.25, momentum=0.5)
    assert abs(found.item()) < 1e-9


@pytest.mark.parametrize("power", [1, 2, 3])
def test_what_a_path_is_still_off_by_is_as_its_docstring_says(power):
    """The curvatures of these samples lie 10^power apart; no number is off by more than still times that."""
    rng = np.random.default_rng(power)
    U = np.linalg.qr(np.column_stack([np.ones(40), rng.normal(size=(40, 5))]))[0][:, 1:]  # of mean 0
    X = np.sqrt(40) * U * np.logspace(0, -power / 2, 5) @ np.linalg.qr(rng.normal(size=(5, 5)))[0]
    y = X @ rng.normal(size=5) + 0.1 * rng.normal(size=40)
    net, lam = Network((5, 1), "linear"), 1e-4
    f, lr = network.loss(net, X, y, "mse"), 1 / regression.curvature(X)
    [theta] = path(f, np.zeros(6), lambda lam: [l1(lam, net.weights)], [lam], lr=lr, still=1e-9)
    # No weight is 0 here, so the minimiser is where 2/n X^T (X w + b - y) = -lam sign(w): exact, without
    # a search that would end where its own tolerance says.
    signs, middle = np.sign(theta[:5]), y.mean()
    w = np.linalg.solve(2 / 40 * X.T @ X, 2 / 40 * X.T @ (y - middle) - lam * signs)
    assert signs.all() and (np.sign(w) == signs).all()
    off = np.abs(theta - [*w, middle]).max()
    assert 1e-9 < off < 1.1e-9 * 10**power


# Doors


def test_unfit_arguments_are_refused():
    for lam in -1, np.nan, "1":
        with pytest.raises(ValueError, match=r"^lam: expected a number of at least 0, got"):
            l1(lam, MASK)
    for mask in [1, 0, 1], [[True]], [], True:
        with pytest.raises(ValueError, match=r"^mask: expected a row of True and False"):
            l2(1, mask)
    with pytest.raises(ValueError, match=r"^theta: expected shape \(4,\), got shape \(3,\)"):
        l1(1, MASK)([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match=r"^penalties: expected masks of one length, got 4, 3"):
        proximal(l1(1, MASK), l2(1, MASK[:3]))


def test_the_mask_cannot_be_changed_from_outside():
    mask = MASK.copy()
    penalty = l1(1.0, mask)
    mask[:] = False
    assert penalty([1.0, 1.0, 1.0, 1.0])[0] == 3
    with pytest.raises(ValueError, match="read-only"):
        penalty.mask[0] = False


def test_a_path_that_finds_no_rest_says_so():
    _, _, net, f, lr = problem()
    for more, came in [({"lr": 100 * lr}, "divergence; lower lr"), ({"lr": lr, "at_most": 5}, "5 updates")]:
        with pytest.raises(ValueError, match=f"^lams: expected theta to come to rest, got {came} at 0.1"):
            path(f, np.zeros(net.size), lambda lam: [l1(lam, net.weights)], [0.1], **more)


def test_a_path_asks_for_a_row_of_strengths_and_a_theta():
    _, _, net, f, lr = problem()
    step = next(descend(f, np.zeros(net.size), lr=lr))  # its k would count as updates
    for start, lams, sentence in [
        (np.zeros(net.size), 0.1, "lams: expected a row of numbers"),
        (np.zeros(net.size), [], "lams: expected a row of numbers"),
        (step, [0.1], "start: expected"),
    ]:
        with pytest.raises(ValueError, match=f"^{sentence}"):
            path(f, start, lambda lam: [l1(lam, net.weights)], lams, lr=lr)


def test_a_path_may_take_at_most_updates_and_not_one_more():
    _, _, net, f, lr = problem()
    penalties = [l1(0.1, net.weights)]
    steps = descend(f, np.zeros(net.size), lr=lr, prox=proximal(*penalties))
    *_, last = stop(steps, velocity_below=1e-10)
    (found,) = path(f, np.zeros(net.size), lambda lam: penalties, [0.1], lr=lr, at_most=last.k)
    assert (found == last.theta).all()
    with pytest.raises(ValueError, match=f"got {last.k - 1} updates at 0.1$"):
        path(f, np.zeros(net.size), lambda lam: penalties, [0.1], lr=lr, at_most=last.k - 1)
