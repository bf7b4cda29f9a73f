"""What a network of the playground says to points of the plane and to its samples, and how good that is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, final

import numpy as np

from nnlab.activations import OUTPUTS
from nnlab.explore.playground.material import Material
from nnlab.explore.playground.settings import REGRESSION, Settings
from nnlab.features import _made
from nnlab.losses import loss_and_delta
from nnlab.network import Network, columns, forward_columns

# So many points are asked at once: the library that multiplies shares larger products out among threads,
# which on a busy machine wait for one another.
PIECE = 3000


@final
@dataclass(frozen=True, eq=False)
class Said:
    """What the network says to all samples at some theta, without dropout, and how good that is."""

    a: np.ndarray  # (n, k) its answers
    loss: float  # on the training samples, without penalty
    held_loss: float  # on those held out; nan if there are none
    accuracy: float  # the share of training samples that are right; nan for a regression
    held_accuracy: float


class Part(NamedTuple):
    """The samples to learn from, or those held out."""

    rows: np.ndarray  # (m,) which of the material they are
    loss: Callable  # z (k, m) -> (loss, delta)


@final
class Asking:
    """Asks the network that the settings describe, about any theta (p,).

    `learned` are the features (m, f) and the targets (m, k) of the training samples, `rows` (m,) says which
    of the material these are, `held_out` whether there are others.
    """

    def __init__(self, settings: Settings, material: Material) -> None:
        self.settings, self.material = s, m = settings, material
        outputs = len(m.classes) if s.output == "softmax" else 1
        self.net = Network((len(s.features), *s.hidden, outputs), (*s.activations, s.output))
        features, self.targets = _made(m.X, s.features), targets(m, s.output)
        self.learned = features[~m.held], self.targets[~m.held]
        self.rows, self.held_out = np.flatnonzero(~m.held), bool(m.held.any())
        self._columns = columns(self.net, features)
        self._parts = [self._part(which) for which in (~m.held, m.held)]

    def _part(self, which: np.ndarray) -> Part | None:
        if not which.any():
            return None
        y = np.ascontiguousarray(self.targets[which].T)
        return Part(np.flatnonzero(which), loss_and_delta(self.settings.output, self.settings.loss, y))

    def samples(self, theta: np.ndarray) -> Said:
        """Return what the network says to all samples, and how good that is."""
        with np.errstate(over="ignore", invalid="ignore"):
            _, z = forward_columns(self.net, self.net.matrices(theta), self._columns)
            a = self._output(z)
            losses = [np.nan if part is None else part.loss(z[:, part.rows])[0] for part in self._parts]
        right = [np.nan, np.nan]
        if self.material.task != REGRESSION:
            hit = called(a, self.settings.output) == self.material.y
            right = [np.nan if part is None else float(hit[part.rows].mean()) for part in self._parts]
        return Said(a, *losses, *right)

    def units(self, theta: np.ndarray, X: np.ndarray) -> list[np.ndarray]:
        """Return what each layer says to points X (n, 2): (n, h) each, features first, output last."""
        if len(X) <= PIECE:
            return self._units(theta, X)
        pieces = [self._units(theta, piece) for piece in np.split(X, range(PIECE, len(X), PIECE))]
        return [np.concatenate(parts) for parts in zip(*pieces)]

    def _units(self, theta: np.ndarray, X: np.ndarray) -> list[np.ndarray]:
        net, A = self.net, columns(self.net, _made(X, self.settings.features))
        with np.errstate(over="ignore", invalid="ignore"):
            given, z = forward_columns(net, net.matrices(theta), A)
            return [A[:h].T for A, h in zip(given, net.sizes)] + [self._output(z)]

    def _output(self, z: np.ndarray) -> np.ndarray:
        """Return the answers (n, k) from z (k, n)."""
        return OUTPUTS[self.settings.output].f(z.T)


def targets(material: Material, output: str) -> np.ndarray:
    """Return what the outputs ought to say (n, k): 0 and 1 for classes, of a tanh -1 and 1."""
    if output == "softmax":
        return np.eye(len(material.classes))[material.y]
    y = material.y.astype(float)[:, None]
    return 2 * y - 1 if output == "tanh" else y


def called(a: np.ndarray, output: str) -> np.ndarray:
    """Return which class (n,) the answers a (n, k) mean: the largest share, or the side of the middle."""
    if output == "softmax":
        return a.argmax(axis=1)
    return (a[:, 0] > (0.0 if output == "tanh" else 0.5)).astype(int)
