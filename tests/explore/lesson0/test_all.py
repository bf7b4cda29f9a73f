"""What holds for all explorables of lesson 0: controls at both ends, presets, Reset, stills, quick frames."""

import time

import numpy as np
import pytest
from calls import traced
from driving import both_ends, differ, drawn_at_both_ends

from nnlab.explore import lesson0
from nnlab.explore.lesson0 import broadcasting, gears, grid, log_exp, secant, spread

MAKERS = {name.removeprefix("explore_"): getattr(lesson0, name) for name in lesson0.__all__ if name != "ask"}
PRESETS = [
    (file.__name__.split(".")[-1], preset)
    for file in (broadcasting, gears, grid, log_exp, secant, spread)
    for preset in file.PRESETS
]
# Settings under which a control does something at all.
AWAKE = {
    ("broadcasting", "axis"): dict(does="a.sum"),
    ("broadcasting", "keepdims"): dict(does="a.sum"),
    ("gears", "third"): dict(wheels=4, turn=0.1),
    ("gears", "first"): dict(turn=0.1),
    ("gears", "second"): dict(turn=0.1),
}
CONTROLS = [
    (kind, name)
    for kind, file in zip(
        ("broadcasting", "gears", "grid", "log_exp", "secant", "spread"),
        (broadcasting, gears, grid, log_exp, secant, spread),
    )
    for name in file.NEUTRAL
] + [("generator", "program")]


def test_there_are_seven():
    assert sorted(MAKERS) == sorted({kind for kind, _ in CONTROLS}) and len(MAKERS) == 7


@pytest.mark.parametrize(("kind", "name"), CONTROLS)
def test_each_control_changes_what_is_drawn(kind, name, drawn):
    explorer = MAKERS[kind](**AWAKE.get((kind, name), {}))
    low, high = drawn_at_both_ends(explorer, name, drawn)
    assert differ(low, high)


@pytest.mark.parametrize(("kind", "preset"), PRESETS)
def test_each_preset_shows_something_and_reset_brings_all_back(kind, preset, drawn):
    explorer = MAKERS[kind]()
    before = drawn(explorer)
    explorer.preset.value = preset
    assert explorer.problem == "" and explorer.sentence() and explorer.stage.alt
    explorer.reset_button.click()
    np.testing.assert_array_equal(drawn(explorer), before)


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in PRESETS}))
def test_no_two_presets_look_alike(kind, drawn):
    explorer, seen = MAKERS[kind](), []
    for preset in [preset for of, preset in PRESETS if of == kind]:
        explorer.preset.value = preset
        seen.append(drawn(explorer))
    assert all(differ(one, other) for i, one in enumerate(seen) for other in seen[:i])


@pytest.mark.parametrize("kind", MAKERS)
def test_the_still_holds_the_pixels_of_a_fresh_drawing(kind, page):
    explorer = MAKERS[kind]()
    page(explorer)
    frame = explorer.stage.pixels().copy()
    explorer.stage.redraw()
    np.testing.assert_array_equal(frame, explorer.stage.pixels())
    assert explorer.still().startswith(b"\x89PNG") and repr(explorer).endswith(explorer.stage.alt)


@pytest.mark.parametrize("kind", MAKERS)
def test_nothing_moves_that_is_not_on_the_list(kind, page):
    """A frame drawn over the kept background is the frame drawn from nothing."""
    explorer = MAKERS[kind]()
    page(explorer)
    for name in [name for of, name in CONTROLS if of == kind]:
        for value in reversed(both_ends(explorer.controls[name])):
            explorer.controls[name].value = value
            frame = explorer.stage.pixels().copy()
            explorer.stage.redraw()
            np.testing.assert_array_equal(frame, explorer.stage.pixels(), err_msg=f"{name} = {value}")


@pytest.mark.parametrize("kind", MAKERS)
def test_a_setting_that_does_not_exist_is_refused_by_name(kind):
    if kind == "generator":
        with pytest.raises(ValueError, match="program: expected one of"):
            MAKERS[kind]("sideways")
        return
    with pytest.raises(ValueError, match=r"settings: expected some of .*, got \['nothing'\]"):
        MAKERS[kind](nothing=1)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_frame_is_quick(kind):
    explorer = MAKERS[kind]()
    explorer.publish()
    begun = time.process_time()
    for _ in range(5):
        explorer.draw()
        explorer.stage.pixels()
    assert (time.process_time() - begun) / 5 < 0.1


@pytest.mark.parametrize("kind", MAKERS)
def test_no_argument_is_checked_while_a_frame_is_drawn(kind):
    explorer = MAKERS[kind]()

    def frame():
        explorer.draw()
        explorer.sentence()

    assert [call for call in traced(frame) if call.file in ("checks.py", "rules.py")] == []
