"""Read a file that does not fit under a limit of memory, and a CSV file in pieces; print Markdown tables.

    uv run python benchmarks/disk.py [--megabytes N] [--rows N] [--folder F]

A .npy file of float32, 64 columns, is gone through once under a limit of data memory (RLIMIT_DATA) of a
third of its size, beyond what NumPy itself needs; each way in a process of its own. Then a CSV file of
whole numbers, 10 columns, is read: in pieces by `csv_rows.Csv`, in pieces by pandas if it is installed, and
whole by np.loadtxt. The sums of all columns must agree. Memory is the largest resident set (VmHWM) beyond
that after the imports, so this runs on Linux alone. Files are temporary; the free space is looked at first.
"""

import argparse
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

WAYS = {
    "np.load": "whole = np.load(path).sum(axis=0, dtype=float)",
    "np.load, memory map": "whole = total(MemoryMap(path), InOrder())",
    "`Npy`, in order": "whole = total(Npy(path), InOrder())",
    "`Npy`, 100 chunks of 100 rows mixed": "whole = total(Npy(path), Mixed(100, 100))",
    "`Npy`, shuffled onto 64 piles": (
        "piles = shuffle(Npy(path), path + '.piles', rng=rng, piles=64)\nwhole = total(piles, InOrder())"
    ),
}
CSV = {
    "`Csv`, pieces of 1000": "whole = total(Csv(path), InOrder(), 1000)",
    "`Csv`, pieces of 10,000": "whole = total(Csv(path, every=10_000), InOrder(), 10_000)",
    "pandas, pieces of 10,000": (
        "whole = sum(part.to_numpy(float).sum(axis=0) for part in\n"
        "            pandas.read_csv(path, header=None, chunksize=10_000))"
    ),
    "np.loadtxt, whole": "whole = np.loadtxt(path, delimiter=',').sum(axis=0)",
}
CHILD = """
import json, re, resource, sys, time
import numpy as np
from nnlab.batches import Batches
from nnlab.csv_rows import Csv
from nnlab.orders import InOrder, Mixed
from nnlab.piles import shuffle
from nnlab.rows import MemoryMap, Npy
{first}

def status(name):
    return int(re.search(name + r":\\s+(\\d+)", open("/proc/self/status").read())[1]) * 1024

def total(rows, order, size=10_000):
    return sum(part.sum(axis=0, dtype=float) for (part,) in Batches(rows, size, order).epoch())

path, limit, rng = sys.argv[1], int(sys.argv[2]), np.random.default_rng(0)
if limit:
    most = status("VmData") + limit
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
before, begin = status("VmRSS"), time.process_time()
try:
{way}
except MemoryError as error:
    print(json.dumps({{"failed": str(error)}}))
else:
    spent = time.process_time() - begin
    grown = status("VmHWM") - before
    print(json.dumps({{"seconds": spent, "grown": grown, "sum": whole.tolist()}}))
"""


def run(way, path, limit=0):
    first = "import pandas" if "pandas" in way else ""
    code = CHILD.format(first=first, way="\n".join(f"    {line}" for line in way.splitlines()))
    command = [sys.executable, "-W", "ignore", "-c", code, str(path), str(limit)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def table(title, ways, path, right, limit=0):
    print(f"\n| {title} | s of processor time | MB beyond the start |\n|---|---:|---:|")
    for name, way in ways.items():
        if "pandas" in name and importlib.util.find_spec("pandas") is None:
            continue
        got = run(way, path, limit)
        if "failed" in got:
            print(f"| {name} | fails: {got['failed']} | |")
            continue
        np.testing.assert_allclose(got["sum"], right, rtol=1e-9)
        print(f"| {name} | {got['seconds']:.1f} | {got['grown'] / 1e6:.0f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1500)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", default=None, help="where the temporary files go")
    options = parser.parse_args()
    n = options.megabytes * 1_000_000 // 256
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        needed = 4 * 256 * n + 40 * options.rows
        free = shutil.disk_usage(folder).free
        assert free > needed, f"{needed / 1e6:,.0f} MB needed, {free / 1e6:,.0f} free"
        path, rng, right = Path(folder, "large.npy"), np.random.default_rng(0), np.zeros(64)
        with path.open("wb") as file:
            header = dict(descr="<f4", fortran_order=False, shape=(n, 64))
            np.lib.format.write_array_header_1_0(file, header)
            for start in range(0, n, 10_000):
                part = rng.random((min(10_000, n - start), 64), dtype=np.float32)
                right += part.sum(axis=0, dtype=float)
                part.tofile(file)
        limit = options.megabytes * 1_000_000 // 3
        table(f"{options.megabytes} MB of float32 under {limit // 1_000_000} MB", WAYS, path, right, limit)
        path, right = Path(folder, "large.csv"), np.zeros(10)
        with path.open("w") as file:
            for start in range(0, options.rows, 10_000):
                part = rng.integers(1000, size=(min(10_000, options.rows - start), 10))
                right += part.sum(axis=0)
                np.savetxt(file, part, fmt="%d", delimiter=",")
        size = path.stat().st_size / 1e6
        table(f"CSV, {options.rows:,} rows of 10, {size:.0f} MB", CSV, path, right)


if __name__ == "__main__":
    begin = time.perf_counter()
    main()
    print(f"\n{time.perf_counter() - begin:.0f} s in all.")
