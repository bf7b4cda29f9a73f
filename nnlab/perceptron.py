"""Lesson 1: the perceptron, one neuron that learns to say yes or no from its mistakes (Rosenblatt 1958)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nnlab import checks
from nnlab.activations import step
from nnlab.moved import renamed
from nnlab.resume import Dice, read_only, same
from nnlab.rules import (
    above,
    at_least,
    checked,
    generator,
    labels_of,
    optional,
    squarable,
    summable,
    weights_of,
    whole,
)


@checked(X=summable)
def with_bias(X) -> np.ndarray:
    """Append a column of ones to X (n, d): the last of d + 1 weights is then the bias."""
    return np.column_stack([X, np.ones(len(X))])


@checked(X=summable, w=weights_of("X"))
def preactivation(w, X) -> np.ndarray:
    """Return z = w_1 x_1 + ... + w_d x_d + b, (n,), for X (n, d) and w (d + 1,), b last."""
    return weighted_sum(w, X)


def predict(w, X) -> np.ndarray:
    """Return the neuron's answers 0 or 1, (n,), for X (n, d) and w (d + 1,), bias last."""
    return step(preactivation(w, X))


def weighted_sum(w, X):
    """Return z of samples X (n, d), or of a single one (d,)."""
    # vecdot sums each row by itself, so a sample's z does not depend on which others are
    # asked with it. (X @ w may add in another order, and where z is nearly 0 the last bit
    # decides between yes and no.)
    return np.vecdot(X, w[:-1]) + w[-1]


@dataclass(frozen=True, eq=False)
class Update:
    """The neuron after its k-th update, and all that is needed to go on from there."""

    k: int  # updates so far
    w: np.ndarray  # (d + 1,) the weights after this update, the bias last
    sample: int | None  # the row of X that was wrong; None at k = 0
    error: int  # y - prediction: 1 or -1; 0 at k = 0
    samples_seen: int  # samples looked at so far, this one included
    order: np.ndarray  # (n,) the order of the current pass
    dice: Dice | None  # from which the next pass's order is drawn; None: always the order of X

    __eq__ = same
    looks = property(lambda self: self.samples_seen)  # its name in the first edition


@checked(X=summable, y=labels_of("X"), lr=above(0), rng=optional(generator))
def train(X, y, *, lr: float = 1.0, start=None, rng=None) -> Iterator[Update]:
    """Look at the samples one by one, and yield an `Update` after each mistake.

    X is (n, d), y is (n,) of 0 and 1, lr the learning rate. After a mistake the rule is
    w <- w + lr (y - prediction) (x, 1). The start is yielded first: zeros, your own
    weights (d + 1,), or an Update of an earlier run on the same data, which then goes on
    exactly as that run did (with this lr). With rng each pass through the samples has a
    new order; an Update brings its own. Training ends after a whole pass without a
    mistake. If no line separates the classes it goes on for ever: take as many updates as
    you want. The arrays yielded are read-only, X must not change meanwhile.
    Raises ValueError for invalid arguments.
    Source: F. Rosenblatt, Principles of Neurodynamics (1962), chapter 5.
    """
    return _one_by_one(X, y, lr, _first(X, start, rng))


def _one_by_one(X, y, lr, update):
    yield update
    n, order, dice, seen = len(X), update.order, update.dice, update.samples_seen
    while True:
        if seen > 0 and seen % n == 0:  # a pass is over
            if update.samples_seen <= seen - n:  # and brought no mistake
                return
            order, dice = _next_order(order, dice)
        sample = int(order[seen % n])
        prediction = step(weighted_sum(update.w, X[sample]))
        error = int(y[sample] - prediction)
        seen += 1
        if error != 0:
            w = update.w + lr * error * np.append(X[sample], 1.0)
            update = Update(update.k + 1, read_only(w), sample, error, seen, order, dice)
            yield update


@checked(X=summable, y=labels_of("X"), lr=above(0), rng=optional(generator))
def train_in_blocks(X, y, *, lr: float = 1.0, start=None, rng=None) -> Iterator[Update]:
    """Yield exactly what `train` yields, sooner where there are many samples and few mistakes.

    Between two mistakes the weights stand still. So we may look ahead: judge a whole block
    of samples at once, act on the first mistake, forget the rest. The block doubles while
    all is right and halves after a mistake; between 16 and 2048 it is quick and small.
    """
    return _in_blocks(X, y, lr, _first(X, start, rng))


def _in_blocks(X, y, lr, update):
    yield update
    n, order, dice, seen, ahead = len(X), update.order, update.dice, update.samples_seen, 16
    while True:
        if seen > 0 and seen % n == 0:
            if update.samples_seen <= seen - n:
                return
            order, dice = _next_order(order, dice)
        block = slice(seen % n, min(seen % n + ahead, n))
        # In the order of X a slice copies nothing.
        rows = block if dice is None else order[block]
        errors = y[rows] - step(weighted_sum(update.w, X[rows]))
        mistakes = np.flatnonzero(errors)
        if len(mistakes) == 0:
            seen, ahead = seen + len(errors), min(2 * ahead, 2048)
            continue
        first = int(mistakes[0])
        sample, error = int(order[seen % n + first]), int(errors[first])
        seen, ahead = seen + first + 1, max(ahead // 2, 16)
        w = update.w + lr * error * np.append(X[sample], 1.0)
        update = Update(update.k + 1, read_only(w), sample, error, seen, order, dice)
        yield update


def _first(X, start, rng):
    """Return the update to begin with: the one given, or one of the weights given, or of zeros."""
    n, d = X.shape
    if not isinstance(start, Update):
        w = np.zeros(d + 1) if start is None else checks.weights(start, d + 1, "start").copy()
        dice = None if rng is None else Dice.seeded(rng=rng)
        return Update(0, read_only(w), None, 0, 0, *_next_order(np.arange(n), dice))
    if (len(start.order), len(start.w)) != (n, d + 1):
        came = f"{len(start.order)} samples with {len(start.w) - 1} features"
        raise ValueError(f"start: expected an Update for {n} samples with {d} features, got one for {came}")
    if rng is not None:
        raise ValueError("rng: expected None with an Update as start, which brings its own order, got both")
    return start


def _next_order(order, dice):
    if dice is None:
        return read_only(order), None
    order, dice = dice.throw(lambda rng: rng.permutation(len(order)))
    return read_only(order), dice


@checked(d=whole(1, 10**9), scale=above(0), rng=generator)
def random_weights(d: int, *, rng: np.random.Generator, scale: float = 1.0) -> np.ndarray:
    """Draw d weights and a bias, shape (d + 1,), each normal with mean 0 and standard deviation scale."""
    return rng.normal(scale=scale, size=d + 1)


@checked(X=squarable)
def radius(X) -> float:
    """Return R, the norm of the longest sample (x, 1)."""
    return float(np.linalg.norm(with_bias(X), axis=1).max())


class Margin(NamedTuple):
    """The largest margin gamma, and the unit vector u (d + 1,) of weights that has it."""

    gamma: float
    u: np.ndarray


@checked(X=squarable, y=labels_of("X"))
def max_margin(X, y) -> Margin:
    """Return the largest gamma such that s (x, 1) . u >= gamma for all samples and some unit vector u.

    X is (n, d), y is (n,) of 0 and 1, and s is +1 for class 1, -1 for class 0. If no line separates the
    classes (or only by less than about 1e-13 R), gamma is 0.0 and u is zeros.
    The margin is the distance from the origin to the convex hull of the points p = s (x, 1), and u points
    to the nearest point of that hull. The search keeps a corral: a few points with a plane through them.
    If all others lie beyond that plane, its nearest point is the hull's; if not, the one furthest on this
    side joins the corral. Raises ValueError for invalid arguments.
    Source: P. Wolfe, Finding the nearest point in a polytope, Mathematical Programming 11 (1976) 128.
    """
    P = np.where(y == 1, 1.0, -1.0)[:, None] * with_bias(X)
    # The largest columns first: then rounding in features of 1e9 leaves the bias alone (see `_plane`).
    order = np.argsort(-np.abs(P).max(axis=0), kind="stable")
    P = np.ascontiguousarray(P[:, order])
    corral = [int(np.argmin(np.linalg.norm(P, axis=1)))]
    share = np.ones(1)  # share @ P[corral] is the nearest point of the corral's hull
    tried = []
    while set(corral) not in tried:  # each corral is nearer than the last, so only rounding repeats one
        tried.append(set(corral))
        found = _plane(P[corral])
        # None where some lie on one line, say.
        v = found[0] if found else np.linalg.lstsq(P[corral], np.ones(len(corral)), rcond=1e-13)[0]
        if np.min(P[corral] @ v) < 0.5:  # no such plane: the corral's hull contains the origin
            return Margin(0.0, np.zeros(len(v)))
        joins = int(np.argmin(P @ v))
        if joins in corral:  # no point is on this side of the plane
            break
        corral, share = _nearest(P, [*corral, joins], np.append(share, 0.0))
    length, u = np.linalg.norm(v), np.empty_like(v)
    u[order] = v / length
    return Margin(float(1 / length), u)


def _plane(A):
    """Return v and shares of the plane p . v = 1 through points A (m, d), or None if that is not one plane.

    Its nearest point is v / |v|^2 = shares @ A, at distance 1 / |v|. With A^T = QR, v = Q y for the y that
    solves R^T y = 1, and the shares solve R share = y, up to a factor. (The normal equations would square
    what rounding does. Householder's QR rounds each row of A^T by its own size, if the largest come first.)
    """
    Q, R = np.linalg.qr(A.T)
    if len(A) > len(Q) or np.any(np.abs(np.diag(R)) <= 1e-14 * np.linalg.norm(A, axis=1)):
        return None
    y = np.linalg.solve(R.T, np.ones(len(A)))
    for _ in range(2):  # what is missing to 1 is small, and is made up for
        y += np.linalg.solve(R.T, 1 - A @ (Q @ y))
    share = np.linalg.solve(R, y)
    if not share.sum() > 0:
        return None
    return Q @ y, share / share.sum()


def _nearest(P, corral, share):
    """Walk towards the origin, dropping points, until the nearest point of the plane lies inside the hull."""
    while True:
        # The nearest point of the plane through the corral, as shares that sum to 1.
        found = _plane(P[corral])
        if found is None:  # the origin itself lies in it
            first, others = P[corral[0]], P[corral[1:]]
            along = np.linalg.lstsq((others - first).T, -first)[0]
            target = np.append(1 - along.sum(), along)
        else:
            target = found[1]
        falling = np.flatnonzero(target < 0)
        if len(falling) == 0:
            return corral, target
        # It lies outside the hull. Walk towards it until a first share is used up; that point must go.
        reach = share[falling] / (share[falling] - target[falling])
        share = np.maximum(share + reach.min() * (target - share), 0)
        gone = falling[np.argmin(reach)]
        corral, share = corral[:gone] + corral[gone + 1 :], np.delete(share, gone)


@checked(X=squarable, gamma=at_least(0))
def novikoff(X, gamma: float) -> float:
    """Return R^2 / gamma^2: from zero weights a perceptron makes at most so many updates, in any order.

    R is the radius of the samples X (n, d), gamma their margin (the largest gives the best bound, 0 gives
    infinity). Raises ValueError unless gamma >= 0.
    Source: A. Novikoff, On convergence proofs for perceptrons (1962).
    """
    ratio = radius(X) / gamma if gamma > 0 else math.inf
    return ratio * ratio


__getattr__ = renamed(__name__, _updates="_in_blocks")
