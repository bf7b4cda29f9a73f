"""Guards over the notebooks. nbval compares the stored text; these say what must be stored at all.

`faults(notebook, folder)` lists what is wrong as sentences. Each rule is tried on a good notebook with one
thing broken; then ours must be without faults.
"""

import ast
import base64
import copy
import inspect
import io
import json
import re
import statistics
import textwrap
from pathlib import Path

import nbformat
import numpy as np
import pytest
import refresh
from matplotlib.image import imread, imsave

from nnlab import exercises

ROOT = Path(__file__).parents[1]
NOTEBOOKS = {path.name: path for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}

LONGEST, MEDIAN, WORDS_PER_LINE, MEGABYTES = 20, 5, 15, 1.5
WIDTH, HEIGHT = 200, 150  # of a stored picture, in pixels: larger than this
TITLE = r"# (\d+) · \w+"
PROMISES = ("**What you will do**", "**What you will learn**", "**What you need**", "minutes")
# Beats one and two are the title and the cell with imports and rng; these are three to ten.
BEATS = (
    "## Play",
    "## Idea",
    "## By hand",
    "## The code that runs",
    "## Picture",
    "## Break it",
    "## Exercises",
    "## What we know now",
)
PATHS = re.compile(
    r"(?<![\w.:/+])/(?:home|root|tmp|work|Users|usr|opt|var|mnt|private)/"  # of Linux and macOS
    r"|\b[A-Z]:\\{1,2}\w"  # of Windows
    r"|site-packages"
)
ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{7,}")
VIEW = "application/vnd.jupyter.widget-view+json"


def joined(text):
    """Text in a notebook's file is one string or a list of lines."""
    return "".join(text) if isinstance(text, list) else text


def cells_of(notebook, kind):
    """(place, cell, source) of every cell of one kind; the place is how a person finds it."""
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == kind:
            yield f"cell {number}", cell, joined(cell["source"])


def lines_of(source):
    return [line for line in source.splitlines() if line.strip()]


def parsed(source):
    try:
        return ast.parse(source)
    except SyntaxError:
        return None


def form_faults(notebook):
    if "widgets" in notebook["metadata"]:
        yield "stored widget state"
    ids = [cell.get("id") for cell in notebook["cells"]]
    if not all(ids):
        yield "a cell without id"
    if len(set(ids)) < len(ids):
        yield "two cells with one id"
    counts = [cell.get("execution_count") for _, cell, _ in cells_of(notebook, "code")]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts are not 1 to {len(counts)}: {counts}"
    size = len(json.dumps(notebook, ensure_ascii=False).encode())
    if size > MEGABYTES * 1e6:
        yield f"{size / 1e6:.1f} MB, more than {MEGABYTES}"


def picture_fault(base64_png):
    """What is wrong with a stored picture, or None. nbval does not look at it, so this must."""
    try:
        pixels = imread(io.BytesIO(base64.b64decode(base64_png)), format="png")
    except Exception as error:  # a PNG can be broken in many ways
        return f"image/png that is no picture ({type(error).__name__})"
    height, width = pixels.shape[:2]
    if width <= WIDTH or height <= HEIGHT:
        return f"picture of {width} x {height}, not larger than {WIDTH} x {HEIGHT}"
    if (pixels == pixels[0, 0]).all():
        return "picture of one colour"
    return None


def output_faults(notebook):
    for place, cell, _ in cells_of(notebook, "code"):
        for output in cell["outputs"]:
            data = output.get("data", {})
            if output["output_type"] == "error":
                yield f"{place}: stored error {output['ename']}"
            if output.get("name") == "stderr":
                yield f"{place}: stderr in an output"
            if VIEW in data and "image/png" not in data:
                yield f"{place}: a widget without image/png"
            if "image/png" in data and (fault := picture_fault(joined(data["image/png"]))):
                yield f"{place}: {fault}"
            texts = [data[kind] for kind in data if not kind.startswith("image/") and kind != VIEW]
            for text in [*texts, output.get("text", "")]:
                text = joined(text) if isinstance(text, str | list) else json.dumps(text)
                if found := ADDRESS.search(text):
                    yield f"{place}: memory address {found[0]} in an output"
                if found := PATHS.search(text):
                    yield f"{place}: path of a machine ({found[0]}) in an output"


def rooted_in(node, names):
    """Whether a call such as `a.b(1).c()` begins at one of these names."""
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and node.id in names


def explorable_faults(notebook):
    """A cell that ends with an explorable must show a picture: `explore.x(...)`, or a name it was given."""
    makers, given = {"explore"}, set()
    for place, cell, source in cells_of(notebook, "code"):
        tree = parsed(source)
        if tree is None or not tree.body:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nnlab.explore"):
                makers |= {alias.asname or alias.name for alias in node.names}
            is_made = isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
            if is_made and rooted_in(node.value, makers):
                given |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        last = tree.body[-1].value if isinstance(tree.body[-1], ast.Expr) else None
        made_here = isinstance(last, ast.Call) and rooted_in(last, makers)
        made_before = isinstance(last, ast.Name) and last.id in given
        pictured = any("image/png" in output.get("data", {}) for output in cell["outputs"])
        if (made_here or made_before) and not pictured:
            yield f"{place}: an explorable whose output holds no image/png"


def code_faults(notebook):
    lengths = []
    for number, (place, cell, source) in enumerate(cells_of(notebook, "code")):
        lengths.append(len(lines_of(source)))
        if lengths[-1] == 0:
            yield f"{place}: empty"
        if lengths[-1] > LONGEST:
            yield f"{place}: {lengths[-1]} lines, more than {LONGEST}"
        if any(re.search(r";\s*(#.*)?$", line) for line in lines_of(source)):
            yield f"{place}: trailing semicolon"
        if tags := cell["metadata"].get("tags"):
            yield f"{place}: tags {tags}"
        if found := re.search(r"NBVAL_\w+|PYTEST_VALIDATE_IGNORE_OUTPUT", source, re.IGNORECASE):
            yield f"{place}: nbval marker {found[0]}"
        tree = parsed(source)
        if tree is None:
            yield f"{place}: not plain Python"
        elif number > 0 and any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(tree)):
            yield f"{place}: import after the first code cell"
        if number == 0 and not re.search(r"^rng = ", source, re.MULTILINE):
            yield f"{place}: the first code cell makes no rng"
    if lengths and statistics.median(lengths) > MEDIAN:
        yield f"median of {statistics.median(lengths):g} lines a cell, more than {MEDIAN}"
    words = sum(words_in(source) for _, _, source in cells_of(notebook, "markdown"))
    if words < WORDS_PER_LINE * sum(lengths):
        yield f"{words} words of prose to {sum(lengths)} lines of code, below {WORDS_PER_LINE} a line"


def words_in(markdown):
    """Words of prose: no code, no formula, no address of a link."""
    for left_out in (
        r"```.*?```",
        r"\$\$.*?\$\$",
        r"\$[^$\n]+\$",
        r"`[^`\n]+`",
        r"<[^>\n]+>",
        r"\]\([^)]*\)",
    ):
        markdown = re.sub(left_out, " ", markdown, flags=re.DOTALL)
    return len(re.findall(r"[^\W\d_][\w'’-]*", markdown))


def source_faults(notebook):
    for number, cell in enumerate(notebook["cells"]):
        source = joined(cell["source"])
        for found in filter(None, (ADDRESS.search(source), PATHS.search(source))):
            yield f"cell {number}: {found[0]} in the source"


def anchor(heading):
    """What JupyterLab and GitHub make of a heading; one spelling, lower case, serves both here."""
    return re.sub(r"[^\w·-]", "", heading.strip().replace(" ", "-")).lower()


def link_faults(markdown, folder, headings=()):
    """Links to files that are not there, and to headings that are not there."""
    bare = re.sub(r"```.*?```|`[^`\n]+`", " ", markdown, flags=re.DOTALL)
    targets = re.findall(r"\]\(<?([^)\s>]+)", bare) + re.findall(r"(?:href|src)=[\"']([^\"']+)", bare)
    for target in targets:
        file, _, heading = target.partition("#")
        if re.match(r"https?:|mailto:|data:", target):
            continue
        if file and not (folder / file).exists():
            yield f"link to {file}, which is not there"
        elif not file and anchor(heading) not in {anchor(h) for h in headings}:
            yield f"link to #{heading}, which is no heading here"
        elif heading and file.endswith(".md"):
            there = headings_of((folder / file).read_text(encoding="utf-8"))
            if anchor(heading) not in {anchor(h.lstrip("# ")) for h in there}:
                yield f"link to {file}#{heading}, which is no heading there"


def headings_of(markdown):
    """The headings with their signs: '## Play'."""
    return re.findall(r"^#{1,6} .+$", re.sub(r"```.*?```", "", markdown, flags=re.DOTALL), re.MULTILINE)


def headings_in(notebook):
    for _, _, source in cells_of(notebook, "markdown"):
        yield from headings_of(source)


def all_link_faults(notebook, folder):
    headings = [heading.lstrip("# ") for heading in headings_in(notebook)]
    for place, _, source in cells_of(notebook, "markdown"):
        yield from (f"{place}: {fault}" for fault in link_faults(source, folder, headings))


def beat_faults(notebook):
    """The beats of a lesson, so that a reader always knows where they are."""
    first, last = notebook["cells"][0], notebook["cells"][-1]
    opening = joined(first["source"])
    if first["cell_type"] != "markdown" or not re.match(TITLE, opening):
        yield "the first cell does not open with a title such as '# 1 · Teach a neuron'"
    yield from (f"the first cell does not say {promise!r}" for promise in PROMISES if promise not in opening)
    for place, cell in (("first", first), ("last", last)):
        for way in ("Previous", "Next"):
            if cell["cell_type"] != "markdown" or way not in joined(cell["source"]):
                yield f"the {place} cell has no {way}"
    beats = tuple(heading for heading in headings_in(notebook) if heading.startswith("## "))
    if beats != BEATS:
        yield f"the beats are not {', '.join(BEATS)} but {', '.join(beats)}"
    sections = {}
    heading = None
    for cell in notebook["cells"]:
        found = re.search(r"^## .+$", joined(cell["source"]), re.MULTILINE)
        heading = found[0] if found and cell["cell_type"] == "markdown" else heading
        sections.setdefault(heading, []).append(cell)
    if "code" not in [cell["cell_type"] for cell in sections.get(None, [])]:
        yield "no cell with imports and rng before the first beat"
    for heading in ("## Play", "## Picture"):
        outputs = [output for cell in sections.get(heading, []) for output in cell.get("outputs", [])]
        if not any("image/png" in output.get("data", {}) for output in outputs):
            yield f"{heading}: no picture"


def squeezed(text):
    """Without blanks and parentheses, which can be set in many ways."""
    return re.sub(r"[\s()]+", "", text)


def essence(function):
    """The lines of a solution that give it away: no docstring, no comments, no blanks, no `return`."""
    source = inspect.getsource(function)
    body = ast.parse(textwrap.dedent(source)).body[0].body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    lines = [line for node in body for line in ast.unparse(node).splitlines()]
    return [
        line for line in (squeezed(line.strip().removeprefix("return ")) for line in lines) if len(line) > 5
    ]


def solution_faults(notebook, solutions):
    """A cell or an output that holds all telling lines of a solution, or a cell that calls for one."""
    essences = {name: essence(function) for name, function in solutions.items()}
    for number, cell in enumerate(notebook["cells"]):
        shown = [joined(cell["source"])]
        for output in cell.get("outputs", []):
            data = [text for kind, text in output.get("data", {}).items() if kind.startswith("text/")]
            shown += [joined(text) for text in [*data, output.get("text", "")]]
        for name, telling in essences.items():
            if any(telling and all(line in squeezed(text) for line in telling) for text in shown):
                yield f"cell {number}: gives the solution of {name} away"
        tree = parsed(joined(cell["source"])) if cell["cell_type"] == "code" else None
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)] if tree else []
        if any(ast.unparse(call.func).split(".")[-1] == "solution" for call in calls):
            yield f"cell {number}: calls for a solution"


def faults(notebook, folder, solutions=None):
    """Everything that is wrong with a notebook (what its file holds, as a dict), as sentences."""
    return [
        *form_faults(notebook),
        *output_faults(notebook),
        *explorable_faults(notebook),
        *code_faults(notebook),
        *source_faults(notebook),
        *all_link_faults(notebook, folder),
        *beat_faults(notebook),
        *solution_faults(notebook, solutions or {}),
    ]


# ---- A good notebook, and one thing broken at a time ----------------------------------------------------


def stream(text, name="stdout"):
    return nbformat.v4.new_output("stream", name=name, text=text)


def display(**data):
    kinds = {"png": "image/png", "plain": "text/plain", "html": "text/html", "view": VIEW}
    return nbformat.v4.new_output("display_data", {kinds[kind]: value for kind, value in data.items()})


def png(pixels):
    """A grey picture of these numbers from 0 to 1, as a notebook holds it."""
    file = io.BytesIO()
    imsave(file, pixels, cmap="gray", vmin=0, vmax=1, format="png")
    return base64.b64encode(file.getvalue()).decode() + "\n"


PICTURE = png(np.eye(HEIGHT + 1, WIDTH + 1))


def good():
    """A small lesson in which nothing is wrong; its code cells are numbers 1, 3 and 7."""
    prose = "words that explain " * 12
    say, run = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    both_ways = "Previous: [Contents](../README.md) · Next: [planned](../README.md#lessons)"
    cells = [
        say(f"# 1 · Teach a neuron\n\n{both_ways}\n\n{' x '.join(PROMISES)}"),
        run("import numpy as np\nfrom nnlab import explore\nrng = np.random.default_rng(1)"),
        say(f"## Play\n\n{prose}"),
        run("explore.perceptron()", outputs=[display(png=PICTURE, plain="a picture")]),
        *(say(f"{beat}\n\n{prose}") for beat in BEATS[1:4]),
        run("value = 1\nprint(value)", outputs=[stream("1\n")]),
        say(f"## Picture\n\nback to [the idea](#Idea), {prose}"),
        run("explore.perceptron()", outputs=[display(png=PICTURE, plain="a picture")]),
        *(say(f"{beat}\n\n{prose}") for beat in BEATS[5:]),
        say(both_ways),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    for count, (_, cell, _) in enumerate(cells_of(notebook, "code"), start=1):
        cell["execution_count"] = count
    nbformat.validate(notebook)
    return json.loads(nbformat.writes(notebook))


def product_of_two(a, b):
    """A solution to be given away."""
    # that is all
    product = a * b
    return product + 0


FORGOTTEN = "```python\nproduct  =  a*b\nreturn product + 0\n```"


def put(number, **keys):
    """A break: set keys of one cell."""
    return lambda notebook: notebook["cells"][number].update(keys)


def say_more(number, text):
    return lambda notebook: notebook["cells"][number].update(
        source=joined(notebook["cells"][number]["source"]) + text
    )


def shown(*outputs):
    return put(7, outputs=[json.loads(json.dumps(output)) for output in outputs])


BREAKS = {
    "a cell without execution count": (put(3, execution_count=None), "execution counts"),
    "a cell run out of order": (put(3, execution_count=5), "execution counts"),
    "widget state": (lambda n: n["metadata"].update(widgets={}), "stored widget state"),
    "no id": (lambda n: n["cells"][2].pop("id"), "without id"),
    "same id": (lambda n: n["cells"][2].update(id=n["cells"][3]["id"]), "one id"),
    "a heavy file": (put(7, outputs=[display(plain="y" * 1_600_000)]), "1.6 MB"),
    "widget without picture": (shown(display(view={"model_id": "1"}, plain="x")), "widget without image/png"),
    "explorable without picture": (put(9, outputs=[]), "explorable whose output holds no"),
    "named explorable without picture": (
        put(9, source="lab = explore.perceptron()\nlab", outputs=[]),
        "explorable whose output holds no",
    ),
    "picture of garbage": (shown(display(png="Z2FyYmFnZQ==\n", plain="x")), "no picture"),
    "picture cut short": (shown(display(png=PICTURE[: len(PICTURE) // 8 * 4], plain="x")), "no picture"),
    "narrow picture": (shown(display(png=png(np.eye(HEIGHT + 1, WIDTH)), plain="x")), "of 200 x 151"),
    "low picture": (shown(display(png=png(np.eye(HEIGHT, WIDTH + 1)), plain="x")), "of 201 x 150"),
    "blank picture": (shown(display(png=png(np.ones((400, 600))), plain="x")), "one colour"),
    "stderr": (shown(stream("oh", "stderr")), "stderr"),
    "error": (
        shown(nbformat.v4.new_output("error", ename="KeyError", evalue="1", traceback=[])),
        "stored error KeyError",
    ),
    "semicolon": (say_more(7, ";"), "trailing semicolon"),
    "a long cell": (put(7, source="a = 1\n" * 21), "21 lines"),
    "long cells": (lambda n: [say_more(i, "\na = 1" * 6)(n) for i in (1, 3, 7)], "median of"),
    "an empty cell": (put(7, source=""), "empty"),
    "too few words": (put(7, source="a = 1\n" * 20), "words"),
    "late import": (say_more(7, "\nimport os"), "import after the first"),
    "import in a function": (say_more(7, "\ndef f():\n    from os import path"), "import after the first"),
    "magic": (say_more(7, "\n%timeit 1"), "not plain Python"),
    "no rng": (put(1, source="import numpy as np\nfrom nnlab import explore"), "makes no rng"),
    "address in an output": (shown(stream("<A at 0x7f3b2c1d>")), "memory address"),
    "address in html": (shown(display(html="<b>0x7f3b2c1d</b>")), "memory address"),
    "path in an output": (shown(stream("see /" + "home/me/x")), "path of a machine"),
    "path in code": (say_more(7, "\nopen('/" + "tmp/x')"), "in the source"),
    "Windows path in prose": (say_more(2, " C:" + "\\Users"), "in the source"),
    "dead link": (say_more(2, " [x](gone.ipynb)"), "gone.ipynb, which is not there"),
    "dead anchor": (say_more(2, " [x](#Nowhere)"), "#Nowhere, which is no heading"),
    "dead anchor in a file": (
        say_more(2, " [x](../README.md#nowhere)"),
        "README.md#nowhere, which is no heading",
    ),
    "anchor in code": (say_more(2, " [x](../README.md#code)"), "README.md#code, which is no heading"),
    "tag": (put(7, metadata={"tags": ["nbval-ignore-output"]}), "tags"),
    "raises": (put(7, metadata={"tags": ["raises-exception"]}), "tags"),
    "marker": (say_more(7, "\n# NBVAL_IGNORE_OUTPUT"), "nbval marker"),
    "old marker": (say_more(7, "\n# PYTEST_VALIDATE_IGNORE_OUTPUT"), "nbval marker"),
    "no title": (put(0, source="# Perceptron " + " ".join(PROMISES) + " Previous Next"), "title such as"),
    "no promise": (put(0, source="# 1 · Teach Previous Next minutes"), "does not say '**What you need**'"),
    "no way on": (put(-1, source="The end"), "last cell has no Next"),
    "beat missing": (put(4, source="idea"), "the beats are not"),
    "beats in another order": (lambda n: n["cells"].insert(2, n["cells"].pop(4)), "the beats are not"),
    "imports late": (lambda n: n["cells"].insert(2, n["cells"].pop(1)), "before the first beat"),
    "no picture": (put(9, source="2 + 3", outputs=[]), "## Picture: no picture"),
    "solution in prose": (say_more(2, "\n" + FORGOTTEN), "solution of product away"),
    "solution in code": (
        say_more(7, "\nproduct = (a\n  * b)\nvalue = product + 0"),
        "solution of product away",
    ),
    "solution in an output": (shown(display(plain=FORGOTTEN)), "solution of product away"),
    "solution called": (say_more(7, "\nexercises.solution('product')"), "calls for a solution"),
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "README.md").write_text("# Contents\n\n## Lessons\n\n```\n# Code\n```\n", encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    return tmp_path / "notebooks"


def test_a_good_notebook_has_no_faults(folder):
    assert faults(good(), folder, {"product": product_of_two}) == []


@pytest.mark.parametrize("name", BREAKS)
def test_each_break_is_found(name, folder):
    breaks, expected = BREAKS[name]
    notebook = copy.deepcopy(good())
    breaks(notebook)
    found = faults(notebook, folder, {"product": product_of_two})
    assert any(expected in fault for fault in found), found


# ---- Ours --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_our_notebook_has_no_faults(name):
    path = NOTEBOOKS[name]
    solutions = {exercise: exercises._find(exercise).reference for exercise in exercises.names()}
    assert faults(json.loads(path.read_text(encoding="utf-8")), path.parent, solutions) == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_our_notebook_is_stored_in_the_fixed_form(name):
    path = NOTEBOOKS[name]
    stored = nbformat.read(path, as_version=4)
    as_refreshed = refresh.text_of(refresh.normalise(stored))
    assert path.read_text(encoding="utf-8") == as_refreshed, "run: uv run python tools/refresh.py"
