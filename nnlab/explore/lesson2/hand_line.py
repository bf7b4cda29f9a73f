"""The boundary of a neuron as a line that the reader shifts and turns, by pointer or by keyboard."""

from typing import final

import numpy as np

from nnlab.explore.kit.handles import Pull
from nnlab.perceptron import weighted_sum
from nnlab.pictures import Normal

# How far the line may be from the middle, as a multiple of the picture's size: what is drawn still further
# away has no place in pixels any more.
FAR = 100
EDGE = 0.49  # how far from the picture's middle an arrow may reach, as a part of its width and height


@final
class HandLine:
    """The boundary of a neuron with weights `w (3,)`, as a line that the reader shifts and turns.

    It moves the `normal` that it is given, and owns two handles: `name` (the line) and `name + " w"`
    (the arrow's tip). `foot (2,)` is where the arrow stands, `unit` how long a weight of 1 is drawn.
    It stands where there is room for it to become `room` times as long.
    """

    def __init__(self, normal: Normal, name: str = "line", *, room: float = 2.1) -> None:
        self.room = room
        self.normal, self.ax, self.name, self.tip_name = normal, normal.ax, name, f"{name} w"
        self.forget()

    def forget(self) -> None:
        """Let the arrow stand wherever it is best seen, for other limits or samples."""
        self.foot: np.ndarray | None = None
        self.unit = 1.0
        self._anchor: np.ndarray | None = None  # the foot, before weights of two digits shifted the line

    def lay(
        self,
        w: np.ndarray,
        *,
        chosen: str | None = None,
        held: bool = False,
        avoid: np.ndarray | None = None,
    ) -> dict[str, np.ndarray]:
        """Draw the line of `w`, and return where its handles are: none without w1 and w2, or far away.

        The arrow stays where it stands on the line. If it would leave the picture, it goes where there is
        room to make it longer, and where it covers the places `avoid (m, 2)` least. But not while the
        reader has `held` it: the pointer would then mean another direction, and another length.
        """
        low, high = np.array([self.ax.get_xlim(), self.ax.get_ylim()]).T
        length = np.linalg.norm(w[:2])
        if length == 0 or abs(_distance(w, (low + high) / 2)) > FAR * (high - low).max():
            self.forget()
            self.normal.update(None, None)
            return {}
        held = held and self.foot is not None
        if not held:  # w is drawn to scale, up to a length of 2.4: two fifths of the picture's height
            self.unit = (high - low)[1] / 6 * min(1.0, 2.4 / length)
        middle, across = (low + high) / 2, w[:2] / length
        foot = self._on_line(w, middle if self.foot is None else self._anchor if held else self.foot)
        arrow = np.array([foot, foot + self.unit * w[:2]])
        if not held and (self.foot is None or not self._inside(arrow, low, high, EDGE).all()):
            slides = np.linspace(-0.7, 0.7, 29)[:, None] * (high - low).max()
            feet = self._on_line(w, middle) + slides * np.array([across[1], -across[0]])
            # In the middle, if all are as good.
            feet = feet[np.argsort(np.linalg.norm(feet - middle, axis=1))]
            foot = feet[np.argmax(self._merit(feet, self.unit * w[:2], low, high, avoid))]
        self.foot, tip = foot, foot + self.unit * w[:2]
        self._anchor = self._anchor if held else foot
        self.normal.update(foot, tip, chosen={self.name: "line", self.tip_name: "tip"}.get(chosen, ""))
        return {self.name: self.normal.ends(foot, across), self.tip_name: tip}

    def _inside(self, X: np.ndarray, low: np.ndarray, high: np.ndarray, edge: float = 0.46) -> np.ndarray:
        return (np.abs(X - (low + high) / 2) < edge * (high - low)).all(axis=-1)

    def _merit(self, feet, arrow, low, high, avoid) -> np.ndarray:
        """Return how good a place each of `feet (k, 2)` is.

        There should be room in the picture, and the arrow should cover no places to avoid.
        """
        longer = np.linspace(0, self.room, 7)[:, None]
        merit = 2.0 * self._inside(feet[:, None, :] + longer * arrow, low, high).sum(axis=1)
        if avoid is not None and len(avoid):
            spots = feet[:, None, :] + np.array([0, 0.5, 1, 1.3])[:, None] * arrow  # (k, 4, 2)
            far = np.linalg.norm(spots[:, :, None, :] - avoid, axis=-1).min(axis=(1, 2))
            merit += 2 * np.minimum(far / (0.12 * (high - low)[1]), 1)
        return merit

    def _on_line(self, w: np.ndarray, place: np.ndarray) -> np.ndarray:
        return place - _distance(w, place) * w[:2] / np.linalg.norm(w[:2])

    def pulled(self, pull: Pull, w: np.ndarray) -> np.ndarray:
        """Return the weights after a pull at one of the two handles, to two decimals."""
        w = w.copy()
        if pull.name == self.tip_name:
            arrow = np.round(self._clamped(pull.place) / self.unit, 2)
            if not arrow.any():
                return w  # an arrow of no length has no direction
            w[:2], w[2] = arrow, -arrow @ self._anchor  # it turns about the arrow's foot
        else:
            w[2] = -w[:2] @ pull.place
        return np.round(w, 2) + 0.0  # no -0

    def _clamped(self, place: np.ndarray) -> np.ndarray:
        """Return the arrow to `place (2,)`, cut off where it would leave the picture."""
        arrow = place - self._anchor
        low, high = np.sort([self.ax.get_xlim(), self.ax.get_ylim()], axis=1).T
        half = 0.99 * EDGE * (high - low)
        ends = (low + high) / 2 + np.sign(arrow) * half  # where it would leave, across and upwards
        with np.errstate(divide="ignore", invalid="ignore"):
            room = np.where(arrow != 0, (ends - self._anchor) / arrow, np.inf).min()
        return arrow * np.clip(room, 0, 1) if room > 0 else arrow


def _distance(w: np.ndarray, place: np.ndarray) -> float:
    """Return the signed distance of one place `(2,)` from the boundary of `w (3,)`."""
    return weighted_sum(w, place) / np.hypot(*w[:2])
