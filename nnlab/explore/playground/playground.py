"""The playground: a network that learns points of the plane, and all that can be asked of it, on one page."""

from dataclasses import fields, replace
from typing import Any, final

import ipywidgets as widgets
import numpy as np

from nnlab.data import Data
from nnlab.explore.kit.controls import button, row
from nnlab.explore.kit.csv_input import OwnData
from nnlab.explore.kit.explorer import CHOOSE, KEYS, handler
from nnlab.explore.kit.groups import Groups
from nnlab.explore.kit.numbers import fixed, plain
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Stage
from nnlab.explore.playground import words
from nnlab.explore.playground.controls import LARGEST_SEED, NAMES, STOPS, make_controls, settings_of
from nnlab.explore.playground.hand import Hand
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.material import Material, given, held_rows
from nnlab.explore.playground.presets import NEUTRAL, PRESETS, REASONS
from nnlab.explore.playground.scene import Scene
from nnlab.explore.playground.settings import FORMULA, L1, OWN, RATES, Settings
from nnlab.explore.playground.stopping import Stop
from nnlab.explore.playground.view import HEIGHT, WIDTH, PlaygroundView
from nnlab.features import FEATURES
from nnlab.pictures.network_plan import Spot

SPEEDS = [1, 5, 15, 60, 240, 600, 1200]  # steps a second
PAGE = ("show_held", "discretised", "adds", *STOPS)  # controls that change nothing of the run


@final
class PlaygroundExplorer(Hand):
    """Made by `explore_playground`; see there."""

    def __init__(self, settings: Settings, own: Material | None, learner: Learner | None = None) -> None:
        hint = words.HINT.format(keys=KEYS)
        stage = Stage(WIDTH, HEIGHT, bar=True, speeds=SPEEDS, speed=240, hint=hint, hovers=True)
        self.view = PlaygroundView(stage.figure)
        stage.moving = self.view.artists
        self.make_hand()
        self._samples_drawn: tuple = ()
        super().__init__(stage, make_controls(settings), presets=PRESETS, neutral=NEUTRAL)
        self._at_first |= {name: self[name] for name in NAMES}
        self.own, self._own_at_first = own, own
        self.own_data = OwnData(self._on_file)
        self._place_controls()
        if learner is None:
            self.begin(settings)
        else:
            self._take(learner)
        self.publish()

    def _place_controls(self) -> None:
        self.new_samples = button(words.NEW_SAMPLES, words.NEW_SAMPLES_TIP, "auto")
        self.another_start = button(words.ANOTHER_START, words.ANOTHER_START_TIP, "auto")
        self.same_start = button(words.START_OVER, words.START_OVER_TIP, "auto")
        self.new_samples.on_click(self._on_new_samples)
        self.another_start.on_click(self._on_another_start)
        self.same_start.on_click(self._on_same_start)
        for name in ("noise", "batch", "penalty", "lam", "samples", "held_out"):
            self.controls[name].add_class("nnlab-half")
        groups = Groups(
            {
                words.DATA_GROUP: [
                    *("formula", "samples", "held_out", "data_seed", self.new_samples),
                    *("show_held", "discretised", "adds", self.own_data),
                ],
                words.NETWORK: [
                    *("features", self.controls["activations"].each, "output", "start", "start_seed"),
                    *(row(self.same_start, self.another_start), self.weight_entry),
                ],
                words.LEARNING: ["loss", "dropout", *STOPS],
            }
        )
        main = ["task", "data", "noise", "batch", "hidden", "activations", "rule", "lr", "penalty", "lam"]
        self.lay_out(main=main, more=[groups])

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

    def begin(self, settings: Settings, theta: np.ndarray | None = None) -> None:
        """Begin a run with these settings, from theta (p,) if it is given."""
        material = None
        if settings.data == OWN:
            if self.own is None:
                self.own = self.learner.material
            material = self.own
        self._take(Learner(settings, material, theta))

    def _take(self, learner: Learner) -> None:
        """Show this run."""
        self.learner, self.held, self.pointed_at = learner, None, None
        learner.stop = self._stop()
        if self.own is None or learner.material is not self.own or not len(self.points.X):
            self.points.take(learner.material)
        self.show_settings()

    def _stop(self) -> Stop:
        return Stop(**{name: self[name] for name in STOPS})

    def show_settings(self) -> None:
        """Let the controls say what the run does at the step shown, and rest where they mean nothing."""
        now = self.learner.now
        for name in ("noise", "batch", "lam", "samples", "held_out", "dropout"):
            _offer(self.controls[name], getattr(now, name))
        self._set_silently({name: getattr(now, name) for name in NAMES})
        for name in ("samples", "noise"):
            self.controls[name].disabled = now.data == OWN
        self.controls["noise"].disabled |= now.data == FORMULA
        self.controls["formula"].disabled = now.data != FORMULA
        self.controls["lam"].disabled = now.penalty == "none"
        self.points.adds = self["adds"]
        self.show_weight()

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the network, the output and the losses of the step shown."""
        learner, view = self.learner, self.view
        view.rewire(learner)
        scene = Scene.of(learner)
        view.draw_network(scene)
        unit = self.pointed_at if self.pointed_at and self.pointed_at.kind in ("unit", "feature") else None
        view.draw_plane(
            scene, unit, discretised=self["discretised"], title=words.title(unit, learner.settings)
        )
        seen = learner.material, self["show_held"]
        if self._samples_drawn != seen:
            self._samples_drawn = seen
            view.draw_samples(learner.material, drawn=self.drawn())
        view.draw_losses(learner)
        sample = self.sample
        view.plane.point(None if sample is None else self.points.X[sample], self.points.cursor)
        view.mark(self.pointed_at, self.held, self.card(), self._numbers())
        self.stage.alt = words.alt(learner, words.data_name(learner.now.data))

    def _numbers(self) -> dict[Spot, str] | None:
        """Return what each unit says where the pointer is on the output."""
        if self.place is None:
            return None
        layers = self._said_at(self.place)
        last = len(layers) - (1 if len(layers[-1]) > 1 else 2)
        numbers = {
            Spot("unit", l, j): fixed(a, 2) for l in range(1, last + 1) for j, a in enumerate(layers[l])
        }
        used = [[*FEATURES].index(name) for name in self.learner.settings.features]
        return numbers | {Spot("feature", 0, i): fixed(x, 2) for i, x in zip(used, layers[0])}

    def _said_at(self, place: np.ndarray) -> list[np.ndarray]:
        """Return what each layer says at a place `(2,)`, `(h,)` each; at a sample, if there is one."""
        sample = self.sample
        X = self.points.X[sample : sample + 1] if sample is not None else place[None]
        return [a[0] for a in self.learner.units(self.learner.theta, X)]

    def sentence(self) -> str:
        """Say how it stands, what the pointer is on, and why a preset is there."""
        learner = self.learner
        at, told = self.told
        parts = [told] if at == learner.step and not self.stage.playing else []
        parts += [learner.stopped()]
        if learner.diverged:
            parts.append(words.DIVERGED.format(k=learner.step))
        else:
            parts.append(words.standing(learner, learner.said))
        parts.append(self._pointed_sentence() or REASONS.get(self.preset.value, ""))
        if learner.step == 0 and not any(parts[-1:]):
            parts.append(words.WELCOME)
        return " ".join(filter(None, parts))

    def _pointed_sentence(self) -> str:
        """Return what is said of the thing under the pointer, or in the hand."""
        learner = self.learner
        if self.place is not None:
            sample, x = self.sample, self.place
            a = words.answer(self._said_at(self.place)[-1], learner.settings)
            if sample is None:
                return words.AT_PLACE.format(x1=plain(x[0]), x2=plain(x[1]), a=a)
            x, held = self.points.X[sample], words.SAMPLE_HELD if self.points.held[sample] else ""
            y = plain(float(self.points.y[sample]))
            return words.SAMPLE.format(x1=plain(x[0]), x2=plain(x[1]), y=y, held=held, a=a)
        spot = self.held or self.pointed_at
        if spot is None or spot.kind not in ("weight", "bias"):
            return ""
        source = self._source(spot)
        said = words.held_parameter(spot, source, learner.settings, self.value_of(spot))
        return f"{said} {words.HELD_KEYS}" if self.held else said

    def _source(self, spot: Spot) -> str:
        """Return from where a weight leads."""
        if spot.layer == 1:
            return words.feature(self.learner.settings.features[spot.i])
        return words.spot_name(Spot("unit", spot.layer - 1, spot.i), self.learner.settings)

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Let rates change the run on its way; all else that a run follows from begins another one."""
        if {*names} & {*STOPS}:
            self.learner.stop = self._stop()
        self.points.adds = self["adds"]
        if {*names} <= {*PAGE}:
            return
        settings, now = self.settings(self.moved), self.learner.now
        moved = [f.name for f in fields(settings) if getattr(settings, f.name) != getattr(now, f.name)]
        if not moved:
            self.show_settings()
        elif {*moved} <= {*RATES}:
            self.remember(" ".join(moved))
            self.learner.change(**{name: getattr(settings, name) for name in moved})
            self.show_settings()
            self._tell_switch({name: getattr(settings, name) for name in moved})
        else:
            self._begin_otherwise(settings, " ".join(moved))

    def _tell_switch(self, rates: dict) -> None:
        now, told = self.learner.now, []
        if self.learner.step:
            told.append(words.switched(self.learner.step, rates))
        if now.penalty == L1 and now.lam and now.l1_by == "subgradient":
            told.append(words.BY_SUBGRADIENT.format(rule=now.rule))
        self.tell(" ".join(told))

    def _begin_otherwise(self, settings: Settings, what: str) -> None:
        """Begin a run with settings that the reader has moved; where a formula cannot be read, say why."""
        self.remember(what)
        if settings.data == OWN and self.own is not None and "held_out" in what:
            held = held_rows(len(self.own.X), settings.held_out, settings.data_seed)
            self.own = replace(self.own, held=held)
        try:
            self.begin(settings)
        except ValueError as error:
            self.history.undo()
            self.problem = str(error)

    def restart(self) -> None:
        """Begin as a preset says, or as at first."""
        if self.preset.value == CHOOSE:
            self.own = self._own_at_first
        elif hasattr(self, "learner"):
            self.remember("restart")
        self.begin(self.settings())

    @handler
    def _on_new_samples(self, _button) -> None:
        self._anew("data_seed")

    @handler
    def _on_another_start(self, _button) -> None:
        self._anew("start_seed")

    @handler
    def _on_same_start(self, _button) -> None:
        self.remember("same start")
        self.begin(self.learner.now)

    def _anew(self, name: str) -> None:
        now = self.learner.now
        self._begin_otherwise(replace(now, **{name: (getattr(now, name) + 1) % (LARGEST_SEED + 1)}), name)

    @handler
    def _on_weight_chosen(self, spot: Spot) -> None:
        self.hold(spot)

    @handler
    def _on_weight_number(self, number: float) -> None:
        self.set_weight(self.held or self.weight_entry.spot, number)

    @handler
    def _on_file(self, data: Data) -> None:
        now = self.learner.now
        self.remember("file")
        self.own = given(data, now.held_out, now.data_seed)
        self.begin(replace(now, data=OWN, task=self.own.task))


def _offer(control: widgets.Dropdown, value: Any) -> None:
    """Put a value into a list that lacks it."""
    if all(known != value for _, known in control.options):
        control.options = (*control.options, (f"{value:g}", value))


def explore_playground(data: Any = None, **settings: Any) -> PlaygroundExplorer:
    """Return the playground. More to come."""
    own = None
    if data is not None and not isinstance(data, str):
        own = data if isinstance(data, Material) else given(data)
        settings |= dict(data=OWN, task=own.task)
    elif data is not None:
        settings |= dict(data=data)
    chosen = settings_from(settings, NEUTRAL)
    return PlaygroundExplorer(settings_of(chosen, "task" if "task" in settings else "data"), own)
