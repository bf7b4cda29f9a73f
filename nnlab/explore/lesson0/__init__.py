"""The explorables of lesson 0: what one should have seen before lesson 1."""

from nnlab.explore.lesson0.broadcasting import explore_broadcasting
from nnlab.explore.lesson0.gears import explore_gears
from nnlab.explore.lesson0.generator import explore_generator
from nnlab.explore.lesson0.grid import explore_grid
from nnlab.explore.lesson0.log_exp import explore_log_exp
from nnlab.explore.lesson0.questions import ask
from nnlab.explore.lesson0.secant import explore_secant
from nnlab.explore.lesson0.spread import explore_spread

__all__ = [
    "ask",
    "explore_broadcasting",
    "explore_gears",
    "explore_generator",
    "explore_grid",
    "explore_log_exp",
    "explore_secant",
    "explore_spread",
]
