"""Slides in a real Chromium: none is higher than its page, but for those that are one piece and scroll."""

import nbformat
import pytest
from nbconvert import SlidesExporter
from notebook_rules import LESSONS, NOTEBOOKS
from slides import HEIGHT, WIDTH

pytestmark = pytest.mark.browser
# What reveal.js, which no test can load, does to a slide: one page for each, as wide as `WIDTH`.
PAGE = f".slides, .slides section {{ width: {WIDTH}px; font-size: 20px; overflow: hidden; }}"
HEIGHTS = """() => [...document.querySelectorAll('.slides section section')].map(section => [
    section.scrollHeight, section.textContent.trim().slice(0, 300)])"""
# One of them is a little higher than a page only here, without the style of reveal.js.
TALL = (
    "test.advice()",
    "source(Scaler)",
    "source(hopfield.store",
    "figure, axes = plt.subplots(1, 2, figsize=(9, 4.2)",
)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_slide_is_higher_than_its_page(browser, name):
    exporter = SlidesExporter(template_name="nnlab-slides")
    html, _ = exporter.from_notebook_node(nbformat.read(NOTEBOOKS[name], as_version=4))
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    try:
        page.route("http*://**", lambda route: route.abort())
        page.set_content(html, wait_until="domcontentloaded")
        page.add_style_tag(content=PAGE)
        heights = page.evaluate(HEIGHTS)
    finally:
        page.close()
    assert len(heights) >= (30 if name in LESSONS else 1)
    tall = [text for height, text in heights if height > HEIGHT]
    assert all(any(start in text for start in TALL) for text in tall), tall
