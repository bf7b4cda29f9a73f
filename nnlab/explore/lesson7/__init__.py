"""The explorables of lesson 7: a network that remembers."""

from nnlab.explore.lesson7.capacity import explore_capacity
from nnlab.explore.lesson7.hopfield import explore_hopfield
from nnlab.explore.lesson7.questions import ask

__all__ = ["ask", "explore_capacity", "explore_hopfield"]
