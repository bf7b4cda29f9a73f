"""Time an epoch of mini-batches in `nnlab` against others; print Markdown tables.

    uv run python benchmarks/minibatches.py [--rounds N] [--cpu NAME] [--date DATE] [--only small]

Softmax nets, double precision: 64-64-10 (tanh) on the 1797 digits, batch 32, plain and Adam; and 784-128-10
(relu) on 60,000 made rows, batch 128, plain. Contenders: the bound, NumPy fused by hand for a net with one
hidden layer; scikit-learn's MLP, `fit`; PyTorch eager with its own layers, loss and optimiser, if it is
installed. Everybody shuffles the rows in each epoch and keeps the loss of every batch. Ours, the bound and
PyTorch see the same batches and must agree, which is checked first; scikit-learn has dice of its own.
One thread; in every round each contender runs once, in turn; the tables show medians of the processor time of
an epoch.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before NumPy is imported
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"
os.environ["VECLIB_MAXIMUM_THREADS"] = "1"

import argparse
import importlib.util
import platform
import statistics
import warnings
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from timing import cpu_name, milliseconds

from nnlab import network
from nnlab.batches import Batches, Shuffled, Stream
from nnlab.data import digits, one_hot
from nnlab.descent import descend, stop
from nnlab.network import Network
from nnlab.optimisers import Adam, Plain
from nnlab.rows import Arrays


@dataclass(frozen=True, eq=False)
class Task:
    name: str
    net: Network
    X: np.ndarray
    classes: np.ndarray
    size: int
    rule: Plain | Adam
    start: np.ndarray
    epochs: int
    stream: Stream


def tasks(only):
    found = digits()
    for rule in Plain(0.1), Adam(0.001):
        yield task("tanh", (64, 64, 10), found.X / 16, found.y, 32, rule, 5)
    if only != "small":
        rng = np.random.default_rng(0)
        classes = rng.integers(10, size=60_000)
        X = rng.normal(size=(60_000, 784)) + rng.normal(size=(10, 784))[classes]
        yield task("relu", (784, 128, 10), X, classes, 128, Plain(0.1), 1)


def task(hidden, sizes, X, classes, size, rule, epochs):
    net = Network(sizes, (hidden, "softmax"))
    stream = Stream(network.loss_of(net), Batches(Arrays(X, one_hot(classes, sizes[-1])), size, Shuffled(0)))
    name = f"{'-'.join(map(str, sizes))}, {len(X)} rows, batch {size}, {type(rule).__name__}"
    return Task(name, net, X, classes, size, rule, net.init(rng=np.random.default_rng(1)), epochs, stream)


# Each contender prepares a task, which is not timed, and returns a run: () -> (theta, loss of every batch).


def ours(task):
    def run():
        steps, values = task.epochs * task.stream.batches.per_epoch, []
        for step in stop(descend(task.stream, task.start, rule=task.rule), at_most=steps):
            values.append(step.value)
        return step.theta, values[:-1]

    return run


def orders(task):
    """Yield the permutation of each epoch, as ours has it."""
    for epoch in range(task.epochs):
        yield np.random.default_rng((0, epoch)).permutation(len(task.X))


def bound(task):
    """Do only this: arrays made beforehand, operations in place, no check, no step kept."""
    (d, h, k), n, B = task.net.sizes, len(task.X), task.size
    tanh, rule = task.net.activations[0] == "tanh", task.rule
    X, Y = np.ones((n, d + 1)), np.eye(k)[task.classes]
    X[:, :d] = task.X
    theta, g = task.start.copy(), np.empty_like(task.start)
    cut = (d + 1) * h
    M1, M2 = theta[:cut].reshape(d + 1, h), theta[cut:].reshape(h + 1, k)
    G1, G2 = g[:cut].reshape(d + 1, h), g[cut:].reshape(h + 1, k)
    full = make_room(B, d, h, k)
    rest = make_room(n % B, d, h, k) if n % B else None
    adam = isinstance(rule, Adam)
    m, v, t1, t2 = (np.zeros_like(g) for _ in range(4))

    def run():
        nonlocal theta, g, m, v, t1, t2  # written to in place
        theta[:], m[:], v[:], values, t = task.start, 0, 0, [], 0
        for order in orders(task):
            for start in range(0, n, B):
                rows = order[start : start + B]
                room = full if len(rows) == B else rest
                A0, A1, a1, y, z, top, D, S = room
                np.take(X, rows, axis=0, out=A0, mode="clip")
                np.take(Y, rows, axis=0, out=y, mode="clip")
                np.dot(A0, M1, out=D)
                (np.tanh(D, out=D) if tanh else np.maximum(D, 0, out=D))
                a1[:] = D
                np.dot(A1, M2, out=z)
                np.maximum.reduce(z, axis=1, keepdims=True, out=top)
                z -= top
                right = np.vdot(y, z)
                np.exp(z, out=z)
                np.add.reduce(z, axis=1, keepdims=True, out=top)
                values.append((np.log(top).sum() - right) / len(rows))
                z /= top
                z -= y
                z /= len(rows)
                np.dot(A1.T, z, out=G2)
                if tanh:
                    np.multiply(D, D, out=S)
                    np.subtract(1, S, out=S)
                else:
                    np.sign(D, out=S)
                np.dot(z, M2[:h].T, out=D)
                D *= S
                np.dot(A0.T, D, out=G1)
                if adam:
                    t += 1
                    m *= rule.beta1
                    np.multiply(g, 1 - rule.beta1, out=t1)
                    m += t1
                    v *= rule.beta2
                    np.multiply(g, g, out=t1)
                    t1 *= 1 - rule.beta2
                    v += t1
                    np.sqrt(v, out=t2)
                    t2 /= (1 - rule.beta2**t) ** 0.5
                    t2 += rule.eps
                    np.divide(m, t2, out=t1)
                    t1 *= rule.lr / (1 - rule.beta1**t)
                    theta -= t1
                else:
                    g *= rule.lr
                    theta -= g
        return theta, values

    return run


def make_room(B, d, h, k):
    A1 = np.ones((B, h + 1))
    y, z, top, D, S = (np.empty((B, columns)) for columns in (k, k, 1, h, h))
    return np.empty((B, d + 1)), A1, A1[:, :h], y, z, top, D, S


def scikit_learn(task):
    adam = isinstance(task.rule, Adam)
    settings = dict(solver="adam") if adam else dict(solver="sgd", momentum=0.0, nesterovs_momentum=False)
    model = MLPClassifier(
        task.net.sizes[1:-1],
        activation=task.net.activations[0],
        alpha=0.0,
        batch_size=task.size,
        learning_rate_init=task.rule.lr,
        max_iter=task.epochs,
        tol=0.0,
        n_iter_no_change=10**6,
        random_state=0,
        **settings,
    )

    def run():
        with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
            model.fit(task.X, task.classes)
        return None, model.loss_curve_

    return run


def pytorch(task):
    import torch

    torch.set_num_threads(1)
    d, h, k = task.net.sizes
    X, y = torch.tensor(task.X), torch.tensor(task.classes)
    distance = torch.nn.CrossEntropyLoss()

    def run():
        hidden = torch.nn.Tanh() if task.net.activations[0] == "tanh" else torch.nn.ReLU()
        model = torch.nn.Sequential(torch.nn.Linear(d, h), hidden, torch.nn.Linear(h, k)).double()
        with torch.no_grad():
            for layer, (W, b) in zip((model[0], model[2]), task.net.layers(task.start)):
                layer.weight.copy_(torch.tensor(W.T.copy()))
                layer.bias.copy_(torch.tensor(b.copy()))
        kind = torch.optim.Adam if isinstance(task.rule, Adam) else torch.optim.SGD
        optimiser, values = kind(model.parameters(), lr=task.rule.lr), []
        for order in orders(task):
            for rows in torch.from_numpy(order).split(task.size):
                optimiser.zero_grad()
                loss = distance(model(X[rows]), y[rows])
                loss.backward()
                values.append(loss.item())
                optimiser.step()
        with torch.no_grad():
            layers = [torch.cat([layer.weight.T, layer.bias[None]]).ravel() for layer in (model[0], model[2])]
            return torch.cat(layers).numpy(), values

    return run


CONTENDERS = {
    "`nnlab`": ours,
    "bound: NumPy fused by hand": bound,
    "scikit-learn, `fit`": scikit_learn,
    "PyTorch, eager": pytorch,
}


def milliseconds_an_epoch(run, task):
    return milliseconds(run) / task.epochs


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cpu", default=cpu_name(), help="the processor's name in the table")
    parser.add_argument("--date", default=date.today().isoformat(), help="the date in the table")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", choices=["small"], help="leave the large net out")
    options = parser.parse_args()
    contenders, version = dict(CONTENDERS), "PyTorch not installed: not measured"
    if importlib.util.find_spec("torch") is not None:
        import torch

        version = f"PyTorch {torch.__version__}"
    else:
        del contenders["PyTorch, eager"]
    print(f"Processor time of an epoch, medians of {options.rounds} interleaved rounds.")
    print(f"{options.date}, {options.cpu}, Python {platform.python_version()}, NumPy {np.__version__},")
    print(f"scikit-learn {sklearn.__version__}, {version}.")
    for task in tasks(options.only):
        runs = {name: prepare(task) for name, prepare in contenders.items()}
        theta, values = runs["`nnlab`"]()
        for name, run in runs.items():
            its, theirs = run()
            if its is not None:
                worst = max(np.abs(its - theta).max(), np.abs(np.array(theirs) - values).max())
                assert worst < 1e-9, f"{name}: another trajectory, by {worst}"
        timed = {name: partial(milliseconds_an_epoch, run, task) for name, run in runs.items()}
        times = {name: [] for name in timed}
        for _ in range(options.rounds):
            for name, run in timed.items():
                times[name].append(run())
        medians = {name: statistics.median(spent) for name, spent in times.items()}
        print(f"\n| {task.name} | ms an epoch | fastest | times the bound | times ours |")
        print("|---|---:|---:|---:|---:|")
        mine, least = medians["`nnlab`"], medians["bound: NumPy fused by hand"]
        for name, median in medians.items():
            row = f"{median:.2f} | {min(times[name]):.2f} | {median / least:.2f} | {median / mine:.2f}"
            print(f"| {name} | {row} |")


if __name__ == "__main__":
    main()
