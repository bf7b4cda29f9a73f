"""Find the best learning rate of each batch size, and what it takes; print Markdown tables.

    uv run python benchmarks/races.py [--splits N]

Digits, ink divided by 16; 360 are held out at random and not used. Plain descent from a start of its own for
each split, until the loss over all 1437 others is below the goal; that is looked at ten times an epoch. Rates
are powers of two. The best takes the fewest epochs (the mean of the splits), and none of its runs gives up
(after 40 epochs, all digits at once after 120). ± is the standard error of the mean.
"""

import argparse

import numpy as np

from nnlab import data, network
from nnlab.batches import stream
from nnlab.model_selection import split
from nnlab.network import Network
from nnlab.optimisers import Plain
from nnlab.orders import Shuffled
from nnlab.race import race
from nnlab.sweep import mean_and_error

TASKS = {  # the net, the goal, and around which power of two the best rate lies for each batch size
    "softmax regression to 0.15": (Network((64, 10), "softmax"), 0.15, {1: -2, 8: 1, 32: 2, 128: 3, 1437: 3}),
    "64-64-10 to 0.10": (
        Network((64, 64, 10), ("tanh", "softmax")),
        0.10,
        {1: -4, 8: -1, 32: 0, 128: 0, 1437: 0},
    ),
}
DIGITS = data.digits()
X, Y = DIGITS.X / 16, data.one_hot(DIGITS.y, 10)


def ends(net, goal, size, lr, splits):
    found = []
    for seed in range(splits):
        kept = split(len(X), validation=360, rng=np.random.default_rng(seed)).train
        whole = network.loss(net, X[kept], Y[kept], "cross_entropy")
        start, most = net.init(rng=np.random.default_rng(seed)), 120 if size == len(kept) else 40
        some = stream(net, X[kept], Y[kept], size, Shuffled(seed))
        found.append(race(some, start, Plain(lr), whole, below=goal, epochs=most).end)
        if np.isnan(found[-1][0]):
            break
    return np.array(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--splits", type=int, default=4)
    options = parser.parse_args()
    for name, (net, goal, sizes) in TASKS.items():
        print(
            f"\n| {name} | best rate | epochs | updates | ms of processor time |\n|---|---:|---:|---:|---:|"
        )
        for size, power in sizes.items():
            by_rate = {
                2.0**p: ends(net, goal, size, 2.0**p, options.splits) for p in range(power - 2, power + 3)
            }
            arrived = {lr: found for lr, found in by_rate.items() if not np.isnan(found).any()}
            best = min(arrived, key=lambda lr: arrived[lr][:, 0].mean())
            epochs, updates, seconds = (mean_and_error(column) for column in arrived[best].T)
            told = f"{epochs.value:.2f} ± {epochs.error:.2f} | {updates.value:,.0f} ± {updates.error:,.0f}"
            print(f"| B = {size} | {best:g} | {told} | {1000 * seconds.value:.0f} |", flush=True)


if __name__ == "__main__":
    main()
