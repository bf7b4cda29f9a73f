"""Run notebooks in a fresh kernel and store them in one fixed form.

    uv run python tools/refresh.py [--check] [notebook ...]

Without names: all of notebooks/. A notebook is written only if all its cells ran and something changed, so a
second run changes nothing. With --check nothing is written. Exit status 1 says that one of them failed (the
others are done all the same), or, with --check, that something would change.
"""

import argparse
import base64
import copy
import io
import os
import sys
import tempfile
from pathlib import Path

import matplotlib.font_manager  # noqa: F401 (finds the fonts here; a kernel would say so on stderr)
import nbformat
import numpy as np
import slides
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from matplotlib.image import imread
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from traitlets import default

ROOT = Path(__file__).resolve().parents[1]

# What the kernel would choose itself, unless the shell says otherwise.
INLINE = "module://matplotlib_inline.backend_inline"
VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}
PATIENCE = 300  # seconds for one cell
CELL_METADATA = (
    "alt",
    "jupyter",
    "sheet",
    "tags",
)  # and the slides, which follow from what stands in the cells


class NotebookError(ValueError):
    """A file that holds no notebook."""


class ThisPython(AsyncKernelManager):
    """Without kernel directories "python3" is this very interpreter, whatever else is installed."""

    @default("kernel_spec_manager")
    def _no_directories(self):
        return KernelSpecManager(kernel_dirs=[])


def execute(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """A copy of the notebook, run from top to bottom in a kernel of this very environment.

    Raises nbclient's CellExecutionError at the first cell that fails, CellTimeoutError at one that does not
    end, and RuntimeError if the kernel dies.
    """
    fresh = copy.deepcopy(notebook)
    client = NotebookClient(
        fresh,
        kernel_name="python3",
        kernel_manager_class=ThisPython,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
        timeout=PATIENCE,
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,
    )
    client.execute(env={"OMP_NUM_THREADS": "1"} | os.environ | {"MPLBACKEND": INLINE})
    return fresh


def normalise(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A copy without what differs from run to run or from machine to machine; cells keep their ids."""
    fixed = copy.deepcopy(notebook)
    fixed.metadata = nbformat.from_dict(METADATA)
    fixed.nbformat, fixed.nbformat_minor = 4, 5
    for cell in fixed.cells:
        cell.metadata = nbformat.from_dict({k: v for k, v in cell.metadata.items() if k in CELL_METADATA})
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                output.data["image/png"] = "".join(output.data["image/png"].split()) + "\n"
            if {"image/png", "text/plain"} & set(
                output.get("data", {})
            ):  # something is left without the view
                output.data.pop(VIEW, None)
                output.metadata.pop(VIEW, None)
    slides.mark(fixed)
    return fixed


def same_picture(one: str, other: str) -> bool:
    """Whether two base64 encoded PNGs decode to the same pixels."""
    decoded = [imread(io.BytesIO(base64.b64decode(p)), format="png") for p in (one, other)]
    return decoded[0].shape == decoded[1].shape and bool(np.all(decoded[0] == decoded[1]))


def keep_pictures(fresh: nbformat.NotebookNode, stored: nbformat.NotebookNode) -> None:
    """Put the stored PNG back into `fresh` where the pixels agree (the bytes may still differ)."""
    before = {cell.get("id"): cell.get("outputs", []) for cell in stored.cells}
    for cell in fresh.cells:
        for new, old in zip(cell.get("outputs", []), before.get(cell.get("id"), [])):
            pair = [output.get("data", {}).get("image/png") for output in (new, old)]
            if all(pair) and same_picture(*pair):
                new.data["image/png"] = pair[1]


def text_of(notebook: nbformat.NotebookNode) -> str:
    """The notebook as it stands in its file: sorted keys, indented by one, with a newline at the end."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=4) + "\n"


def refreshed(path: Path) -> str:
    """What the file should hold: executed, normalised, with the stored pictures that are still right."""
    text = path.read_bytes()
    try:
        stored = nbformat.reads(text.decode(), as_version=4)
        nbformat.validate(stored)
    except Exception as error:  # nbformat raises errors of many kinds, AttributeError among them
        raise NotebookError(str(error).splitlines()[0]) from error
    fresh = execute(normalise(stored), path.parent)
    keep_pictures(fresh, stored)
    return text_of(normalise(fresh))


def write(path: Path, text: str) -> None:
    """Replace the file in one move, so that an interrupt leaves the old one or the new one."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        file.write(text)
    os.chmod(file.name, path.stat().st_mode)
    os.replace(file.name, path)


def outcome(path: Path, *, check: bool) -> str:
    """Refresh one notebook, or only look, and say what became of it."""
    text = refreshed(path)
    if path.read_bytes() == text.encode():
        return "unchanged"
    if check:
        return "would change"
    write(path, text)
    return "written"


# A sentence for all that may go wrong with one notebook. The first that fits; a timeout is an OSError, too.
FAILURES = {
    CellExecutionError: "a cell failed",
    CellTimeoutError: f"a cell ran longer than {PATIENCE} s",
    RuntimeError: "its kernel died",
    FileNotFoundError: "there is no such file",
    OSError: "it could not be read or written",
    NotebookError: "it is no notebook",
}


def main(arguments: list[str] | None = None) -> int:
    """Refresh the named notebooks and say what became of each; the exit status is 0 if all is well."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "notebook", nargs="*", type=Path, default=sorted((ROOT / "notebooks").glob("*.ipynb"))
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit status 1 if it would change"
    )
    options = parser.parse_args(arguments)
    status = 0
    for path in options.notebook:
        try:
            said = outcome(path, check=options.check)
        except tuple(FAILURES) as error:
            reason = next(said for kind, said in FAILURES.items() if isinstance(error, kind))
            print(f"{path}: not refreshed, {reason}.\n{error}", file=sys.stderr)
            status = 1
        else:
            print(f"{path.name}: {said}")
            status = max(status, said == "would change")
    return status


if __name__ == "__main__":
    sys.exit(main())
