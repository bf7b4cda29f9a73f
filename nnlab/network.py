"""Lesson 4: networks of layers, forward to their answers and back to the gradient."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np

from nnlab import checks
from nnlab.activations import OUTPUTS, Activation
from nnlab.losses import _loss_and_delta, check_pair, loss_and_delta
from nnlab.moved import renamed
from nnlab.resume import read_only
from nnlab.rules import among, checked, file_path, inputs_of, instance, parameters_of, targets_of

STARTS = ("xavier", "he", "uniform", "constant", "zeros")


class Layer(NamedTuple):
    """The weights W (d, h) of a layer, one column per neuron, and its biases b (h,)."""

    W: np.ndarray
    b: np.ndarray


@dataclass(frozen=True)
class Network:
    """A description of a network; what it has learned stands apart, in a theta (p,).

    sizes: how many inputs, neurons in each hidden layer, outputs. activations: a name
    for each layer after the inputs, or one name for all. theta holds one layer after
    another, each the matrix [W; b] (d + 1, h) row by row, so that the biases come last;
    without bias it is W (d, h).
    """

    sizes: Sequence[int] = (2, 3, 1)
    activations: Sequence[str] | str = ("tanh", "sigmoid")
    bias: bool = True

    def __post_init__(self):
        sizes = checks.sizes(self.sizes)
        layers = len(sizes) - 1
        names = checks.names(self.activations, layers, OUTPUTS, "activations")
        _check_softmax(names, sizes[-1])
        object.__setattr__(self, "sizes", sizes)
        object.__setattr__(self, "activations", names)
        object.__setattr__(self, "bias", checks.flag(self.bias, "bias"))

    def __reduce__(self):  # what is cached is made again: functions do not travel to other processes
        return Network, (self.sizes, self.activations, self.bias)

    @cached_property
    def functions(self) -> list[Activation]:
        """The activation of each layer."""
        return [OUTPUTS[name] for name in self.activations]

    @cached_property
    def blocks(self) -> list[tuple[slice, tuple[int, int]]]:
        """Where in theta the matrix [W; b] of each layer lies, and its shape."""
        shapes = [(d + self.bias, h) for d, h in zip(self.sizes, self.sizes[1:])]
        ends = np.cumsum([rows * columns for rows, columns in shapes]).tolist()
        places = [slice(start, end) for start, end in zip([0, *ends], ends)]
        return list(zip(places, shapes))

    @property
    def inputs(self) -> int:
        """The number of inputs, d."""
        return self.sizes[0]

    @property
    def outputs(self) -> int:
        """The number of outputs, k."""
        return self.sizes[-1]

    @cached_property
    def size(self) -> int:
        """The number of parameters, p."""
        return self.blocks[-1][0].stop

    @property
    def weights(self) -> np.ndarray:
        """A mask (p,): True where theta holds a weight, False where it holds a bias."""
        mask = np.ones(self.size, dtype=bool)
        if self.bias:
            for M in self.matrices(mask):
                M[-1] = False
        return mask

    def matrices(self, theta) -> list[np.ndarray]:
        """Return the matrix [W; b] of each layer, as views of theta (p,)."""
        return [theta[block].reshape(shape) for block, shape in self.blocks]

    @checked(theta=parameters_of("self"))
    def layers(self, theta) -> list[Layer]:
        """Return W (d, h) and b (h,) of each layer; write to them, and theta changes.

        That holds if theta is an array of floats in one piece, as `init` makes it; of
        any other they are copies. Without bias b is zeros. Raises ValueError for an invalid theta.
        """
        matrices = self.matrices(theta)
        if self.bias:
            return [Layer(M[:-1], M[-1]) for M in matrices]
        return [Layer(W, np.zeros(W.shape[1])) for W in matrices]

    @checked(how=among(STARTS))
    def init(
        self,
        *,
        rng: np.random.Generator | None = None,
        how: str = "xavier",
        value: float | None = None,
    ) -> np.ndarray:
        """Return a theta (p,) to start from.

        how is one of
        xavier: weights uniform between -r and r, r^2 = 6 / (d + h), biases 0
        (Glorot, Bengio 2010)
        he: weights normal with variance 2 / d, biases 0, made for relu
        (He, Zhang, Ren, Sun 2015)
        uniform: weights and biases uniform between -value and value (1 if not given)
        constant: weights and biases all equal to value
        zeros: all 0
        value goes with uniform and constant only.
        Raises ValueError for invalid arguments.
        """
        if value is not None and how not in ("uniform", "constant"):
            raise ValueError(f"value: expected none with how={how!r}, got {checks.shown(value)}")
        if how == "zeros":
            return np.zeros(self.size)
        if how == "constant":
            return np.full(self.size, checks.number(value, "value"))
        rng = checks.generator(rng)
        if how == "uniform":
            r = 1.0 if value is None else checks.number_above(value, 0, "value")
            return rng.uniform(-r, r, self.size)
        theta = np.zeros(self.size)
        for W, _ in self.layers(theta):
            d, h = W.shape
            if how == "xavier":
                W[:] = rng.uniform(-1, 1, (d, h)) * np.sqrt(6 / (d + h))
            else:
                W[:] = rng.normal(size=(d, h)) * np.sqrt(2 / d)
        return theta

    @checked(theta=parameters_of("self"), X=inputs_of("self"))
    def forward(self, theta, X) -> list[np.ndarray]:
        """Return [X, a1, ..., aL]: the inputs, and what each layer says, (n, its size).

        theta is (p,), X (n, d). Raises ValueError for invalid arguments.
        """
        answers = [X]
        with np.errstate(over="ignore", invalid="ignore"):  # infinity is an answer, too
            for (W, b), activation in zip(self.layers(theta), self.functions):
                answers.append(activation.f(answers[-1] @ W + b))
        return answers

    def predict(self, theta, X) -> np.ndarray:
        """Return the answers (n, k) for X (n, d), or (n,) of a single output."""
        a = self.forward(theta, X)[-1]
        return a[:, 0] if self.outputs == 1 else a


def _check_softmax(names, outputs):
    if "softmax" in names[:-1]:
        raise ValueError(f"activations: expected softmax in the last layer alone, got {names}")
    if names[-1] == "softmax" and outputs < 2:
        raise ValueError(
            "activations: expected at least two outputs for softmax, got one, which would always say 1; "
            "a single output can be a sigmoid"
        )


# What a network is called where something else was given.
NETWORK = "a Network, such as Network((2, 3, 1))"


# What learns is quicker with samples as columns, as on paper, where z = W^T x + b: the
# numbers of one neuron then lie side by side. Below the numbers of each layer lies a row
# of ones: a bias is the weight of an input that is always 1.


def columns(net: Network, X) -> np.ndarray:
    """Return X (n, d) as it goes into the first layer, (d + 1, n)."""
    A = with_ones(X.shape[1], len(X), net.bias)
    A[: X.shape[1]] = X.T
    return A


def with_ones(h: int, n: int, bias: bool) -> np.ndarray:
    """Return an array (h + 1, n), empty above a row of ones; without bias (h, n)."""
    A = np.empty((h + bias, n))
    A[h:] = 1
    return A


def forward_columns(net: Network, matrices, A):
    """Return what goes into each layer, [A0, A1, ...], and z (k, n) of the last."""
    given = [A]
    for M, activation in zip(matrices[:-1], net.functions):
        h = M.shape[1]
        A = with_ones(h, A.shape[1], net.bias)
        z = np.dot(M.T, given[-1], out=A[:h])  # each neuron adds up what comes in,
        activation.f(z, out=z)  # and what it makes of that takes the place of z
        given.append(A)
    return given, np.dot(matrices[-1].T, A)


def backward(net: Network, matrices, given, delta) -> np.ndarray:
    """Return the gradient (p,), given delta (k, n), the slope by z of the outputs."""
    gradient = np.empty(net.size)
    shares = net.matrices(gradient)
    for i in reversed(range(len(matrices))):
        np.dot(given[i], delta.T, out=shares[i])  # what came in, times delta
        if i > 0:
            W, a = matrices[i][: net.sizes[i]], given[i][: net.sizes[i]]
            delta = np.dot(W, delta)  # back through the weights: the slope by a
            delta *= net.functions[i - 1].slope(a)  # through the activation: by z
    return gradient


@checked(net=instance(Network, NETWORK), X=inputs_of("net"), y=targets_of("X", "net"))
def loss(
    net: Network,
    X,
    y,
    kind: str = "half_sse",
) -> Callable[[np.ndarray], tuple[float, np.ndarray]]:
    """Return the loss as a function theta -> (value, gradient), both at theta (p,).

    X is (n, d), y (n, k), or (n,) for a single output; both are copied. Every call
    makes its own arrays, so several threads may use one such function at a time.
    Raises ValueError for invalid arguments.
    Source: Rumelhart, Hinton, Williams, Nature 323 (1986) 533.
    """
    y = y.T.copy()
    outputs = loss_and_delta(net.activations[-1], kind, y)
    _check_slopes(net)
    return _loss(net, columns(net, X), outputs)


def _loss(net, A, outputs):
    shape = (net.size,)

    def loss_at(theta):
        matrices = net.matrices(checks.shaped(theta, shape, "theta"))
        given, z = forward_columns(net, matrices, A)
        value, delta = outputs(z)
        return value, backward(net, matrices, given, delta)

    return loss_at


def _check_slopes(net):
    for activation in net.functions[:-1]:
        activation.slope(np.zeros(1))  # step has none, and says so


@checked(net=instance(Network, NETWORK), kind=among(("mse", "cross_entropy")))
def loss_of(net: Network, kind: str = "cross_entropy") -> Callable:
    """Return a function (X, y) -> loss, as of `loss`, that looks at shapes alone: for mini-batches.

    X is (n, d), y (n, k), both floats. Its attribute `check`, a function of X and y, looks at all that a
    loss needs; a `Stream` asks it once. kind is a mean over samples: with a sum, the last and smaller
    batch of an epoch would move less. Raises ValueError where net and kind do not go together.
    """
    check_pair(net.activations[-1], kind)
    _check_slopes(net)
    output = net.activations[-1]

    def make_loss(X, y):
        if X.ndim != 2 or X.shape[1] != net.inputs or y.shape != (len(X), net.outputs):
            expected = f"shapes (n, {net.inputs}) and (n, {net.outputs})"
            raise ValueError(f"X, y: expected {expected} of a batch, got {X.shape} and {y.shape}")
        return _loss(net, columns(net, X), _loss_and_delta(output, kind, np.ascontiguousarray(y.T)))

    def check(X, y):
        X = checks.features(X, net.inputs)
        loss_and_delta(output, kind, checks.targets(y, len(X), net.outputs).T)

    make_loss.check = check
    return make_loss


@checked(path=file_path, net=instance(Network, NETWORK), theta=parameters_of("net"))
def save(path, net: Network, theta) -> None:
    """Write a network and its theta (p,) to a file in NumPy's format; the usual ending is .npz.

    The new file is complete before it takes the place of an old one. Raises ValueError for an invalid
    theta.
    """
    path = Path(path)
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        np.savez(file, sizes=net.sizes, activations=net.activations, bias=net.bias, theta=theta)
    part.replace(path)


@checked(path=file_path)
def load(path) -> tuple[Network, np.ndarray]:
    """Return the network and the theta (p,), read-only, that `save` wrote.

    Raises ValueError for a file that holds no network, or not all of one.
    """
    path = Path(path)
    try:
        # A pickle may run somebody's code.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
            sizes, names, bias, theta = (found[key] for key in ("sizes", "activations", "bias", "theta"))
    except (KeyError, EOFError, ValueError, TypeError, AttributeError, BadZipFile) as error:
        raise ValueError(f"path: expected a file that `save` wrote, got {path.name}: {error}") from error
    net = Network(sizes.tolist(), names.tolist(), bool(bias))
    return net, read_only(checks.parameters(theta, net.size))


__getattr__ = renamed(__name__, forward="forward_columns")
