"""Lesson 9: a network that looks at a picture through small windows, all with the same weights.

    windows -> kernels -> activation -> pool -> dense layer

It is made of two dense layers of lesson 4. The first has a window as its input, and is asked at every window
of the picture; the second has what was pooled. So theta holds [K; b] (f f + 1, k) and then [W; b], as for any
network, and descent, rules, penalties and gradient check take it as it is.
Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Proceedings of the IEEE 86 (1998) 2278.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, final

import numpy as np

from nnlab import checks
from nnlab.activations import ACTIVATIONS, OUTPUTS
from nnlab.convolution import _padded, _windows, answers_along
from nnlab.losses import _loss_and_delta, check_pair, loss_and_delta
from nnlab.network import STARTS, Layer, Network, with_ones
from nnlab.pooling import (
    _largest,
    _max_pool,
    _max_pool_gradient,
    _mean_pool,
    _mean_pool_gradient,
    _pooled_shape,
)
from nnlab.rules import among, checked, inputs_of, instance, parameters_of, targets_of, two_counts, whole

POOLS = ("max", "mean")
AT_ONCE = 50  # pictures: more at a time are not quicker


class Seen(NamedTuple):
    """What a network makes of n pictures."""

    maps: np.ndarray  # (n, k, rows', columns') the activations of each kernel at each place
    where: np.ndarray | None  # (n, k, blocks) the place of the largest, row times columns' plus column
    pooled: np.ndarray  # (n, k blocks) what the dense layer is given
    answers: np.ndarray  # (n, outputs)


@final
@dataclass(frozen=True)
class ConvNetwork:
    """A description of such a network; what it has learned stands apart, in a theta (p,).

    shape: rows and columns of the pictures, which go in as rows X (n, rows columns). kernels: how many, each
    side x side. padding: the width of the rim of zeros around the picture. pool: max or mean, of blocks of
    pool_side x pool_side, or with None of the whole map; 1 leaves all as it is. activations: of the kernels,
    and of the outputs.
    """

    shape: tuple[int, int] = (8, 8)
    kernels: int = 32
    side: int = 5
    padding: int = 4
    pool: str = "max"
    pool_side: int | None = None
    outputs: int = 10
    activations: tuple[str, str] = ("relu", "softmax")

    def __post_init__(self):
        object.__setattr__(self, "shape", two_counts(self.shape, "shape"))
        for name, low in dict(kernels=1, side=1, padding=0, outputs=1).items():
            object.__setattr__(self, name, whole(low)(getattr(self, name), name))
        if self.side > (room := min(self.shape) + 2 * self.padding):
            side = f"the padded picture's shorter side, got {self.side}"
            raise ValueError(f"side: expected kernels of at most {room}, {side}")
        among(POOLS)(self.pool, "pool")
        names = checks.names(self.activations, 2, OUTPUTS, "activations")
        ACTIVATIONS[among(ACTIVATIONS)(names[0], "activations")].slope(np.zeros(1))  # step has none
        object.__setattr__(self, "activations", names)
        if self.pool_side is not None:
            most = min(self.map_shape)
            object.__setattr__(self, "pool_side", whole(1, most)(self.pool_side, "pool_side"))
        _ = self.layers_apart  # whose own checks are of use here, too

    @cached_property
    def map_shape(self) -> tuple[int, int]:
        """Rows and columns of the places at which each kernel answers."""
        return tuple(answers_along(side, self.side, self.padding) for side in self.shape)

    @cached_property
    def blocks(self) -> int:
        """Into how many blocks each map is pooled."""
        rows, columns = _pooled_shape(self.map_shape, self.pool_side)
        return rows * columns

    @cached_property
    def layers_apart(self) -> tuple[Network, Network]:
        """The layer that every window goes through, and the one that is given what was pooled."""
        seeing = Network((self.side**2, self.kernels), self.activations[0])
        return seeing, Network((self.kernels * self.blocks, self.outputs), self.activations[1])

    @property
    def inputs(self) -> int:
        """The number of pixels, d."""
        return self.shape[0] * self.shape[1]

    @property
    def size(self) -> int:
        """The number of parameters, p."""
        seeing, telling = self.layers_apart
        return seeing.size + telling.size

    @property
    def products(self) -> int:
        """How many products of two numbers one picture takes: fewer weights are not less work."""
        rows, columns = self.map_shape
        return self.kernels * (rows * columns * self.side**2 + self.blocks * self.outputs)

    @property
    def weights(self) -> np.ndarray:
        """A mask (p,): True where theta holds a weight, False where it holds a bias."""
        return np.concatenate([layer.weights for layer in self.layers_apart])

    def matrices(self, theta) -> list[np.ndarray]:
        """Return [K; b] (side side + 1, k) and [W; b] (k blocks + 1, outputs), as views of theta (p,)."""
        seeing, telling = self.layers_apart
        return [*seeing.matrices(theta[: seeing.size]), *telling.matrices(theta[seeing.size :])]

    @checked(theta=parameters_of("self"))
    def layers(self, theta) -> list[Layer]:
        """Return K (side side, k) and b (k,) of the kernels, W and b of the dense layer, as views of theta.

        `K.T.reshape(-1, side, side)` are the kernels as one looks at them. Raises ValueError for an invalid
        theta.
        """
        return [Layer(M[:-1], M[-1]) for M in self.matrices(theta)]

    @checked(how=among(STARTS))
    def init(self, *, rng: np.random.Generator | None = None, how: str = "he", value=None) -> np.ndarray:
        """Return a theta (p,) to start from: each layer as `Network.init` does; of a kernel d is side side.

        Raises ValueError for invalid arguments.
        """
        return np.concatenate([layer.init(rng=rng, how=how, value=value) for layer in self.layers_apart])

    @checked(theta=parameters_of("self"), X=inputs_of("self"))
    def forward(self, theta, X) -> Seen:
        """Return all that is made of X (n, d) on the way (see `Seen`).

        Raises ValueError for invalid arguments.
        """
        return self._forward(theta, X)

    def _forward(self, theta, X):
        first, last = self.matrices(theta)
        with np.errstate(over="ignore", invalid="ignore"):  # infinity is an answer, too
            z = (first.T @ columns(self, X)).reshape(len(X), self.kernels, *self.map_shape)
            maps = OUTPUTS[self.activations[0]].f(z)
            where = _largest(z, self.pool_side) if self.pool == "max" else None
            top = _mean_pool(maps, self.pool_side) if where is None else _max_pool(maps, where)
            pooled = top.reshape(len(X), -1)
            answers = OUTPUTS[self.activations[1]].f(pooled @ last[:-1] + last[-1])
        return Seen(maps, None if where is None else where.reshape(*where.shape[:2], -1), pooled, answers)

    @checked(theta=parameters_of("self"), X=inputs_of("self"))
    def predict(self, theta, X) -> np.ndarray:
        """Return the answers (n, outputs) for X (n, d), or (n,) of a single output; some pictures at a time.

        Raises ValueError for invalid arguments.
        """
        parts = [X[i : i + AT_ONCE] for i in range(0, len(X), AT_ONCE)]
        a = np.concatenate([self._answers(theta, part) for part in parts])
        return a[:, 0] if self.outputs == 1 else a

    def _answers(self, theta, X):  # as `_forward`, without what one might look at
        first, last = self.matrices(theta)
        with np.errstate(over="ignore", invalid="ignore"):
            z = np.matmul(first.T, columns(self, X)).reshape(len(X), self.kernels, *self.map_shape)
            top, _ = (_max if self.pool == "max" else _mean)(z, OUTPUTS[self.activations[0]], self.pool_side)
            return OUTPUTS[self.activations[1]].f(top.reshape(len(X), -1) @ last[:-1] + last[-1])


CONV_NETWORK = "a ConvNetwork, such as ConvNetwork((8, 8), kernels=8)"

# What learns has samples as columns, as in lesson 4. Here each window is a column, and each picture has a
# matrix of its own: small enough for the processor's caches, which is quicker than one for all.


def columns(net: ConvNetwork, X) -> np.ndarray:
    """Return all windows of X (n, d) as they go into the first layer, (n, side side + 1, places).

    Below the windows lies a row of ones.
    """
    n, f = len(X), net.side
    A = np.empty((n, f * f + 1, net.map_shape[0] * net.map_shape[1]))
    A[:, -1] = 1
    seen = _windows(_padded(X.reshape(n, *net.shape), net.padding), (f, f))  # (n, rows', columns', f, f)
    A[:, :-1].reshape(n, f, f, *net.map_shape)[...] = seen.transpose(0, 3, 4, 1, 2)
    return A


@checked(net=instance(ConvNetwork, CONV_NETWORK), X=inputs_of("net"), y=targets_of("X", "net"))
def loss(net: ConvNetwork, X, y, kind: str = "cross_entropy") -> Callable:
    """Return the loss as a function theta -> (value, gradient), both at theta (p,), as `network.loss` does.

    X is (n, d), y (n, outputs). All windows are laid out at once, and take side side + 1 times the memory of
    the maps of one kernel: for many pictures take mini-batches. Raises ValueError for invalid arguments.
    """
    return _loss(net, X, loss_and_delta(net.activations[1], kind, y.T.copy()))


def _loss(net, X, outputs):
    A, n, k = columns(net, X), len(X), net.kernels
    activation, side = OUTPUTS[net.activations[0]], net.pool_side
    pool = _max if net.pool == "max" else _mean

    def loss_at(theta):
        first, last = net.matrices(checks.shaped(theta, (net.size,), "theta"))
        gradient = np.empty(net.size)
        of_first, of_last = net.matrices(gradient)
        z = np.matmul(first.T, A).reshape(n, k, *net.map_shape)
        top, back = pool(z, activation, side)  # (n, k, rows', columns') of blocks
        given = with_ones(k * net.blocks, n, True)
        given[:-1] = top.reshape(n, -1).T
        value, delta = outputs(np.dot(last.T, given))
        np.dot(given, delta.T, out=of_last)
        down = np.dot(last[:-1], delta).T.reshape(top.shape)  # the slope by what was pooled
        of_first[:] = back(down, A)
        return value, gradient

    return loss_at


# The two pools. Each returns what it makes of z (n, k, rows', columns'), and a function that turns the slope
# by that, and the windows A, into the gradient of [K; b]: over all places, the sum of window times slope.


def _max(z, activation, side):
    # No activation ever falls, so the largest of f(z) is f of the largest z, and only that need be taken.
    where = _largest(z, side)
    top = activation.f(_max_pool(z, where))

    def back(down, A):
        down = down * activation.slope(top)
        if side is None:
            return _of_the_winners(A, where[..., 0, 0], down[..., 0, 0])
        return _of_all_places(A, _max_pool_gradient(z.shape, down, where))

    return top, back


def _mean(z, activation, side):
    a = activation.f(z, out=z)

    def back(down, A):
        return _of_all_places(A, _mean_pool_gradient(a.shape, down, side) * activation.slope(a))

    return _mean_pool(a, side), back


def _of_all_places(A, slopes):
    return np.matmul(A, slopes.reshape(*slopes.shape[:2], -1).swapaxes(1, 2)).sum(axis=0)


def _of_the_winners(A, where, down):
    # Of each map one place alone has a slope, so its window is all that counts: the same sum, without zeros.
    won = np.take_along_axis(A, where[:, None, :], axis=2)  # (n, f f + 1, k)
    return np.einsum("nik,nk->ik", won, down)


@checked(net=instance(ConvNetwork, CONV_NETWORK), kind=among(("mse", "cross_entropy")))
def loss_of(net: ConvNetwork, kind: str = "cross_entropy") -> Callable:
    """Return a function (X, y) -> loss that looks at shapes alone, for mini-batches: see `network.loss_of`.

    X is (n, d), y (n, outputs), both floats. Raises ValueError where net and kind do not go together.
    """
    output = net.activations[1]
    check_pair(output, kind)

    def make_loss(X, y):
        if X.ndim != 2 or X.shape[1] != net.inputs or y.shape != (len(X), net.outputs):
            expected = f"shapes (n, {net.inputs}) and (n, {net.outputs})"
            raise ValueError(f"X, y: expected {expected} of a batch, got {X.shape} and {y.shape}")
        return _loss(net, X, _loss_and_delta(output, kind, np.ascontiguousarray(y.T)))

    def check(X, y):
        X = checks.features(X, net.inputs)
        loss_and_delta(output, kind, checks.targets(y, len(X), net.outputs).T)

    make_loss.check = check
    return make_loss
