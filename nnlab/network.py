"""Lesson 4: networks of layers, forward to their answers and back to the gradient."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from nnlab import checks
from nnlab.activations import ACTIVATIONS, Activation
from nnlab.descent import Trace, read
from nnlab.losses import loss_and_delta


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
        names = checks.names(self.activations, layers, ACTIVATIONS, "activations")
        object.__setattr__(self, "sizes", sizes)
        object.__setattr__(self, "activations", names)
        object.__setattr__(self, "bias", checks.flag(self.bias, "bias"))

    @cached_property
    def functions(self) -> list[Activation]:
        """The activation of each layer."""
        return [ACTIVATIONS[name] for name in self.activations]

    @cached_property
    def blocks(self) -> list[tuple[slice, tuple[int, int]]]:
        """Where in theta the matrix [W; b] of each layer lies, and its shape."""
        shapes = [(d + self.bias, h) for d, h in zip(self.sizes, self.sizes[1:])]
        ends = np.cumsum([rows * columns for rows, columns in shapes]).tolist()
        places = [slice(start, end) for start, end in zip([0, *ends], ends)]
        return list(zip(places, shapes))

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

    def layers(self, theta) -> list[Layer]:
        """Return W (d, h) and b (h,) of each layer; write to them, and theta changes.

        That holds if theta is an array of floats in one piece, as `init` makes it; of
        any other they are copies. Without bias b is zeros. Raises ValueError for an unfit theta.
        """
        matrices = self.matrices(checks.parameters(theta, self.size))
        if self.bias:
            return [Layer(M[:-1], M[-1]) for M in matrices]
        return [Layer(W, np.zeros(W.shape[1])) for W in matrices]

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
        Raises ValueError for unfit arguments.
        """
        checks.one_of(how, ("xavier", "he", "uniform", "constant", "zeros"), "how")
        if value is not None and how not in ("uniform", "constant"):
            raise ValueError(f"value: expected none with how={how!r}, got {value!r}")
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

    def forward(self, theta, X) -> list[np.ndarray]:
        """Return [X, a1, ..., aL]: the inputs, and what each layer says, (n, its size).

        theta is (p,), X (n, d). Raises ValueError for unfit arguments.
        """
        A = columns(self, X)
        matrices = self.matrices(checks.parameters(theta, self.size))
        with np.errstate(over="ignore", invalid="ignore"):  # infinity is an answer, too
            given, z = forward(self, matrices, A)
            answers = self.functions[-1].f(z)
        return [*(A[:h].T for A, h in zip(given, self.sizes)), answers.T]

    def predict(self, theta, X) -> np.ndarray:
        """Return the answers (n, k) for X (n, d), or (n,) of a single output."""
        a = self.forward(theta, X)[-1]
        return a[:, 0] if self.sizes[-1] == 1 else a


def forward_rows(net: Network, theta, X) -> list[np.ndarray]:
    """Return [X, a1, ..., aL] as `Network.forward` does, computed as the formulas are written.

    A sample is a row: X is (n, d), theta (p,). Below stands the quick twin, which runs.
    Raises ValueError for an invalid theta.
    """
    says = [np.asarray(X, dtype=float)]
    for (W, b), activation in zip(net.layers(theta), net.functions):
        z = says[-1] @ W + b
        says.append(activation.f(z))
    return says


# From here on a sample is a column, as on paper, where z = W^T x + b. Below the numbers
# of each layer lies a row of ones: a bias is the weight of an input that is always 1.


def columns(net: Network, X) -> np.ndarray:
    """Return X (n, d) as it goes into the first layer, (d + 1, n)."""
    X = checks.features(X, net.sizes[0])
    A = with_ones(X.shape[1], len(X), net.bias)
    A[: X.shape[1]] = X.T
    return A


def with_ones(h: int, n: int, bias: bool) -> np.ndarray:
    """Return an array (h + 1, n), empty above a row of ones; without bias (h, n)."""
    A = np.empty((h + bias, n))
    A[h:] = 1
    return A


def forward(net: Network, matrices, A):
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


def loss(
    net: Network,
    X,
    y,
    kind: str = "half_sse",
) -> Callable[[np.ndarray], tuple[float, np.ndarray]]:
    """Return the loss as a function theta -> (value, gradient), both at theta (p,).

    X is (n, d), y (n, k), or (n,) for a single output; both are copied. Every call
    makes its own arrays, so several threads may use one such function at a time.
    Raises ValueError for unfit arguments.
    Source: Rumelhart, Hinton, Williams, Nature 323 (1986) 533.
    """
    A = columns(net, X)
    y = checks.targets(y, A.shape[1], net.sizes[-1]).T.copy()
    outputs = loss_and_delta(net.activations[-1], kind, y)
    for activation in net.functions:
        activation.slope(np.zeros(1))  # step has none, and says so
    shape = (net.size,)

    def loss_at(theta):
        matrices = net.matrices(checks.shaped(theta, shape, "theta"))
        given, z = forward(net, matrices, A)
        value, delta = outputs(z)
        return value, backward(net, matrices, given, delta)

    return loss_at


def save(path, net: Network, trace: Trace) -> None:
    """Write a network and a trace of its theta to a file. The usual ending is .npz."""
    trace.save(path, sizes=net.sizes, activations=net.activations, bias=net.bias)


def load(path) -> tuple[Network, Trace]:
    """Return the network and the trace that `save` wrote."""
    found, trace = read(path), Trace.load(path)
    if "sizes" not in found:
        came = "one with a trace alone"
        raise ValueError(f"path: expected a file with a network, got {came}")
    sizes, activations = found["sizes"].tolist(), found["activations"].tolist()
    return Network(sizes, activations, bool(found["bias"])), trace
