"""The normal of a straight boundary: an arrow standing on it, the band of the margin, signed distances."""

from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from nnlab.pictures import style
from nnlab.pictures.plane import NOWHERE


@final
class Normal:
    """A line, and the arrow `name` at a right angle to it, with a ring at its tip to take hold of.

    `under` is drawn before the samples and `over` after them. Right angles look right only where a
    unit is as long across as it is upwards: see `style.equal_units`.
    """

    def __init__(self, ax: Axes, *, name: str = "$w$", colour: str = style.INK, dashes="-") -> None:
        self.ax = ax
        (self.line,) = ax.plot([], [], color=colour, linewidth=3.2, linestyle=dashes)
        self.band = ax.add_patch(PathPatch(NOWHERE, facecolor="#b9a7c6", edgecolor="none", alpha=0.45))
        dashed = dict(color=style.GREY, linewidth=1.2, linestyle=(0, (5, 3)))
        (self.edges,) = ax.plot([], [], **dashed)
        (self.threads,) = ax.plot([], [], color=style.GREY, linewidth=1.0)
        (self.corner,) = ax.plot([], [], color=colour, linewidth=1.4)
        in_data = dict(angles="xy", scale_units="xy", scale=1.0, units="inches", width=0.04)
        head = dict(headwidth=4.2, headlength=4.6, headaxislength=4.2, minlength=0.1)
        self.arrow = ax.quiver([0.0], [0.0], [0.0], [0.0], color=colour, **in_data, **head)
        (self.grip,) = ax.plot(
            [], [], linestyle="none", marker="o", fillstyle="none", color=colour, markersize=17
        )
        at = dict(fontsize=style.TEXT + 3, color=colour, ha="center", va="center", clip_on=True)
        box = dict(boxstyle="round,pad=0.15", facecolor="white", edgecolor="none", alpha=0.75)
        self.name = ax.text(0, 0, name, bbox=box, **at)
        card = dict(boxstyle="round,pad=0.3", facecolor="white", edgecolor=style.GREY)
        words = dict(fontsize=style.TEXT, color=style.INK, ha="center", va="center")
        self.note = ax.text(0, 0, "", bbox=card, **words)
        ring = dict(linestyle="none", marker="o", fillstyle="none", markersize=16)
        (self.halo,) = ax.plot([], [], color=style.INK, **ring)
        (self.lead,) = ax.plot([], [], color=style.INK, linewidth=1.2)
        self.update(None, None)
        self.label(None)

    @property
    def under(self) -> list:
        """The artists that move and are below the samples."""
        return [self.band, self.edges, self.threads, self.line]

    @property
    def over(self) -> list:
        """The artists that move and are above the samples."""
        return [self.corner, self.arrow, self.grip, self.name, self.halo, self.lead, self.note]

    def among(self, artists: list, below: Artist) -> list:
        """Return the `artists` of a plane with these among them, `under` just before the artist `below`."""
        at = artists.index(below)
        return [*artists[:at], *self.under, *artists[at:], *self.over]

    def update(self, foot: np.ndarray | None, tip: np.ndarray | None, *, chosen: str = "") -> None:
        """Draw the arrow from `foot (2,)` on the line to `tip (2,)`, or none; `chosen` is what is bold."""
        there = foot is not None and not np.array_equal(foot, tip)
        for artist in (self.arrow, self.name):
            artist.set_visible(there)
        if not there:
            for line in (self.line, self.corner, self.grip):
                line.set_data([], [])
            return
        foot, tip = np.asarray(foot, float), np.asarray(tip, float)
        self.arrow.set_offsets([foot])
        self.arrow.XY = self.arrow.get_offsets()
        self.arrow.set_UVC(*(tip - foot)[:, None])
        self.grip.set_data(*tip[:, None])
        self.grip.set_markeredgewidth(3.2 if chosen == "tip" else 1.2)
        self.line.set_linewidth(4.8 if chosen == "line" else 3.2)
        across = (tip - foot) / np.linalg.norm(tip - foot)
        along = np.array([across[1], -across[0]])
        self.line.set_data(*self.ends(foot, across).T)
        small = 0.022 * abs(np.diff(self.ax.get_xlim())[0])
        self.corner.set_data(*(foot + small * np.array([along, along + across, across])).T)
        self.name.set_position(tip + 2.4 * small * across)

    def margin(self, foot: np.ndarray | None, across: np.ndarray | None = None, width: float = 0.0) -> None:
        """Draw a band of `width` on both sides of the line through `foot` with normal `across`, or none."""
        if foot is None:
            self.band.set_path(NOWHERE)
            self.edges.set_data([], [])
            return
        across = np.asarray(across, float) / np.linalg.norm(across)
        far, near = self.ends(foot + width * across, across), self.ends(foot - width * across, across)
        self.band.set_path(Path([*far, *near[::-1]]))
        self.edges.set_data(*np.vstack([far, np.full(2, np.nan), near]).T)

    def ends(self, foot: np.ndarray, across: np.ndarray) -> np.ndarray:
        """Return two places `(2, 2)` out of sight, on the line through `foot` at right angles to `across`."""
        span = np.ptp([self.ax.get_xlim(), self.ax.get_ylim()], axis=1).sum()
        along = span * np.array([across[1], -across[0]])
        return np.array([foot - along, foot + along])

    def distances(self, X: np.ndarray, feet: np.ndarray) -> None:
        """Draw a thin line from each of `X (n, 2)` to the nearest place on the line, `feet (n, 2)`."""
        gaps = np.full_like(X, np.nan)
        self.threads.set_data(*np.stack([X, feet, gaps], axis=1).reshape(-1, 2).T)
        self.threads.set_linewidth(1.0 if len(X) <= 120 else 0.5)

    def label(self, x: np.ndarray | None, text: str = "", *, avoid: np.ndarray | None = None) -> None:
        """Draw a ring around `x (2,)`, and a card with `text` joined to it by a line; or none.

        Of the places around `x`, the card takes one where it covers few of the places `avoid (m, 2)`.
        """
        self.note.set_visible(x is not None)
        if x is None:
            self.halo.set_data([], [])
            self.lead.set_data([], [])
            return
        points = np.array(self.ax.bbox.size) * 72 / self.ax.figure.dpi  # the Axes' width and height
        low, high = np.array([self.ax.get_xlim(), self.ax.get_ylim()]).T
        unit = (high - low) / points  # how much of the data one point of the page is
        lines = text.split("\n")
        half = np.array([0.3 * style.TEXT * max(map(len, lines)) + 8, 0.65 * style.TEXT * len(lines) + 6])
        ways = np.array([(i, j) for i in (1, -1, 0) for j in (1, -1, 2, -2, 0) if (i, j) != (0, 0)])
        ways = np.vstack([ways, 1.5 * ways, 2 * ways])  # the near ones first
        middles = x + ways * (half * [1, 0.8] + [14, 16]) * unit
        cost = np.sum(np.abs(middles - (low + high) / 2) > (high - low) / 2 - half * unit, axis=1) * 1e3
        if avoid is not None and len(avoid):
            cost += (np.abs(avoid - middles[:, None]) < (half + 6) * unit).all(axis=2).sum(axis=1)
        at = middles[np.argmin(cost)]
        self.note.set_position(at)
        self.note.set_text(text)
        self.halo.set_data(*np.reshape(x, (2, 1)))
        way = (at - x) / unit
        start = x + 8 * way / np.linalg.norm(way) * unit  # from the ring on; the card covers the other end
        self.lead.set_data(*np.array([start, at]).T)
