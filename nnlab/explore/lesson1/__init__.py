"""The explorables of lesson 1: learn to say yes or no."""

from nnlab.explore.lesson1.perceptron import explore_perceptron

__all__ = ["explore_perceptron"]
