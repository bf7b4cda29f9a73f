"""A | B on a figure of its own: both planes, where they differ, and the losses of both."""

from typing import final

import numpy as np

from nnlab.explore.kit.explorer import KEYS, SPEEDS, Explorer
from nnlab.explore.kit.numbers import count
from nnlab.explore.kit.stage import Stage
from nnlab.explore.playground.compare import Comparison
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.material import Material
from nnlab.explore.playground.scene import FINE, LIMITS, PLACES, Scene
from nnlab.explore.playground.settings import REGRESSION, Settings
from nnlab.pictures import Curves, style
from nnlab.pictures.answer_plane import AnswerPlane, value_groups
from nnlab.pictures.unit_maps import CLASSES, share_shades

WIDTH, HEIGHT = 980, 290
PLANES = ((8, 24, 212, 212), (234, 24, 212, 212), (460, 24, 212, 212))
LOSSES = (758, 56, 186, 164)  # half of a number of seven digits has room right of it
PURPLE = len(CLASSES) - 1  # no colour of the first three classes
CURVES = ("A", "B", "A held out", "B held out")
STEPS, LOSS = "steps so far, $k$", "loss"
DIFFERENCE, UNLIKE = "where they differ", "their answers are of another kind"
PART = "They decide for different classes on {part} of the plane."
HINT = "{keys}."
ALT = (
    "Two networks side by side after {k} steps, what they say all over the plane, where their answers "
    "differ, and the losses of both. {differs}"
)


@final
class CompareView:
    """The pictures on a figure of `WIDTH` times `HEIGHT`."""

    def __init__(self, figure) -> None:
        *planes, losses = (
            figure.add_axes((x / WIDTH, y / HEIGHT, w / WIDTH, h / HEIGHT))
            for x, y, w, h in (*PLANES, LOSSES)
        )
        self.planes = [AnswerPlane(ax, LIMITS) for ax in planes]
        how = dict(xlabel=STEPS, ylabel=LOSS, log=True, shortest=100)
        self.losses = Curves(losses, CURVES, **how)
        style.thin_ticks(losses)
        losses.callbacks.connect("xlim_changed", style.thin_ticks)
        for its, held in zip(self.losses.lines, self.losses.lines[2:]):  # the same colour, but dotted
            held.set(color=its.get_color(), linestyle=(0, (1, 1.2)))
        for its, held in zip(self.losses.dots, self.losses.dots[2:]):
            held.set(color=its.get_color(), markerfacecolor="white")
        style.legend(losses, self.losses.lines)
        losses.get_legend().set_bbox_to_anchor((-0.36, 1.0), transform=losses.transAxes)
        for plane in self.planes:
            plane.ax.set(xticks=[], yticks=[])

    @property
    def artists(self) -> list:
        """What moves, in drawing order."""
        return [artist for picture in (*self.planes, self.losses) for artist in picture.artists]

    def draw(self, comparison: Comparison) -> None:
        """Draw both at the step shown."""
        for name, plane, learner in zip("AB", self.planes, comparison.learners):
            plane.shade(Scene.of(learner).large(None, discretised=False), title=name)
            self._samples(plane, learner)
        apart = comparison.apart(PLACES)
        flat = np.zeros(len(PLACES)) if apart is None else apart
        shades = share_shades(flat.reshape(FINE, FINE), PURPLE)
        self.planes[2].shade(shades, title=UNLIKE if apart is None else DIFFERENCE)
        self.losses.update(*curves(comparison))

    def _samples(self, plane: AnswerPlane, learner: Learner) -> None:
        material = learner.material
        y = material.y
        groups = len(CLASSES) + value_groups(y) if material.task == REGRESSION else y
        plane.samples(material.X, groups, material.held)


def curves(comparison: Comparison) -> tuple[np.ndarray, np.ndarray, int]:
    """Return the steps (m,) at which losses of either were noted, the losses (m, 4), and where it is now.

    The losses are those of A and B on their training samples, and then on those held out: nan where one of
    them has no loss.
    """
    noted = [learner.curves() for learner in comparison.learners]
    k = np.unique(np.concatenate([[comparison.position], *(steps for steps, _ in noted)])).astype(int)
    losses = np.full((len(k), 4), np.nan)
    for j, (learner, (steps, its)) in enumerate(zip(comparison.learners, noted)):
        losses[np.searchsorted(k, steps), j::2] = its
        if not learner.diverged:
            losses[np.searchsorted(k, learner.player.position), j::2] = learner.loss, learner.held_loss
    return k, losses, int(np.searchsorted(k, comparison.position))


@final
class CompareExplorer(Explorer):
    """A | B: `comparison` learns; `show` begins another one."""

    def __init__(
        self, a: Settings, b: Settings, material: Material | None = None, theta: np.ndarray | None = None
    ) -> None:
        stage = Stage(
            WIDTH,
            HEIGHT,
            bar=True,
            speeds=SPEEDS,
            speed=240,
            hint=HINT.format(keys=KEYS[0].upper() + KEYS[1:]),
        )
        self.view = CompareView(stage.figure)
        stage.moving = self.view.artists
        self.comparison = Comparison(a, b, material, theta)
        super().__init__(stage, {})
        self.publish()

    @property
    def player(self) -> Comparison:
        """Both, as a player."""
        return self.comparison

    def show(
        self, a: Settings, b: Settings, material: Material | None = None, theta: np.ndarray | None = None
    ) -> None:
        """Begin to compare these settings, from step 0."""
        with self.lock:
            self.stage.playing = False
            self.comparison = Comparison(a, b, material, theta)
            self.publish()

    def draw(self) -> None:
        """Put the arrays into the pictures' artists."""
        self.view.draw(self.comparison)
        self.stage.alt = ALT.format(k=count(self.comparison.position), differs=self.comparison.differs())

    def sentence(self) -> str:
        """Say in what they differ, what they have in common, and who is ahead."""
        comparison = self.comparison
        told = [comparison.differs(), comparison.fairness.told()]
        if comparison.position:
            part = comparison.part_apart(PLACES)
            told.append(comparison.standing())
            told += [] if np.isnan(part) else [PART.format(part=f"{100 * part:.0f} %")]
        return " ".join(told)
