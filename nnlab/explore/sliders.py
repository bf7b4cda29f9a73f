"""Sliders over a drawing: for pictures that are computed at once, without anything that learns."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from nnlab.explore.controls import LABEL, choice, row
from nnlab.explore.explorer import Explorer
from nnlab.explore.stage import Stage


def control_for(name: str, setting: Any) -> widgets.Widget:
    """The control for one parameter.

    True or False makes a box to tick; ``(low, high, step)`` or ``(low, high, step, start)`` a slider on that
    grid; a list a choice among its entries.
    """
    layout = widgets.Layout(width="320px")
    if isinstance(setting, bool):
        return widgets.Checkbox(setting, description=name, indent=False)
    if (
        isinstance(setting, tuple)
        and 3 <= len(setting) <= 4
        and all(isinstance(s, int | float) for s in setting)
    ):
        low, high, step, *start = setting
        if not (low < high and step > 0):
            raise ValueError(
                f"{name}: expected (low, high, step) with low < high and step > 0, got {setting}"
            )
        if all(isinstance(s, int) for s in setting):
            kind = widgets.IntSlider
            return kind(
                *start or (low,), min=low, max=high, step=step, description=name, style=LABEL, layout=layout
            )
        # a grid of its own: a FloatSlider would round what code sets, and send that back
        count = round((high - low) / step) + 1
        grid = [round(low + i * step, 12) for i in range(count)]
        value = min(grid, key=lambda g: abs(g - start[0])) if start else grid[0]
        options = [(f"{g:g}", g) for g in grid]
        return widgets.SelectionSlider(
            options=options, value=value, description=name, style=LABEL, layout=layout
        )
    if isinstance(setting, list) and setting:
        return choice(setting, setting[0], name)
    raise ValueError(
        f"{name}: expected True or False, (low, high, step) or a list of choices, got {setting!r}"
    )


class Sliders(Explorer):
    """``draw(ax, **parameters)`` with a control for each parameter; made by ``sliders``."""

    def __init__(self, draw: Callable, size: tuple[int, int], alt: str, settings: dict[str, Any]) -> None:
        controls = {name: control_for(name, setting) for name, setting in settings.items()}
        self._draw = draw
        stage = Stage(*size, alt=alt)
        self.ax = stage.figure.add_subplot()
        super().__init__(stage, controls, above=[row(*controls.values())])
        self.draw()
        stage.lay_out()
        self.publish()

    def draw(self) -> None:
        """Clears the Axes and calls the drawing; a sentence that it returns becomes the status line."""
        self.ax.clear()
        self._said = self._draw(self.ax, **{name: control.value for name, control in self.controls.items()})
        self.stage.redraw()

    def sentence(self) -> str:
        """What the drawing returned."""
        return self._said or ""


def sliders(draw: Callable, *, size: tuple[int, int] = (760, 340), alt: str, **settings: Any) -> Sliders:
    """An explorable from ``draw(ax, **parameters)``: each of ``settings`` makes the control of that name.

    ``draw`` draws on ``ax`` and may return a sentence for the status line. It is called at every move, so it
    must be quick: a few milliseconds. ``alt`` says what the picture shows to those who do not see it.
    """
    if not callable(draw):
        raise ValueError(f"draw: expected a function of (ax, **parameters), got {draw!r}")
    return Sliders(draw, size, alt, settings)
