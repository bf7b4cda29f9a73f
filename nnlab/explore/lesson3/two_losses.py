"""Two balls from one start: one on the landscape of the squared error, one on that of the cross-entropy."""

import math
from typing import final

from nnlab.data import Data
from nnlab.explore.kit.explorer import KEYS, SPEEDS
from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson3 import words
from nnlab.explore.lesson3.landscape import CORNER, FLAT, LandscapeExplorer, checked, shared_controls
from nnlab.moved import renamed
from nnlab.pictures import Curves, Landscape, Response
from nnlab.pictures.curves import COLOURS, DASHES

NAMES = (words.SQUARED, words.CROSS)
NEUTRAL = dict(lr=1.0, steepness=1.0, start=CORNER, reach=10.0, data="one sample")
PRESETS = {
    "Two balls from the confidently wrong corner": dict(),
    "Not so wrong: both roll": dict(start=(0.0, 0.0)),
    "Many samples": dict(data="apart", start=(-4.0, 1.0), lr=0.5),
}


@final
class TwoLossesExplorer(LandscapeExplorer):
    """Made by `explore_two_losses`; see there."""

    def __init__(self, given: Data | None, settings: dict) -> None:
        controls = shared_controls(given, settings)
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=2, hint=f"{words.HINT}; {KEYS}.")
        place = dict(left=0.085, right=0.965, bottom=0.115, top=0.925, wspace=0.2, hspace=0.55)
        grid = stage.figure.add_gridspec(2, 2, height_ratios=[1.45, 1], **place)
        squared, cross, response, loss = (
            stage.figure.add_subplot(cell) for cell in (grid[0, 0], grid[0, 1], grid[1, 0], grid[1, 1])
        )
        axes = dict(xlabel=words.WEIGHT, ylabel=words.BIAS, limits=((-1, 1), (-1, 1)))
        self.landscapes = [
            Landscape(ax, title=name, colour=colour, dashes=dashes, **axes)
            for ax, name, colour, dashes in zip((squared, cross), NAMES, COLOURS, DASHES)
        ]
        self.response = Response(response, NAMES, xlabel=words.INPUT, ylabel=words.ANSWER)
        self.curves = Curves(loss, NAMES, xlabel=words.STEPS, ylabel=words.LOSS, log=True)
        loss.get_legend().remove()
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(main=["data", "lr", "steepness"], more=["start", "reach"])
        self.restart()
        self.publish()

    @property
    def kinds(self) -> tuple[str, ...]:
        """Half the sum of squares, and cross-entropy."""
        return "half_sse", "cross_entropy"

    def sentence(self) -> str:
        """Say how both stand, and what it means."""
        frame, refused = self.frame, self.rolling.refusals[0]
        if refused:
            return refused
        told = [words.two(frame.k)]
        for which, (value, gradient) in enumerate(frame.slopes):
            said = frame.a[0, which] if len(frame.a) == 1 else None
            told.append(words.of_two(which, value, gradient, wrong=frame.wrong[which], said=said))
        flat = math.hypot(*frame.slopes[0][1]) < FLAT
        if flat and frame.wrong[0] > frame.wrong[1]:
            told.append(words.LIES_STILL)
        elif flat and frame.k == 0 and frame.wrong[0]:
            told.append(words.WHICH_ONE)
        return " ".join(part for part in (*told, self.off_the_map()) if part)


def explore_two_losses(data: str | Data = "one sample", **settings) -> TwoLossesExplorer:
    """Return an explorable of two balls from one start, on the landscapes of ½ Σ (a − y)² and cross-entropy.

    `data` and `settings` are as in `explore_neuron`: `lr`, `steepness`, `start` and `reach`.
    """
    return TwoLossesExplorer(*checked(data, settings, NEUTRAL))


__getattr__ = renamed(__name__, explore_two_balls="explore_two_losses")
