"""Pictures: they draw arrays on Axes that they are given, and know nothing about neurons.

A picture never trains, never calls `show` and never touches matplotlib's global settings. Each is a
small class that makes its artists once and then moves them, so that the same code draws a figure in
print and sixty frames a second in an explorable. The moving artists are listed in `artists`, in the
order in which they are to be drawn.
"""

from nnlab.moved import renamed
from nnlab.pictures.arrows import Arrows
from nnlab.pictures.captioned import Captioned
from nnlab.pictures.cell_table import CellTable, CellTables
from nnlab.pictures.compared_runs import ComparedRuns
from nnlab.pictures.confusion_table import ConfusionTable
from nnlab.pictures.curves import Curves
from nnlab.pictures.fence import Fence
from nnlab.pictures.fit import Fit
from nnlab.pictures.gradient_cloud import GradientCloud
from nnlab.pictures.grid import Gallery, Grid, Threads
from nnlab.pictures.hidden_space import HiddenSpace
from nnlab.pictures.histograms import Histograms
from nnlab.pictures.landscape import Landscape
from nnlab.pictures.loss_section import LossSection
from nnlab.pictures.network_diagram import NetworkDiagram
from nnlab.pictures.normal import Normal
from nnlab.pictures.plane import Plane
from nnlab.pictures.predicted_vs_true import PredictedVsTrue
from nnlab.pictures.response import Response
from nnlab.pictures.run_bands import RunBands
from nnlab.pictures.shares import Shares
from nnlab.pictures.stems import Stems
from nnlab.pictures.strip import Strip
from nnlab.pictures.unit_boundaries import UnitBoundaries

__all__ = [
    "Arrows",
    "Captioned",
    "CellTable",
    "CellTables",
    "ComparedRuns",
    "ConfusionTable",
    "Curves",
    "Fence",
    "Fit",
    "Gallery",
    "GradientCloud",
    "Grid",
    "HiddenSpace",
    "Histograms",
    "Landscape",
    "LossSection",
    "NetworkDiagram",
    "Normal",
    "Plane",
    "PredictedVsTrue",
    "Response",
    "RunBands",
    "Shares",
    "Stems",
    "Strip",
    "Threads",
    "UnitBoundaries",
]


__getattr__ = renamed(
    __name__,
    Warp="HiddenSpace",
    Wiring="NetworkDiagram",
    Valley="LossSection",
    Units="UnitBoundaries",
    Agreement="PredictedVsTrue",
    Spread="RunBands",
)
