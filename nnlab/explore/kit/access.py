"""Access: what ipywidgets' controls lack for readers who hear the page, use its keys, or use a finger."""

from pathlib import Path
from typing import final

import anywidget

HERE = Path(__file__).parent


@final
class Access(anywidget.AnyWidget):
    """Shows nothing; as a child of a box it names the controls in that box, and sets their size and focus."""

    _esm = HERE / "access.js"
    _css = HERE / "access.css"
