"""Training: a model that learns from samples by descent, as an explorable holds it.

It knows no widget and no picture, so a test can drive it: begin, advance the player, move a rate, go on.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, final

import numpy as np

from nnlab.descent import Loss, Step, descend
from nnlab.explore.kit.player import Player

Follow = Callable[[Loss, int], Loss | Iterable[Loss]]  # (training loss, step) -> what descent follows


@final
class Lowest:
    """The step at which a loss was lowest, known also when the tape has let go of that step."""

    def __init__(self, since: int = 0) -> None:
        self.since = since  # steps before that one do not compare
        self.seen: list[tuple[int, float]] = []  # (step, loss), each lower than the one before

    def look(self, k: int, value: float) -> None:
        """Look at the loss `value` of step `k`; a nan is no loss. Steps may come again, or out of order."""
        if k < self.since:
            return
        before = [s for s in self.seen if s[0] <= k]
        if not before or value < before[-1][1]:
            after = [s for s in self.seen if s[0] > k and s[1] < value]
            self.seen = [*before, (k, value), *after] if value < np.inf else self.seen

    def forget(self, k: int) -> None:
        """Forget what lies beyond step `k`."""
        self.seen = [s for s in self.seen if s[0] <= k]

    @property
    def best(self) -> tuple[int, float] | None:
        """The step and its loss, or None if none was seen."""
        return self.seen[-1] if self.seen else None


@final
class Training:
    """A model, its samples, its loss, the rule by which it learns, and the tape of its steps.

    `make_loss(model, X, y, kind)` gives the loss of a model on samples, a function theta -> (value,
    gradient), as `nnlab.network.loss` does. Whoever holds a training says

    - `model`, anything with a hash, and `kind`, the name of the loss: two fields to set;
    - the samples, with `learn_from(X, y, held)`;
    - the rates, with `go_by(lr=..., momentum=..., prox=...)`;

    and then lets it `begin(first)` from a theta, or `go_on()` from the step shown. A loss is built when the
    samples, the kind or the model change, and not when a rate moves.

    `carry(step, first, model_of)` turns a step of another number of parameters into one of as many as
    `first (p,)`; without it a model keeps its size until it begins again. `sums` names the kinds of loss that
    grow with the number of samples: their held-out loss is told as if as many samples were held out as
    there are for training. `also(step)` gives more numbers to be measured. `largest` is the size up to
    which a parameter can be drawn. The tape holds every `every`-th step of descent, for models that learn
    slowly.
    """

    player: Player
    first: np.ndarray  # (p,) the theta it began from, or would begin from

    def __init__(
        self,
        make_loss: Callable[[Any, np.ndarray, np.ndarray, str], Loss],
        *,
        carry: Callable[[Step, np.ndarray, Callable[[int], Any]], Step] | None = None,
        also: Callable[[Step], tuple[float, ...]] = lambda step: (),
        sums: tuple[str, ...] = (),
        largest: float = 1e50,
        every: int = 1,
        max_bytes: int = 8_000_000,
    ) -> None:
        self.make_loss, self.carry, self.also = make_loss, carry, also
        self.sums, self.largest, self.every, self.max_bytes = sums, largest, every, max_bytes
        self.model: Hashable = None
        self.kind = ""
        self.lowest = Lowest()  # of the held-out losses, since those held out are these
        self._rates: dict = {}
        self._follow: Follow | None = None
        self._models: dict[int, Any] = {}  # by number of parameters, all since it began
        self._losses: dict[tuple, tuple[Loss | None, Loss | None]] = {}
        self._seen = self._unseen = None  # (X, y), or None where there are no such samples
        self._others_judge = False  # whether other samples are held out than when it last began or went on

    # -- what is learned, and how -------------------------------------------------------------------------

    def learn_from(self, X: np.ndarray, y: np.ndarray, held: np.ndarray | None = None) -> None:
        """Take other samples `X (n, ...)` with their answers `y (n, ...)`; those `held (n,)` only judge."""
        held = np.zeros(len(X), bool) if held is None else held
        unseen = (X[held], y[held]) if held.any() else None
        self._others_judge |= not _same(unseen, self._unseen)
        self._seen = None if held.all() else (X[~held], y[~held])
        self._unseen = unseen
        self._losses.clear()

    def go_by(self, *, follow: Follow | None = None, **rates: Any) -> None:
        """Say what `descend` is told besides the loss and the start: lr, momentum, rule, schedule, prox.

        Where descent is not to follow the training loss itself, `follow(loss, k)` gives what it follows from
        step `k` on: the loss with a penalty added, say, or a stream of losses, one for each mini-batch.
        """
        self._follow, self._rates = follow, rates

    def begin(self, first: np.ndarray | None = None) -> None:
        """Begin to learn from the theta `first (p,)`, or from that of the last time."""
        if first is not None:
            self.first = first
        mine = self.model, self.kind
        self._losses = {key: pair for key, pair in self._losses.items() if key == mine}
        self._models = {self.first.size: self.model}
        self._others_judge, self.lowest = False, Lowest()
        self.player = Player(self.run(), measure=self._measure, max_bytes=self.max_bytes)

    def go_on(self, first: np.ndarray | None = None) -> None:
        """Learn on from the step shown with what was changed; begin again if that step has diverged.

        `first (p,)` goes with a model of another number of parameters: see `carry`. Held-out losses of steps
        that are given up are forgotten, and of other samples they do not compare.
        """
        if first is not None:
            self.first = first
        if self.diverged:
            return self.begin()
        self._models[self.first.size] = self.model
        self.lowest.forget(self.player.step.k)
        if self._others_judge:
            self.lowest = Lowest(since=self.player.step.k)
        self._others_judge = False
        self.player.branch(self.run())

    def run(self) -> Callable[[Step | None], Iterator[Step]]:
        """Return the run with all that is set now, as a player wants it."""
        first, rates, follow = self.first, self._rates, self._follow
        if self._seen is None:
            return lambda start: iter([start or Step(0, first, np.nan, np.zeros_like(first))])
        loss = self.loss

        def run(start: Step | None) -> Iterator[Step]:
            what = loss if follow is None else follow(loss, 0 if start is None else start.k)
            steps = descend(what, first if start is None else self._carried(start, first), **rates)
            return steps if self.every == 1 else self._some_of(steps)

        return run

    def _some_of(self, steps: Iterator[Step]) -> Iterator[Step]:
        return (step for step in steps if step.k % self.every == 0 or step.diverged)

    def _carried(self, start: Step, first: np.ndarray) -> Step:
        if self.carry is None or start.theta.size == first.size:
            return start
        return self.carry(start, first, self.model_of)

    # -- what is known of it ------------------------------------------------------------------------------

    @property
    def loss(self) -> Loss | None:
        """The loss on the training samples; None if there are none."""
        return self._losses_of(self.model)[0]

    @property
    def answers(self) -> np.ndarray:
        """The right answers of the training samples, of which there may be none."""
        return np.empty(0) if self._seen is None else self._seen[1]

    def _losses_of(self, model: Any) -> tuple[Loss | None, Loss | None]:
        """Return the losses of a model on the training samples and on those held out; they are built once."""
        key = model, self.kind
        if key not in self._losses:
            both = self._seen, self._unseen
            self._losses[key] = tuple(pair and self.make_loss(model, *pair, self.kind) for pair in both)
        return self._losses[key]

    def model_of(self, p: int) -> Any:
        """Return the model of `p` parameters: of a step from before the last change, say."""
        return self._models[p]

    def losses_at(self, step: Step) -> tuple[float, float]:
        """Return the training loss at `step` and the held-out loss; nan where there is none."""
        if step.diverged:
            return step.value, np.nan
        seen, unseen = self._losses_of(self.model_of(step.theta.size))
        value, judged = step.value, np.nan
        with np.errstate(over="ignore", invalid="ignore"):
            if self._follow is not None and seen is not None:
                value = seen(step.theta)[0]
            if unseen is not None:
                judged = self._share() * unseen(step.theta)[0]
        return value, judged

    def _share(self) -> float:
        """Return what the held-out loss is multiplied by, to compare with the training loss."""
        if self.kind not in self.sums or self._seen is None:
            return 1.0
        return len(self._seen[1]) / len(self._unseen[1])

    def _measure(self, step: Step) -> tuple[float, ...]:
        both = self.losses_at(step)
        self.lowest.look(step.k, both[1])
        return (*both, *self.also(step))

    @property
    def held_out_loss(self) -> float:
        """The held-out loss of the step shown, as it was measured; nan without samples held out."""
        return float(self.player.measured[1])

    @property
    def diverged(self) -> bool:
        """Whether there is nothing left to go on from."""
        return self.player.step.diverged

    @property
    def theta(self) -> np.ndarray:
        """The parameters shown `(p,)`: those of the step, or if they are too large the last to be drawn."""
        if self._can_be_drawn(self.player.step):
            return self.player.step.theta
        step = self.player.last(self._can_be_drawn)
        return self.first if step is None else step.theta

    def _can_be_drawn(self, step: Step) -> bool:
        return np.abs(step.theta).max() < self.largest


def _same(one: tuple | None, other: tuple | None) -> bool:
    """Return whether two pairs of samples and answers are the same."""
    if one is None or other is None:
        return one is other
    return all(np.array_equal(mine, theirs) for mine, theirs in zip(one, other))
