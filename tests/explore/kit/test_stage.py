"""The stage: its size in the page, and the pointer in data coordinates."""

import io

import numpy as np
import pytest
from PIL import Image

from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson1.perceptron import explore_perceptron


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
