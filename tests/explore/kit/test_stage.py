"""The stage: frames within their window, pointer in data coordinates, errors that are not silent."""

import io
from itertools import pairwise
from threading import Event, Thread
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from nnlab.explore import sliders
from nnlab.explore.kit import stage as stage_file
from nnlab.explore.kit.explorer import AT_ONCE, SPEEDS, problems
from nnlab.explore.kit.stage import TOGETHER, WINDOW, Stage, changed
from nnlab.explore.lesson1.perceptron import explore_perceptron
from nnlab.explore.lesson4.network import explore_network
from nnlab.explore.lesson7.hopfield import explore_hopfield


def line(ax, slope, shape="straight", wide=False):
    """A drawing for tests: a line with a slope."""
    x = np.linspace(-1, 1, 11)
    ax.plot(x, slope * x if shape == "straight" else slope * x**2, linewidth=4 if wide else 1)
    ax.set(xlim=(-1, 1), ylim=(-2, 2))
    return f"The slope is {slope:g}."


@pytest.fixture
def slopes():
    return sliders(
        line, alt="a line with a slope", slope=(-1.0, 1.0, 0.5, 0.0), shape=["straight", "bent"], wide=False
    )


def test_each_control_changes_the_drawing_at_both_ends(slopes):
    def heights():
        return slopes.ax.lines[0].get_ydata().tolist(), slopes.ax.lines[0].get_linewidth()

    seen = []
    for values in (dict(slope=-1.0), dict(slope=1.0), dict(shape="bent"), dict(wide=True)):
        slopes.set(**values)
        seen.append(heights())
        assert slopes.problem == ""
    assert all(a != b for a, b in pairwise(seen))
    assert slopes.sentence() == "The slope is 1."


def test_controls_bear_the_names_of_parameters(slopes):
    assert list(slopes.controls) == ["slope", "shape", "wide"]
    assert slopes["slope"] == 0.0


@pytest.mark.parametrize("setting", [(0, 1), (1, 0, 0.1), (0, 1, 0), [], "text", 3.0])
def test_a_control_nobody_can_make_is_refused_by_name(setting):
    with pytest.raises(ValueError, match="slope: expected"):
        sliders(line, alt="", slope=setting)


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


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_pixel_ratio_and_pointer(slopes, page, ratio):
    browser = page(slopes, ratio)
    image = Image.open(io.BytesIO(browser.heard[0][1][0]))
    assert image.size == (round(760 * ratio), round(340 * ratio))
    across, up = slopes.ax.transData.transform((0.25, -1.5)) / slopes.stage.figure.bbox.size
    pointer = slopes.stage.pointer("press", across, 1 - up)
    assert pointer.axes is slopes.ax
    assert abs(pointer.x - 0.25) < 1e-6 and abs(pointer.y + 1.5) < 1e-6


def test_a_drag_stays_in_the_axes_where_it_began(slopes):
    assert slopes.stage.pointer("press", 0.001, 0.001) is None
    assert slopes.stage.pointer("drag", 0.5, 0.5) is None
    assert slopes.stage.pointer("press", 0.5, 0.5) is not None
    far = slopes.stage.pointer("drag", 9.0, -9.0)
    assert (round(far.x, 6), round(far.y, 6)) == (1.0, 2.0)
    assert slopes.stage.pointer("release", 9.0, -9.0) is not None
    assert slopes.stage.pointer("drag", 0.5, 0.5) is None


def test_strange_ratios_are_kept_in_bounds():
    stage = Stage(100, 100, alt="")
    for ratio, dpi in ((float("nan"), 100), (0.2, 50), (9.0, 300)):
        stage.hello(ratio)
        assert stage.figure.dpi == dpi


def test_the_still_is_the_picture_and_the_text_is_stable(slopes):
    bundle = slopes._repr_mimebundle_()
    assert bundle["text/plain"] == "Sliders: a line with a slope"
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert isinstance(bundle["image/png"], str)
    assert repr(slopes.stage) == "Stage: a line with a slope"


def test_a_drawing_must_be_callable():
    with pytest.raises(ValueError, match="draw: expected a function"):
        sliders("not a function", alt="", x=(0, 1, 1))


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


def test_the_still_holds_the_pixels_of_the_picture(slopes):
    still = np.asarray(Image.open(io.BytesIO(slopes.still())))
    np.testing.assert_array_equal(still, slopes.stage.pixels()[..., :3])
    slopes.controls["slope"].value = 1.0
    assert not np.array_equal(still, np.asarray(Image.open(io.BytesIO(slopes.still()))))


def test_moving_artists_are_in_the_frame(page):
    explorer = explore_perceptron("AND")
    page(explorer)
    frame = explorer.stage.pixels()
    moving, explorer.stage.moving = explorer.stage.moving, []
    assert not np.array_equal(frame, explorer.stage.pixels())
    explorer.stage.moving = moving
    np.testing.assert_array_equal(frame, explorer.stage.pixels())


def test_a_page_that_goes_leaves_no_pixels_behind(slopes, page):
    browser = page(slopes)
    browser.paint()
    before = slopes.stage.pixels()
    browser.say(kind="gone")
    assert slopes.stage._background is None
    np.testing.assert_array_equal(before, slopes.stage.pixels())


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


@pytest.mark.parametrize("grid", [(0.0, 1.0, 0.35), (0.0, 1.0, 0.25), (0.0, 0.3, 0.1)])
def test_a_sliders_grid_ends_within_its_range(grid):
    control = sliders(line, alt="", slope=grid).controls["slope"]
    values = [value for _, value in control._slider.options]
    assert values[0] == 0.0 and grid[1] - grid[2] < values[-1] <= grid[1]


def test_an_error_of_the_drawing_is_not_the_entrys_fault():
    def picky(ax, x):
        if x > 0.5:
            raise ValueError("x: expected less")

    control = sliders(picky, alt="", x=(0.0, 1.0, 0.1)).controls["x"]
    with pytest.raises(ValueError, match="expected less"):
        control._entry.value = "0.9"
    assert control.value == 0.9 and control._word.value == ""
    problems.clear()


def by_matplotlib(stage):
    """The picture as matplotlib draws it, all of it, on a canvas that knows nothing yet."""
    canvas = FigureCanvasAgg(stage.figure)
    canvas.draw()
    for artist in stage.moving:
        if artist.axes.get_visible():
            artist.draw(canvas.get_renderer())
    return np.array(canvas.buffer_rgba())


@pytest.fixture
def crowded():
    """A stage on which words reach into other Axes: one Axes left, one right, and one of a white ground."""
    stage = Stage(400, 300, alt="")
    left, right = stage.figure.subplots(1, 2)
    left.set_title("a title", loc="left")
    card = stage.figure.add_axes((0.3, 0.2, 0.3, 0.4), zorder=2, xticks=[], yticks=[])
    card.spines[:].set_visible(False)
    stage.figure.text(0.5, 0.95, "words of the figure", ha="center")
    stage.moving = [ax.plot([0, 1], [0, 1])[0] for ax in (left, right)]
    np.testing.assert_array_equal(stage.pixels(), by_matplotlib(stage))
    return stage, left, right, card


CHANGES = {
    "ends": lambda left, right, card: right.set_ylim(-1000, 1000),  # its numbers reach to the left
    "a long title": lambda left, right, card: left.set_title(
        "a title that goes far to the right", loc="left"
    ),
    "a label": lambda left, right, card: right.set_ylabel("two\nlines"),
    "a legend": lambda left, right, card: left.legend([left.lines[0]], ["beside"], loc=(0.9, 0.4)),
    "gone": lambda left, right, card: card.set_visible(False),
    "two of them": lambda left, right, card: (left.set_ylim(0, 9), right.set_ylim(-1000, 1000)),
    "one beneath": lambda left, right, card: left.set_xlim(0, 0.1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_axes_that_changes_leaves_the_picture_of_a_whole_drawing(crowded, change):
    stage, *axes = crowded
    CHANGES[change](*axes)
    np.testing.assert_array_equal(stage.pixels(), by_matplotlib(stage))
    for ax in axes:  # and all as it was
        ax.set(xlim=(0, 1), ylim=(0, 1), ylabel="", visible=True)
    axes[0].set_title("a title", loc="left")
    np.testing.assert_array_equal(stage.pixels(), by_matplotlib(stage))


@pytest.mark.parametrize("change", ["said", "seen"])
def test_only_the_axes_that_changes_is_drawn_anew(change, monkeypatch):
    stage = Stage(400, 300, alt="")
    one, other = stage.figure.subplots(1, 2, gridspec_kw=dict(wspace=1))
    stage.pixels()
    drawn, draw = [], Axes.draw
    monkeypatch.setattr(Axes, "draw", lambda ax, renderer: (drawn.append(ax), draw(ax, renderer)))
    stage.pixels()
    assert drawn == []
    if change == "seen":
        other.set_xlim(0, 5)
    else:
        other.set_facecolor("red")  # what the stage does not look at
        stage.redraw(other)
    np.testing.assert_array_equal(stage.pixels(), by_matplotlib(stage))
    assert drawn == [other, one, other]  # the stage the one, matplotlib both
    drawn.clear()
    stage.redraw()
    stage.pixels()
    assert drawn == [one, other]


def test_in_the_play_one_axes_a_frame_is_drawn_anew_and_none_waits_for_ever(monkeypatch):
    stage = Stage(400, 300, alt="", playing=True)
    one, other = stage.figure.subplots(1, 2, gridspec_kw=dict(wspace=1))
    stage.moving = [ax.plot([0, 1], [0, 6], clip_on=False)[0] for ax in (one, other)]  # out of their Axes
    stage.send = lambda *message, **more: None
    other.set_ylim(0, 1)
    stage.hello(1.0)
    shown, middle = stage.pixels(), 200
    drawn, draw = [], Axes.draw
    monkeypatch.setattr(Axes, "draw", lambda ax, renderer: (drawn.append(ax), draw(ax, renderer)))
    for turn in range(1, 5):
        one.set_ylim(0, 1 + turn)
        other.set_ylim(0, 1 + turn // 3)  # changes once; the other one does at every frame
        stage.painted([stage._number])
        del drawn[:]
        assert stage.show(flush=False)
        frame, whole = stage._sent.copy(), by_matplotlib(stage)
        assert drawn[:-2] == {1: [one], 2: [one], 3: [other], 4: [one]}[turn]
        one_is_new, other_is_new = (
            np.array_equal(frame[:, part], whole[:, part])
            for part in (slice(None, middle), slice(middle, None))
        )
        assert (one_is_new, other_is_new) == (turn != 3, True)
        if turn == 3:
            ink = stage._ink[one]
            np.testing.assert_array_equal(frame[ink], shown[ink])  # as it was, ends and line
            beside = ~ink & (np.arange(400) < middle)
            np.testing.assert_array_equal(frame[beside], stage._background[beside])
        shown = frame
    for last, how in enumerate((dict(playing=False), dict(playing=True, speed=5))):
        one.set_ylim(0, 9 + last)
        other.set_ylim(0, 9 + last)
        for name, value in how.items():
            setattr(stage, name, value)
        stage.painted([stage._number])
        stage.show()  # where nothing follows, or not soon, all of it is new
        np.testing.assert_array_equal(stage._sent, by_matplotlib(stage))


@pytest.mark.parametrize("ratio", [1.0, 1.37])
@pytest.mark.parametrize(
    ("make", "setting"),
    [
        (explore_network, dict(held_out=0.3, hidden=1)),
        (explore_hopfield, dict(stored=7, patterns="digits")),
        (explore_hopfield, dict(rule="modern")),
    ],
    ids=["network", "hopfield", "modern"],
)
def test_frames_are_what_matplotlib_draws(make, setting, ratio):
    explorer = make()
    explorer.stage.hello(ratio)
    for position in (2, 40, 3):  # the axes grow in between, and names change
        explorer.player.seek(position)
        explorer.draw()
        np.testing.assert_array_equal(explorer.stage.pixels(), by_matplotlib(explorer.stage))
        explorer.set(**setting)


@pytest.fixture
def unpacked(monkeypatch):
    """Parts of pictures are sent as they are, so that a test can put them together exactly."""
    monkeypatch.setattr(stage_file, "pack", lambda pixels, lossy, fine: pixels.copy())


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
    monkeypatch.setattr(stage_file, "LATE", 10.0)
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
    numbers_under_way = list(explorer.stage._under_way)
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
    clock, drawn = [0.0], explorer.stage._drawn

    def draw(**how):
        clock[0] += takes
        return drawn(**how)

    monkeypatch.setattr(stage_file, "LATE", 0.035)
    monkeypatch.setattr(stage_file, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(explorer.stage, "_drawn", draw)
    sent = len(messages)
    browser.say(kind="painted", numbers=[head["number"] for head, _ in browser.heard[:TOGETHER]])
    assert [len(heads) for heads in messages[sent:]] == together


def test_the_answer_to_a_control_takes_no_waiting_frame_along(messages):
    explorer, browser, messages = messages
    browser.say(kind="painted", numbers=[head["number"] for head, _ in browser.heard[:TOGETHER]])
    explorer.stage.painted([messages[-1][-1]["number"]])
    explorer.publish(flush=False)  # as the play does, which then says ``deliver``
    waiting = explorer.stage._number
    sent = len(messages)
    explorer.stage.painted([messages[-1][0]["number"]])
    explorer.publish()
    [[head]] = messages[sent:]
    assert head["flush"] and head["number"] == waiting + 1
    explorer.stage.deliver()
    assert len(messages) == sent + 1 and waiting not in explorer.stage._under_way


def test_the_words_for_those_who_do_not_see_travel_with_the_frame(slopes, page):
    browser = page(slopes)
    slopes.stage.alt = "a line that rises"
    slopes.controls["slope"].value = 1.0
    assert [head["alt"] for head, _ in browser.heard] == ["a line with a slope", "a line that rises"]


def at(stage, x, y):
    """Fractions of the stage's width and height at data coordinates of its first Axes."""
    across, up = stage.figure.axes[0].transData.transform((x, y)) / stage.figure.bbox.size
    return across, 1 - up


def test_the_pointer_hovers_and_leaves(slopes):
    stage = slopes.stage
    assert stage.pointer("leave", 0.5, 0.5) is None  # it never came
    moved = stage.pointer("move", *at(stage, 0.25, -1.5), button=0)
    assert (moved.kind, moved.axes) == ("move", slopes.ax)
    assert abs(moved.x - 0.25) < 1e-6 and abs(moved.y + 1.5) < 1e-6
    for left in (("move", 0.001, 0.001), ("leave", 0.5, 0.5)):
        stage.pointer("move", 0.5, 0.5)
        gone = stage.pointer(*left)
        assert (gone.kind, gone.axes) == ("leave", None) and np.isnan([gone.x, gone.y]).all()
        assert stage.pointer(*left) is None  # it is said once
    stage.pointer("move", 0.5, 0.5)
    assert stage.pointer("drag", 0.5, 0.5) is None  # moving is no pressing


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


def test_a_picture_that_nothing_can_be_done_with_says_so(slopes):
    assert not slopes.stage.listens and not slopes.stage.hovers
    explorer = explore_perceptron("AND")
    assert explorer.stage.listens and not explorer.stage.hovers
