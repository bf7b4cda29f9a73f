"""The pictures of the playground: the network with its maps, the output in large, and the losses."""

from collections.abc import Mapping
from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from nnlab.explore.playground import words
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.material import Material
from nnlab.explore.playground.scene import LIMITS, Scene, feature_shades
from nnlab.explore.playground.settings import LAYERS, REGRESSION
from nnlab.features import FEATURES, FORMULAS
from nnlab.pictures import Curves, style
from nnlab.pictures.answer_plane import AnswerPlane, value_groups
from nnlab.pictures.network_maps import NetworkMaps
from nnlab.pictures.network_plan import SIDE, Plan, Spot
from nnlab.pictures.unit_maps import CLASSES

WIDTH, HEIGHT = 980, 560  # of the figure, in page pixels
NETWORK = 704  # where the network's part ends
LEFT, TOP, GOAL = 66.0, 486.0, 415.0  # of the features' maps, of the first row, of the output's middle
PLANE = (704, 300, 230, 230)  # left, bottom, width and height of the output in large
LOSSES = (764, 56, 180, 162)  # half of a number of seven digits has room right of it
SHORTEST = 100  # steps on the axis of the losses at first


@final
class PlaygroundView:
    """The pictures on a figure of `WIDTH` times `HEIGHT`; `plan` says where the parts of the network are."""

    def __init__(self, figure: Figure) -> None:
        network, plane, losses = (
            figure.add_axes((x / WIDTH, y / HEIGHT, w / WIDTH, h / HEIGHT))
            for x, y, w, h in ((0, 0, NETWORK, HEIGHT), PLANE, LOSSES)
        )
        self.plan = plan_of(("x1", "x2"), (4, 2), 1)
        self.network = NetworkMaps(network, self.plan, most=LAYERS + 2)
        for (_, y), name in zip(self.plan.middles(0), FORMULAS.values()):
            where = dict(ha="right", va="center", color=style.INK)
            network.text(LEFT - 6, y, name, fontsize=13, **where)
        network.text(
            LEFT + SIDE / 2, TOP + 14, words.FEATURE_COLUMN, fontsize=11.5, ha="center", color=style.INK
        )
        self.colours = network.text(8, 26, "", fontsize=11.5, color=style.INK)
        network.text(8, 7, words.WEIGHTS, fontsize=11.5, color=style.INK)
        self.plane = AnswerPlane(plane, LIMITS)
        how = dict(transform=plane.transAxes, va="top", fontsize=11.5, color=style.INK)
        self.key = plane.text(-0.01, -0.115, words.MARKS, **how)
        names = words.TRAINING, words.HELD_OUT
        how = dict(xlabel=words.STEPS, ylabel=words.LOSS_AXIS, log=True, columns=3, shortest=SHORTEST)
        self.losses = Curves(losses, names, **how)
        style.thin_ticks(losses)
        losses.callbacks.connect("xlim_changed", style.thin_ticks)
        losses.get_legend().set_bbox_to_anchor((-0.32, 1.0), transform=losses.transAxes)
        look = dict(color=style.PURPLE, linewidth=1.1, linestyle=(0, (3, 2)))
        (self.turns,) = losses.plot([], [], transform=losses.get_xaxis_transform(), **look)
        self._heads: tuple = ()
        self._features: tuple[tuple, np.ndarray] = ((), np.empty(0))

    @property
    def artists(self) -> list[Artist]:
        """What moves, in drawing order."""
        keys = self.colours, self.key
        return [*self.network.artists, *self.plane.artists, *keys, self.turns, *self.losses.artists]

    def rewire(self, learner: Learner) -> None:
        """Lay the network out as it is, unless it is so already, with what its colours say."""
        settings, net = learner.settings, learner.net
        plan = plan_of(settings.features, settings.hidden, net.outputs)
        self.colours.set_text(words.COLOURS[settings.output])
        if plan != self.plan or not self._heads:
            self.plan, self._heads = plan, (settings.hidden,)
            heads = {Spot("more layers"): words.layer_count(len(settings.hidden))}
            heads |= {Spot("more units", l): str(h) for l, h in enumerate(settings.hidden, 1)}
            self.network.lay_out(plan, heads)

    def draw_network(self, scene: Scene) -> None:
        """Draw what each unit says all over the plane, all weights and biases."""
        used = scene.learner.settings.features
        if self._features[0] != used:
            self._features = used, feature_shades(used)
        self.network.update([self._features[1], *scene.maps()], scene.weights, scene.biases)

    def draw_plane(self, scene: Scene, spot: Spot | None, *, discretised: bool, title: str) -> None:
        """Draw the map in large, of the output or of the unit or feature at `spot`."""
        shades = scene.large(spot, discretised=discretised)
        self.plane.shade(shades, discretised=discretised, title=title)

    def draw_samples(self, material: Material, *, drawn: np.ndarray) -> None:
        """Draw the samples of which `drawn (n,)` is true."""
        y = material.y
        groups = len(CLASSES) + value_groups(y) if material.task == REGRESSION else y
        self.plane.samples(material.X[drawn], groups[drawn], material.held[drawn])
        self.key.set_text(words.MARKS_OF_NUMBERS if material.task == REGRESSION else words.MARKS)

    def draw_losses(self, learner: Learner) -> None:
        """Draw the losses noted so far, with dots at the step shown, and where a segment begins."""
        k, losses = learner.curves()
        at = int(np.searchsorted(k, learner.step))
        now = np.array([[learner.loss, learner.held_loss]])
        if at == len(k) or k[at] != learner.step:
            k, losses = np.insert(k, at, learner.step), np.insert(losses, at, now, axis=0)
        self.losses.update(k, losses, at)
        starts = np.array([k for k, _ in learner.segments[1:]], float)
        x = np.column_stack([starts, starts, np.full(len(starts), np.nan)]).ravel()
        self.turns.set_data(x, np.tile([0.0, 1.0, np.nan], len(starts)))

    def mark(
        self, pointed: Spot | None, held: Spot | None, card: str, numbers: Mapping[Spot, str] | None
    ) -> None:
        """Mark what the pointer is on and what is held; see `NetworkMaps.mark`."""
        self.network.mark(pointed, held, card, numbers)


def plan_of(features: tuple[str, ...], hidden: tuple[int, ...], outputs: int) -> Plan:
    """Return where everything stands of a network with these features and layers."""
    used = tuple(i for i, name in enumerate(FEATURES) if name in features)
    return Plan(len(FEATURES), used, (*hidden, outputs), NETWORK, HEIGHT, LEFT, TOP, GOAL)
