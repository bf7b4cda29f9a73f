"""What all explorables share: errors that are not silent, one answer at a time, words of the page."""

import io
from threading import Event, Thread

import numpy as np
import pytest
from PIL import Image

from nnlab.explore import sliders
from nnlab.explore.kit.explorer import AT_ONCE, SPEEDS, problems
from nnlab.explore.lesson1.perceptron import explore_perceptron


def test_an_error_in_the_drawing_is_a_sentence_and_is_kept():
    def picky(ax, x):
        if x == 1:
            raise ValueError("x: expected anything but 1, got 1")

    explorer = sliders(picky, alt="", x=(0, 3, 1))
    with pytest.raises(ValueError, match="anything but 1"):
        explorer.controls["x"].value = 1
    assert "expected anything but 1" in explorer.problem
    assert len(problems) == 1
    problems.clear()
    explorer.controls["x"].value = 2
    assert explorer.problem == ""


def test_what_names_the_controls_stays_however_they_are_laid_out(slopes):
    assert slopes.children[-1] is slopes.access
    slopes.children = [slopes.access, slopes.stage]
    assert slopes.children == (slopes.stage, slopes.access)
    slopes.children = []
    assert slopes.children == (slopes.access,)


def test_the_still_is_the_picture_and_the_text_is_stable(slopes):
    bundle, said = slopes._repr_mimebundle_()
    assert said == {"image/png": {"alt": "a line with a slope"}}
    assert bundle["text/plain"] == "Sliders: a line with a slope"
    view = bundle["application/vnd.jupyter.widget-view+json"]
    assert view["model_id"] == slopes.stage.explorer  # by this the page knows which output is its own
    assert isinstance(bundle["image/png"], str)
    assert repr(slopes.stage) == "Stage: a line with a slope"


def test_the_still_holds_the_pixels_of_the_picture(slopes):
    still = np.asarray(Image.open(io.BytesIO(slopes.still())))
    np.testing.assert_array_equal(still, slopes.stage.pixels()[..., :3])
    slopes.controls["slope"].value = 1.0
    assert not np.array_equal(still, np.asarray(Image.open(io.BytesIO(slopes.still()))))


def test_what_a_page_should_never_say_does_no_harm(page):
    explorer = explore_perceptron("XOR")
    browser, ax = page(explorer), explorer.plane.ax
    before = explorer.points.X.copy()
    browser.point("press", 1.0, 1.0, ax)
    for across, down in ((float("nan"), 0.5), (None, 0.5), ("0.5", 0.5), (float("inf"), 0.5)):
        buttons = dict(button=0, alt=False, shift=False)
        browser.say(kind="pointer", what="drag", across=across, down=down, **buttons)
    browser.say(kind="speed", speed=600_000)
    browser.say(kind="speed", speed=0)
    browser.say(kind="hello", ratio=None)
    browser.say(kind="hello", ratio="wide")
    for name in (None, "now", float("nan"), float("inf"), [1]):
        browser.say(kind="pause", position=None, id=name)
    assert browser.heard[-1][0]["heard"] == 0
    browser.say(kind="seek", position=10**9)
    browser.say(kind="whatever")
    assert explorer.player.position == AT_ONCE and explorer.stage.speed in SPEEDS
    np.testing.assert_array_equal(explorer.points.X, before)
    assert explorer.problem == ""


def test_a_stage_without_a_player_ignores_the_bars_words(slopes, page):
    browser = page(slopes)
    for message in (dict(kind="play"), dict(kind="pause"), dict(kind="seek", position=3)):
        browser.say(**message)
    browser.say(kind="step", by=1)
    browser.key(".")
    assert slopes.problem == "" and not slopes.stage.playing


def test_the_problem_goes_with_the_next_thing_the_reader_does(page):
    explorer = explore_perceptron("AND")
    page(explorer)
    for what in (explorer.reset_button.click, lambda: explorer.seek(1), explorer.play):
        explorer.fail("Something went wrong: for a test")
        what()
        assert explorer.problem == ""


def test_the_lock_keeps_threads_apart(monkeypatch):
    explorer = explore_perceptron("XOR")
    inside, together, both_called = [], [], Event()

    def seek(position):
        inside.append(position)
        together.append(len(inside))
        both_called.wait(0.2)  # never set: time for the other thread to come in, if it may
        inside.remove(position)

    monkeypatch.setattr(explorer.player, "seek", seek)
    threads = [Thread(target=explorer.seek, args=[k]) for k in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [1, 1]


def test_several_controls_at_once_are_one_answer(page):
    explorer = explore_perceptron("AND")
    browser = page(explorer)
    browser.paint()
    runs = []
    learn = explorer._learn
    explorer._learn = lambda *at, **more: (runs.append(at), learn(*at, **more))
    explorer.set(lr=2.0, start="random", features=3)
    assert len(runs) == 1 and len(browser.heard) == 1
    explorer.preset.value = "XOR: no line will do"
    assert len(runs) == 2


def test_a_hovering_pointer_does_not_stop_the_play(page):
    explorer = explore_perceptron("XOR")
    browser, seen = page(explorer), []
    explorer.pointed = seen.append
    browser.paint()
    hover = dict(kind="pointer", button=0, alt=False, shift=False)
    browser.say(what="move", across=0.3, down=0.5, **hover)
    assert [pointer.kind for pointer in seen] == ["move"]
    assert [head["flush"] for head, _ in browser.heard] == [True]  # at rest each move has its answer
    browser.say(kind="play")
    before = len(browser.heard)
    browser.say(what="move", across=0.31, down=0.5, **hover)
    browser.say(what="leave", across=0.31, down=1.5, **hover)
    assert [pointer.kind for pointer in seen] == ["move", "move", "leave"]
    assert len(browser.heard) == before and explorer.stage.playing
    explorer.pointed = lambda pointer: 1 / 0
    with pytest.raises(ZeroDivisionError):
        browser.say(what="move", across=0.3, down=0.5, **hover)
    assert not explorer.stage.playing and "went wrong" in explorer.problem
    problems.clear()
