"""What a frame shows of a network 1-h-1: theta unpacked once, and all that is drawn from it."""

from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab.explore.lesson4.frame import MIDDLE
from nnlab.network import Layer, Network
from nnlab.scaling import Scaler

# What leaves numbers as they are.
NOTHING = Scaler(np.zeros(1), np.ones(1))


@final
@dataclass(frozen=True, eq=False)
class Frame:
    """A network 1-h-1 at one theta; its places and answers are in the units of the picture."""

    net: Network
    hidden_layer: Layer  # W (1, h) and b (h,), for places in the units it learns in
    w: np.ndarray  # (h, 1) the output's weights
    b: float  # and its bias
    into: Scaler  # from places of the picture to what the network is given
    back: Scaler  # from what the network says to the picture, backwards

    def hidden(self, x: np.ndarray) -> np.ndarray:
        """Return what the hidden units output at places `x (m,)`, `(m, h)`."""
        X = ((x - self.into.mean) / self.into.scale)[:, None]
        with np.errstate(over="ignore", invalid="ignore"):
            return self.net.functions[0].f(X @ self.hidden_layer.W + self.hidden_layer.b)

    def pieces(self, x: np.ndarray) -> np.ndarray:
        """Return what each hidden unit adds to the output's z at places `x (m,)`, `(m, h)`."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self.hidden(x) * self.w[:, 0]

    def says(self, x: np.ndarray) -> np.ndarray:
        """Return what the network says at places `x (m,)`, `(m,)`, in the units it learns in."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self.net.functions[1].f(self.hidden(x) @ self.w + self.b)[:, 0]

    def answers(self, x: np.ndarray) -> np.ndarray:
        """Return what the network says at places `x (m,)`, `(m,)`."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self.says(x) * self.back.scale + self.back.mean

    @property
    def units(self) -> np.ndarray:
        """All that belongs to each hidden unit, `(h, 3)`: weight, bias, and the output's weight."""
        return np.vstack([*self.hidden_layer.W, self.hidden_layer.b, self.w[:, 0]]).T


def frame_of(net: Network, theta: np.ndarray, into: Scaler = NOTHING, back: Scaler = NOTHING) -> Frame:
    """Return the frame of a network 1-h-1 at `theta (p,)`; see `Frame`."""
    M1, M2 = net.matrices(theta)
    return Frame(net, Layer(M1[:-1], M1[-1]), M2[:-1], M2[-1, 0], into, back)


@final
@dataclass(frozen=True)
class Findings:
    """What is odd about a step of a network that learns a curve."""

    same_place: bool  # all training samples stand at the same x
    dead: bool  # a relu output says 0 to every sample
    still: bool  # the gradient is exactly zero
    alike: bool  # all hidden units are equal, and there are several
    flat: bool  # every hidden unit is saturated


def look_into(frame: Frame, gradient: np.ndarray, x: np.ndarray) -> Findings:
    """Return what is odd about a frame, given the `gradient (p,)` and the training samples' `x (n,)`."""
    (activation, output), units = frame.net.activations, frame.units
    flat = False
    if activation in MIDDLE:
        slope = frame.net.functions[0].slope
        flat = bool(((slope(frame.hidden(x)) / slope(MIDDLE[activation])).mean(axis=0) < 0.02).all())
    return Findings(
        same_place=len(x) > 1 and not np.ptp(x),
        dead=output == "relu" and not frame.says(x).any(),
        still=not gradient.any(),
        alike=len(units) > 1 and bool(np.abs(units - units[0]).max() <= 1e-9 * (1 + np.abs(units[0]).max())),
        flat=flat,
    )
