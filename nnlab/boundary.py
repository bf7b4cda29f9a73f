"""Lesson 2: the decision boundary of a neuron, how far samples lie from it, and how it can be bent."""

import numpy as np

from nnlab import checks
from nnlab.perceptron import preactivation, predict
from nnlab.rules import checked, labels_of, sized, summable, weights_of, whole


@checked(X=summable, w=weights_of("X"))
def signed_distance(w, X) -> np.ndarray:
    """Return each sample's distance from the boundary z = 0, (n,): above 0 on the side answered 1.

    X is (n, d), w is (d + 1,), bias last. It is z / ||w_1, ..., w_d||, in the units of X. The bias is
    left out of the norm: it shifts the boundary but does not turn it. (Novikoff's bound in lesson 1 measures
    in the space with the extra 1, where the bias is a weight like the others and is in the norm.)
    Raises ValueError for invalid arguments, and where w_1, ..., w_d are all 0: then there is no boundary.
    """
    length = np.hypot.reduce(w[:-1], initial=0.0)  # squares alone may be too small for a number
    if length == 0:
        raise ValueError("w: expected a weight other than 0 before the bias, got no boundary at all")
    return preactivation(w, X) / length


@checked(X=summable, y=labels_of("X"))
def margin(w, X, y) -> float:
    """Return the smallest distance of a sample from the boundary, below 0 if one is on the wrong side.

    X is (n, d), y is (n,) of 0 and 1, w is (d + 1,), bias last. A distance counts as positive where the
    answer is right: s z / ||w_1, ..., w_d|| with s = +1 for class 1 and -1 for class 0.
    (`perceptron.max_margin` has the bias in its norm; `signed_distance` says why here it has not.)
    Raises ValueError as `signed_distance` does.
    """
    distance = signed_distance(w, X)
    return float(np.min(np.where(y == 1, distance, -distance)))


@checked(d=whole(1), degree=whole(1, 1000))
def exponents(d: int, degree: int) -> list[tuple[int, ...]]:
    """Return which powers of the d features (1 or 2) each column of `polynomial` multiplies, in its order.

    For d = 2 and degree 2: (1, 0), (0, 1), (2, 0), (1, 1), (0, 2). Raises ValueError for another d.
    """
    if d > 2:
        raise ValueError(f"d: expected 1 or 2 features, got {checks.shown(d)}")
    totals = range(1, degree + 1)
    if d == 1:
        return [(total,) for total in totals]
    return [(total - j, j) for total in totals for j in range(total + 1)]


@checked(X=summable)
def polynomial(X, degree: int) -> np.ndarray:
    """Return all products of features of X (n, d) with 1 to `degree` factors, for d = 1 or 2.

    One feature x gives x, x^2, x^3, ... Two give x1, x2, then x1^2, x1 x2, x2^2, then x1^3, x1^2 x2,
    x1 x2^2, x2^3, ... : lower degrees first, and in each the powers of x1 falling. Two features of degree
    D make D (D + 3) / 2 columns. There is no column of ones: a neuron has its bias.
    Raises ValueError for invalid arguments.
    """
    powers = np.array(exponents(X.shape[1], degree))  # (columns, d)
    with np.errstate(over="ignore"):
        products = np.prod(X[:, None, :] ** powers, axis=2)
    if not np.isfinite(products).all():
        largest = np.abs(X).max()
        raise ValueError(
            f"X: expected numbers whose powers up to {degree} are numbers, too, got {largest:g}; "
            "scale the features first"
        )
    return products


@checked(
    X=summable,
    first=weights_of("X"),
    second=weights_of("X"),
    third=sized(3),
)
def three_neurons(first, second, third, X) -> tuple[np.ndarray, np.ndarray]:
    """Return what three step neurons say to X (n, d): the first two (n, 2), and the third (n,).

    first and second are weights (d + 1,), bias last. The third sees only the two answers a1, a2 and no
    feature: its weights are (3,). Raises ValueError for invalid arguments.
    """
    A = np.column_stack([predict(first, X), predict(second, X)])
    return A, predict(third, A)
