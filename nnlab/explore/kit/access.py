"""Access: what ipywidgets' controls lack for readers who hear the page, use its keys, or use a finger."""

from pathlib import Path
from typing import final

import anywidget
import ipywidgets
import traitlets

HERE = Path(__file__).parent


@final
class Access(anywidget.AnyWidget):
    """Shows nothing; as a child of a box it names the controls in that box, and sets their size and focus."""

    # As text, for the reason that stands in `Stage`.
    _esm = (HERE / "access.js").read_text(encoding="utf-8")
    _css = (HERE / "access.css").read_text(encoding="utf-8")


class AccessibleBox(ipywidgets.VBox):
    """Abstract base of a box that keeps an `access` among its children, however they are laid out."""

    def __init__(self, children: tuple[ipywidgets.Widget, ...] = (), **keys) -> None:
        self.access = Access()
        super().__init__(children, **keys)

    @traitlets.validate("children")
    def _with_access(self, proposal: dict) -> tuple[ipywidgets.Widget, ...]:
        return (*(child for child in proposal["value"] if child is not self.access), self.access)
