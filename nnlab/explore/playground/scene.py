"""What a frame of the playground shows, as arrays: one forward pass of a grid gives the map of each unit."""

from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.material import REACH
from nnlab.features import FEATURES
from nnlab.network import Network
from nnlab.pictures.network_plan import Spot
from nnlab.pictures.unit_maps import CELLS, class_shades, share_shades, signed_shades

FINE = 2 * CELLS  # places along each side of the plane
LIMITS = ((-REACH, REACH), (-REACH, REACH))
UNUSED = 0.22  # part of its strength in which a feature is shown that is not used
ENLARGED = 3  # where colours are discretised, so many pixels for a place: their edge is smooth


def _places() -> np.ndarray:
    """Return the middles `(FINE², 2)` of equal squares of the plane, row by row from the top."""
    middles = (np.arange(FINE) + 0.5) / FINE * 2 * REACH - REACH
    x, y = np.meshgrid(middles, middles[::-1])
    return np.column_stack([x.ravel(), y.ravel()])


PLACES = _places()


def _enlarging() -> np.ndarray:
    """Return the matrix `(ENLARGED * FINE, FINE)` that puts numbers between those of a row."""
    at = np.clip((np.arange(ENLARGED * FINE) + 0.5) / ENLARGED - 0.5, 0, FINE - 1)
    return np.maximum(0, 1 - np.abs(at[:, None] - np.arange(FINE)))


ENLARGING = _enlarging()


def squares(a: np.ndarray) -> np.ndarray:
    """Return what h units say at all `PLACES`, `(FINE², h)`, as squares `(h, FINE, FINE)`."""
    return a.T.reshape(-1, FINE, FINE)


def centred(a: np.ndarray, output: str) -> np.ndarray:
    """Return answers of a single output from -1 to 1, as the colours take them."""
    return 2 * a - 1 if output == "sigmoid" else a


def small(values: np.ndarray) -> np.ndarray:
    """Return squares `(h, FINE, FINE)` as small as a unit's map is, `(h, CELLS, CELLS)`."""
    return values.reshape(len(values), CELLS, 2, CELLS, 2).mean(axis=(2, 4))


ALL_FEATURES = np.stack([squares(make(*PLACES.T)[:, None])[0] for make in FEATURES.values()])


def feature_shades(used: tuple[str, ...]) -> np.ndarray:
    """Return the maps of all features as shades; those not used are pale."""
    strength = np.array([1.0 if name in used else UNUSED for name in FEATURES])
    return signed_shades(np.clip(small(ALL_FEATURES), -1, 1) * strength[:, None, None])


def parameter(net: Network, spot: Spot) -> int:
    """Return where in theta a weight or a bias stands."""
    block, (rows, h) = net.blocks[spot.layer - 1]
    return block.start + (rows - 1 if spot.kind == "bias" else spot.i) * h + spot.j


@final
@dataclass(frozen=True, eq=False)
class Scene:
    """The network at some theta, seen at all `PLACES`: what each layer says there, `(FINE², h)` each."""

    learner: Learner
    theta: np.ndarray
    layers: list[np.ndarray]

    @classmethod
    def of(cls, learner: Learner) -> "Scene":
        """Return the scene of the step shown."""
        theta = learner.theta
        return cls(learner, theta, learner.units(theta, PLACES))

    @property
    def weights(self) -> np.ndarray:
        """All weights `(m,)`, in the order of theta, without the biases."""
        return self.theta[self.learner.net.weights]

    @property
    def biases(self) -> list[np.ndarray]:
        """The biases `(h,)` of each layer after the features."""
        return [M[-1] for M in self.learner.net.matrices(self.theta)]

    def maps(self) -> list[np.ndarray]:
        """Return the small maps of each layer after the features as shades; none of a single output."""
        maps = [signed_shades(small(squares(a))) for a in self.layers[1:-1]]
        if self.learner.net.outputs > 1:
            shares = small(squares(self.layers[-1]))
            maps.append(np.stack([share_shades(share, c) for c, share in enumerate(shares)]))
        return maps

    def large(self, spot: Spot | None, *, discretised: bool) -> np.ndarray:
        """Return the large map as shades: of the output, or of the feature or unit at `spot`."""
        output = self.learner.settings.output
        if spot is None:
            values = squares(self.layers[-1])
            if len(values) > 1:
                values = self._enlarged(values) if discretised else values
                return class_shades(np.moveaxis(values, 0, -1), discretised=discretised)
            values = centred(values, output)
        elif spot.layer == 0:
            values = ALL_FEATURES[spot.j : spot.j + 1]
        else:
            values = squares(self.layers[spot.layer])[spot.j : spot.j + 1]
            if spot.layer == len(self.layers) - 1 and len(self.layers[-1][0]) > 1:
                return share_shades(values[0], spot.j)
        values = self._enlarged(values) if discretised else values
        return signed_shades(values[0], discretised=discretised)

    @staticmethod
    def _enlarged(values: np.ndarray) -> np.ndarray:
        return ENLARGING @ np.nan_to_num(values) @ ENLARGING.T
