"""One sample on its way through a network, forward and back: every number, without words or widgets."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, final

import numpy as np

from nnlab.losses import loss_and_delta
from nnlab.network import Network

NUDGE = 1e-5
SMALL = 1e-8  # a slope that nudging cannot tell from none
ROUNDED = 1e-4  # the part of a number that rounding may take before nudging is of no use


class Wire(NamedTuple):
    """A number of theta: it leads to unit `j` of `layer` (1, 2, ...) from `i` of the layer before.

    An `i` as large as the layer before has units is the bias. All count from 0, but for the layers, of which
    layer 0 are the features.
    """

    layer: int
    i: int
    j: int


def place_of(net: Network, wire: Wire) -> int:
    """Return where in theta (p,) a weight or bias stands; raise ValueError if there is no such wire."""
    layer, i, j = wire
    if 1 <= layer < len(net.sizes):
        block, (rows, h) = net.blocks[layer - 1]
        if 0 <= i < rows and 0 <= j < h:
            return block.start + i * h + j
    raise ValueError(f"wire: expected one of a network of {net.sizes}, got {tuple(wire)}")


@final
@dataclass(frozen=True, eq=False)
class Specimen:
    """A sample `x (f,)` in the network at `theta (p,)`, `y (k,)` its right answer, `kind` the loss.

    A place of the plane that is no sample has no `y`: it goes forward only. The loss is that of this one
    sample, without any penalty, and no unit is dropped.
    """

    net: Network
    theta: np.ndarray
    x: np.ndarray
    y: np.ndarray | None = None
    kind: str = "cross_entropy"

    @cached_property
    def _passed(self) -> tuple[list[np.ndarray], list[np.ndarray]]:
        z, a = [], [np.asarray(self.x, float)]
        with np.errstate(over="ignore", invalid="ignore"):
            for M, activation in zip(self.net.matrices(self.theta), self.net.functions):
                z.append(a[-1] @ M[:-1] + M[-1])
                a.append(activation.f(z[-1]))
        return z, a

    @property
    def z(self) -> list[np.ndarray]:
        """The weighted sums (h,) of each layer after the features."""
        return self._passed[0]

    @property
    def a(self) -> list[np.ndarray]:
        """What each layer says (h,), the features first."""
        return self._passed[1]

    @cached_property
    def _end(self) -> tuple[float, np.ndarray]:
        if self.y is None:
            raise ValueError("y: expected a right answer, got None: without one there is no way back")
        outputs = loss_and_delta(self.net.activations[-1], self.kind, self.y[:, None])
        with np.errstate(all="ignore"):
            value, delta = outputs(self.z[-1][:, None])
        return float(value), delta[:, 0]

    @property
    def value(self) -> float:
        """The loss of this sample."""
        return self._end[0]

    @cached_property
    def deltas(self) -> list[np.ndarray]:
        """The slopes of the loss by `z (h,)` of each layer after the features."""
        deltas, matrices = [self._end[1]], self.net.matrices(self.theta)
        with np.errstate(all="ignore"):
            for l in range(len(matrices) - 1, 0, -1):
                blame = matrices[l][:-1] @ deltas[0]
                deltas.insert(0, blame * self.net.functions[l - 1].slope(self.a[l]))
        return deltas

    @cached_property
    def gradient(self) -> np.ndarray:
        """The slope of the loss by each number of theta (p,)."""
        with np.errstate(all="ignore"):
            parts = [np.outer(np.append(a, 1.0), d).ravel() for a, d in zip(self.a, self.deltas)]
        return np.concatenate(parts)

    def nudged(self, wire: Wire) -> float:
        """Return the slope of the loss as nudging finds it: the wire once a little larger, once smaller."""
        up, down = self._either_side(wire)
        return (up.value - down.value) / (2 * NUDGE)

    def at_a_kink(self, wire: Wire) -> bool:
        """Return whether nudging the wire carries a relu over its corner, where there is no one slope."""
        up, down = self._either_side(wire)
        layers = zip(self.net.activations, up.z, down.z)
        return any(name == "relu" and bool(((one > 0) != (two > 0)).any()) for name, one, two in layers)

    def is_lost(self, wire: Wire) -> bool:
        """Return whether nudging the wire tells nothing, for it is lost in the rounding of large numbers."""
        place, eps = place_of(self.net, wire), np.finfo(float).eps
        of_weight, of_slope = eps * abs(self.theta[place]), eps * abs(self.value) / NUDGE
        room = ROUNDED * abs(self.gradient[place]) + SMALL / 10
        return not (of_weight < ROUNDED * NUDGE and of_slope < room)  # where these are nan, too

    def _either_side(self, wire: Wire) -> tuple["Specimen", "Specimen"]:
        way = np.zeros(self.net.size)
        way[place_of(self.net, wire)] = NUDGE
        return tuple(Specimen(self.net, self.theta + s * way, self.x, self.y, self.kind) for s in (1, -1))
