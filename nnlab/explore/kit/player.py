"""The player: records the steps a generator yields, and finds any of them again.

It draws nothing and knows no widget. A run is a function `run(start)` that gives an iterator of steps,
which are dataclasses: from the beginning when `start` is None, else from the step `start`, which it
yields first. Because every step can be resumed, the player need not keep them all: when the tape is
full it keeps every second one, and plays the few in between again when they are asked for. For the same
reason a run can be changed on the way: from the step shown on, another one goes on (`branch`).
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, final

import numpy as np

Step = Any  # whatever the generator yields
OVERHEAD = 600  # bytes that a kept step costs besides its arrays: the object, its fields, its measures


def own_bytes(step: Step, last: Step | None) -> int:
    """Return roughly what keeping `step` costs in memory; arrays shared with the `last` step are free."""
    shared = {} if last is None else _arrays(last)
    return OVERHEAD + sum(a.nbytes for key, a in _arrays(step).items() if key not in shared)


def _arrays(step: Step) -> dict[int, np.ndarray]:
    """Return each array that a step holds once, those in its tuples, too (the memory of a rule)."""
    values = [value if isinstance(value, tuple) else (value,) for value in vars(step).values()]
    held = [part for parts in values for part in parts]
    return {id(a): a for a in held if isinstance(a, np.ndarray)}


@final
class Player:
    """The player of the steps of `run`; `measure` turns each into a row of numbers for the curves.

    `position` is the number of the step shown, `step` that step, `length` the furthest step played so
    far, and `finished` says that the generator has ended there. `kept` are the steps on the tape, every
    `stride`-th of them. The tape takes at most about `max_bytes`.
    """

    def __init__(
        self,
        run: Callable[[Step | None], Iterator[Step]],
        *,
        measure: Callable[[Step], tuple[float, ...]] = lambda step: (),
        max_bytes: int = 8_000_000,
    ) -> None:
        self.run, self.measure, self.max_bytes = run, measure, max_bytes
        self._source = run(None)
        self.step = next(self._source)
        self.position = self.length = 0
        self.finished = False
        self.stride, self.kept = 1, [self.step]
        self._rows = np.array([measure(self.step)], float)  # a row for each kept step, and room for more
        self._between: tuple[Step, np.ndarray] | None = None  # a step that is not on the tape, and its row
        self._furthest = self.step
        self._costs = [own_bytes(self.step, None)]  # bytes, of each kept step
        self._bytes = self._costs[0]
        self._branches = [(0, self.step, run)]  # from which position, from which step, which run goes on

    def advance(self, by: int = 1) -> bool:
        """Go `by` steps on, further than ever if need be; return False when no step is left."""
        moved = False
        for _ in range(by):
            if self.position < self.length:
                self._go_to(self.position + 1)
            elif not self._record():
                break
            moved = True
        _ = self.measured  # now, and not while a picture is drawn
        return moved

    def _record(self) -> bool:
        """Play one step that was never played before."""
        if self.finished:
            return False
        try:
            step = next(self._source, None)
        except Exception:
            self._source = self.run(self._furthest)  # a generator that has raised is dead, and not at its end
            next(self._source)
            raise
        if step is None:
            self.finished = True
            return False
        self.length += 1
        self.position, self.step, self._furthest = self.length, step, step
        if self.length % self.stride == 0:
            self._costs.append(own_bytes(step, self.kept[-1]))
            self._bytes += self._costs[-1]
            self.kept.append(step)
            if len(self.kept) > len(self._rows):
                self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
            self._rows[len(self.kept) - 1] = self.measure(step)
            if self._bytes > self.max_bytes:
                self._thin()
        return True

    def _thin(self) -> None:
        self.kept, self._rows, self.stride = self.kept[::2], self._rows[::2].copy(), 2 * self.stride
        self._costs = [own_bytes(step, last) for step, last in zip(self.kept, [None, *self.kept])]
        self._bytes = sum(self._costs)

    def seek(self, position: int) -> None:
        """Go to any step played before, or as far as there are steps."""
        self._go_to(max(position, 0))
        _ = self.measured  # now, and not while a picture is drawn

    def _go_to(self, position: int) -> None:
        if position > self.length:
            self.position, self.step = self.length, self._furthest
            while self.position < position and self._record():
                pass
        elif position == self.length:
            self.position, self.step = self.length, self._furthest
        else:
            nearest, rest = divmod(position, self.stride)
            if rest == 0:
                self.step = self.kept[nearest]
            else:
                self.step = self._again(position, nearest * self.stride)
            self.position = position

    def _again(self, position: int, kept_at: int) -> Step:
        """Play the step `position` again; it is not on the tape, and `kept_at` is the last before it."""
        at, step, run = next(branch for branch in reversed(self._branches) if branch[0] <= position)
        if kept_at > at:
            at, step = kept_at, self.kept[kept_at // self.stride]
        if self.position == position - 1 >= at:  # one step on: the commonest case, without going back
            at, step = self.position, self.step
        return next(islice(run(step), position - at, None))

    def branch(self, run: Callable[[Step | None], Iterator[Step]]) -> None:
        """Let `run` go on from the step shown: with another learning rate, say, but the same weights.

        What lies beyond that step is forgotten; what lies before it can be seen again as it was.
        """
        source = run(self.step)
        at, step = self.position, next(source)  # the same weights, but seen by the new run: its loss, say
        self._branches = [*(branch for branch in self._branches if branch[0] < at), (at, step, run)]
        on_tape = at // self.stride + 1
        self.kept, self._costs = self.kept[:on_tape], self._costs[:on_tape]
        if at % self.stride == 0:
            self.kept[-1], self._rows[on_tape - 1] = step, self.measure(step)
            self._costs[-1] = own_bytes(step, self.kept[-2] if on_tape > 1 else None)
        self._bytes = sum(self._costs)
        self.run, self._source = run, source
        self.step, self._furthest, self.length, self.finished = step, step, at, False
        _ = self.measured  # now, and not while a picture is drawn

    def empty(self) -> None:
        """Let go of the tape, of all but the step shown: for a player that is done with."""
        row, step = self.measured, self.step
        self.run, self._source, self.finished = lambda start: iter([step]), iter(()), True
        self._branches, self.kept, self._rows = [(0, step, self.run)], [step], np.array([row])
        self.position, self.length, self.stride, self._furthest = 0, 0, 1, step
        self._costs, self._between = [own_bytes(step, None)], None
        self._bytes = self._costs[0]

    @property
    def measured(self) -> np.ndarray:
        """What was measured `(k,)` of the step shown."""
        at, between = divmod(self.position, self.stride)
        if not between:
            return self._rows[at]
        if self._between is None or self._between[0] is not self.step:
            self._between = self.step, np.array(self.measure(self.step), float)
        return self._between[1]

    def last(self, good: Callable[[Step], bool]) -> Step | None:
        """Return the step shown, or if that is not `good` the last kept one before it that is, if any."""
        before = reversed(self.kept[: self.position // self.stride + 1])
        return next((step for step in (self.step, *before) if good(step)), None)

    def thinned(self, most: int) -> tuple[np.ndarray, np.ndarray, int]:
        """Return what `history` says, of no more than about `most` steps."""
        numbers, rows, now = self.history()
        chosen = np.zeros(len(numbers), bool)
        chosen[:: max(1, len(numbers) // most)] = chosen[[now, -1]] = True
        return numbers[chosen], rows[chosen], int(chosen[:now].sum())

    def history(self) -> tuple[np.ndarray, np.ndarray, int]:
        """Return the numbers `(m,)` of the kept steps, the one shown among them, their measures, and its row.

        The measures are `(m, k)`, a row for each step.
        """
        numbers, rows = self.stride * np.arange(len(self.kept)), self._rows[: len(self.kept)]
        now, between = divmod(self.position, self.stride)
        if between:
            now += 1
            numbers = np.insert(numbers, now, self.position)
            rows = np.insert(rows, now, self.measured, axis=0)
        return numbers, rows, now
