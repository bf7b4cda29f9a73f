"""Which cells open a slide: the rule on small notebooks, then what it makes of ours."""

import base64
import struct

import nbformat
import pytest
from notebook_rules import LESSONS, beats_of
from slides import HEIGHT, height, mark, slide_types

FOLDED = {"jupyter": {"source_hidden": True}}
# Cells that are one piece and higher than a slide, which then scrolls.
TALL = {
    "00_start_here.ipynb": ["test.advice()", "test.advice()"],
    "02_decision_boundary.ipynb": ["source(Scaler)"],
    "07_hopfield_memory.ipynb": ["source(hopfield.store", "figure, axes = plt"],
}


def say(text):
    return nbformat.v4.new_markdown_cell(text)


def run(text="1 + 1", *, lines=0, picture=None, **metadata):
    """A code cell that prints some lines, or shows a picture of this width and height."""
    outputs = [nbformat.v4.new_output("stream", text="x\n" * lines)] if lines else []
    if picture:
        png = base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", *picture) + bytes(20))
        outputs.append(nbformat.v4.new_output("display_data", {"image/png": png.decode()}))
    return nbformat.v4.new_code_cell(text, outputs=outputs, metadata=metadata)


def types(*cells):
    return slide_types(nbformat.v4.new_notebook(cells=list(cells)))


def test_beats_go_to_the_right_and_other_prose_goes_down():
    cells = say("# 1 · Teach"), run("import numpy"), say("## Play"), say("Why?"), say("### More")
    assert types(*cells) == ["slide", "skip", "slide", "subslide", "subslide"]


def test_code_stays_with_its_prose_where_there_is_room():
    first, asks = run("import numpy"), say("What does it print?")
    assert types(first, asks, run(lines=3), run(lines=3)) == ["skip", "subslide", "-", "-"]
    assert types(first, asks, run(lines=20), run(lines=20)) == ["skip", "subslide", "-", "subslide"]
    assert types(first, asks, run(picture=(900, 500)), say("It falls.")) == [
        *("skip", "subslide", "-", "subslide")
    ]
    assert types(first, say("word " * 400), run(picture=(900, 500)))[2] == "subslide"


def test_a_wide_picture_is_shown_smaller():
    assert height(run(picture=(2480, 800))) == height(run(picture=(1240, 400)))


def test_a_cell_that_only_checks_is_skipped_and_takes_no_room():
    check = run(lines=20, **FOLDED)
    cells = run("import numpy"), say("So it is."), run(lines=9), check, run(lines=9)
    assert types(*cells) == ["skip", "subslide", "-", "skip", "-"]


def test_marks_replace_what_stood_there():
    notebook = nbformat.v4.new_notebook(cells=[say("# A"), run(), run("2", tags=[])])
    notebook.cells[2].metadata["slideshow"] = {"slide_type": "notes"}
    mark(notebook)
    assert [cell.metadata.get("slideshow") for cell in notebook.cells] == [
        *({"slide_type": "slide"}, {"slide_type": "skip"}, None)
    ]
    assert notebook.cells[2].metadata == {"tags": []}


# ---- Ours --------------------------------------------------------------------------------------------


def slides_of(notebook):
    """The cells of each slide, the skipped ones left out."""
    slides = []
    for cell, kind in zip(notebook.cells, slide_types(notebook)):
        if kind in ("slide", "subslide"):
            slides.append([])
        if kind != "skip":
            slides[-1].append(cell)
    return slides


@pytest.mark.parametrize("name", LESSONS)
def test_each_slide_of_ours_is_one_idea(name):
    notebook = nbformat.read(LESSONS[name], as_version=4)
    slides = slides_of(notebook)
    kinds = slide_types(notebook)
    assert kinds.count("slide") == 1 + len(beats_of(notebook))
    assert 30 <= len(slides) <= 80
    for cells in slides:
        assert all(cell.cell_type == "code" for cell in cells[1:])  # prose comes first, and once
        assert sum(len(cell.source.split()) for cell in cells if cell.cell_type == "markdown") <= 400
        assert len(cells) <= 4
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        assert sum("image/png" in output.get("data", {}) for output in outputs) <= 1
    tall = [cells for cells in slides if sum(map(height, cells)) > HEIGHT]
    known = TALL.get(name, [])
    assert len(tall) == len(known) and all(len(cells) == 1 for cells in tall)
    assert all(cells[0].source.startswith(start) for cells, start in zip(tall, known))
