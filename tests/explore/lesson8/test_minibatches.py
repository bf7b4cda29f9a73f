"""The explorable of mini-batches: controls, presets, and what lesson 8 claims."""

import numpy as np
import pytest
from driving import both_ends, differ, drawn_at_both_ends

from nnlab.explore.lesson8 import explore_minibatches
from nnlab.explore.lesson8.minibatches import NEUTRAL, PRESETS, RATES


def at(explorer, k: int) -> str:
    """Show update k, and return the status line."""
    explorer.player.seek(k)
    explorer.publish()
    return explorer.sentence()


@pytest.mark.parametrize("name", [name for name in NEUTRAL if name not in RATES])
def test_every_control_changes_what_is_drawn(name, drawn):
    explorer = explore_minibatches()
    at(explorer, 60)
    assert differ(*drawn_at_both_ends(explorer, name, drawn))


@pytest.mark.parametrize("name", RATES)
def test_rates_change_what_comes_and_not_what_was(name, drawn):
    explorer = explore_minibatches(size=512)
    at(explorer, 20)
    before, seen = explorer.player.step.theta, []
    for value in both_ends(explorer.controls[name]):
        explorer.player.seek(20)
        moves = explorer[name] != value
        explorer.controls[name].value = value
        assert (explorer.player.step.theta == before).all() and explorer.player.position == 20
        assert not moves or "It goes on with the weights of update 20." in explorer.sentence()
        at(explorer, 45)
        seen.append(drawn(explorer))
    assert differ(*seen) and explorer.problem == ""


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_learns_as_its_name_says_without_an_error(name):
    explorer = explore_minibatches(name)
    assert explorer.preset.value == name and explorer.problem == ""
    at(explorer, 3)
    for setting, value in (NEUTRAL | PRESETS[name]).items():
        assert explorer[setting] == value
    assert np.isfinite(explorer.said.loss)
