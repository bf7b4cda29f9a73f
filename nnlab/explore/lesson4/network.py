"""The two-layer network's explorable: it learns live, and what each hidden unit does is seen."""

from typing import final

import numpy as np

from nnlab.data import GATES, Data, load, names
from nnlab.explore.kit.baselines import one_class
from nnlab.explore.kit.controls import Number, choice, whole, whole_slider
from nnlab.explore.kit.editable_samples import HINT, Points
from nnlab.explore.kit.explorer import KEYS, SPEEDS
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import OWN, SampleExplorer, checked, held_out_list, sample_list
from nnlab.explore.kit.stage import Stage
from nnlab.explore.kit.training import Training
from nnlab.explore.lesson4 import words
from nnlab.explore.lesson4.frame import frame_of, look_into
from nnlab.explore.lesson4.network_view import MOST, HiddenView, PlaneView
from nnlab.learned import Learned
from nnlab.network import Network, loss
from nnlab.pictures import Curves
from nnlab.scaling import Scaler

RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
MOMENTA = (0.0, 0.5, 0.9, 0.99)
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
    "XOR: two hidden units solve it": dict(),
    "XOR: one hidden unit is too few": dict(hidden=1),
    "Zero start: nothing moves": dict(init="zeros"),
    "Constant start: twins for ever": dict(init="constant ½"),
    "A plateau is not a local minimum": dict(lr=0.3, seed=6),
    "Circles: three hidden units": dict(data="circles", hidden=3),
    "Circles: two are too few": dict(data="circles"),
    "Moons: eight hidden units": dict(data="moons", hidden=8, held_out=0.2),
    "Linear units: one layer after all": dict(data="moons", hidden=8, activation="linear", lr=0.1),
    "Rate too large: it jumps": dict(data="circles", hidden=3, lr=30.0),
    "Rate far too large: it diverges": dict(data="moons", hidden=8, activation="linear", lr=30.0),
    "Saturated start": dict(data="circles", hidden=3, init="uniform ±10"),
    "Dead relus": dict(data="circles", hidden=3, activation="relu", lr=10.0),
}


def scaler_of(X: np.ndarray, measured: bool) -> Scaler:
    """Return what scales the training samples `X (n, 2)`; made sets lie around 0 already and stay."""
    if not measured or not len(X):
        return Scaler(np.zeros(2), np.ones(2))
    same = np.ptp(X, axis=0) == 0
    return Scaler(X.mean(axis=0), np.ones(2)) if same.any() else Scaler.fit(X)


def scaled(X: np.ndarray, scaler: Scaler) -> np.ndarray:
    """Return places `X (n, 2)` of the picture, of which there may be none, in the units of learning."""
    return (X - scaler.mean) / scaler.scale


def is_measured(source: str | Data) -> bool:
    """Return whether samples of this entry in the list have been measured, in whatever units."""
    return source == "penguins" or isinstance(source, Data)


@final
class NetworkExplorer(SampleExplorer):
    """Made by `explore_network`; see there."""

    def __init__(self, given: Data | None, settings: dict) -> None:
        settings = NEUTRAL | settings
        controls = dict(
            data=sample_list(SETS, given, settings["data"]),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-4, high=1e4),
            hidden=whole_slider(settings["hidden"], 1, MOST, "hidden size", "260px"),
            activation=choice(words.DASHED, settings["activation"], "hidden activation"),
            init=choice(INITS, settings["init"], "start weights"),
            momentum=choice([(f"{m:g}", m) for m in MOMENTA], settings["momentum"], "momentum"),
            kind=choice(KINDS, settings["kind"], "loss"),
            adds=choice([("1", 1), ("0", 0)], 1, "a click adds class"),
            held_out=held_out_list(settings["held_out"]),
            seed=whole(settings["seed"], 0, 9999, "seed"),
        )
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=60, hint=f"{HINT}; {KEYS}.")
        self._make_pictures(stage)
        self.points = Points(self.plane_view.ax)
        self.training = Training(loss, sums=SUMS, largest=TOO_LARGE)
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(
            main=["data", "lr", "hidden", "activation"],
            more=["init", "kind", "momentum", "held_out", "adds", "seed", self.own_data],
        )
        self.restart()
        self.publish()

    def _make_pictures(self, stage: Stage) -> None:
        place = dict(left=0.075, right=0.965, bottom=0.115, top=0.875, wspace=0.22, hspace=0.56)
        grid = stage.figure.add_gridspec(2, 2, width_ratios=[1.3, 1], height_ratios=[1.9, 1], **place)
        plane, hidden, curves = (
            stage.figure.add_subplot(cell) for cell in (grid[:, 0], grid[0, 1], grid[1, 1])
        )
        self.plane_view, self.hidden_view = PlaneView(plane), HiddenView(hidden)
        both = (words.TRAINING, words.HELD_OUT)
        how = dict(xlabel="steps so far, $k$", ylabel="loss", log=True, shortest=100)
        self.curves = Curves(curves, both, **how)
        # With some versions of matplotlib the names are a pixel wider than the room: they begin further left.
        curves.get_legend().set_bbox_to_anchor((-0.04, 1.0), transform=curves.transAxes)
        stage.moving = [*self.plane_view.artists, *self.hidden_view.space.artists, *self.curves.artists]

    @property
    def player(self) -> Player:
        """The tape of the training."""
        return self.training.player

    # -- samples and learning -----------------------------------------------------------------------------

    def fetch(self, name: str) -> Data:
        """Return the samples of that name."""
        drawn = name in ("blobs", "moons", "circles")
        return load(name, rng=self._rng(), **(dict(n=SAMPLES) if drawn else {}))

    def samples_taken(self) -> None:
        """Show other samples in the pictures, and fit the scaler to the training samples."""
        points = self.points
        self._label()
        self.scaler = scaler_of(points.X[~points.held], is_measured(self.source))
        self.hidden_view.cover(points.limits)

    def _label(self) -> None:
        self.plane_view.relabel(self.labels(), words.UNIT)
        self.curves.ax.get_legend().set_visible(self.plane_view.held_out)  # one curve needs no name
        self.stage.redraw(self.plane_view.ax, self.curves.ax)

    def _learn(self) -> None:
        """Begin to learn again, with the network and the start that the controls say."""
        training, net = self.training, Network((2, self["hidden"], 1), (self["activation"], "sigmoid"))
        training.model, training.kind = net, self["kind"]
        self._set_samples()
        self._set_rates()
        training.begin(net.init(rng=self._rng(), **INITS[self["init"]]))

    def _set_samples(self) -> None:
        points = self.points
        self.training.learn_from(scaled(points.X, self.scaler), points.y, points.held)
        self.taught = points.y[~points.held]

    def _set_rates(self) -> None:
        self.training.go_by(lr=self["lr"], momentum=self["momentum"])

    def learned(self) -> Learned:
        """Return what is learned at the step shown, as a function of samples as measured."""
        labels = self.labels()
        names = dict(features=labels["features"], classes=self.class_names())
        return Learned(self.training.model, self.training.theta, self.scaler, **names)

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the plane with all boundaries, the plane as the hidden units see it, and the loss."""
        points, training, theta = self.points, self.training, self.training.theta
        if points.held.any() != self.plane_view.held_out:
            self._label()
        drawn, self.thinned, step = points.drawn, points.thinned, training.player.step
        places = dict(grid=self.plane_view.places, mesh=self.hidden_view.places)
        frame = frame_of(training.model, theta, self.scaler, points.X, points.y, **places)
        self.frame, self.found = frame, look_into(frame, step.gradient, points.held)
        self.counts = words.Counts.of(frame.wrong, points.held)
        self.stage.alt = words.alt(self.name, step, len(frame.w), self.counts)
        self.plane_view.draw(points, frame, crossed=frame.wrong, drawn=drawn)
        self.plane_view.units.update(*frame.hidden)
        self.hidden_view.draw(points, frame, drawn)
        self.curves.update(*training.player.thinned(CURVE))

    def sentence(self) -> str:
        """Say how it stands, and what there is to see."""
        step, frame = self.player.step, self.frame
        if not self.counts.n:
            return words.NO_SAMPLES
        if step.diverged:
            return words.diverged(step)
        h, activation = len(frame.w), frame.net.activations[0]
        parts = [words.standing(step, self.counts), *words.remarks(self.found, h, activation)]
        simplest = one_class(self.counts.wrong, self.taught, step.k)
        if simplest is not None:
            parts.append(words.simplest(simplest, self.class_names()))
        if self.thinned:
            parts.append(self.thinned)
        if step.k == 0:
            lines = bool(frame.learned.W.any())
            parts.append(words.legend(h, activation, lines=lines, scaled=is_measured(self.source)))
        return " ".join(parts)

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Let rates change the run on its way; another task or start begins it again."""
        if "data" in names:
            self.restart()
        elif {"seed", "held_out"} & set(names):
            if "seed" in names and not self.points.past:  # never draw over what the reader has put there
                self.take_samples()
            else:
                self.hold_out()
            self._learn()
        elif {"hidden", "activation", "init", "kind"} & set(names):
            self._learn()
        elif {"lr", "momentum"} & set(names):
            self._set_rates()
            self.training.go_on()
        if "adds" in names:
            self.points.adds = self["adds"]

    def restart(self) -> None:
        """Take fresh samples, and show the first step."""
        self.points.adds = self["adds"]
        self.take_samples()
        self._learn()

    def samples_changed(self) -> None:
        """Learn on with them."""
        self._set_samples()
        self.training.go_on()


def explore_network(data: str | Data = "XOR", **settings) -> NetworkExplorer:
    """Return an explorable of a network 2-`hidden`-1 on `data`: a name from the list, or your own `Data`.

    `settings` set controls: `lr`, `hidden` (1 to 16), `activation` of the hidden units ("tanh", "sigmoid",
    "relu" or "linear"), `init` ("xavier", "he", "uniform ±1", "uniform ±10", "constant ½" or "zeros"),
    `momentum` (0, 0.5, 0.9 or 0.99), `kind` of loss ("cross_entropy", "sse", "half_sse" or "mse"), `held_out`
    (0, 0.1, 0.2, 0.3 or 0.5) and `seed` (0 to 9999). The output is a sigmoid. Raises ValueError for anything
    else.
    """
    return NetworkExplorer(*checked(data, settings, NEUTRAL, SETS))
