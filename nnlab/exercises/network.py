"""Exercises of lesson 4: how does the first layer learn when nobody tells it the answer?

For each exercise: the solution, what it is asked, the mistakes that are known.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from nnlab.exercises.checking import Exercise, Mistake


def _sigmoid(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def _halves(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers from -2 to 2 in steps of a half, none of them 0."""
    return rng.integers(1, 5, shape) / 2 * rng.choice([-1, 1], shape)


# ---- 1. Forward through two layers -------------------------------------------------------------------


def forward(W1, b1, W2, b2, X):
    """Give the answers (n, k) for X (n, d): hidden neurons with tanh, outputs with the sigmoid."""
    a1 = np.tanh(X @ W1 + b1)  # (n, h): all that the outputs will ever see of X
    return 1 / (1 + np.exp(-(a1 @ W2 + b2)))


def _networks(rng: np.random.Generator) -> Iterator[dict]:
    """Networks d-h-k and n samples."""
    for n, d, h, k in (1, 1, 1, 1), (1, 2, 2, 1), (4, 2, 2, 1), (3, 2, 3, 2), (4, 3, 4, 1):
        W1, b1 = _halves(rng, d, h), _halves(rng, h)
        W2, b2 = _halves(rng, h, k), _halves(rng, k)
        yield {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "X": _halves(rng, n, d)}


FORWARD = Exercise(
    name="network.forward",
    task="Write forward(W1, b1, W2, b2, X): the answers (n, k) of a network with two layers of weights, for "
    "samples X (n, d). W1 (d, h) and b1 (h,) lead to hidden neurons with tanh, W2 (h, k) and b2 (k,) to "
    "outputs with the sigmoid.",
    reference=forward,
    probes=_networks,
    mistakes=(
        Mistake(
            "no biases",
            lambda W1, b1, W2, b2, X: _sigmoid(np.tanh(X @ W1) @ W2),
            "All that your network says of a sample of zeros is a half. Which numbers have you not used?",
        ),
        Mistake(
            "no bias in the hidden layer",
            lambda W1, b1, W2, b2, X: _sigmoid(np.tanh(X @ W1) @ W2 + b2),
            "Your output layer is right. The boundaries of your hidden neurons all go through the origin: "
            "what shifts them?",
        ),
        Mistake(
            "no bias in the output layer",
            lambda W1, b1, W2, b2, X: _sigmoid(np.tanh(X @ W1 + b1) @ W2),
            "Your hidden layer is right. An output is a neuron like any other: what else does it add up?",
        ),
        Mistake(
            "the hidden activation forgotten",
            lambda W1, b1, W2, b2, X: _sigmoid((X @ W1 + b1) @ W2 + b2),
            "Your hidden neurons pass z on as it is. Two layers like that are no more than one: what bends "
            "the plane?",
        ),
        Mistake(
            "the output's activation forgotten",
            lambda W1, b1, W2, b2, X: np.tanh(X @ W1 + b1) @ W2 + b2,
            "This is z of the outputs. What do they make of it, so that the answer lies between 0 and 1?",
        ),
        Mistake(
            "the hidden bias after the activation",
            lambda W1, b1, W2, b2, X: _sigmoid((np.tanh(X @ W1) + b1) @ W2 + b2),
            "You add the hidden bias too late. Is it a part of z, or of a?",
        ),
        Mistake(
            "both biases after the activation",
            lambda W1, b1, W2, b2, X: _sigmoid((np.tanh(X @ W1) + b1) @ W2) + b2,
            "A sigmoid never says more than one, but your outputs may. Is a bias a part of z, or of a?",
        ),
        Mistake(
            "the sigmoid in the hidden layer too",
            lambda W1, b1, W2, b2, X: _sigmoid(_sigmoid(X @ W1 + b1) @ W2 + b2),
            "Right for a network whose hidden neurons are sigmoids. Read once more what these ones are.",
        ),
        Mistake(
            "tanh at the outputs too",
            lambda W1, b1, W2, b2, X: np.tanh(np.tanh(X @ W1 + b1) @ W2 + b2),
            "Your hidden layer is right. Your outputs may say less than 0: what are they to be?",
        ),
    ),
)

# ---- 2. The sum of squared errors, rows and columns --------------------------------------------------


def sse(a, y):
    """Give the sum of squared errors of the answers a (n, 1) for the targets y (n,)."""
    # NumPy would take a column less a row for "each with each": so first a row out of the column.
    return np.sum((np.ravel(a) - np.ravel(y)) ** 2)


def _rows_and_columns(rng: np.random.Generator) -> Iterator[dict]:
    yield {"a": np.array([[0.75]]), "y": np.array([1.0])}
    yield {"a": np.array([[0.25], [0.5]]), "y": np.array([0.0, 1.0])}
    for n in 3, 4, 6:
        yield {"a": rng.integers(1, 8, (n, 1)) / 8, "y": np.arange(n) % 2.0}


SSE = Exercise(
    name="network.sse",
    task="Write sse(a, y): the sum of squared errors. The answers a come from a layer, so they are a column "
    "(n, 1); the targets y are a row of n numbers, (n,).",
    reference=sse,
    probes=_rows_and_columns,
    mistakes=(
        Mistake(
            "a column against a row",
            lambda a, y: np.sum((a - y) ** 2),
            "Right for one sample, too much for more. Look at the shape of the difference: how many "
            "errors does NumPy find, and how many samples are there?",
        ),
        Mistake(
            "the mean in place of the sum",
            lambda a, y: np.mean((a[:, 0] - y) ** 2),
            "You are right for one sample. The task asks for all of them together.",
        ),
        Mistake(
            "a mean over a column against a row",
            lambda a, y: np.mean((a - y) ** 2),
            "A mean was not asked for. And before that: what is the shape of your difference?",
        ),
        Mistake(
            "a half too many",
            lambda a, y: 0.5 * np.sum((a[:, 0] - y) ** 2),
            "This is half of what was asked for; lesson three's loss had a half in front, this one has not.",
        ),
        Mistake(
            "not squared",
            lambda a, y: np.sum(a[:, 0] - y),
            "Errors of different sign cancel in your sum. What keeps them apart?",
        ),
        Mistake(
            "absolute errors",
            lambda a, y: np.sum(np.abs(a[:, 0] - y)),
            "Your errors no longer cancel. But this is the sum of their sizes, not of their squares.",
        ),
        Mistake(
            "the square of the sum",
            lambda a, y: np.sum(a[:, 0] - y) ** 2,
            "You add up first and square then, so errors of different sign have cancelled already.",
        ),
    ),
)

# ---- 3. Back through one layer -----------------------------------------------------------------------


def hidden_delta(W2, delta2, a1):
    """Give delta (n, h) of tanh neurons that said a1 (n, h); the outputs have delta2 (n, k), W2 is (h, k)."""
    blame = delta2 @ W2.T  # how the loss changes with what each hidden neuron says
    return blame * (1 - a1**2)  # and with its z: tanh is that steep where it says a1


def _ways_back(rng: np.random.Generator) -> Iterator[dict]:
    yield {"W2": np.array([[2.0]]), "delta2": np.array([[0.5]]), "a1": np.array([[0.5]])}
    yield {"W2": np.array([[1.0], [-2.0]]), "delta2": np.array([[0.25]]), "a1": np.array([[0.5, -0.5]])}
    for n, h, k in (2, 2, 1), (3, 2, 1), (2, 3, 2), (3, 4, 2):
        a1 = rng.integers(1, 8, (n, h)) / 8 * rng.choice([-1, 1], (n, h))
        yield {"W2": _halves(rng, h, k), "delta2": rng.integers(-7, 8, (n, k)) / 16, "a1": a1}


HIDDEN_DELTA = Exercise(
    name="network.hidden_delta",
    task="Write hidden_delta(W2, delta2, a1): how the loss changes with z of each hidden neuron, (n, h). "
    "The hidden neurons are tanh and said a1 (n, h); W2 (h, k) leads to the outputs, whose own deltas are "
    "delta2 (n, k).",
    reference=hidden_delta,
    probes=_ways_back,
    mistakes=(
        Mistake(
            "the slope left out",
            lambda W2, delta2, a1: delta2 @ W2.T,
            "This is how the loss changes with what the hidden neurons say. Between that and z stands the "
            "activation, and it has a slope.",
        ),
        Mistake(
            "the slope of the sigmoid",
            lambda W2, delta2, a1: delta2 @ W2.T * a1 * (1 - a1),
            "You have come back through the weights all right. But the slope is that of another "
            "activation: what are these neurons?",
        ),
        Mistake(
            "the slope taken of z in place of a",
            lambda W2, delta2, a1: delta2 @ W2.T * (1 - np.tanh(a1) ** 2),
            "The numbers a1 have been through tanh already, and you send them through once more. Does "
            "your slope want z or a, and which does it get?",
        ),
        Mistake(
            "the activation in place of its slope",
            lambda W2, delta2, a1: delta2 @ W2.T * a1,
            "You multiply by what the neuron says. How steep is it at that place?",
        ),
        Mistake(
            "the weights left out",
            lambda W2, delta2, a1: delta2.sum(axis=1, keepdims=True) * (1 - a1**2),
            "All hidden neurons get the same blame. One with a thin wire to the output has less to do "
            "with its error than one with a thick wire: where are the weights?",
        ),
        Mistake(
            "the size of the weights",
            lambda W2, delta2, a1: delta2 @ np.abs(W2).T * (1 - a1**2),
            "Through a weight below 0, more of the hidden neuron means less of the output. Which sign "
            "must come back?",
        ),
        Mistake(
            "the sign",
            lambda W2, delta2, a1: -(delta2 @ W2.T) * (1 - a1**2),
            "The sizes are right and all signs wrong. A delta is a slope, it points uphill; the minus comes "
            "later, in the step.",
        ),
    ),
)

# ---- 4. One step of learning -------------------------------------------------------------------------


def learn(W1, b1, W2, b2, X, y, lr):
    """Give W1, b1, W2, b2 after one step of descent on half the summed squared error; all are sigmoids."""
    a1 = 1 / (1 + np.exp(-(X @ W1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ W2 + b2)))
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = delta2 @ W2.T * a1 * (1 - a1)  # with the old W2, by which the answers came about
    return (
        W1 - lr * X.T @ delta1,
        b1 - lr * delta1.sum(axis=0),
        W2 - lr * a1.T @ delta2,
        b2 - lr * delta2.sum(axis=0),
    )


def _lessons(rng: np.random.Generator) -> Iterator[dict]:
    for probe in _networks(rng):
        n, k = len(probe["X"]), len(probe["b2"])
        yield probe | {"y": np.arange(n * k).reshape(n, k) % 2.0, "lr": 2.0}


def _learned(
    *,
    error: Callable = lambda a, y: a - y,
    slope2: Callable = lambda z, a: a * (1 - a),
    slope1: Callable = lambda z, a: a * (1 - a),
    back: Callable = lambda W2, update: W2,
    way: float = -1.0,
    share: Callable = lambda n: 1.0,
    biases: float = 1.0,
) -> Callable:
    """Make an answer that does one thing in another way."""

    def answer(W1, b1, W2, b2, X, y, lr):
        z1 = X @ W1 + b1
        a1 = _sigmoid(z1)
        z2 = a1 @ W2 + b2
        a2 = _sigmoid(z2)
        delta2 = error(a2, y) * slope2(z2, a2)
        step = way * lr * share(len(X))
        update = step * a1.T @ delta2
        delta1 = delta2 @ back(W2, update).T * slope1(z1, a1)
        return (
            W1 + step * X.T @ delta1,
            b1 + biases * step * delta1.sum(axis=0),
            W2 + update,
            b2 + biases * step * delta2.sum(axis=0),
        )

    return answer


def _of_a(z, a):
    return _sigmoid(a) * (1 - _sigmoid(a))


def _of_z(z, a):
    return z * (1 - z)


def _gradients(W1, b1, W2, b2, X, y, lr):
    new = learn(W1, b1, W2, b2, X, y, lr)
    return tuple((old - moved) / lr for old, moved in zip((W1, b1, W2, b2), new))


def _weights_first(W1, b1, W2, b2, X, y, lr):
    V1, c1, V2, c2 = learn(W1, b1, W2, b2, X, y, lr)
    return V1, V2, c1, c2


def _one_by_one(W1, b1, W2, b2, X, y, lr):
    for i in range(len(X)):
        W1, b1, W2, b2 = learn(W1, b1, W2, b2, X[i : i + 1], y[i : i + 1], lr)
    return W1, b1, W2, b2


def _with_tanh(W1, b1, W2, b2, X, y, lr):
    a1 = np.tanh(X @ W1 + b1)
    a2 = _sigmoid(a1 @ W2 + b2)
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = delta2 @ W2.T * (1 - a1**2)
    steps = X.T @ delta1, delta1.sum(axis=0), a1.T @ delta2, delta2.sum(axis=0)
    return tuple(old - lr * step for old, step in zip((W1, b1, W2, b2), steps))


LEARN = Exercise(
    name="network.learn",
    task="Write learn(W1, b1, W2, b2, X, y, lr): one step of gradient descent on half the summed squared "
    "error, for a network of sigmoids with W1 (d, h), b1 (h,), W2 (h, k), b2 (k,), samples X (n, d) and "
    "targets y (n, k). Return the new W1, b1, W2 and b2, and leave the old ones as they are.",
    reference=learn,
    probes=_lessons,
    mistakes=(
        Mistake(
            "the weights updated too early",
            _learned(back=lambda W2, update: W2 + update),
            "Your output layer is right. The error goes back through the very weights by which the answer "
            "came about: are they still in place when you need them?",
        ),
        Mistake(
            "uphill",
            _learned(way=1.0),
            "The loss grows. You go where the gradient points: which way is down?",
        ),
        Mistake(
            "the sign of the hidden layer alone",
            _learned(back=lambda W2, update: -W2),
            "Your output layer goes down, your hidden layer goes up. Has a sign been turned twice?",
        ),
        Mistake(
            "the slope given z",
            _learned(slope1=_of_z, slope2=_of_z),
            "The slope has a short formula in the activation. You put in something else: which does your "
            "helper want, and which does it get?",
        ),
        Mistake(
            "the slope taken at a in place of z",
            _learned(slope1=_of_a, slope2=_of_a),
            "Your slopes are taken in the wrong place: what has been through the sigmoid once goes through "
            "it again. Does your helper want z or a?",
        ),
        Mistake(
            "the hidden slope left out",
            _learned(slope1=lambda z, a: 1.0),
            "Your output layer is right. What comes back to a hidden neuron still has to get through its "
            "activation.",
        ),
        Mistake(
            "the output's slope left out",
            _learned(slope2=lambda z, a: 1.0),
            "This would be right for another loss, the cross-entropy. With squared errors one factor is "
            "missing at the output, and so everywhere.",
        ),
        Mistake(
            "both slopes left out",
            _learned(slope1=lambda z, a: 1.0, slope2=lambda z, a: 1.0),
            "You learn as if all neurons were linear. Each sigmoid on the way back has a slope.",
        ),
        Mistake(
            "the biases stay behind",
            _learned(biases=0.0),
            "Your weights are right, but the biases never move. What is the input that belongs to a bias?",
        ),
        Mistake(
            "the mean in place of the sum",
            _learned(share=lambda n: 1 / n),
            "You are right for a single sample. With more, the task asks for all of them together.",
        ),
        Mistake(
            "no half",
            _learned(share=lambda n: 1 + 1),
            "Your steps are too long, by the same factor everywhere. What does the half in the loss do to "
            "the slope of a square?",
        ),
        Mistake(
            "the gradients themselves",
            _gradients,
            "These are the gradients, and they are right. The task asks for the weights after a step: what "
            "is still to be done?",
        ),
        Mistake(
            "in another order",
            _weights_first,
            "All four are right, but they come back in another order than the task asks for.",
        ),
        Mistake(
            "a step after every sample",
            _one_by_one,
            "You are right for a single sample. With more, you move after each of them, and the next one "
            "meets weights that have moved. The task asks for one step.",
        ),
        Mistake(
            "tanh in the hidden layer",
            _with_tanh,
            "Right for hidden neurons with tanh, as in the exercise before. Which are these?",
        ),
        Mistake(
            "the output layer alone",
            _learned(back=lambda W2, update: 0 * W2),
            "Your output layer is right, but the hidden layer stays as it is. How does it learn?",
        ),
    ),
)

# ---- 5. The gradient by nudging ----------------------------------------------------------------------


@dataclass(frozen=True)
class _Height:
    """A loss to be nudged, shown to the reader as Python."""

    text: str
    f: Callable[[np.ndarray], float]

    def __call__(self, theta):
        return self.f(np.asarray(theta, dtype=float))

    def __repr__(self) -> str:
        return f"lambda theta: {self.text}"


def central_difference(f, theta, h):
    """Give the slope (p,) of f at theta (p,) along each number in turn, nudged up and down by h."""
    slopes = []
    for i in range(len(theta)):
        above, below = theta.copy(), theta.copy()  # copies: the others stay where they are
        above[i] += h
        below[i] -= h
        slopes.append((f(above) - f(below)) / (2 * h))
    return np.array(slopes)


def _landscapes(rng: np.random.Generator) -> Iterator[dict]:
    bowl = _Height("theta[0] ** 2", lambda t: t[0] ** 2)
    yield {"f": bowl, "theta": np.array([1.5]), "h": 0.5}
    cubic = _Height("theta[0] ** 3", lambda t: t[0] ** 3)
    yield {"f": cubic, "theta": np.array([1.0]), "h": 0.25}
    mixed = _Height("theta[0] ** 2 * theta[1]", lambda t: t[0] ** 2 * t[1])
    yield {"f": mixed, "theta": np.array([1.0, -2.0]), "h": 0.5}
    yield {"f": mixed, "theta": np.array([-0.5, 3.0]), "h": 0.25}
    three = _Height("theta[0] * theta[1] * theta[2] ** 3", lambda t: t[0] * t[1] * t[2] ** 3)
    yield {"f": three, "theta": np.array([2.0, -1.0, 0.5]), "h": 0.25}


def _nudged(difference: Callable) -> Callable:
    """Make an answer from difference(f, theta, way, h), where way is h in one place and 0 elsewhere."""

    def answer(f, theta, h):
        return np.array([difference(f, theta, h * one, h) for one in np.eye(len(theta))])

    return answer


def _all_at_once(f, theta, h):
    return np.full(len(theta), (f(theta + h) - f(theta - h)) / (h + h))


def _never_back(f, theta, h):
    at, slopes = theta.copy(), []
    for i in range(len(theta)):
        at[i] += h
        above = f(at)
        at[i] -= h + h
        slopes.append((above - f(at)) / (h + h))
    return np.array(slopes)


CENTRAL_DIFFERENCE = Exercise(
    name="network.central_difference",
    task="Write central_difference(f, theta, h): for each number in theta (p,) nudge it up by h and down by "
    "h, the others staying as they are, and return how fast f changes between the two places, (p,). f takes "
    "an array like theta and gives a number.",
    reference=central_difference,
    probes=_landscapes,
    mistakes=(
        Mistake(
            "nudged to one side only",
            _nudged(lambda f, theta, way, h: (f(theta + way) - f(theta)) / h),
            "Where the slope changes, a nudge to one side looks at another place than theta. What was the "
            "second nudge for?",
        ),
        Mistake(
            "nudged downwards only",
            _nudged(lambda f, theta, way, h: (f(theta) - f(theta - way)) / h),
            "You nudge down, and compare with where you are. What was the other nudge for?",
        ),
        Mistake(
            "divided by one nudge",
            _nudged(lambda f, theta, way, h: (f(theta + way) - f(theta - way)) / h),
            "All your slopes are too large, by the same factor. How far apart are the two places?",
        ),
        Mistake(
            "divided by two, and times the nudge",
            _nudged(lambda f, theta, way, h: (f(theta + way) - f(theta - way)) / 2 * h),
            "You divide by two and then multiply by h: Python goes from left to right. What do you want to "
            "divide by, as a whole?",
        ),
        Mistake(
            "not divided",
            _nudged(lambda f, theta, way, h: f(theta + way) - f(theta - way)),
            "This is how much f changes. A slope says how much per unit of way.",
        ),
        Mistake(
            "the other way round",
            _nudged(lambda f, theta, way, h: (f(theta - way) - f(theta + way)) / (h + h)),
            "The sizes are right, the signs are not. Uphill is where f grows.",
        ),
        Mistake(
            "all nudged at once",
            _all_at_once,
            "Right where theta holds a single number. With more, each has a slope of its own: which "
            "numbers may move while you look at one of them?",
        ),
        Mistake(
            "a nudge that is never taken back",
            _never_back,
            "Your first slope is right. Where does the first number stand when you come to the second?",
        ),
    ),
)

EXERCISES = (FORWARD, SSE, HIDDEN_DELTA, LEARN, CENTRAL_DIFFERENCE)
