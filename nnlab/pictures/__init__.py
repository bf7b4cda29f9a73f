"""Pictures: they draw arrays on Axes they are given, and know nothing of neurons.

A picture never trains, never calls ``show`` and never touches matplotlib's global settings. Each is a
small class that makes its artists once and then moves them, so that the same code draws a figure in
print and sixty frames a second in an explorable. The moving artists stand in ``artists``, in the order
in which they are to be drawn.
"""

from nnlab.pictures.agreement import Agreement
from nnlab.pictures.arrows import Arrows
from nnlab.pictures.curves import Curves
from nnlab.pictures.fence import Fence
from nnlab.pictures.fit import Fit
from nnlab.pictures.grid import Gallery, Grid, Threads
from nnlab.pictures.histograms import Histograms
from nnlab.pictures.landscape import Landscape
from nnlab.pictures.normal import Normal
from nnlab.pictures.plane import Plane
from nnlab.pictures.response import Response
from nnlab.pictures.spread import Spread
from nnlab.pictures.stems import Stems
from nnlab.pictures.strip import Strip
from nnlab.pictures.units import Units
from nnlab.pictures.valley import Valley
from nnlab.pictures.warp import Warp
from nnlab.pictures.wiring import Wiring

__all__ = [
    "Agreement",
    "Arrows",
    "Curves",
    "Fence",
    "Fit",
    "Gallery",
    "Grid",
    "Histograms",
    "Landscape",
    "Normal",
    "Plane",
    "Response",
    "Spread",
    "Stems",
    "Strip",
    "Threads",
    "Units",
    "Valley",
    "Warp",
    "Wiring",
]
