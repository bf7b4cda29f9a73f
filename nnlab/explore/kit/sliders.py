"""Sliders over a drawing: for pictures that are computed at once, without anything that learns."""

from collections.abc import Callable
from typing import Any, final

from nnlab.checks import shown
from nnlab.explore.kit.controls import control_for
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.stage import Stage


@final
class Sliders(Explorer):
    """`draw(ax, **parameters)` with a control for each parameter; made by `sliders`."""

    def __init__(self, draw: Callable, size: tuple[int, int], alt: str, settings: dict[str, Any]) -> None:
        controls = {name: control_for(name, setting) for name, setting in settings.items()}
        self._draw = draw
        stage = Stage(*size, alt=alt, listens=False)
        self.ax = stage.figure.add_subplot()
        super().__init__(stage, controls)
        self.lay_out(main=[*controls])
        self.draw()
        stage.lay_out()
        self.publish()

    def draw(self) -> None:
        """Clear the Axes and call the drawing; a sentence that it returns becomes the status line."""
        self.ax.clear()
        self._said = self._draw(self.ax, **{name: control.value for name, control in self.controls.items()})
        self.stage.redraw()

    def sentence(self) -> str:
        """Return what the drawing returned."""
        return self._said or ""


def sliders(draw: Callable, *, size: tuple[int, int] = (760, 340), alt: str, **settings: Any) -> Sliders:
    """Return an explorable of `draw(ax, **parameters)`: each of `settings` makes the control of that name.

    `draw` draws on `ax` and may return a sentence for the status line. It is called at every move, so it
    must be quick: a few milliseconds. `alt` says what the picture shows to those who do not see it.
    """
    if not callable(draw):
        raise ValueError(f"draw: expected a function of (ax, **parameters), got {shown(draw)}")
    if not isinstance(alt, str):
        raise ValueError(f"alt: expected a sentence, got {shown(alt)}")
    return Sliders(draw, size, alt, settings)
