"""Exercises of lesson 2: what does a neuron's answer look like?

For each exercise: the solution, what it is asked, the mistakes that are known.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from nnlab.exercises.checking import Exercise, Mistake, WrongForm, as_numbers, describe

# ---- 1. How far a sample lies from the line ----------------------------------------------------------


def distance(w, b, x):
    """Give the signed distance of one sample x (d,) from the boundary of a neuron with w (d,) and b."""
    # z grows by the length of w for each unit that x goes along w, so z is that many times too large.
    return (np.dot(w, x) + b) / np.sqrt(np.dot(w, w))


def _one_sample(rng: np.random.Generator) -> Iterator[dict]:
    def probe(w, b, x):
        return {"w": np.array(w, dtype=float), "b": b, "x": np.array(x, dtype=float)}

    yield probe([2], -6.0, [4])  # 1 beyond the threshold 3
    yield probe([2], -6.0, [1])
    yield probe([3, 4], -2.0, [0, 0])
    yield probe([3, 4], -2.0, [1, 1])
    yield probe([3, 4], -2.0, [2, -1])  # on the line
    for d in 2, 2, 3, 3, 3:
        w, x = rng.integers(-4, 5, size=(2, d)) / 2
        w[0] = 1.5  # not all 0: there must be a line
        yield probe(w, int(rng.integers(1, 5)) / 2, x)


def _z(w, b, x):
    return np.dot(w, x) + b


DISTANCE = Exercise(
    name="boundary.distance",
    task="Write distance(w, b, x): the signed distance of one sample x (d,) from the boundary of a neuron "
    "with weights w (d,) and bias b. It is positive on the side where the neuron says 1.",
    reference=distance,
    probes=_one_sample,
    mistakes=(
        Mistake(
            "the bias in the length of w",
            lambda w, b, x: _z(w, b, x) / np.sqrt(np.dot(w, w) + b * b),
            "Your z is right, and you divide by a length, but that length is too large. Shift the line a "
            "long way off by changing b alone: it has not turned, and units have not changed. Should "
            "what you divide by depend on b?",
        ),
        Mistake(
            "z, not yet a distance",
            _z,
            "This is z. The line stays where it is if all weights and the bias are doubled, and so does "
            "the sample. What happens to your answer?",
        ),
        Mistake(
            "divided by the square of the length",
            lambda w, b, x: _z(w, b, x) / np.dot(w, w),
            "Double all weights and the bias: the line stays, but your answer halves. By which power of "
            "the length of w do you divide?",
        ),
        Mistake(
            "a distance without its sign",
            lambda w, b, x: abs(_z(w, b, x)) / np.sqrt(np.dot(w, w)),
            "The sizes are right. A signed distance says one thing more: on which side the sample lies.",
        ),
        Mistake(
            "no bias in z",
            lambda w, b, x: np.dot(w, x) / np.sqrt(np.dot(w, w)),
            "Your line goes through the origin whatever b is. Which number shifts it?",
        ),
        Mistake(
            "the weights added up in place of their length",
            lambda w, b, x: _z(w, b, x) / np.abs(w).sum(),
            "You divide by the way along the axes, as in a town with a grid of streets. The length of an "
            "arrow is the way as the crow flies: how did Pythagoras get it?",
        ),
        Mistake(
            "the two sides exchanged",
            lambda w, b, x: -_z(w, b, x) / np.sqrt(np.dot(w, w)),
            "The sizes are right and every sign is wrong. On which side is z positive, and what does the "
            "neuron say there?",
        ),
    ),
)

# ---- 2. The margin of all samples --------------------------------------------------------------------


def margin(w, b, X, y):
    """Give the margin of samples X (n, d) of classes y (n,): the smallest distance from the wrong side."""
    length = np.sqrt(np.dot(w, w))
    return min((1 if label == 1 else -1) * (np.dot(w, x) + b) / length for x, label in zip(X, y))


def _many_samples(rng: np.random.Generator) -> Iterator[dict]:
    def probe(w, b, X, y):
        w, X = np.array(w, dtype=float), np.array(X, dtype=float)
        return {"w": w, "b": b, "X": X, "y": np.array(y)}

    yield probe([2], -6.0, [[4], [1]], [1, 0])
    yield probe([2], -6.0, [[4], [2.5], [0]], [1, 0, 0])  # the nearest says 0
    yield probe([3, 4], -2.0, [[1, 1], [0, 0], [3, 0]], [1, 0, 1])
    yield probe([3, 4], -2.0, [[1, 1], [0, 0], [2, 2]], [1, 0, 0])  # one on the wrong side
    for n in 4, 5, 6, 8:
        X = rng.integers(-4, 5, size=(n, 2)) / 2
        yield probe([1.5, int(rng.integers(-4, 5)) / 2], 0.5, X, rng.integers(0, 2, n))


def _distances(w, b, X, length=None):
    return (X @ w + b) / (np.sqrt(np.dot(w, w)) if length is None else length)


def _signs(y):
    return np.where(y == 1, 1, -1)


MARGIN = Exercise(
    name="boundary.margin",
    task="Write margin(w, b, X, y): the smallest distance of a sample from the boundary, where a sample "
    "on its right side counts as positive and one on the wrong side as negative. X is (n, d), y holds n "
    "classes 0 or 1.",
    reference=margin,
    probes=_many_samples,
    mistakes=(
        Mistake(
            "wrong answers counted as right",
            lambda w, b, X, y: np.abs(_distances(w, b, X)).min(),
            "This is the distance of the nearest sample, right or wrong. If one is on the wrong side, the "
            "margin must say so. What does y tell you that you have not used?",
        ),
        Mistake(
            "class 0 taken for the positive side",
            lambda w, b, X, y: (-_signs(y) * _distances(w, b, X)).min(),
            "Your signs are turned round: for which class should a positive z count as right?",
        ),
        Mistake(
            "the classes left out",
            lambda w, b, X, y: _distances(w, b, X).min(),
            "This is the smallest signed distance of all. A sample of class 0 is right where its "
            "distance is negative: it should count as positive there.",
        ),
        Mistake(
            "y used as the sign",
            lambda w, b, X, y: (y * _distances(w, b, X)).min(),
            "For class 0 you multiply by 0, so these samples have no say. Which sign should they have?",
        ),
        Mistake(
            "the bias in the length of w",
            lambda w, b, X, y: (_signs(y) * _distances(w, b, X, np.sqrt(np.dot(w, w) + b * b))).min(),
            "Your signs are right; your distances are too small. b shifts the line and does not turn it: "
            "does it belong into the length?",
        ),
        Mistake(
            "z in place of the distance",
            lambda w, b, X, y: (_signs(y) * _distances(w, b, X, 1.0)).min(),
            "Your signs are right, but what you compare is z. How does a z become a distance?",
        ),
        Mistake(
            "the mean in place of the smallest",
            lambda w, b, X, y: (_signs(y) * _distances(w, b, X)).mean(),
            "This is how far the samples are on average. The margin is a promise about every one of them.",
        ),
        Mistake(
            "the largest in place of the smallest",
            lambda w, b, X, y: (_signs(y) * _distances(w, b, X)).max(),
            "This is the sample that is furthest on its side. Which one is in danger first if the line "
            "moves?",
        ),
    ),
)

# ---- 3. XOR with three step neurons ------------------------------------------------------------------


def xor():
    """Give three neurons (w1, w2, b): the first two see x1 and x2, the third sees what these two say."""
    either = (2, 2, -1)  # yes if at least one input is 1
    not_both = (-2, -2, 3)  # yes unless both are
    both_say_yes = (2, 2, -3)
    return either, not_both, both_say_yes


def _three_neurons(answer: Any) -> np.ndarray:
    """Read three triples from a tuple, list or array, or from a function that returns them."""
    given = answer() if callable(answer) else answer
    numbers = as_numbers(given)
    if numbers is None or numbers.shape != (3, 3) or not np.isfinite(numbers).all():
        raise WrongForm(_which_neuron(given))
    return numbers


def _which_neuron(given: Any) -> str:
    wanted = "three neurons of three numbers (w1, w2, b) each were expected"
    if isinstance(given, tuple | list) and len(given) == 3:
        for number, neuron in enumerate(given, 1):
            numbers = as_numbers(neuron)
            if numbers is None or numbers.shape != (3,) or not np.isfinite(numbers).all():
                return f"{wanted}, and for neuron {number} came {describe(neuron)}"
    return f"{wanted} and {describe(given)} came"


def _says(neuron: np.ndarray, inputs: tuple, tie: int) -> int:
    z = neuron[0] * inputs[0] + neuron[1] * inputs[1] + neuron[2]
    return tie if abs(z) < 1e-9 * np.abs(neuron).max() else int(z > 0)


def _network(answer: Any, x1: int, x2: int, tie: int = 1) -> int:
    """Say what the three neurons say together."""
    first, second, third = _three_neurons(answer)
    return _says(third, (_says(first, (x1, x2), tie), _says(second, (x1, x2), tie)), tie)


def _corners(rng: np.random.Generator) -> Iterator[dict]:
    for x1, x2 in (0, 0), (0, 1), (1, 0), (1, 1):
        yield {"x1": x1, "x2": x2}


def _table(answer: Any, tie: int = 1) -> list[int]:
    return [_network(answer, *corner.values(), tie=tie) for corner in _corners(None)]


def _lost_by_a_tie(answer: Any) -> bool:
    return _table(answer, tie=0) == [0, 1, 1, 0] != _table(answer)


def _gives(table: list[int]) -> Callable[[Any], bool]:
    return lambda answer: _table(answer) == table and not _lost_by_a_tie(answer)


_EITHER, _NOT_BOTH, _BOTH = (2, 2, -1), (-2, -2, 3), (2, 2, -3)
XOR = Exercise(
    name="boundary.xor",
    task="Give three step neurons that compute xor together: three triples (w1, w2, b). The first two "
    "see x1 and x2, the third sees only the two answers of the first two. Many solutions are right.",
    reference=xor,
    ask=_network,
    probes=_corners,
    mistakes=(
        Mistake(
            "a tie on the wrong side",
            (_EITHER, (-2, -2, 4), _BOTH),
            "Somewhere a z is exactly 0, and step(0) says yes. Find it at this corner, and move the "
            "threshold a little off.",
            when=_lost_by_a_tie,
        ),
        Mistake(
            "the opposite: yes where both inputs are equal",
            (_EITHER, _NOT_BOTH, _NOT_BOTH),
            "Yes and no have changed places at all four corners. The first two neurons may well be "
            "right: what about the one that has the last word?",
            when=_gives([1, 0, 0, 1]),
        ),
        Mistake(
            "OR: both inputs together slip through",
            (_EITHER, _NOT_BOTH, (2, 0, -1)),
            "Only one corner is left: where both inputs are on. Which of your first two neurons says no "
            "there, and how strongly does the third listen to it?",
            when=_gives([0, 1, 1, 1]),
        ),
        Mistake(
            "NAND: no input at all slips through",
            (_EITHER, _NOT_BOTH, (0, 2, -1)),
            "Only one corner is left: where no input is on. Which of your first two neurons says no "
            "there, and how strongly does the third listen to it?",
            when=_gives([1, 1, 1, 0]),
        ),
        Mistake(
            "yes to every corner",
            (_EITHER, _NOT_BOTH, (2, 2, -1)),
            "It says yes everywhere. Write down what the first two say at each corner. At a corner where "
            "xor is no, is one yes from them enough for the third?",
            when=_gives([1, 1, 1, 1]),
        ),
        Mistake(
            "no to every corner",
            (_EITHER, _NOT_BOTH, (2, 2, -5)),
            "It says no everywhere. What is the largest z that the third neuron ever gets?",
            when=_gives([0, 0, 0, 0]),
        ),
    ),
)

# ---- 4. One footing for all features, and nothing learned from new samples --------------------------


def standardise(X, X_new):
    """Give X_new (m, d) scaled by the means and standard deviations of X (n, d), column by column."""
    return (X_new - X.mean(axis=0)) / X.std(axis=0)


def _tables(rng: np.random.Generator) -> Iterator[dict]:
    def probe(X, X_new):
        return {"X": np.array(X, dtype=float), "X_new": np.array(X_new, dtype=float)}

    yield probe([[0], [2]], [[3], [5]])
    yield probe([[0, 10], [4, 30]], [[1, 20], [3, 50]])
    for n, m, d in (3, 2, 2), (5, 2, 2), (4, 3, 3):
        X, X_new = rng.integers(-9, 10, size=(n, d)) * 1.0, rng.integers(-9, 10, size=(m, d))
        X[:2] = [[-3.0] * d, [5.0] * d]  # so that no column is the same in every row
        yield probe(X, X_new)


def _scaled(X, mean, spread):
    """Scale as NumPy would, but in silence: a single column has no spread along its rows."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return (X - mean) / spread


STANDARDISE = Exercise(
    name="boundary.standardise",
    task="Write standardise(X, X_new): shift and stretch the columns of X_new (m, d) as the columns of X "
    "(n, d) need it to get mean 0 and standard deviation 1 (divide by n, as NumPy does).",
    reference=standardise,
    probes=_tables,
    mistakes=(
        Mistake(
            "fitted on the new samples",
            lambda X, X_new: _scaled(X_new, X_new.mean(axis=0), X_new.std(axis=0)),
            "You never use X. The neuron has learned from samples scaled by X's numbers; if new samples are "
            "scaled by their own, the same bird gets another place in another company.",
        ),
        Mistake(
            "fitted on all samples",
            lambda X, X_new: (X_new - np.vstack([X, X_new]).mean(axis=0)) / np.vstack([X, X_new]).std(axis=0),
            "You let the new samples have a say in the scale. They were to be kept out of all learning, "
            "and the mean and the spread are learned, too.",
        ),
        Mistake(
            "not stretched",
            lambda X, X_new: X_new - X.mean(axis=0),
            "The middle is right, the spread is not: a column in grams is still wider than one in "
            "millimetres.",
        ),
        Mistake(
            "not shifted",
            lambda X, X_new: X_new / X.std(axis=0),
            "The spread is right, the middle is not. Where should the mean of X's columns come to lie?",
        ),
        Mistake(
            "divided by the variance",
            lambda X, X_new: (X_new - X.mean(axis=0)) / X.var(axis=0),
            "You divide by the mean of the squares. What has to be done to it to get back to the units of X?",
        ),
        Mistake(
            "divided by n - 1",
            lambda X, X_new: (X_new - X.mean(axis=0)) / X.std(axis=0, ddof=1),
            "All is right but the factor: here the mean of the squared deviations is taken over all n.",
        ),
        Mistake(
            "one mean and one spread for all columns",
            lambda X, X_new: (X_new - X.mean()) / X.std(),
            "You are right as long as there is one column. Millimetres and grams need a mean and a "
            "spread each.",
        ),
        Mistake(
            "rows in place of columns",
            lambda X, X_new: _scaled(X_new, *(f(X_new, axis=1, keepdims=True) for f in (np.mean, np.std))),
            "You scale each sample by itself. Which way do the features run in X?",
        ),
    ),
)

EXERCISES = (DISTANCE, MARGIN, XOR, STANDARDISE)
