"""The pictures of one neuron's boundary: the plane with line, arrow and distances; the distances in a row."""

from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from nnlab.explore.kit.editable_samples import Points
from nnlab.explore.kit.handles import Handles
from nnlab.explore.lesson2 import words
from nnlab.explore.lesson2.hand_line import HandLine
from nnlab.explore.lesson2.step_neuron import Frame, StepNeuron
from nnlab.pictures import Curves, Normal, Plane, Strip
from nnlab.pictures.style import equal_units


@final
class LineView:
    """The plane of two features, signed distances, and wrong answers; `line` is moved by its `handles`."""

    def __init__(self, figure: Figure) -> None:
        place = dict(left=0.085, right=0.965, bottom=0.115, top=0.865, wspace=0.2, hspace=0.62)
        grid = figure.add_gridspec(2, 2, width_ratios=[1.4, 1], height_ratios=[1.1, 1], **place)
        plane, strip, wrong = (figure.add_subplot(cell) for cell in (grid[:, 0], grid[0, 1], grid[1, 1]))
        self.plane = Plane(plane, features=("", ""), classes=("", ""), limits=((0, 1), (0, 1)))
        self.normal = Normal(plane)
        self.strip = Strip(strip, xlabel=words.SIGNED_DISTANCE)
        both = (words.TRAINING, words.HELD_OUT)
        self.wrong = Curves(wrong, both, ladder=True, xlabel=words.UPDATES, ylabel=words.WRONG_PERCENT)
        self.plane.boundary.set_linewidth(3.5)
        self.line, self.handles = HandLine(self.normal), Handles(plane)

    @property
    def artists(self) -> list[Artist]:
        """What moves, in drawing order."""
        moving = self.normal.among(self.plane.artists, self.plane.earlier_boundary)
        return [*moving, *self.strip.artists, *self.wrong.artists]

    def relabel(self, *, limits: np.ndarray, **labels) -> None:
        """Show other samples, or another scale: see `SampleExplorer.labels`; a unit is equal both ways."""
        self.plane.relabel(limits=equal_units(self.plane.ax, limits), **labels)
        self.line.forget()

    @property
    def ends(self) -> np.ndarray:
        """The ends of the plane `(2, 2)`: from left to right, from below to the top."""
        return np.array([self.plane.ax.get_xlim(), self.plane.ax.get_ylim()])

    def draw(self, neuron: StepNeuron, frame: Frame, points: Points, shown: int | None, calm: bool) -> None:
        """Draw all that a frame shows; the sample `shown` tells its distance.

        With `calm` the row of distances does not become shorter.
        """
        sample, places, seen = frame.step.sample, neuron.places, points.drawn
        self.plane.samples(places[seen], points.y[seen], points.held[seen])
        self.plane.wrong(places[seen & frame.wrong])
        self.plane.at_work(None if sample is None else places[neuron.kept[sample]])
        self.plane.cursor(None if points.cursor is None else neuron.scaled(points.cursor))
        self.plane.answers(frame.z)
        band = max(frame.margin or 0.0, 0.0)
        self._draw_line(places[seen], frame, seen, band)
        self._draw_distances(frame, points.y, seen, band, shown, calm)
        told = ""
        if shown is not None and len(frame.distance):
            told = words.distance(frame.distance[shown], solid=len(frame.w) == 4)
        self.normal.label(places[shown] if told else None, told, avoid=places[seen])

    def _draw_line(self, places: np.ndarray, frame: Frame, seen: np.ndarray, band: float) -> None:
        """Draw arrow, band and distances of a straight line in sight; a bent one has no arrow."""
        handles, w = self.handles, frame.w
        held = handles.held is not None
        laid = self.line.lay(
            w if frame.straight else np.zeros(3), chosen=handles.chosen, held=held, avoid=places
        )
        if not laid:
            bent = np.array(self.plane.boundary.get_xydata())
            handles.place(**({"line": bent} if len(bent) else {}))
            self.normal.margin(None)
            self.normal.distances(np.empty((0, 2)), np.empty((0, 2)))
            return
        handles.place(**laid)
        across = w[:2] / np.linalg.norm(w[:2])
        self.normal.margin(self.line.foot if band > 0 else None, across, band)
        self.normal.distances(places, places - frame.distance[seen, None] * across if len(places) else places)

    def _draw_distances(
        self, frame: Frame, y: np.ndarray, seen: np.ndarray, band: float, shown, calm
    ) -> None:
        reach = 0.9 * np.abs(self.strip.ax.get_xlim()).max() if calm or self.handles.held else 0.0
        some = seen if len(frame.distance) else slice(0)
        one = None if shown is None else int(np.sum(seen[:shown]))
        self.strip.update(frame.distance[some], y[some], band=band, shown=one, reach=reach)
        solid = len(frame.w) == 4
        self.strip.ax.set_xlabel(words.SIGNED_DISTANCE_3 if solid else words.SIGNED_DISTANCE)
