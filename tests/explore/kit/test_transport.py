"""The transport: frames within their window, answers that overtake them, lists that make the picture."""

from types import SimpleNamespace

import numpy as np
import pytest
from film import Film, shows

from nnlab.explore.kit import pace as pace_file
from nnlab.explore.kit import transport as transport_file
from nnlab.explore.kit.explorer import problems
from nnlab.explore.kit.pace import FEW, Pace
from nnlab.explore.kit.recorder import Recorder
from nnlab.explore.lesson1.perceptron import explore_perceptron

WINDOW = Pace().window  # frames under way after an answer


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
    assert Film().read(second.heard[0][1]).shown()  # it needs no frame from before
    first.say(kind="gone")
    slopes.controls["slope"].value = 1.0
    assert second.paint()[-1]["status"] == "The slope is 1."


@pytest.mark.parametrize("data", ["XOR", "moons"])
def test_the_lists_that_are_sent_make_the_picture(page, data):
    explorer = explore_perceptron(data, start="random", seed=3)
    browser = page(explorer)
    explorer.stage.speed = 60
    film = Film().read(browser.heard[0][1])
    whole = len(browser.heard[0][1])
    browser.paint()
    browser.say(kind="play")
    sizes = []
    for _ in range(8):
        for _, steps in browser.heard:
            film.read(steps)
            sizes.append(len(steps))
        assert shows(film, explorer)
        browser.paint()
    assert np.median(sizes) < 0.2 * whole
    explorer.seek(1)
    browser.paint()
    browser.paint()
    explorer.seek(2)  # nothing is under way: the answer to a control names again what was there, too
    [(head, steps)] = browser.heard
    assert head["flush"] and len(steps) < 0.5 * whole


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
    assert head["flush"] and head["heard"] == 1234
    assert head["position"] == shown["position"] == explorer.player.position and not head["playing"]
    assert len(browser.heard) == before + 1 and not explorer.stage.playing
    browser.say(kind="pause", position=0, id=1000.0)  # of another page, whose clock is behind
    assert browser.heard[-1][0]["heard"] == 1234


def test_a_page_that_may_lack_a_frame_is_told_all(page):
    explorer = explore_perceptron("XOR")
    browser = page(explorer)
    browser.paint()
    for word in (dict(kind="hello", ratio=1.0), dict(kind="hello", ratio=2.0)):
        browser.say(**word)
        assert shows(Film().read(browser.heard[-1][1]), explorer)
        browser.paint()
    browser.say(kind="gone")  # one of two pages, and the kernel let go of all
    explorer.controls["lr"].value = 2.0
    assert shows(Film().read(browser.heard[-1][1]), explorer)


@pytest.mark.parametrize("error", [ValueError("no such letter"), KeyboardInterrupt()])
@pytest.mark.parametrize("word", [dict(kind="step", by=1), dict(kind="hello", ratio=2.0)])
def test_a_frame_that_could_not_be_drawn_spoils_none_after_it(page, error, word):
    explorer = explore_perceptron("XOR")
    browser = page(explorer)
    film = Film().read(browser.heard[0][1])
    browser.paint()

    def fail(*_):
        raise error

    with pytest.MonkeyPatch.context() as patch, pytest.raises(type(error)):
        patch.setattr(Recorder, "record", fail)
        explorer.stage.figure.axes[0].set_xlabel("a part of the ground that is new")
        browser.say(**word)
    problems.clear()
    assert browser.heard == []
    browser.say(kind="step", by=1)
    [(_, steps)] = browser.heard
    assert shows(film.read(steps), explorer)


@pytest.fixture
def messages(page, monkeypatch):
    """A play of XOR, its page, and which of its frames came together: lists of their heads."""
    for file in (pace_file, transport_file):  # however slow the machine is
        monkeypatch.setattr(file, "BURST", 1000.0)
    explorer = explore_perceptron("XOR")
    browser, messages = page(explorer), []
    hear, browser.hear_all = browser.hear, [*browser.heard]
    explorer.stage.speed = 60
    browser.paint()

    def send(content, buffers):
        messages.append(content["heads"])
        browser.hear_all += zip(content["heads"], buffers)
        hear(content, buffers)

    explorer.stage.send = send
    browser.say(kind="play")
    return explorer, browser, messages


def paint(browser, frames):
    """Say that the page has painted so many of the frames that it was sent, the first ones."""
    numbers = [head["number"] for head, _ in browser.heard[:frames]]
    del browser.heard[:frames]
    browser.say(kind="painted", numbers=numbers)


def test_frames_of_the_play_share_messages_while_the_page_has_some_to_show(messages):
    _, browser, messages = messages
    assert [len(heads) for heads in messages] == [1, 1, 1, 1, 4, 4]
    for at_once, new in (
        (4, [8, 4]),
        (8, [16, 8]),
        (16, [16]),
        (16, [16]),
    ):  # asked to speak less often
        sent = len(messages)
        paint(browser, at_once)
        assert [len(heads) for heads in messages[sent:]] == new
    paint(browser, 1)
    assert len(messages[-1]) == 1  # no other is to come before the page has painted more
    positions = [head["position"] for heads in messages for head in heads]
    assert positions == list(range(len(positions)))


def test_the_page_is_told_of_how_many_frames_to_speak_at_once(messages):
    explorer, browser, _ = messages
    asked, send = [], explorer.stage.send
    explorer.stage.send = lambda content, buffers: (asked.append(content["together"]), send(content, buffers))
    for at_once in (4, 8, 16):
        paint(browser, at_once)
    paint(browser, 3)  # a page that has nothing else to show speaks sooner
    explorer.controls["lr"].value = 2.0
    assert asked == [8, 8, 16, 16, 16, 16] + [4] * 6
    numbers = [head["number"] for head, _ in browser.heard]
    under_way = explorer.stage.transport._under_way
    answer = explorer.stage.transport._answer
    browser.say(kind="painted", numbers=[number for number in numbers if number < answer])  # but dropped
    assert asked[12:] == [] and len(under_way) == WINDOW
    browser.say(kind="painted", numbers=[answer])  # one alone says nothing of a play that is left in peace
    assert asked[12:] == [4]


def test_frames_that_are_shown_slowly_stay_few(messages):
    explorer, browser, messages = messages
    explorer.stage.speed = 15
    for _ in range(3):
        sent = len(messages)
        paint(browser, 4)
        assert [len(heads) for heads in messages[sent:]] == [4]


def test_the_answer_to_a_control_does_not_wait_for_the_play(messages):
    explorer, browser, messages = messages
    browser.say(kind="painted", numbers=[head["number"] for head, _ in browser.heard[:FEW]])
    numbers_under_way = list(explorer.stage.transport._under_way)
    assert len(numbers_under_way) == 20 > WINDOW  # no more of the play until some of it is painted
    sent = len(messages)
    explorer.controls["lr"].value = 2.0
    [[answer], *rest] = messages[sent:]
    assert answer["flush"] and answer["number"] > max(numbers_under_way)  # the page drops them
    assert [len(heads) for heads in rest][:2] == [1, 1]  # and the play goes on at once
    assert sum(len(heads) for heads in rest) == WINDOW - 1
    sent = len(messages)
    for lr in (1.0, 0.5):  # on a slow link answers do not queue, either
        explorer.controls["lr"].value = lr
    assert len(messages) == sent
    numbers = [head["number"] for head, _ in browser.heard]
    browser.say(kind="painted", numbers=numbers[: numbers.index(answer["number"]) + 1])
    assert messages[sent][0]["flush"]  # what was owed


def test_an_answer_that_is_owed_goes_before_more_of_the_play(messages):
    explorer, browser, messages = messages
    for at_once in (4, 8):
        paint(browser, at_once)
    browser.say(kind="pause", position=3, id=1234.0)
    [pause] = messages[-1]
    sent = len(messages)
    browser.say(kind="play")  # at once: much is under way still
    assert messages[sent:] == [] and explorer.stage.transport.owing
    browser.say(kind="painted", numbers=[pause["number"]])
    assert messages[sent][0]["flush"] and messages[sent][0]["playing"]  # for it the page waits
    assert [head["position"] for heads in messages[sent:] for head in heads] == [3, *range(4, 3 + WINDOW)]


@pytest.mark.parametrize(
    ("takes", "together"),
    [(0.005, [8, 4]), (0.01, [4, 4, 4]), (0.014, [3, 3, 3, 3]), (0.02, [2] * 6), (0.025, [1] * 12)],
)
def test_frames_wait_for_others_only_where_these_come_soon(messages, monkeypatch, takes, together):
    explorer, browser, messages = messages
    clock, frame = [0.0], explorer.stage.canvas.frame

    def draw(**how):
        clock[0] += takes
        return frame(**how)

    monkeypatch.setattr(transport_file, "BURST", 0.045)
    monkeypatch.setattr(transport_file, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(explorer.stage.canvas, "frame", draw)
    sent = len(messages)
    browser.say(kind="painted", numbers=[head["number"] for head, _ in browser.heard[:FEW]])
    assert [len(heads) for heads in messages[sent:]] == together


def test_the_answer_to_a_control_takes_no_waiting_frame_along(messages):
    explorer, browser, messages = messages
    told = browser.hear_all
    browser.say(kind="painted", numbers=[head["number"] for head, _ in browser.heard[:FEW]])
    explorer.stage.painted([messages[-1][-1]["number"]])
    explorer.player.advance(7)
    explorer.publish(flush=False)  # as the play does, which then says ``deliver``
    [(_, frame)] = explorer.stage.transport._packed
    assert frame.defined
    waiting = explorer.stage.transport._number
    sent = len(messages)
    explorer.stage.painted([messages[-1][0]["number"]])
    explorer.publish()
    [[head]] = messages[sent:]
    assert head["flush"] and head["number"] == waiting + 1
    film = Film()
    for _, steps in told:
        film.read(steps)
    assert shows(film, explorer)  # what that frame would have told is in it
    explorer.stage.deliver()
    assert len(messages) == sent + 1 and waiting not in explorer.stage.transport._under_way


def test_the_words_for_those_who_do_not_see_travel_with_the_frame(slopes, page):
    browser = page(slopes)
    slopes.stage.alt = "a line that rises"
    slopes.controls["slope"].value = 1.0
    assert [head["alt"] for head, _ in browser.heard] == ["a line with a slope", "a line that rises"]
