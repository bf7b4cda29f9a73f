"""A weight or a bias by keyboard: which one, and what it is."""

from collections.abc import Callable
from typing import final

import ipywidgets as widgets

from nnlab.explore.kit.controls import LABEL, row
from nnlab.explore.kit.numbers import entry, read
from nnlab.explore.playground import words
from nnlab.explore.playground.learner import LARGEST
from nnlab.pictures.network_plan import Spot


@final
class WeightEntry(widgets.VBox):
    """Three whole numbers say which weight, counted from 1 ("from" 0 is the bias), and an entry what it is.

    It calls `on_choice(spot)` and `on_number(number)`, with None for what is no number; `show` says what to
    show.
    """

    def __init__(self, on_choice: Callable[[Spot], None], on_number: Callable[[float | None], None]) -> None:
        self._on_choice, self._on_number = on_choice, on_number
        self._silent = False

        def small(name: str, low: int, tooltip: str = "") -> widgets.BoundedIntText:
            return widgets.BoundedIntText(
                1, min=low, max=8, description=name, tooltip=tooltip, style=LABEL, layout=dict(width="100px")
            )

        self.layer, self.source = small(words.EDIT_LAYER, 1), small(words.EDIT_FROM, 0, words.EDIT_TIP)
        self.unit = small(words.EDIT_UNIT, 1)
        self.number = widgets.Text(
            "",
            description=words.EDIT_NUMBER,
            continuous_update=False,
            style=LABEL,
            layout=dict(width="100px"),
        )
        head = widgets.Label(f"{words.EDIT} ({words.EDIT_TIP})")
        super().__init__(children=[head, row(self.layer, self.source, self.unit, self.number)])
        for part in (self.layer, self.source, self.unit):
            part.observe(self._chosen, names="value")
        self.number.observe(self._typed, names="value")

    @property
    def spot(self) -> Spot:
        """The weight or bias that the numbers mean."""
        if self.source.value == 0:
            return Spot("bias", self.layer.value, self.unit.value - 1)
        return Spot("weight", self.layer.value, self.unit.value - 1, self.source.value - 1)

    def show(self, sizes: tuple[int, ...], spot: Spot | None, value_of: Callable[[Spot], float]) -> None:
        """Offer what a network of these sizes has, inputs first, and show this one, or the one before."""
        self._silent = True
        try:
            if spot is not None:
                self.layer.max = max(len(sizes) - 1, spot.layer)
                self.layer.value = spot.layer
            self.layer.max = len(sizes) - 1
            self.source.max, self.unit.max = sizes[self.layer.value - 1], sizes[self.layer.value]
            if spot is not None:
                self.source.value = 0 if spot.kind == "bias" else spot.i + 1
                self.unit.value = spot.j + 1
            self.number.value = entry(value_of(self.spot))
        finally:
            self._silent = False

    def _chosen(self, _change) -> None:
        if not self._silent:
            self._on_choice(self.spot)

    def _typed(self, change) -> None:
        if self._silent or not change.new.strip():
            return
        try:
            number = read(change.new)
        except ValueError:
            number = None
        if number is not None and not abs(number) < LARGEST:  # of which nothing could be drawn
            number = None
        self._on_number(number)
