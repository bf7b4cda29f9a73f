"""The browser's half of the stage by itself, in a page with a clock of its own: frames come when told to."""

from itertools import chain, pairwise
from pathlib import Path

import pytest

import nnlab.explore.kit
from nnlab.explore.kit import words
from nnlab.explore.kit.pace import Pace
from nnlab.explore.kit.stage import PAGE_FILES

pytestmark = pytest.mark.browser
HERE = Path(nnlab.explore.kit.__file__).parent
SOURCE = "\n".join((HERE / name).read_text(encoding="utf-8") for name in PAGE_FILES)
TICK = 50 / 3  # ms from one picture of a display to the next
# A stage whose kernel is a list of what it was told. Frames are of nothing, pictures canvases of one pixel.
STAGE = """async ([source, words]) => {
    let clock = 1000, due = [];
    performance.now = () => clock;
    window.requestAnimationFrame = call => due.push(call);
    window.ResizeObserver = class { observe() {} disconnect() {} };
    window.createImageBitmap = async () => document.createElement('canvas');
    const traits = { width: 1, height: 1, bar: true, speed: 60, speeds: [1, 60], listens: true, hovers: false,
        hint: '', words };
    const kernel = { status: 'busy', statusChanged: { connect: call => { kernel.says = call; } } };
    const handlers = {}, told = [], drawn = [];
    const model = { get: name => traits[name], on: (what, call) => { handlers[what] = call; }, off() {},
        send: message => told.push(message), widget_manager: { kernel } };
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const widget = (await import(url)).default();
    widget.initialize({ model });
    const outer = document.createElement('div');
    document.body.append(outer);
    const views = [];
    const view = () => views.push(widget.render({ el: outer }));
    view();
    view(); // as of an output that is shown twice
    const stage = outer.firstChild;
    new MutationObserver(() => drawn.push([Number(stage.dataset.position), clock]))
        .observe(stage, { attributes: true, attributeFilter: ['data-frames'] });
    const settle = () => new Promise(done => setTimeout(done));
    window.stage = {
        told, drawn, kernel, view,
        close: () => { views.splice(0).forEach(close => close()); outer.replaceChildren(); },
        words: head => handlers['msg:custom']({ kind: 'words', head }, []),
        first: async head => {
            handlers['msg:custom']({ kind: 'first', head }, [new DataView(new ArrayBuffer(1))]);
            await settle();
        },
        hear: async (heads, together) => {
            const usual = { playing: true, flush: false, status: 'some words', length: 99, finished: false,
                heard: 0 };
            heads = heads.map(head => ({ ...usual, position: head.number, ...head }));
            const nothing = new DataView(Uint8Array.from([78, 78, 76, 66, 1, 1, 0, 0, 0, 0, 128, 63]).buffer);
            handlers['msg:custom']({ kind: 'frames', heads, together }, heads.map(() => nothing));
            await settle();
        },
        tick: async ms => {
            clock += ms;
            due.splice(0).forEach(call => call(clock));
            await settle();
        },
    };
}"""


@pytest.fixture
def stage(browser):
    """A page with such a stage: ``hear(*frames)``, ``tick()``, ``drawn()`` and ``told()``."""
    page = browser.new_page()
    page.evaluate(STAGE, [SOURCE, words.of_a_stage([1, 60])])

    class Page:
        evaluate = page.evaluate
        poll = page.wait_for_function
        keyboard = page.keyboard

        def press(self, name):
            page.locator(f"button[aria-label='{name}']").first.click()

        def says(self):
            """What stands under the picture of each view."""
            return page.locator("[role=status]").all_text_contents()

        def plays(self):
            """What the main button of each view is called."""
            return page.locator(".nnlab-play").all_text_contents()

        def hear(self, *numbers, together=4, **head):
            heads = [dict(number=number, **head) for number in numbers]
            page.evaluate("([heads, together]) => stage.hear(heads, together)", [heads, together])

        def tick(self):
            page.evaluate("ms => stage.tick(ms)", TICK)

        def drawn(self):
            return [(number, at) for number, at in page.evaluate("() => stage.drawn")]

        def told(self, kind):
            return [told["numbers"] for told in page.evaluate("() => stage.told") if told["kind"] == kind]

    yield Page()
    page.close()


def test_frames_that_come_in_twos_are_shown_at_an_even_pace(stage):
    for tick in range(48):
        if tick % 4 == 0:  # two frames in four ticks
            stage.hear(tick // 2 + 1, tick // 2 + 2)
        stage.tick()
    drawn = stage.drawn()
    assert [number for number, _ in drawn] == list(range(1, 25))  # each of them, in order
    gaps = [round((after - before) / TICK) for (_, before), (_, after) in pairwise(drawn)]
    assert gaps[-12:] == [2] * 12  # and not 1 and 3


def test_frames_that_come_one_by_one_are_shown_at_once(stage):
    for tick in range(24):
        stage.hear(tick + 1)
        stage.tick()
    assert [number for number, _ in stage.drawn()] == list(range(1, 25))


def test_frames_that_have_piled_up_do_not_wait(stage):
    for tick in range(24):
        if tick % 2 == 0:
            stage.hear(tick // 2 + 1)
        stage.tick()
    before = len(stage.drawn())
    stage.hear(13, 14, 15, 16, 17)
    for _ in range(5):
        stage.tick()
    assert [number for number, _ in stage.drawn()[before:]] == [13, 14, 15, 16]
    stage.tick()
    assert stage.drawn()[-1][0] == 17  # the last one fills the time


def test_words_come_without_a_picture_where_none_can_be_drawn(stage):
    stage.hear(1, 2, 3)
    stage.tick()
    stage.evaluate(
        "() => stage.words({ status: 'as before', problem: 'Something went wrong', playing: false })"
    )
    for _ in range(3):
        stage.tick()
    assert [number for number, _ in stage.drawn()] == [1] and stage.plays() == ["▶ Play"] * 2
    assert (
        stage.evaluate("() => document.querySelector('[role=alert]').textContent") == "Something went wrong"
    )
    assert [2, 3] in stage.told("painted")  # they are not waited for
    stage.hear(4, flush=True, playing=False)
    stage.tick()
    assert [number for number, _ in stage.drawn()] == [1, 4]


@pytest.fixture
def patient(stage):
    """The same stage, whose page never speaks for the time that has gone by."""
    stage.evaluate("""() => {
        const real = window.setTimeout;
        window.setTimeout = (call, ms) => (ms === 50 ? 0 : real(call, ms));
    }""")
    return stage


@pytest.mark.parametrize("together", [1, 4, 16])
def test_the_page_speaks_of_as_many_frames_at_once_as_the_kernel_likes(patient, together):
    for first in range(1, 33, 8):
        patient.hear(*range(first, first + 8), together=together)
        for _ in range(8):
            patient.tick()
    told = patient.told("painted")
    assert {len(numbers) for numbers in told} == {together}
    count = 31 // together * together  # the last frame is held for a while: no other has come
    assert list(chain(*told)) == list(range(1, count + 1))


def test_of_an_answer_and_of_the_last_frame_the_page_speaks_by_itself(patient):
    patient.hear(1, 2, 3, together=16)
    patient.tick()
    assert patient.told("painted") == []
    patient.hear(4, flush=True, together=16)
    patient.tick()
    assert patient.told("painted") == [[2, 3], [1, 4]]
    patient.hear(5, playing=False, together=16)
    patient.tick()
    assert patient.told("painted")[2:] == [[5]]


def test_an_answer_is_shown_at_once_and_drops_all_that_wait(stage):
    stage.hear(1, 2, 3, 4)
    stage.tick()
    stage.hear(5, flush=True)
    assert [2, 3, 4] in stage.told("painted")  # dropped; 1 is shown, and told by itself or with the next ones
    for _ in range(3):
        stage.tick()
    assert [number for number, _ in stage.drawn()] == [1, 5]
    assert sorted(chain(*stage.told("painted"))) == [1, 2, 3, 4, 5]


def test_where_nobody_looks_the_play_rests_and_goes_on_when_somebody_does(stage):
    pace = Pace()
    for _ in range(9):
        pace.rise(60)
    most = range(1, pace.window + 1)  # and no more, before the page has spoken
    stage.hear(*most, together=pace.together)  # a tab in the background has no animation frames
    assert stage.drawn() == [] and stage.told("painted") == []
    for _ in most:
        stage.tick()
    stage.tick()  # the last frame is held for a moment
    assert [number for number, _ in stage.drawn()] == [*most]
    assert len(stage.told("painted")) >= 2  # so that more come


def test_where_nobody_looks_while_another_page_plays_the_oldest_frames_do_not_pile_up(patient):
    patient.hear(*range(1, 101), together=16)
    assert patient.drawn()[-1][0] == 52  # the next 48 are what somebody sees who looks now
    assert patient.told("painted") == [[*range(first, first + 16)] for first in (1, 17, 33)]
    patient.tick()
    assert patient.drawn()[-1][0] == 53


def pause_by_button(stage):
    stage.press("pause")


def pause_by_space(stage):
    stage.evaluate("() => document.querySelector('canvas').focus()")
    stage.keyboard.press(" ")


@pytest.mark.parametrize("pause", [pause_by_button, pause_by_space])
def test_a_pause_holds_the_picture_at_once(stage, pause):
    stage.hear(1, 2, 3)
    stage.tick()
    assert stage.plays() == ["❚❚ Pause"] * 2
    pause(stage)
    assert stage.plays() == ["▶ Play"] * 2  # before the kernel has said anything
    for _ in range(3):
        stage.tick()
    stage.hear(4, 5)  # these were under way
    stage.hear(6, flush=True)  # and so was the answer to something else
    for _ in range(3):
        stage.tick()
    assert [number for number, _ in stage.drawn()] == [1]
    told = stage.evaluate("() => stage.told.filter(({ kind }) => kind === 'pause' || kind === 'painted')")
    [pause] = [message for message in told if message["kind"] == "pause"]
    assert pause["position"] == 1  # where the kernel has to come back to
    after = [message["numbers"] for message in told[told.index(pause) + 1 :]]
    assert {2, 3, 4, 5, 6} <= set(chain(*after))  # the kernel hears of the pause first
    stage.hear(7, flush=True, playing=False, position=1, heard=pause["id"])
    stage.tick()
    assert [number for number, _ in stage.drawn()] == [1, 1] and stage.plays() == ["▶ Play"] * 2


def test_play_after_a_pause_shows_frames_again(stage):
    stage.hear(1)
    stage.tick()
    for _ in range(2):
        stage.press("pause")
        [*_, name] = stage.evaluate("() => stage.told.map(({ id }) => id).filter(Boolean)")
        stage.press("play")
        stage.hear(2)  # from before the pause
        stage.hear(3, flush=True, heard=name)  # the one answer to both, where the link is slow
        stage.tick()
        stage.tick()
    assert [number for number, _ in stage.drawn()] == [1, 3, 3]


WAITS = f"() => document.querySelector('[role=status]').textContent === {words.WAITING!r}"


@pytest.mark.parametrize("name", ["play", "one step forward"])
def test_a_busy_kernel_is_told_of_and_the_words_come_back(stage, name):
    stage.hear(1, playing=False, flush=True)
    stage.tick()
    assert stage.says() == ["some words"] * 2
    stage.press(name)
    stage.poll(WAITS, polling=20)  # for this page has no animation frames of its own
    assert stage.says() == [words.WAITING] * 2
    stage.hear(2, flush=True)
    assert stage.says() == ["some words"] * 2  # though nothing is painted yet


def test_a_busy_kernel_is_told_of_in_time_and_an_idle_one_is_not(stage):
    stage.hear(1, playing=False, flush=True)
    stage.tick()
    # Clicks while the kernel is idle, which makes it busy 400 ms later, and says when the sentence came.
    took = stage.evaluate("""async () => {
        const status = document.querySelector('[role=status]'), begun = Date.now();
        stage.kernel.status = 'idle';
        setTimeout(() => { stage.kernel.status = 'busy'; }, 400);
        document.querySelector('.nnlab-play').click();
        await new Promise(done => {
            new MutationObserver(done).observe(status, { childList: true });
            setTimeout(done, 5000);
        });
        return Date.now() - begun;
    }""")
    assert 400 <= took < 2000  # it looks every 150 ms; the machine may be slow
    stage.hear(2, playing=False, flush=True)
    took = stage.evaluate("""async () => {
        const status = document.querySelector('[role=status]'), begun = Date.now();
        document.querySelector('.nnlab-play').click();
        await new Promise(done => {
            new MutationObserver(done).observe(status, { childList: true });
            setTimeout(done, 5000);
        });
        return Date.now() - begun;
    }""")
    assert 140 <= took < 1000


def test_frames_that_come_are_no_reason_to_speak_of_waiting(stage):
    stage.hear(1)
    stage.tick()
    # Over half a second a frame comes every 50 ms, as over a slow link; the answer comes last.
    seen = stage.evaluate("""async () => {
        const status = document.querySelector('[role=status]'), seen = [];
        const look = new MutationObserver(() => seen.push(status.textContent));
        look.observe(status, { childList: true });
        document.querySelectorAll('.nnlab-bar button')[3].click();
        for (let number = 2; number < 12; number++) {
            await new Promise(done => setTimeout(done, 50));
            await stage.hear([{ number }]);
        }
        await stage.hear([{ number: 12, flush: true }]);
        return seen;
    }""")
    assert seen == []


def test_a_kernel_that_has_gone_is_told_of_and_the_bar_does_not_speak_of_pausing(stage):
    stage.hear(1, 2)
    stage.tick()
    assert stage.plays() == ["❚❚ Pause"] * 2
    stage.evaluate("() => stage.kernel.says(null, 'restarting')")
    assert stage.plays() == ["▶ Play"] * 2 and stage.says() == [words.GONE] * 2
    assert stage.evaluate("() => document.querySelectorAll('.nnlab-bar :enabled').length") == 0
    for _ in range(4):
        stage.tick()
    assert [number for number, _ in stage.drawn()] == [1]


def test_the_speeds_are_whole_sentences(stage):
    texts = stage.evaluate("() => [...document.querySelector('select').options].map(o => o.textContent)")
    assert texts == ["1 step a second", "60 steps a second"]


def test_a_view_made_late_has_the_first_picture_and_then_the_last(stage):
    width = "() => [...document.querySelectorAll('canvas')].map(({ width }) => width)"
    head = dict(status="first words", alt="", position=0, length=0, finished=False, playing=False)
    stage.evaluate("() => stage.close()")
    stage.evaluate("head => stage.first(head)", head)
    stage.evaluate("() => stage.view()")
    assert stage.says() == ["first words"] and stage.evaluate(width) == [300]  # as wide as the picture
    stage.hear(1, playing=True)
    stage.tick()
    stage.evaluate("() => stage.close()")
    stage.evaluate("() => stage.view()")
    assert stage.says() == ["some words"] and stage.evaluate(width) == [300]
    assert stage.plays() == ["▶ Play"]  # for the kernel stops where nobody looks
