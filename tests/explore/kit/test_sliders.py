"""Explorables from any function that draws: controls by the names of its parameters."""

from itertools import pairwise

import pytest
from drawings import line

from nnlab.explore import sliders
from nnlab.explore.kit.explorer import problems


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


def test_a_drawing_must_be_callable():
    with pytest.raises(ValueError, match="draw: expected a function"):
        sliders("not a function", alt="", x=(0, 1, 1))


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


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (
            (0, 1, 1e-9),
            "^a: expected at most 10,000 places on a slider, got 1,000,000,000; take a larger step",
        ),
        ((0, 10**12, 1), "^a: expected at most 10,000 places on a slider"),
        ((0, float("inf"), 1), r"^a: expected \(low, high, step, start\) with low < high"),
    ],
)
def test_a_slider_with_more_places_than_anybody_can_see_is_refused(setting, message):
    with pytest.raises(ValueError, match=message):
        sliders(lambda ax, a: None, alt="nothing", a=setting)
