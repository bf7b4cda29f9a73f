"""The digit that wanders: a dense net and one with shared weights learn side by side, and are asked live."""

from typing import final

import ipywidgets as widgets
import numpy as np

from nnlab.convolution import _padded
from nnlab.explore.kit.controls import Number, choice, whole, whole_slider
from nnlab.explore.kit.explorer import KEYS, SPEEDS, Explorer
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.kit.training import Training
from nnlab.explore.lesson9 import material, words
from nnlab.explore.lesson9.pair import ROOM, SHEET, Pair, lessons
from nnlab.explore.lesson9.shift_view import Look, ShiftView
from nnlab.optimisers import Momentum
from nnlab.sheets import _laid, wandering

RATES = (0.001, 0.003, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
ASKED = 100  # digits held out, at random places
CURVE = 400
NEUTRAL = dict(
    taught=words.MIDDLE,
    lr=0.05,
    digit=3,
    hidden=13,
    kernels=32,
    side=5,
    padding=4,
    pool="max",
    shuffle=False,
    down=ROOM // 2,
    right=ROOM // 2,
    seed=0,
)
PRESETS = {
    "Taught in the middle, then moved": dict(),
    # With more hidden units the products are shared among cores: see `pair.AT_ONCE`.
    "Taught at every place": dict(taught=words.EVERYWHERE, hidden=48),
    "Maximum by two: no invariance": dict(kernels=8, side=3, padding=0, pool="two"),
    "No padding: the edge is lost": dict(padding=0),
    "The mean in place of the maximum": dict(pool="mean", lr=0.5),
    "Pixels shuffled": dict(shuffle=True),
    "Only four kernels": dict(kernels=4),
}
WHERE = ("down", "right")


@final
class ShiftExplorer(Explorer):
    """Made by `explore_shift`; see there."""

    def __init__(self, settings: dict) -> None:
        number = lambda name, low, high, text: whole_slider(settings[name], low, high, text, "240px")  # noqa: E731
        controls = dict(
            taught=choice([words.MIDDLE, words.EVERYWHERE], settings["taught"], "digits to learn"),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-4, high=10),
            digit=choice([(str(d), d) for d in range(10)], settings["digit"], "digit shown"),
            hidden=number("hidden", 1, 64, "hidden size"),
            kernels=number("kernels", 1, 64, "kernels"),
            side=choice([("3 × 3", 3), ("5 × 5", 5)], settings["side"], "kernel"),
            padding=choice([(str(p), p) for p in (0, 2, 4)], settings["padding"], "padding"),
            pool=choice(list(words.POOLS.items()), settings["pool"], "pool"),
            shuffle=widgets.Checkbox(settings["shuffle"], description="pixels shuffled", indent=False),
            down=number("down", 0, ROOM, "rows above"),
            right=number("right", 0, ROOM, "columns left"),
            seed=whole(settings["seed"], 0, 9999, "seed"),
        )
        hint = words.SHIFT_HINT.format(keys=f"{KEYS[0].upper()}{KEYS[1:]}")
        stage = Stage(960, 540, bar=True, speeds=SPEEDS, speed=60, hint=hint)
        self.view = ShiftView(stage.figure)
        stage.moving = self.view.artists
        self.training = Training(lessons, also=self._right, largest=1e6, max_bytes=40_000_000)
        self.chosen = 0  # the kernel
        self._held: tuple[float, float, int, int] | None = None  # where a drag began, and the digit's place
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        more = ["hidden", "kernels", "side", "padding", "pool", "shuffle", *WHERE, "seed"]
        self.lay_out(main=["taught", "lr", "digit"], more=more)
        self.restart()
        self.publish()

    @property
    def player(self) -> Player:
        """The tape of the training."""
        return self.training.player

    # -- samples and learning -----------------------------------------------------------------------------

    def restart(self) -> None:
        """Take the digits, hold some out, and begin to learn."""
        rng = np.random.default_rng(self["seed"])
        pictures, y = material.pictures()
        order = rng.permutation(len(y))
        if self["shuffle"]:
            flat = pictures.reshape(len(y), -1)[:, rng.permutation(material.SIDE**2)]
            pictures = flat.reshape(pictures.shape)
        held, kept = order[:ASKED], order[ASKED : ASKED + 1437]
        self.asked = wandering(pictures[held], SHEET, rng=rng), y[held]
        self.held = pictures[held], y[held]
        training = self.training
        named = {name: self[name] for name in ("hidden", "kernels", "side", "padding", "pool", "seed")}
        training.model = Pair(everywhere=self["taught"] == words.EVERYWHERE, **named)
        training.learn_from(pictures[kept], y[kept])
        training.go_by(rule=Momentum(self["lr"]))
        self.chosen = min(self.chosen, self["kernels"] - 1)
        training.begin(training.model.init(rng=np.random.default_rng([self["seed"], 1])))

    def _right(self, step) -> tuple[float, float]:
        """Return which share of the digits held out each of the two gets right, at their random places."""
        if step.diverged:
            return np.nan, np.nan
        X, y = self.asked
        said = self.training.model.predict(step.theta, X).argmax(axis=2)
        return tuple((said == y).mean(axis=1))

    def changed(self, *names: str) -> None:
        """Let a new rate change the run on its way; all but the digit shown and its place begins another."""
        if {*names} <= {"lr"}:
            self.training.go_by(rule=Momentum(self["lr"]))
            self.training.go_on()
        elif not {*names} <= {"digit", *WHERE}:
            self.restart()

    # -- what is seen -------------------------------------------------------------------------------------

    @property
    def shown(self) -> np.ndarray:
        """The digit shown, on its sheet: (1, d)."""
        pictures, y = self.held
        first = pictures[np.flatnonzero(y == self["digit"])[:1]]
        return _laid(first, SHEET, self["down"], self["right"])

    def draw(self) -> None:
        """Draw the digit on its sheet, what both say to it, and what a kernel sees."""
        pair, theta, x = self.training.model, self.training.theta, self.shown
        _, second = pair.apart(theta)
        with np.errstate(over="ignore", invalid="ignore"):
            seen = pair.shared._forward(second, x)
            self.said = pair.predict(theta, x)[:, 0]
        found = seen.maps[0, self.chosen]
        flat = int(found.argmax())
        place = None if pair.pool == "mean" or found.ravel()[flat] <= 0 else divmod(flat, found.shape[1])
        K = pair.shared.matrices(second)[0][:-1].T.reshape(-1, pair.side, pair.side)
        self.look = Look(K, self.chosen, found, place)
        wide = _padded(x.reshape(SHEET, SHEET), pair.padding)
        self.view.draw_sheet(wide, pair.padding, self.look)
        self.view.shares.update(*self.said, right=self["digit"])
        numbers, rows, now = self.player.thinned(CURVE)
        self.view.curves.update(numbers, rows[:, 2:], now)
        self.stage.alt = words.shift_alt(self.player.step.k, self["digit"], self.said)

    def sentence(self) -> str:
        """Say how both stand, and what is special about the settings."""
        step = self.player.step
        if step.diverged:
            return words.DIVERGED.format(k=step.k)
        shift = max(abs(self[name] - ROOM // 2) for name in WHERE)
        parts = [words.standing(step.k, self.player.measured[2:], self.said, self["digit"], shift)]
        if step.k == 0:
            parts = [words.START]
        notes = dict(
            shuffled=self["shuffle"],
            two=self["pool"] == "two",
            mean=self["pool"] == "mean",
            everywhere=self["taught"] == words.EVERYWHERE,
        )
        notes["no rim"] = self["padding"] < self["side"] - 1 and not notes["two"]
        return " ".join([*parts, *(words.NOTES[name] for name, holds in notes.items() if holds)])

    # -- what the reader does -----------------------------------------------------------------------------

    def _move(self, down: int, right: int) -> None:
        at = {name: int(np.clip(to, 0, ROOM)) for name, to in zip(WHERE, (down, right))}
        self._set_silently(at)

    def pointed(self, pointer: Pointer) -> None:
        """Drag the digit, or choose a kernel."""
        if pointer.kind == "release":
            self._held = None
        elif pointer.axes is self.view.kernels.ax and pointer.kind == "press":
            found = self.view.kernels.at(pointer.x, pointer.y)
            self.chosen = self.chosen if found is None else found
        elif pointer.axes is self.view.sheet.ax and pointer.kind == "press":
            self._held = pointer.y, pointer.x, self["down"], self["right"]
        elif pointer.kind == "drag" and self._held is not None:
            y, x, down, right = self._held
            self._move(down + round(pointer.y - y), right + round(pointer.x - x))

    def typed(self, key: str, shift: bool) -> None:
        """Move the digit with the arrows; Enter takes the next kernel."""
        ways = dict(ArrowUp=(-1, 0), ArrowDown=(1, 0), ArrowLeft=(0, -1), ArrowRight=(0, 1))
        if key in ways:
            self._move(*(self[name] + way for name, way in zip(WHERE, ways[key])))
        elif key == "Enter":
            self.chosen = (self.chosen + 1) % self["kernels"]


def explore_shift(taught: str = words.MIDDLE, **settings) -> ShiftExplorer:
    """Return an explorable of two networks that learn digits on sheets of 12x12 pixels, and are asked live.

    taught is "in the middle" or "at every place". `settings` set controls: `lr`, `digit` shown (0 to 9),
    `hidden` size of the dense net (1 to 64), how many `kernels` (1 to 64), their `side` (3 or 5), `padding`
    (0, 2 or 4), `pool` ("max" or "mean" of the whole map, or "two" for the maximum by two), `shuffle` (True
    shuffles the pixels), the digit's place (`down` and `right`, 0 to 4) and `seed` (0 to 9999). Raises
    ValueError for anything else.
    """
    return ShiftExplorer(settings_from(settings | dict(taught=taught), NEUTRAL))
