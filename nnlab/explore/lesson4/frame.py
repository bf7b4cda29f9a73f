"""What a frame shows of a network 2-h-1: theta unpacked once, and all that is drawn from it."""

from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab.network import Layer, Network
from nnlab.scaling import Scaler

MIDDLE = {"tanh": 0.0, "sigmoid": 0.5}  # what a unit outputs where it is steepest


@final
@dataclass(frozen=True, eq=False)
class Frame:
    """A network 2-h-1 at one theta, and its answers to the samples as they stand in the picture."""

    net: Network
    learned: Layer  # the hidden layer, for places in the units it learns in
    hidden: Layer  # the same, W (2, h) and b (h,), for places in the units of the picture
    w: np.ndarray  # (h,) the output's weights
    b: float  # and its bias
    a: np.ndarray  # (n, h) what the hidden units output for the samples
    wrong: np.ndarray  # (n,) which samples are answered wrongly

    def hidden_answers(self, places: np.ndarray) -> np.ndarray:
        """Return what the hidden units output at `places (m, 2)`, `(m, h)`."""
        return _hidden(self.net, self.hidden, places)

    def z(self, places: np.ndarray) -> np.ndarray:
        """Return z of the output `(m,)` at `places (m, 2)`."""
        return _z(self.hidden_answers(places), self.w, self.b)

    @property
    def in_use(self) -> np.ndarray:
        """Which hidden units `(h,)` have an incoming and an outgoing weight that is not 0."""
        return (self.learned.W != 0).any(axis=0) & (self.w != 0)

    @property
    def weights(self) -> np.ndarray:
        """All weights `(3 h,)` without the biases: from x1, from x2, to the output."""
        return np.concatenate([*self.learned.W, self.w])


def frame_of(net: Network, theta: np.ndarray, scaler: Scaler, X: np.ndarray, y: np.ndarray) -> Frame:
    """Return the frame of a network at `theta (p,)`, which learns what `scaler` makes of the picture.

    The samples are `X (n, 2)`, in the units of the picture, with classes `y (n,)`.
    """
    M1, M2 = net.matrices(theta)
    learned, w, b = Layer(M1[:-1], M1[-1]), M2[:-1, 0], M2[-1, 0]
    with np.errstate(over="ignore", invalid="ignore"):
        W = learned.W / scaler.scale[:, None]
        hidden = Layer(W, learned.b - scaler.mean @ W)
    a = _hidden(net, hidden, X)
    return Frame(net, learned, hidden, w, b, a, (_z(a, w, b) >= 0) != (y == 1))


def _hidden(net: Network, layer: Layer, places: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore", invalid="ignore"):
        return net.functions[0].f(places @ layer.W + layer.b)


def _z(a: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    with np.errstate(over="ignore", invalid="ignore"):
        return np.nan_to_num(a @ w + b)


@final
@dataclass(frozen=True)
class Findings:
    """What is odd about the step that a frame shows."""

    still: bool  # the gradient is exactly zero
    alike: bool  # all hidden units, of several, are equal
    dead: tuple[int, ...]  # units of relu that output 0 for every training sample
    flat: tuple[int, ...]  # units on flat ground for nearly all of them, while some are answered wrongly


def look_into(frame: Frame, gradient: np.ndarray, held: np.ndarray) -> Findings:
    """Return what is odd about a frame, given the `gradient (p,)` and which samples are `held (n,)` out."""
    a, activation = frame.a[~held], frame.net.activations[0]
    units = np.vstack([frame.learned.W, frame.learned.b, frame.w]).T  # (h, 4): all that belongs to one unit
    alike = np.abs(units - units[0]).max() <= 1e-9 * (1 + np.abs(units[0]).max())
    dead = np.flatnonzero((a == 0).all(axis=0)) if activation == "relu" else []
    flat = []
    if activation in MIDDLE and frame.wrong[~held].any():
        slope = frame.net.functions[0].slope
        flat = np.flatnonzero((slope(a) / slope(MIDDLE[activation])).mean(axis=0) < 0.1)
    return Findings(not gradient.any(), len(units) > 1 and bool(alike), _numbers(dead), _numbers(flat))


def _numbers(units) -> tuple[int, ...]:
    return tuple(int(j) for j in units)
