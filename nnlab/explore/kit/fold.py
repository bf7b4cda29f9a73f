"""The fold: a button that hides controls on a low page, and the way controls stand around their picture."""

from collections.abc import Sequence
from pathlib import Path
from typing import final

import anywidget
import ipywidgets
import traitlets

from nnlab.explore.kit.controls import row
from nnlab.explore.kit.groups import Groups

HERE = Path(__file__).parent
MORE = "more"  # what the button says


@final
class Fold(anywidget.AnyWidget):
    """A button "more" that shows and hides the box after it; the page does so without the kernel.

    As long as `unfolded` is None, the box is shown where the page is tall. Its style sheet also says how all
    parts of an explorable are laid out, see `laid_out`.
    """

    # As text, for the reason that stands in `Stage`.
    _esm = (HERE / "fold.js").read_text(encoding="utf-8")
    _css = (HERE / "fold.css").read_text(encoding="utf-8")
    text = traitlets.Unicode(MORE).tag(sync=True)
    unfolded = traitlets.Bool(None, allow_none=True).tag(sync=True)

    def __repr__(self) -> str:
        return f"Fold: {self.text}"


def placed(
    controls: dict[str, ipywidgets.Widget],
    main: Sequence[str | ipywidgets.Widget],
    more: Sequence[str | ipywidgets.Widget],
) -> tuple[list[ipywidgets.Widget], list[ipywidgets.Widget]]:
    """Return `main` and `more` with the controls in place of their names, in `Groups`, too.

    Raises ValueError if a control is left out, or placed twice.
    """
    parts = [*main, *more]
    named = [part for part in parts if isinstance(part, str)]
    named += [name for part in parts if isinstance(part, Groups) for name in part.names]
    if sorted(named) != sorted(controls):
        raise ValueError(f"main, more: expected each of {sorted(controls)} once, got {sorted(named)}")
    for part in parts:
        if isinstance(part, Groups):
            part.fill(controls)
    main, more = (
        [controls[part] if isinstance(part, str) else part for part in parts] for parts in (main, more)
    )
    return main, more


def laid_out(
    stage: ipywidgets.Widget, main: list[ipywidgets.Widget], more: list[ipywidgets.Widget]
) -> ipywidgets.Box:
    """Return the stage with `main` controls, which are always seen, and `more` that can be folded away.

    All stand beside the stage where the page is wide, and below it where it is not.
    """
    fold = Fold()
    parts = [_named("main", row(*main)), fold, _named("rest", row(*more))]
    if not more:
        fold.layout.display = "none"  # it still brings the style sheet
    return _named("parts", ipywidgets.Box([stage, _named("side", ipywidgets.VBox(parts))]))


def _named(name: str, box: ipywidgets.Box) -> ipywidgets.Box:
    return box.add_class(f"nnlab-{name}")
