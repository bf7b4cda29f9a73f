"""The explorable of lesson 8: digits, learned a batch at a time."""

from nnlab.explore.lesson8.minibatches import explore_minibatches
from nnlab.explore.lesson8.questions import ask

__all__ = ["ask", "explore_minibatches"]
