"""The stage: its size in the page, and the pointer in data coordinates."""

import base64
import re

import numpy as np
import pytest
from film import Film

from nnlab.explore.kit import words
from nnlab.explore.kit.pace import Pace
from nnlab.explore.kit.stage import FRAMES, Stage
from nnlab.explore.kit.transport import QUICK
from nnlab.explore.lesson1.perceptron import explore_perceptron


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_pixel_ratio_and_pointer(slopes, page, ratio):
    browser = page(slopes, ratio)
    rows, columns, _ = Film().read(browser.heard[0][1]).background().shape
    assert (columns, rows) == (round(760 * ratio), round(340 * ratio))
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


def test_a_picture_that_nothing_can_be_done_with_says_so(slopes):
    assert not slopes.stage.listens and not slopes.stage.hovers
    explorer = explore_perceptron("AND")
    assert explorer.stage.listens and not explorer.stage.hovers


def test_the_still_travels_to_the_page_in_a_message_and_is_part_of_no_state():
    explorer, sent = explore_perceptron("AND"), []
    before = repr(explorer.stage.get_state())
    explorer.stage.send = lambda content, buffers: sent.append((content, buffers))
    bundle, _ = explorer._repr_mimebundle_()
    [(content, [still])] = sent  # once, and though no page has said hello
    assert content["kind"] == "first" and base64.b64encode(still).decode() == bundle["image/png"]
    head = content["head"]
    assert head["status"] == explorer.sentence() and head["alt"] == explorer.stage.alt
    assert (head["position"], head["length"], head["playing"]) == (0, 0, False)
    assert repr(explorer.stage.get_state()) == before  # which front ends may store in the notebook


def test_what_the_page_says_by_itself_are_whole_sentences_of_ours():
    state = explore_perceptron("AND").stage.get_state()
    assert set(state["words"]) == {"gone", "waiting", "speeds"}
    assert set(state["words"]["speeds"]) == {str(speed) for speed in state["speeds"]}
    assert (words.speed(1), words.speed(60)) == ("1 step a second", "60 steps a second")


def test_kernel_and_page_have_the_same_numbers():
    assert f"const FRAMES = {FRAMES}, QUICK = {QUICK};" in Stage._esm
    most = Pace()
    for _ in range(9):
        most.rise(FRAMES)
    [longest] = re.findall(r"const LONGEST_QUEUE = (\d+);", Stage._esm)
    assert most.window + 1 < int(longest)  # and one answer: so no page that looks shows frames in a hurry


@pytest.mark.parametrize(
    ("said", "begins"), [(None, 60), ("15", 15), ("20", 15), ("600", 60), ("0", 60), ("quick", 60), ("", 60)]
)
def test_a_hub_can_lower_the_speed_that_plays_begin_with(said, begins, monkeypatch):
    if said is None:
        monkeypatch.delenv("NNLAB_SPEED", raising=False)
    else:
        monkeypatch.setenv("NNLAB_SPEED", said)
    stage = Stage(100, 100, bar=True, speeds=[1, 5, 15, 60, 300], speed=60)
    assert stage.speed == begins
    assert stage.speeds == [1, 5, 15, 60, 300]  # all can still be chosen
