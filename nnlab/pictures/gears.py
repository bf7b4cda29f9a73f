"""Wheels on shafts, each driven by the one before through a chain, as on a bicycle."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.text import Text

from nnlab.pictures import style

APART = 2.7  # from one shaft to the next
MEAN = 0.42  # the geometric mean of the two wheels that a chain connects
LEAST, MOST = 0.12, 1.32  # radius of a wheel
DRIVEN, DRIVING = "#d9dee3", style.YES_TINT
COLOURS = (style.INK, style.NO, style.YES, style.PURPLE)  # of the shafts' marks


def radii(ratio: float) -> tuple[float, float]:
    """Return the radii of the driving wheel and of the driven one, which turns `ratio` times as often."""
    size = abs(ratio)
    if size == 0:
        return MEAN, MEAN
    return tuple(float(np.clip(MEAN * root, LEAST, MOST)) for root in (size**0.5, size**-0.5))


def wheel(middle: np.ndarray, radius: float, angle: float) -> np.ndarray:
    """Return the outline `(m, 2)` of a wheel with teeth, turned by an angle in turns."""
    teeth = max(round(20 * radius / MEAN), 6)
    along = np.arange(4 * teeth) / (4 * teeth)
    out = np.tile([1.0, 1.0, 0.0, 0.0], teeth)
    turned = 2 * np.pi * (along + angle)
    return middle + (radius + 0.055 * (out - 0.5))[:, None] * np.stack(
        [np.sin(turned), np.cos(turned)], axis=1
    )


def chain(left: np.ndarray, big: float, right: np.ndarray, small: float, *, crossed: bool) -> np.ndarray:
    """Return the two straight parts `(2, 2, 2)` of a chain around two wheels on one height."""
    across = right[0] - left[0]
    lean = np.arcsin(np.clip((big + small if crossed else big - small) / across, -1, 1))
    parts = []
    for up in (1, -1):
        way = np.array([np.sin(lean), up * np.cos(lean)])
        parts.append([left + big * way, right + small * (-way if crossed else way)])
    return np.array(parts)


@final
class Gears:
    """Up to `most` shafts in a row with a mark on each: how far it has turned."""

    def __init__(self, ax: Axes, most: int = 4) -> None:
        self.ax = ax
        ax.set(aspect="equal", xlim=(-1.35, (most - 1) * APART + 1.35), ylim=(-2.0, 1.75))
        ax.set_axis_off()
        self.chains = LineCollection([], colors=style.GREY, linewidths=2.2)
        self.wheels = PolyCollection([], edgecolors=style.INK, linewidths=1)
        self.marks = LineCollection([], colors=COLOURS, linewidths=3.2, capstyle="round")
        for collection in (self.chains, self.wheels, self.marks):
            ax.add_collection(collection, autolim=False)
        (self.rims,) = ax.plot([], [], "o", color=style.INK, markersize=9)
        (self.chosen,) = ax.plot([], [], "o", color=style.INK, markersize=16, markerfacecolor="none")
        how = dict(ha="center", va="center", fontsize=style.TEXT, color=style.INK)
        self.names = [ax.text(0, -1.62, "", **how) for _ in range(most)]
        self.ratios = [ax.text(0, 1.5, "", **how) for _ in range(most - 1)]

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.wheels, self.chains, self.marks, self.rims, self.chosen, *self.names, *self.ratios]

    def update(
        self,
        ratios: list[float],
        turn: float,
        names: list[str],
        over: list[str],
        *,
        chosen: bool = False,
    ) -> None:
        """Draw the shafts once the first has made `turn` turns, clockwise.

        Shaft i + 1 makes `ratios[i]` turns for one of shaft i: the other way round if it is negative, and
        none at all if it is 0, where the chain is off. `names` stand below the shafts, `over` above the
        chains. A wheel that would be too large or too small is drawn less so.
        """
        shafts = np.arange(len(ratios) + 1)
        left = 0.5 * APART * (len(self.names) - len(shafts))  # so that they stand in the middle
        across = left + shafts * APART
        middles = np.stack([across, 0.0 * across], axis=1)
        turns = turn * np.cumprod([1.0, *ratios])
        outlines, parts, longest = [], [], np.zeros(len(shafts))
        for i, ratio in enumerate(ratios):
            driving, driven = radii(ratio)
            longest[i], longest[i + 1] = max(longest[i], driving), max(longest[i + 1], driven)
            outlines += [
                (middles[i], driving, turns[i], DRIVING),
                (middles[i + 1], driven, turns[i + 1], DRIVEN),
            ]
            if ratio != 0:
                parts += [*chain(middles[i], driving, middles[i + 1], driven, crossed=ratio < 0)]
        outlines.sort(key=lambda outline: -outline[1])  # the smaller lies on the larger
        self.wheels.set_verts([wheel(*outline[:3]) for outline in outlines])
        self.wheels.set_facecolors([outline[3] for outline in outlines])
        self.chains.set_segments(parts)
        angle = 2 * np.pi * turns
        hands = longest[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
        self.marks.set_segments(np.stack([middles, middles + hands], axis=1))
        self.middle, self.rim = middles[0], middles[0] + hands[0]
        self.rims.set_data(*self.rim[:, None])
        self.chosen.set_data(*(self.rim[:, None] if chosen else ([], [])))
        _write(self.names, across, names)
        _write(self.ratios, across + 0.5 * APART, over)


def _write(texts: list[Text], places: np.ndarray, words: list[str]) -> None:
    """Let the first of the texts say the words, at these places across, and the others nothing."""
    rest = len(texts) - len(words)
    for text, x, word in zip(texts, [*places[: len(words)], *rest * [0.0]], [*words, *rest * [""]]):
        text.set_x(x)
        text.set_text(word)
