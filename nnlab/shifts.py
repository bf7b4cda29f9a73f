"""Lesson 9: what is left of what a net has learned when the pictures move."""

from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab import checks, conv_network, network
from nnlab.batches import Batches, Stream
from nnlab.confusion import accuracy
from nnlab.conv_network import ConvNetwork
from nnlab.descent import descend, stop
from nnlab.network import Network
from nnlab.optimisers import Momentum
from nnlab.orders import Shuffled
from nnlab.rows import SOME, Rows
from nnlab.rules import above, array_of, checked, generator, instance, parameters_of, relative, whole
from nnlab.sheets import _laid, every_place

PICTURES = array_of("(n, rows, columns)")
NET = instance(Network | ConvNetwork, "a Network or a ConvNetwork")
_classes = relative(
    lambda y, name, given: checks.classes(y, given["net"].outputs, name, len(given["pictures"]))
)


@checked(net=NET, rows=SOME, lr=above(0), epochs=whole(1), rng=generator)
def learn(
    net: Network | ConvNetwork, rows: Rows, *, lr: float, epochs: int, rng: np.random.Generator
) -> np.ndarray:
    """Return the theta (p,) that a net with softmax outputs learns from rows.

    It learns in batches of 32 with a momentum of 0.9. A dense net begins by xavier, one with kernels by he.
    Raises ValueError for invalid arguments.
    """
    make_loss = (conv_network if isinstance(net, ConvNetwork) else network).loss_of(net)
    stream = Stream(make_loss, Batches(rows, 32, Shuffled(int(rng.integers(2**31)))))
    steps = epochs * stream.batches.per_epoch
    *_, last = stop(descend(stream, net.init(rng=rng), rule=Momentum(lr)), at_most=steps)
    return last.theta


@final
@dataclass(frozen=True, eq=False)
class Survey:
    """What a net says to the same pictures at every place of a sheet."""

    shifts: np.ndarray  # (p,) how far each place is from the middle
    right: np.ndarray  # (p,) the share of right answers there
    change: float  # by how much any answer differs at most between two places

    def at(self, shift: int) -> float:
        """Return the mean share of right answers at all places of that shift.

        Raises ValueError for a shift that leads off the sheet.
        """
        here = self.right[self.shifts == shift]
        if not len(here):
            raise ValueError(f"shift: expected 0 to {self.shifts.max()}, got {checks.shown(shift)}")
        return float(here.mean())


@checked(net=NET, theta=parameters_of("net"), pictures=PICTURES, y=_classes, sheet=whole(1))
def ask_everywhere(net: Network | ConvNetwork, theta, pictures, y, sheet: int) -> Survey:
    """Return how many of the pictures (n, rows, columns) of classes y (n,) are right, place by place.

    net takes sheets of sheet x sheet pixels. Raises ValueError for invalid arguments.
    """
    sees_shape = isinstance(net, ConvNetwork)  # to a dense net 4 x 16 pixels are as good as 8 x 8
    if net.shape != (sheet, sheet) if sees_shape else net.inputs != sheet**2:
        takes = "{} x {}".format(*net.shape) if sees_shape else net.inputs
        raise ValueError(f"sheet: expected one of {takes} pixels, as net takes it, got {sheet} x {sheet}")
    places, shifts = every_place(pictures, sheet)
    said = [net.predict(theta, _laid(pictures, sheet, *place)) for place in places]
    right = np.array([accuracy(answers, y) for answers in said])
    return Survey(shifts, right, float(np.ptp(said, axis=0).max()))
