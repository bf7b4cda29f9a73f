"""Lesson 2: XOR by three step neurons, each with a line that the reader turns by hand."""

import ipywidgets as widgets
import numpy as np
from matplotlib.lines import Line2D

from nnlab import boundary, perceptron
from nnlab.data import gate
from nnlab.explore.kit.controls import Number, choice, row
from nnlab.explore.kit.explorer import Explorer, handler
from nnlab.explore.kit.handles import Handles
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson2.hand_line import HandLine
from nnlab.pictures import Normal, Plane
from nnlab.pictures.style import GREEN, GREY, INK, PURPLE, TEXT, equal_units

# Where a sample is, and its tag beside it, in the plane and in the square of answers.
TAGS = np.array([(0, 0), (0.15, 0.12), (0.3, 0.12)]), np.array([(0, 0), (0.2, 0), (0.4, 0), (0.6, 0)])
LARGEST = 1e3  # of a weight
APART = 0.17  # between samples that land on one corner
NEURONS = ("first", "second", "third")
PARTS = ("w1", "w2", "b")
HINT = (
    "Drag a line to shift it, drag the tip of its arrow to turn it. By keyboard, on the picture: Enter takes "
    "one line or tip after another, arrows move it, with Shift less far; Ctrl+Z undoes. On the right is all "
    "that neuron 3 sees: every sample lands on one of the four corners, beside others that land there, "
    "and its tag says where it came from"
)


def nine(first, second, third) -> dict[str, float]:
    """The nine controls for three times weights and bias."""
    numbers = zip(NEURONS, (first, second, third))
    return {f"{n}_{part}": float(v) for n, three in numbers for part, v in zip(PARTS, three)}


START = nine((1, -0.5, 0.3), (0.5, 1, -0.4), (1, 1, -0.5))
PRESETS = {
    "Start here": START,
    "A corridor between two lines": nine((1, 1, -0.5), (1, 1, -1.5), (1, -1, -0.5)),
    "Two corners cut off": nine((1, -1, -0.5), (-1, 1, -0.5), (1, 1, -0.5)),
    "The third alone cannot": nine((1, 0, -0.5), (0, 1, -0.5), (1, 1, -0.5)),
    "Two neurons that say the same": nine((1, 1, -0.5), (1, 1, -0.5), (1, -1, -0.5)),
}


def cells(says: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Numbers ``(m,)``, 0 or above where the whole says 1, that change steadily, so that edges can be drawn.

    ``says[a1, a2]`` is what the third says to two answers; ``first`` and ``second`` ``(m,)`` are how far each
    place is on the yes side of the two lines. The two lines cut the plane into up to four cells.
    """
    side = {(0, 1): first, (0, 0): -first, (1, 1): second, (1, 0): -second}
    heights = [np.full(len(first), -np.inf)]
    for a in (0, 1):
        if says[a].all():
            heights.append(side[0, a])  # all of that side of the first line
        if says[:, a].all():
            heights.append(side[1, a])
        heights += [np.minimum(side[0, a], side[1, b]) for b in (0, 1) if says[a, b]]
    height = np.max(heights, axis=0)
    return np.where(np.isfinite(height), height, -1.0) if not says.all() else np.ones(len(first))


class ThreeNeuronsExplorer(Explorer):
    """Made by ``explore_three_neurons``; see there."""

    def __init__(self) -> None:
        self.data = gate("XOR")
        controls = {"neuron": choice([(f"{i + 1}", n) for i, n in enumerate(NEURONS)], "first", "neuron")}
        grid = np.round(np.linspace(-3, 3, 61), 1).tolist()
        for name, value in START.items():
            part = name.split("_")[1]
            controls[name] = Number(value, part, grid, low=-LARGEST, high=LARGEST, width="auto")
        small = widgets.Layout(width="76px")
        self.undo_button = widgets.Button(description="Undo", tooltip="undo the last change", layout=small)
        stage = Stage(920, 500, hint=f"{HINT}.")
        self._make_pictures(stage)
        self.past: list[tuple] = []  # what was moved, and the nine numbers before
        self._before = dict(START)
        super().__init__(stage, controls, presets=PRESETS)
        self.undo_button.on_click(self._on_undo)
        numbers = row(*(controls[name] for name in START))
        self.lay_out(
            above=[row(self.preset, controls["neuron"], self.undo_button, self.reset_button), numbers],
            below=[],
        )
        self.publish()

    def _make_pictures(self, stage: Stage) -> None:
        place = dict(left=0.07, right=0.955, bottom=0.115, top=0.865, wspace=0.2)
        cells = stage.figure.add_gridspec(1, 2, width_ratios=[1.25, 1], **place)
        features, answers = (stage.figure.add_subplot(cell) for cell in cells)
        names = dict(classes=("0", "1"))
        limits = ((-0.6, 1.6), (-0.6, 1.6))
        room = ((-0.45, 1.75), (-0.6, 1.6))  # for the tags, beside the corners
        where = dict(features=("$x_1$", "$x_2$"), limits=equal_units(features, limits))
        self.plane = Plane(features, **names, **where)
        where = dict(features=("$a_1$: what neuron 1 says", "$a_2$: what neuron 2 says"))
        self.square = Plane(answers, **names, **where, limits=equal_units(answers, room))
        self.plane.boundary.set(linewidth=1.0)
        looks = dict(first=(GREEN, "-"), second=(PURPLE, (0, (4, 1.5))), third=(INK, "-"))
        self.lines = {}
        for number, (name, (colour, dashes)) in enumerate(looks.items(), 1):
            ax = answers if name == "third" else features
            normal = Normal(ax, name=str(number), colour=colour, dashes=dashes)
            self.lines[name] = HandLine(normal, name, room=1.3)  # not in the way of the tags
        self.handles = [Handles(features), Handles(answers)]
        corners = dict(linestyle="none", marker="+", color=GREY, markersize=9, markeredgewidth=1)
        answers.plot([0, 0, 1, 1], [0, 1, 0, 1], **corners)
        for plane, own in ((self.plane, ("first", "second")), (self.square, ("third",))):
            keys = []
            for name in own:
                colour, dashes = looks[name]
                label = f"line {NEURONS.index(name) + 1}"
                keys.append(Line2D([], [], color=colour, linestyle=dashes, linewidth=2.0, label=label))
            ax = plane.ax
            where = dict(features=(ax.get_xlabel(), ax.get_ylabel()), limits=(ax.get_xlim(), ax.get_ylim()))
            plane.relabel(**where, **names, more=keys)
        for ax in (features, answers):
            ax.set(xticks=[0, 1], yticks=[0, 1])
        at = dict(fontsize=TEXT, color=INK, ha="left")
        card = dict(boxstyle="round,pad=0.1", facecolor="white", edgecolor="none", alpha=0.7)
        words = ["({:g}, {:g})".format(*x) for x in self.data.X]
        self.tags = [
            [features.text(0, 0, word, va="bottom", **at) for word in words],
            [answers.text(0, 0, f"from {word}", va="center", bbox=card, **at) for word in words],
        ]
        moving = []
        for plane, own, tags in (
            (self.plane, ("first", "second"), self.tags[0]),
            (self.square, ("third",), self.tags[1]),
        ):
            artists = [*plane.artists, *tags]
            for name in own:
                artists = self.lines[name].normal.among(artists, plane.earlier_boundary)
            moving += artists
        stage.moving = moving

    def weights(self, neuron: str) -> np.ndarray:
        """The weights ``(3,)`` of the neuron "first", "second" or "third", bias last."""
        return np.array([self[f"{neuron}_{part}"] for part in PARTS])

    def answers(self) -> tuple[np.ndarray, np.ndarray]:
        """What the first two say to the four samples ``(4, 2)``, and what the third makes of it ``(4,)``."""
        return boundary.three_neurons(*map(self.weights, NEURONS), self.data.X)

    def draw(self) -> None:
        """Both planes: the lines, what each sample is answered, and where it lands in the square."""
        first, second, third = map(self.weights, NEURONS)
        A, a = self.answers()
        wrong = a != self.data.y
        for name in START:
            self.controls[name].layout.display = None if name.startswith(self["neuron"]) else "none"
        corners = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
        says = perceptron.predict(third, corners).reshape(2, 2)
        self.plane.answers(
            lambda places: cells(
                says, perceptron.preactivation(first, places), perceptron.preactivation(second, places)
            )
        )
        self.square.answers(lambda places: perceptron.preactivation(third, places))
        lands = A + self._apart(A)
        for plane, X, tags, beside in (
            (self.plane, self.data.X, self.tags[0], (0.05, 0.05)),
            (self.square, lands, self.tags[1], (0.07, 0)),
        ):
            plane.samples(X, self.data.y)
            plane.wrong(X[wrong])
            for tag, x in zip(tags, X):
                tag.set_position(x + beside)
        both = (("first", "second"), ("third",))
        for handles, own, X, tags in zip(self.handles, both, (self.data.X, lands), TAGS):
            where = {}
            avoid = np.concatenate([X + shift for shift in tags])  # the samples and their tags
            for name in own:
                line = self.lines[name]
                held = handles.held in (line.name, line.tip_name)
                where |= line.lay(self.weights(name), chosen=handles.chosen, held=held, avoid=avoid)
                if line.foot is not None:
                    avoid = np.vstack([avoid, line.foot, line.foot + line.unit * self.weights(name)[:2]])
            handles.place(**where)
        self.stage.alt = (
            f"XOR and three step neurons: two lines, and a third that sees two answers; {wrong.sum()} wrong"
        )

    def _apart(self, A: np.ndarray) -> np.ndarray:
        """Samples that land on one corner are drawn side by side, with the corner in their middle."""
        same = (A[:, None] == A).all(axis=2)
        earlier, together = np.tril(same, -1).sum(axis=1), same.sum(axis=1)
        return np.column_stack([np.zeros(len(A)), APART * ((together - 1) / 2 - earlier)])

    def sentence(self) -> str:
        """How many the three answer wrongly, and whether the third could do better."""
        A, a = self.answers()
        y, wrong = self.data.y, int(np.sum(a != self.data.y))
        told = f"The three together: {wrong} of 4 wrong."
        mixed = [x for x in A if len(set(y[np.all(x == A, axis=1)])) == 2]
        if mixed:
            return (
                f"{told} Neurons 1 and 2 give the same two answers to samples of both classes: whatever the "
                "third does, it cannot tell these apart. Move line 1 or 2."
            )
        if wrong == 0:
            return f"{told} Neurons 1 and 2 cut the plane, neuron 3 puts the pieces together."
        if perceptron.max_margin(A, y).gamma == 0:
            return f"{told} In the square of answers no line will do: it is XOR again. Move line 1 or 2."
        return f"{told} In the square of answers a line will do: move line 3."

    def changed(self, *names: str) -> None:
        """A control moved: what was before can be undone."""
        if set(names) & set(START):
            self._remember(names[0])

    def restart(self) -> None:
        """A preset: the arrows stand where they are best seen, and nothing is left to undo."""
        for line in self.lines.values():
            line.forget()
        self.past, self._before = [], self._numbers()

    def _numbers(self) -> dict[str, float]:
        return {name: self[name] for name in START}

    def _remember(self, what: str) -> None:
        """Keeps what was, once for a whole slide or drag of one thing."""
        if not self.past or what == "" or self.past[-1][0] != what:
            self.past = [*self.past[-99:], (what, self._before)]
        self._before = self._numbers()

    def _pulled(self, pull) -> None:
        neuron = pull.name.split(" ")[0]
        w = self.lines[neuron].pulled(pull, self.weights(neuron))
        if np.abs(w).max() > LARGEST:
            return
        if pull.begins:
            self._remember("")
        moved = {f"{neuron}_{part}": float(v) for part, v in zip(PARTS, w)}
        self._set_silently(moved | {"neuron": neuron})
        self._before = self._numbers()

    def pointed(self, pointer: Pointer) -> None:
        """The pointer drags one of the three lines or the tip of its arrow."""
        for handles in self.handles:
            if pull := handles.pointed(pointer):
                self._pulled(pull)
            elif handles.held and pointer.kind == "press" and handles.axes is pointer.axes:
                self._set_silently({"neuron": handles.held.split(" ")[0]})
                others = [other for other in self.handles if other is not handles]
                for other in others:
                    other.chosen = None

    def typed(self, key: str, shift: bool) -> None:
        """Enter goes from handle to handle through both planes, arrows move the chosen one."""
        if key == "undo":
            self._undo()
            return
        left, right = self.handles
        at = right if right.chosen else left
        if key == "Enter" and at.last:
            at.chosen, at = None, left if at is right else right
        if pull := at.typed(key, shift):
            self._pulled(pull)
        if at.chosen:
            self._set_silently({"neuron": at.chosen.split(" ")[0]})

    @handler
    def _on_undo(self, _button) -> None:
        self._undo()

    def _undo(self) -> None:
        if self.past:
            _, before = self.past.pop()
            self._set_silently(before)
            self._before = self._numbers()


def explore_three_neurons() -> ThreeNeuronsExplorer:
    """An explorable of XOR with three step neurons: two see x1 and x2, the third sees only their answers."""
    return ThreeNeuronsExplorer()
