"""A network of the playground that learns: its tape, the settings of each stretch of it, and what it says.

It knows no widget and no picture, so a test can drive it.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, final

import numpy as np

from nnlab import checks
from nnlab.descent import Step, descend
from nnlab.explore.kit.player import Player
from nnlab.explore.playground.asking import Asking, Said, called
from nnlab.explore.playground.following import batches_of, dropout_of, followed
from nnlab.explore.playground.material import Material, material_of
from nnlab.explore.playground.record import Record
from nnlab.explore.playground.settings import RATES, WIDTH, Settings
from nnlab.explore.playground.stopping import Stop
from nnlab.features import _made
from nnlab.network import Network
from nnlab.resume import read_only
from nnlab.rules import whole

TAPE = 8_000_000  # bytes
LARGEST = 1e30  # of a parameter, for its answers to be drawn


@final
@dataclass(frozen=True, eq=False)
class Segment:
    """A stretch of the run: from step k on with these settings, and this theta if it was edited there.

    `arrived` is step k as the run before has made it, with what its rule remembers; at the start None.
    """

    k: int
    settings: Settings
    theta: np.ndarray | None = None
    arrived: Step | None = None


@final
class Learner:
    """Made from `Settings`; `change` and `edit` let it go on otherwise from the step shown.

    `material` is needed where the settings say "own", and taken in place of theirs where it is given; theta
    (p,) is a start of one's own. Raises ValueError where these do not fit together.
    """

    def __init__(
        self, settings: Settings, material: Material | None = None, theta: np.ndarray | None = None
    ) -> None:
        self._brought = material is not None, theta is not None
        self.material = m = material_of(settings) if material is None else material
        s = settings.fitting(m.task, len(m.classes))
        self.asking = Asking(s, m)
        self.net = net = self.asking.net
        self.first = start_of(net, s) if theta is None else checks.parameters(theta, net.size).copy()
        read_only(self.first)
        self.stop = Stop()
        self._segments = [Segment(0, s)]
        self._record = Record()
        self._said: tuple[Step | None, Said | None] = None, None
        self.player = Player(self._run(self._segments[0]), max_bytes=TAPE)

    # -- learning -----------------------------------------------------------------------------------------

    def _run(self, segment: Segment) -> Callable[[Step | None], Iterator[Step]]:
        """Return the run of a segment as a player wants it."""
        loss, how = followed(segment.settings, self.net, *self.asking.learned)

        def run(start: Step | None) -> Iterator[Step]:
            if start is not None and start.k == segment.k:
                start = segment.arrived  # a rule that was tried in between has left no trace
                if segment.theta is not None:
                    start = Step(segment.k, segment.theta, np.nan, segment.theta)  # at rest, as at a start
            return self._looked_at(descend(loss, self.first if start is None else start, **how))

        return run

    def _looked_at(self, steps: Iterator[Step]) -> Iterator[Step]:
        for step in steps:
            if not step.diverged and (self._record.lacks(step.k) or self.stop.patience):
                said = self.asking.samples(step.theta)
                self._record.look(step.k, said.loss, said.held_loss)
            yield step

    def advance(self, by: int = 1) -> bool:
        """Go `by` steps on, or until a stop rule speaks; return False if there was no step to make."""
        if not self.stop.any:
            return self.player.advance(by)
        moved = False
        for _ in range(by):
            if self.stopped() or not self.player.advance(1):
                break
            moved = True
        return moved

    def change(self, **rates: Any) -> None:
        """Go on from the step shown, or the start if that has diverged, with other rates (see `RATES`).

        Raises ValueError for what cannot change on the way, and for a bad value.
        """
        if unknown := [name for name in rates if name not in RATES]:
            raise ValueError(f"rates: expected some of {', '.join(RATES)}, got {unknown[0]}")
        settings = replace(self.settings, **rates)
        if self.player.step.diverged:
            self.player.seek(0)
        self._open(settings, self.edited)

    def edit(self, theta: np.ndarray | None) -> None:
        """Go on from the step shown with weights and biases set by hand, theta (p,), and at rest.

        None takes an edit of this step back: the run goes on with all that its rule remembers. Raises
        ValueError for a theta of another length, and for numbers that are not finite.
        """
        if theta is not None:
            theta = read_only(checks.parameters(theta, self.net.size).copy())
        self._open(self.settings, theta)

    @property
    def edited(self) -> np.ndarray | None:
        """The theta (p,) that was set by hand at the step shown, if it was."""
        last = self._segment_at(self.player.position)
        return last.theta if last.k == self.player.position else None

    def _open(self, settings: Settings, theta: np.ndarray | None) -> None:
        """Open a segment at the step shown, in place of all that lies beyond."""
        k = self.player.position
        last = self._segment_at(k)
        segment = Segment(k, settings, theta, last.arrived if last.k == k else self.player.step)
        self._record.forget(k)  # with an edited theta, the losses of step k are others
        self.player.branch(self._run(segment))
        self._segments = [*(s for s in self._segments if s.k < k), segment]
        self._said = None, None

    # -- its settings -------------------------------------------------------------------------------------

    @property
    def segments(self) -> tuple[tuple[int, Settings], ...]:
        """From which step on which settings hold; the first from step 0."""
        return tuple((segment.k, segment.settings) for segment in self._segments)

    def _segment_at(self, k: int) -> Segment:
        return next(segment for segment in reversed(self._segments) if segment.k <= k)

    @property
    def settings(self) -> Settings:
        """The settings that hold at the step shown, with an output and a loss that go with the material."""
        return self._segment_at(self.player.position).settings

    # -- what is known of it ------------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """The number of the step shown."""
        return self.player.position

    @property
    def diverged(self) -> bool:
        """Whether the step shown has no number for a loss: there is nothing to go on from."""
        return self.player.step.diverged

    @property
    def theta(self) -> np.ndarray:
        """The parameters shown (p,): if those of the step are too large, the last that can be asked."""
        step = self.player.last(lambda step: np.abs(step.theta).max() < LARGEST)
        return self.first if step is None else step.theta

    @property
    def said(self) -> Said:
        """What the network says to all samples at the step shown; at one that has diverged, see `theta`."""
        if self._said[0] is not self.player.step:
            self._said = self.player.step, self.asking.samples(self.theta)
        return self._said[1]

    @property
    def loss(self) -> float:
        """The training loss of the step shown, without penalty and dropout."""
        return self.said.loss

    @property
    def held_loss(self) -> float:
        """The held-out loss of the step shown; nan without samples held out."""
        return self.said.held_loss

    def accuracy(self, held: bool = False) -> float:
        """Return the share of training samples, or of those held out, that are right; nan of a regression."""
        return self.said.held_accuracy if held else self.said.accuracy

    def curves(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the steps noted (m,) and their losses (m, 2), training and held out, without penalty."""
        return self._record.rows()

    @property
    def best(self) -> tuple[int, float] | None:
        """The step looked at with the lowest held-out loss (without it, lowest loss), and that loss."""
        return self._record.best(self.step)

    def stopped(self) -> str:
        """Return why a stop rule (`stop`) says that this is the last step, as a sentence, or ""."""
        if not self.stop.any or self.diverged:
            return ""
        return self.stop.said(self.step, self.loss, self.accuracy(), self.best, self.asking.held_out)

    # -- what the network says ----------------------------------------------------------------------------

    def inputs(self, X: np.ndarray) -> np.ndarray:
        """Return the features (n, f) of points X (n, 2)."""
        return _made(X, self.asking.settings.features)

    def units(self, theta: np.ndarray, X: np.ndarray) -> list[np.ndarray]:
        """Return what each layer says to points X (n, 2): (n, h) each, features first, output last."""
        return self.asking.units(theta, X)

    def answers(self, theta: np.ndarray, X: np.ndarray) -> np.ndarray:
        """Return what the network answers (n, k) to points X (n, 2)."""
        return self.units(theta, X)[-1]

    def called(self, a: np.ndarray) -> np.ndarray:
        """Return which class (n,) the answers a (n, k) mean."""
        return called(a, self.asking.settings.output)

    def rows(self, k: int) -> np.ndarray:
        """Return which rows (b,) of the material step k sees, in the order in which it does."""
        rows = self.asking.rows.astype(float)
        batches = batches_of(self._segment_at(k).settings, rows[:, None], rows[:, None])
        return batches.at(k)[0][:, 0].astype(int)

    def masks(self, k: int) -> list[np.ndarray]:
        """Return by what step k multiplies what hidden layers say, (b, h) each; [] without dropout."""
        s = self._segment_at(k).settings
        return dropout_of(s).masks(self.net, len(self.rows(k)), k) if s.dropout else []

    # -- kept and found again -----------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Return all that the run follows from, as JSON can hold it: `from_state` plays it again."""
        own_samples, own_start = self._brought
        return dict(
            segments=[
                dict(k=s.k, settings=s.settings.plain(), theta=None if s.theta is None else s.theta.tolist())
                for s in self._segments
            ],
            step=self.step,
            material=self.material.state() if own_samples else None,
            theta=self.first.tolist() if own_start else None,
            stop=asdict(self.stop),
        )

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> "Learner":
        """Return a learner that has made the same steps: its theta is the same, bit for bit.

        Raises ValueError for what `state` has not given.
        """
        try:
            segments = [_segment(segment) for segment in state["segments"]]
            first, later = segments[0], segments[1:]
            material, theta, step, stop = (state[name] for name in ("material", "theta", "step", "stop"))
            found = cls(
                first.settings,
                None if material is None else Material.from_state(material),
                None if theta is None else np.array(theta),
            )
            found.stop = Stop(**stop)
            step = whole(0)(step, "step")
        except (LookupError, TypeError, AttributeError, OverflowError) as error:
            raise ValueError(f"state: expected what `state()` of a learner says, got {error!r}") from error
        for theta in (segment.theta for segment in segments if segment.theta is not None):
            checks.parameters(theta, found.net.size)
        if first.theta is not None:
            found.edit(first.theta)
        for segment in later:
            found.player.seek(segment.k)
            found._open(segment.settings, segment.theta)
        found.player.seek(step)
        return found


def _segment(state: dict[str, Any]) -> Segment:
    theta = state["theta"]
    return Segment(
        whole(0)(state["k"], "k"),
        Settings(**state["settings"]),
        None if theta is None else read_only(np.array(theta, float)),
    )


def start_of(net: Network, settings: Settings) -> np.ndarray:
    """Return the theta (p,) at which a run with these settings starts."""
    value = WIDTH if settings.start in ("uniform", "constant") else None
    return net.init(rng=np.random.default_rng((settings.start_seed, 3)), how=settings.start, value=value)
