"""Exercises of lesson 6: when is a better fit a worse model?

For each exercise: the solution, what it is asked, the mistakes that are known.
"""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.checking import Exercise, Mistake

# ---- 1. The slope of the L1 penalty ------------------------------------------------------------------


def l1_gradient(theta, lam, weights):
    """Give the gradient (p,) of lam times the sum of |w| over the numbers of theta (p,) that are weights."""
    # |w| rises by 1 to the right of zero and falls by 1 to its left, however far. np.sign gives 0 at 0.
    return np.where(weights, lam * np.sign(theta), 0.0)


def _penalised(rng: np.random.Generator) -> Iterator[dict]:
    def probe(theta, lam, weights):
        return {"theta": np.array(theta), "lam": lam, "weights": np.array(weights)}

    yield probe([3.0], 0.5, [True])
    yield probe([-0.25], 2.0, [True])
    yield probe([0.0], 2.0, [True])
    yield probe([-1.5, 0.5], 0.5, [True, False])
    for p in 3, 6:
        yield probe(rng.integers(-3, 4, p) / 2, 0.3, np.arange(p) % 3 != 2)


L1_GRADIENT = Exercise(
    name="penalties.l1_gradient",
    task="Write l1_gradient(theta, lam, weights): the gradient (p,) of the L1 penalty, lam times the sum of "
    "|w|. Of theta (p,) only those numbers count for which weights (p,) is True; the others are biases. At a "
    "weight of exactly 0 take 0 as the slope.",
    reference=l1_gradient,
    probes=_penalised,
    mistakes=(
        Mistake(
            "L1 gradient by the L2 formula",
            lambda theta, lam, weights: lam * theta * weights,
            "With yours a large weight is pulled harder than a small one. That is the other penalty, the one "
            "with the squares. How steep is the roof of |w|, far out and near its ridge?",
        ),
        Mistake(
            "the biases are penalised",
            lambda theta, lam, weights: lam * np.sign(theta),
            "Right for weights. A bias only shifts the answer; who says that it should be near nought?",
        ),
        Mistake(
            "a push at zero",
            lambda theta, lam, weights: lam * np.where(theta >= 0, 1, -1) * weights,
            "A weight of exactly zero is pushed away from where the penalty is least. On which side of the "
            "ridge is it?",
        ),
        Mistake(
            "the sign turned",
            lambda theta, lam, weights: -lam * np.sign(theta) * weights,
            "Descent subtracts the gradient. With yours it would make the weights longer. Which way does the "
            "penalty rise?",
        ),
        Mistake(
            "no side",
            lambda theta, lam, weights: lam * np.asarray(weights, float),
            "Every weight is pulled the same way. For one below zero, which way does the penalty rise?",
        ),
        Mistake(
            "no strength",
            lambda theta, lam, weights: np.sign(theta) * weights,
            "The sides are right. How hard does the penalty pull, and where do you use its strength?",
        ),
        Mistake(
            "half the strength",
            lambda theta, lam, weights: lam / 2 * np.sign(theta) * weights,
            "The sides are right, the pull is half of what it should be. The half in front belongs to the "
            "other penalty, where it goes away when the square is differentiated.",
        ),
        Mistake(
            "the penalty itself",
            lambda theta, lam, weights: lam * np.sum(np.abs(theta[weights])),
            "That is the value of the penalty, one number. Asked for is how it changes with each number of "
            "theta.",
        ),
    ),
)

# ---- 2. A step that makes exact zeros ----------------------------------------------------------------


def proximal_step(theta, gradient, lr, lam, weights):
    """Give theta (p,) after a step down the loss, and after its weights were pulled lr lam towards 0."""
    moved = theta - lr * gradient
    nearer = np.sign(moved) * np.maximum(np.abs(moved) - lr * lam, 0)  # and never beyond 0
    return np.where(weights, nearer, moved)


def _steps(rng: np.random.Generator) -> Iterator[dict]:
    def probe(theta, gradient, lr, lam, weights):
        theta, gradient, weights = np.array(theta), np.array(gradient), np.array(weights)
        return {"theta": theta, "gradient": gradient, "lr": lr, "lam": lam, "weights": weights}

    yield probe([2.0], [1.0], 0.5, 1.0, [True])
    yield probe([0.25], [0.5], 0.5, 2.0, [True])
    yield probe([-2.0], [-1.0], 0.5, 1.0, [True])
    yield probe([-1.0, 1.0], [2.0, 2.0], 0.25, 2.0, [True, False])
    for p in 4, 8:
        theta, gradient = rng.integers(-6, 7, p) / 4, rng.integers(-4, 5, p) / 2
        yield probe(theta, gradient, 0.5, 0.7, np.arange(p) % 4 != 3)


def _pulled(pull):
    """Make an answer that moves rightly, and then lets pull(moved, by) bring the weights nearer to 0."""

    def answer(theta, gradient, lr, lam, weights):
        moved = theta - lr * gradient
        return np.where(weights, pull(moved, lr * lam), moved)

    return answer


def _soft(v, by):
    return np.sign(v) * np.maximum(np.abs(v) - by, 0)


PROXIMAL_STEP = Exercise(
    name="penalties.proximal_step",
    task="Write proximal_step(theta, gradient, lr, lam, weights): one step of descent with an L1 penalty "
    "that makes exact zeros. First theta (p,) goes down the gradient (p,) of the loss, which knows of no "
    "penalty. Then every weight moves towards 0 by lr times lam and stops there, should it arrive. Where "
    "weights (p,) is False there is a bias. Return the new theta.",
    reference=proximal_step,
    probes=_steps,
    mistakes=(
        Mistake(
            "it does not stop at zero",
            _pulled(lambda v, by: v - by * np.sign(v)),
            "A small weight arrives at zero and goes on to the other side. It should stay where it arrives.",
        ),
        Mistake(
            "by lam alone",
            lambda theta, gradient, lr, lam, weights: np.where(
                weights, _soft(theta - lr * gradient, lam), theta - lr * gradient
            ),
            "The direction is right, the length is not. With half the learning rate a step should pull half "
            "as far.",
        ),
        Mistake(
            "the biases are pulled, too",
            lambda theta, gradient, lr, lam, weights: _soft(theta - lr * gradient, lr * lam),
            "Right for weights. The biases take the step down, and nothing else.",
        ),
        Mistake(
            "the slope of the penalty in place of the pull",
            lambda theta, gradient, lr, lam, weights: (
                theta - lr * (gradient + lam * np.sign(theta) * weights)
            ),
            "This goes down the sum of loss and penalty, both slopes at the old place. A weight can then "
            "jump over zero to and fro for ever. The pull comes after the step.",
        ),
        Mistake(
            "pulled before the step",
            lambda theta, gradient, lr, lam, weights: (
                np.where(weights, _soft(theta, lr * lam), theta) - lr * gradient
            ),
            "You pull first and step then, and the step moves the weights away from zero again. Which one "
            "should have the last word?",
        ),
        Mistake(
            "every weight shrinks by a share of itself",
            _pulled(lambda v, by: v / (1 + by)),
            "Your weights come nearer to zero and none arrives. That is the step of the other penalty, the "
            "one with the squares.",
        ),
        Mistake(
            "only small ones are set to zero",
            _pulled(lambda v, by: np.where(np.abs(v) <= by, 0.0, v)),
            "The small ones are right. The large ones are pulled as well, by the same amount.",
        ),
        Mistake(
            "the sign is lost",
            _pulled(lambda v, by: np.maximum(np.abs(v) - by, 0)),
            "The lengths are right. On which side of zero should a negative weight come to lie?",
        ),
        Mistake(
            "negative weights vanish",
            _pulled(lambda v, by: np.maximum(v - by, 0)),
            "Right for weights above zero. For one below zero, which way is towards zero?",
        ),
        Mistake(
            "the biases stand still",
            lambda theta, gradient, lr, lam, weights: np.where(
                weights, _soft(theta - lr * gradient, lr * lam), theta
            ),
            "Right for weights. A bias pays no penalty; does that mean that it learns nothing?",
        ),
        Mistake(
            "the side of the old place",
            lambda theta, gradient, lr, lam, weights: np.where(
                weights,
                np.sign(theta) * np.maximum(np.abs(theta - lr * gradient) - lr * lam, 0),
                theta - lr * gradient,
            ),
            "The step itself may have carried a weight over zero, or away from it. On which side is it when "
            "the pull comes?",
        ),
        Mistake(
            "the whole gradient",
            lambda theta, gradient, lr, lam, weights: np.where(
                weights, _soft(theta - gradient, lr * lam), theta - gradient
            ),
            "The pull is right, the step before it is too long. How far does descent go down a gradient?",
        ),
        Mistake(
            "no pull",
            lambda theta, gradient, lr, lam, weights: theta - lr * gradient,
            "The step down the loss is right. And the penalty?",
        ),
        Mistake(
            "uphill",
            lambda theta, gradient, lr, lam, weights: np.where(
                weights, _soft(theta + lr * gradient, lr * lam), theta + lr * gradient
            ),
            "The pull is right. But the gradient points to where the loss grows.",
        ),
    ),
)

# ---- 3. Early stopping keeps the best ----------------------------------------------------------------


def early_stop(validation, patience):
    """Give the number of the step to keep: the best there was when patience steps had brought no better."""
    best = 0
    for k in range(len(validation)):
        if validation[k] < validation[best]:
            best = k
        if k - best >= patience:
            break
    return best


def _runs(rng: np.random.Generator) -> Iterator[dict]:
    for validation, patience in (
        ([0.5], 3),
        ([0.5, 0.4], 1),
        ([0.5, 0.4, 0.6], 1),
        ([0.5, 0.5, 0.4], 1),
        ([0.5, 0.4, 0.4, 0.6], 2),
        ([0.5, 0.6, 0.3, 0.2], 1),
        ([0.5, 0.6, 0.3, 0.4, 0.5], 2),
        ([0.5, 0.3, 0.6, 0.4, 0.5, 0.1], 2),
        ([0.5, 0.4, 0.6, 0.3, 0.7, 0.8, 0.1], 1),
        ([0.5, 0.6, 0.4, 0.5, 0.3, 0.6, 0.7, 0.1], 2),
        ([0.9, 0.7, 0.8, 0.75, 0.6, 0.65, 0.5, 0.6, 0.7, 0.8, 0.4], 3),
    ):
        yield {"validation": np.array(validation), "patience": patience}


def _stopped(validation, patience, better=np.less, slack=0):
    """Give the best step and the one at which it stops."""
    best = k = 0
    for k in range(len(validation)):
        if better(validation[k], validation[best]):
            best = k
        if k - best >= patience + slack:
            break
    return best, k


def _all_told(validation, patience):
    best, without = 0, 0
    for k in range(1, len(validation)):
        if validation[k] < validation[best]:
            best = k
        else:
            without += 1
        if without >= patience:
            break
    return best


def _against_the_step_before(validation, patience):
    without = k = 0
    for k in range(1, len(validation)):
        without = without + 1 if validation[k] >= validation[k - 1] else 0
        if without >= patience:
            break
    return int(np.argmin(validation[: k + 1]))


def _draws_free(validation, patience):
    best, worse = 0, 0
    for k in range(1, len(validation)):
        if validation[k] < validation[best]:
            best, worse = k, 0
        elif validation[k] > validation[best]:
            worse += 1
        if worse >= patience:
            break
    return best


EARLY_STOP = Exercise(
    name="penalties.early_stop",
    task="Write early_stop(validation, patience): learning makes steps 0, 1, ..., whose losses on the "
    "validation samples are validation (m,). It stops when patience steps in a row brought no new lowest "
    "loss, or at the last. Return the number of the step whose weights are to be kept: the lowest until "
    "then, the earliest if there are several. What would have come after the stop nobody knows.",
    reference=early_stop,
    probes=_runs,
    mistakes=(
        Mistake(
            "the last in place of the best",
            lambda validation, patience: _stopped(validation, patience)[1],
            "You stop at the right moment, and keep the weights of that moment. By then it has been getting "
            "worse for a while.",
        ),
        Mistake(
            "it looks beyond the stop",
            lambda validation, patience: int(np.argmin(validation)),
            "You look through the whole list. When patience has run out, learning has ended; a better step "
            "that would have come later was never made.",
        ),
        Mistake(
            "no patience",
            lambda validation, patience: _stopped(validation, 1)[0],
            "You stop at the first step that is no better. How many of these may there be in a row?",
        ),
        Mistake(
            "too patient by one",
            lambda validation, patience: _stopped(validation, patience, slack=1)[0],
            "Count the steps without a new lowest: as soon as there are as many as patience says, it ends.",
        ),
        Mistake(
            "not in a row",
            _all_told,
            "You count all the steps that brought nothing. A new lowest loss should start the count anew.",
        ),
        Mistake(
            "compared with the step before",
            _against_the_step_before,
            "You count the steps that are no better than the one before. A loss may fall a little and still "
            "be far above the lowest. With which one should it be compared?",
        ),
        Mistake(
            "a draw counts as better",
            lambda validation, patience: _stopped(validation, patience, np.less_equal)[0],
            "A step that is only as good as the lowest so far is no new lowest.",
        ),
        Mistake(
            "a draw costs no patience",
            _draws_free,
            "You count the steps that were worse. One that is only as good as the lowest so far has brought "
            "nothing, either.",
        ),
        Mistake(
            "the loss in place of the step",
            lambda validation, patience: validation[early_stop(validation, patience)],
            "That is the loss of the right step. Asked for is its number, so that one can find its weights.",
        ),
    ),
)

# ---- 4. Which error may be published -----------------------------------------------------------------


def honest(validation, test):
    """Give the setting to choose and the error to publish, from two lists of errors, one per setting."""
    chosen = int(np.argmin(validation))
    return chosen, test[chosen]


def _tables(rng: np.random.Generator) -> Iterator[dict]:
    for validation, test in (
        ([0.2, 0.3], [0.4, 0.25]),
        ([0.3, 0.1, 0.2], [0.2, 0.35, 0.3]),
        ([0.5, 0.3, 0.4], [0.1, 0.25, 0.6]),  # a test may well turn out lower
        ([0.5, 0.4, 0.45, 0.6], [0.3, 0.48, 0.2, 0.7]),
    ):
        yield {"validation": np.array(validation), "test": np.array(test)}


HONEST = Exercise(
    name="penalties.honest",
    task="Write honest(validation, test): m settings (of lam, say) were tried, and of each you have the "
    "error on the validation samples, validation (m,), and the one on the test samples, test (m,). Return "
    "two things: the number of the setting to choose, from 0 on, and the error that you may publish for it.",
    reference=honest,
    probes=_tables,
    mistakes=(
        Mistake(
            "chosen on the test samples",
            lambda validation, test: (int(np.argmin(test)), test.min()),
            "The test samples have had a say in the choice. After that they are no longer samples that "
            "nobody has used.",
        ),
        Mistake(
            "the validation error published",
            lambda validation, test: (int(np.argmin(validation)), validation.min()),
            "The choice is right. But the error you publish is the lowest of several, picked because it was "
            "low: it flatters. Which samples had no say?",
        ),
        Mistake(
            "the lowest test error published",
            lambda validation, test: (int(np.argmin(validation)), test.min()),
            "The choice is right. The error you publish belongs to another setting.",
        ),
        Mistake(
            "the mean of all settings published",
            lambda validation, test: (int(np.argmin(validation)), test.mean()),
            "The choice is right. Only one of these models will be used; publish its error.",
        ),
        Mistake(
            "both errors had a say in the choice",
            lambda validation, test: (int(np.argmin(validation + test)), test[np.argmin(validation + test)]),
            "You choose by both errors together. Then the test samples have had a say, and can no longer "
            "judge.",
        ),
        Mistake(
            "chosen on the test samples, the validation error published",
            lambda validation, test: (int(np.argmin(test)), validation[np.argmin(test)]),
            "The two heaps have changed places. Which of them chooses, and which one judges?",
        ),
        Mistake(
            "the larger of the two errors published",
            lambda validation, test: (
                int(np.argmin(validation)),
                max(validation.min(), test[np.argmin(validation)]),
            ),
            "The choice is right, and you are being careful. But one of these two errors was picked because "
            "it was low, and says nothing more; the other one may be told as it is.",
        ),
        Mistake(
            "the mean of both errors published",
            lambda validation, test: (
                int(np.argmin(validation)),
                (validation.min() + test[np.argmin(validation)]) / 2,
            ),
            "The choice is right. But half of what you publish was picked because it was low.",
        ),
        Mistake(
            "counted from one",
            lambda validation, test: (int(np.argmin(validation)) + 1, test[np.argmin(validation)]),
            "The error is right. The settings are counted from 0 on.",
        ),
        Mistake(
            "the two in the other order",
            lambda validation, test: (test[np.argmin(validation)], int(np.argmin(validation))),
            "Both are right, in the other order: the number of the setting comes first.",
        ),
        Mistake(
            "the worst chosen",
            lambda validation, test: (int(np.argmax(validation)), test[np.argmax(validation)]),
            "An error should be small.",
        ),
    ),
)

# ---- 5. The whole of it: scale, fit, validate --------------------------------------------------------


def validate(X, y, X_new, y_new, lam):
    """Give the mean squared error on X_new (m, d), y_new (m,) of a ridge fitted to X (n, d), y (n,)."""
    mean, spread = X.mean(axis=0), X.std(axis=0)
    Z, Z_new = (X - mean) / spread, (X_new - mean) / spread
    b = y.mean()  # the columns of Z have mean 0, so the best bias is the mean of y whatever w is
    w = np.linalg.solve(Z.T @ Z + lam * np.eye(len(mean)), Z.T @ (y - b))
    return np.mean((Z_new @ w + b - y_new) ** 2)


def _regressions(rng: np.random.Generator) -> Iterator[dict]:
    def probe(X, y, X_new, y_new, lam):
        X, y, X_new, y_new = (np.array(each, dtype=float) for each in (X, y, X_new, y_new))
        return {"X": X, "y": y, "X_new": X_new, "y_new": y_new, "lam": lam}

    yield probe([[-1], [1]], [0, 2], [[0], [2]], [1, 2], 2.0)
    yield probe([[1], [3]], [1, 5], [[2], [6]], [2, 6], 1.0)
    for n, d in (4, 2), (6, 3):
        X, X_new = rng.integers(-6, 7, (n, d)), rng.integers(-6, 7, (n - 1, d))
        X = X + np.arange(n)[:, None] ** 2  # no column is the same throughout
        yield probe(X, X.sum(axis=1) / 4 + 1, X_new, X_new.sum(axis=1) / 4, 1.5)


def _unit(X):
    """Give samples of mean 0 and spread 1: scaled by these, features stay as they are."""
    return np.outer([-1.0, 1.0], np.ones(X.shape[1]))


def _validated(
    X,
    y,
    X_new,
    y_new,
    lam,
    *,
    scale=None,
    scale_new=None,
    ddof=0,
    bias=None,
    inside=0.0,
    on_new=True,
    mean=True,
):
    """Validate, with one thing done in another way."""
    by = X if scale is None else scale
    by_new = by if scale_new is None else scale_new
    Z = (X - by.mean(axis=0)) / by.std(axis=0, ddof=ddof)
    Z_new = (X_new - by_new.mean(axis=0)) / by_new.std(axis=0, ddof=ddof)
    ones = np.ones((len(Z), 1))
    A = np.hstack([Z, ones]) if bias != "none" else Z
    free = np.eye(A.shape[1])
    if bias is None:
        free[-1, -1] = 0
    theta = np.linalg.solve(A.T @ A + lam * free, A.T @ y)
    w, b = (theta, 0.0) if bias == "none" else (theta[:-1], theta[-1])
    errors = (Z_new @ w + b - y_new) ** 2 if on_new else (Z @ w + b - y) ** 2
    return (errors.mean() if mean else errors.sum()) + inside * lam * (w @ w)


VALIDATE = Exercise(
    name="penalties.validate",
    task="Write validate(X, y, X_new, y_new, lam): what a validation is, from end to end. Standardise the "
    "features (divide by n, as NumPy does). Find w and b that make half the sum of squared errors on X (n, "
    "d) and y (n,) plus lam / 2 times the sum of the squared weights as small as can be; the bias is not "
    "penalised. Return the mean squared error on the samples X_new (m, d) and y_new (m,), which had no say.",
    reference=validate,
    probes=_regressions,
    mistakes=(
        Mistake(
            "scaling fitted on all data",
            lambda X, y, X_new, y_new, lam: _validated(
                X, y, X_new, y_new, lam, scale=np.concatenate([X, X_new])
            ),
            "The new samples had a say in the scaling. Mean and spread are learned, too: from which samples?",
        ),
        Mistake(
            "the new samples scaled by their own numbers",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, lam, scale_new=X_new),
            "The model was fitted in one unit and is asked in another: the same sample must get the same "
            "numbers in both heaps.",
        ),
        Mistake(
            "the penalty inside the validation error",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, lam, inside=0.5),
            "Your weights are right. The penalty is a means to find them; it does not say how wrong the "
            "answers are.",
        ),
        Mistake(
            "the bias is penalised",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, lam, bias="penalised"),
            "Your answers are pulled towards nought, whatever y is. Shift all of y by the same amount: the "
            "errors should stay.",
        ),
        Mistake(
            "no bias",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, lam, bias="none"),
            "To a sample in the middle your model says nought. What should it say?",
        ),
        Mistake(
            "the error on what was learned from",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, lam, on_new=False),
            "This is how well it knows what it has seen.",
        ),
        Mistake(
            "the penalty times n",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, lam + (len(y) - 1) * lam),
            "Your weights are too short: this would be right for the mean of the errors. The task adds them "
            "up.",
        ),
        Mistake(
            "the convention of the lesson's ridge",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, lam * len(y) / 2),
            "Your weights belong to another loss: the mean of the squares, as in the lesson. The task has "
            "half their sum. By what must lam be multiplied to go from the one to the other?",
        ),
        Mistake(
            "the penalty twice as strong",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, 2 * lam),
            "Your weights are too short. Loss and penalty both have a half in front: does it go away in "
            "both?",
        ),
        Mistake(
            "the penalty half as strong",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, lam / 2),
            "Your weights are too long. Loss and penalty both have a half in front: what is left of each "
            "in its slope?",
        ),
        Mistake(
            "divided by n - 1",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, lam, ddof=1),
            "Nearly. The spread is computed with one sample fewer; look at the task.",
        ),
        Mistake(
            "not scaled",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, lam, scale=_unit(X)),
            "A feature in small units needs a large weight, and pays for it. What should be done with the "
            "features first?",
        ),
        Mistake(
            "the root",
            lambda X, y, X_new, y_new, lam: np.sqrt(_validated(X, y, X_new, y_new, lam)),
            "The weights are right. Asked for is the mean of the squares, without a root.",
        ),
        Mistake(
            "half the mean",
            lambda X, y, X_new, y_new, lam: 0.5 * _validated(X, y, X_new, y_new, lam),
            "The weights are right. The half belongs to the loss that is learned with; an error is told "
            "without it.",
        ),
        Mistake(
            "the new samples not scaled",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, lam, scale_new=_unit(X)),
            "The model has learned from scaled features, and is asked with others.",
        ),
        Mistake(
            "no penalty",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, 0.0),
            "This is plain least squares; lam has no part in it.",
        ),
        Mistake(
            "the sum in place of the mean",
            lambda X, y, X_new, y_new, lam: _validated(X, y, X_new, y_new, lam, mean=False),
            "You add up where the task asks for the mean: more samples should not make a model look worse.",
        ),
    ),
)

EXERCISES = (L1_GRADIENT, PROXIMAL_STEP, EARLY_STOP, HONEST, VALIDATE)
