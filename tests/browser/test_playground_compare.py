"""The playground's A | B and its sweep as a reader meets them, opened from its group "compare"."""

import pytest
from stages import AT_REST, STATUS

from nnlab.explore.playground import sweep_words, words

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def play(new_lab):
    """A playground on a page and a kernel of its own, its group "compare" open."""
    with new_lab() as lab:
        imports = "from nnlab.explore.playground import explore_playground"
        made = "p = explore_playground(hidden=(4,), activations=('tanh',), lr=0.01)\np"
        lab.write("compare.ipynb", [imports, made, "p.controls['lr'].value = 0.3"])
        lab.open("compare.ipynb")
        lab.run_cell("import")
        lab.run_cell("p = ")
        lab.page.locator(".nnlab-tabs button", has_text=words.COMPARE).click()
        yield lab


def below(play, text):
    """The stage that is open below, once it says this; the one before may stand there for a moment."""
    play.stages().filter(has_text=text).wait_for()
    return play.stage(1)


def press(play, name):
    play.page.get_by_role("button", name=name, exact=True).click()


def no_problem(play):
    assert {*play.page.locator(".nnlab-stage").get_by_role("alert").all_inner_texts()} <= {""}
    assert [fault for fault in play.faults() if not fault.startswith("not run")] == []


def test_a_and_b_learn_in_step(play):
    press(play, words.KEEP)
    play.run_cell("lr'].value")
    press(play, words.AB)
    both = below(play, "A: learning rate 0.01. B: learning rate 0.3.")
    play.until(both, AT_REST)
    before = play.pixels(both)
    both.get_by_role("button", name="play", exact=True).click()
    play.until(both, "+node.dataset.position >= 200", timeout=60_000)
    both.get_by_role("button", name="pause", exact=True).click()
    play.until(both, f"{AT_REST} && {STATUS}.includes('B is ahead: held-out loss')")
    assert play.pixels(both) != before
    no_problem(play)


def test_a_sweep_is_stopped_and_goes_on(play):
    press(play, words.SWEEP)
    sweep = below(play, "35 runs of 1,000 steps")
    play.until(sweep, AT_REST)
    before = play.pixels(sweep)
    press(play, sweep_words.GO)
    play.until(sweep, f"/^[3-9] of 35 runs are finished/.test({STATUS})", timeout=60_000)
    press(play, sweep_words.STOP)
    play.until(sweep, f"{AT_REST} && {STATUS}.includes(' s to go.')")
    stopped = sweep.get_by_role("status").inner_text()
    assert play.pixels(sweep) != before
    # While nothing runs, another control answers, and the runs are still there.
    play.page.get_by_label(sweep_words.MEASURE, exact=True).select_option(index=2)
    play.until(sweep, AT_REST)
    assert sweep.get_by_role("status").inner_text().split(" runs")[0] == stopped.split(" runs")[0]
    press(play, sweep_words.GO_ON)
    done = int(stopped.split(" of ")[0])
    play.until(sweep, f"parseInt({STATUS}) > {done}", timeout=60_000)
    press(play, sweep_words.STOP)
    play.until(sweep, AT_REST)
    press(play, words.SHUT)
    play.page.wait_for_function("() => document.querySelectorAll('.nnlab-stage').length === 1")
    no_problem(play)
