"""Pictures: they draw arrays on Axes they are given, and know nothing of neurons.

A picture never trains, never calls ``show`` and never touches matplotlib's global settings. Each is a
small class that makes its artists once and then moves them, so that the same code draws a figure in
print and sixty frames a second in an explorable. The moving artists stand in ``artists``, in the order
in which they are to be drawn.
"""

from nnlab.pictures.arrows import Arrows
from nnlab.pictures.curves import Curves
from nnlab.pictures.plane import Plane

__all__ = ["Arrows", "Curves", "Plane"]
