"""A network with a map of the plane in every unit: what each says, wherever a sample may lie."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D

from nnlab.pictures import style
from nnlab.pictures.labels import Labels
from nnlab.pictures.network_plan import BIAS_OFF, BIAS_SIDE, BUTTON, ROW, SIDE, Plan, Spot
from nnlab.pictures.unit_maps import CELLS, Shaded, column_of, signed_shades

# A weight's line is as wide as the class of its size says: up to these sizes, and beyond.
SIZES = (0.05, 0.25, 0.6, 1.0, 1.6, 2.5, 4.0)
WIDTHS = (0.5, 1.0, 1.7, 2.5, 3.4, 4.5, 5.8, 7.2)  # points
GLOW = "#ffd21f"  # around what the pointer is on
NUMBERS, HEADS = 9.5, 11.5  # points
PITCH = int(ROW * CELLS / SIDE)  # cells from one map to the next


def _line_looks() -> list[dict]:
    """Return how the lines of each class look: negative ones first, of each sign the thin ones first."""
    looks = []
    for colour, dashes in ((style.NO, (0, (2.6, 0.9))), (style.YES, "-")):
        for width in WIDTHS:
            share = min(0.4 + 0.15 * width, 1.0)
            pale = tuple(1 - share * (1 - part) for part in to_rgb(colour))
            looks.append(dict(color=pale, linestyle=dashes, linewidth=width, dash_capstyle="butt"))
    return looks


def line_classes(weights: np.ndarray) -> np.ndarray:
    """Return the class of each of `weights (m,)`: which look its line has."""
    weights = np.nan_to_num(weights)
    return np.searchsorted(SIZES, np.abs(weights)) + len(WIDTHS) * (weights >= 0)


def _joined(pieces: np.ndarray) -> np.ndarray:
    """Return polylines `(m, corners, 2)` as one with gaps, `(m * (corners + 1), 2)`."""
    return np.concatenate([pieces, np.full((len(pieces), 1, 2), np.nan)], axis=1).reshape(-1, 2)


def _squares(middles: np.ndarray, side: float) -> np.ndarray:
    """Return the outlines of squares as one line with gaps."""
    corners = side / 2 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
    return _joined(middles[:, None] + corners)


@final
class NetworkMaps:
    """The network of a `Plan` on Axes whose data coordinates are page pixels.

    Blue and solid is positive, vermilion and dashed negative; a thick line is a large weight. The map of a
    unit shows what it says all over the plane, the little square at its foot is its bias. `plan` may be
    another one at any time, no artist is new then. `most` is the number of columns it may have.
    """

    def __init__(self, ax: Axes, plan: Plan, *, most: int) -> None:
        self.ax, self.plan = ax, plan
        (self.glow,) = ax.plot([], [], color=GLOW, linewidth=9, solid_capstyle="round")
        self.lines: list[Line2D] = [ax.plot([], [], **look)[0] for look in _line_looks()]
        self.columns = [ax.add_image(Shaded(ax)) for _ in range(most)]
        frame = dict(color=style.INK, linewidth=1.0, solid_joinstyle="miter")
        (self.frames,) = ax.plot([], [], **frame)
        (self.unused,) = ax.plot([], [], **(frame | dict(color="#b8b8b8")))
        (self.squares,) = ax.plot([], [], **(frame | dict(linewidth=0.8)))
        (self.ring,) = ax.plot([], [], color=GLOW, linewidth=3.5, solid_joinstyle="miter")
        (self.hold,) = ax.plot([], [], color=style.INK, linewidth=1.6, solid_joinstyle="miter")
        button = dict(linestyle="none", markeredgecolor=style.INK)
        disc = dict(markersize=2 * BUTTON * 0.72, markerfacecolor="#f1f1f1", markeredgewidth=0.9)
        (self.discs,) = ax.plot([], [], marker="o", **button, **disc)
        sign = dict(markersize=9, markeredgewidth=1.7)
        (self.plus,) = ax.plot([], [], marker="+", **button, **sign)
        (self.minus,) = ax.plot([], [], marker="_", **button, **sign)
        self.heads, self.numbers = Labels(ax), Labels(ax)
        card = dict(boxstyle="square,pad=0.2", facecolor="white", edgecolor=style.INK, linewidth=0.8)
        self.card = ax.text(0, 0, "", fontsize=11, ha="center", va="center", color=style.INK, bbox=card)
        self.card.set_visible(False)
        ax.set(xlim=(0, plan.width), ylim=(0, plan.height))
        ax.axis("off")
        self.lay_out(plan)

    @property
    def artists(self) -> list[Artist]:
        """All artists, in drawing order: everything moves, when the network gets another shape."""
        below = [self.glow, *self.lines, *self.columns, self.unused, self.frames, self.squares]
        above = [self.ring, self.hold, self.discs, self.plus, self.minus]
        return [*below, *above, self.heads.artist, self.numbers.artist, self.card]

    def lay_out(self, plan: Plan, heads: Mapping[Spot, str] | None = None) -> None:
        """Show another plan; `heads` are the words between the buttons, by the button on their right."""
        self.plan = plan
        layers = range(1, len(plan.sizes) + plan.has_output_maps)
        used = [i in plan.used for i in range(plan.features)]
        features = plan.middles(0)
        maps = np.concatenate([features[used], *(plan.middles(l) for l in layers)])
        self.frames.set_data(*_squares(maps, SIDE).T)
        self.unused.set_data(*_squares(features[~np.array(used)], SIDE).T)
        biases = np.concatenate([plan.biases(l) for l in range(1, len(plan.sizes) + 1)])
        self.squares.set_data(*_squares(biases, BIAS_SIDE).T)
        for l, column in enumerate(self.columns):
            column.set_visible(l <= len(plan.sizes))
            if l <= len(plan.sizes):
                column.set_extent(self._extent(l))
        buttons = plan.buttons
        self.discs.set_data(*np.array([*buttons.values()]).T)
        for line, sign in ((self.plus, "more"), (self.minus, "fewer")):
            line.set_data(*np.array([at for spot, at in buttons.items() if spot.kind.startswith(sign)]).T)
        middles = {
            spot: plan.crown if spot.kind == "more layers" else plan.heads[spot.layer - 1]
            for spot in buttons
            if spot.kind.startswith("more")
        }
        heads = heads or {}
        self.heads.update(
            {spot: (heads.get(spot, ""), *at, HEADS, style.INK, False) for spot, at in middles.items()}
        )

    def _extent(self, layer: int) -> tuple[float, float, float, float]:
        """Return left, right, bottom and top of a column."""
        plan = self.plan
        if layer == len(plan.sizes) and not plan.has_output_maps:  # of the single output the bias alone
            (x, y), half = plan.biases(layer)[0], BIAS_SIDE / 2
            return x - half, x + half, y - half, y + half
        middles = plan.middles(layer)
        left = middles[0, 0] - SIDE / 2 - (BIAS_OFF if layer else 0)
        return left, middles[0, 0] + SIDE / 2, middles[-1, 1] - SIDE / 2, middles[0, 1] + SIDE / 2

    def update(self, maps: Sequence[np.ndarray], weights: np.ndarray, biases: Sequence[np.ndarray]) -> None:
        """Draw shades `(h, CELLS, CELLS)` of each layer, features first, with its `weights (m,)`.

        `biases (h,)` are those of each layer after the features. There are `maps` of the output only if the
        plan has some there. The weights are in the order of the plan's.
        """
        classes = line_classes(weights)
        order = np.argsort(classes, kind="stable")
        ends = np.searchsorted(classes[order], np.arange(len(self.lines) + 1))
        for line, (start, end) in zip(self.lines, pairwise(ends)):
            line.set_data(*_joined(self.plan.lines[order[start:end]]).T)
        squares = [None, *(signed_shades(b) for b in biases)]
        for column, shades, square in zip(self.columns, maps, squares):
            column.set_data(column_of(shades, PITCH, square))
        if not self.plan.has_output_maps:
            self.columns[len(self.plan.sizes)].set_data(np.atleast_2d(squares[-1]))

    def mark(
        self,
        pointed: Spot | None,
        held: Spot | None,
        card: str = "",
        numbers: Mapping[Spot, str] | None = None,
    ) -> None:
        """Mark what the pointer is on and what the reader holds; `card` stands on the weight of either.

        `numbers` stand under units.
        """
        self.glow.set_data([], [])
        self.ring.set_data([], [])
        if pointed is not None and pointed.kind == "weight":
            self.glow.set_data(*self.plan.line(pointed).T)
        elif pointed is not None:
            self.ring.set_data(*self._outline(pointed).T)
        self.hold.set_data(*(self._around(held).T if held is not None else ([], [])))
        on = next((spot for spot in (held, pointed) if spot and spot.kind in ("weight", "bias")), None)
        self.card.set_visible(bool(card) and on is not None)
        if card and on is not None:
            self.card.set(text=card, position=self._card_place(on))
        told = {}
        for spot, text in (numbers or {}).items():
            x, y = self.plan.middles(spot.layer)[spot.j]
            told[spot] = text, x, y - SIDE / 2 - 8, NUMBERS, style.INK, False
        self.numbers.update(told)

    def _outline(self, spot: Spot) -> np.ndarray:
        if spot.kind in ("unit", "feature"):
            return _squares(self.plan.middles(spot.layer)[spot.j : spot.j + 1], SIDE + 4)
        if spot.kind == "bias":
            return _squares(self.plan.biases(spot.layer)[spot.j : spot.j + 1], BIAS_SIDE + 4)
        return _squares(self.plan.buttons[spot][None], 2 * BUTTON + 3)

    def _around(self, spot: Spot) -> np.ndarray:
        """Return two lines along a weight's, or a frame around a bias."""
        if spot.kind != "weight":
            return self._outline(spot)
        ends = self.plan.line(spot)
        way = ends[1] - ends[0]
        aside = 5 * np.array([-way[1], way[0]]) / np.hypot(*way)
        return _joined(np.array([ends + aside, ends - aside]))

    def _card_place(self, spot: Spot) -> np.ndarray:
        if spot.kind == "weight":
            x, y = self.plan.line(spot).mean(axis=0)
        else:
            x, y = self.plan.biases(spot.layer)[spot.j] - np.array([0, 14])
        return np.clip([x, y], [28, 10], [self.plan.width - 28, self.plan.height - 10])
