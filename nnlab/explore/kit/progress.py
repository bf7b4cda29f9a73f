"""A bar that shows how far a long computation is."""

import time
from typing import final

import ipywidgets as widgets

APART = 0.1  # seconds between two words to the page: more would only slow the computation


@final
class Progress(widgets.HBox):
    """A bar that shows how many of `total` are done: `progress(done, total)` moves the bar.

    Give it to what takes long, and show it before that begins::

        bar = Progress("training 60 networks")
        display(bar)
        result = sweep(run, grid, seeds, progress=bar)

    The notebook stores only its description, so that two runs store the same.
    """

    def __init__(self, description: str) -> None:
        self.description = description
        self.bar = widgets.IntProgress(0, min=0, max=1, layout=widgets.Layout(width="320px"))
        self.word = widgets.Label("")
        self._said = 0.0
        super().__init__(children=[widgets.Label(description), self.bar, self.word])

    def __call__(self, done: int, total: int) -> None:
        """Say that `done` of `total` are done."""
        now = time.monotonic()
        if 0 < done < total and now < self._said + APART:
            return
        self._said = now
        self.bar.max = total
        self.bar.value = done
        self.bar.bar_style = "success" if done == total else ""
        self.word.value = f"{done:,} of {total:,}"

    def __repr__(self) -> str:
        return f"Progress: {self.description}"

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/plain"] = repr(self)
        return bundle
