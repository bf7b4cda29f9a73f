"""The playground: a network that learns points of the plane, and all that can be asked of it, on one page."""

import weakref
from dataclasses import fields, replace
from math import isfinite
from typing import Any, final

import ipywidgets as widgets

from nnlab.checks import shown
from nnlab.data import Data, ManyClasses
from nnlab.data.playground import Surface
from nnlab.explore.kit.controls import row
from nnlab.explore.kit.csv_input import OwnData
from nnlab.explore.kit.explorer import CHOOSE, KEYS, handler
from nnlab.explore.kit.groups import Groups
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.stage import Stage
from nnlab.explore.playground import words
from nnlab.explore.playground.controls import NAMES, STOPS, make_controls, settings_of
from nnlab.explore.playground.diagnosis import Diagnosis
from nnlab.explore.playground.export import learner_from
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.material import CLASSES, Material, given, held_rows
from nnlab.explore.playground.presets import NEUTRAL, PRESETS, REASONS
from nnlab.explore.playground.reading import Reading
from nnlab.explore.playground.scene import Scene
from nnlab.explore.playground.settings import FORMULA, L1, OWN, RATES, Settings
from nnlab.explore.playground.status import ROOM, cut, together
from nnlab.explore.playground.stopping import Stop
from nnlab.explore.playground.taking import Taking
from nnlab.explore.playground.view import HEIGHT, WIDTH, PlaygroundView
from nnlab.pictures.network_plan import Spot

SPEEDS = [1, 5, 15, 60, 240, 600, 1200]  # steps a second
PICTURE = dict(show_held=True, discretised=False)  # controls of the picture, as they are by themselves
PAGE = (*PICTURE, "adds", *STOPS)  # controls that change nothing of the run
HALVES = ("noise", "batch", "penalty", "lam", "samples", "held_out")
RARELY = 15  # in the play, of so many frames one looks for remarks


@final
class PlaygroundExplorer(Taking):
    """Made by `explore_playground`; see there."""

    def __init__(self, learner: Learner, picture: dict[str, Any] | None = None) -> None:
        hint = words.HINT.format(keys=KEYS)
        stage = Stage(WIDTH, HEIGHT, bar=True, speeds=SPEEDS, speed=240, hint=hint, hovers=True)
        self.view = PlaygroundView(stage.figure)
        stage.moving = self.view.artists
        self._samples_drawn: tuple = ()
        self._frame, self._remarks, self._diagnosis = 0, [], None
        self.make_hand()
        controls = make_controls(learner.settings, learner.stop)
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.make_panels()
        self.own_data = OwnData(self._on_file, classes=CLASSES)
        self.add_class("nnlab-dense")
        self._set_silently(picture or {})
        self._place_controls()
        self.take(learner)
        self._at_first = {name: self[name] for name in controls}
        self._own_at_first = self.own
        self.publish()

    def _place_controls(self) -> None:
        for name in HALVES:
            self.controls[name].add_class("nnlab-half")
        self.controls["penalty"].add_class("nnlab-wider")
        self.controls["lam"].add_class("nnlab-narrower")
        seeds = row(self.new_samples, self.another_start)
        each = self.controls["activations"].each
        groups = {
            words.DATA_GROUP: [
                *("samples", "held_out", "formula", "adds", self.clear_button, "show_held"),
                *("discretised", "data_seed", self.own_data),
            ],
            words.NETWORK: ["features", each, self.weight_entry],
            words.LEARNING: ["output", "loss", "dropout", *STOPS, "start", "start_seed"],
            words.ANSWERS: [self.answers],
            words.SAMPLE_GROUP: [self.way],
            words.COMPARE: [self.compare_panel],
            words.EXPORT: [self.export_panel],
        }
        main = ["task", "data", "noise", "batch", "hidden", "activations", "rule", "lr", "penalty", "lam"]
        self.lay_out(main=[*main, seeds], more=[Groups(groups)], beside=[self.same_start])
        self.children = [*(child for child in self.children if child is not self.access), self.below]

    def close(self) -> None:
        """Close it, and let go of the runs that undo would bring back, too."""
        super().close()
        self.history.past = []

    @property
    def player(self) -> Player:
        """The tape of the run."""
        return self.learner.player

    def advance(self, steps: int) -> bool:
        """Play on, until a stop rule speaks."""
        return self.learner.advance(steps)

    # -- runs ---------------------------------------------------------------------------------------------

    def settings(self, moved: str = "") -> Settings:
        """Return what the controls say; those are fitted that do not go with the one `moved`."""
        return settings_of({name: self[name] for name in NAMES}, moved)

    def begin(self, settings: Settings, theta=None) -> None:
        """Begin a run with these settings, from theta (p,) if it is given."""
        material = None
        if settings.data == OWN:
            material = self.own = self.own or self.learner.material
        learner = Learner(settings, material, theta)
        learner.stop = self._stop()
        self.take(learner)

    def take(self, learner: Learner) -> None:
        """Show this run."""
        self.learner, self.held, self.pointed_at = learner, None, None
        self._diagnosis, self._remarks = None, []
        if learner.settings.data == OWN:
            self.own = learner.material
        if not self.points.shows(learner.material):
            self.points.take(learner.material)
            self.sample_kept = self.looked_at = None
        self.show_settings()

    def _stop(self) -> Stop:
        return Stop(**{name: self[name] or None for name in STOPS})

    def show_settings(self) -> None:
        """Let the controls say what the run does at the step shown, and rest where they mean nothing."""
        now, controls = self.learner.settings, self.controls
        self._shown = now
        for name in ("noise", "batch", "lam", "samples", "held_out", "dropout"):
            _offer(controls[name], getattr(now, name))
        self._set_silently({name: getattr(now, name) for name in NAMES})
        controls["samples"].disabled = now.data == OWN
        controls["noise"].disabled = now.data in (OWN, FORMULA)
        controls["output"].disabled = now.output == "linear" or len(self.learner.material.classes) > 2
        controls["loss"].disabled = controls["output"].disabled
        controls["lam"].disabled = now.penalty == "none"
        self.points.adds, self.points.show_held = self["adds"], self["show_held"]
        self.clear_button.disabled = not self.points.added.any()
        self.show_weight()

    def picture_words(self) -> dict:
        """Return what differs of the picture's own controls, by name."""
        return {name: self[name] for name, value in PICTURE.items() if self[name] != value}

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the network, the output and the losses of the step shown."""
        learner, view = self.learner, self.view
        if not self.stage.playing:
            if learner.settings != self._shown:
                self.show_settings()
            self.show_weight()
        view.rewire(learner)
        scene = Scene.of(learner)
        view.draw_network(scene)
        unit = self.pointed_at if self.pointed_at and self.pointed_at.kind in ("unit", "feature") else None
        title = words.title(unit, learner.settings)
        view.draw_plane(scene, unit, discretised=self["discretised"], title=title)
        seen = learner.material, self["show_held"]
        if self._samples_drawn != seen:
            self._samples_drawn = seen
            view.draw_samples(learner.material, drawn=self.drawn())
        view.draw_losses(learner)
        self.reading = Reading(learner, self.sample, self.place)
        at = None if self.sample is None else self.points.X[self.sample]
        view.plane.point(at, self.points.cursor)
        view.mark(self.pointed_at, self.held, self.card(), self.reading.numbers())
        self.stage.alt = words.alt(learner, words.data_name(learner.settings.data))
        if not self.stage.playing:
            self.fill_pages()

    def sentence(self) -> str:
        """Say how it stands; and what the pointer is on, or why a preset is there and what is odd."""
        learner = self.learner
        at, told = self.told
        told = told if at == learner.step and not self.stage.playing else ""
        standing = "" if learner.diverged else words.standing(learner, learner.said)
        parts = [(told, 0), (learner.stopped(), 2), (standing, 3)]
        read = self.reading.sentence(self.held or self.pointed_at, held=self.held is not None)
        if read:
            if len(told) > ROOM // 2:  # it is said again when the pointer goes
                return together([*parts[1:], (cut(read), 1)])
            return together([*parts, (cut(read, ROOM - len(told) - 1), 1)])
        reason = REASONS.get(self.preset.value, "" if learner.step else words.WELCOME)
        return together([*parts, *((remark, 4) for remark in self._found()), (reason, 4)])

    def _found(self) -> list[str]:
        """Return the remarks on the step shown; in the play they are looked for now and then."""
        self._frame += 1
        if self.learner.step == 0:
            return []
        if self._diagnosis is None:
            self._diagnosis = Diagnosis(self.learner)
        if not self.stage.playing or self._frame % RARELY == 0:
            self._remarks = self._diagnosis.told()
        return self._remarks

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Let rates change the run on its way; all else that a run follows from begins another one."""
        if {*names} & {*STOPS}:
            self.learner.stop = self._stop()
        self.points.adds, self.points.show_held = self["adds"], self["show_held"]
        if {*names} <= {*PAGE}:
            return
        now = self.learner.settings
        settings = settings_of(vars(now) | {name: self[name] for name in names if name in NAMES}, self.moved)
        moved = [f.name for f in fields(settings) if getattr(settings, f.name) != getattr(now, f.name)]
        if not moved:
            self.show_settings()
            self.tell(words.DOES_NOT_GO if {"output", "loss"} & {*names} else "")
        elif {*moved} <= {*RATES}:
            self.remember(" ".join(moved))
            self.learner.change(**{name: getattr(settings, name) for name in moved})
            self.show_settings()
            self._tell_switch({name: getattr(settings, name) for name in moved})
        else:
            self.begin_otherwise(settings, " ".join(moved))
            if "output" in names and self["output"] != settings.output:
                self.tell(words.DOES_NOT_GO)

    def _tell_switch(self, rates: dict) -> None:
        now, told = self.learner.settings, []
        if self.learner.step:
            told.append(words.switched(self.learner.step, rates))
        if now.penalty == L1 and now.lam and now.l1_by == "subgradient":
            told.append(words.BY_SUBGRADIENT.format(rule=now.rule))
        self.tell(" ".join(told))

    def begin_otherwise(self, settings: Settings, what: str) -> None:
        """Begin a run with settings that the reader has moved; where a formula cannot be read, say why."""
        self.remember(what)
        if len(self.learner.material.classes) != 2 and "output" not in what and "loss" not in what:
            # Three classes and numbers leave no choice of output and loss: what they had was nobody's wish.
            settings = replace(settings, output="sigmoid", loss="cross_entropy")
        if settings.data == OWN and self.own is not None and "held_out" in what:
            held = held_rows(len(self.own.X), settings.held_out, settings.data_seed)
            self.own = replace(self.own, held=held)
        try:
            self.begin(settings)
        except ValueError as error:  # a formula: it stays as it was typed, to be mended
            self.history.undo()
            self.show_settings()
            self._set_silently(dict(formula=settings.formula))
            self.problem = str(error)

    def restart(self) -> None:
        """Begin as a preset says, or as at first."""
        if self.preset.value == CHOOSE:
            self.own = self._own_at_first
        elif hasattr(self, "learner"):
            self.remember("restart")
        self.begin(self.settings())

    @handler
    def _on_weight_chosen(self, spot: Spot) -> None:
        self.hold(spot)

    @handler
    def _on_weight_number(self, number: float | None) -> None:
        spot = self.held or self.weight_entry.spot
        if number is None or not isfinite(number):
            self.hold(spot)  # which shows what it is
            self.tell(words.NUMBER_WANTED)
        else:
            self.set_weight(spot, number)

    @handler
    def _on_file(self, data: Data | ManyClasses) -> None:
        now = self.learner.settings
        self.remember("file")
        self.own = given(data, now.held_out, now.data_seed)
        self.begin(replace(now, data=OWN, task=self.own.task))


def _offer(control: widgets.Dropdown, value: Any) -> None:
    """Put a value into a list that lacks it."""
    if all(known != value for _, known in control.options):
        control.options = (*control.options, (f"{value:g}", value))


_shown: "weakref.ref[PlaygroundExplorer] | None" = None  # the playground made last in this kernel


def explore_playground(
    data: str | Data | ManyClasses | Surface | None = None,
    *,
    preset: str | None = None,
    show_held: bool = True,
    discretised: bool = False,
    **settings: Any,
) -> PlaygroundExplorer:
    """Return the playground: a network that learns points of the plane, with all its controls.

    `data` is a name of the list, or samples of your own; `preset` a name of the list "try". `settings` are
    the fields of `playground.settings.Settings`: `task`, `noise`, `hidden`, `lr` ... With "copy" it gives you
    a line of code that says all this as it stands, `step`, `segments` and what you changed by hand among it.
    Without any argument it goes on from where the last playground of this kernel is. Raises ValueError for
    anything else.
    """
    global _shown
    before = None if _shown is None else _shown()
    picture = dict(show_held=show_held, discretised=discretised)
    if data is None and preset is None and not settings and picture == PICTURE and before is not None:
        explorer = _going_on(before)
    elif preset is not None:
        if preset not in PRESETS:
            raise ValueError(f"preset: expected one of {[*PRESETS]}, got {shown(preset)}")
        explorer = PlaygroundExplorer(Learner(Settings()), picture)
        explorer.preset.value = preset
    else:
        explorer = PlaygroundExplorer(_learner(data, settings), picture)
    _shown = weakref.ref(explorer)
    return explorer


def _learner(data: Any, settings: dict[str, Any]) -> Learner:
    """Return the run that the arguments mean."""
    if data is None:
        return learner_from(**settings)
    if not isinstance(data, str):
        own = data if isinstance(data, Material) else given(data, settings.get("held_out", 0.5))
        return learner_from(**settings | dict(data=OWN, task=own.task, own=own.state()))
    task = settings.get("task") or settings_of(NEUTRAL | dict(data=data), "data").task
    return learner_from(**settings | dict(data=data, task=task))


def _going_on(before: PlaygroundExplorer) -> PlaygroundExplorer:
    """Return a playground that stands as another one does."""
    with before.lock:
        if before.closed:
            return PlaygroundExplorer(Learner(Settings()))
        state, picture = before.learner.state(), {name: before[name] for name in PICTURE}
        explorer = PlaygroundExplorer(Learner.from_state(state), picture)
        explorer._at_first, explorer._own_at_first = dict(before._at_first), before._own_at_first
        return explorer
