"""Lesson 6: linear regression without descent: features of a polynomial, ridge, and how its loss curves."""

import numpy as np

from nnlab.rules import at_least, checked, numbers, squarable, targets_of, whole


@checked(x=numbers, degree=whole(1, 10**6), domain=numbers)
def chebyshev(x, degree: int, domain: tuple[float, float]) -> np.ndarray:
    """Return the features T_1(u), ..., T_degree(u) of x (n,), as X (n, degree).

    u runs from -1 to 1 where x runs through domain; T_k(cos t) = cos(k t). A weighted sum
    of them and a bias is a polynomial of that degree. None is larger than 1 inside
    the domain, and none is nearly a copy of another, as x^8 is of x^10: so descent finds
    its way, and rounding does no harm. Outside the domain they grow like x^k.
    Choose the domain once, for all samples: it belongs to the model.
    """
    if x.ndim != 1 or not x.size:
        raise ValueError(f"x: expected a row of n numbers, got shape {x.shape}")
    if domain.shape != (2,):
        raise ValueError(f"domain: expected (low, high), got shape {domain.shape}")
    low, high = domain
    if not low < high:
        raise ValueError(f"domain: expected low < high, got {low:g}, {high:g}")
    u = (2 * x - low - high) / (high - low)
    return np.polynomial.chebyshev.chebvander(u, degree)[:, 1:]


@checked(X=squarable, y=targets_of("X"), lam=at_least(0))
def ridge(X, y, lam: float) -> np.ndarray:
    """Return the theta (d + 1,) of the linear neuron that makes mse + l2(lam) least.

    X is (n, d), y (n,); theta holds the weights, the bias last, as that of
    Network((d, 1), "linear"). No descent: where the gradient is 0 stands a system of
    linear equations. The bias is not penalised: for any weights the best one makes the
    mean answer right, so it falls out of the equations if X and y are taken from
    their means. With lam = 0 it is least squares, and if many theta are equally good, the
    one with the shortest weights.
    Source: Hoerl, Kennard, Technometrics 12 (1970) 55.
    """
    (n, d), y = X.shape, y[:, 0]
    mean, middle = X.mean(axis=0), y.mean()
    # Half the gradient of mse + lam / 2 sum w^2: (X - mean)^T (...) / n + lam / 2 w = 0.
    # The same w makes ||A w - b||^2 least with sqrt(n lam / 2) w as d more samples that
    # should say 0; that way the squares of X are never formed, which would cost digits.
    A = np.vstack([X - mean, np.sqrt(n * lam / 2) * np.eye(d)])
    b = np.concatenate([y - middle, np.zeros(d)])
    w = np.linalg.lstsq(A, b)[0]
    return np.append(w, middle - mean @ w)


@checked(X=squarable)
def curvature(X) -> float:
    """Return the largest curvature c of the mse of a linear neuron on X (n, d).

    Descent goes down at every step with lr below 2 / c. With momentum it arrives, not
    always downwards, with lr below 2 (1 + momentum) / c; together with a prox it
    surely does with lr below 2 (1 - momentum) / c.
    """
    ones = np.column_stack([X, np.ones(len(X))])
    return float(2 / len(X) * np.linalg.norm(ones, 2) ** 2)
