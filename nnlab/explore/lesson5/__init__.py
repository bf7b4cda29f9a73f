"""The explorables of lesson 5: curves."""

from nnlab.explore.lesson5.approximation import explore_approximation
from nnlab.explore.lesson5.curvefit import explore_curvefit
from nnlab.explore.lesson5.ensemble import explore_ensemble
from nnlab.explore.lesson5.questions import ask
from nnlab.explore.lesson5.sine import explore_sine

__all__ = ["ask", "explore_approximation", "explore_curvefit", "explore_ensemble", "explore_sine"]
