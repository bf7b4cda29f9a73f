"""Controls that readers can trust: what they show is what the code gets.

A plain FloatSlider rounds its value to its own grid in the browser and sends that back. A learning rate
is therefore chosen from a list of good values, with an entry beside it for any other.
"""

from collections.abc import Iterable

import ipywidgets as widgets
import traitlets

from nnlab.checks import number_above

RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
LABEL = {"description_width": "initial"}


class Rate(widgets.HBox):
    """A positive number: a slider over good values, and an entry that takes any other."""

    value = traitlets.Float()

    def __init__(self, value: float, description: str, choices: Iterable[float] = RATES) -> None:
        value = number_above(value, 0, description)
        self._slider = widgets.SelectionSlider(
            options=self._options({*choices, value}), value=value, description=description, style=LABEL,
            continuous_update=True, layout=widgets.Layout(width="250px"),
        )  # fmt: skip
        self._entry = widgets.Text(
            value=f"{value:g}", continuous_update=False, layout=widgets.Layout(width="72px"),
            tooltip=f"{description}: any number above 0",
        )  # fmt: skip
        self._word = widgets.Label("")
        super().__init__(children=[self._slider, self._entry, self._word], value=value)
        self._slider.observe(lambda change: self.set_trait("value", change.new), names="value")
        self._entry.observe(self._typed, names="value")
        self.observe(self._show, names="value")

    @staticmethod
    def _options(values: set[float]) -> list[tuple[str, float]]:
        return [(f"{v:g}", v) for v in sorted(values)]

    @traitlets.validate("value")
    def _positive(self, proposal) -> float:
        return number_above(proposal.value, 0, self._slider.description)

    def _typed(self, change) -> None:
        if change.new == f"{self.value:g}":
            return
        try:
            self.value = float(change.new.strip().replace(",", "."))
        except ValueError:
            self._word.value = "a number above 0, please"
            self._entry.value = f"{self.value:g}"

    def _show(self, change) -> None:
        known = {value for _, value in self._slider.options}
        if change.new not in known:
            self._slider.options = self._options({*known, change.new})
        self._word.value = ""
        self._slider.value = change.new
        self._entry.value = f"{change.new:g}"


def choice(options: Iterable, value, description: str, width: str = "auto") -> widgets.Dropdown:
    """A drop-down list; ``options`` are values, or pairs of a text and a value."""
    options = list(options)
    values = [option[1] if isinstance(option, tuple) else option for option in options]
    if not any(value is v or (type(value) is type(v) and value == v) for v in values):
        raise ValueError(f"{description}: expected one of {values}, got {value!r}")
    return widgets.Dropdown(
        options=options, value=value, description=description, style=LABEL, layout=widgets.Layout(width=width)
    )


def whole(value: int, low: int, high: int, description: str, width: str = "130px") -> widgets.BoundedIntText:
    """A whole number in a small entry, for a seed say."""
    if not (isinstance(value, int) and low <= value <= high):
        raise ValueError(f"{description}: expected a whole number from {low} to {high}, got {value!r}")
    layout = widgets.Layout(width=width)
    return widgets.BoundedIntText(
        value, min=low, max=high, description=description, style=LABEL, layout=layout
    )


def row(*children: widgets.Widget) -> widgets.HBox:
    """Controls side by side, on several lines where the page is narrow."""
    return widgets.HBox(children, layout=widgets.Layout(flex_flow="row wrap", align_items="center"))
