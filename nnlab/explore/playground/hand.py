"""What the reader's hand does on the pictures of the playground, by pointer and by key."""

from dataclasses import dataclass, replace
from typing import ClassVar, final

import numpy as np

from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.handles import ARROWS, nearest
from nnlab.explore.kit.history import History
from nnlab.explore.kit.numbers import plain
from nnlab.explore.kit.stage import Pointer
from nnlab.explore.playground import words
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.material import Material, known_as
from nnlab.explore.playground.points import DrawnPoints
from nnlab.explore.playground.scene import parameter
from nnlab.explore.playground.settings import LAYERS, OWN, UNITS, Settings
from nnlab.explore.playground.view import PlaygroundView
from nnlab.explore.playground.weight_entry import WeightEntry
from nnlab.features import FEATURES
from nnlab.pictures.network_plan import Spot

NUDGE, FINE_NUDGE = 0.1, 0.01  # of a weight, by an arrow
TAPES = 8  # of runs that undo would bring back as they were; older ones begin again


@final
@dataclass(eq=False)
class Before:
    """What undo brings back: settings, the run and the reader's own samples.

    Before an `edit` of a weight, `theta` is what was set by hand at that step already, or None.
    """

    settings: Settings
    learner: Learner | None
    own: Material | None
    k: int
    edit: bool
    theta: np.ndarray | None


class Hand(Explorer):
    """Abstract: the explorable's pictures as things to point at, to click on and to edit, all with undo.

    `pointed` is what of the network the pointer is on, `held` the weight or bias that arrows change,
    `place (2,)` where the pointer is on the output, `sample` the number of the sample there, and
    `sample_kept` that of the one clicked on last, whose way stays on the page.
    """

    undoes: ClassVar[str] = words.UNDOES

    learner: Learner
    view: PlaygroundView
    points: DrawnPoints
    weight_entry: WeightEntry

    def make_hand(self) -> None:
        """Begin with an empty hand; before the explorer is made."""
        self.pointed_at: Spot | None = None
        self.held: Spot | None = None
        self.place: np.ndarray | None = None
        self.sample_kept: int | None = None
        self.own: Material | None = None
        self.told: tuple[int, str] = (-1, "")
        self.history = History(("lr", "weight"))
        self.points = DrawnPoints(self.view.plane.ax, self._remember_points)
        self.weight_entry = WeightEntry(self._on_weight_chosen, self._on_weight_number)

    # -- what the explorable says -------------------------------------------------------------------------

    def begin(self, settings: Settings, theta: np.ndarray | None = None) -> None:
        """Begin a run with these settings, from theta (p,) if it is given."""
        raise NotImplementedError

    def take(self, learner: Learner) -> None:
        """Show this run."""
        raise NotImplementedError

    def show_settings(self) -> None:
        """Let the controls say what the run does at the step shown."""
        raise NotImplementedError

    # -- undo ---------------------------------------------------------------------------------------------

    def remember(self, what: str, *, edit: bool = False) -> None:
        """Keep what undo needs, before something is changed; `edit` says that it is a weight or bias."""
        learner = self.learner
        theta = learner.theta if learner.diverged else learner.edited  # no run goes on from what diverged
        self.history.remember(what, Before(learner.settings, learner, self.own, learner.step, edit, theta))
        for _, older in self.history.past[:-TAPES]:
            older.learner = learner if older.learner is learner else None

    def _remember_points(self) -> None:
        self.remember("samples")

    def undo(self) -> None:
        """Take the last change back, with the run that it ended."""
        last = self.history.undo()
        if last is None:
            self.tell(words.NOTHING_TO_UNDO)
            return
        before, self.held = last[1], None
        self.own = before.own
        if before.learner is not self.learner:
            if before.learner is None:
                self.begin(before.settings)
            else:
                self.take(before.learner)
        elif before.edit:
            self.learner.player.seek(before.k)
            self.learner.edit(before.theta)
        else:
            rates = {n: v for n, v in vars(before.settings).items() if v != getattr(self.learner.settings, n)}
            self.learner.change(**rates)
        self.leave_preset()
        self.show_settings()
        self.tell(words.UNDONE)

    def tell(self, sentence: str) -> None:
        """Say something in the status line, as long as the run stands at this step."""
        self.told = self.learner.step, sentence

    # -- pointer and keys ---------------------------------------------------------------------------------

    @property
    def sample(self) -> int | None:
        """The number of the sample under the pointer, of those that are seen."""
        if self.place is None:
            return None
        seen = np.flatnonzero(self.drawn())
        found = nearest(self.view.plane.ax, self.points.X[seen], self.place)
        return None if found is None else int(seen[found])

    def drawn(self) -> np.ndarray:
        """Return which samples `(n,)` are drawn."""
        return self.points.seen

    def pointed(self, pointer: Pointer) -> None:
        """Let the pointer read the network and change it, or the samples."""
        if pointer.kind == "press":
            self.told = -1, ""
        on_plane = pointer.axes is self.view.plane.ax
        on_network = pointer.axes is self.view.network.ax
        self.place = np.array([pointer.x, pointer.y]) if on_plane else None
        self.pointed_at = self.view.plan.at(pointer.x, pointer.y) if on_network else None
        if on_network and pointer.kind == "press":
            self.click(self.pointed_at)
        elif on_plane and pointer.kind != "move":
            if pointer.kind == "press":
                self.sample_kept = None if pointer.alt or pointer.button == 2 else self.sample
            if self.points.pointed(pointer):
                self.samples_changed()
            elif pointer.kind == "press":
                removes = pointer.alt or pointer.button == 2
                self.tell(words.NO_SAMPLE_HERE if removes else words.SAMPLE_HERE)

    def click(self, spot: Spot | None) -> None:
        """Do what a click does there."""
        settings = self.learner.settings
        if spot is None or spot.kind in ("weight", "bias"):
            self.hold(None if spot == self.held else spot)
        elif spot.kind == "feature":
            self._toggle([*FEATURES][spot.j], settings)
        elif spot.kind != "unit":
            hidden = resized(settings.hidden, spot)
            if hidden == settings.hidden:
                self.tell(words.NO_MORE[spot.kind])
            else:
                self.remember("hidden")
                self.begin(settings.resized(hidden))

    def _toggle(self, name: str, settings: Settings) -> None:
        others = tuple(n for n in settings.features if n != name)
        features = others if name in settings.features else (*others, name)
        if features:
            self.remember("features")
            self.begin(replace(settings, features=features))
        else:
            self.tell(words.LAST_FEATURE)

    def typed(self, key: str, shift: bool) -> None:
        """Let a key change the weight held, or the samples, or take the last change back."""
        self.told = -1, ""
        if key == "undo":
            self.undo()
        elif self.held is not None and key in ARROWS:
            way = sum(ARROWS[key]) * (FINE_NUDGE if shift else NUDGE)
            self.set_weight(self.held, self.value_of(self.held) + way)
        elif self.held is not None and key == "Escape":
            self.hold(None)
        elif self.points.typed(key, shift):
            self.sample_kept = None
            self.samples_changed()
        elif key in ("Delete", "Backspace"):
            self.tell(words.NO_SAMPLE_HERE)

    def samples_changed(self) -> bool:
        """Go on from the weights as they are, with the samples that the reader has changed.

        Return False, and leave all as it was, if there would be nothing to learn from.
        """
        material = self.points.material()
        if material is None:
            self.points.undo()
            self.history.undo()
            self.tell(words.LAST_SAMPLE)
            return False
        self._learn_from(material, OWN)
        return True

    def _learn_from(self, material: Material, data: str) -> None:
        """Go on with this material, which the list calls `data`."""
        theta, before = self.learner.theta, self.learner.material
        self.own = material
        settings = replace(self.learner.settings, data=data, task=material.task)
        if len(before.classes) > 2 == len(material.classes):  # softmax was nobody's wish
            settings = replace(settings, output="sigmoid", loss="cross_entropy")
        fits = (material.task, len(material.classes)) == (before.task, len(before.classes))
        self.begin(settings, theta if fits else None)
        if len(material.by_hand) > len(before.by_hand):
            self.tell(words.added(len(material.by_hand)))

    def clear_points(self) -> None:
        """Take away the points that the reader has added; where a set of the list is left, go back to it."""
        if self.points.clear_added() and self.samples_changed():
            known = known_as(self.own, self.learner.settings)
            if known != OWN:
                self._learn_from(self.own, known)
            self.tell(words.CLEARED)

    # -- weights and biases -------------------------------------------------------------------------------

    def value_of(self, spot: Spot) -> float:
        """Return a weight or bias as it is."""
        return float(self.learner.theta[parameter(self.learner.net, spot)])

    def hold(self, spot: Spot | None) -> None:
        """Take hold of a weight or bias, or let go."""
        self.held = spot
        self.show_weight()

    def show_weight(self) -> None:
        """Show the weight held in the entry, or the one that stands there; in the play it stays as it was."""
        self.weight_entry.show(self.learner.net.sizes, self.held, self.value_of)

    def set_weight(self, spot: Spot, value: float) -> None:
        """Go on with this weight or bias set by hand."""
        theta = self.learner.theta.copy()
        theta[parameter(self.learner.net, spot)] = value
        self.remember("weight", edit=True)
        self.learner.edit(theta)
        self.show_weight()

    def _on_weight_chosen(self, spot: Spot) -> None:
        raise NotImplementedError

    def _on_weight_number(self, number: float | None) -> None:
        raise NotImplementedError

    def card(self) -> str:
        """Return what stands on the weight or bias that is held or pointed at."""
        for spot in (self.held, self.pointed_at):
            if spot is not None and spot.kind in ("weight", "bias"):
                return plain(self.value_of(spot))
        return ""


def resized(hidden: tuple[int, ...], spot: Spot) -> tuple[int, ...]:
    """Return the hidden layers after a click on one of the buttons; the same where there is no more to do."""
    if spot.kind == "more layers":
        return (*hidden, 2)[:LAYERS]
    if spot.kind == "fewer layers":
        return hidden[:-1]
    units = hidden[spot.layer - 1] + (1 if spot.kind == "more units" else -1)
    return (*hidden[: spot.layer - 1], min(max(units, 1), UNITS), *hidden[spot.layer :])
