"""Letting go: an explorable closes with all that it made, and a cell that runs again lets go of its old one.

The widgets' registry keeps every widget until it is closed, so a cell run twenty times would keep twenty
explorables with their tapes. Here each notes which cells show it. When they have all run again and show
something else, and no page says that it shows it still, the registry and the notebook's `Out` lose their
hold on it. A name that the reader gave it, or a widget that it stands in, holds it as before; if there is
none it goes, tape and all. Where the front end does not say which cell runs, nothing goes.
"""

import contextlib
import gc
import re
import time
import weakref
from collections import deque
from collections.abc import Callable
from typing import Any

import ipywidgets
from ipywidgets.widgets.widget import _instances

from nnlab.explore.kit.access import AccessibleBox

# Every error in a handler: widgets swallow them, tests must not. A few will do, for each holds much.
problems: deque[Exception] = deque(maxlen=20)

# Seconds in which a page answers that it still shows an explorable.
ANSWER_WITHIN = 2.0

# Seconds after which one that something held is tried again: perhaps a message was only being answered.
TRY_AGAIN_AFTER = 5.0

_displayed: "weakref.WeakSet[LetGo]" = weakref.WeakSet()


class LetGo(AccessibleBox):
    """Abstract: a widget with a `stage`, which closes with all its parts and which a kernel can let go of."""

    closed = False
    # Others of its kind that stand in it and go with it.
    within: tuple["LetGo", ...] = ()
    # Until it has its own: one that could not be made is closed, too.
    lock: Any = contextlib.nullcontext()

    def __init__(self, **kwargs: Any) -> None:
        # The cells that show it, each with the run in which it did so last; None is any other place.
        self._cells: dict[str | None, str] = {}
        # Whether a page ever showed it, and whether one has said so since the pages were asked.
        self._was_on_page = self._is_on_page = False
        # When the pages were asked last.
        self._asked: float | None = None
        # When the kernel's hold on it was taken away in vain, since someone else had one.
        self._tried: float | None = None
        super().__init__(**kwargs)

    def close(self) -> None:
        """Close all widgets that belong to it, and let go of tape and picture; it answers no more."""
        with self.lock:
            if not self.closed:
                self.closed = True
                for part in parts(self):
                    if part is not self:
                        part.close()
                self._empty()
            super().close()

    def _empty(self) -> None:
        """Let go of what those could still hold who have a name for it."""
        if (player := getattr(self, "player", None)) is not None:
            player.empty()
        if (stage := getattr(self, "stage", None)) is not None:
            stage.forget()
            stage.figure.clear()

    def seen_on_page(self) -> None:
        """Note that a page says that it shows it."""
        self._was_on_page = self._is_on_page = True

    def is_unseen(self) -> bool:
        """Return whether the pages were asked and none has said that it shows it; if not, ask them."""
        if not self._was_on_page:
            return True
        if self._asked is None or self._is_on_page:
            self._asked, self._is_on_page = time.monotonic(), False
            self.stage.send({"kind": "anyone"})
            return False
        return time.monotonic() > self._asked + ANSWER_WITHIN

    def _repr_mimebundle_(self, **kwargs):
        _note_display(self)
        return super()._repr_mimebundle_(**kwargs)


def parts(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """Return `widget` and all widgets that it holds, or that an object of its own does, shown or not."""
    seen: dict[int, Any] = {}
    inside = getattr(widget, "within", ())
    waiting: list[Any] = [widget]
    while waiting:
        thing = waiting.pop()
        foreign = isinstance(thing, LetGo) and not any(thing is own for own in (widget, *inside))
        if id(thing) in seen or foreign:
            continue
        seen[id(thing)] = thing
        if isinstance(thing, dict):
            waiting += thing.values()
        elif isinstance(thing, (list, tuple, set)):
            waiting += thing
        elif isinstance(thing, ipywidgets.Widget) or type(thing).__module__.startswith("nnlab.explore"):
            waiting += getattr(thing, "__dict__", {}).values()
    return [thing for thing in seen.values() if isinstance(thing, ipywidgets.Widget)]


# -- in a notebook's kernel -------------------------------------------------------------------------------


def _note_display(widget: LetGo) -> None:
    """Note that the cell which runs now shows `widget`; outside a notebook there is nothing to note."""
    kernel = getattr(widget.comm, "kernel", None)
    shell = getattr(kernel, "shell", None)
    if shell is None:
        return
    request = kernel.get_parent()
    cell = request.get("metadata", {}).get("cellId")
    if any(isinstance(other, ipywidgets.Output) and other.msg_id for other in list(_instances.values())):
        cell = None  # an Output widget takes what is shown, and it may stand in any cell
    widget._cells[cell] = request["header"]["msg_id"]
    widget._tried = None
    _displayed.add(widget)
    shell.events.register("post_run_cell", _after_cell)


def _after_cell(result: Any) -> None:
    """Let go of what this cell and others showed before they ran again, if nobody sees it any more."""
    _note_run(getattr(result.info, "cell_id", None))
    if held := _take_hold_away():
        gc.collect()
        for model_id, part in held.items():
            if (living := part()) is not None:  # held by a name of the reader's, or by another widget
                _instances[model_id] = living


def _note_run(cell: str | None) -> None:
    """Note that this cell has run: it shows no more what an earlier run of it did."""
    for widget in [widget for widget in _displayed if widget.comm is not None]:
        run = widget.comm.kernel.get_parent()["header"]["msg_id"]
        if cell is not None and widget._cells.get(cell, run) != run:
            del widget._cells[cell]


def _take_hold_away() -> dict[str, weakref.ref]:
    """Take the kernel's own hold from the explorables that no cell shows; return what was registered."""
    going = [widget for widget in _displayed if not widget._cells and widget.comm and widget.is_unseen()]
    now = time.monotonic()
    if all(widget._tried is not None and now < widget._tried + TRY_AGAIN_AFTER for widget in going):
        return {}
    problems.clear()  # each holds the explorable in which it came about
    held = {}
    for widget in going:
        widget._tried = now
        _forget_output(widget.comm.kernel.shell, widget)
        for part in parts(widget):
            if part.comm is not None:
                part.comm.on_msg(_weakly(part._handle_msg))
                held[part.model_id] = weakref.ref(part)
                _instances.pop(part.model_id, None)
    return held


def _forget_output(shell: Any, widget: LetGo) -> None:
    """Take `widget` out of the notebook's `Out`, `_`, `__`, `___`, and `_3` and its like."""
    for names in (shell.user_ns, shell.user_ns_hidden):
        for name in [name for name, value in names.items() if value is widget]:
            if re.fullmatch("_{1,3}", name):
                names[name] = ""  # as it is before there is any output
            elif re.fullmatch(r"_\d+", name):
                del names[name]
    for number in [number for number, value in shell.user_ns["_oh"].items() if value is widget]:
        del shell.user_ns["_oh"][number]
    for name in ("_", "__", "___"):
        if getattr(shell.displayhook, name, None) is widget:
            setattr(shell.displayhook, name, "")


def _weakly(method: Callable[[dict], None]) -> Callable[[dict], None]:
    """Return a function that calls the bound `method` as long as its object lives, and does not keep it."""
    weak = weakref.WeakMethod(method)

    def call(message: dict) -> None:
        if (living := weak()) is not None:
            living(message)

    return call
