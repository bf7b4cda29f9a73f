"""The two-layer network's explorable: it learns live, and what each hidden neuron does is seen."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import ClassVar

import ipywidgets as widgets
import numpy as np

from nnlab.activations import ACTIVATIONS
from nnlab.data import GATES, Data, load, names
from nnlab.descent import Step, descend
from nnlab.explore.kit.controls import Number, choice, row, whole, whole_slider
from nnlab.explore.kit.editable_samples import HINT, Points
from nnlab.explore.kit.explorer import KEYS, SPEEDS
from nnlab.explore.kit.numbers import listed
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import OWN, SampleExplorer, checked, held_out_list, sample_list
from nnlab.explore.kit.stage import Stage
from nnlab.network import Layer, Network, loss
from nnlab.pictures import Curves, HiddenSpace, Plane, UnitBoundaries
from nnlab.scaling import Scaler

RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
MOMENTA = (0.0, 0.5, 0.9, 0.99)
MOST = 16  # hidden neurons
INITS = {
    "xavier": dict(how="xavier"),
    "he": dict(how="he"),
    "uniform ±1": dict(how="uniform", value=1.0),
    "uniform ±10": dict(how="uniform", value=10.0),
    "constant ½": dict(how="constant", value=0.5),
    "zeros": dict(how="zeros"),
}
KINDS = [
    ("cross-entropy", "cross_entropy"),
    ("sum of squares", "sse"),
    ("½ sum of squares", "half_sse"),
    ("mean square", "mse"),
]
SUMS = ("sse", "half_sse")  # these grow with the number of samples
SETS = ("XOR", *(name for name in names() if name not in GATES), OWN)
SAMPLES = 200  # in the sets that are drawn at random
TOO_LARGE = 1e50  # for a weight to be drawn with
SURE = np.log(9)  # z at which the output says 0.9
MANY = 120  # samples: more are drawn with smaller marks
CURVE = 400  # places of the loss curve: more are not seen

NEUTRAL = dict(
    data="XOR",
    lr=1.0,
    hidden=2,
    activation="tanh",
    init="xavier",
    momentum=0.0,
    kind="cross_entropy",
    held_out=0.0,
    seed=0,
)
PRESETS = {
    "XOR: two hidden neurons solve it": dict(),
    "XOR: one hidden neuron is too few": dict(hidden=1),
    "Zero start: nothing moves": dict(init="zeros"),
    "Constant start: twins for ever": dict(init="constant ½"),
    "A plateau is not a local minimum": dict(lr=0.3, seed=6),
    "Circles: three hidden neurons": dict(data="circles", hidden=3),
    "Circles: two are too few": dict(data="circles"),
    "Moons: eight hidden neurons": dict(data="moons", hidden=8, held_out=0.2),
    "Linear neurons: one layer after all": dict(data="moons", hidden=8, activation="linear", lr=0.1),
    "Rate too large: it jumps": dict(data="circles", hidden=3, lr=30.0),
    "Rate far too large: it diverges": dict(data="moons", hidden=8, activation="linear", lr=30.0),
    "Saturated start": dict(data="circles", hidden=3, init="uniform ±10"),
    "Dead relus": dict(data="circles", hidden=3, activation="relu", lr=10.0),
}
WHERE = {
    "tanh": "says 0",
    "sigmoid": "says ½",
    "relu": "begins to answer",
    "linear": "says 0",
}
LIMITS = {"tanh": (-1.12, 1.12), "sigmoid": (-0.06, 1.06)}  # of an axis that shows what one unit says


def calm_end(x: float) -> float:
    """An end for an axis that must not change often: the next power of 2 at or above x, later of 10¹⁰."""
    if x <= 2**14:
        return float(2.0 ** np.ceil(np.log2(max(x, 2.0**-10))))
    return float(10.0 ** (10 * np.ceil(np.log10(x) / 10)))


class NetworkExplorer(SampleExplorer):
    """Made by ``explore_network``; see there.

    Another explorable of a network on the plane is a subclass: it says its own controls and where they stand,
    its samples, its way of learning, and what stands beside the plane.
    """

    neutral: ClassVar[dict] = NEUTRAL
    presets: ClassVar[dict] = PRESETS
    called: ClassVar[str] = "hidden neuron"  # as the lesson says it

    def __init__(self, given: Data | None, settings: dict) -> None:
        controls = self._make_controls(given, self.neutral | settings)
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=60, hint=f"{HINT}; {KEYS}.")
        self._make_pictures(stage)
        self.points = Points(self.plane.ax)
        self._small = False
        super().__init__(stage, controls, presets=self.presets, neutral=self.neutral)
        self._place_controls()
        self.restart()
        self.publish()

    def _make_controls(self, given: Data | None, settings: dict) -> dict[str, widgets.Widget]:
        return dict(
            data=sample_list(SETS, given, settings["data"]),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-4, high=1e4),
            hidden=whole_slider(settings["hidden"], 1, MOST, "hidden size", "260px"),
            activation=choice(WHERE, settings["activation"], "hidden activation"),
            init=choice(INITS, settings["init"], "start weights"),
            momentum=choice([(f"{m:g}", m) for m in MOMENTA], settings["momentum"], "momentum"),
            kind=choice(KINDS, settings["kind"], "loss"),
            adds=choice([("1", 1), ("0", 0)], 1, "a click adds class"),
            held_out=held_out_list(settings["held_out"]),
            seed=whole(settings["seed"], 0, 9999, "seed"),
        )

    def _place_controls(self) -> None:
        controls = self.controls
        self.lay_out(
            above=[
                row(self.preset, controls["data"], self.reset_button),
                row(controls["lr"], controls["hidden"], controls["activation"]),
            ],
            below=[
                row(controls["init"], controls["seed"], controls["momentum"], controls["kind"]),
                row(controls["held_out"], controls["adds"], self.undo_button),
                self.own_data,
            ],
        )

    def _make_pictures(self, stage: Stage) -> None:
        place = dict(left=0.075, right=0.965, bottom=0.115, top=0.875, wspace=0.22, hspace=0.56)
        grid = stage.figure.add_gridspec(2, 2, width_ratios=[1.3, 1], height_ratios=[1.9, 1], **place)
        plane, warp, curves = (
            stage.figure.add_subplot(cell) for cell in (grid[:, 0], grid[0, 1], grid[1, 1])
        )
        blank = dict(features=("", ""), classes=("", ""), limits=((0, 1), (0, 1)))
        self.plane, self.units = Plane(plane, **blank), UnitBoundaries(plane, most=MOST)
        self.warp = HiddenSpace(warp)
        self.curves = Curves(
            curves,
            ("learned from", "held out"),
            xlabel="steps so far, $k$",
            ylabel="loss",
            log=True,
            shortest=100,
        )
        # The units' lines lie above the tints and below the samples.
        under = self.plane.artists.index(self.plane.boundary)
        plane = [*self.plane.artists[:under], *self.units.artists, *self.plane.artists[under:]]
        stage.moving = [*plane, *self.warp.artists, *self.curves.artists]

    # -- samples and learning -----------------------------------------------------------------------------

    def _take_samples(self) -> None:
        """Fresh samples by their name in the list, or those the reader gave."""
        name = self["data"]
        if isinstance(name, Data):
            data = name
        elif name == OWN:
            data = None
        else:
            data = self._draw_samples(name)
        # The made sets lie around 0 already. Of others nobody knows, so they are scaled.
        self._scaled = name == "penguins" or isinstance(name, Data)
        self.points.take(data, room=0.5 if name == "XOR" else 0.12)
        if name == OWN and self._own is not None:
            self.points.X, self.points.y, self.points.limits, self._scaled = self._own
        self._names = ("$x_1$", "$x_2$") if data is None else data.features[:2]
        self._classes = ("0", "1") if data is None else data.classes
        self._hold_out()

    def _draw_samples(self, name: str) -> Data:
        drawn = name in ("blobs", "moons", "circles")
        return load(name, rng=self._rng(), **(dict(n=SAMPLES) if drawn else {}))

    def _choose_held(self) -> None:
        """Says which samples are held out."""
        self.points.hold_out(self["held_out"], rng=self._rng())

    def _hold_out(self) -> None:
        points = self.points
        self._choose_held()
        self._label_plane()
        X = points.X[~points.held]
        self.scaler = Scaler(np.zeros(2), np.ones(2))
        if self._scaled and len(X):
            same = np.ptp(X, axis=0) == 0
            self.scaler = Scaler(X.mean(axis=0), np.ones(2)) if same.any() else Scaler.fit(X)
        (left, right), (bottom, top) = points.limits
        across, up, fine = np.linspace(left, right, 9), np.linspace(bottom, top, 9), np.linspace(0, 1, 25)
        upright = np.stack(np.broadcast_arrays(across[:, None], bottom + fine * (top - bottom)), axis=-1)
        level = np.stack(np.broadcast_arrays(left + fine * (right - left), up[:, None]), axis=-1)
        self._mesh = np.concatenate([upright, level])  # (18, 25, 2)

    def _label_plane(self) -> None:
        held = bool(self.points.held.any())
        labels = dict(features=self._names, classes=self._classes, limits=self.points.limits)
        self.plane.relabel(**labels, held_out=held, more=[self.units.key(self.called)])
        self._held_in_legend = held
        self.curves.ax.get_legend().set_visible(held)  # one curve needs no name
        self.stage.redraw(self.plane.ax, self.curves.ax)

    def _scale(self, X: np.ndarray) -> np.ndarray:
        return (X - self.scaler.mean) / self.scaler.scale

    def _learn(self) -> None:
        """Begins to learn anew, with the network and the start that the controls say."""
        self.net = Network((2, self["hidden"], 1), (self.activation, "sigmoid"))
        self.first = self._first_theta()
        self.player = Player(self._run(), measure=self._measure)

    def _first_theta(self) -> np.ndarray:
        return self.net.init(rng=self._rng(), **INITS[self["init"]])

    def _go_on(self) -> None:
        """Learns on from the step shown, with other samples or another rate but with the same weights."""
        if self.player.step.diverged:
            self._learn()  # there is nothing left to go on from
        else:
            self.player.branch(self._run())

    def _run(self) -> Callable[[Step | None], Iterator[Step]]:
        """The run with the samples and rates of this moment, as a player wants it."""
        points, kind, rates = self.points, self._kind(), self._rates()
        X, self.held = self._scale(points.X), points.held.copy()
        self.y = points.y.copy()
        kept, first = ~self.held, self.first
        self._held_loss = None
        if self.held.any():
            held = X[self.held], self.y[self.held]
            unseen = lru_cache(maxsize=None)(lambda p: loss(self.net_of(p), *held, kind))
            share = kept.sum() / self.held.sum() if kind in SUMS else 1.0
            self._held_loss = lambda theta: share * unseen(theta.size)(theta)[0]  # as if they were as many
        if not kept.any():
            return lambda start: iter([start or Step(0, first, np.nan, np.zeros_like(first))])
        f = loss(self.net, X[kept], self.y[kept], kind)
        return lambda start: descend(f, first if start is None else self._carried(start, first), **rates)

    def net_of(self, p: int) -> Network:
        """The network of p parameters, should the steps before have had another size."""
        return self.net

    def _carried(self, start: Step, first: np.ndarray) -> Step:
        """The step to go on from, in the form of ``first (p,)``."""
        return start

    def _kind(self) -> str:
        """The name of the loss."""
        return self["kind"]

    @property
    def activation(self) -> str:
        """The name of the hidden neurons' activation."""
        return self["activation"]

    def _rates(self) -> dict:
        """What descent is told besides the loss and where to start."""
        return dict(lr=self["lr"], momentum=self["momentum"])

    def _measure(self, step: Step) -> tuple[float, float]:
        """The loss on what is learned from, and on what is held out."""
        if self._held_loss is None or step.diverged:
            return step.value, np.nan
        return step.value, self._held_loss(step.theta)

    @property
    def theta(self) -> np.ndarray:
        """The parameters shown: those of the step, or if they are too large the last that can be drawn."""
        step = self.player.last(lambda step: np.abs(step.theta).max() < TOO_LARGE)
        return self.first if step is None else step.theta

    def in_data_units(self, theta: np.ndarray) -> list[Layer]:
        """The layers, the first of them for places as they are in the picture, which are not scaled."""
        (W1, b1), output = self.net_of(theta.size).layers(theta)
        W1 = W1 / self.scaler.scale[:, None]
        return [Layer(W1, b1 - self.scaler.mean @ W1), output]

    def _ask(self, theta: np.ndarray, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What the hidden neurons say to places ``X (m, 2)``, ``(m, h)``, and z of the output, ``(m,)``."""
        with np.errstate(over="ignore", invalid="ignore"):
            (W1, b1), (W2, b2) = self.in_data_units(theta)
            a = ACTIVATIONS[self.activation].f(X @ W1 + b1)
            return a, np.nan_to_num(a @ W2[:, 0] + b2[0])

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """The plane with all boundaries, the plane as the hidden neurons see it, and the loss."""
        points, theta = self.points, self.theta
        if points.held.any() != self._held_in_legend:
            self._label_plane()
        if (len(points.y) > MANY) != self._small:
            self._small = len(points.y) > MANY
            for mark in (self.plane.no, self.plane.yes, self.plane.no_held, self.plane.yes_held):
                mark.set_markersize(mark.get_markersize() + (-2 if self._small else 2))
        self._a, z = self._ask(theta, points.X)
        self._wrong = (z >= 0) != (points.y == 1)
        seen = points.drawn
        self.plane.samples(points.X[seen], points.y[seen], points.held[seen])
        self.plane.wrong(points.X[seen & self._wrong])
        self.plane.cursor(points.cursor)
        self.plane.answers(lambda places: self._ask(theta, places)[1], sure=SURE)
        self._draw_hidden(theta)
        self._draw_curves()
        h = self._a.shape[1]
        neurons = f"{h} {self.called}{'s' * (h > 1)}"
        self.stage.alt = (
            f"{len(points.y)} samples ({self._name()}), the answers of a network with {neurons} "
            f"after {self.player.step.k} steps, {self._beside()}; "
            f"{self._wrong.sum()} wrong"
        )

    def _beside(self) -> str:
        """What else is seen, in words."""
        return "and the plane as its output neuron sees it"

    def _draw_hidden(self, theta: np.ndarray) -> None:
        """The units' lines in the plane, and the plane as the units see it."""
        (W1, b1), (W2, b2) = self.in_data_units(theta)
        seen = self.points.drawn
        self.units.update(W1, b1)
        mesh = self._ask(theta, self._mesh.reshape(-1, 2))[0]
        self._see(self._a[seen], mesh, W2[:, 0], b2[0])

    def _draw_curves(self) -> None:
        """The loss so far, with a dot at the step shown."""
        self.curves.update(*self.player.thinned(CURVE))

    def _see(self, a: np.ndarray, mesh: np.ndarray, w: np.ndarray, b: float) -> None:
        """Draws answers ``a (n, h)`` of the hidden neurons, and theirs to the grid, ``mesh (m, h)``.

        Two units span a plane. With more, we look along the output's boundary, so that it is seen as a line.
        """
        h, ends = len(w), LIMITS.get(self.activation)
        if h == 1:
            spread = 0.6180339887 * np.arange(len(a)) % 1.2 - 0.6  # marks on one spot are seen side by side
            P, G = (
                np.column_stack([a[:, 0], spread]),
                np.column_stack([mesh[:, 0], np.full(len(mesh), np.nan)]),
            )
            labels, line = ("$a_1$", "(spread by chance)"), np.array([w[0], 0.0, b])
        elif h == 2:
            P, G, labels, line = a, mesh, ("$a_1$", "$a_2$"), np.array([*w, b])
        else:
            P, G, line = self._edge_on(a, mesh, w, b)
            labels, ends = ("distance from the boundary", "along the boundary"), None
        limits = [ends, ends] if ends else [self._ends(P[:, i], G[:, i]) for i in range(2)]
        if h == 1:
            limits[1] = (-1.0, 1.0)
        title = "what the output neuron sees"
        self.warp.relabel(*labels, limits, title=title if h < 3 else f"{title}, edge on")
        points, seen = self.points, self.points.drawn
        self.warp.samples(P, points.y[seen], points.held[seen], self._wrong[seen])
        self.warp.mesh(G.reshape(*self._mesh.shape[:2], 2))
        self.warp.line(line)

    def _edge_on(self, a: np.ndarray, mesh: np.ndarray, w: np.ndarray, b: float) -> tuple:
        """Places across and along the output's boundary w · a + b = 0, and that boundary itself."""
        size = np.linalg.norm(w)
        across = w / size if size > 0 else np.zeros_like(w)
        cloud = mesh if len(a) < 3 else a
        middle = cloud.mean(axis=0)
        beside = cloud - middle
        beside = beside - np.outer(beside @ across, across)
        along = np.linalg.eigh(beside.T @ beside)[1][:, -1]
        order = self._mesh.reshape(-1, 2).sum(
            axis=1
        )  # which of the two ways is up? as in the plane, if it can be
        if (mesh - middle) @ along @ (order - order.mean()) < 0:
            along = -along
        if size == 0:
            return *(np.column_stack([0 * (x @ w), (x - middle) @ along]) for x in (a, mesh)), np.array(
                [0, 0, b]
            )
        shift = b / size
        seen = (np.column_stack([x @ across + shift, (x - middle) @ along]) for x in (a, mesh))
        return *seen, np.array([1.0, 0.0, 0.0])

    def _ends(self, *values: np.ndarray) -> tuple[float, float]:
        far = np.concatenate(values)
        far = np.abs(far[np.isfinite(far)]).max(initial=0.0)
        end = calm_end(1.05 * far)
        one_sided = self.activation == "relu" and self["hidden"] <= 2
        return (-0.06 * end, end) if one_sided else (-end, end)

    def sentence(self) -> str:
        """How it stands, and what there is to see."""
        if self.points.held.all():
            return "No samples to learn from yet. Click into the picture to put some there, of both classes."
        step = self.player.step
        if step.diverged:
            return (
                f"It diverged at step {step.k}: lower the learning rate. "
                "The weights grew beyond all numbers; the picture shows the last that could be drawn."
            )
        parts = [self._standing(), *self._remarks()]
        if self.points.thinned:
            parts.append(self.points.thinned)
        if step.k == 0:
            parts.append(self._legend())
        return " ".join(parts)

    def _standing(self) -> str:
        step, held, wrong = self.player.step, self.points.held, self._wrong
        told = (
            f"Step {step.k:,}: loss {step.value:.4g}, gradient {np.sqrt(np.sum(step.gradient**2)):.2g} long"
        )
        if held.any():
            told += (
                f". Wrong: {wrong[~held].sum()} of {(~held).sum()} learned from, "
                f"{wrong[held].sum()} of {held.sum()} held out."
            )
        else:
            told += f", {wrong.sum()} of {len(wrong)} wrong."
        return told

    def _remarks(self) -> list[str]:
        """What is odd about this step: each is a sentence, and only the first two are said."""
        step, a, found = self.player.step, self._a[~self.points.held], []
        (W1, b1), (W2, _) = self.net.layers(self.theta)
        h, activation = self["hidden"], self.activation
        still = not step.gradient.any()
        if still:
            found.append("The gradient is exactly zero: no step will ever change anything.")
        units = np.vstack([W1, b1, W2.T]).T  # (h, 4): all that belongs to one unit
        if h > 1:
            same = np.abs(units - units[0]).max(axis=1) <= 1e-9 * (1 + np.abs(units[0]).max())
            if same.all():
                many = "Both" if h == 2 else f"All {h}"
                found.append(
                    f"{many} hidden neurons are equal, get equal pushes and stay equal for ever: "
                    "they count as one."
                )
        dead = np.flatnonzero((a == 0).all(axis=0)) if activation == "relu" else []
        if len(dead) and not still:
            one = len(dead) == 1
            found.append(
                f"Hidden neuron{'s' * (not one)} {listed(dead)} {'is' if one else 'are'} dead: "
                f"{'it says' if one else 'they say'} 0 to every sample, "
                f"so no gradient reaches {'it' if one else 'them'}."
                + " Only the output's bias is left to learn."
                * (len(dead) == h)
            )
        if activation in LIMITS and self._wrong[~self.points.held].any():
            slope = ACTIVATIONS[activation].slope
            flat = np.flatnonzero((slope(a) / slope(np.mean(LIMITS[activation]))).mean(axis=0) < 0.1)
            if len(flat):
                one = len(flat) == 1
                found.append(
                    f"Saturated: hidden neuron{'s' * (not one)} {listed(flat)} "
                    f"{'stands' if one else 'stand'} on flat ground for nearly all samples, "
                    f"and hardly {'learns' if one else 'learn'}."
                )
        if activation == "linear":
            found.append(
                "Linear neurons bend nothing: together they are one neuron, and the boundary is a line."
            )
        return found[:2]

    def _legend(self) -> str:
        on = WHERE[self.activation]
        dashed = f"Dashed: one hidden neuron {on}, and more on its arrow's side."
        if not self.net.layers(self.theta)[0].W.any():
            dashed = "No dashed line: a neuron with weights of 0 says the same everywhere."
        text = (
            f"Black line: the output says ½. {dashed} "
            "Right: what the hidden neurons say to each place; there the output's boundary is straight."
        )
        if self["hidden"] > 2:
            text += f" With {self['hidden']} of them, we look along that boundary: it is seen as a line."
        if self._scaled:
            text += " The features are scaled to mean 0 and spread 1 before they are learned from."
        return text

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Controls moved. Rates change the run on its way; what it learns and how it starts begin it anew."""
        self.points.adds = self["adds"]
        if "data" in names:
            self.restart()
        elif {"seed", "held_out"} & set(names):
            if "seed" in names and not self.points.past:  # never draw over what the reader has put there
                self._take_samples()
            else:
                self._hold_out()
            self._learn()
        elif {"hidden", "activation", "init", "kind"} & set(names):
            self._learn()
        elif {"lr", "momentum"} & set(names):
            self._go_on()

    def restart(self) -> None:
        """Fresh samples, and the first step; what the reader has put there waits under ``OWN``."""
        if self.points.past:
            self._own = self.points.X, self.points.y, self.points.limits, self._scaled
        self._take_samples()
        self._learn()

    def samples_changed(self) -> None:
        """The network learns on with them."""
        self._go_on()


def explore_network(data: str | Data = "XOR", **settings) -> NetworkExplorer:
    """An explorable of a network 2-``hidden``-1 on ``data``: a name from the list, or your own ``Data``.

    ``settings`` set controls: ``lr``, ``hidden`` (1 to 16), ``activation`` of the hidden neurons ("tanh",
    "sigmoid", "relu" or "linear"), ``init`` ("xavier", "he", "uniform ±1", "uniform ±10", "constant ½" or
    "zeros"), ``momentum`` (0, 0.5, 0.9 or 0.99), ``kind`` of loss ("cross_entropy", "sse", "half_sse" or
    "mse"), ``held_out`` (0, 0.1, 0.2, 0.3 or 0.5) and ``seed`` (0 to 9999). The output is a sigmoid. Raises
    ValueError for anything else.
    """
    return NetworkExplorer(*checked(data, settings, NEUTRAL, SETS))
