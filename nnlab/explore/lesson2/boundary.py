"""Lesson 2: one neuron's boundary, shifted and turned by hand, and what the perceptron makes of it."""

from dataclasses import replace
from typing import final

import ipywidgets as widgets
import numpy as np

from nnlab.data import Data, load, names, penguins
from nnlab.explore.kit.controls import Number, button, choice, whole
from nnlab.explore.kit.editable_samples import Points
from nnlab.explore.kit.explorer import KEYS, SPEEDS, handler
from nnlab.explore.kit.handles import Pull, nearest, reach_of
from nnlab.explore.kit.history import History
from nnlab.explore.kit.numbers import entry
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import OWN, SampleExplorer, checked, held_out_list, sample_list
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson1.perceptron import RATES
from nnlab.explore.lesson2 import words
from nnlab.explore.lesson2.line_view import LineView
from nnlab.explore.lesson2.step_neuron import LARGEST, StepNeuron, same_boundary, through

MEASURED, STANDARD = "as measured", "standardised"
LINE, SAMPLES = "the line", "the samples"
BY_MASS = "penguins, by mass"
FEATURES = [("2: x₁, x₂", 2), ("3: x₁, x₂, x₁·x₂", 3)]
WEIGHTS = ("w1", "w2", "w3", "b")
SETS = (*names(), BY_MASS, OWN)

NEUTRAL = dict(lr=1.0, features=2, scale=MEASURED, held_out=0.0, seed=0, hand=LINE)
ZERO = dict(w1=0.0, w2=0.0, w3=0.0, b=0.0)
PRESETS = {
    "Blobs: find a line without mistakes": dict(data="blobs", w1=0.5, w2=-1.0, b=0.0),
    "AND: find a line without mistakes": dict(data="AND", w1=1.0, w2=-0.5, b=-0.25),
    "XOR: no line will do": dict(data="XOR", w1=1.0, w2=1.0, b=-0.5),
    "XOR with x₁·x₂": dict(data="XOR", features=3, w1=1.0, w2=1.0, w3=-2.0, b=-0.5),
    "Moons: no line either": dict(data="moons", w1=0.5, w2=-1.5, b=0.0),
    "Penguins as measured": dict(data="penguins", **ZERO),
    "Penguins standardised": dict(data="penguins", scale=STANDARD, **ZERO),
    "Millimetres and grams": dict(data=BY_MASS, w1=-1.0, w2=1.0, w3=0.0, b=-4283.0),
    "Millimetres and grams, standardised": dict(data=BY_MASS, scale=STANDARD, w1=-1.0, w2=1.0, w3=0.0, b=1.0),
    "A large start, a small rate: slow": dict(data="blobs", w1=4.0, w2=-4.0, b=0.0, lr=0.0625),
    "A large start, a large rate: quick": dict(data="blobs", w1=4.0, w2=-4.0, b=0.0, lr=4.0),
}


def controls_of(given: Data | None, settings: dict) -> dict[str, widgets.Widget]:
    """Return the controls, by the names of the settings."""
    ten = dict(choices=np.round(np.linspace(-5, 5, 101), 1).tolist(), low=-LARGEST, high=LARGEST)
    return dict(
        data=sample_list(SETS, given, settings.get("data")),
        features=choice(FEATURES, settings["features"], "features"),
        scale=choice([MEASURED, STANDARD], settings["scale"], "scale"),
        **{name: Number(0.0, name, **ten, width="auto", write=entry) for name in WEIGHTS},
        lr=Number(settings["lr"], "learning rate η", RATES, low=1e-4, high=1e4),
        hand=choice([LINE, SAMPLES], settings["hand"], "you move"),
        adds=choice([("1", 1), ("0", 0)], 1, "a click adds class"),
        held_out=held_out_list(settings["held_out"]),
        seed=whole(settings["seed"], 0, 9999, "seed"),
    )


@final
class BoundaryExplorer(SampleExplorer):
    """Made by `explore_boundary`; see there."""

    undoes = words.UNDOES

    def __init__(self, given: Data | None, settings: dict) -> None:
        hand_set = {name: value for name, value in settings.items() if name in WEIGHTS}
        controls = controls_of(given, NEUTRAL | settings)
        self.zero_button = button(words.FROM_ZERO, words.FROM_ZERO_DOES)
        self.clear_button = button(words.CLEAR, words.CLEAR_DOES)
        how = dict(speeds=SPEEDS, speed=2, hovers=True, hint=f"{words.BOUNDARY_HINT}; {KEYS}.")
        stage = Stage(920, 500, bar=True, **how)
        self.view = LineView(stage.figure)
        self.plane, self.line, self.handles = self.view.plane, self.view.line, self.view.handles
        stage.moving = self.view.artists
        self.points = Points(self.plane.ax, remembered=lambda: self._remember(SAMPLES))
        self.neuron = StepNeuron()
        self.history = History(WEIGHTS)  # of the line, of its scale and of the samples, in order
        self.shown: int | None = None  # the sample that tells its distance
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.zero_button.on_click(self._on_zero)
        self.clear_button.on_click(self._on_clear)
        by_hand = ["hand", "adds", self.clear_button]
        more = ["features", "scale", "lr", self.zero_button, *by_hand, "held_out", "seed", self.own_data]
        self.lay_out(main=["data", *WEIGHTS], more=more)
        self._fresh_samples()
        self._lie_somewhere()
        self._set_silently(hand_set)
        self._at_first |= {name: controls[name].value for name in WEIGHTS}
        self._learn()
        self.publish()

    @property
    def player(self) -> Player:
        """The tape of the neuron's updates."""
        return self.neuron.player

    # -- samples, scale and line --------------------------------------------------------------------------

    def fetch(self, name: str) -> Data:
        """Return the samples of that name."""
        if name == BY_MASS:
            return penguins(("bill_depth_mm", "body_mass_g"))
        return load(name, rng=self._rng())

    def samples_taken(self) -> None:
        """Fit the scaler to the training samples, and show the plane in its units."""
        points, labels = self.points, self.labels()
        self._scaled = self["scale"]
        done = self.neuron.take_scale(points.X[~points.held], self._scaled == STANDARD)
        if done:
            bare = (name.split(" (")[0] for name in labels["features"])
            labels["features"] = tuple(words.STANDARDISED.format(feature=name) for name in bare)
        labels["limits"] = self.neuron.scaled(np.transpose(labels["limits"])).T
        self.view.relabel(**labels)
        reach = np.abs(self.view.ends).max()
        end = 5.0 if reach < 5 else 10 * np.ceil(reach / 5)
        self.controls["b"].choose_from(np.round(np.linspace(-end, end, 101), 6).tolist())
        self.unscaled = self._scaled == STANDARD and not done

    def _fresh_samples(self) -> None:
        self.take_samples()
        self.history.past, self.shown = [], None

    def _lie_somewhere(self) -> None:
        """Lay the line through the middle of the picture, slanting."""
        w = np.array([1.0, -0.5])
        b = round(float(-w @ self.view.ends.mean(axis=1)), 2) + 0.0
        self._set_silently(dict(w1=w[0], w2=w[1], w3=0.0, b=b))

    def _hand(self) -> np.ndarray:
        """Return the weights as the controls say, bias last."""
        used = WEIGHTS if self["features"] == 3 else ("w1", "w2", "b")
        return np.array([self[name] for name in used])

    def _show_weights(self, w: np.ndarray) -> None:
        """Set the controls to `w`, bias last, which nobody typed."""
        used = WEIGHTS if len(w) == 4 else ("w1", "w2", "b")
        self._set_silently({name: float(value) for name, value in zip(used, w)})

    # -- learning -----------------------------------------------------------------------------------------

    def _learn(self, *, again: bool = False) -> None:
        """Take the samples as they are, and learn from the weights of the controls, or those of before."""
        points, neuron = self.points, self.neuron
        neuron.lr = self["lr"]
        neuron.learn_from(points.X, points.y, points.held, self["features"])
        if again:
            neuron.again()
        else:
            neuron.begin(self._hand())

    # -- what is seen -------------------------------------------------------------------------------------

    def publish(self, *, flush: bool = True) -> None:
        """Draw what is now; at rest the sliders show the weights that the picture shows."""
        if not self.stage.playing and self.player is not None:
            self._show_weights(self.player.step.w)
        super().publish(flush=flush)

    def draw(self) -> None:
        """Draw the samples, the line with its arrow, band and distances, and the mistakes."""
        self.controls["w3"].layout.display = None if self["features"] == 3 else "none"
        for widget in (self.controls["adds"], self.clear_button):
            widget.layout.display = None if self["hand"] == SAMPLES else "none"
        self.frame = frame = self.neuron.frame()
        self.view.draw(self.neuron, frame, self.points, self.shown, self.stage.playing)
        self.view.wrong.update(*self.player.history())
        self.stage.alt = words.boundary_alt(self._name(), frame.wrong)

    def sentence(self) -> str:
        """Say how many are wrong, how far the line is from the samples, and what the learning does."""
        frame, player, points = self.frame, self.player, self.points
        if not len(points.y):
            return words.NO_SAMPLES
        parts = [words.standing(frame.wrong, points.held), points.thinned]
        parts += [words.simplest(self.neuron.simplest(frame), self.class_names())]
        if self["data"] == BY_MASS and frame.straight and len(self.neuron.X):
            parts.append(words.units(self.neuron.shares(frame), measured=self["scale"] == MEASURED))
        if self.unscaled:
            parts.append(words.NOT_STANDARDISED)
        parts.append(words.about_the_line(frame.step.w, frame.length, frame.margin))
        parts.append(words.OUT_OF_SIGHT if frame.straight and self.line.foot is None else "")
        ended = player.finished and player.position == player.length
        parts.append(words.happened(frame.step, self["lr"], ended=ended))
        return " ".join(filter(None, parts))

    # -- what the reader does -----------------------------------------------------------------------------

    def _remember(self, what: str) -> None:
        """Keep what was; `Points` keeps what was of the samples."""
        w = self.player.step.w.copy()
        self.history.remember(what, (dict(features=len(w) - 1, scale=self._scaled), w))

    def changed(self, *names: str) -> None:
        """Put the line where the controls say, or make the run again with them."""
        self.points.adds = self["adds"]
        if "data" in names:
            self.stage.playing = False
            if self["data"] == OWN:
                self._set_silently(dict(hand=SAMPLES))
            self._fresh_samples()
            self._lie_somewhere()
            self._learn()
        elif set(WEIGHTS) & set(names):
            self._remember(names[0])
            self._learn()
        elif "scale" in names:
            self._remember("scale")
            first, before = self.neuron.first, self.neuron.scaler
            self.samples_taken()
            self._show_weights(same_boundary(first, before, self.neuron.scaler))
            self._learn()
        elif "features" in names:
            self._remember("features")
            self._learn()
        elif {"seed", "held_out"} & set(names):
            if "seed" in names and not self.points.past:
                self._fresh_samples()
            else:
                self.hold_out()
            self._learn(again=True)
        elif "lr" in names:
            self.neuron.lr = self["lr"]
            self.neuron.again()

    def _start_from(self, settings: dict) -> None:
        super()._start_from(settings)
        if "w1" not in settings:
            self._lie_somewhere()
            self._learn()

    def restart(self) -> None:
        """Take fresh samples, and put the line where the controls say."""
        self._fresh_samples()
        self._learn()

    def pointed(self, pointer: Pointer) -> None:
        """Let the pointer drag the line or its arrow, change samples, or ask for a distance."""
        if pointer.axes is not self.plane.ax or pointer.kind == "leave":
            self.shown = None
            return
        place = np.array([pointer.x, pointer.y])
        if pointer.kind in ("press", "move") and not self.handles.held:
            seen = np.flatnonzero(self.points.drawn)
            found = nearest(self.plane.ax, self.neuron.places[seen], place, reach_of(pointer))
            self.shown = None if found is None else int(seen[found])
        if pointer.kind == "move":
            return
        if self["hand"] == SAMPLES:
            # The samples' own places are those as measured.
            x, y = self.neuron.scaler.inverse([place])[0]
            super().pointed(replace(pointer, x=x, y=y))
        elif pull := self.handles.pointed(pointer):
            self._pulled(pull)

    def samples_changed(self) -> None:
        """Make the run again with them, at the step shown."""
        self.shown = None
        self._learn(again=True)

    def _pulled(self, pull: Pull) -> None:
        """Put the line or the tip of w where it is pulled."""
        w = self.player.step.w.copy()
        if pull.begins:
            self._remember("")
        w = self.line.pulled(pull, w) if len(w) == 3 else through(w, pull.place)
        if np.abs(w).max() <= LARGEST:
            self._show_weights(w)
            self._learn()

    def typed(self, key: str, shift: bool) -> None:
        """Let a key move the line or its arrow, or change samples."""
        if key == "undo":
            self.undo()
        elif self["hand"] == SAMPLES:
            super().typed(key, shift)
        elif pull := self.handles.typed(key, shift):
            self._pulled(pull)

    @handler
    def _on_zero(self, _button) -> None:
        self._remember("")
        self._set_silently(ZERO)
        self._learn()

    @handler
    def _on_clear(self, _button) -> None:
        if self.points.clear():
            self.samples_changed()

    def undo(self) -> None:
        """Take back the last change of the line, of what the neuron is given, or of the samples."""
        if (last := self.history.undo()) is None:
            return
        what, (before, w) = last
        if what == SAMPLES:
            return super().undo()
        self._set_silently(before)
        if before["scale"] != self._scaled:
            self.samples_taken()
        self._show_weights(w)
        self._learn()


def explore_boundary(data: str | Data = "blobs", **settings) -> BoundaryExplorer:
    """Return an explorable of one neuron's boundary in `data`: one of `nnlab.data.names()`, or your `Data`.

    `settings` set controls: the weights `w1`, `w2`, `b` (`w3` of x1·x2), `features` (2 or 3), `scale` ("as
    measured" or "standardised"), `lr`, `held_out` (0, 0.1, 0.2, 0.3 or 0.5), `seed` (0 to 9999) and `hand`
    ("the line" or "the samples"). Raises ValueError for anything else.
    """
    return BoundaryExplorer(*checked(data, settings, {*NEUTRAL, *WEIGHTS}, SETS))
