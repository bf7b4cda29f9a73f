"""Exercises of lesson 3: what do we gain by softening the step?

For each exercise: the solution, what it is asked, the mistakes that are known.
"""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.checking import Exercise, Mistake


def _sigmoid(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)


# ---- 1. The slope of a sigmoid, from what it says ----------------------------------------------------


def slope(a):
    """Give the slope of the sigmoid at the place where it says a."""
    # With a = 1 / (1 + exp(-z)), da/dz = exp(-z) / (1 + exp(-z))^2, and that is a times what is left to 1.
    return a * (1 - a)


def _answers(rng: np.random.Generator) -> Iterator[dict]:
    for a in 0.5, 0.25, 0.9, 0.01:
        yield {"a": a}
    yield {"a": np.array([0.1, 0.5, 0.8])}


SLOPE = Exercise(
    name="neuron.slope",
    task="Write slope(a): the slope da/dz of the sigmoid, where a is what the sigmoid says (a number or an "
    "array). You do not need z.",
    reference=slope,
    probes=_answers,
    mistakes=(
        Mistake(
            "a taken for z",
            lambda a: _sigmoid(a) * (1 - _sigmoid(a)),
            "You send a through the sigmoid once more. It has been through it already: a is an answer, "
            "not a pre-activation.",
        ),
        Mistake(
            "the slope of tanh",
            lambda a: 1 - a * a,
            "At the middle a sigmoid rises by a quarter for each unit of z. What does yours give there? "
            "This is the slope of its taller relative.",
        ),
        Mistake(
            "the sign of the slope",
            lambda a: a * (a - 1),
            "A sigmoid rises everywhere. Which sign has your slope?",
        ),
        Mistake(
            "half of the product",
            lambda a: 1 - a,
            "Near an answer of one your slope vanishes, as it should. What should it do near an answer "
            "of zero?",
        ),
        Mistake(
            "the other half of the product",
            lambda a: a,
            "Near an answer of zero your slope vanishes, as it should. What should it do near an answer "
            "of one?",
        ),
        Mistake(
            "the activation in place of its slope",
            _sigmoid,
            "This is the sigmoid itself, of a. You have its answer already: how steep is it there?",
        ),
    ),
)

# ---- 2. The gradient of the squared error ------------------------------------------------------------


def gradient(w, X, y):
    """Give the gradient (d,) of half the summed squared error at w (d,), for X (n, d) and targets y (n,)."""
    a = 1 / (1 + np.exp(-X @ w))
    delta = (a - y) * a * (1 - a)  # the slope of the loss in each sample's z
    return X.T @ delta  # z changes with a weight as fast as that weight's input is large


def _neurons(rng: np.random.Generator) -> Iterator[dict]:
    yield {"w": np.array([0.0]), "X": np.array([[2.0]]), "y": np.array([1])}
    yield {"w": np.array([1.0]), "X": np.array([[1.0]]), "y": np.array([0])}
    yield {"w": np.array([1.0]), "X": np.array([[1.0], [-2.0]]), "y": np.array([0, 1])}
    for n, d in (2, 2), (3, 2), (4, 3):
        w, X = rng.integers(-4, 5, d) / 2, rng.integers(-4, 5, (n, d)) / 2
        yield {"w": w, "X": X, "y": np.arange(n) % 2}


def _loss_slope(w, X, y, f=lambda a: a * (1 - a)):
    a = _sigmoid(X @ w)
    return (a - y) * f(a)


GRADIENT = Exercise(
    name="neuron.gradient",
    task="Write gradient(w, X, y): the gradient (d,) of half the summed squared error of a sigmoid neuron "
    "without bias, at weights w (d,), for samples X (n, d) and targets y (n,).",
    reference=gradient,
    probes=_neurons,
    mistakes=(
        Mistake(
            "the sign of the gradient",
            lambda w, X, y: -X.T @ _loss_slope(w, X, y),
            "This is the way down. The gradient points up, to where the loss grows; the minus comes "
            "later, in the step.",
        ),
        Mistake(
            "the slope of the activation left out",
            lambda w, X, y: X.T @ _loss_slope(w, X, y, lambda a: 1),
            "This is right for another loss, the cross-entropy. Between the error and z stands the "
            "sigmoid: which factor of the chain is missing?",
        ),
        Mistake(
            "the slope taken at a in place of z",
            lambda w, X, y: X.T @ _loss_slope(w, X, y, lambda a: _sigmoid(a) * (1 - _sigmoid(a))),
            "Your error and your inputs are right. The slope of the activation is taken in the wrong "
            "place: does your helper want z or a, and which does it get?",
        ),
        Mistake(
            "the mean in place of the sum",
            lambda w, X, y: X.T @ _loss_slope(w, X, y) / len(y),
            "You are right for a single sample. With more, the task asks for all of them together.",
        ),
        Mistake(
            "no half",
            lambda w, X, y: X.T @ _loss_slope(w, X, y) + X.T @ _loss_slope(w, X, y),
            "You are off by the same factor everywhere. What does the half in the loss do to the slope "
            "of a square?",
        ),
        Mistake(
            "the inputs left out",
            lambda w, X, y: np.full(len(w), _loss_slope(w, X, y).sum()),
            "Every weight gets the same. A weight whose input is nought has no say in z: what must its "
            "part of the gradient be?",
        ),
        Mistake(
            "the error left out",
            lambda w, X, y: X.T @ (_sigmoid(X @ w) * (1 - _sigmoid(X @ w))),
            "You never use y. Without it the neuron cannot know which way is down.",
        ),
    ),
)

# ---- 3. Cross-entropy --------------------------------------------------------------------------------


def cross_entropy(a, y):
    """Give the mean cross-entropy of the answers a (n,), all between 0 and 1, for targets y (n,)."""
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


def _beliefs(rng: np.random.Generator) -> Iterator[dict]:
    yield {"a": np.array([0.5]), "y": np.array([1])}
    yield {"a": np.array([0.1]), "y": np.array([1])}
    yield {"a": np.array([0.1]), "y": np.array([0])}
    yield {"a": np.array([0.9, 0.2]), "y": np.array([1, 0])}
    for n in 3, 4, 6:
        yield {"a": rng.integers(1, 20, n) / 20, "y": rng.integers(0, 2, n)}


CROSS_ENTROPY = Exercise(
    name="neuron.cross_entropy",
    task="Write cross_entropy(a, y): the mean over the samples of what each answer a, between 0 and 1, "
    "costs: minus the logarithm of the probability that the neuron gave to what was right. y holds 0 or "
    "1.",
    reference=cross_entropy,
    probes=_beliefs,
    mistakes=(
        Mistake(
            "the sum in place of the mean",
            lambda a, y: -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)),
            "You are right for one sample. The task asks for the mean: a larger data set should not cost "
            "more.",
        ),
        Mistake(
            "only the samples of class 1",
            lambda a, y: -np.mean(y * np.log(a)),
            "A neuron that says yes to everything would cost nothing. What should a wrong yes cost?",
        ),
        Mistake(
            "the sign",
            lambda a, y: np.mean(y * np.log(a) + (1 - y) * np.log(1 - a)),
            "The logarithm of a probability is below zero. A loss should fall when things get better.",
        ),
        Mistake(
            "the answers exchanged",
            lambda a, y: -np.mean(y * np.log(1 - a) + (1 - y) * np.log(a)),
            "A confident and right answer should cost next to nothing. What does it cost with you?",
        ),
        Mistake(
            "the logarithm to another base",
            lambda a, y: -np.mean(y * np.log2(a) + (1 - y) * np.log2(1 - a)),
            "You are off by the same factor everywhere. Which logarithm has the slope one at one?",
        ),
        Mistake(
            "the squared error",
            lambda a, y: np.mean((a - y) ** 2),
            "This is the mean squared error. It never costs more than one, however sure a wrong answer is.",
        ),
    ),
)

# ---- 4. Several steps downhill -----------------------------------------------------------------------


def roll(w, b, x, y, lr, steps):
    """Give w and b after so many steps of descent on half the squared error of one sample x with target y."""
    for _ in range(steps):
        a = 1 / (1 + np.exp(-(w * x + b)))
        delta = (a - y) * a * (1 - a)
        w, b = w - lr * delta * x, b - lr * delta  # both from the same delta: the step is taken at once
    return w, b


def _starts(rng: np.random.Generator) -> Iterator[dict]:
    def probe(w, b, x, y, lr, steps):
        return {"w": w, "b": b, "x": x, "y": y, "lr": lr, "steps": steps}

    yield probe(0.0, 0.0, 2.0, 1, 4.0, 1)
    yield probe(0.0, 0.0, 2.0, 1, 4.0, 0)
    yield probe(0.0, 0.0, 2.0, 1, 4.0, 2)
    yield probe(1.0, -0.5, -1.5, 1, 0.5, 3)
    yield probe(-1.0, 0.5, 3.0, 0, 2.0, 5)


def _rolled(move):
    """Make an answer that repeats move(w, b, x, y, lr, delta) with delta as it should be."""

    def answer(w, b, x, y, lr, steps):
        for _ in range(steps):
            a = _sigmoid(w * x + b)
            w, b = move(w, b, x, y, lr, (a - y) * a * (1 - a))
        return w, b

    return answer


def _one_after_the_other(w, b, x, y, lr, delta):
    w = w - lr * delta * x
    a = _sigmoid(w * x + b)
    return w, b - lr * (a - y) * a * (1 - a)


ROLL = Exercise(
    name="neuron.roll",
    task="Write roll(w, b, x, y, lr, steps): start at w and b and take that many steps of gradient "
    "descent on half the squared error of one sigmoid neuron for one sample, input x and target y (all "
    "are numbers). Return the new w and b.",
    reference=roll,
    probes=_starts,
    mistakes=(
        Mistake(
            "uphill",
            _rolled(lambda w, b, x, y, lr, delta: (w + lr * delta * x, b + lr * delta)),
            "The loss grows with every step: you go where the gradient points. Which way is down?",
        ),
        Mistake(
            "the bias stays behind",
            _rolled(lambda w, b, x, y, lr, delta: (w - lr * delta * x, b)),
            "Your first step in w is right, but b never moves. What is the input that belongs to b?",
        ),
        Mistake(
            "the bias moves along with x",
            _rolled(lambda w, b, x, y, lr, delta: (w - lr * delta * x, b - lr * delta * x)),
            "Your first step in w is right. A bias belongs to an input that is always the same: which?",
        ),
        Mistake(
            "one after the other",
            _rolled(_one_after_the_other),
            "You move w, look again, and then move b. A step of descent looks once, and then moves "
            "everything at once.",
        ),
        Mistake(
            "only one step",
            lambda w, b, x, y, lr, steps: roll(w, b, x, y, lr, 1),
            "Right as long as one step is asked for. What if it is none, or several?",
        ),
        Mistake(
            "one step too many",
            lambda w, b, x, y, lr, steps: roll(w, b, x, y, lr, steps + 1),
            "Count your steps: with none asked for, w and b should stay.",
        ),
        Mistake(
            "always the first slope",
            lambda w, b, x, y, lr, steps: tuple(
                np.array([w, b]) + steps * (np.array(roll(w, b, x, y, lr, 1)) - [w, b])
            ),
            "You measure the slope once and keep it. After a step the ball lies somewhere else.",
        ),
        Mistake(
            "the slope of the activation left out",
            _rolled(
                lambda w, b, x, y, lr, delta: (
                    w - lr * (_sigmoid(w * x + b) - y) * x,
                    b - lr * (_sigmoid(w * x + b) - y),
                )
            ),
            "Your steps are too long, most of all where the answer is near nought or one. Between the "
            "error and z stands the sigmoid, and it has a slope.",
        ),
    ),
)

EXERCISES = (SLOPE, GRADIENT, CROSS_ENTROPY, ROLL)
