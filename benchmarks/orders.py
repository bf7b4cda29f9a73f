"""Recompute in which order a file sorted by class may be read; print a Markdown table.

    uv run python benchmarks/orders.py [--splits N] [--rows N]

40,000 rows, each a digit of the training part with noise (standard deviation 0.15 of full ink), sorted by
class, written to a .npy file in a temporary folder. Softmax regression and 64-32-10 (tanh) see them once,
in batches of 32, plain descent at rate 0.1, and are asked about 360 digits held out. Each split has its own
digits, noise, start and order; the table shows means over the splits and their standard errors. The mixed
file holds the same rows, mixed.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from nnlab import network
from nnlab.batches import Batches, Stream
from nnlab.confusion import accuracy
from nnlab.data import digits, one_hot
from nnlab.descent import descend, stop
from nnlab.network import Network
from nnlab.orders import InOrder, Mixed, Shuffled
from nnlab.piles import shuffle
from nnlab.rows import Arrays, Npy, Parts
from nnlab.sweep import mean_and_error

NETS = {"softmax": Network((64, 10), "softmax"), "64-32-10": Network((64, 32, 10), ("tanh", "softmax"))}
ORDERS = {
    "as the file lies": lambda seed: InOrder(),
    "chunks of 1000, then inside": lambda seed: Mixed(1000, 1, seed),
    "chunks of 1000, ten at a time": lambda seed: Mixed(1000, 10, seed),
    "chunks of 100, then inside": lambda seed: Mixed(100, 1, seed),
    "chunks of 100, ten at a time": lambda seed: Mixed(100, 10, seed),
    "chunks of 100, a hundred at a time": lambda seed: Mixed(100, 100, seed),
    "chunks of 10, a thousand at a time": lambda seed: Mixed(10, 1000, seed),
    "two-pass shuffle into 16 piles, then as it lies": lambda seed: "piles",
    "global permutation, in memory": lambda seed: Shuffled(seed),
}


def made(n, seed):
    """Return a table (n, 65) of noisy digits with their class first, and the digits held out."""
    rng, found = np.random.default_rng(seed), digits()
    order = rng.permutation(len(found.y))
    held, kept = order[:360], order[360:]
    rows = rng.choice(kept, n)
    X = found.X[rows] / 16 + rng.normal(scale=0.15, size=(n, 64))
    return np.column_stack([found.y[rows], X]), (found.X[held] / 16, found.y[held])


def apart(table):
    return table[:, 1:], one_hot(table[:, 0], 10)


def learned(net, rows, order, asked, seed):
    """Return the accuracy after one epoch."""
    stream = Stream(network.loss_of(net), Batches(rows, 32, order))
    start = net.init(rng=np.random.default_rng(seed))
    *_, last = stop(descend(stream, start, lr=0.1), at_most=stream.batches.per_epoch)
    return accuracy(net.predict(last.theta, asked[0]), asked[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--splits", type=int, default=4)
    parser.add_argument("--rows", type=int, default=40_000)
    options = parser.parse_args()
    begin, found = time.process_time(), {}
    for seed in range(options.splits):
        mixed, asked = made(options.rows, seed)
        table = mixed[np.argsort(mixed[:, 0], kind="stable")]
        with tempfile.TemporaryDirectory() as folder:
            np.save(Path(folder, "sorted.npy"), table)
            on_disk = Npy(Path(folder, "sorted.npy"))
            piles = shuffle(on_disk, Path(folder, "piles"), rng=np.random.default_rng(seed))
            for name, order in ORDERS.items():
                rows, how = Parts(on_disk, apart), order(seed)
                if how == "piles":
                    rows, how = Parts(piles, apart), InOrder()
                elif isinstance(how, Shuffled):
                    rows = Arrays(*apart(table))
                for kind, net in NETS.items():
                    got = learned(net, rows, how, asked, seed)
                    found.setdefault((name, kind), []).append(got)
        for name in ("as the file lies", "chunks of 1000, then inside"):
            for kind, net in NETS.items():
                got = learned(net, Arrays(*apart(mixed)), ORDERS[name](seed), asked, seed)
                found.setdefault((f"mixed file: {name}", kind), []).append(got)
    spent = time.process_time() - begin
    print(f"{options.rows:,} rows, {options.splits} splits, {spent:.0f} s of processor time.\n")
    print(f"| order | {' | '.join(NETS)} |\n|---|---:|---:|")
    for name in dict.fromkeys(name for name, _ in found):
        means = (mean_and_error(found[name, kind]) for kind in NETS)
        cells = " | ".join(f"{mean.value:.3f} ± {mean.error:.3f}" for mean in means)
        print(f"| {name} | {cells} |")


if __name__ == "__main__":
    main()
