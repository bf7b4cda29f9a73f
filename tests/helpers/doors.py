"""All public doors of the maths, a good call for each, and values that nobody should hand in.

    for door in doors():
        door.call(**door.good())

A door is a public function, or a method, of a file on the contents page. Good values are found by the name of
the parameter, which NOTATION.md fixes; where a door needs others they stand in `OWN`.
"""

import importlib
import inspect
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

import nnlab
from nnlab import (
    backprop_steps,
    batches,
    conv_network,
    csv_rows,
    data,
    descent,
    dropout,
    expression,
    hopfield,
    network,
    optimisers,
    penalties,
    rows,
    scaling,
    sheets,
)
from nnlab.curvefit import SINE
from nnlab.data import playground
from nnlab.network import Network

X = np.array([[0.0, 1.0], [1.0, 0.5], [2.0, -1.0], [-1.0, 0.0], [0.5, 2.0], [1.5, 1.0]])
Y = np.array([0, 1, 1, 0, 0, 1])
NET = Network((2, 3, 1), ("tanh", "sigmoid"))
PATTERNS = np.array([[1, 1, -1, -1, 1], [1, -1, 1, -1, 1]])
CONV = conv_network.ConvNetwork((3, 3), kernels=2, side=2, padding=1, outputs=2)
PICTURES, KERNELS = np.arange(36.0).reshape(2, 1, 3, 6), np.ones((2, 1, 2, 2))
CSV = b"length,mass,kind\n1,2,a\n2,3,b\n3,1,a\n4,5,b\n"


def _theta() -> np.ndarray:
    return NET.init(rng=np.random.default_rng(1))


def _loss(p: int = 2) -> Callable:
    return lambda theta: (float(theta @ theta), 2 * theta)


def _mask() -> np.ndarray:
    return np.array([True, True, False])


def _line_loss() -> Callable:
    return network.loss(Network((2, 1), "linear"), X, np.arange(6.0), "mse")


FOLDER = Path(tempfile.mkdtemp())


def _saved() -> str:
    network.save(FOLDER / "good.npz", NET, _theta())
    return str(FOLDER / "good.npz")


def _conv_theta() -> np.ndarray:
    return CONV.init(rng=np.random.default_rng(1))


def _sheet() -> dict[str, Callable[[], object]]:
    return dict(pictures=lambda: np.ones((2, 2, 3)), sheet=lambda: 5)


def _shares() -> np.ndarray:
    return np.column_stack([np.linspace(0.1, 0.9, 6), np.linspace(0.9, 0.1, 6)])


def _rows() -> rows.Arrays:
    return rows.Arrays(X)


def _npy() -> str:
    np.save(FOLDER / "good.npy", X)
    return str(FOLDER / "good.npy")


def _stream() -> batches.Stream:
    return batches.stream(NET, X, Y.reshape(-1, 1).astype(float), 2)


def _shards() -> str:
    (FOLDER / "shards").mkdir(exist_ok=True)
    np.save(FOLDER / "shards" / "a.npy", X)
    return str(FOLDER / "shards")


def _csv() -> str:
    np.savetxt(FOLDER / "good.csv", X, delimiter=",")
    return str(FOLDER / "good.csv")


# Good values, each made anew: a door may be an iterator's.
BY_NAME: dict[str, Callable[[], object]] = dict(
    X=lambda: X,
    y=lambda: Y,
    x=lambda: X[:, 0],
    a=lambda: np.full(6, 0.4),
    z=lambda: X,
    w=lambda: np.array([1.0, 2.0, 0.5]),
    v=lambda: np.array([1.0, -2.0, 0.5]),
    theta=_theta,
    net=lambda: NET,
    lr=lambda: 0.1,
    lam=lambda: 0.1,
    mask=_mask,
    rng=lambda: np.random.default_rng(0),
    loss=_loss,
    steps=lambda: islice(descent.descend(_loss(), [1.0, 2.0], lr=0.1), 5),
    start=lambda: np.array([1.0, 2.0]),
    hidden=lambda: 3,
    d=lambda: 2,
    n=lambda: 20,
    N=lambda: 5,
    P=lambda: 2,
    degree=lambda: 2,
    radius=lambda: 1.0,
    gamma=lambda: 0.5,
    patterns=lambda: PATTERNS,
    pattern=lambda: PATTERNS[0],
    W=lambda: hopfield.store(PATTERNS),
    s=lambda: PATTERNS[0],
    S=lambda: PATTERNS,
    share=lambda: 0.2,
    i=lambda: 1,
    xi=lambda: np.ones(5),
    activation=lambda: "sigmoid",
    kind=lambda: "cross_entropy",
    first=lambda: np.array([1.0, 2.0, 0.5]),
    second=lambda: np.array([-1.0, 2.0, 0.5]),
    third=lambda: np.array([1.0, 1.0, -1.5]),
    frequencies=lambda: np.array([1.0, 2.0]),
    expression=lambda: SINE,
    validation=lambda: 5,
    times=lambda: 3,
    values=lambda: [1.0, 2.0, 4.0],
    patience=lambda: 2,
)
OWN: dict[str, dict[str, Callable[[], object]]] = {
    "attention.attention": dict(patterns=lambda: X, xi=lambda: np.ones(2)),
    "attention.attend": dict(patterns=lambda: X, xi=lambda: np.ones(2)),
    "data.Curve": dict(name=lambda: "mine", y=lambda: X[:, 1]),
    "data.Data": dict(name=lambda: "mine", features=lambda: ("p", "q"), classes=lambda: ("no", "yes")),
    "data.Digits": dict(X=lambda: np.zeros((2, 64)), y=lambda: np.array([0, 9])),
    "data.ManyClasses": dict(
        name=lambda: "mine", features=lambda: ("p", "q"), classes=lambda: ("no", "yes", "perhaps")
    ),
    "data.classes_from_csv": dict(source=lambda: CSV, target=lambda: "kind"),
    "data.curve_from_csv": dict(source=lambda: CSV, x=lambda: "length", y=lambda: "mass"),
    "data.from_csv": dict(source=lambda: CSV, target=lambda: "kind"),
    "data.gate": dict(name=lambda: "AND"),
    "data.load": dict(name=lambda: "moons"),
    "data.playground.Surface": dict(name=lambda: "mine"),
    "data.read_table": dict(source=lambda: CSV),
    "data.hold_out": dict(fraction=lambda: 0.2),
    "data.sine_samples": dict(noise=lambda: 0.1),
    "broadcasting.aligned": dict(first=lambda: (3, 4), second=lambda: (4,)),
    "broadcasting.broadcast": dict(first=lambda: (3, 4), second=lambda: (4,)),
    "slopes.central": dict(f=lambda: lambda w: w * w, w=lambda: 1.0, h=lambda: 0.1),
    "slopes.one_sided": dict(f=lambda: lambda w: w * w, w=lambda: 1.0, h=lambda: 0.1),
    "capacity.trials": dict(sizes=lambda: [1, 2], repeats=lambda: 2),
    "curvefit.learn": dict(y=lambda: X[:, 1], steps=lambda: 5),
    "curvefit.loss": dict(y=lambda: X[:, 1]),
    "curvefit.pieces": dict(
        net=lambda: Network((1, 3, 1), ("relu", "linear")),
        theta=lambda: Network((1, 3, 1), ("relu", "linear")).init(rng=np.random.default_rng(0)),
    ),
    "curvefit.spread_out": dict(net=lambda: Network((1, 3, 1), ("tanh", "linear"))),
    "curvefit.interpolate": dict(x=lambda: np.arange(6.0)),
    "curvefit.polynomial": dict(x=lambda: np.arange(6.0)),
    "descent.descend": dict(lr=lambda: 0.1),
    "descent.curvatures": dict(theta=lambda: [1.0, 2.0]),
    "descent.gradient_numerically": dict(theta=lambda: [1.0, 2.0]),
    "descent.check_gradient": dict(theta=lambda: [1.0, 2.0]),
    "hopfield.store": dict(lr=lambda: 1),
    "hopfield.learn": dict(lr=lambda: 1),
    "batches.stream": dict(net=lambda: NET, size=lambda: 2),
    "neighbours.nearest": dict(asked=lambda: X),
    "pitfalls.along_the_way": dict(batches=lambda: batches.Batches(_rows(), 2)),
    "pitfalls.in_pieces": dict(size=lambda: 2),
    "pitfalls.mean_of_means": dict(losses=lambda: [1.0, 2.0, 4.0], size=lambda: 2),
    "pitfalls.regression_along": dict(Y=_shares, axis=lambda: 1),
    "race.learn": dict(stream=_stream, start=_theta, rule=lambda: optimisers.Plain(0.1), epochs=lambda: 1),
    "race.race": dict(
        stream=_stream,
        start=_theta,
        rule=lambda: optimisers.Plain(0.1),
        whole_loss=lambda: network.loss(NET, X, Y, "cross_entropy"),
        below=lambda: 0.5,
        epochs=lambda: 2.0,
    ),
    "too_large.command": dict(path=_npy),
    "too_large.write_drawn": dict(path=lambda: tempfile.mkdtemp(dir=FOLDER) + "/new.npy", table=lambda: X),
    "batches.Batches": dict(rows=_rows, size=lambda: 2),
    "batches.Batches.epoch": dict(epoch=lambda: 1),
    "confusion.accuracy": dict(p=_shares),
    "confusion.confusion_matrix": dict(p=_shares),
    "confusion.per_class": dict(p=_shares),
    "confusion.surest_mistakes": dict(p=_shares),
    "conv_network.loss": dict(net=lambda: CONV, X=lambda: np.ones((2, 9)), y=lambda: np.eye(2)),
    "conv_network.loss_of": dict(net=lambda: CONV),
    "conv_network.ConvNetwork.forward": dict(theta=lambda: _conv_theta(), X=lambda: np.ones((2, 9))),
    "conv_network.ConvNetwork.predict": dict(theta=lambda: _conv_theta(), X=lambda: np.ones((2, 9))),
    "conv_network.ConvNetwork.layers": dict(theta=lambda: _conv_theta()),
    "convolution.answers_along": dict(side=lambda: 5, kernel=lambda: 3),
    "convolution.correlate": dict(X=lambda: PICTURES, K=lambda: KERNELS, b=lambda: [0.0, 1.0]),
    "convolution.correlate_gradients": dict(
        X=lambda: PICTURES, K=lambda: KERNELS, delta=lambda: np.ones((2, 2, 2, 5))
    ),
    "convolution.correlate_slowly": dict(x=lambda: X, K=lambda: np.ones((2, 2))),
    "convolution.flipped": dict(K=lambda: X),
    "convolution.padded": dict(padding=lambda: 1),
    "convolution.windows": dict(shape=lambda: (2, 2)),
    "csv_rows.Csv": dict(path=_csv),
    "dropout.Dropout.masks": dict(net=lambda: NET, k=lambda: 2),
    "dropout.Thinned": dict(
        batches=lambda: batches.Batches(rows.Arrays(X, Y.reshape(-1, 1)), 2),
        dropout=lambda: dropout.Dropout(0.2),
    ),
    "features.made": dict(names=lambda: ("x1", "x1x2")),
    "expression.Expression": dict(formula=lambda: "x2 > sin(2*x1)"),
    "data.one_hot": dict(k=lambda: 2),
    "losses.categorical_cross_entropy": dict(a=_shares, y=lambda: np.eye(2)[Y]),
    "network.loss_of": dict(net=lambda: NET),
    "piles.shuffle": dict(rows=_rows, folder=lambda: tempfile.mkdtemp(dir=FOLDER) + "/new"),
    "rows.MemoryMap": dict(path=_npy),
    "rows.Npy": dict(path=_npy),
    "rows.Shards": dict(folder=_shards),
    "pooling.largest": dict(A=lambda: X),
    "pooling.max_pool": dict(A=lambda: X),
    "pooling.max_pool_gradient": dict(A=lambda: X, delta=lambda: [[1.0]]),
    "pooling.pooled_shape": dict(shape=lambda: (4, 5), side=lambda: 2),
    "pooling.mean_pool": dict(A=lambda: X),
    "pooling.mean_pool_gradient": dict(A=lambda: X, delta=lambda: [[1.0]]),
    "schedules.cosine": dict(over=lambda: 5),
    "schedules.steps": dict(every=lambda: 5),
    "schedules.warm_up": dict(over=lambda: 5),
    "sheets.Wandering": _sheet() | dict(y=lambda: np.eye(2)),
    "shifts.learn": dict(
        net=lambda: Network((2, 2), "softmax"), rows=lambda: rows.Arrays(X, np.eye(2)[Y]), epochs=lambda: 1
    ),
    "shifts.ask_everywhere": dict(
        net=lambda: CONV,
        theta=_conv_theta,
        pictures=lambda: np.ones((2, 2, 2)),
        y=lambda: [0, 1],
        sheet=lambda: 3,
    ),
    "sheets.every_place": _sheet(),
    "sheets.laid": _sheet(),
    "sheets.wandering": _sheet(),
    "losses.loss_and_delta": dict(y=lambda: np.array([[0.0, 1.0]])),
    "losses.unreachable": dict(y=lambda: np.array([0.0, 1.0])),
    "backprop_steps.collect": dict(
        steps=lambda: backprop_steps.steps(NET, _theta(), X[0], [1.0], kind="cross_entropy")
    ),
    "backprop_steps.steps": dict(x=lambda: X[0], y=lambda: [1.0]),
    "network.load": dict(path=_saved),
    "network.save": dict(path=lambda: str(FOLDER / "net.npz")),
    "model_selection.bias_variance": dict(answers=lambda: X, truth=lambda: [1.0, 2.0]),
    "model_selection.resample": dict(
        learn=lambda: lambda x, y: lambda x: np.zeros(len(x)),
        draw=lambda: lambda rng: (np.arange(3.0), np.arange(3.0)),
    ),
    "model_selection.stop_early": dict(validation=_loss),
    "penalties.lam_max": dict(loss=_line_loss),
    "penalties.path": dict(
        loss=_line_loss,
        start=lambda: np.zeros(3),
        penalties=lambda: lambda lam: (penalties.l1(lam, _mask()),),
        lams=lambda: [0.5],
    ),
    "perceptron.train": dict(start=lambda: None),
    "regression.chebyshev": dict(domain=lambda: (-3, 3)),
    "sweep.sweep": dict(run=lambda: lambda rng, n: n, grid=lambda: dict(n=[1, 2]), seeds=lambda: range(2)),
}


@dataclass(frozen=True)
class Door:
    """A public function and a good call of it."""

    name: str
    call: Callable
    own: dict

    @property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """What it can be given by name."""
        found = inspect.signature(self.call).parameters
        return {n: p for n, p in found.items() if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)}

    def good(self) -> dict:
        """Return good values for what must be given, each made anew."""
        must = [n for n, p in self.parameters.items() if p.default is p.empty or n in self.own or n == "rng"]
        return {name: (self.own.get(name) or BY_NAME[name])() for name in must}


# No doors: they run inside of loops, behind doors that have looked, or are rules themselves.
INNER = {
    "conv_network.columns",
    "dropout.masked_loss",
    "features.chosen",
    "activations.step",
    "activations.sigmoid",
    "activations.tanh",
    "activations.relu",
    "activations.linear",
    "descent.answer_of",
    "descent.loss_or_stream",
    "losses.check_pair",
    "losses.loss_and_delta",
    "losses.softmax_and_cross_entropy",
    "activations.softmax",
    "piles.look_for_space",
    "too_large.learned_in_batches",
    "too_large.mean_at_once",
    "too_large.mean_in_pieces",
    "network.columns",
    "network.with_ones",
    "network.forward_columns",
    "network.backward",
    "perceptron.weighted_sum",
    "recall.obey",
    "recall.tolerance",
    "tokens.short",
    "tokens.tokens",
    "tokens.wrong",
}
# Classes that a reader makes, and methods that a reader calls.
MORE = {
    "data.Curve": data.Curve,
    "data.Data": data.Data,
    "data.Digits": data.Digits,
    "data.ManyClasses": data.ManyClasses,
    "batches.Batches": batches.Batches,
    "batches.Batches.epoch": batches.Batches(_rows(), 2).epoch,
    "conv_network.ConvNetwork": conv_network.ConvNetwork,
    "conv_network.ConvNetwork.init": CONV.init,
    "conv_network.ConvNetwork.layers": CONV.layers,
    "conv_network.ConvNetwork.forward": CONV.forward,
    "conv_network.ConvNetwork.predict": CONV.predict,
    "csv_rows.Csv": csv_rows.Csv,
    "data.playground.Surface": playground.Surface,
    "data.playground.circle": playground.circle,
    "data.playground.four_blobs": playground.four_blobs,
    "data.playground.gauss": playground.gauss,
    "data.playground.multi_gauss": playground.multi_gauss,
    "data.playground.plane": playground.plane,
    "data.playground.spiral": playground.spiral,
    "data.playground.three_arms": playground.three_arms,
    "data.playground.three_rings": playground.three_rings,
    "data.playground.xor": playground.xor,
    "dropout.Dropout": dropout.Dropout,
    "dropout.Dropout.masks": dropout.Dropout(0.2).masks,
    "dropout.Thinned": dropout.Thinned,
    "expression.Expression": expression.Expression,
    "expression.Expression.__call__": expression.Expression("x1 > x2").__call__,
    "sheets.Wandering": sheets.Wandering,
    "rows.MemoryMap": rows.MemoryMap,
    "rows.Npy": rows.Npy,
    "rows.Shards": rows.Shards,
    "network.Network": Network,
    "network.Network.init": NET.init,
    "network.Network.layers": NET.layers,
    "network.Network.forward": NET.forward,
    "network.Network.predict": NET.predict,
    "scaling.Scaler.fit": scaling.Scaler.fit,
    "scaling.Scaler.transform": scaling.Scaler.fit(X).transform,
    "scaling.Scaler.inverse": scaling.Scaler.fit(X).inverse,
}


def functions() -> dict[str, Callable]:
    """Return all public functions of the maths, inner ones, too, by file and name."""
    found = dict(MORE)
    for files in nnlab.contents().values():
        for file in files:
            module = importlib.import_module(f"nnlab.{file}")
            for name, thing in vars(module).items():
                mine = str(getattr(thing, "__module__", "")).startswith(module.__name__)
                if inspect.isfunction(thing) and mine and not name.startswith("_"):
                    found[f"{file}.{name}"] = thing
    return dict(sorted(found.items()))


def doors() -> list[Door]:
    """Return all doors that take something, in the order of their names."""
    found = [Door(name, call, OWN.get(name, {})) for name, call in functions().items() if name not in INNER]
    return [door for door in found if door.parameters]


class Odd:
    """Something that is nothing the maths knows."""


def hostile() -> dict[str, object]:
    """Return values that hardly any parameter is made for, each by a name."""
    return {
        "None": None,
        "a word": "no",
        "a long text": "no " * 400,
        "nan": float("nan"),
        "infinity": np.inf,
        "minus one": -1,
        "a half": 0.5,
        "huge": 10**400,
        "1e300": 1e300,
        "ragged": [[1.0, 2.0], [3.0]],
        "words in a table": [["a", "b"], ["c", "d"]],
        "a table with nan": np.full((6, 2), np.nan),
        "huge numbers": np.full((6, 2), 1e308),
        "complex": np.ones((6, 2)) * 1j,
        "too deep": np.zeros((2, 2, 2, 2)),
        "nothing": [],
        "a long list": list(range(300)),
        "a mapping": {"a": 1},
        "a function": lambda *given: None,
        "a class": Odd,
        "a thing": Odd(),
        "bytes": b"no",
        "objects": np.array([[1.0, "a"]], dtype=object),
        "masked": np.ma.masked_greater(np.ones((6, 2)), 0.5),
    }
