"""Time `nnlab.perceptron.train_in_blocks` against the naive loop and scikit-learn; print a Markdown table.

    uv run python benchmarks/perceptron.py [--cpu NAME] [--date DATE] [--rounds N]

One thread. In every round each contender runs once, in turn, on the same samples in their given order, with
the same number of passes; the table shows medians of the processor time, which leaves out what other programs
take. Before anything is timed, the trajectories are compared: same samples, same weights bit for bit.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before NumPy is imported
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"
os.environ["VECLIB_MAXIMUM_THREADS"] = "1"

import argparse
import platform
import statistics
from collections import deque
from datetime import date

import numpy as np
import sklearn
from sklearn.linear_model import Perceptron
from timing import cpu_name, milliseconds

from nnlab.perceptron import train_in_blocks

SAMPLES, FEATURES, GAP, SEED = 100_000, 20, 0.5, 0


def two_clouds():
    """Draw normal samples around a plane at a random angle and push them GAP away from it."""
    rng = np.random.default_rng(SEED)
    X, u = rng.normal(size=(SAMPLES, FEATURES)), rng.normal(size=FEATURES + 1)
    u /= np.linalg.norm(u)
    z = X @ u[:-1] + u[-1]
    return X + GAP * np.sign(z)[:, None] * u[:-1], (z >= 0).astype(int)


def naive(X, y, lr=1.0):
    """Yield (sample, weights) for each mistake, judging one sample after another."""
    X = np.column_stack([X, np.ones(len(X))])
    w = np.zeros(X.shape[1])
    mistakes = 1
    while mistakes:
        mistakes = 0
        for i in range(len(X)):
            prediction = 1 if X[i] @ w >= 0 else 0
            if prediction != y[i]:
                w = w + lr * (y[i] - prediction) * X[i]
                mistakes += 1
                yield i, w


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cpu", default=cpu_name(), help="the processor's name in the table")
    parser.add_argument("--date", default=date.today().isoformat(), help="the date in the table")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()

    X, y = two_clouds()
    _, *updates = train_in_blocks(X, y)
    loop = list(naive(X, y))
    assert [u.sample for u in updates] == [sample for sample, _ in loop]
    assert all(np.array_equal(u.w, w) for u, (_, w) in zip(updates, loop))
    passes = -(-updates[-1].samples_seen // SAMPLES) + 1  # the last one finds no mistake

    model = Perceptron(shuffle=False, tol=None, max_iter=passes, eta0=1.0, penalty=None)
    contenders = {
        "`nnlab.perceptron.train_in_blocks`": lambda: deque(train_in_blocks(X, y), maxlen=0),
        "naive loop, one sample at a time": lambda: deque(naive(X, y), maxlen=0),
        "scikit-learn `Perceptron`, as many passes": lambda: model.fit(X, y),
    }
    times = {name: [] for name in contenders}
    for _ in range(options.rounds):
        for name, run in contenders.items():
            times[name].append(milliseconds(run))

    medians = {name: statistics.median(spent) for name, spent in times.items()}
    ours = next(iter(medians.values()))
    print(f"{SAMPLES} samples with {FEATURES} features: {len(updates)} updates in {passes} passes,")
    print("the trajectory of the naive loop bit for bit.")
    print(f"Processor time, medians of {options.rounds} interleaved rounds, one thread. {options.date},")
    print(f"{options.cpu}, Python {platform.python_version()}, NumPy {np.__version__},")
    print(f"scikit-learn {sklearn.__version__}.")
    print()
    print("| | ms | fastest round, ms | times as long as ours |\n|---|---:|---:|---:|")
    for name, median in medians.items():
        print(f"| {name} | {median:.1f} | {min(times[name]):.1f} | {median / ours:.1f} |")


if __name__ == "__main__":
    main()
