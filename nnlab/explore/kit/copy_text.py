"""A text to take along: a button puts it on the reader's clipboard, and it stands there to be read."""

from collections.abc import Callable
from pathlib import Path
from typing import final

import anywidget
import traitlets

HERE = Path(__file__).parent


@final
class CopyText(anywidget.AnyWidget):
    """An entry that cannot be written into, and a button `label` that copies.

    Each press asks `make()` for the text as it is now; the page puts it on the clipboard, or where it may
    not do that selects it. `said` is a sentence that stands below.
    """

    _esm = (HERE / "copy_text.js").read_text(encoding="utf-8")
    _css = ".nnlab-copy textarea { width: 100%; box-sizing: border-box; font: 12px monospace; }"
    label = traitlets.Unicode("copy").tag(sync=True)
    name = traitlets.Unicode("text to copy").tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict({"copied": "Copied.", "selected": "Selected: press Ctrl and C to copy it."}).tag(
        sync=True
    )

    def __init__(self, make: Callable[[], str], **traits) -> None:
        self._make = make
        super().__init__(**traits)
        self.on_msg(self._asked)

    def __repr__(self) -> str:
        return f"CopyText: {self.label}"

    def _asked(self, _widget, message: dict, _buffers) -> None:
        if message.get("kind") == "copy":
            self.text = self._make()
            self.send({"kind": "made"})
