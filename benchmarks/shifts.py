"""Recompute what shared weights bring on the digits: centred, at other places, with their pixels shuffled.

    uv run python benchmarks/shifts.py [--splits N] [--only shifts]

In each split 360 of the 1797 digits are held out at random; "the end" holds out rows 1437 to 1796 instead.
Batches of 32, momentum 0.9, 30 epochs at rate 0.1. With a global maximum 20 epochs at rate 0.05; with a
global mean 30 epochs at rate 0.5, since each place has a small share in it. Dense nets begin by xavier, those
with kernels by he. The tables show mean accuracies and their standard errors.
"""

import argparse
import platform
import time

import numpy as np

from nnlab.confusion import accuracy
from nnlab.conv_network import ConvNetwork
from nnlab.convolution import KERNELS_BY_HAND
from nnlab.data import digits, one_hot
from nnlab.network import Network
from nnlab.rows import Arrays
from nnlab.sheets import Wandering, laid
from nnlab.shifts import ask_everywhere, learn
from nnlab.sweep import mean_and_error

FOUND = digits()
PICTURES, Y = FOUND.X.reshape(-1, 8, 8) / 16, one_hot(FOUND.y, 10)
SHEET = 12


def dense(hidden, side=8, activation="tanh"):
    return Network((side * side, hidden, 10), (activation, "softmax"))


def small(kernels=8, side=8, pool="max"):
    return ConvNetwork((side, side), kernels, side=3, padding=0, pool=pool, pool_side=2)


def everywhere(side=8, **more):
    return ConvNetwork((side, side), **more)


def learned(net, rows, seed, *, epochs=None, lr=None):
    """Return what a net has learned from rows: theta."""
    usual = (30, 0.1)
    if isinstance(net, ConvNetwork) and net.pool_side is None:
        usual = (20, 0.05) if net.pool == "max" else (30, 0.5)
    rng = np.random.default_rng([seed, 1])
    return learn(net, rows, lr=lr or usual[1], epochs=epochs or usual[0], rng=rng)


def split(seed):
    """Return which digits are held out in a split: a mask (1797,)."""
    held = np.zeros(len(Y), bool)
    held[np.random.default_rng([seed, 0]).permutation(len(Y))[:360]] = True
    return held


def right(net, theta, X, held):
    return accuracy(net.predict(theta, X), FOUND.y[held])


def said(values):
    if len(values) < 2:
        return f"{values[0]:.3f}"
    mean, error = mean_and_error(np.array(values))
    return f"{mean:.3f} ± {error:.3f}"


def table(title, head, rows):
    print(f"\n{title}\n\n| | {' | '.join(head)} |\n|---|{'---:|' * len(head)}", flush=True)
    for name, cells in rows:
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


# ---- The tables ---------------------------------------------------------------------------------------


def shifts(splits):
    """Learned in the middle of a sheet, asked at all 25 places."""

    def row(net, by=None):
        found, moved = [], 0.0
        for seed in range(splits):
            held = split(seed)
            X = laid(PICTURES[~held], by or SHEET)
            taught = net if by is None else everywhere(by, kernels=net.kernels, pool=net.pool)
            asked = ask_everywhere(
                net, learned(taught, Arrays(X, Y[~held]), seed), PICTURES[held], FOUND.y[held], SHEET
            )
            found.append([*map(asked.at, range(3)), asked.right.mean()])
            moved = max(moved, asked.change)
        return [f"{net.size}", *map(said, np.transpose(found)), f"{moved:.2g}"]

    head = ["parameters", "shift 0", "1", "2", "all 25 places", "largest change of any answer"]
    nets = {
        "dense 144-13-10": (dense(13, SHEET), None),
        "dense 144-64-10": (dense(64, SHEET), None),
        "8 kernels 3×3, max by two, flat": (small(8, SHEET), None),
        "32 kernels 5×5, padding 4, global max": (everywhere(SHEET), None),
        "the same, learned on bare 8×8 pictures": (everywhere(SHEET), 8),
        "padding 2, global max": (everywhere(SHEET, padding=2), None),
        "padding 0, global max": (everywhere(SHEET, padding=0), None),
        "padding 4, global mean": (everywhere(SHEET, pool="mean"), None),
        "the same, learned on bare 8×8 pictures ": (everywhere(SHEET, pool="mean"), 8),
    }
    title = f"Learned in the middle of a 12×12 sheet, asked at every place, {splits} splits"
    table(title, head, ((name, row(*net)) for name, net in nets.items()))


def centred(splits):
    """On the digits as they are, and with one and the same shuffle of all pixels."""
    shuffled = np.random.default_rng(99).permutation(64)
    flat = PICTURES.reshape(-1, 64)
    end = np.arange(len(Y)) >= 1437

    def row(net):
        found = {name: [] for name in ("random", "end", "shuffled")}
        for seed in range(splits):
            held = split(seed)
            for name, mask, X in (
                ("random", held, flat),
                ("end", end, flat),
                ("shuffled", held, flat[:, shuffled]),
            ):
                theta = learned(net, Arrays(X[~mask], Y[~mask]), seed)
                found[name].append(right(net, theta, X[mask], mask))
        products = (
            net.products if isinstance(net, ConvNetwork) else sum(map(np.prod, zip(net.sizes, net.sizes[1:])))
        )
        return [f"{net.size}", *map(said, found.values()), f"{products:,}"]

    nets = {
        "dense 64-11-10": dense(11),
        "dense 64-21-10": dense(21),
        "dense 64-64-10, relu": dense(64, activation="relu"),
        "8 kernels 3×3, max by two": small(),
        "16 kernels 3×3, max by two": small(16),
        "8 kernels 3×3, mean by two": small(pool="mean"),
        "32 kernels 5×5, padding 4, global max": everywhere(),
        "32 kernels 5×5, padding 4, global mean": everywhere(pool="mean"),
    }
    head = ["parameters", "random", "the end", "pixels shuffled", "products a picture"]
    table(f"Centred digits, {splits} splits", head, ((name, row(net)) for name, net in nets.items()))


def shown_everywhere(splits):
    """Learned at all places."""

    def row(net, epochs, lr):
        found = []
        for seed in range(splits):
            held = split(seed)
            rows = Wandering(PICTURES[~held], Y[~held], SHEET)
            theta = learned(net, rows, seed, epochs=epochs, lr=lr)
            found.append(ask_everywhere(net, theta, PICTURES[held], FOUND.y[held], SHEET).right.mean())
        return [f"{net.size}", f"{25 * epochs}", said(found)]

    nets = {
        "dense 144-13-10": (dense(13, SHEET), 8, 0.05),
        "dense 144-64-10": (dense(64, SHEET), 8, 0.05),
        "8 kernels 3×3, max by two, flat": (small(8, SHEET), 4, 0.03),
    }
    head = ["parameters", "times each digit was seen", "all 25 places"]
    title = f"Learned at every place of the sheet, {splits} splits"
    table(title, head, ((name, row(*net)) for name, net in nets.items()))


def edges():
    """Return eight edges (9, 8), each turned by 45 degrees from the last (Prewitt, divided by 3)."""
    ring = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0)]
    first = np.array([KERNELS_BY_HAND["upper edge"][at] for at in ring])
    kernels = np.zeros((8, 3, 3))
    for turn in range(8):
        kernels[turn][tuple(np.transpose(ring))] = np.roll(first, turn) / 3
    return kernels.reshape(8, 9).T


def fixed(splits):
    """Kernels that do not learn: of each picture only what was pooled is learned from."""
    net, last = small(), Network((72, 10), "softmax")
    flat = PICTURES.reshape(-1, 64)

    def row(kernels, activation="relu"):
        found = []
        for seed in range(splits):
            held, theta = split(seed), np.zeros(net.size)
            net.layers(theta)[0].W[:] = kernels(seed)
            pooled = net.forward(theta, flat).pooled
            its = learned(last, Arrays(pooled[~held], Y[~held]), seed)
            found.append(right(last, its, pooled[held], held))
        return [said(found)]

    rows = {
        "eight edges made by hand": lambda seed: edges(),
        "eight random ones": lambda seed: (
            np.random.default_rng([seed, 2]).normal(size=(9, 8)) * np.sqrt(2 / 9)
        ),
    }
    title = f"Kernels 3×3 that stay as they are, max by two, {splits} splits"
    table(title, ["random"], ((name, row(kernels)) for name, kernels in rows.items()))


TABLES = dict(shifts=shifts, centred=centred, shown=shown_everywhere, fixed=fixed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--only", choices=TABLES)
    options = parser.parse_args()
    begin = time.process_time()
    print(f"Python {platform.python_version()}, NumPy {np.__version__}")
    for name, make in TABLES.items():
        if options.only in (None, name):
            make(options.splits)
    print(f"\n{time.process_time() - begin:.0f} s of processor time")


if __name__ == "__main__":
    main()
