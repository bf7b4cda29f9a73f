"""Controls of the playground whose value is no single number: features, hidden layers, activations."""

import re
from typing import final

import ipywidgets as widgets
import traitlets

from nnlab.explore.kit.controls import LABEL, choice, row
from nnlab.explore.playground import words
from nnlab.explore.playground.settings import ACTIVATIONS, LAYERS, UNITS
from nnlab.features import FEATURES

MIXED = "mixed"  # in the one list for all layers: each has its own


@final
class Features(widgets.VBox):
    """Boxes to tick, one for each feature; `value` are the names of those that are ticked, at least one."""

    value = traitlets.Tuple()

    def __init__(self, value: tuple[str, ...]) -> None:
        self.boxes = {
            name: widgets.Checkbox(
                name in value,
                description=words.feature(name),
                indent=False,
                layout=dict(width="auto", margin="0 10px 0 0"),
            )
            for name in FEATURES
        }
        super().__init__(
            children=[row(widgets.Label(words.FEATURE_COLUMN), *self.boxes.values())], value=value
        )
        for box in self.boxes.values():
            box.observe(self._ticked, names="value")
        self.observe(self._show, names="value")

    def _ticked(self, _change) -> None:
        ticked = tuple(name for name, box in self.boxes.items() if box.value)
        if ticked:
            self.value = ticked
        else:
            self._show()  # the last one stays

    @traitlets.validate("value")
    def _checked(self, proposal) -> tuple[str, ...]:
        value = tuple(name for name in FEATURES if name in proposal.value)
        if not value or len(value) != len(proposal.value):
            raise ValueError(f"features: expected some of {[*FEATURES]}, got {proposal.value!r}")
        return value

    def _show(self, _change: object = None) -> None:
        for name, box in self.boxes.items():
            box.value = name in self.value


def read_layers(text: str) -> tuple[int, ...]:
    """Return the sizes of hidden layers that somebody has typed: "4, 2" or "4 2", or nothing for none.

    Raises ValueError with a sentence for anything else.
    """
    parts = re.split(r"[\s,;·×x-]+", text.strip(" ,;()[]"))
    parts = [part for part in parts if part]
    if len(parts) > LAYERS or not all(re.fullmatch(r"\d{1,3}", part) for part in parts):
        raise ValueError(words.LAYERS_WANTED)
    sizes = tuple(map(int, parts))
    if not all(1 <= size <= UNITS for size in sizes):
        raise ValueError(words.LAYERS_WANTED)
    return sizes


@final
class Layers(widgets.HBox):
    """An entry for the units of each hidden layer; `value` are their numbers."""

    value = traitlets.Tuple()

    def __init__(self, value: tuple[int, ...]) -> None:
        self.entry = widgets.Text(
            words.layers(value),
            description=words.HIDDEN,
            tooltip=words.LAYERS_TIP,
            continuous_update=False,
            style=LABEL,
        )
        self.word = widgets.Label("")
        self.word.layout.display = "none"
        super().__init__(children=[self.entry, self.word], value=value)
        self.add_class("nnlab-entry")
        self.entry.observe(self._typed, names="value")
        self.observe(self._show, names="value")

    @traitlets.validate("value")
    def _checked(self, proposal) -> tuple[int, ...]:
        return read_layers(words.layers(proposal.value))

    def _typed(self, change) -> None:
        if change.new == words.layers(self.value):
            return
        try:
            value = read_layers(change.new)
        except ValueError as error:
            self.word.value, self.word.layout.display = str(error), None
            self.entry.value = words.layers(self.value)
        else:
            self.value = value
            self._show()

    def _show(self, _change: object = None) -> None:
        self.word.value, self.word.layout.display = "", "none"
        self.entry.value = words.layers(self.value)


@final
class LayerActivations(widgets.HBox):
    """The activation of each hidden layer: one list for all, and `each`, a list for every layer.

    `value` has a name for each layer. With no hidden layer the lists rest.
    """

    value = traitlets.Tuple()

    def __init__(self, value: tuple[str, ...]) -> None:
        self._following = False
        self.all = choice([*ACTIVATIONS, MIXED], ACTIVATIONS[0], words.ACTIVATION)
        self.lists = [choice(ACTIVATIONS, ACTIVATIONS[0], words.in_layer(l)) for l in range(1, LAYERS + 1)]
        self.each = row(*self.lists)
        super().__init__(children=[self.all], value=value)
        self.add_class("nnlab-entry")
        self.all.observe(self._chosen_for_all, names="value")
        for single in self.lists:
            single.observe(self._chosen_for_one, names="value")
        self.observe(self._show, names="value")
        self._show()

    @traitlets.validate("value")
    def _checked(self, proposal) -> tuple[str, ...]:
        if any(name not in ACTIVATIONS for name in proposal.value):
            raise ValueError(f"activations: expected names of {ACTIVATIONS}, got {proposal.value!r}")
        return tuple(proposal.value)

    def _chosen_for_all(self, change) -> None:
        if self._following:
            return
        if change.new == MIXED:
            self._show()
        else:
            self.value = (change.new,) * len(self.value)

    def _chosen_for_one(self, _change) -> None:
        if not self._following:
            self.value = tuple(single.value for single in self.lists[: len(self.value)])

    def _show(self, _change: object = None) -> None:
        self._following = True
        for l, single in enumerate(self.lists):
            single.layout.display = None if l < len(self.value) else "none"
            if l < len(self.value):
                single.value = self.value[l]
        if self.value:
            self.all.value = self.value[0] if len({*self.value}) == 1 else MIXED
        self.all.disabled = not self.value
        self._following = False
