"""The explorables of lesson 9: a kernel under the magnifier, and a digit that wanders."""

from nnlab.explore.lesson9.questions import ask
from nnlab.explore.lesson9.shift import explore_shift
from nnlab.explore.lesson9.window import explore_window

__all__ = ["ask", "explore_shift", "explore_window"]
