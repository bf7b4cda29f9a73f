"""The self-test of lesson 0, as a reader meets it: an answer is tried, and the advice follows."""

import pytest
from lab import NOTEBOOK
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
WRITE = f"""([word, text]) => {{
    const cells = {NOTEBOOK}.content.widgets;
    const cell = cells.find(one => one.model.type === 'code' && one.model.sharedModel.source.includes(word));
    cell.model.sharedModel.setSource(text);
}}"""


@pytest.fixture
def started(lab):
    lab.open("notebooks/00_start_here.ipynb")
    lab.run_all()
    assert lab.faults() == []
    return lab


def answer(lab, name, text):
    """Put an answer into the cell of a task, and run it."""
    lab.page.evaluate(WRITE, [f'test.check("{name}"', text])
    lab.run_cell(f'test.check("{name}"')


def test_an_answer_is_tried_and_the_advice_follows(started):
    page = started.page
    shown = page.locator(".jp-Notebook")
    answer(started, "weighted_sum", 'test.check("weighted_sum", -4)')
    expect(shown).to_contain_text("We know this one: the forgotten bias.")
    expect(shown).to_contain_text('Read here: part 1, "A weighted sum", 4 minutes.')
    answer(started, "weighted_sum", 'test.check("weighted_sum", -1)')
    expect(shown).to_contain_text("start.weighted_sum: right.")
    right = "def count_wrong(said, right):\n    return (said != right).sum()\n\n\n"
    answer(started, "count_wrong", f'{right}test.check("count_wrong", count_wrong)')
    started.run_cell("test.advice()")
    advice = page.locator(".jp-RenderedMarkdown", has_text="2 of 13 are right").first
    expect(advice).to_contain_text("Skip to lesson 1. You have all that it asks for.")
    row = advice.locator("tr", has_text="work out a weighted sum")
    assert row.locator("td").all_inner_texts() == [
        "1",
        "work out a weighted sum",
        "yes",
        "–",
        "–",
        "1, 2, 3, 7",
    ]
    advice.get_by_role("link", name="Means of columns").click()
    expect(page.locator("h3", has_text="Means of columns")).to_be_in_viewport()
    assert started.faults() == []
