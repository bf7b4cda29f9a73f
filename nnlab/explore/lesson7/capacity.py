"""The memory under load: which states lie deepest, those that were stored or those that nobody stored."""

from typing import final

import numpy as np

from nnlab import hopfield
from nnlab.capacity import EnergyLevels, energy_levels
from nnlab.explore.kit.controls import Number, choice, whole
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson7 import words
from nnlab.moved import renamed
from nnlab.pictures import Histograms

LOADS = tuple(round(0.01 * p, 2) for p in range(1, 21))
SIZES = (100, 200, 500)
STARTS = 100  # random states from which the network is let go
EDGES = np.linspace(-0.7, -0.2, 51)
NEUTRAL = dict(N=200, seed=0)
PRESETS = {
    "Load 0.03: what is stored lies deepest": dict(load=0.03),
    "Load 0.05: still deepest": dict(load=0.05),
    "Load 0.10: most spurious states lie deeper": dict(load=0.1),
    "Load 0.13: nearly all do": dict(load=0.13),
    "Load 0.20: most of what was stored is lost": dict(load=0.2),
}


@final
class CapacityExplorer(Explorer):
    """Made by `explore_capacity`; see there."""

    def __init__(self, settings: dict) -> None:
        controls = dict(
            load=Number(settings["load"], "load P / N", LOADS, low=LOADS[0], high=LOADS[-1], width="420px"),
            N=choice([(f"{size}", size) for size in SIZES], settings["N"], "neurons N"),
            seed=whole(settings["seed"], 0, 9999, "seed"),
        )
        stage = Stage(760, 340, listens=False)
        names = "retrieval states", "spurious states"
        ax = stage.figure.add_axes((0.09, 0.17, 0.88, 0.7))
        how = dict(xlabel="energy per neuron (deeper to the left)", mean="mean of retrieval")
        self.histograms = Histograms(ax, names, edges=EDGES, **how)
        stage.moving = self.histograms.artists
        super().__init__(stage, controls, presets=PRESETS, neutral=dict(N=500, seed=0))
        self.lay_out(main=["load", "N", "seed"])
        self.restart()
        self.publish()

    def restart(self) -> None:
        """Store fresh random patterns, and let the network go from them and from random states."""
        rng, N = np.random.default_rng(self["seed"]), self["N"]
        self.P = max(round(self["load"] * N), 1)
        X = rng.choice([-1, 1], size=(self.P, N))
        self.found: EnergyLevels = energy_levels(hopfield.store(X), X, STARTS, rng=rng)

    def changed(self, *names: str) -> None:
        """Make another network."""
        self.restart()

    def deeper(self) -> float:
        """Return the share of the spurious states that lie deeper than the mean of the retrieval states."""
        retrieval, spurious = self.found
        return float((spurious < retrieval.mean()).mean()) if len(retrieval) and len(spurious) else np.nan

    def draw(self) -> None:
        """Draw the two heaps."""
        self.histograms.update(*self.found)
        self.stage.alt = words.levels_picture(self["N"], self.sentence())

    def sentence(self) -> str:
        """Return how many of each were found, and which lie deeper."""
        return words.levels(self.P, self["N"], STARTS, self.found, self.deeper())


def explore_capacity(load: float = 0.05, **settings) -> CapacityExplorer:
    """Return an explorable of a memory's energies at a load of 0.01 to 0.2 patterns per neuron.

    `settings` set controls: `N` (100, 200 or 500 neurons) and `seed` (0 to 9999). Every move stores
    fresh random patterns by Hebb's rule and lets the network settle from each of them and from 100 random
    states; the presets do so with 500 neurons. Raises ValueError for anything else.
    """
    return CapacityExplorer(settings_from(settings, NEUTRAL) | dict(load=load))


__getattr__ = renamed(__name__, explore_load="explore_capacity")
