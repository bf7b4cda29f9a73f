"""A finger takes hold from further away than a mouse: it hides what it aims at."""

import numpy as np
import pytest

from nnlab.explore.kit.editable_samples import Points
from nnlab.explore.kit.handles import FINGERS_REACH, REACH, Handles, page_pixels
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson1 import explore_perceptron
from nnlab.explore.lesson4 import explore_microscope


@pytest.fixture
def axes():
    stage = Stage(400, 300, alt="a square")
    axes = stage.figure.add_subplot()
    axes.set(xlim=(-1, 1), ylim=(-1, 1))
    return axes


def beside(axes, pixels):
    """A place that many page pixels to the right of the middle."""
    one = np.diff(page_pixels(axes, np.array([[0.0, 0.0], [1.0, 0.0]])), axis=0)[0, 0]
    return pixels / one, 0.0


def test_fingers_reach_is_a_target_of_at_least_24_pixels():
    assert 2 * FINGERS_REACH >= 44 and REACH >= 12


@pytest.mark.parametrize(
    ("pixels", "mouse", "finger"), [(10, True, True), (20, False, True), (27, False, False)]
)
def test_a_handle_and_a_sample_are_caught_from_there(axes, pixels, mouse, finger):
    x, y = beside(axes, pixels)
    for touch, caught in ((False, mouse), (True, finger)):
        handles = Handles(axes)
        handles.place(spot=np.zeros(2))
        handles.pointed(Pointer("press", axes, x, y, touch=touch))
        assert (handles.held == "spot") == caught
        points = Points(axes)
        points.add(np.zeros(2), y=1)
        points.pointed(Pointer("press", axes, x, y, touch=touch))
        assert (len(points.X) == 1) == caught  # else there is a new one


def test_a_finger_drags_a_sample_of_lesson_1_that_a_mouse_would_miss(page):
    explorer = explore_perceptron("AND")
    browser, ax = page(explorer), explorer.stage.figure.axes[0]
    one = np.diff(page_pixels(ax, np.array([[0.0, 0.0], [1.0, 0.0]])), axis=0)[0, 0]
    start = 1 + 18 / one
    browser.point("press", start, 1.0, ax, touch=True)
    browser.point("drag", start + 0.2, 1.0, ax, touch=True)
    browser.point("release", start + 0.2, 1.0, ax, touch=True)
    assert len(explorer.points.X) == 4 and explorer.points.X[3, 0] > 1.1
    browser.click(0.5 + 18 / one, 0.5, ax)
    assert len(explorer.points.X) == 5


def test_a_finger_finds_a_wire_of_the_microscope_from_twice_as_far(page):
    microscope = explore_microscope()
    browser, wiring, ax = page(microscope), microscope.sheet.wiring, microscope.sheet.ax
    start, end = wiring.segments[0]
    across = np.array([-(end - start)[1], (end - start)[0]]) / np.linalg.norm(end - start)
    found = {}
    for touch in (False, True):
        spots = [start + 0.25 * (end - start) + off * across for off in np.arange(-40, 41)]
        found[touch] = 0
        for x, y in spots:
            browser.point("move", x, y, ax, touch=touch)
            found[touch] += microscope.hovered == wiring.edges[0]
    assert found[True] > found[False] > 0
