"""Runs a generator and its caller, and writes down each moment: which line is next, and what stands where."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType, GeneratorType
from typing import Any, final

GENERATOR, CALLER = "generator", "caller"
LINE, YIELDS, ENDS = "line", "yields", "ends"


@final
@dataclass(frozen=True)
class Moment:
    """One moment of the run; `k` counts them.

    `at` is who is at work, "generator" or "caller", and `line` where, counted from 0 in its source. `does` is
    "line" before that line is run; "yields" after the generator has handed `value` over; "ends" at the end.
    `caller` and `generator` are their local variables, by name, as Python writes them. `waits` is the line
    at which the other of the two waits, if it does; `handed` is all that was handed over so far.
    """

    k: int
    at: str
    does: str
    line: int
    value: str
    caller: dict[str, str]
    generator: dict[str, str]
    waits: int | None
    handed: tuple[str, ...]


def moments(generator: Callable[..., Iterator], caller: Callable[[], Any]) -> list[Moment]:
    """Call `caller`, and return each moment of it and of the `generator` that it asks."""
    notes = _Notes(generator, caller)
    before = sys.gettrace()
    sys.settrace(notes.follow)
    try:
        caller()
    finally:
        sys.settrace(before)
    return notes.found


@final
class _Notes:
    """What Python tells of each line while it runs."""

    def __init__(self, generator: Callable, caller: Callable) -> None:
        self.names = {generator.__code__: GENERATOR, caller.__code__: CALLER}
        self.found: list[Moment] = []
        self.variables: dict[str, dict[str, str]] = {GENERATOR: {}, CALLER: {}}
        self.waits: dict[str, int | None] = {GENERATOR: None, CALLER: None}  # where each waits
        self.handed: list[str] = []
        self.did = ""  # what the generator did last

    def follow(self, frame: FrameType, event: str, argument: Any) -> Callable | None:
        """Note what happens in the two functions; Python calls this, and calls nothing inside others."""
        at = self.names.get(frame.f_code)
        if at is None:
            return None
        if event == "line":
            self._note(at, frame, LINE)
        elif event == "return" and not self._is_dropped(at, argument):
            yields = at == GENERATOR and argument is not None  # these generators never yield None
            self._note(at, frame, YIELDS if yields else ENDS, written(argument))
        return self.follow

    def _is_dropped(self, at: str, argument: Any) -> bool:
        """Whether this is a generator that the caller lets go of: it ends right where it waits."""
        return at == GENERATOR and argument is None and self.did == YIELDS

    def _note(self, at: str, frame: FrameType, does: str, value: str = "") -> None:
        line = frame.f_lineno - frame.f_code.co_firstlineno
        self.variables[at] = {name: written(value) for name, value in frame.f_locals.items()}
        self.waits[at] = None if does == ENDS else line
        self.did = does if at == GENERATOR else self.did
        if at == GENERATOR and does == YIELDS:
            self.handed.append(value)
        elif at == GENERATOR and does == ENDS:
            self.variables[at] = {}
        own = (dict(self.variables[name]) for name in (CALLER, GENERATOR))
        other = self.waits[CALLER if at == GENERATOR else GENERATOR]
        handed = tuple(self.handed)
        self.found.append(Moment(len(self.found), at, does, line, value, *own, other, handed))


def written(value: Any) -> str:
    """Write a value as Python does; a generator only as what it is."""
    return "a generator" if isinstance(value, GeneratorType) else repr(value)
