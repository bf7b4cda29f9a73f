"""Answers against the right answers: they agree on the diagonal."""

from typing import final

import numpy as np
from matplotlib.axes import Axes

from nnlab.pictures import style


@final
class PredictedVsTrue:
    """A mark for each sample: its height is the model's answer, its distance to the right the right one."""

    def __init__(self, ax: Axes, *, xlabel: str, ylabel: str) -> None:
        self.ax = ax
        grey = dict(color=style.GREY, linewidth=0.8)
        self.zeros = [ax.axhline(0, **grey), ax.axvline(0, **grey)]
        (self.diagonal,) = ax.plot([], [], color=style.GREY, linewidth=1.8, linestyle=(0, (4, 2)))
        dot = dict(linestyle="none", marker="o", markersize=4.5)
        (self.marks,) = ax.plot([], [], **dot, color=style.INK)
        (self.held_marks,) = ax.plot([], [], **dot, color=style.GREEN, markerfacecolor="white")
        style.dress(ax, xlabel, ylabel)

    @property
    def artists(self) -> list:
        """The artists that move, in drawing order."""
        return [self.held_marks, self.marks]

    def update(self, right: np.ndarray, answers: np.ndarray, held_out: np.ndarray, limits) -> None:
        """Mark `answers (n,)` against the answers that were `right (n,)`; `limits` are those of both axes."""
        self.marks.set_data(right[~held_out], answers[~held_out])
        self.held_marks.set_data(right[held_out], answers[held_out])
        if self.ax.get_xlim() != tuple(limits):
            self.diagonal.set_data(limits, limits)
            self.ax.set(xlim=limits, ylim=limits)
