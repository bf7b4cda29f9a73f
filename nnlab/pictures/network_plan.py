"""Where everything of a network stands on its picture, and what is under the pointer there.

Places are page pixels from the picture's lower left corner.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, final

import numpy as np

SIDE = 40.0  # of a unit's map
BIAS_SIDE, BIAS_OFF = 8.0, 10.0  # of a bias's square, and from its left end to the map
ROW = 56.0  # from one unit to the one below
BUTTON = 9.0  # radius of + and -
# From the middle of a layer's head to its buttons, and from that over all layers.
APART, ASIDE = np.array([19.0, 0]), np.array([86.0, 0])
NEAR_LINE, NEAR_BUTTON = 6.0, 13.0


class Spot(NamedTuple):
    """A part of the picture, by its kind and its numbers.

    kind is "feature", "unit", "bias", "weight", "more units", "fewer units", "more layers" or "fewer
    layers". Layer 0 is the features, then come the hidden layers, then the output. A weight leads from
    unit i of the layer before to unit j; of all other kinds i is 0.
    """

    kind: str
    layer: int = 0
    j: int = 0
    i: int = 0


@final
@dataclass(frozen=True)
class Plan:
    """A network on a picture of `width` times `height`.

    `rows` are the rows of all features, of which those numbered in `used` go into the network; `sizes` are
    the units of each layer after them, the output included. A single output has no map here: its lines go
    to `goal`, a height at the right end, where it is drawn in large.
    """

    features: int
    used: tuple[int, ...]
    sizes: tuple[int, ...]
    width: float
    height: float
    left: float  # of the features' maps
    top: float  # of the first row
    goal: float

    @property
    def hidden(self) -> tuple[int, ...]:
        """The units of each hidden layer."""
        return self.sizes[:-1]

    @property
    def has_output_maps(self) -> bool:
        """Whether the outputs have maps of their own."""
        return self.sizes[-1] > 1

    @cached_property
    def columns(self) -> np.ndarray:
        """Where the middle of each layer's maps is, features first, the output last."""
        first, gaps = self.left + SIDE / 2, len(self.sizes) + self.has_output_maps
        return first + (self.width - first) / gaps * np.arange(len(self.sizes) + 1)

    def middles(self, layer: int) -> np.ndarray:
        """Return the middles `(h, 2)` of a layer's maps; of a single output, where its lines end."""
        n = self.features if layer == 0 else self.sizes[layer - 1]
        if layer == len(self.sizes) and not self.has_output_maps:
            return np.array([[self.width, self.goal]])
        y = self.top - SIDE / 2 - ROW * np.arange(n)
        return np.column_stack([np.full(n, self.columns[layer]), y])

    def biases(self, layer: int) -> np.ndarray:
        """Return the middles `(h, 2)` of the squares of a layer's biases."""
        if layer == len(self.sizes) and not self.has_output_maps:
            return np.array([[self.width - BIAS_OFF + BIAS_SIDE / 2, self.goal - 24.0]])
        return self.middles(layer) + np.array([BIAS_SIDE / 2 - BIAS_OFF - SIDE / 2, (BIAS_SIDE - SIDE) / 2])

    @cached_property
    def weights(self) -> list[Spot]:
        """All weights, in the order in which they stand in theta, without the biases."""
        counts = (len(self.used), *self.sizes)
        return [
            Spot("weight", l, j, i)
            for l in range(1, len(counts))
            for i in range(counts[l - 1])
            for j in range(counts[l])
        ]

    @cached_property
    def lines(self) -> np.ndarray:
        """The two ends `(m, 2, 2)` of the line of each of `weights`."""
        layers = [self.middles(l) for l in range(len(self.sizes) + 1)]
        layers[0] = layers[0][list(self.used)]
        pieces = []
        for l in range(1, len(layers)):
            before, after = layers[l - 1].copy(), layers[l].copy()
            before[:, 0] += SIDE / 2
            if l < len(self.sizes) or self.has_output_maps:
                after[:, 0] -= SIDE / 2
            ends = np.empty((len(before), len(after), 2, 2))
            ends[:, :, 0], ends[:, :, 1] = before[:, None], after
            pieces.append(ends.reshape(-1, 2, 2))
        return np.concatenate(pieces)

    def line(self, spot: Spot) -> np.ndarray:
        """Return the two ends `(2, 2)` of the line of a weight."""
        return self.lines[self.weights.index(spot)]

    @cached_property
    def heads(self) -> np.ndarray:
        """The middles `(L, 2)` of what stands over each hidden layer: its buttons and its number of units."""
        x = self.columns[1 : len(self.sizes)]
        return np.column_stack([x, np.full(len(x), self.top + 22.0)])

    @cached_property
    def crown(self) -> np.ndarray:
        """The middle `(2,)` of what stands over all: the buttons and the number of layers."""
        return np.array([(self.left + SIDE + self.width) / 2, self.height - 16.0])

    @cached_property
    def buttons(self) -> dict[Spot, np.ndarray]:
        """The middle `(2,)` of each button."""
        found = {
            Spot("fewer layers"): self.crown - ASIDE,
            Spot("more layers"): self.crown + ASIDE,
        }
        for l, head in enumerate(self.heads, 1):
            found[Spot("fewer units", l)] = head - APART
            found[Spot("more units", l)] = head + APART
        return found

    def at(self, x: float, y: float) -> Spot | None:
        """Return what is at a place of the picture, or None."""
        place = np.array([x, y])
        for spot, middle in self.buttons.items():
            if np.abs(place - middle).max() <= NEAR_BUTTON:
                return spot
        for l in range(len(self.sizes) + 1):
            if l and (found := _within(self.biases(l), place, BIAS_SIDE / 2 + 3)) is not None:
                return Spot("bias", l, found)
            is_drawn = l < len(self.sizes) or self.has_output_maps
            if is_drawn and (found := _within(self.middles(l), place, SIDE / 2 + 1)) is not None:
                return Spot("unit" if l else "feature", l, found)
        return self._weight_at(place)

    def _weight_at(self, place: np.ndarray) -> Spot | None:
        if not len(self.weights):
            return None
        starts, ways = self.lines[:, 0], self.lines[:, 1] - self.lines[:, 0]
        along = np.clip(((place - starts) * ways).sum(axis=1) / (ways**2).sum(axis=1), 0, 1)
        far = np.hypot(*(starts + along[:, None] * ways - place).T)
        nearest = int(far.argmin())
        return self.weights[nearest] if far[nearest] <= NEAR_LINE else None


def _within(middles: np.ndarray, place: np.ndarray, reach: float) -> int | None:
    """Return which of the squares with these `middles (h, 2)` holds the place, or None."""
    found = np.flatnonzero(np.abs(middles - place).max(axis=1) <= reach)
    return int(found[0]) if len(found) else None
