"""A question before the play, as a reader meets it: by keyboard, while the kernel is busy, after the play."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
ASKED = ["from nnlab.explore.lesson1 import ask\nguess = ask('mistakes')\nguess", "guess.again()"]


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
    first = page.get_by_role("radio", name="at most 4")
    first.focus()
    page.keyboard.press("Space")
    reply = page.locator(".nnlab-question .nnlab-reply").first
    assert reply.inner_text().startswith("That would be so if")
    page.keyboard.press("ArrowDown")
    expect(reminder).to_contain_text("You said “11”, and so it was.")
    assert page.get_by_role("radio", name="11", exact=True).is_checked()
    assert page.get_by_role("group", name="How many mistakes").count() == 1


def test_the_page_replies_while_the_kernel_is_busy(asked):
    page = asked.page
    page.evaluate(
        "() => { window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel"
        ".requestExecute({ code: 'import time; time.sleep(3)' }); }"
    )
    page.get_by_role("radio", name="it never stops").check()
    assert "no line separates" in page.locator(".nnlab-question .nnlab-reply").first.inner_text()
