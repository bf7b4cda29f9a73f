"""What the explorables share in which a model learns a curve: the samples, the learning, the curve drawn."""

from collections.abc import Callable, Iterator
from typing import ClassVar

import ipywidgets as widgets
import numpy as np

from nnlab.data import Curve, curve, curve_names, inflation, real_interest
from nnlab.descent import Step, descend
from nnlab.explore.kit.controls import Number, choice, whole, whole_slider
from nnlab.explore.kit.editable_samples import CURVE_HINT, CurvePoints, around
from nnlab.explore.kit.explorer import KEYS, SPEEDS
from nnlab.explore.kit.numbers import plain
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import OWN, SampleExplorer, held_out_list, sample_list
from nnlab.explore.kit.stage import Stage
from nnlab.pictures import Curves, Fit
from nnlab.scaling import Scaler

RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
MOMENTA = (0.0, 0.5, 0.9, 0.99)
NOISES = tuple(np.round(np.linspace(0, 1, 21), 2).tolist())
FEWEST, MOST_SAMPLES = 4, 200
REAL = {"real interest": real_interest, "inflation": inflation}
SETS = (*curve_names(), *REAL, OWN)
ROOM = (0.15, 0.25)  # beside the samples, as a part of their range: what the curve does there is seen, too
SQUARE = ((-3.9, 3.9), (-2.0, 2.0))  # the picture before there are samples
PLACES = 241  # at which the curve is asked
TOO_LARGE = 1e6  # for a number of theta to be drawn with: the curve has left the picture long before
CURVE = 250  # places of the loss curve: more are not seen
NOTHING = Scaler(np.zeros(1), np.ones(1))


def column(x: np.ndarray) -> np.ndarray:
    """``x (n,)`` as a table of one column, as networks and scalers take it."""
    return x[:, None]


def standard(x: np.ndarray) -> Scaler:
    """The scaler that gives ``x (n,)`` mean 0 and spread 1; only shifts, where all are the same."""
    if not len(x) or np.ptp(x) == 0:
        return Scaler(np.array([x.mean() if len(x) else 0.0]), np.ones(1))
    return Scaler.fit(column(x))


def from_0_to_1(x: np.ndarray) -> Scaler:
    """The scaler after which ``x (n,)`` goes from 0 to 1; only shifts, where all are the same."""
    if not len(x) or np.ptp(x) == 0:
        return Scaler(np.array([x.min() if len(x) else 0.0]), np.ones(1))
    return Scaler(np.array([x.min()]), np.array([np.ptp(x)]))


class CurveExplorer(SampleExplorer):
    """A model learns samples of a curve. A subclass says which model.

    It gives ``neutral`` and ``presets``; its controls in ``_make_controls`` (``sample_controls`` are the
    common ones) and where they stand in ``_place_controls``; its pictures in ``_make_pictures``, which makes
    ``fit`` and ``curves`` and lists ``stage.moving``. The model is said by three methods, all in the units
    that it learns in: ``_begin()`` chooses it and gives the theta to start from; ``_loss(x, y)`` is its loss,
    a function theta -> (value, gradient), on samples ``x (n,)``, ``y (n,)``; ``_says(theta, x)`` its answers
    ``(m,)``. ``_scalers(x, y)`` says what these units are. ``_rates`` is what descent is told; ``fresh``
    names the controls after which it begins anew, ``rates`` those that change it on its way.

    ``notes`` has a sentence for each preset, said as long as that is chosen.
    """

    neutral: ClassVar[dict]
    presets: ClassVar[dict]
    notes: ClassVar[dict] = {}
    fresh: ClassVar[set] = set()
    rates: ClassVar[set] = {"lr", "momentum"}
    of_curve = True
    speed = 240

    fit: Fit
    curves: Curves

    def __init__(self, given: Curve | None, settings: dict) -> None:
        controls = self._make_controls(given, self.neutral | settings)
        hint = f"{CURVE_HINT}; {KEYS}."
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=self.speed, hint=hint)
        self._make_pictures(stage)
        self.points = CurvePoints(self.fit.ax)
        self._refused = ""  # what could not be done
        super().__init__(stage, controls, presets=self.presets, neutral=self.neutral)
        self._place_controls()
        self.restart()
        self.publish()

    # -- what a subclass says -----------------------------------------------------------------------------

    def _make_controls(self, given: Curve | None, settings: dict) -> dict[str, widgets.Widget]:
        raise NotImplementedError

    def _place_controls(self) -> None:
        raise NotImplementedError

    def _make_pictures(self, stage: Stage) -> None:
        raise NotImplementedError

    def _begin(self) -> np.ndarray:
        raise NotImplementedError

    def _loss(self, x: np.ndarray, y: np.ndarray) -> Callable[[np.ndarray], tuple[float, np.ndarray]]:
        raise NotImplementedError

    def _says(self, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def _scalers(self, x: np.ndarray, y: np.ndarray) -> tuple[Scaler, Scaler]:
        """What scales x and y before they are learned from, made from the samples learned from alone."""
        return standard(x), standard(y)

    def _rates(self) -> dict:
        """What descent is told besides the loss and where to start."""
        return dict(lr=self["lr"], momentum=self["momentum"])

    def _key(self) -> dict:
        """What else the legend is told: see ``Fit``."""
        return {}

    def _draw_more(self, theta: np.ndarray) -> None:
        """What is seen beside the samples, the curve and the loss."""

    def _remarks(self) -> list[str]:
        """What is odd about this step: each is a sentence, and only the first two are said."""
        return []

    # -- controls -----------------------------------------------------------------------------------------

    def sample_controls(self, given: Curve | None, settings: dict) -> dict[str, widgets.Widget]:
        """The controls of the samples, the rate and the seed."""
        return dict(
            data=sample_list(SETS, given, settings["data"]),
            n=whole_slider(settings["n"], FEWEST, MOST_SAMPLES, "number of samples"),
            noise=Number(settings["noise"], "noise", NOISES, low=0, high=10, width="220px"),
            held_out=held_out_list(settings["held_out"]),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-6, high=1e4),
            momentum=choice([(f"{m:g}", m) for m in MOMENTA], settings["momentum"], "momentum"),
            seed=whole(settings["seed"], 0, 9999, "seed"),
        )

    # -- samples ------------------------------------------------------------------------------------------

    @property
    def toy(self) -> bool:
        """Whether the samples are drawn from a function that is known."""
        return self["data"] in curve_names()

    @property
    def truth(self) -> Callable | None:
        """The function that the samples come from, if it is known: not after a change by hand."""
        return None if self._curve is None or self.points.past else self._curve.truth

    def _fetch(self) -> Curve | None:
        """The samples named in the list; None are the reader's own points."""
        name = self["data"]
        if isinstance(name, Curve):
            return name
        if name == OWN:
            return None
        if name in REAL:
            return REAL[name]()
        return curve(name, self["n"], rng=self._rng(), noise=self["noise"])

    def _take_samples(self) -> None:
        """Fresh samples by their name in the list, or those the reader gave."""
        self._curve = self._fetch()
        if self._curve is None:
            self.points.put(np.empty((0, 2)), SQUARE)
            if self._own is not None:
                self.points.put(*self._own)
        else:
            X = np.column_stack([self._curve.x, self._curve.y])
            self.points.put(X, SQUARE if self.toy else around(X, ROOM))
        self._hold_out()
        self._scale_anew()

    def _hold_out(self) -> None:
        """Chooses what is not learned from; of a toy's samples, that of a smaller n stays so in a larger."""
        share, n = self["held_out"], len(self.points.X)
        if self.toy:  # its samples are in random order already
            self.points.held = np.floor(np.arange(1, n + 1) * share) > np.floor(np.arange(n) * share)
        else:
            self.points.hold_out(share, rng=self._rng())
        self._label()

    def _label(self) -> None:
        c = self._curve
        held, truth = bool(self.points.held.any()), self.truth is not None
        axes = dict(xlabel="$x$" if c is None else c.xlabel, ylabel="$y$" if c is None else c.ylabel)
        self.fit.relabel(**axes, limits=self.points.limits, held_out=held, truth=truth, **self._key())
        self.curves.ax.get_legend().set_visible(held)  # one curve needs no name
        self._labelled = held, truth
        self.places = np.linspace(*self.points.limits[0], PLACES)
        self.fit.truth(self.places, None if self.truth is None else self.truth(self.places))
        self.stage.redraw(self.fit.ax, self.curves.ax)

    def _scale_anew(self) -> None:
        x, y = self.points.X[~self.points.held].T
        self.x_scaler, self.y_scaler = self._scalers(x, y)

    def scaled(self, x: np.ndarray) -> np.ndarray:
        """``x (m,)`` in the units that the model learns in."""
        return (x - self.x_scaler.mean) / self.x_scaler.scale

    def _answers(self, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
        """What the model says at ``x (m,)``, both in the units of the picture."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self._scaled_back(self._says(theta, self.scaled(x)))

    def _scaled_back(self, a: np.ndarray) -> np.ndarray:
        return a * self.y_scaler.scale + self.y_scaler.mean

    # -- learning -----------------------------------------------------------------------------------------

    def _learn(self) -> None:
        """Begins to learn anew, with the model and the start that the controls say."""
        self.first = self._begin()
        self.player = Player(self._run(), measure=self._measure)

    def _go_on(self) -> None:
        """Learns on from the step shown, with other samples or another rate but with the same weights."""
        if self.player.step.diverged:
            self._learn()  # there is nothing left to go on from
        else:
            self.player.branch(self._run())

    def _run(self) -> Callable[[Step | None], Iterator[Step]]:
        """The run with the samples and rates of this moment, as a player wants it."""
        x, y, held, first = *self.points.X.T, self.points.held, self.first
        x, y = self.scaled(x), (y - self.y_scaler.mean) / self.y_scaler.scale
        self._held_loss = self._loss(x[held], y[held]) if held.any() else None
        if held.all():
            return lambda start: iter([start or Step(0, first, np.nan, np.zeros_like(first))])
        loss, rates = self._loss(x[~held], y[~held]), self._rates()
        return lambda start: descend(loss, first if start is None else start, **rates)

    def _measure(self, step: Step) -> tuple[float, float]:
        """The loss on what is learned from, and on what is held out."""
        if self._held_loss is None or step.diverged:
            return step.value, np.nan
        with np.errstate(over="ignore", invalid="ignore"):
            return step.value, self._held_loss(step.theta)[0]

    @property
    def theta(self) -> np.ndarray:
        """The parameters shown: those of the step, or if they are too large the last that can be drawn."""
        step = self.player.last(lambda step: np.abs(step.theta).max() < TOO_LARGE)
        return self.first if step is None else step.theta

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """The samples, the curve, what a subclass adds, and the loss."""
        points, theta = self.points, self.theta
        if (bool(points.held.any()), self.truth is not None) != self._labelled:
            self._label()
        seen = points.drawn
        self.fit.samples(*points.X[seen].T, points.held[seen])
        self.fit.curve(self.places, self._answers(theta, self.places))
        if self.fit.inside(*self._inside()):
            self.stage.redraw(self.fit.ax)
        self.fit.cursor(points.cursor)
        self._draw_more(theta)
        self.curves.update(*self.player.thinned(CURVE))
        self.stage.alt = self._alt()

    def _inside(self) -> tuple[float, float]:
        """From where to where there are samples."""
        x = self.points.X[:, 0]
        return (x.min(), x.max()) if len(x) else self.points.limits[0]

    def _alt(self) -> str:
        n, k = len(self.points.X), self.player.step.k
        return f"{n} sample{'s' * (n != 1)} ({self._name()}), and a curve learned from them in {k} steps"

    def sentence(self) -> str:
        """How it stands, and what there is to see."""
        if self.points.held.all():
            return "No samples to learn from yet. Click into the picture to put some there."
        step = self.player.step
        if step.diverged:
            return (
                f"It diverged at step {step.k:,}: lower the learning rate. "
                "The weights grew beyond all numbers, and the curve has long left the picture."
            )
        note = [self.notes[self.preset.value]] if self.preset.value in self.notes else []
        refused = [self._refused] if self._refused else []
        parts = [self._standing(), *refused, *note, *self._remarks()[: 1 if note else 2]]
        if self.points.thinned:
            parts.append(self.points.thinned)
        if step.k == 0 and not note:
            parts.append(self._legend())
        return " ".join(parts)

    def _standing(self) -> str:
        step = self.player.step
        told = f"Step {step.k:,}: loss {plain(step.value)}"
        unseen = self._measure(step)[1]
        return (
            f"{told} on what it learns from, {plain(unseen)} held out." if np.isfinite(unseen) else f"{told}."
        )

    def _legend(self) -> str:
        return "In the grey parts there are no samples: what the curve does there, nobody has told it."

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Controls moved. Rates and noise change the run on its way; another model begins anew."""
        names, self._refused = set(names), ""
        if "data" in names:
            self.restart()
        elif "held_out" in names or "seed" in names:
            if "seed" in names and not self.points.past:  # never draw over what the reader has put there
                self._take_samples()
            else:
                self._hold_out()
                self._scale_anew()
            self._learn()
        elif {"noise", "n"} & names:
            self._draw_anew()
        elif self.fresh & names:
            self._scale_anew()
            self._learn()
        elif self.rates & names:
            self._go_on()

    def _draw_anew(self) -> None:
        """Other noise or another number of samples, and the same weights."""
        if not self.toy:
            self._refused = "Noise and number are those of the toy curves; these samples are as they are."
        elif self.points.past:
            self._refused = "You have changed these samples by hand, so no others are drawn over them."
        else:
            scalers = self.x_scaler, self.y_scaler
            self._take_samples()
            self.x_scaler, self.y_scaler = scalers  # else the same weights would say something else
            self._go_on()

    def restart(self) -> None:
        """Fresh samples, and the first step; what the reader has put there waits under ``OWN``."""
        self._refused = ""
        if self.points.past:
            self._own = self.points.X, self.points.limits
        self._take_samples()
        self._learn()

    def samples_changed(self) -> None:
        """The model learns on with them."""
        self._go_on()
