"""Groups of controls of which one is seen at a time, where there are too many for one screen."""

from collections.abc import Mapping, Sequence
from typing import final

import ipywidgets as widgets

from nnlab.explore.kit.controls import row


@final
class Groups(widgets.VBox):
    """Named groups, each a sequence of controls by their names, and of other widgets as they are.

    An explorer gives it to `lay_out` among its `more`. The buttons `shown` say which group is seen; the
    controls of the others do all the same what they are told.
    """

    def __init__(self, groups: Mapping[str, Sequence[str | widgets.Widget]]) -> None:
        self.groups = {name: list(parts) for name, parts in groups.items()}
        self.boxes = {name: row().add_class("nnlab-group") for name in groups}
        style = widgets.ToggleButtonsStyle(button_width="auto")
        self.shown = widgets.ToggleButtons(options=[*groups], style=style, tooltips=[*groups])
        self.shown.add_class("nnlab-tabs")
        super().__init__(children=[self.shown, *self.boxes.values()])
        self.add_class("nnlab-groups")
        self.shown.observe(self._show, names="value")
        self._show()

    @property
    def names(self) -> list[str]:
        """The names of all controls in the groups."""
        return [part for parts in self.groups.values() for part in parts if isinstance(part, str)]

    def fill(self, controls: Mapping[str, widgets.Widget]) -> None:
        """Put the controls in the place of their names."""
        for name, parts in self.groups.items():
            found = [controls[part] if isinstance(part, str) else part for part in parts]
            self.boxes[name].children = found

    def _show(self, _change: object = None) -> None:
        for name, box in self.boxes.items():
            box.layout.display = None if name == self.shown.value else "none"
