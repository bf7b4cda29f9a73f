"""What the reader did, so that it can be undone: a whole slide or drag of one thing at once."""

from collections.abc import Container
from typing import Any, final

from nnlab.explore.kit.editable_samples import UNDOS


@final
class History:
    """What was before each change, the last `UNDOS` of them; one after another of a slide are one change."""

    def __init__(self, slides: Container[str]) -> None:
        self.slides = slides  # what is moved bit by bit
        self.past: list[tuple[str, Any]] = []

    def remember(self, what: str, before: Any) -> None:
        """Keep what was `before` a change of `what`, unless this goes on with the last change."""
        if not self.past or self.past[-1][0] != what or what not in self.slides:
            self.past = [*self.past[1 - UNDOS :], (what, before)]

    def undo(self) -> tuple[str, Any] | None:
        """Return what was changed last, and what was before; None if there is nothing."""
        return self.past.pop() if self.past else None
