"""Each lesson's sheet in a real Chromium: on paper it is one page, of either size, and nothing is cut off."""

import re

import nbformat
import pytest
import sheets
from notebook_rules import LESSONS

pytestmark = pytest.mark.browser
# How far something reaches out of the page to the right, in pixels.
OVER = """() => {
    const right = element => element.getBoundingClientRect().right;
    return Math.max(...[...document.querySelectorAll("body *")].map(right)) - right(document.body);
}"""


@pytest.mark.parametrize("name", LESSONS)
def test_a_sheet_is_one_page(browser, name):
    page = browser.new_page(viewport={"width": 794, "height": 1123})  # A4 at 96 pixels an inch
    try:
        page.set_content(sheets.sheet(nbformat.read(LESSONS[name], as_version=4), name))
        assert page.evaluate(OVER) <= 1
        shown = page.evaluate("() => [...document.images].every(image => image.naturalWidth > 0)")
        assert shown
        for size in ("A4", "Letter"):
            page.add_style_tag(content=f"@page {{ size: {size} }}")
            printed = page.pdf(prefer_css_page_size=True)
            assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, size
    finally:
        page.close()
