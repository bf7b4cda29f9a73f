"""A network as nodes and edges, with a place for every number that goes through it, forward and back."""

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Circle, FancyBboxPatch

from nnlab.pictures import style
from nnlab.pictures.labels import Labels, half_width, spread

GLOW, CALM_GLOW = "#ffdf5d", "#fff3bf"  # a highlighter's yellow: where to look
RED = "#b3001b"
BLANK = "#f4f4f4"  # a node whose number is not known yet
NODE, INPUT, ONE, TAB = 27, 25, 15, (64, 34)  # radii of the circles; width and height of the tab in front
BEFORE = NODE - 8 + TAB[0]  # from a neuron's centre to where its edges come in
BOX = (84, 42)  # the loss
LABEL = (72, 37)  # room for the two numbers of an edge
ROW = 17  # from a number to the one below
CROSS = 12  # room for the cross before a wrong gradient
GREATEST = 2.5  # a weight of this size has the thickest line
NUMBERS, BACK, TIGHT = 12.5, 11.5, 10.5  # points: what goes forward, what comes back, long numbers
FEW, LARGER = 13, 1.1  # with no more edges than this there is room for larger numbers
DELTA, ERROR = ((-62, -31), (20, -38))  # from a neuron's centre to the slopes by z and by a
# A node (layer, j), where layer 0 is the inputs; or an edge (layer, i, j) that comes in from i.
Place = tuple[int, ...]


def _tint(colour: str, strength: float) -> tuple[float, ...]:
    """Return a mixture of white and `colour`."""
    share = 0.12 + 0.5 * min(abs(strength), 1.0)
    return tuple(1 - share * (1 - channel) for channel in to_rgb(colour))


OUTPUT = ("output", "outputs")  # one, or several


@final
class NetworkDiagram:
    """Layers of `sizes` from left to right in the rectangle `room` (left, bottom, right, top).

    The Axes' data coordinates must be page pixels. A neuron is a tab with z in it, and a circle with the
    activation a; below them, on the way back, are the slopes of the loss for z (that is delta) and for a.
    Every edge carries its weight, and below it the gradient. Positive weights are solid and blue, negative
    ones dashed and vermilion; large ones are thick. With `bias`, each layer but the last has one more node,
    which always says 1. `text` writes the numbers.
    """

    def __init__(
        self, ax: Axes, sizes: tuple[int, ...], *, room, bias: bool = True, text: Callable[[float], str] = str
    ) -> None:
        self.ax, self.room, self.text = ax, room, text
        self._made: list = []
        self.rewire(sizes, bias=bias)

    def rewire(self, sizes: tuple[int, ...], *, bias: bool = True) -> None:
        """Draw another network on the same Axes; all artists are new."""
        for artist in self._made:
            artist.remove()
        self._made = []
        self.sizes, self.bias = tuple(sizes), bias
        self._place_nodes()
        self._place_edges()
        self._make()

    # -- where things are -----------------------------------------------------------------------------

    def _place_nodes(self) -> None:
        left, bottom, right, top = self.room
        sizes, last = self.sizes, len(self.sizes) - 1
        # The room between two layers depends on how many edges they have.
        crowd = np.sqrt([(d + self.bias) * h for d, h in pairwise(sizes)])
        end = right - BOX[0] - 92  # to the right of the outputs are their targets and the loss
        free = end - left - 2 * INPUT - last * (BEFORE + NODE)
        gaps = free * (0.35 / last + 0.65 * crowd / crowd.sum())
        ends = left + 2 * INPUT + np.cumsum(gaps + BEFORE + NODE)
        self.columns = [left + INPUT, *(ends - NODE)]
        self.nodes: dict[Place, tuple[float, float]] = {}
        for l, x in enumerate(self.columns):
            rows = sizes[l] + (self.bias and l < last)
            step = min((top - bottom - 2 * NODE - ROW) / max(rows - 1, 1), 125.0)
            middle = (top + bottom + ROW) / 2
            for j in range(rows):
                self.nodes[l, j] = (float(x), middle + ((rows - 1) / 2 - j) * step)
        self.goal = (right - BOX[0] / 2, middle)  # the loss

    def is_one(self, node: Place) -> bool:
        """Return whether the node is the one that always says 1."""
        return node[1] == self.sizes[node[0]]

    def _place_edges(self) -> None:
        ends = {}
        for l in range(1, len(self.sizes)):
            for i in range(self.sizes[l - 1] + self.bias):
                x, y = self.nodes[l - 1, i]
                x += ONE if i == self.sizes[l - 1] else INPUT if l == 1 else NODE
                for j in range(self.sizes[l]):
                    to = self.nodes[l, j]
                    ends[l, i, j] = ((x, y), (to[0] - BEFORE, to[1]))
        self.edges = list(ends)
        self.scale = LARGER if len(self.edges) <= FEW else 1.0
        self.segments = np.array(list(ends.values()))  # (edges, 2 ends, x and y)
        taken = []  # boxes that hold something else
        for (l, j), (x, y) in self.nodes.items():
            taken.append((x, y, 2 * NODE, 2 * NODE))
            if l and not self.is_one((l, j)):
                taken.append((x - BEFORE + TAB[0] / 2, y, TAB[0] + 8, TAB[1]))
                taken += [(x + right, y + up, 74, 18) for right, up in (DELTA, ERROR)]
        gaps = np.array([edge[0] for edge in self.edges])
        taken, size = np.array(taken, float), np.array(LABEL, float)
        self.places = spread(self.segments, gaps, taken, size, ROW)  # (edges, x and y)

    def near(self, x: float, y: float, reach: float = 9.0) -> Place | None:
        """Return the edge whose numbers are at this place of the Axes, else the nearest in reach, or None."""
        off = np.abs(np.array([x, y]) - (self.places - [0, ROW / 2])) / (np.array(LABEL) / 2)
        inside = off.max(axis=1)
        if inside.min() <= 1:
            return self.edges[int(np.argmin(inside))]
        start, way = self.segments[:, 0], self.segments[:, 1] - self.segments[:, 0]
        along = np.clip(((np.array([x, y]) - start) * way).sum(axis=1) / (way**2).sum(axis=1), 0, 1)
        far = np.linalg.norm(start + along[:, None] * way - [x, y], axis=1)
        return self.edges[int(np.argmin(far))] if far.min() <= reach else None

    # -- the artists ----------------------------------------------------------------------------------

    def _make(self) -> None:
        ax = self.ax
        self.glow = LineCollection([], colors=GLOW, linewidths=11, capstyle="round")
        self.lines = LineCollection(self.segments, capstyle="butt")
        self.wrong = LineCollection([], colors=RED, linewidths=4.2)
        self.cards = PolyCollection([], edgecolors="none")
        for collection in (self.glow, self.lines, self.wrong, self.cards):
            ax.add_collection(collection, autolim=False)
        (self.crosses,) = ax.plot([], [], "X", color=RED, markersize=9, markeredgecolor="white")
        self.pointed = ax.add_patch(FancyBboxPatch((0, 0), 1, 1, boxstyle="round,pad=0,rounding_size=4"))
        self.pointed.set(facecolor="none", edgecolor=style.INK, linewidth=1.6)
        self.tabs, self.circles = {}, {}
        for node, (x, y) in self.nodes.items():
            if self.is_one(node):
                self.circles[node] = ax.add_patch(Circle((x, y), ONE))
                continue
            if node[0] > 0:
                corner = (x - BEFORE, y - TAB[1] / 2)
                shape = "round,pad=0,rounding_size=8"
                self.tabs[node] = ax.add_patch(FancyBboxPatch(corner, *TAB, boxstyle=shape, linewidth=1.4))
            self.circles[node] = ax.add_patch(Circle((x, y), NODE if node[0] else INPUT, linewidth=2))
        self.slots: dict[tuple[str, Place], tuple[float, float]] = {}  # where each number goes
        for node, (x, y) in self.nodes.items():
            self.slots["a", node] = (x, y)
            if node in self.tabs:
                self.slots["z", node] = (x - BEFORE + TAB[0] / 2 - 5, y)
                self.slots["delta", node] = (x + DELTA[0], y + DELTA[1])
                self.slots["error", node] = (x + ERROR[0], y + ERROR[1])
        for edge, (x, y) in zip(self.edges, self.places):
            self.slots["weight", edge] = (x, y)
            self.slots["gradient", edge] = (x, y - ROW)
        captions = ["inputs", *["hidden"] * (len(self.sizes) - 2), OUTPUT[self.sizes[-1] > 1]]
        small = dict(ha="center", va="bottom", fontsize=12.5, color=style.GREY)
        still = dict(ha="right", va="bottom", fontsize=11.5, color=style.GREY)
        x, y = self.goal
        self.box = ax.add_patch(
            FancyBboxPatch((x - BOX[0] / 2, y - BOX[1] / 2), *BOX, boxstyle="round,pad=0,rounding_size=6")
        )
        self.slots["loss", ()] = (x, y)
        how = dict(ha="center", va="top", color=style.GREEN, linespacing=1.35, fontsize=BACK)
        self.after = ax.text(x, y - BOX[1] / 2 - 5, "", **how)
        outputs = [self.nodes[len(self.sizes) - 1, j] for j in range(self.sizes[-1])]
        ends = [((a + NODE, b), (x - BOX[0] / 2, y)) for a, b in outputs]
        names = [ax.text(x, y + BOX[1] / 2 + 4, "loss $L$", **small)]
        for l, (x, caption) in enumerate(zip(self.columns, captions)):
            caption = f"{caption} $^{{({l})}}$" if l else caption
            names.append(ax.text(x - 12 * (l > 0), self.room[3] + 6, caption, **small))
        names += [ax.add_collection(LineCollection(ends, colors=style.GREY, linewidths=1.2, linestyles=":"))]
        for j, (a, b) in enumerate(outputs):
            out = -1 if b < y else 1  # the side without a dotted line
            self.slots["target", (len(self.sizes) - 1, j)] = (a + NODE + 42, b + 18 * out + 0.25 * (y - b))
        for node, (x, y) in self.nodes.items():
            if not self.is_one(node):
                corner = (x - BEFORE + 9, y + 16) if node[0] else (x - 22, y + 13)
                names.append(ax.text(*corner, str(node[1] + 1), **still))
        nodes = [*self.tabs.values(), *self.circles.values(), self.box]
        self.labels = Labels(ax)
        shapes = [self.glow, self.lines, self.wrong, self.cards, *nodes, self.pointed, self.crosses]
        self.artists = [*shapes, self.labels.artist, self.after]  # those that move, in drawing order
        for order, artist in enumerate(self.artists):
            artist.set_zorder(2 + order / 1000)  # the same order, wherever they are drawn
        self._made = [*self.artists, *names]

    def update(
        self,
        *,
        weight: Mapping[Place, float],
        z: Mapping[Place, float] | None = None,
        a: Mapping[Place, float] | None = None,
        error: Mapping[Place, float] | None = None,
        delta: Mapping[Place, float] | None = None,
        gradient: Mapping[Place, float] | None = None,
        loss: float | None = None,
        target: Mapping[Place, float] | None = None,
        after: float | None = None,
        changed: Iterable[Place] = (),
        found: Iterable[tuple[str, Place]] = (),
        used: Iterable[tuple[str, Place]] = (),
        wrong: Iterable[Place] = (),
        pointed: Place | None = None,
    ) -> None:
        """Put the numbers that are known in their places; the other places stay empty.

        `found` and `used` are pairs of a kind of number ("a", "weight" ...) and its place: the first get the
        highlighter's strong yellow, the second its pale one. `after` is the loss after the update.
        `changed` are edges whose weight is new, `wrong` are edges whose gradient is not what it should be,
        and `pointed` is the edge with a frame around its numbers.
        """
        known = dict(weight=weight, z=z, a=a, error=error, delta=delta, gradient=gradient, target=target)
        known = {kind: numbers or {} for kind, numbers in known.items()}
        known["loss"] = {} if loss is None else {(): loss}
        marked = {mark: CALM_GLOW for mark in used} | {mark: GLOW for mark in found}
        wrong = set(wrong)
        # Where the weights of a whole layer are new, yellow on every edge would say nothing.
        lit = {place for kind, place in marked if len(place) == 3 and marked[kind, place] == CALM_GLOW}
        lit |= {place for kind, place in marked if kind == "gradient"}
        self._draw_edges(weight, wrong, lit)
        self._draw_nodes(known["z"], known["a"], loss, marked)
        self._draw_numbers(known, marked, wrong, set(changed), set(found))
        self._draw_marks(wrong, pointed)
        self.after.set_text("" if after is None else f"after update:\n{self.text(after)}")

    def _draw_edges(self, weight, wrong, lit) -> None:
        values = np.array([weight[edge] for edge in self.edges])
        strong = np.array([edge in lit for edge in self.edges])
        colours = np.array([to_rgb(style.YES if value >= 0 else style.NO) for value in values])
        share = np.where(strong, 1.0, 0.5)[:, None]
        self.lines.set_color(1 - share * (1 - colours))
        self.lines.set_linewidth(0.9 + 4.6 * np.minimum(np.abs(np.nan_to_num(values)), GREATEST) / GREATEST)
        self.lines.set_linestyle(["-" if value >= 0 else (0, (3.2, 1.4)) for value in values])
        self.glow.set_segments(self.segments[strong])
        self.wrong.set_segments(self.segments[[edge in wrong for edge in self.edges]])

    def _draw_nodes(self, z, a, loss, marked) -> None:
        for node, tab in self.tabs.items():
            mark = marked.get(("z", node))
            tab.set(facecolor=mark or ("white" if node in z else BLANK), edgecolor=style.GREY)
        mark = marked.get(("loss", ()))
        self.box.set(facecolor=mark or ("white" if loss is not None else BLANK), edgecolor=style.INK)
        for node, circle in self.circles.items():
            value = 1.0 if self.is_one(node) else a.get(node)
            face = BLANK if value is None else _tint(style.YES if value >= 0 else style.NO, value)
            mark = marked.get(("a", node))
            circle.set(facecolor=mark or face, edgecolor=style.GREY if value is None else style.INK)
            circle.set_linewidth(3 if mark == GLOW else 1.4)

    def _draw_numbers(self, known, marked, wrong, changed, bold) -> None:
        labels, boxes, faces = {}, [], []
        for (kind, place), (x, y) in self.slots.items():
            value = 1.0 if kind == "a" and self.is_one(place) else known[kind].get(place)
            text = "" if value is None else ("right: " if kind == "target" else "") + self.text(value)
            forward = kind in ("a", "z", "loss", "target", "weight")
            size = (NUMBERS if forward else BACK) * self.scale
            if kind in ("a", "z") and len(text) > 4:
                size = NUMBERS if len(text) == 5 else TIGHT
            colour = style.INK if forward else style.PURPLE
            if kind == "weight" and place in changed:
                colour = style.GREEN
            if kind == "gradient" and place in wrong:
                colour = RED
            labels[kind, place] = text, x, y, size, colour, (kind, place) in bold
            if text and kind not in ("z", "a", "loss", "target"):
                half = half_width(text, self.scale)
                boxes.append([(x - half, y - 9), (x + half, y - 9), (x + half, y + 9), (x - half, y + 9)])
                faces.append(marked.get((kind, place), "white"))
        self.labels.update(labels)
        self.cards.set_verts(boxes)
        self.cards.set_facecolor(faces or "white")

    def _draw_marks(self, wrong, pointed) -> None:
        told, places = (
            self.labels.told,
            [self.slots["gradient", edge] for edge in self.edges if edge in wrong],
        )
        widths = [half_width(told["gradient", edge], self.scale) for edge in self.edges if edge in wrong]
        crosses = [(x - half - CROSS / 2, y) for (x, y), half in zip(places, widths)]
        self.crosses.set_data(*np.reshape(crosses, (-1, 2)).T)
        self.pointed.set_visible(pointed is not None)
        if pointed is not None:
            (x, y), below = self.slots["weight", pointed], told["gradient", pointed]
            half = max(half_width(words, self.scale) for words in (told["weight", pointed], below)) + 3
            deep, cross = (ROW if below else 0), (CROSS if pointed in wrong else 0)
            self.pointed.set_bounds(x - half - cross, y - 12 - deep, 2 * half + cross, 24 + deep)


def key(ax: Axes, x: float, y: float) -> None:
    """Draw a small neuron around (x, y) that says which number goes where."""
    shape = dict(facecolor="white", edgecolor=style.GREY, linewidth=1.2)
    corner = (x - BEFORE, y - TAB[1] / 2)
    ax.add_patch(FancyBboxPatch(corner, *TAB, boxstyle="round,pad=0,rounding_size=8", **shape))
    ax.add_patch(Circle((x, y), NODE, **shape))
    how = dict(ha="center", va="center", fontsize=NUMBERS + 1)
    ax.text(x - BEFORE + TAB[0] / 2 - 5, y, "$z$", color=style.INK, **how)
    ax.text(x, y, "$a$", color=style.INK, **how)
    ax.text(
        x + DELTA[0] - 14, y + DELTA[1] - 3, r"$\delta = \partial L / \partial z$", color=style.PURPLE, **how
    )
    ax.text(x + ERROR[0] + 8, y + ERROR[1] - 3, r"$\partial L / \partial a$", color=style.PURPLE, **how)
