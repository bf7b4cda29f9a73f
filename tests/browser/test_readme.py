"""The course served as the README says: what its lessons link to opens."""

import os
import re

import pytest

pytestmark = pytest.mark.browser
OPENED = "path => window.jupyterapp.shell.currentWidget?.context?.path === path"


@pytest.fixture
def lesson(lab, course):
    """The notebook that the README tells its reader to open."""
    readme = (course / "README.md").read_text(encoding="utf-8")
    named = re.search(r"Open `(.+?\.ipynb)` in the file list", readme)[1]
    lab.open(os.path.relpath(course / named, lab.folder))
    return lab


@pytest.mark.parametrize(
    ("link", "file", "words"),
    [
        ("0 · Find out what you need", "notebooks/00_start_here.ipynb", "What do I need to know"),
        ("table of notation", "NOTATION.md", "One table for the whole course"),
        ("glossary", "docs/glossary.md", "The terms of the course"),
    ],
    ids=["lesson 0", "notation", "glossary"],
)
def test_a_click_in_the_lesson_opens_the_file(lesson, link, file, words):
    lesson.page.get_by_role("link", name=link, exact=True).first.click()
    lesson.page.wait_for_function(OPENED, arg=file, timeout=10_000)
    lesson.page.get_by_text(words).first.wait_for(timeout=10_000)
