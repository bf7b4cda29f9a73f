"""Rules of descent: first steps worked by hand, resumed from anywhere, one taking over from another."""

import importlib.util
from dataclasses import FrozenInstanceError, replace
from itertools import islice, pairwise

import numpy as np
import pytest

from nnlab import network
from nnlab.data import one_hot
from nnlab.descent import descend, stop
from nnlab.network import Network
from nnlab.optimisers import Adam, Moments, Momentum, Plain, RMSProp, Rule
from nnlab.penalties import l1, proximal
from nnlab.schedules import constant, cosine, steps, warm_up

RULES = [Plain(0.1), Momentum(0.05, 0.8), RMSProp(0.02), Adam(0.05), Adam(0.02, correct=False)]
SLOPES = np.array([1.0, 30.0, 0.5])
START = np.array([1.0, -0.5, 2.0])


def bowl(theta):
    return 0.5 * float(SLOPES / 10 @ theta**2), SLOPES / 10 * theta


def take(run, m):
    return list(islice(run, m))


def kept(step):
    """Return what is in a step's memory, as a tuple."""
    if step.memory is None:
        return ()
    return (step.memory,) if isinstance(step.memory, np.ndarray) else tuple(step.memory)


def assert_same(run, other):
    assert len(run) == len(other)
    for one, two in zip(run, other):
        assert (one.k, one.value, one.diverged) == (two.k, two.value, two.diverged)
        assert np.array_equal(one.theta, two.theta) and np.array_equal(one.gradient, two.gradient)
        assert np.array_equal(one.velocity, two.velocity)
        assert len(kept(one)) == len(kept(two))
        assert all(np.array_equal(a, b) for a, b in zip(kept(one), kept(two)))


# First steps by hand


def test_plain_and_momentum_by_hand():
    assert Plain(0.5).step(np.zeros(1), np.array([4.0]))[0].tolist() == [-2]
    change, memory = Momentum(0.5, 0.25).step(np.zeros(1), np.array([4.0]), np.array([8.0]))
    assert change.tolist() == memory.tolist() == [0]  # 8 / 4 - 4 / 2


def test_rmsprop_by_hand():
    # The mean of squares is (1 - 3/4) 16 = 4, its root 2: the change is -lr 4 / 2. Then 3/4 4 + 1/4 4 = 4
    # again, and a gradient of 2 moves by -lr 2 / 2.
    rule = RMSProp(lr=1.0, decay=0.75, eps=1e-12)
    change, memory = rule.step(np.zeros(1), np.array([4.0]))
    np.testing.assert_allclose(change, [-2], rtol=1e-11)
    change, memory = rule.step(np.zeros(1), np.array([2.0]), memory)
    np.testing.assert_allclose(change, [-1], rtol=1e-11)
    assert memory.v.tolist() == [4]


def test_adams_first_step_is_lr_whatever_the_size_of_the_gradient():
    change, memory = Adam(lr=1.0).step(np.zeros(4), np.array([1e-3, 1.0, -50.0, 0.0]))
    np.testing.assert_allclose(change, [-1, -1, 1, 0], rtol=1e-4)
    assert memory.t == 1
    change, _ = Adam(lr=1.0, correct=False).step(np.zeros(1), np.array([2.0]))
    np.testing.assert_allclose(change, [-0.1 / np.sqrt(0.001)], rtol=1e-6)  # 3.162 times too long


def test_two_steps_of_adam_by_hand():
    # betas 1/2 and 3/4, gradients 2 and then 6: m = 1, v = 1; then m = 1/2 + 3 = 7/2, v = 3/4 + 9 = 39/4.
    # Corrected: 1 / (1/2) = 2 and 1 / (1/4) = 4, so 2 / 2; then 7/2 / (3/4) = 14/3 and 39/4 / (7/16) = 156/7.
    rule = Adam(lr=1.0, beta1=0.5, beta2=0.75, eps=1e-12)
    change, memory = rule.step(np.zeros(1), np.array([2.0]))
    np.testing.assert_allclose(change, [-1], rtol=1e-11)
    change, memory = rule.step(np.zeros(1), np.array([6.0]), memory)
    np.testing.assert_allclose(change, [-14 / 3 / np.sqrt(156 / 7)], rtol=1e-11)
    assert (memory.t, memory.m.item(), memory.v.item()) == (2, 3.5, 9.75)


def test_how_much_too_long_adams_steps_are_without_its_correction():
    memory = other = None
    g, found = np.ones(1), {}
    for t in range(1, 1001):
        right, memory = Adam(1.0).step(g, g, memory)
        wrong, other = Adam(1.0, correct=False).step(g, g, other)
        found[t] = (wrong / right).item()
    assert found[1] == pytest.approx(3.162, abs=5e-4) and max(found, key=found.get) == 12
    assert found[12] == pytest.approx(6.57, abs=5e-3) and found[1000] == pytest.approx(1.26, abs=5e-3)


def test_adam_does_not_notice_a_loss_multiplied():
    def large(theta):
        return 1000 * bowl(theta)[0], 1000 * bowl(theta)[1]

    mine, theirs = (take(descend(loss, START, rule=Adam(0.01)), 50)[-1].theta for loss in (bowl, large))
    np.testing.assert_allclose(mine, theirs, atol=1e-7)


# In descent


def test_lr_and_momentum_alone_are_the_rules_plain_and_momentum():
    assert_same(take(descend(bowl, START, lr=0.1), 30), take(descend(bowl, START, rule=Plain(0.1)), 30))
    rule = Momentum(0.05, 0.8)
    assert_same(
        take(descend(bowl, START, lr=0.05, momentum=0.8), 30), take(descend(bowl, START, rule=rule), 30)
    )


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("at", [0, 1, 17])
def test_from_any_step_a_run_goes_on_bit_for_bit(rule, at):
    schedule = warm_up(5, cosine(30))
    run = take(descend(bowl, START, rule=rule, schedule=schedule), 40)
    assert_same(take(descend(bowl, run[at], rule=rule, schedule=schedule), 40 - at), run[at:])
    assert run[-1].value < run[0].value / 2


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_step_is_its_rules_change_and_nothing_it_holds_can_be_changed(rule):
    run = take(descend(bowl, START, rule=rule), 4)
    for one, after in pairwise(run):
        change, _ = rule.step(one.theta, one.gradient, rule.remembered(one))
        assert np.array_equal(after.velocity, change) and np.array_equal(after.theta, one.theta + change)
    for array in kept(run[-1]):
        if isinstance(array, np.ndarray):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 1
    with pytest.raises(FrozenInstanceError):
        rule.lr = 1.0


def test_momentum_goes_on_with_the_change_of_whichever_rule_came_before():
    before = take(descend(bowl, START, rule=Adam(0.1)), 6)[-1]
    first, after = take(descend(bowl, before, lr=0.01, momentum=0.5), 2)
    assert np.array_equal(after.velocity, -0.01 * first.gradient + 0.5 * before.velocity)
    assert first.memory is before.velocity


@pytest.mark.parametrize("rule", [Adam(0.1), RMSProp(0.1)], ids=str)
def test_a_rule_begins_with_an_empty_memory_after_another(rule):
    before = take(descend(bowl, START, lr=0.1, momentum=0.5), 6)[-1]
    first, after = take(descend(bowl, before, rule=rule), 2)
    assert first.k == 5 and first.memory is None
    assert np.array_equal(after.velocity, rule.step(first.theta, first.gradient)[0])
    grown = replace(after, theta=np.ones(5), memory=after.memory)  # of a model of another size
    assert rule.remembered(grown) is None and rule.remembered(after) is after.memory


def test_another_rate_goes_on_with_the_same_memory():
    before = take(descend(bowl, START, rule=Adam(0.1)), 6)[-1]
    first, after = take(descend(bowl, before, rule=Adam(0.02)), 2)
    assert first.memory is before.memory and after.memory.t == 6
    assert np.array_equal(after.velocity, Adam(0.02).step(first.theta, first.gradient, before.memory)[0])


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_too_large_a_rate_is_a_result_and_brings_no_warning(rule):
    def quartic(theta):
        return float(np.sum(theta**4)), 4 * theta**3

    *_, last = stop(descend(quartic, START * 1e3, rule=replace(rule, lr=1e200)), at_most=50)
    assert last.diverged


def test_a_rule_of_ones_own():
    class Signs(Rule):
        def step(self, theta, gradient, memory=None, factor=1.0):
            return -factor * self.lr * np.sign(gradient), None

    assert take(descend(bowl, START, rule=Signs(0.25)), 2)[1].theta.tolist() == [0.75, -0.25, 1.75]


# Schedules in descent


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_schedule_multiplies_the_rate_and_leaves_the_memory_alone(rule):
    first, after = take(descend(bowl, START, rule=rule, schedule=steps(1, 0.5)), 2)
    np.testing.assert_allclose(after.velocity, rule.step(START, first.gradient)[0], rtol=1e-15)
    (later,) = take(descend(bowl, after, rule=rule, schedule=steps(1, 0.5)), 2)[1:]
    halved = replace(rule, lr=rule.lr / 2).step(after.theta, after.gradient, rule.remembered(after))[0]
    np.testing.assert_allclose(later.velocity, halved, rtol=1e-13)


def test_without_and_with_a_schedule_of_one_it_is_the_same_run():
    for rule in RULES:
        run = take(descend(bowl, START, rule=rule), 20)
        assert_same(take(descend(bowl, START, rule=rule, schedule=constant()), 20), run)


def test_a_prox_gets_the_rate_of_its_step():
    heard = []

    def prox(theta, lr):
        heard.append(lr)
        return theta

    take(descend(bowl, START, lr=0.5, schedule=steps(2, 0.5), prox=prox), 4)
    assert heard == [0.5, 0.5, 0.25, 0.25]


# Doors


def test_a_naive_prox_under_adam_is_refused_and_why():
    """Under Adam every steady slope counts as 1, so a prox by lr holds a weight at 0 whatever its slope is.

    Loss 3 w1 + 0.1 w2 with an l1 of 1: the minimum has w2 = 0, for its slope is below 1, and w1 far away.
    With plain descent it comes out so. Adam and then such a prox, made by hand, holds neither or both.
    """

    def line(theta):
        return 3 * theta[0] + 0.1 * theta[1], np.array([3.0, 0.1])

    prox = proximal(l1(1.0, np.ones(2, bool)))
    *_, last = stop(descend(line, np.zeros(2), lr=0.1, prox=prox), at_most=50)
    assert last.theta[1] == 0 and last.theta[0] < -5
    for lam, held in ((0.5, False), (2.0, True)):
        theta, memory, pull = np.zeros(2), None, proximal(l1(lam, np.ones(2, bool)))
        for _ in range(50):
            change, memory = Adam(0.1).step(theta, line(theta)[1], memory)
            theta = pull(theta + change, 0.1)
        assert ((theta == 0) == held).all()
    for rule in (Adam(0.1), RMSProp(0.1)):
        with pytest.raises(
            ValueError, match=r"^prox: expected a rule with one rate .* Plain or Momentum, got "
        ):
            descend(line, np.zeros(2), rule=rule, prox=prox)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Plain(0), "lr: expected a number above 0, got 0"),
        (lambda: Momentum(0.1, 1), "momentum: expected a number from 0 to below 1, got 1"),
        (lambda: Adam(beta2=1.0), "beta2: expected a number from 0 to below 1, got 1.0"),
        (lambda: Adam(eps=0), "eps: expected a number above 0, got 0"),
        (lambda: Adam(correct="no"), "correct: expected True or False, got 'no'"),
        (lambda: RMSProp(decay=-1), "decay: expected a number from 0 to below 1, got -1"),
        (lambda: descend(bowl, START), "lr: expected a number above 0, got None; or give a rule"),
        (
            lambda: descend(bowl, START, lr=0.1, rule=Adam()),
            r"rule: expected no lr, no momentum next to Adam\(",
        ),
        (
            lambda: descend(bowl, START, momentum=0.1, rule=Adam()),
            "rule: expected no lr, no momentum next to",
        ),
        (
            lambda: descend(bowl, START, rule="adam"),
            r"rule: expected a rule such as Adam\(lr=0.01\), got 'adam'",
        ),
        (
            lambda: descend(bowl, START, lr=1, schedule=0.5),
            "schedule: expected a function k -> factor, got 0.5",
        ),
    ],
)
def test_what_does_not_fit_is_refused(make, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        make()


def test_rules_are_values():
    assert Adam(0.01) == Adam(lr=0.01) and hash(Adam()) == hash(Adam()) and Adam() != Adam(correct=False)
    assert repr(Momentum(1, 0.5)) == "Momentum(lr=1.0, momentum=0.5)"
    assert Moments._fields == ("t", "m", "v")


# Torch is no requirement of this project. Where it happens to be installed this test exists, too; where it is
# not, there is nothing to collect, so nothing is passed over in silence.
if importlib.util.find_spec("torch"):
    import torch

    PEERS = [
        (Plain(0.1), torch.optim.SGD, dict(lr=0.1)),
        (Momentum(0.05, 0.8), torch.optim.SGD, dict(lr=0.05, momentum=0.8)),
        (RMSProp(0.02), torch.optim.RMSprop, dict(lr=0.02, alpha=0.9, eps=1e-8)),
        (Adam(0.05), torch.optim.Adam, dict(lr=0.05)),
        (
            Adam(0.05, beta1=0.5, beta2=0.9, eps=1e-3),
            torch.optim.Adam,
            dict(lr=0.05, betas=(0.5, 0.9), eps=1e-3),
        ),
    ]

    @pytest.mark.parametrize(("rule", "theirs", "options"), PEERS, ids=str)
    def test_torch_makes_the_same_steps(rule, theirs, options):
        p = torch.tensor(START, requires_grad=True)
        optimiser = theirs([p], **options)
        slopes = torch.tensor(SLOPES / 10)
        for step in take(descend(bowl, START, rule=rule), 60):
            np.testing.assert_allclose(step.theta, p.detach().numpy(), rtol=1e-11, atol=1e-14)
            optimiser.zero_grad()
            (0.5 * slopes @ p**2).backward()
            optimiser.step()

    def test_torch_finds_the_same_loss_and_gradient_of_a_softmax_net():
        rng = np.random.default_rng(5)
        net = Network((3, 4, 5), ("tanh", "softmax"))
        theta, X, classes = net.init(rng=rng), rng.normal(size=(7, 3)), rng.integers(5, size=7)
        p, a = torch.tensor(theta, requires_grad=True), torch.tensor(X)
        (first, shape), (second, other) = net.blocks
        M, N = p[first].reshape(shape), p[second].reshape(other)
        z = torch.tanh(a @ M[:-1] + M[-1]) @ N[:-1] + N[-1]
        value = torch.nn.functional.cross_entropy(z, torch.tensor(classes))
        value.backward()
        ours, gradient = network.loss(net, X, one_hot(classes, 5), "cross_entropy")(theta)
        assert np.isclose(ours, value.item(), rtol=1e-13)
        np.testing.assert_allclose(gradient, p.grad.numpy(), rtol=1e-11, atol=1e-15)
