"""What the playground's panels do: text and files to take along, weights loaded, A | B and sweeps below."""

from dataclasses import replace

import ipywidgets as widgets

from nnlab.explore.kit.controls import button
from nnlab.explore.kit.explorer import handler
from nnlab.explore.kit.letting_go import LetGo
from nnlab.explore.playground import export, words
from nnlab.explore.playground.compare_view import CompareExplorer
from nnlab.explore.playground.controls import LARGEST_SEED
from nnlab.explore.playground.hand import Hand
from nnlab.explore.playground.material import Material
from nnlab.explore.playground.panels import BINARY, LINE, SCRIPTS, TEXTS, ComparePanel, ExportPanel, table
from nnlab.explore.playground.settings import OWN, Settings
from nnlab.explore.playground.sweep_view import SweepExplorer
from nnlab.explore.playground.way import page_of


class Taking(Hand):
    """Abstract: a hand with panels, and a box `below` for what they open."""

    def make_panels(self) -> None:
        """Make the panels and the box; before the controls are placed."""
        self.export_panel = ExportPanel(self._text, self._save, self._load)
        self.compare_panel = ComparePanel(self._keep, self._compare, self._sweep, self._shut)
        self.below = widgets.VBox([])
        self.answers, self.way = widgets.HTML(), widgets.HTML()
        self.looked_at: int | None = (
            None  # the sample whose way is shown: one clicked on, or the last pointed at
        )
        self.new_samples = button(words.NEW_SAMPLES, words.NEW_SAMPLES_TIP, "auto")
        self.another_start = button(words.ANOTHER_START, words.ANOTHER_START_TIP, "auto")
        self.same_start = button(words.START_OVER, words.START_OVER_TIP, "auto")
        self.new_samples.on_click(self._on_new_samples)
        self.another_start.on_click(self._on_another_start)
        self.same_start.on_click(self._on_same_start)
        self.kept: tuple[Settings, Material | None] | None = None
        self.comparing: CompareExplorer | None = None
        self.sweeping: SweepExplorer | None = None

    @property
    def within(self) -> tuple[LetGo, ...]:
        """The explorables that were opened below."""
        return tuple(one for one in (self.comparing, self.sweeping) if one is not None)

    # -- what this explorable says ------------------------------------------------------------------------

    def picture_words(self) -> dict:
        """Return what differs of the page's own controls, by name."""
        raise NotImplementedError

    def begin_otherwise(self, settings: Settings, what: str) -> None:
        """Begin a run with other settings; `what` was moved."""
        raise NotImplementedError

    # -- from the beginning -------------------------------------------------------------------------------

    @handler
    def _on_new_samples(self, _button) -> None:
        self._anew("data_seed")

    @handler
    def _on_another_start(self, _button) -> None:
        self._anew("start_seed")

    @handler
    def _on_same_start(self, _button) -> None:
        self.remember("same start")
        self.begin(self.learner.settings)

    def _anew(self, name: str) -> None:
        now = self.learner.settings
        self.begin_otherwise(replace(now, **{name: (getattr(now, name) + 1) % (LARGEST_SEED + 1)}), name)

    # -- what is taken along ------------------------------------------------------------------------------

    @handler
    def _text(self, kind: str) -> str:
        """Return what can be copied."""
        self.export_panel.say(words.NOT_A_TEXT if kind == BINARY else "")
        if kind == BINARY:
            return ""
        if kind == LINE:
            return export.line(self.learner, **self.picture_words())
        if kind not in SCRIPTS:
            return TEXTS[kind](self.learner)
        name = export.KINDS[kind].begin
        try:
            text = SCRIPTS[kind](self.learner, name)
        except ValueError as error:  # a long run with dropout
            self.export_panel.say(str(error))
            return ""
        self.export_panel.say(words.NEEDS_ARRAYS.format(name=name))
        return text

    @handler
    def _save(self, kind: str) -> str:
        try:
            return export.save(self.learner, kind).sentence
        except ValueError as error:
            return str(error)

    @handler
    def _load(self, content: bytes) -> str:
        try:
            found = export.load(content, self.learner)
        except ValueError as error:
            return str(error)
        self.remember("load")
        self.take(found)
        return words.LOADED

    # -- what stands in pages beside the picture ----------------------------------------------------------

    def fill_pages(self) -> None:
        """Show how the answers fall, and the way of the last sample that was pointed at."""
        if self.sample_kept is not None:
            self.looked_at = self.sample_kept
        elif self.sample is not None:
            self.looked_at = self.sample
        if self.looked_at is not None and self.looked_at >= len(self.points.X):
            self.looked_at = None
        self.answers.value = table(self.learner)
        self.way.value = page_of(self.learner, self.looked_at, self.held)

    # -- what opens below ---------------------------------------------------------------------------------

    def _own_material(self) -> Material | None:
        return self.own if self.learner.settings.data == OWN else None

    @handler
    def _keep(self) -> None:
        self.kept = self.learner.settings, self._own_material()
        self.compare_panel.say(words.KEPT)

    @handler
    def _compare(self) -> None:
        if self.kept is None:
            self.compare_panel.say(words.KEEP_FIRST)
            return
        a, material = self.kept
        b = self.learner.settings
        material = self._own_material() or material
        if self.comparing is None:
            self.comparing = CompareExplorer(a, b, material)
        else:
            self.comparing.show(a, b, material)
        self._open(self.comparing)

    @handler
    def _sweep(self) -> None:
        if self.sweeping is None:
            self.sweeping = SweepExplorer(self.learner.settings, self._own_material())
        else:
            self.sweeping.show(self.learner.settings, self._own_material())
        self._open(self.sweeping)

    def _open(self, one: CompareExplorer | SweepExplorer) -> None:
        self.stage.playing = False
        for other in self.within:
            if other is not one:
                other.pause()
        self.below.children = [one]
        self.compare_panel.say(words.OPEN_BELOW)

    @handler
    def _shut(self) -> None:
        for one in self.within:
            one.pause()
        self.below.children = []
        self.compare_panel.say(words.KEEP_FIRST if self.kept is None else words.KEPT)
