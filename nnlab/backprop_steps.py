"""Lesson 4: backpropagation under the microscope: one sample, one number at a time."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nnlab import checks
from nnlab.activations import ACTIVATIONS
from nnlab.losses import loss_and_delta
from nnlab.moved import renamed
from nnlab.network import NETWORK, Network
from nnlab.rules import (
    above,
    among,
    checked,
    inputs_of,
    instance,
    iterable,
    numbers,
    optional,
    parameters_of,
    targets_of,
)

EARLY, OF_Z, NO_SLOPE = "weights updated too early", "slope of z", "slope forgotten"
NO_BIAS, SIGN = "bias forgotten", "wrong sign"
BUGS = {  # known mistakes that `steps` can be asked to make
    EARLY: "a layer's weights are updated before its deltas went back through them",
    OF_Z: "the slope is a formula in the activation a, but it is given z",
    NO_SLOPE: "what comes back to a hidden neuron is not multiplied by its slope",
    NO_BIAS: "the gradient of every bias is left at 0",
    SIGN: "the error at the outputs is y - a, and the update still subtracts",
}


@dataclass(frozen=True)
class Step:
    """One step of thought: one number found, and where.

    does: "input", "z", "a", "loss", "error" (dL/da), "delta" (dL/dz), "gradient"
    (dL/dw) or "update". where: a neuron (layer, j), or an edge (layer, i, j) from
    neuron i of the layer before to neuron j; layer 0 holds the inputs. The bias of j is
    an edge too: it comes from a last neuron that always says 1. The loss is at
    (). The first step finds all inputs, an update all weights of a layer: then where and
    values have several entries.
    """

    k: int  # steps before this one
    does: str
    where: tuple[tuple[int, ...], ...]
    values: tuple[float, ...]
    terms: tuple  # the numbers that were put into the formula, in its order

    @property
    def value(self) -> float:
        """The number found (the first, where there are several)."""
        return self.values[0]


@checked(
    net=instance(Network, NETWORK),
    theta=parameters_of("net"),
    x=numbers,
    y=numbers,
    lr=above(0),
    bug=optional(among(BUGS)),
)
def steps(
    net: Network,
    theta,
    x,
    y,
    *,
    kind: str = "half_sse",
    lr: float = 1.0,
    bug: str | None = None,
) -> Iterator[Step]:
    """Yield every step of thought, from one sample to the updated weights.

    theta (p,), x (d,), y (k,) or one number, kind the loss, lr the learning rate. bug
    is None or the name of one of BUGS, which the walk then makes. Raises ValueError for
    invalid arguments.
    Source: Rumelhart, Hinton, Williams, Nature 323 (1986) 533, equations 1 to 8.
    """
    x = checks.features(np.reshape(x, (1, -1)), net.sizes[0], "x")[0].tolist()
    y = checks.targets(np.reshape(y, (1, -1)), 1, net.sizes[-1])
    if "softmax" in net.activations:
        raise ValueError("net: expected outputs that answer each for itself, got softmax")
    loss_and_delta(net.activations[-1], kind, y)  # refuses what does not go together
    for name in net.activations:
        ACTIVATIONS[name].slope(np.zeros(1))  # step has none, and says so
    w = [None]  # w[l][i][j] leads to neuron j of layer l; after its rows W the row b
    w += [W.tolist() + ([b.tolist()] if net.bias else []) for W, b in net.layers(theta)]
    thoughts = _thoughts(net, w, x, y[0].tolist(), kind, lr, bug)
    return (Step(k, *thought) for k, thought in enumerate(thoughts))


def _thoughts(net, w, x, y, kind, lr, bug):
    last = len(net.sizes) - 1
    z, a = yield from _forward(net, w, x)
    yield "loss", (), (_loss(z[last], a[last], y, kind),), tuple(zip(a[last], y))
    delta, gradient = {}, {}
    for l in range(last, 0, -1):
        if l == last:
            error = yield from _error_of_outputs(l, a[l], y, kind, bug)
        else:
            error = yield from _error_of_hidden(l, net.sizes[l], w[l + 1], delta[l + 1])
        delta[l] = yield from _deltas(net, l, error, z[l], a[l], y, kind, bug)
        gradient[l] = yield from _gradients(net, l, a[l - 1], delta[l], bug)
        if bug == EARLY:
            yield _update(l, w, gradient[l], lr)
    if bug != EARLY:  # only now: until here the old weights were needed
        for l in range(last, 0, -1):
            yield _update(l, w, gradient[l], lr)


def _forward(net, w, x):
    """Find z and a of every neuron; the last a of a layer is the 1 for the biases."""
    one = [1.0] if net.bias else []
    z, a = [None], [x + one]
    yield "input", tuple((0, i) for i in range(len(x))), tuple(x), tuple(x)
    for l, h in enumerate(net.sizes[1:], start=1):
        f = ACTIVATIONS[net.activations[l - 1]].f
        z.append([0.0] * h)
        a.append([0.0] * h + one)
        for j in range(h):
            terms = tuple((w[l][i][j], before) for i, before in enumerate(a[l - 1]))
            z[l][j] = sum(weight * before for weight, before in terms)
            yield "z", ((l, j),), (z[l][j],), terms
            a[l][j] = float(f(z[l][j]))
            yield "a", ((l, j),), (a[l][j],), (z[l][j],)
    return z, a


def _loss(z, a, y, kind):
    if kind == "cross_entropy":
        # This is -y log a - (1 - y) log(1 - a), right also where a rounds to 0 or 1.
        return sum(y * _soft(-z) + (1 - y) * _soft(z) for y, z in zip(y, z))
    scale = {"sse": 1, "half_sse": 1 / 2, "mse": 1 / len(y)}[kind]
    return scale * sum((a - y) * (a - y) for a, y in zip(a, y))


def _soft(z):
    """Find log(1 + e^z), in such a way that e^z cannot grow beyond all numbers."""
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


def _error_of_outputs(l, a, y, kind, bug):
    """Find dL/da: how the loss changes with each answer."""
    if kind == "cross_entropy":
        return None  # its slope cancels against the sigmoid's: see _deltas
    scale = {"sse": 2, "half_sse": 1, "mse": 2 / len(y)}[kind]
    errors = []
    for j in range(len(y)):
        terms = (y[j], a[j]) if bug == SIGN else (a[j], y[j])
        errors.append(scale * (terms[0] - terms[1]))
        yield "error", ((l, j),), (errors[j],), terms
    return errors


def _error_of_hidden(l, h, w, delta):
    """Find dL/da: the deltas of the layer after come back through the weights."""
    errors = []
    for i in range(h):
        terms = tuple((w[i][j], delta[j]) for j in range(len(delta)))
        errors.append(sum(weight * behind for weight, behind in terms))
        yield "error", ((l, i),), (errors[i],), terms
    return errors


def _deltas(net, l, error, z, a, y, kind, bug):
    """Find dL/dz = dL/da times the slope da/dz."""
    slope, hidden = ACTIVATIONS[net.activations[l - 1]].slope, l < len(net.sizes) - 1
    deltas = []
    for j in range(net.sizes[l]):
        if error is None:
            terms = (y[j], a[j]) if bug == SIGN else (a[j], y[j])
            deltas.append(terms[0] - terms[1])
        elif bug == NO_SLOPE and hidden:
            terms = (error[j],)
            deltas.append(error[j])
        else:
            terms = (error[j], z[j] if bug == OF_Z else a[j])
            deltas.append(error[j] * float(slope(terms[1])))
        yield "delta", ((l, j),), (deltas[j],), terms
    return deltas


def _gradients(net, l, before, delta, bug):
    """Find dL/dw of every edge into the layer: what went in, times delta."""
    gradients = [[a * d for d in delta] for a in before]
    if bug == NO_BIAS and net.bias:
        gradients[-1] = [0.0] * len(delta)
    for j in range(len(delta)):
        for i, a in enumerate(before):
            yield "gradient", ((l, i, j),), (gradients[i][j],), (a, delta[j])
    return gradients


def _update(l, w, gradient, lr):
    """Find the new weights into the layer, and put them in the place of the old."""
    edges = [(i, j) for i in range(len(w[l])) for j in range(len(w[l][0]))]
    terms = tuple((w[l][i][j], lr, gradient[i][j]) for i, j in edges)
    for (i, j), (weight, lr, slope) in zip(edges, terms):
        w[l][i][j] = weight - lr * slope
    values = tuple(w[l][i][j] for i, j in edges)
    return "update", tuple((l, i, j) for i, j in edges), values, terms


@checked(net=instance(Network, NETWORK))
def edges(net: Network) -> list[tuple[int, int, int]]:
    """Return the edges (layer, i, j) of the network, in the order of theta."""
    return [
        (l, i, j)
        for l, (d, h) in enumerate(zip(net.sizes, net.sizes[1:]), start=1)
        for i in range(d + bool(net.bias))
        for j in range(h)
    ]


@checked(
    net=instance(Network, NETWORK),
    steps=iterable(Step, "the steps of a walk"),
    does=among(("gradient", "update")),
)
def collect(net: Network, steps, does: str = "gradient") -> np.ndarray:
    """Return the gradient (p,) that a walk found, or with "update" the new theta."""
    found = {}
    for step in steps:
        if step.does == does:
            found |= dict(zip(step.where, step.values))
    if missing := [edge for edge in edges(net) if edge not in found]:
        raise ValueError(f"steps: expected a whole walk, got none for the weight {missing[0]}")
    return np.array([found[edge] for edge in edges(net)])


@checked(
    net=instance(Network, NETWORK),
    theta=parameters_of("net"),
    X=inputs_of("net"),
    y=targets_of("X", "net"),
    lr=above(0),
)
def train(
    net: Network,
    theta,
    X,
    y,
    *,
    kind: str = "half_sse",
    lr: float = 1.0,
    bug: str | None = None,
) -> Iterator[np.ndarray]:
    """Yield theta (p,) as given, then after each pass: a walk and an update per sample.

    X is (n, d), y (n, k) or (n,) for one output; the samples come in turn. It goes on
    for ever, unless a weight grows beyond all numbers.
    """
    while True:
        yield theta
        for x, target in zip(X, y):
            done = steps(net, theta, x, target, kind=kind, lr=lr, bug=bug)
            theta = collect(net, done, "update")
            if not np.isfinite(theta).all():
                return


__getattr__ = renamed(__name__, walk="steps")
