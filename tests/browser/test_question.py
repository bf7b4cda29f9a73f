"""A question before the play, as a reader meets it: by keyboard, while the kernel is busy, after the play."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
ASKED = [
    "from nnlab.explore.lesson1 import ask\nguess = ask('mistakes')\nguess",
    "guess.again()",
    "other = ask('one_feature')\nother",
]


@pytest.fixture
def asked(lab):
    lab.write("asked.ipynb", ASKED)
    lab.open("asked.ipynb")
    lab.run_all()
    assert lab.faults() == []
    return lab


def test_a_prediction_is_made_by_keyboard_and_comes_back_after_the_play(asked):
    page = asked.page
    reminder = page.locator(".nnlab-reminder .nnlab-reply")
    expect(reminder).to_contain_text("still time")
    expect(page.locator(".nnlab-reminder summary")).to_be_hidden()
    first = page.get_by_role("radio", name="at most 4")
    first.focus()
    page.keyboard.press("Space")
    reply = page.locator(".nnlab-question .nnlab-reply").first
    assert reply.inner_text().startswith("That would be so if")
    page.keyboard.press("ArrowDown")
    expect(reminder).to_have_text("You said “11”.")
    kept = page.locator(".nnlab-reminder details")
    assert "as you said" not in kept.inner_text()  # the answer stays folded until the reader has played
    kept.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(kept).to_contain_text("It was “11”, as you said.", use_inner_text=True)
    assert page.get_by_role("radio", name="11", exact=True).is_checked()
    assert page.get_by_role("group", name="How many mistakes").count() == 1
    assert page.get_by_role("group", name="You were asked").inner_text().count("How many mistakes") == 1
    # Another question on the same page is another choice.
    page.get_by_role("radio", name="between 14 and 100").check()
    assert page.get_by_role("radio", name="11", exact=True).is_checked()


def test_the_page_replies_while_the_kernel_is_busy(asked):
    page = asked.page
    page.evaluate(
        "() => { window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel"
        ".requestExecute({ code: 'import time; time.sleep(3)' }); }"
    )
    page.get_by_role("radio", name="it never stops").check()
    assert "has something to find" in page.locator(".nnlab-question .nnlab-reply").first.inner_text()


def test_a_saved_question_can_be_read_when_it_is_opened_again(asked):
    page = asked.page
    page.get_by_role("radio", name="at most 4").check()
    expect(page.locator(".nnlab-reminder .nnlab-reply")).to_contain_text("You said “at most 4”")
    page.evaluate("async () => { await window.jupyterapp.commands.execute('docmanager:save'); }")
    cells = json.loads((asked.folder / "asked.ipynb").read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert [output["data"].keys() for output in outputs] == [{"text/html", "text/plain"}] * 3
    stored = "".join("".join(output["data"]["text/html"]) for output in outputs)
    assert "You said" not in stored  # what the reader chose is theirs

    asked.open("asked.ipynb")  # with a fresh kernel, in which nothing has run
    shown = page.locator(".jp-Notebook")
    expect(shown).to_contain_text("Predict first. One neuron starts")
    assert "model not found" not in shown.inner_text()
    folded = page.locator("details", has_text="at most 4")
    assert "That would be so if a mistake" not in folded.inner_text()
    folded.locator("summary").click()
    assert "That would be so if a mistake" in folded.inner_text()
    assert page.locator(".nnlab-question").count() == 0
    assert asked.faults() == []
