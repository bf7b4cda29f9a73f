"""Lesson 8: mini-batches: which rows each step sees, and the stream of their losses.

Everything here is a function of the step's number. Step k is batch b of epoch e, where e, b = divmod(k,
batches an epoch), and which rows that is follows from a seed and (e, b) alone. So nobody has to carry
a dice: rewinding, branching and going on meet the same batches.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import final

import numpy as np

from nnlab import network
from nnlab.checks import shown
from nnlab.descent import Loss
from nnlab.orders import InOrder, Mixed, Shuffled
from nnlab.rows import SOME, Arrays, Rows
from nnlab.rules import among, checked, function, inputs_of, instance, optional, targets_of, whole

EACH_EPOCH = Shuffled()


@final
@dataclass(frozen=True, eq=False)
class Batches:
    """Rows in batches of `size`; the last of an epoch has what is left, so no row is lost.

    `kept` is what was read last. It saves time and changes nothing.
    """

    rows: Rows
    size: int
    order: InOrder | Shuffled | Mixed = EACH_EPOCH
    kept: dict = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self):
        SOME(self.rows, "rows"), whole(1)(self.size, "size")
        if not isinstance(self.order, InOrder | Shuffled | Mixed):
            raise ValueError(f"order: expected InOrder, Shuffled or Mixed, got {shown(self.order)}")

    @property
    def per_epoch(self) -> int:
        """The number of batches in an epoch, the smaller one included."""
        return -(-self.rows.n // self.size)

    def place(self, k: int) -> tuple[int, int, int]:
        """Return (epoch, start, stop): step k sees the places start to stop - 1 of that epoch's order."""
        epoch, b = divmod(k, self.per_epoch)
        return epoch, b * self.size, min((b + 1) * self.size, self.rows.n)

    def at(self, k: int) -> tuple[np.ndarray, ...]:
        """Return the arrays of step k: whenever it is asked, the same."""
        epoch, start, stop = self.place(k)
        return self.order.read(self.rows, epoch, start, stop, self.kept)

    @checked(epoch=whole(0), first=whole(0), progress=optional(function("(done, total)")))
    def epoch(
        self, epoch: int = 0, *, first: int = 0, progress: Callable[[int, int], None] | None = None
    ) -> Iterator[tuple[np.ndarray, ...]]:
        """Yield the batches of an epoch, from the one of number `first` on.

        progress(done, n) is told how many rows have been read. If reading is interrupted, go on with `first`
        as many as have come.
        """
        for b in range(first, self.per_epoch):
            yield self.at(epoch * self.per_epoch + b)
            if progress is not None:
                progress(min((b + 1) * self.size, self.rows.n), self.rows.n)


@final
@dataclass(frozen=True)
class Stream:
    """The losses of mini-batches, for `descend`: `at(k)` is that of step k.

    make_loss is a function (X, y) -> loss, such as `network.loss_of(net)`: it gets the arrays of a batch. Its
    loss must be a mean over samples. If it has a `check`, the samples are looked at now, once: all of
    them in memory, and of a file the first batch.
    """

    make_loss: Callable[..., Loss]
    batches: Batches

    def __post_init__(self):
        function("(X, y) -> loss")(self.make_loss, "make_loss")
        instance(Batches, "Batches(rows, size)")(self.batches, "batches")
        if check := getattr(self.make_loss, "check", None):
            rows = self.batches.rows
            check(
                *(rows.arrays if isinstance(rows, Arrays) else rows.read(0, min(self.batches.size, rows.n)))
            )

    def at(self, k: int) -> Loss:
        """Return the loss of step k, a function theta -> (value, gradient)."""
        return self.make_loss(*self.batches.at(k))

    def __iter__(self) -> Iterator[Loss]:
        """Yield the losses of all steps, from step 0 on, for ever."""
        return map(self.at, count())

    def whole(self, theta, epoch: int = 0) -> tuple[float, np.ndarray]:
        """Return the loss over all samples and its gradient (p,), both at theta: the mean over the samples.

        Each batch counts as often as it has samples; the mean of the batches' means would count those of a
        small last batch too much. Which epoch is read matters by rounding alone.
        """
        value, gradient, n = 0.0, 0.0, self.batches.rows.n
        for k in range(epoch * self.batches.per_epoch, (epoch + 1) * self.batches.per_epoch):
            _, start, stop = self.batches.place(k)
            its, slope = self.at(k)(theta)
            value, gradient = value + (stop - start) / n * its, gradient + (stop - start) / n * slope
        return value, gradient


@checked(
    net=instance(network.Network, network.NETWORK),
    X=inputs_of("net"),
    y=targets_of("X", "net"),
    size=whole(1),
    kind=among(("mse", "cross_entropy")),
)
def stream(net: network.Network, X, y, size: int, order=EACH_EPOCH, *, kind: str = "cross_entropy") -> Stream:
    """Return the stream of losses of net on mini-batches of samples in memory, X (n, d) and y (n, k).

    It is Stream(network.loss_of(net, kind), Batches(Arrays(X, y), size, order)).
    """
    return Stream(network.loss_of(net, kind), Batches(Arrays(X, y), size, order))
