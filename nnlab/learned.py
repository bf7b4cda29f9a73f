"""Lesson 4: what was learned, with all that belongs to it: one function of samples as measured."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import final

import numpy as np

from nnlab import checks
from nnlab.network import Network
from nnlab.resume import read_only
from nnlab.scaling import Scaler


@final
@dataclass(frozen=True, eq=False)
class Learned:
    """A network and its theta, together with the scalers it learned through. Nothing in it can be changed.

    Whoever asks it need not know of scaling: `predict` takes samples X (n, d) in the units in which they were
    measured, the columns in the order of `features`; for a single feature a row (n,) will do. `classes` names
    class 0 and class 1; of a curve it is None, and the answers are in the units of y. Every explorable in
    which something is learned from samples gives one: `explorer.learned()`.
    """

    net: Network
    theta: np.ndarray = field(repr=False)
    # from samples as measured to the units of learning
    scaler: Scaler = field(repr=False)
    features: tuple[str, ...]
    classes: tuple[str, str] | None = None
    # from y to the units of learning, for a curve whose y was scaled; its answers are scaled back
    target: Scaler | None = field(default=None, repr=False)
    # what the network is given of scaled samples (n, d), if not these themselves: powers, for example
    expand: Callable[[np.ndarray], np.ndarray] | None = field(default=None, repr=False)

    def __post_init__(self):
        theta = checks.parameters(self.theta, self.net.size, "theta")
        object.__setattr__(self, "theta", read_only(theta.copy()))

    def answers(self, X) -> np.ndarray:
        """Return what the network says to X (n, d), (n,): of two classes a number, from 0.5 on class 1.

        Raises ValueError for other columns than those of `features`.
        """
        X = checks.row(X, "X")[:, None] if len(self.features) == 1 else checks.samples(X)
        if X.shape[1] != len(self.features):
            expected = f"{len(self.features)} columns ({', '.join(self.features)})"
            raise ValueError(f"X: expected {expected[:200]}, got shape {X.shape}")
        given = self.scaler.transform(X)
        a = self.net.predict(self.theta, given if self.expand is None else self.expand(given))
        return a if self.target is None else self.target.inverse(a[:, None])[:, 0]

    def predict(self, X) -> np.ndarray:
        """Return the classes 0 and 1 of samples X (n, d), (n,), or for a curve its answers."""
        a = self.answers(X)
        return a if self.classes is None else (a >= 0.5).astype(int)

    def named(self, X) -> list[str]:
        """Return the names of the classes of samples X (n, d). Raises ValueError for a curve."""
        if self.classes is None:
            raise ValueError("X: expected samples of classes, but here a curve was learned; ask predict")
        return [self.classes[i] for i in self.predict(X)]
