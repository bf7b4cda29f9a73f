"""Mean, spread and seed: numbers drawn by chance, their mean, and how much that mean would change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab.explore.kit.controls import Number, choice, whole
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson0 import spread_words as words
from nnlab.explore.lesson0.spread_words import REPEATS
from nnlab.pictures import style
from nnlab.spread import standard_deviation, standard_error

MOST = 1000  # numbers in one sample
SIZES = (2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)
ONCE, ANEW = "once", "anew"


@final
@dataclass(frozen=True)
class Chance:
    """A way to draw numbers, with the mean and the spread that they have in the long run, and their ends."""

    draw: Callable[[np.random.Generator, tuple], np.ndarray]
    mean: float
    spread: float
    ends: tuple[float, float]


KINDS = {
    "uniform": Chance(lambda rng, size: rng.random(size), 0.5, 1 / np.sqrt(12), (0.0, 1.0)),
    "normal": Chance(lambda rng, size: rng.normal(size=size), 0.0, 1.0, (-4.0, 4.0)),
    "coin": Chance(lambda rng, size: rng.integers(2, size=size).astype(float), 0.5, 0.5, (0.0, 1.0)),
}
NEUTRAL = dict(n=10, seed=0, kind="uniform", generator=ONCE)
PRESETS = {
    "Ten numbers": dict(),
    "Four times as many: half the error": dict(n=40),
    "Another seed: other numbers": dict(seed=1),
    "A thousand numbers": dict(n=1000),
    "The same generator made again each time": dict(generator=ANEW),
    "A coin, a hundred times": dict(kind="coin", n=100),
}


@final
class SpreadExplorer(Explorer):
    """Made by `explore_spread`; see there."""

    def __init__(self, settings: dict) -> None:
        controls = dict(
            n=Number(settings["n"], words.N, SIZES, low=2, high=MOST, width="230px"),
            seed=whole(settings["seed"], 0, 9999, "seed"),
            kind=choice(words.KINDS, settings["kind"], words.KIND),
            generator=choice(words.GENERATORS, settings["generator"], words.GENERATOR),
        )
        stage = Stage(960, 410, listens=False)
        place = dict(left=0.084, right=0.985, bottom=0.145, top=0.87, wspace=0.34)
        self.axes = stage.figure.subplots(1, 3, gridspec_kw=place)
        moving = [make(ax) for make, ax in zip((self._make_one, self._make_many, self._make_law), self.axes)]
        stage.moving = [artist for artists in moving for artist in artists]
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(main=["n", "seed", "kind", "generator"])
        self.restart()
        self.publish()

    def _make_one(self, ax) -> list:
        style.dress(ax, words.VALUE, words.NUMBER, "")
        (self.numbers,) = ax.plot([], [], "o", color=style.INK, markersize=5)
        (self.band,) = ax.plot([], [], color=style.YES, linewidth=7, alpha=0.35, label=words.SPREAD)
        (self.mean,) = ax.plot([], [], color=style.PURPLE, linewidth=2.2, label=words.MEAN)
        style.legend(ax, [self.mean, self.band])
        return [self.band, self.numbers, self.mean]

    def _make_many(self, ax) -> list:
        style.dress(ax, words.MEANS_AXIS, words.SAMPLES, "")
        self.bins = 40
        self.heap = ax.stairs(np.zeros(self.bins), np.linspace(0, 1, self.bins + 1), fill=True)
        self.heap.set(facecolor=style.YES_TINT, edgecolor=style.YES, linewidth=1.2, label=words.OTHER_MEANS)
        (self.here,) = ax.plot([], [], color=style.PURPLE, linewidth=2.2)
        style.legend(ax, [self.heap])
        return [self.heap, self.here]

    def _make_law(self, ax) -> list:
        style.dress(ax, words.N_AXIS, words.ERROR_AXIS, "")
        (self.law,) = ax.plot([], [], color=style.INK, linewidth=1.8, label=words.LAW)
        (self.found,) = ax.plot([], [], "o", color=style.YES, markersize=6, label=words.FOUND)
        (self.now,) = ax.plot([], [], "o", color=style.PURPLE, markersize=15, markerfacecolor="none")
        self.now.set_markeredgewidth(2.2)
        ax.set(xscale="log", yscale="log", xlim=(1.5, 1400), ylim=(0.005, 1.5))
        ax.set_xticks([10, 100, 1000], ["10", "100", "1000"])
        ax.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
        ax.minorticks_off()
        style.legend(ax, [self.law, self.found])
        return [self.law, self.found, self.now]

    # -- the numbers --------------------------------------------------------------------------------------

    @property
    def n(self) -> int:
        """How many numbers."""
        return round(self["n"])

    @property
    def chance(self) -> Chance:
        """The way they are drawn."""
        return KINDS[self["kind"]]

    def _sample(self, which: int, n: int) -> np.ndarray:
        """Return the `(n,)` numbers of the seed `which`; made anew, a generator gives its first for ever."""
        rng = np.random.default_rng(which)
        if self["generator"] == ANEW:
            return np.full(n, self.chance.draw(rng, (1,))[0])
        return self.chance.draw(rng, (n,))

    def restart(self) -> None:
        """Draw all samples."""
        self.changed(*self.controls)

    def changed(self, *names: str) -> None:
        """Draw the sample again, and where they have changed the others too, one for each further seed."""
        if {"seed", "kind", "generator"} & set(names):
            others = range(self["seed"] + 1, self["seed"] + 1 + REPEATS)
            drawn = np.stack([self._sample(which, MOST) for which in others])
            self.all_means = np.cumsum(drawn, axis=1) / np.arange(1, MOST + 1)
            self.errors = self.all_means[:, np.array(SIZES) - 1].std(axis=0, ddof=1)
        self.x = self._sample(self["seed"], self.n)
        self.means = self.all_means[:, self.n - 1]
        self.mean_of_x, self.spread_of_x = float(self.x.mean()), standard_deviation(self.x)
        self.error_of_x = standard_error(self.x)

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the sample, the means of the others, and how these spread over n."""
        x, n, chance = self.x, self.n, self.chance
        mean, spread = self.mean_of_x, self.spread_of_x
        self.numbers.set_data(x, np.arange(1, n + 1))
        self.numbers.set_markersize(5 if n <= 100 else 3)
        top = style.round_up(1.05 * max(n, 5))
        self.mean.set_data([mean, mean], [0, top])
        self.band.set_data([mean - spread, mean + spread], [0.04 * top] * 2)
        low, high = chance.ends
        margin = 0.08 * (high - low)
        self._ends(self.axes[0], (low - margin, high + margin), (0, top))
        counts, edges = np.histogram(np.clip(self.means, low, high), self.bins, (low, high))
        self.heap.set_data(counts, edges)
        most = style.round_up(1.05 * max(float(counts.max()), 10))
        self.here.set_data([mean, mean], [0, most])
        self._ends(self.axes[1], (low - margin, high + margin), (0, most))
        sizes = np.array([2, MOST])
        self.law.set_data(sizes, chance.spread / np.sqrt(sizes))
        self.found.set_data(SIZES, self.errors)
        self.now.set_data([n], [self.means.std(ddof=1)])
        self.stage.alt = words.alt_spread(n, self["seed"])

    @staticmethod
    def _ends(ax, across: tuple, up: tuple) -> None:
        if (ax.get_xlim(), ax.get_ylim()) != (across, up):
            ax.set(xlim=across, ylim=up)

    def sentence(self) -> str:
        """Say the first numbers, their mean and spread, and the standard error."""
        if self["generator"] == ANEW:
            return words.anew(self.x[0])
        of_x = self.mean_of_x, self.spread_of_x, self.error_of_x
        return words.standing(self["seed"], self.x, *of_x, found=float(self.means.std(ddof=1)))


def explore_spread(**settings) -> SpreadExplorer:
    """Return an explorable of numbers drawn by chance: their mean and spread, and the mean's standard error.

    `settings` set controls: `n` (2 to 1000 numbers), `seed`, `kind` ("uniform", "normal" or "coin") and
    `generator` ("once": made once from the seed; "anew": made anew before each number). Raises ValueError for
    anything else.
    """
    return SpreadExplorer(settings_from(settings, NEUTRAL))
