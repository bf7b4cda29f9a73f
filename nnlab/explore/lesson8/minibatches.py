"""Mini-batches' explorable: a network learns handwritten digits, and the reader says how many at a time."""

from dataclasses import asdict, dataclass, fields
from typing import ClassVar, final

import ipywidgets as widgets
import numpy as np

from nnlab.checks import shown
from nnlab.explore.kit.controls import Number, button, choice, whole, whole_slider
from nnlab.explore.kit.explorer import CHOOSE, KEYS, SPEEDS, Explorer, handler
from nnlab.explore.kit.history import History
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson8 import material, words
from nnlab.explore.lesson8.learner import (
    ADAM,
    COSINE,
    MOMENTUM,
    RATES,
    RULES,
    SCHEDULES,
    UNCORRECTED,
    Learner,
    Settings,
)
from nnlab.explore.lesson8.view import MinibatchesView, places
from nnlab.pictures.compared_runs import Run

ALL, MORE_THAN_ALL = 1797, 2000
SIZES = [*((str(2**j), 2**j) for j in range(10)), ("1000", 1000), ("all", ALL), ("2000", MORE_THAN_ALL)]
LRS = (0.001, 0.003, 0.01, 0.03, 0.0625, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
WIDEST = 128  # hidden units
OVER = (words.SAMPLES, words.UPDATES, words.TIME)
NEUTRAL = asdict(Settings()) | dict(over=words.SAMPLES)
PRESETS = {
    "Batches of 32": dict(),
    "One digit at a time": dict(size=1, lr=0.0625),
    "All digits as one batch": dict(size=ALL, lr=1.0),
    "All digits, with momentum": dict(size=ALL, lr=0.4, rule=MOMENTUM),
    "Too large a rate": dict(lr=4.0),
    "The rate falls along a cosine": dict(lr=1.0, schedule=COSINE),
    "Sorted by class, not shuffled": dict(order=material.SORTED),
    "Shuffled once": dict(order=material.ONCE),
    "Adam": dict(rule=ADAM, lr=0.01),
    "Adam at its usual rate": dict(rule=ADAM, lr=0.001),
    "Adam without correction": dict(rule=UNCORRECTED, lr=0.03),
    "Ink not divided": dict(scaling=material.RAW),
    "Some pixels far too small": dict(scaling=material.UNEVEN),
    "Some too small, with Adam": dict(scaling=material.UNEVEN, rule=ADAM, lr=0.01),
    "Scaled by the batch, asked singly": dict(scaling=material.ALONE),
    "Last batch lost, file sorted": dict(size=1000, order=material.SORTED, last=material.LOST),
    "Batch larger than the file": dict(size=MORE_THAN_ALL, last=material.LOST),
    "Another stretch of the file": dict(held_out="rows 359 to 718"),
    "No hidden layer": dict(hidden=0),
}
MOST = 6  # earlier runs that stay
SHORTEST = 3  # updates of a run that stays
TAPES = 3  # of runs that undo would bring back as they were; older ones begin again
RARELY = 4  # in the play, of so many frames one looks at more than the losses


@final
@dataclass(frozen=True, eq=False)
class Earlier:
    """A run that is over: its settings, the steps noted `(m,)`, and where they stand on each axis."""

    settings: Settings
    places: dict[str, np.ndarray]
    loss: np.ndarray


@final
@dataclass(eq=False)
class Before:
    """What undo brings back."""

    settings: Settings
    learner: Learner | None
    earlier: list[Earlier]


@final
class MinibatchesExplorer(Explorer):
    """Made by `explore_minibatches`; see there."""

    undoes: ClassVar[str] = words.UNDOES

    def __init__(self, preset: str | None, settings: dict) -> None:
        stage = Stage(920, 500, bar=True, speeds=SPEEDS, speed=240, hint=words.HINT.format(keys=KEYS))
        self.view = MinibatchesView(stage.figure)
        stage.moving = self.view.artists
        self.earlier: list[Earlier] = []
        self.history = History(("lr", "hidden"))
        self.learner: Learner | None = None
        self.gradients, self._frame, self._told = None, 0, (-1, "")
        super().__init__(stage, _controls(settings), presets=PRESETS, neutral=NEUTRAL)
        self.clear_button = button(words.CLEAR, words.CLEARS, width="120px")
        self.clear_button.on_click(self._on_clear)
        more = ["schedule", "hidden", "order", "scaling", "held_out", "last", "seed", self.clear_button]
        self.lay_out(main=["size", "rule", "lr", "over"], more=more)
        if preset is None:
            self._begin()
            self.publish()
        else:
            self.preset.value = preset

    def close(self) -> None:
        """Close it, and let go of the runs that undo would bring back, too."""
        super().close()
        self.history.past = []

    @property
    def player(self) -> Player:
        """The tape of the run."""
        return self.learner.player

    def settings(self) -> Settings:
        """Return what the controls say."""
        return Settings(**{field.name: self[field.name] for field in fields(Settings)})

    # -- runs ---------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Begin a run with the settings of the controls."""
        self.learner, self.gradients = Learner(self.settings()), None

    def _leave(self, *moved: str) -> str:
        """Keep what undo needs, and the curve of the run shown if it is to be left; say so."""
        learner, what = self.learner, " ".join(moved)
        self.history.remember(what, Before(learner.settings, learner, [*self.earlier]))
        for _, older in self.history.past[:-TAPES]:
            older.learner = learner if older.learner is learner else None
        goes_on = {*moved} <= {*RATES} and learner.player.position == learner.player.length
        if goes_on or learner.player.length < SHORTEST:
            return ""
        k, losses = learner.record.rows()
        found = Earlier(learner.settings, {over: places(over, learner, k) for over in OVER}, losses[:, 1])
        others = [run for run in self.earlier if run.settings != found.settings]
        self.earlier = [*others, found][-MOST:]
        return words.stays(full=len(others) >= MOST)

    @handler
    def _on_clear(self, _button) -> None:
        self.earlier = []
        self._told = self.player.position, words.CLEARED

    # -- what is seen -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the losses; and the gradients and the answers, in the play not in every frame."""
        learner, view = self.learner, self.view
        step, theta = learner.player.step, learner.theta
        said = self.said = learner.said(theta)
        names = [words.differs(run.settings, learner.settings) for run in self.earlier]
        earlier = [Run(run.places[self["over"]], run.loss, name) for run, name in zip(self.earlier, names)]
        view.draw_losses(self["over"], learner, (said.loss, said.held_loss), earlier)
        self._frame += 1
        if not self.stage.playing or self.gradients is None or self._frame % RARELY == 0:
            self.gradients = learner.gradients(theta, step.k)
            view.draw_gradients(self.gradients)
            view.draw_answers(learner, said.p)
        self.right = int((said.p.argmax(axis=1) == learner.material.classes).sum())
        self.stage.alt = words.alt(learner, self.right, len(self.earlier))

    def sentence(self) -> str:
        """Say how it stands, what is odd about it, and why."""
        learner, (at, told) = self.learner, self._told
        parts = [told] if at == self.player.position and not self.stage.playing else []
        if self.player.step.diverged:
            parts.append(words.diverged(self.player.step))
        else:
            parts += [words.standing(learner, self.said, self.right), *words.remarks(learner, self.gradients)]
        legend = words.LEGEND if self.player.position == 0 else ""
        return " ".join(filter(None, [*parts, words.NOTES.get(self.preset.value, legend)]))

    # -- what the reader does -----------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Let the rates change the run on its way; all else but the axis begins another one."""
        moved = [name for name in names if name != "over"]
        if not moved:
            return
        told = self._leave(*moved)
        if {*moved} <= {*RATES}:
            self.learner.change(**{name: self[name] for name in moved})
            k = self.player.position
            told = " ".join(filter(None, [words.goes_on(k) if k else "", told]))
        else:
            self._begin()
        self._told = self.player.position, told

    def restart(self) -> None:
        """Begin a run as a preset says, next to the earlier ones; after Reset without them."""
        told = "" if self.learner is None else self._leave("restart")
        if self.preset.value == CHOOSE:
            told, self.earlier = words.CLEARED if self.earlier else "", []
        self._begin()
        self._told = 0, told

    def undo(self) -> None:
        """Take the last change of a control back, with the run that it ended."""
        last = self.history.undo()
        if last is None:
            self._told = self.player.position, words.NOTHING_TO_UNDO
            return
        before, self.earlier = last[1], last[1].earlier
        self.stage.playing = False
        self._set_silently(asdict(before.settings))
        if before.learner is self.learner:
            self.learner.change(**{name: self[name] for name in RATES})
        elif before.learner is None:
            self._begin()
        else:
            self.learner, self.gradients = before.learner, None
        self.leave_preset()
        self._told = self.player.position, words.UNDONE

    def typed(self, key: str, shift: bool) -> None:
        """Undo by the keyboard, too."""
        if key == "undo":
            self.undo()


def _controls(settings: dict) -> dict[str, widgets.Widget]:
    """Return the controls. Raises ValueError for invalid settings."""
    held_out = (material.RANDOM, *material.STRETCHES)
    return dict(
        size=choice(SIZES, settings["size"], "batch size"),
        rule=choice(RULES, settings["rule"], "rule"),
        lr=Number(settings["lr"], "learning rate η", LRS, low=1e-5, high=100),
        schedule=choice(SCHEDULES, settings["schedule"], "schedule"),
        hidden=whole_slider(settings["hidden"], 0, WIDEST, "hidden size", "260px"),
        order=choice(material.ORDERS, settings["order"], "order"),
        scaling=choice(material.SCALINGS, settings["scaling"], "scaling"),
        held_out=choice(held_out, settings["held_out"], "held out"),
        last=choice((material.KEPT, material.LOST), settings["last"], "smaller last batch"),
        over=choice(OVER, settings["over"], "loss against"),
        seed=whole(settings["seed"], 0, 9999, "seed"),
    )


def explore_minibatches(preset: str | None = None, **settings) -> MinibatchesExplorer:
    """Return an explorable of a network 64-`hidden`-10 that learns handwritten digits by mini-batches.

    `preset` is a name of the list "try". `settings` set controls, on top of it: batch `size` (a power of 2 up
    to 512, 1000, 1797 for all at once, or 2000), `rule` ("plain", "momentum 0.9", "RMSProp", "Adam" or "Adam
    without correction"), `lr`, `schedule` ("constant", "step", "cosine" or "warm-up"), `hidden` (0 to 128;
    with 0 it is softmax regression), `order` ("shuffled each epoch", "shuffled once", "the file's own" or
    "sorted by class"), `scaling` ("ink / 16", "ink, not divided", "every other pixel / 100", "each batch by
    itself" or "the same, asked singly"), `held_out` ("a random fifth", or a stretch of the file: "rows 0 to
    358", "rows 359 to 718", "rows 719 to 1077", "rows 1078 to 1436" or "rows 1437 to 1796"), `last` batch of
    an epoch ("kept" or "lost"), `over` ("samples seen", "updates" or "time") and `seed` (0 to 9999). Raises
    ValueError for anything else.
    """
    if preset is not None and preset not in PRESETS:
        raise ValueError(f"preset: expected one of {[*PRESETS]}, got {shown(preset)}")
    settings_from(settings, NEUTRAL)
    chosen = NEUTRAL | PRESETS.get(preset, {}) | settings
    return MinibatchesExplorer(None if settings else preset, chosen)
