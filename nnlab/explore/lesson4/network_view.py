"""The two pictures of a network 2-h-1 on a plane: its answers there, and the plane as its output sees it."""

from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from nnlab.explore.kit.editable_samples import Points
from nnlab.explore.lesson4.frame import Frame
from nnlab.pictures import HiddenSpace, Plane, UnitBoundaries

MOST = 16  # hidden units
SURE = np.log(9)  # z at which the output says 0.9
LIMITS = {"tanh": (-1.12, 1.12), "sigmoid": (-0.06, 1.06)}  # of an axis that shows what one unit outputs


def calm_end(x: float) -> float:
    """Return an end for an axis that must not change often: the next power of 2, later of 10¹⁰."""
    if x <= 2**14:
        return float(2.0 ** np.ceil(np.log2(max(x, 2.0**-10))))
    return float(10.0 ** (10 * np.ceil(np.log10(x) / 10)))


@final
class PlaneView:
    """The samples in their plane, the answers everywhere, and the lines of the hidden units."""

    def __init__(self, ax: Axes) -> None:
        self.ax = ax
        self.plane = Plane(ax, features=("", ""), classes=("", ""), limits=((0, 1), (0, 1)))
        self.units = UnitBoundaries(ax, most=MOST)
        self.held_out = False  # whether the legend speaks of samples held out

    @property
    def artists(self) -> list[Artist]:
        """What moves, in drawing order: the units' lines lie above the tints and below the samples."""
        under = self.plane.artists.index(self.plane.boundary)
        return [*self.plane.artists[:under], *self.units.artists, *self.plane.artists[under:]]

    @property
    def places(self) -> np.ndarray:
        """The places `(g, 2)` at which a frame says the answers."""
        return self.plane.places

    def relabel(self, labels: dict, unit: str) -> None:
        """Show other samples; `unit` is what the legend calls a hidden unit. See `SampleExplorer.labels`."""
        self.plane.relabel(**labels, more=[self.units.key(unit)])
        self.held_out = labels["held_out"]

    def draw(self, points: Points, frame: Frame, *, crossed: np.ndarray, drawn: np.ndarray) -> None:
        """Draw the samples, of them `crossed (n,)` as wrong, and the answers, but no lines of units.

        `drawn (n,)` says which samples are shown at all.
        """
        self.plane.samples(points.X[drawn], points.y[drawn], points.held[drawn])
        self.plane.wrong(points.X[drawn & crossed])
        self.plane.cursor(points.cursor)
        self.plane.answers(frame.z, sure=SURE)


@final
class HiddenView:
    """What the hidden units output, seen by the output: two units span a plane.

    With more, we look along the output's boundary, so that it is seen as a line.
    """

    places: np.ndarray  # (m, 2) the mesh of the plane, whose places a frame says

    def __init__(self, ax: Axes) -> None:
        self.space = HiddenSpace(ax)

    def cover(self, limits) -> None:
        """Lay the mesh over a plane with these `limits`."""
        (left, right), (bottom, top) = limits
        across, up, fine = np.linspace(left, right, 9), np.linspace(bottom, top, 9), np.linspace(0, 1, 25)
        upright = np.stack(np.broadcast_arrays(across[:, None], bottom + fine * (top - bottom)), axis=-1)
        level = np.stack(np.broadcast_arrays(left + fine * (right - left), up[:, None]), axis=-1)
        lines = np.concatenate([upright, level])  # (18, 25, 2)
        self._lines, self.places = lines.shape[:2], lines.reshape(-1, 2)

    def draw(self, points: Points, frame: Frame, drawn: np.ndarray) -> None:
        """Draw the samples that are `drawn (n,)`, the mesh and the boundary as the hidden units move them."""
        a, mesh, w, b = frame.a[drawn], frame.mesh, frame.w, frame.b
        h, activation = len(w), frame.net.activations[0]
        ends = LIMITS.get(activation)
        if h == 1:
            # Marks on one spot are seen side by side: the golden ratio spreads them evenly.
            spread = 0.6180339887 * np.arange(len(a)) % 1.2 - 0.6
            P = np.column_stack([a[:, 0], spread])
            G = np.column_stack([mesh[:, 0], np.full(len(mesh), np.nan)])
            labels, line = ("$a_1$", "(spread by chance)"), np.array([w[0], 0.0, b])
        elif h == 2:
            P, G, labels, line = a, mesh, ("$a_1$", "$a_2$"), np.array([*w, b])
        else:
            P, G, line = self._edge_on(a, mesh, w, b)
            labels, ends = ("distance from the boundary", "along the boundary"), None
        one_sided = activation == "relu" and h <= 2
        limits = [ends, ends] if ends else [_ends(P[:, i], G[:, i], one_sided) for i in range(2)]
        if h == 1:
            limits[1] = (-1.0, 1.0)
        title = "what the output neuron sees"
        self.space.relabel(*labels, limits, title=title if h < 3 else f"{title}, edge on")
        self.space.samples(P, points.y[drawn], points.held[drawn], frame.wrong[drawn])
        self.space.mesh(G.reshape(*self._lines, 2))
        self.space.line(line)

    def _edge_on(self, a: np.ndarray, mesh: np.ndarray, w: np.ndarray, b: float) -> tuple:
        """Return places across and along the output's boundary w · a + b = 0, and that boundary itself."""
        size = np.linalg.norm(w)
        across = w / size if size > 0 else np.zeros_like(w)
        cloud = mesh if len(a) < 3 else a
        middle = cloud.mean(axis=0)
        within = cloud - middle
        within = within - np.outer(within @ across, across)
        along = np.linalg.eigh(within.T @ within)[1][:, -1]
        # Which of the two ways is up? As in the plane, if it can be.
        order = self.places.sum(axis=1)
        if (mesh - middle) @ along @ (order - order.mean()) < 0:
            along = -along
        if size == 0:
            seen = (np.column_stack([0 * (x @ w), (x - middle) @ along]) for x in (a, mesh))
            return *seen, np.array([0, 0, b])
        shift = b / size
        seen = (np.column_stack([x @ across + shift, (x - middle) @ along]) for x in (a, mesh))
        return *seen, np.array([1.0, 0.0, 0.0])


def _ends(one: np.ndarray, other: np.ndarray, one_sided: bool) -> tuple[float, float]:
    """Return the ends of an axis that holds both."""
    far = np.concatenate([one, other])
    far = np.abs(far[np.isfinite(far)]).max(initial=0.0)
    end = calm_end(1.05 * far)
    return (-0.06 * end, end) if one_sided else (-end, end)
