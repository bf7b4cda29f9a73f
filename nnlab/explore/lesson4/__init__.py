"""The explorables of lesson 4: networks, and the error sent back."""

from nnlab.explore.lesson4.microscope import explore_microscope
from nnlab.explore.lesson4.network import explore_network
from nnlab.explore.lesson4.questions import ask

__all__ = ["ask", "explore_microscope", "explore_network"]
