"""Lesson 8's exercises: right answers in many forms, and that they agree with the package and with SciPy."""

import math

import numpy as np
import pytest
from scipy.special import log_softmax
from scipy.special import softmax as scipy_softmax

from nnlab import activations, batches, descent, exercises, losses, network, optimisers, rows
from nnlab.exercises import checking
from nnlab.exercises.lesson8.adam_step import adam_step
from nnlab.exercises.lesson8.batch_gradient import batch_gradient
from nnlab.exercises.lesson8.epoch import epoch
from nnlab.exercises.lesson8.mean_loss import mean_loss
from nnlab.exercises.lesson8.softmax_loss import softmax_loss

check = exercises.check


def softmax_with_loops(z):
    rows_of_shares = []
    for row in z:
        e = [math.exp(value - max(row)) for value in row]
        rows_of_shares.append([value / sum(e) for value in e])
    return rows_of_shares


def loss_with_loops(z, y):
    total = 0.0
    for row, wanted in zip(z, y):
        right = row[list(wanted).index(1)]
        total += math.log(sum(math.exp(value - max(row)) for value in row)) - (right - max(row))
    return total / len(z)


def loss_by_logaddexp(z, y):
    return np.mean(np.logaddexp.reduce(z, axis=1) - z[y == 1])


def gradient_with_loops(W, b, X, y):
    by_W, by_b = np.zeros_like(W), np.zeros_like(b)
    for x, wanted in zip(X, y):
        p = scipy_softmax(x @ W + b)
        by_W += np.outer(x, p - wanted)
        by_b += p - wanted
    return [by_W / len(X), by_b / len(X)]


def gradient_of_the_package(W, b, X, y):
    net = network.Network([len(W), len(b)], "softmax")
    _, slope = network.loss_of(net, "cross_entropy")(X, y)(np.vstack([W, b]).ravel())
    M = slope.reshape(-1, len(b))
    return M[:-1], M[-1]


def one_batch_after_another(X, y, size, number):
    rng = np.random.default_rng(number)
    left = list(range(len(X)))
    rng.shuffle(left)
    while left:
        now, left = left[:size], left[size:]
        yield [X[i].tolist() for i in now], [y[i] for i in now]


def drawn_without_replacement(X, y, size, number):
    order = np.random.default_rng(number).choice(len(X), len(X), replace=False)
    return [(X[rows], y[rows]) for rows in np.split(order, range(size, len(X), size))]


def epoch_of_the_package(X, y, size, number):
    return [*batches.Batches(rows.Arrays(X, y), size, batches.Shuffled(number)).epoch(0)]


def sorted_by_random_numbers(X, y, size, number):
    order = np.argsort(np.random.default_rng(number).random(len(X)))
    return [[X[order[i : i + size]], y[order[i : i + size], None]] for i in range(0, len(X), size)]


def adam_with_loops(theta, gradient, m, v, t, lr):
    new = [], [], []
    for place, slope, mean, square in zip(theta, gradient, m, v):
        mean = mean + (1 - 0.9) * (slope - mean)
        square = 0.999 * square + (1 - 0.999) * slope * slope
        step = lr * mean / (1 - 0.9**t) / (math.sqrt(square / (1 - 0.999**t)) + 1e-8)
        for values, value in zip(new, (place - step, mean, square)):
            values.append(value)
    return new


def adam_of_the_package(theta, gradient, m, v, t, lr):
    memory = optimisers.Moments(t - 1, m, v)
    change, memory = optimisers.Adam(lr=lr).step(theta, gradient, memory)
    return theta + change, memory.m, memory.v


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("batches.softmax", softmax_with_loops),
        ("batches.softmax", activations.softmax),
        ("batches.softmax", lambda z: scipy_softmax(z, axis=1)),
        ("batches.softmax", lambda z: np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True))),
        ("batches.mean_loss", lambda losses, sizes: np.average(losses, weights=sizes)),
        ("batches.mean_loss", lambda losses, sizes: [np.repeat(losses, sizes).mean()]),
        ("batches.mean_loss", lambda losses, sizes: sum(a * b for a, b in zip(losses, sizes)) / sum(sizes)),
        ("batches.softmax_loss", loss_with_loops),
        ("batches.softmax_loss", loss_by_logaddexp),
        ("batches.softmax_loss", lambda z, y: -(y * log_softmax(z, axis=1)).sum() / len(z)),
        ("batches.softmax_loss", lambda z, y: losses.softmax_and_cross_entropy(y.T)(z.T)[0]),
        ("batches.batch_gradient", gradient_with_loops),
        ("batches.batch_gradient", gradient_of_the_package),
        ("batches.epoch", one_batch_after_another),
        ("batches.epoch", drawn_without_replacement),
        ("batches.epoch", epoch_of_the_package),
        ("batches.epoch", sorted_by_random_numbers),
        ("batches.adam_step", adam_with_loops),
        ("batches.adam_step", adam_of_the_package),
    ],
)
def test_every_right_way_is_right(name, answer):
    report = check(name, answer)
    assert report.verdict == checking.RIGHT, report


# ---- Laws ----------------------------------------------------------------------------------------------


def test_the_gradient_is_that_of_the_loss():
    rng = np.random.default_rng(8)
    X, y = rng.normal(size=(5, 3)), np.eye(4)[rng.integers(0, 4, 5)]
    theta = rng.normal(size=16)
    by_W, by_b = batch_gradient(theta[:12].reshape(3, 4), theta[12:], X, y)
    numeric = descent.gradient_numerically(
        lambda t: (softmax_loss(X @ t[:12].reshape(3, 4) + t[12:], y), None), theta
    )
    np.testing.assert_allclose([*by_W.ravel(), *by_b], numeric, atol=1e-8)


def test_the_mean_over_the_batches_is_that_over_the_samples():
    rng = np.random.default_rng(8)
    z, y = rng.normal(size=(23, 4)), np.eye(4)[rng.integers(0, 4, 23)]
    parts = epoch(z, np.arange(23), 5, 1)
    of_each = [softmax_loss(part, y[rows]) for part, rows in parts]
    sizes = np.array([len(part) for part, _ in parts])
    assert sizes.tolist() == [5, 5, 5, 5, 3]
    assert mean_loss(np.array(of_each), sizes) == pytest.approx(softmax_loss(z, y), abs=1e-12)
    assert abs(np.mean(of_each) - softmax_loss(z, y)) > 1e-3


def test_the_worked_numbers_of_the_lesson():
    """Batches of 4, 4 and 1; Adam's first step: lr whatever the gradient, and 3.16 lr uncorrected."""
    assert mean_loss(np.array([0.2, 0.2, 1.1]), np.array([4, 4, 1])) == pytest.approx(0.3)
    gradient, none = np.array([1e-3, 1.0, -50.0, 0.0]), np.zeros(4)
    moved, _, _ = adam_step(none, gradient, none, none, 1, 1.0)
    np.testing.assert_allclose(moved, [-1, -1, 1, 0], atol=2e-5)
    wrong = {mistake.name: mistake.wrong for mistake in found("batches.adam_step").mistakes}
    for name, times in (("no correction", 0.1 / 0.001**0.5), ("only v corrected", 0.1)):
        np.testing.assert_allclose(wrong[name](none, gradient, none, none, 1, 1.0)[0][1], -times, rtol=1e-6)
    only_m = wrong["only m corrected"](none, gradient, none, none, 1, 1.0)[0][1]
    np.testing.assert_allclose(only_m, -(0.001**-0.5), rtol=1e-6)


def found(name):
    return next(one for one in exercises.all_exercises() if one.name == name)


# ---- Mistakes as they are written --------------------------------------------------------------------


def naive_softmax(z):
    with np.errstate(all="ignore"):
        return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def pay_for(shares, floor=0.0, cut=None):
    """The loss as it is written in many places: softmax first, then the logarithm of what it gave."""

    def softmax_loss(z, y):
        with np.errstate(all="ignore"):
            p = shares(z)
            p = np.clip(p, cut, 1 - cut) if cut else p + floor
            return -np.mean(np.log(p[np.arange(len(z)), y.argmax(axis=1)]))

    return softmax_loss


def softmax_of_columns(z):
    return scipy_softmax(z, axis=0)


def by_whole_batches(X, y, size, number):
    order = np.random.default_rng(number).permutation(len(X))
    X, y = X[order], y[order]
    return [(X[i * size : (i + 1) * size], y[i * size : (i + 1) * size]) for i in range(len(X) // size)]


def one_batch_too_many(X, y, size, number):
    order = np.random.default_rng(number).permutation(len(X))
    X, y = X[order], y[order]
    return [(X[i * size : (i + 1) * size], y[i * size : (i + 1) * size]) for i in range(len(X) // size + 1)]


def batches_drawn_alone(X, y, size, number):
    rng = np.random.default_rng(number)
    drawn = [rng.choice(len(X), min(size, len(X) - at), replace=False) for at in range(0, len(X), size)]
    return [(X[rows], y[rows]) for rows in drawn]


def two_orders(X, y, size, number):
    rng = np.random.default_rng(number)
    X, y = rng.permutation(X), rng.permutation(y)
    return [(X[at : at + size], y[at : at + size]) for at in range(0, len(X), size)]


def shuffled_inside(X, y, size, number):
    rng = np.random.default_rng(number)
    drawn = [rng.permutation(np.arange(at, min(at + size, len(X)))) for at in range(0, len(X), size)]
    return [(X[rows], y[rows]) for rows in drawn]


def adam_with_epsilon_hat(theta, gradient, m, v, t, lr):
    m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
    alpha = lr * (1 - 0.999**t) ** 0.5 / (1 - 0.9**t)
    return theta - alpha * m / (v**0.5 + 1e-8), m, v


TINY = (1e-7, 1e-8, 1e-12, 1e-15)


@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("batches.softmax", naive_softmax, "it overflows"),
        ("batches.softmax", softmax_of_columns, "the softmax over the batch"),
        ("batches.softmax_loss", pay_for(naive_softmax), "it overflows"),
        ("batches.softmax_loss", pay_for(activations.softmax), "the logarithm of 0"),
        *[
            ("batches.softmax_loss", pay_for(activations.softmax, floor=tiny), "the logarithm of a clipped p")
            for tiny in TINY
        ],
        *[
            ("batches.softmax_loss", pay_for(activations.softmax, cut=tiny), "the logarithm of a clipped p")
            for tiny in TINY
        ],
        ("batches.softmax_loss", pay_for(softmax_of_columns), "the softmax over the batch"),
        (
            "batches.softmax_loss",
            lambda z, y: pay_for(naive_softmax)(z, y) * len(z),
            "the sum in place of the mean",
        ),
        ("batches.epoch", by_whole_batches, "the last batch lost"),
        ("batches.epoch", one_batch_too_many, "an empty batch at the end"),
        ("batches.epoch", batches_drawn_alone, "drawn with replacement"),
        ("batches.epoch", two_orders, "X and y no longer belong together"),
        ("batches.epoch", shuffled_inside, "neighbours stay together"),
        ("batches.adam_step", adam_with_epsilon_hat, "eps added before the correction"),
    ],
)
def test_a_natural_answer_that_is_wrong_is_told_why(name, answer, mistake):
    report = check(name, answer)
    assert (report.verdict, report.mistake) == (checking.KNOWN_MISTAKE, mistake), report
    exercise, probes = found(name), found(name).questions()
    outcomes = [exercise.ask(answer, *probe.values()) for probe in probes]
    has = [one.name for one in exercise.mistakes if checking.has(exercise, one, answer, probes, outcomes)]
    assert has == [mistake]  # so the order of the list does not decide


def test_what_is_known_of_an_epoch_is_also_shown():
    text = " ".join(repr(check("batches.epoch", one_batch_too_many)).split())
    assert "yours: (np.array([1]), 2, 1, 0) expected: (np.array([1]), 1, 1, 1)" in text


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda X, y, size, number: 3, "a list of batches (X_b, y_b) was expected and a number came"),
        (lambda X, y, size, number: X, "for batch 1 came an array of shape (1,)"),
        (lambda X, y, size, number: (X[:size], y[:size]), "for batch 1 came an array of shape (1, 1)"),
        (lambda X, y, size, number: [np.arange(size)], "for batch 1 came an array of shape (1,)"),
        (
            lambda X, y, size, number: [(X[:1], y[:0])],
            "came an array of shape (1, 1) and an array of shape (0,)",
        ),
        (lambda X, y, size: [(X, y)], "a function of (X, y, size, number) was expected and yours takes"),
        (7, "a function was expected"),
    ],
)
def test_an_epoch_of_another_form_is_said_in_a_sentence(answer, sentence):
    report = check("batches.epoch", answer)
    assert report.verdict == checking.WRONG_FORM and sentence in " ".join(repr(report).split()), report


def shuffles_in_place(X, y, size, number):
    for part in (X, y):
        np.random.default_rng(number).shuffle(part)
    return [(X[at : at + size], y[at : at + size]) for at in range(0, len(X), size)]


def takes_away_in_place(z):
    z -= z.max(axis=1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("name", "answer"), [("batches.epoch", shuffles_in_place), ("batches.softmax", takes_away_in_place)]
)
def test_writing_into_what_was_given_is_told(name, answer):
    assert check(name, answer).verdict == checking.CHANGED_INPUT


def test_an_epoch_without_end_is_stopped():
    def endless(X, y, size, number):
        while True:
            yield X[:size], y[:size]

    assert exercises.check("batches.epoch", endless, seconds=0.2).verdict == checking.DID_NOT_FINISH


@pytest.mark.parametrize(
    "exercise",
    [one for one in exercises.all_exercises() if one.name.startswith("batches")],
    ids=lambda one: one.name,
)
def test_half_of_the_inputs_are_small_enough_to_be_read(exercise):
    small = [sum(np.size(value) for value in probe.values()) <= 14 for probe in exercise.questions()]
    assert sum(small) >= len(small) / 2
