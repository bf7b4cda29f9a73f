"""The explorables of lesson 1: learn to say yes or no."""

from nnlab.explore.lesson1.perceptron import explore_perceptron
from nnlab.explore.lesson1.questions import ask

__all__ = ["ask", "explore_perceptron"]
