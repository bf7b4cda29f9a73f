"""Samples chosen from a list, changed by hand or brought along in a file: what such explorables share."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

import ipywidgets as widgets
import numpy as np

from nnlab.checks import shown
from nnlab.data import GATES, Curve, Data, curve_names
from nnlab.data.dataset import plain
from nnlab.explore.kit.controls import choice
from nnlab.explore.kit.csv_input import OwnData, readable
from nnlab.explore.kit.editable_samples import CurvePoints, Points
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.stage import Pointer, Stage

OWN = "your own points"
GATE_ROOM = 0.5  # around the four samples of a gate, as a part of their range


def sample_list(names: Iterable[str], given: Data | Curve | None, chosen: str | None) -> widgets.Dropdown:
    """Return the list of samples, those `given` first, then `names`, with `given` or the name `chosen`."""
    sets = [(name, name) for name in names]
    if given is not None:
        sets.insert(0, (given.name, given))
    return choice(sets, given or chosen, "samples")


def held_out_list(share: float) -> widgets.Dropdown:
    """Return the list of shares that are held out."""
    return choice([(f"{p} %", p / 100) for p in (0, 10, 20, 30, 50)], share, "held out")


def settings_from(settings: dict, neutral: dict) -> dict:
    """Return `neutral` settings with those given in their place; the values are for the controls to check.

    Raises ValueError for a setting that has no neutral value.
    """
    if unknown := set(settings) - set(neutral):
        raise ValueError(f"settings: expected some of {sorted(neutral)}, got {sorted(unknown)}")
    return neutral | settings


def checked(
    data: Any,
    settings: dict,
    known: Iterable[str],
    names: Iterable[str],
    kind: type = Data,
    features: int = 2,
) -> tuple[Data | Curve | None, dict]:
    """Return what an explorable is made from: the `Data` or `Curve` given or None, and its settings.

    `names` are those of the samples that the explorable has itself, `known` the names of its controls.
    Raises ValueError for other settings, if `data` is neither of that `kind` nor one of `names`, and if
    samples of classes have fewer than `features` of them: two make a plane.
    """
    settings_from(settings, dict.fromkeys(known))
    if isinstance(data, kind):
        if isinstance(data, Data) and data.X.shape[1] < features:
            expected = f"samples with {features} features or more"
            raise ValueError(f"data: expected {expected}, got {data.X.shape[1]}")
        return readable(data), settings
    names = list(names)
    if data not in names:
        raise ValueError(f"data: expected one of {names} or a {kind.__name__}, got {shown(data)}")
    return None, dict(settings, data=data)


class SampleExplorer(Explorer):
    """Abstract: an explorer with samples that the reader may add, move, take away, and bring in a file.

    An explorable with it has a list of samples, `controls["data"]`, and a `seed`. It makes `points`
    (`Points` of two classes, or `CurvePoints`) before it calls this `__init__`, and places
    `undo_button` and `own_data`. It says in `fetch(name)` which samples a name in the list means, in
    `samples_taken()` what follows when there are others, or others are held out, and in
    `samples_changed()` what follows when the reader has changed some by hand; if it likes, how some are
    held out (`choose_held`) and where the picture ends (`limits`). With `of_curve` a file is read as a
    `Curve`.

    `take_samples()` takes what the list says. `data` is then that `Data` or `Curve`, or None where
    the samples are the reader's own, and `source` the entry of the list that they came from: of the
    reader's own, the one that was shown when the first of them was changed.
    """

    of_curve: ClassVar[bool] = False
    undoes: ClassVar[str] = "undo a change of samples"

    points: Points | CurvePoints
    data: Data | Curve | None = None
    source: Any = OWN
    name: str = ""  # what the samples are called in the list

    def __init__(self, stage: Stage, controls: dict[str, widgets.Widget], **kwargs) -> None:
        self._own: tuple | None = None  # the reader's own samples and their source, while others are shown
        super().__init__(stage, controls, **kwargs)
        self.own_data = OwnData(self._on_file, curve=self.of_curve)
        self.own_data.introduce(self["data"])

    # -- what an explorable says --------------------------------------------------------------------------

    def fetch(self, name: str) -> Data | Curve:
        """Return the samples of that name in the list."""
        raise NotImplementedError

    def samples_taken(self) -> None:
        """Answer to other samples, or others of them held out."""

    def samples_changed(self) -> None:
        """Answer to samples that the reader has changed by hand."""
        raise NotImplementedError

    def choose_held(self) -> None:
        """Choose which samples are held out: the share that the control says, at random."""
        self.points.hold_out(self["held_out"], rng=self._rng())

    def limits(self) -> tuple | None:
        """Return the ends of the picture, or None for those that leave room around the samples."""
        return None

    # -- samples ------------------------------------------------------------------------------------------

    def take_samples(self) -> None:
        """Take fresh samples as the list says; what the reader has put there waits under `OWN`."""
        if self.points.past:
            self._own = self.source, self.points.kept()
        chosen = self["data"]
        named = isinstance(chosen, str)
        self.source, self.name = chosen, self._name()
        self.data = None if named and chosen == OWN else self.fetch(chosen) if named else chosen
        room = dict(room=GATE_ROOM) if named and chosen in GATES else {}
        self.points.take(self.data, limits=self.limits(), **room)
        if self.data is None and self._own is not None:
            self.source, kept = self._own
            self.points.bring_back(kept)
        self.hold_out()

    def hold_out(self) -> None:
        """Choose again which samples are held out."""
        self.choose_held()
        self.samples_taken()

    def labels(self) -> dict:
        """Return what a picture of the plane is told of the samples: their names, its ends."""
        features, classes = ("$x_1$", "$x_2$"), ("0", "1")
        if self.data is not None:
            features, classes = self.data.features[:2], self.data.classes
        held = bool(self.points.held.any())
        return dict(features=features, classes=classes, limits=self.points.limits, held_out=held)

    def class_names(self) -> tuple[str, str]:
        """Return the names of class 0 and class 1, as a sentence writes them."""
        zero, one = self.labels()["classes"]
        return plain(zero), plain(one)

    def _rng(self) -> np.random.Generator:
        return np.random.default_rng(self["seed"])

    def _name(self) -> str:
        """Return what the samples are called in the list."""
        return self["data"] if isinstance(self["data"], str) else self["data"].name

    # -- what the reader does -----------------------------------------------------------------------------

    def pointed(self, pointer: Pointer) -> None:
        """Let the pointer change the samples."""
        if self.points.pointed(pointer):
            self.samples_changed()

    def typed(self, key: str, shift: bool) -> None:
        """Let a key change the samples."""
        if self.points.typed(key, shift):
            self.samples_changed()

    def undo(self) -> None:
        """Take the last change of the samples back."""
        if self.points.undo():
            self.samples_changed()

    def _on_file(self, data: Data | Curve) -> None:
        self.offer("data", data.name, data)


class CurveExplorer(SampleExplorer):
    """Abstract: a `SampleExplorer` of curves, some of them toys, which are drawn from a known function."""

    of_curve: ClassVar[bool] = True

    @property
    def toy(self) -> bool:
        """Whether the samples are drawn from a function that is known."""
        return self["data"] in curve_names()

    @property
    def truth(self) -> Callable | None:
        """The function that the samples come from, if it is known: not after a change by hand."""
        return None if self.data is None or self.points.past else self.data.truth
