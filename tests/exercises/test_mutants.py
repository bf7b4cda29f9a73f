"""Every small change of a solution is caught by its probes, or changes nothing: then it is listed here."""

import copy
import dataclasses

import numpy as np
import pytest
from mutants import mutants

from nnlab import boundary, exercises, perceptron

# What the probes let pass, and why it is as right as the solution.
WHOLE = "the numbers are whole"
SAME_SQUARE = "a difference and its negative have the same square"
SIGMOID = "beyond 50 a sigmoid is 0 or 1 to 21 digits: the customary guard against an overflow"
COUNTS_ALONE = "the number of the pass is not used"
QUIET = "after a quiet pass nothing moves any more, so further passes add nothing: this only takes longer"
SIGN = "the error is 1 or -1, and dividing by it is the same as multiplying"
CENTRED = "the columns of Z have mean 0, so Z.T takes a number that is the same for all samples to 0"
LISTS = "a list is as good as an array"
NO_SHARE = "beside the 1 of the largest, exp(-50) is nothing"
SHAPE = "a sum has the shape of a difference"
AS_OFTEN = "the loop goes round as often, and its number is not used"
AS_MANY = "there are as many y as X"
ANY_ORDER = "places may come in any order: sums do not care, and no block is another's"
EQUIVALENT = {
    "start.weighted_sum": {
        "return w[0] * x[0] + w[1] * x[1] + b -> return np.round(w[0] * x[0] + w[1] * x[1] + b)": WHOLE,
    },
    "start.count_wrong": {
        "return np.sum(said != right) -> return np.round(np.sum(said != right))": WHOLE,
    },
    "start.slope": {"return 2 * (3 * w - 2) * 3 -> return np.round(2 * (3 * w - 2) * 3)": WHOLE},
    "start.partials": {
        "return (2 * error * x, 2 * error) -> return (np.round(2 * error * x), np.round(2 * error))": WHOLE,
    },
    "start.sigmoid": {
        "return 1 / (1 + np.exp(-z)) -> return 1 / (1 + np.exp(np.clip(-z, -50, 50)))": SIGMOID,
    },
    "start.logarithm": {
        "return (z, ln_p + ln_q) -> return (np.round(z), np.round(ln_p + ln_q))": WHOLE,
    },
    "start.product": {
        "return np.array([[np.sum(row * column) for column in W.T] for row in X]) -> "
        "return np.round(np.array([[np.sum(row * column) for column in W.T] for row in X]))": WHOLE,
        "return np.array([[np.sum(row * column) for column in W.T] for row in X]) -> "
        "return [[np.sum(row * column) for column in W.T] for row in X]": LISTS,
    },
    "start.broadcast": {
        "return (a - y).shape -> return np.round((a - y).shape)": WHOLE,
        "return (a - y).shape -> return (a + y).shape": SHAPE,
        "return (a - y).shape -> return (y - a).shape": SHAPE,
    },
    "start.gears": {"return 3 * (2 * z) * 4 -> return np.round(3 * (2 * z) * 4)": WHOLE},
    "start.generator": {
        "return (k + 2, k + 3, k + 4) -> return (np.round(k + 2), np.round(k + 3), np.round(k + 4))": WHOLE,
    },
    "start.draws": {
        "return [rng.random() for _ in range(n)] -> return [rng.random() for _ in range(1, n + 1)]": AS_OFTEN,
        "return [rng.random() for _ in range(n)] -> "
        "return [rng.random() for _ in reversed(range(n))]": AS_OFTEN,
    },
    "start.spread": {
        "distances = values - np.mean(values) -> distances = np.mean(values) - values": SAME_SQUARE,
    },
    "perceptron.count_updates": {
        "for _ in range(max_passes): -> for _ in range(1, max_passes + 1):": COUNTS_ALONE,
        "for _ in range(max_passes): -> for _ in reversed(range(max_passes)):": COUNTS_ALONE,
        "if quiet: / break -> pass": QUIET,
        "quiet = True -> quiet = False": QUIET,
        "break -> pass": QUIET,
        "break -> continue": QUIET,
        "b = b + lr * (wanted - answer) -> b = b + lr / (wanted - answer)": SIGN,
        "w = w + lr * (wanted - answer) * x -> w = w + lr / (wanted - answer) * x": SIGN,
        "return updates -> return np.round(updates)": WHOLE,
    },
    "neuron.gradient": {
        "a = 1 / (1 + np.exp(-X @ w)) -> a = 1 / (1 + np.exp(np.clip(-X @ w, -50, 50)))": SIGMOID,
    },
    "neuron.roll": {
        "for _ in range(steps): -> for _ in range(1, steps + 1):": COUNTS_ALONE,
        "for _ in range(steps): -> for _ in reversed(range(steps)):": COUNTS_ALONE,
        "a = 1 / (1 + np.exp(-(w * x + b))) -> a = 1 / (1 + np.exp(np.clip(-(w * x + b), -50, 50)))": SIGMOID,
    },
    "network.forward": {
        "return 1 / (1 + np.exp(-(a1 @ W2 + b2))) -> "
        "return 1 / (1 + np.exp(np.clip(-(a1 @ W2 + b2), -50, 50)))": SIGMOID,
    },
    "network.sse": {
        "return np.sum((np.ravel(a) - np.ravel(y)) ** 2) -> "
        "return np.sum((np.ravel(y) - np.ravel(a)) ** 2)": SAME_SQUARE,
        "return np.sum((np.ravel(a) - np.ravel(y)) ** 2) -> "
        "return np.sum((np.ravel(a) - y) ** 2)": "y is a row already, as the task says",
    },
    "network.learn": {
        "a1 = 1 / (1 + np.exp(-(X @ W1 + b1))) -> "
        "a1 = 1 / (1 + np.exp(np.clip(-(X @ W1 + b1), -50, 50)))": SIGMOID,
        "a2 = 1 / (1 + np.exp(-(a1 @ W2 + b2))) -> "
        "a2 = 1 / (1 + np.exp(np.clip(-(a1 @ W2 + b2), -50, 50)))": SIGMOID,
    },
    "network.central_difference": {"return np.array(slopes) -> return slopes": LISTS},
    "curvefit.sine_gradient": {
        "return np.array([np.mean(2 * error * slope) for slope in (np.sin(angle), by_angle * x, by_angle)])"
        " -> return [np.mean(2 * error * slope) for slope in (np.sin(angle), by_angle * x, by_angle)]": LISTS,
    },
    "curvefit.new_error": {
        "return np.mean((fitted(x_new) - y_new) ** 2) -> "
        "return np.mean((y_new - fitted(x_new)) ** 2)": SAME_SQUARE,
    },
    "penalties.early_stop": {
        "for k in range(len(validation)): -> "
        "for k in range(1, len(validation)):": "step 0 is the best at the start, and patience is above 0",
        "return best -> return np.round(best)": WHOLE,
    },
    "penalties.honest": {
        "chosen = int(np.argmin(validation)) -> chosen = np.argmin(validation)": WHOLE,
    },
    "penalties.validate": {
        "w = np.linalg.solve(Z.T @ Z + lam * np.eye(len(mean)), Z.T @ (y - b)) -> "
        f"w = np.linalg.solve(Z.T @ Z + lam * np.eye(len(mean)), Z.T @ {other})": CENTRED
        for other in ("(y + b)", "y", "(y - lam)")
    }
    | {
        "return np.mean((Z_new @ w + b - y_new) ** 2) -> "
        "return np.mean((y_new - (Z_new @ w + b)) ** 2)": SAME_SQUARE
    },
    "hopfield.store": {"return W -> return np.round(W)": WHOLE},
    "hopfield.energy": {
        "return -0.5 * s @ W @ s -> return s @ (-0.5 * s @ W)": "the same product",
        "return -0.5 * s @ W @ s -> return W @ (-0.5 * s) @ s": "W is symmetric, as the task says",
        "return -0.5 * s @ W @ s -> return -0.5 / s @ W @ s": "s holds -1 and +1 alone",
    },
    "hopfield.sweep": {
        "h = W[i] @ s -> h = s @ W[i]": "the same product",
        "for i in range(len(s)): -> for i in range(len(W)):": "W is (N, N) and s is (N,)",
        "return s -> return np.round(s)": WHOLE,
    },
    "hopfield.attend": {
        "a = np.exp(z - z.max(axis=1, keepdims=True)) -> "
        "a = np.exp(np.clip(z - z.max(axis=1, keepdims=True), -50, 50))": "a weight of exp(-50) is none",
    },
    "batches.softmax": {
        "e = np.exp(z - z.max(axis=1, keepdims=True)) -> "
        "e = np.exp(np.clip(z - z.max(axis=1, keepdims=True), -50, 50))": NO_SHARE,
    },
    "batches.softmax_loss": {
        "log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True)) -> "
        "log_p = z - np.log(np.exp(np.clip(z, -50, 50)).sum(axis=1, keepdims=True))": NO_SHARE,
    },
    "batches.batch_gradient": {
        "e = np.exp(z - z.max(axis=1, keepdims=True)) -> "
        "e = np.exp(np.clip(z - z.max(axis=1, keepdims=True), -50, 50))": NO_SHARE,
        "delta = (p - y) / len(X) -> delta = (p - y) / len(y)": AS_MANY,
    },
    "batches.epoch": {
        "order = np.random.default_rng(number).permutation(len(X)) -> "
        "order = np.random.default_rng(number).permutation(len(y))": AS_MANY,
        "for start in range(0, len(X), size): -> "
        "for start in reversed(range(0, len(X), size)):": "the batches may come in any order",
        "for start in range(0, len(X), size): -> for start in range(0, len(y), size):": AS_MANY,
    },
    "convolution.answers_along": {"return room // stride + 1 -> return np.round(room // stride + 1)": WHOLE},
    "convolution.correlate": {
        "for i in range(f): -> for i in reversed(range(f)):": ANY_ORDER,
        "for j in range(g): -> for j in reversed(range(g)):": ANY_ORDER,
    },
    "convolution.kernel_gradient": {
        "for i in range(rows): -> for i in reversed(range(rows)):": ANY_ORDER,
        "for j in range(columns): -> for j in reversed(range(columns)):": ANY_ORDER,
    },
    "convolution.max_pool_gradient": {
        "for i in range(delta.shape[0]): -> for i in reversed(range(delta.shape[0])):": ANY_ORDER,
        "for j in range(delta.shape[1]): -> for j in reversed(range(delta.shape[1])):": ANY_ORDER,
    },
}


def passes(exercise, mutant, probes, expected):
    """Whether the probes find nothing wrong with a mutant; an error or a changed input is wrong, too."""
    for probe, right in zip(probes, expected):
        handed = copy.deepcopy(probe)
        try:
            with np.errstate(all="ignore"):  # a mutant may divide by 0
                outcome = exercise.ask(mutant, *handed.values())
        except Exception:
            return False
        if not exercise.agree(outcome, right):
            return False
        if any(
            isinstance(given, np.ndarray) and (handed[name] != given).any() for name, given in probe.items()
        ):
            return False
    return True


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("exercise", exercises.all_exercises(), ids=lambda exercise: exercise.name)
def test_every_mutant_is_caught_or_listed_with_the_reason_why_it_is_right(exercise, seed):
    probes = dataclasses.replace(exercise, seed=seed).questions()
    expected = [exercise.ask(exercise.reference, *copy.deepcopy(probe).values()) for probe in probes]
    changes = list(mutants(exercise.reference))
    passed = [change for change, mutant in changes if passes(exercise, mutant, probes, expected)]
    assert len(changes) >= (5 if exercise.name.startswith("start.") else 10)  # tasks of one line
    if exercise.name in VALUES:
        answers = [mutant() for change, mutant in changes if change in passed]
        assert passed and all(map(VALUES[exercise.name], answers))
    else:
        assert passed == [*EQUIVALENT.get(exercise.name, {})]


# ---- Where many answers are right, an independent judge ----------------------------------------------

CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]]


def computes_nand(answer):
    return perceptron.predict(np.array(answer, float), CORNERS).tolist() == [1, 1, 1, 0]


def computes_xor(answer):
    return boundary.three_neurons(*np.array(answer, float), CORNERS)[1].tolist() == [0, 1, 1, 0]


def draws_the_bump(answer):
    """Three relu units are straight between their bends, so a fine grid proves it."""
    x = np.linspace(-5, 7, 12 * 64 + 1)
    w, b, v = np.array(answer, float).T
    return np.allclose(np.maximum(x[:, None] * w + b, 0) @ v, np.maximum(1 - np.abs(x - 1), 0))


VALUES = {"perceptron.nand": computes_nand, "boundary.xor": computes_xor, "curvefit.bump": draws_the_bump}


# ---- Answers that were once called right -------------------------------------------------------------


def in_steps_of_two(W, s):
    s = s.copy()
    for i in [*range(0, len(s), 2), *range(1, len(s), 2)]:
        s[i] = np.sign(W[i] @ s) or s[i]
    return s


def attended_with_z_cut_off(at):
    def attend(patterns, queries, beta):
        a = np.exp(np.clip(beta * queries @ patterns.T, -at, at))
        return a / a.sum(axis=1, keepdims=True) @ patterns

    return attend


@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("hopfield.sweep", in_steps_of_two, None),
        ("hopfield.energy", lambda W, s: -(s @ W @ s) // 2, "rounded"),
        ("hopfield.energy", lambda W, s: int(-0.5 * s @ W @ s), "rounded"),
        ("hopfield.energy", lambda W, s: round(-0.5 * s @ W @ s), "rounded"),
        ("hopfield.energy", lambda W, s: np.ceil(-0.5 * s @ W @ s), "rounded"),
        *[("hopfield.attend", attended_with_z_cut_off(at), "the exponent cut off") for at in (50, 100, 700)],
    ],
)
def test_what_was_once_called_right_is_wrong(name, answer, mistake):
    report = exercises.check(name, answer)
    assert report.verdict != "right" and report.mistake == mistake
