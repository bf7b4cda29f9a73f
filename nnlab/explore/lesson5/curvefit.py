"""Lesson 5's explorable: a network with one input learns a curve; its hidden units are seen as the pieces."""

from collections.abc import Callable
from typing import ClassVar

import ipywidgets as widgets
import numpy as np

from nnlab.activations import ACTIVATIONS
from nnlab.curvefit import pieces, spread_out
from nnlab.data import Curve
from nnlab.explore.kit.controls import choice, row, whole_slider
from nnlab.explore.kit.numbers import plain
from nnlab.explore.kit.samples import checked
from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson4.network_view import LIMITS, calm_end
from nnlab.explore.lesson5.curves import (
    NOTHING,
    SETS,
    CurveExplorer,
    column,
    from_0_to_1,
    standard,
)
from nnlab.losses import unreachable
from nnlab.network import Network, loss
from nnlab.pictures import Curves, Fit, PredictedVsTrue
from nnlab.scaling import Scaler

MOST = 64  # hidden units
LATELY = 20  # steps: so long momentum may carry a run up again before it is said to be lost
PIECES = 121  # places at which the pieces are drawn
ACTS = ("tanh", "sigmoid", "relu", "linear")
OUTPUTS = ("linear", "tanh", "sigmoid", "relu")
SPREAD_OUT = "spread out"
INITS = {
    SPREAD_OUT: None,
    "xavier": dict(how="xavier"),
    "uniform ±1": dict(how="uniform", value=1.0),
    "zeros": dict(how="zeros"),
}
STANDARD, RANGE, RAW = "mean 0, spread 1", "from 0 to 1", "not at all"
SCALERS = {STANDARD: standard, RANGE: from_0_to_1, RAW: lambda y: NOTHING}

NEUTRAL = dict(
    data="sine",
    n=40,
    noise=0.2,
    held_out=0.2,
    lr=0.03,
    momentum=0.9,
    seed=1,
    hidden=8,
    activation="tanh",
    output="linear",
    init=SPREAD_OUT,
    scale_x=True,
    scale_y=STANDARD,
    scale_back=True,
)
SQUEEZED = dict(scale_y=RANGE, output="sigmoid", lr=0.1)
INTEREST = dict(data="real interest", hidden=16)
PRESETS = {
    "Sine: eight hidden units": dict(),
    "One hidden unit: up or down, once": dict(hidden=1),
    "Two hidden units: too few": dict(hidden=2),
    "64 hidden units": dict(hidden=64),
    "A kink out of two relus": dict(data="kink", hidden=2, activation="relu", noise=0.0, lr=0.1, seed=2),
    "Linear units bend nothing": dict(activation="linear"),
    "Rate too small: it crawls": dict(lr=0.0003),
    "Rate too large: it jumps": dict(lr=0.27, momentum=0.0),
    "Rate far too large: it diverges": dict(lr=0.3, hidden=32),
    "Always positive: a sigmoid output": dict(scale_y=RAW, output="sigmoid"),
    "Always positive: a relu output": dict(scale_y=RAW, output="relu"),
    "Always positive: scaled, and never scaled back": dict(**SQUEEZED, scale_back=False),
    "Cured: a linear output": dict(scale_y=RAW),
    "Cured: a tanh output": dict(scale_y=RAW, output="tanh"),
    "Cured: scaled, and scaled back": dict(**SQUEEZED),
    "Interest: always positive": dict(INTEREST, scale_y=RAW, output="relu", lr=0.003),
    "Interest: scaled, and never scaled back": dict(INTEREST, **SQUEEZED, scale_back=False),
    "Interest: cured": dict(INTEREST),
    "Interest: the years not scaled": dict(INTEREST, scale_x=False),
    "Zero start: all units stay equal": dict(init="zeros"),
}
NOTES = {
    "Sine: eight hidden units": (
        "Each hidden unit bends the curve at one place; below, their pieces are drawn one by one. "
        "Added up they are the curve."
    ),
    "One hidden unit: up or down, once": (
        "One tanh only rises or only falls. A wave does both, so this network can never draw it."
    ),
    "Two hidden units: too few": (
        "Each unit rises or falls once, and no more. The sine turns four times between -3 and 3: more steps "
        "will not help, more units will."
    ),
    "64 hidden units": "More units than the curve needs. They share the work, and each piece is small.",
    "A kink out of two relus": (
        "Each relu is 0 on one side of its bend and a straight line on the other: two of them make the kink."
    ),
    "Linear units bend nothing": "",
    "Rate too small: it crawls": (
        "Nothing is wrong here but the rate: it learns, a hundred times too slowly. Raise it while it plays."
    ),
    "Rate too large: it jumps": (
        "The steps leap over the valley to the other side: the loss goes up as often as down. Lower the rate "
        "while it plays."
    ),
    "Rate far too large: it diverges": "",
    "Always positive: a sigmoid output": "",
    "Always positive: a relu output": "",
    "Always positive: scaled, and never scaled back": (
        "The network has learned well, but in other units: the targets were squeezed to 0 ... 1 before."
    ),
    "Cured: a linear output": "A linear output can say any number, so nothing is out of reach.",
    "Cured: a tanh output": (
        "A tanh says numbers from -1 to 1, negative ones, too; only what noise has carried further is lost."
    ),
    "Cured: scaled, and scaled back": (
        "The sigmoid still says 0 to 1. But the targets were squeezed into that, and the answers are "
        "stretched back by the inverse."
    ),
    "Interest: always positive": (
        "In 52 of 202 quarters savings lost more to prices than they earned. This network never says so."
    ),
    "Interest: scaled, and never scaled back": (
        "Savings seem to gain 0 to 1 % a year, always: the answers are still in the units it learned in."
    ),
    "Interest: cured": (
        "Scaled before learning, scaled back after it, and a linear output: now the curve goes below 0 where "
        "the samples do, in the 1970s and after 2002."
    ),
    "Interest: the years not scaled": "",
    "Zero start: all units stay equal": "",
}


class CurveFitExplorer(CurveExplorer):
    """Made by ``explore_curvefit``; see there."""

    neutral: ClassVar[dict] = NEUTRAL
    presets: ClassVar[dict] = PRESETS
    notes: ClassVar[dict] = {name: note for name, note in NOTES.items() if note}
    fresh: ClassVar[set] = {"hidden", "activation", "output", "init", "scale_x", "scale_y"}

    def _make_controls(self, given: Curve | None, settings: dict) -> dict[str, widgets.Widget]:
        def box(name: str, description: str) -> widgets.Checkbox:
            if not isinstance(settings[name], bool):
                raise ValueError(f"{name}: expected True or False, got {settings[name]!r}")
            layout = widgets.Layout(width="auto")
            return widgets.Checkbox(settings[name], description=description, indent=False, layout=layout)

        return dict(
            self.sample_controls(given, settings),
            hidden=whole_slider(settings["hidden"], 1, MOST, "hidden size"),
            activation=choice(ACTS, settings["activation"], "hidden activation"),
            output=choice(OUTPUTS, settings["output"], "output activation"),
            init=choice(INITS, settings["init"], "start weights"),
            scale_x=box("scale_x", "scale x"),
            scale_y=choice(SCALERS, settings["scale_y"], "scale y"),
            scale_back=box("scale_back", "scale answers back"),
        )

    def _place_controls(self) -> None:
        c = self.controls
        self.lay_out(
            above=[
                row(self.preset, c["data"], self.reset_button),
                row(c["lr"], c["hidden"], c["activation"]),
                row(c["output"], c["scale_y"], c["scale_back"], c["scale_x"]),
            ],
            below=[
                row(c["n"], c["noise"], c["held_out"], c["seed"]),
                row(c["init"], c["momentum"], self.undo_button),
                self.own_data,
            ],
        )

    def _make_pictures(self, stage: Stage) -> None:
        place = dict(left=0.085, right=0.97, bottom=0.115, top=0.925, wspace=0.24, hspace=0.52)
        grid = stage.figure.add_gridspec(2, 2, width_ratios=[1.45, 1], height_ratios=[1.6, 1], **place)
        fit, parts, agree, curves = (
            stage.figure.add_subplot(cell) for cell in (grid[0, 0], grid[1, 0], grid[0, 1], grid[1, 1])
        )
        blank = dict(xlabel="$x$", limits=((0, 1), (0, 1)))
        self.fit = Fit(fit, ylabel="$y$", **blank)
        self.parts = Fit(parts, ylabel="", **blank)
        self.agreement = PredictedVsTrue(agree, xlabel="right answer", ylabel="answer")
        names = ("learned from", "held out")
        told = dict(
            xlabel="steps so far, $k$", ylabel="loss", columns=3, shortest=100
        )  # set as close as three names
        self.curves = Curves(curves, names, **told, log=True)
        pictures = (self.fit, self.parts, self.agreement, self.curves)
        stage.moving = [artist for picture in pictures for artist in picture.artists]

    # -- the model ----------------------------------------------------------------------------------------

    def _scalers(self, x: np.ndarray, y: np.ndarray) -> tuple[Scaler, Scaler]:
        return (standard(x) if self["scale_x"] else NOTHING), SCALERS[self["scale_y"]](y)

    def _begin(self) -> np.ndarray:
        self.net = Network((1, self["hidden"], 1), (self["activation"], self["output"]))
        how = INITS[self["init"]]
        if how is not None:
            return self.net.init(rng=self._rng(), **how)
        x = self.points.X[~self.points.held, 0]
        if len(x) < 2:  # nobody knows yet where the samples will be
            x = np.array(self.points.limits[0])
        return spread_out(self.net, self.scaled(x), rng=self._rng())

    def _loss(self, x: np.ndarray, y: np.ndarray) -> Callable:
        return loss(self.net, column(x), y, "mse")

    def _says(self, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
        return self.net.predict(theta, column(x))

    def _scaled_back(self, a: np.ndarray) -> np.ndarray:
        return super()._scaled_back(a) if self["scale_back"] else a

    # -- what is seen -------------------------------------------------------------------------------------

    def _label(self) -> None:
        super()._label()
        ends = self.points.limits[0]
        self.pieces_at = np.linspace(*ends, PIECES)
        self._calm = 0.0
        self.parts.relabel(
            xlabel=self.fit.ax.get_xlabel(), ylabel="adds to $z$", limits=(ends, (-1, 1)), pieces=True,
            samples=False, curve="all together, $z$",
        )  # fmt: skip

    def _draw_more(self, theta: np.ndarray) -> None:
        points, output = self.points, ACTIVATIONS[self["output"]]
        ends = self._scaled_back(np.array([output.low, output.high], float)).tolist()
        if any([self.fit.reach(*ends), self.parts.inside(*self._inside())]):  # both are done
            self.stage.redraw(self.fit.ax, self.parts.ax)
        with np.errstate(over="ignore", invalid="ignore"):
            P = pieces(self.net, theta, self.scaled(self.pieces_at))
            z = P.sum(axis=1) + self.net.layers(theta)[-1].b[0]
        self.parts.pieces(self.pieces_at, P)
        self.parts.curve(self.pieces_at, z)
        end = calm_end(1.05 * np.nan_to_num(np.abs(np.column_stack([P, z])), posinf=1e300).max())
        if self.parts.ax.get_ylim() != (-end, end):
            self.parts.ax.set_ylim(-end, end)
        seen, limits = points.drawn, points.limits[1]
        x, y = points.X[seen].T
        self.agreement.update(y, self._answers(theta, x) if len(x) else y, points.held[seen], limits)

    def _alt(self) -> str:
        h = self["hidden"]
        return f"{super()._alt()} by a network with {h} hidden unit{'s' * (h > 1)}, and the piece of each"

    def _legend(self) -> str:
        return (
            "Below: what each hidden unit adds, and all of it together. "
            "In the grey parts there are no samples: what the curve does there, nobody has told it."
        )

    def _remarks(self) -> list[str]:
        step, theta, found = self.player.step, self.theta, []
        kept = ~self.points.held
        x, y = self.points.X.T
        with np.errstate(over="ignore", invalid="ignore"):
            _, hidden, answers = self.net.forward(theta, column(self.scaled(x[kept])))
        still = not step.gradient.any()
        if kept.sum() > 1 and not np.ptp(x[kept]):
            found.append("All these samples stand at the same x: from x alone nothing can be learned here.")
        found += self._out_of_reach(y)
        if self["output"] == "relu" and not answers.any():
            found.append("The relu output says 0 to every sample. Its slope there is 0, too: it is dead.")
        elif still:
            found.append("The gradient is exactly zero: no step will ever change anything.")
        if self["scale_y"] != RAW and not self["scale_back"]:
            found.append("The targets were scaled, and the answers are not scaled back: tick it above.")
        (W1, b1), (W2, _) = self.net.layers(theta)
        units = np.vstack([W1, b1, W2.T]).T
        h = self["hidden"]
        if h > 1 and np.abs(units - units[0]).max() <= 1e-9 * (1 + np.abs(units[0]).max()):
            found.append(f"All {h} hidden units are equal and get equal pushes for ever: they count as one.")
        if self["activation"] in LIMITS:
            slope = ACTIVATIONS[self["activation"]].slope
            flat = (slope(hidden) / slope(np.mean(LIMITS[self["activation"]]))).mean(axis=0) < 0.02
            if flat.all():
                hint = "" if self["scale_x"] else " The numbers x are too large for it: scale them."
                found.append(f"Saturated: every hidden unit stands on flat ground, and hardly learns.{hint}")
        if self["activation"] == "linear":
            found.append("Linear units bend nothing: all together they are one straight line.")
        if step.k > 20 and (lowest := self._left_behind()) is not None:
            found.append(f"The loss has been as low as {plain(lowest)}: the rate is too large to stay there.")
        return found

    def _left_behind(self) -> float | None:
        """The lowest loss up to the step shown, if in its last steps the run has not come near it again."""
        _, rows, now = self.player.history()
        so_far = rows[: now + 1, 0]
        lowest = np.nanmin(so_far)
        lately = min(np.nanmin(so_far[-LATELY:]), self.player.step.value)
        return float(lowest) if lately > 1.5 * lowest + 1e-6 else None

    def _out_of_reach(self, y: np.ndarray) -> list[str]:
        """Whether there are targets that no answer can come near."""
        name = self["output"]
        lost = int(unreachable((y - self.y_scaler.mean) / self.y_scaler.scale, name).sum())
        if lost <= 0.05 * len(y):
            return []
        a = ACTIVATIONS[name]
        range_ = f"{a.low:g} and {a.high:g}" if np.isfinite(a.high) else "0 and above"
        said = f"lies between {range_}" if np.isfinite(a.high) else "is never below 0"
        told = f"What a {name} says {said}, so {lost} of {len(y)} targets are out of reach (tinted)."
        if a.low == 0 and self["scale_y"] == RAW:
            told += " No prediction can be negative: choose a linear output, or scale y."
        return [told]


def explore_curvefit(data: str | Curve = "sine", **settings) -> CurveFitExplorer:
    """An explorable of a network 1-``hidden``-1 that learns a curve: a name from the list, or your own.

    ``settings`` set controls: ``n`` (4 to 200 samples) and ``noise`` of the toy curves, ``held_out`` (0, 0.1,
    0.2, 0.3 or 0.5), ``lr``, ``momentum`` (0, 0.5, 0.9 or 0.99), ``seed``, ``hidden`` (1 to 64),
    ``activation`` of the hidden units ("tanh", "sigmoid", "relu" or "linear"), ``output`` (the same),
    ``init`` ("spread out", "xavier", "uniform ±1" or "zeros"), ``scale_x`` (True or False), ``scale_y``
    ("mean 0, spread 1", "from 0 to 1" or "not at all") and ``scale_back`` (True or False). The loss is the
    mean squared error in the units that the network learns in. Raises ValueError for anything else.
    """
    return CurveFitExplorer(*checked(data, settings, NEUTRAL, SETS, Curve))
