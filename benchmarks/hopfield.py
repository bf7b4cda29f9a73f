"""Time storing and recall in nnlab's Hopfield network against plain loops and the package `hopfieldnetwork`.

    uv run --with hopfieldnetwork python benchmarks/hopfield.py [--cpu NAME] [--date DATE] [--rounds N]

N = 1000 neurons, P = 50 random patterns, 100 probes with 20 % of the neurons turned over, one neuron after
another until settled. One thread. In every round each contender runs once, in turn; the tables show medians
of the processor time. A look is one neuron asked once for its field; the last, quiet sweep counts.
Before anything is timed the ends are compared: in one order ours and both loops come to the same states,
with as many looks; the package draws its orders from NumPy's global state, so only its overlaps are compared.
Without `hopfieldnetwork` its rows are left out.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before NumPy is imported
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"
os.environ["VECLIB_MAXIMUM_THREADS"] = "1"

import argparse
import platform
import statistics
import time
from collections import deque
from datetime import date

import numpy as np
from timing import cpu_name

from nnlab.attractors import settle
from nnlab.hopfield import corrupt, overlap, recall, store

try:
    from hopfieldnetwork import HopfieldNetwork
except ImportError:
    HopfieldNetwork = None

NEURONS, PATTERNS, PROBES, DAMAGE, SEED = 1000, 50, 100, 0.2, 0
PACKAGE = "`hopfieldnetwork`"


def naive(W, s):
    """Settle in fixed order, a dot product for every look."""
    s, looks, moved = s.copy(), 0, True
    while moved:
        moved = False
        for i in range(len(s)):
            looks += 1
            h = np.dot(W[i], s)
            if h * s[i] < 0:
                s[i] = -s[i]
                moved = True
    return s, looks


def incremental(W, s):
    """Settle in fixed order; the fields are kept, and change only when a neuron turns over."""
    s, looks, moved = s.copy(), 0, True
    h = W @ s
    while moved:
        moved = False
        for i in range(len(s)):
            looks += 1
            if h[i] * s[i] < 0:
                s[i] = -s[i]
                h += 2 * s[i] * W[i]
                moved = True
    return s, looks


def step_by_step(W, s):
    """Let `recall` yield every step, and keep the last."""
    (last,) = deque(recall(W, s, order="fixed"), maxlen=1)
    return last.s, last.neurons_asked


def package(network, probes):
    """Settle every probe; return the states and the looks."""
    states, looks = [], 0
    for s in probes:
        network.set_initial_neurons_state(s.copy())
        network.update_neurons(0, "async", run_max=True)
        states.append(network.S)
        looks += (network.t + 1) * network.N  # it does not count the quiet sweep
    return np.array(states), looks


def package_store(*calls):
    network = HopfieldNetwork(N=NEURONS)
    for patterns in calls:
        network.train_pattern(patterns)


def seconds(run):
    begin = time.process_time()
    run()
    return time.process_time() - begin


def compare(contenders, rounds):
    """Return {name: (median, fastest)} of seconds, the contenders taking turns."""
    times = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            times[name].append(seconds(run))
    return {name: (statistics.median(spent), min(spent)) for name, spent in times.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cpu", default=cpu_name(), help="the processor's name in the table")
    parser.add_argument("--date", default=date.today().isoformat(), help="the date in the table")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()

    rng = np.random.default_rng(SEED)
    X = rng.choice([-1, 1], size=(PATTERNS, NEURONS))
    probes = corrupt(np.tile(X, (PROBES // PATTERNS, 1)), DAMAGE, rng=rng)
    W = store(X)
    weights = W.astype(float)  # the loops' dot product is faster on floats
    starts = probes.astype(float)

    together = settle(W, probes, order="fixed")
    ours = int(together.sweeps.sum()) * NEURONS
    looks = {}
    for one in (naive, incremental):
        ends = [one(weights, s) for s in starts]
        assert np.array_equal([s for s, _ in ends], together.S)
        assert sum(n for _, n in ends) == ours
    ends = [step_by_step(W, s) for s in probes]
    assert np.array_equal([s for s, _ in ends], together.S)
    assert sum(n for _, n in ends) == ours

    batched, stepwise = f"`settle`, {PROBES} probes at once", "`recall`, every step yielded"
    loop, dots = "plain loop, fields kept", "plain loop, a dot product per look"
    recalls = {
        batched: lambda: settle(W, probes, order="fixed"),
        stepwise: lambda: [step_by_step(W, s) for s in probes],
        loop: lambda: [incremental(weights, s) for s in starts],
        dots: lambda: [naive(weights, s) for s in starts],
    }
    stores = {"`store`": lambda: store(X)}
    if HopfieldNetwork:
        network = HopfieldNetwork(N=NEURONS)
        network.train_pattern(X.T.astype("int8"))
        states, looks[PACKAGE] = package(network, probes)
        mine, theirs = (overlap(X, S).max(axis=1).mean() for S in (together.S, states))
        assert abs(mine - theirs) < 1e-3, (mine, theirs)
        recalls[PACKAGE] = lambda: package(network, probes)
        stores[f"{PACKAGE}, all patterns in one call"] = lambda: package_store(X.T)
        stores[f"{PACKAGE}, one call for each pattern"] = lambda: package_store(*X)

    print(f"N = {NEURONS}, P = {PATTERNS}, {PROBES} probes with {DAMAGE:.0%} of the neurons turned over.")
    print(f"Processor time, medians of {options.rounds} interleaved rounds, one thread. {options.date},")
    print(f"{options.cpu}, Python {platform.python_version()}, NumPy {np.__version__}.\n")
    times = compare(recalls, options.rounds)
    each = {name: 1e9 * median / looks.get(name, ours) for name, (median, _) in times.items()}
    print("| recall | ms | fastest round, ms | ns a look | looks a second, package = 1 |")
    print("|---|---:|---:|---:|---:|")
    for name, (median, fastest) in times.items():
        ratio = f"{each[PACKAGE] / each[name]:.1f}" if HopfieldNetwork else ""
        print(f"| {name} | {1e3 * median:.1f} | {1e3 * fastest:.1f} | {each[name]:.0f} | {ratio} |")
    times = compare(stores, options.rounds)
    print("\n| storing | ms | fastest round, ms | times as long as ours |\n|---|---:|---:|---:|")
    for name, (median, fastest) in times.items():
        ratio = median / times["`store`"][0]
        print(f"| {name} | {1e3 * median:.1f} | {1e3 * fastest:.1f} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
