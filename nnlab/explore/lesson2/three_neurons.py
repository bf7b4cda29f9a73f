"""Lesson 2: XOR by three step neurons, each with a line that the reader turns by hand."""

import functools
from typing import final

import numpy as np
from matplotlib.lines import Line2D

from nnlab import perceptron
from nnlab.activations import step
from nnlab.data import gate
from nnlab.explore.kit.controls import Number, choice
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.handles import Handles
from nnlab.explore.kit.history import History
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson2 import words
from nnlab.explore.lesson2.hand_line import HandLine
from nnlab.perceptron import weighted_sum
from nnlab.pictures import Normal, Plane
from nnlab.pictures.style import GREEN, GREY, INK, PURPLE, TEXT, equal_units

# Where a sample is, and its tag next to it, in the plane and in the square of answers.
TAGS = np.array([(0, 0), (0.15, 0.12), (0.3, 0.12)]), np.array([(0, 0), (0.2, 0), (0.4, 0), (0.6, 0)])
LARGEST = 1e3  # of a weight
APART = 0.17  # between samples that land on one corner
NEURONS = ("first", "second", "third")
PARTS = ("w1", "w2", "b")


def nine(first, second, third) -> dict[str, float]:
    """Return the nine controls for three times weights and bias."""
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
    """Return numbers `(m,)`, 0 or above where the whole says 1, and steady, so that edges can be drawn.

    `says[a1, a2]` is what the third says to two answers; `first` and `second` `(m,)` are how far each
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


@functools.cache
def separable(answers: tuple[tuple[int, int], ...], y: tuple[int, ...]) -> bool:
    """Return whether a line in the square of answers tells the classes apart."""
    return perceptron.max_margin(np.array(answers, float), np.array(y)).gamma > 0


@final
class ThreeNeuronsExplorer(Explorer):
    """Made by `explore_three_neurons`; see there."""

    undoes = words.UNDOES

    def __init__(self) -> None:
        self.data = gate("XOR")
        controls = {"neuron": choice([(f"{i + 1}", n) for i, n in enumerate(NEURONS)], "first", "neuron")}
        grid = np.round(np.linspace(-3, 3, 61), 1).tolist()
        for name, value in START.items():
            part = name.split("_")[1]
            controls[name] = Number(value, part, grid, low=-LARGEST, high=LARGEST, width="auto")
        stage = Stage(920, 500, hint=f"{words.THREE_HINT}.")
        self._make_pictures(stage)
        self.history = History(START)  # what was moved, and the nine numbers before
        self._before = dict(START)
        super().__init__(stage, controls, presets=PRESETS)
        self.lay_out(main=["neuron", *START])
        self.publish()

    def _make_pictures(self, stage: Stage) -> None:
        place = dict(left=0.07, right=0.955, bottom=0.115, top=0.865, wspace=0.2)
        cells = stage.figure.add_gridspec(1, 2, width_ratios=[1.25, 1], **place)
        features, answers = (stage.figure.add_subplot(cell) for cell in cells)
        names = dict(classes=("0", "1"))
        limits = ((-0.6, 1.6), (-0.6, 1.6))
        room = ((-0.45, 1.75), (-0.6, 1.6))  # for the tags, next to the corners
        where = dict(features=("$x_1$", "$x_2$"), limits=equal_units(features, limits))
        self.plane = Plane(features, **names, **where)
        where = dict(features=(words.SAYS_1, words.SAYS_2))
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
                label = words.LINE_KEY.format(number=NEURONS.index(name) + 1)
                keys.append(Line2D([], [], color=colour, linestyle=dashes, linewidth=2.0, label=label))
            ax = plane.ax
            where = dict(features=(ax.get_xlabel(), ax.get_ylabel()), limits=(ax.get_xlim(), ax.get_ylim()))
            plane.relabel(**where, **names, more=keys)
        for ax in (features, answers):
            ax.set(xticks=[0, 1], yticks=[0, 1])
        at = dict(fontsize=TEXT, color=INK, ha="left")
        card = dict(boxstyle="round,pad=0.1", facecolor="white", edgecolor="none", alpha=0.7)
        places = ["({:g}, {:g})".format(*x) for x in self.data.X]
        came_from = [words.CAME_FROM.format(place=place) for place in places]
        self.tags = [
            [features.text(0, 0, word, va="bottom", **at) for word in places],
            [answers.text(0, 0, word, va="center", bbox=card, **at) for word in came_from],
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
        """Return the weights `(3,)` of the neuron "first", "second" or "third", bias last."""
        return np.array([self[f"{neuron}_{part}"] for part in PARTS])

    def _answer(self) -> None:
        """Find what the first two say to the samples, `A (4, 2)`, and which the third answers wrongly."""
        first, second, third = self.each = [self.weights(name) for name in NEURONS]
        X = self.data.X
        self.A = np.column_stack([step(weighted_sum(first, X)), step(weighted_sum(second, X))])
        self.wrong = step(weighted_sum(third, self.A)) != self.data.y

    def draw(self) -> None:
        """Draw both planes: the lines, what each sample is answered, and where it lands in the square."""
        self._answer()
        (first, second, third), A, wrong = self.each, self.A, self.wrong
        for name in START:
            self.controls[name].layout.display = None if name.startswith(self["neuron"]) else "none"
        corners = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
        says = step(weighted_sum(third, corners)).reshape(2, 2) == 1
        self.plane.answers(
            lambda places: cells(says, weighted_sum(first, places), weighted_sum(second, places))
        )
        self.square.answers(lambda places: weighted_sum(third, places))
        lands = A + self._apart(A)
        for plane, X, tags, offset in (
            (self.plane, self.data.X, self.tags[0], (0.05, 0.05)),
            (self.square, lands, self.tags[1], (0.07, 0)),
        ):
            plane.samples(X, self.data.y)
            plane.wrong(X[wrong])
            for tag, x in zip(tags, X):
                tag.set_position(x + offset)
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
        self.stage.alt = words.THREE_ALT.format(wrong=wrong.sum())

    def _apart(self, A: np.ndarray) -> np.ndarray:
        """Return how to draw samples on one corner side by side, with the corner in their middle."""
        same = (A[:, None] == A).all(axis=2)
        earlier, together = np.tril(same, -1).sum(axis=1), same.sum(axis=1)
        return np.column_stack([np.zeros(len(A)), APART * ((together - 1) / 2 - earlier)])

    def sentence(self) -> str:
        """Say how many the three answer wrongly, and whether the third could do better."""
        A, y = self.A, self.data.y
        mixed = any(len(set(y[np.all(x == A, axis=1)])) == 2 for x in A)
        apart = not mixed and separable(tuple(map(tuple, A.tolist())), tuple(y.tolist()))
        return words.three(int(self.wrong.sum()), mixed=mixed, separable=apart)

    def changed(self, *names: str) -> None:
        """Keep what was before a control moved."""
        if set(names) & set(START):
            self._remember(names[0])

    def restart(self) -> None:
        """Let the arrows of a preset stand where they are best seen, with nothing left to undo."""
        for line in self.lines.values():
            line.forget()
        self.history.past, self._before = [], self._numbers()

    def _numbers(self) -> dict[str, float]:
        return {name: self[name] for name in START}

    def _remember(self, what: str) -> None:
        self.history.remember(what, self._before)
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
        """Let the pointer drag one of the three lines or the tip of its arrow."""
        for handles in self.handles:
            if pull := handles.pointed(pointer):
                self._pulled(pull)
            elif handles.held and pointer.kind == "press" and handles.axes is pointer.axes:
                self._set_silently({"neuron": handles.held.split(" ")[0]})
                others = [other for other in self.handles if other is not handles]
                for other in others:
                    other.chosen = None

    def typed(self, key: str, shift: bool) -> None:
        """Let Enter go from handle to handle through both planes, and arrows move the chosen one."""
        if key == "undo":
            self.undo()
            return
        left, right = self.handles
        at = right if right.chosen else left
        if key == "Enter" and at.last:
            at.chosen, at = None, left if at is right else right
        if pull := at.typed(key, shift):
            self._pulled(pull)
        if at.chosen:
            self._set_silently({"neuron": at.chosen.split(" ")[0]})

    def undo(self) -> None:
        """Take back the last change of a line."""
        if last := self.history.undo():
            _, before = last
            self._set_silently(before)
            self._before = self._numbers()


def explore_three_neurons() -> ThreeNeuronsExplorer:
    """Return an explorable of XOR with three step neurons: two see x1, x2, the third only their answers."""
    return ThreeNeuronsExplorer()
