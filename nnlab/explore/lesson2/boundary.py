"""Lesson 2: one neuron's boundary, shifted and turned by hand, and what the perceptron makes of it."""

from collections.abc import Iterator

import ipywidgets as widgets
import numpy as np

from nnlab import boundary, perceptron
from nnlab.data import Data, load, names, penguins
from nnlab.explore.kit.controls import Number, choice, row, whole
from nnlab.explore.kit.csv_input import OwnData
from nnlab.explore.kit.editable_samples import UNDOS, Points
from nnlab.explore.kit.explorer import AT_ONCE, KEYS, SPEEDS, Explorer, handler
from nnlab.explore.kit.handles import Handles, Pull, nearest
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import OWN, checked, held_out_list, sample_list
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson1.perceptron import RATES, expand
from nnlab.explore.lesson2.hand_line import HandLine
from nnlab.pictures import Curves, Normal, Plane, Strip
from nnlab.pictures.style import equal_units
from nnlab.scaling import Scaler

MEASURED, STANDARD = "as measured", "standardised"
LINE, SAMPLES = "the line", "the samples"
BY_MASS = "penguins, by mass"
TINY = 1e-9  # what is smaller comes from rounding
LARGEST = 1e9  # of a weight: in grams the bias grows far beyond the others
DISTANCE = "signed distance from the line"
FROM_ZERO, CLEAR = "From 0", "Clear"
FEATURES = [("2: x₁, x₂", 2), ("3: x₁, x₂, x₁·x₂", 3)]
WEIGHTS = ("w1", "w2", "w3", "b")
HINT = (
    "Drag the line to shift it, drag the tip of the arrow w to turn it and to make w longer or shorter. "
    "By keyboard, on the picture: Enter takes the line or the tip, arrows move it, with Shift less far. "
    "A sample under the pointer tells its distance. “From 0” sets all weights to 0. With “you move: the "
    "samples”, clicks add samples (with Shift, of the other class), drags move them, Alt-click or "
    "right-click takes one away, and “Clear” takes all away. Undo, or Ctrl+Z, takes back the last change of "
    "the line or of the samples"
)

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


SETS = (*names(), BY_MASS, OWN)


def samples(name: str, *, rng: np.random.Generator) -> Data | None:
    """The samples of that name in the list; None for the reader's own."""
    if name == BY_MASS:
        return penguins(("bill_depth_mm", "body_mass_g"))
    return None if name == OWN else load(name, rng=rng)


def said(value: float) -> str:
    """A number for a sentence: three digits that count, all in front of the point, and a proper minus."""
    if value and abs(value) < TINY:
        return "practically 0"
    return _plain(value, _behind(value, 3), ",").replace("-", "−")


def entered(value: float) -> str:
    """A weight for its entry: three digits behind the point; of a small one, four digits that count."""
    return "0" if abs(value) < TINY else _plain(value, max(_behind(value, 4), 3))


def _behind(value: float, digits: int) -> int:
    """How many digits stand behind the point if so many digits count."""
    return max(digits - 1 - int(np.floor(np.log10(abs(value)))), 0) if value and np.isfinite(value) else 0


def _plain(value: float, behind: int, thousands: str = "") -> str:
    text = f"{value:{thousands}.{behind}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class BoundaryExplorer(Explorer):
    """Made by ``explore_boundary``; see there."""

    def __init__(self, given: Data | None, settings: dict) -> None:
        hand_set = {name: value for name, value in settings.items() if name in WEIGHTS}
        settings = NEUTRAL | settings
        ten = dict(choices=np.round(np.linspace(-5, 5, 101), 1).tolist(), low=-LARGEST, high=LARGEST)
        ten |= dict(width="auto", write=entered)
        controls = dict(
            data=sample_list(SETS, given, settings.get("data")),
            features=choice(FEATURES, settings["features"], "features"),
            scale=choice([MEASURED, STANDARD], settings["scale"], "scale"),
            w1=Number(0.0, "w1", **ten),
            w2=Number(0.0, "w2", **ten),
            w3=Number(0.0, "w3", **ten),
            b=Number(0.0, "b", **ten),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-4, high=1e4),
            hand=choice([LINE, SAMPLES], settings["hand"], "you move"),
            adds=choice([("1", 1), ("0", 0)], 1, "a click adds class"),
            held_out=held_out_list(settings["held_out"]),
            seed=whole(settings["seed"], 0, 9999, "seed"),
        )
        small = widgets.Layout(width="76px")
        self.undo_button = widgets.Button(description="Undo", tooltip="undo the last change", layout=small)
        self.zero_button = widgets.Button(
            description=FROM_ZERO, tooltip="all weights 0, as the perceptron began in lesson 1", layout=small
        )
        self.clear_button = widgets.Button(
            description=CLEAR,
            tooltip="take all samples away; Undo brings them back",
            layout=widgets.Layout(width="76px"),
        )
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=2, hovers=True, hint=f"{HINT}; {KEYS}.")
        self._make_pictures(stage)
        self.points = Points(self.plane.ax, remembered=lambda: self._remember(SAMPLES))
        self.handles = Handles(self.plane.ax)
        self.line = HandLine(self.normal)
        self._own: tuple | None = None  # the reader's own samples, while others are shown
        self.past: list[tuple] = []  # what can be undone, in order: changes of the line, or of samples
        self.shown: int | None = None  # the sample that tells its distance
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.undo_button.on_click(self._on_undo)
        self.zero_button.on_click(self._on_zero)
        self.clear_button.on_click(self._on_clear)
        self.own_data = OwnData(self._on_file)
        self.own_data.introduce(controls["data"].value)
        self.lay_out(
            above=[
                row(self.preset, controls["data"]),
                row(controls["w1"], controls["w2"], controls["w3"], controls["b"]),
            ],
            below=[
                row(
                    controls["features"],
                    controls["scale"],
                    self.undo_button,
                    self.zero_button,
                    self.reset_button,
                ),
                row(controls["lr"], controls["hand"], controls["adds"], self.clear_button),
                row(controls["held_out"], controls["seed"]),
                self.own_data,
            ],
        )
        self._take_samples()
        self._lie_somewhere()
        self._set_silently(hand_set)
        self._at_first |= {name: controls[name].value for name in WEIGHTS}
        self._learn(at=0)
        self.publish()

    def _make_pictures(self, stage: Stage) -> None:
        place = dict(left=0.085, right=0.965, bottom=0.115, top=0.865, wspace=0.2, hspace=0.62)
        grid = stage.figure.add_gridspec(2, 2, width_ratios=[1.4, 1], height_ratios=[1.1, 1], **place)
        plane, strip, wrong = (
            stage.figure.add_subplot(cell) for cell in (grid[:, 0], grid[0, 1], grid[1, 1])
        )
        self.plane = Plane(plane, features=("", ""), classes=("", ""), limits=((0, 1), (0, 1)))
        self.normal = Normal(plane)
        self.strip = Strip(strip, xlabel=DISTANCE)
        k = dict(xlabel="updates of the perceptron, $k$", ylabel="wrong (%)")
        self.wrong = Curves(wrong, ("learned from", "held out"), ladder=True, **k)
        self.plane.boundary.set_linewidth(3.5)
        moving = self.normal.among(self.plane.artists, self.plane.earlier_boundary)
        stage.moving = [*moving, *self.strip.artists, *self.wrong.artists]

    # -- samples, scale and line --------------------------------------------------------------------------

    def _rng(self) -> np.random.Generator:
        return np.random.default_rng(self["seed"])

    def _take_samples(self) -> None:
        """Fresh samples by their name in the list, or those the reader gave."""
        name = self["data"]
        data = name if isinstance(name, Data) else samples(name, rng=self._rng())
        self.points.take(data, room=0.5 if name in ("AND", "OR", "XOR") else 0.12)
        if name == OWN and self._own is not None:
            self.points.X, self.points.y, self.points.limits = self._own
        self._names = ("$x_1$", "$x_2$") if data is None else data.features[:2]
        self._classes = ("0", "1") if data is None else data.classes
        self.past, self.shown = [], None
        self.points.hold_out(self["held_out"], rng=self._rng())
        self._scale()

    def _scale(self) -> None:
        """Fits the scaler on the samples learned from, and shows the plane in its units."""
        points = self.points
        kept = points.X[~points.held]
        self.scaler, self._scaled = Scaler(np.zeros(2), np.ones(2)), self["scale"]
        names = self._names
        if self["scale"] == STANDARD and len(kept) > 1 and (np.ptp(kept, axis=0) > 0).all():
            self.scaler = Scaler.fit(kept)
            names = tuple(f"{name.split(' (')[0]} (standardised)" for name in names)
        limits = self.scaler.transform(np.transpose(points.limits)).T
        self.plane.relabel(
            features=names,
            classes=self._classes,
            limits=equal_units(self.plane.ax, limits),
            held_out=bool(points.held.any()),
        )
        self.line.forget()
        reach = np.abs([self.plane.ax.get_xlim(), self.plane.ax.get_ylim()]).max()
        end = 5.0 if reach < 5 else 10 * np.ceil(reach / 5)
        self.controls["b"].choose_from(np.round(np.linspace(-end, end, 101), 6).tolist())

    def _lie_somewhere(self) -> None:
        """Lays the line through the middle of the picture, slanting."""
        middle = self._middle()
        w = np.array([1.0, -0.5])
        self._set_silently(dict(w1=w[0], w2=w[1], w3=0.0, b=round(float(-w @ middle), 2) + 0.0))

    def _middle(self) -> np.ndarray:
        return np.array([np.mean(self.plane.ax.get_xlim()), np.mean(self.plane.ax.get_ylim())])

    def _hand(self) -> np.ndarray:
        """The weights as the controls say, bias last."""
        used = WEIGHTS if self["features"] == 3 else ("w1", "w2", "b")
        return np.array([self[name] for name in used])

    def _show_weights(self, w: np.ndarray) -> None:
        """Sets the controls to ``w``, bias last, as any other weights that nobody typed."""
        used = WEIGHTS if len(w) == 4 else ("w1", "w2", "b")
        self._set_silently({name: float(value) for name, value in zip(used, w)})

    def _features(self, places: np.ndarray) -> np.ndarray:
        """What the neuron is given for ``places (m, 2)`` of the plane."""
        return expand(places, self["features"])

    def _same_boundary(self, before: Scaler) -> None:
        """The scale has changed: other weights that draw the same boundary among the samples."""
        old = np.array([(0, 0), (1, 0), (0, 1), (1, 1)], float)
        z = perceptron.preactivation(self._hand(), self._features(old))
        new = perceptron.with_bias(self._features(self.scaler.transform(before.inverse(old))))
        self._show_weights(np.linalg.lstsq(new, z)[0])

    # -- learning -----------------------------------------------------------------------------------------

    def _learn(self, at: int | None = None) -> None:
        """Makes the run anew from the weights set by hand, and shows its step ``at``.

        Without ``at`` it shows the same step as before, or the end if the end was shown.
        """
        player, points = self.player, self.points
        if at is None and player is not None:
            at = player.position
            at_end = player.finished and player.position == player.length and at > 0
            w = self._first
        else:
            at_end, w = False, self._hand()
        self._first = w
        self.places = self.scaler.transform(points.X) if len(points.X) else points.X
        self.inputs = self._features(self.places) if len(points.X) else np.empty((0, self["features"]))
        self.kept = np.flatnonzero(~points.held)
        self.X, self.y = self.inputs[self.kept], points.y[self.kept]
        self.player = Player(self._run, measure=self._measure)
        self.player.seek(min(AT_ONCE if at_end else at or 0, AT_ONCE))

    def _run(self, start: perceptron.Update | None) -> Iterator[perceptron.Update]:
        """The neuron's updates from the weights set by hand, or from the update ``start``."""
        if len(self.y) == 0:
            return iter([perceptron.Update(0, self._first, None, 0, 0, np.arange(0), None)])
        return perceptron.train(self.X, self.y, lr=self["lr"], start=self._first if start is None else start)

    def _wrong(self, w: np.ndarray) -> np.ndarray:
        """Which samples ``(n,)`` the weights ``w`` answer wrongly."""
        if not len(self.inputs):
            return np.zeros(0, bool)
        return perceptron.predict(w, self.inputs) != self.points.y

    def _measure(self, step: perceptron.Update) -> tuple[float, ...]:
        """Wrong answers in %, of the samples learned from and of those held out."""
        wrong, held = self._wrong(step.w), self.points.held
        return (
            100 * wrong[~held].mean() if not held.all() else np.nan,
            100 * wrong[held].mean() if held.any() else np.nan,
        )

    # -- what is seen -------------------------------------------------------------------------------------

    def publish(self, *, flush: bool = True) -> None:
        """Draws what is now; at rest the sliders show the weights that the picture shows."""
        if not self.stage.playing and self.player is not None:
            self._show_weights(self.player.step.w)
        super().publish(flush=flush)

    def draw(self) -> None:
        """The samples, the line with its arrow, band and distances, and the mistakes."""
        step, points = self.player.step, self.points
        w, held = step.w, points.held
        wrong = self._wrong(w)
        self.controls["w3"].layout.display = None if self["features"] == 3 else "none"
        for control in (self.controls["adds"], self.clear_button):
            control.layout.display = None if self["hand"] == SAMPLES else "none"
        seen = points.drawn
        self.plane.samples(self.places[seen], points.y[seen], held[seen])
        self.plane.wrong(self.places[seen & wrong])
        self.plane.at_work(None if step.sample is None else self.places[self.kept[step.sample]])
        self.plane.cursor(None if points.cursor is None else self.scaler.transform(points.cursor[None])[0])
        self.plane.answers(lambda places: perceptron.preactivation(w, self._features(places)))

        there = bool(np.any(w[:-1]))
        distance = np.zeros(0)
        if there and len(self.inputs):
            distance = boundary.signed_distance(w, self.inputs)
        self.margin = None
        if len(distance) and len(self.y):
            self.margin = boundary.margin(w, self.X, self.y)
        band = max(self.margin or 0.0, 0.0)
        self._draw_line(w, distance, band)
        reach = np.abs(self.strip.ax.get_xlim()).max() if self.handles.held or self.stage.playing else 0.0
        shown = None if self.shown is None else int(np.sum(seen[: self.shown]))
        some = seen if len(distance) else slice(0)
        self.strip.update(distance[some], points.y[some], band=band, shown=shown, reach=0.9 * reach)
        solid = self["features"] == 3
        told = ""
        if self.shown is not None and len(distance):
            told = f"distance {said(distance[self.shown])}" + ("\nin three dimensions" if solid else "")
        self.normal.label(self.places[self.shown] if told else None, told, avoid=self.places[seen])
        self.strip.ax.set_xlabel("signed distance, in three dimensions" if solid else DISTANCE)
        numbers, rows, now = self.player.history()
        self.wrong.update(numbers, rows, now)
        name = self["data"].name if isinstance(self["data"], Data) else self["data"]
        self.stage.alt = (
            f"{len(points.y)} samples ({name}), one neuron's boundary with its arrow w; {wrong.sum()} wrong"
        )

    def _draw_line(self, w: np.ndarray, distance: np.ndarray, band: float) -> None:
        """The arrow, band and distances of a straight line; a bent one has no arrow."""
        if len(w) != 3 or not np.any(w[:2]):
            self.line.lay(np.zeros(3))
            line = np.array(self.plane.boundary.get_xydata())
            self.normal.margin(None)
            self.normal.distances(np.empty((0, 2)), np.empty((0, 2)))
            self.handles.place(**({"line": line} if len(line) else {}))
            return
        across = w[:2] / np.linalg.norm(w[:2])
        self.handles.place(
            **self.line.lay(
                w,
                chosen=self.handles.chosen,
                held=self.handles.held is not None,
                avoid=self.places[self.points.drawn],
            )
        )
        self.normal.margin(self.line.foot if band > 0 else None, across, band)
        seen = self.points.drawn
        self.normal.distances(self.places[seen], (self.places - distance[:, None] * across)[seen])

    def sentence(self) -> str:
        """How many are wrong, how far the line is from the samples, and what the learning does."""
        if not len(self.points.y):
            return (
                "No samples yet. Set “you move” to the samples and click into the picture, for both classes."
            )
        parts = (self._standing(), self._about_the_line(), self._happened())
        return " ".join(part for part in parts if part)

    def _standing(self) -> str:
        w, held = self.player.step.w, self.points.held
        wrong = self._wrong(w)
        told = f"Wrong now: {wrong[~held].sum()} of {len(self.y)}"
        if held.any():
            told += f" learned from, {wrong[held].sum()} of {held.sum()} held out"
        told = " ".join(part for part in (f"{told}.", self.points.thinned, self._units()) if part)
        if self["scale"] == STANDARD and (self.scaler.scale == 1).all():
            told += " Not standardised: a feature is the same in all samples learned from."
        return told

    def _units(self) -> str:
        """Which of two unlike measurements the distances are made of."""
        w = self.player.step.w
        if self["data"] != BY_MASS or len(w) != 3 or not np.any(w[:-1]) or not len(self.X):
            return ""
        parts = np.abs(w[:2]) * np.ptp(self.X, axis=0) / np.linalg.norm(w[:2])
        names = [name.split(" (")[0] for name in self._names]
        told = f"{names[0].capitalize()} changes a distance by up to {said(parts[0])}, "
        told += f"{names[1]} by up to {said(parts[1])}: "
        most = int(np.argmax(parts))
        told += f"only {names[most]} counts." if parts[most] > 20 * parts[1 - most] else "both count."
        if self["scale"] == MEASURED:
            told = f"A gram is drawn as long as a millimetre, so the samples are one column. {told}"
        return told

    def _about_the_line(self) -> str:
        w = self.player.step.w
        if not np.any(w[:-1]):
            return f"All weights are 0, so z = b everywhere: no line, and every answer is {int(w[-1] >= 0)}."
        length = f"w is {said(np.linalg.norm(w[:-1]))} long."
        if len(w) == 4:
            length += " Distances are measured in three dimensions (x₁, x₂, x₁·x₂), not in the picture."
        if self.margin is None:
            return length
        told = f"{length} Margin {said(self.margin)}: the"
        if self.margin < 0:
            return f"{told} worst sample is so far on the wrong side."
        return f"{told} nearest sample is so far from the boundary."

    def _happened(self) -> str:
        step, player = self.player.step, self.player
        if player.finished and player.position == player.length:
            return f"Learned from your weights with {step.k} update{'s' * (step.k != 1)}." if step.k else ""
        if step.sample is None:
            if not np.any(step.w):
                return "Play: it learns from 0."
            return f"Play: it learns on from your weights; “{FROM_ZERO}” sets them all to 0."
        return f"Update {step.k}, learning rate {self['lr']:g}."

    # -- what the reader does -----------------------------------------------------------------------------

    def _remember(self, what: str) -> None:
        """Keeps what was, once for a whole slide; ``Points`` keeps what was of the samples."""
        if not self.past or self.past[-1][0] != what or what not in WEIGHTS:
            w = self.player.step.w.copy()
            before = dict(features=3 if len(w) == 4 else 2, scale=self._scaled)
            self.past = [*self.past[1 - UNDOS :], (what, before, w)]

    def changed(self, *names: str) -> None:
        """Controls moved: the line is where they say, or the run is made anew with them."""
        self.points.adds = self["adds"]
        if "data" in names:
            if self.points.past:
                self._own = self.points.X, self.points.y, self.points.limits
            self.stage.playing = False
            if self["data"] == OWN:
                self._set_silently(dict(hand=SAMPLES))
            self._take_samples()
            self._lie_somewhere()
            self._learn(at=0)
        elif set(WEIGHTS) & set(names):
            self._remember(names[0])
            self._learn(at=0)
        elif "scale" in names:
            self._remember("scale")
            before = self.scaler
            self._show_weights(self._first)
            self._scale()
            self._same_boundary(before)
            self._learn(at=0)
        elif "features" in names:
            self._remember("features")
            self._learn(at=0)
        elif "seed" in names and not self.points.past:
            self._take_samples()
            self._learn()
        elif {"seed", "held_out"} & set(names):
            self.points.hold_out(self["held_out"], rng=self._rng())
            self._scale()
            self._learn()
        elif "lr" in names:
            self._learn()

    def _start_from(self, settings: dict) -> None:
        super()._start_from(settings)
        if "w1" not in settings:
            self._lie_somewhere()
            self._learn(at=0)

    def restart(self) -> None:
        """Fresh samples, and the line as the controls say."""
        self._take_samples()
        self._learn(at=0)

    def pointed(self, pointer: Pointer) -> None:
        """The pointer drags the line or its arrow, changes samples, or asks for a distance."""
        if pointer.axes is not self.plane.ax or pointer.kind == "leave":
            self.shown = None
            return
        place = np.array([pointer.x, pointer.y])
        if pointer.kind in ("press", "move") and not self.handles.held:
            seen = np.flatnonzero(self.points.drawn)
            found = nearest(self.plane.ax, self.places[seen], place)
            self.shown = None if found is None else int(seen[found])
        if pointer.kind == "move":
            return
        if self["hand"] == SAMPLES:
            self._samples_pointed(pointer)
        elif pull := self.handles.pointed(pointer):
            self._pulled(pull)

    def _samples_pointed(self, pointer: Pointer) -> None:
        """The samples' own places are those as measured."""
        x, y = self.scaler.inverse([[pointer.x, pointer.y]])[0]
        where = Pointer(pointer.kind, pointer.axes, x, y, pointer.button, pointer.alt, pointer.shift)
        if self.points.pointed(where):
            self._samples_changed()

    def _samples_changed(self) -> None:
        self.shown = None
        self._learn()

    def _pulled(self, pull: Pull) -> None:
        """The line or the tip of w goes where it is pulled."""
        w = self.player.step.w.copy()
        if pull.begins:
            self._remember("")
        if len(w) == 3:
            w = self.line.pulled(pull, w)
        else:  # a bent boundary goes through the place to which it is pulled
            w[-1] = np.round(-w[:-1] @ self._features(pull.place[None])[0], 2) + 0.0
        if np.abs(w).max() <= LARGEST:
            self._show_weights(w)
            self._learn(at=0)

    def typed(self, key: str, shift: bool) -> None:
        """A key moves the line or its arrow, or changes samples."""
        if key == "undo":
            self._undo()
        elif self["hand"] == SAMPLES:
            if self.points.typed(key, shift):
                self._samples_changed()
        elif pull := self.handles.typed(key, shift):
            self._pulled(pull)

    def _on_file(self, data: Data) -> None:
        self.offer("data", data.name, data)

    @handler
    def _on_undo(self, _button) -> None:
        self._undo()

    @handler
    def _on_zero(self, _button) -> None:
        self._remember("")
        self._set_silently(ZERO)
        self._learn(at=0)

    @handler
    def _on_clear(self, _button) -> None:
        if self.points.clear():
            self._samples_changed()

    def _undo(self) -> None:
        """Takes the last change back, of the line, of what the neuron is given, or of the samples."""
        if not self.past:
            return
        what, before, w = self.past.pop()
        if what == SAMPLES:
            self.points.undo()
            self._samples_changed()
        else:
            self._set_silently(before)
            if before["scale"] != self._scaled:
                self._scale()
            self._show_weights(w)
            self._learn(at=0)


def explore_boundary(data: str | Data = "blobs", **settings) -> BoundaryExplorer:
    """An explorable of one neuron's boundary among ``data``: one of ``nnlab.data.names()``, or your ``Data``.

    ``settings`` set controls: the weights ``w1``, ``w2``, ``b`` (``w3`` of x1·x2), ``features`` (2 or 3),
    ``scale`` ("as measured" or "standardised"), ``lr``, ``held_out`` (0, 0.1, 0.2, 0.3 or 0.5), ``seed``
    (0 to 9999) and ``hand`` ("the line" or "the samples"). Raises ValueError for anything else.
    """
    return BoundaryExplorer(*checked(data, settings, {*NEUTRAL, *WEIGHTS}, SETS))
