"""The chain rule as gears: a wheel turns so many times for one turn of another, and ratios multiply."""

from typing import final

import numpy as np

from nnlab.explore.kit.controls import Number, choice
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.handles import ARROWS, Handles
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson0 import gear_words as words
from nnlab.pictures.gears import Gears

RATIOS = (-6, -5, -4, -3, -2, -1, -0.5, -0.25, 0, 0.1, 0.2, 0.25, 0.5, 1, 2, 3, 4, 5, 6)
NAMES = ("first", "second", "third")
NEUTRAL = dict(first=3.0, second=2.0, third=5.0, wheels=3, turn=0.0)
PRESETS = {
    "Two ratios: 3, then 2": dict(),
    "z = 3w, a = z², L = 5a at w = 1": dict(first=3.0, second=6.0, third=5.0, wheels=4),
    "Backwards: a minus turns it round": dict(first=3.0, second=-2.0),
    "Two minuses": dict(first=-3.0, second=-2.0),
    "A slope of 0: nothing gets through": dict(first=3.0, second=0.0, third=5.0, wheels=4),
    "Three small slopes: hardly anything arrives": dict(first=0.25, second=0.25, third=0.25, wheels=4),
}


@final
class GearsExplorer(Explorer):
    """Made by `explore_gears`; see there."""

    def __init__(self, settings: dict) -> None:
        how = dict(choices=RATIOS, low=-6, high=6, width="230px")
        turns = np.round(np.linspace(-1, 1, 201), 2).tolist()
        controls = {name: Number(settings[name], words.RATIO_OF[name], **how) for name in NAMES}
        controls["wheels"] = choice(words.WHEELS, settings["wheels"], words.HOW_MANY)
        controls["turn"] = Number(settings["turn"], words.TURN, turns, low=-1, high=1, width="230px")
        stage = Stage(920, 380, hint=words.GEARS_HINT, cursor="grab")
        self.gears = Gears(stage.figure.add_axes((0.005, 0.01, 0.99, 0.98)))
        stage.moving = self.gears.artists
        self.handles = Handles(self.gears.ax)
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(main=["turn", *NAMES, "wheels"])
        self.restart()
        self.publish()

    @property
    def ratios(self) -> list[float]:
        """The ratios that are at work."""
        return [self[name] for name in NAMES[: self["wheels"] - 1]]

    def changed(self, *names: str) -> None:
        """Let the third ratio rest where there is no third pair of wheels."""
        self.controls["third"].rest(self["wheels"] < 4)

    def restart(self) -> None:
        """Begin again as the controls say."""
        self.changed()

    def pointed(self, pointer: Pointer) -> None:
        """Turn the first wheel by its mark."""
        pull = self.handles.pointed(pointer)
        if pull is not None and (pull.place != self.gears.middle).any():
            across, up = pull.place - self.gears.middle
            turn = np.arctan2(across, up) / (2 * np.pi)  # clockwise from the top
            turn += np.round(self["turn"] - turn)  # the nearest to what it was
            self._turn_to(turn)

    def typed(self, key: str, shift: bool) -> None:
        """Turn the first wheel with left and right."""
        across, up = ARROWS.get(key, (0, 0))
        if across or up:
            self._turn_to(self["turn"] + (across or up) * (0.01 if shift else 0.05))

    def _turn_to(self, turn: float) -> None:
        self._set_silently(dict(turn=float(np.clip(np.round(turn, 2), -1, 1)) + 0.0))

    def draw(self) -> None:
        """Draw the wheels as far as they have turned."""
        turns = self["turn"] * np.cumprod([1.0, *self.ratios])
        letters = words.LETTERS[self["wheels"]]
        names = [words.turned(letter, turn) for letter, turn in zip(letters, turns)]
        over = [words.times(ratio) for ratio in self.ratios]
        self.gears.update(self.ratios, self["turn"], names, over, chosen=self.handles.held is not None)
        self.handles.place(mark=self.gears.rim)
        self.stage.alt = words.alt_gears(letters, self.ratios)

    def sentence(self) -> str:
        """Say how the ratios multiply, and how far the last wheel has turned."""
        return words.chained(words.LETTERS[self["wheels"]], self.ratios, self["turn"])


def explore_gears(**settings) -> GearsExplorer:
    """Return an explorable of three or four wheels, each driven by the one before it.

    `settings` set controls: the ratios `first`, `second` and `third` (-6 to 6: turns for one turn of the
    wheel before), `wheels` (3 or 4), and `turn` (-1 to 1: how far the first wheel has turned). Raises
    ValueError for anything else.
    """
    return GearsExplorer(settings_from(settings, NEUTRAL))
