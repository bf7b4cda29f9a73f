"""The perceptron's explorable: samples in the plane, one neuron, and every mistake it learns from."""

from collections.abc import Iterator
from typing import final

import numpy as np

from nnlab import perceptron
from nnlab.data import Data, load, names
from nnlab.explore.kit.controls import Number, choice, row, whole
from nnlab.explore.kit.editable_samples import HINT, Points
from nnlab.explore.kit.explorer import AT_ONCE, KEYS, SPEEDS
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import OWN, SampleExplorer, checked, held_out_list, sample_list
from nnlab.explore.kit.stage import Stage
from nnlab.pictures import Arrows, Curves, Plane

RATES = (0.0625, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0)  # powers of two: scaling by them is exact in floating point
FEATURES = [("1: x₁", 1), ("2: x₁, x₂", 2), ("3: x₁, x₂, x₁·x₂", 3)]
WRONG, SQUEEZE = "wrong answers", "Novikoff's squeeze"

NEUTRAL = dict(
    lr=1.0, start="zero", features=2, order="in turn", held_out=0.0, seed=0, chart=WRONG
)  # fmt: skip
PRESETS = {
    "AND: it learns": dict(data="AND"),
    "XOR: no line will do": dict(data="XOR"),
    "From zero, the learning rate changes nothing": dict(data="blobs", lr=4.0, seed=3),
    "From random weights, it does": dict(data="blobs", lr=0.0625, start="random", seed=3),
    "AND with rate 0.1: a tie lost in rounding": dict(data="AND", lr=0.1),
    "One measurement is not enough": dict(data="penguins", features=1, held_out=0.2),
    "Two measurements are": dict(data="penguins", held_out=0.2),
    "Moons: no line either": dict(data="moons", held_out=0.2),
}


def expand(X: np.ndarray, features: int) -> np.ndarray:
    """The first ``features`` of x1, x2 and the product x1·x2, for samples ``X (n, 2)``."""
    columns = np.column_stack([X, X[:, 0] * X[:, 1]])[:, :features]
    return np.ascontiguousarray(columns)  # once here, not at every look at them


@final
class PerceptronExplorer(SampleExplorer):
    """Made by ``explore_perceptron``; see there."""

    def __init__(self, given: Data | None, settings: dict) -> None:
        settings = NEUTRAL | settings
        controls = dict(
            data=sample_list((*names(), OWN), given, settings.get("data")),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-4, high=1e4),
            start=choice(["zero", "random"], settings["start"], "start weights"),
            features=choice(FEATURES, settings["features"], "features"),
            adds=choice([("1", 1), ("0", 0)], 1, "a click adds class"),
            held_out=held_out_list(settings["held_out"]),
            order=choice(["in turn", "shuffled"], settings["order"], "order"),
            seed=whole(settings["seed"], 0, 9999, "seed"),
            chart=choice([WRONG, SQUEEZE], settings["chart"], "chart"),
        )
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=2, hint=f"{HINT}; {KEYS}.")
        self._make_pictures(stage)
        self.points = Points(self.plane.ax)
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(
            above=[
                row(self.preset, controls["data"]),
                row(controls["lr"], controls["start"], controls["features"]),
            ],
            below=[
                row(controls["adds"], self.undo_button, self.reset_button, controls["chart"]),
                row(controls["held_out"], controls["order"], controls["seed"]),
                self.own_data,
            ],
        )
        self.restart()
        self.publish()

    def _make_pictures(self, stage: Stage) -> None:
        place = dict(left=0.085, right=0.965, bottom=0.115, top=0.875, wspace=0.24, hspace=0.62)
        grid = stage.figure.add_gridspec(2, 2, width_ratios=[1.3, 1], height_ratios=[1.25, 1], **place)
        plane, weights, wrong, squeeze = (
            stage.figure.add_subplot(cell) for cell in (grid[:, 0], grid[0, 1], grid[1, 1], grid[1, 1])
        )
        blank = dict(features=("", ""), classes=("", ""), limits=((0, 1), (0, 1)))
        self.plane = Plane(plane, **blank)
        self.weights = Arrows(weights, xlabel="$w_1$", ylabel="$w_2$")
        k = dict(xlabel="mistakes so far, $k$")
        self.wrong = Curves(wrong, ("learned from", "held out"), ylabel="wrong (%)", ladder=True, **k)
        lengths = (r"$\eta k\gamma$", r"$w\cdot u$", r"$\Vert w\Vert$", r"$\eta\sqrt{k}\,R$")
        self.squeeze = Curves(squeeze, lengths, ylabel="length", columns=4, **k)
        pictures = (self.plane, self.weights, self.wrong, self.squeeze)
        stage.moving = [artist for picture in pictures for artist in picture.artists]

    # -- samples and learning -----------------------------------------------------------------------------

    def fetch(self, name: str) -> Data:
        """The samples of that name."""
        return load(name, rng=self._rng())

    def samples_taken(self) -> None:
        """The plane shows other samples, or others are held out."""
        self.plane.relabel(**self.labels())

    def _learn(self, at: int | None = None) -> None:
        """Makes the run anew and shows its step ``at``.

        Without ``at`` it shows the same step as before, or the end if the end was shown: what the reader has
        changed is then seen against what was. In either case it goes no further than ``AT_ONCE`` steps.
        """
        player, points, d = self.player, self.points, self["features"]
        if at is None:
            at = player.position
            at_end = player.finished and player.position == player.length
        else:
            at_end = False
        self.inputs = expand(points.X, d)
        self.kept = np.flatnonzero(~points.held)
        self.X, self.y = self.inputs[self.kept], points.y[self.kept]
        self.margin = perceptron.Margin(0.0, np.zeros(d + 1))
        self.radius = 0.0
        if len(self.y):
            self.margin, self.radius = perceptron.max_margin(self.X, self.y), perceptron.radius(self.X)
        random = self["start"] == "random"
        self.first = perceptron.random_weights(d, rng=self._rng()) if random else np.zeros(d + 1)
        self.player = Player(self._run, measure=self._measure)
        if at_end and self.margin.gamma > 0:
            at = AT_ONCE
        self.player.seek(min(at, AT_ONCE))

    def _run(self, start: perceptron.Update | None) -> Iterator[perceptron.Update]:
        """The neuron's updates from the beginning, or from the update ``start``."""
        if len(self.y) == 0:
            return iter([perceptron.Update(0, self.first, None, 0, 0, np.arange(0), None)])
        if start is not None:
            return perceptron.train_in_blocks(self.X, self.y, lr=self["lr"], start=start)
        rng = self._rng() if self["order"] == "shuffled" else None
        return perceptron.train_in_blocks(self.X, self.y, lr=self["lr"], start=self.first, rng=rng)

    def _wrong(self, w: np.ndarray) -> np.ndarray:
        """Which samples ``(n,)`` the weights ``w`` answer wrongly."""
        if not len(self.inputs):
            return np.zeros(0, bool)
        return perceptron.predict(w, self.inputs) != self.points.y

    def _measure(self, step: perceptron.Update) -> tuple[float, ...]:
        """Wrong answers in %, the four lengths of Novikoff's proof, and how far the arrows reach."""
        wrong, held, lr = self._wrong(step.w), self.points.held, self["lr"]
        proven = 1.0 if self._squeezed() else np.nan  # else there is nothing to see of these three
        return (
            100 * wrong[~held].mean() if not held.all() else np.nan,
            100 * wrong[held].mean() if held.any() else np.nan,
            proven * lr * step.k * self.margin.gamma,
            proven * float(step.w @ self.margin.u),
            float(np.linalg.norm(step.w)),
            proven * lr * np.sqrt(step.k) * self.radius,
            np.abs(step.w[:2]).max(),
        )

    def _squeezed(self) -> bool:
        """Whether Novikoff's proof speaks of this run."""
        return self["start"] == "zero" and self.margin.gamma > 0

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """The samples, the two answers, the step's push on w, and the curves."""
        step, points, d = self.player.step, self.points, self["features"]
        seen = points.drawn
        self.plane.samples(points.X[seen], points.y[seen], points.held[seen])
        self.plane.wrong(points.X[seen & self._wrong(step.w)])
        self.plane.at_work(None if step.sample is None else points.X[self.kept[step.sample]])
        self.plane.cursor(points.cursor)
        self.plane.answers(lambda places: perceptron.preactivation(step.w, expand(places, d)))

        before = step.w
        if step.sample is not None:
            before = step.w - self["lr"] * step.error * np.append(self.X[step.sample], 1.0)
        moved = not np.array_equal(before, step.w)
        self.plane.earlier(
            (lambda places: perceptron.preactivation(before, expand(places, d))) if moved else None
        )
        numbers, rows, now = self.player.history()
        self.weights.ax.set_ylabel("b" if d == 1 else "$w_2$")  # the first two of w1, w2, ..., b
        self.weights.update(before[:2], step.w[:2], reach=rows[:, 6].max(), note=f"b = {step.w[-1]:.4g}")

        squeeze = self["chart"] == SQUEEZE
        self.wrong.ax.set_visible(not squeeze)
        self.squeeze.ax.set_visible(squeeze)
        if squeeze:
            self.squeeze.update(numbers, rows[:, 2:6], now)
        else:
            self.wrong.update(numbers, rows[:, :2], now)
        self.stage.alt = (
            f"{len(points.y)} samples ({self._name()}) and one neuron's two answers, "
            f"after {step.k} mistakes; {self._wrong(step.w).sum()} wrong"
        )

    def sentence(self) -> str:
        """What just happened, how it stands, and what the learning rate does."""
        if not len(self.y):
            return "No samples to learn from yet. Click into the picture to put some there, of both classes."
        parts = (self._happened(), self._standing(), self._about_the_rate())
        return " ".join(part for part in parts if part)

    def _happened(self) -> str:
        step, player, d = self.player.step, self.player, self["features"]
        if player.finished and player.position == player.length:
            mistakes = f"{step.k} mistake{'s' * (step.k != 1)}"
            return f"Learned: after {mistakes} it looked at every sample without one more."
        if step.sample is None:
            start = "The weights are random."
            if self["start"] == "zero":
                start = "All weights are zero, and z = 0 counts as yes: it says 1 to everything."
            return f"Press play. {start}"
        x = ", ".join(f"{v:.3g}" for v in self.X[step.sample][:2])
        at = f"({x})" if d > 1 else x
        said, right, way = (0, 1, "up") if step.error > 0 else (1, 0, "down")
        weights = ", ".join(f"{v:.4g}" for v in step.w[:-1])
        now = f"w = ({weights}), b = {step.w[-1]:.4g}".replace("-", "−").replace(" = ", "\u00a0=\u00a0")
        return (
            f"Mistake {step.k}: at {at} it said {said}, right is {right}. "
            f"So w goes {way} by η·x and b by η: now {now}."
        )

    def _standing(self) -> str:
        step, held = self.player.step, self.points.held
        wrong = self._wrong(step.w)
        told = [f"Wrong now: {wrong[~held].sum()} of {len(self.y)}"]
        if held.any():
            told[0] += f" learned from, {wrong[held].sum()} of {held.sum()} held out"
        if self.points.thinned:
            told.append(self.points.thinned.removesuffix("."))
        if len(set(wrong != self.points.y)) == 1 and step.k > 0:
            told.append(f"It says {int(wrong[0] != self.points.y[0])} to every sample")
        elif (perceptron.preactivation(step.w, self.inputs) == 0).any() and step.k > 0:
            told.append("A sample that lies on the boundary counts as 1")
        if self.margin.gamma == 0 and step.samples_seen > 2 * len(self.y):
            boundary = ("threshold", "line", "boundary of this kind")[self["features"] - 1]
            told.append(f"No {boundary} separates these samples: it will never come to rest")
        elif self.margin.gamma > 0 and step.k >= 100 and not self.player.finished:
            told.append("It will come to rest, since a boundary exists")
        if self["chart"] == SQUEEZE:
            if self._squeezed():
                bound = perceptron.novikoff(self.X, self.margin.gamma)
                told.append(f"Novikoff's bound: {bound:,.0f} mistakes")
            else:
                told.append("The squeeze holds from zero weights, for samples that a boundary separates")
        return ". ".join(told) + "."

    def _about_the_rate(self) -> str:
        if self.moved != "lr":
            return ""
        if self["start"] == "random":
            return (
                "From random weights the learning rate matters: how much does one mistake weigh against them?"
            )
        exact = np.frexp(self["lr"])[0] == 0.5  # a power of two
        but = "" if exact else ", but for rounding"
        return f"From zero weights the learning rate only scales w: the boundary stays the same{but}."

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Controls moved: the run is made anew with them, at the step shown."""
        self.points.adds = self["adds"]
        if "data" in names:
            self.stage.playing = False
            self.restart()
        elif "seed" in names and not self.points.past:  # never draw over what the reader has put there
            self.take_samples()
            self._learn()
        elif {"seed", "held_out"} & set(names):
            self.hold_out()
            self._learn()
        elif set(names) - {"adds", "chart"}:
            self._learn()

    def restart(self) -> None:
        """Fresh samples, and the first step."""
        self.take_samples()
        self._learn(at=0)

    def samples_changed(self) -> None:
        """The run is made anew with them, at the step shown."""
        self._learn()


def explore_perceptron(data: str | Data = "AND", **settings) -> PerceptronExplorer:
    """An explorable of the perceptron on ``data``: a name from ``nnlab.data.names()``, or your own ``Data``.

    ``settings`` set controls: ``lr``, ``start`` ("zero" or "random"), ``features`` (1, 2 or 3), ``order``
    ("in turn" or "shuffled"), ``held_out`` (0, 0.1, 0.2, 0.3 or 0.5), ``seed`` (0 to 9999) and ``chart``
    ("wrong answers" or "Novikoff's squeeze"). Raises ValueError for anything else.
    """
    return PerceptronExplorer(*checked(data, settings, NEUTRAL, (*names(), OWN)))
