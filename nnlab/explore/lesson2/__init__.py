"""The explorables of lesson 2: what a neuron's answer looks like."""

from nnlab.explore.lesson2.boundary import explore_boundary
from nnlab.explore.lesson2.fence import explore_fence
from nnlab.explore.lesson2.questions import ask
from nnlab.explore.lesson2.three_neurons import explore_three_neurons

__all__ = ["ask", "explore_boundary", "explore_fence", "explore_three_neurons"]
