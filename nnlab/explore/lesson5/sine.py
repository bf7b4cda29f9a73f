"""A known expression, a sine, and its three numbers found by descent; or not, from a wrong frequency."""

import math
from typing import final

import numpy as np

from nnlab import curvefit
from nnlab.curvefit import SINE, least_loss
from nnlab.data.curves import REACH, TRUE, sine_samples
from nnlab.descent import Step, curvatures
from nnlab.explore.kit.controls import Number, whole
from nnlab.explore.kit.explorer import KEYS, SPEEDS, Explorer
from nnlab.explore.kit.handles import ARROWS
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.kit.training import Training
from nnlab.explore.lesson5 import words
from nnlab.moved import renamed
from nnlab.pictures import Curves, Fit, LossSection

FREQUENCIES = np.linspace(0, 6, 301)
PLACES = np.linspace(-1.1 * REACH, 1.1 * REACH, 401)
RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
# A gradient shorter than this is called flat.
FLAT = 3e-4
HINT = (
    "Click into the picture of the loss, or drag: learning begins at that frequency. By keyboard, on the "
    "picture: left and right change the frequency of the start, up and down its amplitude, with Shift less. "
    "The full line is the loss with amplitude and phase as they are now, the dashed one with the two at "
    "their best"
)
NEUTRAL = dict(frequency=1.5, amplitude=1.0, phase=0.0, lr=0.05, n=40, noise=0.2, seed=5)
PRESETS = {
    "A good start": dict(),
    "A wrong frequency: a hollow of its own": dict(frequency=4.0, lr=0.1),
    "Another hollow": dict(frequency=3.0, lr=0.1),
    "Too slow a sine": dict(frequency=0.7, lr=0.1),
    "Too large a rate": dict(frequency=1.7, lr=0.2),
    "Four samples: many sines fit": dict(n=4, frequency=4.0, lr=0.1),
}


@final
class SineExplorer(Explorer):
    """Made by `explore_sine`; see there."""

    def __init__(self, settings: dict) -> None:
        # The good values for the sliders.
        times, heights, shifts, noises = (
            np.round(np.linspace(*ends), 1).tolist()
            for ends in ((0, 6, 61), (0.1, 3, 30), (-3, 3, 61), (0, 2, 21))
        )
        high = dict(low=-10, high=10, width="180px")
        controls = dict(
            frequency=Number(settings["frequency"], "frequency", times, low=0, high=6, width="230px"),
            amplitude=Number(settings["amplitude"], "amplitude", heights, **high),
            phase=Number(settings["phase"], "phase", shifts, **high),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-5, high=100, width="225px"),
            n=Number(settings["n"], "samples", (4, 6, 10, 20, 40, 100, 200), low=3, high=1000, width="150px"),
            noise=Number(settings["noise"], "noise", noises, low=0, high=10, width="150px"),
            seed=whole(settings["seed"], 0, 9999, "seed"),
        )
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=60, hint=f"{HINT}; {KEYS}.")
        place = dict(left=0.07, right=0.965, bottom=0.115, top=0.925, wspace=0.2, hspace=0.62)
        grid = stage.figure.add_gridspec(2, 2, width_ratios=[1.05, 1], height_ratios=[1.35, 1], **place)
        fit, valley, loss = (stage.figure.add_subplot(cell) for cell in (grid[:, 0], grid[0, 1], grid[1, 1]))
        limits = ((PLACES[0], PLACES[-1]), (-3.0, 3.0))
        self.fit = Fit(fit, xlabel="$x$", ylabel="$y$", limits=limits, truth=True, curve="our sine")
        self.fit.truth(PLACES, SINE.f(PLACES, np.array(TRUE)))
        names = dict(section="as the rest is", floor="rest at its best")
        self.valley = LossSection(valley, xlabel="frequency", ylabel="loss", **names)
        self.curves = Curves(loss, ("loss",), xlabel="steps so far, $k$", ylabel="loss", log=True)
        loss.get_legend().remove()
        stage.moving = [a for picture in (self.fit, self.valley, self.curves) for a in picture.artists]
        self.training = Training(
            lambda expression, x, y, kind: curvefit.loss(expression, x, y),
            also=lambda step: (step.theta[1],),
            max_bytes=4_000_000,
        )
        self.training.model = SINE
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(main=["frequency", "amplitude", "phase", "lr"], more=["n", "noise", "seed"])
        self.restart()
        self.publish()

    @property
    def player(self) -> Player:
        """The tape of the training."""
        return self.training.player

    # -- samples and learning -----------------------------------------------------------------------------

    def _take_samples(self) -> None:
        n = round(self["n"])
        self.x, self.y = sine_samples(n, self["noise"], rng=np.random.default_rng(self["seed"]))
        self.floor = least_loss(self.x, self.y, FREQUENCIES)
        self.training.learn_from(self.x, self.y)

    def _learn(self) -> None:
        """Begin to learn again, from the three numbers that the controls say."""
        self.training.go_by(lr=self["lr"])
        self.training.begin(np.array([self[name] for name in SINE.names]))

    def restart(self) -> None:
        """Take fresh samples, and begin at the start."""
        self._take_samples()
        self._learn()

    def changed(self, *names: str) -> None:
        """Begin again from another start; go on from the three numbers with all else."""
        if set(names) & {"n", "noise", "seed"}:
            self._take_samples()
        if set(names) & set(SINE.names) or self.training.diverged:
            self._learn()
        else:
            self.training.go_by(lr=self["lr"])
            self.training.go_on()

    def put(self, frequency: float) -> None:
        """Begin again at this frequency."""
        frequency = round(float(np.clip(frequency, FREQUENCIES[0], FREQUENCIES[-1])), 2)
        self._set_silently(dict(frequency=frequency))
        self._learn()

    def pointed(self, pointer: Pointer) -> None:
        """Put the ball at the frequency of a press or drag in the picture of the loss."""
        if pointer.kind in ("press", "drag") and pointer.axes is self.valley.ax:
            self.put(pointer.x)

    def typed(self, key: str, shift: bool) -> None:
        """Change the frequency of the start with left and right, its amplitude with up and down."""
        across, up = np.array(ARROWS.get(key, (0, 0))) * (0.02 if shift else 0.1)
        if across:
            self.put(self["frequency"] + across)
        elif up:
            self._set_silently(dict(amplitude=round(float(np.clip(self["amplitude"] + up, -10, 10)), 2)))
            self._learn()

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the samples and the sine, the loss over the frequency with its ball, and the loss so far."""
        step = self.player.step
        # A run that diverges may reach any number.
        theta = np.clip(np.nan_to_num(step.theta), -1e6, 1e6)
        self.fit.samples(self.x, self.y)
        self.fit.curve(PLACES, SINE.f(PLACES, theta))
        amplitude, _, phase = theta
        sines = np.sin(np.outer(FREQUENCIES, self.x) + phase)
        section = np.mean((amplitude * sines - self.y) ** 2, axis=1)
        self.valley.lines(FREQUENCIES, section, self.floor)
        numbers, rows, now = self.player.history()
        self.valley.ball(rows[: now + 1, [2, 0]])
        top = max(float(self.floor.max()), float(rows[0, 0]), 0.1)
        self.valley.limits(float(FREQUENCIES[0]), float(FREQUENCIES[-1]), 1.15 * top)
        self.curves.update(numbers, rows[:, :1], now)
        self.stage.alt = words.alt_sine(len(self.x), step)

    def sentence(self) -> str:
        """Say the three numbers, and whether descent is done, and where."""
        step = self.player.step
        if step.diverged:
            return words.diverged(step)
        parts = [words.sine_standing(step), words.SINE_NOTES.get(self.preset.value, ""), self._judged(step)]
        return " ".join(filter(None, parts))

    def _judged(self, step: Step) -> str:
        least = int(np.argmin(self.floor))
        lowest = float(self.floor[least])
        if np.sum(np.diff(self._lately()) > 1e-9) > 2:
            return words.JUMPS
        if math.hypot(*step.gradient) > FLAT:
            return ""
        if step.value <= lowest + 0.01 * max(lowest, 0.1):
            return words.AT_ITS_BEST
        if curvatures(self.training.loss, step.theta)[0] <= 0:
            return words.NEARLY_LEVEL
        return words.in_a_hollow(FREQUENCIES[least], lowest)

    def _lately(self) -> np.ndarray:
        """Return the losses of the last steps shown; none where the tape is thinned."""
        now, rows = self.player.position, self.player.history()[1]
        return rows[max(now - 20, 0) : now + 1, 0] if self.player.stride == 1 else rows[:0, 0]


def explore_sine(**settings) -> SineExplorer:
    """Return an explorable of a sine: descent looks for its amplitude, frequency and phase.

    `settings` set controls: `frequency`, `amplitude` and `phase` (of the start), `lr`, `n` (how many
    samples), `noise` and `seed`. Raises ValueError for anything else.
    """
    return SineExplorer(settings_from(settings, NEUTRAL))


__getattr__ = renamed(__name__, explore_expression="explore_sine")
