"""Each rule for notebooks is tried on a good one with one thing broken; then ours must be without faults."""

import base64
import copy
import io
import json

import nbformat
import numpy as np
import pytest
import refresh
from matplotlib.image import imsave
from notebook_rules import (
    BEATS,
    BEATS_OF_LESSON_0,
    HEIGHT,
    NOTEBOOKS,
    PROMISES,
    VIEW,
    WIDTH,
    cells_of,
    faults,
    joined,
)

from nnlab import exercises


def stream(text, name="stdout"):
    return nbformat.v4.new_output("stream", name=name, text=text)


ALT = "a line from one corner to the other"


def display(**data):
    kinds = {"png": "image/png", "plain": "text/plain", "html": "text/html", "view": VIEW}
    said = {"image/png": {"alt": ALT}} if "png" in data else {}
    bundle = {kinds[kind]: value for kind, value in data.items()}
    return nbformat.v4.new_output("display_data", bundle, metadata=said)


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


SECTIONS = (
    " about 35 minutes: *Play* 5, *Idea* 5, *By hand* 5, *The code that runs* 5, *Picture* 5, then "
    "*Break it* 5, *Exercises* 5."
)
FOLDED = {"jupyter": {"source_hidden": True}}
BREAKS = {
    "a cell without execution count": (put(3, execution_count=None), "execution counts"),
    "a cell run out of order": (put(3, execution_count=5), "execution counts"),
    "widget state": (lambda n: n["metadata"].update(widgets={}), "stored widget state"),
    "no id": (lambda n: n["cells"][2].pop("id"), "without id"),
    "same id": (lambda n: n["cells"][2].update(id=n["cells"][3]["id"]), "one id"),
    "an output hidden": (put(7, metadata={"jupyter": {"outputs_hidden": True}}), "may have"),
    "source and output hidden": (
        put(7, metadata={"jupyter": {"source_hidden": True, "outputs_hidden": True}}),
        "may have",
    ),
    "prose hidden": (put(2, metadata=FOLDED), "may have"),
    "folded without output": (put(1, metadata=FOLDED), "shows nothing"),
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
    "picture without words": (lambda n: n["cells"][3]["outputs"][0].update(metadata={}), "that says what"),
    "picture with too few words": (
        lambda n: n["cells"][3]["outputs"][0].update(metadata={"image/png": {"alt": "a picture of it"}}),
        "that says what",
    ),
    "a sheet without a picture": (put(7, metadata={"sheet": "Nothing to see."}), "for the sheet, and has"),
    "a sheet without a formula": (put(2, metadata={"sheet": "Words alone."}), "for the sheet, and has"),
    "a caption without a sentence": (put(9, metadata={"sheet": "a picture"}), "is no sentence: 'a picture'"),
    "words without a picture": (put(7, metadata={"alt": ALT}), "no picture that needs it"),
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
    "a section without minutes": (
        say_more(0, SECTIONS.replace("*Idea* 5, ", "")),
        "gives minutes for Play, By",
    ),
    "minutes that do not add up": (
        say_more(0, SECTIONS.replace("5.", "6.")),
        "add up to 36 minutes, not to 35",
    ),
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


def test_a_lesson_may_give_minutes_for_its_sections(folder):
    notebook = good()
    say_more(0, SECTIONS)(notebook)
    assert faults(notebook, folder) == []


def test_a_cell_that_shows_something_may_be_folded(folder):
    notebook = good()
    put(7, metadata=FOLDED)(notebook)
    assert faults(notebook, folder) == []


def test_a_figures_cell_may_say_what_it_shows(folder):
    notebook = good()
    put(9, metadata={"alt": ALT})(notebook)
    notebook["cells"][9]["outputs"][0].update(metadata={})
    assert faults(notebook, folder) == []


def test_a_cell_may_go_on_the_sheet(folder):
    notebook = good()
    put(9, metadata={"sheet": "The picture of this lesson."})(notebook)
    put(4, source="## Idea\n\n$$a = b$$\n\n" + "words " * 30, metadata={"sheet": "**The formula**."})(
        notebook
    )
    assert faults(notebook, folder) == []


def good_start():
    """A small lesson 0, which has beats of its own: a test, and parts that each show a picture."""
    notebook = good()
    first, imports, *_, last = notebook["cells"]
    first["source"] = joined(first["source"]).replace("# 1 ·", "# 0 ·")
    parts, prose = [], "words that explain " * 12
    for k, beat in enumerate(BEATS_OF_LESSON_0):
        parts.append(dict(copy.deepcopy(notebook["cells"][2]), id=f"beat-{k}", source=f"{beat}\n\n{prose}"))
        if beat.startswith("## Part"):
            parts.append(dict(copy.deepcopy(notebook["cells"][3]), id=f"shown-{k}", execution_count=k + 1))
    notebook["cells"] = [first, imports, *parts, last]
    return notebook


def test_lesson_0_has_beats_of_its_own(folder):
    assert faults(good_start(), folder) == []
    other = good()
    other["cells"][0]["source"] = joined(other["cells"][0]["source"]).replace("# 1 ·", "# 0 ·")
    assert any("the beats are not ## Test yourself, ## Part 1" in fault for fault in faults(other, folder))
    start = good_start()
    start["cells"][0]["source"] = joined(start["cells"][0]["source"]).replace("# 0 ·", "# 1 ·")
    assert any("the beats are not ## Play" in fault for fault in faults(start, folder))


def test_each_part_of_lesson_0_shows_a_picture(folder):
    start = good_start()
    shown = [cell for cell in start["cells"] if cell["id"] == "shown-2"]
    shown[0].update(source="2 + 3", outputs=[])
    assert faults(start, folder) == ["## Part 2 · Slopes and logarithms: no picture"]


def test_lesson_0_gives_minutes_for_its_parts(folder):
    parts = "*Test yourself* 10, *Part 1* 5, *Part 2* 5, *Part 3* 5, *Part 4* 5"
    for total, found in (30, []), (31, ["the sections add up to 30 minutes, not to 31"]):
        start = good_start()
        start["cells"][0]["source"] += f"about {total} minutes: {parts}."
        assert faults(start, folder) == found


def good_playground():
    """A small playground: a title, the cell that shows it, and help."""
    notebook = good()
    notebook["cells"] = [notebook["cells"][k] for k in (0, 3, 2, -1)]
    title, shows, *_ = notebook["cells"]
    title["source"] = "# The playground\n\nPrevious: none · Next: none"
    shows.update(source="from nnlab import explore\n\nexplore.playground()", execution_count=1)
    return notebook


def test_the_playground_is_a_page_of_its_own(folder):
    assert faults(good_playground(), folder) == []


@pytest.mark.parametrize(
    ("breaks", "expected"),
    [
        (put(0, source="# The playground"), "the first cell has no Previous and Next"),
        (put(1, outputs=[]), "the playground: no picture"),
        (put(2, source="words " * 40), "no help under headings"),
        (lambda n: n["cells"].insert(1, n["cells"].pop(2)), "expected one code cell, the second of all"),
        (
            lambda n: n["cells"].append(dict(copy.deepcopy(n["cells"][1]), id="x", execution_count=2)),
            "found 2 code cells",
        ),
    ],
)
def test_a_fault_of_the_playground_is_found(breaks, expected, folder):
    notebook = good_playground()
    breaks(notebook)
    found = faults(notebook, folder)
    assert any(expected in fault for fault in found), found


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
    solutions = {
        exercise: exercises._find(exercise).reference
        for exercise in exercises.names()
        if name.startswith("00_") or not exercise.startswith("start.")  # the lessons use what lesson 0 asks
    }
    assert faults(json.loads(path.read_text(encoding="utf-8")), path.parent, solutions) == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_our_notebook_is_stored_in_the_fixed_form(name):
    path = NOTEBOOKS[name]
    stored = nbformat.read(path, as_version=4)
    as_refreshed = refresh.text_of(refresh.normalise(stored))
    assert path.read_text(encoding="utf-8") == as_refreshed, "run: uv run python tools/refresh.py"


def test_the_code_of_lesson_0_is_narrow():
    """It is the first page that many see; on 1000 pixels beside the file list no line is cut off."""
    notebook = json.loads(NOTEBOOKS["00_start_here.ipynb"].read_text(encoding="utf-8"))
    lines = [line for _, _, source in cells_of(notebook, "code") for line in source.splitlines()]
    assert max(map(len, lines)) <= 66
