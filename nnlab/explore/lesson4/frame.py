"""What a frame shows of a network 2-h-1: theta unpacked once, and all that is drawn from it."""

from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab.network import Layer, Network
from nnlab.scaling import Scaler

NOWHERE = np.empty((0, 2))
MIDDLE = {"tanh": 0.0, "sigmoid": 0.5}  # what a unit outputs where it is steepest


@final
@dataclass(frozen=True, eq=False)
class Frame:
    """A network 2-h-1 at one theta, and its answers at all places that the pictures show."""

    net: Network
    learned: Layer  # the hidden layer, for places in the units it learns in
    hidden: Layer  # the same, W (2, h) and b (h,), for places in the units of the picture
    w: np.ndarray  # (h,) the output's weights
    b: float  # and its bias
    a: np.ndarray  # (n, h) what the hidden units output for the samples
    wrong: np.ndarray  # (n,) which samples are answered wrongly
    z: np.ndarray  # (g,) z of the output on the grid that covers the plane
    mesh: np.ndarray  # (m, h) what the hidden units output on the lines of the mesh

    @property
    def in_use(self) -> np.ndarray:
        """Which hidden units `(h,)` have an incoming and an outgoing weight that is not 0."""
        return (self.learned.W != 0).any(axis=0) & (self.w != 0)

    @property
    def weights(self) -> np.ndarray:
        """All weights `(3 h,)` without the biases: from x1, from x2, to the output."""
        return np.concatenate([*self.learned.W, self.w])


def frame_of(
    net: Network,
    theta: np.ndarray,
    scaler: Scaler,
    X: np.ndarray,
    y: np.ndarray,
    grid: np.ndarray,
    mesh: np.ndarray = NOWHERE,
) -> Frame:
    """Return the frame of a network at `theta (p,)`, which learns what `scaler` makes of the picture.

    The samples are `X (n, 2)` with classes `y (n,)`; they, the places `grid (g, 2)` that cover the plane and
    the places `mesh (m, 2)` are in the units of the picture.
    """
    M1, M2 = net.matrices(theta)
    learned, w, b = Layer(M1[:-1], M1[-1]), M2[:-1, 0], M2[-1, 0]
    with np.errstate(over="ignore", invalid="ignore"):
        W = learned.W / scaler.scale[:, None]
        hidden = Layer(W, learned.b - scaler.mean @ W)
        ends = [len(X), len(X) + len(grid)]
        answers = np.empty((ends[-1] + len(mesh), len(w)))
        # The activation is asked once for all places; each part is multiplied alone, for a product's last
        # digit may depend on how many there are.
        for places, part in zip((X, grid, mesh), np.split(answers, ends)):
            np.matmul(places, W, out=part)
        answers += hidden.b
        a, on_grid, on_mesh = np.split(net.functions[0].f(answers), ends)
        z, z_grid = (np.nan_to_num(some @ w + b) for some in (a, on_grid))
    return Frame(net, learned, hidden, w, b, a, (z >= 0) != (y == 1), z_grid, on_mesh)


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
    if not len(a):
        return Findings(False, False, (), ())
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
