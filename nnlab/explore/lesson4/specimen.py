"""What lies under the microscope, without widgets: a network, one sample, and every number on its way."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice

import numpy as np

from nnlab import backprop_steps
from nnlab.checks import parameters
from nnlab.explore.kit.numbers import plain
from nnlab.network import Network, loss

SIZES = {"2-2-1": (2, 2, 1), "2-3-1": (2, 3, 1), "3-4-1": (3, 4, 1), "3-4-2": (3, 4, 2)}
# x1, x2, and a third that is always 1; the right answers are x1 xor x2, and x1 and x2.
SAMPLES = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], float)
ANSWERS = np.array([[0, 0], [1, 0], [1, 0], [0, 1]], float)
RANDOM, BY_HAND, ZEROS, SATURATED, GIVEN = "random", "by hand", "zeros", "one saturated", "given"
HAND = np.array([[1, -1, 2, 3, -1, 1], [4, -2, -1, 0, 0, 0]], float).ravel()[:9]  # z = 0 everywhere at (1, 0)
HUNTS = dict(
    zip(
        ("bug A", "bug B", "bug C", "bug D"),
        (backprop_steps.EARLY, backprop_steps.NO_BIAS, backprop_steps.NO_SLOPE, backprop_steps.OF_Z),
    )
)
NONE = "none"
NUDGE = 1e-5
UNDOS = 100
PASSES = 300  # over the four samples, in training
LARGEST = 1e6  # the size of a weight: beyond it nothing is learned any more, and no number fits its place

Edge = tuple[int, int, int]  # layer, and from which neuron to which; see `backprop_steps.Step`


@dataclass(frozen=True)
class Settings:
    """What the reader has set; each has a control of the same name."""

    sizes: str = "2-2-1"
    sample: int = 2
    start: str = RANDOM
    activation: str = "sigmoid"
    kind: str = "half_sse"
    lr: float = 1.6
    seed: int = 178
    bug: str = NONE

    @property
    def net(self) -> Network:
        """The network."""
        return Network(SIZES[self.sizes], (self.activation, "sigmoid"))

    @property
    def mistake(self) -> str | None:
        """The mistake that is built in, also where a hunt does not tell it."""
        return None if self.bug == NONE else HUNTS.get(self.bug, self.bug)

    @property
    def settled(self) -> "Settings":
        """These settings, or others where no such start belongs to the network."""
        if self.start == BY_HAND and self.sizes != "2-2-1":
            return replace(self, start=RANDOM)
        return self


@dataclass(frozen=True, eq=False)
class Walk:
    """One sample goes forward through the network and its error comes back, from given weights."""

    settings: Settings
    theta: np.ndarray  # (p,)

    @cached_property
    def net(self) -> Network:
        """The network."""
        return self.settings.net

    @cached_property
    def edges(self) -> list[Edge]:
        """The network's edges, in the order of theta."""
        return backprop_steps.edges(self.net)

    @property
    def x(self) -> np.ndarray:
        """The sample (d,)."""
        return SAMPLES[self.settings.sample, : self.net.sizes[0]]

    @property
    def y(self) -> np.ndarray:
        """The right answer (k,)."""
        return ANSWERS[self.settings.sample, : self.net.sizes[-1]]

    @cached_property
    def loss(self) -> Callable[[np.ndarray], tuple[float, np.ndarray]]:
        """The loss of this sample, a function of theta."""
        return loss(self.net, self.x[None], self.y[None], self.settings.kind)

    @cached_property
    def steps(self) -> list[backprop_steps.Step]:
        """Every step of thought, to the updated weights."""
        how = dict(kind=self.settings.kind, lr=self.settings.lr, bug=self.settings.mistake)
        return list(backprop_steps.steps(self.net, self.theta, self.x, self.y, **how))

    @cached_property
    def gradient(self) -> np.ndarray:
        """The gradient (p,) that the steps find, right or wrong."""
        return backprop_steps.collect(self.net, self.steps)

    @cached_property
    def updated(self) -> np.ndarray:
        """The weights (p,) after the update."""
        return backprop_steps.collect(self.net, self.steps, "update")

    @cached_property
    def numeric(self) -> np.ndarray:
        """The slope of the loss (p,): each weight once a little larger and once a little smaller."""
        ways = NUDGE * np.eye(self.net.size)
        ends = [self.value_at(self.theta + way) - self.value_at(self.theta - way) for way in ways]
        return np.array(ends) / (2 * NUDGE)

    @cached_property
    def wrong(self) -> set[Edge]:
        """The edges at which gradient and nudging disagree, as far as such a nudge can tell."""
        return {
            edge
            for edge, one, other in zip(self.edges, self.gradient, self.numeric)
            if not (abs(one - other) <= 1e-6 * abs(one) + 1e-8 or self.at_a_kink(edge))
        }

    @cached_property
    def before(self) -> float:
        """The loss with the weights as they are."""
        return self.value_at(self.theta)

    @cached_property
    def after(self) -> float:
        """The loss after the update."""
        return self.value_at(self.updated)

    def value_at(self, theta: np.ndarray) -> float:
        """Return the loss with weights theta (p,); inf or nan, without a warning, where it is beyond all."""
        with np.errstate(over="ignore", invalid="ignore"):
            return float(self.loss(theta)[0])

    def at_a_kink(self, edge: Edge) -> bool:
        """Return whether the edge leads to a relu at its corner: a nudge finds neither of its two slopes."""
        l, _, j = edge
        z = {step.where[0]: step.value for step in self.steps if step.does == "z"}
        return self.net.activations[l - 1] == "relu" and abs(z[l, j]) < 2 * NUDGE


@dataclass(frozen=True, eq=False)
class Specimen:
    """A network whose weights the reader changes. It never changes: each change gives another, whole."""

    walk: Walk
    first: np.ndarray  # (p,) the start weights
    given: np.ndarray | None = None  # start weights of the reader's own
    past: tuple[np.ndarray, ...] = ()  # what Undo brings back
    applied: tuple[float, ...] = ()  # the losses before each update that was applied, in a row

    @classmethod
    def fresh(cls, settings: Settings, given: np.ndarray | None = None) -> "Specimen":
        """Return the specimen with the start weights that the settings name; `given` are the reader's own."""
        settings = settings.settled
        theta = _start(settings, given)
        return cls(Walk(settings, theta), theta, given)

    @property
    def settings(self) -> Settings:
        """What the reader has set."""
        return self.walk.settings

    @property
    def theta(self) -> np.ndarray:
        """The weights (p,)."""
        return self.walk.theta

    def under(self, settings: Settings) -> "Specimen":
        """Return it under other settings: with the same weights, or with a fresh start if that is another."""
        old, names = self.settings, ("start", "seed", "sizes")
        if any(getattr(old, name) != getattr(settings, name) for name in names):
            return Specimen.fresh(settings, self.given)
        return replace(self, walk=Walk(settings, self.theta))

    def put(self, number: int, weight: float, *, remember: bool = True) -> "Specimen":
        """Return it with another weight at that edge, kept within `LARGEST`."""
        theta = self.theta.copy()
        theta[number] = np.clip(weight, -LARGEST, LARGEST)
        new = self.remembered() if remember else self
        return replace(new, walk=Walk(self.settings, theta), applied=())

    def remembered(self) -> "Specimen":
        """Return it so that Undo can come back to these weights."""
        return replace(self, past=(*self.past[1 - UNDOS :], self.theta))

    def undone(self) -> "Specimen":
        """Return it with the weights before the last change."""
        if not self.past:
            return self
        *past, theta = self.past
        return replace(self, walk=Walk(self.settings, theta), past=tuple(past), applied=())

    @property
    def beyond(self) -> bool:
        """Whether the update would carry a weight further than `LARGEST`; then it is not applied."""
        return not bool((np.abs(self.walk.updated) <= LARGEST).all())

    def updated(self) -> "Specimen":
        """Return it after the update: the same sample, with the new weights."""
        if self.beyond:
            return self
        walk, applied = Walk(self.settings, self.walk.updated), (*self.applied, self.walk.before)
        return replace(self.remembered(), walk=walk, applied=applied)


def own_weights(theta, net: Network) -> np.ndarray:
    """Return a copy of start weights (p,); raise ValueError if the network cannot have them."""
    theta = parameters(theta, net.size)
    if np.abs(theta).max() > LARGEST:
        worst = theta[np.abs(theta).argmax()]
        between = f"from {plain(-LARGEST)} to {plain(LARGEST)}"
        raise ValueError(f"theta: expected weights {between}, got {plain(worst)}")
    return theta.copy()


def _start(settings: Settings, given: np.ndarray | None) -> np.ndarray:
    """Return the start weights (p,), short ones."""
    net = settings.net
    if settings.start == GIVEN:
        return own_weights(given, net)
    if settings.start == BY_HAND:
        return HAND.copy()
    theta = np.round(np.random.default_rng(settings.seed).uniform(-2, 2, net.size), 1)
    if settings.start == ZEROS:
        theta[:] = 0.0
    elif settings.start == SATURATED:
        net.layers(theta)[0].b[0] = 9.0
    return theta


def curve(specimen: Specimen, mistake: str | None) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of passes over the four samples, and the loss of all four after each."""
    settings = specimen.settings
    return _trained(settings.net, settings.kind, settings.lr, tuple(specimen.first), mistake)


@lru_cache(maxsize=32)
def _trained(net: Network, kind: str, lr: float, theta: tuple, mistake: str | None):
    X, y = SAMPLES[:, : net.sizes[0]], ANSWERS[:, : net.sizes[-1]]
    f = loss(net, X, y, kind)
    thetas = backprop_steps.train(net, np.array(theta), X, y, kind=kind, lr=lr, bug=mistake)
    thetas = list(islice(thetas, PASSES + 1))
    with np.errstate(over="ignore", invalid="ignore"):  # weights may grow for ever
        values = np.array([f(theta)[0] for theta in thetas])
    return np.arange(len(values)), values
