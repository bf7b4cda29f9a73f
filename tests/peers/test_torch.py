"""PyTorch makes the same steps: rules of descent, and the cross-entropy of softmax outputs.

Run by hand, in an environment that has it: see CONTRIBUTING.md, "Peers".
"""

import numpy as np
import pytest
import torch

from nnlab import data, network
from nnlab.batches import stream
from nnlab.descent import descend, stop
from nnlab.losses import softmax_and_cross_entropy
from nnlab.network import Network
from nnlab.optimisers import Adam, Momentum, Plain, RMSProp
from nnlab.orders import Shuffled

DIGITS = data.digits()
X, CLASSES = DIGITS.X[:500] / 16, DIGITS.y[:500]
NET = Network((64, 16, 10), ("tanh", "softmax"))
STEPS = 50

RULES = {
    "plain": (Plain(0.5), lambda p: torch.optim.SGD(p, lr=0.5)),
    "momentum": (Momentum(0.05, 0.9), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
    "RMSProp": (
        RMSProp(0.003, decay=0.9, eps=1e-8),
        lambda p: torch.optim.RMSprop(p, lr=0.003, alpha=0.9, eps=1e-8),
    ),
    "Adam": (Adam(0.01), lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.9, 0.999), eps=1e-8)),
    "Adam, other decays": (
        Adam(0.02, beta1=0.8, beta2=0.95, eps=1e-6),
        lambda p: torch.optim.Adam(p, lr=0.02, betas=(0.8, 0.95), eps=1e-6),
    ),
}


def tensors(theta):
    """The layers of a theta as PyTorch's parameters: W (d, h) and b (h,) of each."""
    return [torch.tensor(part, requires_grad=True) for layer in NET.layers(theta) for part in layer]


def flat(parameters):
    W1, b1, W2, b2 = (p.detach().numpy() for p in parameters)
    return np.concatenate([np.vstack([W1, b1]).ravel(), np.vstack([W2, b2]).ravel()])


def their_loss(parameters, X, classes):
    W1, b1, W2, b2 = parameters
    z = torch.tanh(torch.tensor(X) @ W1 + b1) @ W2 + b2
    return torch.nn.functional.cross_entropy(z, torch.tensor(classes))


@pytest.mark.parametrize("name", RULES)
def test_a_rule_follows_theirs(name):
    rule, make = RULES[name]
    ours = stream(NET, X, data.one_hot(CLASSES, 10), 32, Shuffled(1))
    start = NET.init(rng=np.random.default_rng(0))
    parameters = tensors(start)
    optimiser = make(parameters)
    for step in stop(descend(ours, start, rule=rule), at_most=STEPS):
        np.testing.assert_allclose(step.theta, flat(parameters), rtol=0, atol=1e-12)
        some, right = ours.batches.at(step.k)
        optimiser.zero_grad()
        loss = their_loss(parameters, some, right.argmax(axis=1))
        loss.backward()
        assert step.value == pytest.approx(float(loss.detach()), abs=1e-12)
        optimiser.step()
    assert step.k == STEPS
    assert np.abs(step.theta - start).max() > 0.01  # it has gone somewhere


@pytest.mark.parametrize("size", [1.0, 30.0, 1000.0])
def test_softmax_and_cross_entropy_have_their_value_and_slope(size):
    rng = np.random.default_rng(3)
    z, classes = rng.normal(0, size, (40, 7)), rng.integers(7, size=40)
    value, delta = softmax_and_cross_entropy(data.one_hot(classes, 7).T.copy())(z.T)
    theirs = torch.tensor(z, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(theirs, torch.tensor(classes))
    loss.backward()
    assert value == pytest.approx(float(loss.detach()), rel=1e-12)
    np.testing.assert_allclose(delta.T, theirs.grad.numpy(), rtol=0, atol=1e-12)


def test_the_gradient_of_a_network_is_theirs():
    theta = NET.init(rng=np.random.default_rng(5))
    value, gradient = network.loss(NET, X, data.one_hot(CLASSES, 10), "cross_entropy")(theta)
    parameters = tensors(theta)
    loss = their_loss(parameters, X, CLASSES)
    loss.backward()
    slopes = [p.grad for p in parameters]
    assert value == pytest.approx(float(loss.detach()), rel=1e-12)
    np.testing.assert_allclose(gradient, flat(slopes), rtol=0, atol=1e-13)
