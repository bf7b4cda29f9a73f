"""What the scripts of the playground follow: a run cut into stretches, and the arrays beside them."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, final

import numpy as np

from nnlab.explore.playground.following import batches_of, dropout_of
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.settings import L1, MOMENTUM, NONE, Settings

STEPS = 200  # of a script, where none have been made yet
ROOM = 20_000_000  # units kept or left out, at most: one byte each, which a file holds in far less


class Stretch(NamedTuple):
    """The steps begin to end - 1, all with the same settings; edited: theta is set by hand at its begin."""

    begin: int
    end: int
    settings: Settings
    edited: bool

    @property
    def penalty(self) -> str:
        """How its penalty works: "" for none, "L2", "prox" or "subgradient" (of L1)."""
        s = self.settings
        if s.penalty == NONE or not s.lam:
            return ""
        return s.l1_by if s.penalty == L1 else s.penalty


class Group(NamedTuple):
    """Neighbouring stretches that one loop can do: they differ in numbers alone."""

    stretches: list[Stretch]
    fresh: bool  # whether its rule remembers nothing of the steps before
    handed_on: bool  # whether the next group goes on with the last change of theta

    @property
    def rule(self) -> str:
        """The name of the rule of descent."""
        return self.stretches[0].settings.rule

    @property
    def penalty(self) -> str:
        """As of a stretch."""
        return self.stretches[0].penalty


@final
@dataclass(frozen=True)
class ScriptRun:
    """The run of a learner as a script plays it again: up to the step shown, or 200 steps from the start.

    Raises ValueError where dropout would need a file that is too large; then say how many `steps`.
    """

    learner: Learner
    steps: int = 0

    def __post_init__(self):
        object.__setattr__(self, "steps", self.steps or self.learner.step or STEPS)
        hidden = sum(self.settings.hidden) if self.dropout else 0
        seen = sum((s.end - s.begin) * self._size(s.settings) for s in self.stretches)
        if hidden * seen > ROOM:
            most = ROOM * self.steps // (hidden * seen)
            raise ValueError(
                f"steps: expected at most about {most:,} with dropout, got {self.steps:,}: which units each "
                "step leaves out would fill too large a file; go back to an earlier step"
            )

    @property
    def settings(self) -> Settings:
        """Those of the start; what does not change on the way holds for all stretches."""
        return self.learner.segments[0][1]

    @cached_property
    def _edits(self) -> dict[int, np.ndarray]:
        """The thetas set by hand, by the step from which they hold."""
        found = self.learner.state()["segments"]
        return {
            s["k"]: np.array(s["theta"]) for s in found if s["theta"] is not None and s["k"] <= self.steps
        }

    @cached_property
    def stretches(self) -> list[Stretch]:
        """All stretches; the last may have no step, if theta was set by hand at the step shown."""
        begun = [(k, s) for k, s in self.learner.segments if k < self.steps or k in self._edits]
        ends = [*(k for k, _ in begun[1:]), self.steps]
        return [Stretch(k, end, s, k > 0 and k in self._edits) for (k, s), end in zip(begun, ends)]

    @cached_property
    def groups(self) -> list[Group]:
        """The stretches, as many together as one loop can do."""
        parts: list[list[Stretch]] = []
        for stretch in self.stretches:
            before = parts[-1][-1] if parts else None
            alike = before and before.settings.rule == stretch.settings.rule
            if alike and before.penalty == stretch.penalty and not stretch.edited:
                parts[-1].append(stretch)
            else:
                parts.append([stretch])
        rules = [part[0].settings.rule for part in parts]
        edited = [part[0].edited for part in parts]
        # Momentum goes on with the last change of theta, whichever rule has made it; others with their own.
        fresh = [
            True,
            *(e or (rule not in (MOMENTUM, last)) for e, (last, rule) in zip(edited[1:], pairwise(rules))),
        ]
        later = [*(rule == MOMENTUM and not e for rule, e in zip(rules[1:], edited[1:])), False]
        return [Group(part, new, more) for part, new, more in zip(parts, fresh, later)]

    @property
    def dropout(self) -> bool:
        """Whether any step leaves units out."""
        return bool(self.settings.hidden) and any(s.settings.dropout for s in self.stretches)

    @property
    def batches(self) -> bool:
        """Whether any step sees but a part of the samples."""
        return any(self._size(s.settings) < self.n for s in self.stretches)

    @property
    def n(self) -> int:
        """The number of samples to learn from."""
        return len(self.learner.asking.rows)

    def _size(self, settings):
        return min(settings.batch or self.n, self.n)

    @cached_property
    def arrays(self) -> dict[str, np.ndarray]:
        """What stands in the file beside a script.

        points (n, 2), Y (n, k) to learn from, points_held and Y_held to judge; theta (p,) to start from, and
        theta_120 where it was set by hand at step 120. If steps see batches: rows and ends, step k sees the
        samples rows[ends[k] : ends[k + 1]]; with dropout kept1 (len(rows), h) says for these which units of
        hidden layer 1 stay, and so on.
        """
        m = self.learner.material
        Y = self.learner.asking.targets
        edits = {f"theta_{k}": theta for k, theta in self._edits.items() if k}
        found = dict(points=m.X[~m.held], Y=Y[~m.held], theta=self._edits.get(0, self.learner.first), **edits)
        if m.held.any():
            found |= dict(points_held=m.X[m.held], Y_held=Y[m.held])
        if self.batches or self.dropout:
            rows = [self._rows(stretch) for stretch in self.stretches]
            steps = [batch for stretch in rows for batch in stretch]
            found["rows"] = np.concatenate(steps).astype(np.int16)
            found["ends"] = np.cumsum([0, *map(len, steps)])
        if self.dropout:
            kept = [self._kept(stretch, its) for stretch, its in zip(self.stretches, rows)]
            layers = zip(*(layers for stretch in kept for layers in stretch))
            found |= {f"kept{i}": np.concatenate(layer) for i, layer in enumerate(layers, 1)}
        return found

    def _rows(self, stretch):
        row = np.arange(self.n, dtype=float)[:, None]
        batches = batches_of(stretch.settings, row, row)
        return [batches.at(k)[0][:, 0] for k in range(stretch.begin, stretch.end)]

    def _kept(self, stretch, rows):
        s, net = stretch.settings, self.learner.net
        for k, batch in enumerate(rows, stretch.begin):
            yield [mask > 0 for mask in dropout_of(s).masks(net, len(batch), k)]
