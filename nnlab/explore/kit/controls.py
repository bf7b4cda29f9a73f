"""Controls that readers can trust: what they show is what the code gets.

A plain FloatSlider rounds its value to its own grid in the browser and sends that back. A learning rate
is therefore chosen from a list of good values, with an entry next to it for any other.
"""

import contextlib
import math
from collections.abc import Callable, Iterable
from typing import Any, final

import ipywidgets as widgets
import traitlets

from nnlab.checks import number_at_least, shown
from nnlab.explore.kit.numbers import entry, plain, read

MOST_PLACES = 10_000  # of a slider: nobody has a screen with more, and the browser gets each of them
LABEL = {"description_width": "initial"}


@final
class Number(widgets.HBox):
    """A number from `low` to `high`: a slider over good values, and an entry that takes any other.

    `write` says how the entry shows the number, which may be shorter than the number is.
    """

    value = traitlets.Float()

    def __init__(
        self,
        value: float,
        description: str,
        choices: Iterable[float],
        *,
        low: float,
        high: float,
        width: str = "300px",  # of the slider with its description; "auto" takes what room there is
        write: Callable[[float], str] = entry,
    ) -> None:
        self.write = write
        self.low, self.high, self.description = low, high, description
        self._choices = sorted(choices)
        self._following = False  # the slider shows what was typed, and is not to answer
        value = self._within(value)
        self._written = write(value)  # what the entry shows
        grows = dict(flex="1 1 auto", min_width="80px") if width == "auto" else {}
        self._slider = widgets.SelectionSlider(
            options=[(plain(c), c) for c in self._choices],
            value=self._nearest(value),
            description=description,
            readout=False,  # the entry shows the number, and takes one
            style=LABEL,
            layout=widgets.Layout(width=width, **grows),
        )
        self._entry = widgets.Text(
            value=self._written,
            continuous_update=False,
            tooltip=f"{description}: any number from {plain(low)} to {plain(high)}",
            layout=widgets.Layout(width="72px"),
        )
        self._word = widgets.Label("")
        super().__init__(children=[self._slider, self._entry, self._word], value=value)
        self.add_class("nnlab-number")
        if width == "auto":
            self.layout.flex = "1 1 180px"
        self._slider.observe(self._slid, names="value")
        self._entry.observe(self._typed, names="value")
        self.observe(self._show, names="value")

    def _within(self, value: float) -> float:
        with contextlib.suppress(ValueError):
            number = number_at_least(value, self.low, self.description)
            if number <= self.high:
                return number
        got = plain(value) if isinstance(value, int | float) and abs(value) < 1e300 else shown(value)
        between = f"from {plain(self.low)} to {plain(self.high)}"
        raise ValueError(f"{self.description}: expected a number {between}, got {got}")

    @traitlets.validate("value")
    def _checked(self, proposal) -> float:
        return self._within(proposal.value)

    def rest(self, off: bool) -> None:
        """Let the slider and the entry rest where the number means nothing, or wake them."""
        self._slider.disabled = self._entry.disabled = off

    def choose_from(self, choices: Iterable[float]) -> None:
        """Give the slider other good values; the number itself stays as it is."""
        self._choices = sorted(choices)
        nearest = self._nearest(self.value)
        self._following = True
        self._slider.options = [(plain(c), c) for c in self._choices]
        self._slider.value = nearest
        self._following = False

    def _nearest(self, value: float) -> float:
        return min(self._choices, key=lambda choice: abs(choice - value))

    def _slid(self, change) -> None:
        if not self._following:
            self.value = change.new

    def _typed(self, change) -> None:
        if change.new == self._written:
            return
        try:
            value = self._within(read(change.new))
        except ValueError:
            self._word.value = f"a number from {plain(self.low)} to {plain(self.high)}, please"
            self._entry.value = self.write(self.value)
        else:
            self.value = value  # outside: what goes wrong in a drawing is not the entry's fault

    def _show(self, change) -> None:
        self._word.value = ""
        self._written = self._entry.value = self.write(change.new)
        self._following = True
        self._slider.value = self._nearest(change.new)
        self._following = False


def choice(options: Iterable, value, description: str, width: str = "auto") -> widgets.Dropdown:
    """Return a drop-down list; `options` are values, or pairs of a text and a value."""
    options = list(options)
    values = [option[1] if isinstance(option, tuple) else option for option in options]
    if not any(value is v or (type(value) is type(v) and value == v) for v in values):
        raise ValueError(f"{description}: expected one of {values}, got {shown(value)}")
    return widgets.Dropdown(
        options=options, value=value, description=description, style=LABEL, layout=widgets.Layout(width=width)
    )


def _check_whole(value: int, low: int, high: int, description: str) -> None:
    if not (isinstance(value, int) and low <= value <= high):
        raise ValueError(f"{description}: expected a whole number from {low} to {high}, got {shown(value)}")


def whole(value: int, low: int, high: int, description: str, width: str = "130px") -> widgets.BoundedIntText:
    """Return a whole number in a small entry, for a seed say."""
    _check_whole(value, low, high, description)
    layout = widgets.Layout(width=width)
    return widgets.BoundedIntText(
        value, min=low, max=high, description=description, style=LABEL, layout=layout
    )


def whole_slider(
    value: int, low: int, high: int, description: str, width: str = "300px"
) -> widgets.IntSlider:
    """Return a slider over whole numbers that refuses a start outside them (its own would clip it)."""
    _check_whole(value, low, high, description)
    layout = widgets.Layout(width=width)
    return widgets.IntSlider(value, min=low, max=high, description=description, style=LABEL, layout=layout)


def set_together(controls: dict[str, widgets.Widget], values: dict[str, Any]) -> None:
    """Set the controls named in `values`, or none if one of them refuses its value."""
    before = {name: controls[name].value for name in values}
    try:
        for name, value in values.items():
            controls[name].value = value
    except Exception:
        for name, value in before.items():
            controls[name].value = value
        raise


def button(text: str, tooltip: str, width: str = "76px") -> widgets.Button:
    """Return a button to press."""
    return widgets.Button(description=text, tooltip=tooltip, layout=widgets.Layout(width=width))


def row(*children: widgets.Widget) -> widgets.HBox:
    """Return controls side by side, on several lines where the page is narrow."""
    return widgets.HBox(children, layout=widgets.Layout(flex_flow="row wrap", align_items="center"))


def control_for(name: str, setting: Any) -> widgets.Widget:
    """Return the control for one parameter.

    True or False makes a box to tick; `(low, high, step)` or `(low, high, step, start)` a slider on that
    grid; a list a choice among its entries.
    """
    if isinstance(setting, bool):
        return widgets.Checkbox(setting, description=name, indent=False)
    if (
        isinstance(setting, tuple)
        and 3 <= len(setting) <= 4
        and all(isinstance(s, int | float) for s in setting)
    ):
        low, high, step, *start = setting
        finite = all(abs(s) < math.inf for s in setting)
        if not (finite and low < high and step > 0 and all(low <= s <= high for s in start)):
            wanted = "(low, high, step, start) with low < high, step > 0 and start between"
            raise ValueError(f"{name}: expected {wanted}, got {shown(setting)}")
        if (high - low) / step > MOST_PLACES:
            got = f"got {(high - low) / step:,.0f}; take a larger step"
            raise ValueError(f"{name}: expected at most {MOST_PLACES:,} places on a slider, {got}")
        if all(isinstance(s, int) for s in setting):
            where = dict(min=low, max=high, step=step, layout=widgets.Layout(width="320px"))
            return widgets.IntSlider(*start or [low], **where, description=name, style=LABEL)
        grid = [round(low + i * step, 12) for i in range(math.floor((high - low) / step + 1e-9) + 1)]
        return Number(start[0] if start else low, name, grid, low=low, high=high)
    if isinstance(setting, list) and setting:
        return choice(setting, setting[0], name)
    raise ValueError(
        f"{name}: expected True or False, (low, high, step) or a list of choices, got {shown(setting)}"
    )
