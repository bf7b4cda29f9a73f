"""The energies under load without a browser: every control, each preset's claim."""

import numpy as np
import pytest
from driving import differ, drawn_at_both_ends
from matplotlib.figure import Figure

from nnlab.capacity import energy_levels
from nnlab.explore.lesson7.capacity import EDGES, PRESETS, explore_capacity
from nnlab.hopfield import store
from nnlab.pictures import Histograms


@pytest.mark.parametrize("name", ["load", "N", "seed"])
def test_each_control_at_both_ends_draws_something_else(drawn, name):
    explorer = explore_capacity(0.1, N=100)
    assert {"load", "N", "seed"} == set(explorer.controls)
    assert differ(*drawn_at_both_ends(explorer, name, drawn))


def test_it_is_the_lessons_energies_that_are_drawn():
    explorer = explore_capacity(0.08, N=100, seed=3)
    rng = np.random.default_rng(3)
    X = rng.choice([-1, 1], size=(8, 100))
    found = energy_levels(store(X), X, 100, rng=rng)
    for stairs, energies in zip((explorer.histograms.first, explorer.histograms.second), found):
        shares = 100 * np.histogram(energies, EDGES)[0] / len(energies)
        np.testing.assert_allclose(stairs.get_data().values, shares)
    np.testing.assert_allclose(explorer.histograms.mean.get_xdata(), found.retrieval.mean())
    assert f"{len(found.spurious)} end in a spurious one" in explorer.sentence()


@pytest.mark.parametrize("load, low, high", [(0.03, 0, 0), (0.05, 0, 0), (0.1, 0.55, 0.9), (0.13, 0.9, 1)])
def test_the_deepest_states_are_the_stored_ones_only_at_a_low_load(load, low, high):
    explorer = explore_capacity()
    explorer.preset.value = next(name for name in PRESETS if f"{load:.2f}" in name)
    assert explorer["load"] == load and explorer["N"] == 500
    assert low <= explorer.deeper() <= high
    assert f"{100 * explorer.deeper():.0f} % of those lie deeper" in explorer.sentence()


def test_beyond_all_promises_less_than_half_is_held():
    explorer = explore_capacity()
    explorer.preset.value = "Load 0.20: most of what was stored is lost"
    assert 0 < len(explorer.found.retrieval) < 50 and explorer.P == 100


def test_what_lies_beyond_the_edges_is_counted_at_the_ends_and_nothing_is_no_heap():
    ax = Figure().add_subplot()
    heaps = Histograms(ax, ("a", "b"), edges=np.linspace(0, 1, 5), xlabel="x", mean="m")
    heaps.update(np.array([-3.0, 0.1, 0.6, 1.0, 7.0]), np.empty(0))
    np.testing.assert_allclose(heaps.first.get_data().values, [40, 0, 20, 40])
    assert not heaps.second.get_data().values.any()
    heaps.update(np.empty(0), np.array([0.5]))
    assert len(heaps.mean.get_xdata()) == 0 and heaps.second.get_data().values.tolist() == [0, 0, 100, 0]


@pytest.mark.parametrize(
    "settings, wanted",
    [
        (dict(load=0.5), "load P / N: expected a number from 0.01 to 0.2"),
        (dict(stored=3), "settings: expected some of"),
        (dict(N=300), "neurons N: expected one of"),
        (dict(seed=-1), "seed: expected a whole number"),
    ],
)
def test_other_settings_are_refused(settings, wanted):
    with pytest.raises(ValueError, match=wanted):
        explore_capacity(**settings)
