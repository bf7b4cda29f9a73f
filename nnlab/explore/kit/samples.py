"""Samples chosen from a list, changed by hand or brought along in a file: what such explorables share."""

from collections.abc import Iterable
from typing import Any, ClassVar

import ipywidgets as widgets
import numpy as np

from nnlab.data import Curve, Data
from nnlab.explore.kit.controls import button, choice
from nnlab.explore.kit.csv_input import OwnData, readable
from nnlab.explore.kit.editable_samples import Places
from nnlab.explore.kit.explorer import Explorer, handler
from nnlab.explore.kit.stage import Pointer, Stage

OWN = "your own points"


def sample_list(names: Iterable[str], given: Data | Curve | None, chosen: str | None) -> widgets.Dropdown:
    """The list of samples: those ``given`` first, then ``names``; ``given`` or else the name ``chosen``."""
    sets = [(name, name) for name in names]
    if given is not None:
        sets.insert(0, (given.name, given))
    return choice(sets, given or chosen, "samples")


def held_out_list(share: float) -> widgets.Dropdown:
    """The list of shares that are held out."""
    return choice([(f"{p} %", p / 100) for p in (0, 10, 20, 30, 50)], share, "held out")


def checked(
    data: Any, settings: dict, known: Iterable[str], names: Iterable[str], kind: type = Data
) -> tuple[Data | Curve | None, dict]:
    """What an explorable is made from: the ``Data`` or ``Curve`` given or None, and its settings.

    ``names`` are those of the samples that the explorable has itself, ``known`` the names of its controls.
    Raises ValueError for other settings, if ``data`` is neither of that ``kind`` nor one of ``names``, and if
    samples of classes have fewer than the two features that make a plane.
    """
    if unknown := set(settings) - set(known):
        raise ValueError(f"settings: expected some of {sorted(known)}, got {sorted(unknown)}")
    if isinstance(data, kind):
        if isinstance(data, Data) and data.X.shape[1] < 2:
            raise ValueError(f"data: expected samples with 2 features or more, got {data.X.shape[1]}")
        return readable(data), settings
    names = list(names)
    if data not in names:
        raise ValueError(f"data: expected one of {names} or a {kind.__name__}, got {data!r}")
    return None, dict(settings, data=data)


class SampleExplorer(Explorer):
    """An explorer with samples that the reader may add, move, take away, and bring along in a file.

    A subclass has a list of samples, ``controls["data"]``, and a ``seed``. It makes ``points`` before it
    calls this ``__init__``, places ``undo_button`` and ``own_data``, and says in ``samples_changed()`` what
    follows when the reader has changed samples by hand. With ``of_curve`` a file is read as a ``Curve``.
    """

    of_curve: ClassVar[bool] = False

    points: Places

    def __init__(self, stage: Stage, controls: dict[str, widgets.Widget], **kwargs) -> None:
        self._own: tuple | None = None  # the reader's own samples, while others are shown
        self.undo_button = button("Undo", "undo a change of samples")
        super().__init__(stage, controls, **kwargs)
        self.undo_button.on_click(self._on_undo)
        self.own_data = OwnData(self._on_file, curve=self.of_curve)
        self.own_data.introduce(self["data"])

    def samples_changed(self) -> None:
        """The reader has changed the samples by hand."""
        raise NotImplementedError

    def _rng(self) -> np.random.Generator:
        return np.random.default_rng(self["seed"])

    def _name(self) -> str:
        """What the samples are called in the list."""
        return self["data"] if isinstance(self["data"], str) else self["data"].name

    def pointed(self, pointer: Pointer) -> None:
        """The pointer may have changed the samples."""
        if self.points.pointed(pointer):
            self.samples_changed()

    def typed(self, key: str, shift: bool) -> None:
        """A key may have changed the samples."""
        if self.points.typed(key, shift):
            self.samples_changed()

    def _on_file(self, data: Data | Curve) -> None:
        self.offer("data", data.name, data)

    @handler
    def _on_undo(self, _button) -> None:
        if self.points.undo():
            self.samples_changed()
