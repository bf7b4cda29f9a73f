"""A known expression, a sine, and its three numbers found by descent; or not, from a wrong frequency."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from nnlab import curvefit
from nnlab.curvefit import SINE, least_loss
from nnlab.data.curves import REACH, TRUE, sine_samples
from nnlab.descent import Step, curvatures, descend
from nnlab.explore.kit.controls import Number, row, whole
from nnlab.explore.kit.explorer import KEYS, SPEEDS, Explorer
from nnlab.explore.kit.handles import ARROWS
from nnlab.explore.kit.numbers import plain
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.moved import renamed
from nnlab.pictures import Curves, Fit, LossSection

FREQUENCIES = np.linspace(0, 6, 301)
PLACES = np.linspace(-1.1 * REACH, 1.1 * REACH, 401)
RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
FLAT = 3e-4  # a gradient shorter than this is called flat
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
NOTES = {  # why it goes as it goes, said as long as the preset is chosen
    "A wrong frequency: a hollow of its own": (
        "In step with some samples and out of step with others: either way, some get worse."
    ),
    "Too slow a sine": "Such a sine goes past all the waves in the middle: which way would help?",
    "Four samples: many sines fit": (
        "So few samples cannot tell one frequency from another: a small loss proves nothing here."
    ),
}


class SineExplorer(Explorer):
    """Made by ``explore_sine``; see there."""

    def __init__(self, settings: dict) -> None:
        settings = NEUTRAL | settings
        tenths = np.round(np.linspace(0, 6, 61), 1).tolist()
        controls = dict(
            frequency=Number(settings["frequency"], "frequency", tenths, low=0, high=6, width="230px"),
            amplitude=Number(
                settings["amplitude"], "amplitude", tenths[1:31], low=-10, high=10, width="180px"
            ),
            phase=Number(
                settings["phase"],
                "phase",
                np.round(np.linspace(-3, 3, 61), 1).tolist(),
                low=-10,
                high=10,
                width="180px",
            ),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-5, high=100, width="225px"),
            n=Number(settings["n"], "samples", (4, 6, 10, 20, 40, 100, 200), low=3, high=1000, width="150px"),
            noise=Number(
                settings["noise"],
                "noise",
                np.round(np.linspace(0, 2, 21), 1).tolist(),
                low=0,
                high=10,
                width="150px",
            ),
            seed=whole(settings["seed"], 0, 9999, "seed"),
        )
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=60, hint=f"{HINT}; {KEYS}.")
        place = dict(left=0.07, right=0.965, bottom=0.115, top=0.925, wspace=0.2, hspace=0.62)
        grid = stage.figure.add_gridspec(2, 2, width_ratios=[1.05, 1], height_ratios=[1.35, 1], **place)
        fit, valley, loss = (stage.figure.add_subplot(cell) for cell in (grid[:, 0], grid[0, 1], grid[1, 1]))
        limits = ((PLACES[0], PLACES[-1]), (-3.0, 3.0))
        self.fit = Fit(fit, xlabel="$x$", ylabel="$y$", limits=limits, truth=True, curve="our sine")
        words = dict(section="as the rest is", floor="rest at its best")
        self.valley = LossSection(valley, xlabel="frequency", ylabel="loss", **words)
        self.curves = Curves(loss, ("loss",), xlabel="steps so far, $k$", ylabel="loss", log=True)
        loss.get_legend().remove()
        stage.moving = [a for picture in (self.fit, self.valley, self.curves) for a in picture.artists]
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(
            above=[
                row(self.preset, self.reset_button),
                row(controls["frequency"], controls["amplitude"], controls["phase"]),
            ],
            below=[row(controls["lr"], controls["n"], controls["noise"], controls["seed"])],
        )
        self.restart()
        self.publish()

    # -- samples and learning -----------------------------------------------------------------------------

    def _take_samples(self) -> None:
        n = round(self["n"])
        self.x, self.y = sine_samples(n, self["noise"], rng=np.random.default_rng(self["seed"]))
        self.loss = curvefit.loss(SINE, self.x, self.y)
        self.floor = least_loss(self.x, self.y, FREQUENCIES)

    def _run(self) -> Callable[[Step | None], Iterator[Step]]:
        loss, lr, start = self.loss, self["lr"], np.array([self[name] for name in SINE.names])
        return lambda step: descend(loss, start if step is None else step, lr=lr)

    def _begin(self) -> None:
        """A fresh run, from the three numbers that the controls say."""
        measure = lambda step: (step.value, step.theta[1])  # noqa: E731
        self.player = Player(self._run(), measure=measure, max_bytes=4_000_000)

    def restart(self) -> None:
        """Fresh samples, and the start."""
        self._take_samples()
        self._begin()

    def changed(self, *names: str) -> None:
        """Another start begins anew; all else goes on from the three numbers as they are."""
        if set(names) & {"n", "noise", "seed"}:
            self._take_samples()
        if set(names) & set(SINE.names) or self.player.step.diverged:
            self._begin()
        else:
            self.player.branch(self._run())

    def put(self, frequency: float) -> None:
        """Begins anew at this frequency."""
        frequency = round(float(np.clip(frequency, FREQUENCIES[0], FREQUENCIES[-1])), 2)
        self._set_silently(dict(frequency=frequency))
        self._begin()

    def pointed(self, pointer: Pointer) -> None:
        """A press or drag in the picture of the loss puts the ball at that frequency."""
        if pointer.kind in ("press", "drag") and pointer.axes is self.valley.ax:
            self.put(pointer.x)

    def typed(self, key: str, shift: bool) -> None:
        """Left and right change the frequency of the start, up and down its amplitude."""
        across, up = np.array(ARROWS.get(key, (0, 0))) * (0.02 if shift else 0.1)
        if across:
            self.put(self["frequency"] + across)
        elif up:
            self._set_silently(dict(amplitude=round(float(np.clip(self["amplitude"] + up, -10, 10)), 2)))
            self._begin()

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """The samples and the sine, the loss over the frequency with its ball, and the loss so far."""
        step = self.player.step
        theta = np.clip(np.nan_to_num(step.theta), -1e6, 1e6)  # of a run that diverges
        self.fit.samples(self.x, self.y)
        self.fit.truth(PLACES, SINE.f(PLACES, np.array(TRUE)))
        self.fit.curve(PLACES, SINE.f(PLACES, theta))
        amplitude, _, phase = theta
        sines = np.sin(np.outer(FREQUENCIES, self.x) + phase)
        section = np.mean((amplitude * sines - self.y) ** 2, axis=1)
        self.valley.lines(FREQUENCIES, section, self.floor)
        numbers, rows, now = self.player.history()
        self.valley.ball(rows[: now + 1, ::-1])
        top = max(float(self.floor.max()), float(rows[0, 0]), 0.1)
        self.valley.limits(float(FREQUENCIES[0]), float(FREQUENCIES[-1]), 1.15 * top)
        self.curves.update(numbers, rows[:, :1], now)
        self.stage.alt = (
            f"{len(self.x)} samples, a sine of frequency {plain(step.theta[1])}, and the loss over its "
            f"frequency with a ball, after {step.k} steps"
        )

    def sentence(self) -> str:
        """The three numbers, and whether descent is done, and where."""
        step = self.player.step
        if step.diverged:
            return f"Diverged at step {step.k}: lower the learning rate."
        named = ", ".join(f"{name}\u00a0{plain(v)}" for name, v in zip(SINE.names, step.theta))
        lead = f"Step {step.k}" if step.k else "Press play: all three numbers go downhill. Now"
        parts = [NOTES.get(self.preset.value, ""), self._judged(step)]
        return " ".join([f"{lead}: {named}; loss {plain(step.value)}.", *filter(None, parts)])

    def _judged(self, step: Step) -> str:
        with np.errstate(over="ignore", invalid="ignore"):
            value, gradient = self.loss(step.theta)  # of the samples as they are now
        least = int(np.argmin(self.floor))
        ups = np.diff(self._lately()) > 1e-9
        if ups.sum() > 2:
            return "It jumps to and fro: the steps are too long. Lower the learning rate."
        if math.hypot(*gradient) > FLAT:
            return ""
        if value <= self.floor[least] + 0.01 * max(self.floor[least], 0.1):
            return "It lies still, and no sine of any frequency in this picture fits these samples better."
        if curvatures(self.loss, step.theta)[0] <= 0:
            return "It is nearly level here, but no hollow: some way still leads down."
        return (
            "It lies still, in a hollow: near here every way leads up, for all three numbers. And yet at "
            f"frequency {plain(FREQUENCIES[least])} the loss could be {plain(self.floor[least])}."
        )

    def _lately(self) -> np.ndarray:
        """The losses of the last steps shown; none where the tape is thinned."""
        now, rows = self.player.position, self.player.history()[1]
        return rows[max(now - 20, 0) : now + 1, 0] if self.player.stride == 1 else rows[:0, 0]


def explore_sine(**settings) -> SineExplorer:
    """An explorable of a sine whose amplitude, frequency and phase descent looks for, from a chosen start.

    ``settings`` set controls: ``frequency``, ``amplitude`` and ``phase`` (of the start), ``lr``, ``n`` (how
    many samples), ``noise``, ``seed``. Raises ValueError for anything else.
    """
    if unknown := set(settings) - set(NEUTRAL):
        raise ValueError(f"settings: expected some of {sorted(NEUTRAL)}, got {sorted(unknown)}")
    return SineExplorer(settings)


__getattr__ = renamed(__name__, explore_expression="explore_sine")
