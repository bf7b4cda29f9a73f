"""The microscope: one sample goes forward through a network and its error comes back, number by number."""

from dataclasses import asdict, fields
from typing import final

import ipywidgets as widgets
import numpy as np

from nnlab import backprop_steps
from nnlab.explore.kit.controls import Number, button, choice, whole
from nnlab.explore.kit.explorer import KEYS, Explorer, handler
from nnlab.explore.kit.handles import reach_of
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson4 import microscope_words as words
from nnlab.explore.lesson4.network import KINDS
from nnlab.explore.lesson4.sheet import HEIGHT, WIDTH, Sheet
from nnlab.explore.lesson4.specimen import (
    BY_HAND,
    GIVEN,
    HUNTS,
    LARGEST,
    NONE,
    RANDOM,
    SATURATED,
    SIZES,
    ZEROS,
    Edge,
    Settings,
    Specimen,
    own_weights,
)

HIDDEN = ("sigmoid", "tanh", "relu", "linear")
RATES = (0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 1.6, 3.0, 10.0)
SPEEDS = [1, 2, 5, 15]
NAMES = [field.name for field in fields(Settings)]

NEUTRAL = asdict(Settings()) | dict(check=True)
PRESETS = {
    "By hand: every number is short": dict(start=BY_HAND),
    "A saturated neuron learns next to nothing": dict(start=SATURATED),
    "From zero no hidden neuron is told anything": dict(start=ZEROS),
    "Two outputs: two deltas meet in every hidden neuron": dict(sizes="3-4-2", sample=3),
    "Bug hunt: A": dict(bug="bug A"),
    "Bug hunt: B": dict(bug="bug B"),
    "Bug hunt: C": dict(bug="bug C"),
    "Bug hunt: D": dict(bug="bug D"),
    "A wrong sign, which training does reveal": dict(bug=backprop_steps.SIGN),
}


@final
class Microscope(Explorer):
    """Made by `explore_microscope`; see there. `specimen` is all that it shows."""

    undoes = words.UNDO

    def __init__(self, given: np.ndarray | None, settings: dict) -> None:
        starts = [*([GIVEN] if given is not None else []), RANDOM, BY_HAND, ZEROS, SATURATED]
        bugs = [NONE, *HUNTS, *backprop_steps.BUGS]
        controls = dict(
            sizes=choice([*SIZES], settings["sizes"], "network"),
            sample=choice([("0, 0", 0), ("0, 1", 1), ("1, 0", 2), ("1, 1", 3)], settings["sample"], "x₁, x₂"),
            start=choice(starts, settings["start"], "start weights"),
            activation=choice(HIDDEN, settings["activation"], "hidden activation"),
            kind=choice(KINDS, settings["kind"], "loss"),
            lr=Number(settings["lr"], "learning rate η", RATES, low=1e-4, high=1e4),
            seed=whole(settings["seed"], 0, 9999, "seed"),
            bug=choice(bugs, settings["bug"], "mistake built in"),
            check=widgets.Checkbox(settings["check"], description="mark wrong gradients", indent=False),
        )
        first = Settings(**{name: controls[name].value for name in NAMES})
        given = None if given is None else own_weights(given, first.net)
        # The networks to which start weights belong.
        self._homes = {BY_HAND: "2-2-1", GIVEN: first.sizes}
        self.specimen = Specimen.fresh(first, given)
        weights = np.round(np.arange(-5, 5.01, 0.1), 1)
        controls["edge"] = choice(words.wires(self.walk), 0, "wire")
        controls["weight"] = Number(0.0, "its weight", weights, low=-LARGEST, high=LARGEST)
        self.apply_button = button(*words.APPLY, width="auto")
        hint = words.HINT.format(keys=KEYS)
        stage = Stage(WIDTH, HEIGHT, bar=True, speeds=SPEEDS, speed=2, hint=hint, hovers=True)
        self.sheet = Sheet(stage.figure, self.walk.net.sizes)
        stage.moving = self.sheet.artists
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.apply_button.on_click(self._on_apply)
        settings = ["bug", "sizes", "sample", "start", "activation", "kind", "lr", "seed"]
        self.lay_out(main=["edge", "weight", self.apply_button, "check"], more=settings)
        self.restart()
        self.publish()

    # -- the specimen -------------------------------------------------------------------------------------

    @property
    def walk(self):
        """The walk that is played."""
        return self.specimen.walk

    def _settings(self) -> Settings:
        return Settings(**{name: self[name] for name in NAMES})

    def _take(self, specimen: Specimen, at: int | None = None) -> None:
        """Take over a specimen, and show step `at` of its walk, or the same step as before."""
        at = self.player.position if at is None else at
        # All of it is computed before anything is changed.
        steps, _ = specimen.walk.steps, specimen.walk.wrong
        player = Player(lambda start: iter(steps[start.k if start else 0 :]))
        player.seek(len(steps))  # all of them are there already
        player.seek(min(at, len(steps) - 1))
        self.specimen, self.player = specimen, player
        self._note()
        self._set_silently(dict(start=specimen.settings.start))
        if self.sheet.wiring.sizes != self.walk.net.sizes:
            self._rewire()
        self._set_silently(dict(weight=float(specimen.theta[self["edge"]])))

    def _note(self, sentence: str = "") -> None:
        """Say a sentence, as long as this step is shown."""
        self.note, self._noted_at = sentence, self.player.position

    def _rewire(self) -> None:
        """Another network: other artists, another list of edges."""
        self.sheet.wiring.rewire(self.walk.net.sizes)
        self.stage.moving = self.sheet.artists
        self.stage.redraw()
        self._silent = True
        try:
            self.controls["edge"].options = words.wires(self.walk)
            self.controls["edge"].value = 0
        finally:
            self._silent = False

    def restart(self) -> None:
        """Show the start weights, and the first step."""
        self.hovered: Edge | None = None
        # The edge in hand: its number, and where and with which weight it began.
        self._held: tuple[int, float, float] | None = None
        # The step at which an edge was chosen.
        self._chosen_at: int | None = None
        self._take(Specimen.fresh(self._settings(), self.specimen.given), at=0)

    def focus(self) -> Edge:
        """Return the edge that is looked at.

        It is the one under the pointer, or chosen since the last step, or the step's own.
        """
        if self.hovered is not None:
            return self.hovered
        step, chosen = self.player.step, self.walk.edges[self["edge"]]
        own = step.where if step.does in ("gradient", "update") else ()
        return own[0] if own and self._chosen_at != self.player.position and chosen not in own else chosen

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the numbers known so far, the formula at work, and the check of the edge looked at."""
        step = self.player.step
        self.sheet.update(self.specimen, step, self.focus(), check=self["check"])
        self.stage.alt = words.picture(self.specimen, step)

    def sentence(self) -> str:
        """Return what this step does and why, in plain words."""
        note = self.note if self._noted_at == self.player.position else ""
        return words.status(self.specimen, self.player.step, check=self["check"], note=note)

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Show the same step with the new controls, or the first where the weights are new."""
        self._note()
        if {"start", "seed", "sizes"} & set(names):
            if "start" in names and self["start"] in self._homes:
                self._set_silently(dict(sizes=self._homes[self["start"]]))
                if self["start"] == BY_HAND:
                    self._set_silently(dict(sample=2))
            elif self["sizes"] != self._homes.get(self["start"], self["sizes"]):
                self._set_silently(dict(start=RANDOM))
            self.stage.playing = False
            self.restart()
        elif "edge" in names:
            self._choose(self["edge"])
        elif "weight" in names:
            self._take(self.specimen.put(self["edge"], self["weight"]))
        elif set(NAMES) & set(names):
            self._take(self.specimen.under(self._settings()))

    def _choose(self, number: int) -> None:
        self._set_silently(dict(edge=number, weight=float(self.specimen.theta[number])))
        self._chosen_at, self.hovered = self.player.position, None
        self._note()

    def pointed(self, pointer: Pointer) -> None:
        """Look at the edge under the pointer; a drag changes its weight."""
        on = pointer.axes is self.sheet.ax
        reach = 0.75 * reach_of(pointer)  # wires lie closer together than samples
        edge = self.sheet.wiring.near(pointer.x, pointer.y, reach) if on else None
        if pointer.kind in ("move", "leave"):
            self.hovered = edge
        elif pointer.kind == "press":
            self._held = None
            if edge is not None:
                number = self.walk.edges.index(edge)
                self._choose(number)
                self._held = number, pointer.y, self.specimen.theta[number]
                self.specimen = self.specimen.remembered()
        elif pointer.kind == "drag" and self._held is not None and on:
            number, y, weight = self._held
            self._take(self.specimen.put(number, round(weight + (pointer.y - y) / 50, 1), remember=False))

    def typed(self, key: str, shift: bool) -> None:
        """Do the same by keyboard."""
        number = self.walk.edges.index(self.focus())
        if key in ("ArrowLeft", "ArrowRight"):
            self._choose((number + (1 if key == "ArrowRight" else -1)) % len(self.walk.edges))
        elif key in ("ArrowUp", "ArrowDown"):
            self._choose(number)
            by = (0.01 if shift else 0.1) * (1 if key == "ArrowUp" else -1)
            self._take(self.specimen.put(number, round(self.specimen.theta[number] + by, 3)))
        elif key == "undo":
            self.undo()

    def undo(self) -> None:
        """Bring the weights before the last change back."""
        if self.specimen.past:
            self._take(self.specimen.undone())

    @handler
    def _on_apply(self, _button) -> None:
        """Make the update: the same sample once more, with the new weights."""
        if self.specimen.beyond:
            self._note(words.not_applied())
        else:
            self._take(self.specimen.updated(), at=0)


def explore_microscope(sizes: tuple[int, ...] = (2, 2, 1), *, theta=None, **settings) -> Microscope:
    """Return an explorable of backpropagation. `sizes` is (2, 2, 1), (2, 3, 1), (3, 4, 1) or (3, 4, 2).

    `theta` are start weights of your own, in the order of `Network`. `settings` set controls: `sample`
    (0 to 3), `start` ("random", "by hand", "zeros", "one saturated"), `activation` (of the hidden layer),
    `kind` (of loss), `lr`, `seed`, `bug` ("none", "bug A" to "bug D", or a name from
    `backprop_steps.BUGS`) and `check` (whether wrong gradients are marked). Raises ValueError for anything
    else.
    """
    neutral = {name: value for name, value in NEUTRAL.items() if name != "sizes"}
    if theta is not None:
        neutral["start"] = GIVEN
    settings = settings_from(settings, neutral)
    names = {shape: name for name, shape in SIZES.items()}
    shape = tuple(sizes)
    if shape not in names:
        raise ValueError(f"sizes: expected one of {list(names)}, got {sizes}")
    return Microscope(theta, dict(settings, sizes=names[shape]))
