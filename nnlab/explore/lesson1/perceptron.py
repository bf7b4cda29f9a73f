"""The perceptron's explorable: samples in the plane, one neuron, and every mistake it learns from."""

from collections.abc import Iterator
from typing import final

import numpy as np

from nnlab import perceptron
from nnlab.data import Data, load, names
from nnlab.explore.kit.controls import Number, choice, whole
from nnlab.explore.kit.editable_samples import HINT, Points
from nnlab.explore.kit.explorer import AT_ONCE, KEYS, SPEEDS
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import OWN, SampleExplorer, checked, held_out_list, sample_list
from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson1 import words
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
    """Return the first `features` of x1, x2 and the product x1·x2, for samples `X (n, 2)`."""
    columns = np.column_stack([X, X[:, 0] * X[:, 1]])[:, :features]
    return np.ascontiguousarray(columns)  # once here, not at every look at them


@final
class PerceptronExplorer(SampleExplorer):
    """Made by `explore_perceptron`; see there."""

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
            main=["data", "lr", "start", "features"],
            more=["adds", "chart", "order", "held_out", "seed", self.own_data],
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
        k = dict(xlabel=words.MISTAKES_AXIS)
        self.wrong = Curves(wrong, words.CURVES, ylabel=words.WRONG_AXIS, ladder=True, **k)
        lengths = (r"$\eta k\gamma$", r"$w\cdot u$", r"$\Vert w\Vert$", r"$\eta\sqrt{k}\,R$")
        self.squeeze = Curves(squeeze, lengths, ylabel=words.LENGTH_AXIS, columns=4, **k)
        pictures = (self.plane, self.weights, self.wrong, self.squeeze)
        stage.moving = [artist for picture in pictures for artist in picture.artists]

    # -- samples and learning -----------------------------------------------------------------------------

    def fetch(self, name: str) -> Data:
        """Return the samples of that name."""
        return load(name, rng=self._rng())

    def samples_taken(self) -> None:
        """Show other samples, or others held out, in the plane."""
        self.plane.relabel(**self.labels())

    def _learn(self, at: int | None = None) -> None:
        """Run again, and show step `at`.

        Without `at` show the same step as before, or the end if the end was shown: what the reader has
        changed is then seen against what was. In either case go no further than `AT_ONCE` steps.
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
        separable = self.margin.gamma > 0
        self.bound = perceptron.novikoff(self.X, self.margin.gamma) if separable else None
        random = self["start"] == "random"
        self.first = perceptron.random_weights(d, rng=self._rng()) if random else np.zeros(d + 1)
        self.player = Player(self._run, measure=self._measure)
        if at_end and self.margin.gamma > 0:
            at = AT_ONCE
        self.player.seek(min(at, AT_ONCE))

    def _run(self, start: perceptron.Update | None) -> Iterator[perceptron.Update]:
        """Return the neuron's updates from the beginning, or from the update `start`."""
        if len(self.y) == 0:
            return iter([perceptron.Update(0, self.first, None, 0, 0, np.arange(0), None)])
        if start is not None:
            return perceptron.train_in_blocks(self.X, self.y, lr=self["lr"], start=start)
        rng = self._rng() if self["order"] == "shuffled" else None
        return perceptron.train_in_blocks(self.X, self.y, lr=self["lr"], start=self.first, rng=rng)

    def _wrong(self, w: np.ndarray) -> np.ndarray:
        """Return which samples `(n,)` the weights `w` answer wrongly."""
        if not len(self.inputs):
            return np.zeros(0, bool)
        return perceptron.predict(w, self.inputs) != self.points.y

    def _measure(self, step: perceptron.Update) -> tuple[float, ...]:
        """Return wrong answers in %, the four lengths of Novikoff's proof, and how far the arrows reach."""
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
        """Return whether Novikoff's proof speaks of this run."""
        return self["start"] == "zero" and self.margin.gamma > 0

    # -- what is seen -------------------------------------------------------------------------------------

    def view(self) -> words.View:
        """Return what is to be seen of the step shown."""
        step, player, wrong = self.player.step, self.player, self._wrong(self.player.step.w)
        answers = set(wrong != self.points.y)
        z = perceptron.preactivation(step.w, self.inputs) if len(self.inputs) else np.ones(0)
        return words.View(
            step=step,
            x=None if step.sample is None else self.X[step.sample],
            features=self["features"],
            random=self["start"] == "random",
            lr=self["lr"],
            ended=player.finished and player.position == player.length,
            wrong=wrong,
            held=self.points.held,
            thinned=self.points.thinned,
            only=int(answers.pop()) if len(answers) == 1 else None,
            on_boundary=bool((z == 0).any()),
            separable=self.margin.gamma > 0,
            seen_twice=step.samples_seen > 2 * len(self.y),
            bound=self.bound if self._squeezed() else None,
        )

    def draw(self) -> None:
        """Draw the samples, the two answers, the step's push on w, and the curves."""
        step, points, d, view = self.player.step, self.points, self["features"], self.view()
        seen = points.drawn
        self.plane.samples(points.X[seen], points.y[seen], points.held[seen])
        self.plane.wrong(points.X[seen & view.wrong])
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
        self.weights.update(before[:2], step.w[:2], reach=rows[:, 6].max(), note=words.bias(step.w[-1]))

        squeeze = self["chart"] == SQUEEZE
        self.wrong.ax.set_visible(not squeeze)
        self.squeeze.ax.set_visible(squeeze)
        if squeeze:
            self.squeeze.update(numbers, rows[:, 2:6], now)
        else:
            self.wrong.update(numbers, rows[:, :2], now)
        self.stage.alt = words.picture(view, self._name())

    def sentence(self) -> str:
        """Return what just happened, how it stands, and what the learning rate does."""
        return words.status(self.view(), moved=self.moved, squeeze=self["chart"] == SQUEEZE)

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Run again with the new controls, to the step shown."""
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
        """Take fresh samples, and show the first step."""
        self.take_samples()
        self._learn(at=0)

    def samples_changed(self) -> None:
        """Run again with them, to the step shown."""
        self._learn()


def explore_perceptron(data: str | Data = "AND", **settings) -> PerceptronExplorer:
    """Return an explorable of the perceptron on `data`: a name from `nnlab.data.names()`, or your own `Data`.

    `settings` set controls: `lr`, `start` ("zero" or "random"), `features` (1, 2 or 3), `order`
    ("in turn" or "shuffled"), `held_out` (0, 0.1, 0.2, 0.3 or 0.5), `seed` (0 to 9999) and `chart`
    ("wrong answers" or "Novikoff's squeeze"). Raises ValueError for anything else.
    """
    return PerceptronExplorer(*checked(data, settings, NEUTRAL, (*names(), OWN)))
