"""Lesson 2: twenty noisy points, more and more features, and a fence that keeps the weights near zero."""

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import final

import numpy as np

from nnlab import boundary, projection
from nnlab.data import load
from nnlab.descent import Step, descend
from nnlab.explore.kit.controls import Number, choice, whole
from nnlab.explore.kit.explorer import KEYS, Explorer
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson2 import words
from nnlab.pictures import Curves, Fence, Plane, Stems
from nnlab.pictures.style import equal_units
from nnlab.scaling import Scaler

N, UNSEEN = 20, 200  # training samples, and samples of the same kind that are only asked about
PUSHES = 100  # pushes of the neuron from one step of the bar to the next
SETTLE = 10  # steps of the bar that follow at once when something is changed
LONG, LONG_FENCED = 500, 50  # steps of the bar after which a preset is shown: a fence settles soon
NO_FENCE, ROUND, DIAMOND = "none", "round", "diamond"
KINDS = {ROUND: "l2", DIAMOND: "l1"}
SHAPES = [("no fence", NO_FENCE), ("round (L2)", ROUND), ("diamond (L1)", DIAMOND)]
RATES = (0.001, 0.003, 0.01, 0.03, 0.05, 0.1, 0.3, 1.0)
SIZES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.2, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0)
SETS = {"blobs": "spread", "moons": "noise", "circles": "noise"}
WEIGHTS, WRONG = "weights", "wrong answers"
TENTHS = tuple(np.round(np.linspace(0.1, 2, 20), 1).tolist())
FIRST, LARGEST, CORNER = "the first two", "the two largest", "the largest and one at 0"

NEUTRAL = dict(
    data="blobs", degree=6, shape=NO_FENCE, size=0.5, lr=0.05, noise=1.2, seed=0, chart=WEIGHTS, pair=FIRST
)  # fmt: skip
PRESETS = {
    "2 features: a straight line": dict(degree=1),
    "27 features: it learns the noise": dict(),
    "27 features in a round fence": dict(shape=ROUND),
    "27 features in a diamond": dict(shape=DIAMOND, pair=LARGEST),
    "Two weights: a round fence": dict(degree=1, shape=ROUND),
    "A corner of the diamond": dict(degree=2, shape=DIAMOND, pair=CORNER),
    "Circles: the diamond keeps the squares": dict(
        data="circles", noise=0.4, degree=4, shape=DIAMOND, pair=LARGEST
    ),
    "Too large a rate": dict(lr=0.3),
}


def features_of(degree: int) -> int:
    """Return how many features two measurements make."""
    return len(boundary.exponents(2, degree))


def monomial(powers: tuple[int, int]) -> str:
    """Return a feature's name for matplotlib, such as $x_1^2x_2$."""
    parts = [f"x_{i}" + (f"^{p}" if p > 1 else "") for i, p in enumerate(powers, 1) if p]
    return f"${''.join(parts)}$"


@final
class FenceExplorer(Explorer):
    """Made by `explore_fence`; see there."""

    def __init__(self, settings: dict) -> None:
        degrees = [(f"{features_of(d)} (degree {d})", d) for d in range(1, 7)]
        controls = dict(
            data=choice(list(SETS), settings["data"], "samples"),
            degree=choice(degrees, settings["degree"], "features"),
            shape=choice(SHAPES, settings["shape"], "fence"),
            size=Number(settings["size"], "size of the fence", SIZES, low=0, high=1e3),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-5, high=100),
            noise=Number(settings["noise"], "noise", TENTHS, low=0.05, high=10, width="200px"),
            seed=whole(settings["seed"], 0, 9999, "seed"),
            chart=choice([WEIGHTS, WRONG], settings["chart"], "chart"),
            pair=choice([FIRST, LARGEST, CORNER], settings["pair"], "weights in the fence's picture"),
        )
        hint = f"{words.FENCE_HINT.format(pushes=PUSHES)}. {KEYS[0].upper()}{KEYS[1:]}."
        stage = Stage(920, 500, bar=True, speeds=[1, 5, 15, 60, 240], speed=60, hint=hint)
        self._make_pictures(stage)
        self._told = (0, "")  # at which step of the bar is said what has just been done
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(main=["degree", "shape", "size", "lr"], more=["data", "chart", "pair", "noise", "seed"])
        self.restart()
        self.publish()

    def _make_pictures(self, stage: Stage) -> None:
        place = dict(left=0.07, right=0.965, bottom=0.115, top=0.865, wspace=0.24, hspace=0.62)
        grid = stage.figure.add_gridspec(2, 2, width_ratios=[1.2, 1], height_ratios=[1.7, 1], **place)
        plane, valley, weights, wrong = (
            stage.figure.add_subplot(cell) for cell in (grid[:, 0], grid[0, 1], grid[1, 1], grid[1, 1])
        )
        names = dict(features=("$x_1$", "$x_2$"), classes=("0", "1"), held_out=True)
        self.plane = Plane(plane, **names, limits=((-1, 1), (-1, 1)))
        self.valley = Fence(valley)
        self.weights = Stems(weights, xlabel=words.STEMS, ylabel=words.WEIGHT)
        both = (words.TRAINING, words.HELD_OUT)
        self.wrong = Curves(wrong, both, xlabel=words.PUSHES, ylabel=words.WRONG_PERCENT)
        stage.moving = [a for p in (self.plane, self.valley, self.weights, self.wrong) for a in p.artists]

    # -- samples and learning -----------------------------------------------------------------------------

    def _draw_samples(self) -> None:
        """Draw twenty samples to learn from, and two hundred of the same kind to ask about."""
        rng, name = np.random.default_rng(self["seed"]), self["data"]
        noise = {SETS[name]: self["noise"]}
        self.seen, self.unseen = load(name, n=N, rng=rng, **noise), load(name, n=UNSEEN, rng=rng, **noise)
        # Halves, so that it stands still for a while.
        end = float(np.ceil(2.2 * np.abs(self.seen.X).max()) / 2)
        limits = equal_units(self.plane.ax, ((-end, end), (-end, end)))
        self.plane.relabel(features=("$x_1$", "$x_2$"), classes=("0", "1"), limits=limits, held_out=True)
        self._map: tuple | None = None  # the places of the plane, and their features
        degree = self["degree"]
        self.powers = boundary.exponents(2, degree)
        self.scaler = Scaler.fit(boundary.polynomial(self.seen.X, degree))
        self.X, self.X_unseen = self._features(self.seen.X), self._features(self.unseen.X)
        s = 2.0 * self.seen.y - 1
        self._error = projection.half_mean_square(self.X, self.seen.y)
        self._square, self._pull = self.X.T @ self.X / N, self.X.T @ s / N

    def _features(self, X: np.ndarray) -> np.ndarray:
        return self.scaler.transform(boundary.polynomial(X, self["degree"]))

    def _z(self, w: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Return z at the places of the plane, whose features are made once."""
        if self._map is None or self._map[0] is not places:
            self._map = places, self._features(places)
        return self._map[1] @ w[:-1] + w[-1]

    def _run(self, start: Step | None) -> Iterator[Step]:
        """Yield every hundredth step of the learning, and the last one where it diverges."""
        kind = KINDS.get(self["shape"])
        prox = None if kind is None else projection.fence(self["size"], kind)
        start = np.zeros(self.X.shape[1] + 1) if start is None else start
        pushes = descend(self._error, start, lr=self["lr"], prox=prox)
        step = next(pushes)
        yield step
        while not step.diverged:
            hundred = deque(islice(pushes, PUSHES), maxlen=1)  # keeps the last
            step = hundred[0]
            yield step

    def _measure(self, step: Step) -> tuple[float, ...]:
        """Return the pushes, and wrong answers in % of both kinds of samples."""
        return step.k, *(100 * np.mean(self._wrong(step.theta, unseen)) for unseen in (False, True))

    def _wrong(self, w: np.ndarray, unseen: bool) -> np.ndarray:
        X, data = (self.X_unseen, self.unseen) if unseen else (self.X, self.seen)
        with np.errstate(over="ignore", invalid="ignore"):  # a diverged w answers something
            return (X @ w[:-1] + w[-1] >= 0) != (data.y == 1)

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the points and the boundary, the fence with the valley of the error, and the weights."""
        step = self.player.step
        w, good = step.theta, not step.diverged
        X, y = np.vstack([self.seen.X, self.unseen.X]), np.append(self.seen.y, self.unseen.y)
        self.plane.samples(X, y, np.arange(len(y)) >= N)
        for marks in (self.plane.no_held, self.plane.yes_held):
            marks.set(markersize=4.5, markeredgewidth=0.9)  # many, and only looked at
        self.plane.wrong(self.seen.X[self._wrong(w, unseen=False)])
        if good:
            self.plane.answers(lambda places: self._z(w, places))
            self._draw_valley(w)
        else:
            self.plane.answers(lambda places: np.full(len(places), -1.0))
        chart = self["chart"] == WRONG
        self.wrong.ax.set_visible(chart)
        self.weights.ax.set_visible(not chart)
        if chart:
            _, rows, now = self.player.history()
            self.wrong.update(rows[:, 0], rows[:, 1:], now)
        else:
            ticks = {i: monomial(p) for i, p in enumerate(self.powers)}
            if len(ticks) > 5:
                groups = range(1, self["degree"] + 1)
                ticks = {
                    np.mean([i for i, p in enumerate(self.powers) if sum(p) == d]): str(d) for d in groups
                }
            self.weights.update(w[:-1] if good else np.zeros(len(w) - 1), ticks)
        self.stage.alt = words.FENCE_ALT.format(features=len(w) - 1)

    def _pair(self, w: np.ndarray) -> list[int]:
        """Return which two weights the fence's picture shows."""
        if self["pair"] == FIRST:
            return [0, 1]
        first, second, *_ = np.argsort(-np.abs(w[:-1]), kind="stable").tolist()
        zeros = np.flatnonzero(w[:-1] == 0)
        if self["pair"] == CORNER and len(zeros) and w[first]:
            second = int(zeros[0])
        return sorted([first, second])

    def _draw_valley(self, w: np.ndarray) -> None:
        """Draw how two weights move while the others stay, and what these leave of the fence."""
        pair = self._pair(w)
        others = np.delete(w[:-1], pair)
        bend = self._square[np.ix_(pair, pair)]
        rest = w[:-1].copy()
        rest[pair] = 0.0
        best = np.linalg.lstsq(bend, self._pull[pair] - self._square[pair] @ rest)[0]
        size = None
        if self["shape"] == ROUND:
            size = float(np.sqrt(max(self["size"] ** 2 - others @ others, 0.0)))
        elif self["shape"] == DIAMOND:
            size = max(self["size"] - float(np.abs(others).sum()), 0.0)
        names = tuple(words.WEIGHT_OF.format(feature=monomial(self.powers[i])) for i in pair)
        numbers = self.player.history()[0]
        until = [s.theta for n, s in zip(numbers, self.player.kept) if n <= self.player.position][-200:]
        trail = np.array([*until, w])[:, pair]
        self.valley.update(w[pair], best, bend, size=size, shape=self["shape"], trail=trail, names=names)

    def sentence(self) -> str:
        """Say how many are wrong among both kinds of samples, and how long w is."""
        step, player = self.player.step, self.player
        if step.diverged:
            return words.diverged(step.k)
        at, done = self._told
        parts = [done] if at == player.position and not self.stage.playing else []
        _, wrong, wrong_held = player.measured
        parts.append(words.fence_standing(step, PUSHES, (wrong, N), (wrong_held, UNSEEN)))
        kind = KINDS.get(self["shape"])
        parts.append(words.held(step.theta[:-1], kind, self["size"], begun=player.position > 0))
        return " ".join(part for part in parts if part)

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Go on from the weights as they are with another fence or rate; begin again with other samples."""
        if {"data", "degree", "noise", "seed"} & set(names):
            self._start(SETTLE)
        elif {"shape", "size", "lr"} & set(names):
            before = self.player.step
            if not before.diverged and self.player.position:
                self.player.branch(self._run)
                if not self.stage.playing:
                    self.player.advance(SETTLE)
                more = self.player.step.k - before.k
                self._told = self.player.position, words.goes_on(before.k, more)
            else:
                self._start(SETTLE)

    def _start(self, at: int, told: str = words.BEGUN_AGAIN) -> None:
        self._draw_samples()
        self.player = Player(self._run, measure=self._measure)
        self.player.seek(0 if self.stage.playing else at)
        self._told = self.player.position, told

    def restart(self) -> None:
        """Take fresh samples, and show the weights after a long learning."""
        self._start(LONG if self["shape"] == NO_FENCE else LONG_FENCED, words.TRAINED)


def explore_fence(**settings) -> FenceExplorer:
    """Return an explorable of 20 noisy points, polynomial features and the fence around their weights.

    `settings` set controls: `data` ("blobs", "moons" or "circles"), `degree` (1 to 6), `shape`
    ("none", "round" or "diamond"), `size`, `lr`, `noise`, `seed`, `chart` ("weights" or
    "wrong answers") and `pair` ("the first two", "the two largest" or "the largest and one at 0").
    Raises ValueError for anything else.
    """
    return FenceExplorer(settings_from(settings, NEUTRAL))
