"""The sweep on a figure of its own: what to sweep, Start and Stop, and the runs that are finished."""

from typing import final

import ipywidgets as widgets

from nnlab.explore.kit.controls import button, choice, whole
from nnlab.explore.kit.explorer import Explorer, handler
from nnlab.explore.kit.stage import Stage
from nnlab.explore.playground import sweep_words as words
from nnlab.explore.playground.material import Material
from nnlab.explore.playground.settings import Settings
from nnlab.explore.playground.sweeping import SLICE, Sweeping, controls, middle
from nnlab.pictures.swept import Swept

WIDTH, HEIGHT = 660, 300
PLACE = (84, 58, 566, 226)
# Frames a second: below 15 the page asks for the next one only when it has shown the last, so the kernel
# listens to it after every slice.
PACE = 14


@final
class SweepExplorer(Explorer):
    """A sweep over one control: `sweeping` learns; `show` begins another one."""

    def __init__(self, settings: Settings, material: Material | None = None) -> None:
        stage = Stage(WIDTH, HEIGHT, speed=PACE, hint=words.HINT)
        x, y, w, h = PLACE
        self.picture = Swept(stage.figure.add_axes((x / WIDTH, y / HEIGHT, w / WIDTH, h / HEIGHT)))
        stage.moving = self.picture.artists
        self.settings, self.material = settings, material
        names = controls(settings, material)
        parts = dict(
            control=choice([(words.NAMES[name], name) for name in names], "lr", words.SWEEP),
            seeds=whole(5, 1, 30, words.SEEDS),
            steps=whole(1000, 10, 20_000, words.STEPS, "170px"),
            measure=choice([(words.MEASURES["loss"], "loss")], "loss", words.MEASURE),
        )
        self.go = button(words.GO, words.GO_TIP)
        self.bar = widgets.IntProgress(0, min=0, max=1, layout=widgets.Layout(width="200px"))
        self.sweeping = self._begun(parts["control"].value, parts["seeds"].value, parts["steps"].value)
        super().__init__(stage, parts)
        self.go.on_click(self._on_go)
        self.lay_out(main=["control", "seeds", "steps", "measure", widgets.HBox([self.go, self.bar])])
        self._rename()
        self.publish()

    @property
    def player(self) -> Sweeping:
        """The sweep, as a player of finished runs."""
        return self.sweeping

    def _begun(self, name: str, seeds: int, steps: int) -> Sweeping:
        return Sweeping(self.settings, name, seeds=seeds, steps=steps, material=self.material)

    # -- what the reader does -----------------------------------------------------------------------------

    def show(self, settings: Settings, material: Material | None = None) -> None:
        """Begin a sweep around other settings, and wait for Start."""
        with self.lock:
            self.stage.playing = False
            self.settings, self.material = settings, material
            names = controls(settings, material)
            kept = self["control"] if self["control"] in names else "lr"
            self._silent = True
            try:
                self.controls["control"].options = [(words.NAMES[name], name) for name in names]
                self.controls["control"].value = kept
            finally:
                self._silent = False
            self.restart()
            self.publish()

    def changed(self, *names: str) -> None:
        """Begin again; with more seeds or fewer go on; of the same runs show another measure."""
        if names == ("measure",):
            self._rename()
        elif names == ("seeds",):
            self.sweeping = self.sweeping.with_seeds(self["seeds"])
        else:
            self.restart()

    def restart(self) -> None:
        """Forget all runs."""
        self.stage.playing = False
        self.sweeping = self._begun(self["control"], self["seeds"], self["steps"])
        self._rename()

    @handler
    def _on_go(self, _button) -> None:
        if self.stage.playing:
            self.pause()
        else:
            self.play()

    # -- what is seen -------------------------------------------------------------------------------------

    def _rename(self) -> None:
        """Offer what can be measured, and name the axes."""
        measures, measure = self.sweeping.measures(), self["measure"]
        if [value for _, value in self.controls["measure"].options] != measures:
            measure = measures[0]
            self._silent = True
            try:
                self.controls["measure"].options = [(words.MEASURES[name], name) for name in measures]
                self.controls["measure"].value = measure
            finally:
                self._silent = False
        name = self.sweeping.name
        values = [words.written(name, value) for value in self.sweeping.values]
        how = dict(in_order=words.in_order(name), log="loss" in measure)
        self.picture.name(words.NAMES[name], words.MEASURES[measure], values, **how)
        self.stage.redraw()

    def draw(self) -> None:
        """Put the arrays into the picture's artists, and say on the button and the bar how far it is."""
        sweeping, measure = self.sweeping, self["measure"]
        table = sweeping.table(measure)
        self.picture.update(table, *middle(table))
        self.bar.max, self.bar.value = sweeping.total, sweeping.length
        begun = sweeping.length or sweeping.under_way
        self.go.description = words.STOP if self.stage.playing else words.GO_ON if begun else words.GO
        self.go.disabled = sweeping.finished
        self.stage.alt = words.alt(sweeping, measure)

    def sentence(self) -> str:
        """Say how far it is, and what is found so far."""
        told = [
            words.progress(self.sweeping, pace=1 / (PACE * SLICE)),
            words.verdict(self.sweeping, self["measure"]),
        ]
        return " ".join(part for part in told if part)
