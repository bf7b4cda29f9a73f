"""The explorables of a lesson without the rest of it: the cells that show them, and what these need."""

import ast
import json
from pathlib import Path


def _names(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell binds, and those that it reads."""
    bound, read = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            (bound if isinstance(node.ctx, ast.Store) else read).add(node.id)
        elif isinstance(node, ast.FunctionDef):
            bound.add(node.name)
    return bound, read


def explorables_of(path: Path) -> list[str]:
    """The sources of the first code cell, of all cells that show an explorable, and of what they read."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    first, *rest = [cell for cell in cells if cell["cell_type"] == "code"]
    needed, taken = set(), []
    for cell in reversed(rest):
        source = "".join(cell["source"])
        outputs = [output for output in cell["outputs"] if "image/png" in output.get("data", {})]
        bound, read = _names(source)
        if any(output["output_type"] == "execute_result" for output in outputs) or bound & needed:
            needed = (needed - bound) | read
            taken.append(source)
    return ["".join(first["source"]), *reversed(taken)]
