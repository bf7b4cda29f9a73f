"""The explorables of lesson 3: the softened step, and rolling downhill."""

from nnlab.explore.lesson3.neuron import explore_neuron
from nnlab.explore.lesson3.questions import ask
from nnlab.explore.lesson3.two_losses import explore_two_losses

__all__ = ["ask", "explore_neuron", "explore_two_losses"]
