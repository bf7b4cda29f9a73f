"""The transport: frames within their window, answers that overtake them, parts that make the picture."""

import io
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from nnlab.explore.kit import transport as transport_file
from nnlab.explore.kit.transport import TOGETHER, WINDOW, changed
from nnlab.explore.lesson1.perceptron import explore_perceptron


def test_few_frames_are_under_way_and_the_newest_is_owed(slopes, page):
    browser = page(slopes)
    browser.paint()
    values = [(-1) ** k * 0.5 * (1 + k % 2) for k in range(WINDOW)]  # each differs from the one before
    for slope in [*values, 0.0, -1.0, -0.5]:
        slopes.controls["slope"].value = slope
    assert len(browser.heard) == WINDOW
    assert browser.paint()[-1]["status"] == f"The slope is {values[-1]:g}."
    assert [f["status"] for f in browser.paint()] == ["The slope is -0.5."]  # what was owed: the newest alone
    assert browser.paint() == []


def test_each_frame_is_counted_by_its_number(slopes, page):
    browser = page(slopes)
    browser.paint()
    for k in range(WINDOW):
        slopes.controls["slope"].value = 0.5 * (-1) ** k
    browser.say(kind="painted", numbers=[browser.heard[0][0]["number"]])
    for slope in (-1.0, 0.0, 1.0):
        slopes.controls["slope"].value = slope
    assert len(browser.heard) == WINDOW + 1  # one was painted, so one more may be sent, and no other


def test_nothing_is_sent_before_a_page_has_said_hello(slopes):
    sent = []
    slopes.stage.send = lambda *message, **more: sent.append(message)
    slopes.controls["slope"].value = 1.0
    assert sent == []


def test_a_second_page_and_late_words_are_harmless(slopes, page):
    first = page(slopes)
    frames = [content for content, _ in first.heard]
    first.paint()
    first.say(kind="painted", numbers=[frames[0]["number"], 12345])
    second = page(slopes, ratio=2.0)
    assert second.heard[0][0]["lossy"] is False
    first.say(kind="gone")
    slopes.controls["slope"].value = 1.0
    assert second.paint()[-1]["status"] == "The slope is 1."


def test_frames_are_lossy_in_motion_and_exact_at_rest(slopes, page):
    browser = page(slopes)
    browser.paint()
    slopes.controls["slope"].value = 1.0
    (head, buffers) = browser.heard[-1]
    assert head["lossy"] and Image.open(io.BytesIO(buffers[0])).format == "JPEG"
    browser.paint()
    browser.say(kind="sharpen")
    (head, buffers) = browser.heard[-1]
    exact = Image.open(io.BytesIO(buffers[0]))
    assert not head["lossy"] and exact.format == "PNG"
    np.testing.assert_array_equal(np.asarray(exact), slopes.stage.pixels()[..., :3])


@pytest.mark.parametrize(("ratio", "colour"), [(1.0, (1, 1)), (1.5, (1, 1)), (2.0, (2, 2))])
def test_colour_is_halved_only_where_pixels_are_fine(slopes, page, ratio, colour):
    browser = page(slopes)
    browser.say(kind="hello", ratio=ratio)
    browser.paint()
    slopes.controls["slope"].value = 1.0
    (head, buffers) = browser.heard[-1]
    frame = Image.open(io.BytesIO(buffers[0]))
    assert head["lossy"] and frame.layer[0][1:3] == colour  # how many pixels of brightness to one of colour


@pytest.fixture
def unpacked(monkeypatch):
    """Parts of pictures are sent as they are, so that a test can put them together exactly."""
    monkeypatch.setattr(transport_file, "pack", lambda pixels, lossy, fine: pixels.copy())


def put_together(canvas, heard):
    """What a page shows that had ``canvas`` and paints the frames ``heard``."""
    for head, parts in heard:
        for (left, top), part in zip(head["places"], parts, strict=True):
            if head["whole"]:
                canvas = np.zeros_like(part)
            rows, columns = part.shape[:2]
            canvas[top : top + rows, left : left + columns] = part
    return canvas


@pytest.mark.parametrize("data", ["XOR", "moons"])
def test_the_parts_that_are_sent_make_the_picture(page, unpacked, data):
    explorer = explore_perceptron(data, start="random", seed=3)
    browser = page(explorer)
    explorer.stage.speed = 60
    canvas = put_together(None, browser.heard)
    browser.paint()
    browser.say(kind="play")
    partial = 0
    for _ in range(8):
        canvas = put_together(canvas, browser.heard)
        np.testing.assert_array_equal(canvas, explorer.stage.pixels())
        partial += sum(not head["whole"] for head, _ in browser.heard)
        browser.paint()
    assert partial > 5
    explorer.seek(1)
    browser.paint()
    browser.paint()
    explorer.seek(2)  # nothing is under way: the answer to a control is a part of the picture, too
    [(head, parts)] = browser.heard
    assert head["flush"] and not head["whole"]
    assert sum(part.size for part in parts) < 0.7 * explorer.stage.pixels().size


@pytest.mark.parametrize("said", [0, 2])
@pytest.mark.parametrize("painted", [0, 2, 3, WINDOW - 1])
def test_an_answer_paints_what_the_frames_that_it_drops_would_have(page, unpacked, painted, said):
    explorer = explore_perceptron("moons", start="random", seed=3)
    browser = page(explorer)
    explorer.stage.speed = 60
    canvas = put_together(None, browser.heard)
    browser.paint()
    browser.say(kind="play")
    canvas = put_together(canvas, browser.heard[:1])
    explorer.stage.painted([browser.heard[0][0]["number"]])
    under_way = browser.heard[1:]
    assert len(under_way) == WINDOW - 1
    seen, waiting = under_way[:painted], under_way[painted:]
    canvas = put_together(canvas, seen)
    numbers = [head["number"] for head, _ in seen[:said]]  # of what is painted the page has said so much
    explorer.stage.painted(numbers)
    del browser.heard[:]
    explorer.pause(1)  # an answer: the curves are those of step 1 again
    [(head, parts)] = browser.heard
    assert head["flush"] and not head["whole"]
    assert set(head["covered"]) == {head["number"] for head, _ in under_way} - set(numbers)
    assert {head["number"] for head, _ in waiting} <= set(head["covered"])  # none of them will be painted
    np.testing.assert_array_equal(put_together(canvas, browser.heard), explorer.stage.pixels())
    assert sum(part.size for part in parts) < 0.8 * canvas.size


@pytest.mark.parametrize("is_answer_under_way", [False, True])
def test_after_a_pause_the_page_has_the_step_that_it_shows_and_all_of_its_picture(page, is_answer_under_way):
    explorer = explore_perceptron("XOR")
    browser = page(explorer)
    explorer.stage.speed = 60
    browser.paint()
    browser.say(kind="play")
    (answer, _), *frames = browser.heard
    under_way = [head["number"] for head, _ in frames]
    assert answer["flush"] and len(under_way) == WINDOW - 1 and explorer.player.position == WINDOW - 1
    if not is_answer_under_way:
        browser.say(kind="painted", numbers=[answer["number"]])
    shown = frames[1][0]
    assert {head["heard"] for head, _ in browser.heard} == {0}
    before = len(browser.heard)
    browser.say(kind="pause", position=shown["position"], id=1234.0)
    browser.say(kind="painted", numbers=[answer["number"], *under_way])  # shown or dropped, who knows
    head, _ = browser.heard[before]
    assert head["whole"] and head["flush"] and head["heard"] == 1234
    assert head["position"] == shown["position"] == explorer.player.position and not head["playing"]
    assert len(browser.heard) == before + 1 and not explorer.stage.playing
    browser.say(kind="pause", position=0, id=1000.0)  # of another page, whose clock is behind
    assert browser.heard[-1][0]["heard"] == 1234


def test_a_page_that_may_lack_a_frame_gets_the_whole_picture(page):
    explorer = explore_perceptron("XOR")
    browser = page(explorer)
    browser.paint()
    for word in (dict(kind="hello", ratio=1.0), dict(kind="hello", ratio=2.0), dict(kind="sharpen")):
        browser.say(**word)
        assert browser.heard[-1][0]["whole"]
        browser.paint()
    browser.say(kind="hello", ratio=1.5)  # which the page may drop, and with it the new size
    explorer.controls["lr"].value = 2.0
    assert browser.heard[-1][0]["flush"] and browser.heard[-1][0]["whole"]


def test_boxes_hold_all_that_differs_and_little_else():
    before = np.zeros((60, 200, 4), np.uint8)
    now = before.copy()
    assert changed(before, now) == []
    now[10:20, 5:9, 0] = 1
    now[40:41, 30, 3] = 1
    now[50, 199, 2] = 1
    assert changed(before, now) == [(5, 10, 31, 41), (199, 50, 200, 51)]
    now[59, 8] = 1  # far below the others, too
    now[55, 7] = 1
    before = np.concatenate([before, before])
    now = np.concatenate([now[:41], 0 * before[:60], now[41:]])[:120]
    assert changed(before, now) == [(5, 10, 31, 41), (7, 115, 9, 120), (199, 110, 200, 111)]


@pytest.fixture
def messages(page, monkeypatch):
    """A play of XOR, its page, and which of its frames came together: lists of their heads."""
    monkeypatch.setattr(transport_file, "LATE", 10.0)
    explorer = explore_perceptron("XOR")
    browser, messages = page(explorer), []
    hear = browser.hear
    explorer.stage.speed = 60
    browser.paint()
    explorer.stage.send = lambda content, buffers: (messages.append(content["heads"]), hear(content, buffers))
    browser.say(kind="play")
    return explorer, browser, messages


def test_frames_of_the_play_share_messages_while_the_page_has_some_to_show(messages):
    _, browser, messages = messages
    full, rest = divmod(WINDOW - TOGETHER, TOGETHER)
    first = [1] * TOGETHER + [TOGETHER] * full + [rest] * (rest > 0)
    assert [len(heads) for heads in messages] == first
    for _ in range(3):
        numbers = [head["number"] for head, _ in browser.heard[:TOGETHER]]
        del browser.heard[:TOGETHER]
        browser.say(kind="painted", numbers=numbers)
    assert [len(heads) for heads in messages[len(first) :]] == [TOGETHER] * 3
    browser.say(kind="painted", numbers=[browser.heard[0][0]["number"]])
    assert len(messages[-1]) == 1  # no other is to come before the page has painted more
    positions = [head["position"] for heads in messages for head in heads]
    assert positions == list(range(len(positions)))


def test_the_answer_to_a_control_does_not_wait_for_the_play(messages):
    explorer, browser, messages = messages
    browser.say(kind="painted", numbers=[head["number"] for head, _ in browser.heard[:TOGETHER]])
    numbers_under_way = list(explorer.stage.transport._under_way)
    assert len(numbers_under_way) == WINDOW  # no more of the play until some of it is painted
    sent = len(messages)
    explorer.controls["lr"].value = 2.0
    [[answer], *rest] = messages[sent:]
    assert answer["flush"] and set(answer["covered"]) == set(numbers_under_way)  # the page drops them
    assert [len(heads) for heads in rest][:2] == [1, 1]  # and the play goes on at once
    assert sum(len(heads) for heads in rest) == WINDOW - 1
    sent = len(messages)
    for lr in (1.0, 0.5):  # on a slow link answers do not queue, either
        explorer.controls["lr"].value = lr
    assert len(messages) == sent
    numbers = [head["number"] for head, _ in browser.heard]
    browser.say(kind="painted", numbers=numbers[: numbers.index(answer["number"]) + 1])
    assert messages[sent][0]["flush"]  # what was owed


@pytest.mark.parametrize(
    ("takes", "together"), [(0.005, [3]), (0.01, [3]), (0.015, [2, 1]), (0.02, [1, 1, 1])]
)
def test_frames_wait_for_others_only_where_these_come_soon(messages, monkeypatch, takes, together):
    explorer, browser, messages = messages
    clock, drawn = [0.0], explorer.stage.canvas.drawn

    def draw(**how):
        clock[0] += takes
        return drawn(**how)

    monkeypatch.setattr(transport_file, "LATE", 0.035)
    monkeypatch.setattr(transport_file, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(explorer.stage.canvas, "drawn", draw)
    sent = len(messages)
    browser.say(kind="painted", numbers=[head["number"] for head, _ in browser.heard[:TOGETHER]])
    assert [len(heads) for heads in messages[sent:]] == together


def test_the_answer_to_a_control_takes_no_waiting_frame_along(messages):
    explorer, browser, messages = messages
    browser.say(kind="painted", numbers=[head["number"] for head, _ in browser.heard[:TOGETHER]])
    explorer.stage.painted([messages[-1][-1]["number"]])
    explorer.publish(flush=False)  # as the play does, which then says ``deliver``
    waiting = explorer.stage.transport._number
    sent = len(messages)
    explorer.stage.painted([messages[-1][0]["number"]])
    explorer.publish()
    [[head]] = messages[sent:]
    assert head["flush"] and head["number"] == waiting + 1
    explorer.stage.deliver()
    assert len(messages) == sent + 1 and waiting not in explorer.stage.transport._under_way


def test_the_words_for_those_who_do_not_see_travel_with_the_frame(slopes, page):
    browser = page(slopes)
    slopes.stage.alt = "a line that rises"
    slopes.controls["slope"].value = 1.0
    assert [head["alt"] for head, _ in browser.heard] == ["a line with a slope", "a line that rises"]
