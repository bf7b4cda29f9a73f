"""A network of the playground that learns: its tape, the settings of each stretch of it, and what it says.

It knows no widget and no picture, so a test can drive it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, final

import numpy as np

from nnlab import checks
from nnlab.activations import OUTPUTS
from nnlab.descent import Step, descend
from nnlab.dropout import masks
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.training import Lowest
from nnlab.explore.playground.following import batches_of, followed
from nnlab.explore.playground.material import Material, material_of
from nnlab.explore.playground.settings import RATES, REGRESSION, WIDTH, Settings
from nnlab.explore.playground.stopping import Stop
from nnlab.features import _made
from nnlab.losses import loss_and_delta
from nnlab.network import Network, columns, forward_columns
from nnlab.resume import read_only

TAPE = 8_000_000  # bytes
FINE = 64  # up to this step losses are noted at each; later at as many of each doubling as in half of it
# So many points are asked at once: the library that multiplies shares larger products out among threads,
# which on a busy machine wait for one another.
PIECE = 3000
LARGEST = 1e30  # of a parameter, for its answers to be drawn


@final
@dataclass(frozen=True, eq=False)
class Segment:
    """A stretch of the run: from step k on with these settings, and with this theta if it was edited there."""

    k: int
    settings: Settings
    theta: np.ndarray | None = None


@final
@dataclass(frozen=True, eq=False)
class Said:
    """What the network says to all samples at some theta, without dropout, and how good that is."""

    a: np.ndarray  # (n, k) its answers
    loss: float  # on the training samples, without penalty
    held_loss: float  # on those held out; nan if there are none
    accuracy: float  # the share of training samples that are right; nan for a regression
    held_accuracy: float


class Part(NamedTuple):
    """The samples to learn from, or those held out."""

    rows: np.ndarray  # (m,) which of the material they are
    loss: Callable  # z (k, m) -> (loss, delta)


def is_noted(k: int) -> bool:
    """Return whether losses are noted at a step: at all of the first, later at fewer and fewer."""
    return k < FINE or k % (1 << (k.bit_length() - FINE.bit_length() + 1)) == 0


@final
class Learner:
    """Made from `Settings`; `change` and `edit` let it go on otherwise from the step shown.

    `material` is needed where the settings say "own", and taken in place of theirs where it is given; theta
    (p,) is a start of one's own. `settings` are those of the step shown, with the output and the loss that go
    with the material. Raises ValueError where these do not fit together.
    """

    def __init__(
        self, settings: Settings, material: Material | None = None, theta: np.ndarray | None = None
    ) -> None:
        self._brought = material is not None, theta is not None
        self.material = m = material_of(settings) if material is None else material
        self.settings = s = settings.fitting(m.task, len(m.classes))
        outputs = len(m.classes) if s.output == "softmax" else 1
        self.net = net = Network((len(s.features), *s.hidden, outputs), (*s.activations, s.output))
        self.first = start_of(net, s) if theta is None else checks.parameters(theta, net.size).copy()
        read_only(self.first)
        self.targets = targets(m, s.output)
        features = self.inputs(m.X)
        self._learned = features[~m.held], self.targets[~m.held]
        self._columns = columns(net, features)
        self._parts = [self._part(~m.held), self._part(m.held)]
        self.stop = Stop()
        self._segments = [Segment(0, s)]
        self._noted: dict[int, tuple[float, float]] = {}  # by step: training loss, held-out loss
        self._lowest = Lowest()
        self._said: tuple[Step | None, Said | None] = None, None
        self.player = Player(self._run(self._segments[0]), max_bytes=TAPE)

    def _part(self, which: np.ndarray) -> Part | None:
        if not which.any():
            return None
        y = np.ascontiguousarray(self.targets[which].T)
        return Part(np.flatnonzero(which), loss_and_delta(self.settings.output, self.settings.loss, y))

    # -- learning -----------------------------------------------------------------------------------------

    def _run(self, segment: Segment) -> Callable[[Step | None], Iterator[Step]]:
        """Return the run of a segment as a player wants it."""
        loss, how = followed(segment.settings, self.net, *self._learned)

        def run(start: Step | None) -> Iterator[Step]:
            if start is not None and start.k == segment.k and segment.theta is not None:
                start = Step(start.k, segment.theta, np.nan, segment.theta)  # at rest, as at a start
            return self._looked_at(descend(loss, self.first if start is None else start, **how))

        return run

    def _looked_at(self, steps: Iterator[Step]) -> Iterator[Step]:
        for step in steps:
            if is_noted(step.k) and step.k not in self._noted and not step.diverged:
                self._note(step.k, self._ask(step.theta))
            yield step

    def _note(self, k: int, said: Said) -> None:
        self._noted[k] = said.loss, said.held_loss
        self._lowest.look(k, said.loss if self._parts[1] is None else said.held_loss)

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
        settings = replace(self.now, **rates)
        if self.player.step.diverged:
            self.player.seek(0)
        self._open(settings, self._edited_here())

    def edit(self, theta: np.ndarray) -> None:
        """Go on from the step shown with weights and biases set by hand, theta (p,), and at rest.

        Raises ValueError for a theta of another length, and for numbers that are not finite.
        """
        self._open(self.now, read_only(checks.parameters(theta, self.net.size).copy()))

    def _edited_here(self) -> np.ndarray | None:
        last = self._segment_at(self.player.position)
        return last.theta if last.k == self.player.position else None

    def _open(self, settings: Settings, theta: np.ndarray | None) -> None:
        """Open a segment at the step shown, in place of all that lies beyond."""
        k = self.player.position
        segment = Segment(k, settings, theta)
        before = k - 1 if theta is not None else k  # what was noted of the step itself is of another theta
        self._noted = {at: row for at, row in self._noted.items() if at <= before}
        self._lowest.forget(before)
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
    def now(self) -> Settings:
        """The settings that hold at the step shown."""
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

    def _ask(self, theta: np.ndarray) -> Said:
        with np.errstate(over="ignore", invalid="ignore"):
            _, z = forward_columns(self.net, self.net.matrices(theta), self._columns)
            a = self._output(z)
            losses = [np.nan if part is None else part.loss(z[:, part.rows])[0] for part in self._parts]
        right = [np.nan, np.nan]
        if self.material.task != REGRESSION:
            hit = called(a, self.settings.output) == self.material.y
            right = [np.nan if part is None else float(hit[part.rows].mean()) for part in self._parts]
        return Said(a, *losses, *right)

    def _output(self, z: np.ndarray) -> np.ndarray:
        """Return the answers (n, k) from z (k, n)."""
        return OUTPUTS[self.settings.output].f(z.T)

    @property
    def said(self) -> Said:
        """What the network says to all samples at the step shown; at one that has diverged, see `theta`."""
        if self._said[0] is not self.player.step:
            self._said = self.player.step, self._ask(self.theta)
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
        k = sorted(self._noted)
        return np.array(k, int), np.array([self._noted[at] for at in k], float).reshape(-1, 2)

    @property
    def best(self) -> tuple[int, float] | None:
        """The step noted with the lowest held-out loss (training loss if none are held out), and that loss."""
        seen = [row for row in self._lowest.seen if row[0] <= self.step]
        return seen[-1] if seen else None

    def stopped(self) -> str:
        """Return why a stop rule (`stop`) says that this is the last step, as a sentence, or ""."""
        if not self.stop.any or self.diverged:
            return ""
        self._note(self.step, self.said)
        return self.stop.said(self.step, self.loss, self.accuracy(), self.best, self._parts[1] is not None)

    # -- what the network says ----------------------------------------------------------------------------

    def inputs(self, X: np.ndarray) -> np.ndarray:
        """Return the features (n, f) of points X (n, 2)."""
        return _made(X, self.settings.features)

    def units(self, theta: np.ndarray, X: np.ndarray) -> list[np.ndarray]:
        """Return what each layer says to points X (n, 2): (n, h) each, features first, output last."""
        if len(X) <= PIECE:
            return self._units(theta, X)
        pieces = [self._units(theta, piece) for piece in np.split(X, range(PIECE, len(X), PIECE))]
        return [np.concatenate(parts) for parts in zip(*pieces)]

    def _units(self, theta: np.ndarray, X: np.ndarray) -> list[np.ndarray]:
        net = self.net
        with np.errstate(over="ignore", invalid="ignore"):
            given, z = forward_columns(net, net.matrices(theta), columns(net, self.inputs(X)))
            return [A[:h].T for A, h in zip(given, net.sizes)] + [self._output(z)]

    def answers(self, theta: np.ndarray, X: np.ndarray) -> np.ndarray:
        """Return what the network answers (n, k) to points X (n, 2)."""
        return self.units(theta, X)[-1]

    def called(self, a: np.ndarray) -> np.ndarray:
        """Return which class (n,) the answers a (n, k) mean."""
        return called(a, self.settings.output)

    def rows(self, k: int) -> np.ndarray:
        """Return which rows (b,) of the material step k sees, in the order in which it does."""
        rows = self._parts[0].rows.astype(float)
        batches = batches_of(self._segment_at(k).settings, rows[:, None], rows[:, None])
        return batches.at(k)[0][:, 0].astype(int)

    def masks(self, k: int) -> list[np.ndarray]:
        """Return by what step k multiplies the answers of the hidden layers, (b, h) each; none without dropout."""
        s = self._segment_at(k).settings
        return masks(self.net, s.dropout, len(self.rows(k)), k, s.start_seed) if s.dropout else []

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
        )

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> "Learner":
        """Return a learner that has made the same steps: its theta is the same, bit for bit."""
        material, theta = state["material"], state["theta"]
        first, *later = state["segments"]
        found = cls(
            Settings(**first["settings"]),
            None if material is None else Material.from_state(material),
            None if theta is None else np.array(theta),
        )
        if first["theta"] is not None:
            found.edit(np.array(first["theta"]))
        for segment in later:
            found.player.seek(segment["k"])
            edited = segment["theta"]
            found._open(
                Settings(**segment["settings"]), None if edited is None else read_only(np.array(edited))
            )
        found.player.seek(state["step"])
        return found


def start_of(net: Network, settings: Settings) -> np.ndarray:
    """Return the theta (p,) at which a run with these settings starts."""
    value = WIDTH if settings.start in ("uniform", "constant") else None
    return net.init(rng=np.random.default_rng((settings.start_seed, 3)), how=settings.start, value=value)


def targets(material: Material, output: str) -> np.ndarray:
    """Return what the outputs ought to say (n, k): 0 and 1 for classes, of a tanh -1 and 1."""
    if output == "softmax":
        return np.eye(len(material.classes))[material.y]
    y = material.y.astype(float)[:, None]
    return 2 * y - 1 if output == "tanh" else y


def called(a: np.ndarray, output: str) -> np.ndarray:
    """Return which class (n,) the answers a (n, k) mean: the largest share, or the side of the middle."""
    if output == "softmax":
        return a.argmax(axis=1)
    return (a[:, 0] > (0.0 if output == "tanh" else 0.5)).astype(int)
