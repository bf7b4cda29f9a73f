"""Counts the functions of nnlab that run: how long is the way from a slider to the pixel?

    calls = traced(lambda: explorer.publish())
    len(calls), changes_of_file(calls)

As a script it writes down the way of one learning rate: `python tests/helpers/calls.py`.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import nnlab

HOUSE = Path(nnlab.__file__).parent


@dataclass(frozen=True)
class Call:
    """A function that was called: its file within nnlab, and its name there."""

    file: str
    name: str


def traced(do: Callable[[], object]) -> list[Call]:
    """Return the functions of nnlab that are called while `do()` runs, in order."""
    calls: list[Call] = []
    before = str(HOUSE)

    def profile(frame, event, _arg):
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(before):
            file = Path(code.co_filename).relative_to(HOUSE).as_posix()
            calls.append(Call(file, getattr(code, "co_qualname", code.co_name)))

    outer = sys.getprofile()
    sys.setprofile(profile)
    try:
        do()
    finally:
        sys.setprofile(outer)
    return calls


def changes_of_file(calls: list[Call]) -> int:
    """Return how often the next function called stands in another file than the one before."""
    return sum(one.file != other.file for one, other in pairwise(calls))


def _main() -> None:
    from nnlab.explore.lesson4.network import explore_network

    explorer = explore_network()
    explorer.stage.hello(1.0)
    explorer.seek(40)
    calls = traced(lambda: setattr(explorer.controls["lr"], "value", 0.3))
    last = ""
    for call in calls:
        if call.file != last:
            print(f"\n{call.file}:", end="")
        print(f" {call.name.split('.')[-1]}", end="")
        last = call.file
    files = len({call.file for call in calls})
    print(f"\n\n{len(calls)} calls, {files} files, {changes_of_file(calls)} changes of file")


if __name__ == "__main__":
    _main()
