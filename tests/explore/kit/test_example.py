"""The example that is there to be copied: it learns, both ends of its controls are seen, it never raises."""

import numpy as np
import pytest
from driving import differ, drawn_at_both_ends

from nnlab.explore.kit.example import PRESETS, explore_line


def test_it_learns_the_least_squares_line_and_says_so():
    explorer = explore_line(lr=0.1)
    explorer.seek(500)
    slope, height = np.polyfit(explorer.samples.x, explorer.samples.y, 1)
    np.testing.assert_allclose(explorer.training.theta, [slope, height], atol=1e-6)
    assert explorer.sentence().startswith("Step 500: the line")
    np.testing.assert_allclose(
        explorer.fit.curve_line.get_ydata(), slope * np.array([-3, 3]) + height, atol=1e-5
    )


def test_both_ends_of_each_control_are_seen(drawn):
    explorer = explore_line()
    assert differ(*drawn_at_both_ends(explorer, "seed", drawn))
    lines = []
    for lr in (0.001, 0.1):
        explorer.restart()
        explorer.controls["lr"].value = lr
        explorer.seek(5)
        lines.append(drawn(explorer))
    assert differ(*lines)


def test_a_rate_moved_goes_on_and_too_large_a_rate_is_a_sentence(page):
    explorer = explore_line()
    explorer.seek(20)
    explorer.controls["lr"].value = 0.1
    assert explorer.player.position == 20
    [explorer.preset.value] = PRESETS
    explorer.seek(1000)
    assert explorer.sentence() == f"It diverged at step {explorer.player.step.k}: lower the learning rate."
    assert explorer.problem == ""


def test_other_settings_are_refused():
    with pytest.raises(ValueError, match=r"settings: expected some of \['lr', 'seed'\], got \['rate'\]"):
        explore_line(rate=1)
