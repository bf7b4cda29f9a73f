"""Two balls from one start: one on the landscape of the squared error, one on that of the cross-entropy."""

import math

from nnlab.data import Data
from nnlab.explore.kit.controls import row
from nnlab.explore.kit.explorer import KEYS, SPEEDS
from nnlab.explore.kit.numbers import pair, plain
from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson3 import landscape
from nnlab.explore.lesson3.landscape import CORNER, FLAT, HINT, Neurons
from nnlab.moved import renamed
from nnlab.pictures import Curves, Landscape, Response
from nnlab.pictures.curves import COLOURS, DASHES

NAMES = ("squared error", "cross-entropy")
NEUTRAL = dict(lr=1.0, steepness=1.0, start=CORNER, reach=10.0, data="one sample")
PRESETS = {
    "Two balls from the confidently wrong corner": dict(),
    "Not so wrong: both roll": dict(start=(0.0, 0.0)),
    "Many samples": dict(data="apart", start=(-4.0, 1.0), lr=0.5),
}


class TwoLossesExplorer(Neurons):
    """Made by ``explore_two_losses``; see there."""

    def __init__(self, given: Data | None, settings: dict) -> None:
        settings = NEUTRAL | settings
        controls = dict(
            data=landscape.samples(given, settings),
            lr=landscape.rate(settings["lr"]),
            steepness=landscape.steepness(settings["steepness"]),
            start=landscape.starts(settings["start"]),
            reach=landscape.part_of_the_map(settings["reach"]),
        )
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=2, hint=f"{HINT}; {KEYS}.")
        place = dict(left=0.085, right=0.965, bottom=0.115, top=0.925, wspace=0.2, hspace=0.55)
        grid = stage.figure.add_gridspec(2, 2, height_ratios=[1.45, 1], **place)
        squared, cross, response, loss = (
            stage.figure.add_subplot(cell) for cell in (grid[0, 0], grid[0, 1], grid[1, 0], grid[1, 1])
        )
        axes = dict(xlabel="weight $w$", ylabel="bias $b$", limits=((-1, 1), (-1, 1)))
        self.landscapes = [
            Landscape(ax, title=name, colour=colour, dashes=dashes, **axes)
            for ax, name, colour, dashes in zip((squared, cross), NAMES, COLOURS, DASHES)
        ]
        self.response = Response(response, NAMES, xlabel="input $x$", ylabel="answer $a$")
        self.curves = Curves(loss, NAMES, xlabel="steps so far, $k$", ylabel="loss", log=True)
        loss.get_legend().remove()
        pictures = (*self.landscapes, self.response, self.curves)
        stage.moving = [artist for picture in pictures for artist in picture.artists]
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(
            above=[
                row(self.preset, controls["data"]),
                row(controls["lr"], controls["steepness"]),
            ],
            below=[row(self.undo_button, self.reset_button, controls["start"], controls["reach"])],
        )
        self.restart()
        self.publish()

    @property
    def kinds(self) -> tuple[str, ...]:
        """Half the sum of squares, and cross-entropy."""
        return "half_sse", "cross_entropy"

    def sentence(self) -> str:
        """How both stand, and what it means."""
        if self.refusals[0]:
            return self.refusals[0]
        at, n = self.player.step, len(self.x)
        told = []
        for name, loss, step in zip(NAMES, self.losses, at.steps):
            value, gradient = loss(step.theta)
            answer = (
                f"says {landscape.answer(self.answers(step.theta, self.x)[0])}"
                if n == 1
                else f"{self._wrong(step)} wrong"
            )
            told.append(f"{name.capitalize()}: gradient {pair(gradient)}, loss {plain(value)}, {answer}.")
        wrong = [self._wrong(step) for step in at.steps]
        lead = f"Step {at.k}." if at.k else "Two balls at the same place, at the same rate. Press play."
        flat = math.hypot(*self.losses[0](at.steps[0].theta)[1]) < FLAT
        if flat and wrong[0] > wrong[1]:
            told.append("The first lies still because it is flat there, not because it is right.")
        elif flat and at.k == 0 and wrong[0]:
            told.append("Both are equally wrong: which one will notice?")
        return " ".join(filter(None, [lead, *told, self._off_the_map()]))


def explore_two_losses(data: str | Data = "one sample", **settings) -> TwoLossesExplorer:
    """An explorable of two balls from one start: on the landscapes of ½ Σ (a − y)² and of cross-entropy.

    ``settings`` set controls: ``lr``, ``steepness``, ``start`` and ``reach``, as in ``explore_neuron``.
    """
    return TwoLossesExplorer(*landscape.checked(data, settings, NEUTRAL))


__getattr__ = renamed(__name__, explore_two_balls="explore_two_losses")
