"""All that a run of the playground follows from, as one value: two equal settings give two equal runs."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, final

from nnlab import checks
from nnlab.features import chosen
from nnlab.network import STARTS as ALL_STARTS
from nnlab.optimisers import Adam, Momentum, Plain, RMSProp, Rule
from nnlab.rules import above, among, at_least, between, whole

CLASSIFICATION, REGRESSION = "classification", "regression"
TASKS = (CLASSIFICATION, REGRESSION)
FORMULA, OWN = "formula", "own"
SETS = {
    CLASSIFICATION: (
        "circle",
        "xor",
        "gauss",
        "spiral",
        "published spiral",
        "moons",
        "three arms",
        "three rings",
        "four blobs",
    ),
    REGRESSION: ("plane", "multi_gauss"),
}
LAYERS, UNITS = 6, 8  # hidden layers at most, and units in each
ACTIVATIONS = ("tanh", "sigmoid", "relu", "linear")
CROSS_ENTROPY, MSE = "cross_entropy", "mse"
LOSSES = (CROSS_ENTROPY, MSE)
OUTPUTS = ("sigmoid", "tanh", "softmax", "linear")
PLAIN, MOMENTUM, RMSPROP, ADAM = "plain", "momentum 0.9", "RMSProp", "Adam"
RULES: dict[str, Callable[[float], Rule]] = {
    PLAIN: Plain,
    MOMENTUM: Momentum,
    RMSPROP: RMSProp,
    ADAM: Adam,
}
NONE, L1, L2 = "none", "L1", "L2"
PENALTIES = (NONE, L1, L2)
STARTS = ALL_STARTS
WIDTH = 0.5  # uniform starts lie between -WIDTH and WIDTH, and a constant one is WIDTH
FULL = 0  # as a batch size: all samples
MOST = 2000  # samples
RATES = ("batch", "rule", "lr", "penalty", "lam", "dropout")  # these may change on the way


def _sizes(value, name):
    value = (value,) if type(value) is int else value
    if not isinstance(value, list | tuple) or len(value) > LAYERS:
        raise ValueError(f"{name}: expected up to {LAYERS} whole numbers, got {checks.shown(value)}")
    return tuple(whole(1, UNITS)(h, name) for h in value)


def _names(value, name):
    value = (value,) if isinstance(value, str) else value
    if not isinstance(value, list | tuple):
        raise ValueError(f"{name}: expected names among {', '.join(ACTIVATIONS)}, got {checks.shown(value)}")
    return tuple(checks.one_of(each, ACTIVATIONS, name) for each in value)


def _text(value, name):
    if not isinstance(value, str):
        raise ValueError(f"{name}: expected a text, got {checks.shown(value)}")
    return value


SEED = whole(0, 2**31 - 1)
FIELDS: dict[str, Callable[[Any, str], Any]] = dict(
    task=among(TASKS),
    data=among((*SETS[CLASSIFICATION], *SETS[REGRESSION], FORMULA, OWN)),
    formula=_text,
    samples=whole(4, MOST),
    noise=between(0, 0.5),
    held_out=between(0, 0.9),
    features=chosen,
    hidden=_sizes,
    activations=_names,
    output=among(OUTPUTS),
    loss=among(LOSSES),
    batch=whole(0, MOST),
    rule=among(RULES),
    lr=above(0),
    penalty=among(PENALTIES),
    lam=at_least(0),
    dropout=between(0, 0.9),
    start=among(STARTS),
    data_seed=SEED,
    start_seed=SEED,
)


@final
@dataclass(frozen=True)
class Settings:
    """Each field is checked when the settings are made; ValueError says what it should have been.

    `output` and `loss` may stand there in any pair: `fitting` says which pair goes with the task.
    """

    task: str = CLASSIFICATION
    data: str = "circle"  # one of SETS[task], or "formula", or "own"
    formula: str = ""  # where data is "formula"
    samples: int = 200  # learned from and held out, together
    noise: float = 0.0  # from 0 to 0.5
    held_out: float = 0.5  # the share of the samples that only judge
    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[int, ...] = (4, 2)  # the sizes of the hidden layers
    activations: tuple[str, ...] = ("tanh", "tanh")  # one a hidden layer, or one for all of them
    output: str = "sigmoid"
    loss: str = CROSS_ENTROPY
    batch: int = 10  # 0: all samples
    rule: str = PLAIN
    lr: float = 0.03
    penalty: str = NONE
    lam: float = 0.0
    dropout: float = 0.0  # the share of hidden units left out at each step
    start: str = "xavier"  # as of `Network.init`; uniform is between -0.5 and 0.5, constant is 0.5
    data_seed: int = 0  # which samples, and which of them are held out
    start_seed: int = 0  # which start, which order of the batches, which units dropout leaves out

    def __post_init__(self):
        for name, rule in FIELDS.items():
            object.__setattr__(self, name, rule(getattr(self, name), name))
        if len(self.activations) == 1:
            object.__setattr__(self, "activations", self.activations * len(self.hidden))
        if len(self.activations) != len(self.hidden):
            raise ValueError(
                f"activations: expected one for each of {len(self.hidden)} hidden layers, "
                f"got {len(self.activations)}"
            )
        if self.data not in (*SETS[self.task], FORMULA, OWN):
            others = ", ".join((*SETS[self.task], FORMULA, OWN))
            raise ValueError(f"data: expected one of {others} for {self.task}, got {self.data!r}")

    def resized(self, hidden: tuple[int, ...]) -> "Settings":
        """Return the same with other hidden layers; new ones, at the end, take the last one's activation."""
        last = self.activations[-1] if self.activations else "tanh"
        names = (*self.activations, *(last,) * len(hidden))[: len(hidden)]
        return replace(self, hidden=tuple(hidden), activations=names)

    def fitting(self, task: str, classes: int) -> "Settings":
        """Return the same with an output and a loss that go with a task and so many classes.

        Numbers have a linear output and mse. Two classes have a sigmoid output, with either loss, or a tanh
        with mse, whose targets are then -1 and 1; or a softmax with cross_entropy, as more classes have.
        """
        if task == REGRESSION:
            output, loss = "linear", MSE
        elif classes > 2 or self.output == "softmax":
            output, loss = "softmax", CROSS_ENTROPY
        elif self.output == "tanh":
            output, loss = "tanh", MSE
        else:
            output, loss = "sigmoid", self.loss
        return replace(self, task=task, output=output, loss=loss)

    @property
    def l1_by(self) -> str:
        """How an L1 has its effect: "prox", which makes weights exactly 0, or "subgradient", which does not.

        RMSProp and Adam give each weight a rate of its own, and the prox goes with one rate for all.
        """
        return "prox" if RULES[self.rule](self.lr).any_prox else "subgradient"

    def differing(self) -> dict[str, Any]:
        """Return what differs from the settings that a playground has by itself, by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}

    def plain(self) -> dict[str, Any]:
        """Return the settings as JSON can hold them; `Settings(**settings.plain())` is equal to them."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}
