"""A lesson's sheet holds three pictures, formulas and what we know now, and needs no network."""

import re
from html.parser import HTMLParser

import nbformat
import pytest
import sheets
from notebook_rules import LESSONS


class Page(HTMLParser):
    """The parts of a page: its tags with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def small(**metadata):
    """A notebook with one formula and one picture."""
    say = nbformat.v4.new_markdown_cell
    picture = nbformat.v4.new_output(
        "display_data", {"image/png": "iVBORw0K\n"}, metadata={"image/png": {"alt": "a line & a dot"}}
    )
    cells = [
        say("# 3 · Soften <it>\n\n**The question** – Why $a_1 < 2$?"),
        say("## Idea\n\n$$a = b$$\n\nand $c$, then\n\n$$d =\n e$$", metadata={"sheet": "**Two**: $a < b$."}),
        nbformat.v4.new_code_cell("1", outputs=[picture], metadata={"sheet": "One picture."}),
        say(
            "## What we know now\n\n- First $x^2$\n  and on.\n- Second, [here](x.ipynb).\n\n**Sources.** No."
        ),
    ]
    return nbformat.v4.new_notebook(cells=cells)


def test_a_sheet_holds_what_its_cells_say():
    page = Page(sheets.sheet(small(), "03_small.ipynb"))
    assert [image["alt"] for image in page.all("img")] == ["a line & a dot"]
    assert [drawn["aria-label"] for drawn in page.all("svg")] == [
        "a_1 < 2",
        "x^2",
        "a = b",
        "d =\n e",
        "a < b",
    ]
    for words in ("One picture.", "Two", "First", "and on.", "Second, here.", "03_small.ipynb"):
        assert words in page.text
    assert "Sources" not in page.text and "Idea" not in page.text and "$" not in page.text


@pytest.mark.parametrize(
    ("cell", "missing"),
    [
        (0, "a title, a line “The question”"),
        (1, "formulas with a caption"),
        (2, "a picture with a caption"),
        (3, "points below “What we know now”"),
    ],
)
def test_what_is_missing_is_said(cell, missing, tmp_path, capsys):
    notebook = small()
    notebook.cells[cell] = nbformat.v4.new_markdown_cell("nothing")
    with pytest.raises(ValueError, match=f"^small: its sheet needs {missing}$"):
        sheets.sheet(notebook, "small")
    nbformat.write(notebook, tmp_path / "small.ipynb")
    assert sheets.main([str(tmp_path / "small.ipynb"), "--out", str(tmp_path)]) == 1
    assert missing in capsys.readouterr().err and not list(tmp_path.glob("*.html"))


@pytest.mark.parametrize("name", LESSONS)
def test_our_sheet_is_whole(name):
    notebook = nbformat.read(LESSONS[name], as_version=4)
    text = sheets.sheet(notebook, name)
    page = Page(text)
    assert len(page.all("img")) == 3 and all(len(image["alt"].split()) > 3 for image in page.all("img"))
    assert len(page.all("svg")) >= 1 and len(page.all("li")) >= 4
    addresses = [
        value for _, attributes in page.tags for key, value in attributes.items() if key in ("src", "href")
    ]
    assert all(re.match(r"data:|#", value) or value.endswith((".ipynb", ".md")) for value in addresses), (
        addresses
    )
    assert not re.search(r"url\(|@import|<script|<link", text)
    assert not re.search(r"[$*`]", page.text.split("}\n")[-1])


def test_the_pages_are_written(tmp_path, capsys):
    path = next(iter(LESSONS.values()))
    assert sheets.main([str(path), "--out", str(tmp_path)]) == 0
    written = tmp_path / f"{path.stem}.sheet.html"
    assert f"wrote {written}" in capsys.readouterr().out
    assert written.read_text(encoding="utf-8") == sheets.sheet(nbformat.read(path, as_version=4), path.name)
