"""Say which cells of a notebook open a slide: one rule for all lessons, applied by `refresh.py`.

A beat (a heading of level 1 or 2) opens a slide to the right, other prose one below it. Code and what it
shows stay with their prose where there is room, and get a slide below where there is none. What a class need
not see is skipped: the cell of imports, and cells that are folded because they only check a number.

Heights are estimated, in pixels of a slide of `WIDTH` by `HEIGHT`; tests/browser/test_pages.py measures them.
"""

import base64
import math
import re
import struct

import nbformat

WIDTH, HEIGHT = 1400, 900  # pixels of a slide, as in templates/nnlab-slides
ROOM = 860  # of these, what one slide is filled with: the estimate may be a little low
LINE, GAP, LETTERS = 32, 20, 120  # of prose: a line, between paragraphs (pixels); letters a line
CODE_LINE, CODE_LETTERS = 22, 115
CELL, CODE_CELL, PICTURE = 34, 60, 60  # pixels around a cell, around one of code, around a picture
FORMULA = 66  # a formula that stands by itself
PICTURE_WIDTH = 1240  # a picture that is wider is shown smaller


def _lines(text: str, letters: int) -> int:
    """How many lines a text fills, one that is too long going on in the next."""
    return sum(max(1, math.ceil(len(line) / letters)) for line in text.splitlines())


def _prose_height(markdown: str) -> float:
    """Paragraphs, lists, tables, formulas and code of a cell of prose, in pixels."""
    height = CELL
    for code in re.findall(r"```.*?```", markdown, re.S):
        height += GAP + CODE_LINE * (code.count("\n") - 1)
    markdown = re.sub(r"```.*?```", "", markdown, flags=re.S)
    for formula in re.findall(r"\$\$.*?\$\$", markdown, re.S):
        height += FORMULA * (1 + formula.count(r"\\"))
    markdown = re.sub(r"\$\$.*?\$\$", "", markdown, flags=re.S)
    markdown = re.sub(r"\\[a-zA-Z]+|[{}$*`]|\]\([^)]*\)", "", markdown)  # what is not set as letters
    for block in filter(None, map(str.strip, re.split(r"\n\s*\n", markdown))):
        height += GAP + LINE * _lines(block, LETTERS) + (GAP if block.startswith("#") else 0)
    return height


def _picture_height(base64_png: str) -> float:
    """The height at which a stored PNG is shown; its size stands in its first bytes."""
    wide, high = struct.unpack(">II", base64.b64decode(base64_png[:44])[16:24])
    return high * min(1, PICTURE_WIDTH / wide)


def _output_height(output: dict) -> float:
    data = output.get("data", {})
    if "text/markdown" in data:
        return _prose_height(data["text/markdown"])
    if "image/png" in data:
        return PICTURE + _picture_height(data["image/png"])
    text = output.get("text") or data.get("text/plain", "")
    return CELL + CODE_LINE * _lines(text, CODE_LETTERS)


def height(cell: dict) -> float:
    """How high a cell stands on a slide, about, in pixels."""
    if cell["cell_type"] == "markdown":
        return _prose_height(cell["source"])
    code = CODE_LINE * _lines(cell["source"], CODE_LETTERS)
    return CODE_CELL + code + sum(map(_output_height, cell["outputs"]))


def _is_skipped(cell: dict, is_first_code: bool) -> bool:
    folded = cell["metadata"].get("jupyter", {}).get("source_hidden", False)
    return cell["cell_type"] == "code" and (is_first_code or folded)


def slide_types(notebook: dict) -> list[str]:
    """`slide`, `subslide` or `skip` for each cell, or `-` where it stays on the slide before it."""
    types, filled, code_seen = [], math.inf, False
    for cell in notebook["cells"]:
        is_code, tall = cell["cell_type"] == "code", height(cell)
        if _is_skipped(cell, is_first_code=is_code and not code_seen):
            types.append("skip")
        elif re.match("##? ", cell["source"]) and not is_code:
            types.append("slide")
        elif is_code and filled + tall <= ROOM:
            types.append("-")
        else:
            types.append("subslide")
        code_seen |= is_code
        if types[-1] != "skip":
            filled = filled + tall if types[-1] == "-" else tall
    return types


def mark(notebook: nbformat.NotebookNode) -> None:
    """Write the slides into the cells' metadata, in place of what stands there."""
    for cell, slide_type in zip(notebook.cells, slide_types(notebook)):
        cell.metadata.pop("slideshow", None)
        if slide_type != "-":
            cell.metadata["slideshow"] = nbformat.from_dict({"slide_type": slide_type})
