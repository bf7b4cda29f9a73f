"""The explorables of lesson 6: overfitting, and weights held back."""

from nnlab.explore.lesson6.overfit import explore_overfit
from nnlab.explore.lesson6.questions import ask
from nnlab.explore.lesson6.shrink import explore_shrink

__all__ = ["ask", "explore_overfit", "explore_shrink"]
