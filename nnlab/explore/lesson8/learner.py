"""A network that learns the digits by mini-batches: its tape, the record of its losses, and what it says.

It knows no widget and no picture, so a test can drive it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from time import perf_counter
from typing import NamedTuple, final

import numpy as np

from nnlab.activations import softmax
from nnlab.batches import Batches, Stream
from nnlab.descent import Loss, Step, descend
from nnlab.explore.kit.player import Player
from nnlab.explore.lesson8 import material
from nnlab.losses import softmax_and_cross_entropy
from nnlab.network import Network, columns, forward_columns, loss_of
from nnlab.optimisers import Adam, Momentum, Plain, RMSProp, Rule
from nnlab.orders import InOrder, Shuffled
from nnlab.pitfalls import _by_itself
from nnlab.rows import Arrays
from nnlab.schedules import Schedule, constant, cosine, steps, warm_up

PLAIN, MOMENTUM, RMSPROP, ADAM, UNCORRECTED = (
    "plain",
    "momentum 0.9",
    "RMSProp",
    "Adam",
    "Adam without correction",
)
RULES: dict[str, Callable[[float], Rule]] = {
    PLAIN: Plain,
    MOMENTUM: Momentum,
    RMSPROP: RMSProp,
    ADAM: Adam,
    UNCORRECTED: lambda lr: Adam(lr, correct=False),
}
CONSTANT, STAIR, COSINE, WARM_UP = "constant", "step", "cosine", "warm-up"
# Each from the number of batches in an epoch.
SCHEDULES: dict[str, Callable[[int], Schedule]] = {
    CONSTANT: lambda epoch: constant(),
    STAIR: lambda epoch: steps(10 * epoch, 0.1),
    COSINE: lambda epoch: cosine(20 * epoch),
    WARM_UP: lambda epoch: warm_up(epoch),
}
TAPE = 5_000_000  # bytes
FINE = 64  # up to this step each is recorded; later as many of each doubling as half of it
LARGEST = 1e50  # of a weight, for its answers to be drawn
# So few samples are asked at once: the library that multiplies shares larger products out among threads,
# which on a busy machine wait for one another.
PIECE = 48
GRADIENTS, ROWS = 40, 6000  # of batches that are looked at: at most so many, with so many rows together
BY_CHANCE = 8  # digits: fewer of them may be of one class by chance
FEWEST = 4  # but so many at the least, if an epoch has more than one


@final
@dataclass(frozen=True)
class Settings:
    """What a run follows from."""

    size: int = 32
    rule: str = PLAIN
    lr: float = 0.5
    schedule: str = CONSTANT
    hidden: int = 64
    order: str = material.EACH
    scaling: str = material.INK
    held_out: str = material.RANDOM
    last: str = material.KEPT
    seed: int = 0


RATES = ("rule", "lr", "schedule")  # these may change on the way


@final
@dataclass(frozen=True)
class LastLost:
    """A stream of `n // size` batches an epoch: the rows that are left over are not seen in it."""

    stream: Stream

    @property
    def per_epoch(self) -> int:
        """The number of batches in an epoch, which may be 0."""
        return self.stream.batches.rows.n // self.stream.batches.size

    def at(self, k: int) -> Loss:
        """Return the loss of step k."""
        epoch, b = divmod(k, self.per_epoch)
        return self.stream.at(epoch * self.stream.batches.per_epoch + b)


@final
@dataclass(frozen=True, eq=False)
class Said:
    """What the network says to all digits at some theta."""

    loss: float  # on all that it learns from
    held_loss: float  # on those held out
    p: np.ndarray  # (m, 10) the shares it gives to the classes of those held out


@final
@dataclass(frozen=True, eq=False)
class Gradients:
    """The full gradient at some theta and those of the next batches there, seen along it and to its side."""

    k: int  # the step
    length: float  # of the full gradient
    along: np.ndarray  # (m,) how far each batch's gradient goes along it
    aside: np.ndarray  # (m,) and how far to the side of it

    @property
    def noise(self) -> float:
        """The root of the mean squared distance of the batches' gradients from the full one."""
        return float(np.sqrt(np.mean((self.along - self.length) ** 2 + self.aside**2)))


@final
class Record:
    """Losses at some steps of a run, more at its beginning, and how long the computer took until then."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[float, ...]] = {}  # by step: batch's loss, loss, held-out loss
        self._clock = [0.0]  # seconds until each step

    def look(self, step: Step, seconds: float, said: Callable[[np.ndarray], Said]) -> None:
        """Note a step that took so many seconds, unless it has been noted."""
        if step.k == len(self._clock):
            self._clock.append(self._clock[-1] + seconds)
        if step.k not in self._rows and not step.diverged and is_noted(step.k):
            found = said(step.theta)
            self._rows[step.k] = step.value, found.loss, found.held_loss

    def forget(self, k: int) -> None:
        """Forget what lies beyond step k."""
        del self._clock[k + 1 :]
        self._rows = {at: row for at, row in self._rows.items() if at <= k}

    def seconds(self, k: np.ndarray) -> np.ndarray:
        """Return the seconds of computing until the steps `k (m,)`, which have been played."""
        return np.array(self._clock)[np.minimum(k, len(self._clock) - 1)]

    def rows(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the steps noted `(m,)` and their losses `(m, 3)`: of the batch, of all, held out."""
        k = sorted(self._rows)
        return np.array(k, int), np.array([self._rows[at] for at in k]).reshape(-1, 3)


def is_noted(k: int) -> bool:
    """Return whether losses are noted at a step: at all of the first, later at fewer and fewer."""
    return k < FINE or k % (1 << (k.bit_length() - FINE.bit_length() + 1)) == 0


@final
class Learner:
    """Made from `Settings`; `change` lets other rates go on from the step shown."""

    def __init__(self, settings: Settings) -> None:
        self.settings = s = settings
        self.material = m = material.material_of(
            s.held_out, s.scaling, s.order, s.size, rng=np.random.default_rng([s.seed, 1])
        )
        sizes = (64, s.hidden, material.CLASSES) if s.hidden else (64, material.CLASSES)
        self.net = net = Network(sizes, ("tanh", "softmax")[-len(sizes) + 1 :])
        shuffled = Shuffled(s.seed, once=s.order == material.ONCE)
        order = shuffled if s.order in (material.EACH, material.ONCE) else InOrder()
        self.batches = Batches(Arrays(m.X, m.Y), min(s.size, len(m.X)), order)
        make_loss = loss_of(net)
        self.stream: Stream | LastLost = Stream(_scaled(make_loss) if m.apart else make_loss, self.batches)
        if s.last == material.LOST:
            whole_batches = Batches(self.batches.rows, s.size, order)
            self.stream = LastLost(Stream(self.stream.make_loss, whole_batches))
        self.all = Stream(make_loss, Batches(Arrays(m.whole, m.Y), PIECE, InOrder()))
        held = np.eye(material.CLASSES)[m.classes]
        self._pieces = _pieces(net, m.whole, m.Y), _pieces(net, m.asked, held)
        self.first = net.init(rng=np.random.default_rng([s.seed, 2]))
        self.record = Record()
        self.player = Player(self._run(), max_bytes=TAPE)

    @property
    def n(self) -> int:
        """How many digits there are to learn from."""
        return self.batches.rows.n

    @property
    def per_epoch(self) -> int:
        """How many batches an epoch has; 0 if there are none."""
        return self.stream.per_epoch if isinstance(self.stream, LastLost) else self.batches.per_epoch

    # -- learning -----------------------------------------------------------------------------------------

    def _run(self) -> Callable[[Step | None], Iterator[Step]]:
        """Return the run as a player wants it, with the rates as they are now."""
        if not self.per_epoch:
            return lambda start: iter([Step(0, self.first, np.nan, np.zeros_like(self.first))])
        rule = RULES[self.settings.rule](self.settings.lr)
        how = dict(rule=rule, schedule=SCHEDULES[self.settings.schedule](self.per_epoch))

        def run(start):
            return self._noted(descend(self.stream, self.first if start is None else start, **how))

        return run

    def _noted(self, steps: Iterator[Step]) -> Iterator[Step]:
        while True:
            before = perf_counter()
            step = next(steps, None)
            if step is None:
                return
            self.record.look(step, perf_counter() - before, self.said)
            yield step

    def change(self, **rates) -> None:
        """Go on from the step shown, or the start if that has diverged, with other rates (see `RATES`)."""
        self.settings = replace(self.settings, **rates)
        if self.player.step.diverged:
            self.player.seek(0)
        self.record.forget(self.player.position)
        self.player.branch(self._run())

    # -- what is known of it ------------------------------------------------------------------------------

    @property
    def theta(self) -> np.ndarray:
        """The parameters shown `(p,)`: if those of the step are too large, the last that can be asked."""
        step = self.player.last(lambda step: np.abs(step.theta).max() < LARGEST)
        return self.first if step is None else step.theta

    def samples(self, k: np.ndarray) -> np.ndarray:
        """Return how many digits have been seen after the steps `k (m,)`, each as often as it was seen."""
        per_epoch = max(self.per_epoch, 1)
        epochs, b = np.divmod(k, per_epoch)
        in_one = self.n if isinstance(self.stream, Stream) else per_epoch * self.settings.size
        return epochs * in_one + b * self.settings.size

    def said(self, theta: np.ndarray) -> Said:
        """Return what the network says to all digits with this theta."""
        matrices, losses = self.net.matrices(theta), []
        with np.errstate(over="ignore", invalid="ignore"):
            for pieces in self._pieces:
                zs = [forward_columns(self.net, matrices, piece.A)[1] for piece in pieces]
                losses.append(sum(piece.part * piece.loss(z)[0] for z, piece in zip(zs, pieces)))
            return Said(*losses, softmax(np.concatenate(zs, axis=1).T))

    def only_class(self) -> int | None:
        """Return the class of the next batch, if it has but one, and not by chance as a small batch may."""
        if self.batches.size < BY_CHANCE or isinstance(self.stream, LastLost):
            return None
        classes = np.flatnonzero(self.batches.at(self.player.position)[1].any(axis=0))
        return int(classes[0]) if len(classes) == 1 else None

    @property
    def looked_at(self) -> int:
        """How many batches' gradients are looked at next to the full one."""
        few = min(self.per_epoch, FEWEST)
        return min(GRADIENTS, max(few, ROWS // self.settings.size)) if few > 1 else few

    def gradients(self, theta: np.ndarray, k: int) -> Gradients:
        """Return the full gradient at theta, and next to it those of the batches that follow step k."""
        full = self.all.whole(theta)[1]
        length = float(np.sqrt(full @ full))
        if not self.per_epoch or length == 0:
            return Gradients(k, length, np.empty(0), np.empty(0))
        G = np.array([self.stream.at(k + j)(theta)[1] for j in range(self.looked_at)])
        along = G @ full / length
        rest = np.einsum("mp,mp->m", G, G) - along**2
        return Gradients(k, length, along, np.sqrt(np.maximum(rest, 0)))


class _Piece(NamedTuple):
    A: np.ndarray  # a few samples, as columns of the first layer
    part: float  # of all samples
    loss: Callable  # by z of the outputs


def _pieces(net: Network, X: np.ndarray, Y: np.ndarray) -> list[_Piece]:
    """Return the samples `X (n, d)` with their classes `Y (n, k)`, `PIECE` of them at a time."""
    cuts = range(PIECE, len(X), PIECE)
    return [
        _Piece(columns(net, x), len(x) / len(X), softmax_and_cross_entropy(y.T.copy()))
        for x, y in zip(np.split(X, cuts), np.split(Y, cuts))
    ]


def _scaled(make_loss: Callable[..., Loss]) -> Callable[..., Loss]:
    """Return a `make_loss` that scales each batch by itself."""
    return lambda X, Y: make_loss(_by_itself(X), Y)
