"""The browser's half of the stage by itself, in a page with a clock of its own: frames come when told to."""

from itertools import chain, pairwise
from pathlib import Path

import pytest

import nnlab.explore.kit

pytestmark = pytest.mark.browser
HERE = Path(nnlab.explore.kit.__file__).parent
SOURCE = "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("still.js", "stage.js"))
TICK = 50 / 3  # ms from one picture of a display to the next
# A stage whose kernel is a list of what it was told. Pictures are canvases of one pixel.
STAGE = """async source => {
    let clock = 1000, due = [];
    performance.now = () => clock;
    window.requestAnimationFrame = call => due.push(call);
    window.ResizeObserver = class { observe() {} disconnect() {} };
    window.createImageBitmap = async () => document.createElement('canvas');
    window.ImageDecoder = undefined;
    const traits = { width: 1, height: 1, bar: false, speed: 60, listens: false, hovers: false, hint: '' };
    const handlers = {}, told = [], drawn = [];
    const model = { get: name => traits[name], on: (what, call) => { handlers[what] = call; }, off() {},
        send: message => told.push(message) };
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const widget = (await import(url)).default();
    widget.initialize({ model });
    const outer = document.createElement('div');
    document.body.append(outer);
    widget.render({ el: outer });
    const stage = outer.firstChild;
    new MutationObserver(() => drawn.push([Number(stage.dataset.position), clock]))
        .observe(stage, { attributes: true, attributeFilter: ['data-frames'] });
    const settle = () => new Promise(done => setTimeout(done));
    window.stage = {
        told, drawn,
        hear: async heads => {
            const usual = { playing: true, flush: false, whole: false, lossy: true, covered: [] };
            heads = heads.map(head => ({ ...usual, places: [[0, 0]], position: head.number, ...head }));
            const parts = heads.map(() => new DataView(new ArrayBuffer(1)));
            handlers['msg:custom']({ kind: 'frames', heads }, parts);
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
    page.evaluate(STAGE, SOURCE)

    class Page:
        def hear(self, *numbers, **head):
            page.evaluate("heads => stage.hear(heads)", [dict(number=number, **head) for number in numbers])

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


def test_an_answer_is_shown_at_once_and_drops_what_it_covers_and_nothing_else(stage):
    stage.hear(1, 2, 3, 4)
    stage.tick()
    stage.hear(5, flush=True, covered=[1, 3, 4])  # and not 2: another page has said that it was shown
    assert stage.told("painted") == [[3, 4]]  # dropped; 1 is shown, and told with the next ones
    for _ in range(3):
        stage.tick()
    assert [number for number, _ in stage.drawn()] == [1, 2, 5]
    assert sorted(chain(*stage.told("painted"))) == [1, 2, 3, 4, 5]


def test_a_whole_picture_drops_all_that_waits(stage):
    stage.hear(1, 2, 3)
    stage.hear(4, flush=True, whole=True, lossy=False, playing=False)
    stage.tick()
    stage.tick()
    assert [number for number, _ in stage.drawn()] == [4]
