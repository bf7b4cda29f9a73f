"""Run every test at both ends of the range of dependencies that pyproject.toml allows.

    uv run python tools/try_range.py [oldest] [newest]

Oldest: each direct dependency at its floor, on the oldest Python. Newest: what the package index offers
today, on the newest Python that was tried. Each end gets a copy of the tracked files and an environment
of its own in a temporary folder, so nothing here changes; uv brings the Python if it is missing. It takes
some minutes for each end. Exit status 1 says that a test failed. The outcome belongs into
CONTRIBUTING.md, with its date.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENDS = {"oldest": ("3.11", "lowest-direct"), "newest": ("3.15", "highest")}  # Python, and uv's way to choose
NAMED = ("numpy", "jupyterlab", "matplotlib", "ipywidgets", "anywidget", "nbval", "pytest")


def copy_tracked(folder: Path) -> None:
    """Copy every file that git tracks, as it stands in the working tree."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    for name in filter(None, tracked.split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def versions(listing: str) -> str:
    """The named packages with their versions, from the lines `name==version` of `uv pip freeze`."""
    found = dict(re.findall(r"^([A-Za-z0-9-]+)==(\S+)$", listing, re.M))
    return ", ".join(f"{name} {found[name]}" for name in NAMED)


def attempt(end: str) -> tuple[int, str]:
    """Run the tests at one end: pytest's exit status, and a row for the table in CONTRIBUTING.md."""
    python, resolution = ENDS[end]
    with tempfile.TemporaryDirectory() as scratch:
        copy_tracked(Path(scratch))
        # An environment that is active here must not be taken for the copy's own.
        outside = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
        here = dict(cwd=scratch, env=outside | {"CI": "true"})  # where a skipped test is a failure
        subprocess.run(["uv", "sync", "--python", python, "--resolution", resolution], check=True, **here)
        freeze = ["uv", "pip", "freeze"]
        listing = subprocess.run(freeze, check=True, capture_output=True, text=True, **here).stdout
        run = subprocess.Popen(
            ["uv", "run", "--no-sync", "pytest", "-q"], stdout=subprocess.PIPE, text=True, **here
        )
        last = ""
        for line in run.stdout:
            print(line, end="", flush=True)
            last = line.strip("= \n") or last
        status = run.wait()
    return status, f"| {end} | {python} | {versions(listing)} | {last} | {date.today()} |"


def main() -> int:
    """Try the ends named on the command line, or both."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("ends", nargs="*", default=[*ENDS], metavar="end", help="oldest, newest or both")
    ends = arguments.parse_args().ends
    if unknown := set(ends) - set(ENDS):
        arguments.error(f"expected {' or '.join(ENDS)}, got {', '.join(sorted(unknown))}")
    outcomes = [attempt(end) for end in ends]
    print("\n| end | Python | versions | outcome | date |\n|---|---|---|---|---|")
    for _, row in outcomes:
        print(row)
    return int(any(status for status, _ in outcomes))


if __name__ == "__main__":
    sys.exit(main())
