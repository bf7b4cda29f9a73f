"""Arrows in the plane of two weights: where w was, the push it got, and where it is now."""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from nnlab.pictures import style


@final
class Arrows:
    """Three arrows head to tail: the weights before (grey), the push (green), the weights after (black)."""

    def __init__(self, ax: Axes, *, xlabel: str, ylabel: str) -> None:
        self.ax = ax
        style.dress(ax, xlabel, ylabel)
        ax.axhline(0, color=style.GREY, linewidth=0.8)
        ax.axvline(0, color=style.GREY, linewidth=0.8)
        in_data = dict(angles="xy", scale_units="xy", scale=1.0)
        shaft = dict(
            units="inches", width=0.03, headwidth=4.5, headlength=5.0, headaxislength=4.5, minlength=0.1
        )
        none = np.zeros(3)
        colours = [style.GREY, style.GREEN, style.INK]
        self.arrows = ax.quiver(none, none, none, none, color=colours, **in_data, **shaft)
        names = ("before", "push", "now")
        handles = [Line2D([], [], color=c, linewidth=3, label=name) for c, name in zip(colours, names)]
        style.legend(ax, handles, columns=3)
        corner = dict(transform=ax.transAxes, ha="right", va="bottom", fontsize=style.TEXT, color=style.INK)
        self.note = ax.text(0.99, 0.03, "", **corner)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.arrows, self.note]

    def update(self, before: np.ndarray, after: np.ndarray, *, reach: float = 0.0, note: str = "") -> None:
        """Show the weights `before (2,)` and `after (2,)` one learning step, and a `note` in the corner.

        `reach` is how far the arrows go in the whole run, so that the axes do not jump from step to step.
        """
        self.note.set_text(note)
        before, after = np.asarray(before, float), np.asarray(after, float)
        push = after - before
        self.arrows.set_offsets([[0.0, 0.0], before, [0.0, 0.0]])
        self.arrows.XY = self.arrows.get_offsets()
        self.arrows.set_UVC(*np.stack([before, push, after], axis=1))
        reach = style.round_up(1.1 * style.finite(reach, np.abs([before, after]), 0.0).max() or 1.0)
        width, height = self.ax.bbox.size  # a unit is to be as long across as it is upwards
        across, up = reach * max(width / height, 1.0), reach * max(height / width, 1.0)
        if (*self.ax.get_xlim(), *self.ax.get_ylim()) != (-across, across, -up, up):  # to set them is slow
            self.ax.set(xlim=(-across, across), ylim=(-up, up))
