"""The notebooks as pages and as slides, made by nbconvert: each picture says what it shows."""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter, SlidesExporter
from notebook_rules import LESSONS, NOTEBOOKS
from slides import slide_types

TEMPLATES = Path(__file__).parents[2] / "templates"


class Page(HTMLParser):
    """The attributes of all pictures of a page, and of its sections."""

    def __init__(self, html):
        super().__init__()
        self.pictures, self.sections = [], 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            self.pictures.append(dict(attributes))
        self.sections += tag == "section"


def stored(notebook):
    """What each stored picture shows, in the words of the file."""
    return [
        output.metadata.get("image/png", {}).get("alt") or cell.metadata.get("alt")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]


def test_the_templates_that_are_installed_are_those_of_the_repository():
    """nbconvert takes the installed ones, and so do these tests."""
    here = [path.relative_to(TEMPLATES) for path in sorted(TEMPLATES.rglob("*")) if path.is_file()]
    installed = Path(sys.prefix) / "share/jupyter/nbconvert/templates"
    assert len(here) >= 6
    old = [path for path in here if (installed / path).read_bytes() != (TEMPLATES / path).read_bytes()]
    assert old == [], "run: uv sync --reinstall-package nnlab"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_picture_of_a_page_has_its_words(name):
    exporter = HTMLExporter(template_name="nnlab")
    notebook = nbformat.read(NOTEBOOKS[name], as_version=4)
    page = Page(exporter.from_notebook_node(notebook)[0])
    assert [picture.get("alt") for picture in page.pictures] == stored(notebook)
    assert all(page.pictures) and len(page.pictures) >= (3 if name in LESSONS else 1)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_slides_are_those_of_the_rule_and_their_pictures_have_their_words(name):
    exporter = SlidesExporter(template_name="nnlab-slides")
    notebook = nbformat.read(NOTEBOOKS[name], as_version=4)
    html = exporter.from_notebook_node(notebook)[0]
    page, kinds = Page(html), slide_types(notebook)
    assert page.sections == 2 * kinds.count("slide") + kinds.count("subslide")
    assert [picture.get("alt") for picture in page.pictures] == [
        text for cell, kind in zip(notebook.cells, kinds) if kind != "skip" for text in stored_in(cell)
    ]
    assert "width: 1400" in html and "height: 900" in html


def stored_in(cell):
    return stored(nbformat.v4.new_notebook(cells=[cell]))


def test_words_with_signs_of_html_are_kept():
    text = 'a "curve" & <another> that isn\'t'
    png = nbformat.v4.new_output("display_data", {"image/png": "AA=="}, metadata={"image/png": {"alt": text}})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[png])])
    exporter = HTMLExporter(template_name="nnlab")
    [picture] = Page(exporter.from_notebook_node(notebook)[0]).pictures
    assert picture["alt"] == text and picture["src"].endswith("AA==")


def test_the_readmes_command_finds_the_templates(tmp_path):
    """They are installed with the package."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    path = NOTEBOOKS["01_perceptron.ipynb"]
    for words, made in (
        ("--to html --template nnlab", "01_perceptron.html"),
        ("--to slides --template nnlab-slides", "01_perceptron.slides.html"),
    ):
        assert f"uv run jupyter nbconvert {words} --output-dir pages notebooks/*.ipynb" in readme
        command = [sys.executable, "-m", "nbconvert", *words.split(), "--output-dir", tmp_path, path]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert ran.returncode == 0, ran.stderr
        assert "No description" not in (tmp_path / made).read_text(encoding="utf-8")
