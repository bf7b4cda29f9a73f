"""Recompute the long figures of the Hopfield lesson, with standard errors. Takes about a minute.

    uv run python benchmarks/capacity.py [--part overlaps|diagonal|depths|digits]

Conventions: random patterns, Hebb, zero diagonal unless said; neurons one by one, in random order, T = 0.

overlaps    From each pattern itself until settled; mean over the patterns.
diagonal    Share of the patterns that no neuron leaves; where the field is 0 it keeps.
depths      100 random starts in each network; of the ends that are near no pattern (no overlap above 0.9,
            plus or minus), the share that lies below the mean energy of the states reached from the patterns
            (those with an overlap above 0.9).
digits      One digit from each of P classes, drawn at random, pixels from 8 on are +1; share of the patterns
            that no neuron leaves.

Each figure is a mean over networks, and the standard error is that of this mean.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before NumPy is imported: the products are small
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"
os.environ["VECLIB_MAXIMUM_THREADS"] = "1"

import argparse
import time

import numpy as np

from nnlab import data
from nnlab.capacity import energy_levels, theoretical_capacity, trials
from nnlab.hopfield import store
from nnlab.sweep import mean_and_error


def overlaps(rng):
    for load in (0.10, 0.138, 0.16, 0.20):
        came = mean_and_error([t.overlap for t in trials(500, [round(500 * load)], 40, rng=rng)])
        yield f"overlap, N = 500, load {load:g}, 40 networks", came


def diagonal(rng):
    for kept in (False, True):
        stable = mean_and_error([t.stable for t in trials(100, [14], 1000, rng=rng, diagonal=kept)])
        yield f"stable, N = 100, P = 14, diagonal {'kept' if kept else '0'}, 1000 networks", stable


def spurious(rng):
    for load in (0.05, 0.10, 0.13):
        below = []
        for chance in rng.spawn(60):
            X = chance.choice([-1, 1], size=(round(500 * load), 500))
            retrieval, others = energy_levels(store(X), X, rng=chance)
            if len(retrieval) and len(others):
                below.append((others < retrieval.mean()).mean())
        yield (
            f"spurious below retrieval, N = 500, load {load:g}, {len(below)} networks",
            mean_and_error(below),
        )


def digits(rng):
    digits = data.digits()
    pictures = np.where(digits.X >= 8, 1, -1)
    for P in range(1, 6):
        stable = []
        for _ in range(400):
            classes = rng.permutation(10)[:P]
            X = pictures[[rng.choice(np.flatnonzero(digits.y == c)) for c in classes]]
            stable.append((X * (X @ store(X)) >= 0).all(axis=1).mean())
        yield f"stable digits, P = {P}, 400 networks", mean_and_error(stable)


PARTS = {"overlaps": overlaps, "diagonal": diagonal, "depths": spurious, "digits": digits}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=PARTS)
    part = parser.parse_args().part
    print("| | mean | standard error | seconds |\n|---|---:|---:|---:|")
    for name, figures in PARTS.items():
        if part in (None, name):
            begin = time.perf_counter()
            for what, (value, error) in figures(np.random.default_rng(0)):
                took, begin = time.perf_counter() - begin, time.perf_counter()
                print(f"| {what} | {value:.4f} | {error:.4f} | {took:.0f} |", flush=True)
    print("\nTheory at N = 100 and 500:", theoretical_capacity(100), theoretical_capacity(500), sep="\n")


if __name__ == "__main__":
    main()
