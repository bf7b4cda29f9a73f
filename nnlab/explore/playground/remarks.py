"""What is odd about a run of the playground: remarks that say what it is, how it is seen, and what to try.

Each is a function of numbers and arrays that returns a sentence, or "" where there is nothing to remark.
`diagnosis` asks them in the order of urgency and keeps two. A network that does as well as its samples allow
is left in peace: its units may be saturated or dead, they have done their work.
"""

from collections.abc import Sequence

import numpy as np

from nnlab.explore.kit.numbers import count, listed, plain

MOST = 2  # at a time: more are not read
FLAT = 0.05  # of the steepest slope: a curve flatter than that is saturated
NEARLY_ALL = 0.95  # of the samples
SETTLED = 200  # steps: before that nobody should be judged
RISING = 100  # steps: momentum may swing until then
HALF_WAY = 0.03  # a loss that falls by less in the second half of a run hardly falls
JUMP = 1.5  # times: a loss that rises and falls by more jumps
STILL = 0.05  # of the length of the start: weights that have moved less have hardly moved
REST = 1e-3  # the length of a gradient below which descent comes to rest
WEAK = 0.05  # a layer whose largest weight is smaller says nearly the same everywhere
MARGIN = 0.03  # of the samples: who gets so few more right than one fixed answer does is hardly better
WORSE, WORSE_BY = 1.25, 0.05  # a held-out loss so many times its lowest one, and higher by so much, is worse
ENOUGH_HELD = 30  # samples
STEEPEST = dict(tanh=1.0, sigmoid=0.25)
SLOPES = dict(tanh=lambda a: 1 - a * a, sigmoid=lambda a: a * (1 - a))
BY_SLOPE = ("RMSProp", "Adam")  # the rules under which L1 goes by its slope
STRAIGHT_SETS = ("gauss", "plane")  # of samples that one line does for
SPIRALS = ("spiral", "published spiral")
FEWEST_IN_SPIRAL = 12  # units: with 4 and 4 it is solved for 0 of 20 starts, with 6 and 6 for 13

# -- the sentences ------------------------------------------------------------------------------------------

DIVERGED = (
    "It diverged at step {k}: the loss has left all numbers that can be drawn. Lower the learning rate to "
    "a third, and rewind."
)
ALIKE = (
    "All units of layer {layer} say the same to every sample: they began alike, so they get the same slopes "
    "and remain alike. Choose a random start."
)
SHUT = (
    "Layer {layer} says 0 to every training sample: nothing gets through it, and nothing comes back. "
    "Begin with another start, or take tanh."
)
DEAD = (
    "Dead: unit {units} of layer {layer} says 0 to every training sample, and the slope of a relu is 0 "
    "there, so it learns no more. Begin with another start, or lower the learning rate."
)
DEAD_ONES = (
    "Dead: units {units} of layer {layer} say 0 to every training sample, and the slope of a relu is 0 "
    "there, so they learn no more. Begin with another start, or lower the learning rate."
)
SATURATED = (
    "Saturated: unit {units} of layer {layer} stands at an end of its curve for nearly all samples, where it "
    "is so flat that hardly anything comes back. Begin with smaller weights, or lower the learning rate."
)
SATURATED_ONES = (
    "Saturated: units {units} of layer {layer} stand at an end of their curves for nearly all samples, where "
    "these are so flat that hardly anything comes back. Begin with smaller weights, or lower the learning "
    "rate."
)
TOO_STRONG = (
    "The penalty is too strong: the largest weight of layer {layer} is {largest}, so the answer is nearly "
    "the same everywhere. Try a λ ten times smaller."
)
JUMPS = (
    "The loss jumps: since step {k} it has gone up and down between {low} and {high}. The learning rate is "
    "too large; try a third of it."
)
RISEN = (
    "The loss is larger than at the start, {now} and not {first}: the steps jump over what they look for. "
    "Try a third of the learning rate."
)
TOO_SLOW = (
    "In {k} steps the weights have moved by only {part} of their length, although there is a slope. The "
    "learning rate is far too small; try ten times as much."
)
STRAIGHT = (
    "Without a hidden layer the answer follows one weighted sum of the features, and that does not do here: "
    "of x₁ and x₂ it makes a straight boundary. Add a layer, or a feature such as x₁² or x₁x₂."
)
LINEAR = (
    "All hidden units are linear, so the layers together are one weighted sum of the features, however many "
    "there are. Take tanh or relu."
)
TWO_LINES = (
    "Two units draw two lines, and two lines enclose nothing. A region that is closed all around needs three "
    "units in one layer; four find it more easily."
)
ONE_LINE = (
    "All must pass the one unit of the first layer, which sees the plane in one direction only. Give that "
    "layer more units."
)
XOR = (
    "Two units draw two lines. For the four corners of XOR that would do, but hardly ever for four clouds: "
    "take four units or more, or the feature x₁x₂."
)
SPIRAL = (
    "{units} hidden units are few for a spiral: many lines must be joined to follow its arms. Two layers of "
    "8 units, with momentum, nearly always do."
)
PLATEAU = (
    "A plateau: since step {k} the loss has hardly fallen, from {before} to {now}, but the gradient is "
    "{slope} long, so this is not the bottom. Go on for a while; momentum or Adam is quicker across."
)
AT_REST = (
    "It has come to rest at a loss of {now}: the gradient is only {slope} long, yet the answers are poor. "
    "Begin with another start, or add units."
)
COMMONEST = (
    "Hardly better than always saying the commonest class: {right} right, and that gets {common}. Nothing "
    "about the plane has been learned yet."
)
THE_MEAN = (
    "Hardly better than always saying the mean: the loss is {now}, and that has {constant}. Nothing about "
    "the plane has been learned yet."
)
OVERFITTING = (
    "Overfitting since step {k}: there the held-out loss was lowest, {low}, and it has risen since, "
    "while the training loss fell. Stop there, or try more samples, L2, dropout or fewer units."
)
FEW_HELD = (
    "Only {n} samples are held out: one of them is {one} %, and the share that is right may be off by "
    "{error} % either way. Hold out more, or draw more samples."
)
BY_ITS_SLOPE = (
    "Under {rule} L1 goes by its slope: weights step back and forth across 0, and none becomes exactly 0. "
    "Plain descent and momentum take the proximal step, which sets them to 0."
)
DROPS = (
    "At each step {share} % of the hidden units are dropped, others each time, so the curves are restless: "
    "that is no fault. The losses shown are those of the whole network."
)

# -- what is seen -------------------------------------------------------------------------------------------


def diverged(k: int, *, has_diverged: bool) -> str:
    """Remark that the run has left all numbers, at step k."""
    return DIVERGED.format(k=count(k)) if has_diverged else ""


def alike(first: Sequence[np.ndarray], now: Sequence[np.ndarray]) -> str:
    """Remark on a hidden layer all whose units have the same weights [W; b] (d + 1, h), at first and now."""
    for layer, both in enumerate(zip(first, now), 1):
        if both[0].shape[1] > 1 and all(np.allclose(M, M[:, :1], rtol=1e-9, atol=1e-12) for M in both):
            return ALIKE.format(layer=layer)
    return ""


def _dead(units, activations) -> list[np.ndarray]:
    """Return for each layer which of its units (h,) are relus that say 0 to every sample."""
    return [(a == 0).all(axis=0) & (name == "relu") for a, name in zip(units, activations)]


def shut(units: Sequence[np.ndarray], activations: Sequence[str]) -> str:
    """Remark on a layer of relus that says 0 to every sample."""
    layers = [layer for layer, dead in enumerate(_dead(units, activations), 1) if dead.all()]
    return SHUT.format(layer=layers[0]) if layers else ""


def dead(units: Sequence[np.ndarray], activations: Sequence[str]) -> str:
    """Remark on relu units that say 0 to every training sample, of the layer that has most of them."""
    return _about(_dead(units, activations), DEAD, DEAD_ONES)


def saturated(units: Sequence[np.ndarray], activations: Sequence[str]) -> str:
    """Remark on units at a flat end of their curve for nearly all samples, of the layer with most of them."""
    found = []
    for a, name in zip(units, activations):
        flat = SLOPES[name](a) < FLAT * STEEPEST[name] if name in SLOPES else np.zeros(a.shape, bool)
        found.append(flat.mean(axis=0) >= NEARLY_ALL)
    return _about(found, SATURATED, SATURATED_ONES)


def _about(found: list[np.ndarray], one: str, several: str) -> str:
    """Return the sentence on the layer where most units were found (h,), if any were."""
    if not any(which.any() for which in found):
        return ""
    layer = int(np.argmax([which.sum() for which in found]))
    which = np.flatnonzero(found[layer])
    return (one if len(which) == 1 else several).format(units=listed(which), layer=layer + 1)


def too_strong(k: int, first: Sequence[np.ndarray], now: Sequence[np.ndarray], lam: float) -> str:
    """Remark on a penalty that leaves a layer next to none of its first weights, W (d, h) of each layer."""
    before, largest = ([float(np.abs(W).max()) for W in weights] for weights in (first, now))
    layer = int(np.argmin(largest))
    if lam <= 0 or k < SETTLED or largest[layer] >= min(WEAK, before[layer]):
        return ""
    return TOO_STRONG.format(layer=layer + 1, largest=plain(largest[layer], 2))


def jumps(steps: np.ndarray, losses: np.ndarray) -> str:
    """Remark on a training loss (m,) at steps (m,) that goes up and down, or is above that of the start."""
    late = losses[steps >= 2 / 3 * steps[-1]]
    if steps[-1] < RISING or len(late) < 4:
        return ""
    if late.min() > 1.02 * losses[0]:
        return RISEN.format(now=plain(losses[-1]), first=plain(losses[0]))
    ups = np.maximum.accumulate(late[::-1])[::-1] / late  # how far it still rises from each step on
    if ups.max() < JUMP:
        return ""
    k = steps[len(steps) - len(late)]
    return JUMPS.format(k=count(int(k)), low=plain(late.min()), high=plain(late.max()))


def too_slow(k: int, theta: np.ndarray, first: np.ndarray, slope: float) -> str:
    """Remark on a theta (p,) that is hardly away from the `first`, though the gradient is `slope` long."""
    length, way = np.linalg.norm(first), np.linalg.norm(theta - first)
    if k < SETTLED or length == 0 or way >= STILL * length or slope < REST:
        return ""
    return TOO_SLOW.format(k=count(k), part=f"{plain(100 * way / length, 2)} %")


def linear(k: int, activations: Sequence[str]) -> str:
    """Remark on hidden layers that add nothing, as `activations` names them, or that are not there."""
    if k < SETTLED or any(name != "linear" for name in activations):
        return ""
    return LINEAR if activations else STRAIGHT


def too_few(k: int, data: str, features: Sequence[str], hidden: Sequence[int]) -> str:
    """Remark on fewer units than the samples called `data` need."""
    if k < SETTLED or not hidden or not {*features} <= {"x1", "x2"}:
        return ""
    if data not in STRAIGHT_SETS and hidden[0] == 1:
        return ONE_LINE
    if data in ("circle", "three rings") and max(hidden) <= 2:
        return TWO_LINES
    if data == "xor" and max(hidden) <= 2:
        return XOR
    return SPIRAL.format(units=sum(hidden)) if data in SPIRALS and sum(hidden) < FEWEST_IN_SPIRAL else ""


def plateau(steps: np.ndarray, losses: np.ndarray, slope: float) -> str:
    """Remark on a training loss (m,) at steps (m,) that hardly falls, with a gradient `slope` long."""
    k = int(steps[-1])
    if k < SETTLED:
        return ""
    middle = losses[(steps >= 0.45 * k) & (steps <= 0.55 * k)]
    now = float(losses[steps >= 0.9 * k].mean())
    if not len(middle) or now < (1 - HALF_WAY) * middle.mean():
        return ""
    if slope < REST:
        return AT_REST.format(now=plain(now), slope=plain(slope, 2))
    before, at = plain(float(middle.mean())), count(k // 2)
    return PLATEAU.format(k=at, before=before, now=plain(now), slope=plain(slope, 2))


def commonest(k: int, right: float, common: float) -> str:
    """Remark on a share `right` that is hardly more than the share `common` of the commonest class."""
    if k < SETTLED or not right < common + MARGIN:
        return ""
    return COMMONEST.format(right=f"{100 * right:.0f} %", common=f"{100 * common:.0f} %")


def the_mean(k: int, loss: float, constant: float) -> str:
    """Remark on a mean squared error that is hardly below that of an answer which is always the mean."""
    if k < SETTLED or loss < (1 - 2 * MARGIN) * constant:
        return ""
    return THE_MEAN.format(now=plain(loss), constant=plain(constant))


def overfitting(steps: np.ndarray, losses: np.ndarray, n_held: int) -> str:
    """Remark on a held-out loss that was lower before; `losses (m, 2)` are those of training and held out."""
    if len(steps) < 20 or n_held == 0:
        return ""
    training, held = losses.T
    best, last = int(np.argmin(held)), steps >= 0.9 * steps[-1]
    now = float(held[last].mean())
    training_now = float(training[last].mean())
    worse = now > WORSE * held[best] and now > held[best] + WORSE_BY
    if not worse or last[best] or training_now >= min(training[best], now):
        return ""
    return OVERFITTING.format(k=count(int(steps[best])), low=plain(held[best]))


def few_held(n_held: int, right: float) -> str:
    """Remark on so few held-out samples that their share of right answers says little."""
    if not 0 < n_held < ENOUGH_HELD or np.isnan(right):
        return ""
    p = min(max(right, 1 / (n_held + 2)), 1 - 1 / (n_held + 2))  # all right of a few is no certainty
    error = 100 * np.sqrt(p * (1 - p) / n_held)
    return FEW_HELD.format(n=n_held, one=plain(100 / n_held, 2), error=plain(error, 1))


def by_its_slope(penalty: str, lam: float, rule: str) -> str:
    """Remark that L1 sets nothing to 0 under rules that have a rate for each weight."""
    return BY_ITS_SLOPE.format(rule=rule) if penalty == "L1" and lam > 0 and rule in BY_SLOPE else ""


def drops(dropout: float) -> str:
    """Remark that a share of the units is dropped at each step."""
    return DROPS.format(share=plain(100 * dropout, 2)) if dropout > 0 else ""
