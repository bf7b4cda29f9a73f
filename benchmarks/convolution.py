"""Time an epoch of a small convolution in `nnlab` against PyTorch; print a Markdown table.

    uv run python benchmarks/convolution.py [--rounds N] [--cpu NAME] [--date DATE]

1,437 digits in the middle of 16x16 sheets, 32 kernels of 5x5 with padding 4, relu, global maximum, dense
layer, softmax with cross-entropy, batches of 32, momentum 0.9. Contenders: ours; PyTorch eager in double
precision, which sees the same batches and must agree with ours after an epoch; and PyTorch in the single
precision that is its custom. Without PyTorch only ours is timed. One thread; in every round each runs
once, in turn; the table shows medians of the processor time of an epoch.
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
from datetime import date

import numpy as np
from timing import cpu_name, milliseconds

from nnlab.batches import Batches, Shuffled, Stream
from nnlab.conv_network import ConvNetwork, loss_of
from nnlab.data import digits, one_hot
from nnlab.descent import descend, stop
from nnlab.optimisers import Momentum
from nnlab.rows import Arrays
from nnlab.sheets import laid

NET = ConvNetwork((16, 16))
FOUND = digits()
X = laid(FOUND.X.reshape(-1, 8, 8)[:1437] / 16, 16)
CLASSES = FOUND.y[:1437]
BATCHES = Batches(Arrays(X, one_hot(CLASSES, 10)), 32, Shuffled(0))
RULE = Momentum(0.05)
START = NET.init(rng=np.random.default_rng(1))


def ours():
    stream = Stream(loss_of(NET), BATCHES)

    def run():
        *_, last = stop(descend(stream, START, rule=RULE), at_most=BATCHES.per_epoch)
        return last.theta

    return run


def pytorch(kind):
    import torch

    torch.set_num_threads(1)
    (K, b), (W, c) = NET.layers(START)
    pictures = torch.tensor(X.reshape(-1, 1, 16, 16), dtype=getattr(torch, kind))
    classes = torch.tensor(CLASSES)
    distance = torch.nn.CrossEntropyLoss()
    order = torch.from_numpy(np.random.default_rng((0, 0)).permutation(len(X)))

    def run():
        see, tell = torch.nn.Conv2d(1, 32, 5, padding=4), torch.nn.Linear(32, 10)
        model = torch.nn.Sequential(
            see, torch.nn.ReLU(), torch.nn.AdaptiveMaxPool2d(1), torch.nn.Flatten(), tell
        ).to(pictures.dtype)
        with torch.no_grad():
            see.weight.copy_(torch.tensor(K.T.reshape(32, 1, 5, 5).copy()))
            see.bias.copy_(torch.tensor(b.copy()))
            tell.weight.copy_(torch.tensor(W.T.copy()))
            tell.bias.copy_(torch.tensor(c.copy()))
        rule = torch.optim.SGD(model.parameters(), lr=RULE.lr, momentum=RULE.momentum)
        values = []
        for rows in order.split(32):
            rule.zero_grad()
            value = distance(model(pictures[rows]), classes[rows])
            value.backward()
            rule.step()
            values.append(value.item())
        with torch.no_grad():
            parts = see.weight.reshape(32, 25).T, see.bias[None], tell.weight.T, tell.bias[None]
            return torch.cat([part.ravel() for part in parts]).numpy()

    return run


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cpu", default=cpu_name(), help="the processor's name in the table")
    parser.add_argument("--date", default=date.today().isoformat(), help="the date in the table")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    runs, version = {"`nnlab`, double precision": ours()}, "PyTorch not installed: not measured"
    if importlib.util.find_spec("torch") is not None:
        import torch

        version = f"PyTorch {torch.__version__}"
        for kind, said in dict(float64="double", float32="single").items():
            runs[f"PyTorch, eager, {said} precision"] = pytorch(kind)
        same, near = (
            np.abs(runs[f"PyTorch, eager, {kind} precision"]() - ours()()).max()
            for kind in ("double", "single")
        )
        assert same < 1e-9, f"another trajectory, by {same}"
        print(f"After an epoch theta differs from ours by {same:.1e}, in single precision by {near:.1e}.")
    print(f"Processor time of an epoch, medians of {options.rounds} interleaved rounds.")
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, {version}"
    print(f"{options.date}, {options.cpu}, {versions}.")
    times = {name: [] for name in runs}
    for _ in range(options.rounds):
        for name, run in runs.items():
            times[name].append(milliseconds(run))
    mine = statistics.median(times["`nnlab`, double precision"])
    print("\n| | ms an epoch | fastest | times ours |\n|---|---:|---:|---:|")
    for name, spent in times.items():
        median = statistics.median(spent)
        print(f"| {name} | {median:.1f} | {min(spent):.1f} | {median / mine:.2f} |")


if __name__ == "__main__":
    main()
