"""Guards over the notebooks. nbval compares the stored text; these say what must be stored at all.

`faults(notebook, folder)` lists what is wrong as sentences.
"""

import ast
import base64
import inspect
import io
import json
import re
import statistics
import textwrap
from pathlib import Path

from matplotlib.image import imread

ROOT = Path(__file__).parents[2]
NOTEBOOKS = {path.name: path for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
LESSONS = {name: path for name, path in NOTEBOOKS.items() if re.match(r"\d\d_", name)}

# A cell that only checks what the prose says may be folded in JupyterLab; what it prints is seen.
FOLDED = {"jupyter": {"source_hidden": True}}
LONGEST, MEDIAN, WORDS_PER_LINE, MEGABYTES = 20, 5, 15, 1.5
FEWEST_WORDS = 5  # that say what a picture shows
WIDTH, HEIGHT = 200, 150  # of a stored picture, in pixels: larger than this
TITLE = r"# (\d+) · \w+"
PLAYGROUND = "# The playground"  # the title of the page that is no lesson
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
# Lesson 0 is a test and four short parts, each of which plays first and explains afterwards.
BEATS_OF_LESSON_0 = (
    "## Test yourself",
    "## Part 1 · Sums and tables",
    "## Part 2 · Slopes and logarithms",
    "## Part 3 · Matrices, shapes and chains",
    "## Part 4 · Generators and chance",
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


def folding_faults(notebook):
    for number, cell in enumerate(notebook["cells"]):
        # Tags, alt and sheet have rules of their own, and tools/slides.py sets the slides.
        free = ("tags", "alt", "sheet", "slideshow")
        given = {key: value for key, value in cell["metadata"].items() if key not in free}
        if given and (given != FOLDED or cell["cell_type"] != "code"):
            yield f"cell {number}: metadata {given}; a code cell may have {FOLDED}, and nothing else"
        elif given and not cell["outputs"]:
            yield f"cell {number}: folded, and shows nothing"


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


def alt_faults(notebook):
    """Each stored picture says in words what it shows: an explorable's output by itself, a figure's cell."""
    for number, cell in enumerate(notebook["cells"]):
        outputs = [output for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]
        described = [output["metadata"].get("image/png", {}).get("alt") for output in outputs]
        alt = cell["metadata"].get("alt")
        if "alt" in cell["metadata"] and (not outputs or all(described)):
            yield f"cell {number}: an alt, and no picture that needs it"
        for text in (own or alt for own in described):
            if not isinstance(text, str) or len(text.split()) < FEWEST_WORDS:
                yield f"cell {number}: a picture without a sentence that says what it shows (alt): {text!r}"


def sheet_faults(notebook):
    """What goes on the lesson's sheet is there, and has a sentence as its caption."""
    for number, cell in enumerate(notebook["cells"]):
        if "sheet" not in cell["metadata"]:
            continue
        kinds = {kind for output in cell.get("outputs", []) for kind in output.get("data", {})}
        if not ("image/png" in kinds or (cell["cell_type"] == "markdown" and "$$" in joined(cell["source"]))):
            yield f"cell {number}: for the sheet, and has neither a picture nor a formula by itself"
        caption = cell["metadata"]["sheet"]
        if not isinstance(caption, str) or not caption.endswith((".", "?")):
            yield f"cell {number}: the caption on the sheet is no sentence: {caption!r}"


def rooted_in(node, names):
    """Whether a call such as `a.b(1).c()` begins at one of these names."""
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and node.id in names


def explorable_faults(notebook):
    """A cell that ends with an explorable must show a picture: `explore.x(...)`, or a name it was given.

    A question (`ask(...)`, `guess.again()`) is kept as HTML.
    """
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
        kept = [kind for output in cell["outputs"] for kind in output.get("data", {})]
        if (made_here or made_before) and not {"image/png", "text/html"} & set(kept):
            yield f"{place}: an explorable whose output holds no image/png, or a question without text/html"


def is_playground(notebook):
    return joined(notebook["cells"][0]["source"]).startswith(PLAYGROUND)


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
        drawn = number == 0 and not is_playground(notebook)
        if drawn and not re.search(r"^rng = ", source, re.MULTILINE):
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


def beats_of(notebook):
    """The beats that a lesson has: those of lesson 0 are its own."""
    opening = re.match(TITLE, joined(notebook["cells"][0]["source"]))
    return BEATS_OF_LESSON_0 if opening and opening[1] == "0" else BEATS


def shown_in(notebook):
    """The beats that show a picture."""
    beats = beats_of(notebook)
    return ("## Play", "## Picture") if beats == BEATS else beats[1:-1]


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
    if beats != beats_of(notebook):
        yield f"the beats are not {', '.join(beats_of(notebook))} but {', '.join(beats)}"
    sections = {}
    heading = None
    for cell in notebook["cells"]:
        found = re.search(r"^## .+$", joined(cell["source"]), re.MULTILINE)
        heading = found[0] if found and cell["cell_type"] == "markdown" else heading
        sections.setdefault(heading, []).append(cell)
    if "code" not in [cell["cell_type"] for cell in sections.get(None, [])]:
        yield "no cell with imports and rng before the first beat"
    for heading in shown_in(notebook):
        outputs = [output for cell in sections.get(heading, []) for output in cell.get("outputs", [])]
        if not any("image/png" in output.get("data", {}) for output in outputs):
            yield f"{heading}: no picture"


def lesson_faults(notebook):
    yield from beat_faults(notebook)
    yield from time_faults(notebook)


def playground_faults(notebook):
    """The playground is a title, one cell that shows it, and a page of help under headings of its own."""
    first, *rest = notebook["cells"]
    if any(way not in joined(first["source"]) for way in ("Previous", "Next")):
        yield "the first cell has no Previous and Next"
    shown = [cell for cell in rest if cell["cell_type"] == "code"]
    if rest[:1] != shown:
        yield f"expected one code cell, the second of all, found {len(shown)} code cells"
    elif not any("image/png" in output.get("data", {}) for output in shown[0]["outputs"]):
        yield "the playground: no picture"
    if not any(heading.startswith("## ") for heading in headings_in(notebook)):
        yield "no help under headings"


def time_faults(notebook):
    """A lesson that gives minutes for its sections gives them for all, and they add up."""
    opening = joined(notebook["cells"][0]["source"])
    parts = dict(re.findall(r"\*([A-Z][\w ]+)\* (\d+)", opening))
    expected = [beat.removeprefix("## ").split(" · ")[0] for beat in beats_of(notebook)[:-1]]
    if parts and list(parts) != expected:
        yield f"the opening gives minutes for {', '.join(parts)}, not for {', '.join(expected)}"
    total = re.search(r"(\d+) minutes", opening)
    if parts and total and sum(map(int, parts.values())) != int(total[1]):
        yield f"the sections add up to {sum(map(int, parts.values()))} minutes, not to {total[1]}"


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
        *folding_faults(notebook),
        *output_faults(notebook),
        *alt_faults(notebook),
        *sheet_faults(notebook),
        *explorable_faults(notebook),
        *code_faults(notebook),
        *source_faults(notebook),
        *all_link_faults(notebook, folder),
        *(playground_faults(notebook) if is_playground(notebook) else lesson_faults(notebook)),
        *solution_faults(notebook, solutions or {}),
    ]


# ---- A good notebook, and one thing broken at a time ----------------------------------------------------
