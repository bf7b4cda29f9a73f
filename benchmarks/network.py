"""Time learning with `nnlab.network` against others; print Markdown tables.

    uv run python benchmarks/network.py [--cpu NAME] [--date DATE] [--rounds N] [--steps N]

Two networks, full batch, the loss recorded at every step: 2-16-1 (tanh, sigmoid, cross-entropy) on 200
points and 1-32-1 (tanh, linear, mean squared error) on 100 points. Contenders: the bound, NumPy fused by hand
for this one network; scikit-learn's MLP by partial_fit; PyTorch eager with its own layers, loss and optimiser
in double precision, if it is installed; the textbook's loop over samples; and our own loss and gradient with
a sample in each row instead of each column, to see what the turn brings. All take the same steps from the
same start, which is checked before anything is timed. One thread; in every round each contender runs once, in
turn; the tables show medians of the processor time, which leaves out what other programs take.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before NumPy is imported
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"
os.environ["VECLIB_MAXIMUM_THREADS"] = "1"

import argparse
import importlib.util
import math
import platform
import statistics
from dataclasses import dataclass
from datetime import date

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier, MLPRegressor
from timing import cpu_name, milliseconds

from nnlab import network
from nnlab.descent import descend, stop
from nnlab.losses import loss_and_delta
from nnlab.network import Network


@dataclass(frozen=True, eq=False)
class Task:
    net: Network
    X: np.ndarray
    y: np.ndarray
    kind: str
    lr: float
    start: np.ndarray


def tasks():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 2))
    net = Network((2, 16, 1), ("tanh", "sigmoid"))
    yield Task(net, X, (X[:, 0] * X[:, 1] > 0) * 1.0, "cross_entropy", 0.3, net.init(rng=rng))
    x = np.linspace(-1, 1, 100)[:, None]
    net = Network((1, 32, 1), ("tanh", "linear"))
    yield Task(net, x, np.sin(3 * x[:, 0]), "mse", 0.05, net.init(rng=rng))


# Each contender takes a task and a number of steps, and returns the loss before each step.


def ours(task, steps):
    loss = network.loss(task.net, task.X, task.y, task.kind)
    run = stop(descend(loss, task.start, lr=task.lr), at_most=steps - 1)
    return [step.value for step in run]


def gradient_alone(task, steps):
    """Do what ours does, without its generator and its immutable steps: which part takes how long?"""
    return descend_by(network.loss(task.net, task.X, task.y, task.kind), task, steps)


def descend_by(loss, task, steps):
    theta, values = task.start, []
    for _ in range(steps):
        value, gradient = loss(theta)
        values.append(value)
        theta = theta - task.lr * gradient
    return values


def rows_plain(task, steps):
    """Do what `gradient_alone` does with a sample in each row, as the formulas are written in lesson 4."""
    net, n = task.net, len(task.X)
    outputs = loss_and_delta(net.activations[-1], task.kind, task.y.reshape(1, n).copy())

    def loss(theta):
        layers, says = net.layers(theta), [task.X]
        for (W, b), activation in zip(layers[:-1], net.functions):
            says.append(activation.f(says[-1] @ W + b))
        W, b = layers[-1]
        value, delta = outputs((says[-1] @ W + b).T)
        delta, shares = delta.T, []
        for i in reversed(range(len(layers))):
            shares = [(says[i].T @ delta).ravel(), delta.sum(axis=0), *shares]
            if i > 0:
                delta = delta @ layers[i].W.T * net.functions[i - 1].slope(says[i])
        return value, np.concatenate(shares)

    return descend_by(loss, task, steps)


def rows_with_ones(task, steps):
    """Do the same with the biases in the matrices, as in nnlab: only the samples still stand in rows."""
    net, n = task.net, len(task.X)
    outputs = loss_and_delta(net.activations[-1], task.kind, task.y.reshape(1, n).copy())
    inputs = np.column_stack([task.X, np.ones(n)])

    def loss(theta):
        matrices, given = net.matrices(theta), [inputs]
        for M, activation in zip(matrices[:-1], net.functions):
            A = np.ones((n, M.shape[1] + 1))
            A[:, :-1] = activation.f(given[-1] @ M)
            given.append(A)
        value, delta = outputs((given[-1] @ matrices[-1]).T)
        delta, gradient = delta.T, np.empty(net.size)
        shares = net.matrices(gradient)
        for i in reversed(range(len(matrices))):
            np.dot(given[i].T, delta, out=shares[i])
            if i > 0:
                delta = np.dot(delta, matrices[i][:-1].T)
                delta *= net.functions[i - 1].slope(given[i][:, :-1])
        return value, gradient

    return descend_by(loss, task, steps)


def bound(task, steps):
    """Do only this: every array made beforehand, every operation in place, no check, no safe sigmoid."""
    (d, h, _), (n, _) = task.net.sizes, task.X.shape
    classes = task.kind == "cross_entropy"
    scale = task.lr * (1 if classes else 2) / n
    A0, A1 = np.ones((d + 1, n)), np.ones((h + 1, n))
    A0[:d], a1, y = task.X.T, A1[:h], task.y
    theta, g = task.start.copy(), np.empty_like(task.start)
    cut = (d + 1) * h
    M1T, m2, w2 = theta[:cut].reshape(d + 1, h).T, theta[cut:], theta[cut:-1].reshape(h, 1)
    G1, g2 = g[:cut].reshape(d + 1, h), g[cut:]
    delta, e, D, S = np.empty(n), np.empty(n), np.empty((h, n)), np.empty((h, n))
    row, DT = delta.reshape(1, n), D.T
    values = []
    for _ in range(steps):
        np.dot(M1T, A0, out=a1)
        np.tanh(a1, out=a1)
        np.dot(m2, A1, out=delta)
        if classes:
            np.negative(delta, out=delta)
            np.exp(delta, out=delta)
            delta += 1
            np.divide(1, delta, out=delta)
            delta -= y
            np.abs(delta, out=e)
            np.subtract(1, e, out=e)
            np.log(e, out=e)  # one logarithm: classes are 0 or 1
            values.append(-e.sum() / n)
        else:
            delta -= y
            values.append(np.dot(delta, delta) / n)
        np.dot(A1, delta, out=g2)
        np.multiply(a1, a1, out=S)
        np.subtract(1, S, out=S)
        np.dot(w2, row, out=D)
        D *= S
        np.dot(A0, DT, out=G1)
        g *= scale
        theta -= g
    return values


def textbook(task, steps):
    """Go through the samples one by one, layer by layer, and add up their gradients."""
    classes, n = task.kind == "cross_entropy", len(task.X)
    (W1, b1), (W2, b2) = task.net.layers(task.start.copy())
    values = []
    for _ in range(steps):
        dW1, db1, dW2, db2, total = 0.0, 0.0, 0.0, 0.0, 0.0
        for x, y in zip(task.X, task.y):
            a1 = np.tanh(x @ W1 + b1)
            z = (a1 @ W2 + b2)[0]
            if classes:
                a = 1 / (1 + math.exp(-z))
                total -= y * math.log(a) + (1 - y) * math.log(1 - a)
                delta = (a - y) / n
            else:
                total += (z - y) ** 2
                delta = 2 * (z - y) / n
            d1 = W2[:, 0] * delta * (1 - a1**2)
            dW2, db2 = dW2 + np.outer(a1, delta), db2 + delta
            dW1, db1 = dW1 + np.outer(x, d1), db1 + d1
        values.append(total / n)
        W1, b1, W2, b2 = (p - task.lr * g for p, g in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2)))
    return values


def scikit_learn(task, steps):
    classes = task.kind == "cross_entropy"
    settings = dict(hidden_layer_sizes=task.net.sizes[1:-1], activation="tanh", solver="sgd", alpha=0.0)
    settings |= dict(batch_size=len(task.X), momentum=0.0, nesterovs_momentum=False, shuffle=False)
    if classes:
        model = MLPClassifier(learning_rate_init=task.lr, **settings)
        model.partial_fit(task.X, task.y, classes=[0, 1])  # makes the arrays, which we then fill
    else:
        model = MLPRegressor(learning_rate_init=2 * task.lr, **settings)  # it halves the squares
        model.partial_fit(task.X, task.y)
    for (W, b), coefficients, intercepts in zip(
        task.net.layers(task.start), model.coefs_, model.intercepts_, strict=True
    ):
        coefficients[:], intercepts[:] = W, b
    values = []
    for _ in range(steps):
        model.partial_fit(task.X, task.y)
        values.append(model.loss_ if classes else 2 * model.loss_)
    return values


def pytorch(task, steps):
    import torch

    torch.set_num_threads(1)
    (d, h, k), classes = task.net.sizes, task.kind == "cross_entropy"
    model = torch.nn.Sequential(torch.nn.Linear(d, h), torch.nn.Tanh(), torch.nn.Linear(h, k)).double()
    with torch.no_grad():
        for layer, (W, b) in zip((model[0], model[2]), task.net.layers(task.start)):
            layer.weight.copy_(torch.tensor(W.T.copy()))
            layer.bias.copy_(torch.tensor(b.copy()))
    distance = torch.nn.BCEWithLogitsLoss() if classes else torch.nn.MSELoss()
    optimiser = torch.optim.SGD(model.parameters(), lr=task.lr)
    X, y = torch.tensor(task.X), torch.tensor(task.y)[:, None]
    values = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = distance(model(X), y)
        loss.backward()
        values.append(loss.item())
        optimiser.step()
    return values


CONTENDERS = {
    "`nnlab.network`, `nnlab.descent`": ours,
    "of it loss and gradient, in a bare loop": gradient_alone,
    "the same, samples as rows, as lesson 4 writes it": rows_plain,
    "the same, samples as rows, biases in the matrix": rows_with_ones,
    "bound: NumPy fused by hand": bound,
    "scikit-learn, `partial_fit`": scikit_learn,
    "PyTorch, eager": pytorch,
    "textbook's loop over samples": textbook,
}


def microseconds(run, task, steps):
    return 1e3 * milliseconds(lambda: run(task, steps)) / steps


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cpu", default=cpu_name(), help="the processor's name in the table")
    parser.add_argument("--date", default=date.today().isoformat(), help="the date in the table")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--steps", type=int, default=500)
    options = parser.parse_args()

    contenders = dict(CONTENDERS)
    has_torch = importlib.util.find_spec("torch") is not None
    if has_torch:
        import torch
    else:
        del contenders["PyTorch, eager"]
    versions = f"NumPy {np.__version__}, scikit-learn {sklearn.__version__}, "
    versions += f"PyTorch {torch.__version__}" if has_torch else "PyTorch not installed: not measured"
    print(f"Processor time, medians of {options.rounds} interleaved rounds of {options.steps} steps.")
    print(f"{options.date}, {options.cpu}, Python {platform.python_version()}, {versions}.")
    for task in tasks():
        losses = ours(task, 50)
        for name, run in contenders.items():
            worst = np.abs(np.array(run(task, 50)) - losses).max()
            assert worst < 1e-12, f"{name}: another trajectory, by {worst}"
        times = {name: [] for name in contenders}
        for _ in range(options.rounds):
            for name, run in contenders.items():
                few = max(options.steps // 100, 1) if run is textbook else options.steps
                times[name].append(microseconds(run, task, few))
        medians = {name: statistics.median(spent) for name, spent in times.items()}
        sizes = "-".join(map(str, task.net.sizes))
        title = f"{sizes}, {len(task.X)} points, {task.kind}"
        print(f"\n| {title} | µs a step | fastest | times the bound | times ours |")
        print("|---|---:|---:|---:|---:|")
        mine, least = medians[next(iter(medians))], medians["bound: NumPy fused by hand"]
        for name, median in medians.items():
            row = f"{median:.1f} | {min(times[name]):.1f} | {median / least:.2f} | {median / mine:.2f}"
            print(f"| {name} | {row} |")


if __name__ == "__main__":
    main()
